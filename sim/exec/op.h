/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The pre-decoded instruction: one 32-byte record, two to a cache line.
 *
 * A record holds what the body of an instruction needs and nothing it would
 * have to look up: register numbers are indexes into cpu->gr[]/fr[] with
 * rotation already resolved, immediates are ready, and the handler is the
 * address of code.  Nops have no record; they live in the counts of the
 * block's exits (exec/block.h).
 */
#ifndef SIM_EXEC_OP_H
#define SIM_EXEC_OP_H

#include "isa/insn.h"
#include "state/cpu_state.h"

struct op;
struct engine_cpu;
struct block_exit;

/*
 * What a handler gives back when the chain of handlers ends.  Everything but
 * EXEC_NEXT has already stored cpu->ip and psr.ri and added the work done to
 * the counters.
 */
enum exec_status {
	EXEC_NEXT, /* one-slot engine only: go on with the next slot */
	EXEC_BRANCH, /* one-slot engine only: cpu->ip is the taken target */
	EXEC_LOOKUP, /* find the block for cpu->ip/psr.ri and go on */
	EXEC_CHECK, /* the same at a check point that asks for attention */
	EXEC_FAULT, /* deliver cpu->fault; ip/ri name the instruction */
	EXEC_TRAP, /* deliver cpu->fault; ip/ri are already behind it */
	EXEC_GATEWAY, /* a firmware gateway bundle was fetched */
};

typedef int (*op_handler)(struct cpu *cpu, const struct op *op,
			  struct engine_cpu *e);

struct op {
	op_handler handler;
	union {
		s64 imm;
		struct block_exit *exit; /* branches, chk, block ends */
	};
	/*
	 * Operands in the order of struct insn: d = r1, a = r2, b = r3,
	 * c = r4.  General and floating-point registers are indexes into
	 * gr[] and fr[]; all others are plain numbers.
	 */
	u8 d, a, b, c;
	u8 qp, p1, p2, sf;
	u16 pos; /* bundle number within the 4 KiB page << 2 | slot */
	u16 id; /* enum insn_op, or one of OP_X_* */
	u8 bitpos, bitlen; /* struct insn's pos and len */
	u8 raw_d; /* r1 as written: which half of the FR file, target register */
	u8 flags; /* OPF_* */
};

_Static_assert(sizeof(struct op) == 32, "two records to a cache line");

#define OPF_MLX 0x01u /* the instruction takes slots 1 and 2 */
#define OPF_PAIRED 0x02u /* a fault record with the same predicate precedes */

/* Pseudo-operations that end a block; numbers follow the real ones. */
enum op_extra {
	OP_X_PAGE_END = OP_COUNT, /* straight-line code leaves the page */
	OP_X_SYNC_END, /* check point after an INSN_F_SYNC instruction */
	OP_X_FALL, /* block ends without a check point */
	OP_X_FAULT, /* raises the fault kept in d (enum op_fault) */
	OP_X_GATEWAY, /* firmware gateway bundle */
	OP_X_GROUP, /* block entered in the middle of a group */
	OP_X_COUNT,
};

/* Faults that are known when the instruction is decoded. */
enum op_fault {
	OP_FAULT_ILLEGAL,
	OP_FAULT_DISABLED_FP, /* plus 1: low half, 2: high half, 3: both */
};

static inline unsigned int op_slot(const struct op *op)
{
	return op->pos & 3;
}

#endif
