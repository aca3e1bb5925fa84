// SPDX-License-Identifier: GPL-2.0
/*
 * Filling in cpu->fault for each kind of interruption.  What of it reaches
 * the control registers is interruption.c's business.  SDM vol 2, chapter 8.
 */
#include "cpu/fault.h"
#include "mmu/mmu.h"

#define NAT_REGISTER_CODE 0x10

const char *vector_name(u16 vector)
{
	switch (vector) {
#define VECTOR(name, offset, text)                                             \
	case offset:                                                           \
		return text;
#include "isa/vectors.def"
#undef VECTOR
	default:
		return "unknown";
	}
}

static int raise(struct cpu *cpu, u16 vector, u64 isr)
{
	cpu->fault = (struct fault_info){ .vector = vector, .isr = isr };
	return FAULT_RAISED;
}

int fault_general_exception(struct cpu *cpu, u64 isr)
{
	return raise(cpu, VECTOR_GENERAL_EXCEPTION, isr);
}

int fault_illegal_operation(struct cpu *cpu)
{
	return fault_general_exception(cpu, GENEX_ILLEGAL_OPERATION);
}

int fault_privileged_operation(struct cpu *cpu, bool non_access, u64 rw_bits)
{
	return fault_general_exception(cpu, GENEX_PRIVILEGED_OPERATION |
						    (non_access ? ISR_NA : 0) |
						    rw_bits);
}

int fault_privileged_register(struct cpu *cpu, u64 isr)
{
	return fault_general_exception(cpu, GENEX_PRIVILEGED_REGISTER | isr);
}

int fault_reserved_field(struct cpu *cpu, u64 isr)
{
	return fault_general_exception(cpu,
				       GENEX_RESERVED_REGISTER_FIELD | isr);
}

int fault_register_nat_consumption(struct cpu *cpu, u64 isr)
{
	return raise(cpu, VECTOR_NAT_CONSUMPTION, NAT_REGISTER_CODE | isr);
}

int fault_disabled_fp_mask(struct cpu *cpu, unsigned int which, u64 rw_bits)
{
	return raise(cpu, VECTOR_DISABLED_FP, which | rw_bits);
}

int fault_disabled_fp(struct cpu *cpu, bool high, u64 rw_bits)
{
	return fault_disabled_fp_mask(cpu, high ? 2 : 1, rw_bits);
}

int fault_break(struct cpu *cpu, u64 iim)
{
	raise(cpu, VECTOR_BREAK, 0);
	cpu->fault.iim = iim;
	cpu->fault.has_iim = true;
	return FAULT_RAISED;
}

int fault_speculation(struct cpu *cpu, u64 iim)
{
	raise(cpu, VECTOR_SPECULATION, 0);
	cpu->fault.iim = iim;
	cpu->fault.has_iim = true;
	return FAULT_RAISED;
}

int fault_fp_fault(struct cpu *cpu, u64 isr_code)
{
	return raise(cpu, VECTOR_FP_FAULT, isr_code);
}

int fault_fp_trap(struct cpu *cpu, u64 isr_code)
{
	return raise(cpu, VECTOR_FP_TRAP, isr_code);
}

int fault_virtualization(struct cpu *cpu, u64 isr_code)
{
	return raise(cpu, VECTOR_VIRTUALIZATION, isr_code);
}

int fault_external_interrupt(struct cpu *cpu)
{
	return raise(cpu, VECTOR_EXTERNAL_INTERRUPT, 0);
}

int fault_trap(struct cpu *cpu, u64 code, unsigned int slot)
{
	u16 vector;

	/* Priorities of SDM vol 2, table 5-6. */
	if (code & TRAP_FP)
		vector = VECTOR_FP_TRAP;
	else if (code & (TRAP_UI | TRAP_LP))
		vector = VECTOR_LOWER_PRIV_TRAP;
	else if (code & TRAP_TB)
		vector = VECTOR_TAKEN_BRANCH_TRAP;
	else
		vector = VECTOR_SINGLE_STEP_TRAP;
	return raise(cpu, vector, code | (u64)slot << ISR_EI_SHIFT);
}

int fault_data(struct cpu *cpu, u16 vector, u64 va, u64 isr)
{
	struct fault_info *f = &cpu->fault;

	raise(cpu, vector, isr);
	f->ifa = va;
	f->has_ifa = true;
	switch (vector) {
	case VECTOR_VHPT_TRANSLATION:
	case VECTOR_INST_TLB:
	case VECTOR_DATA_TLB:
		f->iha = mmu_thash(cpu, va);
		f->has_iha = true;
		/* fall through */
	case VECTOR_ALT_INST_TLB:
	case VECTOR_ALT_DATA_TLB:
	case VECTOR_INST_KEY_MISS:
	case VECTOR_DATA_KEY_MISS:
	case VECTOR_DIRTY_BIT:
	case VECTOR_INST_ACCESS_BIT:
	case VECTOR_DATA_ACCESS_BIT:
	case VECTOR_PAGE_NOT_PRESENT:
	case VECTOR_KEY_PERMISSION:
	case VECTOR_INST_ACCESS_RIGHTS:
	case VECTOR_DATA_ACCESS_RIGHTS:
		/* Default translation: page size and region id of the RR. */
		f->itir = cpu->rr[va >> 61] & 0xfffffffcULL;
		f->has_itir = true;
		break;
	case VECTOR_DATA_NESTED_TLB:
		/* No control register is written. */
		f->has_ifa = false;
		break;
	default:
		break;
	}
	return FAULT_RAISED;
}
