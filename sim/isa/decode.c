// SPDX-License-Identifier: GPL-2.0
/*
 * 41 bits and a unit to struct insn.
 *
 * For every unit and major opcode a small tree, built at program start from
 * the table, tests windows of extension bits until at most a few operations
 * are left; their masks decide.  Knows nothing of machine state: whether an
 * operand is legal at run time is the engine's question.
 * SDM vol 3, 4.1.
 */
#include <stdlib.h>
#include <string.h>

#include "isa/format.h"

#define MAJORS 16
#define UNITS 5
#define WINDOW_MAX 6 /* bits one node tests */
#define NODES_MAX 4096
#define LEAVES_MAX 8192

/*
 * A node: width 0 means that leaf[first .. first + count) are the candidates,
 * else node[first + window of the slot] is next.
 */
struct node {
	u8 shift, width;
	u16 count;
	u32 first;
};

static struct node node[NODES_MAX];
static u16 leaf[LEAVES_MAX];
static u32 nodes_used, leaves_used;
static struct node *roots; /* [unit][major] */

/* Index in roots[] of unit @unit, -1 if it decodes nothing. */
static int unit_index(enum insn_unit unit)
{
	switch (unit) {
	case UNIT_M:
		return 0;
	case UNIT_I:
		return 1;
	case UNIT_F:
		return 2;
	case UNIT_B:
		return 3;
	case UNIT_X:
		return 4;
	default:
		return -1;
	}
}

/*
 * The window of at most WINDOW_MAX bits with most bits that every candidate
 * fixes and not all fix alike; returns how many such bits it has.
 */
static int best_window(const u16 *cand, unsigned int n, struct node *out)
{
	u64 common = MASK64(37) & ~MASK64(6), vary = 0;
	unsigned int c, lsb;
	int best = 0;

	for (c = 0; c < n; c++) {
		common &= insn_opcodes[cand[c]].mask;
		vary |= insn_opcodes[cand[c]].match ^
			insn_opcodes[cand[0]].match;
	}
	vary &= common;
	for (lsb = 6; lsb < 37; lsb++) {
		int got = __builtin_popcountll(bits(vary, lsb, WINDOW_MAX));

		if (!(vary & BIT64(lsb)) || got <= best)
			continue;
		best = got;
		out->shift = lsb;
		out->width = 64 - __builtin_clzll(bits(vary, lsb, WINDOW_MAX));
	}
	return best;
}

static void build(struct node *at, const u16 *cand, unsigned int n)
{
	u16 sub[OP_COUNT];
	unsigned int value, c, m;

	if (n <= 1 || !best_window(cand, n, at)) {
		at->width = 0;
		at->first = leaves_used;
		at->count = n;
		if (leaves_used + n > LEAVES_MAX)
			abort();
		memcpy(&leaf[leaves_used], cand, n * sizeof(*cand));
		leaves_used += n;
		return;
	}
	at->first = nodes_used;
	nodes_used += 1u << at->width;
	if (nodes_used > NODES_MAX)
		abort();
	for (value = 0; value < 1u << at->width; value++) {
		for (c = 0, m = 0; c < n; c++) {
			const struct opcode *o = &insn_opcodes[cand[c]];
			u64 mask = bits(o->mask, at->shift, at->width);

			if ((bits(o->match, at->shift, at->width) & mask) ==
			    (value & mask))
				sub[m++] = cand[c];
		}
		build(&node[at->first + value], sub, m);
	}
}

/* Needs the masks of insn_opcodes: opcodes_init() has the lower number. */
__attribute__((constructor(65535))) static void decode_init(void)
{
	static const u8 unit[UNITS] = { UNIT_M, UNIT_I, UNIT_F, UNIT_B,
					UNIT_X };
	u16 cand[OP_COUNT];
	unsigned int u, major, n;
	int op;

	roots = node;
	nodes_used = UNITS * MAJORS;
	for (u = 0; u < UNITS; u++) {
		for (major = 0; major < MAJORS; major++) {
			for (op = OP_ILLEGAL + 1, n = 0; op < OP_COUNT; op++) {
				const struct opcode *o = &insn_opcodes[op];
				u8 of = insn_formats[o->format].unit;

				if (of != unit[u] && !(of == UNIT_A && u <= 1))
					continue;
				if (o->match >> 37 == major)
					cand[n++] = op;
			}
			build(&roots[u * MAJORS + major], cand, n);
		}
	}
}

/* The value of operand @o in @raw; false if this encoding of it is reserved. */
static bool operand_extract(const struct operand *o, u64 raw, u64 imm41,
			    s64 *out)
{
	unsigned int shift = 0, n;
	u64 v = 0;

	for (n = 0; n < OPERAND_PIECES && o->piece[n].len; n++) {
		v |= bits(raw, o->piece[n].lsb, o->piece[n].len) << shift;
		shift += o->piece[n].len;
	}
	switch (o->form) {
	case FORM_SIGNED:
		v = sext(v, shift);
		break;
	case FORM_SIGNED_PLUS_1:
		v = sext(v, shift) + 1;
		break;
	case FORM_INVERTED:
		v ^= MASK64(shift);
		break;
	case FORM_PLUS_1:
		v++;
		break;
	case FORM_PLUS_32:
		v += 32;
		break;
	case FORM_COUNT_1_3:
		if (v == 3)
			return false;
		v++;
		break;
	case FORM_COUNT_PMPY:
		v = (const u8[]){ 0, 7, 15, 16 }[v];
		break;
	case FORM_INCREMENT:
		*out = (const s8[]){ 16, 8, 4, 1, -16, -8, -4, -1 }[v];
		return true;
	case FORM_IMM62:
		v |= imm41 << 21;
		break;
	case FORM_IMM64:
		v = bits(v, 0, 22) | imm41 << 22 | bits(v, 22, 1) << 63;
		break;
	case FORM_TARGET60:
		v = bits(v, 0, 20) | bits(imm41, 2, 39) << 20 |
		    bits(v, 20, 1) << 59;
		break;
	default:
		break;
	}
	*out = v << o->scale;
	return true;
}

static void operand_store(struct insn *i, enum operand_field field, s64 v)
{
	switch (field) {
	case FIELD_NONE:
		break;
	case FIELD_R1:
		i->r1 = v;
		break;
	case FIELD_R2:
		i->r2 = v;
		break;
	case FIELD_R3:
		i->r3 = v;
		break;
	case FIELD_R4:
		i->r4 = v;
		break;
	case FIELD_P1:
		i->p1 = v;
		break;
	case FIELD_P2:
		i->p2 = v;
		break;
	case FIELD_IMM:
		i->imm = v;
		break;
	case FIELD_POS:
		i->pos = v;
		break;
	case FIELD_LEN:
		i->len = v;
		break;
	case FIELD_TAG:
		i->tag = v;
		break;
	}
}

/* The operation that @raw encodes, NULL if it is reserved. */
static const struct opcode *lookup(u64 raw, enum insn_unit unit)
{
	const struct opcode *o;
	const struct node *at;
	unsigned int c;
	int u = unit_index(unit);

	if (u < 0)
		return NULL;
	at = &roots[u * MAJORS + (raw >> 37)];
	while (at->width)
		at = &node[at->first + bits(raw, at->shift, at->width)];
	for (c = 0; c < at->count; c++) {
		o = &insn_opcodes[leaf[at->first + c]];
		if ((raw & o->mask) == o->match)
			return o;
	}
	return NULL;
}

/*
 * The predicate that decides whether the reserved encoding @raw faults.
 * Unused opcodes and extensions do so only if PR[qp] is 1 and are nops
 * otherwise (SDM vol 3, 4.1: "reserved if PR[qp] is 1").  A slot that no unit
 * executes, and an operation that cannot be predicated but names a predicate
 * (SDM vol 3, alloc), fault always.
 *
 * GAP: the manual marks a few unused B-unit encodings as always reserved, or
 * as ignored, by the colour of table cells (vol 3, tables 4-3, 4-48 and 4-54);
 * all of them are taken as reserved if PR[qp] is 1 here
 * (isa_decode_test, reserved_encodings_are_illegal).
 */
static u8 reserved_qp(u64 raw, enum insn_unit unit)
{
	const struct opcode *o = lookup(raw & ~MASK64(6), unit);

	if (unit == UNIT_NONE || (o && o->flags & INSN_F_UNPRED))
		return 0;
	return bits(raw, 0, 6);
}

static void decode_illegal(u64 raw, enum insn_unit unit, struct insn *out)
{
	*out = (struct insn){
		.op = OP_ILLEGAL,
		.unit = unit,
		.qp = reserved_qp(raw, unit),
		.imm = raw,
	};
}

void insn_decode(u64 raw, enum insn_unit unit, u64 imm41, struct insn *out)
{
	const struct format *f;
	const struct hint *h;
	const struct opcode *o;
	unsigned int n, shift, hint;
	s64 v;

	raw &= MASK64(41);
	o = lookup(raw, unit);
	if (!o)
		goto illegal;
	f = &insn_formats[o->format];
	memset(out, 0, sizeof(*out));
	out->op = o - insn_opcodes;
	out->unit = unit;
	out->flags = o->flags;
	if (!(o->flags & INSN_F_UNPRED))
		out->qp = bits(raw, 0, 6);
	for (n = 0; f->operand[n]; n++) {
		if (!operand_extract(f->operand[n], raw, imm41, &v))
			goto illegal;
		operand_store(out, f->operand[n]->field, v);
	}
	h = &insn_hints[f->hint];
	for (n = 0, shift = 0, hint = 0; n < HINT_PIECES; n++) {
		hint |= bits(raw, h->piece[n].lsb, h->piece[n].len) << shift;
		shift += h->piece[n].len;
	}
	if (f->hint == HINT_SF)
		out->sf = hint;
	else
		out->hint = hint;
	return;
illegal:
	decode_illegal(raw, unit, out);
}

void insn_decode_slot(const struct bundle *b, unsigned int slot,
		      struct insn *out)
{
	const struct bundle_template *t =
		&bundle_templates[bundle_template_number(b)];
	u64 raw = bundle_slot(b, slot);

	if (!t->valid) {
		decode_illegal(raw, UNIT_NONE, out);
	} else if (t->unit[slot] == UNIT_L) {
		insn_decode(bundle_slot(b, 2), UNIT_X, raw, out);
	} else if (t->unit[slot] == UNIT_X) {
		decode_illegal(raw, UNIT_NONE, out);
	} else {
		insn_decode(raw, t->unit[slot], 0, out);
		/* This fault comes before the predicate is looked at. */
		if (slot != 2 && insn_op_flags(out->op) & INSN_F_SLOT2)
			decode_illegal(raw, UNIT_NONE, out);
	}
}
