// SPDX-License-Identifier: GPL-2.0
/*
 * Bundles: templates, slots, MLX pairs, branches that need slot 2.
 *
 * The template table is typed in from SDM vol 3, table 4-1, a second time and
 * in another form.
 */
#include "harness.h"
#include "isa/insn.h"

/* Units of each template, a | where a stop is; NULL: reserved. */
static const char *const table_4_1[32] = {
	"MII", "MII|", "MI|I", "MI|I|", "MLX", "MLX|", NULL,  NULL,
	"MMI", "MMI|", "M|MI", "M|MI|", "MFI", "MFI|", "MMF", "MMF|",
	"MIB", "MIB|", "MBB",  "MBB|",	NULL,  NULL,   "BBB", "BBB|",
	"MMB", "MMB|", NULL,   NULL,	"MFB", "MFB|", NULL,  NULL,
};

TEST(templates_are_those_of_table_4_1)
{
	static const char letter[] = "?MIFBLX";
	int n, slot;

	for (n = 0; n < 32; n++) {
		const struct bundle_template *t = &bundle_templates[n];
		char text[8];
		int at = 0;

		CHECK_EQ(t->valid, table_4_1[n] != NULL);
		if (!t->valid)
			continue;
		for (slot = 0; slot < 3; slot++) {
			text[at++] = letter[t->unit[slot]];
			if (t->stop[slot])
				text[at++] = '|';
		}
		text[at] = 0;
		CHECK_STR(text, table_4_1[n]);
	}
}

TEST(slots_are_where_they_were_put)
{
	int n;

	for (n = 0; n < 10000; n++) {
		u64 raw[3];
		struct bundle b = { .lo = test_random(), .hi = test_random() };
		unsigned int number = bundle_template_number(&b), slot;

		for (slot = 0; slot < 3; slot++)
			raw[slot] = test_random() & MASK64(41);
		for (slot = 3; slot-- > 0;)
			bundle_set_slot(&b, slot, raw[slot]);
		CHECK_EQ(bundle_template_number(&b), number);
		for (slot = 0; slot < 3; slot++)
			CHECK_EQ(bundle_slot(&b, slot), raw[slot]);
	}
}

TEST(mlx_pair_is_one_instruction)
{
	struct bundle b = { .lo = 5 };
	struct insn i;

	/* movl r8 = 0x123456789abcdef0 */
	bundle_set_slot(&b, 1, 0x123456789abcdef0 >> 22 & MASK64(41));
	bundle_set_slot(&b, 2,
			6ULL << 37 | (0x123456789abcdef0 >> 7 & 0x1ff) << 27 |
				(0x123456789abcdef0 >> 16 & 0x1f) << 22 |
				(0x123456789abcdef0 >> 21 & 1) << 21 |
				(0x123456789abcdef0 & 0x7f) << 13 | 8 << 6);
	insn_decode_slot(&b, 1, &i);
	CHECK_EQ(i.op, OP_MOVL);
	CHECK_EQ(i.unit, UNIT_X);
	CHECK_EQ(i.imm, 0x123456789abcdef0);
	insn_decode_slot(&b, 2, &i);
	CHECK_EQ(i.op, OP_ILLEGAL);
	CHECK_EQ(i.qp, 0);
}

TEST(reserved_templates_are_illegal)
{
	int n, slot;

	for (n = 0; n < 32; n++) {
		struct bundle b = { .lo = n };

		if (table_4_1[n])
			continue;
		for (slot = 0; slot < 3; slot++) {
			struct insn i;

			insn_decode_slot(&b, slot, &i);
			CHECK_EQ(i.op, OP_ILLEGAL);
			CHECK_EQ(i.qp, 0);
		}
	}
}

TEST(loop_branches_need_slot_2)
{
	static const u8 btype[] = { 2, 3, 5, 6, 7 };
	struct insn i;
	unsigned int n, slot;

	for (n = 0; n < ARRAY_SIZE(btype); n++) {
		struct bundle b = { .lo = 0x17 }; /* BBB */

		for (slot = 0; slot < 3; slot++)
			bundle_set_slot(&b, slot, 4ULL << 37 | btype[n] << 6);
		for (slot = 0; slot < 3; slot++) {
			insn_decode_slot(&b, slot, &i);
			CHECK_EQ(i.op != OP_ILLEGAL, slot == 2);
		}
	}
}
