/* SPDX-License-Identifier: GPL-2.0 */
/*
 * EFI as seen by an operating system that has left boot services: system
 * table, run-time services, variables, memory map, and the ia64 hand-over
 * block.  Layouts are those of the UEFI specification 2.x (chapters 4, 7, 8)
 * and of the Linux/ia64 boot protocol.
 */
#ifndef SIM_FIRMWARE_EFI_H
#define SIM_FIRMWARE_EFI_H

#include "util/types.h"

/* Status codes; UEFI, appendix D. */
#define EFI_SUCCESS 0ULL
#define EFI_ERROR(code) (BIT64(63) | (code))
#define EFI_INVALID_PARAMETER EFI_ERROR(2)
#define EFI_UNSUPPORTED EFI_ERROR(3)
#define EFI_BUFFER_TOO_SMALL EFI_ERROR(5)
#define EFI_OUT_OF_RESOURCES EFI_ERROR(9)
#define EFI_WRITE_PROTECTED EFI_ERROR(8)
#define EFI_NOT_FOUND EFI_ERROR(14)

/* Memory types and attributes; UEFI, 7.2. */
enum efi_memory_type {
	EFI_RESERVED_MEMORY = 0,
	EFI_LOADER_CODE = 1,
	EFI_LOADER_DATA = 2,
	EFI_RUNTIME_CODE = 5,
	EFI_RUNTIME_DATA = 6,
	EFI_CONVENTIONAL_MEMORY = 7,
	EFI_ACPI_RECLAIM = 9,
	EFI_ACPI_NVS = 10,
	EFI_MMIO = 11,
	EFI_MMIO_PORTS = 12,
	EFI_PAL_CODE = 13,
};

#define EFI_MEMORY_UC BIT64(0)
#define EFI_MEMORY_WB BIT64(3)
#define EFI_MEMORY_RUNTIME BIT64(63)
#define EFI_PAGE_SIZE 4096ULL

struct efi_memory_descriptor {
	u32 type, pad;
	u64 pa, va, page_count, attribute;
};

#define EFI_MEMORY_DESCRIPTOR_VERSION 1
#define EFI_MEMMAP_MAX 64

struct efi_guid {
	u32 data1;
	u16 data2, data3;
	u8 data4[8];
};

struct efi_variable {
	struct efi_variable *next;
	struct efi_guid vendor;
	u32 attributes;
	u64 name_bytes; /* with the final 0 */
	u64 data_size;
	u8 *name; /* UCS-2 */
	u8 *data;
};

struct efi_state {
	struct efi_memory_descriptor memmap[EFI_MEMMAP_MAX];
	unsigned int memmap_count;
	bool virtual_mode; /* SetVirtualAddressMap has been called */
	s64 rtc_offset; /* seconds that SetTime moved the clock */
	s16 time_zone;
	u8 daylight;
	u32 monotonic_high;
	struct efi_variable *variables;
	u64 variable_bytes; /* names and data */
};

struct firmware;
struct machine;

/* efi_tables.c: system table, services table, descriptors at FW_DATA_BASE. */
void efi_write_tables(struct firmware *fw);
/* Relocate what SetVirtualAddressMap has to; @map gives pa and va. */
void efi_relocate_tables(struct firmware *fw,
			 const struct efi_memory_descriptor *map,
			 unsigned int count);
/* Physical address of the FPSWA interface, 0 without a handler. */
u64 efi_fpswa_interface(const struct firmware *fw);
/* CRC-32 of the UEFI table headers (polynomial 0xedb88320). */
u32 efi_crc32(const void *data, u64 size);

/*
 * efi_boot.c: the memory map from the machine's RAM and the spans the loader
 * used ([start, end) pairs become EfiLoaderData).  0, or -ENOSPC.
 */
struct efi_span {
	u64 start, end;
};

int efi_build_memory_map(struct firmware *fw, const struct efi_span *used,
			 unsigned int used_count);

/* efi_variables.c */
int efi_variable_set(struct firmware *fw, const char *name,
		     const struct efi_guid *vendor, u32 attributes,
		     const void *data, u64 size);
void efi_variables_free(struct firmware *fw);

#endif
