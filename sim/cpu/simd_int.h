/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Integer operations on general registers that are more than one C operator:
 * the parallel ("multimedia") ones, shifts with their large-count rules,
 * deposit, extract, shift-pair, zero search.
 *
 * Pure functions of the operands in the order of the assembler: x = r2, y =
 * r3.  NaT and register writes are the caller's.  SDM vol 3, chapter 2.
 */
#ifndef SIM_CPU_SIMD_INT_H
#define SIM_CPU_SIMD_INT_H

#include "util/types.h"

/* Element @i of @bits bits. */
#define SIMD_U(v, i, bits) ((v) >> ((i) * (bits)) & MASK64(bits))
#define SIMD_S(v, i, bits) sext(SIMD_U(v, i, bits), bits)

static inline s64 simd_clamp(s64 v, s64 min, s64 max)
{
	return v < min ? min : v > max ? max : v;
}

/* Defines u64 name(u64 x, u64 y): the result's elements are @expr(i). */
#define SIMD_OP2(name, bits, expr)                                             \
	static inline u64 name(u64 x, u64 y)                                   \
	{                                                                      \
		u64 r = 0;                                                     \
                                                                               \
		for (unsigned int i = 0; i < 64 / (bits); i++)                 \
			r |= ((u64)(expr)&MASK64(bits)) << (i * (bits));       \
		return r;                                                      \
	}

#define XU(b) ((s64)SIMD_U(x, i, b))
#define YU(b) ((s64)SIMD_U(y, i, b))
#define XS(b) SIMD_S(x, i, b)
#define YS(b) SIMD_S(y, i, b)
#define SMIN(b) (-(1LL << ((b)-1)))
#define SMAX(b) ((1LL << ((b)-1)) - 1)
#define UMAX(b) ((1LL << (b)) - 1)

/* padd, psub: modulo; .sss signed; .uuu unsigned; .uus unsigned with signed. */
SIMD_OP2(simd_padd1, 8, XU(8) + YU(8))
SIMD_OP2(simd_padd2, 16, XU(16) + YU(16))
SIMD_OP2(simd_padd4, 32, XU(32) + YU(32))
SIMD_OP2(simd_padd1_sss, 8, simd_clamp(XS(8) + YS(8), SMIN(8), SMAX(8)))
SIMD_OP2(simd_padd2_sss, 16, simd_clamp(XS(16) + YS(16), SMIN(16), SMAX(16)))
SIMD_OP2(simd_padd1_uuu, 8, simd_clamp(XU(8) + YU(8), 0, UMAX(8)))
SIMD_OP2(simd_padd2_uuu, 16, simd_clamp(XU(16) + YU(16), 0, UMAX(16)))
SIMD_OP2(simd_padd1_uus, 8, simd_clamp(XU(8) + YS(8), 0, UMAX(8)))
SIMD_OP2(simd_padd2_uus, 16, simd_clamp(XU(16) + YS(16), 0, UMAX(16)))
SIMD_OP2(simd_psub1, 8, XU(8) - YU(8))
SIMD_OP2(simd_psub2, 16, XU(16) - YU(16))
SIMD_OP2(simd_psub4, 32, XU(32) - YU(32))
SIMD_OP2(simd_psub1_sss, 8, simd_clamp(XS(8) - YS(8), SMIN(8), SMAX(8)))
SIMD_OP2(simd_psub2_sss, 16, simd_clamp(XS(16) - YS(16), SMIN(16), SMAX(16)))
SIMD_OP2(simd_psub1_uuu, 8, simd_clamp(XU(8) - YU(8), 0, UMAX(8)))
SIMD_OP2(simd_psub2_uuu, 16, simd_clamp(XU(16) - YU(16), 0, UMAX(16)))
SIMD_OP2(simd_psub1_uus, 8, simd_clamp(XU(8) - YS(8), 0, UMAX(8)))
SIMD_OP2(simd_psub2_uus, 16, simd_clamp(XU(16) - YS(16), 0, UMAX(16)))

/*
 * pavg: the bit shifted out is ORed into the low bit of the result; .raz
 * rounds away from zero instead.
 */
#define SIMD_HALVE(sum) ((sum) >> 1 | ((sum)&1))
SIMD_OP2(simd_pavg1, 8, SIMD_HALVE(XU(8) + YU(8)))
SIMD_OP2(simd_pavg2, 16, SIMD_HALVE(XU(16) + YU(16)))
SIMD_OP2(simd_pavg1_raz, 8, (XU(8) + YU(8) + 1) >> 1)
SIMD_OP2(simd_pavg2_raz, 16, (XU(16) + YU(16) + 1) >> 1)
SIMD_OP2(simd_pavgsub1, 8, SIMD_HALVE(XU(8) - YU(8)))
SIMD_OP2(simd_pavgsub2, 16, SIMD_HALVE(XU(16) - YU(16)))

SIMD_OP2(simd_pcmp1_eq, 8, XU(8) == YU(8) ? -1 : 0)
SIMD_OP2(simd_pcmp2_eq, 16, XU(16) == YU(16) ? -1 : 0)
SIMD_OP2(simd_pcmp4_eq, 32, XU(32) == YU(32) ? -1 : 0)
SIMD_OP2(simd_pcmp1_gt, 8, XS(8) > YS(8) ? -1 : 0)
SIMD_OP2(simd_pcmp2_gt, 16, XS(16) > YS(16) ? -1 : 0)
SIMD_OP2(simd_pcmp4_gt, 32, XS(32) > YS(32) ? -1 : 0)

SIMD_OP2(simd_pmin1_u, 8, XU(8) < YU(8) ? XU(8) : YU(8))
SIMD_OP2(simd_pmax1_u, 8, XU(8) < YU(8) ? YU(8) : XU(8))
SIMD_OP2(simd_pmin2, 16, XS(16) < YS(16) ? XS(16) : YS(16))
SIMD_OP2(simd_pmax2, 16, XS(16) < YS(16) ? YS(16) : XS(16))

/* .r: even elements; .l: odd elements. */
SIMD_OP2(simd_pmpy2_r, 32, SIMD_S(x, 2 * i, 16) * SIMD_S(y, 2 * i, 16))
SIMD_OP2(simd_pmpy2_l, 32, SIMD_S(x, 2 * i + 1, 16) * SIMD_S(y, 2 * i + 1, 16))

/* The odd result elements come from x, the even ones from y. */
#define SIMD_XY(b, n) (i & 1 ? SIMD_U(x, n, b) : SIMD_U(y, n, b))
SIMD_OP2(simd_mix1_l, 8, SIMD_XY(8, i | 1))
SIMD_OP2(simd_mix2_l, 16, SIMD_XY(16, i | 1))
SIMD_OP2(simd_mix4_l, 32, SIMD_XY(32, i | 1))
SIMD_OP2(simd_mix1_r, 8, SIMD_XY(8, i & ~1u))
SIMD_OP2(simd_mix2_r, 16, SIMD_XY(16, i & ~1u))
SIMD_OP2(simd_mix4_r, 32, SIMD_XY(32, i & ~1u))
SIMD_OP2(simd_unpack1_h, 8, SIMD_XY(8, 4 + i / 2))
SIMD_OP2(simd_unpack2_h, 16, SIMD_XY(16, 2 + i / 2))
SIMD_OP2(simd_unpack4_h, 32, SIMD_XY(32, 1 + i / 2))
SIMD_OP2(simd_unpack1_l, 8, SIMD_XY(8, i / 2))
SIMD_OP2(simd_unpack2_l, 16, SIMD_XY(16, i / 2))
SIMD_OP2(simd_unpack4_l, 32, SIMD_XY(32, i / 2))

/* The low half of the result comes from x. */
#define SIMD_PACK_IN(n, b) ((i) < (n) ? SIMD_S(x, i, b) : SIMD_S(y, i - (n), b))
SIMD_OP2(simd_pack2_uss, 8, simd_clamp(SIMD_PACK_IN(4, 16), 0, UMAX(8)))
SIMD_OP2(simd_pack2_sss, 8, simd_clamp(SIMD_PACK_IN(4, 16), SMIN(8), SMAX(8)))
SIMD_OP2(simd_pack4_sss, 16,
	 simd_clamp(SIMD_PACK_IN(2, 32), SMIN(16), SMAX(16)))

/*
 * pshladd2: an overflow of the shift alone decides the result, whatever y is
 * (SDM vol 3, pshladd, operation).
 */
static inline u64 simd_pshladd2(u64 x, unsigned int count, u64 y)
{
	u64 r = 0;
	s64 t;

	for (unsigned int i = 0; i < 4; i++) {
		t = XS(16) * (1 << count);
		if (t >= SMIN(16) && t <= SMAX(16))
			t += YS(16);
		t = simd_clamp(t, SMIN(16), SMAX(16));
		r |= ((u64)t & 0xffff) << (i * 16);
	}
	return r;
}

static inline u64 simd_pshradd2(u64 x, unsigned int count, u64 y)
{
	u64 r = 0;
	s64 t;

	for (unsigned int i = 0; i < 4; i++) {
		t = simd_clamp((XS(16) >> count) + YS(16), SMIN(16), SMAX(16));
		r |= ((u64)t & 0xffff) << (i * 16);
	}
	return r;
}

/* @count: 0, 7, 15 or 16. */
static inline u64 simd_pmpyshr2(u64 x, u64 y, unsigned int count)
{
	u64 r = 0;

	for (unsigned int i = 0; i < 4; i++)
		r |= ((u64)(XS(16) * YS(16)) >> count & 0xffff) << (i * 16);
	return r;
}

static inline u64 simd_pmpyshr2_u(u64 x, u64 y, unsigned int count)
{
	u64 r = 0;

	for (unsigned int i = 0; i < 4; i++)
		r |= ((u64)(XU(16) * YU(16)) >> count & 0xffff) << (i * 16);
	return r;
}

static inline u64 simd_psad1(u64 x, u64 y)
{
	u64 r = 0;

	for (unsigned int i = 0; i < 8; i++)
		r += XU(8) > YU(8) ? XU(8) - YU(8) : YU(8) - XU(8);
	return r;
}

/* Shifts of @v by a count that is a whole register: large counts saturate. */
#define SIMD_SHIFT(name, bits, get, op, limit)                                 \
	static inline u64 name(u64 x, u64 count)                               \
	{                                                                      \
		u64 r = 0;                                                     \
                                                                               \
		if (count > (limit))                                           \
			count = (limit);                                       \
		for (unsigned int i = 0; i < 64 / (bits); i++)                 \
			r |= ((u64)(get(x, i, bits) op count) & MASK64(bits))  \
			     << (i * (bits));                                  \
		return r;                                                      \
	}

SIMD_SHIFT(simd_pshl2, 16, SIMD_U, <<, 16)
SIMD_SHIFT(simd_pshl4, 32, SIMD_U, <<, 32)
SIMD_SHIFT(simd_pshr2, 16, SIMD_S, >>, 16)
SIMD_SHIFT(simd_pshr4, 32, SIMD_S, >>, 32)
SIMD_SHIFT(simd_pshr2_u, 16, SIMD_U, >>, 16)
SIMD_SHIFT(simd_pshr4_u, 32, SIMD_U, >>, 32)

/* mux1 permutations, as encoded (SDM vol 3, table 2-42). */
#define MUX1_BRCST 0x0
#define MUX1_MIX 0x8
#define MUX1_SHUF 0x9
#define MUX1_ALT 0xa
#define MUX1_REV 0xb

static inline u64 simd_permute1(u64 x, u32 order)
{
	u64 r = 0;

	for (unsigned int i = 0; i < 8; i++)
		r |= SIMD_U(x, order >> (i * 4) & 7, 8) << (i * 8);
	return r;
}

static inline u64 simd_mux1(u64 x, unsigned int type)
{
	switch (type) {
	case MUX1_REV:
		return __builtin_bswap64(x);
	case MUX1_MIX:
		return simd_permute1(x, 0x73516240);
	case MUX1_SHUF:
		return simd_permute1(x, 0x73625140);
	case MUX1_ALT:
		return simd_permute1(x, 0x75316420);
	default:
		return (x & 0xff) * 0x0101010101010101ULL;
	}
}

/* Result element i is element @type{2i+1:2i} of x. */
static inline u64 simd_mux2(u64 x, unsigned int type)
{
	u64 r = 0;

	for (unsigned int i = 0; i < 4; i++)
		r |= SIMD_U(x, type >> (2 * i) & 3, 16) << (16 * i);
	return r;
}

/* czx: position of the first zero element from the left or the right. */
static inline u64 simd_czx(u64 x, unsigned int bits, bool left)
{
	unsigned int n = 64 / bits;

	for (unsigned int i = 0; i < n; i++)
		if (!SIMD_U(x, left ? n - 1 - i : i, bits))
			return i;
	return n;
}

static inline u64 int_popcnt(u64 x)
{
	return __builtin_popcountll(x);
}

static inline u64 int_clz(u64 x)
{
	return x ? __builtin_clzll(x) : 64;
}

static inline u64 int_mpy4(u64 x, u64 y)
{
	return (x & 0xffffffff) * (y & 0xffffffff);
}

static inline u64 int_mpyshl4(u64 x, u64 y)
{
	return (x >> 32) * (y & 0xffffffff) << 32;
}

/* Counts are whole registers, unsigned. */
static inline u64 int_shl(u64 x, u64 count)
{
	return count > 63 ? 0 : x << count;
}

static inline u64 int_shr_u(u64 x, u64 count)
{
	return count > 63 ? 0 : x >> count;
}

static inline u64 int_shr(u64 x, u64 count)
{
	return (s64)x >> (count > 63 ? 63 : count);
}

/* 64 bits of the pair x:y from bit @count (0..63). */
static inline u64 int_shrp(u64 x, u64 y, unsigned int count)
{
	return (u64)(((u128)x << 64 | y) >> count);
}

/* A field that would pass bit 63 ends there. */
static inline u64 int_extr_u(u64 x, unsigned int pos, unsigned int len)
{
	return bits(x, pos, len);
}

static inline u64 int_extr(u64 x, unsigned int pos, unsigned int len)
{
	if (pos + len > 64)
		len = 64 - pos;
	return sext(bits(x, pos, len), len);
}

/* dep: @len low bits of @x into @y at @pos. */
static inline u64 int_dep(u64 x, u64 y, unsigned int pos, unsigned int len)
{
	u64 mask = MASK64(len) << pos;

	return (y & ~mask) | (x << pos & mask);
}

static inline u64 int_dep_z(u64 x, unsigned int pos, unsigned int len)
{
	return (x & MASK64(len)) << pos;
}

#undef XU
#undef YU
#undef XS
#undef YS

#endif
