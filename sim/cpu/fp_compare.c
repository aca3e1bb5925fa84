// SPDX-License-Identifier: GPL-2.0
/*
 * Comparison by value: unnormal numbers are normalised first, zeros of either
 * sign and pseudo-zeros are equal.
 *
 * SDM vol 3, fcmp, fclass, fmin, fmax, famin, famax.
 */
#include "cpu/fp_compare.h"

/* -1, 0, 1: the order of two magnitudes, neither of them a NaN. */
static int compare_magnitudes(const struct fp_number *a,
			      const struct fp_number *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind != FP_FINITE)
		return 0;
	if (a->exp != b->exp)
		return a->exp < b->exp ? -1 : 1;
	if (a->sig != b->sig)
		return a->sig < b->sig ? -1 : 1;
	return 0;
}

static int compare_values(const struct fp_number *a, const struct fp_number *b)
{
	int order;

	if (a->kind == FP_ZERO && b->kind == FP_ZERO)
		return 0;
	if (a->sign != b->sign) {
		/* A zero has the sign of neither side. */
		if (a->kind == FP_ZERO)
			return b->sign ? 1 : -1;
		return a->sign ? -1 : 1;
	}
	order = compare_magnitudes(a, b);
	return a->sign ? -order : order;
}

static bool is_unordered(const struct fp_number *a, const struct fp_number *b)
{
	return a->kind > FP_INFINITY || b->kind > FP_INFINITY;
}

static bool is_signalling(const struct fp_number *a, const struct fp_number *b)
{
	return a->kind > FP_QNAN || b->kind > FP_QNAN;
}

bool fp_compare_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		     enum fp_relation rel, const struct fpreg *f2,
		     const struct fpreg *f3)
{
	struct fp_number a = fp_unpack(f2), b = fp_unpack(f3);
	bool unordered = is_unordered(&a, &b);
	int order;

	if (unlikely(unordered)) {
		if (is_signalling(&a, &b) || rel == FP_LT || rel == FP_LE)
			fp_raise_fault(ctl, exc, FP_V);
		return rel == FP_UNORD;
	}
	if (unlikely(a.unnormal | b.unnormal))
		fp_raise_fault(ctl, exc, FP_D);
	order = compare_values(&a, &b);
	switch (rel) {
	case FP_EQ:
		return order == 0;
	case FP_LT:
		return order < 0;
	case FP_LE:
		return order <= 0;
	default:
		return false;
	}
}

bool fp_compare(struct fp_context *ctx, unsigned int sf, enum fp_relation rel,
		const struct fpreg *f2, const struct fpreg *f3, bool *holds)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, FP_PC_DYNAMIC);
	struct fp_exc exc = { 0 };

	*holds = false;
	if (unlikely(fpreg_is_natval(f2) || fpreg_is_natval(f3)))
		return false;
	*holds = fp_compare_core(&ctl, &exc, rel, f2, f3);
	fp_finish(ctx, sf, &exc);
	return true;
}

bool fp_select_core(const struct fp_ctl *ctl, struct fp_exc *exc,
		    enum fp_select which, const struct fpreg *f2,
		    const struct fpreg *f3)
{
	struct fp_number a = fp_unpack(f2), b = fp_unpack(f3);

	if (unlikely(is_unordered(&a, &b))) {
		fp_raise_fault(ctl, exc, FP_V);
		return false;
	}
	if (unlikely(a.unnormal | b.unnormal))
		fp_raise_fault(ctl, exc, FP_D);
	switch (which) {
	case FP_MIN:
		return compare_values(&a, &b) < 0;
	case FP_MAX:
		return compare_values(&a, &b) > 0;
	case FP_AMIN:
		return compare_magnitudes(&a, &b) < 0;
	default:
		return compare_magnitudes(&a, &b) > 0;
	}
}

struct fpreg fp_minmax(struct fp_context *ctx, unsigned int sf,
		       enum fp_select which, const struct fpreg *f2,
		       const struct fpreg *f3)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, FP_PC_DYNAMIC);
	struct fp_exc exc = { 0 };
	bool first;

	if (unlikely(fpreg_is_natval(f2) || fpreg_is_natval(f3)))
		return fpreg_natval();
	first = fp_select_core(&ctl, &exc, which, f2, f3);
	fp_finish(ctx, sf, &exc);
	return first ? *f2 : *f3;
}

bool fp_classify(const struct fpreg *f2, unsigned int mask9, bool *member)
{
	struct fp_number n = fp_unpack(f2);
	unsigned int class = 0;

	*member = false;
	switch (n.kind) {
	case FP_NATVAL:
		*member = mask9 & FP_CLASS_NAT;
		return *member;
	case FP_QNAN:
		*member = mask9 & FP_CLASS_QNAN;
		return true;
	case FP_SNAN:
		*member = mask9 & FP_CLASS_SNAN;
		return true;
	case FP_UNSUPPORTED:
		return true;
	case FP_INFINITY:
		class = FP_CLASS_INF;
		break;
	default:
		if (n.unnormal)
			class = FP_CLASS_UNORM;
		else if (n.kind == FP_ZERO)
			class = FP_CLASS_ZERO;
		else
			class = FP_CLASS_NORM;
	}
	*member = (mask9 & class) &&
		  (mask9 & (n.sign ? FP_CLASS_NEG : FP_CLASS_POS));
	return true;
}
