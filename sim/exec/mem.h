/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loads, stores and semaphores in full: every form, every attribute, every
 * fault.  The bodies try the host TLB first and come here for the rest.
 * SDM vol 1, 4.4; vol 3: ld, ldf, ldfp, st, stf, xchg, cmpxchg, fetchadd.
 */
#ifndef SIM_EXEC_MEM_H
#define SIM_EXEC_MEM_H

#include "exec/engine_cpu.h"
#include "mmu/mmu.h"

/* Results of the functions below. */
#define MEM_DONE 0
#define MEM_FAULT 1 /* cpu->fault is set, nothing was changed */
#define MEM_LEAVE 2 /* done, and this block's code or the attention changed */

/* ISR.code{3:0} of non-access instructions; SDM vol 2, table 5-2. */
#define MEM_NA_FC 1
#define MEM_NA_LFETCH 4

int mem_load(struct cpu *cpu, const struct op *op, struct engine_cpu *e);
int mem_store(struct cpu *cpu, const struct op *op, struct engine_cpu *e);
int mem_semaphore(struct cpu *cpu, const struct op *op, struct engine_cpu *e);
int mem_lfetch(struct cpu *cpu, const struct op *op, struct engine_cpu *e);
int mem_fc(struct cpu *cpu, const struct op *op, struct engine_cpu *e);

#endif
