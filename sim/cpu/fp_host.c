// SPDX-License-Identifier: GPL-2.0
/*
 * Multiply-add on the host's own fused multiply-add, for hosts that have one.
 *
 * A host fma of doubles (singles) is the exact result rounded once to nearest:
 * what fma.d (fma.s) asks for if its operands are such numbers and its result
 * is normal.  The host says nothing here of inexactness, so callers come only
 * when the inexact flag is set already and its trap masked.
 */
#include <string.h>

#include "cpu/fp_host.h"

#if defined(__x86_64__)

#define HOST_FMA __attribute__((target("fma")))

static inline bool host_has_fma(void)
{
	return __builtin_cpu_supports("fma");
}

#elif defined(__aarch64__)

#define HOST_FMA

static inline bool host_has_fma(void)
{
	return true;
}

#else

#define HOST_FMA

/* __builtin_fma() would be a slow function of the C library. */
static inline bool host_has_fma(void)
{
	return false;
}

#endif

static const struct fpreg failed = { .sig = 0 };

/* A normal double; all else, zeros included, is for the caller. */
static inline bool is_double(const struct fpreg *f)
{
	return ((f->sig & (FPREG_INTEGER_BIT | 0x7ff)) == FPREG_INTEGER_BIT) &
	       (f->exp - 0xfc01 < 0x7fe);
}

static inline double host_double(const struct fpreg *f, u32 negate)
{
	u64 v = (u64)(f->sign ^ negate) << 63 | (u64)(f->exp - 0xfc00) << 52 |
		f->sig << 1 >> 12;
	double d;

	memcpy(&d, &v, sizeof(d));
	return d;
}

HOST_FMA struct fpreg fp_host_fma_double(unsigned int flags,
					 const struct fpreg *f3,
					 const struct fpreg *f4,
					 const struct fpreg *f2)
{
	double a, b, c = 0.0, r;
	u32 exp;
	u64 v;

	if (unlikely(!(is_double(f3) & is_double(f4))) || !host_has_fma())
		return failed;
	if (likely(is_double(f2)))
		c = host_double(f2, !!(flags & FP_FMA_NEGATE_ADDEND));
	else if (!fpreg_is_zero(f2))
		return failed;
	a = host_double(f3, flags & FP_FMA_NEGATE_PRODUCT);
	b = host_double(f4, 0);
	r = __builtin_fma(a, b, c);
	memcpy(&v, &r, sizeof(v));
	exp = (v >> 52) & 0x7ff;
	/* The least normal binade may have been rounded into. */
	if (unlikely(exp - 2 >= 0x7ff - 2))
		return failed;
	return fpreg_make(v >> 63, exp + 0xfc00, FPREG_INTEGER_BIT | v << 11);
}

static inline bool is_single(const struct fpreg *f)
{
	return ((f->sig & (FPREG_INTEGER_BIT | 0xffffffffffULL)) ==
		FPREG_INTEGER_BIT) &
	       (f->exp - 0xff81 < 0xfe);
}

static inline float host_single(const struct fpreg *f, u32 negate)
{
	u32 v = (f->sign ^ negate) << 31 | (f->exp - 0xff80) << 23 |
		((f->sig >> 40) & 0x7fffff);
	float d;

	memcpy(&d, &v, sizeof(d));
	return d;
}

HOST_FMA struct fpreg fp_host_fma_single(unsigned int flags,
					 const struct fpreg *f3,
					 const struct fpreg *f4,
					 const struct fpreg *f2)
{
	float a, b, c = 0.0f, r;
	u32 v, exp;

	if (unlikely(!(is_single(f3) & is_single(f4))) || !host_has_fma())
		return failed;
	if (likely(is_single(f2)))
		c = host_single(f2, !!(flags & FP_FMA_NEGATE_ADDEND));
	else if (!fpreg_is_zero(f2))
		return failed;
	a = host_single(f3, flags & FP_FMA_NEGATE_PRODUCT);
	b = host_single(f4, 0);
	r = __builtin_fmaf(a, b, c);
	memcpy(&v, &r, sizeof(v));
	exp = (v >> 23) & 0xff;
	if (unlikely(exp - 2 >= 0xff - 2))
		return failed;
	return fpreg_make(v >> 31, exp + 0xff80,
			  FPREG_INTEGER_BIT | (u64)v << 40);
}
