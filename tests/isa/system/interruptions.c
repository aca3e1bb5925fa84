// SPDX-License-Identifier: GPL-2.0
/*
 * State saved by each interruption vector a program can raise, with PSR.ic
 * one and zero.  SDM vol 2, 5.5 and chapter 8.
 */
#include "guest.h"

/* Slots are fixed by templates: ISR.ei and IPSR.ri must name them. */
SNIPPET(break_slot0, "{ .mii\n break.m 0x12345\n nop.i 0\n nop.i 0\n }");
SNIPPET(break_slot1, "{ .mii\n nop.m 0\n break.i 0x12346\n nop.i 0\n }");
SNIPPET(break_slot2, "{ .mib\n nop.m 0\n nop.i 0\n break.b 0x12347\n }");
SNIPPET(break_x, "{ .mlx\n nop.m 0\n break.x 0x2aaaaaaaaaaaaaa5\n }");
SNIPPET(load, "{ .mii\n ld8 r8 = [r32]\n nop.i 0\n nop.i 0\n }");
SNIPPET(load_slot1, "{ .mmi\n nop.m 0\n ld8 r8 = [r32]\n nop.i 0\n }");
SNIPPET(store, "{ .mii\n st8 [r32] = r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(exchange, "{ .mii\n xchg8 r8 = [r32], r33\n nop.i 0\n nop.i 0\n }");
SNIPPET(nat_address, "ld8.s r8 = [r32]\n ;;\n ld8 r9 = [r8]");
SNIPPET(nat_store, "ld8.s r8 = [r32]\n ;;\n st8 [r8] = r0");
SNIPPET(nat_xchg, "ld8.s r8 = [r32]\n ;;\n xchg8 r9 = [r8], r0");
SNIPPET(nat_to_branch, "ld8.s r8 = [r32]\n ;;\n { .mii\n nop.m 0\n"
		       " mov b6 = r8\n nop.i 0\n }");
SNIPPET(nat_to_cr, "ld8.s r8 = [r32]\n ;;\n mov cr.dcr = r8");
SNIPPET(check_s, "ld8.s r8 = [r32]\n ;;\n chk.s r8, 1f\n ;;\n mov r8 = 1\n"
		 " br.ret.sptk.many b0\n ;;\n 1: mov r8 = 2");
SNIPPET(fp_low, "{ .mfi\n nop.m 0\n fadd f6 = f6, f7\n nop.i 0\n }");
SNIPPET(fp_high, "{ .mfi\n nop.m 0\n fadd f40 = f6, f40\n nop.i 0\n }");
SNIPPET(fp_load, "{ .mfi\n ldf8 f40 = [r32]\n nop.f 0\n nop.i 0\n }");
SNIPPET(fp_store, "{ .mfi\n stf8 [r32] = f6\n nop.f 0\n nop.i 0\n }");
SNIPPET(privileged, "{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }\n"
		    "{ .mii\n mov r8 = cr.dcr\n nop.i 0\n nop.i 0\n }");
SNIPPET(kernel_register, "mov ar.k0 = r0");
SNIPPET(read_psr, "mov r8 = psr");
SNIPPET(do_rsm, "rsm psr.i");
SNIPPET(do_itc, "itc.d r0");
SNIPPET(do_rfi, "rfi\n ;;");
SNIPPET(do_tpa, "tpa r8 = r32");
SNIPPET(do_tak, "tak r8 = r32");
SNIPPET(reserved_mask, "ssm 0x1");
SNIPPET(reserved_cr, "mov cr.dcr = r32");
SNIPPET(cr_ifa, "mov r8 = cr.ifa");
SNIPPET(bad_rsc, "mov ar.rsc = r32");
SNIPPET(bad_pmd, "mov r8 = pmd[r32]");
SNIPPET(bad_alloc, "mov ar.bsp = r32");
SNIPPET(unaligned_load, "{ .mii\n nop.m 0\n nop.i 0\n nop.i 0\n }\n"
			"{ .mmi\n nop.m 0\n ld4 r8 = [r32]\n nop.i 0\n }");
SNIPPET(unaligned_store, "st2 [r32] = r33");
SNIPPET(unaligned_cmpxchg, "cmpxchg4.acq r8 = [r32], r0, ar.ccv");
SNIPPET(vmsw_0, "vmsw.0");
SNIPPET(return_value, "add r8 = r32, r33");

static u64 word[2] __attribute__((aligned(16)));
static const u64 nowhere = REGION(3) | 0x123456;

/* What every fault saves, beside the parameters checked at each. */
static void check_saved(u64 iip, u64 psr, unsigned int slot)
{
	CHECK_EQ(fault.iip, iip);
	CHECK_EQ(fault.ipsr & ~0x30UL, psr | PSR_RI(slot));
	CHECK_EQ(fault.isr >> 41 & 3, slot);
	CHECK_EQ(fault.ifs >> 63, 0);
	/* PSR in the handler: ic, i and the debugging bits are off. */
	CHECK_EQ(fault.psr & ~0x30UL,
		 psr & (PSR_UP | PSR_PK | PSR_DT | PSR_RT | PSR_MC | PSR_IT));
}

static void breaks(void)
{
	CHECK_EQ(RUN(return_value, 40, 2), 42);
	CHECK_NO_FAULT();
	RUN(break_slot0, 0);
	CHECK_FAULT(V_BREAK, ISR_EI(0));
	CHECK_EQ(fault.iim, 0x12345);
	check_saved(CODE(break_slot0), GUEST_PSR, 0);
	RUN(break_slot1, 0);
	CHECK_FAULT(V_BREAK, ISR_EI(1));
	CHECK_EQ(fault.iim, 0x12346);
	check_saved(CODE(break_slot1), GUEST_PSR, 1);
	RUN(break_slot2, 0);
	CHECK_FAULT(V_BREAK, ISR_EI(2));
	CHECK_EQ(fault.iim, 0); /* SDM vol 3, break: zero for the B form */
	check_saved(CODE(break_slot2), GUEST_PSR, 2);
	RUN(break_x, 0);
	CHECK_EQ(fault.vector, V_BREAK);
	CHECK_EQ(fault.iim, 0xaaaa5); /* its low 21 bits */
	RUN_PSR(break_slot0, GUEST_PSR | PSR_CPL(3) | PSR_AC | PSR_UP, 0);
	CHECK_FAULT(V_BREAK, 0);
	check_saved(CODE(break_slot0), GUEST_PSR | PSR_CPL(3) | PSR_AC | PSR_UP,
		    0);
}

static void data_misses(void)
{
	RUN(load, nowhere);
	CHECK_FAULT(V_ALT_DTLB, ISR_R);
	CHECK_EQ(fault.ifa, nowhere);
	CHECK_EQ(fault.itir, RR_ITIR(3));
	check_saved(CODE(load), GUEST_PSR, 0);
	RUN(load_slot1, nowhere);
	CHECK_FAULT(V_ALT_DTLB, ISR_R | ISR_EI(1));
	check_saved(CODE(load_slot1), GUEST_PSR, 1);
	RUN(store, nowhere);
	CHECK_FAULT(V_ALT_DTLB, ISR_W);
	RUN(exchange, nowhere & ~7UL);
	CHECK_FAULT(V_ALT_DTLB, ISR_R | ISR_W);
	/* PSR.ic = 0: nested, and no control register moves. */
	RUN_PSR(load, GUEST_PSR & ~PSR_IC, nowhere);
	CHECK_EQ(fault.vector, V_NESTED);
	CHECK_EQ(fault.isr, 0);
	CHECK_EQ(fault.ifa, nowhere & ~7UL);
	CHECK_EQ(fault.iim, GUEST_BREAK_RETURN);
	/* Anything else with ic = 0 writes ISR only, with ni. */
	RUN_PSR(break_slot1, GUEST_PSR & ~PSR_IC, 0);
	CHECK_FAULT(V_BREAK, ISR_NI | ISR_EI(1));
	CHECK_EQ(fault.iim, GUEST_BREAK_RETURN);
}

static void nat_consumption(void)
{
	u64 no_ic = GUEST_PSR & ~PSR_IC;

	/* ld8.s of an unmapped address defers when PSR.ic is 0 only. */
	RUN_PSR(nat_address, no_ic, nowhere);
	CHECK_FAULT(V_NAT, 0x10 | ISR_R | ISR_NI | (fault.isr & ISR_EI(3)));
	RUN_PSR(nat_store, no_ic, nowhere);
	CHECK_FAULT(V_NAT, 0x10 | ISR_W | ISR_NI | (fault.isr & ISR_EI(3)));
	RUN_PSR(nat_xchg, no_ic, nowhere);
	CHECK_FAULT(V_NAT,
		    0x10 | ISR_R | ISR_W | ISR_NI | (fault.isr & ISR_EI(3)));
	RUN_PSR(nat_to_branch, no_ic, nowhere);
	CHECK_FAULT(V_NAT, 0x10 | ISR_NI | ISR_EI(1));
	RUN_PSR(nat_to_cr, no_ic, nowhere);
	CHECK_FAULT(V_NAT, 0x10 | ISR_NI | (fault.isr & ISR_EI(3)));
	/* PSR.ed = 1 gives the NaT even where nothing is wrong. */
	RUN_PSR(nat_address, GUEST_PSR | PSR_ED, word);
	CHECK_FAULT(V_NAT, 0x10 | ISR_R | ISR_EI(1));
	CHECK_EQ(RUN_PSR(check_s, no_ic, nowhere), 2);
	CHECK_EQ(RUN_PSR(check_s, GUEST_PSR, word), 1);
}

static void disabled_fp(void)
{
	RUN_PSR(fp_low, GUEST_PSR | PSR_DFL, 0);
	CHECK_FAULT(V_DISABLED_FP, 1 | ISR_EI(1));
	RUN_PSR(fp_low, GUEST_PSR | PSR_DFH, 0);
	CHECK_NO_FAULT();
	RUN_PSR(fp_high, GUEST_PSR | PSR_DFH, 0);
	CHECK_FAULT(V_DISABLED_FP, 2 | ISR_EI(1));
	RUN_PSR(fp_high, GUEST_PSR | PSR_DFL | PSR_DFH, 0);
	CHECK_FAULT(V_DISABLED_FP, 3 | ISR_EI(1));
	RUN_PSR(fp_load, GUEST_PSR | PSR_DFH, word);
	CHECK_FAULT(V_DISABLED_FP, 2 | ISR_R);
	RUN_PSR(fp_store, GUEST_PSR | PSR_DFL, word);
	CHECK_FAULT(V_DISABLED_FP, 1 | ISR_W);
	/* Disabled FP comes before the data fault. */
	RUN_PSR(fp_load, GUEST_PSR | PSR_DFH, nowhere);
	CHECK_EQ(fault.vector, V_DISABLED_FP);
}

static void general_exceptions(void)
{
	u64 user = GUEST_PSR | PSR_CPL(3);

	RUN_PSR(privileged, user, 0);
	CHECK_FAULT(V_GENEX, 0x10);
	check_saved(CODE(privileged) + 16, user, 0);
	CHECK_EQ(fault.iipa, CODE(privileged));
	RUN_PSR(kernel_register, user, 0);
	CHECK_EQ(fault.isr & 0xff, 0x20);
	RUN_PSR(read_psr, user, 0);
	CHECK_EQ(fault.isr & 0xff, 0x10);
	RUN_PSR(do_rsm, user, 0);
	CHECK_EQ(fault.isr & 0xff, 0x10);
	RUN_PSR(do_rfi, user, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0x10);
	CHECK_EQ(fault.iip, CODE(do_rfi));
	RUN_PSR(do_tpa, user, 0);
	CHECK_EQ(fault.isr & 0xffff0000ffffUL,
		 0x10 | (fault.isr & ISR_EI(3)) | ISR_NA);
	RUN_PSR(do_tak, user, 0);
	CHECK_EQ(fault.isr & ~ISR_EI(3), ISR_NA | 0x13);
	/* Illegal with ic = 1 comes before privileged. */
	RUN_PSR(do_itc, user, 0);
	CHECK_EQ(fault.isr & 0xff, 0);
	RUN_PSR(do_itc, user & ~PSR_IC, 0);
	CHECK_EQ(fault.isr & 0xff, 0x10);
	RUN(cr_ifa, 0);
	CHECK_FAULT(V_GENEX, fault.isr & ISR_EI(3));
	RUN(reserved_mask, 0);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30);
	RUN(reserved_cr, 8);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30);
	RUN(bad_rsc, 1 << 5);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30);
	RUN(bad_pmd, 200);
	CHECK_EQ(fault.isr & ~ISR_EI(3), 0x30);
	RUN(vmsw_0, 0);
	CHECK_EQ(fault.vector, V_GENEX);
	CHECK_EQ(fault.isr & 0xff, 0);
	/* Unimplemented physical address: bits 62:50. */
	RUN_PSR(load, GUEST_PSR & ~PSR_DT, 1UL << 55);
	CHECK_FAULT(V_GENEX, 0x30 | ISR_R);
}

static void unaligned(void)
{
	u64 at = (u64)word;

	word[0] = 0x0807060504030201;
	word[1] = 0x100f0e0d0c0b0a09;
	RUN_PSR(unaligned_load, GUEST_PSR | PSR_AC, at + 1);
	CHECK_FAULT(V_UNALIGNED, ISR_R | ISR_EI(1));
	CHECK_EQ(fault.ifa, at + 1);
	CHECK_EQ(fault.iip, CODE(unaligned_load) + 16);
	RUN_PSR(unaligned_store, GUEST_PSR | PSR_AC, at + 1, 0);
	CHECK_EQ(fault.vector, V_UNALIGNED);
	CHECK_EQ(fault.isr & ~ISR_EI(3), ISR_W);
	/* A semaphore must be aligned whatever PSR.ac says. */
	RUN(unaligned_cmpxchg, at + 1);
	CHECK_EQ(fault.vector, V_UNALIGNED);
	CHECK_EQ(fault.isr & ~ISR_EI(3), ISR_R | ISR_W);
	/* Unaligned comes after the translation faults. */
	RUN_PSR(unaligned_load, GUEST_PSR | PSR_AC, nowhere + 1);
	CHECK_EQ(fault.vector, V_ALT_DTLB);
}

void test(void)
{
	breaks();
	data_misses();
	nat_consumption();
	disabled_fp();
	general_exceptions();
	unaligned();
}
