// SPDX-License-Identifier: GPL-2.0
/*
 * Firmware called by a guest: both PAL conventions, SAL and EFI, in physical
 * and virtual mode; what is preserved; misses on a buffer; entries that are
 * none; start of a second processor.  Needs -smp 2.
 * SDM vol 2, 11.10.2; SAL specification, 3.3 and 8.1.
 */
#include "guest.h"

#define PHYSICAL (GUEST_PSR & ~(PSR_IT | PSR_DT | PSR_RT))

struct result {
	u64 status, v0, v1, v2;
};

struct function {
	u64 entry, gp;
};

static u64 pal_proc;
static struct function sal_proc;
static struct result result;

/*
 * r32: procedure, r33: &result, r34: four arguments.  Static PAL call.  The
 * checks of preservation go to r8: bit n is set when register 4 + n changed.
 */
SNIPPET(pal_static,
	"mov r14 = b0 ;;\n\t"
	"ld8 r28 = [r34], 8 ;; ld8 r29 = [r34], 8 ;; ld8 r30 = [r34], 8 ;;\n\t"
	"ld8 r31 = [r34] ;;\n\t"
	"mov r15 = r14 ;; mov r4 = 0x444 ;; mov r5 = 0x555 ;;\n\t"
	"mov r6 = r14 ;; mov r7 = r33 ;; mov b6 = r32 ;;\n\t"
	"movl r2 = 1f ;; mov b0 = r2 ;;\n\t"
	"{ .mib ; nop.m 0 ; nop.i 0 ; br.cond.sptk.many b6 ;; }\n"
	"1:\n\t"
	"mov b0 = r6 ;; mov r14 = r7 ;;\n\t"
	"st8 [r14] = r8, 8 ;; st8 [r14] = r9, 8 ;; st8 [r14] = r10, 8 ;;\n\t"
	"st8 [r14] = r11 ;; mov r8 = 0 ;;\n\t"
	"mov r2 = 0x444 ;; cmp.ne p8, p0 = r2, r4 ;; (p8) or r8 = 1, r8 ;;\n\t"
	"mov r2 = 0x555 ;; cmp.ne p8, p0 = r2, r5 ;; (p8) or r8 = 2, r8 ;;\n\t"
	"cmp.ne p8, p0 = r7, r33 ;; (p8) or r8 = 4, r8");

/* The same for the stacked convention, by br.call. */
SNIPPET(pal_stacked,
	"alloc r35 = ar.pfs, 3, 3, 4, 0 ;; mov r36 = b0 ;;\n\t"
	"ld8 r28 = [r34], 8 ;; mov r38 = r28 ;; ld8 r39 = [r34], 8 ;;\n\t"
	"ld8 r40 = [r34], 8 ;; ld8 r41 = [r34] ;; mov b6 = r32 ;;\n\t"
	"{ .mib ; nop.m 0 ; nop.i 0 ; br.call.sptk.many b0 = b6 ;; }\n\t"
	"st8 [r33] = r8, 8 ;; st8 [r33] = r9, 8 ;; st8 [r33] = r10, 8 ;;\n\t"
	"st8 [r33] = r11 ;; mov b0 = r36 ;; mov ar.pfs = r35 ;; mov r8 = 0");

/* An application processor: r1 as registered; counts and goes back to SAL. */
SNIPPET(second_processor,
	"mov r14 = r1 ;; ld8 r15 = [r14] ;; adds r15 = 1, r15 ;;\n\t"
	"st8.rel [r14] = r15");

static u64 pal(void (*snippet)(void), u64 psr, u64 index, u64 a, u64 b, u64 c)
{
	u64 args[4] = { index, a, b, c };

	return RUN_PSR(snippet, psr, pal_proc, &result, args);
}

static struct result sal(u64 index, u64 a, u64 b, u64 c)
{
	struct result (*call)(u64, u64, u64, u64, u64, u64, u64, u64) =
		(void *)&sal_proc;

	return call(index, a, b, c, 0, 0, 0, 0);
}

/* 16 MiB of firmware, one to one, in a translation register of each kind. */
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

static void find_entries(void)
{
	u64 systab = ((u64 *)guest_boot_param)[1], count, sal_table = 0;
	u64 *entry;

	CHECK_EQ(*(u64 *)systab, 0x5453595320494249UL);
	count = *(u64 *)(systab + 104);
	entry = *(u64 **)(systab + 112);
	for (; count; count--, entry += 3)
		if ((u32)entry[0] == 0xeb9d2d32)
			sal_table = entry[2];
	CHECK(sal_table);
	pal_proc = *(u64 *)(sal_table + 96 + 8);
	sal_proc.entry = *(u64 *)(sal_table + 96 + 16);
	sal_proc.gp = *(u64 *)(sal_table + 96 + 24);
}

static void check_pal_static(u64 psr)
{
	CHECK_EQ(pal(pal_static, psr, 19, 0, 0, 0), 0); /* RSE_INFO */
	CHECK_NO_FAULT();
	CHECK_EQ(result.status, 0);
	CHECK_EQ(result.v0, 96);
	CHECK_EQ(pal(pal_static, psr, 8, 0, 0, 0), 0); /* VM_SUMMARY */
	CHECK_EQ(result.v0 >> 1 & 0x7f, 50);
	CHECK_EQ(result.v1 & 0xff, 60);
	CHECK_EQ(pal(pal_static, psr, 63, 0, 0, 0), 0);
	CHECK_EQ(result.status, -1UL);
}

static void check_pal_stacked(u64 psr)
{
	char brand[128] __attribute__((aligned(8)));

	brand[0] = 0;
	CHECK_EQ(pal(pal_stacked, psr, 274, 0, (u64)brand, 0), 0);
	CHECK_NO_FAULT();
	CHECK_EQ(result.status, 0);
	CHECK(brand[0] > ' ');
	CHECK_EQ(pal(pal_stacked, psr, 274, 1, (u64)brand, 0), 0);
	CHECK_EQ(result.status, -6UL);
}

static void check_miss(void)
{
	const u64 nowhere = 0x2000000000001000UL;

	pal(pal_stacked, GUEST_PSR, 274, 0, nowhere, 0);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
	CHECK_EQ(fault.ifa, nowhere);
	CHECK_EQ(fault.iip, pal_proc);
	CHECK_EQ(fault.isr & (ISR_W | ISR_R | ISR_EI(3)), ISR_W);
}

static void check_no_entry(void)
{
	RUN_AT(pal_proc + 0x20, GUEST_PSR, 0, 0, 0);
	CHECK_EQ(fault.vector, V_BREAK);
	CHECK_EQ(fault.iim, 0);
}

static void check_sal_and_efi(void)
{
	u64 systab = ((u64 *)guest_boot_param)[1];
	u64 services = *(u64 *)(systab + 88);
	u64 (*get_time)(void *, void *) = *(void **)(services + 24);
	unsigned short time[8];
	struct result r = sal(0x01000012, 0, 0, 0); /* FREQ_BASE */

	CHECK_EQ(r.status, 0);
	CHECK_EQ(r.v0, 100000000);
	CHECK_EQ(sal(0x01000099, 0, 0, 0).status, -1UL);
	CHECK_EQ(get_time(time, 0), 0);
	CHECK_EQ(time[0], 2026);
	CHECK_EQ(get_time(0, 0), 1UL << 63 | 2);
}

static void send(u64 id, u64 vector)
{
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK + (id << 12)) = vector;
}

static void wait_for(volatile u64 *word, u64 value)
{
	for (u64 i = 0; i < 1000000 && *word != value; i++)
		;
	CHECK_EQ(*word, value);
}

static void check_second_processor(void)
{
	static volatile u64 counter;

	/* A wake-up before the address is registered is lost. */
	send(1, 0xff);
	for (volatile u64 i = 0; i < 20000; i++)
		;
	CHECK_EQ(
		sal(0x01000000, 2, CODE(second_processor), (u64)&counter).status,
		0);
	for (volatile u64 i = 0; i < 20000; i++)
		;
	CHECK_EQ(counter, 0);
	send(1, 0xff);
	wait_for(&counter, 1);
	/* It came back to SAL, waits and can be woken again. */
	send(1, 0xff);
	wait_for(&counter, 2);
}

void test(void)
{
	map_firmware();
	find_entries();
	check_pal_static(GUEST_PSR);
	check_pal_static(PHYSICAL);
	check_pal_stacked(GUEST_PSR);
	check_pal_stacked(PHYSICAL);
	check_miss();
	check_no_entry();
	check_sal_and_efi();
	check_second_processor();
}
