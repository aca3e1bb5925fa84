/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine for firmware tests: bus, RAM and CPUs, without devices.  Calls
 * procedures as a guest would: registers set, the entry's host function run
 * through firmware_gateway().
 */
#ifndef TESTS_UNIT_FIRMWARE_MACHINE_H
#define TESTS_UNIT_FIRMWARE_MACHINE_H

#include <stdarg.h>

#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "harness.h"
#include "machine/machine.h"

#define TEST_LOW_RAM (16 * MAP_MIB)
/* RAM tests may write to; no other part of the test uses it. */
#define SCRATCH (MAP_LOW_RAM_BASE + 0x100000)

static struct machine *test_machine(u32 cpus, u64 high_ram)
{
	struct firmware_ram ram[2] = {
		{ MAP_LOW_RAM_BASE, TEST_LOW_RAM },
		{ MAP_HIGH_RAM_BASE, high_ram },
	};
	struct firmware_params params = { .command_line = "root=/dev/ram0",
					  .ram = ram,
					  .ram_count = high_ram ? 2 : 1 };
	struct machine *m = calloc(1, sizeof(*m));

	m->config = (struct machine_config){ .cpu_count = cpus,
					     .engine = &engine_fast,
					     .tlb_entries = 128,
					     .itc_hz = 400000000 };
	m->bus = bus_create();
	CHECK(m->bus);
	CHECK_EQ(bus_add_ram(m->bus, ram[0].pa, ram[0].size, 0), 0);
	if (high_ram)
		CHECK_EQ(bus_add_ram(m->bus, ram[1].pa, ram[1].size, 0), 0);
	for (u32 i = 0; i < cpus; i++) {
		struct cpu *cpu =
			aligned_alloc(64, (sizeof(struct cpu) + 63) & ~63ULL);

		memset(cpu, 0, sizeof(*cpu));
		cpu->machine = m;
		cpu->id = i;
		cpu->itlb.tc_count = m->config.tlb_entries - MACHINE_TRS;
		cpu->dtlb.tc_count = m->config.tlb_entries - MACHINE_TRS;
		cpu_reset(cpu);
		m->cpus[i] = cpu;
		CHECK_EQ(m->config.engine->cpu_init(cpu), 0);
	}
	CHECK_EQ(firmware_create(m, &params), 0);
	CHECK_EQ(firmware_start(m, 0x4000000, 0x1800000, 0x1900000), 0);
	return m;
}

static inline void test_machine_free(struct machine *m)
{
	firmware_destroy(m);
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		m->config.engine->cpu_destroy(m->cpus[i]);
		free(m->cpus[i]);
	}
	bus_destroy(m->bus);
	free(m);
}

static inline u64 test_read(struct machine *m, u64 pa, unsigned int size)
{
	u64 value;

	CHECK(bus_read(m->bus, pa, size, &value));
	return value;
}

/* Call with the C convention: arguments in a frame of their number. */
static inline s64 test_call(struct cpu *cpu, u64 entry, unsigned int count, ...)
{
	va_list args;

	cpu->cfm = (struct cfm){ .sof = count };
	va_start(args, count);
	for (unsigned int i = 0; i < count; i++) {
		cpu->gr[32 + i] = va_arg(args, u64);
		cpu->nat[32 + i] = 0;
	}
	va_end(args);
	cpu->ip = entry;
	CHECK_EQ(firmware_gateway(cpu, entry), FAULT_NONE);
	return cpu->gr[8];
}

static inline s64 test_pal_static(struct cpu *cpu, u64 index, u64 a, u64 b,
				  u64 c)
{
	cpu->gr[28] = index;
	cpu->gr[29] = a;
	cpu->gr[30] = b;
	cpu->gr[31] = c;
	memset(&cpu->nat[28], 0, 4);
	cpu->ip = GATEWAY_PAL_PROC;
	CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), FAULT_NONE);
	CHECK_EQ(cpu->pr >> 6 & 3, 2); /* p7: br.cond b0 */
	return cpu->gr[8];
}

static inline s64 test_pal_stacked(struct cpu *cpu, u64 index, u64 a, u64 b,
				   u64 c)
{
	s64 status;

	cpu->gr[28] = index;
	cpu->nat[28] = 0;
	status = test_call(cpu, GATEWAY_PAL_PROC, 4, index, a, b, c);
	CHECK_EQ(cpu->pr >> 6 & 3, 1); /* p6: br.ret b0 */
	return status;
}

#endif
