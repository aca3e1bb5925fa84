// SPDX-License-Identifier: GPL-2.0
/*
 * The parallel instructions: each half is widened, handled by the scalar core
 * under single-precision controls, and narrowed again.
 *
 * SDM vol 3, fpma ... fprsqrta.
 */
#include "cpu/fp_approx.h"
#include "cpu/fp_convert.h"
#include "cpu/fp_fma.h"
#include "cpu/fp_format.h"
#include "cpu/fp_parallel.h"

#define HIGH 1
#define LOW 0

static inline u32 half_bits(const struct fpreg *f, unsigned int half)
{
	return f->sig >> (32 * half);
}

static inline struct fpreg half_value(const struct fpreg *f, unsigned int half)
{
	return fpreg_from_single(half_bits(f, half));
}

static inline struct fpreg join(u32 high, u32 low)
{
	return fpreg_integer((u64)high << 32 | low);
}

/*
 * A single result of the core.  After an enabled overflow or underflow the
 * exponent is the low 8 bits of the unbounded one (SDM vol 1, 5.4.2).
 */
static inline u32 narrow(const struct fpreg *f)
{
	if (unlikely(!fpreg_is_normal(f)))
		return fpreg_to_single(f);
	return f->sign << 31 | ((f->exp - 0xff80) & 0xff) << 23 |
	       ((f->sig >> 40) & 0x7fffff);
}

static inline bool any_natval(const struct fpreg *f2, const struct fpreg *f3)
{
	return fpreg_is_natval(f2) || fpreg_is_natval(f3);
}

struct fpreg fp_parallel_fma(struct fp_context *ctx, unsigned int sf,
			     unsigned int flags, const struct fpreg *f3,
			     const struct fpreg *f4, const struct fpreg *f2)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	if (any_natval(f2, f3) || fpreg_is_natval(f4))
		return fpreg_natval();
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f3, half);
		struct fpreg b = half_value(f4, half);
		struct fpreg c = half_value(f2, half);
		struct fpreg r =
			fp_fma_core(&ctl, &exc[half], flags, &a, &b, &c);

		res[half] = narrow(&r);
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}

struct fpreg fp_parallel_compare(struct fp_context *ctx, unsigned int sf,
				 enum fp_relation rel, bool negate,
				 const struct fpreg *f2, const struct fpreg *f3)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	if (any_natval(f2, f3))
		return fpreg_natval();
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f2, half);
		struct fpreg b = half_value(f3, half);

		res[half] = fp_compare_core(&ctl, &exc[half], rel, &a, &b) !=
					    negate ?
				    ~0u :
				    0;
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}

struct fpreg fp_parallel_minmax(struct fp_context *ctx, unsigned int sf,
				enum fp_select which, const struct fpreg *f2,
				const struct fpreg *f3)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	if (any_natval(f2, f3))
		return fpreg_natval();
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f2, half);
		struct fpreg b = half_value(f3, half);
		bool first = fp_select_core(&ctl, &exc[half], which, &a, &b);

		res[half] = half_bits(first ? f2 : f3, half);
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}

struct fpreg fp_parallel_to_integer(struct fp_context *ctx, unsigned int sf,
				    unsigned int flags, const struct fpreg *f2)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	if (fpreg_is_natval(f2))
		return fpreg_natval();
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f2, half);

		res[half] = fp_to_integer_core(&ctl, &exc[half], flags, 32, &a);
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}

/*
 * Unbiased exponents outside of which single-precision refinement could leave
 * the single range: e_min = -126, e_max = 127, 24-bit significands.
 */
#define SINGLE_E_MIN (-126)
#define SINGLE_E_MAX 127
#define SINGLE_PRECISION 24

static inline s32 unbiased(const struct fp_number *n)
{
	return n->exp - FPREG_EXP_BIAS;
}

static bool quotient_refinable(const struct fp_number *num,
			       const struct fp_number *den)
{
	s32 e_a = unbiased(num), e_b = unbiased(den);

	return e_b >= SINGLE_E_MIN && e_b < SINGLE_E_MAX - 2 &&
	       e_a - e_b < SINGLE_E_MAX && e_a - e_b > SINGLE_E_MIN + 1 &&
	       e_a > SINGLE_E_MIN + SINGLE_PRECISION - 1;
}

/*
 * The reciprocal as a single.  Those of denormals become infinities, those
 * that are or after refinement could be denormal become zeros, without flags
 * (the predicate is clear in both cases).
 */
static u32 approximate_recip(const struct fp_number *den)
{
	struct fpreg r;

	if (unbiased(den) < SINGLE_E_MIN)
		r = fpreg_infinity(den->sign);
	else if (unbiased(den) >= SINGLE_E_MAX - 2)
		r = fpreg_zero(den->sign);
	else
		r = fpreg_make(den->sign, FPREG_EXP_ONES - 2 - den->exp,
			       fp_recip_significand(den->sig));
	return fpreg_to_single(&r);
}

struct fpreg fp_parallel_recip(struct fp_context *ctx, unsigned int sf,
			       const struct fpreg *f2, const struct fpreg *f3,
			       bool *p2)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	*p2 = false;
	if (any_natval(f2, f3))
		return fpreg_natval();
	*p2 = true;
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f2, half);
		struct fpreg b = half_value(f3, half);
		struct fp_number num = fp_unpack(&a), den = fp_unpack(&b);
		struct fpreg r;

		if (fp_recip_special(&ctl, &exc[half], &a, &b, &num, &den,
				     &r)) {
			res[half] = fpreg_to_single(&r);
			*p2 = false;
			continue;
		}
		res[half] = approximate_recip(&den);
		if (!quotient_refinable(&num, &den))
			*p2 = false;
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}

struct fpreg fp_parallel_recip_sqrt(struct fp_context *ctx, unsigned int sf,
				    const struct fpreg *f3, bool *p2)
{
	struct fp_ctl ctl = fp_ctl_get_parallel(ctx->fpsr, sf);
	struct fp_exc exc[2] = { 0 };
	u32 res[2];
	int half;

	*p2 = false;
	if (fpreg_is_natval(f3))
		return fpreg_natval();
	*p2 = true;
	for (half = LOW; half <= HIGH; half++) {
		struct fpreg a = half_value(f3, half), r;
		struct fp_number n = fp_unpack(&a);

		if (fp_recip_sqrt_special(&ctl, &exc[half], &a, &n, &r)) {
			/* A reciprocal, where frsqrta delivers the root. */
			if (n.kind == FP_ZERO)
				r = fpreg_infinity(n.sign);
			else if (n.kind == FP_INFINITY && !n.sign)
				r = fpreg_zero(0);
			*p2 = false;
		} else {
			r = fpreg_make(
				0, FPREG_EXP_BIAS - 1 - (unbiased(&n) >> 1),
				fp_recip_sqrt_significand(n.sig, n.exp & 1));
			if (unbiased(&n) <= SINGLE_E_MIN + SINGLE_PRECISION - 1)
				*p2 = false;
		}
		res[half] = fpreg_to_single(&r);
	}
	fp_finish_parallel(ctx, sf, &exc[HIGH], &exc[LOW]);
	return join(res[HIGH], res[LOW]);
}
