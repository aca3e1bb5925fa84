// SPDX-License-Identifier: GPL-2.0
/*
 * The rules: see frame_rules.h.
 */
#include "exec/frame_rules.h"

/* Instructions that may not meet a frame with registers still to be loaded. */
static bool needs_complete_frame(unsigned int op)
{
	switch (op) {
	case OP_ALLOC:
	case OP_FLUSHRS:
	case OP_LOADRS:
	case OP_CLRRRB:
	case OP_CLRRRB_PR:
	case OP_BR_CALL:
	case OP_BR_CALL_B:
	case OP_BRL_CALL:
	case OP_BR_RET:
		return true;
	default:
		return false;
	}
}

const char *frame_rules_before(const struct cpu *cpu, const struct insn *in,
			       bool open)
{
	if (open && in->flags & INSN_F_FIRST)
		return "not the first of its group";
	if (cpu->rse.dirty < 0 && needs_complete_frame(in->op))
		return "frame is incomplete, cover or rfi comes first";
	if (in->op == OP_RFI && cpu->psr & PSR_IC)
		return "PSR.ic is 1";
	return NULL;
}

const char *frame_rules_after(const struct insn *in,
			      const struct insn_resources *r, unsigned int sof,
			      bool stop)
{
	unsigned int first = 32 + sof;
	u64 low = first < 64 ? ~MASK64(first) : 0;
	u64 high = first < 64 ? ~0ULL : ~MASK64(first - 64);

	if (!stop && in->flags & INSN_F_LAST)
		return "not the last of its group";
	if ((r->gr_read[0] & low) | (r->gr_read[1] & high))
		return "reads a register outside the frame";
	return NULL;
}
