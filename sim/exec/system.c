// SPDX-License-Identifier: GPL-2.0
/*
 * The glue between records and the cold semantics of cpu/ and mmu/.  Checks
 * and effects are theirs; this file knows which operand goes where.
 * SDM vol 3, chapter 2.
 */
#include "exec/system.h"

#include "cpu/app_regs.h"
#include "cpu/control_regs.h"
#include "cpu/fault.h"
#include "cpu/indirect_regs.h"
#include "cpu/psr.h"
#include "cpu/rse.h"
#include "cpu/tlb_ops.h"
#include "exec/mem.h"
#include "machine/machine.h"
#include "mmu/mmu.h"

#define SYSTEM(name)                                                           \
	int system_##name(struct cpu *cpu, const struct op *op,                \
			  struct engine_cpu *e)
#define GR(f) (cpu->gr[op->f])
#define NAT(f) (cpu->nat[op->f])

/* The value by pointer: it is read after the call that yields @fault. */
static int set_result_at(struct cpu *cpu, const struct op *op, int fault,
			 const u64 *value)
{
	if (fault)
		return MEM_FAULT;
	cpu->gr[op->d] = *value;
	cpu->nat[op->d] = 0;
	return MEM_DONE;
}

static int set_result(struct cpu *cpu, const struct op *op, int fault,
		      u64 value)
{
	if (fault)
		return MEM_FAULT;
	cpu->gr[op->d] = value;
	cpu->nat[op->d] = 0;
	return MEM_DONE;
}

/* PSR may have changed in ways that the engine caches. */
static int after_psr(struct cpu *cpu, int fault)
{
	if (fault)
		return MEM_FAULT;
	engine_psr_changed(cpu);
	return MEM_DONE;
}

SYSTEM(mov_to_ar_i)
{
	e->op = op;
	return ar_write(cpu, op->b, true, GR(a), NAT(a));
}

SYSTEM(mov_to_ar_m)
{
	e->op = op;
	return ar_write(cpu, op->b, false, GR(a), NAT(a));
}

SYSTEM(mov_to_ar_imm_i)
{
	e->op = op;
	return ar_write(cpu, op->b, true, op->imm, false);
}

SYSTEM(mov_to_ar_imm_m)
{
	e->op = op;
	return ar_write(cpu, op->b, false, op->imm, false);
}

SYSTEM(mov_from_ar_i)
{
	u64 v = 0;

	e->op = op;
	return set_result_at(cpu, op, ar_read(cpu, op->b, true, &v), &v);
}

SYSTEM(mov_from_ar_m)
{
	u64 v = 0;

	e->op = op;
	return set_result_at(cpu, op, ar_read(cpu, op->b, false, &v), &v);
}

SYSTEM(mov_to_cr)
{
	e->op = op;
	return cr_write(cpu, op->b, GR(a), NAT(a));
}

SYSTEM(mov_from_cr)
{
	u64 v = 0;

	e->op = op;
	return set_result_at(cpu, op, cr_read(cpu, op->b, &v), &v);
}

SYSTEM(alloc)
{
	unsigned int sof = op->bitlen, sol = op->bitpos, sor = op->imm / 8;
	u64 pfs = cpu->ar_pfs;

	e->op = op;
	if (!op->raw_d || op->raw_d >= 32 + sof)
		return fault_illegal_operation(cpu);
	return set_result(cpu, op, rse_alloc(cpu, sof, sol, sor), pfs);
}

SYSTEM(mov_to_psr_l)
{
	e->op = op;
	return after_psr(cpu, psr_write_l(cpu, GR(a), NAT(a)));
}

SYSTEM(mov_to_psr_um)
{
	e->op = op;
	return after_psr(cpu, psr_write_um(cpu, GR(a), NAT(a)));
}

SYSTEM(mov_from_psr)
{
	u64 v = 0;

	e->op = op;
	return set_result_at(cpu, op, psr_read(cpu, &v), &v);
}

SYSTEM(mov_from_psr_um)
{
	e->op = op;
	return set_result(cpu, op, FAULT_NONE, psr_read_um(cpu));
}

SYSTEM(flushrs)
{
	e->op = op;
	return rse_flushrs(cpu);
}

SYSTEM(loadrs)
{
	e->op = op;
	return rse_loadrs(cpu);
}

SYSTEM(probe)
{
	bool ok = false;
	int r;

	e->op = op;
	r = tlb_op_probe(cpu, GR(b), op->id == OP_PROBE_W, GR(a),
			 NAT(a) | NAT(b), &ok);
	return set_result(cpu, op, r, ok);
}

SYSTEM(probe_imm)
{
	bool ok = false;
	int r;

	e->op = op;
	r = tlb_op_probe(cpu, GR(b), op->id == OP_PROBE_W_IMM, op->imm, NAT(b),
			 &ok);
	return set_result(cpu, op, r, ok);
}

SYSTEM(probe_fault)
{
	e->op = op;
	return tlb_op_probe_fault(cpu, GR(b), op->id != OP_PROBE_W_FAULT,
				  op->id != OP_PROBE_R_FAULT, op->imm, NAT(b));
}

SYSTEM(itc)
{
	e->op = op;
	return tlb_op_itc(cpu, op->id == OP_ITC_D, GR(a), NAT(a));
}

SYSTEM(itr)
{
	e->op = op;
	return tlb_op_itr(cpu, op->id == OP_ITR_D, GR(b), GR(a),
			  NAT(a) | NAT(b));
}

SYSTEM(ptc_l)
{
	e->op = op;
	return tlb_op_ptc_l(cpu, GR(b), GR(a), NAT(a) | NAT(b));
}

SYSTEM(ptc_g)
{
	e->op = op;
	return tlb_op_ptc_g(cpu, GR(b), GR(a), op->id == OP_PTC_GA,
			    NAT(a) | NAT(b));
}

SYSTEM(ptc_e)
{
	e->op = op;
	return tlb_op_ptc_e(cpu, GR(b), NAT(b));
}

SYSTEM(ptr)
{
	e->op = op;
	return tlb_op_ptr(cpu, op->id == OP_PTR_D, GR(b), GR(a),
			  NAT(a) | NAT(b));
}

SYSTEM(thash)
{
	u8 nat = NAT(b);

	(void)e;
	cpu->stats.thash++;
	cpu->gr[op->d] = nat ? 0 : mmu_thash(cpu, GR(b));
	cpu->nat[op->d] = nat;
	return MEM_DONE;
}

SYSTEM(ttag)
{
	u8 nat = NAT(b);

	(void)e;
	cpu->stats.ttag++;
	cpu->gr[op->d] = nat ? 0 : mmu_ttag(cpu, GR(b));
	cpu->nat[op->d] = nat;
	return MEM_DONE;
}

SYSTEM(tpa)
{
	u64 pa = 0;

	e->op = op;
	return set_result_at(cpu, op, tlb_op_tpa(cpu, GR(b), NAT(b), &pa), &pa);
}

SYSTEM(tak)
{
	u64 key = 0;

	e->op = op;
	return set_result_at(cpu, op, tlb_op_tak(cpu, GR(b), NAT(b), &key),
			     &key);
}

static enum indirect_file file_of(unsigned int id)
{
	switch (id) {
	case OP_MOV_TO_RR:
	case OP_MOV_FROM_RR:
		return INDIRECT_RR;
	case OP_MOV_TO_DBR:
	case OP_MOV_FROM_DBR:
		return INDIRECT_DBR;
	case OP_MOV_TO_IBR:
	case OP_MOV_FROM_IBR:
		return INDIRECT_IBR;
	case OP_MOV_TO_PKR:
	case OP_MOV_FROM_PKR:
		return INDIRECT_PKR;
	case OP_MOV_TO_PMC:
	case OP_MOV_FROM_PMC:
		return INDIRECT_PMC;
	case OP_MOV_TO_PMD:
	case OP_MOV_FROM_PMD:
		return INDIRECT_PMD;
	default:
		return INDIRECT_CPUID;
	}
}

SYSTEM(mov_to_indirect)
{
	e->op = op;
	return after_psr(cpu, indirect_write(cpu, file_of(op->id), GR(b), GR(a),
					     NAT(a) | NAT(b)));
}

SYSTEM(mov_from_indirect)
{
	u64 v = 0;
	int r;

	e->op = op;
	r = indirect_read(cpu, file_of(op->id), GR(b), NAT(b), &v);
	return set_result(cpu, op, r, v);
}

SYSTEM(sum)
{
	e->op = op;
	return after_psr(cpu, psr_sum(cpu, op->imm));
}

SYSTEM(rum)
{
	e->op = op;
	return after_psr(cpu, psr_rum(cpu, op->imm));
}

SYSTEM(ssm)
{
	e->op = op;
	return after_psr(cpu, psr_ssm(cpu, op->imm));
}

SYSTEM(rsm)
{
	e->op = op;
	return after_psr(cpu, psr_rsm(cpu, op->imm));
}

SYSTEM(bsw)
{
	e->op = op;
	return after_psr(cpu, psr_bsw(cpu, op->id == OP_BSW_1));
}

SYSTEM(epc)
{
	e->op = op;
	cpu->ip = e->page_va + (op->pos >> 2) * 16;
	return after_psr(cpu, psr_epc(cpu));
}

SYSTEM(vmsw)
{
	e->op = op;
	return psr_vmsw(cpu);
}

/*
 * The b form ignores its immediate, the x form gives the low 21 bits of it
 * (SDM vol 3, break).
 */
SYSTEM(break_)
{
	e->op = op;
	cpu->stats.brk++;
	return fault_break(cpu,
			   op->id == OP_BREAK_B ? 0 : op->imm & MASK64(21));
}

/* A fault that predecode found. */
SYSTEM(fault_known)
{
	(void)e;
	if (op->d == OP_FAULT_ILLEGAL)
		return fault_illegal_operation(cpu);
	return fault_disabled_fp_mask(cpu, op->d - OP_FAULT_DISABLED_FP,
				      op->imm);
}
