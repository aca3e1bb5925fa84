// SPDX-License-Identifier: GPL-2.0
/*
 * EFI run-time services other than variables: clock, virtual addresses, high
 * monotonic count, reset.  UEFI, chapter 8.
 *
 * The clock is a function of machine time alone: it starts at the date of the
 * configuration and SetTime moves it for the rest of the run.
 */
#include <string.h>

#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "sim/exit_codes.h"

#define EFI_UNSPECIFIED_TIMEZONE 0x7ff
#define EFI_TIME_DAYLIGHT_MASK 3

struct efi_time {
	u16 year;
	u8 month, day, hour, minute, second, pad1;
	u32 nanosecond;
	s16 time_zone;
	u8 daylight, pad2;
};

struct efi_time_capabilities {
	u32 resolution, accuracy;
	u8 sets_to_zero;
};

_Static_assert(sizeof(struct efi_time) == 16, "UEFI 8.3");
_Static_assert(sizeof(struct efi_time_capabilities) == 12, "UEFI 8.3");

static int efi_return(struct cpu *cpu, u64 status)
{
	return gateway_return(cpu, status, 0, 0, 0);
}

int efi_unsupported(struct cpu *cpu)
{
	return efi_return(cpu, EFI_UNSUPPORTED);
}

static bool leap(s64 year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(s64 year, int month)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30,
				   31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && leap(year));
}

/* Days from 1970-01-01 to @year-01-01. */
static s64 year_days(s64 year)
{
	s64 y = year - 1;

	return (year - 1970) * 365 + (y / 4 - y / 100 + y / 400) -
	       (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static void time_from_seconds(s64 seconds, struct efi_time *t)
{
	s64 days = seconds / 86400, rest = seconds % 86400;
	s64 year = 1970 + days / 366;
	int month = 1;

	while (year_days(year + 1) <= days)
		year++;
	days -= year_days(year);
	while (days >= month_days(year, month))
		days -= month_days(year, month++);
	t->year = year;
	t->month = month;
	t->day = days + 1;
	t->hour = rest / 3600;
	t->minute = rest / 60 % 60;
	t->second = rest % 60;
}

static bool time_valid(const struct efi_time *t)
{
	return t->year >= 1998 && t->year <= 2099 && t->month >= 1 &&
	       t->month <= 12 && t->day >= 1 &&
	       t->day <= month_days(t->year, t->month) && t->hour <= 23 &&
	       t->minute <= 59 && t->second <= 59 &&
	       t->nanosecond <= 999999999 &&
	       ((t->time_zone >= -1440 && t->time_zone <= 1440) ||
		t->time_zone == EFI_UNSPECIFIED_TIMEZONE) &&
	       (t->daylight & ~EFI_TIME_DAYLIGHT_MASK) == 0;
}

static s64 seconds_from_time(const struct efi_time *t)
{
	s64 days = year_days(t->year) + t->day - 1;

	for (int month = 1; month < t->month; month++)
		days += month_days(t->year, month);
	return days * 86400 + t->hour * 3600 + t->minute * 60 + t->second;
}

/* The clock without SetTime, and the part of a second. */
static s64 clock_seconds(struct cpu *cpu, u32 *nanosecond)
{
	struct machine *m = cpu->machine;
	u64 time = machine_cpu_time(cpu), hz = m->config.itc_hz;

	*nanosecond = (u128)(time % hz) * 1000000000 / hz;
	return m->firmware->rtc_start + time / hz;
}

int efi_get_time(struct cpu *cpu)
{
	const struct efi_state *efi = &cpu->machine->firmware->efi;
	u64 time_va = gateway_argument(cpu, 0);
	u64 capabilities_va = gateway_argument(cpu, 1);
	/* 1 s, 0 ppm: SetTime keeps the sub-second part. */
	const struct efi_time_capabilities caps = { .resolution = 1 };
	struct guest_buffer time_buffer, caps_buffer;
	struct efi_time t = { 0 };
	int err;

	if (!time_va || gateway_arguments_nat(cpu, 2))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = guest_map(cpu, time_va, sizeof(t), true, &time_buffer);
	if (!err && capabilities_va)
		err = guest_map(cpu, capabilities_va, sizeof(caps), true,
				&caps_buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	time_from_seconds(clock_seconds(cpu, &t.nanosecond) + efi->rtc_offset,
			  &t);
	t.time_zone = efi->time_zone;
	t.daylight = efi->daylight;
	guest_write(cpu, &time_buffer, 0, &t, sizeof(t));
	if (capabilities_va)
		guest_write(cpu, &caps_buffer, 0, &caps, sizeof(caps));
	return efi_return(cpu, EFI_SUCCESS);
}

int efi_set_time(struct cpu *cpu)
{
	struct efi_state *efi = &cpu->machine->firmware->efi;
	u64 time_va = gateway_argument(cpu, 0);
	struct guest_buffer buffer;
	struct efi_time t;
	u32 nanosecond;
	int err;

	if (!time_va || gateway_arguments_nat(cpu, 1))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = guest_map(cpu, time_va, sizeof(t), false, &buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	guest_read(cpu, &buffer, 0, &t, sizeof(t));
	if (!time_valid(&t))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	efi->rtc_offset =
		seconds_from_time(&t) - clock_seconds(cpu, &nanosecond);
	efi->time_zone = t.time_zone;
	efi->daylight = t.daylight;
	return efi_return(cpu, EFI_SUCCESS);
}

static bool map_covers(const struct efi_memory_descriptor *map,
		       unsigned int count, u64 pa, u64 size)
{
	for (unsigned int i = 0; i < count; i++)
		if ((map[i].attribute & EFI_MEMORY_RUNTIME) &&
		    pa >= map[i].pa &&
		    pa + size <= map[i].pa + map[i].page_count * EFI_PAGE_SIZE)
			return true;
	return false;
}

/*
 * (MapSize, DescriptorSize, DescriptorVersion, Map), once, in physical mode.
 */
int efi_set_virtual_address_map(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	u64 map_size = gateway_argument(cpu, 0);
	u64 step = gateway_argument(cpu, 1), version = gateway_argument(cpu, 2);
	struct efi_memory_descriptor map[EFI_MEMMAP_MAX];
	struct guest_buffer buffer;
	unsigned int count = 0;
	int err;

	if (fw->efi.virtual_mode || (cpu->psr & (PSR_IT | PSR_DT)))
		return efi_return(cpu, EFI_UNSUPPORTED);
	if (gateway_arguments_nat(cpu, 4) ||
	    version != EFI_MEMORY_DESCRIPTOR_VERSION || step < sizeof(map[0]) ||
	    step > map_size || map_size % step)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = guest_map(cpu, gateway_argument(cpu, 3), map_size, false,
			&buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	for (u64 at = 0; at < map_size; at += step) {
		struct efi_memory_descriptor md;

		guest_read(cpu, &buffer, at, &md, sizeof(md));
		if (!(md.attribute & EFI_MEMORY_RUNTIME))
			continue;
		if (count == EFI_MEMMAP_MAX)
			return efi_return(cpu, EFI_NOT_FOUND);
		map[count++] = md;
	}
	if (!map_covers(map, count, FW_CODE_BASE, FW_CODE_SIZE) ||
	    !map_covers(map, count, FW_DATA_BASE, FW_DATA_SIZE))
		return efi_return(cpu, EFI_NOT_FOUND);
	fw->efi.virtual_mode = true;
	efi_relocate_tables(fw, map, count);
	return efi_return(cpu, EFI_SUCCESS);
}

int efi_get_next_high_monotonic_count(struct cpu *cpu)
{
	struct efi_state *efi = &cpu->machine->firmware->efi;
	u64 va = gateway_argument(cpu, 0);
	struct guest_buffer buffer;
	int err;

	if (!va || gateway_arguments_nat(cpu, 1))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = guest_map(cpu, va, 4, true, &buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	efi->monotonic_high++;
	guest_write(cpu, &buffer, 0, &efi->monotonic_high, 4);
	return efi_return(cpu, EFI_SUCCESS);
}

/* (ResetType 0 cold, 1 warm, 2 shutdown, ...); the stub never returns. */
int efi_reset_system(struct cpu *cpu)
{
	struct machine *m = cpu->machine;

	if (m->stopping || m->reset_requested)
		return FAULT_NONE;
	if (gateway_argument(cpu, 0) == 2)
		machine_stop(m, SIM_EXIT_OFF);
	else
		machine_reset(m);
	return FAULT_NONE;
}
