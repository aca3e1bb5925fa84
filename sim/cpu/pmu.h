/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Performance monitors: four generic counters (PMC/PMD 4-7) that count
 * retired instructions (slots) or cycles, per privilege level, with overflow
 * interrupts through CR.PMV.  Counting is lazy: pmu_sync() adds what happened
 * since the last call, so it must be called before PSR.cpl, up or pp change
 * and at least once a quantum; pmu_active() says if there is anything to
 * count.  SDM vol 2, 7.2.
 */
#ifndef SIM_CPU_PMU_H
#define SIM_CPU_PMU_H

#include "cpu/fault.h"

#define PMU_FIRST 4
#define PMU_COUNT 4
#define PMU_WIDTH 47 /* bits of a counter; PAL_PERF_MON_INFO reports it */
#define PMU_EVENT_INST_RETIRED 0x08
#define PMU_EVENT_CPU_CYCLES 0x12

static inline bool pmu_active(const struct cpu *cpu)
{
	return cpu->pmu_on;
}

void pmu_sync(struct cpu *cpu);

/*
 * Brings the counters up to date and says after how many slots, at least 1,
 * to come again so that an overflow interrupt is not late by more than
 * PMU_MAX_TURN (the counters may be enabled in between).
 */
#define PMU_MAX_TURN 1024
u64 pmu_turn(struct cpu *cpu);
u64 pmu_read_pmd(struct cpu *cpu, unsigned int n);
void pmu_write_pmd(struct cpu *cpu, unsigned int n, u64 value);
u64 pmu_read_pmc(struct cpu *cpu, unsigned int n);
void pmu_write_pmc(struct cpu *cpu, unsigned int n, u64 value);
bool pmu_pmc_implemented(unsigned int n);
bool pmu_pmd_implemented(unsigned int n);

#endif
