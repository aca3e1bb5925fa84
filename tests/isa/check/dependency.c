// SPDX-License-Identifier: GPL-2.0
/*
 * Breaks one dependency or serialisation rule in each snippet, and none in the
 * snippets called legal_*.  SDM vol 3, chapter 5.
 *
 * The lines below are what the checking engine must report, and all of it:
 * function, resource, rule.
 * EXPECT: raw_gr: GR9: read after write in one group
 * EXPECT: raw_predicate: PR6: read after write in one group
 * EXPECT: raw_fp_branch: PR6: read after write in one group
 * EXPECT: raw_base_update: GR9: read after write in one group
 * EXPECT: raw_lc: AR[LC]: read after write in one group
 * EXPECT: raw_ccv: AR[CCV]: read after write in one group
 * EXPECT: waw_gr: GR9: write after write in one group
 * EXPECT: waw_predicate: PR6: write after write in one group
 * EXPECT: war_pr63: PR63: write after read in one group
 * EXPECT: raw_psr_ac: PSR.ac: read after write in one group
 * EXPECT: data_psr_dt: PSR.dt: no data serialisation since the write
 * EXPECT: data_psr_ic: PSR.ic: no data serialisation since the write
 * EXPECT: data_rr: RR#: no data serialisation since the write
 * EXPECT: data_itc: DTC: no data serialisation since the write
 * EXPECT: data_cr: CR[ITM]: no data serialisation since the write
 * EXPECT: data_same_group: PSR.dt: no data serialisation since the write
 * EXPECT: instr_iva: CR[IVA]: no instruction serialisation since the write
 */
#include "guest.h"

/* The group is written out: the assembler would not reorder, but might warn. */
SNIPPET(raw_gr, "add r9 = 1, r32\n add r8 = r9, r32");
SNIPPET(raw_predicate, "cmp.eq p6, p7 = r32, r32\n (p6) mov r8 = 1");
SNIPPET(raw_fp_branch, "fcmp.eq p6, p7 = f0, f0\n (p6) br.cond.sptk 1f\n"
		       ";;\n 1: mov r8 = 0");
SNIPPET(raw_base_update, "mov r9 = r32\n ;;\n ld8 r10 = [r9], 8\n"
			 "mov r8 = r9");
SNIPPET(raw_lc, "mov ar.lc = r0\n mov r8 = ar.lc");
SNIPPET(raw_ccv, "mov ar.ccv = r33\n cmpxchg8.acq r8 = [r32], r33, ar.ccv");
SNIPPET(waw_gr, "mov r9 = 1\n mov r9 = 2\n ;;\n mov r8 = r9");
SNIPPET(waw_predicate, "cmp.eq p6, p7 = r32, r32\n cmp.eq p6, p8 = r32, r32");
SNIPPET(war_pr63, "mov ar.lc = 0\n mov ar.ec = 0\n ;;\n"
		  "{ .mbb\n nop.m 0\n (p63) br.cond.spnt 1f\n"
		  "br.ctop.sptk 1f\n }\n ;;\n 1: mov r8 = 0");
SNIPPET(raw_psr_ac, "rum 8\n ld8 r8 = [r32]\n ;;\n sum 8");
SNIPPET(data_psr_dt, "rsm 1 << 17\n ;;\n ld8 r8 = [r32]\n ;;\n"
		     "ssm 1 << 17\n ;;\n srlz.d");
SNIPPET(data_psr_ic, "rsm 1 << 13\n ;;\n mov r8 = cr.iip\n ;;\n"
		     "ssm 1 << 13\n ;;\n srlz.i");
SNIPPET(data_rr, "mov r9 = rr[r33]\n ;;\n mov rr[r33] = r9\n ;;\n"
		 "ld8 r8 = [r32]\n ;;\n srlz.d");
SNIPPET(data_itc, "rsm 1 << 13\n ;;\n srlz.d\n ;;\n mov cr.itir = r34\n"
		  "mov cr.ifa = r33\n ;;\n itc.d r32\n ;;\n"
		  "ld8 r8 = [r33]\n ;;\n ssm 1 << 13\n ;;\n srlz.d");
SNIPPET(data_cr, "mov r9 = cr.itm\n ;;\n mov cr.itm = r9\n ;;\n"
		 "mov r8 = cr.itm\n ;;\n srlz.d");
SNIPPET(data_same_group, "rsm 1 << 17\n srlz.d\n ;;\n ld8 r8 = [r32]\n ;;\n"
			 "ssm 1 << 17\n ;;\n srlz.d");
SNIPPET(instr_iva, "mov r9 = cr.iva\n ;;\n mov cr.iva = r9\n ;;\n srlz.d\n"
		   ";;\n mov r8 = cr.iva\n ;;\n srlz.i");

/* The same, right. */
SNIPPET(legal_order, "mov r8 = r32\n add r32 = 1, r33\n ;;\n add r9 = r8, r32");
SNIPPET(legal_branch, "cmp.eq p6, p7 = r32, r32\n (p6) br.cond.sptk 1f\n ;;\n"
		      "1: mov r8 = 0");
SNIPPET(legal_check_load, "ld8.a r9 = [r32]\n ;;\n ld8.c.clr r9 = [r32]\n"
			  "mov r8 = r9");
SNIPPET(legal_exclusive, "cmp.eq p6, p7 = r32, r32\n ;;\n (p6) mov r9 = 1\n"
			 "(p7) mov r9 = 2\n ;;\n mov r8 = r9");
SNIPPET(legal_psr, "rsm 1 << 17\n ;;\n srlz.d\n ;;\n ld8 r8 = [r32]\n ;;\n"
		   "ssm 1 << 17\n ;;\n srlz.d");
SNIPPET(legal_pfs, "mov r9 = ar.pfs\n mov r10 = b0\n ;;\n mov ar.pfs = r9\n"
		   "mov b0 = r10\n br.ret.sptk.many b0");
SNIPPET(legal_itc, "rsm 1 << 13\n ;;\n srlz.d\n ;;\n mov cr.itir = r34\n"
		   "mov cr.ifa = r33\n ;;\n itc.d r32\n ;;\n srlz.d\n ;;\n"
		   "ld8 r8 = [r33]\n ;;\n ssm 1 << 13\n ;;\n srlz.d");

#define VA (REGION(3) | 0x100000)

static u64 page[2048] __attribute__((aligned(16384)));

void test(void)
{
	u64 pte = PTE((u64)page, 0, 3);

	RUN(raw_gr, 1);
	RUN(raw_predicate, 1);
	RUN(raw_fp_branch, 1);
	RUN(raw_base_update, page);
	RUN(raw_lc, 0);
	RUN(raw_ccv, page, 0);
	RUN(waw_gr, 0);
	RUN(waw_predicate, 0);
	RUN(war_pr63, 0);
	RUN(raw_psr_ac, page);
	RUN(data_psr_dt, page);
	RUN(data_psr_ic, 0);
	RUN(data_rr, page, page);
	RUN(data_itc, pte, VA, ITIR(14, 0));
	RUN(data_cr, 0);
	RUN(data_same_group, page);
	RUN(instr_iva, 0);
	RUN(legal_order, 1, 2);
	RUN(legal_branch, 1);
	RUN(legal_check_load, page);
	RUN(legal_exclusive, 1);
	RUN(legal_psr, page);
	RUN(legal_pfs, 0);
	RUN(legal_itc, pte, VA + 0x4000, ITIR(14, 0));
	CHECK_NO_FAULT();
}
