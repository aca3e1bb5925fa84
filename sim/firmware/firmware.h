/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the machine asks of its firmware: PAL, SAL, EFI and ACPI tables.
 *
 * The firmware owns the first 16 MiB of physical memory: it adds RAM, ROM and
 * the gateway pages there by itself (memory_map.h: FIRMWARE_BASE,
 * FIRMWARE_SIZE).  Everything else of the bus is the machine's.  Procedures
 * run on the host, behind machine.h's firmware_gateway().
 * SDM vol 2, chapter 11; SAL specification 3.2; UEFI 2.x, chapters 4, 7, 8.
 */
#ifndef SIM_FIRMWARE_FIRMWARE_H
#define SIM_FIRMWARE_FIRMWARE_H

#include "util/types.h"

struct machine;
struct cpu;
struct firmware;

/* Everything is copied or placed in guest memory by firmware_start(). */
struct firmware_params {
	const char *command_line; /* NULL: empty */
	const void *initrd; /* host buffer, or NULL */
	u64 initrd_size;
	/*
	 * RAM above the firmware's first 16 MiB, ascending, as the machine
	 * added it to the bus; what the EFI memory map tells.
	 */
	const struct firmware_ram {
		u64 pa, size;
	} * ram;
	unsigned int ram_count;
	bool fpswa; /* supply a floating-point software assistance handler */
	u64 rtc_start; /* seconds since 1970 at time 0; 0: the default date */
};

/*
 * Build ROM, tables and the memory map of @m (its config, bus and CPUs exist,
 * and the CPUs are reset) and set m->firmware.  0, or -EINVAL (@params do not
 * fit the machine), -ENOMEM, -EEXIST (the first 16 MiB of the bus are taken).
 */
int firmware_create(struct machine *m, const struct firmware_params *params);
void firmware_destroy(struct machine *m);

/*
 * The kernel's segments are in RAM, @entry is its physical entry point and
 * [image_start, image_end) the span they cover.  Places initrd and boot
 * parameters, completes the memory map, puts CPU 0 at the entry in the state
 * a boot loader leaves and every other CPU in the SAL rendezvous loop.
 * 0, or -ENOSPC: the initrd does not fit (one line on stderr says so).
 */
int firmware_start(struct machine *m, u64 entry, u64 image_start,
		   u64 image_end);

/*
 * Hook for the PCI host bridge, when there is one: configuration space behind
 * SAL_PCI_CONFIG_READ/WRITE.  @size 1, 2 or 4.  Without it every read gives
 * all ones and writes vanish, as on a bus without devices.
 */
struct firmware_pci_ops {
	u32 (*read)(void *host, u32 segment, u32 bdf, u32 offset,
		    unsigned int size);
	void (*write)(void *host, u32 segment, u32 bdf, u32 offset,
		      unsigned int size, u32 value);
};

void firmware_set_pci(struct machine *m, const struct firmware_pci_ops *ops,
		      void *host);

#endif
