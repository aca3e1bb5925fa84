/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rounding of an exact (or sticky) 128-bit significand to a result format,
 * with overflow, underflow and inexact as FPSR asks for them.
 *
 * SDM vol 1, 5.4.2 and 5.4.3: tininess is detected after rounding; an enabled
 * overflow or underflow trap delivers the first, exponent-unbounded rounding.
 */
#ifndef SIM_CPU_FP_ROUND_H
#define SIM_CPU_FP_ROUND_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

/*
 * Does @rc round a magnitude up whose discarded part is @rem?  @rem is a binary
 * fraction with bit 63 worth one half and bit 0 sticky; @odd is the last bit
 * that is kept.
 */
static inline bool fp_round_increments(unsigned int rc, u32 sign, bool odd,
				       u64 rem)
{
	const u64 half = 1ULL << 63;

	if (likely(rc == FP_RC_NEAREST))
		return (rem > half) | ((rem == half) & odd);
	if (rc == FP_RC_ZERO)
		return false;
	return (sign == (rc == FP_RC_DOWN)) & (rem != 0);
}

/* What of @sig lies below its upper @precision bits, as @rem above. */
static inline u64 fp_round_remainder(u128 sig, unsigned int precision)
{
	u128 rem = sig << precision;

	return (u64)(rem >> 64) | ((u64)rem != 0);
}

/* @v >> @n, the lowest bit ORed with all bits that are shifted out. */
static inline u128 fp_shift_right_sticky(u128 v, unsigned int n)
{
	if (n == 0)
		return v;
	if (n >= 128)
		return v != 0;
	return (v >> n) | ((v << (128 - n)) != 0);
}

/* The result does not fit the exponent range: cold part of fp_round(). */
struct fpreg fp_round_out_of_range(const struct fp_ctl *ctl, struct fp_exc *exc,
				   u32 sign, s32 exp, u128 sig, s32 rounded_exp,
				   u64 rounded_sig, bool inexact,
				   bool incremented);

/*
 * Round (-1)^@sign * @sig / 2^127 * 2^(@exp - bias), bit 127 of @sig set and
 * bit 0 sticky, to the format of @ctl.
 */
static inline struct fpreg fp_round(const struct fp_ctl *ctl,
				    struct fp_exc *exc, u32 sign, s32 exp,
				    u128 sig)
{
	const struct fp_format *format = ctl->format;
	u64 rem = fp_round_remainder(sig, format->precision);
	u64 unit = 1ULL << (64 - format->precision);
	u64 high = (u64)(sig >> 64) & -unit;
	s32 rounded_exp = exp;
	bool increment, carry;

	increment = fp_round_increments(ctl->rc, sign, (high & unit) != 0, rem);
	high += increment ? unit : 0;
	carry = high == 0;
	rounded_exp += carry;
	high |= (u64)carry << 63;
	if (unlikely(rounded_exp < format->exp_min ||
		     rounded_exp > format->exp_max))
		return fp_round_out_of_range(ctl, exc, sign, exp, sig,
					     rounded_exp, high, rem != 0,
					     increment);
	exc->flags |= rem ? FP_I : 0;
	if (unlikely(!(ctl->masked & FP_I)) && rem) {
		exc->trap |= FP_I;
		exc->fpa = increment;
	}
	return fpreg_make(sign, rounded_exp, high);
}

#endif
