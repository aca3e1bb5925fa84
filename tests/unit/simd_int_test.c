// SPDX-License-Identifier: GPL-2.0
/*
 * Parallel integer operations and shifts.  The reference works on arrays of
 * elements taken apart byte by byte; operands are random with many extremes.
 * SDM vol 3, chapter 2, has the rules each function is held to.
 */
#include "cpu/simd_int.h"

#include "harness.h"

#define ROUNDS 20000

static u64 operand(void)
{
	u64 v = 0;

	for (int i = 0; i < 8; i++) {
		u64 r = test_random();
		static const u8 edges[] = { 0, 1, 0x7f, 0x80, 0xff, 0xfe };

		v = v << 8 | (r & 1 ? edges[(r >> 8) % 6] : (u8)(r >> 16));
	}
	return v;
}

static void split(s64 *out, u64 v, int bytes, bool is_signed)
{
	for (int i = 0; i < 8 / bytes; i++) {
		s64 e = 0;

		for (int b = bytes - 1; b >= 0; b--)
			e = e * 256 + (u8)(v >> 8 * (i * bytes + b));
		if (is_signed && e >= 1LL << (8 * bytes - 1))
			e -= 1LL << 8 * bytes;
		out[i] = e;
	}
}

static u64 join(const s64 *in, int bytes)
{
	u64 v = 0;

	for (int i = 8 / bytes - 1; i >= 0; i--)
		v = bytes == 8 ? (u64)in[i] :
				 v << 8 * bytes | ((u64)in[i] &
						   ((1ULL << 8 * bytes) - 1));
	return v;
}

enum sat {
	MOD,
	SSS,
	UUU,
	UUS
};

static s64 saturate(s64 v, int bytes, enum sat sat)
{
	s64 one = 1;
	s64 low = sat == SSS ? -(one << (8 * bytes - 1)) : 0;
	s64 high = sat == SSS ? (one << (8 * bytes - 1)) - 1 :
				(one << 8 * bytes) - 1;

	if (sat == MOD)
		return v;
	return v < low ? low : v > high ? high : v;
}

static u64 add_reference(u64 x, u64 y, int bytes, enum sat sat, int sign)
{
	s64 a[8], b[8];

	split(a, x, bytes, sat == SSS);
	split(b, y, bytes, sat == SSS || sat == UUS);
	for (int i = 0; i < 8 / bytes; i++)
		a[i] = saturate(a[i] + sign * b[i], bytes, sat);
	return join(a, bytes);
}

TEST(padd_psub_all_saturations)
{
	for (int i = 0; i < ROUNDS; i++) {
		u64 x = operand(), y = operand();

#define BOTH(bytes, suffix, sat)                                               \
	CHECK_EQ(simd_padd##bytes##suffix(x, y),                               \
		 add_reference(x, y, bytes, sat, 1));                          \
	CHECK_EQ(simd_psub##bytes##suffix(x, y),                               \
		 add_reference(x, y, bytes, sat, -1))
		BOTH(1, , MOD);
		BOTH(2, , MOD);
		BOTH(4, , MOD);
		BOTH(1, _sss, SSS);
		BOTH(2, _sss, SSS);
		BOTH(1, _uuu, UUU);
		BOTH(2, _uuu, UUU);
		BOTH(1, _uus, UUS);
		BOTH(2, _uus, UUS);
	}
}

/* Average: exact half, then the rounding of each form. */
TEST(pavg_rounds_as_documented)
{
	for (int i = 0; i < ROUNDS; i++) {
		u64 x = operand(), y = operand();

		for (int bytes = 1; bytes <= 2; bytes++) {
			s64 a[8], b[8], avg[8], raz[8], sub[8];

			split(a, x, bytes, false);
			split(b, y, bytes, false);
			for (int e = 0; e < 8 / bytes; e++) {
				s64 sum = a[e] + b[e], diff = a[e] - b[e];

				/* Inexact: the odd neighbour of the half. */
				avg[e] = sum % 2 == 0 ? sum / 2 :
					 sum / 2 % 2  ? sum / 2 :
							sum / 2 + 1;
				raz[e] = sum % 2 ? sum / 2 + 1 : sum / 2;
				diff += 1 << (8 * bytes + 1);
				sub[e] = diff % 2 == 0 ? diff / 2 :
					 diff / 2 % 2  ? diff / 2 :
							 diff / 2 + 1;
			}
			CHECK_EQ(bytes == 1 ? simd_pavg1(x, y) :
					      simd_pavg2(x, y),
				 join(avg, bytes));
			CHECK_EQ(bytes == 1 ? simd_pavg1_raz(x, y) :
					      simd_pavg2_raz(x, y),
				 join(raz, bytes));
			CHECK_EQ(bytes == 1 ? simd_pavgsub1(x, y) :
					      simd_pavgsub2(x, y),
				 join(sub, bytes));
		}
	}
}

TEST(compare_and_select)
{
	for (int i = 0; i < ROUNDS; i++) {
		u64 x = operand(), y = operand(), sad = 0;
		s64 a[8], b[8], r[8];

		if (i % 3 == 0)
			y = x ^ (test_random() & 0xff00ff0000ffULL);
#define COMPARE(bytes, name, cond)                                             \
	do {                                                                   \
		split(a, x, bytes, true);                                      \
		split(b, y, bytes, true);                                      \
		for (int e = 0; e < 8 / bytes; e++)                            \
			r[e] = (cond) ? -1 : 0;                                \
		CHECK_EQ(simd_##name(x, y), join(r, bytes));                   \
	} while (0)
		COMPARE(1, pcmp1_eq, a[e] == b[e]);
		COMPARE(2, pcmp2_eq, a[e] == b[e]);
		COMPARE(4, pcmp4_eq, a[e] == b[e]);
		COMPARE(1, pcmp1_gt, a[e] > b[e]);
		COMPARE(2, pcmp2_gt, a[e] > b[e]);
		COMPARE(4, pcmp4_gt, a[e] > b[e]);
		split(a, x, 2, true);
		split(b, y, 2, true);
		for (int e = 0; e < 4; e++)
			r[e] = a[e] < b[e] ? a[e] : b[e];
		CHECK_EQ(simd_pmin2(x, y), join(r, 2));
		for (int e = 0; e < 4; e++)
			r[e] = a[e] > b[e] ? a[e] : b[e];
		CHECK_EQ(simd_pmax2(x, y), join(r, 2));
		split(a, x, 1, false);
		split(b, y, 1, false);
		for (int e = 0; e < 8; e++)
			r[e] = a[e] < b[e] ? a[e] : b[e];
		CHECK_EQ(simd_pmin1_u(x, y), join(r, 1));
		for (int e = 0; e < 8; e++)
			r[e] = a[e] > b[e] ? a[e] : b[e];
		CHECK_EQ(simd_pmax1_u(x, y), join(r, 1));
		for (int e = 0; e < 8; e++)
			sad += llabs(a[e] - b[e]);
		CHECK_EQ(simd_psad1(x, y), sad);
	}
}

/* Bytes are numbered so that the result spells out where each came from. */
TEST(rearrangements)
{
	u64 x = 0xa7a6a5a4a3a2a1a0, y = 0xb7b6b5b4b3b2b1b0;

	CHECK_EQ(simd_mix1_l(x, y), 0xa7b7a5b5a3b3a1b1);
	CHECK_EQ(simd_mix2_l(x, y), 0xa7a6b7b6a3a2b3b2);
	CHECK_EQ(simd_mix4_l(x, y), 0xa7a6a5a4b7b6b5b4);
	CHECK_EQ(simd_mix1_r(x, y), 0xa6b6a4b4a2b2a0b0);
	CHECK_EQ(simd_mix2_r(x, y), 0xa5a4b5b4a1a0b1b0);
	CHECK_EQ(simd_mix4_r(x, y), 0xa3a2a1a0b3b2b1b0);
	CHECK_EQ(simd_unpack1_h(x, y), 0xa7b7a6b6a5b5a4b4);
	CHECK_EQ(simd_unpack2_h(x, y), 0xa7a6b7b6a5a4b5b4);
	CHECK_EQ(simd_unpack4_h(x, y), 0xa7a6a5a4b7b6b5b4);
	CHECK_EQ(simd_unpack1_l(x, y), 0xa3b3a2b2a1b1a0b0);
	CHECK_EQ(simd_unpack2_l(x, y), 0xa3a2b3b2a1a0b1b0);
	CHECK_EQ(simd_unpack4_l(x, y), 0xa3a2a1a0b3b2b1b0);
	CHECK_EQ(simd_mux1(x, MUX1_REV), 0xa0a1a2a3a4a5a6a7);
	CHECK_EQ(simd_mux1(x, MUX1_MIX), 0xa7a3a5a1a6a2a4a0);
	CHECK_EQ(simd_mux1(x, MUX1_SHUF), 0xa7a3a6a2a5a1a4a0);
	CHECK_EQ(simd_mux1(x, MUX1_ALT), 0xa7a5a3a1a6a4a2a0);
	CHECK_EQ(simd_mux1(x, MUX1_BRCST), 0xa0a0a0a0a0a0a0a0);
	CHECK_EQ(simd_mux2(x, 0xe4), x);
	CHECK_EQ(simd_mux2(x, 0x1b), 0xa1a0a3a2a5a4a7a6);
	CHECK_EQ(simd_mux2(x, 0x8d), 0xa5a4a1a0a7a6a3a2);
	CHECK_EQ(simd_pack2_uss(0x7fff00ff0100ffff, 0x80000001007f0000),
		 0x00017f00ffffff00);
	CHECK_EQ(simd_pack2_sss(0x7fff007f0080ffff, 0x8000ff80ff7f0000),
		 0x808080007f7f7fff);
	CHECK_EQ(simd_pack4_sss(0x7fffffff00007fff, 0x80000000ffff8000),
		 0x800080007fff7fff);
}

TEST(shifts_and_multiplies)
{
	for (int i = 0; i < ROUNDS; i++) {
		u64 x = operand(), y = operand();
		u64 count = test_random() & 1 ? test_random() % 70 :
						test_random();
		s64 a[8], b[8], r[8];

#define SHIFT(bytes, name, is_signed, expr)                                    \
	do {                                                                   \
		split(a, x, bytes, is_signed);                                 \
		for (int e = 0; e < 8 / bytes; e++)                            \
			r[e] = count >= 8 * bytes ?                            \
				       (is_signed && a[e] < 0 ? -1 : 0) :      \
				       (expr);                                 \
		CHECK_EQ(simd_##name(x, count), join(r, bytes));               \
	} while (0)
		SHIFT(2, pshr2, true, a[e] >> count);
		SHIFT(4, pshr4, true, a[e] >> count);
		SHIFT(2, pshr2_u, false, a[e] >> count);
		SHIFT(4, pshr4_u, false, a[e] >> count);
		SHIFT(2, pshl2, false, a[e] << count);
		SHIFT(4, pshl4, false, a[e] << count);

		split(a, x, 2, true);
		split(b, y, 2, true);
		r[0] = a[0] * b[0];
		r[1] = a[2] * b[2];
		CHECK_EQ(simd_pmpy2_r(x, y), join(r, 4));
		r[0] = a[1] * b[1];
		r[1] = a[3] * b[3];
		CHECK_EQ(simd_pmpy2_l(x, y), join(r, 4));
		for (unsigned int c = 0; c <= 16; c++) {
			split(a, x, 2, true);
			for (int e = 0; e < 4; e++)
				r[e] = (a[e] * b[e]) >> c;
			CHECK_EQ(simd_pmpyshr2(x, y, c), join(r, 2));
			s64 ua[8], ub[8];

			split(ua, x, 2, false);
			split(ub, y, 2, false);
			for (int e = 0; e < 4; e++)
				r[e] = (ua[e] * ub[e]) >> c;
			CHECK_EQ(simd_pmpyshr2_u(x, y, c), join(r, 2));
		}
		for (unsigned int c = 1; c <= 3; c++) {
			for (int e = 0; e < 4; e++) {
				s64 t = a[e] * (1 << c);

				r[e] = saturate(t, 2, SSS) != t ?
					       saturate(t, 2, SSS) :
					       saturate(t + b[e], 2, SSS);
			}
			CHECK_EQ(simd_pshladd2(x, c, y), join(r, 2));
			for (int e = 0; e < 4; e++)
				r[e] = saturate((a[e] >> c) + b[e], 2, SSS);
			CHECK_EQ(simd_pshradd2(x, c, y), join(r, 2));
		}
	}
}

TEST(scalar_helpers)
{
	CHECK_EQ(int_shl(1, 63), BIT64(63));
	CHECK_EQ(int_shl(1, 64), 0);
	CHECK_EQ(int_shl(1, BIT64(40)), 0);
	CHECK_EQ(int_shr(BIT64(63), 64), ~0ULL);
	CHECK_EQ(int_shr(BIT64(63), ~0ULL), ~0ULL);
	CHECK_EQ(int_shr_u(BIT64(63), 64), 0);
	CHECK_EQ(int_shr_u(BIT64(63), 63), 1);
	CHECK_EQ(int_shrp(0x1122334455667788, 0x99aabbccddeeff00, 0),
		 0x99aabbccddeeff00);
	CHECK_EQ(int_shrp(0x1122334455667788, 0x99aabbccddeeff00, 8),
		 0x8899aabbccddeeff);
	CHECK_EQ(int_shrp(1, 0, 63), 2);
	CHECK_EQ(int_extr(0x80, 7, 1), ~0ULL);
	CHECK_EQ(int_extr(0x80, 7, 2), 1);
	CHECK_EQ(int_extr(BIT64(63), 60, 20), 0xfffffffffffffff8);
	CHECK_EQ(int_extr_u(BIT64(63), 60, 20), 8);
	CHECK_EQ(int_extr(BIT64(63), 0, 64), BIT64(63));
	CHECK_EQ(int_dep(0x1ff, 0, 4, 8), 0xff0);
	CHECK_EQ(int_dep(0, ~0ULL, 60, 16), 0x0fffffffffffffff);
	CHECK_EQ(int_dep_z(0xff, 60, 4), 0xf000000000000000);
	CHECK_EQ(simd_czx(0x1100220033004400, 8, false), 0);
	CHECK_EQ(simd_czx(0x1100220033004411, 8, false), 2);
	CHECK_EQ(simd_czx(0x1100220033004400, 8, true), 1);
	CHECK_EQ(simd_czx(0x1111111111111111, 8, true), 8);
	CHECK_EQ(simd_czx(0x1111111100001111, 16, true), 2);
	CHECK_EQ(simd_czx(0x1111111100001111, 16, false), 1);
	CHECK_EQ(simd_czx(0x1111111111111111, 16, false), 4);
	CHECK_EQ(int_popcnt(0xff00ff), 16);
	CHECK_EQ(int_clz(0), 64);
	CHECK_EQ(int_clz(1), 63);
	CHECK_EQ(int_clz(~0ULL), 0);
	CHECK_EQ(int_mpy4(0xaaaaaaaaffffffff, 0xbbbbbbbbffffffff),
		 0xfffffffe00000001);
	CHECK_EQ(int_mpyshl4(0x00000003ffffffff, 0xffffffff00000005),
		 0xf00000000);
}
