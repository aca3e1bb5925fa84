/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where things are in the simulated machine's physical address space.
 *
 * Used by machine/ (which builds the bus), firmware/ (which describes it to
 * the guest) and the loader.  Nothing else may rely on these numbers: guests
 * find all of it through EFI, SAL and ACPI.
 */
#ifndef SIM_MACHINE_MEMORY_MAP_H
#define SIM_MACHINE_MEMORY_MAP_H

#define MAP_MIB 0x100000ULL
#define MAP_GIB 0x40000000ULL

/*
 * The first 16 MiB belong to the firmware, which adds its own RAM, ROM and
 * gateway pages there: an operating system with 16 MiB granules would trim
 * most of it away in any case.  Above: RAM to the low end (2 GiB at most), and
 * what is left over from 4 GiB up.
 */
#define FIRMWARE_BASE 0ULL
#define FIRMWARE_SIZE (16 * MAP_MIB)
#define MAP_LOW_RAM_BASE (FIRMWARE_BASE + FIRMWARE_SIZE)
#define MAP_LOW_RAM_MAX (2 * MAP_GIB)
#define MAP_HIGH_RAM_BASE (4 * MAP_GIB)

/* Devices in the hole below 4 GiB. */
#define MAP_IOSAPIC_BASE 0x80110000ULL
#define MAP_IOSAPIC_SIZE 0x1000ULL
#define MAP_UART_BASE 0x80120000ULL
#define MAP_UART_SIZE 0x1000ULL
/* Only with --test-exit: an 8-byte store stops the machine with its value. */
#define MAP_TEST_EXIT_BASE 0x80130000ULL
#define MAP_TEST_EXIT_SIZE 0x1000ULL
/* Left for a PCI host bridge: 0xc1000000-0xd0ffffff. */
#define MAP_PCI_MMIO_BASE 0xc1000000ULL
#define MAP_PCI_MMIO_SIZE 0x10000000ULL

/* Processor interrupt block; SDM vol 2, 5.8.4. */
#define MAP_IPI_BASE 0xfee00000ULL
#define MAP_IPI_SIZE 0x200000ULL

/* I/O port space, sparse: port p at (p >> 2 << 12) | (p & 0xfff). */
#define MAP_IO_PORT_BASE 0x800010000000ULL
#define MAP_IO_PORT_SIZE (64 * MAP_MIB)

/* I/O ports. */
#define MAP_PORT_PM1_EVENT 0x2000 /* 4 bytes: status, enable */
#define MAP_PORT_PM1_CONTROL 0x2004 /* 2 bytes */
#define MAP_PORT_PM_TIMER 0x2008 /* 4 bytes, 3.579545 MHz, 32 bits */
#define MAP_PORT_RESET 0x200c /* 1 byte; MAP_RESET_VALUE resets */
#define MAP_RESET_VALUE 0x01
#define MAP_S5_SLEEP_TYPE 5 /* SLP_TYP that powers off */

/* Global system interrupts = IOSAPIC pins. */
#define MAP_IOSAPIC_PINS 24
#define MAP_GSI_UART 4 /* edge, active high */
#define MAP_GSI_SCI 9 /* level, active low */

#endif
