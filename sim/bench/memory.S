/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Copying 64 KiB over and over: loads and stores of 8 and 4 bytes with and
 * without post-increment, 12 slots per iteration.
 */
#include "bench.inc"

	BENCH_START
	movl	r20 = BENCH_COUNT(12 * 4096)
	;;
1:
	movl	r8 = BENCH_BUFFER
	movl	r9 = BENCH_BUFFER + 0x10000
	mov	r2 = 4095
	;;
	mov.i	ar.lc = r2
	;;
	.align	32
2:
	{ .mmi
	ld8	r14 = [r8], 8
	adds	r16 = 8, r9
	adds	r17 = 12, r9
	;;
	}
	{ .mmi
	ld4	r15 = [r8]
	st8	[r9] = r14
	adds	r18 = 4, r8
	;;
	}
	{ .mmi
	ld4	r19 = [r18]
	st4	[r16] = r15
	adds	r8 = 8, r8
	;;
	}
	{ .mib
	st4	[r17] = r19
	adds	r9 = 16, r9
	br.cloop.sptk 2b
	;;
	}
	adds	r20 = -1, r20
	;;
	cmp.ne	p6, p0 = 0, r20
(p6)	br.cond.sptk 1b
	;;
	BENCH_END
