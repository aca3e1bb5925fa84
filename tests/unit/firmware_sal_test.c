// SPDX-License-Identifier: GPL-2.0
/*
 * SAL procedures and the start of application processors.
 */
#include "firmware_machine.h"

#define SAL(n) (0x01000000ULL + (n))
#define UNIMPLEMENTED (-1)
#define INVALID (-2)

static s64 sal(struct cpu *cpu, u64 index, u64 a, u64 b, u64 c)
{
	return test_call(cpu, GATEWAY_SAL_PROC, 8, index, a, b, c, 0ULL, 0ULL,
			 0ULL, 0ULL);
}

TEST(frequency_base_times_ratio_is_the_itc)
{
	struct machine *m = test_machine(1, 0);

	CHECK_EQ(sal(m->cpus[0], SAL(0x12), 0, 0, 0), 0);
	CHECK_EQ(m->cpus[0]->gr[9], FIRMWARE_BASE_HZ);
	CHECK_EQ(sal(m->cpus[0], SAL(0x12), 2, 0, 0), UNIMPLEMENTED);
	CHECK_EQ(sal(m->cpus[0], SAL(0x12), 3, 0, 0), INVALID);
	test_machine_free(m);
}

TEST(there_are_no_error_records)
{
	struct machine *m = test_machine(1, 0);

	for (u64 type = 0; type < 4; type++) {
		CHECK_EQ(sal(m->cpus[0], SAL(1), type, 0, SCRATCH), -5);
		CHECK_EQ(sal(m->cpus[0], SAL(2), type, 0, 0), 0);
		CHECK(m->cpus[0]->gr[9] > 0);
		CHECK_EQ(sal(m->cpus[0], SAL(3), type, 0, 0), 0);
	}
	CHECK_EQ(sal(m->cpus[0], SAL(1), 4, 0, SCRATCH), INVALID);
	CHECK_EQ(sal(m->cpus[0], SAL(2), 4, 0, 0), INVALID);
	CHECK_EQ(sal(m->cpus[0], SAL(3), 4, 0, 0), INVALID);
	test_machine_free(m);
}

TEST(unknown_procedures_are_unimplemented)
{
	static const u64 none[] = { 0,		1,	    SAL(7), SAL(0x20),
				    SAL(0x999), 0x02000000, ~0ULL };
	struct machine *m = test_machine(1, 0);

	for (unsigned int i = 0; i < ARRAY_SIZE(none); i++)
		CHECK_EQ(sal(m->cpus[0], none[i], 0, 0, 0), UNIMPLEMENTED);
	test_machine_free(m);
}

TEST(bad_arguments_are_invalid)
{
	static const u64 bad[][4] = {
		{ 0, 3, 0x1000, 0 },
		{ 0, 0, 0x1001, 0 },
		{ 0, 0, BIT64(52), 0 },
		{ 5, 0, 1, 0xe8 },
		{ 5, 4, 1, 0xe8 },
		{ 5, 1, 3, 0xe8 },
		{ 5, 1, 1, 3 },
		{ 5, 1, 2, 0x1000 },
		{ 6, 1, 0x1000, 0 },
		{ 8, 0, 0, 0 },
		{ 8, 5, 0, 0 },
		{ 0x10, 0, 3, 0 },
		{ 0x10, 1, 2, 0 },
		{ 0x10, 0, 4, 2 },
		{ 0x10, BIT64(33), 4, 0 },
	};
	struct machine *m = test_machine(1, 0);

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		if (sal(m->cpus[0], SAL(bad[i][0]), bad[i][1], bad[i][2],
			bad[i][3]) != INVALID)
			FAIL("SAL %u, row %u: %lld", (unsigned int)bad[i][0], i,
			     (long long)m->cpus[0]->gr[8]);
	test_machine_free(m);
}

TEST(configuration_space_without_a_bridge_is_all_ones)
{
	struct machine *m = test_machine(1, 0);

	CHECK_EQ(sal(m->cpus[0], SAL(0x10), 0x10000, 2, 0), 0);
	CHECK_EQ(m->cpus[0]->gr[9], 0xffff);
	CHECK_EQ(sal(m->cpus[0], SAL(0x10), 0x10000, 4, 1), 0);
	CHECK_EQ(m->cpus[0]->gr[9], 0xffffffff);
	CHECK_EQ(sal(m->cpus[0], SAL(0x11), 0x10000, 4, 0), 0);
	test_machine_free(m);
}

static u32 seen_segment, seen_bdf, seen_offset, seen_value;

static u32 pci_read(void *host, u32 segment, u32 bdf, u32 offset,
		    unsigned int size)
{
	(void)host;
	(void)size;
	seen_segment = segment;
	seen_bdf = bdf;
	seen_offset = offset;
	return 0x12345678;
}

static void pci_write(void *host, u32 segment, u32 bdf, u32 offset,
		      unsigned int size, u32 value)
{
	pci_read(host, segment, bdf, offset, size);
	seen_value = value;
}

TEST(configuration_addresses_are_decoded_in_both_formats)
{
	static const struct firmware_pci_ops ops = { pci_read, pci_write };
	struct machine *m = test_machine(1, 0);

	firmware_set_pci(m, &ops, NULL);
	CHECK_EQ(sal(m->cpus[0], SAL(0x10), 0x01020344, 2, 0), 0);
	CHECK_EQ(m->cpus[0]->gr[9], 0x5678);
	CHECK_EQ(seen_segment, 1);
	CHECK_EQ(seen_bdf, 0x0203);
	CHECK_EQ(seen_offset, 0x44);
	CHECK_EQ(test_call(m->cpus[0], GATEWAY_SAL_PROC, 8, SAL(0x11),
			   0x12340203abcULL, 1ULL, 0x1ffULL, 1ULL, 0ULL, 0ULL,
			   0ULL),
		 0);
	CHECK_EQ(seen_segment, 0x1234);
	CHECK_EQ(seen_bdf, 0x0203);
	CHECK_EQ(seen_offset, 0xabc);
	CHECK_EQ(seen_value, 0xff);
	test_machine_free(m);
}

TEST(application_processor_waits_for_its_wake_up)
{
	struct machine *m = test_machine(2, 0);
	struct cpu *cpu = m->cpus[1];

	CHECK_EQ(cpu->ip, GATEWAY_SAL_RENDEZVOUS);
	CHECK_EQ(firmware_gateway(cpu, cpu->ip), FAULT_NONE);
	CHECK(cpu->halted);
	CHECK_EQ(cpu->pr & BIT64(6), 0);
	/* A wake-up before there is an address is lost, another vector too. */
	lsapic_post(cpu, SAL_AP_WAKEUP_VECTOR);
	lsapic_post(cpu, 0x40);
	cpu->halted = 0; /* what the scheduler does */
	CHECK_EQ(firmware_gateway(cpu, cpu->ip), FAULT_NONE);
	CHECK(cpu->halted);
	CHECK_EQ(cpu->pr & BIT64(6), 0);
	CHECK_EQ(sal(m->cpus[0], SAL(0), 2, 0x4000000, 0x5000000), 0);
	lsapic_post(cpu, SAL_AP_WAKEUP_VECTOR);
	cpu->halted = 0;
	CHECK_EQ(firmware_gateway(cpu, cpu->ip), FAULT_NONE);
	CHECK_EQ(cpu->pr & BIT64(6), BIT64(6));
	CHECK_EQ(cpu->br[6], 0x4000000);
	CHECK_EQ(cpu->gr[1], 0x5000000);
	/* Nothing is left in service. */
	CHECK_EQ(cpu->in_service[0] | cpu->in_service[1] | cpu->in_service[2] |
			 cpu->in_service[3],
		 0);
	test_machine_free(m);
}

TEST(init_without_a_handler_resets)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	cpu->ip = 0x4000000;
	firmware_init_event(cpu);
	event_run(&m->events, 0);
	CHECK(m->reset_requested);
	test_machine_free(m);
}

TEST(init_waits_until_it_can_be_resumed)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	const u64 handler = 0x4001000;

	m->firmware->sal_vectors[SAL_VECTOR_INIT_MONARCH].pa = handler;
	CHECK_EQ(test_pal_static(cpu, 27, SCRATCH, 0, 0), 0);
	cpu->ip = 0x4000000;
	cpu->psr &= ~PSR_IC;
	firmware_init_event(cpu);
	event_run(&m->events, 0);
	CHECK_EQ(cpu->ip, 0x4000000);
	cpu->psr |= PSR_IC | PSR_MC;
	event_run(&m->events, 1000000);
	CHECK_EQ(cpu->ip, 0x4000000);
	cpu->psr &= ~PSR_MC;
	event_run(&m->events, 2000000);
	CHECK_EQ(cpu->ip, handler);
	CHECK_EQ(cpu->psr & (PSR_IC | PSR_MC | PSR_BN), PSR_MC);
	CHECK_EQ(test_read(m, SCRATCH + 51 * 8, 8), 0x4000000); /* IIP */
	test_machine_free(m);
}

TEST(init_does_not_disturb_a_processor_in_sal)
{
	struct machine *m = test_machine(2, 0);
	u64 ip = m->cpus[1]->ip;

	firmware_init_event(m->cpus[1]);
	event_run(&m->events, 0);
	CHECK_EQ(m->cpus[1]->ip, ip);
	CHECK(!m->stopping);
	test_machine_free(m);
}
