// SPDX-License-Identifier: GPL-2.0
/*
 * Application registers: which exist in which unit, who may touch them, which
 * bits they hold.  SDM vol 1, 3.1.8; vol 2, 6.5; vol 3, mov ar.
 */
#include "cpu/app_regs.h"

#include "cpu/fp_status.h"
#include "cpu/rse.h"
#include "machine/machine.h"

#define RSC_VALID 0x3fff001fULL
#define PFS_RESERVED 0x3c0fffc000000000ULL
#define IS_TIME(ar) ((ar) == AR_ITC || (ar) == AR_RUC)

static bool is_ignored(unsigned int ar)
{
	return (ar >= 48 && ar <= 63) || ar >= 112;
}

/* Does @ar exist for this unit?  SDM vol 1, table 3-3. */
static bool exists(unsigned int ar, bool unit_i)
{
	if (is_ignored(ar))
		return true;
	if (unit_i != (ar >= 64))
		return false;
	switch (ar) {
	case AR_KR0 ... AR_KR0 + 7:
	case AR_RSC ... AR_RNAT:
	case AR_FCR:
	case AR_EFLAG ... AR_FDR:
	case AR_CCV:
	case AR_UNAT:
	case AR_FPSR:
	case AR_ITC:
	case AR_RUC:
	case AR_PFS:
	case AR_LC:
	case AR_EC:
		return true;
	default:
		return false;
	}
}

static bool needs_lazy_rse(unsigned int ar)
{
	return ar == AR_BSPSTORE || ar == AR_RNAT;
}

/* Cells that are no more than a register, or NULL. */
static u64 *plain_cell(struct cpu *cpu, unsigned int ar)
{
	switch (ar) {
	case AR_KR0 ... AR_KR0 + 7:
		return &cpu->ar_k[ar - AR_KR0];
	case AR_RSC:
		return &cpu->ar_rsc;
	case AR_RNAT:
		return &cpu->rse.rnat;
	case AR_FCR:
		return &cpu->ar_fcr;
	case AR_EFLAG:
		return &cpu->ar_eflag;
	case AR_CSD:
		return &cpu->ar_csd;
	case AR_SSD:
		return &cpu->ar_ssd;
	case AR_CFLG:
		return &cpu->ar_cflg;
	case AR_FSR:
		return &cpu->ar_fsr;
	case AR_FIR:
		return &cpu->ar_fir;
	case AR_FDR:
		return &cpu->ar_fdr;
	case AR_CCV:
		return &cpu->ar_ccv;
	case AR_UNAT:
		return &cpu->ar_unat;
	case AR_FPSR:
		return &cpu->ar_fpsr;
	case AR_PFS:
		return &cpu->ar_pfs;
	case AR_LC:
		return &cpu->ar_lc;
	case AR_EC:
		return &cpu->ar_ec;
	default:
		return NULL;
	}
}

int ar_read(struct cpu *cpu, unsigned int ar, bool unit_i, u64 *value)
{
	u64 *cell;

	if (!exists(ar, unit_i) ||
	    (needs_lazy_rse(ar) && cpu->ar_rsc & RSC_MODE))
		return fault_illegal_operation(cpu);
	if (IS_TIME(ar)) {
		if (cpu->psr & PSR_SI && cpu_cpl(cpu))
			return fault_privileged_register(cpu, 0);
		cpu->stats.mov_from_itc += ar == AR_ITC;
		/*
		 * RUC counts while the thread has the core: with one thread to
		 * a core that is always.
		 */
		*value = ar == AR_ITC ? machine_read_itc(cpu) :
					machine_read_itc(cpu) + cpu->ar_ruc;
		return FAULT_NONE;
	}
	cell = plain_cell(cpu, ar);
	if (cell)
		*value = *cell;
	else if (ar == AR_BSP)
		*value = cpu->rse.bsp;
	else if (ar == AR_BSPSTORE)
		*value = cpu->rse.bspstore;
	else
		*value = 0; /* ignored */
	return FAULT_NONE;
}

static bool reserved_field(unsigned int ar, u64 value)
{
	switch (ar) {
	case AR_RSC:
		return value & ~RSC_VALID;
	case AR_FPSR:
		return !fp_status_is_valid(value);
	case AR_PFS:
		return value & PFS_RESERVED;
	default:
		return false;
	}
}

static void write_rsc(struct cpu *cpu, u64 value)
{
	u64 pl = bits(value, RSC_PL_SHIFT, 2);

	/* Software cannot have the RSE work above its own privilege. */
	if (pl < cpu_cpl(cpu))
		value = (value & ~RSC_PL) | (u64)cpu_cpl(cpu) << RSC_PL_SHIFT;
	cpu->ar_rsc = value;
}

int ar_write(struct cpu *cpu, unsigned int ar, bool unit_i, u64 value, bool nat)
{
	bool privileged = ar <= AR_KR0 + 7 || IS_TIME(ar);

	if (!exists(ar, unit_i) || ar == AR_BSP ||
	    (needs_lazy_rse(ar) && cpu->ar_rsc & RSC_MODE))
		return fault_illegal_operation(cpu);
	if (privileged && cpu_cpl(cpu))
		return fault_privileged_register(cpu, 0);
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (reserved_field(ar, value))
		return fault_reserved_field(cpu, 0);
	switch (ar) {
	case AR_RSC:
		write_rsc(cpu, value);
		break;
	case AR_BSPSTORE:
		rse_write_bspstore(cpu, value);
		break;
	case AR_RNAT:
		cpu->rse.rnat = value & MASK64(63);
		break;
	case AR_EC:
		cpu->ar_ec = value & 0x3f;
		break;
	case AR_ITC:
		machine_write_itc(cpu, value);
		break;
	case AR_RUC:
		cpu->ar_ruc = value - machine_read_itc(cpu);
		break;
	default:
		if (!is_ignored(ar))
			*plain_cell(cpu, ar) = value;
		break;
	}
	return FAULT_NONE;
}
