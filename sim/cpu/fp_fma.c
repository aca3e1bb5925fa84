// SPDX-License-Identifier: GPL-2.0
/*
 * Fused multiply-add on 64-bit significands with 17-bit exponents, exact in
 * integer arithmetic: a 128-bit product, a 256-bit aligned sum, one rounding.
 *
 * SDM vol 1, 5.1.3 (pseudo-zeros), 5.4.1 (faults); vol 3, fma.
 */
#include "cpu/fp_fma.h"
#include "cpu/fp_round.h"

/* An exact intermediate: bit 127 of @sig set, or @sig zero. */
struct wide {
	u128 sig;
	s32 exp;
	u32 sign;
};

static inline unsigned int clz128(u128 v)
{
	u64 high = v >> 64;

	return high ? __builtin_clzll(high) : 64 + __builtin_clzll((u64)v);
}

/*
 * The helpers below avoid branches on the operands' bits: signs, carries and
 * the order of exponents are as good as random, and a mispredicted branch
 * costs more than the arithmetic.
 */
static inline struct wide multiply(u32 sign, s32 exp3, u64 sig3, s32 exp4,
				   u64 sig4)
{
	u128 sig = (u128)sig3 * sig4;
	unsigned int top = sig >> 127;

	return (struct wide){ .sig = sig << (1 - top),
			      .exp = exp3 + exp4 - FPREG_EXP_BIAS + top,
			      .sign = sign };
}

/* a + b of one sign: @b is aligned, @low what alignment shifted out of it. */
static inline struct wide add_aligned(struct wide a, u128 b, u128 low)
{
	u128 sum = a.sig + b;
	unsigned int carry = sum < b;
	u64 sticky = (low != 0) | (carry & (u64)sum);

	a.sig = (sum >> carry) | ((u128)carry << 127) | sticky;
	a.exp += carry;
	return a;
}

/*
 * a - b, 256 bits wide so that cancellation loses nothing.  An exact zero has
 * sig 0.  If the exponents were equal (then @low is 0) b may be the greater.
 * A difference whose upper 128 bits vanish is zero: no product of two 64-bit
 * significands comes nearer to a power of two than 2^-63.
 */
static inline struct wide subtract_aligned(struct wide a, u128 b, u128 low)
{
	u128 diff = a.sig - b - (low != 0);
	unsigned int norm, negative = a.sig < b;

	a.sign ^= negative;
	diff = negative ? -diff : diff;
	low = -low;
	if (unlikely(diff == 0)) {
		a.sig = 0;
		return a;
	}
	norm = clz128(diff);
	a.sig = (diff << norm) | (low >> 1 >> (127 - norm));
	a.sig |= (low << norm) != 0;
	a.exp -= norm;
	return a;
}

static inline struct wide add(struct wide a, struct wide b)
{
	s32 shift = a.exp - b.exp;
	bool swap = shift < 0;
	u128 large = swap ? b.sig : a.sig, small = swap ? a.sig : b.sig;
	struct wide r = { .sig = large,
			  .exp = swap ? b.exp : a.exp,
			  .sign = swap ? b.sign : a.sign };
	u128 low;

	shift = swap ? -shift : shift;
	if (likely(shift < 128)) {
		low = small << 1 << (127 - shift);
		small >>= shift;
	} else {
		/* At most one bit cancels: a sticky bit is enough. */
		low = 1;
		small = 0;
	}
	if (a.sign == b.sign)
		return add_aligned(r, small, low);
	return subtract_aligned(r, small, low);
}

/* The sign of an exact zero sum of operands with these signs. */
static inline u32 zero_sum_sign(const struct fp_ctl *ctl, u32 a, u32 b)
{
	return a == b ? a : ctl->rc == FP_RC_DOWN;
}

/*
 * Operands with infinities, NaNs or unsupported encodings, and all that may
 * fault.  True if *@res is the result (or a fault is set).
 */
static bool fma_special(const struct fp_ctl *ctl, struct fp_exc *exc,
			unsigned int flags, const struct fpreg *f3,
			const struct fpreg *f4, const struct fpreg *f2,
			const struct fp_number *a, const struct fp_number *b,
			const struct fp_number *c, struct fpreg *res)
{
	bool invalid, unnormal, any_nan, product_infinite;
	const struct fpreg *nan = NULL;
	u32 product_sign = a->sign ^ b->sign ^
			   !!(flags & FP_FMA_NEGATE_PRODUCT);
	u32 addend_sign = c->sign ^ !!(flags & FP_FMA_NEGATE_ADDEND);

	invalid = a->kind >= FP_SNAN || b->kind >= FP_SNAN ||
		  c->kind >= FP_SNAN;
	unnormal = a->unnormal | b->unnormal | c->unnormal;
	/* Which of several NaNs is propagated: f4, then f2, then f3. */
	if (fp_kind_is_nan(b->kind))
		nan = f4;
	else if (fp_kind_is_nan(c->kind))
		nan = f2;
	else if (fp_kind_is_nan(a->kind))
		nan = f3;
	any_nan = nan || a->kind == FP_UNSUPPORTED ||
		  b->kind == FP_UNSUPPORTED || c->kind == FP_UNSUPPORTED;

	product_infinite = a->kind == FP_INFINITY || b->kind == FP_INFINITY;
	*res = fpreg_indefinite();
	if (any_nan) {
		if (a->kind != FP_UNSUPPORTED && b->kind != FP_UNSUPPORTED &&
		    c->kind != FP_UNSUPPORTED)
			*res = fpreg_quiet(nan);
	} else {
		/* A pseudo-zero is no zero here: SDM vol 1, 5.1.3. */
		if (product_infinite && ((a->kind == FP_ZERO && !a->unnormal) ||
					 (b->kind == FP_ZERO && !b->unnormal)))
			invalid = true;
		else if (product_infinite && c->kind == FP_INFINITY &&
			 product_sign != addend_sign)
			invalid = true;
	}
	if (invalid) {
		fp_raise_fault(ctl, exc, FP_V);
		return true;
	}
	if (any_nan)
		return true;
	if (unnormal && fp_raise_fault(ctl, exc, FP_D))
		return true;
	if (product_infinite) {
		*res = fpreg_infinity(product_sign);
		return true;
	}
	if (c->kind == FP_INFINITY) {
		*res = fpreg_infinity(addend_sign);
		return true;
	}
	return false;
}

static struct fpreg fma_general(const struct fp_ctl *ctl, struct fp_exc *exc,
				unsigned int flags, const struct fpreg *f3,
				const struct fpreg *f4, const struct fpreg *f2)
{
	struct fp_number a = fp_unpack(f3), b = fp_unpack(f4);
	struct fp_number c = fp_unpack(f2);
	struct wide product, sum;
	struct fpreg res;
	u32 product_sign, addend_sign;

	if (fma_special(ctl, exc, flags, f3, f4, f2, &a, &b, &c, &res))
		return res;
	product_sign = a.sign ^ b.sign ^ !!(flags & FP_FMA_NEGATE_PRODUCT);
	addend_sign = c.sign ^ !!(flags & FP_FMA_NEGATE_ADDEND);
	if (a.kind == FP_ZERO || b.kind == FP_ZERO) {
		if (flags & FP_FMA_NO_ADDEND)
			return fpreg_zero(product_sign);
		if (c.kind == FP_ZERO)
			return fpreg_zero(
				zero_sum_sign(ctl, product_sign, addend_sign));
		return fp_round(ctl, exc, addend_sign, c.exp,
				(u128)c.sig << 64);
	}
	product = multiply(product_sign, a.exp, a.sig, b.exp, b.sig);
	if (c.kind == FP_ZERO)
		return fp_round(ctl, exc, product.sign, product.exp,
				product.sig);
	sum = add(product, (struct wide){ .sig = (u128)c.sig << 64,
					  .exp = c.exp,
					  .sign = addend_sign });
	if (sum.sig == 0)
		return fpreg_zero(ctl->rc == FP_RC_DOWN);
	return fp_round(ctl, exc, sum.sign, sum.exp, sum.sig);
}

struct fpreg fp_fma_core(const struct fp_ctl *ctl, struct fp_exc *exc,
			 unsigned int flags, const struct fpreg *f3,
			 const struct fpreg *f4, const struct fpreg *f2)
{
	struct wide r;

	if (unlikely(!fpreg_is_normal(f3) || !fpreg_is_normal(f4)))
		return fma_general(ctl, exc, flags, f3, f4, f2);
	r = multiply(f3->sign ^ f4->sign ^ (flags & FP_FMA_NEGATE_PRODUCT),
		     f3->exp, f3->sig, f4->exp, f4->sig);
	if (fpreg_is_normal(f2)) {
		r = add(r, (struct wide){
				   .sig = (u128)f2->sig << 64,
				   .exp = f2->exp,
				   .sign = f2->sign ^
					   !!(flags & FP_FMA_NEGATE_ADDEND) });
		if (unlikely(r.sig == 0))
			return fpreg_zero(ctl->rc == FP_RC_DOWN);
	} else if (unlikely(!fpreg_is_zero(f2))) {
		return fma_general(ctl, exc, flags, f3, f4, f2);
	}
	return fp_round(ctl, exc, r.sign, r.exp, r.sig);
}

struct fpreg fp_fma_exact(struct fp_context *ctx, unsigned int sf,
			  enum fp_pc pc, unsigned int flags,
			  const struct fpreg *f3, const struct fpreg *f4,
			  const struct fpreg *f2)
{
	struct fp_ctl ctl = fp_ctl_get(ctx->fpsr, sf, pc);
	struct fp_exc exc = { 0 };
	struct fpreg res;

	if (unlikely(fpreg_is_natval(f2) || fpreg_is_natval(f3) ||
		     fpreg_is_natval(f4)))
		return fpreg_natval();
	res = fp_fma_core(&ctl, &exc, flags, f3, f4, f2);
	fp_finish(ctx, sf, &exc);
	return res;
}
