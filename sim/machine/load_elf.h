/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loading an ia64 ELF executable into guest memory.
 */
#ifndef SIM_MACHINE_LOAD_ELF_H
#define SIM_MACHINE_LOAD_ELF_H

#include "bus/bus.h"

struct elf_image {
	u64 entry; /* physical */
	u64 start, end; /* physical span of all segments */
};

/*
 * Check the file image [@data, @data + @length) completely, then copy its
 * PT_LOAD segments to their physical addresses (p_paddr) and clear what
 * p_memsz adds.  Every byte must be RAM outside [@reserved, @reserved_end).
 * false: one line in @error, and no guest memory has changed.
 */
bool elf_load(struct bus *bus, const void *data, size_t length, u64 reserved,
	      u64 reserved_end, struct elf_image *image, char *error,
	      size_t error_size);

#endif
