/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Double-precision polynomial over an array: ldfd, four fma.d, stfd, 12 slots
 * per iteration, all operands ordinary numbers.
 */
#include "bench.inc"

	BENCH_START
	movl	r20 = BENCH_COUNT(12 * 1024)
	mov	r8 = 3
	movl	r9 = 0x3fe5555555555555		/* 0.66 */
	;;
	setf.d	f6 = r9
	;;
	fma.d	f7 = f6, f6, f6
	;;
	fma.d	f8 = f6, f7, f6
	;;
	movl	r14 = BENCH_BUFFER
	mov	r2 = 1023
	;;
	mov.i	ar.lc = r2
	;;
3:	stfd	[r14] = f7, 8
	br.cloop.sptk 3b
	;;
1:
	movl	r14 = BENCH_BUFFER
	movl	r15 = BENCH_BUFFER + 0x10000
	mov	r2 = 1023
	;;
	mov.i	ar.lc = r2
	;;
	.align	32
2:
	{ .mfi
	ldfd	f9 = [r14], 8
	nop.f	0
	nop.i	0
	;;
	}
	{ .mfi
	adds	r16 = 1, r16
	fma.d	f10 = f9, f6, f7
	nop.i	0
	;;
	}
	{ .mfi
	nop.m	0
	fma.d	f11 = f10, f9, f8
	adds	r17 = 1, r17
	;;
	}
	{ .mfb
	stfd	[r15] = f11, 8
	fma.d	f12 = f9, f6, f8
	br.cloop.sptk 2b
	;;
	}
	adds	r20 = -1, r20
	;;
	cmp.ne	p6, p0 = 0, r20
(p6)	br.cond.sptk 1b
	;;
	BENCH_END
