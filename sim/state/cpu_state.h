/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every register of one CPU, and nothing else that thinks.
 *
 * Layout notes, because three parts rely on them:
 *  - gr[32..127] is the current frame, *unrotated*: gr[32 + n] is physical
 *    register n of the frame.  Renaming (cfm.sor, rrb_gr) is resolved when an
 *    instruction is pre-decoded; fr[] likewise with rrb_fr, pr eagerly: pr
 *    always holds virtual predicates.
 *  - frames below the current one live in rse.stack[] (dirty partition), the
 *    newest at rse.top; see cpu/rse.h.
 *  - r0, f0, f1, p0 are real cells with fixed content which nobody writes.
 * SDM vol 1, chapter 3 and vol 2, chapter 3.
 */
#ifndef SIM_STATE_CPU_STATE_H
#define SIM_STATE_CPU_STATE_H

#include "isa/psr.h"
#include "state/cpu_stats.h"
#include "state/fault_ring.h"
#include "util/types.h"

/* Floating-point register: sign, 17-bit biased exponent, significand. */
struct fpreg {
	u64 sig;
	u32 exp; /* 17 bits */
	u32 sign; /* 0 or 1 */
};

#define FPREG_NATVAL_EXP 0x1fffe
#define FPREG_INT_EXP 0x1003e

static inline bool fpreg_is_natval(const struct fpreg *f)
{
	return f->exp == FPREG_NATVAL_EXP && f->sign == 0 && f->sig == 0;
}

/* Current frame marker, kept unpacked; SDM vol 1, 3.1.5 (figure 3-2). */
struct cfm {
	u8 sof, sol, sor; /* sor in units of 8 registers */
	u8 rrb_gr, rrb_fr, rrb_pr;
};

static inline u64 cfm_pack(const struct cfm *c)
{
	return (u64)c->sof | (u64)c->sol << 7 | (u64)c->sor << 14 |
	       (u64)c->rrb_gr << 18 | (u64)c->rrb_fr << 25 |
	       (u64)c->rrb_pr << 32;
}

static inline struct cfm cfm_unpack(u64 v)
{
	return (struct cfm){ .sof = bits(v, 0, 7),
			     .sol = bits(v, 7, 7),
			     .sor = bits(v, 14, 4),
			     .rrb_gr = bits(v, 18, 7),
			     .rrb_fr = bits(v, 25, 7),
			     .rrb_pr = bits(v, 32, 6) };
}

#define RSE_PHYS_REGS 96 /* physical stacked registers */
#define RSE_STACK_SIZE 1024 /* cells of the sliding array; see cpu/rse.h */

struct rse {
	u64 bsp; /* AR.BSP: address where gr[32] would be stored */
	u64 bspstore; /* AR.BSPSTORE */
	u64 rnat; /* AR.RNAT */
	/*
	 * Dirty registers, oldest first, end at stack[top - 1].  dirty counts
	 * registers, not words of memory; it is negative while a frame is
	 * incomplete (SDM vol 2, 6.4: CFLE).
	 */
	s32 dirty;
	u32 top;
	u64 stack[RSE_STACK_SIZE];
	u8 stack_nat[RSE_STACK_SIZE];
};

/* Instruction or data translation; SDM vol 2, 4.1.1. */
struct tlb_entry {
	u64 va; /* first address, bits above vrn cleared: 61 bits */
	u64 pa; /* first address, 50 bits */
	u32 rid; /* 24 bits */
	u32 key; /* 24 bits */
	u8 ps; /* log2 of the page size */
	u8 ma, ar, pl; /* memory attribute, access rights, privilege level */
	u8 p, a, d, ed;
	u8 valid;
};

#define TLB_TR_COUNT 32 /* ITR/DTR slots a VM_SUMMARY may report, at most */
#define TLB_TC_MAX 512 /* configurable up to this many TC entries */

#define TLB_HASH 256

struct tlb {
	struct tlb_entry tr[TLB_TR_COUNT];
	struct tlb_entry tc[TLB_TC_MAX];
	u32 tc_count; /* in use: configured size; 0 stands for the default */
	u32 tc_next; /* deterministic replacement */
	u32 tc_used;
	/*
	 * Index over both arrays (mmu/tlb.c): chains of entry numbers + 1, TRs
	 * first; size_mask has a bit per page size that size_count[] counts.
	 */
	u16 bucket[TLB_HASH];
	u16 next[TLB_TR_COUNT + TLB_TC_MAX];
	u64 size_mask;
	u16 size_count[64];
};

#define ALAT_ENTRIES 32

struct alat_entry {
	u64 pa; /* physical address of the first byte */
	u8 size; /* bytes; 0 = free */
	u8 is_fp;
	u64 reg_id; /* identity of the register; see cpu/alat.h */
};

/* Reasons to leave the engine at the next check point. */
#define ATTN_INTERRUPT 0x01u /* LSAPIC state changed: poll it */
#define ATTN_STOP 0x02u /* machine wants out: power-off, reset, monitor */
#define ATTN_TRAP 0x04u /* psr.ss/tb/lp work pending */
#define ATTN_HALT 0x08u /* CPU went to sleep (PAL_HALT*, waiting in SAL) */

/* Interruption about to be delivered; filled by whoever detects it. */
struct fault_info {
	u16 vector; /* offset in the IVT, VECTOR_* */
	u64 isr; /* code and x/w/r/na/sp/rs/ir/ni/so/ei/ed bits known so far */
	u64 ifa; /* faulting address, if has_ifa */
	u64 itir; /* if has_itir */
	u64 iha; /* if has_iha */
	u64 iim; /* if has_iim */
	bool has_ifa, has_itir, has_iha, has_iim;
};

struct machine;

struct cpu {
	/* Hot: what almost every instruction touches. */
	u64 gr[128];
	u8 nat[128]; /* 0 or 1 per register of gr[] */
	u64 pr;
	u64 ip; /* bundle address; valid at check points and on faults */
	u64 psr; /* psr.ri lives here too, valid when ip is */
	struct cfm cfm;
	u16 exec_mode; /* exec/block.h; must follow cfm without a gap */
	u64 br[8];
	u32 attention; /* ATTN_*, set by this CPU's own work or the machine */
	u32 id; /* index in machine->cpus */

	struct fpreg fr[128];

	/* Application registers; SDM vol 1, 3.1.8. */
	u64 ar_k[8];
	u64 ar_rsc;
	u64 ar_ccv, ar_csd, ar_ssd;
	u64 ar_unat;
	u64 ar_fpsr;
	u64 ar_pfs;
	u64 ar_lc;
	u64 ar_ec;
	u64 ar_eflag, ar_fcr, ar_fsr, ar_fir, ar_fdr, ar_cflg;
	u64 ar_ruc;
	struct rse rse;

	u64 gr_other[16]; /* the bank of r16-r31 that is not in use */
	u8 nat_other[16];

	/* Control registers; SDM vol 2, 3.3.4. */
	u64 cr_dcr, cr_itm, cr_iva, cr_pta;
	u64 cr_ipsr, cr_isr, cr_iip, cr_ifa, cr_itir, cr_iipa, cr_ifs, cr_iim,
		cr_iha;
	u64 cr_iib0, cr_iib1;
	/* LSAPIC; SDM vol 2, 5.8.  irr/isr: bit per vector. */
	u64 cr_lid, cr_tpr, cr_itv, cr_pmv, cr_cmcv, cr_lrr0, cr_lrr1;
	u64 irr[4], in_service[4];
	u64 ip_last; /* bundle of the last successfully executed instruction:
		      * CR.IIPA when psr.ic was 1 */

	u64 rr[8];
	u64 pkr[16];
	u64 ibr[8], dbr[8];
	u64 pmc[64], pmd[64];
	u64 pmu_base; /* slots counted up to here; cpu/pmu.h */
	u8 pmu_on;
	u64 cpuid[5];
	struct tlb itlb, dtlb;

	struct alat_entry alat[ALAT_ENTRIES];
	u32 alat_next, alat_used;
	u64 alat_filter; /* see cpu/alat.h */

	/* Time; see machine/time.h.  Units are retired slots. */
	u64 slots; /* retired so far by this CPU, excluding idle */
	u64 time; /* global time minus what was retired: sleeping, waiting */
	u64 itc_offset; /* AR.ITC = f(now) + itc_offset */
	u8 halted; /* asleep until an interrupt */

	struct cpu_stats stats;
	struct fault_ring recent;

	struct fault_info fault; /* valid while a fault is being delivered */
	struct machine *machine;
	struct engine_cpu *engine; /* private to exec/ */
};

static inline unsigned int cpu_cpl(const struct cpu *cpu)
{
	return (cpu->psr & PSR_CPL) >> PSR_CPL_SHIFT;
}

/* Index in gr[] of virtual GR @r under the current frame (SDM vol 1, 4.1.1). */
static inline unsigned int cpu_gr_index(const struct cfm *c, unsigned int r)
{
	unsigned int n = r - 32, size = c->sor * 8;

	if (r < 32 || n >= size)
		return r;
	n += c->rrb_gr;
	return 32 + (n >= size ? n - size : n);
}

/* Index in fr[] of virtual FR @f. */
static inline unsigned int cpu_fr_index(const struct cfm *c, unsigned int f)
{
	unsigned int n = f - 32;

	if (f < 32)
		return f;
	n += c->rrb_fr;
	return 32 + (n >= 96 ? n - 96 : n);
}

/* The architected state after a processor reset (SDM vol 2, 11.1.1). */
void cpu_reset(struct cpu *cpu);

#endif
