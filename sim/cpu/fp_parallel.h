/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parallel floating point: two IEEE singles in one significand.
 *
 * SDM vol 3, fpma, fpms, fpnma, fpcmp, fpmin, fpmax, fpamin, fpamax, fpcvt,
 * fprcpa, fprsqrta, fpmerge, fpack; vol 1, 5.4 (exceptions of both halves).
 */
#ifndef SIM_CPU_FP_PARALLEL_H
#define SIM_CPU_FP_PARALLEL_H

#include "cpu/fp_compare.h"
#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

/*
 * FR 1 reads as its significand here too: the pair (-0.0, +0.0), no 1.0
 * (SDM vol 1, 5.1.3).  @flags as for fp_fma().
 */
struct fpreg fp_parallel_fma(struct fp_context *ctx, unsigned int sf,
			     unsigned int flags, const struct fpreg *f3,
			     const struct fpreg *f4, const struct fpreg *f2);

/* fpcmp: each half all ones or all zeros; @negate gives neq, nlt, nle, ord. */
struct fpreg fp_parallel_compare(struct fp_context *ctx, unsigned int sf,
				 enum fp_relation rel, bool negate,
				 const struct fpreg *f2,
				 const struct fpreg *f3);

struct fpreg fp_parallel_minmax(struct fp_context *ctx, unsigned int sf,
				enum fp_select which, const struct fpreg *f2,
				const struct fpreg *f3);

/* fpcvt.fx, fpcvt.fxu: @flags as for fp_to_integer(). */
struct fpreg fp_parallel_to_integer(struct fp_context *ctx, unsigned int sf,
				    unsigned int flags, const struct fpreg *f2);

struct fpreg fp_parallel_recip(struct fp_context *ctx, unsigned int sf,
			       const struct fpreg *f2, const struct fpreg *f3,
			       bool *p2);
struct fpreg fp_parallel_recip_sqrt(struct fp_context *ctx, unsigned int sf,
				    const struct fpreg *f3, bool *p2);

#endif
