// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzz target: the ELF loader and the symbol table reader.  Input is the
 * file; whatever it holds, no memory outside of RAM may be touched and
 * nothing may change when the loader refuses.
 * FUZZ: bus util
 */
#include "machine/load_elf.c"

#include "debug/symbols.c"

#define RAM 0x1000000ULL
#define RAM_SIZE 0x2000ULL

static struct bus *bus;

/* A seed that the mutator would not find: make the input look like ia64. */
static void repair(u8 *data, size_t size)
{
	Elf64_Ehdr eh;
	Elf64_Phdr ph;

	if (size < sizeof(eh) + sizeof(ph) || data[0] & 1)
		return;
	memcpy(&eh, data, sizeof(eh));
	memcpy(eh.e_ident, ELFMAG, SELFMAG);
	eh.e_ident[EI_CLASS] = ELFCLASS64;
	eh.e_ident[EI_DATA] = ELFDATA2LSB;
	eh.e_type = ET_EXEC;
	eh.e_machine = EM_IA_64;
	eh.e_phentsize = sizeof(ph);
	eh.e_shentsize = sizeof(Elf64_Shdr);
	if (data[0] & 2)
		eh.e_phoff = sizeof(eh);
	memcpy(data, &eh, sizeof(eh));
	if (!(data[5] & 4))
		return;
	memcpy(&ph, data + sizeof(eh), sizeof(ph));
	ph.p_type = PT_LOAD;
	ph.p_paddr = RAM + (ph.p_paddr & 0x3fff);
	ph.p_offset &= 0xfff;
	ph.p_filesz &= 0xfff;
	ph.p_memsz &= 0x3fff;
	memcpy(data + sizeof(eh), &ph, sizeof(ph));
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t size)
{
	struct symbols s = { 0 };
	struct elf_image image;
	char error[256] = "";
	u8 *data, *ram;

	if (!bus) {
		bus = bus_create();
		if (!bus || bus_add_ram(bus, RAM, RAM_SIZE, 0))
			abort();
	}
	data = malloc(size + 1);
	if (!data)
		return 0;
	memcpy(data, input, size);
	data[size] = '\0';
	repair(data, size);
	ram = bus_ram(bus, RAM, RAM_SIZE);
	memset(ram, 0xee, RAM_SIZE);
	if (elf_load(bus, data, size, 0, RAM, &image, error, sizeof(error))) {
		if (image.start < RAM || image.end > RAM + RAM_SIZE ||
		    image.entry < image.start || image.entry >= image.end)
			abort();
	} else {
		if (!error[0] || strchr(error, '\n'))
			abort();
		for (u64 i = 0; i < RAM_SIZE; i++)
			if (ram[i] != 0xee)
				abort();
	}
	if (load_elf(&s, (char *)data, size) && s.count)
		qsort(s.table, s.count, sizeof(*s.table), compare);
	free(s.table);
	memset(&s, 0, sizeof(s));
	memcpy(data, input, size);
	load_map(&s, (char *)data);
	free(s.table);
	free(data);
	return 0;
}
