/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a site to a C function of pv_cpu_ops.
 *
 * A site may clobber r2, r3, b6, b7, p6 and p7 only, a C function every scratch
 * register there is.  The code in between makes itself a register frame by
 * calling a label of its own, which costs ar.pfs (kept in r2 meanwhile), and
 * keeps the scratch registers in the frame's locals.  The caller's output
 * registers become the first inputs of that frame and are left alone.
 *
 * Entry:	r2 = address of the site's first bundle
 *		r3 = operand of irq_restore; r8, r9, r10, r11, r14 = of the others
 * Exit:	r3 = result of get_psr_i, r8 of the others; through b7
 * Clobbers:	r2, r3, b6, b7, p6, p7
 *
 * This is the way for operations that are rare, or for finding out which ones
 * are not; an instance gives the frequent ones text of their own.
 */
#include <linux/linkage.h>

#include <asm/asmmacro.h>
#include <asm/asm-offsets.h>
#include <asm/ia64regs.h>
#include <asm/paravirt_site.h>

#define NR_INS		8	/* what the caller's outputs may be */
#define NR_LOCALS	36
#define NR_OUTS		5

#define saved_pfs	loc0	/* of the frame: how to get back to the thunk */
#define op		loc1	/* address of the pointer in pv_cpu_ops */
#define saved_r2	loc2	/* the site's ar.pfs */
#define saved_rp	loc3
#define saved_pr	loc4
#define saved_gp	loc5
#define saved_b6	loc6
#define saved_b7	loc7
#define saved_ccv	loc8
#define keep_r8		loc9	/* bool: r8 is the result */
#define saved_r3	loc10
#define saved_r8	loc11	/* .. r11 = loc14 */
#define saved_r14	loc15	/* .. r31 = loc32 */

#define THUNK_BEGIN(type, bundles)				\
	.xdata8 ".rodata.paravirt_thunks", type, 1f;	\
	.align 32;						\
1:	adds r2 = bundles * 16, r2;				\
	;;							\
	mov b7 = r2;						\
	mov r2 = ar.pfs;					\
	br.call.sptk.many b6 = 2f;				\
	;;							\
	mov ar.pfs = r2;					\
	br.sptk.many b7;					\
	;;							\
2:	alloc saved_pfs = ar.pfs, NR_INS, NR_LOCALS, NR_OUTS, 0

#define THUNK_CALL(offset, result)				\
	mov keep_r8 = result;					\
	movl op = pv_cpu_ops + offset;				\
	br.sptk.many paravirt_thunk_call;			\
	;;

	.section .rodata.paravirt_thunks, "a"
	.align 8
	.global paravirt_thunks
paravirt_thunks:
	.previous

	.text
	.proc paravirt_thunk
paravirt_thunk:
	.prologue
	.altrp b7
	nop 0			/* for the unwind directive to stand at */
	.body

	THUNK_BEGIN(PARAVIRT_SSM_I, 2)
	THUNK_CALL(PV_CPU_OPS_SSM_I, 0)

	THUNK_BEGIN(PARAVIRT_RSM_I, 2)
	THUNK_CALL(PV_CPU_OPS_RSM_I, 0)

	/* the result goes to r3: the site's second bundle moves it on */
	THUNK_BEGIN(PARAVIRT_GET_PSR_I, 1)
	mov keep_r8 = 0
	movl op = pv_cpu_ops + PV_CPU_OPS_GET_PSR_I
	br.sptk.many paravirt_thunk_call
	;;

	THUNK_BEGIN(PARAVIRT_IRQ_RESTORE, 2)
	mov out0 = r3
	THUNK_CALL(PV_CPU_OPS_IRQ_RESTORE, 0)

	THUNK_BEGIN(PARAVIRT_THASH, 2)
	mov out0 = r8
	THUNK_CALL(PV_CPU_OPS_THASH, 1)

	THUNK_BEGIN(PARAVIRT_FC, 2)
	mov out0 = r8
	THUNK_CALL(PV_CPU_OPS_FC, 0)

	THUNK_BEGIN(PARAVIRT_PTCGA, 2)
	mov out0 = r8
	mov out1 = r9
	THUNK_CALL(PV_CPU_OPS_PTCGA, 0)

	THUNK_BEGIN(PARAVIRT_GET_RR, 2)
	mov out0 = r8
	THUNK_CALL(PV_CPU_OPS_GET_RR, 1)

	THUNK_BEGIN(PARAVIRT_SET_RR, 2)
	mov out0 = r8
	mov out1 = r9
	THUNK_CALL(PV_CPU_OPS_SET_RR, 0)

	THUNK_BEGIN(PARAVIRT_SET_RR0_TO_RR4, PARAVIRT_RR_SITE_BUNDLES)
	mov out0 = r8
	mov out1 = r9
	mov out2 = r10
	mov out3 = r11
	mov out4 = r14
	THUNK_CALL(PV_CPU_OPS_SET_RR0_TO_RR4, 0)

	THUNK_BEGIN(PARAVIRT_GET_CPUID, 2)
	mov out0 = r8
	THUNK_CALL(PV_CPU_OPS_GET_CPUID, 1)

	THUNK_BEGIN(PARAVIRT_GET_PMD, 2)
	mov out0 = r8
	THUNK_CALL(PV_CPU_OPS_GET_PMD, 1)

#define GETREG_THUNK(reg)					\
	THUNK_BEGIN(PARAVIRT_GETREG + reg, 2);			\
	mov out0 = reg;						\
	THUNK_CALL(PV_CPU_OPS_GETREG, 1)

	GETREG_THUNK(_IA64_REG_AR_ITC)
	GETREG_THUNK(_IA64_REG_CR_ITM)
	GETREG_THUNK(_IA64_REG_CR_IVR)
	GETREG_THUNK(_IA64_REG_CR_TPR)

#define SETREG_THUNK(reg)					\
	THUNK_BEGIN(PARAVIRT_SETREG + reg, 2);			\
	mov out0 = reg;						\
	mov out1 = r8;						\
	THUNK_CALL(PV_CPU_OPS_SETREG, 0)

	SETREG_THUNK(_IA64_REG_AR_KR0)
	SETREG_THUNK(_IA64_REG_AR_KR1)
	SETREG_THUNK(_IA64_REG_AR_KR2)
	SETREG_THUNK(_IA64_REG_AR_KR3)
	SETREG_THUNK(_IA64_REG_AR_KR4)
	SETREG_THUNK(_IA64_REG_AR_KR5)
	SETREG_THUNK(_IA64_REG_AR_KR6)
	SETREG_THUNK(_IA64_REG_AR_KR7)
	SETREG_THUNK(_IA64_REG_AR_ITC)
	SETREG_THUNK(_IA64_REG_CR_ITM)
	SETREG_THUNK(_IA64_REG_CR_TPR)
	SETREG_THUNK(_IA64_REG_CR_EOI)

	.xdata8 ".rodata.paravirt_thunks", 0, 0
	.endp paravirt_thunk

/*
 * In the thunk's frame: save, call the function whose pointer is at [op] with
 * what is in the outputs, restore, return to the thunk.
 */
	.align 32
	.proc paravirt_thunk_call
paravirt_thunk_call:
	.prologue
	.save ar.pfs, saved_r2
	.fframe 112
	adds sp = -112, sp
	mov saved_r2 = r2
	mov saved_gp = gp
	.save rp, saved_b7
	mov saved_b7 = b7
	mov saved_rp = b0
	mov saved_b6 = b6
	.save pr, saved_pr
	mov saved_pr = pr
	.body
	mov saved_r3 = r3
	mov saved_ccv = ar.ccv
	mov saved_r8 = r8
	mov loc12 = r9
	mov loc13 = r10
	mov loc14 = r11
	mov saved_r14 = r14
	mov loc16 = r15
	mov loc17 = r16
	mov loc18 = r17
	mov loc19 = r18
	mov loc20 = r19
	mov loc21 = r20
	mov loc22 = r21
	mov loc23 = r22
	mov loc24 = r23
	mov loc25 = r24
	mov loc26 = r25
	mov loc27 = r26
	mov loc28 = r27
	mov loc29 = r28
	mov loc30 = r29
	mov loc31 = r30
	mov loc32 = r31
	ld8 r16 = [op]
	;;
	adds r14 = 16, sp
	adds r15 = 32, sp
	ld8 r17 = [r16], 8
	;;
	stf.spill [r14] = f6, 32
	stf.spill [r15] = f7, 32
	mov b6 = r17
	;;
	stf.spill [r14] = f8, 32
	stf.spill [r15] = f9, 32
	ld8 gp = [r16]
	;;
	stf.spill [r14] = f10
	stf.spill [r15] = f11
	br.call.sptk.many rp = b6
	;;
	cmp.eq p6, p7 = 0, keep_r8
	adds r14 = 16, sp
	adds r15 = 32, sp
	mov gp = saved_gp
	;;
	/* get_psr_i's result is in r3, the others' in r8 */
	mov r3 = r8
	mov r2 = saved_r2
(p6)	mov r8 = saved_r8
	ldf.fill f6 = [r14], 32
	ldf.fill f7 = [r15], 32
	mov b0 = saved_rp
	;;
	ldf.fill f8 = [r14], 32
	ldf.fill f9 = [r15], 32
	mov b6 = saved_b6
	;;
	ldf.fill f10 = [r14]
	ldf.fill f11 = [r15]
	mov b7 = saved_b7
	;;
	mov r9 = loc12
	mov r10 = loc13
	mov r11 = loc14
	mov r14 = saved_r14
	mov r15 = loc16
	mov r16 = loc17
	mov r17 = loc18
	mov r18 = loc19
	mov r19 = loc20
	mov r20 = loc21
	mov r21 = loc22
	mov r22 = loc23
	mov r23 = loc24
	mov r24 = loc25
	mov r25 = loc26
	mov r26 = loc27
	mov r27 = loc28
	mov r28 = loc29
	mov r29 = loc30
	mov r30 = loc31
	mov r31 = loc32
	mov ar.ccv = saved_ccv
	mov pr = saved_pr, -1
	.restore sp
	adds sp = 112, sp
	mov ar.pfs = saved_pfs
	br.ret.sptk.many b6
	.endp paravirt_thunk_call
