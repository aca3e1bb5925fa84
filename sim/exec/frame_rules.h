/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Register stack rules that hardware does not check: breaking one gives an
 * undefined result there, although this simulator's is harmless.  Pure
 * functions for the checking engine.  SDM vol 2, 6.5 and 6.8; vol 3, chapter 2.
 */
#ifndef SIM_EXEC_FRAME_RULES_H
#define SIM_EXEC_FRAME_RULES_H

#include "isa/dependency.h"
#include "isa/insn.h"
#include "state/cpu_state.h"

/*
 * @in is about to execute; @open: an instruction of its group came before it.
 * What it breaks, or NULL.  Counts only if its predicate turns out to be 1.
 */
const char *frame_rules_before(const struct cpu *cpu, const struct insn *in,
			       bool open);

/* It has executed, in a frame of @sof registers; @stop: a stop follows. */
const char *frame_rules_after(const struct insn *in,
			      const struct insn_resources *r, unsigned int sof,
			      bool stop);

#endif
