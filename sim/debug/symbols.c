// SPDX-License-Identifier: GPL-2.0
/*
 * Symbol tables.  Code symbols only: functions, and untyped ones of assembly
 * files; local labels (.L...) and section names are left out.
 */
#include "debug/symbols.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/file.h"

struct symbols {
	struct symbol *table;
	size_t count, room;
	char *names; /* what the table points into */
};

static bool add(struct symbols *s, u64 address, const char *name)
{
	struct symbol *grown;

	if (!name[0] || name[0] == '.' || name[0] == '$')
		return true;
	if (s->count == s->room) {
		s->room = s->room ? s->room * 2 : 4096;
		grown = realloc(s->table, s->room * sizeof(*grown));
		if (!grown)
			return false;
		s->table = grown;
	}
	s->table[s->count++] = (struct symbol){ address, name };
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* Ties by name, so that the answer does not depend on qsort(). */
	return strcmp(x->name, y->name);
}

static bool in_file(u64 offset, u64 size, size_t length)
{
	return offset <= length && size <= length - offset;
}

static bool load_section(struct symbols *s, const Elf64_Shdr *table,
			 const Elf64_Shdr *strings, char *data, size_t length)
{
	u64 n = table->sh_size / sizeof(Elf64_Sym);
	Elf64_Sym sym;

	if (!in_file(table->sh_offset, table->sh_size, length) ||
	    !in_file(strings->sh_offset, strings->sh_size, length) ||
	    strings->sh_size == 0 ||
	    data[strings->sh_offset + strings->sh_size - 1] != '\0')
		return false;
	for (u64 i = 0; i < n; i++) {
		int type;

		memcpy(&sym, data + table->sh_offset + i * sizeof(sym),
		       sizeof(sym));
		type = ELF64_ST_TYPE(sym.st_info);
		if ((type != STT_FUNC && type != STT_NOTYPE) ||
		    sym.st_shndx == SHN_UNDEF || sym.st_shndx == SHN_ABS ||
		    sym.st_name >= strings->sh_size)
			continue;
		if (!add(s, sym.st_value,
			 data + strings->sh_offset + sym.st_name))
			return false;
	}
	return true;
}

static bool load_elf(struct symbols *s, char *data, size_t length)
{
	Elf64_Ehdr eh;
	Elf64_Shdr *sh;
	bool ok = true;

	if (length < sizeof(eh))
		return false;
	memcpy(&eh, data, sizeof(eh));
	if (eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_ident[EI_DATA] != ELFDATA2LSB ||
	    eh.e_shentsize != sizeof(*sh) ||
	    !in_file(eh.e_shoff, (u64)eh.e_shnum * sizeof(*sh), length))
		return false;
	sh = malloc(((size_t)eh.e_shnum + 1) * sizeof(*sh));
	if (!sh)
		return false;
	memcpy(sh, data + eh.e_shoff, (size_t)eh.e_shnum * sizeof(*sh));
	for (int i = 0; ok && i < eh.e_shnum; i++)
		if (sh[i].sh_type == SHT_SYMTAB && sh[i].sh_link < eh.e_shnum)
			ok = load_section(s, &sh[i], &sh[sh[i].sh_link], data,
					  length);
	free(sh);
	return ok;
}

/* Lines "ADDRESS TYPE NAME", as nm prints. */
static bool load_map(struct symbols *s, char *data)
{
	char *line, *save, *end;
	unsigned long long address;

	for (line = strtok_r(data, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		errno = 0;
		address = strtoull(line, &end, 16);
		if (errno || end == line || end[0] != ' ' || !end[1] ||
		    end[2] != ' ')
			return false;
		if (strchr("tTwW", end[1]) && !add(s, address, end + 3))
			return false;
	}
	return true;
}

struct symbols *symbols_load(const char *path, char *error, size_t error_size)
{
	struct symbols *s = calloc(1, sizeof(*s));
	size_t length;
	bool ok;

	if (!s) {
		snprintf(error, error_size, "out of memory");
		return NULL;
	}
	s->names = file_read(path, &length, error, error_size);
	if (!s->names) {
		free(s);
		return NULL;
	}
	if (length >= SELFMAG && !memcmp(s->names, ELFMAG, SELFMAG))
		ok = load_elf(s, s->names, length);
	else
		ok = load_map(s, s->names);
	if (!ok) {
		snprintf(error, error_size,
			 "'%s' is neither a 64-bit ELF with symbols nor a "
			 "System.map",
			 path);
		symbols_free(s);
		return NULL;
	}
	qsort(s->table, s->count, sizeof(*s->table), compare);
	return s;
}

void symbols_free(struct symbols *s)
{
	if (!s)
		return;
	free(s->table);
	free(s->names);
	free(s);
}

const struct symbol *symbols_find(const struct symbols *s, u64 address)
{
	size_t low = 0, high;

	if (!s)
		return NULL;
	high = s->count;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->table[mid].address <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &s->table[low - 1] : NULL;
}

size_t symbols_count(const struct symbols *s)
{
	return s ? s->count : 0;
}

size_t symbols_index(const struct symbols *s, const struct symbol *sym)
{
	return sym - s->table;
}

const struct symbol *symbols_at(const struct symbols *s, size_t index)
{
	return &s->table[index];
}
