/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Comparison, classification, minimum and maximum.
 *
 * SDM vol 3, fcmp, fclass, fmin, fmax, famin, famax.
 */
#ifndef SIM_CPU_FP_COMPARE_H
#define SIM_CPU_FP_COMPARE_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

/*
 * The relations of fcmp and fpcmp that are not pseudo-operations; the
 * negated ones of fpcmp are the complement of the result.
 */
enum fp_relation {
	FP_EQ,
	FP_LT,
	FP_LE,
	FP_UNORD
};

enum fp_select {
	FP_MIN,
	FP_MAX,
	FP_AMIN,
	FP_AMAX
};

/* Shared with the parallel forms: operands are not NaTVal. */
bool fp_compare_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		     enum fp_relation rel, const struct fpreg *f2,
		     const struct fpreg *f3);
/* True: f2 is the result of min/max; false: f3 is. */
bool fp_select_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		    enum fp_select which, const struct fpreg *f2,
		    const struct fpreg *f3);

/*
 * fcmp.rel: the relation in *@holds.  Returns false if an operand is a NaTVal,
 * when both target predicates are cleared.
 */
bool fp_compare(struct fp_context *ctx, unsigned int sf, enum fp_relation rel,
		const struct fpreg *f2, const struct fpreg *f3, bool *holds);

struct fpreg fp_minmax(struct fp_context *ctx, unsigned int sf,
		       enum fp_select which, const struct fpreg *f2,
		       const struct fpreg *f3);

/* Bits of fclass9; SDM vol 3, fclass. */
#define FP_CLASS_POS 0x001
#define FP_CLASS_NEG 0x002
#define FP_CLASS_ZERO 0x004
#define FP_CLASS_UNORM 0x008
#define FP_CLASS_NORM 0x010
#define FP_CLASS_INF 0x020
#define FP_CLASS_SNAN 0x040
#define FP_CLASS_QNAN 0x080
#define FP_CLASS_NAT 0x100

/*
 * fclass.m: membership of @f2 in @mask9.  Returns false if @f2 is a NaTVal
 * that the mask does not ask for: both predicates are cleared.
 */
bool fp_classify(const struct fpreg *f2, unsigned int mask9, bool *member);

#endif
