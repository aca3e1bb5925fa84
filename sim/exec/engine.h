/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rest of the simulator may ask of an execution engine.
 *
 * Two engines implement it from one set of instruction bodies: "fast"
 * (pre-decoded blocks, threaded dispatch) and "check" (one slot at a time,
 * with the hardware-rule detectors).  Both leave at the same points.
 *
 * Check points, defined by guest code alone: after a taken branch, rfi or
 * interruption; after an instruction flagged INSN_F_SYNC; on crossing a 4 KiB
 * page in straight-line code.  Budgets, interrupts and CPU switches are looked
 * at there and nowhere else.
 */
#ifndef SIM_EXEC_ENGINE_H
#define SIM_EXEC_ENGINE_H

#include "state/cpu_state.h"

struct machine;

enum engine_exit {
	ENGINE_BUDGET, /* the slot budget is used up */
	ENGINE_HALT, /* the CPU halted */
	ENGINE_ATTENTION, /* ATTN_STOP */
};

struct engine_ops {
	const char *name;
	int (*cpu_init)(struct cpu *cpu); /* 0 or -ENOMEM */
	void (*cpu_destroy)(struct cpu *cpu);
	/* Run until a check point at or after @budget retired slots. */
	enum engine_exit (*run)(struct cpu *cpu, u64 budget);
	void (*dump_stats)(struct machine *m, void *out);
};

/*
 * Work retired by all CPUs of a machine, by privilege level at the time.
 * Groups and cycles are the architecture's: a stop, a taken branch or an
 * interruption ends a group, and a group takes an issue cycle for every two
 * bundles it touches.
 */
struct engine_work {
	u64 slots[4], bundles[4], groups[4], cycles[4];
	u64 nops; /* nop slots, predicated off or not */
	u64 predicated_off; /* other slots whose predicate was 0 */
	u64 branches_taken, calls, returns;
};

/* Adds up to now; between runs only. */
void engine_work(struct machine *m, struct engine_work *out);

extern const struct engine_ops engine_fast, engine_check;

/*
 * Guest-visible slot time inside a run: cpu->slots plus what the current
 * block has retired before the present instruction; for ITC reads and device
 * accesses.  Exact in both engines.
 */
u64 engine_slots_now(struct cpu *cpu);
/* The same for issue cycles. */
u64 engine_cycles_now(struct cpu *cpu);

/* RAM changed, or translations did: drop what is cached (all CPUs). */
void engine_invalidate_phys(struct machine *m, u64 pa, u64 len);
void engine_invalidate_all(struct machine *m);

#endif
