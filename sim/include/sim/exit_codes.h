/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exit statuses of ia64-sim.  Documentation/sim/machine.md lists them for
 * people; scripts rely on them.
 */
#ifndef SIM_EXIT_CODES_H
#define SIM_EXIT_CODES_H

enum sim_exit {
	SIM_EXIT_OFF = 0, /* the guest powered the machine off */
	SIM_EXIT_USAGE = 2, /* bad option or value */
	SIM_EXIT_IMAGE = 3, /* kernel or initrd missing, malformed, too big */
	SIM_EXIT_HOST = 4, /* the host refused memory, a file, a socket */
	SIM_EXIT_RESET = 5, /* the guest reset the machine, with --no-reboot */
	SIM_EXIT_HANG = 6, /* no progress: see --on-hang */
	SIM_EXIT_LIMIT = 7, /* --max-slots reached */
	SIM_EXIT_INTERNAL = 8, /* the simulator contradicts itself */
	SIM_EXIT_CHECK = 9, /* the checking engine reported a violation */
	SIM_EXIT_QUIT = 10, /* Ctrl-A X on the console */
	/* With --test-exit the guest chooses 0..127. */
	SIM_EXIT_SIGNAL = 128, /* plus the number: SIGINT, SIGTERM, SIGHUP */
};

#endif
