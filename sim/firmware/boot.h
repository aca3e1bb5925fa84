/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hand-over from firmware to kernel; efi_boot.c.
 */
#ifndef SIM_FIRMWARE_BOOT_H
#define SIM_FIRMWARE_BOOT_H

#include "util/types.h"

struct cpu;
struct firmware;

/*
 * Place the initrd, build the memory map around it and the kernel image, write
 * the hand-over block.  0, or -ENOSPC after one line on stderr.
 */
int boot_write_parameters(struct firmware *fw, u64 image_start, u64 image_end);

/* The boot processor's registers at the kernel's physical @entry. */
void boot_enter_kernel(struct cpu *cpu, u64 entry);
/* An application processor's, in SAL's wait loop. */
void boot_enter_rendezvous(struct cpu *cpu);

#endif
