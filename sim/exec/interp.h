/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The two instances of the instruction bodies, and what bodies call.
 */
#ifndef SIM_EXEC_INTERP_H
#define SIM_EXEC_INTERP_H

#include "exec/engine_cpu.h"
#include "exec/op.h"

/* interp_threaded.c: handler of @id, in the form that tests the predicate. */
op_handler interp_fast_handler(unsigned int id, bool predicated);

/* interp_switch.c: body of @id; the caller has tested the predicate. */
op_handler interp_check_handler(unsigned int id);

/*
 * One instruction of the one-slot engine at cpu->ip/psr.ri: EXEC_CHECK when a
 * check point follows, EXEC_NEXT when none does, or EXEC_FAULT, EXEC_TRAP.
 */
int interp_step(struct cpu *cpu, struct engine_cpu *e);

#endif
