/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a floating-point register holds: classification and the unpacked,
 * normalised form that all arithmetic works on.
 *
 * SDM vol 1, 5.1.2 and 5.1.3 (table 5-2).
 */
#ifndef SIM_CPU_FP_NUMBER_H
#define SIM_CPU_FP_NUMBER_H

#include "state/cpu_state.h"

#define FPREG_EXP_BIAS 0xffff
#define FPREG_EXP_ONES 0x1ffff /* infinities, NaNs, unsupported */
#define FPREG_EXP_DENORMAL 0x0c001 /* what an exponent field of 0 stands for */
#define FPREG_INTEGER_BIT BIT64(63)
#define FPREG_QUIET_BIT BIT64(62)

enum fp_kind {
	FP_ZERO, /* true zeros and pseudo-zeros */
	FP_FINITE, /* any other number */
	FP_INFINITY,
	FP_QNAN,
	FP_SNAN,
	FP_UNSUPPORTED, /* pseudo-infinity, pseudo-NaN */
	FP_NATVAL,
};

/*
 * A number: (-1)^sign * sig / 2^63 * 2^(exp - 65535), normalised (bit 63 of
 * sig set) if kind is FP_FINITE.  exp may lie below the register range.
 */
struct fp_number {
	u64 sig;
	s32 exp;
	u8 kind; /* enum fp_kind */
	u8 sign;
	u8 unnormal; /* came as denormal, unnormal or pseudo-zero */
};

static inline struct fpreg fpreg_make(u32 sign, u32 exp, u64 sig)
{
	return (struct fpreg){ .sig = sig, .exp = exp, .sign = sign };
}

static inline struct fpreg fpreg_natval(void)
{
	return fpreg_make(0, FPREG_NATVAL_EXP, 0);
}

/* The QNaN that invalid operations return: "Quiet NaN indefinite". */
static inline struct fpreg fpreg_indefinite(void)
{
	return fpreg_make(1, FPREG_EXP_ONES,
			  FPREG_INTEGER_BIT | FPREG_QUIET_BIT);
}

static inline struct fpreg fpreg_infinity(u32 sign)
{
	return fpreg_make(sign, FPREG_EXP_ONES, FPREG_INTEGER_BIT);
}

static inline struct fpreg fpreg_zero(u32 sign)
{
	return fpreg_make(sign, 0, 0);
}

static inline struct fpreg fpreg_integer(u64 value)
{
	return fpreg_make(0, FPREG_INT_EXP, value);
}

/* A normal number: nothing special about it in any operation. */
static inline bool fpreg_is_normal(const struct fpreg *f)
{
	return (s64)f->sig < 0 && f->exp - 1 < FPREG_EXP_ONES - 1;
}

static inline bool fpreg_is_zero(const struct fpreg *f)
{
	return (f->sig | f->exp) == 0;
}

static inline enum fp_kind fpreg_special_kind(const struct fpreg *f)
{
	if (!(f->sig & FPREG_INTEGER_BIT))
		return FP_UNSUPPORTED;
	if (f->sig == FPREG_INTEGER_BIT)
		return FP_INFINITY;
	return f->sig & FPREG_QUIET_BIT ? FP_QNAN : FP_SNAN;
}

static inline struct fp_number fp_unpack(const struct fpreg *f)
{
	struct fp_number n = {
		.sig = f->sig,
		.exp = f->exp,
		.sign = f->sign,
	};
	unsigned int shift;

	if (likely(fpreg_is_normal(f))) {
		n.kind = FP_FINITE;
		return n;
	}
	if (f->exp == FPREG_EXP_ONES) {
		n.kind = fpreg_special_kind(f);
		return n;
	}
	if (f->sig == 0) {
		n.kind = FP_ZERO;
		if (fpreg_is_natval(f))
			n.kind = FP_NATVAL;
		else
			n.unnormal = f->exp != 0;
		return n;
	}
	n.kind = FP_FINITE;
	n.unnormal = 1;
	if (f->exp == 0)
		n.exp = FPREG_EXP_DENORMAL;
	shift = __builtin_clzll(f->sig);
	n.sig <<= shift;
	n.exp -= shift;
	return n;
}

static inline bool fp_kind_is_nan(unsigned int kind)
{
	return kind == FP_QNAN || kind == FP_SNAN;
}

/* A NaN made quiet; sign and the rest of the payload stay. */
static inline struct fpreg fpreg_quiet(const struct fpreg *f)
{
	return fpreg_make(f->sign, f->exp, f->sig | FPREG_QUIET_BIT);
}

#endif
