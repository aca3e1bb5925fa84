/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host TLBs: virtual page to host address, for accesses that need no thought.
 *
 * One direct-mapped table per privilege level and one for physical
 * addressing; a page is in it only when it is write-back RAM and the access
 * would succeed without side effect.  Everything else (other attributes,
 * devices, big-endian, debug registers armed, pages with code for writes)
 * misses on purpose and takes the exact path of exec/mem.c.
 */
#ifndef SIM_EXEC_HOST_TLB_H
#define SIM_EXEC_HOST_TLB_H

#include "util/types.h"

struct cpu;
struct code_page;
struct mmu_result;

#define HOST_PAGE_SHIFT 12
#define HOST_PAGE_SIZE (1ULL << HOST_PAGE_SHIFT)
#define HOST_PAGE_MASK (~(HOST_PAGE_SIZE - 1))

#define HOST_TLB_BITS 10
#define HOST_TLB_SIZE (1u << HOST_TLB_BITS)
#define FETCH_TLB_SIZE 256u
#define HOST_TLB_SETS 5 /* cpl 0..3, physical */
#define HOST_TLB_SET_PHYSICAL 4
/* Never equal to an address with bits 4..11 masked off. */
#define HOST_TLB_NONE (~0ULL)

/* Tags are page addresses; host address = va + addend. */
struct host_tlb_entry {
	u64 rtag, wtag;
	u64 addend;
	u64 pa; /* of the page */
};

_Static_assert(sizeof(struct host_tlb_entry) == 1 << 5,
	       "host_tlb_entry() scales by it");

struct fetch_tlb_entry {
	u64 tag;
	struct code_page *page;
};

/* Filled entries by region, so that flushing a region touches only them. */
#define HOST_TLB_LIST 512
struct host_tlb_list {
	u32 count; /* > HOST_TLB_LIST: overflowed, look at all */
	u16 index[HOST_TLB_LIST]; /* set * HOST_TLB_SIZE + entry */
};

struct host_tlb {
	struct host_tlb_entry data[HOST_TLB_SETS][HOST_TLB_SIZE];
	struct fetch_tlb_entry fetch[HOST_TLB_SETS][FETCH_TLB_SIZE];
	struct host_tlb_entry never[HOST_TLB_SIZE]; /* always misses */
	struct fetch_tlb_entry fetch_never[FETCH_TLB_SIZE];
	struct host_tlb_list filled[8];
};

/* The upper bits keep pages of different regions from meeting. */
static inline unsigned int host_tlb_index(u64 va)
{
	return (va >> HOST_PAGE_SHIFT ^ va >> 57) & (HOST_TLB_SIZE - 1);
}

/* &set[host_tlb_index(va)], one shift cheaper. */
static inline struct host_tlb_entry *host_tlb_entry(struct host_tlb_entry *set,
						    u64 va)
{
	u64 offset = (va >> (HOST_PAGE_SHIFT - 5) ^ va >> (57 - 5)) &
		     (HOST_TLB_SIZE - 1) << 5;

	return (struct host_tlb_entry *)((char *)set + offset);
}

static inline unsigned int fetch_tlb_index(u64 va)
{
	return (va >> HOST_PAGE_SHIFT ^ va >> 57) & (FETCH_TLB_SIZE - 1);
}

void host_tlb_init(struct host_tlb *t);
void host_tlb_flush_all(struct host_tlb *t);
/* Entries for [va, va + 2^ps) in every set; the physical set stays. */
void host_tlb_flush(struct host_tlb *t, u64 va, unsigned int ps, bool inst,
		    bool data);
/* No entry of any set may be written through to the page at @pa any more. */
void host_tlb_protect(struct host_tlb *t, u64 pa);
/* No fetch entry refers to @page any more. */
void host_tlb_forget_code(struct host_tlb *t, const struct code_page *page);
/*
 * Enter the RAM page behind @host for data in @set.  @writable says that a
 * store would need no further check.
 */
void host_tlb_fill(struct host_tlb *t, unsigned int set, u64 va, u64 pa,
		   u8 *host, bool readable, bool writable);

#endif
