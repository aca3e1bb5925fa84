/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that crt0.S and the C of a guest share.
 */
#ifndef TESTS_ISA_LIB_LAYOUT_H
#define TESTS_ISA_LIB_LAYOUT_H

#define GUEST_BASE 0x4000000
#define GUEST_DEVICES 0x80100000
#define GUEST_UART 0x80120000
#define GUEST_TEST_EXIT 0x80130000
#define GUEST_INTERRUPT_BLOCK 0xfee00000

/* Region register n: id GUEST_RID + n, 16 KiB pages, walker off. */
#define GUEST_RID 0x100
#define GUEST_PS 14

/* p, a, d, ar 3, pl 3, write-back. */
#define GUEST_PTE_RWX 0x7e1
/* The same, uncacheable, ar 2, pl 0. */
#define GUEST_PTE_UC 0x471

/* bn, it, rt, dt, ic. */
#define GUEST_PSR 0x0000101008022000

/* Each CPU has this much stack and backing store. */
#define GUEST_STACK_SHIFT 16
#define GUEST_CPUS 4

#define GUEST_BREAK_RETURN 0x1fff0

#endif
