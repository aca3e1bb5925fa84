/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stress programs for guests: each checks itself and returns NULL, or why it
 * failed. scale is at least 1 and multiplies the work.
 */
#ifndef STRESS_H
#define STRESS_H

#include <stddef.h>
#include <stdint.h>

/* Makes the text of a failure; it stays valid until the process ends. */
const char *failure(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The next number of a generator (SplitMix64) whose state is *state. */
uint64_t next_random(uint64_t *state);
void fill_random(void *data, size_t length, uint64_t seed);

/* Waits for a child; returns NULL when it exited with that status. */
const char *expect_exit(int pid, int status);

const char *stress_fork(unsigned int scale);
const char *stress_exec(unsigned int scale);
const char *stress_signals(unsigned int scale);
const char *stress_segv(unsigned int scale);
const char *stress_mmap(unsigned int scale);
const char *stress_cow(unsigned int scale);
const char *stress_shared(unsigned int scale);
const char *stress_reclaim(unsigned int scale);
const char *stress_oom(unsigned int scale);
const char *stress_mutex(unsigned int scale);
const char *stress_condition(unsigned int scale);
const char *stress_cancel(unsigned int scale);
const char *stress_pipe(unsigned int scale);
const char *stress_timers(unsigned int scale);
const char *stress_clock(unsigned int scale);
const char *stress_step(unsigned int scale);
const char *stress_fp(unsigned int scale);
const char *stress_fp_signals(unsigned int scale);
const char *stress_unaligned(unsigned int scale);
const char *stress_unaligned_sigbus(unsigned int scale);
const char *stress_code(unsigned int scale);

/* What stress_exec() starts; returns its exit status. */
int exec_child(int argc, char **argv);

#endif
