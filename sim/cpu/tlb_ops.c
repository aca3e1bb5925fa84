// SPDX-License-Identifier: GPL-2.0
/*
 * TLB instructions: the checks around mmu/.  SDM vol 3: itc, itr, ptc.*, ptr,
 * probe, tpa, tak.
 */
#include "cpu/tlb_ops.h"

#include "cpu/debug_regs.h"
#include "machine/machine.h"
#include "mmu/tlb.h"

/* ITR and DTR slots; PAL_VM_SUMMARY reports the highest number. */
#define TR_SLOTS 16

static int check_insert(struct cpu *cpu, bool nat)
{
	if (cpu->psr & PSR_IC)
		return fault_illegal_operation(cpu);
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	return FAULT_NONE;
}

int tlb_op_itc(struct cpu *cpu, bool data, u64 pte, bool nat)
{
	(*(data ? &cpu->stats.itc_d : &cpu->stats.itc_i))++;
	if (check_insert(cpu, nat))
		return FAULT_RAISED;
	if (tlb_pte_reserved(pte, cpu->cr_itir))
		return fault_reserved_field(cpu, 0);
	mmu_insert_tc(cpu, data, pte, cpu->cr_itir, cpu->cr_ifa);
	return FAULT_NONE;
}

int tlb_op_itr(struct cpu *cpu, bool data, u64 slot, u64 pte, bool nat)
{
	(*(data ? &cpu->stats.itr_d : &cpu->stats.itr_i))++;
	if (check_insert(cpu, nat))
		return FAULT_RAISED;
	slot &= 0xff;
	if (slot >= TR_SLOTS || tlb_pte_reserved(pte, cpu->cr_itir))
		return fault_reserved_field(cpu, 0);
	mmu_insert_tr(cpu, data, slot, pte, cpu->cr_itir, cpu->cr_ifa);
	return FAULT_NONE;
}

static int check_purge(struct cpu *cpu, unsigned int ps, bool nat)
{
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (!(TLB_INSERTABLE_SIZES >> ps & 1))
		return fault_reserved_field(cpu, 0);
	return FAULT_NONE;
}

int tlb_op_ptc_l(struct cpu *cpu, u64 va, u64 size, bool nat)
{
	unsigned int ps = bits(size, 2, 6);

	cpu->stats.ptc_l++;
	if (check_purge(cpu, ps, nat))
		return FAULT_RAISED;
	mmu_purge_tc_local(cpu, va, ps);
	return FAULT_NONE;
}

int tlb_op_ptc_g(struct cpu *cpu, u64 va, u64 size, bool alat, bool nat)
{
	unsigned int ps = bits(size, 2, 6);

	cpu->stats.ptc_g++;
	if (check_purge(cpu, ps, nat))
		return FAULT_RAISED;
	mmu_purge_tc_local(cpu, va, ps);
	machine_purge_global(cpu, va, ps, alat);
	return FAULT_NONE;
}

int tlb_op_ptc_e(struct cpu *cpu, u64 va, bool nat)
{
	/* PAL_PTCE_INFO says: one iteration, any address. */
	(void)va;
	cpu->stats.ptc_e++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	mmu_purge_tc_entries(cpu);
	return FAULT_NONE;
}

int tlb_op_ptr(struct cpu *cpu, bool data, u64 va, u64 size, bool nat)
{
	unsigned int ps = bits(size, 2, 6);

	(*(data ? &cpu->stats.ptr_d : &cpu->stats.ptr_i))++;
	if (check_purge(cpu, ps, nat))
		return FAULT_RAISED;
	mmu_purge_tr(cpu, data, va, ps);
	return FAULT_NONE;
}

/* A probe cannot ask for more than the code itself has. */
static unsigned int probe_level(const struct cpu *cpu, u64 pl)
{
	unsigned int level = pl & 3;

	return level < cpu_cpl(cpu) ? cpu_cpl(cpu) : level;
}

int tlb_op_probe(struct cpu *cpu, u64 va, bool write, u64 pl, bool nat,
		 bool *ok)
{
	cpu->stats.probe++;
	if (nat)
		return fault_register_nat_consumption(
			cpu, ISR_NA | ISR_CODE_PROBE | (write ? ISR_W : ISR_R));
	return mmu_probe(cpu, va, write, probe_level(cpu, pl), ok);
}

int tlb_op_probe_fault(struct cpu *cpu, u64 va, bool read, bool write, u64 pl,
		       bool nat)
{
	enum mmu_access access = read && write ? MMU_SEMAPHORE :
				 write	       ? MMU_WRITE :
						 MMU_READ;
	unsigned int level = probe_level(cpu, pl);

	cpu->stats.probe++;
	if (nat)
		return fault_register_nat_consumption(
			cpu, ISR_NA | ISR_CODE_PROBE_FAULT |
				     (read ? ISR_R : 0) | (write ? ISR_W : 0));
	if (mmu_probe_fault(cpu, va, read, write, level))
		return FAULT_RAISED;
	if (cpu->psr & PSR_DB &&
	    debug_check_data(cpu, va, 1, access, level, MMU_F_NONACCESS)) {
		cpu->fault.isr |= ISR_CODE_PROBE_FAULT;
		return FAULT_RAISED;
	}
	return FAULT_NONE;
}

int tlb_op_tpa(struct cpu *cpu, u64 va, bool nat, u64 *pa)
{
	cpu->stats.tpa++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, true, ISR_CODE_TPA);
	if (nat)
		return fault_register_nat_consumption(cpu,
						      ISR_NA | ISR_CODE_TPA);
	return mmu_tpa(cpu, va, pa);
}

int tlb_op_tak(struct cpu *cpu, u64 va, bool nat, u64 *key)
{
	cpu->stats.tak++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, true, ISR_CODE_TAK);
	if (nat)
		return fault_register_nat_consumption(cpu,
						      ISR_NA | ISR_CODE_TAK);
	*key = mmu_tak(cpu, va);
	return FAULT_NONE;
}
