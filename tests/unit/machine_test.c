// SPDX-License-Identifier: GPL-2.0
/*
 * Local SAPIC priorities and messages, timers, sleeping and waking, and the
 * order of CPUs on the line of time.  Expectations: SDM vol 2, 5.8.
 */
#include "machine/machine.h"

#include "dev/chardev.h"
#include "machine/memory_map.h"
#include "mmu/mmu.h"

#include "harness.h"

#define LOOP_PA 0x2000000ULL
#define BLOCK MAP_IPI_BASE

static struct chardev *console;

/* CPUs that loop on one bundle, interrupts off, nothing pending. */
static struct machine *new_machine(unsigned int cpus)
{
	/* { .mib nop.m 0; nop.i 0; br.few . } */
	static const u64 loop[2] = { 0x0000000100000010, 0x4000000000000200 };
	struct machine_config config = {
		.cpu_count = cpus,
		.ram_bytes = 64 * MAP_MIB,
		.engine = &engine_fast,
		.tlb_entries = 128,
		.quantum = MACHINE_MAX_QUANTUM,
		.itc_hz = 400000000,
	};
	struct machine *m;
	char error[128];

	console = chardev_open("null", error, sizeof(error));
	m = machine_create(&config, console);
	CHECK(m);
	CHECK(bus_copy_to(m->bus, LOOP_PA, loop, sizeof(loop)));
	for (unsigned int i = 0; i < cpus; i++) {
		m->cpus[i]->ip = LOOP_PA;
		m->cpus[i]->psr = PSR_IC | PSR_BN;
	}
	return m;
}

static void free_machine(struct machine *m)
{
	machine_destroy(m);
	chardev_close(console);
}

static void stop(void *arg, u64 now)
{
	(void)now;
	machine_stop(arg, 0);
}

static void post_0x40(void *arg, u64 now)
{
	(void)now;
	lsapic_post(arg, 0x40);
}

static void run_until(struct machine *m, u64 time)
{
	struct event end;

	m->stopping = false;
	for (u32 i = 0; i < m->config.cpu_count; i++)
		m->cpus[i]->attention &= ~ATTN_STOP;
	event_init(&end, stop, m);
	event_set(&m->events, &end, time);
	machine_run(m);
	event_cancel(&m->events, &end);
}

TEST(nothing_pending_reads_spurious)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(lsapic_pending(cpu), -1);
	CHECK_EQ(lsapic_read_ivr(cpu), 15);
	for (int v = 3; v < 16; v++)
		lsapic_post(cpu, v);
	lsapic_post(cpu, 1);
	CHECK_EQ(lsapic_pending(cpu), -1); /* reserved vectors are dropped */
	free_machine(m);
}

TEST(higher_vectors_nest_and_lower_ones_wait)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	lsapic_post(cpu, 45);
	CHECK_EQ(lsapic_read_ivr(cpu), 45);
	lsapic_post(cpu, 45); /* equal: waits */
	lsapic_post(cpu, 44);
	CHECK_EQ(lsapic_pending(cpu), -1);
	lsapic_post(cpu, 80);
	CHECK_EQ(lsapic_read_ivr(cpu), 80);
	lsapic_write_eoi(cpu);
	CHECK_EQ(lsapic_pending(cpu), -1); /* 45 is in service again */
	lsapic_write_eoi(cpu);
	CHECK_EQ(lsapic_read_ivr(cpu), 45);
	lsapic_write_eoi(cpu);
	CHECK_EQ(lsapic_read_ivr(cpu), 44);
	free_machine(m);
}

TEST(nmi_then_extint_then_numbers)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	lsapic_post(cpu, 255);
	lsapic_post(cpu, 0);
	lsapic_post(cpu, 2);
	CHECK_EQ(lsapic_read_ivr(cpu), 2);
	CHECK_EQ(lsapic_pending(cpu), -1);
	lsapic_write_eoi(cpu);
	CHECK_EQ(lsapic_read_ivr(cpu), 0);
	lsapic_write_eoi(cpu);
	CHECK_EQ(lsapic_read_ivr(cpu), 255);
	free_machine(m);
}

TEST(tpr_masks_classes_and_mmi_all_but_nmi)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	lsapic_post(cpu, 0x4f);
	lsapic_write_tpr(cpu, 4 << 4);
	CHECK_EQ(lsapic_pending(cpu), -1);
	lsapic_post(cpu, 0x50);
	CHECK_EQ(lsapic_pending(cpu), 0x50);
	lsapic_post(cpu, 0);
	CHECK_EQ(lsapic_pending(cpu), 0); /* ExtINT has no class */
	lsapic_write_tpr(cpu, BIT64(16));
	CHECK_EQ(lsapic_pending(cpu), -1);
	CHECK_EQ(lsapic_read_ivr(cpu), 15);
	lsapic_post(cpu, 2);
	CHECK_EQ(lsapic_pending(cpu), 2);
	free_machine(m);
}

TEST(interrupt_block_sends_by_id_and_mode)
{
	struct machine *m = new_machine(3);

	CHECK(bus_write(m->bus, BLOCK + (2 << 12), 8, 0x77));
	CHECK_EQ(lsapic_pending(m->cpus[2]), 0x77);
	CHECK_EQ(lsapic_pending(m->cpus[0]), -1);
	CHECK_EQ(lsapic_pending(m->cpus[1]), -1);
	/* NMI mode ignores the vector, ExtINT too. */
	bus_write(m->bus, BLOCK + (1 << 12), 8, 4 << 8 | 0x30);
	CHECK_EQ(lsapic_pending(m->cpus[1]), 2);
	bus_write(m->bus, BLOCK, 8, 7 << 8 | 0x30);
	CHECK_EQ(lsapic_pending(m->cpus[0]), 0);
	lsapic_read_ivr(m->cpus[0]);
	lsapic_write_eoi(m->cpus[0]);
	/* Another eid, a missing id, other sizes: nobody. */
	bus_write(m->bus, BLOCK + (1 << 4), 8, 0x99);
	bus_write(m->bus, BLOCK + (9 << 12), 8, 0x99);
	bus_write(m->bus, BLOCK, 4, 0x99);
	CHECK_EQ(lsapic_pending(m->cpus[0]), -1);
	/* LID decides, not the number. */
	m->cpus[0]->cr_lid = 9ULL << 24 | 1ULL << 16;
	bus_write(m->bus, BLOCK + (9 << 12) + (1 << 4), 8, 0x99);
	CHECK_EQ(lsapic_pending(m->cpus[0]), 0x99);
	free_machine(m);
}

TEST(itm_fires_when_reached_and_not_when_passed)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	cpu->cr_itv = 0xef;
	cpu->cr_itm = 50000;
	machine_timer_update(cpu);
	run_until(m, 49000);
	CHECK_EQ(lsapic_pending(cpu), -1);
	run_until(m, 51000);
	CHECK_EQ(lsapic_read_ivr(cpu), 0xef);
	lsapic_write_eoi(cpu);
	cpu->cr_itm = 50500;
	machine_timer_update(cpu);
	run_until(m, 200000);
	CHECK_EQ(lsapic_pending(cpu), -1);
	/* Writing ITC moves the match. */
	cpu->cr_itm = 1000;
	machine_write_itc(cpu, 0);
	run_until(m, 202000);
	CHECK_EQ(lsapic_pending(cpu), 0xef);
	free_machine(m);
}

TEST(masked_itv_discards_the_match)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];

	cpu->cr_itv = 0x100ef;
	cpu->cr_itm = 1000;
	machine_timer_update(cpu);
	run_until(m, 5000);
	cpu->cr_itv = 0xef;
	run_until(m, 10000);
	CHECK_EQ(lsapic_pending(cpu), -1);
	free_machine(m);
}

TEST(a_sleeper_wakes_at_the_time_of_its_interrupt)
{
	struct machine *m = new_machine(1);
	struct cpu *cpu = m->cpus[0];
	struct event ev;

	machine_halt(cpu);
	event_init(&ev, post_0x40, cpu);
	event_set(&m->events, &ev, 5000);
	run_until(m, 9000);
	CHECK(!cpu->halted);
	CHECK_EQ(cpu->stats.idle, 5000);
	CHECK(cpu->slots >= 4000 && cpu->slots < 4100);
	CHECK_EQ(cpu->slots + cpu->time, machine_cpu_time(cpu));
	free_machine(m);
}

TEST(a_sleeper_wakes_for_a_masked_psr_but_not_a_masked_tpr)
{
	struct machine *m = new_machine(2);
	struct cpu *cpu = m->cpus[0];

	cpu->psr &= ~PSR_I;
	machine_halt(cpu);
	lsapic_write_tpr(cpu, 15 << 4);
	lsapic_post(cpu, 0x40);
	run_until(m, 20000);
	CHECK(cpu->halted);
	CHECK_EQ(cpu->slots, 0);
	lsapic_write_tpr(cpu, 0);
	run_until(m, 40000);
	CHECK(!cpu->halted);
	CHECK(cpu->slots > 10000);
	free_machine(m);
}

TEST(clocks_stay_within_a_quantum)
{
	struct machine *m = new_machine(5);

	m->config.quantum = 100;
	for (u64 t = 1000; t < 5000; t += 333) {
		run_until(m, t);
		for (u32 i = 0; i < 5; i++) {
			u64 time = machine_cpu_time(m->cpus[i]);

			CHECK(time >= m->now && time < m->now + 100);
		}
	}
	free_machine(m);
}

TEST(global_purge_reaches_every_other_cpu)
{
	struct machine *m = new_machine(2);
	for (u32 i = 0; i < 2; i++) {
		m->cpus[i]->rr[1] = 7 << 8 | 14 << 2;
		m->cpus[i]->psr |= PSR_DT;
		mmu_insert_tc(m->cpus[i], true, 0x0010000004000661, 14 << 2,
			      0x2000000000004000);
		CHECK_EQ(m->cpus[i]->dtlb.tc_used, 1);
	}
	machine_purge_global(m->cpus[0], 0x2000000000004000, 14, true);
	CHECK_EQ(m->cpus[1]->dtlb.tc_used, 0);
	CHECK_EQ(m->cpus[0]->dtlb.tc_used, 1); /* its own is the caller's */
	CHECK_EQ(m->cpus[1]->stats.purges_remote, 1);
	free_machine(m);
}
