/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The macros instruction bodies are written in, common to both engines; see
 * README.md.  The including file defines OP, OP_SELF, NEXT, LEAVE, TAKE_EXIT,
 * TAKE_INDIRECT and CALL_COLD first.
 */
#ifndef SIM_EXEC_BODY_H
#define SIM_EXEC_BODY_H

#include "cpu/alat.h"
#include "cpu/app_regs.h"
#include "cpu/control_regs.h"
#include "cpu/fault.h"
#include "cpu/fp_approx.h"
#include "cpu/fp_compare.h"
#include "cpu/fp_convert.h"
#include "cpu/fp_fma.h"
#include "cpu/fp_format.h"
#include "cpu/fp_logic.h"
#include "cpu/fp_number.h"
#include "cpu/fp_parallel.h"
#include "cpu/fp_status.h"
#include "cpu/indirect_regs.h"
#include "cpu/psr.h"
#include "cpu/rse.h"
#include "cpu/simd_int.h"
#include "cpu/tlb_ops.h"
#include "exec/branch.h"
#include "exec/engine_cpu.h"
#include "exec/fp_exec.h"
#include "exec/mem.h"
#include "exec/op.h"
#include "machine/machine.h"
#include "mmu/mmu.h"

#define GR(f) (cpu->gr[op->f])
#define NAT(f) (cpu->nat[op->f])
#define GR_SET(value, nan)                                                     \
	do {                                                                   \
		unsigned int d_ = op->d;                                       \
		u64 v_ = (value);                                              \
		u8 n_ = (nan);                                                 \
                                                                               \
		cpu->gr[d_] = v_;                                              \
		cpu->nat[d_] = n_;                                             \
	} while (0)
#define FR(f) (cpu->fr[op->f])
#define FR_SET(value)                                                          \
	do {                                                                   \
		cpu->fr[op->d] = (value);                                      \
		cpu->psr |= op->d < 32 ? PSR_MFL : PSR_MFH;                    \
	} while (0)
#define QP (cpu->pr >> op->qp & 1)
#define PR_WRITE(n, bit)                                                       \
	do {                                                                   \
		unsigned int p_ = (n);                                         \
                                                                               \
		cpu->pr = ((cpu->pr & ~BIT64(p_)) | (u64)(bit) << p_) | 1;     \
	} while (0)
#define FAULT_IF(expr)                                                         \
	do {                                                                   \
		e->op = op;                                                    \
		if (unlikely(expr))                                            \
			FAULT_EXIT;                                            \
	} while (0)
#define TRAP_IF(expr)                                                          \
	do {                                                                   \
		if (unlikely(expr))                                            \
			TRAP_EXIT;                                             \
	} while (0)
#define BRANCH_CHK TAKE_EXIT(op->exit)

#endif
