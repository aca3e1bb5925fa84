/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tables behind decode, encode and disasm: operands, formats, operations.
 *
 * Private to isa/ and its tests.  The content is in the .def files; nothing
 * here knows of single instructions.
 */
#ifndef SIM_ISA_FORMAT_H
#define SIM_ISA_FORMAT_H

#include "isa/insn.h"

/* The member of struct insn an operand lives in. */
enum operand_field {
	FIELD_NONE,
	FIELD_R1,
	FIELD_R2,
	FIELD_R3,
	FIELD_R4,
	FIELD_P1,
	FIELD_P2,
	FIELD_IMM,
	FIELD_POS,
	FIELD_LEN,
	FIELD_TAG,
};

/* How the pieces of an operand make its value; SDM vol 3, table 4-74. */
enum operand_form {
	FORM_CONST, /* no pieces */
	FORM_UNSIGNED,
	FORM_SIGNED,
	FORM_SIGNED_PLUS_1,
	FORM_INVERTED, /* one's complement */
	FORM_PLUS_1,
	FORM_PLUS_32,
	FORM_COUNT_1_3, /* plus 1; the encoding of 4 is reserved */
	FORM_COUNT_PMPY, /* 0, 7, 15, 16 */
	FORM_INCREMENT, /* 16, 8, 4, 1 and their negatives */
	FORM_IMM62, /* bits 21 and up are the L slot */
	FORM_IMM64, /* bits 22 to 62 are the L slot */
	FORM_TARGET60, /* bits 20 to 58 are bits 2 and up of the L slot */
};

enum operand_print {
	PRINT_TEXT,
	PRINT_REG,
	PRINT_AR,
	PRINT_CR,
	PRINT_INDIRECT,
	PRINT_DECIMAL,
	PRINT_HEX,
	PRINT_ADDRESS,
	PRINT_MBTYPE,
	PRINT_HINT_M,
};

#define OPERAND_PIECES 5

struct operand {
	u8 field, form, scale, print;
	const char *text;
	struct {
		u8 lsb, len;
	} piece[OPERAND_PIECES]; /* least significant first; len 0 ends */
};

/* Completers printed after the mnemonic, and where their bits are. */
enum hint_kind {
	HINT_NONE,
	HINT_SF, /* .s0 to .s3, in insn.sf */
	HINT_LD,
	HINT_LD_INC,
	HINT_ST,
	HINT_ST_INC,
	HINT_LFETCH,
	HINT_MOV_BR,
	HINT_BR,
	HINT_BR_CALL_B,
	HINT_BRP_IP,
	HINT_BRP,
	HINT_KINDS
};

#define HINT_PIECES 3

struct hint {
	struct {
		u8 lsb, len;
	} piece[HINT_PIECES];
};

#define FORMAT_OPERANDS 5

enum format_id {
#define FORMAT(name, ...) FMT_##name,
#include "isa/formats.def"
#undef FORMAT
	FMT_COUNT
};

/* Format of type A: dispatched to an M or an I unit. */
#define UNIT_A 7

struct format {
	const char *name;
	u8 unit; /* enum insn_unit or UNIT_A */
	u8 hint; /* enum hint_kind */
	u8 outputs;
	const struct operand *operand[FORMAT_OPERANDS + 1]; /* NULL ends */
	u64 ignored; /* bits hardware does not look at */
};

/* How objdump prints an operation under a condition. */
struct alias {
	const char *name;
	u8 outputs;
	const struct operand *operand[FORMAT_OPERANDS + 1];
};

/* The first line of aliases.def that holds for @i; false: none does. */
bool insn_alias(const struct insn *i, struct alias *out);

struct opcode {
	const char *name;
	u64 match; /* value of the bits of mask */
	u64 mask; /* bits that are neither operand, hint, predicate nor ignored */
	u16 flags; /* INSN_F_* */
	u8 format; /* enum format_id */
};

extern const struct hint insn_hints[HINT_KINDS];
extern const struct format insn_formats[FMT_COUNT];
extern struct opcode insn_opcodes[OP_COUNT]; /* masks computed at start */

/* The completer text of hint value @value, NULL if the value is reserved. */
const char *insn_hint_name(enum hint_kind kind, unsigned int value);

/* Bits of a slot that @o covers. */
u64 operand_bits(const struct operand *o);

/* The value of @i in @field as the assembler writes it; 0 for FIELD_NONE. */
s64 insn_operand(const struct insn *i, enum operand_field field);

#endif
