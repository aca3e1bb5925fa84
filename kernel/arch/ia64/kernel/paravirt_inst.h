/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which instance of the privileged macros a source is assembled for.
 *
 * ivt.S, entry.S, fsys.S and gate.S do all that is privileged through the
 * macros of an instance, and are assembled once for each.  The native objects
 * hold everything; those of another instance hold the parts that differ, under
 * names of their own.
 *
 * PV_NAME(x) is what the instance calls ia64_x.  The entries that code outside
 * branches to (ia64_leave_kernel and so on) are one bundle in front of the
 * native code: nops, which the boot CPU replaces by a branch when another
 * instance runs.  Code that exists once uses these names; code of an instance
 * goes straight to its own.
 */
#ifndef _IA64_KERNEL_PARAVIRT_INST_H
#define _IA64_KERNEL_PARAVIRT_INST_H

#ifdef IA64_PARAVIRT_INST_H	/* another instance: Makefile.inst */

#include IA64_PARAVIRT_INST_H

#define __PV_NAME(inst, name)	ia64_##inst##_##name
#define _PV_NAME(inst, name)	__PV_NAME(inst, name)
#define PV_NAME(name)		_PV_NAME(IA64_PARAVIRT_INST, name)

#else

#include <asm/native/inst.h>

#endif

#if defined(CONFIG_PARAVIRT) && !defined(IA64_PARAVIRT_INST_H)

#include <asm/paravirt_site.h>

#define PV_NAME(name)		ia64_native_##name

/* The entry ia64_@name: falls into PV_NAME(@name), which must follow. */
#define PV_ENTRY(name, type)				\
	.align 32;					\
	paravirt_entry name, type;			\
	.global ia64_native_##name;			\
	.proc ia64_native_##name;			\
ia64_native_##name:

#define PV_LABEL(name, type)				\
	paravirt_entry_bundle name, type;		\
ia64_native_##name:

	/* by gas, where the name is not a macro's */
	.macro paravirt_entry name, type
	.proc ia64_\name
	paravirt_entry_bundle \name, \type
	.endp ia64_\name
	.endm

	.macro paravirt_entry_bundle name, type
	.global ia64_\name
ia64_\name:
	{ .mib
	nop.m 0
	nop.i 0
	nop.b 0
	;;
	}
	/* here, not in every file: the gate page has no room for a section */
	.pushsection .paravirt_sites, "a"
	data8.ua ia64_\name
	data4.ua \type, 1
	.popsection
	.endm

#else /* the only one, or not the native one: no entries */

#ifndef IA64_PARAVIRT_INST_H
#define PV_NAME(name)		ia64_##name
#endif
#define PV_ENTRY(name, type)	GLOBAL_ENTRY(PV_NAME(name))
#define PV_LABEL(name, type)				\
.global PV_NAME(name);					\
PV_NAME(name):

#endif

#define PV_END(name)		END(PV_NAME(name))

/*
 * An instruction that scripts/pvcheck.awk would report, but that is right as
 * it is in every instance; say why where it is used.
 */
#ifdef IA64_PARAVIRT_CHECK
#define PV_RAW(insn)		nop 0
#else
#define PV_RAW(insn)		insn
#endif

#endif /* _IA64_KERNEL_PARAVIRT_INST_H */
