/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading numbers and sizes from the command line, strictly: the whole word
 * must be a number in range.
 */
#ifndef SIM_UTIL_OPTIONS_H
#define SIM_UTIL_OPTIONS_H

#include "util/types.h"

/* Decimal, 0x hexadecimal or 0 octal.  false: not a number, or over 64 bits. */
bool parse_u64(const char *text, u64 *value);

/*
 * A number with one of the suffixes K, M, G, T (powers of 1024, either case)
 * or, without any, in units of @unit.
 */
bool parse_size(const char *text, u64 unit, u64 *bytes);

#endif
