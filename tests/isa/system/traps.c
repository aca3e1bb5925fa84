// SPDX-License-Identifier: GPL-2.0
/*
 * Debug registers, single step, taken branch and lower-privilege traps, the
 * one-instruction PSR bits, privilege changes by epc, br.ret and rfi.
 * SDM vol 2, 3.3.2, 7.1, chapter 8.
 */
#include "guest.h"

SNIPPET(three, "{ .mii\n add r9 = 1, r32\n add r10 = 2, r32\n add r8 = 3, r32\n"
	       " }\n ;;\n{ .mii\n add r8 = 4, r32\n nop.i 0\n nop.i 0\n }");
SNIPPET(three_mlx, "{ .mlx\n nop.m 0\n movl r8 = 0x123456789abcdef\n }");
SNIPPET(jump_slot1,
	"{ .mbb\n nop.m 0\n br.sptk 1f\n br.sptk 1f\n }\n ;;\n"
	"{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }\n .align 32\n 1:\n"
	"{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }");
SNIPPET(not_taken,
	"cmp.eq p6, p7 = r0, r0\n ;;\n"
	"{ .mbb\n nop.m 0\n (p7) br.spnt 1f\n nop.b 0\n }\n ;;\n 1: mov r8 = 5");
SNIPPET(check_taken, "mov r8 = 9\n ;;\n{ .mii\n chk.a.nc r8, 1f\n nop.i 0\n"
		     " nop.i 0\n }\n ;;\n nop.m 0\n ;;\n 1: nop.m 0");
SNIPPET(load, "{ .mii\n ld8 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(load_twice, "{ .mmi\n ld8 r8 = [r32]\n ld8 r9 = [r32]\n nop.i 0\n }");
SNIPPET(load4, "{ .mii\n ld4 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(store, "{ .mii\n st8 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(exchange, "{ .mii\n xchg8 r8 = [r32], r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(probe_fault, "{ .mii\n probe.r.fault r32, 0\n nop.i 0\n nop.i 0\n }");
/* Return to cpl r33 through ar.pfs.ppl: back in run() at that level. */
SNIPPET(demote, "mov r14 = ar.pfs\n shl r15 = r33, 62\n ;;\n"
		"or r14 = r14, r15\n ;;\n mov ar.pfs = r14\n ;;\n"
		"{ .mib\n nop.m 0\n nop.i 0\n br.ret.sptk.many b0\n }\n");
SNIPPET(enter_epc, "{ .mib\n nop.m 0\n nop.i 0\n epc\n }\n ;;\n"
		   "mov r8 = psr\n ;;\n extr.u r9 = r8, 32, 2\n");
SNIPPET(user_epc,
	"mov r14 = ar.pfs\n movl r15 = 3 << 62\n ;;\n"
	"or r15 = r14, r15\n ;;\n mov ar.pfs = r15\n ;;\n"
	"{ .mib\n nop.m 0\n nop.i 0\n epc\n }\n ;;\n"
	"mov r8 = psr\n mov ar.pfs = r14\n ;;\n extr.u r8 = r8, 32, 2\n");
/* rfi to r32 with PSR r33 and a ppl of 3, as after a call by user code. */
SNIPPET(step_user,
	"mov r14 = ar.pfs\n movl r15 = 3 << 62\n ;;\n"
	"or r15 = r14, r15\n ;;\n mov ar.pfs = r15\n rsm psr.ic\n ;;\n"
	"srlz.d\n ;;\n mov cr.iip = r32\n mov cr.ipsr = r33\n"
	"mov cr.ifs = r0\n ;;\n rfi\n");
SNIPPET(jump_to, "mov b6 = r32\n ;;\n { .mib\n nop.m 0\n nop.i 0\n"
		 " br.cond.sptk.few b6\n }\n");
SNIPPET(fp_overflow, "{ .mfi\n nop.m 0\n fma.s.s0 f8 = f6, f6, f0\n nop.i 0\n"
		     " }");
SNIPPET(read_bank,
	"mov r8 = r16\n ;;\n bsw.0\n ;;\n mov r16 = 77\n ;;\n"
	"bsw.1\n ;;\n cmp.eq p6, p7 = r8, r16\n ;;\n (p6) mov r8 = 1\n"
	"(p7) mov r8 = 0");

#define STEP (GUEST_PSR | PSR_SS)
#define TRAP_FP 1
#define TRAP_LP 2
#define TRAP_TB 4
#define TRAP_SS 8

static u64 word[4] __attribute__((aligned(32)));

static void single_step(void)
{
	for (unsigned int slot = 0; slot < 3; slot++) {
		u64 next = slot == 2 ? CODE(three) + 16 : CODE(three);

		RUN_PSR(three, STEP | PSR_RI(slot), 10);
		CHECK_FAULT(V_SINGLE_STEP, TRAP_SS | ISR_EI(slot));
		CHECK_EQ(fault.iip, next);
		CHECK_EQ(fault.ipsr, STEP | PSR_RI(slot == 2 ? 0 : slot + 1) |
					     (fault.ipsr & 0x30));
		CHECK_EQ(fault.iipa, CODE(three));
	}
	/* An MLX instruction is one step, reported in slot 1 or 2. */
	RUN_PSR(three_mlx, STEP | PSR_RI(1), 0);
	CHECK_EQ(fault.vector, V_SINGLE_STEP);
	CHECK_EQ(fault.iip, CODE(three_mlx) + 16);
	CHECK_EQ(fault.ipsr & PSR_RI(3), 0);
	/* A faulting instruction does not trap. */
	RUN_PSR(load, STEP, REGION(3));
	CHECK_FAULT(V_ALT_DTLB, ISR_R);
	/* Nor does rfi: the trap came after the first instruction, not before. */
	RUN_PSR(load, STEP, word);
	CHECK_FAULT(V_SINGLE_STEP, TRAP_SS);
	CHECK_EQ(fault.iip, CODE(load));
}

static void taken_branch(void)
{
	RUN_PSR(jump_slot1, GUEST_PSR | PSR_TB | PSR_RI(1), 0);
	CHECK_FAULT(V_TAKEN_BRANCH, TRAP_TB | ISR_EI(1));
	CHECK_EQ(fault.iip, CODE(jump_slot1) + 32);
	CHECK_EQ(fault.iipa, CODE(jump_slot1));
	/* With single step as well: both reported, one vector. */
	RUN_PSR(jump_slot1, STEP | PSR_TB | PSR_RI(1), 0);
	CHECK_FAULT(V_TAKEN_BRANCH, TRAP_TB | TRAP_SS | ISR_EI(1));
	/* A branch not taken passes; the br.ret of the snippet is caught. */
	RUN_PSR(not_taken, GUEST_PSR | PSR_TB, 0);
	CHECK_EQ(fault.vector, V_TAKEN_BRANCH);
	CHECK(fault.iipa > CODE(not_taken) + 16);
	CHECK_EQ(RUN(not_taken, 0), 5);
}

/* The trap comes with cpl lowered already; run() then goes back to cpl 0. */
static void lower_privilege(void)
{
	RUN_PSR(demote, GUEST_PSR | PSR_LP, 0, 3);
	CHECK_EQ(fault.vector, V_LOWER_PRIV);
	CHECK_EQ(fault.isr & 0xff, TRAP_LP);
	CHECK_EQ(fault.ipsr >> 32 & 3, 3);
	RUN_PSR(demote, GUEST_PSR | PSR_LP | PSR_TB, 0, 2);
	CHECK_EQ(fault.vector, V_LOWER_PRIV);
	CHECK_EQ(fault.isr & 0xff, TRAP_LP | TRAP_TB);
	CHECK_EQ(fault.ipsr >> 32 & 3, 2);
	/* Without PSR.lp nothing happens but the demotion. */
	RUN_PSR(demote, GUEST_PSR, 0, 3);
	CHECK_NO_FAULT();
	/* A ppl above cpl cannot promote. */
	RUN_PSR(demote, GUEST_PSR | PSR_CPL(2) | PSR_LP, 0, 0);
	CHECK_NO_FAULT();
}

#define PLM(n) (1UL << (56 + (n)))
#define EXACT ((1UL << 56) - 1)
#define DBR_R (1UL << 63)
#define DBR_W (1UL << 62)
#define IBR_X (1UL << 63)

static void data_breakpoints(void)
{
	u64 psr = GUEST_PSR | PSR_DB;

	for (unsigned int pair = 0; pair < 4; pair++) {
		SET_AT(dbr, 2 * pair, &word[1]);
		SET_AT(dbr, 2 * pair + 1, DBR_R | PLM(0) | (EXACT & ~7UL));
		RUN_PSR(load, psr, &word[1]);
		CHECK_FAULT(V_DEBUG, ISR_R);
		CHECK_EQ(fault.ifa, (u64)&word[1]);
		CHECK_EQ(fault.iip, CODE(load));
		RUN_PSR(load, psr, &word[0]);
		CHECK_NO_FAULT();
		RUN_PSR(load, psr, &word[2]);
		CHECK_NO_FAULT();
		RUN_PSR(load4, psr, (u64)&word[1] + 4);
		CHECK_FAULT(V_DEBUG, ISR_R);
		RUN_PSR(store, psr, &word[1], 0);
		CHECK_NO_FAULT();
		RUN_PSR(load, psr | PSR_CPL(3), &word[1]);
		CHECK_NO_FAULT();
		RUN_PSR(load, GUEST_PSR, &word[1]);
		CHECK_NO_FAULT();
		/* PSR.dd: one instruction. */
		RUN_PSR(load, psr | PSR_DD, &word[1]);
		CHECK_NO_FAULT();
		RUN_PSR(load_twice, psr | PSR_DD, &word[1]);
		CHECK_FAULT(V_DEBUG, ISR_R | ISR_EI(1));
		SET_AT(dbr, 2 * pair + 1, DBR_W | PLM(3) | (EXACT & ~7UL));
		RUN_PSR(store, psr | PSR_CPL(3), &word[1], 0);
		CHECK_FAULT(V_DEBUG, ISR_W);
		RUN_PSR(exchange, psr | PSR_CPL(3), &word[1], 0);
		CHECK_FAULT(V_DEBUG, ISR_R | ISR_W);
		RUN_PSR(load, psr | PSR_CPL(3), &word[1]);
		CHECK_NO_FAULT();
		SET_AT(dbr, 2 * pair + 1, 0);
	}
	/* probe.fault is checked too, as a non-access. */
	SET_AT(dbr, 1, DBR_R | PLM(0) | (EXACT & ~7UL));
	RUN_PSR(probe_fault, psr, &word[1]);
	CHECK_FAULT(V_DEBUG, ISR_NA | ISR_R | 5);
	SET_AT(dbr, 1, 0);
}

static void fetch_breakpoints(void)
{
	u64 psr = GUEST_PSR | PSR_DB;

	for (unsigned int pair = 0; pair < 4; pair++) {
		SET_AT(ibr, 2 * pair, CODE(three) + 16);
		SET_AT(ibr, 2 * pair + 1, IBR_X | PLM(0) | EXACT);
		RUN_PSR(three, psr, 0);
		CHECK_FAULT(V_DEBUG, ISR_X);
		CHECK_EQ(fault.ifa, CODE(three) + 16);
		CHECK_EQ(fault.iip, CODE(three) + 16);
		CHECK_EQ(RUN_PSR(three, psr | PSR_CPL(1), 0), 4);
		CHECK_NO_FAULT();
		CHECK_EQ(RUN(three, 0), 4);
		/* PSR.id: the first instruction of the bundle alone. */
		RUN_AT(CODE(three) + 16, psr | PSR_ID, 0, 0, 0, 0);
		CHECK_FAULT(V_DEBUG, ISR_X | ISR_EI(1));
		RUN_AT(CODE(three) + 16, psr | PSR_ID | PSR_RI(2), 0, 0, 0, 0);
		CHECK_NO_FAULT();
		/* A masked range. */
		SET_AT(ibr, 2 * pair + 1, IBR_X | PLM(0) | (EXACT & ~0x1fUL));
		RUN_PSR(three, psr, 0);
		CHECK_FAULT(V_DEBUG, ISR_X);
		CHECK_EQ(fault.iip, CODE(three));
		SET_AT(ibr, 2 * pair + 1, 0);
	}
}

static void fp_traps(void)
{
	u64 fpsr = GET(ar.fpsr);
	double big = 1.7e308;

	__asm__ volatile("ldfd f6 = [%0] ;; mov ar.fpsr = %1"
			 :
			 : "r"(&big), "r"(fpsr & ~0x8UL)
			 : "f6");
	RUN_PSR(fp_overflow, GUEST_PSR | PSR_RI(1), 0);
	CHECK_EQ(fault.vector, V_FP_TRAP);
	CHECK_EQ(fault.isr & 1, TRAP_FP);
	CHECK_EQ(fault.isr & ISR_EI(3), ISR_EI(1));
	CHECK_EQ(fault.isr >> 11 & 1, 1); /* the overflow bit */
	CHECK_EQ(fault.iip, CODE(fp_overflow));
	CHECK_EQ(fault.ipsr & PSR_RI(3), PSR_RI(2));
	/* With single step: both in the code. */
	__asm__ volatile("ldfd f6 = [%0] ;;" : : "r"(&big) : "f6");
	RUN_PSR(fp_overflow, STEP | PSR_RI(1), 0);
	CHECK_EQ(fault.vector, V_FP_TRAP);
	CHECK_EQ(fault.isr & 0xf, TRAP_FP | TRAP_SS);
	SET(ar.fpsr, fpsr);
}

/*
 * Physical addresses have 50 bits.  A branch may report the target as a trap
 * or, as here, as a fault when it is fetched; SDM vol 2, chapter 8.
 */
static void unimplemented_targets(void)
{
	u64 physical = GUEST_PSR & ~PSR_IT, far = 1UL << 55 | 0x40;

	RUN_AT(far, physical, 0, 0, 0, 0);
	CHECK_EQ(fault.vector, V_LOWER_PRIV);
	CHECK_EQ(fault.isr & 0xffff, 0x10);
	CHECK_EQ(fault.isr & ISR_EI(3), ISR_EI(2)); /* the rfi in jump */
	CHECK_EQ(fault.iip, far);
	RUN_PSR(jump_to, physical, far);
	CHECK_EQ(fault.vector, V_LOWER_PRIV);
	CHECK_EQ(fault.isr & 0xffff, 0x10);
	CHECK_EQ(fault.iip, far);
	/* Bit 63 is the uncacheable alias, not an address bit. */
	CHECK_EQ(RUN_AT(1UL << 63 | CODE(three), physical, 10, 0, 0, 0), 14);
	CHECK_NO_FAULT();
}

static void promotion(void)
{
	u64 code = CODE(enter_epc) & ~0x3fffUL;
	u64 at = REGION(2) | code | (CODE(enter_epc) & 0x3fff);

	/* Not on a promotion page: mov =psr faults at cpl 3. */
	RUN_PSR(enter_epc, GUEST_PSR | PSR_CPL(3), 0);
	CHECK_EQ(fault.vector, V_GENEX); /* run() calls from ppl 0 < 3 */
	CHECK_EQ(fault.isr & 0xff, 0);
	/* A promotion page to level 0, with pfs.ppl below cpl: illegal. */
	map_code(at, PTE(code, 7, 0), ITIR(14, 0));
	RUN_AT(at, GUEST_PSR | PSR_CPL(3), 0, 0, 0, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN_AT(at, GUEST_PSR, 0, 0, 0, 0);
	CHECK_NO_FAULT();
	/* epc is an instruction like others to single step. */
	RUN_AT(at, STEP | PSR_RI(2), 0, 0, 0, 0);
	CHECK_FAULT(V_SINGLE_STEP, TRAP_SS | ISR_EI(2));
	CHECK_EQ(fault.iip, at + 16);
	CHECK_EQ(fault.ipsr >> 32 & 3, 0);
	/* From cpl 3: the handler sees the promoted level. */
	RUN(step_user, at, STEP | PSR_CPL(3) | PSR_RI(2));
	CHECK_FAULT(V_SINGLE_STEP, TRAP_SS | ISR_EI(2));
	CHECK_EQ(fault.iip, at + 16);
	CHECK_EQ(fault.ipsr >> 32 & 3, 0);
	CHECK_EQ(RUN_AT(REGION(2) | code | (CODE(user_epc) & 0x3fff),
			GUEST_PSR | PSR_CPL(3), 0, 0, 0, 0),
		 0);
	unmap(at, 14);
	CHECK_EQ(RUN(read_bank, 0), 1);
}

void test(void)
{
	single_step();
	taken_branch();
	lower_privilege();
	data_breakpoints();
	fetch_breakpoints();
	fp_traps();
	unimplemented_targets();
	promotion();
}
