// SPDX-License-Identifier: GPL-2.0
/*
 * struct insn to 41 bits: the inverse of decode.c, from the same tables.
 *
 * Ignored bits come out as zero.  For tests and tools; nothing that runs a
 * guest encodes.
 */
#include <errno.h>

#include "isa/format.h"

/* The position of @v in @table of @n entries, or -1. */
static int find(const s8 *table, int n, s64 v)
{
	while (n-- > 0)
		if (table[n] == v)
			return n;
	return -1;
}

static int operand_insert(const struct operand *o, s64 v, u64 *raw, u64 *imm41)
{
	static const s8 pmpy[] = { 0, 7, 15, 16 };
	static const s8 increment[] = { 16, 8, 4, 1, -16, -8, -4, -1 };
	unsigned int len = 0, n;
	bool is_signed = false;

	for (n = 0; n < OPERAND_PIECES; n++)
		len += o->piece[n].len;
	if (v & MASK64(o->scale))
		return -ERANGE;
	v >>= o->scale;
	switch (o->form) {
	case FORM_SIGNED_PLUS_1:
		v--;
		is_signed = true;
		break;
	case FORM_SIGNED:
		is_signed = true;
		break;
	case FORM_INVERTED:
		if (v != (s64)bits(v, 0, len))
			return -ERANGE;
		v ^= MASK64(len);
		break;
	case FORM_PLUS_1:
		v--;
		break;
	case FORM_PLUS_32:
		v -= 32;
		break;
	case FORM_COUNT_1_3:
		if (v > 3)
			return -ERANGE;
		v--;
		break;
	case FORM_COUNT_PMPY:
		v = find(pmpy, ARRAY_SIZE(pmpy), v);
		break;
	case FORM_INCREMENT:
		v = find(increment, ARRAY_SIZE(increment), v);
		break;
	case FORM_IMM62:
		if (v != (s64)bits(v, 0, 62))
			return -ERANGE;
		*imm41 = bits(v, 21, 41);
		v = bits(v, 0, 21);
		break;
	case FORM_IMM64:
		*imm41 = bits(v, 22, 41);
		v = bits(v, 0, 22) | bits(v, 63, 1) << 22;
		break;
	case FORM_TARGET60:
		*imm41 = bits(v, 20, 39) << 2;
		v = bits(v, 0, 20) | bits(v, 59, 1) << 20;
		break;
	default:
		break;
	}
	if (is_signed ? v != sext(v, len) : v != (s64)bits(v, 0, len))
		return -ERANGE;
	for (n = 0; n < OPERAND_PIECES; n++) {
		*raw |= bits(v, 0, o->piece[n].len) << o->piece[n].lsb;
		v >>= o->piece[n].len;
	}
	return 0;
}

int insn_encode(const struct insn *i, enum insn_unit unit, u64 *raw, u64 *imm41)
{
	const struct opcode *o = &insn_opcodes[i->op];
	const struct format *f = &insn_formats[o->format];
	const struct hint *h = &insn_hints[f->hint];
	unsigned int hint = f->hint == HINT_SF ? i->sf : i->hint;
	int n, err;

	if (i->op == OP_ILLEGAL || i->op >= OP_COUNT)
		return -EINVAL;
	if (f->unit != unit &&
	    !(f->unit == UNIT_A && (unit == UNIT_M || unit == UNIT_I)))
		return -EINVAL;
	*raw = o->match;
	*imm41 = 0;
	if (!(o->flags & INSN_F_UNPRED))
		*raw |= i->qp & 63;
	for (n = 0; f->operand[n]; n++) {
		err = operand_insert(f->operand[n],
				     insn_operand(i, f->operand[n]->field), raw,
				     imm41);
		if (err)
			return err;
	}
	for (n = 0; n < HINT_PIECES; n++) {
		*raw |= bits(hint, 0, h->piece[n].len) << h->piece[n].lsb;
		hint >>= h->piece[n].len;
	}
	return hint ? -ERANGE : 0;
}
