// SPDX-License-Identifier: GPL-2.0
/*
 * The floating-point software assistance handler that firmware hands to the
 * operating system: completes frcpa and frsqrta where the architecture mandates
 * a Software Assist fault, and tells which exceptions are real.
 *
 * The processor completes everything else by itself, so nothing else is
 * emulated here.  SDM vol 1, 5.4.1; vol 3, frcpa, frsqrta; vol 2, 8.3 (ISR.code
 * of Floating-point Fault and Trap); the interface is that of the EFI FPSWA
 * driver as Linux/ia64 uses it.
 */
#include "cpu/fp_number.h"
#include "cpu/fp_round.h"
#include "cpu/fp_status.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "isa/insn.h"

/* Statuses in r8. */
#define FPSWA_DONE 0
#define FPSWA_RAISE 1 /* an enabled exception: the operating system's turn */
#define FPSWA_DONE_RAISE 3 /* the result is written, and a trap is due */
#define FPSWA_FAILED ~0ULL

#define ISR_CODE_SWA 0x0008

/* Registers the operating system has saved in memory, by class. */
struct fp_save_area {
	u64 mask_low, mask_high;
	u64 low_preserved; /* f2-f5 */
	u64 low_volatile; /* f6-f15 */
	u64 high_preserved; /* f16-f31 */
	u64 high_volatile; /* f32-f127 */
};

struct assist {
	struct cpu *cpu;
	struct fp_save_area save;
	struct cfm cfm; /* of the faulting frame */
	struct guest_buffer target; /* of f1, if in memory */
	bool target_in_memory;
};

/* Where @f, a virtual register of the faulting frame, was saved; 0: nowhere. */
static u64 saved_address(const struct assist *a, unsigned int f)
{
	static const struct {
		u8 first, last;
	} classes[] = { { 2, 5 }, { 6, 15 }, { 16, 31 }, { 32, 127 } };
	const u64 base[] = { a->save.low_preserved, a->save.low_volatile,
			     a->save.high_preserved, a->save.high_volatile };
	unsigned int n = cpu_fr_index(&a->cfm, f);
	u64 mask = n < 64 ? a->save.mask_low : a->save.mask_high;

	if (!(mask >> (n % 64) & 1))
		return 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(classes); i++)
		if (n >= classes[i].first && n <= classes[i].last && base[i])
			return base[i] + 16 * (n - classes[i].first);
	return 0;
}

/* 0, FAULT_RAISED or an error. */
static int read_register(const struct assist *a, unsigned int f,
			 struct fpreg *value)
{
	u64 address = saved_address(a, f), image[2];
	struct guest_buffer buffer;
	int err;

	if (!address) {
		*value = a->cpu->fr[cpu_fr_index(&a->cfm, f)];
		return 0;
	}
	err = guest_map(a->cpu, address, sizeof(image), false, &buffer);
	if (err)
		return err;
	guest_read(a->cpu, &buffer, 0, image, sizeof(image));
	*value = fpreg_make(image[1] >> 17 & 1, image[1] & 0x1ffff, image[0]);
	return 0;
}

static void write_register(struct assist *a, unsigned int f,
			   const struct fpreg *value)
{
	u64 image[2] = { value->sig, (u64)value->sign << 17 | value->exp };

	if (a->target_in_memory)
		guest_write(a->cpu, &a->target, 0, image, sizeof(image));
	else
		a->cpu->fr[cpu_fr_index(&a->cfm, f)] = *value;
}

/*
 * Quotient of two normalised significands as a 128-bit fraction with the
 * leading bit set and a sticky lowest bit; *@exp is lowered by one when the
 * quotient is below 1.
 */
static u128 divide_significands(u64 num, u64 den, s32 *exp)
{
	u64 rem = num;
	u128 quotient = 0;
	unsigned int bits_left = 128;

	if (num < den) {
		(*exp)--; /* the first bit below the point is set then */
	} else {
		rem -= den;
		quotient = 1;
		bits_left--;
	}
	while (bits_left--) {
		bool carry = rem >> 63;

		rem <<= 1;
		quotient <<= 1;
		if (carry || rem >= den) {
			rem -= den;
			quotient |= 1;
		}
	}
	return quotient | (rem != 0);
}

/* Square root of @sig / 2^63, or of twice that; fraction as above. */
static u128 root_significand(u64 sig, bool twice)
{
	/* The radicand's bits in pairs, from 2^1 and 2^0 down. */
	u128 radicand = (u128)sig << (twice ? 64 : 63), root = 0, rem = 0;

	for (unsigned int i = 0; i < 80; i++) {
		u128 trial = root << 2 | 1;

		rem = rem << 2 | (u64)(radicand >> 126);
		radicand <<= 2;
		root <<= 1;
		if (rem >= trial) {
			rem -= trial;
			root |= 1;
		}
	}
	return root << 48 | (rem != 0);
}

static struct fpreg quotient(const struct fp_ctl *ctl, struct fp_exc *exc,
			     const struct fpreg *f2, const struct fpreg *f3)
{
	struct fp_number num = fp_unpack(f2), den = fp_unpack(f3);
	s32 exp = num.exp - den.exp + FPREG_EXP_BIAS;
	u128 sig = divide_significands(num.sig, den.sig, &exp);

	exc->flags |= num.unnormal || den.unnormal ? FP_D : 0;
	return fp_round(ctl, exc, num.sign ^ den.sign, exp, sig);
}

static struct fpreg square_root(const struct fp_ctl *ctl, struct fp_exc *exc,
				const struct fpreg *f3)
{
	struct fp_number n = fp_unpack(f3);
	s32 e = n.exp - FPREG_EXP_BIAS;
	u128 sig = root_significand(n.sig, e & 1);

	exc->flags |= n.unnormal ? FP_D : 0;
	return fp_round(ctl, exc, 0, (e >> 1) + FPREG_EXP_BIAS, sig);
}

/* In and out parameters of the call, in the operating system's memory. */
enum {
	IPSR,
	FPSR,
	ISR,
	PREDICATES,
	IFS,
	PARAMETERS
};

struct parameters {
	struct guest_buffer buffer[PARAMETERS];
	u64 value[PARAMETERS];
	struct bundle bundle;
};

static int map_parameters(struct cpu *cpu, struct parameters *p,
			  struct fp_save_area *save)
{
	struct guest_buffer buffer;
	int err;

	err = guest_map(cpu, gateway_argument(cpu, 1), 16, false, &buffer);
	if (err)
		return err;
	guest_read(cpu, &buffer, 0, &p->bundle, 16);
	for (unsigned int i = 0; i < PARAMETERS; i++) {
		err = guest_map(cpu, gateway_argument(cpu, 2 + i), 8, i != IFS,
				&p->buffer[i]);
		if (err)
			return err;
		guest_read(cpu, &p->buffer[i], 0, &p->value[i], 8);
	}
	err = guest_map(cpu, gateway_argument(cpu, 7), sizeof(*save), false,
			&buffer);
	if (!err)
		guest_read(cpu, &buffer, 0, save, sizeof(*save));
	return err;
}

static void put_parameter(struct cpu *cpu, struct parameters *p, unsigned int n,
			  u64 value)
{
	guest_write(cpu, &p->buffer[n], 0, &value, 8);
}

static void clear_predicate(struct cpu *cpu, struct parameters *p,
			    const struct assist *a, unsigned int pr)
{
	/* The saved image is that of "mov =pr": not rotated. */
	if (pr >= 16)
		pr = 16 + (pr - 16 + a->cfm.rrb_pr) % 48;
	if (pr)
		put_parameter(cpu, p, PREDICATES,
			      p->value[PREDICATES] & ~BIT64(pr));
}

/* The faulting instruction is completed; the status, or FAULT_RAISED. */
static int complete(struct cpu *cpu, struct parameters *p, struct assist *a,
		    const struct insn *insn, u64 *status)
{
	bool recip = insn->op == OP_FRCPA;
	struct fp_context ctx = { .fpsr = p->value[FPSR] };
	struct fp_ctl ctl = fp_ctl_get(ctx.fpsr, insn->sf, FP_PC_DYNAMIC);
	struct fp_exc exc = { 0 };
	struct fpreg f2 = { 0 }, f3, result;
	u64 address = saved_address(a, insn->r1);
	int err = 0;

	if (recip)
		err = read_register(a, insn->r2, &f2);
	if (!err)
		err = read_register(a, insn->r3, &f3);
	if (!err && address) {
		a->target_in_memory = true;
		err = guest_map(cpu, address, 16, true, &a->target);
	}
	*status = FPSWA_FAILED;
	if (err)
		return err == FAULT_RAISED;
	if (recip)
		result = quotient(&ctl, &exc, &f2, &f3);
	else
		result = square_root(&ctl, &exc, &f3);
	fp_finish(&ctx, insn->sf, &exc);
	write_register(a, insn->r1, &result);
	clear_predicate(cpu, p, a, insn->p2);
	put_parameter(cpu, p, FPSR, ctx.fpsr);
	put_parameter(cpu, p, IPSR,
		      p->value[IPSR] | (insn->r1 < 32 ? PSR_MFL : PSR_MFH));
	*status = FPSWA_DONE;
	if (ctx.trap) {
		put_parameter(cpu, p, ISR,
			      (p->value[ISR] & ~ISR_CODE_MASK) | ctx.trap);
		*status = FPSWA_DONE_RAISE;
	}
	return FAULT_NONE;
}

/*
 * (1 fault or 0 trap, bundle, &ipsr, &fpsr, &isr, &predicates, &ifs, saved
 * registers): status, and three words of detail for failures, always 0 here.
 */
int fpswa_handler(struct cpu *cpu)
{
	bool fault = gateway_argument(cpu, 0) & 1;
	struct assist a = { .cpu = cpu };
	u64 status = FPSWA_FAILED;
	struct parameters p;
	struct insn insn;
	unsigned int slot;
	int err;

	if (gateway_arguments_nat(cpu, 8))
		return gateway_return(cpu, FPSWA_FAILED, 0, 0, 0);
	err = map_parameters(cpu, &p, &a.save);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return gateway_return(cpu, FPSWA_FAILED, 0, 0, 0);
	/* Traps have written their result; V, D and Z are real exceptions. */
	if (!fault || (p.value[ISR] & ISR_CODE_MASK) != ISR_CODE_SWA)
		return gateway_return(cpu, FPSWA_RAISE, 0, 0, 0);
	slot = bits(p.value[IPSR], PSR_RI_SHIFT, 2);
	if (slot > 2)
		return gateway_return(cpu, FPSWA_FAILED, 0, 0, 0);
	insn_decode_slot(&p.bundle, slot, &insn);
	a.cfm = cfm_unpack(p.value[IFS]);
	if (insn.op != OP_FRCPA && insn.op != OP_FRSQRTA)
		return gateway_return(cpu, FPSWA_FAILED, 0, 0, 0);
	if (complete(cpu, &p, &a, &insn, &status))
		return FAULT_RAISED;
	return gateway_return(cpu, status, 0, 0, 0);
}
