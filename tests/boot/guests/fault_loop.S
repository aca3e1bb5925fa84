/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A bare guest whose interruption vectors fault themselves: IVA points to
 * words that decode to reserved instructions, so that nothing ever retires.
 */
	.explicit
	.text
	.global _start
	.proc _start
_start:
	movl	r2 = vectors
	;;
	mov	cr.iva = r2
	;;
	srlz.i
	;;
	break.m	0
	;;
1:	br.cond.sptk	1b
	.endp _start

	.align	32768
vectors:
	.fill	4096, 8, 0
