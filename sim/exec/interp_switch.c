// SPDX-License-Identifier: GPL-2.0
/*
 * The second instance of the instruction bodies: one slot at a time, nothing
 * cached but decoded bundles, whose bytes are compared on every use.  It is
 * the checking engine, and runs what the fast one leaves out: single step,
 * taken-branch traps, instruction breakpoints, one-shot PSR bits.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cpu/debug_regs.h"
#include "exec/body.h"
#include "exec/check.h"
#include "exec/interp.h"
#include "exec/predecode.h"
#include "exec/system.h"
#include "exec/work.h"

#define ARGS                                                                   \
	__attribute__((unused)) struct cpu *cpu,                               \
		__attribute__((unused)) const struct op *op,                   \
		__attribute__((unused)) struct engine_cpu *e

#define STEP_FAULT_AT_TARGET (-1)

#define NEXT return EXEC_NEXT
#define FAULT_EXIT return EXEC_FAULT
#define TRAP_EXIT return EXEC_TRAP
#define CALL_ANY(b1, ret) branch_call_any(cpu, b1, ret)
#define CALL_ANY_INDIRECT(b1, ret, target) branch_call_any(cpu, b1, ret)
#define RETURN_ANY(target)                                                     \
	do {                                                                   \
		if (branch_ret_any(cpu, target))                               \
			return STEP_FAULT_AT_TARGET;                           \
	} while (0)
#define CALL_COLD(function)                                                    \
	return function(cpu, op, e) == MEM_FAULT ? EXEC_FAULT : EXEC_NEXT
#define TAKE_EXIT(exit_)                                                       \
	do {                                                                   \
		cpu->ip = e->page_va + (exit_)->disp;                          \
		cpu->psr &= ~PSR_RI;                                           \
		return EXEC_BRANCH;                                            \
	} while (0)
#define TAKE_INDIRECT(exit_, va_)                                              \
	do {                                                                   \
		cpu->ip = (va_);                                               \
		cpu->psr &= ~PSR_RI;                                           \
		return EXEC_BRANCH;                                            \
	} while (0)
#define RETURN_FROM_INTERRUPTION return step_rfi(cpu)

#define OP(name) static int body_##name(ARGS)
#define OP_SELF(name) static int body_##name(ARGS)

static int step_rfi(struct cpu *cpu)
{
	bool after;

	if (!psr_rfi(cpu, &after))
		return EXEC_BRANCH;
	return after ? STEP_FAULT_AT_TARGET : EXEC_FAULT;
}

#include "exec/ops_int.inc"
#include "exec/ops_mem.inc"
#include "exec/ops_branch.inc"
#include "exec/ops_fp.inc"
#include "exec/ops_system.inc"

static const op_handler bodies[OP_COUNT] = {
#define INSN(id, name, fmt, enc, flags) [OP_##id] = body_##id,
#include "isa/opcodes.def"
#undef INSN
};

static int check_fault_known(struct cpu *cpu, const struct op *op,
			     struct engine_cpu *e)
{
	system_fault_known(cpu, op, e);
	return EXEC_FAULT;
}

op_handler interp_check_handler(unsigned int id)
{
	return id == OP_X_FAULT ? check_fault_known : bodies[id];
}

#define DECODED_BUNDLES 16384u

struct decoded_bundle {
	struct bundle bytes;
	bool valid;
	struct insn slot[3];
};

static const struct insn *decode(struct engine_cpu *e, const struct bundle *bd,
				 u64 pa, unsigned int slot)
{
	struct decoded_bundle *d;

	if (!e->decoded) {
		e->decoded = calloc(DECODED_BUNDLES, sizeof(*e->decoded));
		if (!e->decoded) {
			fputs("ia64-sim: out of host memory\n", stderr);
			abort();
		}
	}
	d = &e->decoded[(pa >> 4) % DECODED_BUNDLES];
	if (!d->valid || d->bytes.lo != bd->lo || d->bytes.hi != bd->hi) {
		d->valid = true;
		d->bytes = *bd;
		for (unsigned int i = 0; i < 3; i++)
			insn_decode_slot(bd, i, &d->slot[i]);
	}
	return &d->slot[slot];
}

/* Retire the instruction: count it, and step over it if it did not branch. */
static void retire(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   unsigned int cpl, bool stop, bool nop, bool branch)
{
	struct engine_work *sum = &e->shared->work;
	bool mlx = op->flags & OPF_MLX;
	struct work w = { .open = cpu->exec_mode & MODE_GROUP_OPEN,
			  .odd = cpu->exec_mode & MODE_GROUP_ODD };

	work_slot(&w, op_slot(op), mlx, stop);
	if (branch)
		work_close_group(&w);
	sum->slots[cpl] += w.slots;
	sum->bundles[cpl] += w.bundles;
	sum->groups[cpl] += w.groups;
	sum->cycles[cpl] += w.cycles;
	if (nop)
		sum->nops += mlx ? 2 : 1;
	e->budget -= BUDGET_COST(e->shared->cycle_clock ? w.cycles : w.slots,
				 w.slots);
	cpu->exec_mode = (cpu->exec_mode & ~MODE_GROUP) |
			 (w.open ? MODE_GROUP_OPEN : 0) |
			 (w.odd ? MODE_GROUP_ODD : 0);
	cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
	if (!branch)
		engine_set_ip(cpu, e, op, true);
}

static void count_branch(struct engine_work *sum, unsigned int kind)
{
	sum->branches_taken++;
	sum->calls += kind == EXIT_CALL;
	sum->returns += kind == EXIT_RETURN;
}

/* Traps that follow an instruction which began with @psr. */
static int traps(struct cpu *cpu, u64 psr, unsigned int slot, int st,
		 bool is_rfi)
{
	u64 code = 0;

	if (psr & PSR_SS)
		code |= TRAP_SS;
	if (st == EXEC_BRANCH && !is_rfi) {
		if (psr & PSR_TB)
			code |= TRAP_TB;
		if ((psr & PSR_LP) &&
		    cpu_cpl(cpu) > (psr & PSR_CPL) >> PSR_CPL_SHIFT)
			code |= TRAP_LP;
	}
	if (st == EXEC_TRAP) {
		if (!code) {
			cpu->fault.isr |= (u64)slot << ISR_EI_SHIFT;
			return EXEC_TRAP;
		}
		code |= TRAP_FP | (cpu->fault.isr & 0xff80);
	}
	if (!code)
		return EXEC_NEXT;
	fault_trap(cpu, code, slot);
	return EXEC_TRAP;
}

#define PSR_ONE_SHOT (PSR_ID | PSR_DA | PSR_DD | PSR_IA | PSR_ED)

int interp_step(struct cpu *cpu, struct engine_cpu *e)
{
	struct code_page *page = engine_fetch(cpu, e);
	unsigned int slot = (cpu->psr & PSR_RI) >> PSR_RI_SHIFT;
	unsigned int cpl = cpu_cpl(cpu), flags;
	struct predecode pd = { .cfm = cpu->cfm, .mode = cpu->exec_mode };
	const struct bundle_template *t;
	const struct insn *in;
	u64 psr = cpu->psr, ip = cpu->ip;
	struct bundle bd;
	struct op op;
	bool mlx, qp;
	int st;

	if (!page) {
		if (!e->shared->pool.flush_wanted)
			return EXEC_FAULT;
		block_flush(e->shared);
		return EXEC_NEXT;
	}
	e->page_va = ip & HOST_PAGE_MASK;
	e->step_pa = page->pa;
	op = (struct op){ .pos = (ip >> 4 & (CODE_PAGE_BUNDLES - 1)) << 2 |
				 slot };
	if (unlikely(psr & PSR_DB) && debug_check_fetch(cpu, ip))
		return EXEC_FAULT;
	if (page->gateway && !slot) {
		st = engine_gateway(cpu, e, &op);
		if (st)
			return st;
	}
	memcpy(&bd, page->host + (ip & (CODE_PAGE_SIZE - 1)), 16);
	if (e->checker && !page->gateway)
		checker_fetch(e->checker, cpu,
			      page->pa + (ip & (CODE_PAGE_SIZE - 1)), &bd, ip,
			      slot);
	t = &bundle_templates[bundle_template_number(&bd)];
	if (!t->valid) {
		fault_illegal_operation(cpu);
		return EXEC_FAULT;
	}
	in = decode(e, &bd, page->pa + (ip & (CODE_PAGE_SIZE - 1)), slot);
	predecode_insn(&pd, in, op.pos, &op);
	flags = pd.flags;
	mlx = slot == 1 && t->unit[1] == UNIT_L;
	if (mlx)
		op.flags |= OPF_MLX;
	if (flags & PD_EXIT) {
		e->step_exit.disp = pd.disp;
		e->step_exit.kind = pd.exit_kind;
		op.exit = &e->step_exit;
	}
	e->op = &op;
	qp = cpu->pr >> op.qp & 1;
	if (!qp && !(flags & PD_NOP))
		e->predicated_off++;
	if (qp && (flags & PD_DISABLED)) {
		predecode_fault(&op, 0, op.pos, pd.fault);
		flags &= ~PD_SELF;
	}
	if (e->checker)
		checker_before(e->checker, cpu, in);
	if (qp || (flags & PD_SELF))
		st = interp_check_handler(op.id)(cpu, &op, e);
	else
		st = EXEC_NEXT;
	e->op = NULL;
	if (st == EXEC_FAULT)
		return EXEC_FAULT;
	if (e->checker)
		checker_retired(e->checker, cpu, in, ip, slot, qp,
				t->stop[mlx ? 2 : slot],
				st == EXEC_BRANCH ||
					st == STEP_FAULT_AT_TARGET);
	retire(cpu, e, &op, cpl, t->stop[mlx ? 2 : slot], flags & PD_NOP,
	       st == EXEC_BRANCH || st == STEP_FAULT_AT_TARGET);
	if ((st == EXEC_BRANCH || st == STEP_FAULT_AT_TARGET) &&
	    op.id != OP_RFI)
		count_branch(&e->shared->work, pd.exit_kind);
	if (op.id == OP_RFI)
		engine_psr_changed(cpu);
	else if (psr & PSR_ONE_SHOT)
		cpu->psr &= ~PSR_ONE_SHOT;
	if (st == STEP_FAULT_AT_TARGET)
		return EXEC_FAULT;
	if (st == EXEC_TRAP ||
	    unlikely(psr & (PSR_SS | PSR_TB | PSR_LP | PSR_ONE_SHOT))) {
		int trap = traps(cpu, psr, slot, st, op.id == OP_RFI);

		engine_psr_changed(cpu);
		if (trap == EXEC_TRAP)
			return EXEC_TRAP;
	}
	if (st == EXEC_BRANCH || (pd.flags & PD_SYNC) ||
	    ((cpu->ip ^ ip) & HOST_PAGE_MASK))
		return EXEC_CHECK;
	return EXEC_NEXT;
}
