// SPDX-License-Identifier: GPL-2.0
/*
 * ALAT: which stores remove what, and that an entry follows its register
 * through calls, returns and rotation.  SDM vol 1, 4.4.5.
 */
#include "cpu/alat.h"

#include "cpu/rse.h"
#include "cpu_fixture.h"

static struct cpu *start(void)
{
	struct cpu *cpu = fixture();

	rse_write_bspstore(cpu, 0x100000);
	CHECK_EQ(rse_alloc(cpu, 40, 30, 1), FAULT_NONE);
	return cpu;
}

TEST(stores_remove_overlapping_entries_only)
{
	struct cpu *cpu = start();

	for (unsigned int esize = 1; esize <= 16; esize *= 2)
		for (unsigned int ssize = 1; ssize <= 16; ssize *= 2)
			for (int at = -40; at < 40; at++) {
				u64 e = 0x1000, s = e + at;
				bool overlap = s < e + esize && e < s + ssize;

				alat_clear(cpu);
				alat_insert(cpu, false, 5, e, esize);
				alat_store(cpu, s, ssize);
				CHECK_EQ(alat_check(cpu, false, 5, false),
					 !overlap);
				/* 64 granules away: same filter bit. */
				alat_insert(cpu, false, 5, e, esize);
				alat_store(cpu, s + 1024, ssize);
				CHECK(alat_check(cpu, false, 5, false));
			}
}

TEST(filter_covers_every_entry)
{
	struct cpu *cpu = start();

	for (int i = 0; i < 100000; i++) {
		unsigned int reg = test_random() % 72, size;
		bool fp = test_random() & 1;
		u64 filter = 0;

		size = 1u << test_random() % 5;
		if (test_random() % 4)
			alat_insert(cpu, fp, reg, test_random() & 0xfff, size);
		else if (test_random() & 1)
			alat_store(cpu, test_random() & 0xfff, size);
		else
			alat_remove(cpu, fp, reg);
		unsigned int used = 0;

		for (unsigned int n = 0; n < ALAT_ENTRIES; n++)
			if (cpu->alat[n].size) {
				used++;
				filter |= alat_filter_bits(cpu->alat[n].pa,
							   cpu->alat[n].size);
			}
		CHECK_EQ(used, cpu->alat_used);
		CHECK_EQ(filter & ~cpu->alat_filter, 0);
	}
}

TEST(one_entry_per_register_and_files_are_apart)
{
	struct cpu *cpu = start();

	alat_insert(cpu, false, 8, 0x1000, 8);
	alat_insert(cpu, true, 8, 0x2000, 8);
	alat_insert(cpu, false, 8, 0x3000, 8);
	CHECK_EQ(cpu->alat_used, 2);
	alat_store(cpu, 0x1000, 8);
	CHECK(alat_check(cpu, false, 8, false));
	CHECK(alat_check_address(cpu, false, 8, 0x3000, 8, false));
	CHECK(!alat_check_address(cpu, false, 8, 0x1000, 8, false));
	CHECK(!alat_check_address(cpu, false, 8, 0x3000, 4, false));
	alat_remove(cpu, false, 8);
	CHECK(!alat_check(cpu, false, 8, false));
	CHECK(alat_check(cpu, true, 8, true));
	CHECK(!alat_check(cpu, true, 8, true));
	CHECK_EQ(cpu->alat_used, 0);
}

TEST(entries_follow_registers_through_calls)
{
	struct cpu *cpu = start();

	alat_insert(cpu, false, 33, 0x1000, 8); /* a local */
	alat_insert(cpu, false, 32 + 30 + 2, 0x2000, 8); /* an output */
	alat_insert(cpu, false, 4, 0x3000, 8);
	rse_call(cpu);
	CHECK(!alat_check(cpu, false, 33, false));
	CHECK(alat_check(cpu, false, 34, false));
	CHECK(alat_check(cpu, false, 4, false));
	CHECK_EQ(rse_alloc(cpu, 90, 90, 0), FAULT_NONE);
	rse_call(cpu);
	CHECK_EQ(rse_alloc(cpu, 90, 90, 0), FAULT_NONE);
	CHECK_EQ(rse_return(cpu, (struct cfm){ .sof = 90, .sol = 90 }, false),
		 FAULT_NONE);
	CHECK_EQ(rse_return(cpu, (struct cfm){ .sof = 40, .sol = 30 }, false),
		 FAULT_NONE);
	CHECK(alat_check(cpu, false, 33, false));
	CHECK(alat_check(cpu, false, 64, false));
	/* A new backing store is a new identity. */
	rse_write_bspstore(cpu, 0x200000);
	CHECK(!alat_check(cpu, false, 33, false));
	CHECK(alat_check(cpu, false, 4, false));
}

TEST(entries_follow_rotating_registers)
{
	struct cpu *cpu = start();

	/* r32 in a rotating region of 8 becomes r33. */
	alat_insert(cpu, false, cpu_gr_index(&cpu->cfm, 32), 0x1000, 8);
	alat_insert(cpu, true, cpu_fr_index(&cpu->cfm, 127), 0x2000, 8);
	rse_rotate(cpu);
	CHECK(!alat_check(cpu, false, cpu_gr_index(&cpu->cfm, 32), false));
	CHECK(alat_check(cpu, false, cpu_gr_index(&cpu->cfm, 33), false));
	CHECK(alat_check(cpu, true, cpu_fr_index(&cpu->cfm, 32), false));
}

TEST(spills_remove_entries_of_their_memory)
{
	struct cpu *cpu = start();

	alat_insert(cpu, false, 4, 0x100000 + 8 * 8, 8);
	alat_insert(cpu, false, 5, 0x100000 + 200 * 8, 8);
	rse_call(cpu);
	CHECK_EQ(rse_flushrs(cpu), FAULT_NONE);
	CHECK(!alat_check(cpu, false, 4, false));
	CHECK(alat_check(cpu, false, 5, false));
}

TEST(capacity_is_32_and_replacement_goes_round)
{
	struct cpu *cpu = start();

	for (unsigned int r = 0; r < ALAT_ENTRIES; r++)
		alat_insert(cpu, true, r + 2, 0x1000 + 16 * r, 8);
	for (unsigned int r = 0; r < ALAT_ENTRIES; r++)
		CHECK(alat_check(cpu, true, r + 2, false));
	alat_insert(cpu, true, 100, 0x8000, 8);
	CHECK(!alat_check(cpu, true, 2, false));
	CHECK(alat_check(cpu, true, 3, false));
	CHECK(alat_check(cpu, true, 100, false));
}
