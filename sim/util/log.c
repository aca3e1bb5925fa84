// SPDX-License-Identifier: GPL-2.0
/*
 * Messages on stderr.  No levels, no files: what a user must know is one
 * line; what a developer wants is --trace and the state dump.
 */
#include "util/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void print(const char *kind, const char *fmt, va_list args)
{
	fflush(stdout);
	fprintf(stderr, "ia64-sim: %s", kind);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
}

void log_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print("", fmt, args);
	va_end(args);
}

void log_warning(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print("warning: ", fmt, args);
	va_end(args);
}

void die(int status, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print("", fmt, args);
	va_end(args);
	exit(status);
}
