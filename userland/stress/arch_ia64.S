/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine-dependent parts of the stress programs; contracts in arch.h.
 * Register conventions: Itanium Software Conventions and Runtime Guide, 5-8.
 */
	.altmacro
	.text

/* Each access advances the pointer by 16, so that each is a group. */
	.macro fill_range from, to
	ldf.fill f\from = [r14], 16
	;;
	.if \to - \from
	fill_range %(\from + 1), \to
	.endif
	.endm

	.macro spill_range from, to
	stf.spill [r14] = f\from, 16
	;;
	.if \to - \from
	spill_range %(\from + 1), \to
	.endif
	.endm

/* in0 in, in1 out, in2 rotations, in3 save */
	.global fp_hold
	.proc fp_hold
	.align 32
fp_hold:
	.prologue
	.save ar.pfs, r36
	alloc loc0 = ar.pfs, 4, 3, 0, 0
	.save ar.lc, r37
	mov loc1 = ar.lc
	.save pr, r38
	mov loc2 = pr
	mov r14 = in3
	;;
	.body
	spill_range 2, 5
	spill_range 16, 31
	mov r14 = in0
	;;
	fill_range 2, 63
	fill_range 64, 127
	mov ar.lc = in2
	mov ar.ec = r0
	;;
	/* lc turns of one rotation each; p16 and above rotate as well */
1:	nop.m 0
	nop.f 0
	br.ctop.sptk.many 1b
	;;
	mov r14 = in1
	;;
	spill_range 2, 63
	spill_range 64, 127
	mov r14 = in3
	;;
	fill_range 2, 5
	fill_range 16, 31
	clrrrb
	;;
	mov pr = loc2, -1
	mov ar.lc = loc1
	mov ar.pfs = loc0
	br.ret.sptk.many b0
	.endp fp_hold

	.macro clobber_range from, to
	ldf.fill f\from = [r32]
	.if \to - \from
	clobber_range %(\from + 1), \to
	.endif
	.endm

/* in0 value */
	.global fp_clobber
	.proc fp_clobber
	.align 32
fp_clobber:
	.prologue
	.body
	clobber_range 6, 15
	clobber_range 32, 79
	clobber_range 80, 127
	br.ret.sptk.many b0
	.endp fp_clobber

	.global step_target
	.proc step_target
	.align 32
step_target:
	.prologue
	.body
	{ .mii
	mov r8 = 0
	nop.i 0
	nop.i 0
	;;
	}
	.rept 3
	{ .mii
	adds r8 = 4, r8
	nop.i 1
	nop.i 2
	;;
	}
	{ .mfi
	adds r8 = 5, r8
	nop.f 0
	nop.i 0
	;;
	}
	.endr
	{ .mib
	nop.m 0
	nop.i 0
	br.ret.sptk.many b0
	;;
	}
	.endp step_target
/* Never called: its address is what counts. */
	.global step_target_end
	.proc step_target_end
step_target_end:
	.prologue
	.body
	br.ret.sptk.many b0
	;;
	.endp step_target_end

	.macro code name, value
	.global name
	.proc name
	.align 32
name:
	.prologue
	.body
	{ .mlx
	nop.m 0
	movl r8 = value
	;;
	}
	{ .mib
	nop.m 0
	nop.i 0
	br.ret.sptk.many b0
	;;
	}
	.endp name
	.endm

	code code_one, 0x1111111111111111
	code code_two, 0x2222222222222222

/* in0 address, in1 bytes (SDM vol 2, 2.5: self-modifying code) */
	.global code_flush
	.proc code_flush
	.align 32
code_flush:
	.prologue
	.body
	add r15 = in0, in1
	mov r14 = in0
	;;
1:	fc.i r14
	add r14 = 32, r14
	;;
	cmp.ltu p6, p0 = r14, r15
(p6)	br.cond.sptk.many 1b
	;;
	sync.i
	;;
	srlz.i
	;;
	br.ret.sptk.many b0
	.endp code_flush

	.section .note.GNU-stack, "", @progbits
