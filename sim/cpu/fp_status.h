/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The floating-point status register as arithmetic sees it: the controls of
 * one status field, the exceptions one operation raises, and how these become
 * flags, a Floating-point Fault or a Floating-point Trap.
 *
 * No CPU state is touched here: FPSR is a value that goes in and comes out.
 * SDM vol 1, 5.2 (FPSR), 5.4 (exceptions); vol 2, chapter 8 (ISR.code).
 */
#ifndef SIM_CPU_FP_STATUS_H
#define SIM_CPU_FP_STATUS_H

#include "util/types.h"

/* Exceptions, in the order of FPSR.traps and of the flags of each field. */
#define FP_V 0x01 /* invalid operation (fault) */
#define FP_D 0x02 /* denormal/unnormal operand (fault) */
#define FP_Z 0x04 /* zero divide (fault) */
#define FP_O 0x08 /* overflow (trap) */
#define FP_U 0x10 /* underflow (trap) */
#define FP_I 0x20 /* inexact (trap) */
#define FP_ALL 0x3f

/* SDM vol 1, figures 5-2 and 5-3. */
#define FPSR_TRAPS_MASK 0x3fULL
#define FPSR_SF_SHIFT(sf) (6 + 13 * (sf))
#define FPSR_SF_MASK 0x1fffULL
#define FPSR_SF_FTZ 0x01
#define FPSR_SF_WRE 0x02
#define FPSR_SF_PC_SHIFT 2
#define FPSR_SF_RC_SHIFT 4
#define FPSR_SF_TD 0x40
#define FPSR_SF_CONTROLS 0x7f
#define FPSR_SF_FLAGS_SHIFT 7
#define FPSR_RESERVED (~0ULL << 58)

/* SDM vol 1, table 5-6: rounding control. */
enum fp_rc {
	FP_RC_NEAREST,
	FP_RC_DOWN,
	FP_RC_UP,
	FP_RC_ZERO
};

/* The .pc completer of an instruction; dynamic takes FPSR.sf.pc. */
enum fp_pc {
	FP_PC_DYNAMIC,
	FP_PC_SINGLE,
	FP_PC_DOUBLE
};

/*
 * A result format.  Exponents are biased register exponents of the least and
 * the greatest normal number; denormals carry @exp_denormal, which differs
 * from @exp_min only for the double-extended range (SDM vol 1, 5.1.3).
 */
struct fp_format {
	u8 precision; /* significand bits: 24, 53 or 64 */
	s32 exp_min, exp_max, exp_denormal;
};

/* How one operation rounds and which exceptions are masked. */
struct fp_ctl {
	const struct fp_format *format;
	u8 rc; /* enum fp_rc */
	u8 ftz; /* flush tiny results to zero, when underflow is masked */
	u8 masked; /* FP_* whose trap is disabled */
};

/* What one operation, or one half of a parallel one, has raised. */
struct fp_exc {
	u8 flags; /* FP_*: to be ORed into the status field */
	u8 fault; /* FP_V, FP_D, FP_Z unmasked, or FP_SWA: nothing is written */
	u8 trap; /* FP_O, FP_U, FP_I: the result is written */
	u8 fpa; /* the magnitude of the result was rounded up */
};

#define FP_SWA 0x08 /* in fp_exc.fault only: software assistance */

/*
 * In and out of every instruction function of the fp_*.h headers.  @fpsr is
 * AR.FPSR before, and after the operation.  If @fault is not zero the
 * instruction faults with that ISR.code and must write nothing, FPSR
 * included; if @trap is not zero the results are written and the instruction
 * traps with that ISR.code.
 */
struct fp_context {
	u64 fpsr;
	u16 fault, trap;
};

/* Single, double, double-extended (15-bit exponents), register (17-bit). */
extern const struct fp_format fp_format_single, fp_format_double;
extern const struct fp_format fp_format_table[3][8];

/*
 * Controls of status field @sf of @fpsr for an instruction with completer
 * @pc.  SDM vol 1, table 5-5 (computation model) and 5.2 (sf.td).
 */
static inline struct fp_ctl fp_ctl_get(u64 fpsr, unsigned int sf, enum fp_pc pc)
{
	unsigned int field = (fpsr >> FPSR_SF_SHIFT(sf)) & FPSR_SF_CONTROLS;
	struct fp_ctl ctl;

	/* Index: sf.wre in bit 0, sf.pc in bits 1-2. */
	ctl.format = &fp_format_table[pc][(field >> 1) & 7];
	ctl.rc = (field >> FPSR_SF_RC_SHIFT) & 3;
	ctl.masked = field & FPSR_SF_TD ? FP_ALL : fpsr & FPSR_TRAPS_MASK;
	ctl.ftz = field & FPSR_SF_FTZ;
	return ctl;
}

/* Controls of parallel instructions: IEEE single, whatever wre and pc say. */
static inline struct fp_ctl fp_ctl_get_parallel(u64 fpsr, unsigned int sf)
{
	struct fp_ctl ctl = fp_ctl_get(fpsr, sf, FP_PC_SINGLE);

	ctl.format = &fp_format_single;
	return ctl;
}

/*
 * Raise @which (one of V, D, Z).  True if it is unmasked, so that the
 * operation must be given up.
 */
static inline bool fp_raise_fault(const struct fp_ctl *ctl, struct fp_exc *exc,
				  unsigned int which)
{
	if (ctl->masked & which) {
		exc->flags |= which;
		return false;
	}
	exc->fault |= which;
	return true;
}

/* Fold what a scalar operation raised into @ctx. */
static inline void fp_finish(struct fp_context *ctx, unsigned int sf,
			     const struct fp_exc *exc)
{
	if (unlikely(exc->fault)) {
		ctx->fault = exc->fault;
		return;
	}
	ctx->fpsr |= (u64)exc->flags
		     << (FPSR_SF_SHIFT(sf) + FPSR_SF_FLAGS_SHIFT);
	if (unlikely(exc->trap))
		ctx->trap = 1 | exc->trap << 8 | exc->fpa << 14;
}

/* The same for the two halves of a parallel operation. */
void fp_finish_parallel(struct fp_context *ctx, unsigned int sf,
			const struct fp_exc *high, const struct fp_exc *low);

/*
 * fsetc.sf: (controls of sf0 & @amask) | @omask become the controls of @sf.
 * False if the value is reserved (Reserved Register/Field fault, nothing
 * changed).  SDM vol 3, fsetc.
 */
bool fp_set_controls(u64 *fpsr, unsigned int sf, unsigned int amask,
		     unsigned int omask);

/* fclrf.sf: clear the flags of @sf.  SDM vol 3, fclrf. */
void fp_clear_flags(u64 *fpsr, unsigned int sf);

/*
 * fchkf.sf: true if @sf holds a flag that sf0 lacks or whose trap is enabled,
 * so that the speculative work is void.  SDM vol 3, fchkf.
 */
bool fp_check_flags(u64 fpsr, unsigned int sf);

/* True if @value may be written to AR.FPSR: no reserved bit or encoding. */
bool fp_status_is_valid(u64 value);

#endif
