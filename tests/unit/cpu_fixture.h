/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One CPU with RAM and nothing else, for tests of cpu/ and mmu/.  The machine
 * around it is a handful of stubs that record what they were asked.
 */
#ifndef TESTS_UNIT_CPU_FIXTURE_H
#define TESTS_UNIT_CPU_FIXTURE_H

#include "bus/bus.h"
#include "cpu/fault.h"
#include "harness.h"
#include "machine/machine.h"
#include "mmu/mmu.h"
#include "mmu/tlb.h"

#define FIXTURE_RAM (16u << 20)

static struct machine fixture_machine;
static struct cpu *fixture_cpu_ptr;
static unsigned int stub_posted, stub_purges, stub_timer_updates;
static u64 stub_time;

u64 machine_read_itc(struct cpu *cpu)
{
	(void)cpu;
	return stub_time;
}

void machine_write_itc(struct cpu *cpu, u64 value)
{
	(void)cpu;
	stub_time = value;
}

void machine_timer_update(struct cpu *cpu)
{
	(void)cpu;
	stub_timer_updates++;
}

u64 machine_cpu_time(struct cpu *cpu)
{
	return cpu->slots;
}

u64 engine_slots_now(struct cpu *cpu)
{
	return cpu->slots;
}

void machine_purge_global(struct cpu *cpu, u64 va, unsigned int ps, bool alat)
{
	(void)cpu;
	(void)va;
	(void)ps;
	(void)alat;
	stub_purges++;
}

void machine_alat_snoop(struct cpu *cpu, u64 pa, unsigned int size)
{
	(void)cpu;
	(void)pa;
	(void)size;
}

void machine_end_turn(struct machine *m)
{
	(void)m;
}

void lsapic_post(struct cpu *cpu, unsigned int vector)
{
	(void)cpu;
	stub_posted = vector;
}

u64 lsapic_read_ivr(struct cpu *cpu)
{
	(void)cpu;
	return 15;
}

void lsapic_write_eoi(struct cpu *cpu)
{
	(void)cpu;
}

void lsapic_write_tpr(struct cpu *cpu, u64 value)
{
	cpu->cr_tpr = value;
}

/* A fresh CPU: physical mode, cpl 0, ic off, empty frame. */
static struct cpu *fixture(void)
{
	struct cpu *cpu = fixture_cpu_ptr;

	if (!cpu) {
		cpu = aligned_alloc(64, (sizeof(*cpu) + 63) & ~63ULL);
		fixture_cpu_ptr = cpu;
		fixture_machine.bus = bus_create();
		CHECK(fixture_machine.bus);
		CHECK_EQ(bus_add_ram(fixture_machine.bus, 0, FIXTURE_RAM, 0),
			 0);
	}
	memset(cpu, 0, sizeof(*cpu));
	memset(bus_ram(fixture_machine.bus, 0, FIXTURE_RAM), 0, FIXTURE_RAM);
	cpu->machine = &fixture_machine;
	cpu->pr = 1;
	cpu->fr[1] = (struct fpreg){ .sig = BIT64(63), .exp = 0xffff };
	for (unsigned int i = 0; i < 8; i++)
		cpu->rr[i] = (u64)(0x100 + i) << 8 | 14 << 2;
	cpu->cr_iva = 0x10000;
	stub_posted = stub_purges = stub_timer_updates = 0;
	stub_time = 0;
	return cpu;
}

static inline u64 fixture_peek(u64 pa)
{
	u64 value;

	CHECK(bus_read(fixture_machine.bus, pa, 8, &value));
	return value;
}

static inline void fixture_poke(u64 pa, u64 value)
{
	CHECK(bus_write(fixture_machine.bus, pa, 8, value));
}

/* A present, accessed, dirty, write-back PTE. */
#define PTE(pa, ar, pl)                                                        \
	((pa) | (u64)(ar) << 9 | (u64)(pl) << 7 | 0x40 | 0x20 | 1)

static inline u64 fixture_itir(unsigned int ps, u32 key)
{
	return (u64)key << 8 | ps << 2;
}

/* Fault of the last failed call: vector and all ISR bits. */
#define CHECK_FAULT(call, vec, isr_bits)                                       \
	do {                                                                   \
		CHECK_EQ(call, FAULT_RAISED);                                  \
		CHECK_EQ(cpu->fault.vector, VECTOR_##vec);                     \
		CHECK_EQ(cpu->fault.isr, isr_bits);                            \
	} while (0)

#endif
