// SPDX-License-Identifier: GPL-2.0
/*
 * The ELF loader: what it takes, what it refuses and with which words, and
 * that a refused file leaves memory alone.
 */
#include "machine/load_elf.h"

#include <elf.h>

#include "harness.h"

#define RAM 0x1000000ULL
#define RAM_SIZE 0x100000ULL

struct file {
	Elf64_Ehdr eh;
	Elf64_Phdr ph[2];
	u8 text[64];
	u8 data[32];
};

static struct bus *bus;
static char message[256];
static struct elf_image image;

static struct file good_file(void)
{
	struct file f = { 0 };

	memcpy(f.eh.e_ident, ELFMAG, SELFMAG);
	f.eh.e_ident[EI_CLASS] = ELFCLASS64;
	f.eh.e_ident[EI_DATA] = ELFDATA2LSB;
	f.eh.e_type = ET_EXEC;
	f.eh.e_machine = EM_IA_64;
	f.eh.e_phoff = offsetof(struct file, ph);
	f.eh.e_phentsize = sizeof(Elf64_Phdr);
	f.eh.e_phnum = 2;
	f.eh.e_entry = 0xa000000000000010;
	f.ph[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
				.p_offset = offsetof(struct file, text),
				.p_vaddr = 0xa000000000000000,
				.p_paddr = RAM + 0x4000,
				.p_filesz = sizeof(f.text),
				.p_memsz = sizeof(f.text) };
	f.ph[1] = (Elf64_Phdr){ .p_type = PT_LOAD,
				.p_offset = offsetof(struct file, data),
				.p_vaddr = 0xa000000000010000,
				.p_paddr = RAM + 0x8000,
				.p_filesz = sizeof(f.data),
				.p_memsz = 0x100 };
	memset(f.text, 0x11, sizeof(f.text));
	memset(f.data, 0x22, sizeof(f.data));
	return f;
}

static bool load(const struct file *f, size_t length)
{
	return elf_load(bus, f, length, 0, RAM, &image, message,
			sizeof(message));
}

static void setup(void)
{
	bus = bus_create();
	CHECK_EQ(bus_add_ram(bus, 0, RAM, 0), 0);
	CHECK_EQ(bus_add_ram(bus, RAM, RAM_SIZE, 0), 0);
	CHECK_EQ(bus_add_ram(bus, RAM + RAM_SIZE, 0x1000, BUS_RAM_ROM), 0);
	memset(bus_ram(bus, RAM, RAM_SIZE), 0xee, RAM_SIZE);
}

static void refused(const struct file *f, size_t length, const char *words)
{
	const u8 *ram = bus_ram(bus, RAM, RAM_SIZE);

	if (load(f, length))
		FAIL("taken, expected '%s'", words);
	if (!strstr(message, words))
		FAIL("'%s', expected '%s'", message, words);
	for (u64 i = 0; i < RAM_SIZE; i++)
		if (ram[i] != 0xee)
			FAIL("memory changed at offset %#" PRIx64, i);
}

TEST(segments_go_to_their_physical_addresses)
{
	struct file f = good_file();
	u8 *ram;

	setup();
	CHECK(load(&f, sizeof(f)));
	CHECK_EQ(image.entry, RAM + 0x4010);
	CHECK_EQ(image.start, RAM + 0x4000);
	CHECK_EQ(image.end, RAM + 0x8100);
	ram = bus_ram(bus, RAM, RAM_SIZE);
	CHECK_EQ(ram[0x3fff], 0xee);
	CHECK_EQ(ram[0x4000], 0x11);
	CHECK_EQ(ram[0x403f], 0x11);
	CHECK_EQ(ram[0x4040], 0xee);
	CHECK_EQ(ram[0x801f], 0x22);
	CHECK_EQ(ram[0x8020], 0); /* bss */
	CHECK_EQ(ram[0x80ff], 0);
	CHECK_EQ(ram[0x8100], 0xee);
	bus_destroy(bus);
}

TEST(physical_entry_is_taken_as_it_is)
{
	struct file f = good_file();

	setup();
	f.eh.e_entry = RAM + 0x4020;
	CHECK(load(&f, sizeof(f)));
	CHECK_EQ(image.entry, RAM + 0x4020);
	bus_destroy(bus);
}

TEST(foreign_files_are_named)
{
	struct file f;

	setup();
	f = good_file();
	f.eh.e_ident[0] = 'M';
	refused(&f, sizeof(f), "not an ELF file");
	f = good_file();
	f.eh.e_machine = EM_X86_64;
	refused(&f, sizeof(f), "made for ELF machine 62, expected ia64 (50)");
	f = good_file();
	f.eh.e_ident[EI_CLASS] = ELFCLASS32;
	refused(&f, sizeof(f), "not a 64-bit little-endian");
	f = good_file();
	f.eh.e_ident[EI_DATA] = ELFDATA2MSB;
	refused(&f, sizeof(f), "not a 64-bit little-endian");
	f = good_file();
	f.eh.e_type = ET_DYN;
	refused(&f, sizeof(f), "expected an executable");
	bus_destroy(bus);
}

TEST(every_truncation_is_refused)
{
	struct file f = good_file();

	setup();
	refused(&f, 0, "not an ELF file");
	refused(&f, 10, "truncated");
	refused(&f, offsetof(struct file, ph) + 10, "truncated");
	for (size_t n = 4; n < sizeof(f); n++)
		refused(&f, n, "truncated");
	bus_destroy(bus);
}

TEST(segments_outside_of_ram_are_refused)
{
	struct file f;

	setup();
	f = good_file();
	f.ph[1].p_paddr = RAM + RAM_SIZE - 0x10;
	refused(&f, sizeof(f), "outside of RAM");
	f.ph[1].p_paddr = RAM + RAM_SIZE; /* ROM */
	refused(&f, sizeof(f), "outside of RAM");
	f.ph[1].p_paddr = ~0ULL - 0x10;
	refused(&f, sizeof(f), "outside of RAM");
	f.ph[1].p_paddr = 0x2000;
	refused(&f, sizeof(f), "overlaps the firmware");
	f = good_file();
	f.ph[1].p_memsz = ~0ULL;
	refused(&f, sizeof(f), "outside of RAM");
	bus_destroy(bus);
}

TEST(inconsistent_headers_are_refused)
{
	struct file f;

	setup();
	f = good_file();
	f.ph[1].p_paddr = RAM + 0x4030;
	refused(&f, sizeof(f), "overlaps another");
	f = good_file();
	f.ph[1].p_memsz = 8;
	refused(&f, sizeof(f), "file size over memory size");
	f = good_file();
	f.eh.e_entry = 0x1234;
	refused(&f, sizeof(f), "entry point 0x1234 is in no segment");
	f = good_file();
	f.ph[0].p_type = PT_NOTE;
	f.ph[1].p_type = PT_NOTE;
	refused(&f, sizeof(f), "no segment to load");
	f = good_file();
	f.eh.e_phentsize = 40;
	refused(&f, sizeof(f), "program headers of 40 bytes");
	f = good_file();
	f.eh.e_phnum = 0xffff;
	refused(&f, sizeof(f), "truncated");
	f = good_file();
	f.ph[0].p_offset = ~0ULL;
	refused(&f, sizeof(f), "truncated");
	bus_destroy(bus);
}
