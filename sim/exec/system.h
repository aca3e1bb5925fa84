/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions that run rarely or do much: operands in, cpu/ functions called,
 * result out.  Every one returns MEM_DONE, MEM_FAULT or MEM_LEAVE (mem.h).
 */
#ifndef SIM_EXEC_SYSTEM_H
#define SIM_EXEC_SYSTEM_H

#include "exec/engine_cpu.h"

/* clang-format off */
#define SYSTEM_OPS(X)							\
	X(mov_to_ar_i) X(mov_to_ar_m) X(mov_to_ar_imm_i)		\
	X(mov_to_ar_imm_m) X(mov_from_ar_i) X(mov_from_ar_m)		\
	X(mov_to_cr) X(mov_from_cr) X(alloc) X(mov_to_psr_l)		\
	X(mov_to_psr_um) X(mov_from_psr) X(mov_from_psr_um)		\
	X(flushrs) X(loadrs) X(probe) X(probe_imm) X(probe_fault)	\
	X(itc) X(itr) X(ptc_l) X(ptc_g) X(ptc_e) X(ptr) X(thash)	\
	X(ttag) X(tpa) X(tak) X(mov_to_indirect) X(mov_from_indirect)	\
	X(sum) X(rum) X(ssm) X(rsm) X(bsw) X(epc) X(vmsw) X(break_)	\
	X(fault_known)
/* clang-format on */

#define DECLARE(name)                                                          \
	int system_##name(struct cpu *cpu, const struct op *op,                \
			  struct engine_cpu *e);
SYSTEM_OPS(DECLARE)
#undef DECLARE

#endif
