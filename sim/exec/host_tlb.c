// SPDX-License-Identifier: GPL-2.0
/*
 * Filling and flushing the host TLBs; see host_tlb.h.
 *
 * Each fill of a virtual entry is noted in a list by region, so that the
 * frequent flushes (a region register rewritten, one page purged) cost what
 * was filled since the last one and not the size of the tables.
 */
#include "exec/host_tlb.h"

#include <string.h>

void host_tlb_init(struct host_tlb *t)
{
	memset(t->never, 0xff, sizeof(t->never));
	memset(t->fetch_never, 0xff, sizeof(t->fetch_never));
	host_tlb_flush_all(t);
}

void host_tlb_flush_all(struct host_tlb *t)
{
	memset(t->data, 0xff, sizeof(t->data));
	memset(t->fetch, 0xff, sizeof(t->fetch));
	memset(t->filled, 0, sizeof(t->filled));
}

static void drop(struct host_tlb_entry *h)
{
	h->rtag = h->wtag = HOST_TLB_NONE;
}

static bool inside(u64 tag, u64 va, unsigned int ps)
{
	return tag != HOST_TLB_NONE && (ps >= 61 || (tag ^ va) >> ps == 0);
}

static void flush_listed(struct host_tlb *t, unsigned int region, u64 va,
			 unsigned int ps)
{
	struct host_tlb_list *l = &t->filled[region];
	struct host_tlb_entry *all = &t->data[0][0];
	u32 kept = 0;

	if (l->count > HOST_TLB_LIST) {
		/* The list overflowed: the tables are looked at whole. */
		for (u32 i = 0; i < HOST_TLB_SET_PHYSICAL * HOST_TLB_SIZE; i++)
			if ((all[i].rtag >> 61 == region &&
			     inside(all[i].rtag, va, ps)) ||
			    (all[i].wtag >> 61 == region &&
			     inside(all[i].wtag, va, ps)))
				drop(&all[i]);
		if (ps >= 61)
			l->count = 0;
		return;
	}
	for (u32 i = 0; i < l->count; i++) {
		struct host_tlb_entry *h = &all[l->index[i]];

		if (inside(h->rtag, va, ps) || inside(h->wtag, va, ps))
			drop(h);
		else if (ps < 61)
			l->index[kept++] = l->index[i];
	}
	l->count = kept;
}

void host_tlb_flush(struct host_tlb *t, u64 va, unsigned int ps, bool inst,
		    bool data)
{
	unsigned int region = va >> 61;

	if (inst) {
		for (unsigned int s = 0; s < HOST_TLB_SET_PHYSICAL; s++)
			for (unsigned int i = 0; i < FETCH_TLB_SIZE; i++)
				if (t->fetch[s][i].tag >> 61 == region &&
				    inside(t->fetch[s][i].tag, va, ps))
					t->fetch[s][i].tag = HOST_TLB_NONE;
	}
	if (data)
		flush_listed(t, region, va, ps);
}

void host_tlb_protect(struct host_tlb *t, u64 pa)
{
	struct host_tlb_entry *all = &t->data[0][0];

	for (u32 i = 0; i < HOST_TLB_SETS * HOST_TLB_SIZE; i++)
		if (all[i].wtag != HOST_TLB_NONE && all[i].pa == pa)
			all[i].wtag = HOST_TLB_NONE;
}

void host_tlb_forget_code(struct host_tlb *t, const struct code_page *page)
{
	for (unsigned int s = 0; s < HOST_TLB_SETS; s++)
		for (unsigned int i = 0; i < FETCH_TLB_SIZE; i++)
			if (t->fetch[s][i].page == page)
				t->fetch[s][i].tag = HOST_TLB_NONE;
}

void host_tlb_fill(struct host_tlb *t, unsigned int set, u64 va, u64 pa,
		   u8 *host, bool readable, bool writable)
{
	unsigned int index = set * HOST_TLB_SIZE + host_tlb_index(va);
	struct host_tlb_entry *h = &t->data[0][0] + index;
	struct host_tlb_list *l = &t->filled[va >> 61];
	u64 page = va & HOST_PAGE_MASK;

	if (set != HOST_TLB_SET_PHYSICAL && h->rtag != page &&
	    h->wtag != page) {
		if (l->count < HOST_TLB_LIST)
			l->index[l->count++] = index;
		else
			l->count = HOST_TLB_LIST + 1;
	}
	h->rtag = readable ? page : HOST_TLB_NONE;
	h->wtag = writable ? page : HOST_TLB_NONE;
	h->addend = (u64)(uintptr_t)host - page;
	h->pa = pa & HOST_PAGE_MASK;
}
