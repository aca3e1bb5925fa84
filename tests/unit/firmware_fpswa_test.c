// SPDX-License-Identifier: GPL-2.0
/*
 * The floating-point software assistance handler, with MPFR as oracle for the
 * quotients and roots, called as an operating system calls it.
 * LDLIBS: -lmpfr -lgmp
 */
#include "firmware_machine.h"

#include <mpfr.h>

#include "cpu/fp_approx.h"
#include "isa/insn.h"

/* The operating system's copies. */
#define BUNDLE SCRATCH
#define IPSR (SCRATCH + 0x40)
#define FPSR (SCRATCH + 0x48)
#define ISR (SCRATCH + 0x50)
#define PREDS (SCRATCH + 0x58)
#define IFS (SCRATCH + 0x60)
#define STATE (SCRATCH + 0x80)
#define SAVED (SCRATCH + 0x100)

/* sf0: register format (wre), 64 bits; all traps masked. */
#define FPSR_WIDE 0x9804c0270033fULL | 0x2 << 6

enum {
	OTHERS,
	RECIP,
	ROOT
};

static void put(struct machine *m, u64 pa, u64 value)
{
	CHECK(bus_copy_to(m->bus, pa, &value, 8));
}

/* Slot 1 of an MFI bundle: frcpa.s0 @f1,@p2=@f2,@f3 or frsqrta.s0 @f1,@p2=@f3 */
static void put_bundle(struct machine *m, int what, unsigned int f1,
		       unsigned int f2, unsigned int f3, unsigned int p2)
{
	struct insn insn = { .op = what == ROOT ? OP_FRSQRTA : OP_FRCPA,
			     .unit = UNIT_F,
			     .r1 = f1,
			     .r2 = f2,
			     .r3 = f3,
			     .p2 = p2 };
	struct bundle b = { .lo = 0x0d };
	u64 raw, imm41;

	CHECK_EQ(insn_encode(&insn, UNIT_F, &raw, &imm41), 0);
	if (what == OTHERS)
		raw = 0; /* break.f */
	bundle_set_slot(&b, 1, raw);
	put(m, BUNDLE, b.lo);
	put(m, BUNDLE + 8, b.hi);
}

static s64 assist(struct machine *m, bool fault, u64 code)
{
	put(m, IPSR, 1ULL << PSR_RI_SHIFT);
	put(m, ISR, code | 1ULL << ISR_EI_SHIFT);
	return test_call(m->cpus[0], GATEWAY_FPSWA, 8, (u64)fault, BUNDLE, IPSR,
			 FPSR, ISR, PREDS, IFS, STATE);
}

static struct fpreg random_operand(void)
{
	/* Mostly the ends of the exponent range, where assistance is needed. */
	u32 exp = 1 + test_random() % 200;

	if (test_random() & 1)
		exp = 0x1fffe - exp % 60;
	if (test_random() % 8 == 0)
		exp = 1 + test_random() % 0x1fffd;
	return fpreg_make(test_random() & 1, exp, test_random() | BIT64(63));
}

static void to_mpfr(mpfr_t x, const struct fpreg *f)
{
	/* In two halves: an unsigned long is 64 bits, x has room for them. */
	mpfr_set_ui(x, f->sig, MPFR_RNDN);
	mpfr_mul_2si(x, x, (long)f->exp - 65535 - 63, MPFR_RNDN);
	if (f->sign)
		mpfr_neg(x, x, MPFR_RNDN);
}

static const mpfr_rnd_t modes[] = { MPFR_RNDN, MPFR_RNDD, MPFR_RNDU,
				    MPFR_RNDZ };

TEST(quotients_and_roots_match_mpfr)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];
	unsigned int done = 0;
	mpfr_t x, y, z;

	mpfr_inits2(64, x, y, z, NULL);
	for (unsigned int n = 0; n < 200000; n++) {
		unsigned int rc = test_random() & 3;
		u64 fpsr = (FPSR_WIDE) | rc << 10, preds = test_random() | 1;
		struct fpreg f2 = random_operand(), f3 = random_operand();
		struct fp_context ctx = { .fpsr = fpsr };
		int what = test_random() & 1 ? RECIP : ROOT, inexact;
		struct fpreg expect, *f1 = &cpu->fr[40];
		bool p2;

		if (what == ROOT) {
			f3.sign = 0;
			fp_recip_sqrt(&ctx, 0, &f3, &p2);
		} else {
			fp_recip(&ctx, 0, &f2, &f3, &p2);
		}
		if (ctx.fault != FP_SWA)
			continue;
		put_bundle(m, what, 40, 50, 60, 9);
		cpu->fr[50] = f2;
		cpu->fr[60] = f3;
		*f1 = fpreg_make(0, 0x1234, 0x5678);
		put(m, FPSR, fpsr);
		put(m, PREDS, preds);
		put(m, IFS, 0);
		memset(bus_ram(m->bus, STATE, 48), 0, 48);
		CHECK_EQ(assist(m, true, ctx.fault), 0);
		CHECK_EQ(test_read(m, PREDS, 8), preds & ~BIT64(9));
		CHECK_EQ(test_read(m, IPSR, 8) & PSR_MFH, PSR_MFH);
		to_mpfr(x, &f2);
		to_mpfr(y, &f3);
		if (what == ROOT)
			inexact = mpfr_sqrt(z, y, modes[rc]);
		else
			inexact = mpfr_div(z, x, y, modes[rc]);
		/* Overflow and underflow are fp_round()'s, tested elsewhere. */
		if (mpfr_get_exp(z) > 65535 || mpfr_get_exp(z) < -65533)
			continue;
		expect.sign = mpfr_signbit(z) != 0;
		expect.exp = mpfr_get_exp(z) - 1 + 65535;
		mpfr_mul_2si(z, z, 64 - mpfr_get_exp(z), MPFR_RNDN);
		mpfr_abs(z, z, MPFR_RNDN);
		expect.sig = mpfr_get_ui(z, MPFR_RNDN);
		CHECK_EQ(f1->sign, expect.sign);
		CHECK_EQ(f1->exp, expect.exp);
		CHECK_EQ(f1->sig, expect.sig);
		CHECK_EQ(test_read(m, FPSR, 8),
			 fpsr | (inexact ? (u64)FP_I << 13 : 0));
		done++;
	}
	CHECK(done > 20000);
	mpfr_clears(x, y, z, NULL);
	test_machine_free(m);
}

TEST(saved_registers_are_used_where_the_mask_says)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	/* f6 = f7 / f40: f6-f11 are in memory, f40 is live. */
	put_bundle(m, RECIP, 6, 7, 40, 6);
	put(m, FPSR, FPSR_WIDE);
	put(m, PREDS, 0x41);
	put(m, IFS, 0);
	put(m, STATE, 0xfc0);
	put(m, STATE + 8, 0);
	put(m, STATE + 16, 0);
	put(m, STATE + 24, SAVED);
	put(m, SAVED + 16, BIT64(63)); /* f7: 2^10 in the lowest range */
	put(m, SAVED + 24, 10);
	put(m, SAVED, 0);
	cpu->fr[7] = fpreg_make(0, 0xffff, BIT64(63));
	cpu->fr[40] = fpreg_make(1, 0xffff, BIT64(63)); /* -1 */
	CHECK_EQ(assist(m, true, 8), 0);
	CHECK_EQ(test_read(m, SAVED, 8), BIT64(63));
	CHECK_EQ(test_read(m, SAVED + 8, 8), 10 | 1 << 17);
	CHECK_EQ(cpu->fr[6].exp, 0); /* the live register is not touched */
	CHECK_EQ(test_read(m, PREDS, 8), 1);
	CHECK_EQ(test_read(m, IPSR, 8) & PSR_MFL, PSR_MFL);
	test_machine_free(m);
}

TEST(rotation_of_the_faulting_frame_counts)
{
	struct machine *m = test_machine(1, 0);
	struct cpu *cpu = m->cpus[0];

	/* rrb.fr = 5, rrb.pr = 3: f33 is physical 38, p17 physical 20. */
	put_bundle(m, RECIP, 33, 34, 35, 17);
	put(m, FPSR, FPSR_WIDE);
	put(m, PREDS, ~0ULL);
	put(m, IFS, 5ULL << 25 | 3ULL << 32);
	memset(bus_ram(m->bus, STATE, 48), 0, 48);
	cpu->fr[39] = fpreg_make(0, 10, BIT64(63));
	cpu->fr[40] = fpreg_make(0, 0x10000, BIT64(63)); /* 2 */
	CHECK_EQ(assist(m, true, 8), 0);
	CHECK_EQ(cpu->fr[38].exp, 9);
	CHECK_EQ(cpu->fr[38].sig, BIT64(63));
	CHECK_EQ(test_read(m, PREDS, 8), ~BIT64(20));
	test_machine_free(m);
}

TEST(enabled_exceptions_are_raised_not_hidden)
{
	struct machine *m = test_machine(1, 0);

	memset(bus_ram(m->bus, STATE, 48), 0, 48);
	put_bundle(m, RECIP, 40, 41, 42, 6);
	put(m, FPSR, FPSR_WIDE);
	put(m, PREDS, 1);
	put(m, IFS, 0);
	/* Zero divide fault, and an overflow trap. */
	CHECK_EQ(assist(m, true, FP_Z), 1);
	CHECK_EQ(test_read(m, ISR, 8) & 0xffff, FP_Z);
	CHECK_EQ(assist(m, false, 1 | FP_O << 8), 1);
	/* An inexact trap of the assisted operation itself. */
	put(m, FPSR, (FPSR_WIDE) & ~(u64)FP_I);
	m->cpus[0]->fr[41] = fpreg_make(0, 10, BIT64(63));
	m->cpus[0]->fr[42] = fpreg_make(0, 0xffff, 3ULL << 62);
	CHECK_EQ(assist(m, true, 8), 3);
	CHECK_EQ(test_read(m, ISR, 8) & 0x2000, 0x2000);
	test_machine_free(m);
}

TEST(what_needs_no_assistance_is_refused)
{
	struct machine *m = test_machine(1, 0);

	put_bundle(m, OTHERS, 0, 0, 0, 0);
	CHECK_EQ(assist(m, true, 8), -1);
	CHECK_EQ(test_call(m->cpus[0], GATEWAY_FPSWA, 8, 1ULL, MAP_UART_BASE,
			   IPSR, FPSR, ISR, PREDS, IFS, STATE),
		 -1);
	test_machine_free(m);
}

TEST(handler_is_offered_only_when_configured)
{
	struct machine *m = test_machine(1, 0);
	u64 interface;

	CHECK_EQ(test_read(m, FW_BOOT_PARAM + 56, 8), 0);
	m->firmware->fpswa = true;
	cpu_reset(m->cpus[0]);
	CHECK_EQ(firmware_start(m, 0x4000000, 0x1800000, 0x1900000), 0);
	interface = test_read(m, FW_BOOT_PARAM + 56, 8);
	CHECK_EQ(test_read(m, test_read(m, interface + 8, 8), 8),
		 GATEWAY_FPSWA);
	test_machine_free(m);
}
