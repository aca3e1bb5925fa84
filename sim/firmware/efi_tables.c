// SPDX-License-Identifier: GPL-2.0
/*
 * EFI system table, run-time services table and configuration tables in guest
 * memory, and their relocation for SetVirtualAddressMap.
 *
 * The tables are those an operating system sees after ExitBootServices: no
 * consoles, no boot services.  On ia64 a service pointer names a function
 * descriptor (entry, gp), which is relocated as well.  UEFI, 4.3 to 4.6.
 */
#include <stddef.h>
#include <string.h>

#include "firmware/firmware_state.h"
#include "firmware/gateway.h"

/* Offsets from FW_DATA_BASE. */
#define DATA_SYSTEM_TABLE 0x0000
#define DATA_SERVICES 0x0100
#define DATA_FUNCTIONS 0x0200
#define DATA_FPSWA_FUNCTION 0x02f0
#define DATA_VENDOR 0x0300
#define DATA_CONFIGURATION 0x0400
#define DATA_SAL 0x0800
#define DATA_FPSWA 0x0c00
#define DATA_HCDP 0x1000

/* EFI 1.10: what Itanium machines came with. */
#define EFI_REVISION (1u << 16 | 10)
#define SYSTEM_TABLE_SIGNATURE 0x5453595320494249ULL /* "IBI SYST" */
#define SERVICES_SIGNATURE 0x56524553544e5552ULL /* "RUNTSERV" */

struct table_header {
	u64 signature;
	u32 revision, size, crc32, reserved;
};

struct system_table {
	struct table_header header;
	u64 vendor;
	u32 vendor_revision, pad;
	u64 console_in_handle, console_in, console_out_handle, console_out,
		error_handle, error_out;
	u64 runtime_services, boot_services;
	u64 configuration_count, configuration;
};

/* In the order of the services table. */
static const u64 services[] = {
	GATEWAY_EFI_GET_TIME,
	GATEWAY_EFI_SET_TIME,
	GATEWAY_EFI_GET_WAKEUP_TIME,
	GATEWAY_EFI_SET_WAKEUP_TIME,
	GATEWAY_EFI_SET_VIRTUAL_ADDRESS_MAP,
	GATEWAY_EFI_CONVERT_POINTER,
	GATEWAY_EFI_GET_VARIABLE,
	GATEWAY_EFI_GET_NEXT_VARIABLE_NAME,
	GATEWAY_EFI_SET_VARIABLE,
	GATEWAY_EFI_GET_NEXT_HIGH_MONOTONIC_COUNT,
	GATEWAY_EFI_RESET_SYSTEM,
};

#define SERVICE_COUNT ARRAY_SIZE(services)

struct services_table {
	struct table_header header;
	u64 function[SERVICE_COUNT];
};

struct function_descriptor {
	u64 entry, gp;
};

/* What the FPSWA driver's protocol points to. */
struct fpswa_interface {
	u32 revision, reserved;
	u64 function;
};

#define FPSWA_REVISION (1u << 16 | 18)

struct configuration_entry {
	struct efi_guid guid;
	u64 table;
};

_Static_assert(sizeof(struct system_table) == 120, "UEFI 4.3");
_Static_assert(sizeof(struct services_table) == 112, "EFI 1.10, 4.5");
_Static_assert(sizeof(struct configuration_entry) == 24, "UEFI 4.6");

static const struct efi_guid guid_acpi20 = { 0x8868e871,
					     0xe4f1,
					     0x11d3,
					     { 0xbc, 0x22, 0x00, 0x80, 0xc7,
					       0x3c, 0x88, 0x81 } };
static const struct efi_guid guid_sal = { 0xeb9d2d32,
					  0x2d88,
					  0x11d3,
					  { 0x9a, 0x16, 0x00, 0x90, 0x27, 0x3f,
					    0xc1, 0x4d } };
static const struct efi_guid guid_hcdp = { 0xf951938d,
					   0x620b,
					   0x42ef,
					   { 0x82, 0x79, 0xa8, 0x4b, 0x79, 0x61,
					     0x78, 0x98 } };

u32 efi_crc32(const void *data, u64 size)
{
	const u8 *p = data;
	u32 crc = ~0u;

	while (size--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void seal(struct table_header *header)
{
	header->crc32 = 0;
	header->crc32 = efi_crc32(header, header->size);
}

static void put(struct firmware *fw, u64 offset, const void *data, u64 size)
{
	bus_copy_to(fw->machine->bus, FW_DATA_BASE + offset, data, size);
}

/* Identity before SetVirtualAddressMap; else the new address of @pa. */
static u64 relocate(const struct efi_memory_descriptor *map, unsigned int count,
		    u64 pa)
{
	for (unsigned int i = 0; i < count; i++)
		if ((map[i].attribute & EFI_MEMORY_RUNTIME) &&
		    pa - map[i].pa < map[i].page_count * EFI_PAGE_SIZE)
			return pa - map[i].pa + map[i].va;
	return pa;
}

void efi_relocate_tables(struct firmware *fw,
			 const struct efi_memory_descriptor *map,
			 unsigned int count)
{
	struct bus *bus = fw->machine->bus;
	struct function_descriptor functions[SERVICE_COUNT];
	struct services_table st = {
		.header = { .signature = SERVICES_SIGNATURE,
			    .revision = EFI_REVISION,
			    .size = sizeof(st) },
	};
	struct fpswa_interface fpswa = { .revision = FPSWA_REVISION };
	struct function_descriptor fpswa_function;
	struct system_table systab;

	for (unsigned int i = 0; i < SERVICE_COUNT; i++) {
		u64 pa = FW_DATA_BASE + DATA_FUNCTIONS + 16 * i;

		st.function[i] = relocate(map, count, pa);
		functions[i].entry = relocate(map, count, services[i]);
		functions[i].gp = relocate(map, count, FW_DATA_BASE);
	}
	fpswa.function =
		relocate(map, count, FW_DATA_BASE + DATA_FPSWA_FUNCTION);
	fpswa_function.entry = relocate(map, count, GATEWAY_FPSWA);
	fpswa_function.gp = relocate(map, count, FW_DATA_BASE);
	put(fw, DATA_FPSWA, &fpswa, sizeof(fpswa));
	put(fw, DATA_FPSWA_FUNCTION, &fpswa_function, sizeof(fpswa_function));
	seal(&st.header);
	put(fw, DATA_FUNCTIONS, functions, sizeof(functions));
	put(fw, DATA_SERVICES, &st, sizeof(st));

	bus_copy_from(bus, FW_DATA_BASE + DATA_SYSTEM_TABLE, &systab,
		      sizeof(systab));
	systab.vendor = relocate(map, count, FW_DATA_BASE + DATA_VENDOR);
	systab.runtime_services =
		relocate(map, count, FW_DATA_BASE + DATA_SERVICES);
	systab.configuration =
		relocate(map, count, FW_DATA_BASE + DATA_CONFIGURATION);
	seal(&systab.header);
	put(fw, DATA_SYSTEM_TABLE, &systab, sizeof(systab));
}

u64 efi_fpswa_interface(const struct firmware *fw)
{
	return fw->fpswa ? FW_DATA_BASE + DATA_FPSWA : 0;
}

void efi_write_tables(struct firmware *fw)
{
	static const char vendor[] = "ia64-sim";
	struct configuration_entry configuration[] = {
		{ guid_acpi20, acpi_write_tables(fw) },
		{ guid_sal, FW_DATA_BASE + DATA_SAL },
		{ guid_hcdp, FW_DATA_BASE + DATA_HCDP },
	};
	struct system_table systab = {
		.header = { .signature = SYSTEM_TABLE_SIGNATURE,
			    .revision = EFI_REVISION,
			    .size = sizeof(systab) },
		.vendor_revision = 0x00010000,
		.configuration_count = ARRAY_SIZE(configuration),
	};
	u16 vendor_ucs2[sizeof(vendor)];

	for (unsigned int i = 0; i < sizeof(vendor); i++)
		vendor_ucs2[i] = vendor[i];
	sal_write_system_table(fw->machine, FW_DATA_BASE + DATA_SAL);
	hcdp_write_table(fw->machine, FW_DATA_BASE + DATA_HCDP);
	put(fw, DATA_VENDOR, vendor_ucs2, sizeof(vendor_ucs2));
	put(fw, DATA_CONFIGURATION, configuration, sizeof(configuration));
	put(fw, DATA_SYSTEM_TABLE, &systab, sizeof(systab));
	efi_relocate_tables(fw, NULL, 0);
}
