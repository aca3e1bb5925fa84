// SPDX-License-Identifier: GPL-2.0
/*
 * The state of a CPU after reset, and what makes it this CPU model: the
 * identification registers of a Montecito without IA-32 engine and VT-i.
 * What the manual leaves undefined is zero.
 * SDM vol 2, 11.1.1 (reset), 6.12 (RSE), 5.8.3 (SAPIC); vol 1, 3.1.11 (CPUID).
 */
#include "state/cpu_state.h"

#include <string.h>

#define SAPIC_VECTOR_MASKED BIT64(16)

/* CPUID 3: archrev 0, family 0x20, model 0, revision 7, 5 registers. */
#define CPUID3_MONTECITO (0x20ULL << 24 | 0x00ULL << 16 | 0x07ULL << 8 | 4)
/* CPUID 4: long branch, 16-byte atomic operations. */
#define CPUID4_LB BIT64(0)
#define CPUID4_AO BIT64(2)

/* All traps masked, status field 0 at full precision, others likewise. */
#define FPSR_RESET 0x0009804c0270033fULL

void cpu_reset(struct cpu *cpu)
{
	struct machine *machine = cpu->machine;
	struct engine_cpu *engine = cpu->engine;
	u32 id = cpu->id, itc_entries = cpu->itlb.tc_count,
	    dtc_entries = cpu->dtlb.tc_count;

	memset(cpu, 0, sizeof(*cpu));
	cpu->machine = machine;
	cpu->engine = engine;
	cpu->id = id;
	cpu->itlb.tc_count = itc_entries;
	cpu->dtlb.tc_count = dtc_entries;

	cpu->pr = 1;
	cpu->psr = PSR_MC;
	cpu->cfm.sof = RSE_PHYS_REGS;
	cpu->fr[1] = (struct fpreg){ .sig = BIT64(63), .exp = 0xffff };
	cpu->ar_fpsr = FPSR_RESET;
	cpu->cr_itv = SAPIC_VECTOR_MASKED;
	cpu->cr_pmv = SAPIC_VECTOR_MASKED;
	cpu->cr_cmcv = SAPIC_VECTOR_MASKED;
	cpu->cr_lrr0 = SAPIC_VECTOR_MASKED;
	cpu->cr_lrr1 = SAPIC_VECTOR_MASKED;
	cpu->cr_lid = (u64)id << 24;
	memcpy(&cpu->cpuid[0], "GenuineIntel\0\0\0", 16);
	cpu->cpuid[3] = CPUID3_MONTECITO;
	cpu->cpuid[4] = CPUID4_LB | CPUID4_AO;
}
