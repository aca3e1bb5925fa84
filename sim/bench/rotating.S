/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A software-pipelined loop: eight rotating registers, three stages, br.ctop,
 * 6 slots per iteration.
 */
#include "bench.inc"

	BENCH_START
	movl	r20 = BENCH_COUNT(6 * 4096)
	alloc	r2 = ar.pfs, 0, 8, 0, 8
	;;
1:
	movl	r8 = BENCH_BUFFER
	mov	r2 = 4095
	mov	r9 = 0
	;;
	mov.i	ar.lc = r2
	mov.i	ar.ec = 3
	mov	pr.rot = 1 << 16
	;;
	.align	32
2:
	{ .mii
(p16)	ld8	r32 = [r8], 8
(p17)	shladd	r34 = r33, 1, r9
(p18)	add	r9 = r9, r35
	}
	{ .mib
(p16)	adds	r14 = 1, r14
(p17)	xor	r15 = r15, r33
	br.ctop.sptk 2b
	;;
	}
	clrrrb
	;;
	adds	r20 = -1, r20
	;;
	cmp.ne	p6, p0 = 0, r20
(p6)	br.cond.sptk 1b
	;;
	BENCH_END
