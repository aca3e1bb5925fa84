// SPDX-License-Identifier: GPL-2.0
/*
 * frcpa and frsqrta: the approximations and the special operands.  The tables
 * of the manual hold the reciprocal (square root) of the middle of each
 * argument interval, rounded to 10 fraction bits; entries are computed here
 * from that definition, in integers.
 *
 * SDM vol 3, frcpa and frsqrta; vol 1, 5.4.1 (Software Assist faults).
 */
#include "cpu/fp_approx.h"

/*
 * Bits 55-62 of the significand choose one of 256 intervals of [1, 2); the
 * entry is 2 / middle, middle = (513 + 2 * index) / 512.
 */
u64 fp_recip_significand(u64 sig)
{
	u32 divisor = 513 + 2 * bits(sig, 55, 8);
	u64 entry = ((2u << 20) + divisor) / (2 * divisor);

	return entry << 53;
}

static u32 square_root(u64 v)
{
	u32 root = 0, bit;

	for (bit = 1u << 15; bit; bit >>= 1)
		if ((u64)(root | bit) * (root | bit) <= v)
			root |= bit;
	return root;
}

/*
 * Bits 56-62 choose one of 128 intervals of [1, 2), doubled if the unbiased
 * exponent is odd (the biased one even); the entry is 2 / sqrt(middle),
 * middle = (257 + 2 * index) / 256.
 */
u64 fp_recip_sqrt_significand(u64 sig, unsigned int odd_exponent)
{
	u32 divisor = 257 + 2 * bits(sig, 56, 7);
	u64 doubled = square_root((1ULL << 32) /
				  (odd_exponent ? divisor : 2 * divisor));

	return ((doubled + 1) / 2) << 53;
}

bool fp_recip_special(const struct fp_ctl *ctl, struct fp_exc *exc,
		      const struct fpreg *f2, const struct fpreg *f3,
		      const struct fp_number *num, const struct fp_number *den,
		      struct fpreg *res)
{
	u32 sign = num->sign ^ den->sign;
	bool unnormal = num->unnormal | den->unnormal;

	*res = fpreg_indefinite();
	if (num->kind > FP_INFINITY || den->kind > FP_INFINITY) {
		bool unsupported = num->kind == FP_UNSUPPORTED ||
				   den->kind == FP_UNSUPPORTED;

		if (!unsupported)
			*res = fpreg_quiet(fp_kind_is_nan(num->kind) ? f2 : f3);
		if (num->kind > FP_QNAN || den->kind > FP_QNAN)
			fp_raise_fault(ctl, exc, FP_V);
		return true;
	}
	if (num->kind == den->kind && num->kind != FP_FINITE) {
		/* 0 / 0 and infinity / infinity */
		fp_raise_fault(ctl, exc, FP_V);
		return true;
	}
	if (den->kind == FP_ZERO && num->kind == FP_FINITE) {
		/* Zero divide goes before, and hides, unnormal operands. */
		fp_raise_fault(ctl, exc, FP_Z);
		*res = fpreg_infinity(sign);
		return true;
	}
	if (unnormal && fp_raise_fault(ctl, exc, FP_D))
		return true;
	if (num->kind == FP_INFINITY || den->kind == FP_ZERO) {
		*res = fpreg_infinity(sign);
		return true;
	}
	if (num->kind == FP_ZERO || den->kind == FP_INFINITY) {
		*res = fpreg_zero(sign);
		return true;
	}
	return false;
}

bool fp_recip_sqrt_special(const struct fp_ctl *ctl, struct fp_exc *exc,
			   const struct fpreg *f3, const struct fp_number *n,
			   struct fpreg *res)
{
	*res = fpreg_indefinite();
	if (n->kind > FP_INFINITY) {
		if (n->kind != FP_UNSUPPORTED)
			*res = fpreg_quiet(f3);
		if (n->kind > FP_QNAN)
			fp_raise_fault(ctl, exc, FP_V);
		return true;
	}
	if (n->sign && n->kind != FP_ZERO) {
		fp_raise_fault(ctl, exc, FP_V);
		return true;
	}
	if (n->unnormal && fp_raise_fault(ctl, exc, FP_D))
		return true;
	if (n->kind == FP_FINITE)
		return false;
	*res = n->kind == FP_ZERO ? fpreg_zero(n->sign) : fpreg_infinity(0);
	return true;
}

/*
 * Exponents (unbiased) for which Newton-Raphson steps in the register format
 * could overflow, underflow or lose bits: e_min = -65534, e_max = 65535,
 * 64-bit significands.
 */
static bool quotient_needs_assistance(const struct fp_number *num,
				      const struct fp_number *den)
{
	s32 e_a = num->exp - FPREG_EXP_BIAS, e_b = den->exp - FPREG_EXP_BIAS;
	const s32 e_min = -65534, e_max = 65535;

	return e_b <= e_min - 2 || e_b >= e_max - 2 || e_a - e_b >= e_max ||
	       e_a - e_b <= e_min + 1 || e_a <= e_min + 64 - 1;
}

static bool root_needs_assistance(const struct fp_number *n)
{
	return n->exp - FPREG_EXP_BIAS <= -65534 + 64 - 1;
}

struct fpreg fp_recip(struct fp_context *ctx, unsigned int sf,
		      const struct fpreg *f2, const struct fpreg *f3, bool *p2)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, FP_PC_DYNAMIC);
	struct fp_number num = fp_unpack(f2), den = fp_unpack(f3);
	struct fp_exc exc = { 0 };
	struct fpreg res;

	*p2 = false;
	if (num.kind == FP_NATVAL || den.kind == FP_NATVAL)
		return fpreg_natval();
	if (!fp_recip_special(&ctl, &exc, f2, f3, &num, &den, &res)) {
		if (quotient_needs_assistance(&num, &den))
			exc.fault |= FP_SWA;
		res = fpreg_make(den.sign, FPREG_EXP_ONES - 2 - den.exp,
				 fp_recip_significand(den.sig));
		*p2 = true;
	}
	fp_finish(ctx, sf, &exc);
	return res;
}

struct fpreg fp_recip_sqrt(struct fp_context *ctx, unsigned int sf,
			   const struct fpreg *f3, bool *p2)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, FP_PC_DYNAMIC);
	struct fp_number n = fp_unpack(f3);
	struct fp_exc exc = { 0 };
	struct fpreg res;

	*p2 = false;
	if (n.kind == FP_NATVAL)
		return fpreg_natval();
	if (!fp_recip_sqrt_special(&ctl, &exc, f3, &n, &res)) {
		s32 half = (n.exp - FPREG_EXP_BIAS) >> 1; /* floor */

		if (root_needs_assistance(&n))
			exc.fault |= FP_SWA;
		/* 2 / sqrt(middle) lies in [1, 2]: one below 1/sqrt. */
		res = fpreg_make(0, FPREG_EXP_BIAS - 1 - half,
				 fp_recip_sqrt_significand(n.sig, n.exp & 1));
		*p2 = true;
	}
	fp_finish(ctx, sf, &exc);
	return res;
}
