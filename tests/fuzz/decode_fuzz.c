// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzz target: any bundle decodes, prints and encodes without undefined
 * behaviour, and what encodes back decodes to the same instruction.
 *
 * Input: bundles of 16 bytes, a rest is ignored.  Built with libFuzzer by
 * "make -C tests fuzz"; with a C compiler alone and -DSTANDALONE it reads
 * files, or makes --random N bundles itself.
 * FUZZ: isa
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isa/insn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok, const char *what, const struct bundle *b,
		    unsigned int slot)
{
	if (ok)
		return;
	fprintf(stderr, "decode_fuzz: %s: bundle %#018llx %#018llx slot %u\n",
		what, (unsigned long long)b->lo, (unsigned long long)b->hi,
		slot);
	abort();
}

static void one_slot(const struct bundle *b, unsigned int slot)
{
	struct insn i, j;
	char text[128], cut[16];
	u64 raw, imm41;
	bool always;
	int len;

	insn_decode_slot(b, slot, &i);
	require(i.op < OP_COUNT, "operation out of range", b, slot);
	require(i.qp < 64 && i.p1 < 64 && i.p2 < 64, "predicate number", b,
		slot);
	require((i.r1 | i.r2 | i.r3 | i.r4) < 128, "register number", b, slot);
	len = insn_print(&i, 0x1000, text, sizeof(text));
	require(len > 0 && len < (int)sizeof(text), "text length", b, slot);
	require((int)strlen(text) == len, "text length", b, slot);
	require(insn_print(&i, 0x1000, cut, sizeof(cut)) == len,
		"truncated length", b, slot);
	insn_static_fault(&i, &always);
	if (i.op == OP_ILLEGAL)
		return;
	require(!insn_encode(&i, i.unit, &raw, &imm41), "encode", b, slot);
	insn_decode(raw, i.unit, imm41, &j);
	require(!memcmp(&i, &j, sizeof(i)), "round trip", b, slot);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bundle b;
	unsigned int slot;

	for (; size >= sizeof(b); data += sizeof(b), size -= sizeof(b)) {
		memcpy(&b, data, sizeof(b));
		for (slot = 0; slot < 3; slot++)
			one_slot(&b, slot);
	}
	return 0;
}

#ifdef STANDALONE
int main(int argc, char **argv)
{
	static uint8_t data[1 << 20];
	u64 state = 1, n;
	int a;

	if (argc == 3 && !strcmp(argv[1], "--random")) {
		for (n = strtoull(argv[2], NULL, 0); n; n--) {
			u64 w[2];

			w[0] = state = state * 6364136223846793005ULL + 1;
			w[1] = state = state * 6364136223846793005ULL + 1;
			w[0] ^= state >> 29;
			LLVMFuzzerTestOneInput((uint8_t *)w, sizeof(w));
		}
		return 0;
	}
	for (a = 1; a < argc; a++) {
		FILE *f = fopen(argv[a], "rb");
		size_t size;

		if (!f) {
			fprintf(stderr, "decode_fuzz: cannot read %s\n",
				argv[a]);
			return 2;
		}
		size = fread(data, 1, sizeof(data), f);
		fclose(f);
		LLVMFuzzerTestOneInput(data, size);
	}
	return 0;
}
#endif
