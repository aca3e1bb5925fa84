/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reciprocal and reciprocal-square-root approximation, scalar.
 *
 * SDM vol 3, frcpa, frsqrta.
 */
#ifndef SIM_CPU_FP_APPROX_H
#define SIM_CPU_FP_APPROX_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

/*
 * Significands of 1/x and 1/sqrt(x), 11 bits with the leading one, for a
 * normalised significand (and the lowest exponent bit); shared with the
 * parallel forms.
 */
u64 fp_recip_significand(u64 sig);
u64 fp_recip_sqrt_significand(u64 sig, unsigned int odd_exponent);

/*
 * What both instruction families find out before they approximate.  True: the
 * default result in *@res is final and the predicate is cleared (or a fault is
 * set).  False: operands are finite and not zero.
 */
bool fp_recip_special(const struct fp_ctl *ctl, struct fp_exc *exc,
		      const struct fpreg *f2, const struct fpreg *f3,
		      const struct fp_number *num, const struct fp_number *den,
		      struct fpreg *res);
bool fp_recip_sqrt_special(const struct fp_ctl *ctl, struct fp_exc *exc,
			   const struct fpreg *f3, const struct fp_number *n,
			   struct fpreg *res);

/*
 * f1, p2 = f2, f3: *@p2 says that the result is an approximation to be
 * refined.  Operands outside the range in which the refinement gives the IEEE
 * result raise a Software Assist fault.
 */
struct fpreg fp_recip(struct fp_context *ctx, unsigned int sf,
		      const struct fpreg *f2, const struct fpreg *f3, bool *p2);
struct fpreg fp_recip_sqrt(struct fp_context *ctx, unsigned int sf,
			   const struct fpreg *f3, bool *p2);

#endif
