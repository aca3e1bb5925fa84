/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random floating-point operands and status registers for tests, biased to
 * where formats end, bits run out and sums cancel.  Repeatable: everything
 * comes from test_random().
 */
#ifndef TESTS_UNIT_FP_RANDOM_H
#define TESTS_UNIT_FP_RANDOM_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"
#include "harness.h"

#define BIAS 65535

static inline unsigned int below(unsigned int n)
{
	return test_random() % n;
}

/* Significands with long runs, single bits, few bits, or anything. */
static inline u64 random_significand(void)
{
	u64 r = test_random();

	switch (below(10)) {
	case 0:
		return 0;
	case 8:
		return ~0ULL;
	case 9:
		return ~0ULL >> below(4) ^ below(4);
	case 1:
		return ~0ULL << below(64);
	case 2:
		return (~0ULL << below(64)) ^ BIT64(below(64));
	case 3:
		return BIT64(below(64)) | BIT64(below(64));
	case 4:
		return r & ~0ULL << 40;
	case 5:
		return r & ~0ULL << 11;
	case 6:
		return (r & ~0ULL << 11) | below(4) << 9 | below(4);
	default:
		return r;
	}
}

/* Exponents near every edge of every format, and near each other. */
static inline u32 random_exponent(void)
{
	static const u32 edges[] = {
		0x00001, 0x00040, 0x0c001, 0x0fc01, 0x0ff81, 0x0ffff, 0x1003e,
		0x1007e, 0x103fe, 0x13ffe, 0x1fffe, 0x0fbcc, 0x0ff6a, 0x0bfc2,
	};
	s32 exp;

	switch (below(6)) {
	case 0:
		exp = test_random() & 0x1ffff;
		break;
	case 1:
	case 2:
		exp = edges[below(ARRAY_SIZE(edges))] + (s32)below(9) - 4;
		break;
	case 3:
		exp = edges[below(ARRAY_SIZE(edges))] + (s32)below(161) - 80;
		break;
	default:
		exp = 0xffff + (s32)below(131) - 65;
	}
	return exp < 1 ? 1 : exp > 0x1fffe ? 0x1fffe : exp;
}

/* Any encoding but NaTVal; mostly normal numbers. */
static inline struct fpreg random_operand(void)
{
	struct fpreg f = { .sig = random_significand() | FPREG_INTEGER_BIT,
			   .exp = random_exponent(),
			   .sign = test_random() & 1 };

	switch (below(24)) {
	case 0:
		return fpreg_zero(f.sign);
	case 1:
		return fpreg_infinity(f.sign);
	case 2:
		f.sig >>= below(64);
		break;
	case 3:
		f.exp = 0;
		f.sig >>= below(64);
		break;
	case 4:
		f.exp = below(2) ? 0xff81 : 0xfc01;
		f.sig >>= below(60);
		break;
	case 5:
		f.sig = 0; /* pseudo-zero */
		if (f.exp == FPREG_NATVAL_EXP)
			f.exp--;
		break;
	case 6:
		if (below(4) == 0) {
			f.exp = 0x1ffff;
			f.sig = random_significand();
		}
		break;
	case 7:
		f.exp = 0x0ffff;
		f.sig = FPREG_INTEGER_BIT;
		break;
	}
	return f;
}

/* An exponent that makes a * b and c overlap, cancel or just miss. */
static inline void align_addend(const struct fpreg *a, const struct fpreg *b,
				struct fpreg *c)
{
	s32 exp = (s32)a->exp + (s32)b->exp - BIAS;
	u128 product;

	if (c->exp == 0 || c->exp == 0x1ffff || below(3) == 0)
		return;
	exp += below(2) ? (s32)below(4) - 1 : (s32)below(280) - 140;
	if (exp < 1 || exp > 0x1fffd)
		return;
	c->exp = exp;
	switch (below(6)) {
	case 0: /* the product itself, or nearly */
		product = (u128)a->sig * b->sig;
		c->sig = product >> (product >> 127 ? 64 : 63) ^ below(3);
		break;
	case 1:
		c->sig = FPREG_INTEGER_BIT;
		break;
	}
	if (c->sig == 0 && c->exp == FPREG_NATVAL_EXP)
		c->exp--;
}

static inline u64 random_fpsr(void)
{
	u64 fpsr = test_random() & ~FPSR_RESERVED;
	unsigned int sf;

	if (below(2))
		fpsr |= FPSR_TRAPS_MASK;
	fpsr &= ~((u64)FPSR_SF_TD << FPSR_SF_SHIFT(0));
	for (sf = 0; sf < 4; sf++) {
		unsigned int pc = FPSR_SF_SHIFT(sf) + FPSR_SF_PC_SHIFT;

		if ((fpsr >> pc & 3) == 1)
			fpsr |= 3ULL << pc;
		if (below(4))
			fpsr &= ~((u64)FPSR_SF_FTZ << FPSR_SF_SHIFT(sf));
	}
	return fpsr;
}

#endif
