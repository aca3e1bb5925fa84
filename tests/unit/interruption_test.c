// SPDX-License-Identifier: GPL-2.0
/*
 * What an interruption saves and what rfi restores; PSR instructions; control
 * and application registers; performance monitors.
 * SDM vol 2, 3.3, 5.5, chapter 8.
 */
#include "cpu/app_regs.h"
#include "cpu/control_regs.h"
#include "cpu/indirect_regs.h"
#include "cpu/pmu.h"
#include "cpu/psr.h"
#include "cpu/rse.h"
#include "cpu_fixture.h"

#define IFS_V BIT64(63)

/* Every PSR bit that mov psr.l and rfi can set. */
#define PSR_EVERYTHING (PSR_VALID & ~PSR_IS & ~(3ULL << PSR_RI_SHIFT))

TEST(delivery_saves_state_when_ic_is_1)
{
	struct cpu *cpu = fixture();

	cpu->psr = PSR_EVERYTHING | 1ULL << PSR_RI_SHIFT;
	cpu->ip = 0x2000000000004000;
	cpu->ip_last = 0x2000000000003ff0;
	cpu->cr_ifs = IFS_V | 0x123;
	cpu->cr_itir = 0x55;
	cpu->cr_iim = 0x66;
	cpu->gr[16] = 1;
	cpu->gr_other[0] = 2;
	cpu->cr_dcr = DCR_BE;
	fault_data(cpu, VECTOR_DATA_TLB, 0x4000000000001234, ISR_R | ISR_SP);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->cr_ipsr, PSR_EVERYTHING | 1ULL << PSR_RI_SHIFT);
	CHECK_EQ(cpu->cr_iip, 0x2000000000004000);
	CHECK_EQ(cpu->cr_iipa, 0x2000000000003ff0);
	CHECK_EQ(cpu->cr_ifs, 0x123);
	CHECK_EQ(cpu->cr_isr, ISR_R | ISR_SP | 1ULL << ISR_EI_SHIFT);
	CHECK_EQ(cpu->cr_ifa, 0x4000000000001234);
	CHECK_EQ(cpu->cr_itir, cpu->rr[2]);
	CHECK_EQ(cpu->cr_iha, mmu_thash(cpu, 0x4000000000001234));
	CHECK_EQ(cpu->cr_iim, 0x66);
	CHECK_EQ(cpu->ip, 0x10800);
	/* Bank 0 is visible. */
	CHECK_EQ(cpu->gr[16], 2);
	CHECK_EQ(cpu->gr_other[0], 1);
	CHECK_EQ(cpu->psr, PSR_BE | PSR_UP | PSR_MFL | PSR_MFH | PSR_PK |
				   PSR_DT | PSR_RT | PSR_MC | PSR_IT);
}

TEST(delivery_with_ic_0_writes_isr_alone)
{
	struct cpu *cpu = fixture();

	cpu->psr = PSR_DT | 2ULL << PSR_RI_SHIFT;
	cpu->ip = 0x4000;
	cpu->cr_ifs = IFS_V;
	cpu->cr_ipsr = cpu->cr_iip = cpu->cr_ifa = 77;
	cpu->cr_dcr = DCR_PP;
	fault_break(cpu, 0x12345);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->cr_isr, ISR_NI | 2ULL << ISR_EI_SHIFT);
	CHECK_EQ(cpu->cr_ipsr, 77);
	CHECK_EQ(cpu->cr_iip, 77);
	CHECK_EQ(cpu->cr_ifs, IFS_V);
	CHECK_EQ(cpu->cr_iim, 0);
	CHECK_EQ(cpu->ip, 0x12c00);
	CHECK_EQ(cpu->psr, PSR_DT | PSR_PP);
	/* Data Nested TLB: not even ISR. */
	cpu->cr_isr = 88;
	fault_data(cpu, VECTOR_DATA_NESTED_TLB, 0x1234, ISR_R);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->cr_isr, 88);
	CHECK_EQ(cpu->cr_ifa, 77);
	CHECK_EQ(cpu->ip, 0x11400);
}

TEST(vectors_write_only_the_registers_they_define)
{
	static const struct {
		u16 vector;
		bool itir, iha;
	} rows[] = {
		{ VECTOR_VHPT_TRANSLATION, true, true },
		{ VECTOR_INST_TLB, true, true },
		{ VECTOR_DATA_TLB, true, true },
		{ VECTOR_ALT_INST_TLB, true, false },
		{ VECTOR_ALT_DATA_TLB, true, false },
		{ VECTOR_DATA_KEY_MISS, true, false },
		{ VECTOR_DIRTY_BIT, true, false },
		{ VECTOR_PAGE_NOT_PRESENT, true, false },
		{ VECTOR_DATA_ACCESS_RIGHTS, true, false },
		{ VECTOR_NAT_CONSUMPTION, false, false },
		{ VECTOR_DEBUG, false, false },
		{ VECTOR_UNALIGNED, false, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cpu *cpu = fixture();

		cpu->psr = PSR_IC;
		cpu->cr_iha = cpu->cr_itir = 1;
		fault_data(cpu, rows[i].vector, 0x8000, ISR_R);
		interruption_deliver(cpu);
		CHECK_EQ(cpu->cr_ifa, 0x8000);
		CHECK_EQ(cpu->cr_itir != 1, rows[i].itir);
		CHECK_EQ(cpu->cr_iha != 1, rows[i].iha);
	}
}

TEST(trap_reports_the_slot_of_the_trapping_instruction)
{
	struct cpu *cpu = fixture();

	cpu->psr = PSR_IC | PSR_SS | 1ULL << PSR_RI_SHIFT;
	cpu->ip = 0x4010;
	cpu->ip_last = 0x4000;
	fault_trap(cpu, TRAP_SS, 0);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->ip, 0x16000);
	CHECK_EQ(cpu->cr_isr, TRAP_SS);
	CHECK_EQ(bits(cpu->cr_ipsr, PSR_RI_SHIFT, 2), 1);
	/* Several at once: one vector, all in the code. */
	cpu->psr = PSR_IC;
	fault_trap(cpu, TRAP_SS | TRAP_TB | TRAP_LP, 2);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->ip, 0x15e00);
	CHECK_EQ(cpu->cr_isr, 0xe | 2ULL << ISR_EI_SHIFT);
	cpu->psr = PSR_IC;
	fault_trap(cpu, TRAP_SS | TRAP_TB, 2);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->ip, 0x15f00);
}

TEST(isr_ed_is_that_of_the_code_page)
{
	struct cpu *cpu = fixture();

	for (u64 ed = 0; ed < 2; ed++) {
		cpu->psr = PSR_IC | PSR_IT | PSR_DT;
		cpu->ip = 0x4000;
		mmu_insert_tc(cpu, false, PTE(0x4000, 1, 0) | ed << 52,
			      fixture_itir(14, 0), 0x4000);
		fault_data(cpu, VECTOR_DATA_TLB, 0, ISR_R);
		interruption_deliver(cpu);
		CHECK_EQ(cpu->cr_isr, ISR_R | (ed ? ISR_ED : 0));
		/* Never for the RSE. */
		cpu->psr = PSR_IC | PSR_IT | PSR_DT;
		cpu->ip = 0x4000;
		fault_data(cpu, VECTOR_DATA_TLB, 0, ISR_R | ISR_RS);
		interruption_deliver(cpu);
		CHECK_EQ(cpu->cr_isr, ISR_R | ISR_RS);
	}
}

TEST(rfi_restores_psr_bank_ip_and_frame)
{
	struct cpu *cpu = fixture();
	bool after;
	u64 psr = PSR_EVERYTHING | 2ULL << PSR_RI_SHIFT;

	rse_write_bspstore(cpu, 0x100000);
	CHECK_EQ(rse_alloc(cpu, 5, 5, 0), FAULT_NONE);
	cpu->gr[36] = 99;
	rse_cover(cpu);
	CHECK_EQ(cpu->cr_ifs, IFS_V | 5 | 5 << 7);
	cpu->gr_other[3] = 7;
	cpu->cr_ipsr = psr;
	cpu->cr_iip = 0x2000000000001237;
	CHECK_EQ(psr_rfi(cpu, &after), FAULT_NONE);
	CHECK(after);
	CHECK_EQ(cpu->psr, psr);
	CHECK_EQ(cpu->ip, 0x2000000000001230);
	CHECK_EQ(cpu->gr[19], 7);
	CHECK_EQ(cpu->cfm.sof, 5);
	CHECK_EQ(cpu->gr[36], 99);
	/* Now at cpl 3. */
	CHECK_FAULT(psr_rfi(cpu, &after), GENERAL_EXCEPTION, 0x10);
	CHECK(!after);
	cpu->psr = 0;
	cpu->cr_ipsr = PSR_IS;
	CHECK_FAULT(psr_rfi(cpu, &after), GENERAL_EXCEPTION, 0x40);
	/* A physical target outside the implemented bits traps behind rfi. */
	cpu->psr = 2ULL << PSR_RI_SHIFT;
	cpu->ip = 0x5000;
	cpu->cr_ipsr = PSR_IC;
	cpu->cr_ifs = 0;
	cpu->cr_iip = BIT64(55) | 0x10;
	CHECK_EQ(psr_rfi(cpu, &after), FAULT_RAISED);
	CHECK(after);
	interruption_deliver(cpu);
	CHECK_EQ(cpu->ip, 0x15e00);
	CHECK_EQ(cpu->cr_isr, 0x10 | 2ULL << ISR_EI_SHIFT);
	CHECK_EQ(cpu->cr_iip, BIT64(55) | 0x10);
	CHECK_EQ(cpu->cr_iipa, 0x5000);
}

TEST(masks_check_reserved_bits_and_privilege)
{
	struct cpu *cpu = fixture();
	u64 value;

	for (unsigned int b = 0; b < 24; b++) {
		bool valid = PSR_SM_VALID >> b & 1;
		bool um = PSR_UM_VALID >> b & 1;

		cpu->psr = 0;
		CHECK_EQ(psr_ssm(cpu, 1u << b), !valid);
		if (valid) {
			CHECK_EQ(cpu->psr, 1u << b);
			CHECK_EQ(psr_rsm(cpu, 1u << b), 0);
			CHECK_EQ(cpu->psr, 0);
		} else {
			CHECK_EQ(cpu->fault.isr, 0x30);
		}
		CHECK_EQ(psr_sum(cpu, 1u << b), !um);
		CHECK_EQ(psr_rum(cpu, 1u << b), !um);
	}
	cpu->psr = PSR_CPL;
	CHECK_FAULT(psr_ssm(cpu, 0), GENERAL_EXCEPTION, 0x10);
	CHECK_FAULT(psr_write_l(cpu, 0, true), GENERAL_EXCEPTION, 0x10);
	CHECK_FAULT(psr_read(cpu, &value), GENERAL_EXCEPTION, 0x10);
	CHECK_FAULT(psr_bsw(cpu, 1), GENERAL_EXCEPTION, 0x10);
	/* Secure monitors: PSR.up stays. */
	cpu->psr |= PSR_SP;
	CHECK_EQ(psr_sum(cpu, PSR_UP | PSR_AC), 0);
	CHECK_EQ(psr_read_um(cpu), PSR_AC);
	cpu->psr = PSR_MC | PSR_IT | PSR_SS | PSR_CPL;
	cpu->psr &= ~PSR_CPL;
	CHECK_EQ(psr_write_l(cpu, 0xffffffff00000000 | PSR_TB | PSR_DT, false),
		 0);
	CHECK_EQ(cpu->psr, PSR_MC | PSR_IT | PSR_SS | PSR_TB | PSR_DT);
	CHECK_EQ(psr_read(cpu, &value), 0);
	CHECK_EQ(value, PSR_MC | PSR_IT | PSR_TB | PSR_DT);
	CHECK_FAULT(psr_write_l(cpu, BIT64(28), false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_FAULT(psr_vmsw(cpu), GENERAL_EXCEPTION, 0);
}

TEST(epc_promotes_on_promotion_pages)
{
	struct cpu *cpu = fixture();
	u64 user = PSR_IT | PSR_CPL;

	cpu->ip = 0x4000;
	cpu->psr = user;
	cpu->ar_pfs = 2ULL << 62;
	CHECK_FAULT(psr_epc(cpu), GENERAL_EXCEPTION, 0);
	cpu->ar_pfs = 3ULL << 62;
	mmu_insert_tc(cpu, false, PTE(0, 3, 3), fixture_itir(16, 0), 0x4000);
	CHECK_EQ(psr_epc(cpu), 0);
	CHECK_EQ(cpu_cpl(cpu), 3);
	mmu_insert_tc(cpu, false, PTE(0, 7, 1), fixture_itir(16, 0), 0x4000);
	CHECK_EQ(psr_epc(cpu), 0);
	CHECK_EQ(cpu_cpl(cpu), 1);
	cpu->psr = user & ~PSR_IT;
	CHECK_EQ(psr_epc(cpu), 0);
	CHECK_EQ(cpu_cpl(cpu), 0);
}

TEST(control_registers)
{
	struct cpu *cpu = fixture();
	u64 value;

	/* Which exist, by reading; interruption registers need ic = 0. */
	for (unsigned int cr = 0; cr < 128; cr++) {
		bool inter = cr >= 16 && cr <= 25 && cr != 18;
		bool other = cr <= 2 || cr == 8 ||
			     (cr >= 64 && cr <= 74 && cr != 75) || cr == 80 ||
			     cr == 81;

		cpu->psr = 0;
		CHECK_EQ(cr_read(cpu, cr, &value), !(inter || other));
		cpu->psr = PSR_IC;
		CHECK_EQ(cr_read(cpu, cr, &value), !other);
		CHECK_EQ(cr_write(cpu, cr, cr == CR_PTA ? 15 << 2 : 0, false),
			 !other || (cr >= 68 && cr <= 71) || cr == CR_IVR);
		cpu->psr = PSR_CPL;
		CHECK_EQ(cr_read(cpu, cr, &value), 1);
		CHECK_EQ(cpu->fault.isr, inter || other ? 0x10 : 0);
	}
	cpu->psr = 0;
	CHECK_FAULT(cr_write(cpu, CR_DCR, 8, false), GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(cr_write(cpu, CR_DCR, 0, true), NAT_CONSUMPTION, 0x10);
	CHECK_EQ(cr_write(cpu, CR_DCR, 0x7f07, false), 0);
	CHECK_FAULT(cr_write(cpu, CR_PTA, 14 << 2, false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_FAULT(cr_write(cpu, CR_PTA, 15 << 2 | 2, false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_EQ(cr_write(cpu, CR_IVA, 0x17fff, false), 0);
	CHECK_EQ(cpu->cr_iva, 0x10000);
	CHECK_FAULT(cr_write(cpu, CR_IPSR, 1, false), GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(cr_write(cpu, CR_IFS, BIT64(40), false), GENERAL_EXCEPTION,
		    0x30);
	CHECK_FAULT(cr_write(cpu, CR_ITIR, 1, false), GENERAL_EXCEPTION, 0x30);
	CHECK_EQ(cr_write(cpu, CR_IHA, 7, false), 0);
	CHECK_EQ(cpu->cr_iha, 4);
	CHECK_FAULT(cr_write(cpu, CR_ITV, 0x100, false), GENERAL_EXCEPTION,
		    0x30);
	/* Bit 12 is ignored. */
	CHECK_EQ(cr_write(cpu, CR_ITV, 0x110ef, false), 0);
	CHECK_EQ(cpu->cr_itv, 0x100ef);
	stub_timer_updates = 0;
	CHECK_EQ(cr_write(cpu, CR_ITM, 1, false), 0);
	CHECK_EQ(stub_timer_updates, 1);
	CHECK_EQ(cr_write(cpu, CR_TPR, 0x100ff, false), 0);
	CHECK_EQ(cpu->cr_tpr, 0x100f0);
	CHECK_FAULT(cr_write(cpu, CR_TPR, 0x100, false), GENERAL_EXCEPTION,
		    0x30);
}

TEST(application_registers)
{
	struct cpu *cpu = fixture();
	u64 value;

	for (unsigned int ar = 0; ar < 128; ar++) {
		bool m = ar <= 7 || (ar >= 16 && ar <= 19) || ar == 21 ||
			 (ar >= 24 && ar <= 30) || ar == 32 || ar == 36 ||
			 ar == 40 || ar == 44 || ar == 45;
		bool i = ar >= 64 && ar <= 66;
		bool both = (ar >= 48 && ar <= 63) || ar >= 112;

		cpu->ar_rsc = 0;
		CHECK_EQ(ar_read(cpu, ar, false, &value), !(m || both));
		CHECK_EQ(ar_read(cpu, ar, true, &value), !(i || both));
		CHECK_EQ(ar_write(cpu, ar, ar >= 64, 0, false),
			 !(m || i || both) || ar == AR_BSP);
		cpu->ar_rsc = 3;
		CHECK_EQ(ar_read(cpu, ar, false, &value),
			 !(m || both) || ar == AR_BSPSTORE || ar == AR_RNAT);
	}
	cpu->ar_rsc = 0;
	/* Privilege: kernel registers and writes of the counters. */
	cpu->psr = PSR_CPL;
	CHECK_FAULT(ar_write(cpu, AR_KR0 + 7, false, 0, true),
		    GENERAL_EXCEPTION, 0x20);
	CHECK_EQ(ar_read(cpu, AR_KR0 + 7, false, &value), 0);
	CHECK_FAULT(ar_write(cpu, AR_ITC, false, 0, false), GENERAL_EXCEPTION,
		    0x20);
	CHECK_EQ(ar_read(cpu, AR_ITC, false, &value), 0);
	cpu->psr |= PSR_SI;
	CHECK_FAULT(ar_read(cpu, AR_ITC, false, &value), GENERAL_EXCEPTION,
		    0x20);
	/* RSC.pl cannot go above cpl. */
	CHECK_EQ(ar_write(cpu, AR_RSC, false, 0, false), 0);
	CHECK_EQ(cpu->ar_rsc, 0xc);
	cpu->psr = 0;
	CHECK_FAULT(ar_write(cpu, AR_RSC, false, 0x20, false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(ar_write(cpu, AR_PFS, true, BIT64(38), false),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_EQ(ar_write(cpu, AR_EC, true, ~0ULL, false), 0);
	CHECK_EQ(cpu->ar_ec, 63);
	CHECK_EQ(ar_write(cpu, 112, true, ~0ULL, false), 0);
	CHECK_EQ(ar_read(cpu, 112, true, &value), 0);
	CHECK_EQ(value, 0);
	/* FPSR: td of sf0, pc = 1 in any field, bits above 57. */
	CHECK_EQ(ar_write(cpu, AR_FPSR, false, 0x9804c0270033f, false), 0);
	CHECK_EQ(ar_write(cpu, AR_FPSR, false, BIT64(12), false), 1);
	CHECK_EQ(ar_write(cpu, AR_FPSR, false, BIT64(25), false), 0);
	for (unsigned int sf = 0; sf < 4; sf++) {
		u64 pc = 6 + 13 * sf + 2;

		CHECK_EQ(ar_write(cpu, AR_FPSR, false, 1ULL << pc, false), 1);
		CHECK_EQ(ar_write(cpu, AR_FPSR, false, 2ULL << pc, false), 0);
	}
	CHECK_EQ(ar_write(cpu, AR_FPSR, false, BIT64(58), false), 1);
	/* BSP follows BSPSTORE. */
	CHECK_EQ(ar_write(cpu, AR_BSPSTORE, false, 0x8007, false), 0);
	CHECK_EQ(ar_read(cpu, AR_BSP, false, &value), 0);
	CHECK_EQ(value, 0x8000);
}

/* ---- performance monitors ---- */

#define EVENT(code, flags) ((u64)(code) << 8 | (flags))
#define OI BIT64(5)
#define PM BIT64(6)

TEST(pmu_counts_by_level_and_posts_overflow)
{
	struct cpu *cpu = fixture();
	u64 value;

	cpu->psr = PSR_PP;
	CHECK_EQ(indirect_write(cpu, INDIRECT_PMC, 4,
				EVENT(PMU_EVENT_INST_RETIRED, PM | 1), false),
		 0);
	CHECK(pmu_active(cpu));
	cpu->slots += 1000;
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 4, false, &value), 0);
	CHECK_EQ(value, 1000);
	/* Not at cpl 3, whose bit of plm is 0, nor with pp = 0. */
	pmu_sync(cpu);
	cpu->psr |= PSR_CPL;
	cpu->slots += 1000;
	pmu_sync(cpu);
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 4, false, &value), 0);
	CHECK_EQ(value, 0); /* privileged monitor: user code reads 0 */
	cpu->psr = 0;
	cpu->slots += 1000;
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 4, false, &value), 0);
	CHECK_EQ(value, 1000);
	/* Overflow: status bit, freeze, interrupt. */
	cpu->psr = PSR_PP;
	cpu->cr_pmv = 0xee;
	CHECK_EQ(indirect_write(cpu, INDIRECT_PMC, 5,
				EVENT(PMU_EVENT_CPU_CYCLES, PM | OI | 1),
				false),
		 0);
	CHECK_EQ(indirect_write(cpu, INDIRECT_PMD, 5, -10ULL, false), 0);
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 5, false, &value), 0);
	CHECK_EQ(value, -10ULL);
	CHECK_EQ(pmu_turn(cpu), 10);
	cpu->slots += 9;
	CHECK_EQ(pmu_turn(cpu), 1);
	CHECK_EQ(stub_posted, 0);
	cpu->slots += 3;
	pmu_sync(cpu);
	CHECK_EQ(stub_posted, 0xee);
	CHECK_EQ(cpu->pmc[0], 1 | 1 << 5);
	CHECK(!pmu_active(cpu));
	cpu->slots += 100;
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 5, false, &value), 0);
	CHECK_EQ(value, 2);
}

TEST(pmu_other_events_stay_zero)
{
	struct cpu *cpu = fixture();
	u64 value;

	cpu->psr = PSR_UP;
	CHECK_EQ(indirect_write(cpu, INDIRECT_PMC, 6, EVENT(0x50, 0xf), false),
		 0);
	CHECK(!pmu_active(cpu));
	cpu->slots += 1000;
	CHECK_EQ(indirect_read(cpu, INDIRECT_PMD, 6, false, &value), 0);
	CHECK_EQ(value, 0);
	CHECK_FAULT(indirect_read(cpu, INDIRECT_PMD, 3, false, &value),
		    GENERAL_EXCEPTION, 0x30);
	CHECK_FAULT(indirect_read(cpu, INDIRECT_CPUID, 5, false, &value),
		    GENERAL_EXCEPTION, 0x30);
}
