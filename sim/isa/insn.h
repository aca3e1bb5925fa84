/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One decoded instruction, and the functions that make and print it.
 *
 * Decoding knows nothing of machine state: it turns 41 bits and a unit type
 * into an operation and its operands as the assembler writes them.  Operands
 * are virtual register numbers; renaming is the engine's work.
 * SDM vol 3, chapter 4 (formats) is the source of everything in isa/.
 */
#ifndef SIM_ISA_INSN_H
#define SIM_ISA_INSN_H

#include "util/types.h"

/*
 * One OP_ per mnemonic *with the completers that change what it does*:
 * OP_ADD, OP_ADDS, OP_CMP_LT_UNC, OP_LD8_C_CLR_ACQ, OP_BR_CTOP, OP_FMA_D ...
 * Hints (.nta, .sptk, .many, .clr of branches) and the FP status field are
 * operands, not operations.  Every operation is one line of opcodes.def.
 */
enum insn_op {
	OP_ILLEGAL = 0, /* reserved or unimplemented: Illegal Operation fault */
#define INSN(id, ...) OP_##id,
#include "isa/opcodes.def"
#undef INSN
	OP_COUNT
};

/* The unit a slot is dispatched to, from the template. */
enum insn_unit {
	UNIT_NONE,
	UNIT_M,
	UNIT_I,
	UNIT_F,
	UNIT_B,
	UNIT_L,
	UNIT_X
};

struct insn {
	u16 op; /* enum insn_op */
	u8 unit; /* enum insn_unit; an MLX pair is one insn with UNIT_X */
	u8 qp; /* qualifying predicate, 0 = always */
	/*
	 * r1..r4: the fields the manual calls r1/f1/b1, r2/f2/b2, r3/f3/ar3/cr3,
	 * f4.  A named register that is not a GR keeps its number here too.
	 */
	u8 r1, r2, r3, r4;
	u8 p1, p2; /* target predicates of compares and tests; p2 of frcpa */
	u8 sf; /* FP status field 0..3 */
	u8 hint; /* completers without effect on the result, per format */
	s16 tag; /* brp, mov to b: byte displacement of the tagged branch */
	/*
	 * Immediate as the assembler writes it: sign-extended, scaled; for
	 * IP-relative branches the byte displacement from the bundle.  Which
	 * field holds what is in operands.def; the less obvious ones:
	 *   extr, dep		pos and len
	 *   shrp, tbit		pos (count, bit number)
	 *   shladd, pmpyshr2, pshl/pshr fixed, mux	imm
	 *   alloc		len = sof, pos = sol, imm = sor in registers
	 *   fsetc		imm = amask7, pos = omask7
	 *   tf			imm = feature number, 32 to 63
	 *   OP_ILLEGAL		the 41 raw bits
	 */
	s64 imm;
	u8 pos, len;
	u8 flags; /* INSN_F_* of the operation that fit in 8 bits */
};

/* Properties of an operation (column flags of opcodes.def). */
#define INSN_F_PRIV 0x01 /* Privileged Operation fault when cpl != 0 */
#define INSN_F_BRANCH 0x02 /* may change IP */
#define INSN_F_FIRST 0x04 /* must be first in its instruction group */
#define INSN_F_LAST 0x08 /* must be last in its instruction group */
#define INSN_F_MEM 0x10 /* reads or writes memory */
#define INSN_F_FP 0x20 /* reads or writes floating-point registers */
#define INSN_F_UNPRED 0x40 /* has no qualifying predicate (qp field is other) */
#define INSN_F_SYNC                                                            \
	0x80 /* may change the mode, translations or interrupt
			  * enabling: a check point of every engine */
/* The following are only in insn_op_flags(), not in insn.flags. */
#define INSN_F_LATER                                                           \
	0x100 /* of processors after the 9000 and 9100 series:
			    * reserved encoding on those before */
#define INSN_F_MODEL 0x200 /* model-specific, not in the architecture */
#define INSN_F_SLOT2 0x400 /* Illegal Operation fault outside slot 2 */

/* A 128-bit bundle as two little-endian words. */
struct bundle {
	u64 lo, hi;
};

/* The template of a bundle; SDM vol 3, table 4-1. */
struct bundle_template {
	u8 unit[3]; /* enum insn_unit */
	u8 stop[3]; /* 1: a stop follows slot n */
	bool valid; /* false: reserved encoding, Illegal Operation fault */
};

extern const struct bundle_template bundle_templates[32];

static inline unsigned int bundle_template_number(const struct bundle *b)
{
	return b->lo & 31;
}

/* The 41 raw bits of slot @slot (0..2). */
static inline u64 bundle_slot(const struct bundle *b, unsigned int slot)
{
	switch (slot) {
	case 0:
		return bits(b->lo, 5, 41);
	case 1:
		return (b->lo >> 46) | bits(b->hi, 0, 23) << 18;
	default:
		return b->hi >> 23;
	}
}

/*
 * Decode slot bits @raw for @unit.  For UNIT_X, @imm41 is the L slot.  Never
 * fails: a reserved encoding gives op = OP_ILLEGAL, with qp the predicate that
 * must be 1 for the fault, 0 where it is unconditional (SDM vol 3, 4.1).
 *
 * Legal encodings that fault for what their operands name (r1 = r0, p1 = p2,
 * a register outside the frame, a reserved application register) decode
 * normally; insn_static_fault() finds those that need no state.
 */
void insn_decode(u64 raw, enum insn_unit unit, u64 imm41, struct insn *out);

/*
 * Decode slot @slot of @b through its template.  An L slot decodes as the MLX
 * pair (op of the X slot); asking for slot 2 of an MLX bundle gives
 * OP_ILLEGAL.
 */
void insn_decode_slot(const struct bundle *b, unsigned int slot,
		      struct insn *out);

/*
 * The inverse of insn_decode: slot bits of @i for @unit, ignored bits zero;
 * @imm41 receives the L slot of an MLX pair.  Returns 0, -ERANGE if a field
 * does not fit its encoding, -EINVAL if @unit has no such operation.
 */
int insn_encode(const struct insn *i, enum insn_unit unit, u64 *raw,
		u64 *imm41);

/* Put @raw into slot @slot of @b. */
void bundle_set_slot(struct bundle *b, unsigned int slot, u64 raw);

/*
 * True if @i always faults with Illegal Operation because of its operands:
 * a target that is r0, f0 or f1, equal targets, or a field value that the
 * instruction's page forbids.  *@unconditional tells whether it does so with
 * PR[qp] = 0 as well.
 */
bool insn_static_fault(const struct insn *i, bool *unconditional);

/*
 * Print as GNU as/objdump write it, without the address of the slot, for a
 * bundle at @ip (targets print absolute).  Returns the length, as snprintf.
 */
int insn_print(const struct insn *i, u64 ip, char *buf, size_t len);

/* Mnemonic with semantic completers, "ld8.c.clr.acq"; never NULL. */
const char *insn_op_name(enum insn_op op);

/* All INSN_F_* of @op, also those above bit 7. */
unsigned int insn_op_flags(enum insn_op op);

#endif
