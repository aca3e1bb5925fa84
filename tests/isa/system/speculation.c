// SPDX-License-Identifier: GPL-2.0
/*
 * Deferral of speculative loads: by DCR bit and page, PSR.ic, PSR.ed, and what
 * a deferred load leaves.  SDM vol 2, 5.5.5.
 */
#include "guest.h"

/* Result: 1 when the load gave a NaT. */
#define SPECULATIVE(name, insn)                                                \
	SNIPPET(name, "{ .mii\n " insn " r8 = [r32]\n nop.i 0\n nop.i 0\n }\n" \
		      ";;\n tnat.nz p6, p7 = r8\n ;;\n"                        \
		      "(p6) mov r8 = 1\n (p7) mov r8 = 0")
SPECULATIVE(ld_s, "ld8.s");
SPECULATIVE(ld_sa, "ld8.sa");
SNIPPET(ldf_s,
	"{ .mii\n ldf8.s f6 = [r32]\n nop.i 0\n nop.i 0\n }\n ;;\n"
	"fclass.m p6, p7 = f6, @nat\n ;;\n (p6) mov r8 = 1\n (p7) mov r8 = 0");
SNIPPET(ld_c_after_sa, "ld8.sa r8 = [r32]\n ;;\n ld8.c.nc r8 = [r33]");
SNIPPET(chk_a_after_sa,
	"ld8.sa r8 = [r32]\n ;;\n chk.a.nc r8, 1f\n ;;\n"
	"mov r8 = 0\n br.ret.sptk.many b0\n ;;\n 1: mov r8 = 1");
SNIPPET(post_increment, "mov r9 = r32\n ;;\n ld8.s r8 = [r9], 16\n ;;\n"
			"sub r8 = r9, r32");

#define DCR_DM (1UL << 8)
#define DCR_DP (1UL << 9)
#define DCR_DK (1UL << 10)
#define DCR_DX (1UL << 11)
#define DCR_DR (1UL << 12)
#define DCR_DA (1UL << 13)
#define DCR_DD (1UL << 14)
#define DCR_ALL 0x7f00UL

#define VA (REGION(3) | 0x80000)

static u64 page[2048] __attribute__((aligned(16384)));

/* The snippet at an alias whose page has TLB.ed = @ed. */
static u64 alias(u64 code, u64 ed)
{
	u64 va = REGION(1) | (code & ~0x3fffUL);

	map_code(va, PTE(code & ~0x3fffUL, 3, 3) | (ed ? PTE_ED : 0),
		 ITIR(14, 0));
	return va | (code & 0x3fff);
}

static u64 spec(u64 psr, u64 address, u64 ed)
{
	return RUN_AT(alias(CODE(ld_s), ed), psr, address, 0, 0, 0);
}

/* @vector at @address defers by @bit alone, and only from an ed = 1 page. */
static void by_bit(u64 vector, u64 psr, u64 address, u64 bit)
{
	SET(cr.dcr, DCR_ALL & ~bit);
	spec(psr, address, 1);
	CHECK_FAULT(vector, ISR_R | ISR_SP | ISR_ED);
	CHECK_EQ(fault.ifa, address);
	SET(cr.dcr, bit);
	CHECK_EQ(spec(psr, address, 1), 1);
	CHECK_NO_FAULT();
	spec(psr, address, 0);
	CHECK_FAULT(vector, ISR_R | ISR_SP);
	/* PSR.it = 0: no code page, no deferral. */
	SET(cr.dcr, DCR_ALL);
	RUN_PSR(ld_s, psr & ~PSR_IT, address);
	CHECK_FAULT(vector, ISR_R | ISR_SP);
	/* PSR.ic = 0 and PSR.ed = 1 defer whatever else is set. */
	SET(cr.dcr, 0);
	if (!(psr & PSR_CPL(3))) { /* run() must get back with ic = 0 */
		CHECK_EQ(spec(psr & ~PSR_IC, address, 0), 1);
		CHECK_NO_FAULT();
	}
	CHECK_EQ(spec(psr | PSR_ED, address, 0), 1);
	CHECK_NO_FAULT();
}

void test(void)
{
	u64 psr = GUEST_PSR;

	/* Nothing wrong: no NaT, unless PSR.ed asks for it. */
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x66));
	page[0] = 5;
	CHECK_EQ(spec(psr, VA, 1), 0);
	CHECK_EQ(spec(psr | PSR_ED, VA, 1), 1);
	CHECK_NO_FAULT();
	unmap(VA, 14);

	by_bit(V_ALT_DTLB, psr, VA, DCR_DM);
	map_data(VA, PTE(page, 2, 0) & ~PTE_P, ITIR(14, 0x66));
	by_bit(V_NOT_PRESENT, psr, VA, DCR_DP);
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x66));
	SET_AT(pkr, 0, 1); /* key 0: the guest itself */
	by_bit(V_DKEY_MISS, psr | PSR_PK, VA, DCR_DK);
	SET_AT(pkr, 1, 0x66 << 8 | 4 | 1);
	by_bit(V_KEY_PERM, psr | PSR_PK, VA, DCR_DX);
	SET_AT(pkr, 1, 0);
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x66));
	by_bit(V_DRIGHTS, psr | PSR_CPL(3), VA, DCR_DR);
	map_data(VA, PTE(page, 2, 0) & ~PTE_A, ITIR(14, 0x66));
	by_bit(V_DACCESS, psr, VA, DCR_DA);
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x66));
	SET_AT(dbr, 0, VA);
	SET_AT(dbr, 1, 1UL << 63 | 1UL << 56 | ((1UL << 56) - 8));
	by_bit(V_DEBUG, psr | PSR_DB, VA, DCR_DD);
	SET_AT(dbr, 1, 0);

	/*
	 * A deferred condition does not hide the ones below it: key miss,
	 * access rights, access bit, breakpoint, one after the other.
	 */
	map_data(VA, PTE(page, 2, 0) & ~PTE_A, ITIR(14, 0x66));
	SET_AT(dbr, 1, 1UL << 63 | 15UL << 56 | ((1UL << 56) - 8));
	SET(cr.dcr, DCR_ALL & ~DCR_DR & ~DCR_DA & ~DCR_DD);
	spec(psr | PSR_PK | PSR_DB | PSR_CPL(3), VA, 1);
	CHECK_FAULT(V_DRIGHTS, ISR_R | ISR_SP | ISR_ED);
	SET(cr.dcr, DCR_ALL & ~DCR_DA & ~DCR_DD);
	spec(psr | PSR_PK | PSR_DB | PSR_CPL(3), VA, 1);
	CHECK_FAULT(V_DACCESS, ISR_R | ISR_SP | ISR_ED);
	SET(cr.dcr, DCR_ALL & ~DCR_DD);
	spec(psr | PSR_PK | PSR_DB | PSR_CPL(3), VA, 1);
	CHECK_FAULT(V_DEBUG, ISR_R | ISR_SP | ISR_ED);
	SET(cr.dcr, DCR_ALL);
	CHECK_EQ(spec(psr | PSR_PK | PSR_DB | PSR_CPL(3), VA, 1), 1);
	CHECK_NO_FAULT();
	SET_AT(dbr, 1, 0);
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x66));

	/* Unaligned: by the page alone. */
	SET(cr.dcr, 0);
	CHECK_EQ(spec(psr | PSR_AC, VA + 4, 1), 1);
	CHECK_NO_FAULT();
	spec(psr | PSR_AC, VA + 4, 0);
	CHECK_FAULT(V_UNALIGNED, ISR_R | ISR_SP);

	/* Always: NaTPage, unimplemented address. */
	map_data(VA, PTE(page, 2, 0) | PTE_MA(7), ITIR(14, 0x66));
	CHECK_EQ(spec(psr, VA, 0), 1);
	CHECK_EQ(spec(psr & ~PSR_DT, 1UL << 55, 0), 1);
	CHECK_NO_FAULT();
	unmap(VA, 14);

	/* A deferred ld.sa leaves no ALAT entry, a good one does. */
	CHECK_EQ(RUN_PSR(ld_sa, psr & ~PSR_IC, VA), 1);
	CHECK_EQ(RUN_PSR(chk_a_after_sa, psr & ~PSR_IC, VA), 1);
	CHECK_EQ(RUN_PSR(chk_a_after_sa, psr, page), 0);
	page[1] = 99;
	CHECK_EQ(RUN_PSR(ld_c_after_sa, psr & ~PSR_IC, VA, &page[1]), 99);
	CHECK_NO_FAULT();
	CHECK_EQ(RUN_PSR(ldf_s, psr & ~PSR_IC, VA), 1);
	CHECK_EQ(RUN_PSR(ldf_s, psr, page), 0);
	/* The base register is updated in any case. */
	CHECK_EQ(RUN_PSR(post_increment, psr & ~PSR_IC, VA), 16);
}
