// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions on PSR: masks, banks, privilege changes by epc and rfi.
 * A change takes effect at once, which serialisation rules permit.
 * SDM vol 2, 3.3.2; vol 3, rum, rsm, mov psr, bsw, epc, rfi.
 */
#include "cpu/psr.h"

#include "cpu/pmu.h"
#include "cpu/rse.h"
#include "mmu/mmu.h"

#define PHYSICAL_UNIMPLEMENTED 0x7ffc000000000000ULL
#define IFS_V BIT64(63)

static void set_psr(struct cpu *cpu, u64 psr)
{
	u64 changed = cpu->psr ^ psr;

	if (pmu_active(cpu) && changed & (PSR_CPL | PSR_UP | PSR_PP))
		pmu_sync(cpu);
	cpu->psr = psr;
	if (changed & PSR_PK)
		mmu_changed(cpu, 0, 64, true, true);
}

static int change_system_mask(struct cpu *cpu, u64 imm24, u64 psr)
{
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (imm24 & ~PSR_SM_VALID)
		return fault_reserved_field(cpu, 0);
	set_psr(cpu, psr);
	return FAULT_NONE;
}

int psr_ssm(struct cpu *cpu, u64 imm24)
{
	cpu->stats.ssm++;
	return change_system_mask(cpu, imm24, cpu->psr | imm24);
}

int psr_rsm(struct cpu *cpu, u64 imm24)
{
	cpu->stats.rsm++;
	return change_system_mask(cpu, imm24, cpu->psr & ~imm24);
}

/* PSR.up belongs to the system while performance monitors are secured. */
static u64 user_mask(const struct cpu *cpu)
{
	return cpu->psr & PSR_SP ? PSR_UM_VALID & ~PSR_UP : PSR_UM_VALID;
}

int psr_sum(struct cpu *cpu, u64 imm24)
{
	cpu->stats.sum_rum++;
	if (imm24 & ~PSR_UM_VALID)
		return fault_reserved_field(cpu, 0);
	set_psr(cpu, cpu->psr | (imm24 & user_mask(cpu)));
	return FAULT_NONE;
}

int psr_rum(struct cpu *cpu, u64 imm24)
{
	cpu->stats.sum_rum++;
	if (imm24 & ~PSR_UM_VALID)
		return fault_reserved_field(cpu, 0);
	set_psr(cpu, cpu->psr & ~(imm24 & user_mask(cpu)));
	return FAULT_NONE;
}

int psr_write_um(struct cpu *cpu, u64 value, bool nat)
{
	u64 mask = user_mask(cpu);

	cpu->stats.sum_rum++;
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (value & ~PSR_UM_VALID)
		return fault_reserved_field(cpu, 0);
	set_psr(cpu, (cpu->psr & ~mask) | (value & mask));
	return FAULT_NONE;
}

int psr_write_l(struct cpu *cpu, u64 value, bool nat)
{
	cpu->stats.mov_to_psr++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (value & 0xffffffff & ~PSR_L_VALID)
		return fault_reserved_field(cpu, 0);
	set_psr(cpu, (cpu->psr & ~0xffffffffULL) | (value & 0xffffffff));
	return FAULT_NONE;
}

int psr_read(struct cpu *cpu, u64 *value)
{
	cpu->stats.mov_from_psr++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	*value = cpu->psr & (PSR_L_VALID | PSR_MC | PSR_IT);
	return FAULT_NONE;
}

void psr_select_bank(struct cpu *cpu, unsigned int bank)
{
	if (!(cpu->psr & PSR_BN) == !bank)
		return;
	for (unsigned int i = 0; i < 16; i++) {
		u64 gr = cpu->gr[16 + i];
		u8 nat = cpu->nat[16 + i];

		cpu->gr[16 + i] = cpu->gr_other[i];
		cpu->nat[16 + i] = cpu->nat_other[i];
		cpu->gr_other[i] = gr;
		cpu->nat_other[i] = nat;
	}
	cpu->psr ^= PSR_BN;
}

int psr_bsw(struct cpu *cpu, unsigned int bank)
{
	cpu->stats.bsw++;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	psr_select_bank(cpu, bank);
	return FAULT_NONE;
}

int psr_epc(struct cpu *cpu)
{
	const struct tlb_entry *e;
	u64 pl = 0;

	cpu->stats.epc++;
	if (bits(cpu->ar_pfs, 62, 2) < cpu_cpl(cpu))
		return fault_illegal_operation(cpu);
	if (cpu->psr & PSR_IT) {
		e = mmu_code_entry(cpu, cpu->ip);
		if (!e || e->ar != 7 || e->pl >= cpu_cpl(cpu))
			return FAULT_NONE;
		pl = e->pl;
	}
	set_psr(cpu, (cpu->psr & ~PSR_CPL) | pl << PSR_CPL_SHIFT);
	return FAULT_NONE;
}

int psr_vmsw(struct cpu *cpu)
{
	/* Virtualization support is not implemented. */
	return fault_illegal_operation(cpu);
}

int psr_rfi(struct cpu *cpu, bool *after)
{
	u64 psr = cpu->cr_ipsr & PSR_VALID;
	unsigned int slot = bits(cpu->psr, PSR_RI_SHIFT, 2);
	u64 rfi_ip = cpu->ip;

	cpu->stats.rfi++;
	*after = false;
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	/* There is no IA-32 engine to go to. */
	if (psr & PSR_IS)
		return fault_general_exception(cpu,
					       GENEX_DISABLED_ISET_TRANSITION);
	*after = true;
	psr_select_bank(cpu, !!(psr & PSR_BN));
	set_psr(cpu, psr);
	cpu->ip = cpu->cr_iip & ~0xfULL;
	if (cpu->cr_ifs & IFS_V) {
		if (rse_return(cpu, cfm_unpack(cpu->cr_ifs), true))
			return FAULT_RAISED;
	} else if (rse_complete_frame(cpu)) {
		return FAULT_RAISED;
	}
	if (!(psr & PSR_IT) && cpu->ip & PHYSICAL_UNIMPLEMENTED) {
		cpu->ip_last = rfi_ip;
		return fault_trap(cpu, TRAP_UI, slot);
	}
	return FAULT_NONE;
}
