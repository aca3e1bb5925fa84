// SPDX-License-Identifier: GPL-2.0
/*
 * Register stack against a model that has registers without end: absolute
 * register n of the stack is model[n], whatever was spilled meanwhile.
 * Numbers and sequences are from SDM vol 2, chapter 6.
 */
#include "cpu/rse.h"

#include "cpu/app_regs.h"
#include "cpu_fixture.h"

#define STORE 0x100000ULL
#define DEPTH 400
#define REGS (DEPTH * 100)

static u64 model[REGS];
static u8 model_nat[REGS];
static struct cfm saved[DEPTH];
static int depth;
static u64 base; /* absolute number of GR 32 */

static struct cpu *start(void)
{
	struct cpu *cpu = fixture();

	rse_write_bspstore(cpu, STORE);
	depth = 0;
	base = 0;
	return cpu;
}

static void fill(struct cpu *cpu, unsigned int from)
{
	for (unsigned int i = from; i < cpu->cfm.sof; i++) {
		u64 r = test_random();

		cpu->gr[32 + i] = model[base + i] = r;
		cpu->nat[32 + i] = model_nat[base + i] = r >> 20 & 1;
	}
}

static void check_frame(struct cpu *cpu)
{
	const char *wrong = rse_check(cpu);

	if (wrong)
		FAIL("%s", wrong);
	CHECK_EQ(cpu->rse.bsp, rse_skip_regs(STORE, base));
	for (unsigned int i = 0; i < cpu->cfm.sof; i++) {
		CHECK_EQ(cpu->gr[32 + i], model[base + i]);
		CHECK_EQ(cpu->nat[32 + i], model_nat[base + i]);
	}
}

static void check_memory(struct cpu *cpu)
{
	u64 a = STORE;

	for (u64 n = 0; n < base; n++, a += 8) {
		u64 collection = a | 0x1f8, rnat;

		if (rse_rnat_slot(a) == 63)
			a += 8, collection = a | 0x1f8;
		CHECK_EQ(fixture_peek(a), model[n]);
		rnat = collection < cpu->rse.bspstore ?
			       fixture_peek(collection) :
			       cpu->rse.rnat;
		CHECK_EQ(rnat >> rse_rnat_slot(a) & 1, model_nat[n]);
	}
}

static void do_alloc(struct cpu *cpu)
{
	unsigned int old = cpu->cfm.sof, sof = test_random() % 97;
	unsigned int sol = sof ? test_random() % (sof + 1) : 0;

	CHECK_EQ(rse_alloc(cpu, sof, sol, 0), FAULT_NONE);
	if (sof > old)
		fill(cpu, old);
}

static void do_call(struct cpu *cpu)
{
	saved[depth++] = cpu->cfm;
	base += cpu->cfm.sol;
	rse_call(cpu);
}

/* The caller's outputs are what the callee left in its first registers. */
static void do_return(struct cpu *cpu)
{
	struct cfm f = saved[--depth];
	unsigned int out = f.sof - f.sol, have = cpu->cfm.sof;

	CHECK_EQ(rse_return(cpu, f, false), FAULT_NONE);
	base -= f.sol;
	if (out > have) /* never seen registers: anything goes */
		for (unsigned int i = f.sol + have; i < f.sof; i++) {
			model[base + i] = cpu->gr[32 + i];
			model_nat[base + i] = cpu->nat[32 + i];
		}
}

static void do_cover_rfi(struct cpu *cpu)
{
	struct cfm f = cpu->cfm;
	u64 ifs;

	rse_cover(cpu);
	ifs = cpu->cr_ifs;
	CHECK_EQ(ifs, cfm_pack(&f) | BIT64(63));
	CHECK_EQ(cpu->cfm.sof, 0);
	CHECK_EQ(cpu->rse.bsp, rse_skip_regs(STORE, base + f.sof));
	if (test_random() & 1)
		CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
	if (test_random() & 1) {
		/* A handler that uses frames of its own. */
		CHECK_EQ(rse_alloc(cpu, 60, 50, 0), FAULT_NONE);
		for (unsigned int i = 0; i < 60; i++)
			cpu->gr[32 + i] = ~0ULL;
		rse_call(cpu);
		CHECK_EQ(rse_alloc(cpu, 96, 90, 0), FAULT_NONE);
		CHECK_EQ(rse_return(cpu, (struct cfm){ .sof = 60, .sol = 50 },
				    false),
			 FAULT_NONE);
	}
	CHECK_EQ(rse_return(cpu, cfm_unpack(ifs), true), FAULT_NONE);
}

/* Switch to another backing store and back, as an operating system does. */
static void do_loadrs(struct cpu *cpu)
{
	struct cfm f = cpu->cfm;
	u64 bytes, ifs;

	rse_cover(cpu);
	ifs = cpu->cr_ifs;
	bytes = (cpu->rse.bsp - cpu->rse.bspstore);
	if (test_random() & 1) {
		/* Everything out, then some of it in again. */
		CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
		CHECK_EQ(cpu->rse.bspstore, cpu->rse.bsp);
		bytes = test_random() % 90 * 8;
		if (bytes > cpu->rse.bsp - STORE)
			bytes = cpu->rse.bsp - STORE;
	}
	cpu->ar_rsc = bytes << RSC_LOADRS_SHIFT;
	CHECK_EQ(rse_loadrs(cpu), FAULT_NONE);
	CHECK_EQ(cpu->rse.bspstore, cpu->rse.bsp - bytes);
	CHECK_EQ(rse_return(cpu, cfm_unpack(ifs), true), FAULT_NONE);
	CHECK_EQ(cpu->cfm.sof, f.sof);
}

TEST(random_calls_keep_every_register)
{
	struct cpu *cpu = start();

	for (int i = 0; i < 60000; i++) {
		switch (test_random() % 8) {
		case 0:
		case 1:
			do_alloc(cpu);
			break;
		case 2:
		case 3:
			if (depth < DEPTH - 1)
				do_call(cpu);
			break;
		case 4:
		case 5:
			if (depth)
				do_return(cpu);
			break;
		case 6:
			/* Eager stores may come between any two. */
			cpu->ar_rsc = 1;
			rse_spill_eagerly(cpu, test_random() % 64);
			cpu->ar_rsc = 0;
			if (!(test_random() & 7)) {
				CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
				check_memory(cpu);
			}
			break;
		default:
			if (test_random() & 1)
				do_cover_rfi(cpu);
			else
				do_loadrs(cpu);
			break;
		}
		check_frame(cpu);
	}
}

TEST(skip_regs_passes_collections)
{
	CHECK_EQ(rse_skip_regs(0x1000, 62), 0x1000 + 62 * 8);
	CHECK_EQ(rse_skip_regs(0x1000, 63), 0x1000 + 64 * 8);
	CHECK_EQ(rse_skip_regs(0x1200, -1), 0x1200 - 2 * 8);
	CHECK_EQ(rse_skip_regs(0x11f0, 1), 0x1200);
	CHECK_EQ(rse_skip_regs(0x1000, 96), 0x1000 + 97 * 8);
	for (s64 n = -200; n < 200; n++)
		CHECK_EQ(rse_skip_regs(rse_skip_regs(0x4000, n), -n), 0x4000);
}

TEST(call_renames_outputs_and_clears_rename_bases)
{
	struct cpu *cpu = start();

	CHECK_EQ(rse_alloc(cpu, 20, 16, 1), FAULT_NONE);
	for (unsigned int i = 0; i < 20; i++)
		cpu->gr[32 + i] = 100 + i;
	cpu->pr = 1 | BIT64(16) | BIT64(63);
	rse_rotate(cpu);
	CHECK_EQ(cpu->cfm.rrb_gr, 7);
	CHECK_EQ(cpu->cfm.rrb_fr, 95);
	CHECK_EQ(cpu->cfm.rrb_pr, 47);
	/* p16 became p17, p63 became p16. */
	CHECK_EQ(cpu->pr, 1 | BIT64(17) | BIT64(16));
	/* r32 is what was r39 before. */
	CHECK_EQ(cpu->gr[cpu_gr_index(&cpu->cfm, 32)], 107);
	rse_call(cpu);
	CHECK_EQ(cfm_pack(&cpu->cfm), 4);
	CHECK_EQ(cpu->gr[32], 116);
	CHECK_EQ(cpu->gr[35], 119);
	CHECK_EQ(cpu->pr, 1 | BIT64(16) | BIT64(63));
}

TEST(alloc_checks_sizes)
{
	struct cpu *cpu = start();

	CHECK_FAULT(rse_alloc(cpu, 97, 0, 0), GENERAL_EXCEPTION, 0);
	CHECK_FAULT(rse_alloc(cpu, 4, 5, 0), GENERAL_EXCEPTION, 0);
	CHECK_FAULT(rse_alloc(cpu, 7, 0, 1), GENERAL_EXCEPTION, 0);
	CHECK_EQ(rse_alloc(cpu, 16, 0, 1), FAULT_NONE);
	rse_rotate(cpu);
	CHECK_EQ(rse_alloc(cpu, 24, 0, 1), FAULT_NONE);
	CHECK_FAULT(rse_alloc(cpu, 24, 0, 2), GENERAL_EXCEPTION, 0x30);
}

TEST(bad_pfs_gives_an_empty_frame)
{
	struct cpu *cpu = start();

	CHECK_EQ(rse_alloc(cpu, 90, 80, 0), FAULT_NONE);
	rse_call(cpu);
	/* 80 are dirty, the PFS wants 40 outputs and keeps none. */
	CHECK_EQ(rse_return(cpu, (struct cfm){ .sof = 40 }, false), FAULT_NONE);
	CHECK_EQ(cfm_pack(&cpu->cfm), 0);
	CHECK(!rse_check(cpu));
}

TEST(mandatory_load_faults_leave_the_frame_incomplete)
{
	struct cpu *cpu = start();
	u64 pte = PTE(0x100000, 2, 0);

	CHECK_EQ(rse_alloc(cpu, 40, 30, 0), FAULT_NONE);
	for (unsigned int i = 0; i < 40; i++)
		cpu->gr[32 + i] = 1000 + i;
	rse_call(cpu);
	CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
	cpu->psr |= PSR_RT | PSR_DT | PSR_IC;
	CHECK_FAULT(rse_return(cpu, (struct cfm){ .sof = 40, .sol = 30 },
			       false),
		    ALT_DATA_TLB, ISR_R | ISR_RS);
	/* The frame is the caller's already, SDM vol 2, 6.8. */
	CHECK_EQ(cpu->cfm.sof, 40);
	CHECK_EQ(cpu->rse.bsp, STORE);
	CHECK_EQ(cpu->rse.dirty, -30);
	CHECK_EQ(cpu->fault.ifa, STORE + 29 * 8);
	cpu->ip = 0x5000;
	interruption_deliver(cpu);
	CHECK_EQ(cpu->cr_isr, ISR_R | ISR_RS | ISR_IR);
	/* The handler covers, maps the page and returns. */
	rse_cover(cpu);
	CHECK_EQ(cpu->rse.bsp, rse_skip_regs(STORE, 40));
	CHECK_EQ(cpu->rse.dirty, 10);
	mmu_insert_tc(cpu, true, pte, fixture_itir(14, 0), STORE);
	CHECK_EQ(rse_return(cpu, cfm_unpack(cpu->cr_ifs), true), FAULT_NONE);
	CHECK_EQ(cpu->rse.dirty, 0);
	for (unsigned int i = 0; i < 40; i++)
		CHECK_EQ(cpu->gr[32 + i], 1000 + i);
}

TEST(rfi_without_ifs_v_completes_the_frame)
{
	struct cpu *cpu = start();

	CHECK_EQ(rse_alloc(cpu, 40, 40, 0), FAULT_NONE);
	for (unsigned int i = 0; i < 40; i++)
		cpu->gr[32 + i] = 1000 + i;
	rse_call(cpu);
	CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
	cpu->psr |= PSR_RT | PSR_DT | PSR_IC;
	CHECK_EQ(rse_return(cpu, (struct cfm){ .sof = 40, .sol = 40 }, false),
		 FAULT_RAISED);
	cpu->ip = 0x5000;
	interruption_deliver(cpu);
	CHECK_EQ(cpu->cr_ifs >> 63, 0);
	mmu_insert_tc(cpu, true, PTE(0x100000, 2, 0), fixture_itir(14, 0),
		      STORE);
	CHECK_EQ(rse_complete_frame(cpu), FAULT_NONE);
	for (unsigned int i = 0; i < 40; i++)
		CHECK_EQ(cpu->gr[32 + i], 1000 + i);
	CHECK(!rse_check(cpu));
}

TEST(loadrs_and_flushrs_checks)
{
	struct cpu *cpu = start();

	cpu->ar_rsc = RSC_MODE;
	CHECK_FAULT(rse_loadrs(cpu), GENERAL_EXCEPTION, 0);
	cpu->ar_rsc = 8ULL << RSC_LOADRS_SHIFT;
	CHECK_EQ(rse_alloc(cpu, 1, 0, 0), FAULT_NONE);
	CHECK_FAULT(rse_loadrs(cpu), GENERAL_EXCEPTION, 0);
	cpu->cfm.sof = 0;
	cpu->ar_rsc = 99ULL * 8 << RSC_LOADRS_SHIFT;
	CHECK_FAULT(rse_loadrs(cpu), GENERAL_EXCEPTION, 0);
}

TEST(spills_obey_rsc_be_and_pl)
{
	struct cpu *cpu = start();

	cpu->ar_rsc = RSC_BE | 3 << RSC_PL_SHIFT;
	CHECK_EQ(rse_alloc(cpu, 1, 1, 0), FAULT_NONE);
	cpu->gr[32] = 0x0102030405060708;
	rse_call(cpu);
	CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
	CHECK_EQ(fixture_peek(STORE), 0x0807060504030201);
	/* A page for privilege level 0 only. */
	CHECK_EQ(rse_alloc(cpu, 1, 1, 0), FAULT_NONE);
	rse_call(cpu);
	cpu->psr |= PSR_RT | PSR_IC;
	mmu_insert_tc(cpu, true, PTE(0x100000, 2, 0), fixture_itir(14, 0),
		      STORE);
	CHECK_FAULT(rse_flushrs(cpu), DATA_ACCESS_RIGHTS, ISR_W | ISR_RS);
	cpu->ar_rsc = 0;
	CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
}
