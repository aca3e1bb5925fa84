// SPDX-License-Identifier: GPL-2.0
/*
 * TLB, VHPT walker, access rights, keys, and the instructions that ask for
 * translations: what faults, with which parameters, in which order.
 * SDM vol 2, chapter 4; table 5-6 for priorities.
 */
#include "guest.h"

SNIPPET(load, "{ .mii\n ld8 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(store, "{ .mii\n st8 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(exchange, "{ .mii\n xchg8 r8 = [r32], r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(probe_r, "{ .mii\n probe.r r8 = r32, r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(probe_w, "{ .mii\n probe.w r8 = r32, r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(probe_r_2, "{ .mii\n probe.r r8 = r32, 2\n nop.i 0\n nop.i 0\n }");
SNIPPET(probe_rw_fault_1,
	"{ .mii\n probe.rw.fault r32, 1\n nop.i 0\n nop.i 0\n }\n mov r8 = 7");
SNIPPET(probe_r_fault_3,
	"{ .mii\n probe.r.fault r32, 3\n nop.i 0\n nop.i 0\n }\n mov r8 = 7");
SNIPPET(probe_w_fault_0,
	"{ .mii\n probe.w.fault r32, 0\n nop.i 0\n nop.i 0\n }\n mov r8 = 7");
SNIPPET(do_tpa, "{ .mii\n tpa r8 = r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_tak, "{ .mii\n tak r8 = r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_thash, "{ .mii\n thash r8 = r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_ttag, "{ .mii\n ttag r8 = r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_fc, "{ .mii\n fc r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_lfetch,
	"{ .mii\n lfetch [r32]\n nop.i 0\n nop.i 0\n }\n mov r8 = 7");
SNIPPET(do_lfetch_fault, "{ .mii\n lfetch.fault [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(do_itc_d, "mov cr.ifa = r32\n mov cr.itir = r33\n ;;\n"
		  "itc.d r34\n ;;\n srlz.d");
SNIPPET(do_itr_d, "mov cr.ifa = r32\n mov cr.itir = r33\n mov r14 = 7\n ;;\n"
		  "itr.d dtr[r14] = r34\n ;;\n srlz.d");
SNIPPET(do_itr_slot, "itr.d dtr[r32] = r0");
SNIPPET(do_ptr_d, "ptr.d r32, r33\n ;;\n srlz.d");
SNIPPET(do_ptc_e, "ptc.e r32\n ;;\n srlz.i\n ;;\n srlz.d");
SNIPPET(do_ptc_ga, "ptc.ga r32, r33\n ;;\n srlz.d");
SNIPPET(answer, "{ .mii\n mov r8 = 42\n nop.i 0\n nop.i 0\n }");

#define NO_IC (GUEST_PSR & ~PSR_IC)
#define USER(n) (GUEST_PSR | PSR_CPL(n))

/* A page to map in several ways, and a table for the walker. */
static u64 page[8192 / 8 * 2] __attribute__((aligned(16384)));
static u64 table[32768 / 8] __attribute__((aligned(65536)));

#define VA (REGION(2) | 0x40000)
#define PA ((u64)page)

static void misses(void)
{
	RUN(probe_r, VA + 8, 3);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_R | 2);
	CHECK_EQ(fault.ifa, VA + 8);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	RUN(probe_w, VA, 3);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_W | 2);
	RUN(probe_rw_fault_1, VA);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_R | ISR_W | 5);
	RUN(do_tpa, VA);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA);
	RUN(do_fc, VA);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_R | 1);
	RUN(do_lfetch_fault, VA);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_R | 4);
	CHECK_EQ(RUN(do_lfetch, VA), 7);
	CHECK_NO_FAULT();
	CHECK_EQ(RUN(do_tak, VA), 1);
	CHECK_NO_FAULT();
	RUN_AT(VA, GUEST_PSR, 0, 0, 0, 0);
	CHECK_FAULT(V_ALT_ITLB, ISR_X);
	CHECK_EQ(fault.ifa, VA);
	CHECK_EQ(fault.iip, VA);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	/* Fetch misses are never nested: ISR is written with ni. */
	RUN_AT(VA, NO_IC, 0, 0, 0, 0);
	CHECK_FAULT(V_ALT_ITLB, ISR_X | ISR_NI);
	RUN_PSR(probe_r, NO_IC, VA, 3);
	CHECK_EQ(fault.vector, V_NESTED);
}

/* Each line repairs what the one before complained of: table 5-6. */
static void data_priorities(void)
{
	u64 pte = PA | PTE_MA(7), rw = ISR_R | ISR_W, key = 0x55;
	u64 psr = USER(3) | PSR_PK;

	SET_AT(pkr, 0, 1); /* key 0: this guest's own page */
	map_data(VA, pte, ITIR(14, key));
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_NOT_PRESENT, rw);
	CHECK_EQ(fault.ifa, VA);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	map_data(VA, pte |= PTE_P, ITIR(14, key));
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_NAT, rw | 0x20);
	CHECK_EQ(fault.ifa, VA);
	map_data(VA, pte &= ~PTE_MA(7), ITIR(14, key));
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_DKEY_MISS, rw);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	SET_AT(pkr, 1, key << 8 | 1 | 2 | 4 | 8);
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_KEY_PERM, rw);
	SET_AT(pkr, 1, key << 8 | 1 | 4); /* reads disabled */
	RUN_PSR(load, psr, VA);
	CHECK_FAULT(V_KEY_PERM, ISR_R);
	RUN_PSR(store, psr, VA);
	CHECK_FAULT(V_DRIGHTS, ISR_W);
	SET_AT(pkr, 1, key << 8 | 1);
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_DRIGHTS, rw);
	map_data(VA, pte |= 3 << 7 | 2 << 9, ITIR(14, key));
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_DIRTY, rw);
	/* A load needs no dirty bit, but the access bit. */
	RUN_PSR(load, psr, VA);
	CHECK_FAULT(V_DACCESS, ISR_R);
	map_data(VA, pte |= PTE_D, ITIR(14, key));
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_DACCESS, rw);
	/* PSR.da lets one instruction pass. */
	RUN_PSR(exchange, psr | PSR_DA, VA, 99);
	CHECK_NO_FAULT();
	CHECK_EQ(page[0], 99);
	RUN_PSR(exchange, psr, VA);
	CHECK_FAULT(V_DACCESS, rw);
	map_data(VA, pte |= PTE_A, ITIR(14, key));
	CHECK_EQ(RUN_PSR(exchange, psr, VA, 77), 99);
	CHECK_NO_FAULT();
	CHECK_EQ(page[0], 77);
	SET_AT(pkr, 0, 0);
	SET_AT(pkr, 1, 0);
	unmap(VA, 14);
}

static void fetch_priorities(void)
{
	u64 code = CODE(answer) & 0x3fff;
	u64 pa = CODE(answer) & ~0x3fffUL, pte = pa | PTE_MA(7), key = 0x56;
	u64 psr = USER(3) | PSR_PK, at = VA + code;

	/* A key for the code that comes back from the snippet. */
	SET_AT(pkr, 0, 1);
	map_code(VA, pte, ITIR(14, key));
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_FAULT(V_NOT_PRESENT, ISR_X);
	CHECK_EQ(fault.ifa, at);
	map_code(VA, pte |= PTE_P, ITIR(14, key));
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_EQ(fault.vector, V_NAT);
	CHECK_EQ(fault.isr & ~0xffUL, ISR_X);
	map_code(VA, pte &= ~PTE_MA(7), ITIR(14, key));
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_FAULT(V_IKEY_MISS, ISR_X);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	SET_AT(pkr, 1, key << 8 | 1 | 8);
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_FAULT(V_KEY_PERM, ISR_X);
	SET_AT(pkr, 1, key << 8 | 1 | 6);
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_FAULT(V_IRIGHTS, ISR_X);
	map_code(VA, pte |= 3 << 7 | 1 << 9, ITIR(14, key));
	RUN_AT(at, psr, 0, 0, 0, 0);
	CHECK_FAULT(V_IACCESS, ISR_X);
	CHECK_EQ(fault.ifa, at);
	/* PSR.ia lets the first instruction pass, not the second. */
	RUN_AT(at, psr | PSR_IA, 0, 0, 0, 0);
	CHECK_FAULT(V_IACCESS, ISR_X | ISR_EI(1));
	map_code(VA, pte |= PTE_A, ITIR(14, key));
	CHECK_EQ(RUN_AT(at, psr, 0, 0, 0, 0), 42);
	CHECK_NO_FAULT();
	SET_AT(pkr, 0, 0);
	SET_AT(pkr, 1, 0);
	unmap(VA, 14);
}

/*
 * Table 4-2: read, write, execute for TLB.ar, TLB.pl and cpl; the four letters
 * of a column are cpl 0 to 3: r, w (rw), x (rx), a (rwx), e (x alone), -.
 */
static const char table_4_2[8][4][5] = {
	/* pl 0, pl 1, pl 2, pl 3 */
	{ "r---", "rr--", "rrr-", "rrrr" }, { "x---", "xx--", "xxx-", "xxxx" },
	{ "w---", "ww--", "www-", "wwww" }, { "a---", "aa--", "aaa-", "aaaa" },
	{ "w---", "wr--", "wwr-", "wwwr" }, { "a---", "ax--", "axx-", "axxx" },
	{ "w---", "wa--", "wwa-", "wwwa" }, { "xeee", "xeee", "xeee", "xeee" },
};

static void rights(void)
{
	u64 at = VA + (CODE(answer) & 0x3fff);
	u64 pa = CODE(answer) & ~0x3fffUL;

	for (u64 ar = 0; ar < 8; ar++)
		for (u64 pl = 0; pl < 4; pl++)
			for (u64 cpl = 0; cpl < 4; cpl++) {
				char c = table_4_2[ar][pl][cpl];
				int r = c != '-' && c != 'e';
				int w = c == 'w' || c == 'a';
				int x = c == 'x' || c == 'a' || c == 'e';

				map_data(VA, PTE(PA, ar, pl), ITIR(14, 0));
				RUN_PSR(load, USER(cpl), VA);
				CHECK_EQ(fault.vector,
					 r ? NO_FAULT : V_DRIGHTS);
				RUN_PSR(store, USER(cpl), VA, 1);
				CHECK_EQ(fault.vector,
					 w ? NO_FAULT : V_DRIGHTS);
				CHECK_EQ(RUN(probe_r, VA, cpl), r);
				CHECK_NO_FAULT();
				CHECK_EQ(RUN(probe_w, VA, cpl), w);
				CHECK_NO_FAULT();
				map_code(VA, PTE(pa, ar, pl), ITIR(14, 0));
				RUN_AT(at, USER(cpl), 0, 0, 0, 0);
				CHECK_EQ(fault.vector,
					 x ? NO_FAULT : V_IRIGHTS);
			}
	unmap(VA, 14);
}

static void probes(void)
{
	map_data(VA, PTE(PA, 2, 2), ITIR(14, 0x77));
	/* A level more privileged than the code's own is demoted. */
	CHECK_EQ(RUN_PSR(probe_r, USER(3), VA, 0), 0);
	CHECK_EQ(RUN_PSR(probe_r, USER(2), VA, 0), 1);
	CHECK_EQ(RUN(probe_r_2, VA), 1);
	CHECK_EQ(RUN_PSR(probe_r_2, USER(3), VA), 0);
	/* Only the two low bits of the level count. */
	CHECK_EQ(RUN(probe_r, VA, 0x102), 1);
	CHECK_EQ(RUN(probe_rw_fault_1, VA), 7);
	RUN(probe_r_fault_3, VA);
	CHECK_FAULT(V_DRIGHTS, ISR_NA | ISR_R | 5);
	CHECK_EQ(fault.ifa, VA);
	/* The fault forms look at d and a, the others do not. */
	map_data(VA, PTE(PA, 2, 2) & ~(PTE_A | PTE_D), ITIR(14, 0x77));
	CHECK_EQ(RUN(probe_w, VA, 2), 1);
	RUN(probe_w_fault_0, VA);
	CHECK_FAULT(V_DIRTY, ISR_NA | ISR_W | 5);
	map_data(VA, PTE(PA, 2, 2) & ~PTE_P, ITIR(14, 0x77));
	RUN(probe_r, VA, 0);
	CHECK_FAULT(V_NOT_PRESENT, ISR_NA | ISR_R | 2);
	CHECK_EQ(RUN(do_tak, VA), 1);
	RUN(do_tpa, VA);
	CHECK_FAULT(V_NOT_PRESENT, ISR_NA);
	map_data(VA, PTE(PA, 0, 0), ITIR(14, 0x77));
	CHECK_EQ(RUN(do_tak, VA), 0x7700);
	CHECK_EQ(RUN(do_tpa, VA + 0x1234), PA + 0x1234);
	/* PSR.dt = 0: regular form virtual by the DTLB, fault form physical. */
	CHECK_EQ(RUN_PSR(probe_r, GUEST_PSR & ~PSR_DT, VA, 0), 1);
	CHECK_EQ(RUN_PSR(probe_w, GUEST_PSR & ~PSR_DT, VA, 0), 0);
	CHECK_EQ(RUN_PSR(probe_rw_fault_1, GUEST_PSR & ~PSR_DT, PA), 7);
	CHECK_NO_FAULT();
	unmap(VA, 14);
	RUN_PSR(probe_r, GUEST_PSR & ~PSR_DT, VA, 0);
	CHECK_FAULT(V_ALT_DTLB, ISR_NA | ISR_R | 2);
}

static void inserts_and_purges(void)
{
	u64 big = REGION(2) | 0x10000000;

	/* Operand checks. */
	RUN_PSR(do_itc_d, NO_IC, VA, ITIR(15, 0), PTE(PA, 2, 0));
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30 | ISR_NI);
	RUN_PSR(do_itc_d, NO_IC, VA, ITIR(14, 0), PTE(PA, 2, 0) | PTE_MA(1));
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30 | ISR_NI);
	RUN_PSR(do_itr_slot, NO_IC, 200);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0x30);
	/* A purge of a small page takes the large one that overlaps. */
	map_data(big, PTE(GUEST_BASE, 2, 0), ITIR(24, 0));
	RUN(load, big + 0x800000);
	CHECK_NO_FAULT();
	unmap(big + 0x4000, 12);
	RUN(load, big + 0x800000);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	/* An insert purges what it overlaps, in other sizes too. */
	map_data(big, PTE(GUEST_BASE, 2, 0), ITIR(24, 0));
	map_data(big + 0x8000, PTE(PA, 2, 0), ITIR(14, 0));
	RUN(load, big);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	page[1] = 0xabcdef;
	CHECK_EQ(RUN(load, big + 0x8008), 0xabcdef);
	CHECK_NO_FAULT();
	unmap(big, 24);
	RUN(load, big + 0x8008);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	/* Another region with the same region id is the same space. */
	map_data(VA, PTE(PA, 2, 0), ITIR(14, 0));
	SET_AT(rr, REGION(4), GET_AT(rr, REGION(2)));
	CHECK_EQ(RUN(load, (VA + 8) ^ REGION(6)), 0xabcdef);
	CHECK_NO_FAULT();
	RUN(do_ptc_ga, VA ^ REGION(6), 14 << 2);
	RUN(load, VA);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	SET_AT(rr, REGION(4), RR_ITIR(4));
	/* Another id hides the translation, the old one shows it again. */
	map_data(VA, PTE(PA, 2, 0), ITIR(14, 0));
	SET_AT(rr, REGION(2), ITIR(14, 0x777777));
	RUN(load, VA);
	CHECK_FAULT(V_ALT_DTLB, ISR_R);
	CHECK_EQ(fault.itir, ITIR(14, 0x777777));
	SET_AT(rr, REGION(2), RR_ITIR(2));
	CHECK_EQ(RUN(load, VA + 8), 0xabcdef);
	CHECK_NO_FAULT();
	/* Translation registers stay through ptc.e. */
	RUN_PSR(do_itr_d, NO_IC, big, ITIR(14, 0), PTE(PA, 2, 0));
	RUN(do_ptc_e, 0);
	RUN(load, VA);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	CHECK_EQ(RUN(load, big + 8), 0xabcdef);
	CHECK_NO_FAULT();
	RUN(do_ptr_d, big, 14 << 2);
	RUN(load, big + 8);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
}

static void all_page_sizes(void)
{
	static const u8 sizes[] = { 12, 13, 14, 16, 18, 20, 22, 24, 26, 28 };

	for (unsigned int i = 0; i < sizeof(sizes); i++) {
		u64 ps = sizes[i], size = 1UL << ps;
		u64 va = REGION(2) | 0x100000000, off = PA & (size - 1);

		map_data(va, PTE(PA & ~(size - 1), 2, 0), ITIR(ps, 0));
		CHECK_EQ(RUN(load, va + off + 8), 0xabcdef);
		CHECK_NO_FAULT();
		CHECK_EQ(RUN(do_tpa, va + size - 1), (PA | (size - 1)));
		RUN(load, va + size);
		CHECK_EQ(fault.vector, V_ALT_DTLB);
		RUN(load, va - 8);
		CHECK_EQ(fault.vector, V_ALT_DTLB);
		unmap(va, ps);
	}
}

#define PTA_SIZE(n) ((u64)(n) << 2)
#define RR_VE 1UL

static void vhpt_short(void)
{
	u64 pta = 0x8000000 | PTA_SIZE(15) | 1, entry, va = VA;
	u64 offset = (va & ~REGION(7)) >> 14 << 3 & 0x7fff;

	SET(cr.pta, pta);
	SET_AT(rr, REGION(2), RR_ITIR(2) | RR_VE);
	entry = RUN(do_thash, va);
	CHECK_EQ(entry, REGION(2) | 0x8000000 | offset);
	/* The table is not mapped: VHPT Translation fault. */
	RUN(load, va);
	CHECK_FAULT(V_VHPT, ISR_R);
	CHECK_EQ(fault.ifa, va);
	CHECK_EQ(fault.iha, entry);
	CHECK_EQ(fault.itir, RR_ITIR(2));
	RUN(do_tpa, va);
	CHECK_FAULT(V_VHPT, ISR_NA);
	RUN_AT(va, GUEST_PSR, 0, 0, 0, 0);
	CHECK_FAULT(V_VHPT, ISR_X);
	CHECK_EQ(fault.iha, entry);
	RUN_PSR(load, NO_IC, va);
	CHECK_EQ(fault.vector, V_NESTED);
	/* Mapped: the entry is inserted with the defaults of the region. */
	map_data(REGION(2) | 0x8000000, PTE(table, 2, 0), ITIR(16, 0));
	table[offset / 8] = 0;
	RUN(load, va);
	CHECK_FAULT(V_NOT_PRESENT, ISR_R);
	unmap(va, 14);
	table[offset / 8] = PTE(PA, 2, 3);
	CHECK_EQ(RUN(load, va + 8), 0xabcdef);
	CHECK_NO_FAULT();
	CHECK_EQ(RUN(do_tak, va), (GUEST_RID + 2) << 8);
	/* Also when PSR.ic is 0, for data. */
	unmap(va, 14);
	CHECK_EQ(RUN_PSR(load, NO_IC, va + 8), 0xabcdef);
	CHECK_NO_FAULT();
	/* probe and tpa walk too. */
	unmap(va, 14);
	CHECK_EQ(RUN(probe_r, va, 3), 1);
	unmap(va, 14);
	CHECK_EQ(RUN(do_tpa, va + 8), PA + 8);
	CHECK_NO_FAULT();
	/* A reserved attribute: the walker gives up, TLB miss with IHA. */
	unmap(va, 14);
	table[offset / 8] = PTE(PA, 2, 3) | PTE_MA(2);
	RUN(store, va);
	CHECK_FAULT(V_DTLB, ISR_W);
	CHECK_EQ(fault.iha, entry);
	CHECK_EQ(fault.ifa, va);
	RUN_AT(va, GUEST_PSR, 0, 0, 0, 0);
	CHECK_FAULT(V_ITLB, ISR_X);
	RUN_PSR(load, NO_IC, va);
	CHECK_EQ(fault.vector, V_NESTED);
	/* No walk with PSR.dt = 0 for a probe, nor without rr.ve or pta.ve. */
	RUN_PSR(probe_r, GUEST_PSR & ~PSR_DT, va, 0);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	SET(cr.pta, pta & ~1UL);
	RUN(load, va);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	SET(cr.pta, pta);
	SET_AT(rr, REGION(2), RR_ITIR(2));
	RUN(load, va);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	unmap(REGION(2) | 0x8000000, 16);
}

static void vhpt_long(void)
{
	u64 base = REGION(1) | 0x8000000, va = VA, *e, entry, tag;

	SET(cr.pta, base | 1UL << 8 | PTA_SIZE(15) | 1);
	SET_AT(rr, REGION(2), RR_ITIR(2) | RR_VE);
	entry = RUN(do_thash, va);
	tag = RUN(do_ttag, va);
	CHECK_EQ(entry & ~0x7fffUL, base);
	CHECK_EQ(entry & 31, 0);
	CHECK_EQ(tag >> 63, 0);
	/* One page, one entry; the neighbour has another. */
	CHECK_EQ(RUN(do_thash, va + 0x3fff), entry);
	CHECK_EQ(RUN(do_ttag, va + 0x3fff), tag);
	CHECK(RUN(do_thash, va + 0x4000) != entry ||
	      RUN(do_ttag, va + 0x4000) != tag);
	map_data(base, PTE(table, 2, 0), ITIR(16, 0));
	e = table + (entry & 0x7fff) / 8;
	e[0] = PTE(PA, 2, 3);
	e[1] = ITIR(14, 0x4444);
	e[2] = tag | 1UL << 63;
	RUN(load, va);
	CHECK_FAULT(V_DTLB, ISR_R);
	CHECK_EQ(fault.iha, entry);
	e[2] = tag ^ 1;
	RUN(load, va);
	CHECK_FAULT(V_DTLB, ISR_R);
	e[2] = tag;
	CHECK_EQ(RUN(load, va + 8), 0xabcdef);
	CHECK_NO_FAULT();
	CHECK_EQ(RUN(do_tak, va), 0x444400);
	unmap(va, 14);
	/* The table's own miss is a VHPT Translation fault. */
	unmap(base, 16);
	RUN(load, va);
	CHECK_FAULT(V_VHPT, ISR_R);
	CHECK_EQ(fault.iha, entry);
	SET(cr.pta, PTA_SIZE(15));
	SET_AT(rr, REGION(2), RR_ITIR(2));
}

void test(void)
{
	misses();
	data_priorities();
	fetch_priorities();
	rights();
	probes();
	inserts_and_purges();
	all_page_sizes();
	vhpt_short();
	vhpt_long();
}
