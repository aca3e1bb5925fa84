// SPDX-License-Identifier: GPL-2.0
/*
 * Region registers.  SDM vol 2, 4.1.2.
 */
#include "mmu/tlb.h"

void mmu_write_rr(struct cpu *cpu, unsigned int n, u64 value)
{
	u64 old = cpu->rr[n];

	cpu->rr[n] = value;
	/* Page size and walker bit matter to the next miss only. */
	if (rr_rid(old) != rr_rid(value))
		mmu_changed(cpu, (u64)n << VA_OFFSET_BITS, VA_OFFSET_BITS, true,
			    true);
}
