// SPDX-License-Identifier: GPL-2.0
/*
 * Changes code that has run and runs it again, with and without the
 * instructions that make the change visible to instruction fetch.
 * SDM vol 1, 4.4.6.2.
 *
 * EXPECT: target_nothing: code: no fc.i since the bytes changed
 * EXPECT: target_no_sync: code: no sync.i after the fc.i
 * EXPECT: target_no_srlz: code: no srlz.i after the sync.i
 * EXPECT: target_sync_first: code: no sync.i after the fc.i
 */
#include "guest.h"

/* One bundle: r8 = 0, and back to b6. */
#define TARGET(name)                                                           \
	__asm__(".text\n\t.align 256\n\t.global target_" #name                 \
		"\n\t.proc target_" #name "\ntarget_" #name ":\n"              \
		"{ .mib\n mov r8 = r0\n nop.i 0\n br.cond.sptk.many b6\n }\n"  \
		"\t.endp target_" #name "\n");                                 \
	extern void target_##name(void)

/* Runs the bundle at r32, adds r33 to its first word, runs it again. */
#define PATCH(name, sequence)                                                  \
	TARGET(name);                                                          \
	SNIPPET(patch_##name,                                                  \
		"movl r17 = 1f\n ;;\n mov b6 = r17\n mov b7 = r32\n ;;\n"      \
		"br.cond.sptk.many b7\n ;;\n"                                  \
		"1: movl r17 = 2f\n ld8 r16 = [r32]\n ;;\n"                    \
		"add r16 = r16, r33\n mov b6 = r17\n ;;\n"                     \
		"st8 [r32] = r16\n ;;\n" sequence                              \
		"br.cond.sptk.many b7\n ;;\n 2: nop 0")

#define FLUSH "fc.i r32\n ;;\n"
#define SYNC "sync.i\n ;;\n"
#define SRLZ "srlz.i\n ;;\n"

PATCH(right, FLUSH SYNC SRLZ);
PATCH(right_fc, "fc r32\n ;;\n" SYNC SRLZ);
PATCH(nothing, "");
PATCH(no_sync, FLUSH SRLZ);
PATCH(no_srlz, FLUSH SYNC);
PATCH(sync_first, SYNC FLUSH SRLZ);

/* mov r8 = r0 is adds r8 = 0, r0; its low immediate bits, in slot 0. */
#define PATCHED 5UL
#define CHANGE (PATCHED << (5 + 13))

#define TRY(name)                                                              \
	CHECK_EQ(RUN(patch_##name, CODE(target_##name), CHANGE), PATCHED)

void test(void)
{
	TRY(right);
	TRY(right_fc);
	TRY(nothing);
	TRY(no_sync);
	TRY(no_srlz);
	TRY(sync_first);
	CHECK_NO_FAULT();
}
