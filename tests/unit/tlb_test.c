// SPDX-License-Identifier: GPL-2.0
/*
 * TLB: search, replacement, purges and overlap rules against a plain list;
 * access rights, keys and fault priorities against the tables of the manual.
 * SDM vol 2, 4.1.
 */
#include "cpu_fixture.h"

#include "cpu/debug_regs.h"
#include "cpu/indirect_regs.h"
#include "cpu/tlb_ops.h"

#define RID 0x105u
#define VA(n) (5ULL << 61 | (u64)(n))

static unsigned int machine_checks, changes;

static void count_machine_check(struct cpu *cpu, const char *what)
{
	(void)cpu;
	(void)what;
	machine_checks++;
}

static void count_change(struct cpu *cpu, u64 va, unsigned int ps, bool inst,
			 bool data)
{
	(void)cpu;
	(void)va;
	(void)ps;
	(void)inst;
	(void)data;
	changes++;
}

static struct cpu *start(void)
{
	struct cpu *cpu = fixture();

	machine_checks = changes = 0;
	mmu_machine_check = count_machine_check;
	mmu_changed = count_change;
	cpu->psr = PSR_DT | PSR_IT | PSR_RT | PSR_IC;
	return cpu;
}

static void map(struct cpu *cpu, u64 va, u64 pte, unsigned int ps, u32 key)
{
	mmu_insert_tc(cpu, true, pte, fixture_itir(ps, key), va);
	mmu_insert_tc(cpu, false, pte, fixture_itir(ps, key), va);
}

/* ---- the arrays ---- */

static const u8 sizes[] = { 12, 13, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32 };

TEST(random_inserts_and_purges_agree_with_a_list)
{
	struct cpu *cpu = start();
	struct tlb *t = &cpu->dtlb;
	static struct tlb_entry list[4096];
	unsigned int n = 0;

	t->tc_count = TLB_TC_MAX;
	for (int step = 0; step < 20000; step++) {
		u32 rid = RID + test_random() % 2;
		unsigned int ps = sizes[test_random() % ARRAY_SIZE(sizes)];
		u64 va = test_random() & MASK64(test_random() % 12 + 24);
		struct tlb_entry e =
			tlb_make_entry(1, fixture_itir(ps, 0), va, rid);

		if (test_random() % 3) {
			if (t->tc_used == TLB_TC_MAX)
				continue;
			CHECK(tlb_insert_tc(cpu, true, &e));
			for (unsigned int i = 0; i < n;)
				if (list[i].rid == rid &&
				    !((list[i].va ^ e.va) >>
				      (list[i].ps > ps ? list[i].ps : ps)))
					list[i] = list[--n];
				else
					i++;
			list[n++] = e;
		} else {
			tlb_purge(cpu, true, rid, va, ps, false);
			for (unsigned int i = 0; i < n;)
				if (list[i].rid == rid &&
				    !((list[i].va ^ va) >>
				      (list[i].ps > ps ? list[i].ps : ps)))
					list[i] = list[--n];
				else
					i++;
		}
		CHECK_EQ(t->tc_used, n);
		va = test_random() & MASK64(36);
		struct tlb_entry *found = tlb_lookup(t, rid, va);
		struct tlb_entry *want = NULL;

		for (unsigned int i = 0; i < n; i++)
			if (list[i].rid == rid &&
			    list[i].va == (va & ~MASK64(list[i].ps)))
				want = &list[i];
		CHECK_EQ(!found, !want);
		if (found)
			CHECK_EQ(found->ps, want->ps);
	}
	const char *wrong = tlb_check(t);

	if (wrong)
		FAIL("%s", wrong);
}

TEST(replacement_takes_free_entries_first_then_goes_round)
{
	struct cpu *cpu = start();

	cpu->dtlb.tc_count = 8;
	for (u64 i = 0; i < 8; i++)
		map(cpu, VA(i << 14), PTE(i << 14, 3, 3), 14, 0);
	mmu_purge_tc_local(cpu, VA(3 << 14), 14);
	map(cpu, VA(100 << 14), PTE(0, 3, 3), 14, 0);
	CHECK_EQ(cpu->dtlb.tc_used, 8);
	for (u64 i = 0; i < 8; i++)
		CHECK_EQ(!tlb_lookup(&cpu->dtlb, RID, i << 14), i == 3);
	map(cpu, VA(101 << 14), PTE(0, 3, 3), 14, 0);
	CHECK(!tlb_lookup(&cpu->dtlb, RID, 4 << 14));
	CHECK(!tlb_check(&cpu->dtlb));
}

TEST(translation_registers_survive_tc_purges_and_pressure)
{
	struct cpu *cpu = start();

	mmu_insert_tr(cpu, true, 5, PTE(0x4000000, 3, 0), fixture_itir(26, 0),
		      VA(0x4000000));
	for (u64 i = 0; i < 300; i++)
		map(cpu, VA(0x10000000 + (i << 14)), PTE(0, 3, 3), 14, 0);
	mmu_purge_tc_entries(cpu);
	CHECK_EQ(cpu->dtlb.tc_used, 0);
	mmu_purge_tc_local(cpu, VA(0x4000000), 26);
	CHECK(tlb_lookup(&cpu->dtlb, RID, 0x5000000));
	/* An insert that overlaps a TR is a machine check and changes nothing. */
	map(cpu, VA(0x5000000), PTE(0, 3, 3), 14, 0);
	CHECK_EQ(machine_checks, 1);
	CHECK_EQ(tlb_lookup(&cpu->dtlb, RID, 0x5000000)->ps, 26);
	mmu_insert_tr(cpu, true, 6, PTE(0, 3, 0), fixture_itir(14, 0),
		      VA(0x5000000));
	CHECK_EQ(machine_checks, 2);
	/* The same slot may be loaded again. */
	mmu_insert_tr(cpu, true, 5, PTE(0x8000000, 3, 0), fixture_itir(26, 0),
		      VA(0x4000000));
	CHECK_EQ(tlb_lookup(&cpu->dtlb, RID, 0x5000000)->pa, 0x8000000);
	mmu_purge_tr(cpu, true, VA(0x4004000), 14);
	CHECK(!tlb_lookup(&cpu->dtlb, RID, 0x5000000));
	CHECK(!tlb_check(&cpu->dtlb));
}

TEST(every_entry_that_goes_is_announced)
{
	struct cpu *cpu = start();

	map(cpu, VA(0), PTE(0, 3, 3), 14, 0);
	CHECK_EQ(changes, 0);
	mmu_purge_tc_local(cpu, VA(0x4000), 14);
	CHECK_EQ(changes, 0);
	mmu_purge_tc_local(cpu, VA(0), 16);
	CHECK_EQ(changes, 2); /* both sides */
	map(cpu, VA(0), PTE(0, 3, 3), 14, 0);
	changes = 0;
	mmu_purge_tc_remote(cpu, 0, RID, 14);
	CHECK_EQ(changes, 2);
	/* Two regions with the same id see the same translations. */
	map(cpu, VA(0), PTE(0, 3, 3), 14, 0);
	mmu_write_rr(cpu, 4, cpu->rr[5]);
	changes = 0;
	mmu_purge_tc_local(cpu, 4ULL << 61, 14);
	CHECK_EQ(changes, 4);
	changes = 0;
	mmu_write_rr(cpu, 4, cpu->rr[5] | RR_VE);
	CHECK_EQ(changes, 0);
}

/* ---- rights: SDM vol 2, table 4-2, by page pl and cpl ---- */

static const char *const rights[8][4] = {
	/* cpl 0 1 2 3, page pl as index: "r-x" of pl 3 .. 0 below */
	{ "r r r r", "r r r -", "r r - -", "r - - -" },
	{ "rx rx rx rx", "rx rx rx -", "rx rx - -", "rx - - -" },
	{ "rw rw rw rw", "rw rw rw -", "rw rw - -", "rw - - -" },
	{ "rwx rwx rwx rwx", "rwx rwx rwx -", "rwx rwx - -", "rwx - - -" },
	{ "rw rw rw r", "rw rw r -", "rw r - -", "rw - - -" },
	{ "rwx rx rx rx", "rwx rx rx -", "rwx rx - -", "rwx - - -" },
	{ "rw rw rw rwx", "rw rw rwx -", "rw rwx - -", "rw - - -" },
	{ "rx x x x", "rx x x x", "rx x x x", "rx x x x" },
};

static bool has(const char *row, unsigned int cpl, char what)
{
	while (cpl--)
		row = strchr(row, ' ') + 1;
	for (; *row && *row != ' '; row++)
		if (*row == what)
			return true;
	return false;
}

TEST(access_rights_follow_the_table)
{
	struct cpu *cpu = start();
	struct mmu_result res;

	for (unsigned int ar = 0; ar < 8; ar++)
		for (unsigned int pl = 0; pl < 4; pl++)
			for (unsigned int cpl = 0; cpl < 4; cpl++) {
				const char *row = rights[ar][3 - pl];
				bool r = has(row, cpl, 'r'),
				     w = has(row, cpl, 'w'),
				     x = has(row, cpl, 'x'), ok;

				map(cpu, VA(0), PTE(0, ar, pl), 14, 0);
				CHECK_EQ(mmu_translate(cpu, VA(8), MMU_READ,
						       cpl, 0, &res),
					 !r);
				if (r) {
					CHECK_EQ(res.writable, w);
					CHECK_EQ(res.executable, x);
				} else {
					CHECK_EQ(cpu->fault.vector,
						 VECTOR_DATA_ACCESS_RIGHTS);
				}
				CHECK_EQ(mmu_translate(cpu, VA(8), MMU_WRITE,
						       cpl, 0, &res),
					 !w);
				CHECK_EQ(mmu_translate(cpu, VA(8),
						       MMU_SEMAPHORE, cpl, 0,
						       &res),
					 !(r && w));
				CHECK_EQ(mmu_translate(cpu, VA(16), MMU_FETCH,
						       cpl, 0, &res),
					 !x);
				if (!x)
					CHECK_EQ(cpu->fault.vector,
						 VECTOR_INST_ACCESS_RIGHTS);
				CHECK_EQ(mmu_probe(cpu, VA(8), false, cpl, &ok),
					 0);
				CHECK_EQ(ok, r);
				CHECK_EQ(mmu_probe(cpu, VA(8), true, cpl, &ok),
					 0);
				CHECK_EQ(ok, w);
			}
}

/* ---- priorities: each line repairs what the one before complained of ---- */

TEST(data_faults_in_order_of_priority)
{
	struct cpu *cpu = start();
	struct mmu_result res;
	u64 va = VA(0x123458), rw = ISR_R | ISR_W;
	u32 key = 0x77;
	u64 pte = 7 << 2; /* NaTPage, everything else wrong */

#define TRY() mmu_translate(cpu, va, MMU_SEMAPHORE, 3, 0, &res)
	cpu->psr |= PSR_PK;
	CHECK_FAULT(TRY(), ALT_DATA_TLB, rw);
	CHECK_EQ(cpu->fault.ifa, va);
	CHECK_EQ(cpu->fault.itir, RID << 8 | 14 << 2);
	CHECK(!cpu->fault.has_iha);
	cpu->psr &= ~PSR_IC;
	CHECK_FAULT(TRY(), DATA_NESTED_TLB, rw);
	CHECK(!cpu->fault.has_ifa && !cpu->fault.has_itir);
	cpu->psr |= PSR_IC;
	map(cpu, va, pte, 12, key);
	CHECK_FAULT(TRY(), PAGE_NOT_PRESENT, rw);
	CHECK_EQ(cpu->fault.itir, RID << 8 | 14 << 2);
	map(cpu, va, pte |= 1, 12, key);
	CHECK_FAULT(TRY(), NAT_CONSUMPTION, rw | 0x20);
	CHECK_EQ(cpu->fault.ifa, va);
	map(cpu, va, pte &= ~(7ULL << 2), 12, key);
	CHECK_FAULT(TRY(), DATA_KEY_MISS, rw);
	mmu_write_pkr(cpu, 3, (u64)key << 8 | 1 | 2);
	CHECK_FAULT(TRY(), KEY_PERMISSION, rw);
	mmu_write_pkr(cpu, 3, (u64)key << 8 | 1);
	CHECK_FAULT(TRY(), DATA_ACCESS_RIGHTS, rw);
	map(cpu, va, pte |= 2 << 9 | 3 << 7, 12, key);
	CHECK_FAULT(TRY(), DIRTY_BIT, rw);
	map(cpu, va, pte |= 0x40, 12, key);
	CHECK_FAULT(TRY(), DATA_ACCESS_BIT, rw);
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 3, MMU_F_SPEC, &res), 1);
	CHECK_EQ(cpu->fault.isr, ISR_R | ISR_SP);
	cpu->psr |= PSR_DA;
	CHECK_EQ(TRY(), FAULT_NONE);
	CHECK(res.once);
	/* PSR.da does not help the RSE. */
	CHECK_EQ(mmu_translate(cpu, va, MMU_READ, 3, MMU_F_RSE, &res), 1);
	cpu->psr &= ~PSR_DA;
	map(cpu, va, pte |= 0x20, 12, key);
	CHECK_EQ(TRY(), FAULT_NONE);
	CHECK(!res.once);
	CHECK_EQ(res.pa, 0x458);
	CHECK_EQ(res.ps, 12);
#undef TRY
}

TEST(fetch_faults_in_order_of_priority)
{
	struct cpu *cpu = start();
	struct mmu_result res;
	u64 va = VA(0x123450), pte = 7 << 2;
	u32 key = 0x77;

#define TRY() mmu_translate(cpu, va, MMU_FETCH, 3, 0, &res)
	cpu->psr |= PSR_PK;
	CHECK_FAULT(TRY(), ALT_INST_TLB, ISR_X);
	cpu->psr &= ~PSR_IC;
	CHECK_FAULT(TRY(), ALT_INST_TLB, ISR_X);
	cpu->psr |= PSR_IC;
	map(cpu, va, pte, 12, key);
	CHECK_FAULT(TRY(), PAGE_NOT_PRESENT, ISR_X);
	map(cpu, va, pte |= 1, 12, key);
	CHECK_FAULT(TRY(), NAT_CONSUMPTION, ISR_X | 0x20);
	map(cpu, va, pte &= ~(7ULL << 2), 12, key);
	CHECK_FAULT(TRY(), INST_KEY_MISS, ISR_X);
	mmu_write_pkr(cpu, 3, (u64)key << 8 | 1 | 8);
	CHECK_FAULT(TRY(), KEY_PERMISSION, ISR_X);
	mmu_write_pkr(cpu, 3, (u64)key << 8 | 1 | 6);
	CHECK_FAULT(TRY(), INST_ACCESS_RIGHTS, ISR_X);
	map(cpu, va, pte |= 1 << 9 | 3 << 7, 12, key);
	CHECK_FAULT(TRY(), INST_ACCESS_BIT, ISR_X);
	cpu->psr |= PSR_IA;
	CHECK_EQ(TRY(), FAULT_NONE);
	cpu->psr &= ~PSR_IA;
	map(cpu, va, pte |= 0x20, 12, key);
	CHECK_EQ(TRY(), FAULT_NONE);
#undef TRY
}

TEST(physical_addresses)
{
	struct cpu *cpu = start();
	struct mmu_result res;

	cpu->psr = PSR_IC;
	CHECK_EQ(mmu_translate(cpu, BIT64(63) | 0x1234, MMU_READ, 0, 0, &res),
		 FAULT_NONE);
	CHECK_EQ(res.pa, 0x1234);
	CHECK_EQ(res.ma, MA_UC);
	CHECK_EQ(mmu_translate(cpu, 0x1234, MMU_WRITE, 3, 0, &res), FAULT_NONE);
	CHECK_EQ(res.ma, MA_WB);
	CHECK_FAULT(mmu_translate(cpu, BIT64(50), MMU_WRITE, 0, 0, &res),
		    GENERAL_EXCEPTION, ISR_W | 0x30);
	CHECK_FAULT(mmu_translate(cpu, BIT64(62), MMU_FETCH, 0, 0, &res),
		    LOWER_PRIV_TRAP, 0x10);
	/* PSR.dt and PSR.rt are separate. */
	cpu->psr |= PSR_DT;
	CHECK_EQ(mmu_translate(cpu, 8, MMU_READ, 0, MMU_F_RSE, &res), 0);
	CHECK_FAULT(mmu_translate(cpu, 8, MMU_READ, 0, 0, &res), ALT_DATA_TLB,
		    ISR_R);
}

TEST(deferral_follows_dcr_and_the_code_page)
{
	struct cpu *cpu = start();
	static const struct {
		u16 vector;
		u64 dcr;
	} rows[] = {
		{ VECTOR_ALT_DATA_TLB, DCR_DM },
		{ VECTOR_VHPT_TRANSLATION, DCR_DM },
		{ VECTOR_DATA_TLB, DCR_DM },
		{ VECTOR_PAGE_NOT_PRESENT, DCR_DP },
		{ VECTOR_DATA_KEY_MISS, DCR_DK },
		{ VECTOR_KEY_PERMISSION, DCR_DX },
		{ VECTOR_DATA_ACCESS_RIGHTS, DCR_DR },
		{ VECTOR_DATA_ACCESS_BIT, DCR_DA },
		{ VECTOR_DEBUG, DCR_DD },
	};
	struct fault_info f = { 0 };
	u64 ed = BIT64(52);

	cpu->ip = VA(0x10000);
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		f.vector = rows[i].vector;
		map(cpu, cpu->ip, PTE(0, 1, 3) | ed, 14, 0);
		cpu->cr_dcr = 0x7f00 & ~rows[i].dcr;
		CHECK(!mmu_defers(cpu, &f));
		cpu->cr_dcr = rows[i].dcr;
		CHECK(mmu_defers(cpu, &f));
		cpu->psr &= ~PSR_IT;
		CHECK(!mmu_defers(cpu, &f));
		cpu->psr |= PSR_IT;
		map(cpu, cpu->ip, PTE(0, 1, 3), 14, 0);
		CHECK(!mmu_defers(cpu, &f));
		cpu->psr &= ~PSR_IC;
		CHECK(mmu_defers(cpu, &f));
		cpu->psr |= PSR_IC;
	}
	f.vector = VECTOR_UNALIGNED;
	CHECK(!mmu_defers(cpu, &f));
	map(cpu, cpu->ip, PTE(0, 1, 3) | ed, 14, 0);
	cpu->cr_dcr = 0;
	CHECK(mmu_defers(cpu, &f));
	f.vector = VECTOR_NAT_CONSUMPTION;
	map(cpu, cpu->ip, PTE(0, 1, 3), 14, 0);
	CHECK(mmu_defers(cpu, &f));
}

/* ---- the instructions ---- */

TEST(insert_instructions_check_their_operands)
{
	struct cpu *cpu = start();
	u64 pte = PTE(0x4000, 3, 3);

	cpu->cr_itir = fixture_itir(14, 0);
	cpu->cr_ifa = VA(0x4000);
	CHECK_FAULT(tlb_op_itc(cpu, true, pte, false), GENERAL_EXCEPTION, 0);
	cpu->psr = PSR_CPL;
	CHECK_FAULT(tlb_op_itc(cpu, true, pte, false), GENERAL_EXCEPTION, 0x10);
	cpu->psr = 0;
	CHECK_FAULT(tlb_op_itc(cpu, true, pte, true), NAT_CONSUMPTION, 0x10);
	CHECK_FAULT(tlb_op_itc(cpu, true, pte | 2, false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_FAULT(tlb_op_itc(cpu, true, pte | 1 << 2, false),
		    GENERAL_EXCEPTION, 0x30);
	cpu->cr_itir = fixture_itir(15, 0);
	CHECK_FAULT(tlb_op_itc(cpu, true, pte, false), GENERAL_EXCEPTION, 0x30);
	cpu->cr_itir = fixture_itir(14, 0);
	CHECK_FAULT(tlb_op_itr(cpu, true, 16, pte, false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_EQ(tlb_op_itr(cpu, true, 0x100, pte, false), FAULT_NONE);
	CHECK(cpu->dtlb.tr[0].valid);
	CHECK_EQ(tlb_op_ptr(cpu, true, VA(0x4000), 14 << 2, false), FAULT_NONE);
	CHECK(!cpu->dtlb.tr[0].valid);
	/* A not-present PTE leaves its other bits to software. */
	CHECK_EQ(tlb_op_itc(cpu, true, ~1ULL, false), FAULT_NONE);
	CHECK_FAULT(tlb_op_ptc_l(cpu, VA(0), 15 << 2, false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_EQ(tlb_op_ptc_g(cpu, VA(0x4000), 14 << 2, true, false), 0);
	CHECK_EQ(stub_purges, 1);
	CHECK_EQ(cpu->dtlb.tc_used, 0);
}

TEST(probe_tpa_and_tak)
{
	struct cpu *cpu = start();
	u64 va = VA(0x4010), value;
	bool ok;

	CHECK_FAULT(tlb_op_tpa(cpu, va, false, &value), ALT_DATA_TLB, ISR_NA);
	CHECK_EQ(tlb_op_tak(cpu, va, false, &value), 0);
	CHECK_EQ(value, 1);
	map(cpu, va, PTE(0x8000, 2, 1) & ~1ULL, 14, 0x33);
	CHECK_EQ(tlb_op_tak(cpu, va, false, &value), 0);
	CHECK_EQ(value, 1);
	CHECK_FAULT(tlb_op_tpa(cpu, va, false, &value), PAGE_NOT_PRESENT,
		    ISR_NA);
	CHECK_FAULT(tlb_op_probe(cpu, va, true, 0, false, &ok),
		    PAGE_NOT_PRESENT, ISR_NA | ISR_W | 2);
	map(cpu, va, PTE(0x8000, 2, 1) & ~0x60ULL, 14, 0x33);
	CHECK_EQ(tlb_op_tak(cpu, va, false, &value), 0);
	CHECK_EQ(value, 0x3300);
	CHECK_EQ(tlb_op_tpa(cpu, va, false, &value), 0);
	CHECK_EQ(value, 0x8010);
	/* The regular form ignores a and d, and a level below cpl. */
	CHECK_EQ(tlb_op_probe(cpu, va, true, 1, false, &ok), 0);
	CHECK(ok);
	CHECK_EQ(tlb_op_probe(cpu, va, true, 2, false, &ok), 0);
	CHECK(!ok);
	cpu->psr |= 3ULL << PSR_CPL_SHIFT;
	CHECK_EQ(tlb_op_probe(cpu, va, true, 0, false, &ok), 0);
	CHECK(!ok);
	CHECK_FAULT(tlb_op_tpa(cpu, va, false, &value), GENERAL_EXCEPTION,
		    ISR_NA | 0x10);
	CHECK_FAULT(tlb_op_tak(cpu, va, false, &value), GENERAL_EXCEPTION,
		    ISR_NA | 0x13);
	cpu->psr &= ~PSR_CPL;
	CHECK_FAULT(tlb_op_probe_fault(cpu, va, true, true, 0, false),
		    DIRTY_BIT, ISR_NA | ISR_R | ISR_W | 5);
	CHECK_FAULT(tlb_op_probe_fault(cpu, va, true, false, 2, false),
		    DATA_ACCESS_RIGHTS, ISR_NA | ISR_R | 5);
	CHECK_FAULT(tlb_op_probe_fault(cpu, va, true, false, 2, true),
		    NAT_CONSUMPTION, ISR_NA | ISR_R | 0x15);
	/* A key that may not: the regular form says no. */
	cpu->psr |= PSR_PK;
	CHECK_FAULT(tlb_op_probe(cpu, va, false, 0, false, &ok), DATA_KEY_MISS,
		    ISR_NA | ISR_R | 2);
	mmu_write_pkr(cpu, 0, 0x3300 | 4 | 1);
	CHECK_EQ(tlb_op_probe(cpu, va, false, 0, false, &ok), 0);
	CHECK(!ok);
	CHECK_EQ(tlb_op_probe(cpu, va, true, 0, false, &ok), 0);
	CHECK(ok);
	/* PSR.dt = 0: regular form virtual, fault form physical. */
	cpu->psr = PSR_IC;
	CHECK_EQ(tlb_op_probe(cpu, va, true, 0, false, &ok), 0);
	CHECK_EQ(tlb_op_probe_fault(cpu, 0x123, true, true, 3, false), 0);
}

TEST(a_key_lives_in_one_register)
{
	struct cpu *cpu = start();
	u64 value;

	CHECK_EQ(indirect_write(cpu, INDIRECT_PKR, 1, 0x4501, false), 0);
	CHECK_EQ(indirect_write(cpu, INDIRECT_PKR, 2, 0x4505, false), 0);
	CHECK_EQ(indirect_read(cpu, INDIRECT_PKR, 1, false, &value), 0);
	CHECK_EQ(value, 0x4500);
	CHECK_FAULT(indirect_write(cpu, INDIRECT_PKR, 16, 1, false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(indirect_write(cpu, INDIRECT_PKR, 1, 0x10, false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(indirect_write(cpu, INDIRECT_RR, 0, 15 << 2, false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(indirect_write(cpu, INDIRECT_RR, 0, 14 << 2 | 2, false),
		    GENERAL_EXCEPTION, 0x30);
}

TEST(breakpoints_match_address_level_and_kind)
{
	struct cpu *cpu = start();
	u64 level0 = BIT64(56), read = BIT64(63), write = BIT64(62);

	cpu->dbr[2] = VA(0x1000);
	cpu->dbr[3] = read | level0 | (MASK64(56) & ~7ULL);
	CHECK_EQ(debug_check_data(cpu, VA(0x1000), 8, MMU_READ, 0, 0), 0);
	cpu->psr |= PSR_DB;
	CHECK(debug_data_active(cpu) && !debug_fetch_active(cpu));
	CHECK_FAULT(debug_check_data(cpu, VA(0x1004), 1, MMU_READ, 0,
				     MMU_F_SPEC),
		    DEBUG, ISR_R | ISR_SP);
	CHECK_EQ(cpu->fault.ifa, VA(0x1004));
	CHECK_EQ(debug_check_data(cpu, VA(0x1000), 8, MMU_WRITE, 0, 0), 0);
	CHECK_EQ(debug_check_data(cpu, VA(0x1008), 8, MMU_READ, 0, 0), 0);
	CHECK_EQ(debug_check_data(cpu, VA(0xff8), 16, MMU_READ, 0, 0), 1);
	CHECK_EQ(debug_check_data(cpu, VA(0x1000), 8, MMU_READ, 1, 0), 0);
	/* Bits 63:56 are always compared. */
	CHECK_EQ(debug_check_data(cpu, 0x1000, 8, MMU_READ, 0, 0), 0);
	cpu->dbr[3] |= write;
	CHECK_FAULT(debug_check_data(cpu, VA(0x1000), 8, MMU_SEMAPHORE, 0, 0),
		    DEBUG, ISR_R | ISR_W);
	cpu->psr |= PSR_DD;
	CHECK_EQ(debug_check_data(cpu, VA(0x1000), 8, MMU_READ, 0, 0), 0);
	cpu->ibr[0] = VA(0x2000);
	cpu->ibr[1] = read | level0 | MASK64(56);
	CHECK(debug_match_fetch(cpu, VA(0x2000)));
	CHECK_FAULT(debug_check_fetch(cpu, VA(0x2000)), DEBUG, ISR_X);
	cpu->psr |= PSR_ID;
	CHECK_EQ(debug_check_fetch(cpu, VA(0x2000)), 0);
}
