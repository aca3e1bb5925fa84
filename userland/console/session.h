/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's end of the console protocol: runs one command for the host.
 */
#ifndef CONSOLE_SESSION_H
#define CONSOLE_SESSION_H

#include <stdbool.h>

/*
 * A machine that skips idle time lets seconds of the guest pass while the host
 * takes a microsecond to answer: long, and never a reason to give up.
 */
#define SESSION_RTO_MS 10000

struct session {
	int console; /* a terminal or a stream, read and written */
	int kernel_log; /* /dev/kmsg, non-blocking; -1: none */
	unsigned int rto_ms; /* 0: SESSION_RTO_MS */
	/*
	 * One way: the command stands in a file, its input in another (NULL:
	 * no input); nothing is read from the console.
	 */
	bool oneway;
	const char *command_file;
	const char *stdin_file;
};

/*
 * Reports ready, takes a command, runs it by /bin/sh -c and passes its input,
 * output and status; reaps every child while it does. Returns the status, 0
 * to 255 with 128 + N for signal N, or -1 when the console failed. It
 * waits for as long as the host takes.
 */
int session_run(const struct session *options);

#endif
