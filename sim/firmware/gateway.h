/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Firmware entered by the guest: ROM stubs, arguments, results, and access to
 * the caller's memory.
 *
 * A procedure gets its arguments from the registers of the calling convention
 * (static: r28-r31; stacked and C: in0...), and addresses among them are
 * addresses of the caller's mode: virtual ones are translated, through the
 * VHPT too, and a miss is a fault which the operating system serves before the
 * stub's bundle starts the call again.  Therefore every procedure maps all its
 * buffers first and changes anything only afterwards.
 * SDM vol 2, 11.10.2 (PAL calling conventions); SAL specification, chapter 8.
 */
#ifndef SIM_FIRMWARE_GATEWAY_H
#define SIM_FIRMWARE_GATEWAY_H

#include <errno.h>

#include "cpu/fault.h"
#include "firmware/layout.h"
#include "state/cpu_state.h"

/* Physical addresses of the entries: GATEWAY_PAL_PROC and so on. */
enum gateway_entry {
#define ENTRY(name, base, offset, stub, handler)                               \
	GATEWAY_##name = (base) + (offset),
#include "firmware/entries.def"
#undef ENTRY
};

struct bus;

/*
 * Add PAL's and SAL/EFI's ROM to @bus and write stubs and boot-time vectors.
 * 0, or the error of bus_add_ram().
 */
int gateway_create_rom(struct bus *bus);

/* Host functions of entries.def; FAULT_NONE, or FAULT_RAISED to restart. */
#define ENTRY(name, base, offset, stub, handler) int handler(struct cpu *cpu);
#include "firmware/entries.def"
#undef ENTRY

/* Argument @n (from 0) of the C and stacked conventions; 0 beyond the frame. */
u64 gateway_argument(const struct cpu *cpu, unsigned int n);
/* True if one of the first @count arguments is a NaT. */
bool gateway_arguments_nat(const struct cpu *cpu, unsigned int count);

/* Results in r8-r11; always FAULT_NONE, to end a handler with. */
int gateway_return(struct cpu *cpu, u64 r8, u64 r9, u64 r10, u64 r11);

/* The CPU sleeps until an interrupt is pending; no-op when one is. */
void gateway_sleep(struct cpu *cpu);

/* A buffer of the caller, as runs of physical memory. */
#define GUEST_BUFFER_MAX 0x10000ULL
#define GUEST_RUNS_MAX (GUEST_BUFFER_MAX / 4096 + 2)

struct guest_buffer {
	u64 size;
	unsigned int run_count;
	struct {
		u64 pa, size;
	} runs[GUEST_RUNS_MAX];
};

/*
 * Translate [@address, @address + @size) of the caller.  0; FAULT_RAISED: end
 * the handler with it; -EFAULT: (part of it) is not RAM; -E2BIG: larger than
 * GUEST_BUFFER_MAX.  @size may be 0.
 */
int guest_map(struct cpu *cpu, u64 address, u64 size, bool write,
	      struct guest_buffer *buffer);
/* Copy @size bytes from or to @offset of a mapped buffer. */
void guest_read(struct cpu *cpu, const struct guest_buffer *buffer, u64 offset,
		void *to, u64 size);
void guest_write(struct cpu *cpu, const struct guest_buffer *buffer, u64 offset,
		 const void *from, u64 size);

#endif
