// SPDX-License-Identifier: GPL-2.0
/*
 * Breakpoint matching.  Address bits 63:56 are always compared; bits 55:0
 * where the mask has ones; a bundle as a whole, a datum if any of its bytes
 * matches.  SDM vol 2, 7.1.1.
 */
#include "cpu/debug_regs.h"

#define MASK_BITS MASK64(56)
#define PLM_SHIFT 56
#define IBR_X BIT64(63)
#define DBR_R BIT64(63)
#define DBR_W BIT64(62)

static bool any_enabled(const u64 *regs, u64 enable)
{
	for (unsigned int i = 0; i < DEBUG_PAIRS; i++)
		if (regs[2 * i + 1] & enable)
			return true;
	return false;
}

bool debug_fetch_active(const struct cpu *cpu)
{
	return cpu->psr & PSR_DB && any_enabled(cpu->ibr, IBR_X);
}

bool debug_data_active(const struct cpu *cpu)
{
	return cpu->psr & PSR_DB && any_enabled(cpu->dbr, DBR_R | DBR_W);
}

static bool match(const u64 *pair, u64 address, unsigned int pl, u64 ignored)
{
	u64 compared = (pair[1] & MASK_BITS) | ~MASK_BITS;

	return pair[1] >> (PLM_SHIFT + pl) & 1 &&
	       !((address ^ pair[0]) & compared & ~ignored);
}

bool debug_match_fetch(const struct cpu *cpu, u64 ip)
{
	for (unsigned int i = 0; i < DEBUG_PAIRS; i++)
		if (cpu->ibr[2 * i + 1] & IBR_X &&
		    match(&cpu->ibr[2 * i], ip, cpu_cpl(cpu), 0xf))
			return true;
	return false;
}

int debug_check_fetch(struct cpu *cpu, u64 ip)
{
	if (!(cpu->psr & PSR_DB) || cpu->psr & PSR_ID ||
	    !debug_match_fetch(cpu, ip))
		return FAULT_NONE;
	return fault_data(cpu, VECTOR_DEBUG, ip & ~0xfULL, ISR_X);
}

int debug_check_data(struct cpu *cpu, u64 va, unsigned int size,
		     enum mmu_access access, unsigned int pl,
		     unsigned int flags)
{
	bool read = access != MMU_WRITE, write = access != MMU_READ;
	u64 want = (read ? DBR_R : 0) | (write ? DBR_W : 0), isr;

	if (!(cpu->psr & PSR_DB) || cpu->psr & PSR_DD)
		return FAULT_NONE;
	for (unsigned int i = 0; i < DEBUG_PAIRS; i++) {
		if (!(cpu->dbr[2 * i + 1] & want))
			continue;
		for (unsigned int b = 0; b < size; b++) {
			if (!match(&cpu->dbr[2 * i], va + b, pl, 0))
				continue;
			isr = (read ? ISR_R : 0) | (write ? ISR_W : 0) |
			      (flags & MMU_F_SPEC ? ISR_SP : 0) |
			      (flags & MMU_F_RSE ? ISR_RS : 0) |
			      (flags & MMU_F_NONACCESS ? ISR_NA : 0);
			return fault_data(cpu, VECTOR_DEBUG, va, isr);
		}
	}
	return FAULT_NONE;
}
