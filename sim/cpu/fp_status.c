// SPDX-License-Identifier: GPL-2.0
/*
 * Status-field control and the result formats that FPSR selects.
 *
 * Delivery of the faults and traps is the engine's.  SDM vol 1, 5.2 and 5.4;
 * vol 3, fsetc, fclrf, fchkf.
 */
#include "cpu/fp_status.h"

#define SINGLE                                                                 \
	{                                                                      \
		24, 0x0ff81, 0x1007e, 0x0ff81                                  \
	}
#define DOUBLE                                                                 \
	{                                                                      \
		53, 0x0fc01, 0x103fe, 0x0fc01                                  \
	}
/* IA-32 stack and double-extended: 15-bit exponent, denormals at zero. */
#define STACK(precision)                                                       \
	{                                                                      \
		precision, 0x0c001, 0x13ffe, 0x00000                           \
	}
/* Full register range. */
#define WIDEST(precision)                                                      \
	{                                                                      \
		precision, 0x00001, 0x1fffe, 0x00001                           \
	}

const struct fp_format fp_format_single = SINGLE;
const struct fp_format fp_format_double = DOUBLE;

/*
 * Indexed by the completer, then by wre | pc << 1 (SDM vol 1, table 5-5).
 * pc = 1 is reserved and cannot be written to FPSR; it reads as 64 bits.
 */
const struct fp_format fp_format_table[3][8] = {
	[FP_PC_DYNAMIC] = { STACK(24), WIDEST(24), STACK(64), WIDEST(64),
			    STACK(53), WIDEST(53), STACK(64), WIDEST(64) },
	[FP_PC_SINGLE] = { SINGLE, WIDEST(24), SINGLE, WIDEST(24), SINGLE,
			   WIDEST(24), SINGLE, WIDEST(24) },
	[FP_PC_DOUBLE] = { DOUBLE, WIDEST(53), DOUBLE, WIDEST(53), DOUBLE,
			   WIDEST(53), DOUBLE, WIDEST(53) },
};

/*
 * ISR.code: faults of the high half are bits 0-3, of the low half bits 4-7;
 * traps of the low half are bits 7-10, of the high half bits 11-14.  Scalar
 * operations report where the high half does.
 */
void fp_finish_parallel(struct fp_context *ctx, unsigned int sf,
			const struct fp_exc *high, const struct fp_exc *low)
{
	if (high->fault | low->fault) {
		ctx->fault = high->fault | low->fault << 4;
		return;
	}
	ctx->fpsr |= (u64)(high->flags | low->flags)
		     << (FPSR_SF_SHIFT(sf) + FPSR_SF_FLAGS_SHIFT);
	if (high->trap | low->trap)
		ctx->trap = 1 | high->trap << 8 | high->fpa << 14 |
			    low->trap << 4 | low->fpa << 10;
}

/* Controls of field @sf: pc = 1 is reserved, and td in sf0. */
static bool controls_are_valid(unsigned int sf, unsigned int controls)
{
	if (((controls >> FPSR_SF_PC_SHIFT) & 3) == 1)
		return false;
	return sf != 0 || !(controls & FPSR_SF_TD);
}

bool fp_set_controls(u64 *fpsr, unsigned int sf, unsigned int amask,
		     unsigned int omask)
{
	unsigned int controls = (*fpsr >> FPSR_SF_SHIFT(0)) & FPSR_SF_CONTROLS;

	controls = (controls & amask) | omask;
	if (!controls_are_valid(sf, controls))
		return false;
	*fpsr &= ~((u64)FPSR_SF_CONTROLS << FPSR_SF_SHIFT(sf));
	*fpsr |= (u64)controls << FPSR_SF_SHIFT(sf);
	return true;
}

void fp_clear_flags(u64 *fpsr, unsigned int sf)
{
	*fpsr &= ~((u64)FP_ALL << (FPSR_SF_SHIFT(sf) + FPSR_SF_FLAGS_SHIFT));
}

static unsigned int sf_flags(u64 fpsr, unsigned int sf)
{
	return (fpsr >> (FPSR_SF_SHIFT(sf) + FPSR_SF_FLAGS_SHIFT)) & FP_ALL;
}

bool fp_check_flags(u64 fpsr, unsigned int sf)
{
	unsigned int flags = sf_flags(fpsr, sf);
	unsigned int enabled = ~fpsr & FPSR_TRAPS_MASK;

	return (flags & (enabled | (FP_ALL & ~sf_flags(fpsr, 0)))) != 0;
}

bool fp_status_is_valid(u64 value)
{
	unsigned int sf;

	if (value & FPSR_RESERVED)
		return false;
	for (sf = 0; sf < 4; sf++)
		if (!controls_are_valid(sf, (value >> FPSR_SF_SHIFT(sf)) &
						    FPSR_SF_CONTROLS))
			return false;
	return true;
}
