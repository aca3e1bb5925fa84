/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory formats to and from the register format: what ldf, ldfp, stf, setf
 * and getf do to a value on its way.  Bit patterns only: byte order and the
 * access itself are the engine's.
 *
 * SDM vol 1, 5.1.3 and figures 5-4 to 5-9; vol 3, ldf, stf, getf, setf.
 */
#ifndef SIM_CPU_FP_FORMAT_H
#define SIM_CPU_FP_FORMAT_H

#include "cpu/fp_number.h"

/* ldfs, ldfps, setf.s */
static inline struct fpreg fpreg_from_single(u32 v)
{
	u32 sign = v >> 31, exp = (v >> 23) & 0xff;
	u64 fraction = (u64)(v & 0x7fffff) << 40;

	if (likely(exp - 1 < 0xfe))
		return fpreg_make(sign, exp + 0xff80,
				  FPREG_INTEGER_BIT | fraction);
	if (exp)
		return fpreg_make(sign, FPREG_EXP_ONES,
				  FPREG_INTEGER_BIT | fraction);
	return fpreg_make(sign, fraction ? 0xff81 : 0, fraction);
}

/* ldfd, ldfpd, setf.d */
static inline struct fpreg fpreg_from_double(u64 v)
{
	u32 sign = v >> 63, exp = (v >> 52) & 0x7ff;
	u64 fraction = v << 12 >> 1;

	if (likely(exp - 1 < 0x7fe))
		return fpreg_make(sign, exp + 0xfc00,
				  FPREG_INTEGER_BIT | fraction);
	if (exp)
		return fpreg_make(sign, FPREG_EXP_ONES,
				  FPREG_INTEGER_BIT | fraction);
	return fpreg_make(sign, fraction ? 0xfc01 : 0, fraction);
}

/* ldfe: @low is bytes 0-7, @high bytes 8-9. */
static inline struct fpreg fpreg_from_extended(u64 low, u16 high)
{
	u32 sign = high >> 15, exp = high & 0x7fff;

	if (exp == 0x7fff)
		return fpreg_make(sign, FPREG_EXP_ONES, low);
	return fpreg_make(sign, exp ? exp + 0xc000 : 0, low);
}

/* ldf8, ldfp8, setf.sig */
static inline struct fpreg fpreg_from_integer(u64 v)
{
	return fpreg_integer(v);
}

/* ldf.fill: @low is bytes 0-7, @high bytes 8-15; only 18 bits of it count. */
static inline struct fpreg fpreg_from_spill(u64 low, u64 high)
{
	return fpreg_make((high >> 17) & 1, high & 0x1ffff, low);
}

/* setf.exp */
static inline struct fpreg fpreg_from_exponent(u64 v)
{
	return fpreg_make((v >> 17) & 1, v & 0x1ffff, FPREG_INTEGER_BIT);
}

/* stfs, getf.s: no rounding, no range check (SDM vol 3, stf). */
static inline u32 fpreg_to_single(const struct fpreg *f)
{
	u32 exp = 0;

	if (f->sig & FPREG_INTEGER_BIT)
		exp = (f->exp >> 16) << 7 | (f->exp & 0x7f);
	return f->sign << 31 | exp << 23 | ((f->sig >> 40) & 0x7fffff);
}

/* stfd, getf.d */
static inline u64 fpreg_to_double(const struct fpreg *f)
{
	u64 exp = 0;

	if (f->sig & FPREG_INTEGER_BIT)
		exp = (f->exp >> 16) << 10 | (f->exp & 0x3ff);
	return (u64)f->sign << 63 | exp << 52 | f->sig << 1 >> 12;
}

/* stfe: bytes 8-9; bytes 0-7 are the significand. */
static inline u16 fpreg_to_extended_high(const struct fpreg *f)
{
	return f->sign << 15 | (f->exp >> 16) << 14 | (f->exp & 0x3fff);
}

/* stf.spill: bytes 8-15; getf.exp gives the same value. */
static inline u64 fpreg_to_spill_high(const struct fpreg *f)
{
	return (u64)f->sign << 17 | f->exp;
}

#endif
