// SPDX-License-Identifier: GPL-2.0
/*
 * Strict number parsing.  strtoull() alone would take "12abc", "-1" and "".
 */
#include "util/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool parse_prefix(const char *text, u64 *value, const char **end)
{
	char *stop;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	*value = strtoull(text, &stop, 0);
	*end = stop;
	return errno == 0 && stop != text;
}

bool parse_u64(const char *text, u64 *value)
{
	const char *end;

	return parse_prefix(text, value, &end) && *end == '\0';
}

bool parse_size(const char *text, u64 unit, u64 *bytes)
{
	static const char suffixes[] = "kmgt";
	const char *end, *found;
	u64 n;

	if (!parse_prefix(text, &n, &end))
		return false;
	if (*end != '\0') {
		found = strchr(suffixes, tolower((unsigned char)*end));
		if (!found || end[1] != '\0')
			return false;
		unit = 1024;
		while (found-- > suffixes)
			unit *= 1024;
	}
	if (__builtin_mul_overflow(n, unit, bytes))
		return false;
	return true;
}
