// SPDX-License-Identifier: GPL-2.0
/*
 * The engines' caches seen from the guest: code that changes while it runs,
 * chains into changed pages, blocks dropped at any point, and the same work
 * counted by both engines.
 *
 * A guest is bundles put together here with the encoder; physical addressing.
 */
#include "bus/bus.h"
#include "cpu/fault.h"
#include "exec/engine_cpu.h"
#include "harness.h"
#include "isa/insn.h"
#include "machine/machine.h"
#include "mmu/mmu.h"

#define RAM (8u << 20)
#define CODE 0x100000ULL
#define PAGE 0x1000ULL
#define IVA 0x8000ULL
#define STOP 0xf0000ULL /* control ends up here: a branch to itself */

static struct machine machine;
static struct cpu *cpu;
static u8 *ram;

/* Templates: all slots but a stop at the end. */
#define MII 0x01
#define MIB 0x11
#define MMI 0x09

static struct insn insn(unsigned int op, unsigned int unit)
{
	return (struct insn){ .op = op, .unit = unit };
}

static struct insn nop(unsigned int unit)
{
	return insn(unit == UNIT_M ? OP_NOP_M :
		    unit == UNIT_B ? OP_NOP_B :
				     OP_NOP_I,
		    unit);
}

static struct insn adds(unsigned int r1, int imm, unsigned int r3)
{
	struct insn i = insn(OP_ADDS, UNIT_M);

	i.r1 = r1;
	i.r3 = r3;
	i.imm = imm;
	return i;
}

static struct insn st8(unsigned int base, unsigned int value)
{
	struct insn i = insn(OP_ST8, UNIT_M);

	i.r3 = base;
	i.r2 = value;
	return i;
}

static struct insn ld8(unsigned int target, unsigned int base)
{
	struct insn i = insn(OP_LD8, UNIT_M);

	i.r1 = target;
	i.r3 = base;
	return i;
}

static struct insn br(u64 from, u64 to)
{
	struct insn i = insn(OP_BR_COND, UNIT_B);

	i.imm = to - from;
	return i;
}

static struct insn cloop(u64 from, u64 to)
{
	struct insn i = insn(OP_BR_CLOOP, UNIT_B);

	i.imm = to - from;
	return i;
}

static struct bundle bundle(unsigned int template, struct insn a, struct insn b,
			    struct insn c)
{
	struct bundle bd = { .lo = template };
	struct insn slots[3] = { a, b, c };

	for (unsigned int i = 0; i < 3; i++) {
		u64 raw = 0, imm41 = 0;
		unsigned int unit = bundle_templates[template].unit[i];

		CHECK_EQ(insn_encode(&slots[i], unit, &raw, &imm41), 0);
		bundle_set_slot(&bd, i, raw);
	}
	return bd;
}

static void put(u64 address, struct bundle b)
{
	CHECK(bus_copy_to(machine.bus, address, &b, sizeof(b)));
}

static struct bundle add_bundle(unsigned int r, int imm)
{
	return bundle(MII, adds(r, imm, r), nop(UNIT_I), nop(UNIT_I));
}

static void put_branch(u64 address, u64 to)
{
	put(address, bundle(MIB, nop(UNIT_M), nop(UNIT_I), br(address, to)));
}

static void start(const struct engine_ops *ops)
{
	machine.bus = bus_create();
	CHECK(machine.bus);
	CHECK_EQ(bus_add_ram(machine.bus, 0, RAM, 0), 0);
	ram = bus_ram(machine.bus, 0, RAM);
	machine.config.cpu_count = 1;
	machine.config.engine = ops;
	cpu = calloc(1, sizeof(*cpu));
	CHECK(cpu);
	machine.cpus[0] = cpu;
	cpu->machine = &machine;
	cpu->itlb.tc_count = cpu->dtlb.tc_count = 64;
	cpu_reset(cpu);
	CHECK_EQ(ops->cpu_init(cpu), 0);
	cpu->psr = PSR_IC;
	cpu->cr_iva = IVA;
	cpu->ip = CODE;
	put_branch(STOP, STOP);
}

static void finish(void)
{
	machine.config.engine->cpu_destroy(cpu);
	free(cpu);
	bus_destroy(machine.bus);
	memset(&machine, 0, sizeof(machine));
}

/* To STOP, or an interruption, at most @limit check points away. */
static bool run(unsigned int limit)
{
	u64 faults = cpu->recent.count;

	while (limit-- && cpu->ip != STOP && cpu->recent.count == faults)
		machine.config.engine->run(cpu, 1);
	return cpu->ip == STOP;
}

static const struct engine_ops *const engines[] = { &engine_fast,
						    &engine_check };

TEST(store_changes_a_later_bundle_of_the_same_block)
{
	for (unsigned int n = 0; n < 2; n++) {
		struct bundle b;

		start(engines[n]);
		/* The second bundle is replaced by "add 100" as it stands. */
		b = add_bundle(8, 100);
		cpu->gr[9] = CODE + 2 * 16;
		cpu->gr[10] = CODE + 2 * 16 + 8;
		cpu->gr[11] = b.lo;
		cpu->gr[12] = b.hi;
		put(CODE, bundle(MMI, st8(9, 11), st8(10, 12), nop(UNIT_I)));
		put(CODE + 16, add_bundle(8, 1));
		put(CODE + 32, add_bundle(8, 10));
		put_branch(CODE + 48, STOP);
		CHECK(run(100));
		CHECK_EQ(cpu->gr[8], 101);
		finish();
	}
}

TEST(store_into_another_page_breaks_the_chain_to_it)
{
	for (unsigned int n = 0; n < 2; n++) {
		u64 other = CODE + PAGE;
		struct bundle b;

		start(engines[n]);
		/*
		 * Nine rounds through @other; in each the count in r8 grows
		 * by its immediate, and the fifth store replaces it.
		 */
		b = add_bundle(8, 1000);
		cpu->ar_lc = 8;
		cpu->gr[9] = 0x200000;
		cpu->gr[11] = b.lo;
		put(CODE,
		    bundle(MMI, st8(9, 11), adds(13, 1, 13), nop(UNIT_I)));
		put_branch(CODE + 16, other);
		put(CODE + 32, bundle(MIB, nop(UNIT_M), nop(UNIT_I),
				      cloop(CODE + 32, CODE)));
		put_branch(CODE + 48, STOP);
		put(other, add_bundle(8, 1));
		put_branch(other + 16, CODE + 32);
		for (unsigned int i = 0; i < 1000 && cpu->gr[13] < 5; i++)
			machine.config.engine->run(cpu, 1);
		CHECK_EQ(cpu->gr[13], 5);
		cpu->gr[9] = other; /* from now on the store hits code */
		CHECK(run(1000));
		CHECK_EQ(cpu->gr[13], 9);
		/* Rounds 1-5 with the old bundle, 6-9 with the new one. */
		CHECK_EQ(cpu->gr[8], 5 + 4 * 1000);
		finish();
	}
}

TEST(loop_sees_what_another_agent_wrote_into_it)
{
	for (unsigned int n = 0; n < 2; n++) {
		struct bundle b;

		start(engines[n]);
		put(CODE, add_bundle(8, 1));
		put_branch(CODE + 16, CODE); /* for ever, in one page */
		for (unsigned int i = 0; i < 50; i++)
			machine.config.engine->run(cpu, 3);
		CHECK_EQ(cpu->ip, CODE);
		b = bundle(MIB, nop(UNIT_M), nop(UNIT_I), br(CODE + 16, STOP));
		CHECK(bus_copy_to(machine.bus, CODE + 16, &b, 16));
		CHECK(run(10));
		finish();
	}
}

TEST(store_beside_the_code_keeps_the_blocks)
{
	struct engine_shared *s;
	u64 killed;

	start(&engine_fast);
	s = cpu->engine->shared;
	cpu->ar_lc = 99;
	cpu->gr[9] = CODE + 0x800;
	put(CODE, bundle(MMI, st8(9, 8), adds(8, 1, 8), nop(UNIT_I)));
	put(CODE + 16,
	    bundle(MIB, nop(UNIT_M), nop(UNIT_I), cloop(CODE + 16, CODE)));
	put_branch(CODE + 32, STOP);
	killed = s->pool.pages_killed;
	CHECK(run(1000));
	CHECK_EQ(s->pool.pages_killed, killed);
	CHECK_EQ(*(u64 *)(ram + CODE + 0x800), 99);
	CHECK_EQ(cpu->gr[8], 100);
	finish();
}

TEST(blocks_may_be_dropped_at_every_check_point)
{
	for (unsigned int drop = 0; drop < 2; drop++) {
		struct engine_work w;

		start(&engine_fast);
		cpu->ar_lc = 999;
		put(CODE, add_bundle(8, 3));
		put_branch(CODE + 16, CODE + PAGE);
		put(CODE + PAGE, add_bundle(8, 4));
		put_branch(CODE + PAGE + 16, CODE + 32);
		put(CODE + 32, bundle(MIB, nop(UNIT_M), nop(UNIT_I),
				      cloop(CODE + 32, CODE)));
		put_branch(CODE + 48, STOP);
		while (cpu->ip != STOP) {
			engine_fast.run(cpu, 1);
			if (drop)
				engine_invalidate_all(&machine);
		}
		CHECK_EQ(cpu->gr[8], 7000);
		engine_work(&machine, &w);
		CHECK_EQ(w.slots[0], 5 * 3 * 1000 + 3);
		CHECK_EQ(w.branches_taken, 3 * 1000);
		finish();
	}
}

TEST(straight_line_code_crosses_pages)
{
	for (unsigned int n = 0; n < 2; n++) {
		u64 end = CODE + 2 * PAGE + 64;
		struct engine_work w;

		start(engines[n]);
		for (u64 a = CODE; a < end; a += 16)
			put(a, add_bundle(8, 1));
		put_branch(end, STOP);
		CHECK(run(10));
		CHECK_EQ(cpu->gr[8], (end - CODE) / 16);
		engine_work(&machine, &w);
		CHECK_EQ(w.slots[0], (end - CODE) / 16 * 3 + 3);
		CHECK_EQ(w.nops, (end - CODE) / 16 * 2 + 2);
		CHECK_EQ(w.groups[0], (end - CODE) / 16 + 1);
		CHECK_EQ(w.cycles[0], (end - CODE) / 16 + 1);
		finish();
	}
}

/* A group over many bundles and a page edge: half a cycle each. */
TEST(groups_are_counted_over_page_edges)
{
	for (unsigned int n = 0; n < 2; n++) {
		u64 from = CODE + PAGE - 5 * 16;
		struct engine_work w;

		start(engines[n]);
		for (u64 a = from; a < CODE + PAGE + 4 * 16; a += 16)
			put(a, bundle(0x00, adds(8 + (a - from) / 16, 1, 0),
				      nop(UNIT_I), nop(UNIT_I)));
		put_branch(CODE + PAGE + 4 * 16, STOP);
		cpu->ip = from;
		CHECK(run(10));
		engine_work(&machine, &w);
		CHECK_EQ(w.bundles[0], 10);
		CHECK_EQ(w.groups[0], 1);
		CHECK_EQ(w.cycles[0], 5);
		finish();
	}
}

TEST(a_fault_in_the_middle_counts_what_retired)
{
	for (unsigned int n = 0; n < 2; n++) {
		struct engine_work w;

		start(engines[n]);
		put(CODE, add_bundle(8, 1));
		cpu->gr[9] = 5; /* a NaT address */
		cpu->nat[9] = 1;
		put(CODE + 16,
		    bundle(MMI, adds(8, 1, 8), ld8(10, 9), nop(UNIT_I)));
		put_branch(CODE + 32, STOP);
		CHECK(!run(10));
		CHECK_EQ(cpu->ip, IVA + VECTOR_NAT_CONSUMPTION);
		CHECK_EQ(cpu->cr_iip, CODE + 16);
		CHECK_EQ(bits(cpu->cr_ipsr, PSR_RI_SHIFT, 2), 1);
		CHECK_EQ(cpu->cr_iipa, CODE + 16);
		engine_work(&machine, &w);
		CHECK_EQ(w.slots[0], 4);
		CHECK_EQ(w.bundles[0], 2);
		CHECK_EQ(w.groups[0], 2);
		CHECK_EQ(w.nops, 2);
		finish();
	}
}

/* IIPA of a fault at a branch target is the branch. */
TEST(iipa_is_the_last_bundle_executed)
{
	for (unsigned int n = 0; n < 2; n++) {
		for (u64 target = CODE + 256; target <= CODE + 3 * PAGE;
		     target += 3 * PAGE - 256) {
			start(engines[n]);
			cpu->nat[9] = 1;
			put(CODE, add_bundle(8, 1));
			put_branch(CODE + 16, target);
			put(target,
			    bundle(MMI, ld8(10, 9), nop(UNIT_M), nop(UNIT_I)));
			CHECK(!run(10));
			CHECK_EQ(cpu->cr_iip, target);
			CHECK_EQ(cpu->cr_iipa, CODE + 16);
			finish();
		}
	}
}
