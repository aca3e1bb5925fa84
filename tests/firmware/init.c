// SPDX-License-Identifier: GPL-2.0
/*
 * INIT from start to end: a processor sends itself an INIT in the middle of a
 * loop, the handler looks around in physical mode and goes back, the loop goes
 * on with every register as it was.
 * SDM vol 2, 11.4; SAL specification, 5.3 and 5.4.
 */
#include "guest.h"

#define PAL_PROC 0x100000UL
#define SAL_PROC 0x110000UL

static u8 area[4096] __attribute__((aligned(4096)));

/* What the handler saw. */
volatile u64 seen[8];

/* r32: result area; PAL_MC_REGISTER_MEM of `area`, in physical mode. */
SNIPPET(register_area,
	"mov r28 = 27 ;; mov r29 = r32 ;; mov r30 = r0 ;; mov r31 = r0 ;;\n\t"
	"mov r14 = b0 ;; movl r2 = 0x100000 ;; mov b6 = r2 ;;\n\t"
	"movl r2 = 1f ;; mov b0 = r2 ;;\n\t"
	"{ .mib ; nop.m 0 ; nop.i 0 ; br.cond.sptk.many b6 ;; }\n"
	"1:\n\t"
	"mov b0 = r14");

/* r32: interrupt block, r33: &seen. Ends when the handler has run. */
SNIPPET(wait_for_init,
	"alloc r34 = ar.pfs, 2, 10, 0, 8 ;;\n\t"
	"mov r16 = 0x161 ;; mov r31 = 0x311 ;; mov r2 = 0x222 ;;\n\t"
	"mov r15 = 0x151 ;; mov r40 = 0x400 ;; mov r43 = 0x430 ;;\n\t"
	"cmp.eq p16, p17 = r0, r0 ;; cmp.eq p8, p9 = r0, r0 ;;\n\t"
	"movl r14 = 0x500 ;; st8.rel [r32] = r14 ;;\n"
	"1:\n\t"
	"ld8.acq r14 = [r33] ;; cmp.eq p6, p7 = r0, r14 ;;\n\t"
	"(p6) br.cond.sptk 1b ;;\n\t"
	"mov r8 = 0 ;;\n\t"
	"mov r14 = 0x161 ;; cmp.ne p6, p0 = r14, r16 ;; (p6) or r8 = 1, r8 ;;\n\t"
	"mov r14 = 0x311 ;; cmp.ne p6, p0 = r14, r31 ;; (p6) or r8 = 2, r8 ;;\n\t"
	"mov r14 = 0x222 ;; cmp.ne p6, p0 = r14, r2 ;; (p6) or r8 = 4, r8 ;;\n\t"
	"mov r14 = 0x151 ;; cmp.ne p6, p0 = r14, r15 ;; (p6) or r8 = 8, r8 ;;\n\t"
	"mov r14 = 0x400 ;; cmp.ne p6, p0 = r14, r40 ;; (p6) or r8 = 16, r8 ;;\n\t"
	"mov r14 = 0x430 ;; cmp.ne p6, p0 = r14, r43 ;; (p6) or r8 = 32, r8 ;;\n\t"
	"(p9) or r8 = 64, r8 ;; (p17) or r8 = -128, r8 ;;\n\t"
	"mov ar.pfs = r34");

/* The operating system's INIT handler; r1 is &seen as registered. */
SNIPPET(init_handler,
	"adds r2 = 8, r1 ;; mov r3 = psr ;; st8 [r2] = r3, 8 ;;\n\t"
	"st8 [r2] = r17, 8 ;; st8 [r2] = r18, 8 ;; st8 [r2] = r12, 8 ;;\n\t"
	"st8 [r2] = r8, 8 ;; st8 [r2] = r9 ;;\n\t"
	"mov r3 = 1 ;; st8.rel [r1] = r3 ;;\n\t"
	/* Leave nothing as it was. */
	"mov r15 = -1 ;; mov r16 = -1 ;; mov r31 = -1 ;;\n\t"
	"mov pr = r0, -1 ;; bsw.1 ;; mov r16 = -2 ;; mov r31 = -2 ;; bsw.0 ;;\n\t"
	"mov r22 = r17 ;; mov r8 = r0 ;; mov r10 = r0 ;; mov b6 = r12 ;;\n\t"
	"{ .mib ; nop.m 0 ; nop.i 0 ; br.cond.sptk.many b6 ;; }");

static void map_firmware(void)
{
	__asm__ volatile("rsm psr.ic ;; srlz.d ;;\n\t"
			 "mov cr.ifa = r0 ; mov cr.itir = %2 ;;\n\t"
			 "itr.d dtr[%0] = %1 ;; itr.i itr[%0] = %1 ;;\n\t"
			 "ssm psr.ic ;; srlz.i"
			 :
			 : "r"(7UL), "r"(0x661UL), "r"(24UL << 2)
			 : "memory");
}

void test(void)
{
	static struct {
		u64 entry, gp;
	} descriptor = { SAL_PROC, 0 };
	u64 (*sal)(u64, u64, u64, u64, u64, u64, u64, u64) =
		(void *)&descriptor;
	u64 handler = CODE(init_handler);

	/* The compiler shall not find out that this is no function of its. */
	__asm__("" : "+r"(sal));
	map_firmware();
	CHECK_EQ(RUN(register_area, area, 0, 0), 0);
	CHECK_EQ(sal(0x01000000, 1, handler, (u64)seen, 0, handler, (u64)seen,
		     0),
		 0);
	CHECK_EQ(RUN(wait_for_init, GUEST_INTERRUPT_BLOCK, seen, 0), 0);
	CHECK_NO_FAULT();
	CHECK_EQ(seen[0], 1);
	/* Machine checks masked; translation, collection and bank 1 off. */
	CHECK_EQ(seen[1] & (PSR_MC | PSR_IC | PSR_I | PSR_DT | PSR_RT | PSR_IT |
			    PSR_BN),
		 PSR_MC);
	CHECK_EQ(seen[2] & ~(1UL << 63), (u64)area);
	CHECK_EQ(seen[3] >> 16 & 1, 1); /* an INIT */
	CHECK_EQ(seen[5], PAL_PROC);
	CHECK_EQ(seen[6], SAL_PROC);
	/* The saved context is the loop's. */
	CHECK(((u64 *)area)[51] >= CODE(wait_for_init) &&
	      ((u64 *)area)[51] < CODE(wait_for_init) + 0x400);
	CHECK_EQ(((u64 *)area)[52] & (PSR_IC | PSR_IT | PSR_BN),
		 PSR_IC | PSR_IT | PSR_BN);
	/* A second time: the first one is really over. */
	seen[0] = 0;
	CHECK_EQ(RUN(wait_for_init, GUEST_INTERRUPT_BLOCK, seen, 0), 0);
}
