/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whole files in memory.
 */
#ifndef SIM_UTIL_FILE_H
#define SIM_UTIL_FILE_H

#include "util/types.h"

/*
 * All of @path, with a NUL behind it that *@length does not count; free() it.
 * NULL: one line in @error.
 */
void *file_read(const char *path, size_t *length, char *error,
		size_t error_size);

#endif
