// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel finds through the hand-over block: EFI system table, SAL
 * system table, ACPI tables, with signatures, checksums and the contents that
 * depend on the machine.
 */
#include "firmware_machine.h"

#include <sys/stat.h>
#include <unistd.h>

static u8 sum(struct machine *m, u64 pa, u64 size)
{
	u8 total = 0;

	for (u64 i = 0; i < size; i++)
		total += test_read(m, pa + i, 1);
	return total;
}

static u64 parameter(struct machine *m, unsigned int offset)
{
	return test_read(m, m->cpus[0]->gr[28] + offset, 8);
}

/* The configuration table whose GUID starts with @first. */
static u64 find_configuration(struct machine *m, u32 first)
{
	u64 systab = parameter(m, 8);
	u64 count = test_read(m, systab + 104, 8);
	u64 at = test_read(m, systab + 112, 8);

	for (u64 i = 0; i < count; i++)
		if (test_read(m, at + 24 * i, 4) == first)
			return test_read(m, at + 24 * i + 16, 8);
	FAIL("no configuration table %x", first);
}

static u64 find_acpi(struct machine *m, const char *signature)
{
	u64 rsdp = find_configuration(m, 0x8868e871);
	u64 xsdt = test_read(m, rsdp + 24, 8);
	u64 length = test_read(m, xsdt + 4, 4);

	for (u64 at = xsdt + 36; at < xsdt + length; at += 8) {
		u64 table = test_read(m, at, 8);
		char found[5] = { 0 };

		bus_copy_from(m->bus, table, found, 4);
		if (!strcmp(found, signature))
			return table;
	}
	FAIL("no table %s", signature);
}

TEST(efi_headers_have_good_crcs)
{
	struct machine *m = test_machine(1, 0);
	u64 systab = parameter(m, 8), services;
	u8 copy[120];

	CHECK_EQ(test_read(m, systab, 8), 0x5453595320494249ULL);
	bus_copy_from(m->bus, systab, copy, 120);
	memset(copy + 16, 0, 4);
	CHECK_EQ(efi_crc32(copy, 120), test_read(m, systab + 16, 4));
	services = test_read(m, systab + 88, 8);
	CHECK_EQ(test_read(m, services, 8), 0x56524553544e5552ULL);
	bus_copy_from(m->bus, services, copy, 112);
	memset(copy + 16, 0, 4);
	CHECK_EQ(efi_crc32(copy, 112), test_read(m, services + 16, 4));
	test_machine_free(m);
}

TEST(crc32_has_the_known_check_value)
{
	CHECK_EQ(efi_crc32("123456789", 9), 0xcbf43926);
}

TEST(services_point_to_function_descriptors_in_rom)
{
	struct machine *m = test_machine(1, 0);
	u64 services = test_read(m, parameter(m, 8) + 88, 8);

	for (unsigned int i = 0; i < 11; i++) {
		u64 descriptor = test_read(m, services + 24 + 8 * i, 8);
		u64 entry = test_read(m, descriptor, 8);

		CHECK_EQ(bus_ram_flags(m->bus, entry),
			 BUS_RAM_ROM | BUS_RAM_GATEWAY);
		CHECK_EQ(entry & 15, 0);
	}
	test_machine_free(m);
}

TEST(sal_table_sums_to_zero_and_has_its_descriptors)
{
	struct machine *m = test_machine(1, 0);
	u64 sal = find_configuration(m, 0xeb9d2d32), at = sal + 96;
	static const u8 sizes[] = { 48, 32, 16, 32, 16, 16 };
	u64 size = test_read(m, sal + 4, 4), seen = 0;

	CHECK_EQ(test_read(m, sal, 4), 0x5f545353);
	CHECK_EQ(sum(m, sal, size), 0);
	for (u64 n = test_read(m, sal + 10, 2); n; n--) {
		u64 type = test_read(m, at, 1);

		CHECK(type < 6);
		seen |= BIT64(type);
		if (type == 0) {
			CHECK_EQ(test_read(m, at + 8, 8), GATEWAY_PAL_PROC);
			CHECK_EQ(test_read(m, at + 16, 8), GATEWAY_SAL_PROC);
		}
		if (type == 5)
			CHECK(test_read(m, at + 8, 8) >= 0x10);
		at += sizes[type];
	}
	CHECK_EQ(at, sal + size);
	CHECK_EQ(seen, 0x2d);
	test_machine_free(m);
}

TEST(every_acpi_table_sums_to_zero)
{
	struct machine *m = test_machine(64, 32 * MAP_MIB);
	u64 rsdp = find_configuration(m, 0x8868e871);
	u64 xsdt = test_read(m, rsdp + 24, 8), fadt;
	u64 length = test_read(m, xsdt + 4, 4);

	CHECK_EQ(sum(m, rsdp, 20), 0);
	CHECK_EQ(sum(m, rsdp, 36), 0);
	CHECK_EQ(sum(m, xsdt, length), 0);
	for (u64 at = xsdt + 36; at < xsdt + length; at += 8) {
		u64 table = test_read(m, at, 8);

		CHECK(table >= FW_ACPI_BASE);
		CHECK_EQ(sum(m, table, test_read(m, table + 4, 4)), 0);
	}
	fadt = find_acpi(m, "FACP");
	CHECK_EQ(test_read(m, fadt + 8, 1), 3);
	CHECK_EQ(sum(m, test_read(m, fadt + 140, 8),
		     test_read(m, test_read(m, fadt + 140, 8) + 4, 4)),
		 0);
	CHECK_EQ(test_read(m, test_read(m, fadt + 132, 8), 4), 0x53434146);
	CHECK_EQ(sum(m, find_configuration(m, 0xf951938d), 88), 0);
	test_machine_free(m);
}

TEST(madt_lists_every_cpu_by_its_lid)
{
	struct machine *m = test_machine(64, 0);
	u64 madt = find_acpi(m, "APIC"), cpus = 0, iosapics = 0;
	u64 end = madt + test_read(m, madt + 4, 4);

	for (u64 at = madt + 44; at < end; at += test_read(m, at + 1, 1)) {
		u64 type = test_read(m, at, 1);

		if (type == 7) {
			CHECK_EQ(test_read(m, at + 3, 1) << 24 |
					 test_read(m, at + 4, 1) << 16,
				 m->cpus[cpus]->cr_lid);
			CHECK_EQ(test_read(m, at + 8, 4) & 1, 1);
			cpus++;
		} else {
			CHECK_EQ(type, 6);
			CHECK_EQ(test_read(m, at + 8, 8), MAP_IOSAPIC_BASE);
			iosapics++;
		}
	}
	CHECK_EQ(cpus, 64);
	CHECK_EQ(iosapics, 1);
	test_machine_free(m);
}

TEST(srat_covers_all_memory)
{
	struct machine *m = test_machine(3, 48 * MAP_MIB);
	u64 srat = find_acpi(m, "SRAT"), cpus = 0, bytes = 0;
	u64 end = srat + test_read(m, srat + 4, 4);

	for (u64 at = srat + 48; at < end; at += test_read(m, at + 1, 1)) {
		if (test_read(m, at, 1) == 0)
			cpus++;
		else
			bytes += test_read(m, at + 16, 8);
	}
	CHECK_EQ(cpus, 3);
	CHECK_EQ(bytes, FIRMWARE_SIZE + TEST_LOW_RAM + 48 * MAP_MIB);
	test_machine_free(m);
}

/* The disassembler of another project understands every table. */
TEST(iasl_disassembles_every_table)
{
	static const char *const names[] = { "FACP", "APIC", "SRAT",
					     "SLIT", "SPCR", "DSDT" };
	struct machine *m = test_machine(5, 0);
	char dir[] = "/tmp/firmware-tables-XXXXXX", path[128], cmd[512];
	int status = 0;

	CHECK(mkdtemp(dir));
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		bool dsdt = !strcmp(names[i], "DSDT");
		u64 table = find_acpi(m, dsdt ? "FACP" : names[i]), length;
		FILE *f;

		if (dsdt)
			table = test_read(m, table + 140, 8);
		length = test_read(m, table + 4, 4);
		snprintf(path, sizeof(path), "%s/%s.aml", dir, names[i]);
		f = fopen(path, "wb");
		CHECK(f);
		fwrite(bus_ram(m->bus, table, length), length, 1, f);
		fclose(f);
	}
	/*
	 * Back from text to binary: nothing may change behind the header (where
	 * the compiler names itself), nothing complain.
	 */
	snprintf(
		cmd, sizeof(cmd),
		"cd %s && for t in *.aml; do n=${t%%.aml}; "
		"iasl -vs -d $t >log 2>&1 && ! grep -i 'invalid\\|error:' "
		"$n.dsl && mkdir -p back && iasl -vs -p back/$n $n.dsl "
		">>log 2>&1 && case $n in DSDT) ;; *) cmp -i 36 $t back/$n.aml ;; "
		"esac || { cat log; exit 1; }; done",
		dir);
	status = system(cmd);
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	CHECK_EQ(system(cmd), 0);
	CHECK_EQ(status, 0);
	test_machine_free(m);
}
