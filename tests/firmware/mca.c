// SPDX-License-Identifier: GPL-2.0
/*
 * A machine check: the insertion of a translation that overlaps a translation
 * register. The operating system's handler looks around and cannot recover;
 * SAL then resets the machine. What the handler finds is reported by the status
 * of the run: 5 for the reset, or the number of what was wrong (20 and up).
 * SDM vol 2, 4.1.1.4 and 11.3; SAL specification, 4.3.
 */
#include "guest.h"

#define SAL_PROC 0x110000UL

/* r1: the test exit device, as registered. */
SNIPPET(mca_handler,
	"mov r3 = psr ;; mov r2 = 21 ;;\n\t"
	"tbit.z p6, p0 = r3, 35 ;; (p6) st8 [r1] = r2 ;;\n\t" /* mc */
	"mov r2 = 22 ;; tbit.nz p6, p0 = r3, 17 ;;\n\t"
	"(p6) st8 [r1] = r2 ;;\n\t" /* dt */
	"mov r2 = 23 ;; tbit.z p6, p0 = r18, 60 ;;\n\t"
	"(p6) st8 [r1] = r2 ;;\n\t" /* a TLB check */
	"mov r2 = 24 ;; tbit.nz p6, p0 = r18, 16 ;;\n\t"
	"(p6) st8 [r1] = r2 ;;\n\t" /* no INIT */
	"mov r8 = -2 ;; mov r10 = r0 ;; mov r22 = r17 ;; mov b6 = r12 ;;\n\t"
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

/* DTR 7 maps the first 16 MiB; the same again goes into the TC. */
static void overlap(void)
{
	__asm__ volatile("rsm psr.ic ;; srlz.d ;;\n\t"
			 "mov cr.ifa = r0 ; mov cr.itir = %1 ;;\n\t"
			 "itc.d %0 ;; ssm psr.ic ;; srlz.d"
			 :
			 : "r"(0x661UL), "r"(14UL << 2)
			 : "memory");
}

void test(void)
{
	static struct {
		u64 entry, gp;
	} descriptor = { SAL_PROC, 0 };
	u64 (*sal)(u64, u64, u64, u64, u64, u64, u64, u64) =
		(void *)&descriptor;

	__asm__("" : "+r"(sal));
	map_firmware();
	CHECK_EQ(sal(0x01000000, 0, CODE(mca_handler),
		     1UL << 63 | GUEST_TEST_EXIT, 0, 0, 0, 0),
		 0);
	overlap();
	for (volatile u64 i = 0; i < 1000000; i++)
		;
	/* Nothing happened. */
	CHECK(0);
}
