/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of branches that are not dispatch: loop counters, rotation, the
 * state a call saves and a return restores.  SDM vol 1, 4.5; vol 3, br.
 */
#ifndef SIM_EXEC_BRANCH_H
#define SIM_EXEC_BRANCH_H

#include "cpu/pmu.h"
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

/*
 * Copies of a few registers go in chunks of four, and may write three cells
 * too many: BRANCH_SLACK registers of room behind a frame make that harmless.
 */
#define BRANCH_SLACK 8

static inline void branch_copy(u64 *dst, const u64 *src, unsigned int n)
{
	for (unsigned int i = 0; i < n; i += 4) {
		u64 a = src[i], b = src[i + 1], c = src[i + 2], d = src[i + 3];

		dst[i] = a;
		dst[i + 1] = b;
		dst[i + 2] = c;
		dst[i + 3] = d;
	}
}

static inline void branch_copy_nat(u8 *dst, const u8 *src, unsigned int n)
{
	for (unsigned int i = 0; i < n; i += 8) {
		u64 chunk;

		memcpy(&chunk, src + i, 8);
		memcpy(dst + i, &chunk, 8);
	}
}

#define FRAME_ROTATION (0xffffffffULL << FRAME_SOR_SHIFT)
#define FRAME_MODE (0xffffULL << FRAME_MODE_SHIFT)

/* AR.BSP, not at an RNAT slot, moved by up to 96 registers either way. */
static inline u64 branch_skip_up(u64 bsp, unsigned int n)
{
	unsigned int at = rse_rnat_slot(bsp) + n;

	return bsp + (n + (at > 62) + (at > 125)) * 8ULL;
}

static inline u64 branch_skip_down(u64 bsp, unsigned int n)
{
	int at = (int)rse_rnat_slot(bsp) - (int)n;

	return bsp - (n + (at < 0) + (at < -63)) * 8ULL;
}

#define BSP_AT_RNAT(bsp) ((~(bsp)&0x1f8) == 0)

/*
 * The state part of a taken br.call in the common case; @ret: the address of
 * the next bundle.  False: nothing done, branch_call_any() has to.
 */
static inline bool branch_call(struct cpu *cpu, unsigned int b1, u64 ret)
{
	u64 w = frame_word(cpu), pfs = cpu->ar_ec << PFS_PEC_SHIFT;
	unsigned int sof = w & 0xff, sol = w >> FRAME_SOL_SHIFT & 0xff;
	struct rse *rse = &cpu->rse;

	if (unlikely(w & FRAME_ROTATION) || unlikely(BSP_AT_RNAT(rse->bsp)) ||
	    unlikely(sof > RSE_PHYS_REGS - BRANCH_SLACK) ||
	    unlikely(rse->top + sol + BRANCH_SLACK > RSE_STACK_SIZE))
		return false;
	pfs |= (cpu->psr & PSR_CPL) >> PSR_CPL_SHIFT << PFS_PPL_SHIFT;
	cpu->br[b1] = ret;
	cpu->ar_pfs = pfs | sof | sol << 7;
	if (sol) {
		branch_copy(&rse->stack[rse->top], &cpu->gr[32], sol);
		branch_copy_nat(&rse->stack_nat[rse->top], &cpu->nat[32], sol);
		rse->top += sol;
		rse->dirty += sol;
		rse->bsp = branch_skip_up(rse->bsp, sol);
		branch_copy(&cpu->gr[32], &cpu->gr[32 + sol], sof - sol);
		branch_copy_nat(&cpu->nat[32], &cpu->nat[32 + sol], sof - sol);
	}
	frame_word_set(cpu, (w & FRAME_MODE) | (sof - sol));
	return true;
}

/* The same for every frame. */
static inline void branch_call_any(struct cpu *cpu, unsigned int b1, u64 ret)
{
	cpu->br[b1] = ret;
	cpu->ar_pfs = cfm_pack(&cpu->cfm) | cpu->ar_ec << PFS_PEC_SHIFT |
		      (u64)cpu_cpl(cpu) << PFS_PPL_SHIFT;
	rse_call(cpu);
}

/*
 * The frame part of br.ret when all it needs is there: no rotation on either
 * side, no mandatory load.  False: nothing done, rse_return() has to.
 */
static inline bool branch_restore(struct cpu *cpu, u64 pfm)
{
	unsigned int sof = pfm & 0x7f, sol = pfm >> 7 & 0x7f, out = sof - sol;
	struct rse *rse = &cpu->rse;
	u64 w = frame_word(cpu);

	if (unlikely(pfm >> 14) || unlikely(w & FRAME_ROTATION) ||
	    unlikely(BSP_AT_RNAT(rse->bsp)) ||
	    unlikely(sof > RSE_PHYS_REGS - BRANCH_SLACK) ||
	    unlikely(sol > sof) || unlikely(rse->dirty < (s32)sol) ||
	    unlikely(rse->dirty + (s32)out > RSE_PHYS_REGS))
		return false;
	if (sol) {
		/* Upwards and overlapping: last chunk first. */
		for (int i = (int)((out + 3) & ~3u) - 4; i >= 0; i -= 4) {
			u64 *src = &cpu->gr[32 + i];
			u64 a = src[0], b = src[1], c = src[2], d = src[3];

			src += sol;
			src[0] = a;
			src[1] = b;
			src[2] = c;
			src[3] = d;
		}
		for (int i = (int)((out + 7) & ~7u) - 8; i >= 0; i -= 8) {
			u64 chunk;

			memcpy(&chunk, &cpu->nat[32 + i], 8);
			memcpy(&cpu->nat[32 + sol + i], &chunk, 8);
		}
		rse->top -= sol;
		for (unsigned int i = 0; i < sol; i++) {
			cpu->gr[32 + i] = rse->stack[rse->top + i];
			cpu->nat[32 + i] = rse->stack_nat[rse->top + i];
		}
		rse->dirty -= sol;
		rse->bsp = branch_skip_down(rse->bsp, sol);
	}
	frame_word_set(cpu, (w & FRAME_MODE) | sof | sol << FRAME_SOL_SHIFT);
	return true;
}

/*
 * The state part of a taken br.ret to @target in the common case: no demotion
 * either.  False: nothing done, branch_ret_any() has to.
 */
static inline bool branch_ret(struct cpu *cpu)
{
	u64 pfs = cpu->ar_pfs;

	if (unlikely(cpu_cpl(cpu) < pfs >> PFS_PPL_SHIFT) ||
	    unlikely(!branch_restore(cpu, pfs & PFS_PFM)))
		return false;
	cpu->ar_ec = pfs >> PFS_PEC_SHIFT & 63;
	return true;
}

/*
 * EC, frame, demotion to the caller's level.  FAULT_RAISED: a mandatory RSE
 * load failed; cpu->ip and psr.ri are then those of the target, where the
 * fault belongs.
 */
static inline int branch_ret_any(struct cpu *cpu, u64 target)
{
	u64 pfs = cpu->ar_pfs;
	unsigned int ppl = pfs >> PFS_PPL_SHIFT;

	cpu->ar_ec = pfs >> PFS_PEC_SHIFT & 63;
	if (cpu_cpl(cpu) < ppl) {
		if (pmu_active(cpu))
			pmu_sync(cpu);
		cpu->psr = (cpu->psr & ~PSR_CPL) | (u64)ppl << PSR_CPL_SHIFT;
		engine_psr_changed(cpu);
	}
	cpu->ip = target;
	cpu->psr &= ~PSR_RI;
	return rse_return(cpu, cfm_unpack(pfs & PFS_PFM), false);
}

#endif
