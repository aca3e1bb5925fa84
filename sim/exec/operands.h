/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What each operand field of each instruction format names: OPERANDS_format
 * gives the classes of r1, r2, r3, r4 in the order of struct insn.  Used by
 * predecode.c alone, to resolve renaming and to find targets that are illegal.
 * SDM vol 3, 4.2-4.8.
 */
#ifndef SIM_EXEC_OPERANDS_H
#define SIM_EXEC_OPERANDS_H

enum operand_class {
	N, /* nothing, or a plain number */
	G, /* general register, read */
	D, /* general register, written: not r0, inside the frame */
	U, /* base register of a post-increment: as D, and read */
	F, /* floating-point register, read */
	T, /* floating-point register, written: not f0, f1 */
};

#define OPERANDS_A1 D, G, G, N
#define OPERANDS_A1_1 D, G, G, N
#define OPERANDS_A2 D, G, G, N
#define OPERANDS_A3 D, N, G, N
#define OPERANDS_A4 D, N, G, N
#define OPERANDS_A5 D, N, G, N
#define OPERANDS_A6 N, G, G, N
#define OPERANDS_A7 N, N, G, N
#define OPERANDS_A8 N, N, G, N
#define OPERANDS_A9 D, G, G, N
#define OPERANDS_A10 D, G, G, N
#define OPERANDS_I1 D, G, G, N
#define OPERANDS_I2 D, G, G, N
#define OPERANDS_I3 D, G, N, N
#define OPERANDS_I4 D, G, N, N
#define OPERANDS_I5 D, G, G, N
#define OPERANDS_I6 D, N, G, N
#define OPERANDS_I7 D, G, G, N
#define OPERANDS_I8 D, G, N, N
#define OPERANDS_I9 D, N, G, N
#define OPERANDS_I10 D, G, G, N
#define OPERANDS_I11 D, N, G, N
#define OPERANDS_I12 D, G, N, N
#define OPERANDS_I13 D, N, N, N
#define OPERANDS_I14 D, N, G, N
#define OPERANDS_I15 D, G, G, N
#define OPERANDS_I16 N, N, G, N
#define OPERANDS_I17 N, N, G, N
#define OPERANDS_I18 N, N, N, N
#define OPERANDS_I19 N, N, N, N
#define OPERANDS_I20 N, G, N, N
#define OPERANDS_I21 N, G, N, N
#define OPERANDS_I22 D, N, N, N
#define OPERANDS_I23 N, G, N, N
#define OPERANDS_I24 N, N, N, N
#define OPERANDS_I25_IP D, N, N, N
#define OPERANDS_I25_PR D, N, N, N
#define OPERANDS_I26 N, G, N, N
#define OPERANDS_I27 N, N, N, N
#define OPERANDS_I28 D, N, N, N
#define OPERANDS_I29 D, N, G, N
#define OPERANDS_I30 N, N, N, N
#define OPERANDS_M1 D, N, G, N
#define OPERANDS_M1_16 D, N, G, N
#define OPERANDS_M2 D, G, U, N
#define OPERANDS_M3 D, N, U, N
#define OPERANDS_M4 N, G, G, N
#define OPERANDS_M4_16 N, G, G, N
#define OPERANDS_M5 N, G, U, N
#define OPERANDS_M6 T, N, G, N
#define OPERANDS_M7 T, G, U, N
#define OPERANDS_M8 T, N, U, N
#define OPERANDS_M9 N, F, G, N
#define OPERANDS_M10 N, F, U, N
#define OPERANDS_M11 T, T, G, N
#define OPERANDS_M12_8 T, T, U, N
#define OPERANDS_M12_S T, T, U, N
#define OPERANDS_M12_D T, T, U, N
#define OPERANDS_M13 N, N, G, N
#define OPERANDS_M14 N, G, U, N
#define OPERANDS_M15 N, N, U, N
#define OPERANDS_M16 D, G, G, N
#define OPERANDS_M16_XCHG D, G, G, N
#define OPERANDS_M16_16 D, G, G, N
#define OPERANDS_M17 D, N, G, N
#define OPERANDS_M18 T, G, N, N
#define OPERANDS_M19 D, F, N, N
#define OPERANDS_M20 N, G, N, N
#define OPERANDS_M21 N, F, N, N
#define OPERANDS_M22 G, N, N, N
#define OPERANDS_M23 F, N, N, N
#define OPERANDS_M24 N, N, N, N
#define OPERANDS_M25 N, N, N, N
#define OPERANDS_M26 G, N, N, N
#define OPERANDS_M27 F, N, N, N
#define OPERANDS_M28 N, N, G, N
#define OPERANDS_M29 N, G, N, N
#define OPERANDS_M30 N, N, N, N
#define OPERANDS_M31 D, N, N, N
#define OPERANDS_M32 N, G, N, N
#define OPERANDS_M33 D, N, N, N
#define OPERANDS_M34 N, N, N, N /* its target is checked with the new sof */
#define OPERANDS_M35_L N, G, N, N
#define OPERANDS_M35_UM N, G, N, N
#define OPERANDS_M36 D, N, N, N
#define OPERANDS_M36_UM D, N, N, N
#define OPERANDS_M37 N, N, N, N
#define OPERANDS_M38 D, G, G, N
#define OPERANDS_M39 D, N, G, N
#define OPERANDS_M40 N, N, G, N
#define OPERANDS_M41 N, G, N, N
#define OPERANDS_M42_RR N, G, G, N
#define OPERANDS_M42_DBR N, G, G, N
#define OPERANDS_M42_IBR N, G, G, N
#define OPERANDS_M42_PKR N, G, G, N
#define OPERANDS_M42_PMC N, G, G, N
#define OPERANDS_M42_PMD N, G, G, N
#define OPERANDS_M42_MSR N, G, G, N
#define OPERANDS_M42_DTR N, G, G, N
#define OPERANDS_M42_ITR N, G, G, N
#define OPERANDS_M43_RR D, N, G, N
#define OPERANDS_M43_DBR D, N, G, N
#define OPERANDS_M43_IBR D, N, G, N
#define OPERANDS_M43_PKR D, N, G, N
#define OPERANDS_M43_PMC D, N, G, N
#define OPERANDS_M43_PMD D, N, G, N
#define OPERANDS_M43_MSR D, N, G, N
#define OPERANDS_M43_CPUID D, N, G, N
#define OPERANDS_M43_DAHR D, N, G, N
#define OPERANDS_M44 N, N, N, N
#define OPERANDS_M45 N, G, G, N
#define OPERANDS_M46 D, N, G, N
#define OPERANDS_M47 N, N, G, N
#define OPERANDS_M48 N, N, N, N
#define OPERANDS_M48_HINT N, N, N, N
#define OPERANDS_M50 N, N, N, N
#define OPERANDS_B1 N, N, N, N
#define OPERANDS_B2 N, N, N, N
#define OPERANDS_B3 N, N, N, N
#define OPERANDS_B4 N, N, N, N
#define OPERANDS_B5 N, N, N, N
#define OPERANDS_B6 N, N, N, N
#define OPERANDS_B7 N, N, N, N
#define OPERANDS_B8 N, N, N, N
#define OPERANDS_B9 N, N, N, N
#define OPERANDS_F1 T, F, F, F
#define OPERANDS_F2 T, F, F, F
#define OPERANDS_F3 T, F, F, F
#define OPERANDS_F4 N, F, F, N
#define OPERANDS_F5 N, F, N, N
#define OPERANDS_F6 T, F, F, N
#define OPERANDS_F7 T, N, F, N
#define OPERANDS_F8 T, F, F, N
#define OPERANDS_F9 T, F, F, N
#define OPERANDS_F10 T, F, N, N
#define OPERANDS_F11 T, F, N, N
#define OPERANDS_F12 N, N, N, N
#define OPERANDS_F13 N, N, N, N
#define OPERANDS_F14 N, N, N, N
#define OPERANDS_F15 N, N, N, N
#define OPERANDS_F16 N, N, N, N
#define OPERANDS_X1 N, N, N, N
#define OPERANDS_X2 D, N, N, N
#define OPERANDS_X3 N, N, N, N
#define OPERANDS_X4 N, N, N, N
#define OPERANDS_X5 N, N, N, N

#endif
