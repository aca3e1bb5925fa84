/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations on the bits of floating-point registers: merges, mixes, swaps,
 * logic, select, and the fixed-point multiply-add.  No FPSR, no exceptions;
 * a NaTVal operand gives NaTVal.
 *
 * SDM vol 3, fmerge, fmix, fswap, fsxt, fpack, fpmerge, fand, fandcm, for,
 * fxor, fselect, xma.
 */
#ifndef SIM_CPU_FP_LOGIC_H
#define SIM_CPU_FP_LOGIC_H

#include "cpu/fp_format.h"

#define FP_SIGN_BITS 0x8000000080000000ULL /* of both parallel halves */

/* Result of a two-operand operation, or NaTVal. */
static inline struct fpreg
fp_natval_or(const struct fpreg *f2, const struct fpreg *f3, struct fpreg res)
{
	if (unlikely(fpreg_is_natval(f2) || fpreg_is_natval(f3)))
		return fpreg_natval();
	return res;
}

static inline struct fpreg fp_merge_s(const struct fpreg *f2,
				      const struct fpreg *f3)
{
	return fp_natval_or(f2, f3, fpreg_make(f2->sign, f3->exp, f3->sig));
}

static inline struct fpreg fp_merge_ns(const struct fpreg *f2,
				       const struct fpreg *f3)
{
	return fp_natval_or(f2, f3, fpreg_make(!f2->sign, f3->exp, f3->sig));
}

static inline struct fpreg fp_merge_se(const struct fpreg *f2,
				       const struct fpreg *f3)
{
	return fp_natval_or(f2, f3, fpreg_make(f2->sign, f2->exp, f3->sig));
}

/* An operation on significands alone. */
static inline struct fpreg fp_bits(const struct fpreg *f2,
				   const struct fpreg *f3, u64 sig)
{
	return fp_natval_or(f2, f3, fpreg_integer(sig));
}

static inline struct fpreg fp_halves(const struct fpreg *f2,
				     const struct fpreg *f3, u32 high, u32 low)
{
	return fp_bits(f2, f3, (u64)high << 32 | low);
}

static inline struct fpreg fp_and(const struct fpreg *f2,
				  const struct fpreg *f3)
{
	return fp_bits(f2, f3, f2->sig & f3->sig);
}

static inline struct fpreg fp_andcm(const struct fpreg *f2,
				    const struct fpreg *f3)
{
	return fp_bits(f2, f3, f2->sig & ~f3->sig);
}

static inline struct fpreg fp_or(const struct fpreg *f2, const struct fpreg *f3)
{
	return fp_bits(f2, f3, f2->sig | f3->sig);
}

static inline struct fpreg fp_xor(const struct fpreg *f2,
				  const struct fpreg *f3)
{
	return fp_bits(f2, f3, f2->sig ^ f3->sig);
}

static inline struct fpreg fp_mix_lr(const struct fpreg *f2,
				     const struct fpreg *f3)
{
	return fp_halves(f2, f3, f2->sig >> 32, f3->sig);
}

static inline struct fpreg fp_mix_r(const struct fpreg *f2,
				    const struct fpreg *f3)
{
	return fp_halves(f2, f3, f2->sig, f3->sig);
}

static inline struct fpreg fp_mix_l(const struct fpreg *f2,
				    const struct fpreg *f3)
{
	return fp_halves(f2, f3, f2->sig >> 32, f3->sig >> 32);
}

static inline struct fpreg fp_swap(const struct fpreg *f2,
				   const struct fpreg *f3)
{
	return fp_halves(f2, f3, f3->sig, f2->sig >> 32);
}

static inline struct fpreg fp_swap_nl(const struct fpreg *f2,
				      const struct fpreg *f3)
{
	return fp_halves(f2, f3, f3->sig ^ 1ULL << 31, f2->sig >> 32);
}

static inline struct fpreg fp_swap_nr(const struct fpreg *f2,
				      const struct fpreg *f3)
{
	return fp_halves(f2, f3, f3->sig, f2->sig >> 32 ^ 1ULL << 31);
}

/* fsxt.l: sign of the high half of f2; fsxt.r: of its low half. */
static inline struct fpreg fp_sxt_l(const struct fpreg *f2,
				    const struct fpreg *f3)
{
	return fp_halves(f2, f3, -(u32)(f2->sig >> 63), f3->sig >> 32);
}

static inline struct fpreg fp_sxt_r(const struct fpreg *f2,
				    const struct fpreg *f3)
{
	return fp_halves(f2, f3, -(u32)(f2->sig >> 31 & 1), f3->sig);
}

/* fpack: both as singles, without rounding. */
static inline struct fpreg fp_pack(const struct fpreg *f2,
				   const struct fpreg *f3)
{
	return fp_halves(f2, f3, fpreg_to_single(f2), fpreg_to_single(f3));
}

static inline struct fpreg fp_pmerge_s(const struct fpreg *f2,
				       const struct fpreg *f3)
{
	return fp_bits(f2, f3,
		       (f2->sig & FP_SIGN_BITS) | (f3->sig & ~FP_SIGN_BITS));
}

static inline struct fpreg fp_pmerge_ns(const struct fpreg *f2,
					const struct fpreg *f3)
{
	return fp_bits(f2, f3,
		       (~f2->sig & FP_SIGN_BITS) | (f3->sig & ~FP_SIGN_BITS));
}

/* Sign and exponent from f2. */
static inline struct fpreg fp_pmerge_se(const struct fpreg *f2,
					const struct fpreg *f3)
{
	const u64 sign_and_exponent = 0xff800000ff800000ULL;

	return fp_bits(f2, f3,
		       (f2->sig & sign_and_exponent) |
			       (f3->sig & ~sign_and_exponent));
}

/* fselect f1 = f3, f4, f2: bit by bit, f2 chooses. */
static inline struct fpreg fp_select(const struct fpreg *f3,
				     const struct fpreg *f4,
				     const struct fpreg *f2)
{
	if (unlikely(fpreg_is_natval(f4)))
		return fpreg_natval();
	return fp_bits(f2, f3, (f3->sig & f2->sig) | (f4->sig & ~f2->sig));
}

/* xma.l: the low 64 bits of f3 * f4 + f2. */
static inline struct fpreg
fp_xma_l(const struct fpreg *f3, const struct fpreg *f4, const struct fpreg *f2)
{
	if (unlikely(fpreg_is_natval(f4)))
		return fpreg_natval();
	return fp_bits(f2, f3, f3->sig * f4->sig + f2->sig);
}

/* xma.h: the high 64 bits, signed product; f2 is added unsigned. */
static inline struct fpreg
fp_xma_h(const struct fpreg *f3, const struct fpreg *f4, const struct fpreg *f2)
{
	__int128 sum = (__int128)(s64)f3->sig * (s64)f4->sig + f2->sig;

	if (unlikely(fpreg_is_natval(f4)))
		return fpreg_natval();
	return fp_bits(f2, f3, (u128)sum >> 64);
}

/* xma.hu: the high 64 bits, unsigned product. */
static inline struct fpreg fp_xma_hu(const struct fpreg *f3,
				     const struct fpreg *f4,
				     const struct fpreg *f2)
{
	u128 sum = (u128)f3->sig * f4->sig + f2->sig;

	if (unlikely(fpreg_is_natval(f4)))
		return fpreg_natval();
	return fp_bits(f2, f3, sum >> 64);
}

#endif
