// SPDX-License-Identifier: GPL-2.0
/*
 * Register frames: rfi with and without IFS.v, cover, incomplete frames and
 * faults of mandatory stores and loads, switching the backing store with and
 * without its dirty registers, privilege and byte order of the spills.
 * SDM vol 2, chapter 6.
 */
#include "guest.h"

#define STORE (REGION(5) | 0x200000)
#define STORE_PS 16 /* covers all four pages */

/*
 * u64 recurse(depth): frames of 25 registers of which 20 hold the depth, added
 * up on the way back.  With purge_at_bottom the mapping of STORE goes there,
 * so that the way back misses again.
 */
volatile u64 purge_at_bottom;
__asm__(".text\n .align 32\n .proc recurse\n"
	"recurse:\n"
	" alloc r33 = ar.pfs, 1, 24, 1, 0\n"
	" mov r34 = b0\n"
	" cmp.eq p6, p7 = 0, r32\n ;;\n"
	" mov r36 = r32\n mov r37 = r32\n mov r38 = r32\n mov r39 = r32\n"
	" mov r40 = r32\n mov r41 = r32\n mov r42 = r32\n mov r43 = r32\n"
	" mov r44 = r32\n mov r45 = r32\n mov r46 = r32\n mov r47 = r32\n"
	" mov r48 = r32\n mov r49 = r32\n mov r50 = r32\n mov r51 = r32\n"
	" mov r52 = r32\n mov r53 = r32\n mov r54 = r32\n mov r55 = r32\n"
	"(p6) mov r8 = 0\n"
	"(p6) br.cond.spnt 1f\n ;;\n"
	" adds r57 = -1, r32\n ;;\n"
	" br.call.sptk.many b0 = recurse\n ;;\n"
	" add r36 = r36, r37\n add r38 = r38, r39\n add r40 = r40, r41\n"
	" add r42 = r42, r43\n add r44 = r44, r45\n add r46 = r46, r47\n"
	" add r48 = r48, r49\n add r50 = r50, r51\n add r52 = r52, r53\n"
	" add r54 = r54, r55\n ;;\n"
	" add r36 = r36, r38\n add r40 = r40, r42\n add r44 = r44, r46\n"
	" add r48 = r48, r50\n add r52 = r52, r54\n ;;\n"
	" add r36 = r36, r40\n add r44 = r44, r48\n add r8 = r8, r52\n ;;\n"
	" add r36 = r36, r44\n ;;\n"
	" add r8 = r8, r36\n ;;\n"
	"2: mov b0 = r34\n"
	" mov.i ar.pfs = r33\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n"
	"1: movl r9 = 0xa000000000200000\n movl r10 = purge_at_bottom\n ;;\n"
	" ld8 r10 = [r10]\n ;;\n cmp.ne p6, p7 = r0, r10\n"
	" mov r10 = 16 << 2\n ;;\n"
	"(p6) ptc.l r9, r10\n ;;\n srlz.d\n ;;\n"
	" br.cond.sptk 2b\n ;;\n"
	".endp recurse\n");
extern u64 recurse(u64 depth);
#define SUM(n) (10 * (u64)(n) * ((n) + 1))

/* u64 on_stack(code, argument, bspstore, rsc): call on another stack. */
__asm__(".text\n .align 32\n .proc on_stack\n"
	"on_stack:\n"
	" alloc r36 = ar.pfs, 4, 7, 1, 0\n"
	" mov r37 = b0\n mov r38 = ar.rsc\n mov r41 = gp\n ;;\n"
	" mov ar.rsc = 0\n ;;\n flushrs\n ;;\n"
	" mov r39 = ar.bspstore\n mov r40 = ar.rnat\n ;;\n"
	" mov ar.bspstore = r34\n ;;\n mov ar.rnat = r0\n mov ar.rsc = r35\n"
	" mov b6 = r32\n mov r43 = r33\n ;;\n"
	" br.call.sptk.many b0 = b6\n ;;\n"
	" mov ar.rsc = 0\n ;;\n"
	" mov ar.bspstore = r39\n ;;\n mov ar.rnat = r40\n mov ar.rsc = r38\n"
	" mov gp = r41\n mov b0 = r37\n mov.i ar.pfs = r36\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n .endp on_stack\n");
extern u64 on_stack(u64 code, u64 argument, u64 bspstore, u64 rsc);

/*
 * What a kernel does on entry and exit: give the dirty registers of the caller
 * another backing store, spill them there, take them back by loadrs.
 * Arguments: new bspstore; 1 to spill.  Returns the sum of 40 locals.
 */
__asm__(".text\n .align 32\n .proc keep_dirty\n"
	"keep_dirty:\n"
	" alloc r34 = ar.pfs, 2, 42, 2, 0\n"
	" mov r35 = b0\n ;;\n"
	" mov r36 = 1\n mov r37 = 2\n mov r40 = 5\n mov r50 = 7\n"
	" mov r73 = 11\n mov r76 = r32\n mov r77 = r33\n ;;\n"
	" br.call.sptk.many b0 = 1f\n ;;\n"
	" add r36 = r36, r37\n add r40 = r40, r50\n ;;\n"
	" add r36 = r36, r40\n ;;\n add r8 = r36, r73\n"
	" mov b0 = r35\n mov.i ar.pfs = r34\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n"
	"1: mov r9 = r32\n mov r11 = r33\n mov r10 = ar.rsc\n ;;\n"
	" alloc r14 = ar.pfs, 0, 0, 0, 0\n mov ar.rsc = 0\n ;;\n"
	" mov r15 = ar.bspstore\n mov r16 = ar.rnat\n"
	" cmp.ne p6, p7 = r0, r11\n ;;\n"
	" mov ar.bspstore = r9\n ;;\n"
	"(p7) br.cond.spnt 2f\n ;;\n flushrs\n ;;\n2:"
	" mov r17 = ar.bsp\n ;;\n sub r17 = r17, r9\n ;;\n"
	" shl r17 = r17, 16\n ;;\n mov ar.rsc = r17\n ;;\n"
	" loadrs\n ;;\n"
	" mov ar.bspstore = r15\n ;;\n mov ar.rnat = r16\n ;;\n"
	" mov ar.rsc = r10\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n .endp keep_dirty\n");
extern u64 keep_dirty(u64 bspstore, u64 spill);

/*
 * Handler for faults on the backing store: counts and records, maps the page
 * of cr.ifa by store_pte plus its page number, returns by rfi; with
 * cover_first it covers the interrupted frame, as an operating system does.
 */
volatile u64 rse_faults, rse_loads, rse_isr, rse_ifa, rse_ifs, rse_bsp;
volatile u64 cover_first, store_pte;
__asm__(".text\n .align 32\n"
	"rse_handler:\n"
	" mov b6 = r21\n"
	" mov r25 = cr.isr\n"
	" movl r18 = cover_first\n ;;\n ld8 r19 = [r18]\n ;;\n"
	" cmp.ne p6, p7 = r0, r19\n"
	" mov r24 = ar.bsp\n ;;\n"
	"(p6) br.cond.sptk 2f\n ;;\n"
	"1: movl r18 = rse_faults\n ;;\n ld8 r19 = [r18]\n ;;\n"
	" adds r19 = 1, r19\n tbit.nz p6, p7 = r25, 34\n ;;\n"
	" st8 [r18] = r19\n ;;\n"
	" movl r18 = rse_loads\n ;;\n ld8 r19 = [r18]\n ;;\n"
	"(p6) adds r19 = 1, r19\n ;;\n st8 [r18] = r19\n"
	" movl r18 = rse_isr\n ;;\n st8 [r18] = r25\n"
	" movl r18 = rse_ifa\n mov r20 = cr.ifa\n ;;\n st8 [r18] = r20\n"
	" movl r18 = rse_ifs\n mov r19 = cr.ifs\n ;;\n st8 [r18] = r19\n"
	" movl r18 = rse_bsp\n ;;\n st8 [r18] = r24\n"
	" movl r18 = store_pte\n ;;\n ld8 r19 = [r18]\n"
	" extr.u r23 = r20, 14, 2\n ;;\n shl r23 = r23, 14\n ;;\n"
	" add r19 = r19, r23\n ;;\n"
	" itc.d r19\n ;;\n srlz.d\n ;;\n"
	" mov pr = r17, -1\n ;;\n"
	" rfi\n ;;\n"
	"2: cover\n ;;\n srlz.d\n ;;\n { .mib\n nop.m 0\n nop.i 0\n br.cond.sptk 1b\n }\n"
	" ;;\n");

/* cover with PSR.ic = r33: the frame and BSP before and after. */
volatile u64 cover_ifs, cover_advance, cover_cfm_sof, cover_kept;
__asm__(".text\n .align 32\n .proc cover_and_rfi\n"
	"cover_and_rfi:\n"
	" alloc r33 = ar.pfs, 1, 10, 5, 8\n mov r34 = b0\n ;;\n"
	" mov r40 = 77\n mov r47 = 88\n mov r14 = ar.bsp\n ;;\n"
	" rsm psr.ic\n ;;\n srlz.d\n mov r15 = psr\n ;;\n"
	" mov cr.ifs = r0\n ;;\n"
	" cover\n ;;\n srlz.d\n ;;\n"
	" mov r16 = cr.ifs\n mov r17 = ar.bsp\n ;;\n"
	" sub r17 = r17, r14\n"
	/* a frame of the handler's own, which rfi drops */
	" alloc r18 = ar.pfs, 0, 60, 0, 0\n ;;\n"
	" mov r40 = 1\n mov r47 = 2\n mov r91 = 3\n"
	" movl r19 = 1f\n movl r20 = 0x0000101008022000\n ;;\n"
	" mov cr.iip = r19\n mov cr.ipsr = r20\n ;;\n rfi\n ;;\n"
	" .align 32\n"
	"1: movl r21 = cover_ifs\n ;;\n st8 [r21] = r16\n"
	" movl r22 = cover_advance\n ;;\n st8 [r22] = r17\n"
	" movl r21 = cover_kept\n add r23 = r40, r47\n ;;\n"
	" st8 [r21] = r23\n"
	" mov b0 = r34\n mov.i ar.pfs = r33\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n .endp cover_and_rfi\n");
extern void cover_and_rfi(u64 unused);

SNIPPET(bad_loadrs_mode, "mov ar.rsc = 3\n ;;\n loadrs\n ;;\n");
SNIPPET(bad_loadrs_frame,
	"mov r9 = 0x80000\n ;;\n mov ar.rsc = r9\n ;;\n"
	"alloc r10 = ar.pfs, 3, 0, 0, 0\n ;;\n loadrs\n ;;\n");
SNIPPET(bad_bspstore, "mov ar.rsc = 3\n ;;\n mov ar.bspstore = r32\n");
SNIPPET(bad_sor, "alloc r9 = ar.pfs, 3, 20, 0, 16\n ;;\n mov ar.ec = 0\n"
		 "mov ar.lc = 3\n ;;\n br.ctop.sptk 1f\n ;;\n 1:\n"
		 "alloc r9 = ar.pfs, 3, 20, 0, 8\n ;;\n");
SNIPPET(clear_rsc, "mov ar.rsc = 0\n clrrrb\n ;;\n");

static u64 store[4 * 16384 / 8] __attribute__((aligned(65536)));

static void catch (u64 vector, u64 pte, u64 cover)
{
	extern char rse_handler[];

	cover_first = cover;
	rse_faults = rse_loads = 0;
	store_pte = pte;
	guest_hook.code = (u64)rse_handler;
	guest_hook.vector = vector;
}

static void faults_on_the_backing_store(void)
{
	u64 pte = PTE(store, 2, 3);

	purge_at_bottom = 1;
	for (u64 cover = 0; cover < 2; cover++)
		for (u64 depth = 1; depth < 300; depth += 13) {
			catch (V_ALT_DTLB, pte, cover);
			unmap(STORE, STORE_PS);
			CHECK_EQ(on_stack(CODE(recurse), depth, STORE, 0),
				 SUM(depth));
			guest_hook.code = 0;
			if (depth < 5)
				continue;
			/* Pages up, and the same pages down. */
			CHECK(rse_faults >= 2);
			CHECK(rse_loads >= 1);
			CHECK_EQ(rse_isr & ~ISR_EI(3), ISR_R | ISR_RS | ISR_IR);
			CHECK_EQ(rse_isr & ISR_EI(3), 0);
			CHECK_EQ(rse_ifa >> 16, STORE >> 16);
			CHECK_EQ(rse_ifa & 7, 0);
			/* The incomplete frame begins below what is missing. */
			CHECK(rse_bsp <= rse_ifa);
			CHECK_EQ(rse_ifs >> 63, cover);
			/* recurse's frame: sof 26, sol 25. */
			if (cover && depth > 6)
				CHECK_EQ(rse_ifs & 0x3fff, 26 | 25 << 7);
		}
	purge_at_bottom = 0;
}

static void spills_have_rsc_privilege_and_order(void)
{
	u64 low = PTE(store, 2, 0), high = PTE(store, 2, 3);

	/* rsc.pl = 3 on a page of level 0. */
	map_data(STORE, low, ITIR(STORE_PS, 0));
	catch (V_DRIGHTS, high, 0);
	CHECK_EQ(on_stack(CODE(recurse), 4, STORE, 3 << 2), SUM(4));
	guest_hook.code = 0;
	CHECK_EQ(rse_faults, 1);
	CHECK_EQ(rse_isr & ~ISR_EI(3), ISR_W | ISR_RS);
	CHECK_EQ(rse_ifa, STORE);
	/* rsc.pl = 0: allowed. */
	map_data(STORE, low, ITIR(STORE_PS, 0));
	catch (V_ALT_DTLB, low, 0);
	CHECK_EQ(on_stack(CODE(recurse), 20, STORE, 0), SUM(20));
	CHECK_EQ(store[1], 20); /* on_stack's r33 */
	/* rsc.be. */
	map_data(STORE, low, ITIR(STORE_PS, 0));
	CHECK_EQ(on_stack(CODE(recurse), 20, STORE, 1 << 4), SUM(20));
	CHECK_EQ(store[1], 20UL << 56);
	guest_hook.code = 0;
	unmap(STORE, STORE_PS);
}

static void dirty_registers_change_stacks(void)
{
	map_data(STORE, PTE(store, 2, 3), ITIR(STORE_PS, 0));
	for (u64 at = 0; at < 70; at++) {
		CHECK_EQ(keep_dirty(STORE + at * 8, 0), 26);
		CHECK_EQ(keep_dirty(STORE + at * 8, 1), 26);
	}
	unmap(STORE, STORE_PS);
}

static void cover_and_restore(void)
{
	cover_and_rfi(0);
	/* sof 16, sol 11, sor 1. */
	CHECK_EQ(cover_ifs, 1UL << 63 | 16 | 11 << 7 | 1 << 14);
	CHECK(cover_advance == 16 * 8 || cover_advance == 17 * 8);
	CHECK_EQ(cover_kept, 77 + 88);
}

static void illegal(void)
{
	RUN(bad_loadrs_mode, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN(bad_loadrs_frame, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN(bad_bspstore, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN(bad_sor, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0x30);
	RUN(clear_rsc, 0);
}

void test(void)
{
	CHECK_EQ(recurse(200), SUM(200));
	cover_and_restore();
	dirty_registers_change_stacks();
	faults_on_the_backing_store();
	spills_have_rsc_privilege_and_order();
	illegal();
}
