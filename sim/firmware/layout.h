/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What lies where in the firmware's 16 MiB at physical address 0.
 *
 * Every piece is a multiple of 64 KiB, so that an operating system can map it
 * with any page size.  The parts that are not listed are ordinary RAM and are
 * given to the operating system.  The order here is the order of the EFI
 * memory map (efi_boot.c).
 */
#ifndef SIM_FIRMWARE_LAYOUT_H
#define SIM_FIRMWARE_LAYOUT_H

#include "machine/memory_map.h"

/* Below 1 MiB: reserved, as on machines that keep IA-32 option ROM data here. */
#define FW_LOW_BASE 0x000000ULL
#define FW_LOW_SIZE 0x100000ULL

/* PAL code: ROM behind the gateway; the only EfiPalCode descriptor. */
#define FW_PAL_BASE 0x100000ULL
#define FW_PAL_SIZE 0x10000ULL
#define FW_IVT_OFFSET 0x8000ULL /* boot-time interruption vectors, 32 KiB */

/* SAL and EFI run-time services: ROM behind the gateway. */
#define FW_CODE_BASE 0x110000ULL
#define FW_CODE_SIZE 0x10000ULL

/* Tables the run-time services need, then a stack per CPU. */
#define FW_DATA_BASE 0x120000ULL
#define FW_DATA_SIZE 0x20000ULL
/* Min-state save areas that SAL registers with PAL: the architected part. */
#define FW_MIN_STATE_BASE 0x130000ULL
#define FW_MIN_STATE_BYTES 0x400ULL
#define FW_STACK_BASE 0x140000ULL
#define FW_STACK_BYTES 0x2000ULL /* register stack up, memory stack down */
#define FW_STACK_SIZE 0x80000ULL /* 64 CPUs */

#define FW_ACPI_BASE 0x200000ULL
#define FW_ACPI_SIZE 0x20000ULL
#define FW_NVS_BASE 0x220000ULL
#define FW_NVS_SIZE 0x10000ULL

/* What a boot loader would have allocated for the kernel. */
#define FW_BOOT_BASE 0x300000ULL
#define FW_BOOT_SIZE 0x20000ULL
#define FW_BOOT_PARAM 0x300000ULL
#define FW_BOOT_MEMMAP 0x301000ULL
#define FW_BOOT_MEMMAP_SIZE 0x3000ULL
#define FW_BOOT_COMMAND_LINE 0x304000ULL
#define FW_BOOT_COMMAND_LINE_SIZE 0x1000ULL

#endif
