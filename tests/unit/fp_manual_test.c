// SPDX-License-Identifier: GPL-2.0
/*
 * Statements of the manual about floating point that random tests and the
 * conformance vectors leave out: rare encodings, pseudo-zeros, status fields.
 * Each test names the place it is taken from.
 */
#include "cpu/fp_approx.h"
#include "cpu/fp_compare.h"
#include "cpu/fp_convert.h"
#include "cpu/fp_fma.h"
#include "cpu/fp_format.h"
#include "cpu/fp_logic.h"
#include "cpu/fp_parallel.h"
#include "harness.h"

/* Linux's default: traps masked, sf0 double-extended, sf1 with wre. */
#define FPSR_DEFAULT 0x9804c0270033fULL

static struct fpreg reg(u32 sign, u32 exp, u64 sig)
{
	return fpreg_make(sign, exp, sig);
}

static const struct fpreg one = { 0x8000000000000000ULL, 0xffff, 0 };

#define CHECK_REG(r, s, e, f)                                                  \
	do {                                                                   \
		struct fpreg reg_ = (r);                                       \
                                                                               \
		CHECK_EQ(reg_.sign, s);                                        \
		CHECK_EQ(reg_.exp, e);                                         \
		CHECK_EQ(reg_.sig, f);                                         \
	} while (0)

/* SDM vol 1, 5.1.3: the one product in which a pseudo-zero is no zero. */
TEST(pseudo_zero_times_infinity_is_infinity)
{
	struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
	struct fpreg pseudo = reg(1, 0x1234, 0), inf = fpreg_infinity(0);
	struct fpreg zero = fpreg_zero(0);

	CHECK_REG(fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &pseudo, &inf, &one), 1,
		  0x1ffff, 1ULL << 63);
	CHECK_EQ(ctx.fpsr >> 13 & 0x3f, FP_D);
	CHECK_REG(fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &zero, &inf, &one), 1,
		  0x1ffff, 3ULL << 62);
	CHECK_EQ(ctx.fpsr >> 13 & 0x3f, FP_D | FP_V);
}

/* SDM vol 1, 5.1.3: otherwise it is a zero of its sign, and unnormal. */
TEST(pseudo_zero_is_an_unnormal_zero)
{
	struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
	struct fpreg pseudo = reg(1, 0x1fffd, 0), tiny = reg(0, 1, 1);
	bool holds;

	CHECK(fp_compare(&ctx, 0, FP_LT, &pseudo, &tiny, &holds) && holds);
	CHECK(fp_compare(&ctx, 0, FP_EQ, &pseudo, &(struct fpreg){ 0 },
			 &holds) &&
	      holds);
	CHECK(fp_classify(&pseudo, FP_CLASS_ZERO | FP_CLASS_NEG, &holds) &&
	      !holds);
	CHECK(fp_classify(&pseudo, FP_CLASS_UNORM | FP_CLASS_NEG, &holds) &&
	      holds);
	CHECK_REG(fp_minmax(&ctx, 0, FP_MIN, &pseudo, &tiny), 1, 0x1fffd, 0);
}

/* SDM vol 1, table 5-2: only sign 0 is NaTVal. */
TEST(natval_pattern_with_sign_is_a_pseudo_zero)
{
	struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
	struct fpreg f = reg(1, FPREG_NATVAL_EXP, 0);
	bool holds;

	CHECK(!fpreg_is_natval(&f));
	CHECK(fp_compare(&ctx, 0, FP_EQ, &f, &(struct fpreg){ 0 }, &holds) &&
	      holds);
	f.sign = 0;
	CHECK(!fp_compare(&ctx, 0, FP_EQ, &f, &f, &holds));
}

/* SDM vol 3: a NaTVal operand anywhere gives NaTVal and raises nothing. */
TEST(natval_propagates_over_every_fault)
{
	struct fp_context ctx = { .fpsr = 0 };
	struct fpreg nat = fpreg_natval(), bad = reg(0, 0x1ffff, 1), r[9];
	unsigned int n, count = 0;
	bool p2;

	r[count++] = fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &bad, &bad, &nat);
	r[count++] = fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &nat, &bad, &bad);
	r[count++] = fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &bad, &nat, &bad);
	r[count++] = fp_minmax(&ctx, 0, FP_MAX, &bad, &nat);
	r[count++] = fp_to_integer(&ctx, 0, 0, &nat);
	r[count++] = fp_recip(&ctx, 0, &bad, &nat, &p2);
	r[count++] = fp_select(&bad, &nat, &bad);
	r[count++] = fp_xma_hu(&bad, &nat, &bad);
	r[count++] = fp_parallel_fma(&ctx, 0, 0, &bad, &bad, &nat);
	for (n = 0; n < count; n++)
		CHECK(fpreg_is_natval(&r[n]));
	CHECK_EQ(ctx.fault | ctx.trap | ctx.fpsr, 0);
}

/* SDM vol 2, 8.1.2: a denormal operand with D enabled is one fault, bit 1. */
TEST(convert_of_denormal_with_d_enabled_faults_once)
{
	struct fp_context ctx = { .fpsr = FPSR_DEFAULT & ~(u64)FP_D };
	struct fpreg f = reg(0, 0, 1);

	fp_to_integer(&ctx, 0, 0, &f);
	CHECK_EQ(ctx.fault, FP_D);
	CHECK_EQ(ctx.fpsr, FPSR_DEFAULT & ~(u64)FP_D);
}

/* SDM vol 1, table 5-2, and vol 3, ldf: what memory denormals become. */
TEST(memory_denormals_keep_their_least_exponent)
{
	CHECK_REG(fpreg_from_single(0x80000001), 1, 0xff81, 1ULL << 40);
	CHECK_REG(fpreg_from_double(1), 0, 0xfc01, 1ULL << 11);
	CHECK_REG(fpreg_from_extended(1, 0x8000), 1, 0, 1);
	CHECK_REG(fpreg_from_single(0x80000000), 1, 0, 0);
	CHECK_REG(fpreg_from_single(0x7f800000), 0, 0x1ffff, 1ULL << 63);
	CHECK_REG(fpreg_from_double(0xfff0000000000001ULL), 1, 0x1ffff,
		  1ULL << 63 | 1ULL << 11);
	CHECK_REG(fpreg_from_extended(5, 0x7fff), 0, 0x1ffff, 5);
}

/* Every memory pattern survives a load and a store. */
TEST(memory_formats_round_trip)
{
	unsigned int n;

	for (n = 0; n < 1000000; n++) {
		u64 v = test_random();
		struct fpreg f;

		if (n & 1)
			v &= 0x800fffffffffffffULL;
		f = fpreg_from_double(v);
		CHECK_EQ(fpreg_to_double(&f), v);
		f = fpreg_from_single(v);
		CHECK_EQ(fpreg_to_single(&f), (u32)v);
		f = fpreg_from_single(v & 0x807fffff);
		CHECK_EQ(fpreg_to_single(&f), v & 0x807fffff);
		f = fpreg_from_extended(v, n);
		CHECK_EQ(f.sig, v);
		CHECK_EQ(fpreg_to_extended_high(&f), (u16)n);
		f = fpreg_from_spill(v, n);
		CHECK_EQ(fpreg_to_spill_high(&f), n & 0x3ffff);
	}
}

/* SDM vol 1, 5.2: pc = 1 is reserved in every field, td in sf0. */
TEST(reserved_status_values_are_refused)
{
	u64 fpsr = FPSR_DEFAULT;
	unsigned int sf;

	CHECK(fp_status_is_valid(FPSR_DEFAULT));
	CHECK(!fp_status_is_valid(FPSR_DEFAULT | BIT64(58)));
	CHECK(!fp_status_is_valid(FPSR_DEFAULT | 0x40ULL << FPSR_SF_SHIFT(0)));
	for (sf = 0; sf < 4; sf++) {
		u64 v = fpsr & ~(0xcULL << FPSR_SF_SHIFT(sf));

		CHECK(fp_status_is_valid(v));
		CHECK(!fp_status_is_valid(v | 4ULL << FPSR_SF_SHIFT(sf)));
		CHECK(!fp_set_controls(&fpsr, sf, 0, 4));
		CHECK_EQ(fpsr, FPSR_DEFAULT);
	}
	CHECK(!fp_set_controls(&fpsr, 0, 0x7f, 0x40));
	CHECK(fp_set_controls(&fpsr, 2, 0x7f, 0x40));
	CHECK_EQ(fpsr >> FPSR_SF_SHIFT(2) & 0x40, 0x40);
}

/* SDM vol 3, fma: f0 as the addend keeps the sign of a zero product. */
TEST(zero_product_keeps_its_sign_without_addend)
{
	struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
	struct fpreg minus = fpreg_zero(1), plus = fpreg_zero(0);

	CHECK_REG(fp_fma(&ctx, 0, FP_PC_DOUBLE, FP_FMA_NO_ADDEND, &minus, &one,
			 &plus),
		  1, 0, 0);
	CHECK_REG(fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &minus, &one, &plus), 0, 0,
		  0);
	ctx.fpsr |= (u64)FP_RC_DOWN << 4 << FPSR_SF_SHIFT(0);
	CHECK_REG(fp_fma(&ctx, 0, FP_PC_DOUBLE, 0, &minus, &one, &plus), 1, 0,
		  0);
}

/* SDM vol 1, 5.2: td of an alternate field masks every trap. */
TEST(trap_disable_masks_faults_and_traps)
{
	struct fp_context ctx = { .fpsr = 0x40ULL << FPSR_SF_SHIFT(1) };
	struct fpreg bad = reg(0, 0x1ffff, 1), third = reg(0, 0xfffd, ~0ULL);

	fp_fma(&ctx, 1, FP_PC_SINGLE, 0, &bad, &one, &one);
	fp_fma(&ctx, 1, FP_PC_SINGLE, 0, &third, &one, &one);
	CHECK_EQ(ctx.fault | ctx.trap, 0);
	CHECK_EQ(ctx.fpsr >> FPSR_SF_SHIFT(1) >> 7 & 0x3f, FP_V | FP_I);
	fp_fma(&ctx, 0, FP_PC_SINGLE, 0, &third, &one, &one);
	CHECK_EQ(ctx.trap, 0x2001 | 0x4000);
}

/* SDM vol 3, fchkf: what sf0 has or has masked does not count. */
TEST(check_flags_compares_with_the_main_field)
{
	const u64 inexact1 = (u64)FP_I << (FPSR_SF_SHIFT(1) + 7);
	const u64 inexact0 = (u64)FP_I << (FPSR_SF_SHIFT(0) + 7);

	CHECK(!fp_check_flags(FPSR_TRAPS_MASK, 1));
	CHECK(fp_check_flags(FPSR_TRAPS_MASK | inexact1, 1));
	CHECK(!fp_check_flags(FPSR_TRAPS_MASK | inexact1 | inexact0, 1));
	CHECK(fp_check_flags(inexact1 | inexact0, 1));
}

/* SDM vol 1, 5.4.1: the exponent limits of frcpa and frsqrta. */
TEST(assistance_faults_at_their_limits_only)
{
	static const struct {
		u32 num, den;
		bool assist;
	} cases[] = {
		{ 0xffff, 0x1fffb, false }, { 0xffff, 0x1fffc, true },
		{ 0x40, 0x100, true },	    { 0x41, 0x100, false },
		{ 0x1fffe, 0xffff, true },  { 0x1fffd, 0xffff, false },
		{ 0x800, 0x10801, true },   { 0x800, 0x107fd, true },
		{ 0x800, 0x107fc, false },
	};
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(cases); n++) {
		struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
		struct fpreg num = one, den = one;
		bool p2;

		num.exp = cases[n].num;
		den.exp = cases[n].den;
		fp_recip(&ctx, 0, &num, &den, &p2);
		CHECK_EQ(ctx.fault, cases[n].assist ? FP_SWA : 0);
		CHECK_EQ(ctx.fpsr, FPSR_DEFAULT);
	}
	for (n = 0x3e; n < 0x44; n++) {
		struct fp_context ctx = { .fpsr = FPSR_DEFAULT };
		struct fpreg f = one;
		bool p2;

		f.exp = n;
		fp_recip_sqrt(&ctx, 0, &f, &p2);
		CHECK_EQ(ctx.fault, n <= 0x40 ? FP_SWA : 0);
	}
}
