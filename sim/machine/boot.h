/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From files to a machine that is about to execute its first instruction.
 */
#ifndef SIM_MACHINE_BOOT_H
#define SIM_MACHINE_BOOT_H

#include "machine/machine.h"

/*
 * Load config.kernel and config.initrd, build the firmware, put CPU 0 at the
 * kernel's entry.  0, or an exit status after one line on stderr.
 */
int machine_boot(struct machine *m);

/*
 * A bare guest: no firmware, no other CPU; CPU 0 at the ELF's entry in the
 * state after reset, except that psr.ic and bank 1 are on and psr.mc off.
 */
int machine_boot_bare(struct machine *m);

#endif
