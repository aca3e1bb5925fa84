/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The intrinsics that a paravirtualised kernel makes replaceable: the names of
 * uapi/asm/gcc_intrin.h, as sites (see asm/paravirt_site.h) with the native
 * instruction in them.
 *
 * What is not here (itr, ptr, tpa, itc, dfh, most control registers) is rare,
 * stays as it is, and a hypervisor emulates it.
 */
#ifndef _ASM_IA64_PARAVIRT_PRIVOP_H
#define _ASM_IA64_PARAVIRT_PRIVOP_H

#ifdef CONFIG_PARAVIRT

#include <asm/ia64regs.h>
#include <asm/kregs.h>
#include <asm/paravirt_site.h>

/*
 * The same operations as C functions, for the sites of an instance that has no
 * text of its own for them: such a site becomes a branch to a thunk that calls
 * here.  The native ones do what the native text does.
 */
struct pv_cpu_ops {
	void (*ssm_i)(void);
	void (*rsm_i)(void);
	unsigned long (*get_psr_i)(void);
	/* @flags: only IA64_PSR_I counts */
	void (*intrin_local_irq_restore)(unsigned long flags);
	unsigned long (*getreg)(int regnum);
	void (*setreg)(int regnum, unsigned long val);
	unsigned long (*thash)(unsigned long addr);
	void (*fc)(void *addr);
	/* @size: the page size as ptc.ga wants it, log2 << 2 */
	void (*ptcga)(unsigned long addr, unsigned long size);
	unsigned long (*get_rr)(unsigned long index);
	void (*set_rr)(unsigned long index, unsigned long val);
	void (*set_rr0_to_rr4)(unsigned long val0, unsigned long val1,
			       unsigned long val2, unsigned long val3,
			       unsigned long val4);
	unsigned long (*get_cpuid)(int index);
	unsigned long (*get_pmd)(int index);
};

extern struct pv_cpu_ops pv_cpu_ops;

static __always_inline unsigned long ia64_get_psr_i(void)
{
	unsigned long psr;

	asm volatile (PARAVIRT_SITE_M("mov %[psr] = psr")
		      : [psr] "=r"(psr) : [type] "i"(PARAVIRT_GET_PSR_I)
		      : PARAVIRT_CLOBBERS);
	return psr;
}

#define ia64_get_psr_i ia64_get_psr_i

static __always_inline void ia64_rsm_i(void)
{
	asm volatile (PARAVIRT_SITE_M("rsm psr.i")
		      :: [type] "i"(PARAVIRT_RSM_I) : PARAVIRT_CLOBBERS);
}

static __always_inline void ia64_ssm_i(void)
{
	asm volatile (PARAVIRT_SITE(PARAVIRT_SITE_BUNDLES,
				    "\t{ .mmi\n\tssm psr.i\n\t;;\n"
				    "\tsrlz.d\n\tnop.i 0\n\t}\n"
				    PARAVIRT_NOP_BUNDLE)
		      :: [type] "i"(PARAVIRT_SSM_I) : PARAVIRT_CLOBBERS);
}

static __always_inline void paravirt_intrin_local_irq_restore(unsigned long flags)
{
	asm volatile (PARAVIRT_SITE(PARAVIRT_SITE_BUNDLES,
				    "\t{ .mmi\n\tcmp.ne p6, p7 = %[flags], r0\n\t;;\n"
				    "(p6)\tssm psr.i\n\tnop.i 0\n\t}\n"
				    "\t{ .mmi\n(p7)\trsm psr.i\n\t;;\n"
				    "(p6)\tsrlz.d\n\tnop.i 0\n\t;;\n\t}\n")
		      :: [flags] "r"(flags), [type] "i"(PARAVIRT_IRQ_RESTORE)
		      : PARAVIRT_CLOBBERS);
}

#undef ia64_intrin_local_irq_restore
#define ia64_intrin_local_irq_restore(x)	paravirt_intrin_local_irq_restore(x)

/* Operations of one operand in r8, with and without a result there. */
#define PARAVIRT_OP_R(optype, insn, arg)				\
({									\
	register unsigned long __pv_r8 asm ("r8") = (unsigned long)(arg);	\
									\
	asm volatile (PARAVIRT_SITE_M(insn)				\
		      : "+r"(__pv_r8) : [type] "i"(optype)		\
		      : PARAVIRT_CLOBBERS);				\
	__pv_r8;							\
})

#define PARAVIRT_OP(optype, insn, arg)					\
do {									\
	register unsigned long __pv_r8 asm ("r8") = (unsigned long)(arg);	\
									\
	asm volatile (PARAVIRT_SITE_M(insn)				\
		      :: "r"(__pv_r8), [type] "i"(optype)		\
		      : PARAVIRT_CLOBBERS);				\
} while (0)

/* Operations of two operands, in r8 and r9. */
#define PARAVIRT_OP2(optype, insn, arg0, arg1)				\
do {									\
	unsigned long __pv_arg1 = (unsigned long)(arg1);		\
	register unsigned long __pv_r8 asm ("r8") = (unsigned long)(arg0);	\
	register unsigned long __pv_r9 asm ("r9") = __pv_arg1;		\
									\
	asm volatile (PARAVIRT_SITE_M(insn)				\
		      :: "r"(__pv_r8), "r"(__pv_r9), [type] "i"(optype)	\
		      : PARAVIRT_CLOBBERS);				\
} while (0)

#undef ia64_thash
#define ia64_thash(addr)						\
	PARAVIRT_OP_R(PARAVIRT_THASH, "thash r8 = r8", addr)

#undef ia64_fc
#define ia64_fc(addr)							\
	PARAVIRT_OP(PARAVIRT_FC, "fc r8", addr)

#undef ia64_ptcga
#define ia64_ptcga(addr, size)						\
do {									\
	PARAVIRT_OP2(PARAVIRT_PTCGA, "ptc.ga r8, r9", addr, size);	\
	ia64_dv_serialize_data();					\
} while (0)

#undef ia64_get_rr
#define ia64_get_rr(index)						\
	PARAVIRT_OP_R(PARAVIRT_GET_RR, "mov r8 = rr[r8]", index)

#undef ia64_set_rr
#define ia64_set_rr(index, val)						\
	PARAVIRT_OP2(PARAVIRT_SET_RR, "mov rr[r8] = r9", index, val)

#undef ia64_get_cpuid
#define ia64_get_cpuid(index)						\
	PARAVIRT_OP_R(PARAVIRT_GET_CPUID, "mov r8 = cpuid[r8]", index)

#undef ia64_get_pmd
#define ia64_get_pmd(index)						\
	PARAVIRT_OP_R(PARAVIRT_GET_PMD, "mov r8 = pmd[r8]", index)

/*
 * Five region registers in one go, as every switch of address space needs.
 * The addresses n << 61 are made in r2 and r3 from the constant 1.
 */
static __always_inline void
paravirt_set_rr0_to_rr4(unsigned long val0, unsigned long val1,
			unsigned long val2, unsigned long val3,
			unsigned long val4)
{
	register unsigned long r8 asm ("r8") = val0;
	register unsigned long r9 asm ("r9") = val1;
	register unsigned long r10 asm ("r10") = val2;
	register unsigned long r11 asm ("r11") = val3;
	register unsigned long r14 asm ("r14") = val4;

	asm volatile (PARAVIRT_SITE(PARAVIRT_RR_SITE_BUNDLES,
		"\t{ .mmi\n\tmov rr[r0] = r8\n\tmov r2 = 1\n\tnop.i 0\n\t;;\n\t}\n"
		"\t{ .mii\n\tnop.m 0\n\tshl r2 = r2, 61\n\t;;\n\tadd r3 = r2, r2\n\t;;\n\t}\n"
		"\t{ .mmi\n\tmov rr[r2] = r9\n\t;;\n\tmov rr[r3] = r10\n\tadd r2 = r2, r3\n\t;;\n\t}\n"
		"\t{ .mmi\n\tmov rr[r2] = r11\n\tnop.m 0\n\tadd r3 = r3, r3\n\t;;\n\t}\n"
		"\t{ .mmi\n\tmov rr[r3] = r14\n\tnop.m 0\n\tnop.i 0\n\t}\n"
		PARAVIRT_NOP_BUNDLE)
		:: "r"(r8), "r"(r9), "r"(r10), "r"(r11), "r"(r14),
		   [type] "i"(PARAVIRT_SET_RR0_TO_RR4)
		: PARAVIRT_CLOBBERS);
}

#undef ia64_set_rr0_to_rr4
#define ia64_set_rr0_to_rr4	paravirt_set_rr0_to_rr4

/*
 * Registers.  Those that are read or written at every interrupt, tick or
 * context switch are sites; the others are as before.  The register number is
 * always a constant, of which the switch leaves one case.
 */
#define PARAVIRT_GETREG_SITE(reg, name)					\
({									\
	register unsigned long __pv_r8 asm ("r8");			\
									\
	asm volatile (PARAVIRT_SITE_M("mov r8 = " name)			\
		      : "=r"(__pv_r8) : [type] "i"(PARAVIRT_GETREG + (reg))	\
		      : PARAVIRT_CLOBBERS);				\
	__pv_r8;							\
})

#define PARAVIRT_SETREG_SITE(reg, name, val)				\
	PARAVIRT_OP(PARAVIRT_SETREG + (reg), "mov " name " = r8", val)

#undef ia64_getreg
#define ia64_getreg(regnum)						\
({									\
	__u64 __pv_getreg;						\
									\
	switch (regnum) {						\
	case _IA64_REG_AR_ITC:						\
		__pv_getreg = PARAVIRT_GETREG_SITE(_IA64_REG_AR_ITC, "ar.itc");	\
		break;							\
	case _IA64_REG_CR_ITM:						\
		__pv_getreg = PARAVIRT_GETREG_SITE(_IA64_REG_CR_ITM, "cr.itm");	\
		break;							\
	case _IA64_REG_CR_IVR:						\
		__pv_getreg = PARAVIRT_GETREG_SITE(_IA64_REG_CR_IVR, "cr.ivr");	\
		break;							\
	case _IA64_REG_CR_TPR:						\
		__pv_getreg = PARAVIRT_GETREG_SITE(_IA64_REG_CR_TPR, "cr.tpr");	\
		break;							\
	default:							\
		__pv_getreg = ia64_native_getreg(regnum);		\
		break;							\
	}								\
	__pv_getreg;							\
})

#define PARAVIRT_SETREG_CASE(reg, name, val)				\
	case reg:							\
		PARAVIRT_SETREG_SITE(reg, name, val);			\
		break

#undef ia64_setreg
#define ia64_setreg(regnum, val)					\
({									\
	unsigned long __pv_setreg = (val);				\
									\
	switch (regnum) {						\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR0, "ar.k0", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR1, "ar.k1", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR2, "ar.k2", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR3, "ar.k3", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR4, "ar.k4", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR5, "ar.k5", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR6, "ar.k6", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_KR7, "ar.k7", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_AR_ITC, "ar.itc", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_CR_ITM, "cr.itm", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_CR_TPR, "cr.tpr", __pv_setreg);	\
	PARAVIRT_SETREG_CASE(_IA64_REG_CR_EOI, "cr.eoi", __pv_setreg);	\
	default:							\
		ia64_native_setreg(regnum, __pv_setreg);		\
		break;							\
	}								\
})

#endif /* CONFIG_PARAVIRT */
#endif /* _ASM_IA64_PARAVIRT_PRIVOP_H */
