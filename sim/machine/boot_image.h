/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the loader put into RAM, for the firmware that starts it.
 */
#ifndef SIM_MACHINE_BOOT_IMAGE_H
#define SIM_MACHINE_BOOT_IMAGE_H

#include "util/types.h"

struct boot_image {
	u64 entry; /* physical; ELF e_entry translated through its segment */
	u64 kernel_start, kernel_end; /* physical extent of all segments */
	u64 initrd_start, initrd_size; /* size 0: none */
	const char *command_line; /* never NULL */
};

#endif
