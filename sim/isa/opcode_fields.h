/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The opcode and extension bits of each format, for the lines of opcodes.def:
 * ENC_format(extensions...) is a 41-bit slot with every operand field zero.
 * Arguments are in the order of the columns of the manual's opcode tables.
 * SDM vol 3, 4.2 to 4.7.
 */
#ifndef SIM_ISA_OPCODE_FIELDS_H
#define SIM_ISA_OPCODE_FIELDS_H

/* @v at bit @lsb of a slot. */
#define ENC_BITS(lsb, v) ((u64)(v) << (lsb))
#define ENC_OP(op) ENC_BITS(37, op)

#define ENC_A1(x4, x2b) (ENC_OP(8) | ENC_BITS(29, x4) | ENC_BITS(27, x2b))
#define ENC_A4(x2a) (ENC_OP(8) | ENC_BITS(34, x2a))
#define ENC_A5 ENC_OP(9)
#define ENC_A6(op, tb, x2, ta, c)                                              \
	(ENC_OP(op) | ENC_BITS(36, tb) | ENC_BITS(34, x2) | ENC_BITS(33, ta) | \
	 ENC_BITS(12, c))
#define ENC_A9(za, zb, x4, x2b)                                                \
	(ENC_OP(8) | ENC_BITS(34, 1) | ENC_BITS(36, za) | ENC_BITS(33, zb) |   \
	 ENC_BITS(29, x4) | ENC_BITS(27, x2b))

#define ENC_I2(za, zb, x2a, x2b, x2c)                                          \
	(ENC_OP(7) | ENC_BITS(36, za) | ENC_BITS(33, zb) | ENC_BITS(34, x2a) | \
	 ENC_BITS(28, x2b) | ENC_BITS(30, x2c))
#define ENC_I10(x2, x) (ENC_OP(5) | ENC_BITS(34, x2) | ENC_BITS(33, x))
#define ENC_I11(x2, x, y) (ENC_I10(x2, x) | ENC_BITS(13, y))
#define ENC_I12(x2, x, y) (ENC_I10(x2, x) | ENC_BITS(26, y))
#define ENC_I15 ENC_OP(4)
#define ENC_I16(tb, ta, y, c, x)                                               \
	(ENC_OP(5) | ENC_BITS(36, tb) | ENC_BITS(33, ta) | ENC_BITS(13, y) |   \
	 ENC_BITS(12, c) | ENC_BITS(19, x))
#define ENC_I19(x3, x6) (ENC_BITS(33, x3) | ENC_BITS(27, x6))
#define ENC_I18(y) (ENC_I19(0, 1) | ENC_BITS(26, y))
#define ENC_I20(x3) ENC_I19(x3, 0)
#define ENC_I21(x) (ENC_I19(7, 0) | ENC_BITS(22, x))

#define ENC_M1(x6, x) (ENC_OP(4) | ENC_BITS(30, x6) | ENC_BITS(27, x))
#define ENC_M2(x6) (ENC_M1(x6, 0) | ENC_BITS(36, 1))
#define ENC_M3(x6) (ENC_OP(5) | ENC_BITS(30, x6))
#define ENC_M6(x6, x) (ENC_OP(6) | ENC_BITS(30, x6) | ENC_BITS(27, x))
#define ENC_M7(x6) (ENC_M6(x6, 0) | ENC_BITS(36, 1))
#define ENC_M8(x6) (ENC_OP(7) | ENC_BITS(30, x6))
#define ENC_M12(x6) (ENC_M6(x6, 1) | ENC_BITS(36, 1))
#define ENC_M20(op, x3) (ENC_OP(op) | ENC_BITS(33, x3))
#define ENC_M24(x4, x2) (ENC_BITS(27, x4) | ENC_BITS(31, x2))
#define ENC_M28(x, x6) (ENC_M29(x6) | ENC_BITS(36, x))
#define ENC_M29(x6) (ENC_OP(1) | ENC_BITS(27, x6))
#define ENC_M44(x4) ENC_BITS(27, x4)
#define ENC_M48(y) (ENC_M24(1, 0) | ENC_BITS(26, y))

#define ENC_B1(op, btype) (ENC_OP(op) | ENC_BITS(6, btype))
#define ENC_B3(op) ENC_OP(op)
#define ENC_B4(x6, btype) (ENC_BITS(27, x6) | ENC_BITS(6, btype))
#define ENC_B8(op, x6) (ENC_OP(op) | ENC_BITS(27, x6))

#define ENC_F1(op, x) (ENC_OP(op) | ENC_BITS(36, x))
#define ENC_F2(x2) (ENC_F1(0xe, 1) | ENC_BITS(34, x2))
#define ENC_F4(ra, rb, ta)                                                     \
	(ENC_OP(4) | ENC_BITS(33, ra) | ENC_BITS(36, rb) | ENC_BITS(12, ta))
#define ENC_F5(ta) (ENC_OP(5) | ENC_BITS(12, ta))
#define ENC_F6(op, q) (ENC_OP(op) | ENC_BITS(33, 1) | ENC_BITS(36, q))
#define ENC_F8(op, x6) (ENC_OP(op) | ENC_BITS(27, x6))
#define ENC_F16(y) (ENC_F8(0, 1) | ENC_BITS(26, y))

#define ENC_X1(x6) ENC_BITS(27, x6)
#define ENC_X2 ENC_OP(6)
#define ENC_X5(y) (ENC_X1(1) | ENC_BITS(26, y))

#endif
