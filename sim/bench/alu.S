/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Integer ALU loop: adds, shifts, logic, two predicated instructions, 11
 * slots with one nop per iteration.
 */
#include "bench.inc"

	BENCH_START
	movl	r2 = BENCH_COUNT(11)
	mov	r8 = 1
	mov	r9 = 3
	mov	r10 = 5
	mov	r11 = 7
	;;
	mov.i	ar.lc = r2
	;;
	.align	32
1:
	{ .mii
	add	r8 = r9, r10
	shladd	r14 = r11, 2, r9
	xor	r15 = r11, r9
	;;
	}
	{ .mii
	cmp.lt	p6, p7 = r14, r15
	adds	r9 = 1, r9
	extr.u	r16 = r14, 3, 17
	;;
	}
	{ .mii
(p6)	sub	r10 = r16, r15
(p7)	and	r11 = r14, r9
	sxt4	r17 = r16
	;;
	}
	{ .mib
	adds	r18 = -3, r17
	nop.i	0
	br.cloop.sptk 1b
	;;
	}
	BENCH_END
