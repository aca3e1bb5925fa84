// SPDX-License-Identifier: GPL-2.0
/*
 * The dependency tracker on hand-written instruction groups.
 *
 * Each case is a legal or illegal sequence from SDM vol 1, 3.4 and vol 3,
 * chapter 5; bulk agreement with the assembler is dependency_compare's part.
 */
#include "harness.h"
#include "isa/dependency.h"

static struct dependency_tracker tracker;
static struct dependency_violation last;

static bool step_full(struct insn i, bool executed, u64 address, u8 rotating)
{
	struct resource_context ctx = { .address = address,
					.rotating_gr = rotating };
	u64 raw, imm41;

	/* Through the encoder, so that unit and flags are the decoder's. */
	CHECK_EQ(insn_encode(&i, i.unit, &raw, &imm41), 0);
	insn_decode(raw, i.unit, imm41, &i);
	return dependency_check(&tracker, &i, executed, &ctx, &last);
}

static bool step(struct insn i)
{
	return step_full(i, true, 0, 0);
}

static void group(void)
{
	dependency_reset(&tracker);
}

static void stop(void)
{
	dependency_stop(&tracker);
}

#define INSN_M(o, ...)                                                         \
	((struct insn){ .op = OP_##o, .unit = UNIT_M, __VA_ARGS__ })
#define INSN_I(o, ...)                                                         \
	((struct insn){ .op = OP_##o, .unit = UNIT_I, __VA_ARGS__ })
#define INSN_F(o, ...)                                                         \
	((struct insn){ .op = OP_##o, .unit = UNIT_F, __VA_ARGS__ })
#define INSN_B(o, ...)                                                         \
	((struct insn){ .op = OP_##o, .unit = UNIT_B, __VA_ARGS__ })

#define LEGAL(i)                                                               \
	do {                                                                   \
		if (!step(i))                                                  \
			FAIL("%s: %s %s", #i, dependency_kind_name(last.kind), \
			     last.resource);                                   \
	} while (0)
#define VIOLATES(i, k, res)                                                    \
	do {                                                                   \
		CHECK(!step(i));                                               \
		CHECK_EQ(last.kind, DEPENDENCY_##k);                           \
		CHECK_STR(last.resource, res);                                 \
	} while (0)

TEST(general_registers)
{
	group();
	LEGAL(INSN_M(ADD, .r1 = 8, .r2 = 9, .r3 = 10));
	LEGAL(INSN_M(ADD, .r1 = 9, .r2 = 10, .r3 = 11)); /* WAR */
	VIOLATES(INSN_M(ADD, .r1 = 14, .r2 = 8, .r3 = 0), RAW, "GR8");
	VIOLATES(INSN_M(ADDS, .r1 = 8), WAW, "GR8");
	stop();
	LEGAL(INSN_M(ADD, .r1 = 14, .r2 = 8, .r3 = 9));
	/* r0 is nobody's resource */
	group();
	LEGAL(INSN_M(ADD, .r1 = 8));
	LEGAL(INSN_M(ADD, .r1 = 9));
	/* a store reads both, and updates its base */
	group();
	LEGAL(INSN_M(ST8_I, .r2 = 8, .r3 = 9, .imm = 8));
	VIOLATES(INSN_M(LD8, .r1 = 10, .r3 = 9), RAW, "GR9");
}

TEST(predicated_off_instructions_do_nothing)
{
	group();
	CHECK(step_full(INSN_M(ADDS, .qp = 6, .r1 = 8), false, 0, 0));
	LEGAL(INSN_M(ADDS, .qp = 7, .r1 = 8));
	VIOLATES(INSN_M(ADDS, .r1 = 9, .r3 = 8), RAW, "GR8");
}

TEST(check_loads_may_be_consumed_at_once)
{
	group();
	LEGAL(INSN_M(LD8_C_CLR, .r1 = 8, .r3 = 9));
	LEGAL(INSN_M(ADDS, .r1 = 10, .r3 = 8));
	VIOLATES(INSN_M(ADDS, .r1 = 8), WAW, "GR8");
	group();
	LEGAL(INSN_M(LD8_C_NC_I, .r1 = 8, .r3 = 9, .imm = 8));
	VIOLATES(INSN_M(ADDS, .r1 = 10, .r3 = 9), RAW, "GR9");
	group();
	LEGAL(INSN_M(LDFD_C_CLR, .r1 = 8, .r3 = 9));
	LEGAL(INSN_F(FMA, .r1 = 9, .r3 = 8, .r4 = 1));
}

TEST(predicates)
{
	group();
	LEGAL(INSN_I(CMP_EQ, .p1 = 6, .p2 = 7, .r2 = 8, .r3 = 9));
	LEGAL(INSN_B(BR_COND, .qp = 6)); /* a branch may use it at once */
	VIOLATES(INSN_I(ADDS, .qp = 7, .r1 = 8), RAW, "PR7");
	group();
	LEGAL(INSN_F(FCMP_EQ, .p1 = 6, .p2 = 7, .r2 = 8, .r3 = 9));
	VIOLATES(INSN_B(BR_COND, .qp = 6), RAW, "PR6");
	group();
	LEGAL(INSN_I(MOV_TO_PR, .r2 = 8, .imm = -2));
	LEGAL(INSN_B(BR_COND, .qp = 20));
	VIOLATES(INSN_I(MOV_FROM_PR, .r1 = 9), RAW, "PR1");
	/* and-type with and-type, or-type with or-type */
	group();
	LEGAL(INSN_I(CMP_EQ_AND, .p1 = 6, .p2 = 7));
	LEGAL(INSN_I(CMP_NE_AND, .p1 = 7, .p2 = 6));
	VIOLATES(INSN_I(CMP_EQ_OR, .p1 = 6, .p2 = 8), WAW, "PR6");
	group();
	LEGAL(INSN_I(CMP_EQ_OR_ANDCM, .p1 = 6, .p2 = 7));
	LEGAL(INSN_I(CMP_EQ_OR, .p1 = 6, .p2 = 8));
	LEGAL(INSN_I(CMP_EQ_AND, .p1 = 7, .p2 = 9));
	VIOLATES(INSN_I(CMP_EQ_AND, .p1 = 6, .p2 = 10), WAW, "PR6");
	/* .unc writes with PR[qp] = 0, the normal type does not */
	group();
	CHECK(step_full(INSN_I(CMP_EQ, .qp = 1, .p1 = 6, .p2 = 7), false, 0,
			0));
	LEGAL(INSN_I(ADDS, .qp = 6, .r1 = 8));
	CHECK(step_full(INSN_I(CMP_EQ_UNC, .qp = 1, .p1 = 8, .p2 = 9), false, 0,
			0));
	VIOLATES(INSN_I(ADDS, .qp = 8, .r1 = 10), RAW, "PR8");
}

TEST(branch_registers)
{
	group();
	LEGAL(INSN_I(MOV_TO_BR, .r1 = 6, .r2 = 8, .hint = 1));
	LEGAL(INSN_B(BR_COND_B, .r2 = 6));
	VIOLATES(INSN_I(MOV_FROM_BR, .r1 = 9, .r2 = 6), RAW, "BR6");
	VIOLATES(INSN_B(BR_CALL, .r1 = 6), WAW, "BR6");
}

TEST(application_registers)
{
	group();
	LEGAL(INSN_I(MOV_TO_AR_I, .r2 = 8, .r3 = 64));
	LEGAL(INSN_B(BR_RET, .r2 = 0)); /* PFS by mov, then br.ret */
	group();
	LEGAL(INSN_I(MOV_TO_AR_I, .r2 = 8, .r3 = 65));
	VIOLATES(INSN_B(BR_CLOOP), RAW, "AR[LC]");
	group();
	LEGAL(INSN_M(MOV_TO_AR_M, .r2 = 8, .r3 = 32));
	VIOLATES(INSN_M(CMPXCHG8_ACQ, .r1 = 9, .r2 = 10, .r3 = 11), RAW,
		 "AR[CCV]");
	group();
	LEGAL(INSN_F(FMA_D, .r1 = 8, .r2 = 9, .sf = 0));
	LEGAL(INSN_F(FMA_D, .r1 = 9, .r2 = 10, .sf = 0)); /* flags add up */
	VIOLATES(INSN_M(MOV_FROM_AR_M, .r1 = 8, .r3 = 40), RAW,
		 "AR[FPSR].sf0.flags");
	group();
	LEGAL(INSN_M(ALLOC, .r1 = 32, .len = 4));
	LEGAL(INSN_M(ADDS, .r1 = 33, .r3 = 34)); /* the new frame */
	VIOLATES(INSN_M(MOV_FROM_AR_M, .r1 = 35, .r3 = 19), RAW, "AR[RNAT]");
	/* ignored registers are registers all the same */
	group();
	LEGAL(INSN_M(MOV_TO_AR_M, .r2 = 8, .r3 = 48));
	LEGAL(INSN_M(MOV_FROM_AR_M, .r1 = 9, .r3 = 112));
	VIOLATES(INSN_M(MOV_FROM_AR_M, .r1 = 10, .r3 = 48), RAW, "AR ignored");
}

TEST(unat_goes_by_bit)
{
	group();
	CHECK(step_full(INSN_M(ST8_SPILL, .r2 = 8, .r3 = 9), true, 0x1000, 0));
	CHECK(step_full(INSN_M(ST8_SPILL, .r2 = 8, .r3 = 9), true, 0x1008, 0));
	CHECK(!step_full(INSN_M(ST8_SPILL, .r2 = 8, .r3 = 9), true, 0x1200, 0));
	CHECK_EQ(last.kind, DEPENDENCY_WAW);
	VIOLATES(INSN_M(MOV_FROM_AR_M, .r1 = 10, .r3 = 36), RAW, "AR[UNAT]");
}

TEST(register_files_go_by_index)
{
	group();
	CHECK(step_full(INSN_M(MOV_TO_RR, .r2 = 8, .r3 = 9), true, 0, 0));
	CHECK(step_full(INSN_M(MOV_TO_RR, .r2 = 8, .r3 = 9), true, 1ULL << 61,
			0));
	CHECK(!step_full(INSN_M(MOV_TO_RR, .r2 = 8, .r3 = 9), true, 0x1000, 0));
	CHECK_STR(last.resource, "RR0");
	stop();
	VIOLATES(INSN_M(LD8, .r1 = 10, .r3 = 11), DATA, "RR#");
	stop();
	LEGAL(INSN_M(SRLZ_D));
	LEGAL(INSN_M(LD8, .r1 = 10, .r3 = 11));
}

TEST(psr_needs_serialisation)
{
	/* rsm psr.dt ;; ld8: the load may still be translated */
	group();
	LEGAL(INSN_M(RSM, .imm = 1 << 17));
	stop();
	VIOLATES(INSN_M(LD8, .r1 = 8, .r3 = 9), DATA, "PSR.dt");
	stop();
	LEGAL(INSN_M(SRLZ_D));
	stop();
	LEGAL(INSN_M(LD8, .r1 = 8, .r3 = 9));
	/* the serialisation must be in a later group than the write */
	group();
	LEGAL(INSN_M(RSM, .imm = 1 << 17));
	LEGAL(INSN_M(SRLZ_D));
	stop();
	VIOLATES(INSN_M(LD8, .r1 = 8, .r3 = 9), DATA, "PSR.dt");
	/* only the bits of the mask */
	group();
	LEGAL(INSN_M(RSM, .imm = 1 << 13));
	stop();
	LEGAL(INSN_M(LD8, .r1 = 8, .r3 = 9));
	VIOLATES(INSN_M(MOV_FROM_CR, .r1 = 10, .r3 = 19), DATA, "PSR.ic");
	/* sum needs a stop only */
	group();
	LEGAL(INSN_M(SUM, .imm = 1 << 3));
	VIOLATES(INSN_M(LD8, .r1 = 8, .r3 = 9), RAW, "PSR.ac");
	stop();
	LEGAL(INSN_M(LD8, .r1 = 9, .r3 = 10));
	/* an interruption serialises */
	group();
	LEGAL(INSN_M(RSM, .imm = 1 << 17));
	dependency_serialize(&tracker);
	LEGAL(INSN_M(LD8, .r1 = 8, .r3 = 9));
	/* the FP halves apart */
	group();
	LEGAL(INSN_M(SSM, .imm = 1 << 18));
	stop();
	LEGAL(INSN_F(FMA, .r1 = 40, .r2 = 41, .r3 = 42, .r4 = 43));
	VIOLATES(INSN_F(FMA, .r1 = 44, .r2 = 2), DATA, "PSR.dfl");
}

TEST(translations_and_control_registers)
{
	group();
	LEGAL(INSN_M(MOV_TO_CR, .r2 = 8, .r3 = 20));
	VIOLATES(INSN_M(ITC_D, .r2 = 9), RAW, "CR[IFA]");
	group();
	LEGAL(INSN_M(MOV_TO_CR, .r2 = 8, .r3 = 20));
	stop();
	LEGAL(INSN_M(ITC_D, .r2 = 9)); /* no serialisation needed */
	stop();
	VIOLATES(INSN_M(LD8, .r1 = 8, .r3 = 9), DATA, "DTC");
	group();
	LEGAL(INSN_M(PTC_L, .r2 = 8, .r3 = 9));
	LEGAL(INSN_M(PTC_L, .r2 = 8, .r3 = 10));
	VIOLATES(INSN_M(ITC_D, .r2 = 9), WAW, "DTC");
	group();
	LEGAL(INSN_M(ITC_I, .r2 = 8));
	stop();
	LEGAL(INSN_M(SRLZ_D)); /* not enough for the instruction side */
	stop();
	VIOLATES(INSN_B(EPC), INSTRUCTION, "ITC");
	stop();
	LEGAL(INSN_M(SRLZ_I));
	stop();
	LEGAL(INSN_B(EPC));
	group();
	LEGAL(INSN_B(EPC));
	VIOLATES(INSN_M(MOV_FROM_PSR, .r1 = 8), RAW, "PSR.cpl");
}

/* As step(), for an insert or purge of @size bytes at @base. */
static bool change(struct insn i, u64 base, u64 size)
{
	struct resource_context ctx = { .range_base = base,
					.range_size = size };

	return dependency_check(&tracker, &i, true, &ctx, &last);
}

TEST(translations_go_by_address)
{
	struct insn itc = INSN_M(ITC_D, .r2 = 9);
	struct insn ptc = INSN_M(PTC_L, .r2 = 8, .r3 = 9);
	struct insn ld = INSN_M(LD8, .r1 = 10, .r3 = 11);

	group();
	CHECK(change(itc, 0x10000, 0x4000));
	stop();
	CHECK(step_full(ld, true, 0x14000, 0)); /* another page */
	stop();
	CHECK(!step_full(ld, true, 0x13ff8, 0));
	CHECK_STR(last.resource, "DTC");
	/* srlz.d in the group of the purge does not cover it */
	group();
	CHECK(change(ptc, 0x20000, 0x1000));
	LEGAL(INSN_M(SRLZ_D));
	stop();
	CHECK(!step_full(ld, true, 0x20000, 0));
	stop();
	LEGAL(INSN_M(SRLZ_D));
	stop();
	CHECK(step_full(ld, true, 0x20000, 0));
	/* everything */
	group();
	CHECK(change(INSN_M(PTC_E, .r3 = 9), 0, 0));
	stop();
	CHECK(!step_full(ld, true, 0x20000, 0));
}

TEST(loops)
{
	/* The one WAR rule: PR 63 as a branch's predicate, then br.ctop. */
	group();
	LEGAL(INSN_B(BR_COND, .qp = 63));
	VIOLATES(INSN_B(BR_CTOP), WAR, "PR63");
	group();
	LEGAL(INSN_B(BR_WTOP, .qp = 63)); /* not with itself */
	/* After br.ctop falls through, rotating names need a stop. */
	group();
	LEGAL(INSN_B(BR_CTOP));
	LEGAL(INSN_M(ADDS, .r1 = 8, .r3 = 9));
	CHECK(step_full(INSN_M(ADDS, .r1 = 40), true, 0, 8));
	CHECK(!step_full(INSN_M(ADDS, .r1 = 39), true, 0, 8));
	CHECK_STR(last.resource, "CFM");
	VIOLATES(INSN_B(BR_COND, .qp = 63), RAW, "PR63");
}
