// SPDX-License-Identifier: GPL-2.0
/*
 * Floating point to integer and back, inside the registers.
 *
 * Out of range is an invalid operation whose result is the integer indefinite
 * (the most negative number).  SDM vol 3, fcvt.fx and fcvt.xf.
 */
#include "cpu/fp_convert.h"
#include "cpu/fp_round.h"

/*
 * The rounded magnitude of a finite number, 65 bits: rounding may carry.  The
 * caller has seen that it is below 2^64 before rounding.
 */
static u128 round_to_integer(unsigned int rc, const struct fp_number *n,
			     bool *inexact, bool *incremented)
{
	s32 shift = FPREG_EXP_BIAS + 63 - n->exp; /* bits below the point */
	u128 fixed = fp_shift_right_sticky((u128)n->sig << 64,
					   shift > 127 ? 127 : shift);
	u128 value = fixed >> 64;
	u64 rem = fixed;

	*inexact = rem != 0;
	*incremented = fp_round_increments(rc, n->sign, value & 1, rem);
	return value + *incremented;
}

static bool in_range(u32 sign, u128 magnitude, unsigned int flags,
		     unsigned int width)
{
	u128 limit = (u128)1 << width;

	if (flags & FP_CVT_UNSIGNED)
		return sign ? magnitude == 0 : magnitude < limit;
	return sign ? magnitude <= limit / 2 : magnitude < limit / 2;
}

u64 fp_to_integer_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		       unsigned int flags, unsigned int width,
		       const struct fpreg *f2)
{
	struct fp_number n = fp_unpack(f2);
	unsigned int rc = flags & FP_CVT_TRUNC ? FP_RC_ZERO : ctl->rc;
	u64 indefinite = BIT64(width - 1);
	bool inexact = false, incremented = false, valid = false;
	u128 magnitude = 0;

	if (n.kind == FP_ZERO) {
		valid = true;
	} else if (n.kind == FP_FINITE && n.exp <= FPREG_EXP_BIAS + 63) {
		magnitude = round_to_integer(rc, &n, &inexact, &incremented);
		valid = in_range(n.sign, magnitude, flags, width);
	}
	if (!valid) {
		fp_raise_fault(ctl, exc, FP_V);
		return indefinite;
	}
	if (n.unnormal && fp_raise_fault(ctl, exc, FP_D))
		return indefinite;
	if (inexact) {
		exc->flags |= FP_I;
		if (!(ctl->masked & FP_I)) {
			exc->trap |= FP_I;
			exc->fpa = incremented;
		}
	}
	return (n.sign ? -(u64)magnitude : (u64)magnitude) & MASK64(width);
}

struct fpreg fp_to_integer(struct fp_context *ctx, unsigned int sf,
			   unsigned int flags, const struct fpreg *f2)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, FP_PC_DYNAMIC);
	struct fp_exc exc = { 0 };
	u64 value;

	if (unlikely(fpreg_is_natval(f2)))
		return fpreg_natval();
	value = fp_to_integer_core(&ctl, &exc, flags, 64, f2);
	fp_finish(ctx, sf, &exc);
	return fpreg_integer(value);
}

struct fpreg fp_from_signed(const struct fpreg *f2)
{
	u32 sign = f2->sig >> 63;
	u64 magnitude = sign ? -f2->sig : f2->sig;
	unsigned int shift;

	if (unlikely(fpreg_is_natval(f2)))
		return fpreg_natval();
	if (magnitude == 0)
		return fpreg_zero(0);
	shift = __builtin_clzll(magnitude);
	return fpreg_make(sign, FPREG_INT_EXP - shift, magnitude << shift);
}
