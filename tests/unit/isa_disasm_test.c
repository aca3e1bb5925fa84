// SPDX-License-Identifier: GPL-2.0
/*
 * The disassembler's text where a comparison with objdump would not look:
 * truncation, names, illegal slots.  Syntax in general is the business of
 * objdump_compare.
 */
#include "harness.h"
#include "isa/insn.h"

TEST(text_is_truncated_and_its_length_returned)
{
	struct insn i = { .op = OP_ADD, .r1 = 8, .r2 = 9, .r3 = 10 };
	char buf[32];
	int len;

	len = insn_print(&i, 0, buf, sizeof(buf));
	CHECK_STR(buf, "      add r8=r9,r10");
	CHECK_EQ(len, strlen(buf));
	memset(buf, 'x', sizeof(buf));
	CHECK_EQ(insn_print(&i, 0, buf, 9), len);
	CHECK_STR(buf, "      ad");
	CHECK_EQ(buf[9], 'x');
	CHECK_EQ(insn_print(&i, 0, NULL, 0), len);
}

TEST(illegal_slots_print_as_data)
{
	struct insn i;
	char buf[64];

	insn_decode(0x1f, UNIT_NONE, 0, &i);
	insn_print(&i, 0, buf, sizeof(buf));
	CHECK_STR(buf, "      data8 0x00000001f");
}

TEST(targets_are_absolute)
{
	struct insn i = { .op = OP_BR_CALL, .r1 = 0, .imm = -32, .hint = 4 };
	char buf[64];

	insn_print(&i, 0xa000000100000040, buf, sizeof(buf));
	CHECK_STR(buf, "      br.call.sptk.many b0=0xa000000100000020");
}

TEST(every_operation_has_a_name)
{
	int op;

	for (op = 0; op < OP_COUNT; op++)
		CHECK(insn_op_name(op) && *insn_op_name(op));
	CHECK_STR(insn_op_name(OP_LD8_C_CLR_ACQ), "ld8.c.clr.acq");
	CHECK_STR(insn_op_name(OP_COUNT), "data8");
}
