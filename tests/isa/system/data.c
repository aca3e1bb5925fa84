// SPDX-License-Identifier: GPL-2.0
/*
 * Data references: byte order, alignment, semaphores, memory attributes and
 * the ALAT.  SDM vol 1, 4.4; vol 2, 4.4 and 4.5.
 */
#include "guest.h"

SNIPPET(ld1, "{ .mii\n ld1 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(ld2, "{ .mii\n ld2 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(ld4, "{ .mii\n ld4 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(ld8, "{ .mii\n ld8 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(ld16, "{ .mii\n ld16 r8, ar.csd = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(ldfe, "{ .mii\n ldfe f6 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(st2, "{ .mii\n st2 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(st4, "{ .mii\n st4 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(st8, "{ .mii\n st8 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(xchg4, "{ .mii\n xchg4 r8 = [r32], r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(fetchadd8, "{ .mii\n fetchadd8.acq r8 = [r32], -8\n nop.i 0\n"
		   " nop.i 0\n }");
SNIPPET(cmpxchg2,
	"mov ar.ccv = r34\n ;;\n"
	"{ .mii\n cmpxchg2.acq r8 = [r32], r33, ar.ccv\n nop.i 0\n nop.i 0\n }");
SNIPPET(cmp8xchg16, "mov ar.ccv = r34\n mov ar.csd = r33\n ;;\n"
		    "cmp8xchg16.acq r8 = [r32], r33, ar.csd, ar.ccv");
SNIPPET(spill_fill,
	"ld8.s r9 = [r33]\n ;;\n mov ar.unat = r0\n ;;\n"
	"st8.spill [r32] = r9\n ;;\n mov r8 = ar.unat\n mov r9 = r0\n ;;\n"
	"ld8.fill r10 = [r32]\n ;;\n tnat.nz p6, p7 = r10\n ;;\n"
	"(p7) mov r8 = -1");

/* r8 = 1 when the entry was still there. */
#define ALAT_CASE(name, between)                                               \
	SNIPPET(name, "invala\n ;;\n ld8.a r9 = [r32]\n ;;\n" between          \
		      "\n ;;\n chk.a.nc r9, 1f\n ;;\n mov r8 = 1\n"            \
		      " br.ret.sptk.many b0\n ;;\n 1: mov r8 = 0")
ALAT_CASE(alat_kept, "st8 [r33] = r0");
ALAT_CASE(alat_byte, "st1 [r33] = r0");
ALAT_CASE(alat_invala, "invala");
ALAT_CASE(alat_invala_e, "invala.e r9");
ALAT_CASE(alat_invala_other, "invala.e r10");
ALAT_CASE(alat_xchg, "xchg8 r10 = [r33], r0");
ALAT_CASE(alat_ld_c_clr, "ld8.c.clr r9 = [r32]");
ALAT_CASE(alat_ld_c_nc, "ld8.c.nc r9 = [r32]");
ALAT_CASE(alat_second, "ld8.a r9 = [r33]\n ;;\n st8 [r32] = r0");
ALAT_CASE(alat_purge, "movl r10 = 0x1c000\n mov r11 = 14 << 2\n ;;\n"
		      "ptc.ga r10, r11\n ;;\n srlz.d");
SNIPPET(ld_c_reloads, "ld8.a r8 = [r32]\n ;;\n st8 [r32] = r33\n ;;\n"
		      "ld8.c.clr r8 = [r32]");
/* A stale register shows that a hit does not load. */
SNIPPET(ld_c_keeps, "ld8.a r8 = [r32]\n ;;\n mov r8 = 5\n ;;\n"
		    "ld8.c.clr r8 = [r32]");
SNIPPET(ldf_a, "invala\n ;;\n ldf8.a f6 = [r32]\n ;;\n st8 [r33] = r0\n ;;\n"
	       "chk.a.nc f6, 1f\n ;;\n mov r8 = 1\n br.ret.sptk.many b0\n ;;\n"
	       "1: mov r8 = 0");

static u64 page[2048] __attribute__((aligned(16384)));
#define VA (REGION(4) | 0x100000)
#define BIG (GUEST_PSR | PSR_BE)

static void byte_order(void)
{
	page[0] = 0x0807060504030201;
	page[1] = 0x100f0e0d0c0b0a09;
	CHECK_EQ(RUN_PSR(ld8, BIG, page), 0x0102030405060708);
	CHECK_EQ(RUN_PSR(ld4, BIG, (u64)page + 4), 0x05060708);
	CHECK_EQ(RUN_PSR(ld2, BIG, (u64)page + 2), 0x0304);
	CHECK_EQ(RUN_PSR(ld1, BIG, (u64)page + 2), 3);
	RUN_PSR(st4, BIG, (u64)page + 8, 0xaabbccdd);
	CHECK_EQ(page[1], 0x100f0e0dddccbbaa);
	CHECK_EQ(RUN_PSR(xchg4, BIG, (u64)page + 8, 0x11223344), 0xaabbccdd);
	CHECK_EQ(page[1], 0x100f0e0d44332211);
	page[1] = __builtin_bswap64(100);
	CHECK_EQ(RUN_PSR(fetchadd8, BIG, &page[1]), 100);
	CHECK_EQ(page[1], __builtin_bswap64(92));
	CHECK_EQ(RUN_PSR(ld16, BIG, page), 0x0102030405060708);
	CHECK_EQ(GET(ar.csd), 92);
	/* The handler's order is that of DCR.be. */
	CHECK_EQ(fault.vector, NO_FAULT);
	RUN_PSR(ld8, BIG, REGION(3));
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	CHECK_EQ(fault.psr & PSR_BE, 0);
	CHECK_EQ(fault.ipsr & PSR_BE, PSR_BE);
}

/*
 * With PSR.ac = 0 this model does unaligned references inside 8 aligned bytes
 * and faults on the others, which SDM vol 2, 4.5 leaves to it.
 */
static void alignment(void)
{
	u64 at = (u64)page, ac = GUEST_PSR | PSR_AC;

	page[0] = 0x0807060504030201;
	page[1] = 0x100f0e0d0c0b0a09;
	CHECK_EQ(RUN(ld4, at + 3), 0x07060504);
	CHECK_EQ(RUN(ld2, at + 5), 0x0706);
	CHECK_NO_FAULT();
	RUN(ld4, at + 6);
	CHECK_FAULT(V_UNALIGNED, ISR_R);
	CHECK_EQ(fault.ifa, at + 6);
	RUN_PSR(ld4, ac, at + 3);
	CHECK_FAULT(V_UNALIGNED, ISR_R);
	RUN_PSR(st2, ac, at + 3, 0);
	CHECK_FAULT(V_UNALIGNED, ISR_W);
	RUN(ld16, at + 8);
	CHECK_FAULT(V_UNALIGNED, ISR_R);
	RUN_PSR(ldfe, ac, at + 8);
	CHECK_FAULT(V_UNALIGNED, ISR_R);
	RUN(cmpxchg2, at + 1, 0, 0);
	CHECK_FAULT(V_UNALIGNED, ISR_R | ISR_W);
	RUN(fetchadd8, at + 4);
	CHECK_FAULT(V_UNALIGNED, ISR_R | ISR_W);
	/* Across a page end, the second page missing. */
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0));
	RUN(ld8, VA + 0x3ffc);
	CHECK_FAULT(V_UNALIGNED, ISR_R);
	unmap(VA, 14);
}

static void semaphores(void)
{
	page[0] = 0x1111222233334444;
	CHECK_EQ(RUN(cmpxchg2, page, 0xabcd, 0x4444), 0x4444);
	CHECK_EQ(page[0], 0x111122223333abcd);
	CHECK_EQ(RUN(cmpxchg2, page, 0xffff, 0x4444), 0xabcd);
	CHECK_EQ(page[0], 0x111122223333abcd);
	/* ccv is compared over its whole width for the size. */
	CHECK_EQ(RUN(cmpxchg2, page, 1, 0x1abcd), 0xabcd);
	page[2] = 7;
	page[3] = 8;
	CHECK_EQ(RUN(cmp8xchg16, &page[2], 99, 7), 7);
	CHECK_EQ(page[2], 99);
	CHECK_EQ(page[3], 99);
	CHECK_EQ(RUN(cmp8xchg16, &page[2], 1, 7), 99);
	CHECK_EQ(page[2], 99);
	/* Not in uncacheable memory: Unsupported Data Reference. */
	map_data(VA, PTE(page, 2, 0) | PTE_MA(4), ITIR(14, 0));
	RUN(xchg4, VA, 0);
	CHECK_FAULT(V_UNSUPPORTED, ISR_R | ISR_W);
	CHECK_EQ(fault.ifa, VA);
	RUN(fetchadd8, VA);
	CHECK_FAULT(V_UNSUPPORTED, ISR_R | ISR_W);
	RUN(ld16, VA);
	CHECK_FAULT(V_UNSUPPORTED, ISR_R);
	RUN(ldfe, VA);
	CHECK_FAULT(V_UNSUPPORTED, ISR_R);
	CHECK_EQ(RUN(ld8, VA), page[0]);
	CHECK_NO_FAULT();
	unmap(VA, 14);
}

static void alat(void)
{
	u64 a = (u64)page;

	CHECK_EQ(RUN(alat_kept, a + 64, a + 72), 1);
	CHECK_EQ(RUN(alat_kept, a + 64, a + 64), 0);
	CHECK_EQ(RUN(alat_byte, a + 64, a + 71), 0);
	CHECK_EQ(RUN(alat_byte, a + 64, a + 63), 1);
	CHECK_EQ(RUN(alat_invala, a), 0);
	CHECK_EQ(RUN(alat_invala_e, a), 0);
	CHECK_EQ(RUN(alat_invala_other, a), 1);
	CHECK_EQ(RUN(alat_xchg, a, a), 0);
	CHECK_EQ(RUN(alat_xchg, a, a + 8), 1);
	CHECK_EQ(RUN(alat_ld_c_clr, a), 0);
	CHECK_EQ(RUN(alat_ld_c_nc, a), 1);
	/* A second ld.a to the register replaces the first. */
	CHECK_EQ(RUN(alat_second, a, a + 8), 1);
	CHECK_EQ(RUN(ldf_a, a, a + 8), 1);
	CHECK_EQ(RUN(ldf_a, a, a), 0);
	/* The comparison is by physical address. */
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0));
	CHECK_EQ(RUN(alat_kept, a + 64, VA + 64), 0);
	CHECK_EQ(RUN(alat_kept, a + 64, VA + 80), 1);
	unmap(VA, 14);
	page[0] = 1;
	CHECK_EQ(RUN(ld_c_reloads, page, 42), 42);
	CHECK_EQ(RUN(ld_c_keeps, page), 5);
	/* This processor's own entries survive its ptc.ga of another page. */
	CHECK_EQ(RUN(alat_purge, a), 1);
}

static void spills(void)
{
	u64 slot = (u64)&page[5];

	/* UNAT bit by address bits 8:3. */
	CHECK_EQ(RUN_PSR(spill_fill, GUEST_PSR & ~PSR_IC, slot, REGION(3)),
		 1UL << (slot >> 3 & 63));
	CHECK_EQ(RUN(spill_fill, slot, page), -1UL);
}

void test(void)
{
	byte_order();
	alignment();
	semaphores();
	alat();
	spills();
}
