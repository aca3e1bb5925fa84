/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sites: places in C code that an instance may replace at boot.
 *
 * A site is a fixed number of bundles of its own between two stops.  The text
 * that the compiler puts there is the native one, so on bare metal there is
 * nothing to do, and a site that was never replaced is still right under a
 * hypervisor, which emulates the privileged instruction.  Each site has an
 * entry in .paravirt_sites, which names the operation.
 *
 * Operands are in fixed registers except for the operations on psr.i, the
 * only ones that are everywhere: those take what the compiler likes best, and
 * the patcher reads the register out of the native text.
 *
 * A replacement may clobber r2, r3, b6, b7, p6 and p7 (PARAVIRT_CLOBBERS), and
 * nothing else; the native text clobbers none of them.
 */
#ifndef _ASM_IA64_PARAVIRT_SITE_H
#define _ASM_IA64_PARAVIRT_SITE_H

/* The operations.  PARAVIRT_GETREG and _SETREG take an _IA64_REG_* number. */
#define PARAVIRT_SSM_I			1
#define PARAVIRT_RSM_I			2
#define PARAVIRT_GET_PSR_I		3
#define PARAVIRT_IRQ_RESTORE		4
#define PARAVIRT_THASH			5
#define PARAVIRT_FC			6
#define PARAVIRT_PTCGA			7
#define PARAVIRT_GET_RR			8
#define PARAVIRT_SET_RR			9
#define PARAVIRT_SET_RR0_TO_RR4		10
#define PARAVIRT_GET_CPUID		11
#define PARAVIRT_GET_PMD		12
#define PARAVIRT_GETREG			0x10000
#define PARAVIRT_SETREG			0x20000

#define PARAVIRT_REG_MASK		0xffff

/* Entries into code that instances have of their own: see paravirt_inst.h. */
#define PARAVIRT_BR_SWITCH_TO		0x30000
#define PARAVIRT_BR_LEAVE_SYSCALL	0x30001
#define PARAVIRT_BR_LEAVE_KERNEL	0x30002
#define PARAVIRT_BR_WORK_PENDING	0x30003

/* Bundles of a site; the psr.i ones are many and must stay at two. */
#define PARAVIRT_SITE_BUNDLES		2
#define PARAVIRT_RR_SITE_BUNDLES	6
#define PARAVIRT_SITE_BUNDLES_MAX	6

#ifndef __ASSEMBLY__

#include <linux/stringify.h>
#include <linux/types.h>

/* One entry of .paravirt_sites. */
struct paravirt_site {
	unsigned long addr;
	u32 type;
	u32 bundles;
};

extern struct paravirt_site __start_paravirt_sites[], __stop_paravirt_sites[];

#define PARAVIRT_CLOBBERS	"r2", "r3", "b6", "b7", "p6", "p7", "memory"

/* @text is that many bundles, in braces; %[type] must be an operand. */
#define PARAVIRT_SITE(bundles, text)					\
	";;\n"								\
	"661:\n"							\
	text								\
	".pushsection .paravirt_sites, \"a\"\n"				\
	"\tdata8.ua 661b\n"						\
	"\tdata4.ua %[type], " __stringify(bundles) "\n"		\
	".popsection"

#define PARAVIRT_NOP_BUNDLE						\
	"\t{ .mmi\n\tnop.m 0\n\tnop.m 0\n\tnop.i 0\n\t;;\n\t}\n"

/* One instruction for an M slot, and room. */
#define PARAVIRT_SITE_M(insn)						\
	PARAVIRT_SITE(PARAVIRT_SITE_BUNDLES,				\
		      "\t{ .mmi\n\t" insn "\n\tnop.m 0\n\tnop.i 0\n\t}\n"	\
		      PARAVIRT_NOP_BUNDLE)

#endif /* !__ASSEMBLY__ */
#endif /* _ASM_IA64_PARAVIRT_SITE_H */
