// SPDX-License-Identifier: GPL-2.0
/*
 * The outer loop of both engines: what happens at check points, delivery of
 * interruptions, finding blocks, and the position inside a block.
 */
#include <stdlib.h>

#include "bus/bus.h"
#include "cpu/alat.h"
#include "cpu/debug_regs.h"
#include "cpu/fault.h"
#include "exec/check.h"
#include "exec/code_history.h"
#include "exec/engine_cpu.h"
#include "exec/interp.h"
#include "exec/work.h"
#include "machine/machine.h"
#include "mmu/mmu.h"
#include "sim/exit_codes.h"
#include "util/log.h"

#define POOL_SIZE (192ULL << 20)

/* PSR bits whose effect lasts one instruction, or comes after each one. */
#define PSR_ONE_SHOT (PSR_ID | PSR_DA | PSR_DD | PSR_IA | PSR_ED)
#define PSR_STEPPING (PSR_ONE_SHOT | PSR_SS | PSR_TB | PSR_LP)

/* Machines with an engine, for the hooks that name none. */
static struct engine_shared *machines[8];

static unsigned int mode_of(const struct cpu *cpu)
{
	u64 psr = cpu->psr;

	return cpu_cpl(cpu) | (psr & PSR_DFL ? MODE_DFL : 0) |
	       (psr & PSR_DFH ? MODE_DFH : 0);
}

void engine_psr_changed(struct cpu *cpu)
{
	struct engine_cpu *e = cpu->engine;
	unsigned int cpl = cpu_cpl(cpu);
	struct fetch_tlb_entry *ftlb;
	u64 psr = cpu->psr;

	cpu->exec_mode = (cpu->exec_mode & MODE_GROUP) | mode_of(cpu);
	e->data_set = psr & PSR_DT ? cpl : HOST_TLB_SET_PHYSICAL;
	e->stepping = !!(psr & PSR_STEPPING) ||
		      ((psr & PSR_DB) && debug_fetch_active(cpu));
	/* What the host TLB cannot express goes the long way every time. */
	if ((psr & (PSR_BE | PSR_DA | PSR_DD)) ||
	    ((psr & PSR_DB) && debug_data_active(cpu)))
		e->dtlb = e->tlb.never;
	else
		e->dtlb = e->tlb.data[e->data_set];
	ftlb = e->tlb.fetch[psr & PSR_IT ? cpl : HOST_TLB_SET_PHYSICAL];
	if (ftlb != e->ftlb)
		e->refetch = 1;
	e->ftlb = ftlb;
}

/* Work of the executing block up to @op, by decoding it again. */
static void partial_work(const struct engine_cpu *e, const struct op *op,
			 bool done, struct work *w)
{
	const struct block *b = e->block;
	unsigned int pos = b->pos;

	*w = (struct work){ .open = b->mode_group & MODE_GROUP_OPEN,
			    .odd = b->mode_group & MODE_GROUP_ODD };
	while (pos < op->pos || (done && pos == op->pos)) {
		const struct bundle_template *t;
		struct bundle bd;
		struct insn in;
		bool mlx;

		memcpy(&bd, b->page->host + (pos >> 2) * 16, 16);
		t = &bundle_templates[bundle_template_number(&bd)];
		mlx = (pos & 3) == 1 && t->unit[1] == UNIT_L;
		insn_decode_slot(&bd, pos & 3, &in);
		if (in.op == OP_NOP_M || in.op == OP_NOP_I ||
		    in.op == OP_NOP_B || in.op == OP_NOP_F || in.op == OP_NOP_X)
			w->nops += mlx ? 2 : 1;
		work_slot(w, pos & 3, mlx, t->stop[mlx ? 2 : pos & 3]);
		if (mlx || (pos & 3) == 2)
			pos = (pos & ~3u) + 4;
		else
			pos++;
	}
}

static void account(struct engine_cpu *e, const struct work *w,
		    unsigned int cpl)
{
	struct engine_work *sum = &e->shared->work;

	sum->slots[cpl] += w->slots;
	sum->bundles[cpl] += w->bundles;
	sum->groups[cpl] += w->groups;
	sum->cycles[cpl] += w->cycles;
	sum->nops += w->nops;
	e->budget -= BUDGET_COST(e->shared->cycle_clock ? w->cycles : w->slots,
				 w->slots);
}

void engine_set_ip(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   bool next)
{
	u64 ip = e->page_va + (op->pos >> 2) * 16;
	unsigned int slot = op_slot(op);

	if (next) {
		slot += op->flags & OPF_MLX ? 2 : 1;
		if (slot > 2) {
			slot = 0;
			ip += 16;
		}
	}
	cpu->ip = ip;
	cpu->psr = (cpu->psr & ~PSR_RI) | (u64)slot << PSR_RI_SHIFT;
}

/* Bundle of the instruction before @op, which has not retired. */
static void last_ip_before(struct cpu *cpu, struct engine_cpu *e,
			   const struct op *op)
{
	if (op->pos != e->block->pos)
		cpu->ip_last =
			e->page_va + ((op->pos >> 2) - !op_slot(op)) * 16;
	else if (e->from)
		cpu->ip_last = e->page_va + (e->from->pos >> 2) * 16;
}

static void settle(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   bool done, bool close)
{
	struct work w;

	partial_work(e, op, done, &w);
	if (close)
		work_close_group(&w);
	account(e, &w, e->block->cpl);
	cpu->exec_mode = (cpu->exec_mode & ~MODE_GROUP) |
			 (w.open ? MODE_GROUP_OPEN : 0) |
			 (w.odd ? MODE_GROUP_ODD : 0);
	if (done)
		cpu->ip_last = e->page_va + (op->pos >> 2) * 16;
	else
		last_ip_before(cpu, e, op);
	e->from = NULL;
}

void engine_settle(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   bool done, bool close)
{
	settle(cpu, e, op, done, close);
	engine_set_ip(cpu, e, op, done);
	e->block = NULL;
}

void engine_settle_branch(struct cpu *cpu, struct engine_cpu *e,
			  const struct op *op)
{
	settle(cpu, e, op, true, true);
	e->block = NULL;
}

int engine_gateway(struct cpu *cpu, struct engine_cpu *e, const struct op *op)
{
	u64 pa = (e->block ? e->block->page->pa : e->step_pa) +
		 (op->pos >> 2) * 16;
	u64 ip;

	if (e->gateway_done) {
		e->gateway_done = 0;
		return 0;
	}
	e->op = op;
	engine_set_ip(cpu, e, op, false);
	ip = cpu->ip;
	if (firmware_gateway(cpu, pa))
		return EXEC_FAULT; /* nothing happened; it starts again */
	engine_psr_changed(cpu);
	if (likely(cpu->ip == ip && !(cpu->psr & PSR_RI) && !e->refetch &&
		   !(e->block && e->block->orphan)))
		return 0;
	e->gateway_done = cpu->ip == ip && !(cpu->psr & PSR_RI);
	if (e->block) {
		u64 psr = cpu->psr;

		ip = cpu->ip;
		engine_settle(cpu, e, op, false, true);
		cpu->ip = ip;
		cpu->psr = psr;
	}
	return EXEC_CHECK;
}

struct code_page *engine_fetch(struct cpu *cpu, struct engine_cpu *e)
{
	u64 va = cpu->ip;
	struct fetch_tlb_entry *f = &e->ftlb[fetch_tlb_index(va)];
	struct mmu_result res;
	struct code_page *page;

	if (likely(f->tag == (va & HOST_PAGE_MASK)))
		return f->page;
	if (mmu_translate(cpu, va, MMU_FETCH, cpu_cpl(cpu), 0, &res))
		return NULL;
	page = block_page(e->shared, res.pa & ~BIT64(63) & HOST_PAGE_MASK);
	if (!page) {
		/*
		 * Nothing answers to a fetch there: as a platform that
		 * returns zeroes would, give an Illegal Operation fault.
		 */
		if (!e->shared->pool.flush_wanted)
			fault_illegal_operation(cpu);
		return NULL;
	}
	if (!res.once) {
		f->tag = va & HOST_PAGE_MASK;
		f->page = page;
	}
	return page;
}

static s64 ticks_left(const struct engine_cpu *e)
{
	return (e->budget >> 32) + 1;
}

u64 engine_slots_now(struct cpu *cpu)
{
	struct engine_cpu *e = cpu->engine;
	u64 now = e->slots + (u32)e->budget;

	if (e->block && e->op) {
		now += (e->op->pos >> 2) * 3 + op_slot(e->op);
		now -= (e->block->pos >> 2) * 3 + (e->block->pos & 3);
	}
	return now;
}

u64 engine_cycles_now(struct cpu *cpu)
{
	struct engine_cpu *e = cpu->engine;
	u64 now = e->ticks + (e->run_ticks - ticks_left(e));

	if (e->block && e->op) {
		struct work w;

		partial_work(e, e->op, false, &w);
		now += w.cycles;
	}
	return now;
}

/* An interruption ends the group that is open. */
static void close_group(struct cpu *cpu, struct engine_cpu *e)
{
	struct work w = { .open = cpu->exec_mode & MODE_GROUP_OPEN,
			  .odd = cpu->exec_mode & MODE_GROUP_ODD };

	work_close_group(&w);
	account(e, &w, cpu_cpl(cpu));
	cpu->exec_mode &= ~MODE_GROUP;
}

/*
 * An interruption costs one tick of waiting, so that a CPU which does nothing
 * but fault still gets to the end of its budget.
 */
static void deliver(struct cpu *cpu, struct engine_cpu *e)
{
	close_group(cpu, e);
	interruption_deliver(cpu);
	if (e->checker)
		checker_interruption(e->checker);
	cpu->time++;
	e->budget -= BUDGET_TICK;
	e->run_ticks--;
	engine_psr_changed(cpu);
}

static void poll_interrupts(struct cpu *cpu, struct engine_cpu *e)
{
	cpu->attention &= ~ATTN_INTERRUPT;
	e->irq_pending = cpu->machine && lsapic_pending(cpu) >= 0;
}

/* Find and run blocks until something has to be decided. */
static int run_blocks(struct cpu *cpu, struct engine_cpu *e)
{
	struct engine_shared *s = e->shared;
	struct code_page *page;
	struct block *b;

	for (;;) {
		struct jump_entry *j;
		unsigned int pos;
		int st;

		e->op = NULL;
		e->block = NULL;
		e->refetch = 0;
		if (unlikely(s->pool.flush_wanted))
			block_flush(s);
		page = engine_fetch(cpu, e);
		pos = (cpu->ip >> 4 & (CODE_PAGE_BUNDLES - 1)) << 2 |
		      (cpu->psr & PSR_RI) >> PSR_RI_SHIFT;
		b = page ? block_lookup(s, page, pos, frame_word(cpu)) : NULL;
		if (unlikely(!b)) {
			if (!s->pool.flush_wanted)
				return EXEC_FAULT;
			continue;
		}
		if (!(pos & 3)) {
			j = &e->jump[jump_index(cpu->ip)];
			j->va = cpu->ip;
			j->page = page;
			j->block = b;
		}
		e->page_va = cpu->ip & HOST_PAGE_MASK;
		e->from = NULL;
		e->block = b;
		st = b->ops->handler(cpu, b->ops, e);
		e->block = NULL;
		e->op = NULL;
		if (st != EXEC_LOOKUP)
			return st;
	}
}

static int run_steps(struct cpu *cpu, struct engine_cpu *e)
{
	int st;

	e->block = NULL;
	do {
		e->refetch = 0;
		st = interp_step(cpu, e);
	} while (st == EXEC_NEXT);
	e->op = NULL;
	return st;
}

/* Arm the budget with as much of @ticks as it holds; returns how much. */
static s64 set_budget(struct engine_cpu *e, u64 ticks)
{
	s64 chunk = ticks < BUDGET_MAX ? ticks : BUDGET_MAX;

	e->run_ticks = chunk;
	e->budget = (chunk - 1) * BUDGET_TICK;
	return chunk;
}

/* Take what was retired out of the budget. */
static void settle_budget(struct cpu *cpu, struct engine_cpu *e)
{
	e->ticks += e->run_ticks - ticks_left(e);
	e->slots += (u32)e->budget;
	cpu->slots = e->slots;
	e->run_ticks = 0;
	e->budget = -BUDGET_TICK;
}

static enum engine_exit run(struct cpu *cpu, u64 budget, bool check)
{
	struct engine_cpu *e = cpu->engine;
	struct engine_shared *s = e->shared;
	enum engine_exit why;
	s64 chunk;
	int st;

	chunk = set_budget(e, budget);
	e->alat_others = 0;
	for (u32 i = 0; i < s->cpu_count; i++)
		if (s->cpus[i] != cpu)
			e->alat_others |= s->cpus[i]->alat_filter;
	engine_psr_changed(cpu);
	for (;;) {
		if (cpu->attention & ATTN_INTERRUPT)
			poll_interrupts(cpu, e);
		if (cpu->attention & ATTN_HALT) {
			why = ENGINE_HALT;
			break;
		}
		if (cpu->attention & ATTN_STOP) {
			why = ENGINE_ATTENTION;
			break;
		}
		if (e->budget < 0) {
			s64 used = chunk - ticks_left(e);

			settle_budget(cpu, e);
			if (used >= (s64)budget) {
				why = ENGINE_BUDGET;
				break;
			}
			budget -= used;
			chunk = set_budget(e, budget);
		}
		cpu->attention &= ~ATTN_TRAP;
		if (e->irq_pending && (cpu->psr & PSR_I)) {
			e->irq_pending = 0;
			cpu->attention |= ATTN_INTERRUPT;
			if (lsapic_pending(cpu) >= 0 &&
			    fault_external_interrupt(cpu)) {
				deliver(cpu, e);
				continue;
			}
		}
		st = check || e->stepping ? run_steps(cpu, e) :
					    run_blocks(cpu, e);
		if (st == EXEC_FAULT || st == EXEC_TRAP)
			deliver(cpu, e);
	}
	settle_budget(cpu, e);
	return why;
}

static enum engine_exit run_fast(struct cpu *cpu, u64 budget)
{
	return run(cpu, budget, false);
}

static enum engine_exit run_check(struct cpu *cpu, u64 budget)
{
	struct engine_cpu *e = cpu->engine;

	if (!e->checker) {
		e->checker = checker_create(e->shared, cpu->id);
		if (!e->checker)
			die(SIM_EXIT_HOST, "out of host memory");
	}
	return run(cpu, budget, true);
}

static void translations_changed(struct cpu *cpu, u64 va, unsigned int ps,
				 bool inst, bool data)
{
	struct engine_cpu *e = cpu->engine;

	if (!e)
		return;
	if (ps >= 64) {
		for (u64 r = 0; r < 8; r++)
			host_tlb_flush(&e->tlb, r << 61, 61, inst, data);
		e->refetch |= inst;
		return;
	}
	host_tlb_flush(&e->tlb, va, ps, inst, data);
	if (inst && (ps >= 61 ? va >> 61 == e->page_va >> 61 :
				(va ^ e->page_va) >> ps == 0))
		e->refetch = 1;
}

static void ram_changed(u64 pa, u64 len)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(machines); i++)
		if (machines[i])
			block_invalidate(machines[i], pa, len);
}

/* For the checking engine: firmware or a device saw to the caches. */
static void code_made_coherent(struct machine *m)
{
	struct engine_cpu *e = m->cpus[0] ? m->cpus[0]->engine : NULL;

	if (e && e->shared->history)
		code_coherent(e->shared->history);
}

void engine_invalidate_phys(struct machine *m, u64 pa, u64 len)
{
	if (m->cpus[0] && m->cpus[0]->engine)
		block_invalidate(m->cpus[0]->engine->shared, pa, len);
	code_made_coherent(m);
}

void engine_invalidate_all(struct machine *m)
{
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		struct engine_cpu *e = m->cpus[i]->engine;

		host_tlb_flush_all(&e->tlb);
		e->shared->pool.flush_wanted = true;
		e->refetch = 1;
	}
	code_made_coherent(m);
}

static struct engine_shared *shared_create(struct cpu *cpu)
{
	struct engine_shared *s = calloc(1, sizeof(*s));
	unsigned int i = 0;

	if (!s)
		return NULL;
	while (i < ARRAY_SIZE(machines) && machines[i])
		i++;
	if (i == ARRAY_SIZE(machines) || block_pool_init(&s->pool, POOL_SIZE)) {
		free(s);
		return NULL;
	}
	machines[i] = s;
	s->machine = cpu->machine;
	s->bus = cpu->machine->bus;
	s->cycle_clock = cpu->machine->config.clock == CLOCK_CYCLES;
	mmu_changed = translations_changed;
	bus_dirty_hook = ram_changed;
	return s;
}

static int cpu_init(struct cpu *cpu)
{
	struct engine_shared *s = NULL;
	struct engine_cpu *e;

	for (unsigned int i = 0; i < ARRAY_SIZE(machines); i++)
		if (machines[i] && machines[i]->machine == cpu->machine)
			s = machines[i];
	e = calloc(1, sizeof(*e));
	if (!e)
		return -1;
	if (!s)
		s = shared_create(cpu);
	if (!s || s->cpu_count == ARRAY_SIZE(s->cpus)) {
		free(e);
		return -1;
	}
	e->shared = s;
	e->jump[0].va = ~0ULL;
	e->budget = -BUDGET_TICK; /* none */
	host_tlb_init(&e->tlb);
	cpu->engine = e;
	s->cpus[s->cpu_count++] = cpu;
	engine_psr_changed(cpu);
	return 0;
}

static void cpu_destroy(struct cpu *cpu)
{
	struct engine_cpu *e = cpu->engine;
	struct engine_shared *s;

	if (!e)
		return;
	s = e->shared;
	cpu->engine = NULL;
	free(e->decoded);
	checker_destroy(e->checker);
	free(e);
	for (u32 i = 0; i < s->cpu_count; i++)
		if (s->cpus[i] == cpu)
			s->cpus[i] = s->cpus[--s->cpu_count];
	if (s->cpu_count)
		return;
	for (unsigned int i = 0; i < ARRAY_SIZE(machines); i++)
		if (machines[i] == s)
			machines[i] = NULL;
	block_pool_destroy(&s->pool);
	free(s->history);
	free(s);
}

void engine_work(struct machine *m, struct engine_work *out)
{
	struct engine_shared *s = m->cpus[0]->engine->shared;

	block_fold(s);
	*out = s->work;
	for (u32 i = 0; i < s->cpu_count; i++)
		out->predicated_off += s->cpus[i]->engine->predicated_off;
}

const struct engine_ops engine_fast = {
	.name = "fast",
	.cpu_init = cpu_init,
	.cpu_destroy = cpu_destroy,
	.run = run_fast,
};

const struct engine_ops engine_check = {
	.name = "check",
	.cpu_init = cpu_init,
	.cpu_destroy = cpu_destroy,
	.run = run_check,
};
