/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Replacing the text of sites; see asm/paravirt_site.h for what a site is.
 */
#ifndef _ASM_IA64_PARAVIRT_PATCH_H
#define _ASM_IA64_PARAVIRT_PATCH_H

#include <asm/paravirt_site.h>

#ifdef CONFIG_PARAVIRT

/* How many sites ended up as what, for the kernel and all modules so far. */
struct paravirt_patch_stats {
	unsigned int native;	/* kept: the text that the compiler put there */
	unsigned int inlined;	/* text of the instance */
	unsigned int branches;	/* a branch to a thunk */
};

extern struct paravirt_patch_stats paravirt_patch_stats;

/* Thunks by operation, ended by type 0 (paravirt_thunk.S). */
struct paravirt_thunk {
	unsigned long type;
	unsigned long addr;
};

extern const struct paravirt_thunk paravirt_thunks[];

/* The sites of [@start, @stop) as the instance wants them. */
void paravirt_patch_sites(const struct paravirt_site *start,
			  const struct paravirt_site *stop);
/* The same for the kernel itself; once, before a second CPU runs. */
void paravirt_patch_kernel(void);

/*
 * For pv_init_ops.patch_bundle: make @text, which is to run at @addr, a branch
 * to the thunk that calls the operation @type in pv_cpu_ops.  Returns the
 * number of bundles, or 0 when the thunk is out of reach.
 */
unsigned int paravirt_patch_branch(u64 *text, unsigned long addr, u32 type,
				   unsigned int reg);

/* The same for PARAVIRT_BR_*: @text becomes a branch to @target. */
unsigned int paravirt_patch_entry(u64 *text, unsigned long addr,
				  unsigned long target);

#else

static inline void paravirt_patch_kernel(void) { }

#endif /* CONFIG_PARAVIRT */
#endif /* _ASM_IA64_PARAVIRT_PATCH_H */
