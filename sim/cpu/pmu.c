// SPDX-License-Identifier: GPL-2.0
/*
 * Performance monitors.  A cycle is a retired slot, as it is for AR.ITC in
 * the default clock; a halted CPU counts neither.  SDM vol 2, 7.2.
 *
 * GAP: events other than the two of pmu.h count nothing
 * (pmu_other_events_stay_zero).
 */
#include "cpu/pmu.h"

#include "cpu/control_regs.h"
#include "machine/machine.h"

#define PMC0_FREEZE BIT64(0)
#define PMC_PLM 0xfULL
#define PMC_OI BIT64(5)
#define PMC_PM BIT64(6)
#define PMC_EVENT(pmc) bits(pmc, 8, 8)
#define PMC_STATUS_COUNT 4 /* PMC 0-3 */

bool pmu_pmc_implemented(unsigned int n)
{
	return n < PMU_FIRST + PMU_COUNT;
}

bool pmu_pmd_implemented(unsigned int n)
{
	return n >= PMU_FIRST && n < PMU_FIRST + PMU_COUNT;
}

static bool counts(u64 pmc)
{
	return pmc & PMC_PLM && (PMC_EVENT(pmc) == PMU_EVENT_INST_RETIRED ||
				 PMC_EVENT(pmc) == PMU_EVENT_CPU_CYCLES);
}

static bool enabled_now(const struct cpu *cpu, u64 pmc)
{
	return counts(pmc) && pmc >> cpu_cpl(cpu) & 1 &&
	       cpu->psr & (pmc & PMC_PM ? PSR_PP : PSR_UP);
}

static void refresh(struct cpu *cpu)
{
	cpu->pmu_on = 0;
	if (cpu->pmc[0] & PMC0_FREEZE)
		return;
	for (unsigned int n = PMU_FIRST; n < PMU_FIRST + PMU_COUNT; n++)
		cpu->pmu_on |= counts(cpu->pmc[n]);
}

static void overflow(struct cpu *cpu, unsigned int n)
{
	cpu->pmc[0] |= BIT64(n);
	if (!(cpu->pmc[n] & PMC_OI))
		return;
	cpu->pmc[0] |= PMC0_FREEZE;
	if (!(cpu->cr_pmv & CR_LVT_MASKED))
		lsapic_post(cpu, cpu->cr_pmv & 0xff);
}

void pmu_sync(struct cpu *cpu)
{
	u64 now = engine_slots_now(cpu), passed = now - cpu->pmu_base, old;
	bool frozen = cpu->pmc[0] & PMC0_FREEZE;

	cpu->pmu_base = now;
	if (frozen || !passed)
		return;
	for (unsigned int n = PMU_FIRST; n < PMU_FIRST + PMU_COUNT; n++) {
		if (!enabled_now(cpu, cpu->pmc[n]))
			continue;
		old = cpu->pmd[n];
		cpu->pmd[n] = (old + passed) & MASK64(PMU_WIDTH);
		if (old + passed > MASK64(PMU_WIDTH))
			overflow(cpu, n);
	}
	refresh(cpu);
}

u64 pmu_turn(struct cpu *cpu)
{
	u64 turn = PMU_MAX_TURN, left;

	pmu_sync(cpu);
	for (unsigned int n = PMU_FIRST; n < PMU_FIRST + PMU_COUNT; n++) {
		if (!(cpu->pmc[n] & PMC_OI) || !enabled_now(cpu, cpu->pmc[n]))
			continue;
		left = BIT64(PMU_WIDTH) - cpu->pmd[n];
		if (left < turn)
			turn = left;
	}
	return turn;
}

u64 pmu_read_pmd(struct cpu *cpu, unsigned int n)
{
	/* User code sees 0 in secured and in privileged monitors. */
	if (cpu_cpl(cpu) && (cpu->psr & PSR_SP || cpu->pmc[n] & PMC_PM))
		return 0;
	pmu_sync(cpu);
	return sext(cpu->pmd[n], PMU_WIDTH);
}

void pmu_write_pmd(struct cpu *cpu, unsigned int n, u64 value)
{
	pmu_sync(cpu);
	cpu->pmd[n] = value & MASK64(PMU_WIDTH);
	if (pmu_active(cpu))
		machine_end_turn(cpu->machine);
}

u64 pmu_read_pmc(struct cpu *cpu, unsigned int n)
{
	pmu_sync(cpu);
	return cpu->pmc[n];
}

void pmu_write_pmc(struct cpu *cpu, unsigned int n, u64 value)
{
	pmu_sync(cpu);
	if (n == 0)
		value &= PMC0_FREEZE | MASK64(PMU_COUNT) << PMU_FIRST;
	else if (n < PMC_STATUS_COUNT)
		value = 0; /* no monitors above 63 or without a bit here */
	cpu->pmc[n] = value;
	refresh(cpu);
	if (pmu_active(cpu))
		machine_end_turn(cpu->machine);
}
