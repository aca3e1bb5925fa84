// SPDX-License-Identifier: GPL-2.0
/*
 * The VHPT walker, and the hash functions that thash and ttag expose.
 *
 * The walker reads memory through the data TLB at the hashed address; it
 * never walks for that address itself.  The long-format hash is this model's
 * own, as the architecture allows: index = page number XOR region id.
 * SDM vol 2, 4.1.5 to 4.1.7.
 */
#include "machine/machine.h"
#include "mmu/tlb.h"

#define PTA_VE BIT64(0)
#define PTA_VF BIT64(8)
#define PTA_SIZE(pta) bits(pta, 2, 6)
#define PTA_BASE(pta) ((pta) & ~0x7fffULL)

static u64 region_rr(const struct cpu *cpu, u64 va)
{
	return cpu->rr[va >> VA_OFFSET_BITS];
}

u64 mmu_thash(const struct cpu *cpu, u64 va)
{
	u64 rr = region_rr(cpu, va), pta = cpu->cr_pta;
	u64 mask = MASK64(PTA_SIZE(pta));
	u64 page = (va & VA_OFFSET_MASK) >> rr_ps(rr);
	u64 base = PTA_BASE(pta), offset, region;

	if (pta & PTA_VF) {
		offset = (page ^ rr_rid(rr)) << 5;
		region = base & ~VA_OFFSET_MASK;
	} else {
		offset = page << 3;
		region = va & ~VA_OFFSET_MASK;
	}
	return region | (((base & ~mask) | (offset & mask)) & VA_OFFSET_MASK);
}

/*
 * With the smallest table (2^15 bytes) the index holds the ten low bits of
 * the page number, so the tag needs those above: va{60:22} and the region id
 * fill its 63 bits.
 */
u64 mmu_ttag(const struct cpu *cpu, u64 va)
{
	u64 rr = region_rr(cpu, va);
	u64 offset = (va & VA_OFFSET_MASK) & ~MASK64(rr_ps(rr));

	return (u64)rr_rid(rr) << 39 | offset >> 22;
}

bool vhpt_enabled(const struct cpu *cpu, u64 va, enum mmu_access access,
		  unsigned int flags)
{
	u64 need = PSR_DT;

	if (!(cpu->cr_pta & PTA_VE) || !(region_rr(cpu, va) & RR_VE))
		return false;
	if (access == MMU_FETCH)
		need |= PSR_IT | PSR_IC;
	else if (flags & MMU_F_RSE)
		need |= PSR_RT;
	return (cpu->psr & need) == need;
}

static bool read_words(struct cpu *cpu, u64 pa, u64 *words, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (!bus_read(cpu->machine->bus, pa + 8 * i, 8, &words[i]))
			return false;
		if (cpu->cr_dcr & DCR_BE)
			words[i] = __builtin_bswap64(words[i]);
		cpu->stats.vhpt_reads++;
	}
	return true;
}

enum vhpt_outcome vhpt_walk(struct cpu *cpu, u64 va, bool data,
			    struct tlb_entry **entry)
{
	u64 rr = region_rr(cpu, va), words[4], itir, table_va, pa;
	bool long_format = cpu->cr_pta & PTA_VF;
	const struct tlb_entry *table;
	struct tlb_entry made;

	cpu->stats.vhpt_walks++;
	table_va = mmu_thash(cpu, va);
	table = tlb_lookup(&cpu->dtlb, rr_rid(region_rr(cpu, table_va)),
			   table_va & VA_OFFSET_MASK);
	if (!table)
		return VHPT_NO_TRANSLATION;
	if (!table->p || table->ma != MA_WB)
		return VHPT_ABORT;
	pa = table->pa | (table_va & MASK64(table->ps));
	if (!read_words(cpu, pa, words, long_format ? 3 : 1))
		return VHPT_ABORT;
	if (long_format) {
		if (words[2] != mmu_ttag(cpu, va))
			return VHPT_ABORT;
		itir = words[1];
	} else {
		itir = rr & 0xfffffffcULL;
	}
	if (tlb_pte_reserved(words[0], itir))
		return VHPT_ABORT;
	made = tlb_make_entry(words[0], itir, va, rr_rid(rr));
	*entry = tlb_insert_tc(cpu, data, &made);
	if (!*entry)
		return VHPT_ABORT;
	cpu->stats.vhpt_inserts++;
	return VHPT_FOUND;
}
