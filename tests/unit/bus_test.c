// SPDX-License-Identifier: GPL-2.0
/*
 * The physical address map: ranges, their edges, copies that span two.
 */
#include "bus/bus.h"

#include <errno.h>

#include "harness.h"

static u64 last_offset, last_value;
static unsigned int last_size;

static u64 device_read(void *dev, u64 offset, unsigned int size)
{
	last_offset = offset;
	last_size = size;
	return *(u64 *)dev;
}

static void device_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	last_offset = offset;
	last_size = size;
	last_value = value;
	*(u64 *)dev = value;
}

static const struct bus_device_ops ops = { device_read, device_write };
static u64 dirty_pa, dirty_len;

static void dirty(u64 pa, u64 len)
{
	dirty_pa = pa;
	dirty_len = len;
}

TEST(overlapping_ranges_are_refused)
{
	struct bus *bus = bus_create();
	u64 cell = 0;

	CHECK_EQ(bus_add_ram(bus, 0x10000, 0x10000, 0), 0);
	CHECK_EQ(bus_add_ram(bus, 0x1f000, 0x1000, 0), -EEXIST);
	CHECK_EQ(bus_add_ram(bus, 0x8000, 0x8001, 0), -EEXIST);
	CHECK_EQ(bus_add_device(bus, 0x0, 0x100000, "d", &ops, &cell), -EEXIST);
	CHECK_EQ(bus_add_device(bus, 0x20000, 0x1000, "d", &ops, &cell), 0);
	CHECK_EQ(bus_add_ram(bus, 0x8000, 0x8000, 0), 0);
	CHECK_EQ(bus_add_ram(bus, ~0ULL - 0xfff, 0x2000, 0), -EINVAL);
	bus_destroy(bus);
}

TEST(ram_access_stops_at_the_range)
{
	struct bus *bus = bus_create();
	u64 v;

	CHECK_EQ(bus_add_ram(bus, 0x10000, 0x1000, 0), 0);
	CHECK(bus_ram(bus, 0x10000, 0x1000));
	CHECK(!bus_ram(bus, 0x10000, 0x1001));
	CHECK(!bus_ram(bus, 0xffff, 1));
	CHECK(!bus_ram(bus, 0x11000, 1));
	CHECK(!bus_ram(bus, 0x10ff8, ~0ULL));
	CHECK(bus_write(bus, 0x10ff8, 8, 0x1122334455667788));
	CHECK(!bus_write(bus, 0x10ff9, 8, 0));
	CHECK(bus_read(bus, 0x10ffc, 4, &v));
	CHECK_EQ(v, 0x11223344);
	CHECK(!bus_read(bus, 0x10ffe, 4, &v));
	CHECK_EQ(v, 0xffffffff);
	bus_destroy(bus);
}

TEST(device_sees_offset_size_and_value)
{
	struct bus *bus = bus_create();
	u64 cell = 0x8877665544332211, v;

	CHECK_EQ(bus_add_device(bus, 0x5000, 0x100, "d", &ops, &cell), 0);
	CHECK(bus_read(bus, 0x5010, 2, &v));
	CHECK_EQ(v, 0x2211);
	CHECK_EQ(last_offset, 0x10);
	CHECK_EQ(last_size, 2);
	CHECK(bus_write(bus, 0x50f8, 8, 5));
	CHECK_EQ(last_offset, 0xf8);
	CHECK_EQ(last_value, 5);
	CHECK(!bus_write(bus, 0x50fc, 8, 5));
	bus_destroy(bus);
}

TEST(rom_ignores_bus_writes_but_not_the_loader)
{
	struct bus *bus = bus_create();
	u64 v;

	CHECK_EQ(bus_add_ram(bus, 0, 0x1000, BUS_RAM_ROM), 0);
	CHECK(bus_write(bus, 8, 8, 77));
	CHECK(bus_read(bus, 8, 8, &v));
	CHECK_EQ(v, 0);
	CHECK(bus_copy_to(bus, 8, "abcdefgh", 8));
	CHECK(bus_read(bus, 8, 1, &v));
	CHECK_EQ(v, 'a');
	CHECK_EQ(bus_ram_flags(bus, 8), BUS_RAM_ROM);
	bus_destroy(bus);
}

TEST(copy_spans_adjacent_ranges_and_nothing_else)
{
	struct bus *bus = bus_create();
	char in[16] = "fifteen letters", out[16] = "";
	u64 v;

	CHECK_EQ(bus_add_ram(bus, 0x1000, 0x1000, 0), 0);
	CHECK_EQ(bus_add_ram(bus, 0x2000, 0x1000, 0), 0);
	bus_dirty_hook = dirty;
	CHECK(bus_copy_to(bus, 0x1ff8, in, 16));
	CHECK_EQ(dirty_pa, 0x1ff8);
	CHECK_EQ(dirty_len, 16);
	CHECK(bus_copy_from(bus, 0x1ff8, out, 16));
	CHECK_STR(out, in);
	CHECK(!bus_copy_to(bus, 0x2ff8, in, 16));
	CHECK(bus_read(bus, 0x2ff8, 8, &v));
	CHECK_EQ(v, 0);
	CHECK(!bus_copy_from(bus, 0xff8, out, 16));
	bus_dirty_hook = NULL;
	bus_destroy(bus);
}
