/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of branches that are not dispatch: loop counters, rotation, the
 * state a call saves and a return restores.  SDM vol 1, 4.5; vol 3, br.
 */
#ifndef SIM_EXEC_BRANCH_H
#define SIM_EXEC_BRANCH_H

#include "cpu/rse.h"
#include "exec/block.h"
#include "exec/engine_cpu.h"

#define PFS_PFM MASK64(38)
#define PFS_PEC_SHIFT 52
#define PFS_PPL_SHIFT 62

/* Rotate by one: GRs and FRs by their bases, predicates in place. */
static inline void branch_rotate(struct cpu *cpu, u64 pr63)
{
	u64 w = frame_word(cpu), pr = (cpu->pr & ~BIT64(63)) | pr63 << 63;
	unsigned int size = (w >> FRAME_SOR_SHIFT & 0xff) * 8;
	unsigned int gr = w >> FRAME_RRB_GR_SHIFT & 0xff;
	unsigned int fr = w >> FRAME_RRB_FR_SHIFT & 0xff;
	unsigned int p = w >> FRAME_RRB_PR_SHIFT & 0xff;

	if (size)
		gr = gr ? gr - 1 : size - 1;
	fr = fr ? fr - 1 : 95;
	p = p ? p - 1 : 47;
	w &= ~(0xffffffULL << FRAME_RRB_GR_SHIFT);
	w |= (u64)gr << FRAME_RRB_GR_SHIFT | (u64)fr << FRAME_RRB_FR_SHIFT |
	     (u64)p << FRAME_RRB_PR_SHIFT;
	frame_word_set(cpu, w);
	cpu->pr = (pr & 0xffff) | (pr >> 16 << 17) | pr >> 63 << 16;
}

/* br.ctop and br.cexit: goes on looping? */
static inline bool branch_counted(struct cpu *cpu)
{
	bool loop = cpu->ar_lc || cpu->ar_ec > 1;

	if (cpu->ar_lc) {
		cpu->ar_lc--;
		branch_rotate(cpu, 1);
	} else if (cpu->ar_ec) {
		cpu->ar_ec--;
		branch_rotate(cpu, 0);
	} else {
		cpu->pr &= ~BIT64(63);
	}
	return loop;
}

/* br.wtop and br.wexit. */
static inline bool branch_while(struct cpu *cpu, bool qp)
{
	bool loop = qp || cpu->ar_ec > 1;

	if (qp) {
		branch_rotate(cpu, 0);
	} else if (cpu->ar_ec) {
		cpu->ar_ec--;
		branch_rotate(cpu, 0);
	} else {
		cpu->pr &= ~BIT64(63);
	}
	return loop;
}

/* The state part of a taken br.call; @ret: the address of the next bundle. */
static inline void branch_call(struct cpu *cpu, unsigned int b1, u64 ret)
{
	cpu->br[b1] = ret;
	cpu->ar_pfs = cfm_pack(&cpu->cfm) | cpu->ar_ec << PFS_PEC_SHIFT |
		      (cpu->psr & PSR_CPL) >> PSR_CPL_SHIFT << PFS_PPL_SHIFT;
	rse_call(cpu);
}

/*
 * The state part of a taken br.ret to @target: EC, frame, demotion to the
 * caller's level.  FAULT_RAISED: a mandatory RSE load failed; cpu->ip and
 * psr.ri are then those of the target, where the fault belongs.
 */
static inline int branch_ret(struct cpu *cpu, u64 target)
{
	u64 pfs = cpu->ar_pfs;
	unsigned int ppl = pfs >> PFS_PPL_SHIFT;

	cpu->ar_ec = pfs >> PFS_PEC_SHIFT & 63;
	if (unlikely(cpu_cpl(cpu) < ppl)) {
		cpu->psr = (cpu->psr & ~PSR_CPL) | (u64)ppl << PSR_CPL_SHIFT;
		engine_psr_changed(cpu);
	}
	cpu->ip = target;
	cpu->psr &= ~PSR_RI;
	return rse_return(cpu, cfm_unpack(pfs & PFS_PFM), false);
}

#endif
