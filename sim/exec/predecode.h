/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From struct insn to the record the engines run.
 *
 * Everything that is known without running belongs here: renaming, targets
 * that are illegal, disabled floating-point halves, what ends a block.
 */
#ifndef SIM_EXEC_PREDECODE_H
#define SIM_EXEC_PREDECODE_H

#include "exec/block.h"
#include "exec/op.h"

/* What the instruction does to straight-line decoding. */
#define PD_NOP 0x001u /* needs no record */
#define PD_EXIT 0x002u /* record's exit is to be filled */
#define PD_ALWAYS 0x004u /* nothing behind it is reached: ends the block */
#define PD_SYNC 0x008u /* a check point follows */
#define PD_FALL 0x010u /* the frame changes unpredictably: ends the block */
#define PD_SELF 0x020u /* looks at its qualifying predicate itself */
#define PD_DISABLED 0x040u /* a fault record with the same qp goes first */
#define PD_ALLOC 0x080u /* renaming behind it is that of the new frame */

struct predecode {
	struct cfm cfm; /* renaming in force */
	u16 mode; /* MODE_DFL, MODE_DFH, MODE_CPL */
	u64 frame_used; /* bytes of the frame word that mattered */
	bool sof_known, sor_known; /* by an alloc in this block */
	unsigned int flags; /* PD_* of the last instruction */
	enum op_fault fault; /* with PD_DISABLED */
	u8 exit_kind;
	s64 disp; /* of the target from this bundle's page */
};

/*
 * Make the record of @in at @pos (bundle << 2 | slot).  op->handler is left
 * alone; op->id says which body.
 */
void predecode_insn(struct predecode *pd, const struct insn *in,
		    unsigned int pos, struct op *op);

/* Record that raises @fault. */
void predecode_fault(struct op *op, unsigned int qp, unsigned int pos,
		     enum op_fault fault);

#endif
