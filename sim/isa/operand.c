// SPDX-License-Identifier: GPL-2.0
/*
 * The value of one operand of a decoded instruction, by the field it is kept
 * in.  Printing and encoding both go from a struct insn back to operands;
 * decode.c goes the other way.
 */
#include "isa/format.h"

s64 insn_operand(const struct insn *i, enum operand_field field)
{
	switch (field) {
	case FIELD_R1:
		return i->r1;
	case FIELD_R2:
		return i->r2;
	case FIELD_R3:
		return i->r3;
	case FIELD_R4:
		return i->r4;
	case FIELD_P1:
		return i->p1;
	case FIELD_P2:
		return i->p2;
	case FIELD_IMM:
		return i->imm;
	case FIELD_POS:
		return i->pos;
	case FIELD_LEN:
		return i->len;
	case FIELD_TAG:
		return i->tag;
	default:
		return 0;
	}
}
