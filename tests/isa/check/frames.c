// SPDX-License-Identifier: GPL-2.0
/*
 * Breaks one register stack rule in each place, and none in those called
 * legal_*.  SDM vol 2, 6.8; vol 3, alloc, clrrrb, rfi.
 *
 * EXPECT: late_alloc: frame: not the first of its group
 * EXPECT: early_clrrrb: frame: not the last of its group
 * EXPECT: outside: frame: reads a register outside the frame
 * EXPECT: collecting_rfi: frame: PSR.ic is 1
 * EXPECT: hasty_handler: frame: frame is incomplete, cover or rfi comes first
 */
#include "guest.h"

/* The assembler refuses these: test() takes the stops out. */
SNIPPET(late_alloc, "{ .mmi\n nop.m 0\n ;;\n alloc r10 = ar.pfs, 3, 0, 0, 0\n"
		    " nop.i 0\n }\n ;;\n mov r8 = r32");
SNIPPET(early_clrrrb, "{ .mib\n nop.m 0\n nop.i 0\n clrrrb\n ;;\n }\n"
		      "mov r8 = r32");
SNIPPET(outside, "alloc r10 = ar.pfs, 3, 0, 0, 0\n ;;\n mov r8 = r40");
SNIPPET(collecting_rfi, "rsm psr.ic\n ;;\n srlz.d\n movl r14 = 1f\n"
			"movl r15 = 0x0000101008022000\n ;;\n"
			"mov cr.iip = r14\n mov cr.ipsr = r15\n"
			"mov cr.ifs = r0\n ;;\n ssm psr.ic\n ;;\n srlz.i\n ;;\n"
			"rfi\n ;;\n .align 32\n 1: mov r8 = 7");
SNIPPET(legal_frames, "alloc r10 = ar.pfs, 3, 40, 0, 8\n ;;\n mov r74 = r32\n"
		      " ;;\n mov r8 = r74\n ;;\n clrrrb\n ;;\n flushrs\n ;;\n");

#define STORE (REGION(5) | 0x200000)
static u64 store[16384 / 8] __attribute__((aligned(16384)));

/*
 * Leave on another backing store, spill, unmap it, return: the registers of
 * the frame below are missing, and the miss finds it incomplete.
 */
volatile u64 store_pte;
__asm__(".text\n .align 32\n .proc return_to_missing\n"
	"return_to_missing:\n"
	" alloc r33 = ar.pfs, 1, 9, 0, 0\n"
	" mov r34 = b0\n mov r35 = ar.rsc\n mov r36 = gp\n ;;\n"
	" mov ar.rsc = 0\n ;;\n flushrs\n ;;\n"
	" mov r37 = ar.bspstore\n mov r38 = ar.rnat\n ;;\n"
	" mov ar.bspstore = r32\n ;;\n mov ar.rnat = r0\n mov r39 = 5\n ;;\n"
	" br.call.sptk.many b0 = 1f\n ;;\n"
	" mov r8 = r39\n"
	" mov ar.bspstore = r37\n ;;\n mov ar.rnat = r38\n mov ar.rsc = r35\n"
	" mov gp = r36\n mov b0 = r34\n mov.i ar.pfs = r33\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n"
	"1: movl r9 = 0xa000000000200000\n mov r10 = 14 << 2\n ;;\n"
	" flushrs\n ;;\n"
	" ptc.l r9, r10\n ;;\n srlz.d\n ;;\n"
	" br.ret.sptk.many b0\n ;;\n .endp return_to_missing\n"
	/* Bank 0: r17 is pr, r21 is b6. */
	" .align 32\n .global hasty_handler\n"
	"hasty_handler:\n"
	" flushrs\n ;;\n"
	" mov b6 = r21\n movl r18 = store_pte\n ;;\n ld8 r19 = [r18]\n ;;\n"
	" itc.d r19\n ;;\n srlz.d\n ;;\n mov pr = r17, -1\n ;;\n rfi\n ;;\n");
extern u64 return_to_missing(u64 bspstore);
extern char hasty_handler[];

/* Another template for the bundle at @code, and what it takes to use it. */
static void set_template(u64 code, u64 template)
{
	volatile u64 *bundle = (u64 *)code;

	*bundle = (*bundle & ~31UL) | template;
	__asm__ volatile("fc.i %0 ;; sync.i ;; srlz.i ;;"
			 :
			 : "r"(bundle)
			 : "memory");
}

void test(void)
{
	CHECK_EQ(RUN(legal_frames, 1), 1);
	set_template(CODE(late_alloc), 0x09); /* MMI;; for M;;MI;; */
	CHECK_EQ(RUN(late_alloc, 3), 3);
	set_template(CODE(early_clrrrb), 0x10); /* MIB for MIB;; */
	CHECK_EQ(RUN(early_clrrrb, 3), 3);
	RUN(outside, 0);
	CHECK_EQ(RUN(collecting_rfi, 0), 7);
	store_pte = PTE(store, 2, 3);
	map_data(STORE, store_pte, ITIR(14, 0));
	guest_hook.code = (u64)hasty_handler;
	guest_hook.vector = V_ALT_DTLB;
	CHECK_EQ(return_to_missing(STORE), 5);
}
