// SPDX-License-Identifier: GPL-2.0
/*
 * The floating-point arithmetic against GNU MPFR: multiply-add in every
 * precision, range and rounding mode, scalar and parallel, conversions to and
 * from integers, comparisons, and the error bounds of the approximations.
 * Results, flags, faults, traps and wrapped results are all predicted from
 * exact values that MPFR rounds; nothing of sim/cpu/fp_round.h is used here.
 *
 * Each subject has a sample for every run and ten times and more of it in the
 * test whose name ends in _long.
 *
 * LDLIBS: -lmpfr -lgmp
 */
#include <stdint.h>
#define MPFR_USE_INTMAX_T
#include <mpfr.h>

#include "cpu/fp_approx.h"
#include "cpu/fp_compare.h"
#include "cpu/fp_convert.h"
#include "cpu/fp_fma.h"
#include "cpu/fp_format.h"
#include "cpu/fp_parallel.h"
#include "fp_random.h"
#include "harness.h"

/* What an operation should give, in terms of SDM vol 1, 5.4. */
struct expected {
	struct fpreg res;
	unsigned int flags; /* FP_* */
	unsigned int fault; /* ISR.code */
	unsigned int trap; /* ISR.code, without bit 0 */
};

struct range {
	unsigned int precision;
	int e_min, e_max; /* unbiased */
	u32 denormal_exp;
};

static unsigned int controls(u64 fpsr, unsigned int sf)
{
	return fpsr >> (6 + 13 * sf) & 0x7f;
}

static unsigned int masked(u64 fpsr, unsigned int sf)
{
	return controls(fpsr, sf) & 0x40 ? 0x3f : fpsr & 0x3f;
}

static mpfr_rnd_t rounding(unsigned int rc)
{
	static const mpfr_rnd_t modes[4] = { MPFR_RNDN, MPFR_RNDD, MPFR_RNDU,
					     MPFR_RNDZ };
	return modes[rc];
}

/* SDM vol 1, table 5-5. */
static struct range result_range(u64 fpsr, unsigned int sf, enum fp_pc pc)
{
	static const struct range single = { 24, -126, 127, 0xff81 };
	static const struct range doubled = { 53, -1022, 1023, 0xfc01 };
	static const unsigned int precision[4] = { 24, 64, 53, 64 };
	unsigned int c = controls(fpsr, sf);
	struct range r = { .e_min = -65534, .e_max = 65535, .denormal_exp = 1 };

	r.precision = pc == FP_PC_SINGLE ? 24 :
		      pc == FP_PC_DOUBLE ? 53 :
					   precision[c >> 2 & 3];
	if (c & 2)
		return r;
	if (pc == FP_PC_SINGLE)
		return single;
	if (pc == FP_PC_DOUBLE)
		return doubled;
	r.e_min = -16382;
	r.e_max = 16383;
	r.denormal_exp = 0;
	return r;
}

static bool is_nan(const struct fpreg *f)
{
	return f->exp == 0x1ffff && f->sig != FPREG_INTEGER_BIT;
}

static bool is_infinity(const struct fpreg *f)
{
	return f->exp == 0x1ffff && f->sig == FPREG_INTEGER_BIT;
}

static bool is_unnormal(const struct fpreg *f)
{
	return f->exp != 0x1ffff && (f->sig | f->exp) &&
	       (f->exp == 0 || !(f->sig & FPREG_INTEGER_BIT));
}

static void to_mpfr(mpfr_t x, const struct fpreg *f)
{
	if (is_infinity(f)) {
		mpfr_set_inf(x, f->sign ? -1 : 1);
	} else if (f->sig == 0) {
		mpfr_set_zero(x, f->sign ? -1 : 1);
	} else {
		mpfr_set_uj_2exp(x, f->sig,
				 (f->exp ? (s32)f->exp : 0xc001) - BIAS - 63,
				 MPFR_RNDN);
		mpfr_setsign(x, x, f->sign, MPFR_RNDN);
	}
}

/* A regular number of at most 64 bits; its unbiased exponent in *@exp. */
static u64 get_significand(mpfr_t x, s32 *exp)
{
	mp_limb_t limb = *(mp_limb_t *)mpfr_custom_get_significand(x);

	*exp = mpfr_get_exp(x) - 1;
	return limb;
}

/*
 * Predict the rounding of the exact value that @round computes into a variable
 * of any precision with any mode (returning MPFR's ternary value).
 */
struct exact {
	mpfr_t a, b, c;
	bool negate_product, no_addend;
};

static int evaluate(mpfr_t r, struct exact *x, mpfr_rnd_t mode)
{
	if (x->no_addend)
		return mpfr_mul(r, x->a, x->b, mode);
	return mpfr_fma(r, x->a, x->b, x->c, mode);
}

static unsigned int trap_code(unsigned int which, bool fpa)
{
	return which << 8 | fpa << 14;
}

static void predict_rounding(struct exact *x, const struct range *range,
			     unsigned int rc, unsigned int mask, bool ftz,
			     struct expected *want)
{
	mpfr_rnd_t mode = rounding(rc);
	bool inexact, grew, negative;
	s32 exp, exact_exp;
	mpfr_t r;
	u64 sig;
	int t;

	mpfr_init2(r, range->precision);
	t = evaluate(r, x, mode);
	negative = mpfr_signbit(r);
	if (mpfr_inf_p(r)) {
		want->res = fpreg_infinity(negative);
		goto out;
	}
	if (mpfr_zero_p(r)) {
		want->res = fpreg_zero(negative);
		goto out;
	}
	sig = get_significand(r, &exp);
	inexact = t != 0;
	grew = negative ? t < 0 : t > 0;
	want->res = fpreg_make(negative, (exp + BIAS) & 0x1ffff, sig);
	if (exp >= range->e_min && exp <= range->e_max) {
		if (inexact) {
			want->flags |= FP_I;
			if (!(mask & FP_I))
				want->trap = trap_code(FP_I, grew);
		}
		goto out;
	}
	if (!(mask & (exp < range->e_min ? FP_U : FP_O))) {
		unsigned int which = exp < range->e_min ? FP_U : FP_O;

		if (inexact)
			which |= FP_I;
		want->flags |= which;
		want->trap = trap_code(which, grew);
		goto out;
	}
	if (exp > range->e_max) {
		bool infinite = mode == MPFR_RNDN ||
				mode == (negative ? MPFR_RNDD : MPFR_RNDU);

		want->flags |= FP_O | FP_I;
		if (!(mask & FP_I))
			want->trap = trap_code(FP_I, infinite);
		want->res =
			infinite ? fpreg_infinity(negative) :
				   fpreg_make(negative, range->e_max + BIAS,
					      ~0ULL << (64 - range->precision));
		goto out;
	}
	if (ftz) {
		want->flags |= FP_U | FP_I;
		if (!(mask & FP_I))
			want->trap = trap_code(FP_I, false);
		want->res = fpreg_zero(negative);
		goto out;
	}
	/* Round once at the precision that the denormal has left. */
	evaluate(r, x, MPFR_RNDZ);
	get_significand(r, &exact_exp);
	s32 left = (s32)range->precision - (range->e_min - exact_exp);

	if (left >= 1) {
		mpfr_set_prec(r, left);
		t = evaluate(r, x, mode);
	} else {
		/* Below the least denormal: nothing, or one unit of it. */
		bool up = mode == (negative ? MPFR_RNDD : MPFR_RNDU);

		if (mode == MPFR_RNDN && left == 0) {
			/* In [1/2, 1) units; a tie goes to zero. */
			mpfr_set_prec(r, 1);
			up = evaluate(r, x, MPFR_RNDZ) != 0;
		}
		mpfr_set_prec(r, 2);
		mpfr_set_si_2exp(r, negative ? -1 : 1,
				 range->e_min - (s32)range->precision + 1,
				 MPFR_RNDN);
		t = negative == up ? -1 : 1;
		if (!up)
			mpfr_set_zero(r, negative ? -1 : 1);
	}
	if (t) {
		want->flags |= FP_U | FP_I;
		if (!(mask & FP_I))
			want->trap = trap_code(FP_I, negative ? t < 0 : t > 0);
	}
	if (mpfr_zero_p(r)) {
		want->res = fpreg_zero(negative);
	} else {
		sig = get_significand(r, &exp);
		if (exp < range->e_min)
			want->res = fpreg_make(negative, range->denormal_exp,
					       sig >> (range->e_min - exp));
		else
			want->res = fpreg_make(negative, exp + BIAS, sig);
	}
out:
	mpfr_clear(r);
}

/* NaN operands: the first of f4, f2, f3, quiet (SDM vol 1, 5.4.1). */
static bool predict_nan(const struct fpreg *f3, const struct fpreg *f4,
			const struct fpreg *f2, unsigned int mask,
			struct expected *want)
{
	const struct fpreg *order[3] = { f4, f2, f3 }, *nan = NULL;
	bool invalid = false, unsupported = false;
	int n;

	for (n = 2; n >= 0; n--) {
		if (!is_nan(order[n]))
			continue;
		nan = order[n];
		if (!(nan->sig & FPREG_INTEGER_BIT))
			unsupported = invalid = true;
		else if (!(nan->sig & FPREG_QUIET_BIT))
			invalid = true;
	}
	if (!nan)
		return false;
	want->res = unsupported ? fpreg_indefinite() :
				  fpreg_make(nan->sign, 0x1ffff,
					     nan->sig | FPREG_QUIET_BIT);
	if (invalid && mask & FP_V)
		want->flags = FP_V;
	else if (invalid)
		want->fault = FP_V;
	return true;
}

static struct expected predict_fma(const struct fpreg *f3,
				   const struct fpreg *f4,
				   const struct fpreg *f2, unsigned int flags,
				   const struct range *range, unsigned int rc,
				   unsigned int mask, bool ftz)
{
	struct expected want = { 0 };
	struct exact x;
	bool infinite = is_infinity(f3) || is_infinity(f4);
	mpfr_t r;

	if (predict_nan(f3, f4, f2, mask, &want))
		return want;
	mpfr_inits2(64, x.a, x.b, x.c, r, (mpfr_ptr)NULL);
	to_mpfr(x.a, f3);
	to_mpfr(x.b, f4);
	to_mpfr(x.c, f2);
	/* Pseudo-zero times infinity is infinity: SDM vol 1, 5.1.3. */
	if (infinite && f3->sig == 0 && f3->exp)
		mpfr_set_si(x.a, f3->sign ? -1 : 1, MPFR_RNDN);
	if (infinite && f4->sig == 0 && f4->exp)
		mpfr_set_si(x.b, f4->sign ? -1 : 1, MPFR_RNDN);
	if (flags & FP_FMA_NEGATE_PRODUCT)
		mpfr_neg(x.a, x.a, MPFR_RNDN);
	if (flags & FP_FMA_NEGATE_ADDEND)
		mpfr_neg(x.c, x.c, MPFR_RNDN);
	x.no_addend = flags & FP_FMA_NO_ADDEND;
	evaluate(r, &x, MPFR_RNDN);
	if (mpfr_nan_p(r)) {
		want.res = fpreg_indefinite();
		if (mask & FP_V)
			want.flags = FP_V;
		else
			want.fault = FP_V;
	} else {
		if (is_unnormal(f3) || is_unnormal(f4) || is_unnormal(f2)) {
			if (mask & FP_D)
				want.flags = FP_D;
			else
				want.fault = FP_D;
		}
		if (!want.fault)
			predict_rounding(&x, range, rc, mask, ftz, &want);
	}
	mpfr_clears(x.a, x.b, x.c, r, (mpfr_ptr)NULL);
	return want;
}

static void format_reg(char *buf, size_t len, const struct fpreg *f)
{
	snprintf(buf, len, "%x.%x.%016" PRIx64, f->sign, f->exp, f->sig);
}

static void check_operation(const char *what, const struct fpreg *f3,
			    const struct fpreg *f4, const struct fpreg *f2,
			    u64 fpsr, unsigned int sf,
			    const struct expected *want,
			    const struct fp_context *got,
			    const struct fpreg *res)
{
	u64 want_fpsr = fpsr;
	char text[5][32];

	if (!want->fault)
		want_fpsr |= (u64)want->flags << (6 + 13 * sf + 7);
	if (want->fault == got->fault &&
	    (want->fault ||
	     ((want->trap ? want->trap | 1 : 0) == got->trap &&
	      want_fpsr == got->fpsr && want->res.sign == res->sign &&
	      want->res.exp == res->exp && want->res.sig == res->sig)))
		return;
	format_reg(text[0], 32, f3);
	format_reg(text[1], 32, f4);
	format_reg(text[2], 32, f2);
	format_reg(text[3], 32, &want->res);
	format_reg(text[4], 32, res);
	FAIL("%s.s%u f3=%s f4=%s f2=%s fpsr=%" PRIx64
	     "\n  want %s fault %x trap %x fpsr %" PRIx64
	     "\n  got  %s fault %x trap %x fpsr %" PRIx64,
	     what, sf, text[0], text[1], text[2], fpsr, text[3], want->fault,
	     want->trap, want_fpsr, text[4], got->fault, got->trap, got->fpsr);
}

/*
 * Operands and controls for which fp_fma() may use the host: numbers of the
 * format, results around its edges, nearest, inexact masked and already set.
 */
static void make_host_case(enum fp_pc pc, u64 *fpsr, unsigned int sf,
			   struct fpreg *f[3])
{
	unsigned int n, shift = FPSR_SF_SHIFT(sf), mean;

	*fpsr |= FP_I | (u64)FP_I << (shift + FPSR_SF_FLAGS_SHIFT);
	*fpsr &= ~((u64)(FPSR_SF_WRE | 3 << FPSR_SF_RC_SHIFT) << shift);
	mean = pc == FP_PC_SINGLE ? 0xff81 + below(0xfe) :
				    0xfc01 + below(0x7fe);
	for (n = 0; n < 3; n++) {
		if (f[n]->exp == 0x1ffff || f[n]->sig == 0)
			continue;
		f[n]->sig &= pc == FP_PC_SINGLE ? ~0ULL << 40 : ~0ULL << 11;
		f[n]->sig |= FPREG_INTEGER_BIT;
		f[n]->exp = mean + below(9) - 4;
	}
	if (f[1]->exp == 0x1ffff || f[1]->sig == 0)
		return;
	f[1]->exp = 0xffff + (s32)below(9) - 4;
	if (below(3) == 0)
		f[1]->exp += mean < 0xffff ? -below(60) : below(60);
}

static void test_fma_times(unsigned long count, bool host)
{
	static const char *const names[3] = { "fma", "fma.s", "fma.d" };

	while (count--) {
		struct fpreg f3 = random_operand(), f4 = random_operand();
		struct fpreg f2 = random_operand(), res;
		struct fp_context got = { .fpsr = random_fpsr() };
		u64 fpsr = got.fpsr;
		unsigned int sf = below(4), flags = below(4);
		enum fp_pc pc = host ? 1 + below(2) : below(3);
		struct range range;
		struct expected want;

		align_addend(&f3, &f4, &f2);
		if (host)
			make_host_case(pc, &fpsr, sf,
				       (struct fpreg *[]){ &f2, &f4, &f3 });
		got.fpsr = fpsr;
		range = result_range(fpsr, sf, pc);
		if (below(6) == 0) {
			flags |= FP_FMA_NO_ADDEND;
			f2 = fpreg_zero(0);
		}
		want = predict_fma(&f3, &f4, &f2, flags, &range,
				   controls(fpsr, sf) >> 4 & 3,
				   masked(fpsr, sf), controls(fpsr, sf) & 1);
		res = fp_fma(&got, sf, pc, flags, &f3, &f4, &f2);
		check_operation(names[pc], &f3, &f4, &f2, fpsr, sf, &want, &got,
				&res);
	}
	mpfr_free_cache();
}

TEST(fma_matches_mpfr)
{
	test_fma_times(400000, false);
}

TEST(host_fma_matches_mpfr)
{
	test_fma_times(200000, true);
}

/* Singles near every edge. */
static u32 random_single(void)
{
	static const u8 exps[] = {
		0, 0, 1, 2, 24, 126, 127, 128, 150, 253, 254
	};
	u32 sign = below(2) << 31;
	u32 fraction = random_significand() >> 41;

	if (below(40) == 0)
		return sign | 0x7f800000 | (below(2) ? fraction : 0);
	if (below(2))
		return sign | exps[below(ARRAY_SIZE(exps))] << 23 | fraction;
	return sign | below(255) << 23 | fraction;
}

/* ISR.code of one half from that of a scalar operation. */
static unsigned int half_trap(unsigned int trap, bool high)
{
	return high ? trap : trap >> 4;
}

static u32 to_single(const struct fpreg *f, bool wrapped)
{
	u32 exp = f->exp == 0x1ffff && !wrapped ? 0xff :
						  (f->exp - 0xff80) & 0xff;

	if (!(f->sig & FPREG_INTEGER_BIT))
		exp = 0;
	return f->sign << 31 | exp << 23 | (f->sig >> 40 & 0x7fffff);
}

static void test_fpma_times(unsigned long count)
{
	static const struct range single = { 24, -126, 127, 0xff81 };

	while (count--) {
		u32 v[3][2], value[2];
		struct fp_context got = { .fpsr = random_fpsr() };
		u64 fpsr = got.fpsr;
		unsigned int sf = below(4), flags = below(4), n;
		struct expected want[2], both = { 0 };
		struct fpreg f[3], res;

		for (n = 0; n < 6; n++)
			v[n / 2][n % 2] = random_single();
		for (n = 0; n < 3; n++)
			f[n] = fpreg_integer((u64)v[n][1] << 32 | v[n][0]);
		for (n = 0; n < 2; n++) {
			struct fpreg a = fpreg_from_single(v[0][n]);
			struct fpreg b = fpreg_from_single(v[1][n]);
			struct fpreg c = fpreg_from_single(v[2][n]);

			want[n] = predict_fma(&a, &b, &c, flags, &single,
					      controls(fpsr, sf) >> 4 & 3,
					      masked(fpsr, sf),
					      controls(fpsr, sf) & 1);
			both.fault |= want[n].fault << (n ? 0 : 4);
			both.flags |= want[n].flags;
			both.trap |= half_trap(want[n].trap, n);
			value[n] = to_single(&want[n].res,
					     want[n].trap & (FP_O | FP_U) << 8);
		}
		both.res = fpreg_integer((u64)value[1] << 32 | value[0]);
		res = fp_parallel_fma(&got, sf, flags, &f[0], &f[1], &f[2]);
		check_operation("fpma", &f[0], &f[1], &f[2], fpsr, sf, &both,
				&got, &res);
	}
}

TEST(parallel_fma_matches_mpfr)
{
	test_fpma_times(200000);
}

static void test_convert_times(unsigned long count)
{
	mpfr_t x, r;

	mpfr_inits2(64, x, r, (mpfr_ptr)NULL);
	while (count--) {
		struct fpreg f = random_operand(), res;
		struct fp_context got = { .fpsr = random_fpsr() };
		u64 fpsr = got.fpsr;
		unsigned int sf = below(4), flags = below(4);
		unsigned int mask = masked(fpsr, sf);
		unsigned int rc = controls(fpsr, sf) >> 4 & 3;
		struct expected want = { .res = fpreg_integer(BIT64(63)) };
		bool fits;
		int t;

		if (f.exp != 0x1ffff && below(2))
			f.exp = 0xfffc + below(72);
		if (flags & FP_CVT_TRUNC)
			rc = 3;
		fits = !is_nan(&f);
		if (fits) {
			to_mpfr(x, &f);
			t = mpfr_rint(r, x, rounding(rc));
			fits = flags & FP_CVT_UNSIGNED ?
				       mpfr_fits_uintmax_p(r, MPFR_RNDZ) :
				       mpfr_fits_intmax_p(r, MPFR_RNDZ);
		}
		if (!fits) {
			want.flags = FP_V;
			want.fault = mask & FP_V ? 0 : FP_V;
		} else {
			want.flags = is_unnormal(&f) ? FP_D : 0;
			want.fault = want.flags & ~mask;
			if (t) {
				want.flags |= FP_I;
				if (!(mask & FP_I))
					want.trap = trap_code(
						FP_I, mpfr_cmpabs(r, x) > 0);
			}
			want.res.sig = flags & FP_CVT_UNSIGNED ?
					       mpfr_get_uj(r, MPFR_RNDZ) :
					       (u64)mpfr_get_sj(r, MPFR_RNDZ);
		}
		res = fp_to_integer(&got, sf, flags, &f);
		check_operation("fcvt.fx", &f, &f, &f, fpsr, sf, &want, &got,
				&res);

		/* And back, exactly. */
		f = fpreg_integer(random_significand());
		res = fp_from_signed(&f);
		to_mpfr(x, &res);
		CHECK_EQ(mpfr_get_sj(x, MPFR_RNDN), f.sig);
		CHECK(res.sig == 0 || res.sig & FPREG_INTEGER_BIT);
	}
	mpfr_clears(x, r, (mpfr_ptr)NULL);
}

TEST(conversions_match_mpfr)
{
	test_convert_times(200000);
}

static void test_compare_times(unsigned long count)
{
	mpfr_t x, y;

	mpfr_inits2(64, x, y, (mpfr_ptr)NULL);
	while (count--) {
		struct fpreg a = random_operand(), b = random_operand();
		struct fp_context ctx = { .fpsr = FPSR_TRAPS_MASK };
		bool unordered = is_nan(&a) || is_nan(&b), holds;
		struct fpreg res;
		int order = 0, magnitude = 0;

		if (below(2)) {
			b.exp = a.exp;
			b.sig = a.sig ^ (below(2) ? BIT64(below(64)) : 0);
			if (fpreg_is_natval(&b))
				continue;
			unordered = is_nan(&a) || is_nan(&b);
		}
		if (!unordered) {
			to_mpfr(x, &a);
			to_mpfr(y, &b);
			order = mpfr_cmp(x, y);
			magnitude = mpfr_cmpabs(x, y);
		}
		fp_compare(&ctx, 0, FP_EQ, &a, &b, &holds);
		CHECK_EQ(holds, !unordered && order == 0);
		fp_compare(&ctx, 0, FP_LT, &a, &b, &holds);
		CHECK_EQ(holds, !unordered && order < 0);
		fp_compare(&ctx, 0, FP_LE, &a, &b, &holds);
		CHECK_EQ(holds, !unordered && order <= 0);
		fp_compare(&ctx, 0, FP_UNORD, &a, &b, &holds);
		CHECK_EQ(holds, unordered);
		res = fp_minmax(&ctx, 0, FP_MIN, &a, &b);
		CHECK_EQ(res.sig, !unordered && order < 0 ? a.sig : b.sig);
		CHECK_EQ(res.sign, !unordered && order < 0 ? a.sign : b.sign);
		res = fp_minmax(&ctx, 0, FP_MAX, &a, &b);
		CHECK_EQ(res.sig, !unordered && order > 0 ? a.sig : b.sig);
		res = fp_minmax(&ctx, 0, FP_AMIN, &a, &b);
		CHECK_EQ(res.exp, !unordered && magnitude < 0 ? a.exp : b.exp);
		res = fp_minmax(&ctx, 0, FP_AMAX, &a, &b);
		CHECK_EQ(res.exp, !unordered && magnitude > 0 ? a.exp : b.exp);
	}
	mpfr_clears(x, y, (mpfr_ptr)NULL);
}

TEST(comparisons_match_mpfr)
{
	test_compare_times(100000);
}

/*
 * Relative errors below 2^-8.886 and 2^-8.831 (SDM vol 3, frcpa, frsqrta), for
 * operands that need no software assistance.
 */
static void test_approximation_times(unsigned long count)
{
	mpfr_t x, y, bound_recip, bound_root;

	mpfr_inits2(128, x, y, bound_recip, bound_root, (mpfr_ptr)NULL);
	mpfr_set_str(bound_recip, "-8.886", 10, MPFR_RNDN);
	mpfr_exp2(bound_recip, bound_recip, MPFR_RNDN);
	mpfr_set_str(bound_root, "-8.831", 10, MPFR_RNDN);
	mpfr_exp2(bound_root, bound_root, MPFR_RNDN);
	while (count--) {
		struct fp_context ctx = { .fpsr = FPSR_TRAPS_MASK };
		struct fpreg num = fpreg_make(0, 0xffff, FPREG_INTEGER_BIT);
		struct fpreg f =
			fpreg_make(0, 0x1000 + below(0x1e000),
				   random_significand() | FPREG_INTEGER_BIT);
		struct fpreg res;
		bool p2;

		num.exp = f.exp;
		f.sign = below(2);
		res = fp_recip(&ctx, 0, &num, &f, &p2);
		CHECK(p2 && !ctx.fault);
		to_mpfr(x, &f);
		to_mpfr(y, &res);
		mpfr_mul(x, x, y, MPFR_RNDN);
		mpfr_sub_ui(x, x, 1, MPFR_RNDN);
		CHECK(mpfr_cmpabs(x, bound_recip) < 0);

		f.sign = 0;
		res = fp_recip_sqrt(&ctx, 0, &f, &p2);
		CHECK(p2 && !ctx.fault);
		to_mpfr(x, &f);
		to_mpfr(y, &res);
		mpfr_sqrt(x, x, MPFR_RNDN);
		mpfr_mul(x, x, y, MPFR_RNDN);
		mpfr_sub_ui(x, x, 1, MPFR_RNDN);
		CHECK(mpfr_cmpabs(x, bound_root) < 0);
	}
	mpfr_clears(x, y, bound_recip, bound_root, (mpfr_ptr)NULL);
}

TEST(approximations_are_within_bounds)
{
	test_approximation_times(100000);
}

/* 11 million operations; named so that a plain run of all tests has it too. */
TEST(everything_matches_mpfr_long)
{
	test_fma_times(5500000, false);
	test_fma_times(1500000, true);
	test_fpma_times(1500000);
	test_convert_times(1500000);
	test_compare_times(500000);
	test_approximation_times(500000);
}
