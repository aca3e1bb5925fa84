/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frame of a benchmark guest: bare machine, physical addressing, ends through
 * the test exit device. Addresses: sim/machine/memory_map.h.
 */
#define BENCH_SLOTS 600000000
/* Iterations of a loop of @slots that make BENCH_SLOTS in all. */
#define BENCH_COUNT(slots) (BENCH_SLOTS / (slots))
#define BENCH_BUFFER 0x3000000

#define BENCH_START							\
	.explicit;							\
	.text;								\
	.global _start;							\
	.proc _start;							\
_start:									\
	alloc	r2 = ar.pfs, 0, 0, 0, 0;				\
	rsm	psr.dfl | psr.dfh;					\
	;;								\
	srlz.d;								\
	;;

#define BENCH_END							\
	movl	r2 = 0x8000000080130000;				\
	;;								\
	st8.rel	[r2] = r0;						\
	;;								\
9:	br.cond.sptk 9b;						\
	.endp	_start
