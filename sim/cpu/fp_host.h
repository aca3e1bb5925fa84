/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Common multiply-adds on the host's floating-point unit.  Only an
 * acceleration of fp_fma(): results are the same bits on every host.
 */
#ifndef SIM_CPU_FP_HOST_H
#define SIM_CPU_FP_HOST_H

#include "cpu/fp_number.h"
#include "cpu/fp_status.h"

#define FP_FMA_NEGATE_PRODUCT 0x01u /* fnma */
#define FP_FMA_NEGATE_ADDEND 0x02u /* fms */
/*
 * The addend register is f0: a pure multiplication, so that a zero product
 * keeps its own sign whatever the rounding mode (SDM vol 3, fma and fmpy).
 */
#define FP_FMA_NO_ADDEND 0x04u

/*
 * May operations of @sf with a .s or .d completer use the host: round to
 * nearest, no wre, inexact masked and its flag set?
 */
static inline bool fp_host_usable(u64 fpsr, unsigned int sf)
{
	const unsigned int inexact = FP_I << FPSR_SF_FLAGS_SHIFT;
	const unsigned int rc = 3 << FPSR_SF_RC_SHIFT;
	unsigned int field = fpsr >> FPSR_SF_SHIFT(sf);

	return (field & (FPSR_SF_WRE | rc | inexact)) == inexact &&
	       ((field & FPSR_SF_TD) || (fpsr & FP_I));
}

/*
 * f3 * f4 + f2, or a value that fp_host_failed(): operands or result are not
 * all normal numbers of the format (an addend of zero excepted).  A zero sum
 * is left to the caller too.  By value: 16 bytes come back in registers, and
 * a copy through memory would stall on its parts.
 */
struct fpreg fp_host_fma_double(unsigned int flags, const struct fpreg *f3,
				const struct fpreg *f4, const struct fpreg *f2);
struct fpreg fp_host_fma_single(unsigned int flags, const struct fpreg *f3,
				const struct fpreg *f4, const struct fpreg *f2);

static inline struct fpreg fp_host_fma(enum fp_pc pc, unsigned int flags,
				       const struct fpreg *f3,
				       const struct fpreg *f4,
				       const struct fpreg *f2)
{
	return pc == FP_PC_DOUBLE ? fp_host_fma_double(flags, f3, f4, f2) :
				    fp_host_fma_single(flags, f3, f4, f2);
}

static inline bool fp_host_failed(struct fpreg f)
{
	return f.sig == 0;
}

#endif
