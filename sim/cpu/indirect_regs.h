/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mov to and from the indirect register files: rr, pkr, ibr, dbr, pmc, pmd,
 * cpuid.  @index is the whole GR that names the register; @nat is the OR of
 * the NaT bits of all source registers.  SDM vol 3, mov indirect.
 */
#ifndef SIM_CPU_INDIRECT_REGS_H
#define SIM_CPU_INDIRECT_REGS_H

#include "cpu/fault.h"

enum indirect_file {
	INDIRECT_RR,
	INDIRECT_DBR,
	INDIRECT_IBR,
	INDIRECT_PKR,
	INDIRECT_PMC,
	INDIRECT_PMD,
	INDIRECT_CPUID, /* read only */
};

int indirect_read(struct cpu *cpu, enum indirect_file file, u64 index, bool nat,
		  u64 *value);
int indirect_write(struct cpu *cpu, enum indirect_file file, u64 index,
		   u64 value, bool nat);

#endif
