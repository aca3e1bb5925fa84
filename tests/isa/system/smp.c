// SPDX-License-Identifier: GPL-2.0
/*
 * Two CPUs: interrupt messages, global TLB purges, ALAT invalidation by the
 * other's stores, semaphores.  Run with -smp 2.
 * SDM vol 2, 4.1.1.3 (ptc.g), 4.4.7, 5.8.4; vol 1, 4.4.5.
 */
#include "guest.h"

enum command {
	IDLE,
	MAP,
	KEY,
	ADVANCED_LOAD,
	CHECK_LOAD,
	COUNT,
	LOCK,
	SEND
};

static volatile u64 command, argument, result;
static volatile u64 counter, lock, guarded;
static u64 page[2048] __attribute__((aligned(16384)));

#define VA (REGION(2) | 0x40000)
#define ROUNDS 20000

static void add_atomically(u64 times)
{
	while (times--)
		__asm__ volatile("fetchadd8.acq r8 = [%0], 1"
				 :
				 : "r"(&counter)
				 : "r8", "memory");
}

/* A lock by cmpxchg around an update that is not atomic. */
static void add_locked(u64 times)
{
	while (times--) {
		u64 old;

		do
			__asm__ volatile("mov ar.ccv = r0 ;;\n\t"
					 "cmpxchg8.acq %0 = [%1], %2, ar.ccv"
					 : "=r"(old)
					 : "r"(&lock), "r"(1UL)
					 : "memory");
		while (old);
		guarded++;
		__asm__ volatile("st8.rel [%0] = r0" : : "r"(&lock) : "memory");
	}
}

static u64 key_of(u64 va)
{
	u64 key;

	__asm__ volatile("tak %0 = %1" : "=r"(key) : "r"(va));
	return key;
}

static u64 obey(u64 what)
{
	static u64 advanced;
	u64 kept;

	switch (what) {
	case MAP:
		map_data(argument, PTE(page, 2, 0), ITIR(14, 0x77));
		return key_of(argument);
	case KEY:
		return key_of(argument);
	case ADVANCED_LOAD:
		/* r4 is preserved by everything in between. */
		__asm__ volatile("ld8.a r4 = [%0]" : : "r"(argument) : "r4");
		advanced = argument;
		return 1;
	case CHECK_LOAD:
		__asm__ volatile("mov %0 = 1\n\t;;\n\tchk.a.nc r4, 1f\n\t;;\n\t"
				 "br.sptk 2f\n\t;;\n1:\tmov %0 = 0\n\t;;\n2:"
				 : "=&r"(kept));
		return kept;
	case COUNT:
		add_atomically(argument);
		return 1;
	case LOCK:
		add_locked(argument);
		return 1;
	case SEND:
		guest_send(0, argument);
		return 1;
	}
	return advanced;
}

void guest_other_main(u64 id)
{
	u64 woken = GET(cr.ivr);

	SET(cr.eoi, 0);
	result = woken << 8 | id;
	for (;;) {
		u64 what;

		while ((what = command) == IDLE)
			;
		result = obey(what);
		__asm__ volatile("mf" : : : "memory");
		command = IDLE;
	}
}

static void start(u64 what, u64 with)
{
	argument = with;
	__asm__ volatile("mf" : : : "memory");
	command = what;
}

static u64 finish(void)
{
	while (command != IDLE)
		;
	__asm__ volatile("mf" : : : "memory");
	return result;
}

static u64 ask(u64 what, u64 with)
{
	start(what, with);
	return finish();
}

static void purges(void)
{
	/* Each CPU has a TLB of its own. */
	CHECK_EQ(ask(MAP, VA), 0x7700);
	CHECK_EQ(key_of(VA), 1);
	map_data(VA, PTE(page, 2, 0), ITIR(14, 0x55));
	CHECK_EQ(ask(KEY, VA), 0x7700);
	/* ptc.l is local, ptc.g and ptc.ga are not. */
	unmap(VA, 14);
	CHECK_EQ(ask(KEY, VA), 0x7700);
	__asm__ volatile("ptc.g %0, %1 ;; srlz.d"
			 :
			 : "r"(VA + 0x4000), "r"(14UL << 2));
	CHECK_EQ(ask(KEY, VA), 0x7700);
	__asm__ volatile("ptc.g %0, %1 ;; srlz.d" : : "r"(VA), "r"(12UL << 2));
	CHECK_EQ(ask(KEY, VA), 1);
	CHECK_EQ(ask(MAP, VA), 0x7700);
	/* The region id is that of the issuing CPU. */
	SET_AT(rr, REGION(2), ITIR(14, 0x999));
	__asm__ volatile("ptc.ga %0, %1 ;; srlz.d" : : "r"(VA), "r"(14UL << 2));
	SET_AT(rr, REGION(2), RR_ITIR(2));
	CHECK_EQ(ask(KEY, VA), 0x7700);
	__asm__ volatile("ptc.ga %0, %1 ;; srlz.d" : : "r"(VA), "r"(14UL << 2));
	CHECK_EQ(ask(KEY, VA), 1);
}

static void advanced_loads(void)
{
	volatile u64 *at = &page[8];

	ask(ADVANCED_LOAD, (u64)at);
	at[1] = 1;
	CHECK_EQ(ask(CHECK_LOAD, 0), 1);
	*at = 1;
	CHECK_EQ(ask(CHECK_LOAD, 0), 0);
	ask(ADVANCED_LOAD, (u64)at);
	((volatile u8 *)at)[7] = 1;
	CHECK_EQ(ask(CHECK_LOAD, 0), 0);
	ask(ADVANCED_LOAD, (u64)at);
	__asm__ volatile("xchg4 r8 = [%0], r0" : : "r"(at) : "r8", "memory");
	CHECK_EQ(ask(CHECK_LOAD, 0), 0);
	/* Of ptc.g and ptc.ga, the second empties the others' ALATs. */
	ask(ADVANCED_LOAD, (u64)at);
	__asm__ volatile("ptc.ga %0, %1 ;; srlz.d" : : "r"(VA), "r"(14UL << 2));
	CHECK_EQ(ask(CHECK_LOAD, 0), 0);
}

static void semaphores(void)
{
	start(COUNT, ROUNDS);
	add_atomically(ROUNDS);
	finish();
	CHECK_EQ(counter, 2 * ROUNDS);
	start(LOCK, ROUNDS);
	add_locked(ROUNDS);
	finish();
	CHECK_EQ(guarded, 2 * ROUNDS);
}

void test(void)
{
	guest_send(1, 0x40);
	while (!result)
		;
	CHECK_EQ(result, 0x4001);
	ask(SEND, 0x55);
	CHECK_EQ(GET(cr.irr1) >> (0x55 - 64) & 1, 1);
	CHECK_EQ(GET(cr.ivr), 0x55);
	SET(cr.eoi, 0);
	/* Nobody there: the message is lost. */
	guest_send(9, 0x55);
	CHECK_EQ(GET(cr.ivr), 15);
	purges();
	advanced_loads();
	semaphores();
}
