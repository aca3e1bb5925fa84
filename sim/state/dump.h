/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registers of a CPU as text.
 */
#ifndef SIM_STATE_DUMP_H
#define SIM_STATE_DUMP_H

#include <stdio.h>

#include "state/cpu_state.h"

/* Turns an address into " <symbol+offset>" or ""; NULL: no symbols. */
typedef const char *(*dump_symbol_fn)(void *arg, u64 address, char *buf,
				      size_t len);

void cpu_dump(const struct cpu *cpu, FILE *out, dump_symbol_fn symbol,
	      void *arg);
/* The last interruptions, oldest first. */
void cpu_dump_faults(const struct cpu *cpu, FILE *out, dump_symbol_fn symbol,
		     void *arg);
/* "be ic i dt cpl=0 ri=1 bn" and so on; returns @buf. */
const char *psr_text(u64 psr, char *buf, size_t len);

#endif
