/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Physical address space of a machine: RAM ranges and device windows.
 *
 * RAM is host memory (mmap, populated lazily); devices are callbacks of 1 to
 * 8 bytes.  Physical bit 63 (uncacheable alias) is stripped by the caller.
 */
#ifndef SIM_BUS_BUS_H
#define SIM_BUS_BUS_H

#include "util/types.h"

struct bus;

struct bus_device_ops {
	/* @offset from the window's start; @size 1, 2, 4 or 8. */
	u64 (*read)(void *dev, u64 offset, unsigned int size);
	void (*write)(void *dev, u64 offset, unsigned int size, u64 value);
};

#define BUS_RAM_ROM 0x1u /* writes are ignored */
#define BUS_RAM_GATEWAY 0x2u /* firmware gateway: see firmware/gateway.h */

struct bus *bus_create(void);
void bus_destroy(struct bus *bus);
/* Both: 0, or -EEXIST when the range overlaps another, -ENOMEM. */
int bus_add_ram(struct bus *bus, u64 pa, u64 size, unsigned int flags);
int bus_add_device(struct bus *bus, u64 pa, u64 size, const char *name,
		   const struct bus_device_ops *ops, void *dev);

/*
 * Host address of RAM at @pa, or NULL when [pa, pa + size) is not all one RAM
 * range.  Stable for the life of the bus.
 */
u8 *bus_ram(struct bus *bus, u64 pa, u64 size);
unsigned int bus_ram_flags(struct bus *bus, u64 pa);

/*
 * Device or RAM access of 1..8 bytes, little-endian value.  false: nothing
 * answers there (the caller raises what the platform does: reads give all
 * ones and a machine check is not modelled).
 */
bool bus_read(struct bus *bus, u64 pa, unsigned int size, u64 *value);
bool bus_write(struct bus *bus, u64 pa, unsigned int size, u64 value);

/* Copy to or from RAM for loaders, firmware and DMA; false if any byte is not RAM.
 * Writes tell the engine about code pages through bus_dirty_hook. */
bool bus_copy_to(struct bus *bus, u64 pa, const void *src, u64 len);
bool bus_copy_from(struct bus *bus, u64 pa, void *dst, u64 len);

/* Set by exec/: RAM bytes [pa, pa + len) changed behind the engine's back. */
extern void (*bus_dirty_hook)(u64 pa, u64 len);

#endif
