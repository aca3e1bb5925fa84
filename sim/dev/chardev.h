/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The host's end of a serial line: a terminal, file, socket or descriptor,
 * and scripted input that arrives at given simulated times.
 */
#ifndef SIM_DEV_CHARDEV_H
#define SIM_DEV_CHARDEV_H

#include "util/types.h"

struct chardev;

/*
 * @spec: stdio | null | file:PATH (output only) | unix:PATH (listens there,
 * waits for one peer) | fd:N (an open descriptor, both ways).  On failure
 * returns NULL with one line in @error.
 */
struct chardev *chardev_open(const char *spec, char *error, size_t error_size);
void chardev_close(struct chardev *c);

/*
 * Input from @path instead of the host: lines "MILLISECONDS TEXT", ascending,
 * where TEXT may hold \n \r \t \\ \xHH.  @now and @hz give simulated time.
 */
bool chardev_script(struct chardev *c, const char *path, char *error,
		    size_t error_size);
void chardev_set_clock(struct chardev *c, u64 (*now)(void *arg), void *arg,
		       u64 hz);

/* One character to the host; buffered until a flush or a full buffer. */
void chardev_write(struct chardev *c, u8 value);
void chardev_flush(struct chardev *c);

/* Is a character there?  Looks at the host without waiting. */
bool chardev_has_input(struct chardev *c);
/* Take one; *@is_break: a break condition instead.  false: none there. */
bool chardev_read(struct chardev *c, u8 *value, bool *is_break);
/* Could the host still send something, at a time nobody knows? */
bool chardev_expects_input(const struct chardev *c);
/* Time of the next scripted character, or ~0. */
u64 chardev_next_time(const struct chardev *c);
/* Sleep until the host has input, at most @ms milliseconds (-1: for ever). */
void chardev_wait(struct chardev *c, int ms);

/* Keys typed behind Ctrl-A on a terminal. */
enum chardev_key {
	CHARDEV_KEY_NONE,
	CHARDEV_KEY_QUIT,
	CHARDEV_KEY_DUMP,
	CHARDEV_KEY_INIT
};
enum chardev_key chardev_take_key(struct chardev *c);

#endif
