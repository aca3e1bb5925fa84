/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which bytes were executed, and whether changed ones were made visible to
 * instruction fetch first: fc.i (or fc) of the line, sync.i on the CPU that
 * flushed, then an instruction serialisation on the CPU that executes.
 *
 * Bytes that were never executed before, or not for long, are not judged: a
 * processor's instruction cache would not hold them either.
 * SDM vol 1, 4.4.6.2 and vol 3, fc, sync.i, srlz.i.
 */
#ifndef SIM_EXEC_CODE_HISTORY_H
#define SIM_EXEC_CODE_HISTORY_H

#include "isa/insn.h"

#define CODE_LINE_SHIFT 7 /* the largest line of the machine's caches */
#define CODE_FLUSHES 65536 /* by line, hashed; powers of 2 */
#define CODE_BUNDLES 16384

/* Of a machine. */
struct code_history {
	u64 clock; /* counts events of all CPUs */
	u64 coherent; /* everything was made visible at this time */
	u64 synced[64]; /* last sync.i of each CPU */
	struct {
		u64 time;
		u32 cpu;
	} flush[CODE_FLUSHES]; /* the last of any line with this hash */
};

/* Of a CPU. */
struct code_reader {
	struct code_history *history;
	u32 cpu;
	u64 serialized; /* last srlz.i, rfi or interruption */
	struct {
		u64 pa;
		struct bundle bytes;
		u64 time;
	} executed[CODE_BUNDLES];
};

/*
 * @r executes bundle @b at @pa.  NULL, or what was missing since its bytes
 * were others.
 */
const char *code_fetch(struct code_reader *r, u64 pa, const struct bundle *b);
/* fc or fc.i of the line of @pa; sync.i; srlz.i and its like. */
void code_flush(struct code_reader *r, u64 pa);
void code_sync(struct code_reader *r);
void code_serialize(struct code_reader *r);
/* Firmware made all caches coherent. */
void code_coherent(struct code_history *h);

#endif
