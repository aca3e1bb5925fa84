// SPDX-License-Identifier: GPL-2.0
/*
 * Instantiates operands.def, formats.def, opcodes.def and aliases.def.
 *
 * An operation's mask is computed once at program start from what its format
 * leaves over, so that no line of the tables can contradict another.
 */
#include "isa/format.h"
#include "isa/opcode_fields.h"

enum operand_id {
#define OPERAND(name, ...) name,
#include "isa/operands.def"
#undef OPERAND
};

static const struct operand operands[] = {
#define OPERAND(name, fld, frm, scl, prt, txt, ...)                            \
	[name] = { .field = FIELD_##fld,                                       \
		   .form = FORM_##frm,                                         \
		   .scale = scl,                                               \
		   .print = PRINT_##prt,                                       \
		   .text = txt,                                                \
		   .piece = { __VA_ARGS__ } },
#include "isa/operands.def"
#undef OPERAND
};

/* The addresses of up to FORMAT_OPERANDS operands, for an initialiser. */
#define LIST_0()
#define LIST_1(a) &operands[a]
#define LIST_2(a, ...) &operands[a], LIST_1(__VA_ARGS__)
#define LIST_3(a, ...) &operands[a], LIST_2(__VA_ARGS__)
#define LIST_4(a, ...) &operands[a], LIST_3(__VA_ARGS__)
#define LIST_5(a, ...) &operands[a], LIST_4(__VA_ARGS__)
#define LIST_N(_0, _1, _2, _3, _4, _5, n, ...) LIST_##n
#define LIST(...) LIST_N(_, ##__VA_ARGS__, 5, 4, 3, 2, 1, 0)(__VA_ARGS__)

const struct format insn_formats[FMT_COUNT] = {
#define FORMAT(nm, un, hn, ign, out, ...)                                      \
	[FMT_##nm] = { .name = #nm,                                            \
		       .unit = UNIT_##un,                                      \
		       .hint = HINT_##hn,                                      \
		       .outputs = out,                                         \
		       .operand = { LIST(__VA_ARGS__) },                       \
		       .ignored = ign },
#include "isa/formats.def"
#undef FORMAT
};

/* Flag names as opcodes.def writes them. */
#define PRIV INSN_F_PRIV
#define BRANCH INSN_F_BRANCH
#define FIRST INSN_F_FIRST
#define LAST INSN_F_LAST
#define MEM INSN_F_MEM
#define FP INSN_F_FP
#define UNPRED INSN_F_UNPRED
#define SYNC INSN_F_SYNC
#define LATER INSN_F_LATER
#define MODEL INSN_F_MODEL
#define SLOT2 INSN_F_SLOT2

struct opcode insn_opcodes[OP_COUNT] = {
	[OP_ILLEGAL] = { .name = "data8" },
#define INSN(id, nm, fmt, enc, flg)                                            \
	[OP_##id] = {                                                          \
		.name = nm, .match = enc, .flags = flg, .format = FMT_##fmt    \
	},
#include "isa/opcodes.def"
#undef INSN
};

const struct hint insn_hints[HINT_KINDS] = {
	[HINT_SF] = { { { 34, 2 } } },
	[HINT_LD] = { { { 28, 2 }, { 19, 1 } } },
	[HINT_LD_INC] = { { { 28, 2 } } },
	[HINT_ST] = { { { 28, 2 }, { 12, 1 } } },
	[HINT_ST_INC] = { { { 28, 2 } } },
	[HINT_LFETCH] = { { { 28, 2 }, { 12, 1 } } },
	[HINT_MOV_BR] = { { { 20, 2 }, { 23, 1 } } },
	[HINT_BR] = { { { 33, 2 }, { 12, 1 }, { 35, 1 } } },
	[HINT_BR_CALL_B] = { { { 32, 3 }, { 12, 1 }, { 35, 1 } } },
	[HINT_BRP_IP] = { { { 3, 2 }, { 35, 1 } } },
	[HINT_BRP] = { { { 3, 2 }, { 35, 1 } } },
};

/*
 * A condition is an expression of the table, so the search is code: one test
 * after the other, which is fast enough for text.
 */
bool insn_alias(const struct insn *i, struct alias *out)
{
#define ALIAS(id, cond, nm, outs, ...)                                         \
	if (i->op == OP_##id && (cond)) {                                      \
		*out = (struct alias){ .name = nm,                             \
				       .outputs = outs,                        \
				       .operand = { LIST(__VA_ARGS__) } };     \
		return true;                                                   \
	}
#include "isa/aliases.def"
#undef ALIAS
	return false;
}

u64 operand_bits(const struct operand *o)
{
	u64 bits = 0;
	int n;

	for (n = 0; n < OPERAND_PIECES && o->piece[n].len; n++)
		bits |= MASK64(o->piece[n].len) << o->piece[n].lsb;
	return bits;
}

__attribute__((constructor(65534))) static void opcodes_init(void)
{
	int op, n;

	for (op = OP_ILLEGAL + 1; op < OP_COUNT; op++) {
		struct opcode *o = &insn_opcodes[op];
		const struct format *f = &insn_formats[o->format];
		const struct hint *h = &insn_hints[f->hint];
		u64 free = f->ignored;

		if (!(o->flags & INSN_F_UNPRED))
			free |= MASK64(6);
		for (n = 0; f->operand[n]; n++)
			free |= operand_bits(f->operand[n]);
		for (n = 0; n < HINT_PIECES; n++)
			free |= MASK64(h->piece[n].len) << h->piece[n].lsb;
		o->mask = MASK64(41) & ~free;
	}
}

const char *insn_op_name(enum insn_op op)
{
	return op < OP_COUNT ? insn_opcodes[op].name : "data8";
}

unsigned int insn_op_flags(enum insn_op op)
{
	return op < OP_COUNT ? insn_opcodes[op].flags : 0;
}
