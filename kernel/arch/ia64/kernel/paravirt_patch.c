// SPDX-License-Identifier: GPL-2.0
/*
 * Replaces the text of sites by what the instance wants there.
 *
 * Every site holds native text from the start, so an instance that wants it
 * (bare metal) has nothing to do.  The kernel's own sites are replaced on the
 * boot CPU before the others run, a module's before any of it runs; so no CPU
 * can be in the middle of a site.  It may however have a line of it in its
 * instruction cache or pipeline: each line is flushed by fc.i, which reaches
 * all CPUs, and sync.i and srlz.i make this CPU fetch again (SDM vol 2, 7.1.2).
 * The others do so at the interruption that brings them to the new code.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/intrinsics.h>
#include <asm/paravirt.h>
#include <asm/paravirt_patch.h>
#include <asm/patch.h>

#define BUNDLE_BYTES	16
#define BUNDLE_WORDS	2

struct paravirt_patch_stats paravirt_patch_stats;

/* The bundles that a site is made of, with the fields to fill in at zero. */
static const u64 branch_text[] = {
	0x0020210006001800UL, 0x0004000000006000UL, /* adds r3=0,r3; mov r2=ip; nop.i 0 */
	0x0000000100000005UL, 0xc000000800000000UL, /* nop.m 0; brl.sptk.many ;; */
};

static const u64 near_branch_text[] = {
	0x0020000100000011UL, 0x4000000800006000UL, /* nop.m 0; mov r2=ip; br.sptk.many ;; */
	0x0000210006001001UL, 0x0004000000000200UL, /* adds r2=0,r3; nop.i 0; nop.i 0 ;; */
};

static const u64 nop_text[] = {
	0x0000000100000009UL, 0x0004000000000200UL, /* nop.m 0; nop.m 0; nop.i 0 ;; */
};

static unsigned long thunk_addr(u32 type)
{
	const struct paravirt_thunk *t;

	for (t = paravirt_thunks; t->type; t++)
		if (t->type == type)
			return t->addr;
	panic("paravirt: operation %#x has no thunk", type);
}

/*
 * get_psr_i is the one operation with a result in any register: its second
 * bundle moves the result there, which leaves a short branch for the first.
 */
static unsigned int patch_near_branch(u64 *text, unsigned long addr,
				      unsigned long thunk, unsigned int reg)
{
	long disp = (long)(thunk - addr) / BUNDLE_BYTES;

	if (disp < -(1L << 20) || disp >= 1L << 20)
		return 0;
	memcpy(text, near_branch_text, 2 * BUNDLE_BYTES);
	/* br.cond in slot 2: imm20b and sign (SDM vol 3, B1) */
	ia64_patch((u64)text + 2, 0xfffffUL << 13 | 1UL << 36,
		   (disp & 0xfffff) << 13 | (u64)(disp < 0) << 36);
	/* adds r1 = 0, r3 in slot 0 of the second: r1 (A4) */
	ia64_patch((u64)(text + BUNDLE_WORDS), 0x7fUL << 6, (u64)reg << 6);
	return 2;
}

unsigned int paravirt_patch_branch(u64 *text, unsigned long addr, u32 type,
				   unsigned int reg)
{
	unsigned long thunk = thunk_addr(type);

	if (type == PARAVIRT_GET_PSR_I)
		return patch_near_branch(text, addr, thunk, reg);

	memcpy(text, branch_text, 2 * BUNDLE_BYTES);
	/* adds r3 = 0, r3 in slot 0: source (A4) */
	if (type == PARAVIRT_IRQ_RESTORE)
		ia64_patch((u64)text, 0x7fUL << 20, (u64)reg << 20);
	ia64_patch_imm60((u64)(text + BUNDLE_WORDS) + 2,
			 (long)(thunk - (addr + BUNDLE_BYTES)) / BUNDLE_BYTES);
	return 2;
}

unsigned int paravirt_patch_entry(u64 *text, unsigned long addr,
				  unsigned long target)
{
	memcpy(text, branch_text + BUNDLE_WORDS, BUNDLE_BYTES);
	ia64_patch_imm60((u64)text + 2, (long)(target - addr) / BUNDLE_BYTES);
	return 1;
}

/* The register that the compiler chose for the operand, where it may choose. */
static unsigned int site_register(u32 type, const u64 *text)
{
	u64 slot0 = text[0] >> 5;

	switch (type) {
	case PARAVIRT_GET_PSR_I:	/* mov r1 = psr: r1 (M36) */
		return slot0 >> 6 & 0x7f;
	case PARAVIRT_IRQ_RESTORE:	/* cmp.ne p6, p7 = r2, r0: r2 (A6) */
		return slot0 >> 13 & 0x7f;
	default:
		return 0;
	}
}

static void patch_site(const struct paravirt_site *site)
{
	/* ia64_patch() and friends find the bundle by its alignment */
	u64 text[PARAVIRT_SITE_BUNDLES_MAX * BUNDLE_WORDS] __aligned(BUNDLE_BYTES);
	u64 *at = (u64 *)site->addr;
	unsigned int count, i;

	if (WARN_ON_ONCE(site->bundles > PARAVIRT_SITE_BUNDLES_MAX))
		return;
	memcpy(text, at, site->bundles * BUNDLE_BYTES);
	count = pv_init_ops.patch_bundle(text, site->addr, site->type,
					 site_register(site->type, at));
	if (!count) {
		paravirt_patch_stats.native++;
		return;
	}

	if (WARN_ON_ONCE(count > site->bundles))
		return;
	for (i = count; i < site->bundles; i++)
		memcpy(text + i * BUNDLE_WORDS, nop_text, BUNDLE_BYTES);
	memcpy(at, text, site->bundles * BUNDLE_BYTES);
	/* a bundle never crosses a line of 32 bytes or more */
	for (i = 0; i < site->bundles; i++)
		asm volatile ("fc.i %0" :: "r"(at + i * BUNDLE_WORDS) : "memory");
}

void paravirt_patch_sites(const struct paravirt_site *start,
			  const struct paravirt_site *stop)
{
	const struct paravirt_site *site;

	if (!pv_init_ops.patch_bundle) {
		paravirt_patch_stats.native += stop - start;
		return;
	}
	for (site = start; site < stop; site++)
		patch_site(site);
	ia64_sync_i();
	ia64_srlz_i();
}

void __init paravirt_patch_kernel(void)
{
	paravirt_patch_sites(__start_paravirt_sites, __stop_paravirt_sites);
	pr_info("paravirt: %ld sites: %u native, %u replaced, %u branches\n",
		(long)(__stop_paravirt_sites - __start_paravirt_sites),
		paravirt_patch_stats.native, paravirt_patch_stats.inlined,
		paravirt_patch_stats.branches);
}

/*
 * paravirt_sites=call makes every site of a bare-metal kernel the long way
 * round: a branch to a thunk, and the C function of pv_cpu_ops.  It shows that
 * sites can be replaced, and that all code around them bears the clobbers.
 */
static unsigned int patch_bundle_call(u64 *text, unsigned long addr, u32 type,
				      unsigned int reg)
{
	unsigned int count;

	/* the native code behind an entry is all there is */
	if (type >= PARAVIRT_BR_SWITCH_TO)
		return 0;
	count = paravirt_patch_branch(text, addr, type, reg);
	if (count)
		paravirt_patch_stats.branches++;
	return count;
}

static int __init parse_paravirt_sites(char *arg)
{
	if (!arg || strcmp(arg, "call")) {
		pr_warn("paravirt_sites=%s: expected \"call\"\n", arg ?: "");
		return -EINVAL;
	}
	pv_init_ops.patch_bundle = patch_bundle_call;
	return 0;
}
early_param("paravirt_sites", parse_paravirt_sites);
