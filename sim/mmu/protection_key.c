// SPDX-License-Identifier: GPL-2.0
/*
 * Protection key registers: the check, and writing one.
 * SDM vol 2, 4.1.3.
 */
#include "mmu/tlb.h"

#define PKR_V BIT64(0)
#define PKR_WD BIT64(1)
#define PKR_RD BIT64(2)
#define PKR_XD BIT64(3)

enum key_result key_check(const struct cpu *cpu, u32 key, bool read, bool write,
			  bool execute)
{
	if (!(cpu->psr & PSR_PK))
		return KEY_OK;
	for (unsigned int i = 0; i < ARRAY_SIZE(cpu->pkr); i++) {
		u64 pkr = cpu->pkr[i];

		if (!(pkr & PKR_V) || bits(pkr, 8, 24) != key)
			continue;
		if ((read && pkr & PKR_RD) || (write && pkr & PKR_WD) ||
		    (execute && pkr & PKR_XD))
			return KEY_PERMISSION;
		return KEY_OK;
	}
	return KEY_MISS;
}

void mmu_write_pkr(struct cpu *cpu, unsigned int n, u64 value)
{
	/* A valid key lives in one register: an older copy is invalidated. */
	if (value & PKR_V)
		for (unsigned int i = 0; i < ARRAY_SIZE(cpu->pkr); i++)
			if (i != n && cpu->pkr[i] & PKR_V &&
			    bits(cpu->pkr[i], 8, 24) == bits(value, 8, 24))
				cpu->pkr[i] &= ~PKR_V;
	cpu->pkr[n] = value;
	if (cpu->psr & PSR_PK)
		mmu_changed(cpu, 0, 64, true, true);
}
