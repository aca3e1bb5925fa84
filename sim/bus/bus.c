// SPDX-License-Identifier: GPL-2.0
/*
 * The physical address map: a sorted array of ranges, found by bisection with
 * the last hit tried first.  The engines cache RAM pages in their host TLBs, so
 * that only device accesses and misses come here.
 */
#include "bus/bus.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define BUS_RANGES_MAX 64

struct range {
	u64 pa, size;
	u8 *ram; /* NULL: a device */
	unsigned int flags;
	const char *name;
	const struct bus_device_ops *ops;
	void *dev;
};

struct bus {
	struct range ranges[BUS_RANGES_MAX];
	unsigned int count, last;
};

void (*bus_dirty_hook)(u64 pa, u64 len);

struct bus *bus_create(void)
{
	return calloc(1, sizeof(struct bus));
}

void bus_destroy(struct bus *bus)
{
	if (!bus)
		return;
	for (unsigned int i = 0; i < bus->count; i++)
		if (bus->ranges[i].ram)
			munmap(bus->ranges[i].ram, bus->ranges[i].size);
	free(bus);
}

static int bus_add(struct bus *bus, const struct range *new)
{
	unsigned int i;

	if (new->size == 0 || new->pa + new->size < new->pa)
		return -EINVAL;
	if (bus->count == BUS_RANGES_MAX)
		return -ENOMEM;
	for (i = 0; i < bus->count; i++)
		if (new->pa < bus->ranges[i].pa + bus->ranges[i].size &&
		    bus->ranges[i].pa < new->pa + new->size)
			return -EEXIST;
	for (i = bus->count; i > 0 && bus->ranges[i - 1].pa > new->pa; i--)
		bus->ranges[i] = bus->ranges[i - 1];
	bus->ranges[i] = *new;
	bus->count++;
	bus->last = 0;
	return 0;
}

int bus_add_ram(struct bus *bus, u64 pa, u64 size, unsigned int flags)
{
	struct range new = { .pa = pa, .size = size, .flags = flags };
	int err;

	/* Zero pages that cost nothing until touched, whatever the size. */
	new.ram = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (new.ram == MAP_FAILED)
		return -ENOMEM;
	err = bus_add(bus, &new);
	if (err)
		munmap(new.ram, size);
	return err;
}

int bus_add_device(struct bus *bus, u64 pa, u64 size, const char *name,
		   const struct bus_device_ops *ops, void *dev)
{
	struct range new = {
		.pa = pa, .size = size, .name = name, .ops = ops, .dev = dev
	};

	return bus_add(bus, &new);
}

static struct range *bus_find(struct bus *bus, u64 pa)
{
	struct range *r = &bus->ranges[bus->last];
	unsigned int low = 0, high = bus->count;

	if (pa - r->pa < r->size)
		return r;
	while (low < high) {
		unsigned int mid = (low + high) / 2;

		r = &bus->ranges[mid];
		if (pa < r->pa) {
			high = mid;
		} else if (pa - r->pa >= r->size) {
			low = mid + 1;
		} else {
			bus->last = mid;
			return r;
		}
	}
	return NULL;
}

/* The range that holds all of [pa, pa + size), or NULL. */
static struct range *bus_find_span(struct bus *bus, u64 pa, u64 size)
{
	struct range *r = bus_find(bus, pa);

	if (!r || size > r->size || pa - r->pa > r->size - size)
		return NULL;
	return r;
}

u8 *bus_ram(struct bus *bus, u64 pa, u64 size)
{
	struct range *r = bus_find_span(bus, pa, size);

	return r && r->ram ? r->ram + (pa - r->pa) : NULL;
}

unsigned int bus_ram_flags(struct bus *bus, u64 pa)
{
	struct range *r = bus_find(bus, pa);

	return r && r->ram ? r->flags : 0;
}

bool bus_read(struct bus *bus, u64 pa, unsigned int size, u64 *value)
{
	struct range *r = bus_find_span(bus, pa, size);

	*value = MASK64(size * 8);
	if (!r)
		return false;
	if (r->ram) {
		*value = 0;
		memcpy(value, r->ram + (pa - r->pa), size);
		return true;
	}
	*value &= r->ops->read(r->dev, pa - r->pa, size);
	return true;
}

bool bus_write(struct bus *bus, u64 pa, unsigned int size, u64 value)
{
	struct range *r = bus_find_span(bus, pa, size);

	if (!r)
		return false;
	if (!r->ram) {
		r->ops->write(r->dev, pa - r->pa, size, value);
		return true;
	}
	if (r->flags & BUS_RAM_ROM)
		return true;
	memcpy(r->ram + (pa - r->pa), &value, size);
	if (bus_dirty_hook)
		bus_dirty_hook(pa, size);
	return true;
}

/* How much of [pa, pa + len) from @pa on is RAM of one range; 0: none. */
static u64 bus_ram_run(struct bus *bus, u64 pa, u64 len, u8 **ram)
{
	struct range *r = bus_find(bus, pa);
	u64 room;

	if (!r || !r->ram)
		return 0;
	*ram = r->ram + (pa - r->pa);
	room = r->size - (pa - r->pa);
	return len < room ? len : room;
}

static bool bus_is_ram(struct bus *bus, u64 pa, u64 len)
{
	u64 done, run;
	u8 *ram = NULL;

	if (pa + len < pa)
		return false;
	for (done = 0; done < len; done += run) {
		run = bus_ram_run(bus, pa + done, len - done, &ram);
		if (run == 0)
			return false;
	}
	return true;
}

bool bus_copy_to(struct bus *bus, u64 pa, const void *src, u64 len)
{
	u64 done, run;
	u8 *ram = NULL;

	if (!bus_is_ram(bus, pa, len))
		return false;
	for (done = 0; done < len; done += run) {
		run = bus_ram_run(bus, pa + done, len - done, &ram);
		memcpy(ram, (const u8 *)src + done, run);
	}
	if (bus_dirty_hook && len)
		bus_dirty_hook(pa, len);
	return true;
}

bool bus_copy_from(struct bus *bus, u64 pa, void *dst, u64 len)
{
	u64 done, run;
	u8 *ram = NULL;

	if (!bus_is_ram(bus, pa, len))
		return false;
	for (done = 0; done < len; done += run) {
		run = bus_ram_run(bus, pa + done, len - done, &ram);
		memcpy((u8 *)dst + done, ram, run);
	}
	return true;
}
