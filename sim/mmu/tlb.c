// SPDX-License-Identifier: GPL-2.0
/*
 * TLB arrays: hashed index, insertion and purges with their overlap rules.
 * Which entry an access needs and what it may do is translate.c's business.
 * SDM vol 2, 4.1.1.1 to 4.1.1.4.
 */
#include <stdio.h>

#include "mmu/tlb.h"

static void nothing_changed(struct cpu *cpu, u64 va, unsigned int ps, bool inst,
			    bool data)
{
	(void)cpu;
	(void)va;
	(void)ps;
	(void)inst;
	(void)data;
}

static void report_machine_check(struct cpu *cpu, const char *what)
{
	fprintf(stderr, "ia64-sim: cpu %u at %#llx: machine check: %s\n",
		cpu->id, (unsigned long long)cpu->ip, what);
}

void (*mmu_changed)(struct cpu *cpu, u64 va, unsigned int ps, bool inst,
		    bool data) = nothing_changed;
void (*mmu_machine_check)(struct cpu *cpu,
			  const char *what) = report_machine_check;

static struct tlb *side(struct cpu *cpu, bool data)
{
	return data ? &cpu->dtlb : &cpu->itlb;
}

static struct tlb_entry *entry_at(struct tlb *tlb, unsigned int n)
{
	return n < TLB_TR_COUNT ? &tlb->tr[n] : &tlb->tc[n - TLB_TR_COUNT];
}

static unsigned int entry_number(const struct tlb *tlb,
				 const struct tlb_entry *e)
{
	if (e >= tlb->tr && e < tlb->tr + TLB_TR_COUNT)
		return e - tlb->tr;
	return e - tlb->tc + TLB_TR_COUNT;
}

static unsigned int tc_size(const struct tlb *tlb)
{
	return tlb->tc_count ? tlb->tc_count : TLB_TC_DEFAULT;
}

static unsigned int hash(u32 rid, u64 vpn)
{
	return (vpn ^ vpn >> 8 ^ rid * 0x9e3779b1u >> 24) % TLB_HASH;
}

static u64 page_mask(unsigned int ps)
{
	return MASK64(ps);
}

struct tlb_entry *tlb_lookup(struct tlb *tlb, u32 rid, u64 va)
{
	u64 sizes = tlb->size_mask;
	struct tlb_entry *e;
	unsigned int ps, n;

	while (sizes) {
		ps = __builtin_ctzll(sizes);
		sizes &= sizes - 1;
		for (n = tlb->bucket[hash(rid, va >> ps)]; n;
		     n = tlb->next[n - 1]) {
			e = entry_at(tlb, n - 1);
			if (e->rid == rid && e->ps == ps &&
			    e->va == (va & ~page_mask(ps)))
				return e;
		}
	}
	return NULL;
}

static void index_add(struct tlb *tlb, struct tlb_entry *e)
{
	unsigned int n = entry_number(tlb, e);
	u16 *head = &tlb->bucket[hash(e->rid, e->va >> e->ps)];

	tlb->next[n] = *head;
	*head = n + 1;
	if (!tlb->size_count[e->ps]++)
		tlb->size_mask |= BIT64(e->ps);
}

static void index_remove(struct tlb *tlb, struct tlb_entry *e)
{
	unsigned int n = entry_number(tlb, e);
	u16 *link = &tlb->bucket[hash(e->rid, e->va >> e->ps)];

	while (*link != n + 1)
		link = &tlb->next[*link - 1];
	*link = tlb->next[n];
	if (!--tlb->size_count[e->ps])
		tlb->size_mask &= ~BIT64(e->ps);
}

/* Tell whoever caches translations: the region may be selected by any RR. */
static void tell(struct cpu *cpu, bool data, const struct tlb_entry *e)
{
	for (u64 vrn = 0; vrn < 8; vrn++)
		if (rr_rid(cpu->rr[vrn]) == e->rid)
			mmu_changed(cpu, vrn << VA_OFFSET_BITS | e->va, e->ps,
				    !data, data);
}

static void drop(struct cpu *cpu, bool data, struct tlb_entry *e)
{
	struct tlb *tlb = side(cpu, data);

	index_remove(tlb, e);
	e->valid = 0;
	if (entry_number(tlb, e) >= TLB_TR_COUNT)
		tlb->tc_used--;
	tell(cpu, data, e);
}

static bool overlaps(const struct tlb_entry *e, u32 rid, u64 va,
		     unsigned int ps)
{
	unsigned int larger = e->ps > ps ? e->ps : ps;

	return e->valid && e->rid == rid && !((e->va ^ va) >> larger);
}

/*
 * Could any entry overlap?  One probe per larger-or-equal size decides those;
 * smaller sizes in use need the scan unless there are only a few pages to try.
 */
static bool may_overlap(struct tlb *tlb, u32 rid, u64 va, unsigned int ps)
{
	u64 sizes = tlb->size_mask;
	unsigned int s, n;
	u64 vpn, last;
	struct tlb_entry *e;

	while (sizes) {
		s = __builtin_ctzll(sizes);
		sizes &= sizes - 1;
		vpn = va >> s;
		last = vpn;
		if (s < ps) {
			if (ps - s > 4)
				return true;
			vpn = (va & ~page_mask(ps)) >> s;
			last = vpn + BIT64(ps - s) - 1;
		}
		for (; vpn <= last; vpn++) {
			for (n = tlb->bucket[hash(rid, vpn)]; n;
			     n = tlb->next[n - 1]) {
				e = entry_at(tlb, n - 1);
				if (e->rid == rid && e->ps == s &&
				    e->va >> s == vpn)
					return true;
			}
		}
	}
	return false;
}

unsigned int tlb_purge(struct cpu *cpu, bool data, u32 rid, u64 va,
		       unsigned int ps, bool tr)
{
	struct tlb *tlb = side(cpu, data);
	unsigned int purged = 0;

	if (!may_overlap(tlb, rid, va, ps))
		return 0;
	for (unsigned int n = tr ? 0 : TLB_TR_COUNT;
	     n < TLB_TR_COUNT + tc_size(tlb); n++) {
		struct tlb_entry *e = entry_at(tlb, n);

		if (overlaps(e, rid, va, ps)) {
			drop(cpu, data, e);
			purged++;
		}
	}
	return purged;
}

void tlb_purge_all_tc(struct cpu *cpu, bool data)
{
	struct tlb *tlb = side(cpu, data);

	for (unsigned int n = 0; n < tc_size(tlb) && tlb->tc_used; n++)
		if (tlb->tc[n].valid)
			drop(cpu, data, &tlb->tc[n]);
}

void tlb_evict_tc(struct cpu *cpu, bool data, unsigned int n)
{
	struct tlb *tlb = side(cpu, data);
	struct tlb_entry *e = &tlb->tc[n % tc_size(tlb)];

	if (e->valid)
		drop(cpu, data, e);
}

struct tlb_entry tlb_make_entry(u64 pte, u64 itir, u64 va, u32 rid)
{
	unsigned int ps = bits(itir, 2, 6);

	return (struct tlb_entry){
		.va = va & VA_OFFSET_MASK & ~page_mask(ps),
		.pa = (bits(pte, 12, 38) << 12) & ~page_mask(ps),
		.rid = rid,
		.key = bits(itir, 8, 24),
		.ps = ps,
		.p = bits(pte, 0, 1),
		.ma = bits(pte, 2, 3),
		.a = bits(pte, 5, 1),
		.d = bits(pte, 6, 1),
		.pl = bits(pte, 7, 2),
		.ar = bits(pte, 9, 3),
		.ed = bits(pte, 52, 1),
		.valid = 1,
	};
}

bool tlb_pte_reserved(u64 pte, u64 itir)
{
	unsigned int ma = bits(pte, 2, 3);

	if (itir & ~0xfffffffcULL ||
	    !(TLB_INSERTABLE_SIZES >> bits(itir, 2, 6) & 1))
		return true;
	/* A not-present translation leaves the rest to software. */
	if (!(pte & 1))
		return false;
	return pte & (BIT64(1) | BIT64(50) | BIT64(51)) ||
	       (ma > MA_WB && ma < MA_UC);
}

/* Does any TR other than @except overlap? */
static bool overlaps_tr(struct tlb *tlb, const struct tlb_entry *e,
			const struct tlb_entry *except)
{
	for (unsigned int n = 0; n < TLB_TR_COUNT; n++)
		if (&tlb->tr[n] != except &&
		    overlaps(&tlb->tr[n], e->rid, e->va, e->ps))
			return true;
	return false;
}

static struct tlb_entry *free_tc(struct cpu *cpu, bool data)
{
	struct tlb *tlb = side(cpu, data);
	unsigned int size = tc_size(tlb);
	struct tlb_entry *e;

	if (tlb->tc_next >= size)
		tlb->tc_next = 0;
	if (tlb->tc_used < size)
		while (tlb->tc[tlb->tc_next].valid)
			tlb->tc_next =
				tlb->tc_next + 1 == size ? 0 : tlb->tc_next + 1;
	e = &tlb->tc[tlb->tc_next];
	tlb->tc_next = tlb->tc_next + 1 == size ? 0 : tlb->tc_next + 1;
	if (e->valid)
		drop(cpu, data, e);
	return e;
}

struct tlb_entry *tlb_insert_tc(struct cpu *cpu, bool data,
				const struct tlb_entry *e)
{
	struct tlb *tlb = side(cpu, data);
	struct tlb_entry *slot;

	tlb_purge(cpu, data, e->rid, e->va, e->ps, false);
	if (overlaps_tr(tlb, e, NULL)) {
		mmu_machine_check(cpu, data ? "itc.d overlaps a DTR" :
					      "itc.i overlaps an ITR");
		return NULL;
	}
	slot = free_tc(cpu, data);
	*slot = *e;
	tlb->tc_used++;
	index_add(tlb, slot);
	return slot;
}

void tlb_insert_tr(struct cpu *cpu, bool data, unsigned int slot,
		   const struct tlb_entry *e)
{
	struct tlb *tlb = side(cpu, data);
	struct tlb_entry *tr = &tlb->tr[slot];

	tlb_purge(cpu, data, e->rid, e->va, e->ps, false);
	if (overlaps_tr(tlb, e, tr)) {
		mmu_machine_check(cpu, data ? "itr.d overlaps a DTR" :
					      "itr.i overlaps an ITR");
		return;
	}
	if (tr->valid)
		drop(cpu, data, tr);
	*tr = *e;
	index_add(tlb, tr);
}

const char *tlb_check(const struct tlb *tlb)
{
	struct tlb *t = (struct tlb *)tlb;
	unsigned int valid = 0, indexed = 0, used = 0;

	for (unsigned int n = 0; n < TLB_TR_COUNT + TLB_TC_MAX; n++) {
		const struct tlb_entry *e = entry_at(t, n);

		if (!e->valid)
			continue;
		valid++;
		used += n >= TLB_TR_COUNT;
		if (tlb_lookup(t, e->rid, e->va) != e)
			return "a valid entry is not the one found";
	}
	for (unsigned int b = 0; b < TLB_HASH; b++)
		for (unsigned int n = tlb->bucket[b]; n; n = tlb->next[n - 1])
			if (++indexed > valid)
				return "index holds more than the arrays";
	if (indexed != valid)
		return "index holds less than the arrays";
	if (used != tlb->tc_used)
		return "tc_used is wrong";
	return NULL;
}
