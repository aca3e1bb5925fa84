// SPDX-License-Identifier: GPL-2.0
/*
 * External interrupts: ITM, IPIs to oneself, IVR, EOI, TPR, nesting and
 * priorities, PSR.i.  SDM vol 2, 5.8.
 */
#include "guest.h"

SNIPPET(enable, "ssm psr.i\n ;;\n srlz.d\n ;;\n nop.m 0\n ;;\n nop.m 0\n ;;\n"
		"rsm psr.i\n ;;\n mov r8 = 1");
SNIPPET(enable_at_user,
	"{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }\n"
	"{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }\n mov r8 = 1");
SNIPPET(spin, "ssm psr.i\n ;;\n srlz.d\n ;;\n mov ar.lc = r32\n ;;\n"
	      "1: { .mib\n nop.m 0\n nop.i 0\n br.cloop.sptk 1b\n }\n ;;\n"
	      "rsm psr.i\n ;;\n mov r8 = 1");
SNIPPET(loop, "mov ar.lc = r32\n ;;\n"
	      "1: { .mib\n nop.m 0\n nop.i 0\n br.cloop.sptk 1b\n }\n ;;\n");
SNIPPET(read_pmd4, "mov r9 = 4\n ;;\n mov r8 = pmd[r9]");
SNIPPET(read_pmc4, "mov r9 = 4\n ;;\n mov r8 = pmc[r9]");
SNIPPET(read_ivr, "mov r8 = cr.ivr\n ;;\n srlz.d");
SNIPPET(write_ivr, "mov cr.ivr = r0");
SNIPPET(write_irr, "mov cr.irr1 = r0");

#define SPURIOUS 15
#define LVT_MASKED 0x10000UL

/* An interrupt message to this CPU (id 0, eid 0). */
static void send(u64 vector)
{
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK +
			  ((GET(cr.lid) >> 16 & 0xffff) << 4)) = vector;
	__asm__ volatile("mf.a ;; srlz.d" : : : "memory");
}

static u64 irr(u64 vector)
{
	u64 bits;

	switch (vector / 64) {
	case 0:
		bits = GET(cr.irr0);
		break;
	case 1:
		bits = GET(cr.irr1);
		break;
	case 2:
		bits = GET(cr.irr2);
		break;
	default:
		bits = GET(cr.irr3);
	}
	return bits >> (vector % 64) & 1;
}

static u64 ivr(void)
{
	return RUN(read_ivr, 0);
}

static void eoi(void)
{
	SET(cr.eoi, 0);
}

static int interrupted(void)
{
	RUN(enable, 0);
	if (fault.vector == NO_FAULT)
		return 0;
	CHECK_EQ(fault.vector, V_EXTINT);
	return 1;
}

static void one_interrupt(void)
{
	CHECK_EQ(ivr(), SPURIOUS);
	CHECK_EQ(interrupted(), 0);
	send(0x41);
	CHECK_EQ(irr(0x41), 1);
	/* Pending is not enough: PSR.i. */
	CHECK_EQ(RUN(enable_at_user, 0), 1);
	CHECK_NO_FAULT();
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0);
	CHECK(fault.iip >= CODE(enable) && fault.iip < CODE(enable) + 80);
	CHECK_EQ(fault.ipsr & ~PSR_RI(3) & ~0x30UL, GUEST_PSR | PSR_I);
	CHECK_EQ(fault.isr >> 41 & 3, fault.ipsr >> 41 & 3);
	/* Still pending until IVR is read. */
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(ivr(), 0x41);
	CHECK_EQ(irr(0x41), 0);
	CHECK_EQ(ivr(), SPURIOUS);
	/* In service: the same vector waits for EOI. */
	send(0x41);
	CHECK_EQ(irr(0x41), 1);
	CHECK_EQ(interrupted(), 0);
	CHECK_EQ(ivr(), SPURIOUS);
	eoi();
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(ivr(), 0x41);
	eoi();
	/* An interrupt at user level, taken before the first instruction. */
	send(0x42);
	RUN_PSR(enable_at_user, GUEST_PSR | PSR_I | PSR_CPL(3), 0);
	CHECK_EQ(fault.vector, V_EXTINT);
	CHECK_EQ(fault.iip, CODE(enable_at_user));
	CHECK_EQ(fault.ipsr >> 32 & 3, 3);
	CHECK_EQ(ivr(), 0x42);
	eoi();
}

static void nesting(void)
{
	/* The highest vector first, whatever the order of arrival. */
	send(0x50);
	send(0xe0);
	send(0x91);
	send(0x90);
	CHECK_EQ(ivr(), 0xe0);
	CHECK_EQ(ivr(), SPURIOUS);
	eoi();
	CHECK_EQ(ivr(), 0x91);
	/* A higher one interrupts the service of a lower one. */
	send(0xa0);
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(ivr(), 0xa0);
	eoi(); /* ends 0xa0, the highest in service */
	CHECK_EQ(interrupted(), 0);
	eoi(); /* ends 0x91 */
	CHECK_EQ(ivr(), 0x90);
	eoi();
	CHECK_EQ(ivr(), 0x50);
	eoi();
	CHECK_EQ(ivr(), SPURIOUS);
	/* NMI (2) and ExtINT (0) outrank all numbered vectors. */
	send(0xff);
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK) = 4UL << 8; /* dm NMI */
	__asm__ volatile("mf.a ;; srlz.d" : : : "memory");
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK) = 7UL << 8; /* dm ExtINT */
	__asm__ volatile("mf.a ;; srlz.d" : : : "memory");
	CHECK_EQ(ivr(), 2);
	eoi();
	CHECK_EQ(ivr(), 0);
	eoi();
	CHECK_EQ(ivr(), 0xff);
	eoi();
}

static void task_priority(void)
{
	send(0x45);
	SET(cr.tpr, 0x40); /* classes up to 4 are masked */
	CHECK_EQ(interrupted(), 0);
	CHECK_EQ(ivr(), SPURIOUS);
	send(0x51);
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(ivr(), 0x51);
	eoi();
	SET(cr.tpr, 0x10000); /* mmi: all but NMI */
	send(0xff);
	CHECK_EQ(interrupted(), 0);
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK) = 4UL << 8;
	__asm__ volatile("mf.a ;; srlz.d" : : : "memory");
	CHECK_EQ(interrupted(), 1);
	CHECK_EQ(ivr(), 2);
	eoi();
	SET(cr.tpr, 0x30);
	CHECK_EQ(ivr(), 0xff);
	eoi();
	CHECK_EQ(ivr(), 0x45);
	eoi();
	SET(cr.tpr, 0);
	CHECK_EQ(GET(cr.tpr), 0);
	RUN(write_ivr, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN(write_irr, 0);
	CHECK_EQ(fault.vector, V_GENEX);
}

static void timer(void)
{
	u64 start = GET(ar.itc), now;

	CHECK(GET(ar.itc) > start);
	SET(cr.itv, 0xef);
	start = GET(ar.itc);
	SET(cr.itm, start + 2000);
	CHECK_EQ(irr(0xef), 0);
	RUN(spin, 100000);
	now = GET(ar.itc);
	CHECK_EQ(fault.vector, V_EXTINT);
	CHECK(now >= start + 2000);
	CHECK(now < start + 2000 + 4096 + 500);
	CHECK_EQ(ivr(), 0xef);
	eoi();
	/* Once per match. */
	CHECK_EQ(RUN(spin, 5000), 1);
	CHECK_NO_FAULT();
	/* Masked: nothing pends. */
	SET(cr.itv, LVT_MASKED | 0xef);
	SET(cr.itm, GET(ar.itc) + 1000);
	CHECK_EQ(RUN(spin, 5000), 1);
	CHECK_EQ(irr(0xef), 0);
	/* ITC can be set, and the match follows it. */
	SET(cr.itv, 0xee);
	SET(ar.itc, 0x100000000);
	CHECK(GET(ar.itc) >= 0x100000000 && GET(ar.itc) < 0x100001000);
	SET(cr.itm, 0x100010000);
	CHECK_EQ(irr(0xee), 0);
	SET(ar.itc, 0x10000fff0);
	RUN(spin, 10000);
	CHECK_EQ(fault.vector, V_EXTINT);
	CHECK_EQ(ivr(), 0xee);
	eoi();
	SET(cr.itv, LVT_MASKED);
}

/* Retired instructions at cpl 0, with an overflow interrupt. */
static void monitors(void)
{
	u64 before, count;

	SET(cr.pmv, 0xdd);
	SET_AT(pmc, 0, 1);
	SET_AT(pmc, 4, 0x08UL << 8 | 1UL << 6 | 1UL << 5 | 1); /* pm, oi */
	SET_AT(pmd, 4, 0);
	SET_AT(pmc, 0, 0);
	RUN_PSR(spin, GUEST_PSR | PSR_PP, 1000);
	before = GET_AT(pmd, 4);
	RUN_PSR(spin, GUEST_PSR | PSR_PP, 2000);
	count = GET_AT(pmd, 4) - before;
	CHECK(count >= 6000 && count < 6200);
	/* Not with PSR.pp = 0. */
	before = GET_AT(pmd, 4);
	RUN(spin, 2000);
	CHECK(GET_AT(pmd, 4) - before < 100);
	SET_AT(pmd, 4, -1000L);
	RUN_PSR(spin, GUEST_PSR | PSR_PP, 20000);
	CHECK_EQ(fault.vector, V_EXTINT);
	CHECK_EQ(ivr(), 0xdd);
	eoi();
	CHECK_EQ(GET_AT(pmc, 0) & 0xff, 0x11); /* frozen, counter 4 */
	SET(cr.pmv, LVT_MASKED);
	SET_AT(pmc, 4, 0);
}

/* User monitors: PSR.up, plm, and what user code may read. */
static void user_monitors(void)
{
	u64 user = GUEST_PSR | PSR_CPL(3), count;

	SET_AT(pmc, 0, 0);
	SET_AT(pmc, 4, 0x12UL << 8 | 8); /* cycles at level 3 */
	SET_AT(pmd, 4, 0);
	RUN_PSR(loop, user | PSR_UP, 1000);
	count = GET_AT(pmd, 4);
	CHECK(count >= 3000 && count < 3100);
	RUN_PSR(loop, user, 1000);
	RUN_PSR(loop, GUEST_PSR | PSR_UP, 1000);
	CHECK(GET_AT(pmd, 4) - count < 20);
	CHECK(RUN_PSR(read_pmd4, user, 0) >= 3000);
	CHECK_EQ(RUN_PSR(read_pmd4, user | PSR_SP, 0), 0);
	CHECK_NO_FAULT();
	RUN_PSR(read_pmc4, user, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0x10);
	SET_AT(pmc, 4, 0x12UL << 8 | 1UL << 6 | 8); /* privileged */
	CHECK_EQ(RUN_PSR(read_pmd4, user, 0), 0);
	SET_AT(pmc, 4, 0);
}

void test(void)
{
	one_interrupt();
	nesting();
	task_priority();
	timer();
	monitors();
	user_monitors();
}
