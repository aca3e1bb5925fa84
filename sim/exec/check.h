/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Detectors of the checking engine: what hardware would not forgive although
 * the result here is right.  They watch instructions as they retire and
 * report by ip; nothing they do changes what the guest sees.
 *
 * Dependencies and serialisation: SDM vol 3, chapter 5 (isa/dependency.h).
 * Changed code: exec/code_history.h.
 */
#ifndef SIM_EXEC_CHECK_H
#define SIM_EXEC_CHECK_H

#include "exec/engine_cpu.h"
#include "isa/insn.h"

struct checker;

/* For @cpu; NULL when the host has no memory. */
struct checker *checker_create(struct engine_shared *s, u32 cpu);
void checker_destroy(struct checker *c);

/*
 * @in, at cpu->ip and psr.ri, is about to execute: note what its effect on
 * resources depends on, before it changes.
 */
void checker_before(struct checker *c, const struct cpu *cpu,
		    const struct insn *in);

/*
 * It has executed without a fault, at @ip, slot @slot.  @qp: its predicate was
 * 1.  @stop: a stop follows it.  @taken: it branched.
 */
void checker_retired(struct checker *c, struct cpu *cpu, const struct insn *in,
		     u64 ip, unsigned int slot, bool qp, bool stop, bool taken);

/* The bundle @b at @pa, virtual @ip, is about to execute from @slot on. */
void checker_fetch(struct checker *c, struct cpu *cpu, u64 pa,
		   const struct bundle *b, u64 ip, unsigned int slot);

/* fc or fc.i of the line of @pa. */
void checker_flush(struct checker *c, u64 pa);

/* An interruption was delivered: it serialises. */
void checker_interruption(struct checker *c);

#endif
