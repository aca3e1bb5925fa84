// SPDX-License-Identifier: GPL-2.0
/*
 * Indirect register files: index, privilege and format checks.  The meaning of
 * the registers is in mmu/, debug_regs.c and pmu.c.  SDM vol 3, mov indirect.
 */
#include "cpu/indirect_regs.h"

#include "cpu/pmu.h"
#include "mmu/mmu.h"
#include "mmu/tlb.h"

#define CPUID_COUNT 5
#define RR_RESERVED (~0xfffffffdULL)
#define PKR_RESERVED (~0xffffff0fULL)

static unsigned int register_number(enum indirect_file file, u64 index)
{
	return file == INDIRECT_RR ? index >> 61 : index & 0xff;
}

static bool implemented(const struct cpu *cpu, enum indirect_file file,
			unsigned int n)
{
	switch (file) {
	case INDIRECT_RR:
		return true;
	case INDIRECT_DBR:
	case INDIRECT_IBR:
		return n < ARRAY_SIZE(cpu->dbr);
	case INDIRECT_PKR:
		return n < ARRAY_SIZE(cpu->pkr);
	case INDIRECT_PMC:
		return pmu_pmc_implemented(n);
	case INDIRECT_PMD:
		return pmu_pmd_implemented(n);
	default:
		return n < CPUID_COUNT;
	}
}

static void count(struct cpu *cpu, enum indirect_file file, bool write)
{
	struct cpu_stats *s = &cpu->stats;

	switch (file) {
	case INDIRECT_RR:
		(*(write ? &s->mov_to_rr : &s->mov_from_rr))++;
		break;
	case INDIRECT_DBR:
		(*(write ? &s->mov_to_dbr : &s->mov_from_dbr))++;
		break;
	case INDIRECT_IBR:
		(*(write ? &s->mov_to_ibr : &s->mov_from_ibr))++;
		break;
	case INDIRECT_PKR:
		(*(write ? &s->mov_to_pkr : &s->mov_from_pkr))++;
		break;
	case INDIRECT_PMC:
		(*(write ? &s->mov_to_pmc : &s->mov_from_pmc))++;
		break;
	case INDIRECT_PMD:
		(*(write ? &s->mov_to_pmd : &s->mov_from_pmd))++;
		break;
	case INDIRECT_CPUID:
		s->mov_from_cpuid++;
		break;
	}
}

int indirect_read(struct cpu *cpu, enum indirect_file file, u64 index, bool nat,
		  u64 *value)
{
	unsigned int n = register_number(file, index);

	count(cpu, file, false);
	if (cpu_cpl(cpu) && file != INDIRECT_PMD && file != INDIRECT_CPUID)
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (!implemented(cpu, file, n))
		return fault_reserved_field(cpu, 0);
	switch (file) {
	case INDIRECT_RR:
		*value = cpu->rr[n];
		break;
	case INDIRECT_DBR:
		*value = cpu->dbr[n];
		break;
	case INDIRECT_IBR:
		*value = cpu->ibr[n];
		break;
	case INDIRECT_PKR:
		*value = cpu->pkr[n];
		break;
	case INDIRECT_PMC:
		*value = pmu_read_pmc(cpu, n);
		break;
	case INDIRECT_PMD:
		*value = pmu_read_pmd(cpu, n);
		break;
	case INDIRECT_CPUID:
		*value = cpu->cpuid[n];
		break;
	}
	return FAULT_NONE;
}

static bool reserved_field(enum indirect_file file, u64 value)
{
	switch (file) {
	case INDIRECT_RR:
		return value & RR_RESERVED ||
		       !(TLB_INSERTABLE_SIZES >> rr_ps(value) & 1);
	case INDIRECT_PKR:
		return value & PKR_RESERVED;
	default:
		return false;
	}
}

int indirect_write(struct cpu *cpu, enum indirect_file file, u64 index,
		   u64 value, bool nat)
{
	unsigned int n = register_number(file, index);

	count(cpu, file, true);
	if (file == INDIRECT_CPUID)
		return fault_illegal_operation(cpu);
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (!implemented(cpu, file, n) || reserved_field(file, value))
		return fault_reserved_field(cpu, 0);
	switch (file) {
	case INDIRECT_RR:
		mmu_write_rr(cpu, n, value);
		break;
	case INDIRECT_DBR:
		cpu->dbr[n] = value;
		break;
	case INDIRECT_IBR:
		cpu->ibr[n] = value;
		break;
	case INDIRECT_PKR:
		mmu_write_pkr(cpu, n, value);
		break;
	case INDIRECT_PMC:
		pmu_write_pmc(cpu, n, value);
		break;
	default:
		pmu_write_pmd(cpu, n, value);
		break;
	}
	return FAULT_NONE;
}
