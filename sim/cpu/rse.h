/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Register stack engine: frames, spills, fills and the registers that name
 * them.  SDM vol 2, chapter 6.
 *
 * The current frame is gr[32..32+sof); older dirty registers are in
 * rse.stack[top - dirty .. top).  A call moves the sol locals to the stack
 * and the outputs down; a return moves them back, loading from memory what
 * was spilled.  Mandatory stores happen only when dirty + sof would exceed
 * RSE_PHYS_REGS (enforced lazy mode; the eager modes of RSC are hints).
 */
#ifndef SIM_CPU_RSE_H
#define SIM_CPU_RSE_H

#include "state/cpu_state.h"

/*
 * Frame part of br.call: CFM -> new frame (sof = sol' outputs), BSP advanced.
 * Cannot fault (a mandatory store happens at the next alloc).  AR.PFS is the
 * caller's work (the engine sets it, with AR.EC and CPL).
 */
void rse_call(struct cpu *cpu);

/*
 * Frame part of br.ret/rfi: restore the frame described by @frame (a CFM
 * image).  Registers still in rse.stack come back at once; if the frame is
 * then incomplete (CFLE), mandatory loads run, which can fault: the fault is
 * delivered on the *target* instruction with ISR.ir = 1, so the caller first
 * commits IP/PSR.  Returns FAULT_*.
 */
int rse_return(struct cpu *cpu, struct cfm frame, bool from_rfi);

/*
 * Store up to @n dirty registers although nobody needs the room, as RSC.mode
 * bit 0 permits; stops without a fault where the memory is not at hand.
 */
void rse_spill_eagerly(struct cpu *cpu, unsigned int n);

/* Continue mandatory loads of an incomplete frame (after a fault in one). */
int rse_complete_frame(struct cpu *cpu);

/*
 * alloc: the checks of the sizes and the frame; may spill, may fault.  Target
 * register and AR.PFS copy are the caller's.  SDM vol 3, alloc.
 */
int rse_alloc(struct cpu *cpu, unsigned int sof, unsigned int sol,
	      unsigned int sor);

/* cover, including IFS (written when PSR.ic is 0). */
void rse_cover(struct cpu *cpu);
int rse_flushrs(struct cpu *cpu);
/* All checks included; SDM vol 3, loadrs. */
int rse_loadrs(struct cpu *cpu);
void rse_clrrrb(struct cpu *cpu, bool pred_only);

/*
 * Change of rrb.pr from @from to @to: pr holds virtual predicates, so p16-p63
 * turn.  The functions of this header do it where the CFM they install has
 * another rrb.pr.
 */
static inline u64 rse_turn_predicates(u64 pr, unsigned int from,
				      unsigned int to)
{
	unsigned int n = to >= from ? to - from : to + 48 - from;
	u64 high = pr >> 16;

	if (!n)
		return pr;
	high = (high >> n | high << (48 - n)) & MASK64(48);
	return (pr & 0xffff) | high << 16;
}

/* mov ar.bspstore=, ar.rnat=, and reads.  RSC.mode checks are the caller's. */
void rse_write_bspstore(struct cpu *cpu, u64 value);
static inline u64 rse_rnat_slot(u64 addr)
{
	return (addr >> 3) & 63;
}

/* @bsp moved by @n registers (may be negative), over the RNAT slots. */
u64 rse_skip_regs(u64 bsp, s64 n);

/* Registers that lie between two addresses of the backing store. */
s64 rse_count_regs(u64 from, u64 to);

/* Rotate registers by one (br.ctop and friends): all rrb, and pr turns. */
void rse_rotate(struct cpu *cpu);

/*
 * Invariant check for tests and the checking engine: counts, bsp - bspstore
 * against dirty.  Returns NULL or what is wrong.
 */
const char *rse_check(const struct cpu *cpu);

#endif
