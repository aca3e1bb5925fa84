// SPDX-License-Identifier: GPL-2.0
/*
 * PAL procedures: calling conventions, agreement with the machine, argument
 * errors, faults on buffers.  Expectations: SDM vol 2, 11.10.3.
 */
#include "firmware_machine.h"

#include "mmu/mmu.h"

#define UNIMPLEMENTED (-1)
#define INVALID (-2)

TEST(static_procedures_use_the_static_convention)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	cpu->gr[8] = cpu->gr[9] = cpu->gr[10] = cpu->gr[11] = 0x5555;
	cpu->nat[8] = 1;
	CHECK_EQ(test_pal_static(cpu, 19, 0, 0, 0), 0); /* RSE_INFO */
	CHECK_EQ(cpu->gr[9], 96);
	CHECK_EQ(cpu->gr[10], 0);
	CHECK_EQ(cpu->gr[11], 0);
	CHECK_EQ(cpu->nat[8], 0);
	test_machine_free(m);
}

TEST(vm_summary_is_that_of_the_machine)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_pal_static(cpu, 8, 0, 0, 0), 0);
	CHECK_EQ(cpu->gr[9] & 1, 1);
	CHECK_EQ(bits(cpu->gr[9], 1, 7), 50);
	CHECK_EQ(bits(cpu->gr[9], 8, 8), 24);
	CHECK_EQ(bits(cpu->gr[9], 16, 8), 15);
	CHECK_EQ(bits(cpu->gr[9], 32, 8), MACHINE_TRS - 1);
	CHECK_EQ(bits(cpu->gr[9], 40, 8), MACHINE_TRS - 1);
	CHECK_EQ(bits(cpu->gr[10], 0, 8), 60);
	CHECK_EQ(bits(cpu->gr[10], 8, 8), 24);
	CHECK_EQ(test_pal_static(cpu, 7, 0, 2, 0), 0); /* VM_INFO, data */
	CHECK_EQ(bits(cpu->gr[9], 16, 16), m->config.tlb_entries);
	CHECK_EQ(test_pal_static(cpu, 7, 1, 2, 0), INVALID);
	CHECK_EQ(test_pal_static(cpu, 7, 0, 3, 0), INVALID);
	test_machine_free(m);
}

TEST(page_sizes_reported_are_insertable)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_pal_static(cpu, 34, 0, 0, 0), 0);
	CHECK_EQ(cpu->gr[9], 0x155557000);
	CHECK_EQ(cpu->gr[10], 0x155557000);
	test_machine_free(m);
}

TEST(cache_hierarchy_is_consistent)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	u64 levels, unique, found = 0;

	CHECK_EQ(test_pal_static(cpu, 4, 0, 0, 0), 0);
	levels = cpu->gr[9];
	unique = cpu->gr[10];
	for (u64 level = 0; level < levels; level++) {
		for (u64 type = 1; type <= 2; type++) {
			u64 sets;

			if (test_pal_static(cpu, 2, level, type, 0))
				continue;
			found++;
			sets = (cpu->gr[10] & 0xffffffff) /
				       bits(cpu->gr[9], 8, 8) >>
			       bits(cpu->gr[9], 16, 8);
			/* Tags start above line offset and set index. */
			CHECK_EQ(sets, BIT64(bits(cpu->gr[10], 40, 8) -
					     bits(cpu->gr[9], 16, 8)));
			CHECK_EQ(test_pal_static(cpu, 38, level, type, 0), 0);
		}
	}
	CHECK_EQ(found, unique);
	CHECK_EQ(test_pal_static(cpu, 2, levels, 2, 0), INVALID);
	CHECK_EQ(test_pal_static(cpu, 2, 0, 0, 0), INVALID);
	CHECK_EQ(test_pal_static(cpu, 2, 0, 1, 1), INVALID);
	test_machine_free(m);
}

TEST(frequencies_give_the_configured_itc)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	static const u64 hz[] = { 400000000, 1600000000, 333333333, 1 };
	u64 base;

	CHECK_EQ(test_pal_static(cpu, 13, 0, 0, 0), 0);
	base = cpu->gr[9];
	for (unsigned int i = 0; i < ARRAY_SIZE(hz); i++) {
		m->config.itc_hz = hz[i];
		CHECK_EQ(test_pal_static(cpu, 14, 0, 0, 0), 0);
		CHECK_EQ((u128)base * (cpu->gr[11] >> 32) / (u32)cpu->gr[11],
			 hz[i]);
	}
	test_machine_free(m);
}

TEST(unknown_procedures_are_unimplemented)
{
	static const u64 none[] = { 0,	 30,  33,  35,	50,	 262,
				    263, 276, 400, 512, 0x10001, ~0ULL };
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	for (unsigned int i = 0; i < ARRAY_SIZE(none); i++) {
		cpu->gr[28] = none[i];
		CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), 0);
		CHECK_EQ(cpu->gr[8], UNIMPLEMENTED);
		CHECK_EQ(cpu->gr[9], 0);
	}
	test_machine_free(m);
}

TEST(nat_arguments_are_invalid)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	for (unsigned int r = 28; r < 32; r++) {
		cpu->gr[28] = 19;
		memset(&cpu->nat[28], 0, 4);
		cpu->nat[r] = 1;
		CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), 0);
		CHECK_EQ(cpu->gr[8], INVALID);
	}
	test_machine_free(m);
}

TEST(bad_arguments_are_invalid)
{
	static const u64 bad[][4] = {
		{ 1, 0, 0, 0 },
		{ 1, 5, 0, 0 },
		{ 1, 3, 4, 0 },
		{ 3, 3, 1, 0 },
		{ 3, 0, 4, 0 },
		{ 9, 1, 0, 0 },
		{ 10, 1, 0, 0 },
		{ 16, 2, 0, 0 },
		{ 17, 1, 0, 0 },
		{ 23, 2, 0, 0 },
		{ 24, 2, 0, 0 },
		{ 25, 3, 0, 0 },
		{ 27, 1, 0, 0 },
		{ 28, 2, 0, 0 },
		{ 28, 0, 0, 0 },
		{ 31, 8, 0, 0 },
		{ 31, FW_CODE_BASE, 0, 0 },
		{ 32, 1, 0, 0 },
		{ 39, 4, 0, 0 },
		{ 41, 2, 0, 0 },
		{ 42, 1, 0, 0 },
		{ 43, 0, 0, 0 },
		{ 27, ~0ULL << 9, 0, 0 },
	};
	struct machine *m = test_machine(1, 0);

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		if (test_pal_static(m->cpus[0], bad[i][0], bad[i][1], bad[i][2],
				    bad[i][3]) != INVALID)
			FAIL("PAL %u(%llx): %lld", (unsigned int)bad[i][0],
			     (unsigned long long)bad[i][1],
			     (long long)m->cpus[0]->gr[8]);
	test_machine_free(m);
}

TEST(feature_sets_end_with_minus_eight)
{
	struct machine *m = test_machine(1, 0);

	CHECK_EQ(test_pal_static(m->cpus[0], 17, 0, 0, 0), 0);
	CHECK_EQ(test_pal_static(m->cpus[0], 17, 0, 16, 0), -8);
	test_machine_free(m);
}

TEST(halt_light_sleeps_unless_something_is_pending)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	lsapic_post(cpu, 0x80);
	CHECK_EQ(test_pal_static(cpu, 29, 0, 0, 0), 0);
	CHECK(!cpu->halted);
	lsapic_read_ivr(cpu);
	lsapic_write_eoi(cpu);
	CHECK_EQ(test_pal_static(cpu, 29, 0, 0, 0), 0);
	CHECK(cpu->halted);
	CHECK(cpu->attention & ATTN_HALT);
	/* Interrupts masked by psr.i wake it all the same. */
	cpu->psr &= ~PSR_I;
	lsapic_post(cpu, 0x80);
	CHECK_EQ(lsapic_pending(cpu), 0x80);
	test_machine_free(m);
}

TEST(mc_expected_returns_the_previous_setting)
{
	struct machine *m = test_machine(2, 0);

	CHECK_EQ(test_pal_static(m->cpus[0], 23, 1, 0, 0), 0);
	CHECK_EQ(m->cpus[0]->gr[9], 0);
	CHECK_EQ(test_pal_static(m->cpus[0], 23, 0, 0, 0), 0);
	CHECK_EQ(m->cpus[0]->gr[9], 1);
	CHECK_EQ(test_pal_static(m->cpus[1], 23, 0, 0, 0), 0);
	CHECK_EQ(m->cpus[1]->gr[9], 0);
	test_machine_free(m);
}

TEST(stacked_procedures_take_rotated_arguments)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	char brand[128];

	CHECK_EQ(test_pal_stacked(cpu, 274, 0, SCRATCH, 0), 0);
	bus_copy_from(m->bus, SCRATCH, brand, sizeof(brand));
	CHECK(memchr(brand, 0, sizeof(brand)));
	CHECK(strlen(brand) > 4);
	/* in0 is gr[33] when the eight rotating registers moved by one. */
	cpu->cfm = (struct cfm){ .sof = 8, .sor = 1, .rrb_gr = 1 };
	cpu->gr[28] = 274;
	cpu->gr[33] = 274;
	cpu->gr[34] = 1;
	cpu->gr[35] = SCRATCH;
	cpu->gr[36] = 0;
	CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), 0);
	CHECK_EQ(cpu->gr[8], -6);
	test_machine_free(m);
}

TEST(halt_info_describes_two_states)
{
	struct machine *m = test_machine(1, 0);

	CHECK_EQ(test_pal_stacked(m->cpus[0], 257, SCRATCH, 0, 0), 0);
	for (unsigned int i = 0; i < 8; i++)
		CHECK_EQ(test_read(m, SCRATCH + 8 * i, 8) >> 60 & 1, i < 2);
	CHECK_EQ(test_pal_stacked(m->cpus[0], 257, SCRATCH + 4, 0, 0), INVALID);
	test_machine_free(m);
}

TEST(tr_read_shows_what_was_inserted)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	const u64 pte = 0x0010000004000661ULL, itir = 26 << 2;
	const u64 va = 0xa000000100000000ULL;

	mmu_insert_tr(cpu, true, 5, pte, itir, va);
	CHECK_EQ(test_pal_stacked(cpu, 261, 5, 1, SCRATCH), 0);
	CHECK_EQ(cpu->gr[9], 0xf);
	CHECK_EQ(test_read(m, SCRATCH, 8), pte);
	CHECK_EQ(test_read(m, SCRATCH + 8, 8), itir);
	CHECK_EQ(test_read(m, SCRATCH + 16, 8), va | 1);
	CHECK_EQ(test_read(m, SCRATCH + 24, 8), 0x100500);
	CHECK_EQ(test_pal_stacked(cpu, 261, 6, 1, SCRATCH), 0);
	CHECK_EQ(test_read(m, SCRATCH + 16, 8) & 1, 0);
	CHECK_EQ(test_pal_stacked(cpu, 261, MACHINE_TRS, 1, SCRATCH), INVALID);
	CHECK_EQ(test_pal_stacked(cpu, 261, 0, 2, SCRATCH), INVALID);
	test_machine_free(m);
}

TEST(buffers_outside_ram_are_invalid)
{
	static const u64 bad[] = { 0x1000, MAP_UART_BASE, GATEWAY_PAL_PROC,
				   MAP_LOW_RAM_BASE + TEST_LOW_RAM - 8 };
	struct machine *m = test_machine(1, 0);

	for (unsigned int i = 1; i < ARRAY_SIZE(bad); i++)
		CHECK_EQ(test_pal_stacked(m->cpus[0], 274, 0, bad[i], 0),
			 INVALID);
	test_machine_free(m);
}

/* A miss is the operating system's to serve; then the call starts again. */
TEST(virtual_buffer_that_misses_faults_and_restarts)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	const u64 va = 0xe000000000000000ULL + SCRATCH;

	cpu->psr |= PSR_IT | PSR_DT | PSR_RT;
	cpu->cfm = (struct cfm){ .sof = 4 };
	cpu->gr[28] = cpu->gr[32] = 274;
	cpu->gr[33] = 0;
	cpu->gr[34] = va + 4064; /* the second page misses, not the first */
	cpu->gr[35] = 0;
	mmu_insert_tc(cpu, true, SCRATCH | 0x661, 12 << 2, va);
	memset(bus_ram(m->bus, SCRATCH, 8192), 0x77, 8192);
	cpu->gr[8] = 0x1234;
	CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), FAULT_RAISED);
	CHECK_EQ(cpu->fault.vector, VECTOR_ALT_DATA_TLB);
	CHECK_EQ(cpu->fault.ifa, va + 4096);
	CHECK_EQ(cpu->gr[8], 0x1234);
	CHECK_EQ(test_read(m, SCRATCH + 4064, 8), 0x7777777777777777ULL);
	/* Two pages that are not neighbours in physical memory. */
	mmu_insert_tc(cpu, true, (SCRATCH + 0x5000) | 0x661, 12 << 2,
		      va + 4096);
	CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), FAULT_NONE);
	CHECK_EQ(cpu->gr[8], 0);
	CHECK(test_read(m, SCRATCH + 4064, 8) != 0x7777777777777777ULL);
	CHECK_EQ(test_read(m, SCRATCH + 4096, 8), 0x7777777777777777ULL);
	CHECK_EQ(test_read(m, SCRATCH + 0x5000, 8), 0);
	test_machine_free(m);
}

TEST(unprivileged_callers_fault)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	cpu->psr |= 3ULL << PSR_CPL_SHIFT;
	CHECK_EQ(firmware_gateway(cpu, GATEWAY_PAL_PROC), FAULT_RAISED);
	CHECK_EQ(cpu->fault.vector, VECTOR_GENERAL_EXCEPTION);
	test_machine_free(m);
}

TEST(shutdown_returns_into_the_parking_loop)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	CHECK_EQ(test_pal_static(cpu, 40, 0, 0, 0), 0);
	CHECK_EQ(cpu->br[0], GATEWAY_PAL_PARK);
	CHECK_EQ(firmware_gateway(cpu, cpu->br[0]), FAULT_NONE);
	CHECK(cpu->halted);
	test_machine_free(m);
}
