// SPDX-License-Identifier: GPL-2.0
/*
 * Control registers: which exist, who may touch them when, which bits they
 * hold.  SDM vol 2, 3.3.4, 3.3.5, 5.8.3; vol 3, mov cr.
 */
#include "cpu/control_regs.h"

#include "cpu/psr.h"
#include "machine/machine.h"

/* One control register: where it lives and what mov may do with it. */
struct cr_info {
	u64 *(*field)(struct cpu *cpu);
	u64 reserved; /* bits that must be written as 0 */
	u64 ignored; /* bits that are dropped */
	bool exists, read_only, interruption;
};

#define CR_FIELD(name)                                                         \
	static u64 *field_##name(struct cpu *cpu)                              \
	{                                                                      \
		return &cpu->name;                                             \
	}
CR_FIELD(cr_dcr)
CR_FIELD(cr_itm)
CR_FIELD(cr_iva)
CR_FIELD(cr_pta)
CR_FIELD(cr_ipsr)
CR_FIELD(cr_isr)
CR_FIELD(cr_iip)
CR_FIELD(cr_ifa)
CR_FIELD(cr_itir)
CR_FIELD(cr_iipa)
CR_FIELD(cr_ifs)
CR_FIELD(cr_iim)
CR_FIELD(cr_iha)
CR_FIELD(cr_lid)
CR_FIELD(cr_tpr)
CR_FIELD(cr_itv)
CR_FIELD(cr_pmv)
CR_FIELD(cr_cmcv)
CR_FIELD(cr_lrr0)
CR_FIELD(cr_lrr1)

#define PLAIN(n, name, rsvd, ign)                                              \
	[n] = { .field = field_##name,                                         \
		.reserved = (rsvd),                                            \
		.ignored = (ign),                                              \
		.exists = true }
#define INTERRUPTION(n, name, rsvd, ign)                                       \
	[n] = { .field = field_##name,                                         \
		.reserved = (rsvd),                                            \
		.ignored = (ign),                                              \
		.exists = true,                                                \
		.interruption = true }

/* ITV, PMV, CMCV: vector 7:0, m 16; bit 12 is ignored. */
#define LVT_RESERVED (~0x110ffULL & ~BIT64(12))
/* LRR: vector 7:0, dm 10:8, ipp 13, tm 15, m 16; 12 and 14 are ignored. */
#define LRR_RESERVED (~0x1f7ffULL)

static const struct cr_info registers[128] = {
	PLAIN(CR_DCR, cr_dcr, ~0x7f07ULL, 0),
	PLAIN(CR_ITM, cr_itm, 0, 0),
	PLAIN(CR_IVA, cr_iva, 0, 0x7fff),
	PLAIN(CR_PTA, cr_pta, 0x7e02, 0),
	INTERRUPTION(CR_IPSR, cr_ipsr, ~PSR_VALID, 0),
	INTERRUPTION(CR_ISR, cr_isr, ~0xfff00ffffffULL, 0),
	INTERRUPTION(CR_IIP, cr_iip, 0, 0),
	INTERRUPTION(CR_IFA, cr_ifa, 0, 0),
	INTERRUPTION(CR_ITIR, cr_itir, ~0xfffffffcULL, 0),
	INTERRUPTION(CR_IIPA, cr_iipa, 0, 0),
	INTERRUPTION(CR_IFS, cr_ifs, 0x7fffffc000000000ULL, 0),
	INTERRUPTION(CR_IIM, cr_iim, 0, 0),
	INTERRUPTION(CR_IHA, cr_iha, 0, 3),
	PLAIN(CR_LID, cr_lid, 0, ~0xffff0000ULL),
	[CR_IVR] = { .exists = true, .read_only = true },
	PLAIN(CR_TPR, cr_tpr, ~0x100ffULL, 0xf),
	[CR_EOI] = { .exists = true },
	[CR_IRR0] = { .exists = true, .read_only = true },
	[CR_IRR0 + 1] = { .exists = true, .read_only = true },
	[CR_IRR0 + 2] = { .exists = true, .read_only = true },
	[CR_IRR0 + 3] = { .exists = true, .read_only = true },
	PLAIN(CR_ITV, cr_itv, LVT_RESERVED, BIT64(12)),
	PLAIN(CR_PMV, cr_pmv, LVT_RESERVED, BIT64(12)),
	PLAIN(CR_CMCV, cr_cmcv, LVT_RESERVED, BIT64(12)),
	PLAIN(CR_LRR0, cr_lrr0, LRR_RESERVED, BIT64(12) | BIT64(14)),
	PLAIN(CR_LRR1, cr_lrr1, LRR_RESERVED, BIT64(12) | BIT64(14)),
};

/* Checks that come before the operand's; @write: read-only matters. */
static int check_access(struct cpu *cpu, unsigned int cr, bool write)
{
	const struct cr_info *r = &registers[cr & 127];

	if (!r->exists || (write && r->read_only) ||
	    (r->interruption && cpu->psr & PSR_IC))
		return fault_illegal_operation(cpu);
	if (cpu_cpl(cpu))
		return fault_privileged_operation(cpu, false, 0);
	return FAULT_NONE;
}

int cr_read(struct cpu *cpu, unsigned int cr, u64 *value)
{
	cpu->stats.mov_from_cr++;
	if (check_access(cpu, cr, false))
		return FAULT_RAISED;
	switch (cr) {
	case CR_IVR:
		*value = lsapic_read_ivr(cpu);
		break;
	case CR_EOI:
		*value = 0;
		break;
	case CR_IRR0 ... CR_IRR0 + 3:
		*value = cpu->irr[cr - CR_IRR0];
		break;
	default:
		*value = *registers[cr].field(cpu);
		break;
	}
	return FAULT_NONE;
}

/* Fields whose values, not bits, are reserved. */
static bool reserved_value(unsigned int cr, u64 value)
{
	unsigned int size;

	if (cr != CR_PTA)
		return false;
	size = bits(value, 2, 6);
	return size < 15 || size > 61;
}

int cr_write(struct cpu *cpu, unsigned int cr, u64 value, bool nat)
{
	const struct cr_info *r = &registers[cr & 127];

	cpu->stats.mov_to_cr++;
	if (check_access(cpu, cr, true))
		return FAULT_RAISED;
	if (nat)
		return fault_register_nat_consumption(cpu, 0);
	if (value & r->reserved || reserved_value(cr, value))
		return fault_reserved_field(cpu, 0);
	value &= ~r->ignored;
	switch (cr) {
	case CR_TPR:
		lsapic_write_tpr(cpu, value);
		break;
	case CR_EOI:
		lsapic_write_eoi(cpu);
		break;
	case CR_ITM:
	case CR_ITV:
		*r->field(cpu) = value;
		machine_timer_update(cpu);
		break;
	default:
		*r->field(cpu) = value;
		break;
	}
	return FAULT_NONE;
}
