/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instruction and data breakpoint registers: the matching.  Nothing calls
 * these unless PSR.db is 1.  SDM vol 2, 7.1.
 */
#ifndef SIM_CPU_DEBUG_REGS_H
#define SIM_CPU_DEBUG_REGS_H

#include "cpu/fault.h"
#include "mmu/mmu.h"

#define DEBUG_PAIRS 4

/* Worth asking at all: PSR.db is 1 and some register of that kind enabled. */
bool debug_fetch_active(const struct cpu *cpu);
bool debug_data_active(const struct cpu *cpu);

/*
 * Would a bundle at @ip match at the present cpl?  Does not look at PSR.id,
 * which holds for one instruction only: the caller does.
 */
bool debug_match_fetch(const struct cpu *cpu, u64 ip);

/* FAULT_RAISED (Debug vector, ISR.x) if @ip matches and PSR.id is 0. */
int debug_check_fetch(struct cpu *cpu, u64 ip);

/*
 * The same for an access to [@va, @va + @size) at privilege @pl, PSR.dd and
 * @flags (MMU_F_*: ISR.sp, rs, na) taken into account.
 */
int debug_check_data(struct cpu *cpu, u64 va, unsigned int size,
		     enum mmu_access access, unsigned int pl,
		     unsigned int flags);

#endif
