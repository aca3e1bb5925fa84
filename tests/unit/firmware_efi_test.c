// SPDX-License-Identifier: GPL-2.0
/*
 * EFI run-time services: clock, variables, virtual addresses, reset, and their
 * argument errors.  Expectations: UEFI, chapter 8.
 */
#include "firmware_machine.h"

#include "sim/exit_codes.h"

#define NAME SCRATCH
#define GUID (SCRATCH + 0x1000)
#define SIZE (SCRATCH + 0x1100)
#define ATTRIBUTES (SCRATCH + 0x1200)
#define DATA (SCRATCH + 0x2000)

static void put(struct machine *m, u64 pa, const void *data, u64 size)
{
	CHECK(bus_copy_to(m->bus, pa, data, size));
}

static void put64(struct machine *m, u64 pa, u64 value)
{
	put(m, pa, &value, 8);
}

static void put_name(struct machine *m, const char *name)
{
	u64 at = NAME;

	do {
		u16 c = *name;

		put(m, at, &c, 2);
		at += 2;
	} while (*name++);
}

static void check_name(struct machine *m, const char *name)
{
	u64 at = NAME;

	do {
		CHECK_EQ(test_read(m, at, 2), *name);
		at += 2;
	} while (*name++);
}

static u64 set(struct machine *m, const char *name, u32 attributes, u64 size)
{
	put_name(m, name);
	return test_call(m->cpus[0], GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID,
			 (u64)attributes, size, DATA);
}

static u64 get(struct machine *m, const char *name, u64 size)
{
	put_name(m, name);
	put64(m, SIZE, size);
	return test_call(m->cpus[0], GATEWAY_EFI_GET_VARIABLE, 5, NAME, GUID,
			 ATTRIBUTES, SIZE, DATA);
}

TEST(clock_starts_at_the_fixed_date_and_follows_machine_time)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_TIME, 2, DATA, DATA + 64), 0);
	/* 2026, 1, 1, 0:00:00 */
	CHECK_EQ(test_read(m, DATA, 8), 2026 | 1 << 16 | 1 << 24);
	CHECK_EQ(test_read(m, DATA + 12, 2), 0x7ff);
	CHECK_EQ(test_read(m, DATA + 64, 4), 1);
	/* 59 days, 23:59:59.5 later: the last second of February. */
	cpu->time +=
		(59ULL * 86400 - 1) * m->config.itc_hz + m->config.itc_hz / 2;
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_TIME, 2, DATA, 0ULL), 0);
	CHECK_EQ(test_read(m, DATA + 2, 1), 2);
	CHECK_EQ(test_read(m, DATA + 3, 1), 28);
	CHECK_EQ(test_read(m, DATA + 4, 1), 23);
	CHECK_EQ(test_read(m, DATA + 5, 1), 59);
	CHECK_EQ(test_read(m, DATA + 6, 1), 59);
	CHECK_EQ(test_read(m, DATA + 8, 4), 500000000);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_TIME, 2, 0ULL, 0ULL),
		 EFI_INVALID_PARAMETER);
	test_machine_free(m);
}

TEST(set_time_survives_and_checks_its_argument)
{
	static const struct {
		u16 year;
		u8 month, day, hour, minute, second;
		bool good;
	} dates[] = {
		{ 2024, 2, 29, 12, 30, 1, true },
		{ 2023, 2, 29, 12, 30, 1, false },
		{ 2100, 1, 1, 0, 0, 0, false },
		{ 1997, 1, 1, 0, 0, 0, false },
		{ 2000, 2, 29, 0, 0, 0, true },
		{ 2099, 12, 31, 23, 59, 59, true },
		{ 2026, 13, 1, 0, 0, 0, false },
		{ 2026, 4, 31, 0, 0, 0, false },
		{ 2026, 0, 1, 0, 0, 0, false },
		{ 2026, 1, 0, 0, 0, 0, false },
		{ 2026, 1, 1, 24, 0, 0, false },
		{ 2026, 1, 1, 0, 60, 0, false },
		{ 2026, 1, 1, 0, 0, 60, false },
	};
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	for (unsigned int i = 0; i < ARRAY_SIZE(dates); i++) {
		u8 t[16] = { dates[i].year,  dates[i].year >> 8,
			     dates[i].month, dates[i].day,
			     dates[i].hour,  dates[i].minute,
			     dates[i].second };
		u64 status;

		put(m, DATA, t, 16);
		status = test_call(cpu, GATEWAY_EFI_SET_TIME, 1, DATA);
		CHECK_EQ(status,
			 dates[i].good ? EFI_SUCCESS : EFI_INVALID_PARAMETER);
		if (!dates[i].good)
			continue;
		put64(m, DATA, 0);
		CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_TIME, 2, DATA, 0ULL),
			 0);
		for (unsigned int b = 0; b < 7; b++)
			CHECK_EQ(test_read(m, DATA + b, 1), t[b]);
	}
	test_machine_free(m);
}

TEST(variables_are_kept_replaced_and_deleted)
{
	struct machine *m = test_machine(1, 0);

	put64(m, DATA, 0x1122334455667788ULL);
	CHECK_EQ(get(m, "Nobody", 64), EFI_NOT_FOUND);
	CHECK_EQ(set(m, "Some", 7, 8), EFI_SUCCESS);
	put64(m, DATA, 0);
	CHECK_EQ(get(m, "Some", 64), EFI_SUCCESS);
	CHECK_EQ(test_read(m, DATA, 8), 0x1122334455667788ULL);
	CHECK_EQ(test_read(m, SIZE, 8), 8);
	CHECK_EQ(test_read(m, ATTRIBUTES, 4), 7);
	CHECK_EQ(get(m, "Some", 7), EFI_BUFFER_TOO_SMALL);
	CHECK_EQ(test_read(m, SIZE, 8), 8);
	/* Another vendor's variable of that name is another variable. */
	put64(m, GUID, 1);
	CHECK_EQ(get(m, "Some", 64), EFI_NOT_FOUND);
	put64(m, GUID, 0);
	CHECK_EQ(set(m, "Some", 7, 4), EFI_SUCCESS);
	CHECK_EQ(get(m, "Some", 64), EFI_SUCCESS);
	CHECK_EQ(test_read(m, SIZE, 8), 4);
	CHECK_EQ(set(m, "Some", 7, 0), EFI_SUCCESS);
	CHECK_EQ(get(m, "Some", 64), EFI_NOT_FOUND);
	CHECK_EQ(set(m, "Some", 7, 0), EFI_NOT_FOUND);
	test_machine_free(m);
}

TEST(variable_arguments_are_checked)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	put_name(m, "Some");
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, 0ULL, GUID, 7ULL,
			   8ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, 0ULL, 7ULL,
			   8ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID, 7ULL,
			   8ULL, 0ULL),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID,
			   0x27ULL, 8ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID, 4ULL,
			   8ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID, 7ULL,
			   1ULL << 40, DATA),
		 EFI_OUT_OF_RESOURCES);
	CHECK_EQ(set(m, "", 7, 8), EFI_INVALID_PARAMETER);
	/* A name that never ends. */
	memset(bus_ram(m->bus, NAME, 0x1000), 'x', 0x1000);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VARIABLE, 5, NAME, GUID, 7ULL,
			   8ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_VARIABLE, 5, NAME, GUID, 0ULL,
			   SIZE, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_VARIABLE, 5, MAP_UART_BASE,
			   GUID, 0ULL, SIZE, DATA),
		 EFI_INVALID_PARAMETER);
	test_machine_free(m);
}

TEST(variable_store_has_a_limit)
{
	struct machine *m = test_machine(1, 0);
	unsigned int stored = 0;
	char name[8] = "V000";

	for (unsigned int i = 0; i < 100; i++) {
		u64 status;

		name[2] = '0' + i / 10;
		name[3] = '0' + i % 10;
		status = set(m, name, 7, 0x8000);
		CHECK(status == EFI_SUCCESS || status == EFI_OUT_OF_RESOURCES);
		stored += status == EFI_SUCCESS;
	}
	CHECK(stored > 2 && stored < 10);
	/* A failed set left nothing behind; deleting makes room again. */
	CHECK_EQ(get(m, "V099", 0), EFI_NOT_FOUND);
	CHECK_EQ(set(m, "V000", 7, 0), EFI_SUCCESS);
	CHECK_EQ(set(m, "V099", 7, 0x8000), EFI_SUCCESS);
	test_machine_free(m);
}

TEST(names_can_be_enumerated)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	set(m, "First", 7, 8);
	set(m, "Second", 7, 8);
	put_name(m, "");
	put64(m, SIZE, 1024);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_VARIABLE_NAME, 3, SIZE,
			   NAME, GUID),
		 0);
	check_name(m, "ConOut");
	CHECK_EQ(test_read(m, SIZE, 8), 14);
	put64(m, SIZE, 4);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_VARIABLE_NAME, 3, SIZE,
			   NAME, GUID),
		 EFI_BUFFER_TOO_SMALL);
	CHECK_EQ(test_read(m, SIZE, 8), 12);
	check_name(m, "ConOut");
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_VARIABLE_NAME, 3, SIZE,
			   NAME, GUID),
		 0);
	check_name(m, "First");
	put64(m, SIZE, 1024);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_VARIABLE_NAME, 3, SIZE,
			   NAME, GUID),
		 0);
	check_name(m, "Second");
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_VARIABLE_NAME, 3, SIZE,
			   NAME, GUID),
		 EFI_NOT_FOUND);
	test_machine_free(m);
}

static u64 set_virtual(struct machine *m, u64 offset)
{
	struct firmware *fw = m->firmware;
	u64 size = fw->efi.memmap_count * sizeof(fw->efi.memmap[0]);

	for (unsigned int i = 0; i < fw->efi.memmap_count; i++) {
		struct efi_memory_descriptor md = fw->efi.memmap[i];

		if (md.attribute & EFI_MEMORY_RUNTIME)
			md.va = md.pa + offset;
		put(m, DATA + i * sizeof(md), &md, sizeof(md));
	}
	return test_call(m->cpus[0], GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4,
			 size, (u64)sizeof(fw->efi.memmap[0]), 1ULL, DATA);
}

TEST(set_virtual_address_map_moves_the_services_once)
{
	struct machine *m = test_machine(1, 0);
	const u64 offset = 0xe000000000000000ULL;
	u64 systab = test_read(m, FW_BOOT_PARAM + 8, 8), services, descriptor;
	u8 copy[120];

	CHECK_EQ(set_virtual(m, offset), EFI_SUCCESS);
	services = test_read(m, systab + 88, 8);
	CHECK_EQ(services >> 61, 7);
	descriptor = test_read(m, services - offset + 24, 8);
	CHECK_EQ(descriptor >> 61, 7);
	CHECK_EQ(test_read(m, descriptor - offset, 8),
		 offset + GATEWAY_EFI_GET_TIME);
	CHECK_EQ(test_read(m, descriptor - offset + 8, 8),
		 offset + FW_DATA_BASE);
	bus_copy_from(m->bus, systab, copy, 120);
	memset(copy + 16, 0, 4);
	CHECK_EQ(efi_crc32(copy, 120), test_read(m, systab + 16, 4));
	CHECK_EQ(set_virtual(m, offset), EFI_UNSUPPORTED);
	test_machine_free(m);
}

TEST(set_virtual_address_map_checks_its_map)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4, 400ULL,
			   40ULL, 2ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4, 400ULL,
			   24ULL, 1ULL, DATA),
		 EFI_INVALID_PARAMETER);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4, 410ULL,
			   40ULL, 1ULL, DATA),
		 EFI_INVALID_PARAMETER);
	/* A map without the run-time areas. */
	memset(bus_ram(m->bus, DATA, 400), 0, 400);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4, 400ULL,
			   40ULL, 1ULL, DATA),
		 EFI_NOT_FOUND);
	cpu->psr |= PSR_IT | PSR_DT | PSR_RT;
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP, 4, 400ULL,
			   40ULL, 1ULL, DATA),
		 EFI_UNSUPPORTED);
	test_machine_free(m);
}

TEST(monotonic_count_rises)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_HIGH_MONOTONIC_COUNT, 1,
			   DATA),
		 0);
	CHECK_EQ(test_read(m, DATA, 4), 1);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_HIGH_MONOTONIC_COUNT, 1,
			   DATA),
		 0);
	CHECK_EQ(test_read(m, DATA, 4), 2);
	CHECK_EQ(test_call(cpu, GATEWAY_EFI_GET_NEXT_HIGH_MONOTONIC_COUNT, 1,
			   0ULL),
		 EFI_INVALID_PARAMETER);
	test_machine_free(m);
}

TEST(reset_types_stop_the_machine_differently)
{
	for (u64 type = 0; type < 4; type++) {
		struct machine *m = test_machine(1, 0);

		test_call(m->cpus[0], GATEWAY_EFI_RESET_SYSTEM, 4, type, 0ULL,
			  0ULL, 0ULL);
		CHECK(m->stopping);
		CHECK_EQ(m->exit_status,
			 type == 2 ? SIM_EXIT_OFF : SIM_EXIT_RESET);
		CHECK_EQ(m->reset_requested, type != 2);
		test_machine_free(m);
	}
}

TEST(services_without_hardware_are_unsupported)
{
	struct machine *m = test_machine(1, 0);

	CHECK_EQ(test_call(m->cpus[0], GATEWAY_EFI_GET_WAKEUP_TIME, 3, DATA,
			   DATA, DATA),
		 EFI_UNSUPPORTED);
	CHECK_EQ(test_call(m->cpus[0], GATEWAY_EFI_SET_WAKEUP_TIME, 2, 0ULL,
			   0ULL),
		 EFI_UNSUPPORTED);
	test_machine_free(m);
}

TEST(the_second_start_forgets_the_first)
{
	struct machine *m = test_machine(1, 0);
	u64 systab = test_read(m, FW_BOOT_PARAM + 8, 8);

	CHECK_EQ(set_virtual(m, 0xe000000000000000ULL), EFI_SUCCESS);
	cpu_reset(m->cpus[0]);
	CHECK_EQ(firmware_start(m, 0x4000000, 0x1800000, 0x1900000), 0);
	CHECK_EQ(test_read(m, systab + 88, 8) >> 61, 0);
	CHECK_EQ(set_virtual(m, 0xe000000000000000ULL), EFI_SUCCESS);
	test_machine_free(m);
}
