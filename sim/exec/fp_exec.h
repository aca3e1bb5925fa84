/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What floating-point bodies call in both engines.
 */
#ifndef SIM_EXEC_FP_EXEC_H
#define SIM_EXEC_FP_EXEC_H

#include "cpu/fp_status.h"
#include "exec/op.h"

enum fp_exec {
	FP_EXEC_DONE,
	FP_EXEC_FAULT,
	FP_EXEC_TRAP
};

/*
 * The multiply-add of @op on the CPU's registers, in exact arithmetic, with
 * all its effects.  Fault and trap have filled cpu->fault; a trap has written
 * its results.
 */
enum fp_exec fp_fma_exec(struct cpu *cpu, const struct op *op, enum fp_pc pc,
			 unsigned int flags);

/*
 * Fill cpu->fault with a Floating-point Trap of @op: ISR.ei names its slot
 * here, because psr.ri is behind it when the trap is delivered.
 */
int fp_raise_trap(struct cpu *cpu, const struct op *op, u64 code);

#endif
