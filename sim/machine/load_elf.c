// SPDX-License-Identifier: GPL-2.0
/*
 * ELF loader.  Takes statically linked little-endian ia64 executables and
 * trusts no number in the file.  Section headers are not looked at.
 * System V ABI, chapter 5 (program header); e_entry may be virtual and is
 * then translated through the segment it lies in.
 */
#include "machine/load_elf.h"

#include <elf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SEGMENTS_MAX 64

struct segment {
	u64 pa, va, offset, file_size, size;
};

struct loader {
	struct bus *bus;
	const u8 *data;
	size_t length;
	u64 reserved, reserved_end;
	struct segment segments[SEGMENTS_MAX];
	unsigned int count;
	char *error;
	size_t error_size;
};

static bool __attribute__((format(printf, 2, 3)))
fail(struct loader *l, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(l->error, l->error_size, fmt, args);
	va_end(args);
	return false;
}

static bool check_header(struct loader *l, Elf64_Ehdr *eh)
{
	if (l->length < SELFMAG || memcmp(l->data, ELFMAG, SELFMAG))
		return fail(l, "not an ELF file");
	if (l->length < sizeof(*eh))
		return fail(l, "truncated: %zu bytes, the ELF header has %zu",
			    l->length, sizeof(*eh));
	memcpy(eh, l->data, sizeof(*eh));
	if (eh->e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh->e_ident[EI_DATA] != ELFDATA2LSB)
		return fail(l, "not a 64-bit little-endian ELF file");
	if (eh->e_machine != EM_IA_64)
		return fail(l, "made for ELF machine %u, expected ia64 (%u)",
			    eh->e_machine, EM_IA_64);
	if (eh->e_type != ET_EXEC)
		return fail(l, "ELF type %u, expected an executable (%u)",
			    eh->e_type, ET_EXEC);
	if (eh->e_phentsize != sizeof(Elf64_Phdr))
		return fail(l, "program headers of %u bytes, expected %zu",
			    eh->e_phentsize, sizeof(Elf64_Phdr));
	if (eh->e_phoff > l->length ||
	    eh->e_phnum > (l->length - eh->e_phoff) / sizeof(Elf64_Phdr))
		return fail(l, "truncated: the program headers end behind "
			       "the file");
	return true;
}

static bool add_segment(struct loader *l, const Elf64_Phdr *ph, unsigned int n)
{
	u64 end = ph->p_paddr + ph->p_memsz;

	if (ph->p_filesz > ph->p_memsz)
		return fail(l, "segment %u: file size over memory size", n);
	if (ph->p_offset > l->length || ph->p_filesz > l->length - ph->p_offset)
		return fail(l, "truncated: segment %u ends behind the file", n);
	if (ph->p_memsz == 0)
		return true;
	if (end < ph->p_paddr || !bus_ram(l->bus, ph->p_paddr, ph->p_memsz) ||
	    bus_ram_flags(l->bus, ph->p_paddr) & BUS_RAM_ROM)
		return fail(l,
			    "segment %u at %#llx, %#llx bytes, is outside of "
			    "RAM",
			    n, (unsigned long long)ph->p_paddr,
			    (unsigned long long)ph->p_memsz);
	if (ph->p_paddr < l->reserved_end && end > l->reserved)
		return fail(l,
			    "segment %u at %#llx overlaps the firmware "
			    "[%#llx, %#llx)",
			    n, (unsigned long long)ph->p_paddr,
			    (unsigned long long)l->reserved,
			    (unsigned long long)l->reserved_end);
	for (unsigned int i = 0; i < l->count; i++)
		if (ph->p_paddr < l->segments[i].pa + l->segments[i].size &&
		    l->segments[i].pa < end)
			return fail(l, "segment %u overlaps another one", n);
	if (l->count == SEGMENTS_MAX)
		return fail(l, "more than %u segments", SEGMENTS_MAX);
	l->segments[l->count++] = (struct segment){
		.pa = ph->p_paddr,
		.va = ph->p_vaddr,
		.offset = ph->p_offset,
		.file_size = ph->p_filesz,
		.size = ph->p_memsz,
	};
	return true;
}

/* The physical form of @entry: as it is, or through a segment's p_vaddr. */
static bool find_entry(struct loader *l, u64 entry, u64 *pa)
{
	const struct segment *s;

	for (s = l->segments; s < l->segments + l->count; s++) {
		if (entry - s->pa < s->size) {
			*pa = entry;
			return true;
		}
	}
	for (s = l->segments; s < l->segments + l->count; s++) {
		if (entry - s->va < s->size) {
			*pa = entry - s->va + s->pa;
			return true;
		}
	}
	return fail(l, "entry point %#llx is in no segment",
		    (unsigned long long)entry);
}

static void copy_segments(struct loader *l, struct elf_image *image)
{
	const struct segment *s;
	u8 *ram;

	image->start = ~0ULL;
	image->end = 0;
	for (s = l->segments; s < l->segments + l->count; s++) {
		ram = bus_ram(l->bus, s->pa, s->size);
		memcpy(ram, l->data + s->offset, s->file_size);
		memset(ram + s->file_size, 0, s->size - s->file_size);
		if (s->pa < image->start)
			image->start = s->pa;
		if (s->pa + s->size > image->end)
			image->end = s->pa + s->size;
		if (bus_dirty_hook)
			bus_dirty_hook(s->pa, s->size);
	}
}

bool elf_load(struct bus *bus, const void *data, size_t length, u64 reserved,
	      u64 reserved_end, struct elf_image *image, char *error,
	      size_t error_size)
{
	struct loader l = { .bus = bus,
			    .data = data,
			    .length = length,
			    .reserved = reserved,
			    .reserved_end = reserved_end,
			    .error = error,
			    .error_size = error_size };
	Elf64_Ehdr eh;
	Elf64_Phdr ph;

	if (!check_header(&l, &eh))
		return false;
	for (unsigned int n = 0; n < eh.e_phnum; n++) {
		memcpy(&ph, l.data + eh.e_phoff + n * sizeof(ph), sizeof(ph));
		if (ph.p_type == PT_LOAD && !add_segment(&l, &ph, n))
			return false;
	}
	if (l.count == 0)
		return fail(&l, "no segment to load");
	if (!find_entry(&l, eh.e_entry, &image->entry))
		return false;
	copy_segments(&l, image);
	return true;
}
