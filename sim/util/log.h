/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One-line messages for people, on stderr, with the program's name in front.
 */
#ifndef SIM_UTIL_LOG_H
#define SIM_UTIL_LOG_H

#define __printf(f, a) __attribute__((format(printf, f, a)))

void log_error(const char *fmt, ...) __printf(1, 2);
void log_warning(const char *fmt, ...) __printf(1, 2);

/* Print the message and exit(@status). */
void die(int status, const char *fmt, ...) __printf(2, 3)
	__attribute__((noreturn));

#endif
