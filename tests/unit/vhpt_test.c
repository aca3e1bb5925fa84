// SPDX-License-Identifier: GPL-2.0
/*
 * VHPT walker and hash functions.  SDM vol 2, 4.1.5 to 4.1.7.
 */
#include "cpu_fixture.h"

#define PTA_VE 1ULL
#define PTA_VF BIT64(8)
#define TABLE 0x200000ULL /* physical */
#define REGION(n) ((u64)(n) << 61)
/* Region 2, walker on, 16 KiB pages, id 0x102. */
#define VRN 2
#define RID 0x102u

static struct cpu *start(u64 pta)
{
	struct cpu *cpu = fixture();

	cpu->psr = PSR_DT | PSR_IT | PSR_RT | PSR_IC;
	cpu->cr_pta = pta;
	cpu->rr[VRN] |= RR_VE;
	return cpu;
}

/* The linear table at the top of each region, as an operating system has it. */
#define SHORT_PTA (0x1ffffff000000000ULL | 36 << 2 | PTA_VE)

TEST(short_hash_is_the_linear_table)
{
	struct cpu *cpu = start(SHORT_PTA);
	u64 va = REGION(VRN) | 0x123456789ULL;

	CHECK_EQ(mmu_thash(cpu, va), REGION(VRN) | 0x1ffffff000000000ULL |
					     (0x123456789ULL >> 14) << 3);
	/* The offset wraps within the table, base bits above it stay. */
	cpu->cr_pta = 0x8000 | 15 << 2 | PTA_VE;
	CHECK_EQ(mmu_thash(cpu, va),
		 REGION(VRN) | 0x8000 | ((0x123456789ULL >> 14) << 3 & 0x7fff));
}

TEST(long_hash_and_tag_name_a_page_uniquely)
{
	struct cpu *cpu = start(REGION(5) | TABLE | PTA_VF | 15 << 2 | PTA_VE);

	for (int i = 0; i < 20000; i++) {
		u64 a = test_random(), b = a ^ BIT64(test_random() % 61);
		unsigned int ps = 12 + 2 * (test_random() % 2);
		bool same_page;

		cpu->rr[VRN] = (u64)(test_random() & 0xffffff) << 8 | ps << 2;
		a = REGION(VRN) | a >> 3;
		b = REGION(VRN) | b >> 3;
		same_page = !((a ^ b) >> ps);
		CHECK_EQ(mmu_thash(cpu, a) >> 15, (REGION(5) | TABLE) >> 15);
		CHECK_EQ(mmu_thash(cpu, a) & 31, 0);
		CHECK_EQ(mmu_ttag(cpu, a) >> 63, 0);
		CHECK_EQ(mmu_thash(cpu, a) == mmu_thash(cpu, b) &&
				 mmu_ttag(cpu, a) == mmu_ttag(cpu, b),
			 same_page);
		/* Another region id with the same index has another tag. */
		u64 tag = mmu_ttag(cpu, a);

		cpu->rr[VRN] ^= 0x40000000;
		CHECK(mmu_ttag(cpu, a) != tag);
	}
}

static void map_table(struct cpu *cpu, u64 va, u64 pte)
{
	mmu_insert_tc(cpu, true, pte, fixture_itir(14, 0), va);
}

TEST(short_walk_inserts_with_region_defaults)
{
	struct cpu *cpu = start(SHORT_PTA);
	struct mmu_result res;
	u64 va = REGION(VRN) | 0x40008, entry = mmu_thash(cpu, va);
	struct tlb_entry *e;

	/* The table page itself is not mapped: VHPT Translation fault. */
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res),
		    VHPT_TRANSLATION, ISR_R);
	CHECK_EQ(cpu->fault.ifa, va);
	CHECK_EQ(cpu->fault.iha, entry);
	CHECK_EQ(cpu->fault.itir, RID << 8 | 14 << 2);
	CHECK_FAULT(mmu_translate(cpu, va, MMU_FETCH, 0, 0, &res),
		    VHPT_TRANSLATION, ISR_X);
	map_table(cpu, entry, PTE(TABLE, 2, 0));
	/* A zero entry is a not-present translation, which is inserted. */
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res),
		    PAGE_NOT_PRESENT, ISR_R);
	CHECK(tlb_lookup(&cpu->dtlb, RID, 0x40000));
	mmu_purge_tc_local(cpu, va, 14);
	fixture_poke(TABLE | (entry & 0x3fff), PTE(0x84000, 2, 3));
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 3, 0, &res), 0);
	CHECK_EQ(res.pa, 0x84008);
	e = tlb_lookup(&cpu->dtlb, RID, 0x40000);
	CHECK_EQ(e->key, RID);
	CHECK_EQ(e->ps, 14);
	CHECK(!tlb_lookup(&cpu->itlb, RID, 0x40000));
	CHECK_EQ(cpu->stats.vhpt_inserts, 2);
	/* A reserved field: the walk is abandoned. */
	mmu_purge_tc_local(cpu, va, 14);
	fixture_poke(TABLE | (entry & 0x3fff), PTE(0x84000, 2, 3) | 2);
	CHECK_FAULT(mmu_translate(cpu, va, MMU_WRITE, 3, 0, &res), DATA_TLB,
		    ISR_W);
	CHECK_EQ(cpu->fault.iha, entry);
	CHECK_FAULT(mmu_translate(cpu, va, MMU_FETCH, 3, 0, &res), INST_TLB,
		    ISR_X);
}

TEST(unusable_table_pages_abort_the_walk)
{
	static const u64 bad[] = {
		PTE(TABLE, 2, 0) & ~1ULL, /* not present */
		PTE(TABLE, 2, 0) | 7 << 2, /* NaTPage */
		PTE(TABLE, 2, 0) | 4 << 2, /* uncacheable */
	};
	struct cpu *cpu = start(SHORT_PTA);
	struct mmu_result res;
	u64 va = REGION(VRN) | 0x40008;

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		map_table(cpu, mmu_thash(cpu, va), bad[i]);
		CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res),
			    DATA_TLB, ISR_R);
	}
}

TEST(walker_is_on_only_when_all_conditions_hold)
{
	struct cpu *cpu = start(SHORT_PTA);
	u64 va = REGION(VRN) | 0x40008;

	CHECK(vhpt_enabled(cpu, va, MMU_READ, 0));
	CHECK(vhpt_enabled(cpu, va, MMU_FETCH, 0));
	CHECK(!vhpt_enabled(cpu, REGION(3), MMU_READ, 0));
	cpu->psr &= ~PSR_RT;
	CHECK(!vhpt_enabled(cpu, va, MMU_READ, MMU_F_RSE));
	CHECK(vhpt_enabled(cpu, va, MMU_READ, 0));
	cpu->psr &= ~PSR_IC;
	CHECK(vhpt_enabled(cpu, va, MMU_READ, 0));
	CHECK(!vhpt_enabled(cpu, va, MMU_FETCH, 0));
	cpu->psr |= PSR_IC;
	cpu->psr &= ~PSR_DT;
	CHECK(!vhpt_enabled(cpu, va, MMU_READ, 0));
	CHECK(!vhpt_enabled(cpu, va, MMU_FETCH, 0));
	cpu->psr |= PSR_DT;
	cpu->cr_pta &= ~PTA_VE;
	CHECK(!vhpt_enabled(cpu, va, MMU_READ, 0));
}

TEST(nested_misses_when_ic_is_off)
{
	struct cpu *cpu = start(SHORT_PTA);
	struct mmu_result res;
	u64 va = REGION(VRN) | 0x40008, entry = mmu_thash(cpu, va);

	cpu->psr &= ~PSR_IC;
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res),
		    DATA_NESTED_TLB, ISR_R);
	map_table(cpu, entry, PTE(TABLE, 2, 0));
	fixture_poke(TABLE | (entry & 0x3fff), PTE(0x84000, 2, 3) | 2);
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res),
		    DATA_NESTED_TLB, ISR_R);
	/* The walker still works for data references. */
	fixture_poke(TABLE | (entry & 0x3fff), PTE(0x84000, 2, 3));
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), 0);
}

TEST(long_walk_compares_tags_and_takes_key_and_size)
{
	struct cpu *cpu = start(REGION(5) | TABLE | PTA_VF | 15 << 2 | PTA_VE);
	struct mmu_result res;
	u64 va = REGION(VRN) | 0x12345678, entry = mmu_thash(cpu, va);
	u64 at = TABLE | (entry & 0x7fff);

	mmu_insert_tr(cpu, true, 0, PTE(TABLE, 2, 0), fixture_itir(16, 0),
		      REGION(5) | TABLE);
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), DATA_TLB,
		    ISR_R);
	fixture_poke(at, PTE(0x10000000, 2, 3));
	fixture_poke(at + 8, fixture_itir(24, 0x4321));
	fixture_poke(at + 16, mmu_ttag(cpu, va) | BIT64(63));
	CHECK_FAULT(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), DATA_TLB,
		    ISR_R);
	CHECK_EQ(cpu->fault.iha, entry);
	fixture_poke(at + 16, mmu_ttag(cpu, va));
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), 0);
	CHECK_EQ(res.pa, 0x10345678);
	CHECK_EQ(tlb_lookup(&cpu->dtlb, RID, 0x12ffffff)->key, 0x4321);
	/* Big-endian tables when DCR.be is 1. */
	mmu_purge_tc_local(cpu, va, 24);
	cpu->cr_dcr = DCR_BE;
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), 1);
	for (unsigned int i = 0; i < 3; i++)
		fixture_poke(at + 8 * i,
			     __builtin_bswap64(fixture_peek(at + 8 * i)));
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 0, 0, &res), 0);
}

TEST(tak_and_tpa_walk)
{
	struct cpu *cpu = start(SHORT_PTA);
	u64 va = REGION(VRN) | 0x40008, entry = mmu_thash(cpu, va), pa;

	CHECK_EQ(mmu_tak(cpu, va), 1);
	CHECK_FAULT(mmu_tpa(cpu, va, &pa), VHPT_TRANSLATION, ISR_NA);
	map_table(cpu, entry, PTE(TABLE, 2, 0));
	fixture_poke(TABLE | (entry & 0x3fff), PTE(0x84000, 2, 3));
	CHECK_EQ(mmu_tak(cpu, va), RID << 8);
	CHECK_EQ(mmu_tpa(cpu, va, &pa), 0);
	CHECK_EQ(pa, 0x84008);
}
