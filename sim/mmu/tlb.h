/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TLB arrays of one side (instruction or data): search, insertion with
 * its purge rules, purges.  Private to mmu/ and the tests.
 *
 * An entry is found through a hash of (rid, page size, page number), one probe
 * per page size in use, so a miss costs little.  Replacement among TC entries
 * is round robin over the free ones first: a function of the guest alone.
 * SDM vol 2, 4.1.1.
 */
#ifndef SIM_MMU_TLB_H
#define SIM_MMU_TLB_H

#include "mmu/mmu.h"

#define TLB_TC_DEFAULT 112 /* with 16 TRs: the 128 entries of an Itanium 2 */
#define VA_OFFSET_BITS 61
#define VA_OFFSET_MASK MASK64(VA_OFFSET_BITS)

/* Page sizes that may be inserted, bit per log2; SDM vol 2, table 4-4. */
#define TLB_INSERTABLE_SIZES                                                   \
	(BIT64(12) | BIT64(13) | BIT64(14) | BIT64(16) | BIT64(18) |           \
	 BIT64(20) | BIT64(22) | BIT64(24) | BIT64(26) | BIT64(28) |           \
	 BIT64(30) | BIT64(32))

/* Memory attributes; SDM vol 2, table 4-11. */
#define MA_WB 0
#define MA_UC 4
#define MA_UCE 5
#define MA_WC 6
#define MA_NATPAGE 7

#define RR_VE BIT64(0)

static inline u32 rr_rid(u64 rr)
{
	return bits(rr, 8, 24);
}

static inline unsigned int rr_ps(u64 rr)
{
	return bits(rr, 2, 6);
}

/* The entry that maps @va (61 bits) in region @rid, or NULL. */
struct tlb_entry *tlb_lookup(struct tlb *tlb, u32 rid, u64 va);

/*
 * Make an entry of the insertion format.  Does not check reserved fields: see
 * tlb_pte_reserved().
 */
struct tlb_entry tlb_make_entry(u64 pte, u64 itir, u64 va, u32 rid);

/* True when a field of the insertion format has a reserved value. */
bool tlb_pte_reserved(u64 pte, u64 itir);

/* Put @e into the TC of one side; NULL when it overlaps a TR (reported). */
struct tlb_entry *tlb_insert_tc(struct cpu *cpu, bool data,
				const struct tlb_entry *e);
void tlb_insert_tr(struct cpu *cpu, bool data, unsigned int slot,
		   const struct tlb_entry *e);

/* All TC (and with @tr also TR) entries of @rid that overlap the range go. */
unsigned int tlb_purge(struct cpu *cpu, bool data, u32 rid, u64 va,
		       unsigned int ps, bool tr);
/* One TC entry goes for no reason: the @n-th, counted round. */
void tlb_evict_tc(struct cpu *cpu, bool data, unsigned int n);
void tlb_purge_all_tc(struct cpu *cpu, bool data);

/* Index and arrays agree; NULL or what is wrong.  For tests. */
const char *tlb_check(const struct tlb *tlb);

/* VHPT walker (vhpt.c). */
enum vhpt_outcome {
	VHPT_FOUND, /* inserted; *entry set */
	VHPT_NO_TRANSLATION, /* the table itself is not mapped */
	VHPT_ABORT, /* tag mismatch, unusable table page or entry */
};

bool vhpt_enabled(const struct cpu *cpu, u64 va, enum mmu_access access,
		  unsigned int flags);
enum vhpt_outcome vhpt_walk(struct cpu *cpu, u64 va, bool data,
			    struct tlb_entry **entry);

/* Protection keys (protection_key.c). */
enum key_result {
	KEY_OK,
	KEY_MISS,
	KEY_PERMISSION
};
enum key_result key_check(const struct cpu *cpu, u32 key, bool read, bool write,
			  bool execute);

#endif
