// SPDX-License-Identifier: GPL-2.0
/*
 * The EFI memory map keeps the rules kernels rely on, for many shapes of RAM,
 * kernel and initrd.
 */
#include "firmware_machine.h"

#include "firmware/boot.h"

#define GRANULE (16 * MAP_MIB)

static u64 end_of(const struct efi_memory_descriptor *md)
{
	return md->pa + md->page_count * EFI_PAGE_SIZE;
}

static u64 bytes_of(const struct firmware *fw, u32 type)
{
	u64 bytes = 0;

	for (unsigned int i = 0; i < fw->efi.memmap_count; i++)
		if (fw->efi.memmap[i].type == type)
			bytes += fw->efi.memmap[i].page_count * EFI_PAGE_SIZE;
	return bytes;
}

static void check_rules(const struct firmware *fw)
{
	unsigned int pal = 0, ports = 0;

	for (unsigned int i = 0; i < fw->efi.memmap_count; i++) {
		const struct efi_memory_descriptor *md = &fw->efi.memmap[i];

		CHECK(md->page_count > 0);
		CHECK_EQ(md->pa % EFI_PAGE_SIZE, 0);
		CHECK_EQ(md->va, 0);
		if (i)
			CHECK(end_of(md - 1) <= md->pa);
		if (md->type == EFI_PAL_CODE) {
			pal++;
			CHECK_EQ(md->pa / GRANULE, (end_of(md) - 1) / GRANULE);
			CHECK(GATEWAY_PAL_PROC >= md->pa &&
			      GATEWAY_PAL_PROC < end_of(md));
		}
		if (md->type == EFI_MMIO_PORTS) {
			ports++;
			CHECK(md->attribute & EFI_MEMORY_UC);
		}
		if (md->type == EFI_MMIO || md->type == EFI_MMIO_PORTS)
			CHECK(!(md->attribute & EFI_MEMORY_WB));
		else
			CHECK(md->attribute & EFI_MEMORY_WB);
	}
	CHECK_EQ(pal, 1);
	CHECK_EQ(ports, 1);
}

TEST(rules_hold_for_random_shapes)
{
	struct machine *m = test_machine(1, 0);
	struct firmware *fw = m->firmware;

	for (unsigned int n = 0; n < 20000; n++) {
		u64 low = (1 + test_random() % 512) * 0x400000ULL, ram;
		u64 high = test_random() % 4 * 0x12345000ULL;
		struct efi_span used[2];
		u64 start, size;

		if (low > MAP_LOW_RAM_MAX - FIRMWARE_SIZE)
			low = MAP_LOW_RAM_MAX - FIRMWARE_SIZE;
		fw->ram[0] = (struct firmware_ram){ MAP_LOW_RAM_BASE, low };
		fw->ram[1] = (struct firmware_ram){ MAP_HIGH_RAM_BASE, high };
		fw->ram_count = high ? 2 : 1;
		ram = FIRMWARE_SIZE + low + high;
		/* Two spans, in either order, not overlapping. */
		start = MAP_LOW_RAM_BASE + test_random() % (low / 2);
		size = test_random() % (low / 4) + 1;
		used[n & 1] = (struct efi_span){ start, start + size };
		start += size + 0x1000;
		size = test_random() % (low / 8) + 1;
		used[~n & 1] = (struct efi_span){ start, start + size };
		CHECK_EQ(efi_build_memory_map(fw, used, 2), 0);
		check_rules(fw);
		/* All RAM is somewhere, exactly once. */
		CHECK_EQ(bytes_of(fw, EFI_CONVENTIONAL_MEMORY) +
				 bytes_of(fw, EFI_LOADER_DATA) +
				 bytes_of(fw, EFI_RESERVED_MEMORY) +
				 bytes_of(fw, EFI_PAL_CODE) +
				 bytes_of(fw, EFI_RUNTIME_CODE) +
				 bytes_of(fw, EFI_RUNTIME_DATA) +
				 bytes_of(fw, EFI_ACPI_RECLAIM) +
				 bytes_of(fw, EFI_ACPI_NVS),
			 ram);
	}
	test_machine_free(m);
}

TEST(kernel_and_initrd_are_loader_data)
{
	struct machine *m = test_machine(1, 0);
	struct firmware *fw = m->firmware;
	static const char initrd[100000] = "0707";
	unsigned int found = 0;
	u64 at, param;

	fw->initrd = initrd;
	fw->initrd_size = sizeof(initrd);
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900123), 0);
	param = FW_BOOT_PARAM;
	at = test_read(m, param + 64, 8);
	CHECK_EQ(test_read(m, param + 72, 8), sizeof(initrd));
	CHECK_EQ(test_read(m, at, 4), 0x37303730);
	CHECK(at >= 0x1900123);
	for (unsigned int i = 0; i < fw->efi.memmap_count; i++) {
		const struct efi_memory_descriptor *md = &fw->efi.memmap[i];

		if (md->type != EFI_LOADER_DATA)
			continue;
		found += md->pa <= 0x1800000 && end_of(md) >= 0x1900123;
		found += md->pa <= at && end_of(md) >= at + sizeof(initrd);
	}
	CHECK_EQ(found, 2);
	CHECK_EQ(test_read(m, param + 24, 8),
		 fw->efi.memmap_count * sizeof(fw->efi.memmap[0]));
	CHECK_EQ(test_read(m, param + 32, 8), 0x28);
	test_machine_free(m);
}

TEST(initrd_that_does_not_fit_is_refused)
{
	struct machine *m = test_machine(1, 0);
	struct firmware *fw = m->firmware;
	char *initrd = calloc(1, TEST_LOW_RAM);

	fw->initrd = initrd;
	fw->initrd_size = TEST_LOW_RAM;
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900000), -ENOSPC);
	/* Nor may it lie over a kernel in the middle of the only RAM. */
	fw->initrd_size = TEST_LOW_RAM / 2;
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900000), -ENOSPC);
	free(initrd);
	test_machine_free(m);
}

TEST(initrd_goes_to_high_memory_when_low_is_full)
{
	struct machine *m = test_machine(1, 32 * MAP_MIB);
	struct firmware *fw = m->firmware;
	char *initrd = calloc(1, 12 * MAP_MIB);

	fw->initrd = initrd;
	fw->initrd_size = 12 * MAP_MIB;
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900000), 0);
	CHECK_EQ(test_read(m, FW_BOOT_PARAM + 64, 8), MAP_HIGH_RAM_BASE);
	free(initrd);
	test_machine_free(m);
}

TEST(too_long_a_command_line_is_refused)
{
	struct machine *m = test_machine(1, 0);
	struct firmware *fw = m->firmware;

	free(fw->command_line);
	fw->command_line = malloc(FW_BOOT_COMMAND_LINE_SIZE + 1);
	memset(fw->command_line, 'x', FW_BOOT_COMMAND_LINE_SIZE);
	fw->command_line[FW_BOOT_COMMAND_LINE_SIZE] = 0;
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900000), -ENOSPC);
	fw->command_line[FW_BOOT_COMMAND_LINE_SIZE - 1] = 0;
	CHECK_EQ(boot_write_parameters(fw, 0x1800000, 0x1900000), 0);
	test_machine_free(m);
}

TEST(ram_that_overlaps_the_firmware_is_refused)
{
	struct firmware_ram ram = { FIRMWARE_SIZE - 0x1000, 0x10000000 };
	struct firmware_params params = { .ram = &ram, .ram_count = 1 };
	struct machine m = { .config.cpu_count = 1 };

	CHECK_EQ(firmware_create(&m, &params), -EINVAL);
	CHECK(!m.firmware);
}
