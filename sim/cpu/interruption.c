// SPDX-License-Identifier: GPL-2.0
/*
 * Delivery of an interruption through the IVT: what is saved, and the PSR the
 * handler starts with.  Which interruption comes first is decided before.
 * SDM vol 2, 3.3.2 (PSR), 3.3.5 (interruption registers), 5.5.
 */
#include "cpu/fault.h"
#include "cpu/pmu.h"
#include "cpu/psr.h"
#include "mmu/mmu.h"

/* PSR bits that survive; all others become 0, be and pp come from DCR. */
#define PSR_KEPT                                                               \
	(PSR_UP | PSR_MFL | PSR_MFH | PSR_PK | PSR_DT | PSR_RT | PSR_MC |      \
	 PSR_IT)

#define IFS_V BIT64(63)

/*
 * A trap comes with ISR.ei already filled in.  An Unimplemented Instruction
 * Address *fault* shares the vector of a trap; it alone carries an address.
 */
static bool is_trap(const struct fault_info *f)
{
	switch (f->vector) {
	case VECTOR_FP_TRAP:
	case VECTOR_TAKEN_BRANCH_TRAP:
	case VECTOR_SINGLE_STEP_TRAP:
		return true;
	case VECTOR_LOWER_PRIV_TRAP:
		return !f->has_ifa;
	default:
		return false;
	}
}

/* ISR.ed: the exception deferral bit of the page the instruction is on. */
static u64 isr_ed(const struct cpu *cpu, const struct fault_info *f)
{
	const struct tlb_entry *e;

	if (!f->has_ifa || f->isr & (ISR_X | ISR_RS) || !(cpu->psr & PSR_IT))
		return 0;
	e = mmu_code_entry(cpu, cpu->ip);
	return e && e->ed ? ISR_ED : 0;
}

static void save(struct cpu *cpu, const struct fault_info *f, u64 isr)
{
	cpu->cr_isr = isr;
	if (!(cpu->psr & PSR_IC))
		return;
	cpu->cr_ipsr = cpu->psr;
	cpu->cr_iip = cpu->ip;
	cpu->cr_iipa = cpu->ip_last;
	cpu->cr_ifs &= ~IFS_V;
	if (f->has_ifa)
		cpu->cr_ifa = f->ifa;
	if (f->has_itir)
		cpu->cr_itir = f->itir;
	if (f->has_iha)
		cpu->cr_iha = f->iha;
	if (f->has_iim)
		cpu->cr_iim = f->iim;
}

void interruption_deliver(struct cpu *cpu)
{
	const struct fault_info *f = &cpu->fault;
	u64 isr = f->isr, psr;

	if (pmu_active(cpu))
		pmu_sync(cpu);
	if (!is_trap(f))
		isr |= bits(cpu->psr, PSR_RI_SHIFT, 2) << ISR_EI_SHIFT;
	if (cpu->rse.dirty < 0)
		isr |= ISR_IR;
	if (!(cpu->psr & PSR_IC))
		isr |= ISR_NI;
	isr |= isr_ed(cpu, f);

	cpu->stats.by_vector[STATS_VECTOR(f->vector)]++;
	fault_ring_add(&cpu->recent, &(struct fault_record){
					     .slots = cpu->slots,
					     .ip = cpu->ip,
					     .isr = isr,
					     .ifa = f->ifa,
					     .psr = cpu->psr,
					     .vector = f->vector,
					     .nested = !(cpu->psr & PSR_IC) });
	if (f->vector != VECTOR_DATA_NESTED_TLB)
		save(cpu, f, isr);

	psr_select_bank(cpu, 0);
	psr = cpu->psr & PSR_KEPT;
	if (cpu->cr_dcr & DCR_BE)
		psr |= PSR_BE;
	if (cpu->cr_dcr & DCR_PP)
		psr |= PSR_PP;
	cpu->psr = psr;
	cpu->ip = cpu->cr_iva + f->vector;
}
