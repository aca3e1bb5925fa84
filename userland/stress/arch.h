/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the stress programs need of the machine: arch_ia64.S.
 */
#ifndef STRESS_ARCH_H
#define STRESS_ARCH_H

#include <stdint.h>

/* f2 to f127 in the form of stf.spill (SDM vol 1, 5.1): 16 bytes each. */
#define FP_FIRST 2
#define FP_COUNT 126

struct fp_register {
	uint64_t significand;
	uint64_t sign_exponent; /* 17 bits and the sign above them */
};

/*
 * Loads f2-f127 from in, turns the loop `rotations` times with br.ctop, a
 * multiple of 96, so that f32-f127 rotate and end where they began, and
 * stores f2-f127 to out. save has room for the registers that a function
 * preserves.
 */
void fp_hold(const struct fp_register *in, struct fp_register *out,
	     long rotations, struct fp_register save[20]);

/* Loads f6-f15 and f32-f127, which a function need not preserve. */
void fp_clobber(const struct fp_register *value);

/* Eight bundles, the last of which returns; step_target_end is behind it. */
#define STEP_RESULT 27
long step_target(void);
long step_target_end(void);

/* Two functions of CODE_BYTES bytes that depend on no address. */
#define CODE_BYTES 32
long code_one(void);
long code_two(void);
/* Makes what was written to memory visible to the instruction fetch. */
void code_flush(void *code, unsigned long bytes);

/* A function's pointer leads to its descriptor: its address, and gp. */
struct code_descriptor {
	uint64_t address;
	uint64_t gp;
};

static inline uint64_t code_address(long (*function)(void))
{
	return ((struct code_descriptor *)function)->address;
}

#endif
