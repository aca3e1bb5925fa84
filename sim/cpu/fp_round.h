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

/* Does @rc round a magnitude with discarded part @rem up? @half is one half. */
static inline bool fp_round_increments(unsigned int rc, u32 sign, bool odd,
				       u128 rem, u128 half)
{
	switch (rc) {
	case FP_RC_NEAREST:
		return rem > half || (rem == half && odd);
	case FP_RC_DOWN:
		return sign && rem;
	case FP_RC_UP:
		return !sign && rem;
	default:
		return false;
	}
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
struct fpreg fp_round_out_of_range(const struct fp_ctl *ctl,
				   struct fp_exc *exc, u32 sign, s32 exp,
				   u128 sig, s32 rounded_exp, u64 rounded_sig,
				   bool inexact, bool incremented);

/*
 * Round (-1)^@sign * @sig / 2^127 * 2^(@exp - bias), bit 127 of @sig set and
 * bit 0 sticky, to the format of @ctl.
 */
static inline struct fpreg fp_round(const struct fp_ctl *ctl,
				    struct fp_exc *exc, u32 sign, s32 exp,
				    u128 sig)
{
	const struct fp_format *format = ctl->format;
	unsigned int drop = 128 - format->precision;
	u128 rem = sig & (((u128)1 << drop) - 1);
	u64 unit = 1ULL << (drop - 64);
	u64 high = (u64)(sig >> 64) & -unit;
	s32 rounded_exp = exp;
	bool increment;

	increment = fp_round_increments(ctl->rc, sign, high & unit, rem,
					(u128)1 << (drop - 1));
	if (increment) {
		high += unit;
		if (high == 0) {
			high = FPREG_INTEGER_BIT;
			rounded_exp++;
		}
	}
	if (unlikely(rounded_exp < format->exp_min ||
		     rounded_exp > format->exp_max))
		return fp_round_out_of_range(ctl, exc, sign, exp, sig,
					     rounded_exp, high, rem != 0,
					     increment);
	if (rem) {
		exc->flags |= FP_I;
		if (unlikely(!(ctl->masked & FP_I))) {
			exc->trap |= FP_I;
			exc->fpa = increment;
		}
	}
	return fpreg_make(sign, rounded_exp, high);
}

#endif
