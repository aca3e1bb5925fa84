/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Start, interruption vectors and privileged call-outs of the bare guests.
 *
 * Every interruption is recorded in `fault` (guest.h), then control returns to
 * the caller of the function that was interrupted, at cpl 0 with GUEST_PSR:
 * code under test is a leaf that leaves b0 and ar.pfs alone.  A guest may
 * install a handler of its own for one vector through guest_hook.
 * SDM vol 2, chapters 3 to 6.
 */
#include "layout.h"

	.section .ivt, "ax"
	.align 32768
	.global guest_ivt
guest_ivt:
	.rept 20			/* 64-bundle vectors, 0 to 0x4c00 */
	.align 1024
9:	{ .mlx
	nop.m	0
	movl	r16 = 9b - guest_ivt
	}
	{ .mib
	nop.m	0
	mov	r17 = pr
	br.sptk	record
	}
	.endr
	.rept 48			/* 16-bundle vectors, 0x5000 to 0x7f00 */
	.align 256
9:	{ .mlx
	nop.m	0
	movl	r16 = 9b - guest_ivt
	}
	{ .mib
	nop.m	0
	mov	r17 = pr
	br.sptk	record
	}
	.endr

	.text
	.align 32
/* Bank 0 is ours alone: r16 vector, r17 pr. */
record:
	movl	r18 = guest_hook
	;;
	ld8	r19 = [r18], 8
	;;
	ld8	r20 = [r18]
	cmp.eq	p6, p0 = r19, r16
	;;
	cmp.ne.and p6, p0 = r20, r0
	mov	r21 = b6
	;;
(p6)	mov	b6 = r20
(p6)	br.cond.sptk.many b6		/* r17 = pr, r21 = b6 to restore */
	mov	r19 = cr.iim
	movl	r20 = GUEST_BREAK_RETURN
	movl	r22 = 0x2c00
	mov	r23 = cr.isr
	;;
	cmp.eq	p6, p0 = r19, r20
	tbit.nz	p7, p0 = r23, 39		/* ni: IIM is an old one */
	;;
	cmp.eq.and p6, p0 = r22, r16
	;;
(p7)	cmp.eq	p6, p0 = 1, r0
	;;
(p6)	br.cond.spnt return_from_run
	movl	r18 = fault
	;;
	ld8	r19 = [r18]
	;;
	adds	r19 = 1, r19
	;;
	st8	[r18] = r19, 8
	;;
	st8	[r18] = r16, 8
	mov	r19 = cr.isr
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.ifa
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.itir
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.iha
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.iip
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.iipa
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.ipsr
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.ifs
	;;
	st8	[r18] = r19, 8
	mov	r19 = cr.iim
	;;
	st8	[r18] = r19, 8
	mov	r19 = psr
	;;
	st8	[r18] = r19, 8
	movl	r19 = leave
	mov	r20 = cr.iip
	movl	r22 = run_return
	;;
	/* A trap of the snippet's own br.ret: run() has its frame back. */
	cmp.eq	p6, p0 = r20, r22
	;;
(p6)	mov	r19 = r22
	;;
	mov	cr.iip = r19
	br.sptk	to_baseline

/* The break at the end of run(): next bundle, at cpl 0. */
return_from_run:
	mov	r19 = cr.iip
	;;
	adds	r19 = 16, r19
	;;
	mov	cr.iip = r19
to_baseline:
	movl	r19 = GUEST_PSR
	;;
	mov	cr.ipsr = r19
	mov	cr.ifs = r0
	mov	pr = r17, -1
	;;
	rfi
	;;

	.align 32
leave:
	br.ret.sptk.many b0
	;;

/*
 * u64 run(code, psr, a, b, c): branch to the bundle at @code with all of @psr
 * and return what it leaves in r8.  The code sees a, b, c in r32, r33, r34
 * and returns by br.ret b0, or by an interruption.
 */
	.global run
	.proc run
run:
	alloc	loc0 = ar.pfs, 5, 4, 3, 0
	mov	loc1 = b0
	mov	loc2 = gp
	mov	loc3 = ar.unat
	mov	out0 = in2
	mov	out1 = in3
	mov	out2 = in4
	mov	r14 = in0
	mov	r15 = in1
	;;
	{ .mib
	nop.m	0
	nop.i	0
	br.call.sptk.many b0 = jump
	}
	;;
run_return:			/* PSR is still that of the code */
	tbit.z	p6, p0 = in1, 13
	;;
(p6)	ssm	psr.ic
	;;
(p6)	srlz.d
	;;
	{ .mib
	break.m	GUEST_BREAK_RETURN
	nop.i	0
	nop.b	0
	}
	;;
	mov	ar.pfs = loc0
	mov	b0 = loc1
	mov	gp = loc2
	mov	ar.unat = loc3
	br.ret.sptk.many b0
	.endp run

	.align 32
jump:
	rsm	psr.ic | psr.i
	;;
	srlz.d
	mov	cr.iip = r14
	mov	cr.ipsr = r15
	mov	cr.ifs = r0
	;;
	rfi
	;;

	.global _start
	.proc _start
_start:
	rsm	psr.ic | psr.i
	;;
	srlz.d
	movl	r2 = guest_boot_param
	;;
	st8	[r2] = r28
	movl	gp = __gp
	mov	ar.rsc = 0
	movl	r2 = guest_backing_store
	mov	r8 = cr.lid
	;;
	extr.u	r8 = r8, 24, 8		/* CPU number */
	;;
	shl	r9 = r8, GUEST_STACK_SHIFT
	;;
	add	r2 = r2, r9
	;;
	alloc	r3 = ar.pfs, 0, 0, 0, 0
	;;
	loadrs
	;;
	mov	ar.bspstore = r2
	;;
	mov	ar.rnat = r0
	mov	r4 = 0
	movl	r5 = GUEST_RID << 8 | GUEST_PS << 2
	movl	r6 = 1 << 61
	movl	r7 = 1 << 8
	;;
	mov	ar.lc = 7
	;;
1:	mov	rr[r4] = r5
	add	r4 = r4, r6
	add	r5 = r5, r7
	br.cloop.sptk 1b
	;;
	srlz.d
	movl	r2 = GUEST_BASE
	movl	r3 = 26 << 2
	movl	r4 = GUEST_BASE | GUEST_PTE_RWX
	mov	r5 = 0
	;;
	mov	cr.ifa = r2
	mov	cr.itir = r3
	;;
	itr.d	dtr[r5] = r4
	;;
	itr.i	itr[r5] = r4
	;;
	movl	r2 = GUEST_DEVICES
	movl	r3 = 20 << 2
	movl	r4 = GUEST_DEVICES | GUEST_PTE_UC
	mov	r5 = 1
	;;
	mov	cr.ifa = r2
	mov	cr.itir = r3
	;;
	itr.d	dtr[r5] = r4
	;;
	movl	r2 = GUEST_INTERRUPT_BLOCK
	movl	r3 = 22 << 2
	movl	r4 = GUEST_INTERRUPT_BLOCK & ~0x3fffff | GUEST_PTE_UC
	mov	r5 = 2
	;;
	mov	cr.ifa = r2
	mov	cr.itir = r3
	;;
	itr.d	dtr[r5] = r4
	;;
	srlz.i
	;;
	movl	r2 = guest_ivt
	movl	r3 = 15 << 2
	movl	r4 = 0x10000
	movl	r5 = 0x9804c0270033f
	;;
	mov	cr.iva = r2
	mov	cr.pta = r3
	mov	cr.dcr = r0
	mov	cr.tpr = r0
	mov	cr.itv = r4
	mov	cr.pmv = r4
	mov	cr.cmcv = r4
	mov	cr.lrr0 = r4
	mov	cr.lrr1 = r4
	mov	ar.fpsr = r5
	movl	r6 = GUEST_PSR
	movl	r7 = 1f
	;;
	mov	cr.ipsr = r6
	mov	cr.iip = r7
	mov	cr.ifs = r0
	;;
	rfi
	;;
	.align 32
1:	alloc	r2 = ar.pfs, 0, 0, 1, 0
	movl	sp = guest_stack_top - 16
	cmp.ne	p6, p7 = r0, r8
	;;
	sub	sp = sp, r9
	mov	out0 = r8
(p6)	br.call.spnt.many b0 = guest_other_main
	;;
	br.call.sptk.many b0 = guest_main
	;;
	mov	out0 = r8
	br.call.sptk.many b0 = guest_exit
	;;
	break	0
	.endp _start

	.global fault, guest_hook, guest_boot_param
	.bss
	.align 16
guest_boot_param: .skip 16
fault:	.skip	16 * 8
guest_hook: .skip 16
	.align 65536
guest_backing_store: .skip GUEST_CPUS << GUEST_STACK_SHIFT
	.skip	GUEST_CPUS << GUEST_STACK_SHIFT
guest_stack_top:
	.skip	64
