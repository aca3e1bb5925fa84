// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's end of the console protocol as a plain program, for tests of the
 * protocol on the host: the session that init runs, on standard input and
 * output. It sets up nothing and powers nothing off.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "session.h"

int main(int argc, char **argv)
{
	struct session session = { .console = -1,
				   .kernel_log = -1,
				   .rto_ms = 300 };
	struct termios terminal;

	if (argc > 1 && !strcmp(argv[1], "--oneway") && argc >= 3) {
		session.oneway = true;
		session.command_file = argv[2];
		session.stdin_file = argc > 3 ? argv[3] : NULL;
	} else if (argc > 1) {
		fputs("usage: console-guest [--oneway COMMAND [STDIN]] <>TERMINAL\n",
		      stderr);
		return 2;
	}
	if (tcgetattr(STDIN_FILENO, &terminal) == 0) {
		cfmakeraw(&terminal);
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
	}
	session.console = STDIN_FILENO;
	return session_run(&session) < 0 ? 1 : 0;
}
