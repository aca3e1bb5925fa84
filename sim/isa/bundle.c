// SPDX-License-Identifier: GPL-2.0
/*
 * Bundle templates and slots.
 *
 * SDM vol 3, table 4-1 (template field encoding) and figure 4-1.
 */
#include "isa/insn.h"

#define T(u0, s0, u1, s1, u2, s2)                                              \
	{                                                                      \
		.unit = { UNIT_##u0, UNIT_##u1, UNIT_##u2 },                   \
		.stop = { s0, s1, s2 }, .valid = true                          \
	}

const struct bundle_template bundle_templates[32] = {
	[0x00] = T(M, 0, I, 0, I, 0), [0x01] = T(M, 0, I, 0, I, 1),
	[0x02] = T(M, 0, I, 1, I, 0), [0x03] = T(M, 0, I, 1, I, 1),
	[0x04] = T(M, 0, L, 0, X, 0), [0x05] = T(M, 0, L, 0, X, 1),
	[0x08] = T(M, 0, M, 0, I, 0), [0x09] = T(M, 0, M, 0, I, 1),
	[0x0a] = T(M, 1, M, 0, I, 0), [0x0b] = T(M, 1, M, 0, I, 1),
	[0x0c] = T(M, 0, F, 0, I, 0), [0x0d] = T(M, 0, F, 0, I, 1),
	[0x0e] = T(M, 0, M, 0, F, 0), [0x0f] = T(M, 0, M, 0, F, 1),
	[0x10] = T(M, 0, I, 0, B, 0), [0x11] = T(M, 0, I, 0, B, 1),
	[0x12] = T(M, 0, B, 0, B, 0), [0x13] = T(M, 0, B, 0, B, 1),
	[0x16] = T(B, 0, B, 0, B, 0), [0x17] = T(B, 0, B, 0, B, 1),
	[0x18] = T(M, 0, M, 0, B, 0), [0x19] = T(M, 0, M, 0, B, 1),
	[0x1c] = T(M, 0, F, 0, B, 0), [0x1d] = T(M, 0, F, 0, B, 1),
};

void bundle_set_slot(struct bundle *b, unsigned int slot, u64 raw)
{
	raw &= MASK64(41);
	switch (slot) {
	case 0:
		b->lo = (b->lo & ~(MASK64(41) << 5)) | raw << 5;
		break;
	case 1:
		b->lo = (b->lo & MASK64(46)) | raw << 46;
		b->hi = (b->hi & ~MASK64(23)) | raw >> 18;
		break;
	default:
		b->hi = (b->hi & MASK64(23)) | raw << 23;
	}
}
