/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of addresses: from an ELF symbol table or a System.map.
 */
#ifndef SIM_DEBUG_SYMBOLS_H
#define SIM_DEBUG_SYMBOLS_H

#include "util/types.h"

struct symbols;

struct symbol {
	u64 address;
	const char *name;
};

/* NULL with one line in @error: unreadable, or neither of the two forms. */
struct symbols *symbols_load(const char *path, char *error, size_t error_size);
void symbols_free(struct symbols *s);
/* The last symbol at or before @address, or NULL. */
const struct symbol *symbols_find(const struct symbols *s, u64 address);
size_t symbols_count(const struct symbols *s);
size_t symbols_index(const struct symbols *s, const struct symbol *sym);
const struct symbol *symbols_at(const struct symbols *s, size_t index);

#endif
