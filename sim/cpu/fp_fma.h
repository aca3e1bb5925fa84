/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Multiply-add: fma, fms, fnma and, through their pseudo-operations, every
 * add, subtract, multiply and normalise of the architecture.
 *
 * SDM vol 3, fma, fms, fnma; vol 1, 5.3 and 5.4.
 */
#ifndef SIM_CPU_FP_FMA_H
#define SIM_CPU_FP_FMA_H

#include "cpu/fp_host.h"
#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

/*
 * One exact multiply-add of non-NaTVal operands under @ctl; the core that the
 * scalar and parallel instructions share.  The result is meaningless if
 * exc->fault is set.
 */
struct fpreg fp_fma_core(const struct fp_ctl *ctl, struct fp_exc *exc,
			 unsigned int flags, const struct fpreg *f3,
			 const struct fpreg *f4, const struct fpreg *f2);

/* f1 = f3 * f4 + f2 in precision @pc under status field @sf. */
struct fpreg fp_fma_exact(struct fp_context *ctx, unsigned int sf,
			  enum fp_pc pc, unsigned int flags,
			  const struct fpreg *f3, const struct fpreg *f4,
			  const struct fpreg *f2);

/*
 * The same; @flags are FP_FMA_*.  Inline so that a constant @pc leaves one
 * test and one call.
 */
static inline struct fpreg fp_fma(struct fp_context *ctx, unsigned int sf,
				  enum fp_pc pc, unsigned int flags,
				  const struct fpreg *f3,
				  const struct fpreg *f4,
				  const struct fpreg *f2)
{
	struct fpreg res;

	if (pc != FP_PC_DYNAMIC && fp_host_usable(ctx->fpsr, sf)) {
		res = fp_host_fma(pc, flags, f3, f4, f2);
		if (likely(!fp_host_failed(res)))
			return res;
	}
	return fp_fma_exact(ctx, sf, pc, flags, f3, f4, f2);
}

#endif
