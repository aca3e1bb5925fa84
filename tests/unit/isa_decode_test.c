// SPDX-License-Identifier: GPL-2.0
/*
 * The decoder's tables: no encoding means two things, decoding inverts
 * encoding, and hand-assembled instructions come out field by field.
 *
 * Expected values are typed in from SDM vol 3, chapter 4, not computed.
 */
#include <errno.h>

#include "harness.h"
#include "isa/format.h"

/* Units that execute operations of unit @u of the format table. */
static bool same_unit(u8 u, u8 v)
{
	if (u == UNIT_A)
		return v == UNIT_A || v == UNIT_M || v == UNIT_I;
	if (v == UNIT_A)
		return u == UNIT_M || u == UNIT_I;
	return u == v;
}

TEST(no_two_operations_match_one_encoding)
{
	int a, b;

	for (a = OP_ILLEGAL + 1; a < OP_COUNT; a++) {
		const struct opcode *x = &insn_opcodes[a];

		CHECK_EQ(x->match & ~x->mask, 0);
		for (b = a + 1; b < OP_COUNT; b++) {
			const struct opcode *y = &insn_opcodes[b];

			if (!same_unit(insn_formats[x->format].unit,
				       insn_formats[y->format].unit))
				continue;
			if (!((x->match ^ y->match) & x->mask & y->mask))
				FAIL("operations %d (%s) and %d (%s) overlap",
				     a, x->name, b, y->name);
		}
	}
}

TEST(no_format_uses_a_bit_twice)
{
	int f, n, p;

	for (f = 0; f < FMT_COUNT; f++) {
		u64 used = insn_formats[f].ignored;

		for (n = 0; insn_formats[f].operand[n]; n++) {
			u64 bits = operand_bits(insn_formats[f].operand[n]);

			if (used & bits)
				FAIL("format %s, operand %d",
				     insn_formats[f].name, n);
			used |= bits;
		}
		for (p = 0; p < HINT_PIECES; p++) {
			const struct hint *h =
				&insn_hints[insn_formats[f].hint];
			u64 bits = MASK64(h->piece[p].len) << h->piece[p].lsb;

			if (used & bits)
				FAIL("format %s, hint", insn_formats[f].name);
			used |= bits;
		}
		CHECK_EQ(used & ~MASK64(41), 0);
	}
}

static enum insn_unit a_unit(int op)
{
	u8 u = insn_formats[insn_opcodes[op].format].unit;

	if (u != UNIT_A)
		return u;
	return test_random() & 1 ? UNIT_M : UNIT_I;
}

/*
 * raw -> insn -> raw is the identity up to ignored bits; insn -> raw -> insn
 * is the identity.
 */
TEST(decode_inverts_encode)
{
	int op, n;

	for (op = OP_ILLEGAL + 1; op < OP_COUNT; op++) {
		const struct opcode *o = &insn_opcodes[op];
		u64 ignored = insn_formats[o->format].ignored;
		int legal = 0;

		for (n = 0; n < 500; n++) {
			enum insn_unit unit = a_unit(op);
			u64 imm41 = test_random() & MASK64(41), out41;
			u64 raw = o->match | (test_random() & MASK64(41) &
					      ~o->mask & ~ignored);
			struct insn i, j;
			u64 out;

			insn_decode(raw, unit, imm41, &i);
			if (i.op == OP_ILLEGAL)
				continue; /* a reserved count */
			legal++;
			CHECK_EQ(i.op, op);
			CHECK_EQ(i.unit, unit);
			CHECK_EQ(i.flags, o->flags & 0xff);
			CHECK_EQ(insn_encode(&i, unit, &out, &out41), 0);
			CHECK_EQ(out, raw);
			insn_decode(out, unit, out41, &j);
			if (memcmp(&i, &j, sizeof(i)))
				FAIL("%s changes on the way", o->name);
			insn_decode(raw | ignored, unit, imm41, &j);
			if (memcmp(&i, &j, sizeof(i)))
				FAIL("%s: an ignored bit matters", o->name);
		}
		CHECK(legal > 300);
	}
}

TEST(encode_refuses_what_does_not_fit)
{
	struct insn i = { .op = OP_ADDS, .r1 = 1, .r3 = 2, .imm = 8191 };
	u64 raw, imm41;

	CHECK_EQ(insn_encode(&i, UNIT_M, &raw, &imm41), 0);
	CHECK_EQ(insn_encode(&i, UNIT_F, &raw, &imm41), (u64)-EINVAL);
	i.imm = 8192;
	CHECK_EQ(insn_encode(&i, UNIT_M, &raw, &imm41), (u64)-ERANGE);
	i.imm = -8193;
	CHECK_EQ(insn_encode(&i, UNIT_M, &raw, &imm41), (u64)-ERANGE);
	i = (struct insn){ .op = OP_BR_COND, .imm = 8 };
	CHECK_EQ(insn_encode(&i, UNIT_B, &raw, &imm41), (u64)-ERANGE);
	i = (struct insn){ .op = OP_FETCHADD8_ACQ, .imm = 2 };
	CHECK_EQ(insn_encode(&i, UNIT_M, &raw, &imm41), (u64)-ERANGE);
	i = (struct insn){ .op = OP_ILLEGAL };
	CHECK_EQ(insn_encode(&i, UNIT_M, &raw, &imm41), (u64)-EINVAL);
}

#define F(lsb, v) ((u64)(v) << (lsb))

TEST(fields_of_integer_formats)
{
	struct insn i;

	/* A5: addl r33 = -2, r3 : imm22 is all ones but the last bit */
	insn_decode(F(37, 9) | F(36, 1) | F(27, 0x1ff) | F(22, 0x1f) |
			    F(20, 3) | F(13, 0x7e) | F(6, 33) | 5,
		    UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_ADDL);
	CHECK_EQ(i.qp, 5);
	CHECK_EQ(i.r1, 33);
	CHECK_EQ(i.r3, 3);
	CHECK_EQ(i.imm, -2);
	/* A2: shladd r8 = r9, 4, r10 */
	insn_decode(F(37, 8) | F(29, 4) | F(27, 3) | F(20, 10) | F(13, 9) |
			    F(6, 8),
		    UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_SHLADD);
	CHECK_EQ(i.imm, 4);
	/* I11: extr r4 = r5, 3, 64 */
	insn_decode(F(37, 5) | F(34, 1) | F(27, 63) | F(20, 5) | F(14, 3) |
			    F(13, 1) | F(6, 4),
		    UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_EXTR);
	CHECK_EQ(i.pos, 3);
	CHECK_EQ(i.len, 64);
	/* I15: dep r4 = r5, r6, 63, 16: the position is complemented */
	insn_decode(F(37, 4) | F(31, 0) | F(27, 15) | F(20, 6) | F(13, 5) |
			    F(6, 4),
		    UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_DEP);
	CHECK_EQ(i.pos, 63);
	CHECK_EQ(i.len, 16);
	/* A6: cmp4.ltu.unc p6, p7 = r8, r9 */
	insn_decode(F(37, 13) | F(34, 1) | F(27, 7) | F(20, 9) | F(13, 8) |
			    F(12, 1) | F(6, 6),
		    UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_CMP4_LTU_UNC);
	CHECK_EQ(i.p1, 6);
	CHECK_EQ(i.p2, 7);
	/* I23: mov pr = r8, 0xfffffffffffffffe */
	insn_decode(F(33, 3) | F(36, 1) | F(24, 0xff) | F(13, 8) | F(6, 0x7f),
		    UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_MOV_TO_PR);
	CHECK_EQ(i.imm, -2);
}

TEST(fields_of_memory_formats)
{
	struct insn i;

	/* M3: ld8.c.clr.acq.nta r8 = [r9], -256 */
	insn_decode(F(37, 5) | F(36, 1) | F(30, 0x2b) | F(28, 3) | F(20, 9) |
			    F(6, 8),
		    UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_LD8_C_CLR_ACQ_I);
	CHECK_EQ(i.r1, 8);
	CHECK_EQ(i.r3, 9);
	CHECK_EQ(i.imm, -256);
	CHECK_EQ(i.hint, 3);
	CHECK(i.flags & INSN_F_MEM);
	/* M17: fetchadd8.rel r8 = [r9], -16 */
	insn_decode(F(37, 4) | F(30, 0x17) | F(27, 1) | F(20, 9) | F(15, 1) |
			    F(6, 8),
		    UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_FETCHADD8_REL);
	CHECK_EQ(i.imm, -16);
	/* M34: alloc r36 = ar.pfs, 13, 6, 8 */
	insn_decode(F(37, 1) | F(33, 6) | F(27, 1) | F(20, 6) | F(13, 13) |
			    F(6, 36),
		    UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_ALLOC);
	CHECK_EQ(i.len, 13);
	CHECK_EQ(i.pos, 6);
	CHECK_EQ(i.imm, 8);
	CHECK(i.flags & INSN_F_FIRST);
	/* M44: ssm 0x806042 */
	insn_decode(F(36, 1) | F(31, 0) | F(27, 6) | F(6, 0x6042), UNIT_M, 0,
		    &i);
	CHECK_EQ(i.op, OP_SSM);
	CHECK_EQ(i.imm, 0x806042);
	CHECK(i.flags & INSN_F_PRIV);
}

TEST(fields_of_branch_and_long_formats)
{
	struct insn i;

	/* B1: (p1) br.cond.dptk.many.clr, backwards by one bundle */
	insn_decode(F(37, 4) | F(36, 1) | F(35, 1) | F(33, 2) | F(13, 0xfffff) |
			    F(12, 1) | 1,
		    UNIT_B, 0, &i);
	CHECK_EQ(i.op, OP_BR_COND);
	CHECK_EQ(i.qp, 1);
	CHECK_EQ(i.imm, -16);
	CHECK_EQ(i.hint, 14);
	/* X2: movl r8 = 0x8000000000000001 and all of imm41 */
	insn_decode(F(37, 6) | F(36, 1) | F(13, 1) | F(6, 8), UNIT_X, 0, &i);
	CHECK_EQ(i.op, OP_MOVL);
	CHECK_EQ(i.imm, 0x8000000000000001);
	insn_decode(F(37, 6) | F(6, 8), UNIT_X, MASK64(41), &i);
	CHECK_EQ(i.imm, 0x7fffffffffc00000);
	/* X4: brl.call b6 = one bundle before the last of the address space */
	insn_decode(F(37, 13) | F(36, 1) | F(13, 0xffffe) | F(6, 6), UNIT_X,
		    MASK64(41), &i);
	CHECK_EQ(i.op, OP_BRL_CALL);
	CHECK_EQ(i.r1, 6);
	CHECK_EQ(i.imm, -32);
	/* B5: br.call.sptk.many b0 = b6 */
	insn_decode(F(37, 1) | F(32, 1) | F(13, 6) | F(12, 1), UNIT_B, 0, &i);
	CHECK_EQ(i.op, OP_BR_CALL_B);
	CHECK_EQ(i.r1, 0);
	CHECK_EQ(i.r2, 6);
}

TEST(reserved_encodings_are_illegal)
{
	struct insn i;

	/* I unit, major opcode 1: unused; the fault needs PR[qp] */
	insn_decode(F(37, 1) | 9, UNIT_I, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 9);
	/* alloc under a predicate faults whatever the predicate is */
	insn_decode(F(37, 1) | F(33, 6) | F(6, 36) | 9, UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 0);
	/* pshladd2 with a count of 4 */
	insn_decode(F(37, 8) | F(34, 1) | F(33, 1) | F(29, 4) | F(27, 3) | 2,
		    UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 2);
	/* cmp against r0 with another register in the field of r0 */
	insn_decode(F(37, 12) | F(36, 1) | F(13, 4), UNIT_M, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	/* GAP: B unit, major opcode 0, x6 = 1; perhaps unconditional */
	insn_decode(F(27, 1) | 9, UNIT_B, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 9);
	/* no unit at all */
	insn_decode(0, UNIT_NONE, 0, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 0);
}

enum {
	NO,
	IF_QP,
	ALWAYS
};

TEST(operands_that_always_fault)
{
	static const struct {
		struct insn i;
		int fault;
	} c[] = {
		{ { .op = OP_ADD, .qp = 1 }, IF_QP },
		{ { .op = OP_ADD, .qp = 1, .r1 = 1 }, NO },
		{ { .op = OP_CMP_EQ, .qp = 1, .p1 = 6, .p2 = 6 }, IF_QP },
		{ { .op = OP_CMP_EQ_UNC, .qp = 1, .p1 = 6, .p2 = 6 }, ALWAYS },
		{ { .op = OP_TBIT_Z_UNC, .qp = 1, .p1 = 6, .p2 = 6 }, ALWAYS },
		{ { .op = OP_FCLASS_M_UNC, .qp = 1 }, ALWAYS },
		{ { .op = OP_CMP_EQ_UNC, .qp = 1, .p1 = 6, .p2 = 7 }, NO },
		/* base update */
		{ { .op = OP_LD8_I, .qp = 1, .r1 = 4, .r3 = 4 }, IF_QP },
		{ { .op = OP_LD8, .qp = 1, .r1 = 4, .r3 = 4 }, NO },
		{ { .op = OP_ST8_I, .qp = 1 }, IF_QP },
		{ { .op = OP_ST8, .qp = 1 }, NO },
		{ { .op = OP_LFETCH_R, .qp = 1 }, IF_QP },
		/* constant floating-point targets, pairs */
		{ { .op = OP_FMA, .qp = 1, .r1 = 1 }, IF_QP },
		{ { .op = OP_LDFD, .qp = 1, .r1 = 0 }, IF_QP },
		{ { .op = OP_STFD_I, .qp = 1, .r2 = 0, .r3 = 5 }, NO },
		{ { .op = OP_LDFPD, .qp = 1, .r1 = 6, .r2 = 8 }, IF_QP },
		{ { .op = OP_LDFPD, .qp = 1, .r1 = 6, .r2 = 9 }, NO },
		{ { .op = OP_LDFPD, .qp = 1, .r1 = 6, .r2 = 40 }, NO },
		{ { .op = OP_LDFPD, .qp = 1, .r1 = 6, .r2 = 1 }, IF_QP },
		{ { .op = OP_MUX1, .qp = 1, .r1 = 4, .imm = 1 }, IF_QP },
		{ { .op = OP_MUX1, .qp = 1, .r1 = 4, .imm = 11 }, NO },
		{ { .op = OP_ALLOC, .r1 = 4, .len = 97 }, ALWAYS },
		{ { .op = OP_ALLOC, .r1 = 4, .len = 8, .pos = 9 }, ALWAYS },
		{ { .op = OP_ALLOC, .r1 = 4, .len = 9, .imm = 16 }, ALWAYS },
		{ { .op = OP_ALLOC, .r1 = 4, .len = 96, .pos = 96, .imm = 96 },
		  NO },
	};
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(c); n++) {
		bool always;
		int got = !insn_static_fault(&c[n].i, &always) ? NO :
			  always			       ? ALWAYS :
								 IF_QP;

		if (got != c[n].fault)
			FAIL("case %u (%s) is %d, expected %d", n,
			     insn_op_name(c[n].i.op), got, c[n].fault);
	}
}
