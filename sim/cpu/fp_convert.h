/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Conversions between numbers and integers in floating-point registers.
 *
 * SDM vol 3, fcvt.fx, fcvt.fxu, fcvt.xf (fcvt.xuf is an fma).
 */
#ifndef SIM_CPU_FP_CONVERT_H
#define SIM_CPU_FP_CONVERT_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

#define FP_CVT_UNSIGNED 0x01u /* fcvt.fxu */
#define FP_CVT_TRUNC 0x02u /* .trunc: toward zero whatever sf.rc says */

/* @f2 (no NaTVal) to an integer of @width (32 or 64) bits. */
u64 fp_to_integer_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		       unsigned int flags, unsigned int width,
		       const struct fpreg *f2);

struct fpreg fp_to_integer(struct fp_context *ctx, unsigned int sf,
			   unsigned int flags, const struct fpreg *f2);

/* fcvt.xf: exact, raises nothing. */
struct fpreg fp_from_signed(const struct fpreg *f2);

#endif
