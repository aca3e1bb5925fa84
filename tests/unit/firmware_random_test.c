// SPDX-License-Identifier: GPL-2.0
/*
 * Random calls of every entry, with arguments as a broken or hostile kernel
 * could pass them: nothing may crash the simulator (run it with sanitizers) or
 * write to ROM, and every status must be one that the specifications know.
 */
#include "firmware_machine.h"

#include "mmu/mmu.h"

static const u64 entries[] = {
#define ENTRY(name, base, offset, stub, handler) GATEWAY_##name,
#include "firmware/entries.def"
#undef ENTRY
};

/* Small numbers, addresses of all kinds, nearly everything else. */
static u64 random_argument(void)
{
	static const u64 places[] = {
		SCRATCH,
		FW_DATA_BASE,
		FW_PAL_BASE,
		FW_CODE_BASE,
		FW_ACPI_BASE,
		FW_BOOT_MEMMAP,
		MAP_LOW_RAM_BASE + TEST_LOW_RAM - 64,
		MAP_UART_BASE,
		MAP_IO_PORT_BASE,
		0,
		1ULL << 49,
		1ULL << 63,
		0xe000000000000000ULL + SCRATCH,
		0x2000000000000000ULL,
		~0ULL - 4096,
	};

	switch (test_random() % 6) {
	case 0:
		return test_random() % 8;
	case 1:
		return test_random();
	case 2:
		return ~(test_random() % 16);
	case 3:
		return 1ULL << test_random() % 64;
	default:
		return places[test_random() % ARRAY_SIZE(places)] +
		       test_random() % 4096 / (1 + test_random() % 64);
	}
}

static u64 random_index(u64 entry)
{
	if (entry == GATEWAY_SAL_PROC)
		return 0x01000000 + test_random() % 0x24;
	if (entry == GATEWAY_PAL_PROC)
		return test_random() % 2 ? test_random() % 56 :
					   250 + test_random() % 30;
	return random_argument();
}

static void set_mode(struct cpu *cpu)
{
	bool virtual = test_random() & 1;

	cpu->psr &= ~(PSR_IT | PSR_DT | PSR_RT | PSR_MC);
	cpu->psr |= PSR_IC | PSR_BN;
	if (virtual)
		cpu->psr |= PSR_IT | PSR_DT | PSR_RT;
}

static bool known_status(u64 entry, s64 status)
{
	if (entry == GATEWAY_PAL_PROC || entry == GATEWAY_SAL_PROC)
		return status >= -9 && status <= 3;
	return status == 0 || (status < 0 && (status & ~BIT64(63)) < 64) ||
	       (entry == GATEWAY_FPSWA &&
		(status == -1 || status == 1 || status == 3));
}

/* Memory and registers of a machine at work, to be restored now and then. */
static void prepare(struct machine *m)
{
	struct cpu *cpu = m->cpus[0];

	m->stopping = false;
	m->reset_requested = false;
	cpu_reset(cpu);
	CHECK_EQ(firmware_start(m, 0x4000000, 0x1800000, 0x1900000), 0);
	/* Some virtual addresses work: 16 KiB of the scratch area. */
	for (u64 page = 0; page < 4; page++)
		mmu_insert_tc(cpu, true, (SCRATCH + page * 4096) | 0x661,
			      12 << 2,
			      0xe000000000000000ULL + SCRATCH + page * 4096);
}

static u64 rom_sum(struct machine *m)
{
	const u8 *rom = bus_ram(m->bus, FW_PAL_BASE, 0x20000);
	u64 sum = 0;

	for (u64 i = 0; i < 0x20000; i++)
		sum = sum * 31 + rom[i];
	return sum;
}

TEST(random_calls_do_no_harm)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	u64 rom = rom_sum(m);

	for (unsigned int n = 0; n < 200000; n++) {
		u64 entry = entries[test_random() % ARRAY_SIZE(entries)];
		unsigned int sof = test_random() % 10;
		int outcome;

		if (n % 1000 == 0)
			prepare(m);
		if (n % 16 == 0)
			for (u64 i = 0; i < 0x400; i += 8)
				bus_write(m->bus, SCRATCH + i, 8,
					  random_argument());
		set_mode(cpu);
		cpu->ip = entry;
		cpu->cfm = (struct cfm){ .sof = sof };
		for (unsigned int r = 28; r < 42; r++) {
			cpu->gr[r] = random_argument();
			cpu->nat[r] = test_random() % 64 == 0;
		}
		cpu->gr[28] = random_index(entry);
		cpu->gr[32] = random_index(entry);
		if (test_random() & 1)
			cpu->gr[33] = SCRATCH;
		outcome = firmware_gateway(cpu, entry);
		CHECK(outcome == FAULT_NONE || outcome == FAULT_RAISED);
		if (outcome == FAULT_RAISED)
			CHECK(cpu->fault.vector < 0x8000);
		else if (entry >= GATEWAY_EFI_GET_TIME ||
			 entry == GATEWAY_PAL_PROC || entry == GATEWAY_SAL_PROC)
			CHECK(entry == GATEWAY_EFI_RESET_SYSTEM ||
			      known_status(entry, cpu->gr[8]));
		cpu->halted = 0;
		cpu->psr |= PSR_BN;
	}
	CHECK_EQ(rom_sum(m), rom);
	test_machine_free(m);
}
