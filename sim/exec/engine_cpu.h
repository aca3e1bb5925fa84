/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the engines keep per CPU and per machine beyond architected state:
 * host TLBs, jump cache, the position inside a block, counters of work.
 *
 * Private to exec/.  Nothing here is guest-visible; dropping all of it at any
 * check point changes no result.
 */
#ifndef SIM_EXEC_ENGINE_CPU_H
#define SIM_EXEC_ENGINE_CPU_H

#include "exec/block.h"
#include "exec/engine.h"
#include "exec/host_tlb.h"
#include "exec/op.h"

#define JUMP_CACHE_BITS 12
#define JUMP_CACHE_SIZE (1u << JUMP_CACHE_BITS)

/*
 * Where a branch to @va leads.  Valid while the fetch host TLB still maps
 * va's page to @page and the block fits the frame word: no flush needed when
 * translations change.
 */
struct jump_entry {
	u64 va;
	struct code_page *page;
	struct block *block;
	u64 unused;
};

static inline unsigned int jump_index(u64 va)
{
	return (va >> 4 ^ va >> 16) & (JUMP_CACHE_SIZE - 1);
}

/* Shared by the CPUs of one machine. */
struct engine_shared {
	struct block_pool pool;
	struct engine_work work; /* folded so far */
	struct machine *machine; /* NULL in test harnesses */
	struct bus *bus;
	struct cpu *cpus[64];
	u32 cpu_count;
	u32 refs;
	struct code_history *history; /* of the checking engine, or NULL */
	bool cycle_clock; /* ticks are issue cycles, not slots */
};

struct engine_cpu {
	/* Hot. */
	s64 budget; /* of this run; see BUDGET_COST() */
	u64 page_va; /* virtual address of the page that is executing */
	struct block *block; /* the block that is executing */
	/*
	 * Where the executing block was entered from, for IIPA: a branch of
	 * the same page, or NULL: then cpu->ip_last says.
	 */
	const struct op *from;
	struct host_tlb_entry *dtlb; /* set for the present cpl/dt/be/... */
	struct fetch_tlb_entry *ftlb;
	u64 predicated_off;
	u64 alat_others; /* OR of the other CPUs' ALAT filters, for this run */
	struct engine_shared *shared;
	const struct op *op; /* instruction in progress, set on slow paths */
	s64 run_ticks; /* that the budget began with, less interruptions */
	u8 data_set; /* HOST_TLB_SET_* of data accesses that may be cached */
	u8 stepping; /* psr asks for the one-slot engine */
	u8 irq_pending; /* an unmasked interrupt waits for psr.i */
	u8 refetch; /* translation of the executing page may have changed */
	u8 check_engine; /* this CPU runs in the one-slot engine */
	u8 gateway_done; /* firmware ran for the bundle at cpu->ip already */
	u64 ticks, slots; /* retired in all former runs */
	struct decoded_bundle *decoded; /* one-slot engine's cache */
	struct checker *checker; /* detectors; NULL in the fast engine */
	struct block_exit step_exit; /* one-slot engine: of its record */
	u64 step_pa; /* one-slot engine: page being executed */
	struct jump_entry jump[JUMP_CACHE_SIZE];
	struct host_tlb tlb;
};

/* cpu->psr or cpl changed: choose host TLB sets, mode of blocks, stepping. */
void engine_psr_changed(struct cpu *cpu);

/* cpu->ip and psr.ri := the instruction @op (@next: the one behind it). */
void engine_set_ip(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   bool next);

/*
 * The fast engine leaves the block in the middle: @op is the instruction in
 * progress; count the work up to it (@done: including it), close the group if
 * @close, set cpu->ip_last, cpu->ip and psr.ri.
 */
void engine_settle(struct cpu *cpu, struct engine_cpu *e, const struct op *op,
		   bool done, bool close);
/* The same for a branch that has set cpu->ip and psr.ri itself. */
void engine_settle_branch(struct cpu *cpu, struct engine_cpu *e,
			  const struct op *op);

/* Call the firmware for the gateway bundle @op; 0 or what to leave with. */
int engine_gateway(struct cpu *cpu, struct engine_cpu *e, const struct op *op);

/*
 * The code page for cpu->ip, through the fetch host TLB; NULL: cpu->fault is
 * set, or the pool is full (pool.flush_wanted), or nothing can be fetched.
 */
struct code_page *engine_fetch(struct cpu *cpu, struct engine_cpu *e);

#endif
