// SPDX-License-Identifier: GPL-2.0
/*
 * Chaos: see chaos.h.  Each disturbance has its own bits of the random number
 * and happens now and then only, so that the guest still makes progress.
 */
#include "cpu/chaos.h"

#include "cpu/alat.h"
#include "cpu/rse.h"
#include "mmu/tlb.h"

void cpu_chaos(struct cpu *cpu, u64 random)
{
	/* One turn in two: a TC entry of either side. */
	if (random & 1)
		tlb_evict_tc(cpu, random & 2, bits(random, 8, 16));
	/* One in sixteen: all of them. */
	if (!(random >> 2 & 15))
		tlb_purge_all_tc(cpu, random & BIT64(6));
	if (random & BIT64(7))
		alat_evict(cpu, bits(random, 24, 8));
	if (!bits(random, 32, 3))
		rse_spill_eagerly(cpu, bits(random, 35, 6));
}
