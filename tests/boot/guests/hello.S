/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A bare guest: writes a line to the serial port, adds up 1..1000 and ends the
 * run with status 42 if the sum is right, else 1.  Physical mode throughout,
 * no interruption handlers.  Addresses: sim/machine/memory_map.h.
 */
	.explicit
	.text
	.global _start
	.proc _start
_start:
	movl	r2 = 0x8000000080120000		// UART, uncacheable
	;;
0:	mov	r3 = ip				// of this bundle
	;;
	adds	r3 = message - 0b, r3
	adds	r4 = 5, r2			// LSR
	;;
1:	ld1	r5 = [r3], 1
	;;
	cmp.eq	p6, p7 = 0, r5
(p6)	br.cond.spnt 3f
	;;
2:	ld1.acq	r6 = [r4]
	;;
	tbit.z	p8, p0 = r6, 5			// THRE
(p8)	br.cond.spnt 2b
	;;
	st1.rel	[r2] = r5
	br.cond.sptk 1b
	;;
3:	mov	r8 = 0
	mov	r9 = 1000
	mov	r10 = 999
	;;
	mov.i	ar.lc = r10
	;;
4:	add	r8 = r8, r9
	adds	r9 = -1, r9
	br.cloop.sptk 4b
	;;
	movl	r10 = 500500
	mov	r11 = 1
	movl	r2 = 0x8000000080130000		// test exit
	;;
	cmp.eq	p6, p7 = r8, r10
	;;
(p6)	mov	r11 = 42
	;;
	st8.rel	[r2] = r11
	;;
5:	br.cond.sptk 5b
	.endp _start

	.align	16
message:
	stringz	"hello from ia64\r\n"
