// SPDX-License-Identifier: GPL-2.0
/*
 * The fast instance of the instruction bodies: one host function per body,
 * each ending in a jump to the next record's handler.
 *
 * gcc turns "return next->handler(...)" into a jump at -O2 and above as long
 * as nothing in the function needs the frame afterwards, so slow paths are
 * reached by tail calls as well (exec_cold, exec_fault, ...).  A test reads
 * the object file and refuses an indirect call.  Documentation/sim/engine.md.
 */
#include "exec/body.h"
#include "exec/interp.h"
#include "exec/system.h"

#define ARGS                                                                   \
	__attribute__((unused)) struct cpu *restrict cpu,                      \
		__attribute__((unused)) const struct op *restrict op,          \
		__attribute__((unused)) struct engine_cpu *restrict e
#define __body static __attribute__((always_inline)) inline

#define DISPATCH(o)                                                            \
	do {                                                                   \
		const struct op *next_ = (o);                                  \
                                                                               \
		return next_->handler(cpu, next_, e);                          \
	} while (0)
#define NEXT DISPATCH(op + 1)

typedef int (*cold_function)(ARGS);

static __cold int exec_fault(ARGS)
{
	engine_settle(cpu, e, op, false, true);
	return EXEC_FAULT;
}

static __cold int exec_trap(ARGS)
{
	cpu->fault.isr |= (u64)op_slot(op) << ISR_EI_SHIFT;
	engine_settle(cpu, e, op, true, true);
	return EXEC_TRAP;
}

/* br.ret or rfi is done; the fault is the target's, cpu->ip names it. */
static __cold int exec_fault_at_target(ARGS)
{
	engine_settle_branch(cpu, e, op);
	return EXEC_FAULT;
}

/* The block cannot go on behind @op: its code or the machine changed. */
static __cold int exec_leave(ARGS)
{
	engine_settle(cpu, e, op, true, false);
	return EXEC_LOOKUP;
}

static __attribute__((noinline)) int exec_cold(ARGS, cold_function function)
{
	int r = function(cpu, op, e);

	if (unlikely(r))
		return r == MEM_FAULT ? exec_fault(cpu, op, e) :
					exec_leave(cpu, op, e);
	NEXT;
}

/*
 * Go on at @va, which may be in another page: through the jump cache if the
 * fetch host TLB still maps the page as it did.
 */
static inline __attribute__((always_inline)) int exec_jump(ARGS, u64 va)
{
	struct jump_entry *j = &e->jump[jump_index(va)];
	struct fetch_tlb_entry *f = &e->ftlb[fetch_tlb_index(va)];
	struct block *b = j->block;

	cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
	e->from = NULL;
	if (likely(j->va == va && f->tag == (va & HOST_PAGE_MASK) &&
		   f->page == j->page && b && block_fits(b, frame_word(cpu)))) {
		e->page_va = va & HOST_PAGE_MASK;
		e->block = b;
		DISPATCH(b->ops);
	}
	cpu->ip = va;
	cpu->psr &= ~PSR_RI;
	return EXEC_LOOKUP;
}

/* The chain of @op's exit is not set or does not fit the frame. */
static __attribute__((noinline)) int exec_unchained(ARGS)
{
	struct block_exit *x = op->exit;
	u64 frame = frame_word(cpu);
	struct block *b;

	if (!e->block->orphan && (u64)x->disp < CODE_PAGE_SIZE) {
		b = block_lookup(e->shared, e->block->page,
				 x->disp >> 4 << 2 | x->target_slot, frame);
		if (b) {
			x->succ = b;
			e->from = op;
			e->block = b;
			DISPATCH(b->ops);
		}
	}
	if (!x->target_slot) {
		u64 va = e->page_va + x->disp;
		struct fetch_tlb_entry *f = &e->ftlb[fetch_tlb_index(va)];

		b = x->far;
		if (b && f->tag == (va & HOST_PAGE_MASK) &&
		    f->page == b->page && block_fits(b, frame)) {
			cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
			e->from = NULL;
			e->page_va = va & HOST_PAGE_MASK;
			e->block = b;
			DISPATCH(b->ops);
		}
		if (e->jump[jump_index(va)].va == va)
			x->far = e->jump[jump_index(va)].block;
		return exec_jump(cpu, op, e, va);
	}
	cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
	e->from = NULL;
	cpu->ip = e->page_va + x->disp;
	cpu->psr = (cpu->psr & ~PSR_RI) | (u64)x->target_slot << PSR_RI_SHIFT;
	return EXEC_LOOKUP;
}

/* Attention or an empty budget at the check point behind @op's exit. */
static __cold int exec_check(ARGS, u64 va)
{
	struct block_exit *x = op->exit;

	cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
	e->from = NULL;
	cpu->ip = va;
	cpu->psr = (cpu->psr & ~PSR_RI) | (u64)x->target_slot << PSR_RI_SHIFT;
	return EXEC_CHECK;
}

#define WANTS_CHECK (unlikely(e->budget < 0) || unlikely(cpu->attention))

#define TAKE_EXIT(exit_)                                                       \
	do {                                                                   \
		struct block_exit *x_ = (exit_);                               \
		struct block *b_ = x_->succ;                                   \
                                                                               \
		x_->count++;                                                   \
		e->budget -= x_->cost;                                         \
		if (WANTS_CHECK)                                               \
			return exec_check(cpu, op, e, e->page_va + x_->disp);  \
		if (unlikely(!b_) ||                                           \
		    unlikely(!block_fits(b_, frame_word(cpu))))                \
			return exec_unchained(cpu, op, e);                     \
		e->from = op;                                                  \
		e->block = b_;                                                 \
		DISPATCH(b_->ops);                                             \
	} while (0)

#define TAKE_INDIRECT(exit_, va_)                                              \
	do {                                                                   \
		struct block_exit *x_ = (exit_);                               \
		u64 target_ = (va_);                                           \
                                                                               \
		x_->count++;                                                   \
		e->budget -= x_->cost;                                         \
		if (WANTS_CHECK)                                               \
			return exec_check(cpu, op, e, target_);                \
		return exec_jump(cpu, op, e, target_);                         \
	} while (0)

#define CALL_COLD(function) return exec_cold(cpu, op, e, function)
#define FAULT_EXIT return exec_fault(cpu, op, e)
#define TRAP_EXIT return exec_trap(cpu, op, e)
#define CALL_ANY(b1, ret) return exec_call_any(cpu, op, e, b1, ret)
#define CALL_ANY_INDIRECT(b1, ret, target)                                     \
	return exec_call_any_indirect(cpu, op, e, b1, ret, target)
#define RETURN_ANY(target) return exec_return_any(cpu, op, e, target)
#define RETURN_FROM_INTERRUPTION return exec_rfi(cpu, op, e)

static __attribute__((noinline)) int exec_call_any(ARGS, unsigned int b1,
						   u64 ret)
{
	branch_call_any(cpu, b1, ret);
	TAKE_EXIT(op->exit);
}

static __attribute__((noinline)) int
exec_call_any_indirect(ARGS, unsigned int b1, u64 ret, u64 target)
{
	branch_call_any(cpu, b1, ret);
	TAKE_INDIRECT(op->exit, target);
}

static __attribute__((noinline)) int exec_return_any(ARGS, u64 target)
{
	e->op = op;
	if (unlikely(branch_ret_any(cpu, target)))
		return exec_fault_at_target(cpu, op, e);
	TAKE_INDIRECT(op->exit, target);
}

static __attribute__((noinline)) int exec_rfi(ARGS)
{
	bool after;
	int r;

	engine_set_ip(cpu, e, op, false);
	e->op = op;
	r = psr_rfi(cpu, &after);
	if (r && !after)
		return exec_fault(cpu, op, e);
	engine_settle_branch(cpu, e, op);
	engine_psr_changed(cpu);
	return r ? EXEC_FAULT : EXEC_CHECK;
}

/*
 * Two functions from each body: without a predicate, and with one that skips.
 * OP_SELF bodies look at the predicate themselves.
 */
#define OP(name)                                                               \
	__body int body_##name(ARGS);                                          \
	static int run_##name(ARGS)                                            \
	{                                                                      \
		return body_##name(cpu, op, e);                                \
	}                                                                      \
	static int pred_##name(ARGS)                                           \
	{                                                                      \
		if (!(cpu->pr >> op->qp & 1)) {                                \
			e->predicated_off++;                                   \
			NEXT;                                                  \
		}                                                              \
		return body_##name(cpu, op, e);                                \
	}                                                                      \
	__body int body_##name(ARGS)
#define OP_SELF(name)                                                          \
	__body int body_##name(ARGS);                                          \
	static int run_##name(ARGS)                                            \
	{                                                                      \
		return body_##name(cpu, op, e);                                \
	}                                                                      \
	static int pred_##name(ARGS)                                           \
	{                                                                      \
		e->predicated_off += !(cpu->pr >> op->qp & 1);                 \
		return body_##name(cpu, op, e);                                \
	}                                                                      \
	__body int body_##name(ARGS)

#include "exec/ops_int.inc"
#include "exec/ops_mem.inc"
#include "exec/ops_branch.inc"
#include "exec/ops_system.inc"

/* Straight on at a check point. */
OP(X_PAGE_END)
{
	struct block_exit *x = op->exit;

	x->count++;
	e->budget -= x->cost;
	cpu->exec_mode = (cpu->exec_mode & ~MODE_GROUP) | x->mode_group;
	if (WANTS_CHECK || x->mode_group)
		return exec_check(cpu, op, e, e->page_va + x->disp);
	return exec_jump(cpu, op, e, e->page_va + x->disp);
}

OP(X_SYNC_END)
{
	cpu->exec_mode = (cpu->exec_mode & ~MODE_GROUP) | op->exit->mode_group;
	if (unlikely(e->stepping | e->refetch) ||
	    unlikely(e->irq_pending && (cpu->psr & PSR_I))) {
		op->exit->count++;
		e->budget -= op->exit->cost;
		return exec_check(cpu, op, e, e->page_va + op->exit->disp);
	}
	TAKE_EXIT(op->exit);
}

/* No check point here: only the block ends. */
OP(X_FALL)
{
	struct block_exit *x = op->exit;
	struct block *b = x->succ;

	x->count++;
	e->budget -= x->cost;
	cpu->exec_mode = (cpu->exec_mode & ~MODE_GROUP) | x->mode_group;
	if (unlikely(!b) || unlikely(!block_fits(b, frame_word(cpu))))
		return exec_unchained(cpu, op, e);
	e->from = op;
	e->block = b;
	DISPATCH(b->ops);
}

OP(X_GROUP)
{
	cpu->exec_mode &= ~MODE_GROUP;
	NEXT;
}

OP(X_FAULT)
{
	CALL_COLD(system_fault_known);
}

OP(X_GATEWAY)
{
	int r = engine_gateway(cpu, e, op);

	if (r == EXEC_FAULT)
		return exec_fault(cpu, op, e);
	if (r)
		return r;
	NEXT;
}

/*
 * Floating-point bodies keep a context on the stack and hand out its address,
 * which forbids a tail call in its scope: there a body returns what to do and
 * the function around it does it.
 */
enum fp_next {
	FP_NEXT,
	FP_FAULT,
	FP_TRAP,
	FP_BRANCH
};

#undef OP
#undef OP_SELF
#undef NEXT
#undef FAULT_EXIT
#undef TRAP_EXIT
#undef TAKE_EXIT
#define NEXT return FP_NEXT
#define FAULT_EXIT return FP_FAULT
#define TRAP_EXIT return FP_TRAP
#define TAKE_EXIT(exit) return FP_BRANCH

static __cold int exec_fp(ARGS, int r)
{
	struct block_exit *x = op->exit;

	if (r == FP_FAULT)
		return exec_fault(cpu, op, e);
	if (r == FP_TRAP)
		return exec_trap(cpu, op, e);
	x->count++;
	e->budget -= x->cost;
	if (WANTS_CHECK)
		return exec_check(cpu, op, e, e->page_va + x->disp);
	return exec_unchained(cpu, op, e);
}

#define FP_RUN(name)                                                           \
	do {                                                                   \
		int r_ = body_##name(cpu, op, e);                              \
                                                                               \
		if (unlikely(r_))                                              \
			return exec_fp(cpu, op, e, r_);                        \
		DISPATCH(op + 1);                                              \
	} while (0)
#define OP(name)                                                               \
	__body int body_##name(ARGS);                                          \
	static int run_##name(ARGS)                                            \
	{                                                                      \
		FP_RUN(name);                                                  \
	}                                                                      \
	static int pred_##name(ARGS)                                           \
	{                                                                      \
		if (!(cpu->pr >> op->qp & 1)) {                                \
			e->predicated_off++;                                   \
			DISPATCH(op + 1);                                      \
		}                                                              \
		FP_RUN(name);                                                  \
	}                                                                      \
	__body int body_##name(ARGS)
#define OP_SELF(name)                                                          \
	__body int body_##name(ARGS);                                          \
	static int run_##name(ARGS)                                            \
	{                                                                      \
		FP_RUN(name);                                                  \
	}                                                                      \
	static int pred_##name(ARGS)                                           \
	{                                                                      \
		e->predicated_off += !(cpu->pr >> op->qp & 1);                 \
		FP_RUN(name);                                                  \
	}                                                                      \
	__body int body_##name(ARGS)

#include "exec/ops_fp.inc"

static const op_handler plain[OP_X_COUNT] = {
#define INSN(id, name, fmt, enc, flags) [OP_##id] = run_##id,
#include "isa/opcodes.def"
#undef INSN
	[OP_X_PAGE_END] = run_X_PAGE_END, [OP_X_SYNC_END] = run_X_SYNC_END,
	[OP_X_FALL] = run_X_FALL,	  [OP_X_FAULT] = run_X_FAULT,
	[OP_X_GATEWAY] = run_X_GATEWAY,	  [OP_X_GROUP] = run_X_GROUP,
};

static const op_handler predicated_form[OP_X_COUNT] = {
#define INSN(id, name, fmt, enc, flags) [OP_##id] = pred_##id,
#include "isa/opcodes.def"
#undef INSN
	[OP_X_PAGE_END] = pred_X_PAGE_END, [OP_X_SYNC_END] = pred_X_SYNC_END,
	[OP_X_FALL] = pred_X_FALL,	   [OP_X_FAULT] = pred_X_FAULT,
	[OP_X_GATEWAY] = pred_X_GATEWAY,   [OP_X_GROUP] = pred_X_GROUP,
};

op_handler interp_fast_handler(unsigned int id, bool predicated)
{
	return (predicated ? predicated_form : plain)[id];
}
