// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of floating-point bodies that are too large, or too rare, to be
 * repeated in every one.  SDM vol 1, 5.4; vol 2, chapter 8 (ISR).
 */
#include "cpu/fault.h"
#include "cpu/fp_fma.h"
#include "exec/fp_exec.h"
#include "isa/psr.h"

int fp_raise_trap(struct cpu *cpu, const struct op *op, u64 code)
{
	return fault_fp_trap(cpu, code | (u64)op_slot(op) << ISR_EI_SHIFT);
}

enum fp_exec fp_fma_exec(struct cpu *cpu, const struct op *op, enum fp_pc pc,
			 unsigned int flags)
{
	struct fp_context ctx = { .fpsr = cpu->ar_fpsr };
	struct fpreg res = fp_fma_exact(&ctx, op->sf, pc, flags,
					&cpu->fr[op->b], &cpu->fr[op->c],
					&cpu->fr[op->a]);

	if (unlikely(ctx.fault)) {
		fault_fp_fault(cpu, ctx.fault);
		return FP_EXEC_FAULT;
	}
	cpu->ar_fpsr = ctx.fpsr;
	cpu->fr[op->d] = res;
	cpu->psr |= op->d < 32 ? PSR_MFL : PSR_MFH;
	if (unlikely(ctx.trap)) {
		fp_raise_trap(cpu, op, ctx.trap);
		return FP_EXEC_TRAP;
	}
	return FP_EXEC_DONE;
}
