/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address translation: region registers, TLBs, VHPT walker, protection keys,
 * access rights.  The slow, exact path; the engines cache its answers in host
 * TLBs (exec/host_tlb.h) and ask again after each mmu_changed callback.
 * SDM vol 2, chapter 4.
 */
#ifndef SIM_MMU_MMU_H
#define SIM_MMU_MMU_H

#include "state/cpu_state.h"

enum mmu_access {
	MMU_READ,
	MMU_WRITE,
	MMU_SEMAPHORE, /* read and write: both ISR bits, both rights */
	MMU_FETCH,
};

/* Modifiers of an access, ORed; they become ISR bits and deferral rules. */
#define MMU_F_SPEC                                                             \
	0x01u /* control-speculative load: may defer (ISR.sp); \
			  * cpu->ip must be that of the load */
#define MMU_F_RSE 0x02u /* RSE access: psr.rt, rsc.pl (ISR.rs) */
#define MMU_F_NONACCESS 0x04u /* probe, fc, lfetch, tpa...: ISR.na, code */
#define MMU_F_IR 0x08u /* RSE load of an incomplete frame (ISR.ir) */
#define MMU_F_NOKEYS 0x10u

/* What a successful translation says. */
struct mmu_result {
	u64 pa;
	u8 ps; /* log2 of the page the answer holds for (12 for physical mode) */
	u8 ma; /* memory attribute: 0 WB, 4 UC, 5 UCE, 6 WC, 7 NaTPage */
	bool writable; /* a write at this pl would not fault either: D set,
			* rights and key allow (lets one fill serve both) */
	bool executable, readable;
	bool once; /* holds for this access only (PSR.da/ia at work): do not
		    * cache it */
};

/*
 * Translate @va for @access at privilege @pl.  FAULT_NONE, or FAULT_RAISED
 * with cpu->fault complete for the highest-priority fault (SDM vol 2, table
 * 5-1), ISR.na code bits excepted (the caller ORs the code of its
 * instruction).  Walks the VHPT and inserts into the TC as hardware does.
 */
int mmu_translate(struct cpu *cpu, u64 va, enum mmu_access access,
		  unsigned int pl, unsigned int flags, struct mmu_result *res);

/*
 * After FAULT_RAISED on a speculative access: does DCR (and psr.ic, the page's
 * ed bit, psr.ed) say defer rather than fault?  SDM vol 2, 5.5.5.
 */
bool mmu_defers(const struct cpu *cpu, const struct fault_info *fault);

/* itc/itr/ptc/ptr; SDM vol 2, 4.1.1. Operand checks are the caller's. */
void mmu_insert_tc(struct cpu *cpu, bool data, u64 pte, u64 itir, u64 ifa);
void mmu_insert_tr(struct cpu *cpu, bool data, unsigned int slot, u64 pte,
		   u64 itir, u64 ifa);
void mmu_purge_tc_local(struct cpu *cpu, u64 va, u64 ps_bytes_log2);
void mmu_purge_tc_entries(struct cpu *cpu); /* ptc.e */
void mmu_purge_tr(struct cpu *cpu, bool data, u64 va, unsigned int ps);
/* One CPU's part of ptc.g/ptc.ga with the issuing CPU's RID. */
void mmu_purge_tc_remote(struct cpu *cpu, u64 va, u32 rid, unsigned int ps);

/* The instruction TLB entry that maps @ip now, or NULL; never walks. */
struct tlb_entry *mmu_code_entry(const struct cpu *cpu, u64 ip);

u64 mmu_thash(const struct cpu *cpu, u64 va);
u64 mmu_ttag(const struct cpu *cpu, u64 va);
int mmu_tpa(struct cpu *cpu, u64 va, u64 *pa);
u64 mmu_tak(struct cpu *cpu, u64 va); /* key << 8, or 1 when not present */
/* probe: 1 if allowed; the .fault forms return FAULT_RAISED instead. */
int mmu_probe(struct cpu *cpu, u64 va, bool write, unsigned int pl, bool *ok);
int mmu_probe_fault(struct cpu *cpu, u64 va, bool read, bool write,
		    unsigned int pl);

void mmu_write_rr(struct cpu *cpu, unsigned int n, u64 value);
void mmu_write_pkr(struct cpu *cpu, unsigned int n, u64 value);

/*
 * Set by exec/: called whenever cached translations of @cpu for
 * [va, va + 2^ps) may have become wrong (ps = 64: everything; region in the
 * top three bits of va).  @inst and @data say which side.
 */
/*
 * Called before a TC insertion overlaps a TR, which is a machine check abort
 * (SDM vol 2, 4.1.1.4): the insertion is dropped after the report.
 */
extern void (*mmu_machine_check)(struct cpu *cpu, const char *what);

extern void (*mmu_changed)(struct cpu *cpu, u64 va, unsigned int ps, bool inst,
			   bool data);

#endif
