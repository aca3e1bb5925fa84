// SPDX-License-Identifier: GPL-2.0
/*
 * Results beyond the exponent range: overflow and underflow, masked or not.
 *
 * SDM vol 1, 5.4.2 (overflow), 5.4.3 (tininess, underflow), 5.2 (ftz).
 */
#include "cpu/fp_round.h"

static void raise_inexact(const struct fp_ctl *ctl, struct fp_exc *exc,
			  bool magnitude_grew)
{
	exc->flags |= FP_I;
	if (ctl->masked & FP_I)
		return;
	exc->trap |= FP_I;
	exc->fpa = magnitude_grew;
}

/* An enabled overflow or underflow: 17 bits of the unbounded exponent. */
static struct fpreg wrapped(struct fp_exc *exc, unsigned int which, u32 sign,
			    s32 exp, u64 sig, bool inexact, bool incremented)
{
	exc->flags |= which;
	exc->trap |= which;
	if (inexact) {
		exc->flags |= FP_I;
		exc->trap |= FP_I; /* ISR reports it whether masked or not */
	}
	exc->fpa = incremented;
	return fpreg_make(sign, exp & FPREG_EXP_ONES, sig);
}

static struct fpreg overflow(const struct fp_ctl *ctl, struct fp_exc *exc,
			     u32 sign)
{
	const struct fp_format *format = ctl->format;
	bool to_infinity = ctl->rc == FP_RC_NEAREST ||
			   ctl->rc == (sign ? FP_RC_DOWN : FP_RC_UP);

	exc->flags |= FP_O;
	raise_inexact(ctl, exc, to_infinity);
	if (to_infinity)
		return fpreg_infinity(sign);
	return fpreg_make(sign, format->exp_max,
			  ~0ULL << (64 - format->precision));
}

/* Denormalise the exact value, then round once. */
static struct fpreg underflow(const struct fp_ctl *ctl, struct fp_exc *exc,
			      u32 sign, s32 exp, u128 sig)
{
	const struct fp_format *format = ctl->format;
	u64 unit = 1ULL << (64 - format->precision), high, rem;
	bool increment;

	sig = fp_shift_right_sticky(sig, format->exp_min - exp);
	rem = fp_round_remainder(sig, format->precision);
	high = (u64)(sig >> 64) & -unit;
	increment = fp_round_increments(ctl->rc, sign, (high & unit) != 0, rem);
	if (increment)
		high += unit;
	if (rem) {
		exc->flags |= FP_U;
		raise_inexact(ctl, exc, increment);
	}
	if (high == 0)
		return fpreg_zero(sign);
	if (high & FPREG_INTEGER_BIT)
		return fpreg_make(sign, format->exp_min, high);
	return fpreg_make(sign, format->exp_denormal, high);
}

struct fpreg fp_round_out_of_range(const struct fp_ctl *ctl, struct fp_exc *exc,
				   u32 sign, s32 exp, u128 sig, s32 rounded_exp,
				   u64 rounded_sig, bool inexact,
				   bool incremented)
{
	if (rounded_exp > ctl->format->exp_max) {
		if (!(ctl->masked & FP_O))
			return wrapped(exc, FP_O, sign, rounded_exp,
				       rounded_sig, inexact, incremented);
		return overflow(ctl, exc, sign);
	}
	if (!(ctl->masked & FP_U))
		return wrapped(exc, FP_U, sign, rounded_exp, rounded_sig,
			       inexact, incremented);
	if (ctl->ftz) {
		exc->flags |= FP_U;
		raise_inexact(ctl, exc, false);
		return fpreg_zero(sign);
	}
	return underflow(ctl, exc, sign, exp, sig);
}
