// SPDX-License-Identifier: GPL-2.0
/*
 * Pre-decoding: instructions to records, bundles to blocks.
 *
 * The result depends on the bytes, the entry and those parts of the frame word
 * that the block's mask names, never on other state.  SDM vol 1, 3.1 and 4.1.
 */
#include "exec/predecode.h"

#include "exec/engine_cpu.h"
#include "exec/interp.h"
#include "exec/operands.h"
#include "exec/work.h"

static const u8 operand_classes[OP_COUNT][4] = {
#define INSN(id, name, fmt, enc, flags) [OP_##id] = { OPERANDS_##fmt },
#include "isa/opcodes.def"
#undef INSN
};

#define BYTE_MASK(shift) (0xffULL << (shift))

/* Bodies written with OP_SELF and what ends a block. */
static unsigned int op_properties(unsigned int id)
{
	switch (id) {
	case OP_NOP_I:
	case OP_NOP_M:
	case OP_NOP_B:
	case OP_NOP_F:
	case OP_NOP_X:
		return PD_NOP;
#define UNC(c)                                                                 \
	case OP_##c##_LT_UNC:                                                  \
	case OP_##c##_LT_UNC_IMM:                                              \
	case OP_##c##_LTU_UNC:                                                 \
	case OP_##c##_LTU_UNC_IMM:                                             \
	case OP_##c##_EQ_UNC:                                                  \
	case OP_##c##_EQ_UNC_IMM
		UNC(CMP)
		    : UNC(CMP4)
		    : case OP_TBIT_Z_UNC : case OP_TNAT_Z_UNC : case OP_TF_Z_UNC
		    : case OP_FCMP_EQ_UNC : case OP_FCMP_LT_UNC
		    : case OP_FCMP_LE_UNC : case OP_FCMP_UNORD_UNC
		    : case OP_FCLASS_M_UNC : case OP_FRCPA : case OP_FPRCPA
		    : case OP_FRSQRTA : case OP_FPRSQRTA : return PD_SELF;
	case OP_BR_COND:
	case OP_BRL_COND:
	case OP_BR_CALL:
	case OP_BRL_CALL:
	case OP_BR_COND_B:
	case OP_BR_CALL_B:
	case OP_BR_RET:
	case OP_CHK_S_I:
	case OP_CHK_S_M:
	case OP_CHK_S_F:
	case OP_CHK_A_NC:
	case OP_CHK_A_CLR:
	case OP_CHK_A_NC_F:
	case OP_CHK_A_CLR_F:
	case OP_FCHKF:
		return PD_EXIT;
	case OP_BR_CLOOP:
		return PD_EXIT | PD_SELF;
	case OP_BR_CTOP:
	case OP_BR_CEXIT:
	case OP_BR_WTOP:
	case OP_BR_WEXIT:
		return PD_EXIT | PD_SELF | PD_FALL;
	case OP_COVER:
	case OP_CLRRRB:
	case OP_CLRRRB_PR:
		return PD_FALL;
	case OP_RFI:
		return PD_EXIT | PD_ALWAYS;
	case OP_ALLOC:
		return PD_ALLOC;
	default:
		return 0;
	}
}

static u8 exit_kind(unsigned int id)
{
	switch (id) {
	case OP_BR_CALL:
	case OP_BRL_CALL:
	case OP_BR_CALL_B:
		return EXIT_CALL;
	case OP_BR_RET:
		return EXIT_RETURN;
	case OP_BR_COND_B:
	case OP_RFI:
		return EXIT_INDIRECT;
	default:
		return EXIT_TAKEN;
	}
}

static unsigned int gr_index(struct predecode *pd, unsigned int r)
{
	if (r < 32)
		return r;
	if (!pd->sor_known)
		pd->frame_used |= BYTE_MASK(FRAME_SOR_SHIFT);
	if (pd->cfm.sor)
		pd->frame_used |= BYTE_MASK(FRAME_RRB_GR_SHIFT);
	return cpu_gr_index(&pd->cfm, r);
}

/* A GR target: r0 and registers outside the frame are illegal. */
static bool gr_target_bad(struct predecode *pd, unsigned int r)
{
	if (!r)
		return true;
	if (r < 32)
		return false;
	if (!pd->sof_known)
		pd->frame_used |= BYTE_MASK(FRAME_SOF_SHIFT);
	return r >= 32u + pd->cfm.sof;
}

static unsigned int fr_index(struct predecode *pd, unsigned int f)
{
	if (f >= 32)
		pd->frame_used |= BYTE_MASK(FRAME_RRB_FR_SHIFT);
	return cpu_fr_index(&pd->cfm, f);
}

void predecode_fault(struct op *op, unsigned int qp, unsigned int pos,
		     enum op_fault fault)
{
	*op = (struct op){ .id = OP_X_FAULT, .d = fault, .qp = qp, .pos = pos };
}

/* Compares, tests and fclass: formats with two predicate targets. */
static bool has_two_predicates(unsigned int id)
{
	return (id >= OP_CMP_LT && id < OP_PADD1) ||
	       (id >= OP_TBIT_Z && id < OP_BREAK_I) ||
	       (id >= OP_FCMP_EQ && id < OP_FRCPA);
}

/* Which FP halves are disabled and named: bit 0 low, bit 1 high. */
static unsigned int fp_disabled(struct predecode *pd, const struct insn *in,
				const u8 *class)
{
	const u8 r[4] = { in->r1, in->r2, in->r3, in->r4 };
	unsigned int touched = 0;

	for (unsigned int i = 0; i < 4; i++)
		if ((class[i] == F || class[i] == T) && r[i] > 1)
			touched |= r[i] < 32 ? 1 : 2;
	if (touched & 1)
		pd->frame_used |= (u64)MODE_DFL << FRAME_MODE_SHIFT;
	if (touched & 2)
		pd->frame_used |= (u64)MODE_DFH << FRAME_MODE_SHIFT;
	return touched &
	       ((pd->mode & MODE_DFL ? 1 : 0) | (pd->mode & MODE_DFH ? 2 : 0));
}

/* ISR bits of a Disabled FP-Register fault: what the access would have been. */
static u64 disabled_isr(unsigned int id)
{
	if (id >= OP_LDFE && id < OP_STFE)
		return ISR_R;
	return id >= OP_STFE && id <= OP_STF_SPILL_I ? ISR_W : 0;
}

void predecode_insn(struct predecode *pd, const struct insn *in,
		    unsigned int pos, struct op *op)
{
	const u8 *class = operand_classes[in->op];
	u8 r[4] = { in->r1, in->r2, in->r3, in->r4 };
	unsigned int qp = in->flags & INSN_F_UNPRED ? 0 : in->qp;
	unsigned int disabled, all_flags = insn_op_flags(in->op);
	bool bad = in->op == OP_ILLEGAL ||
		   (all_flags & (INSN_F_LATER | INSN_F_MODEL)) ||
		   ((all_flags & INSN_F_SLOT2) && (pos & 3) != 2);

	pd->flags = bad ? 0 : op_properties(in->op);
	if (!bad && has_two_predicates(in->op) && in->p1 == in->p2) {
		bad = true;
		if (pd->flags & PD_SELF)
			qp = 0; /* .unc writes its targets in any case */
	}
	for (unsigned int i = 0; !bad && i < 4; i++) {
		switch (class[i]) {
		case D:
		case U:
			bad = gr_target_bad(pd, r[i]);
			break;
		case T:
			bad = r[i] < 2;
			break;
		}
	}
	if (!bad && class[0] == D && class[2] == U && r[0] == r[2])
		bad = true; /* load with post-increment into its own base */
	if (!bad && class[0] == T && class[1] == T)
		bad = !((fr_index(pd, r[0]) ^ fr_index(pd, r[1])) & 1);
	if (bad) {
		/* A body that looks at qp itself still runs when it is 0. */
		if (in->op != OP_ILLEGAL && (pd->flags & PD_SELF) && qp) {
			pd->flags |= PD_DISABLED;
			pd->fault = OP_FAULT_ILLEGAL;
		} else {
			predecode_fault(op, qp, pos, OP_FAULT_ILLEGAL);
			pd->flags = qp ? 0 : PD_ALWAYS;
			return;
		}
	}
	disabled = bad ? 0 : fp_disabled(pd, in, class);
	if (disabled) {
		enum op_fault fault = OP_FAULT_DISABLED_FP + disabled;

		if ((pd->flags & PD_SELF) && qp) {
			pd->flags |= PD_DISABLED;
			pd->fault = fault;
		} else {
			predecode_fault(op, qp, pos, fault);
			op->imm = disabled_isr(in->op);
			pd->flags = qp ? 0 : PD_ALWAYS;
			return;
		}
	}
	for (unsigned int i = 0; i < 4; i++) {
		switch (class[i]) {
		case G:
		case D:
		case U:
			r[i] = gr_index(pd, r[i]);
			break;
		case F:
		case T:
			r[i] = fr_index(pd, r[i]);
			break;
		}
	}
	*op = (struct op){
		.imm = in->imm,
		.d = r[0],
		.a = r[1],
		.b = r[2],
		.c = r[3],
		.qp = qp,
		.p1 = in->p1,
		.p2 = in->p2,
		.sf = in->sf,
		.pos = pos,
		.id = in->op,
		.bitpos = in->pos,
		.bitlen = in->len,
		.raw_d = in->r1,
		.flags = in->unit == UNIT_X ? OPF_MLX : 0,
	};
	if (in->flags & INSN_F_SYNC)
		pd->flags |= PD_SYNC;
	if (pd->flags & PD_ALLOC) {
		/*
		 * sof, sol and sor of the new frame are in the instruction;
		 * rrb stays (if sor changes it has to be zero already).
		 */
		pd->cfm.sof = in->len;
		pd->cfm.sol = in->pos;
		pd->cfm.sor = in->imm / 8;
		pd->sof_known = true;
		pd->sor_known = true;
		op->d = gr_index(pd, in->r1);
	}
	if (pd->flags & PD_EXIT) {
		pd->exit_kind = exit_kind(in->op);
		pd->disp = (s64)(pos >> 2) * 16 + in->imm;
		if (!qp && !(pd->flags & PD_SELF) &&
		    (pd->exit_kind != EXIT_TAKEN || in->op == OP_BR_COND ||
		     in->op == OP_BRL_COND))
			pd->flags |= PD_ALWAYS;
	}
	if (!qp && (in->op == OP_BREAK_I || in->op == OP_BREAK_M ||
		    in->op == OP_BREAK_B || in->op == OP_BREAK_F ||
		    in->op == OP_BREAK_X))
		pd->flags |= PD_ALWAYS;
}

/* Everything a block is made of before its size is known. */
struct scratch {
	struct op ops[CODE_PAGE_BUNDLES * 4 + 8];
	struct block_exit exits[CODE_PAGE_BUNDLES * 4 + 8];
	unsigned int op_count, exit_count;
};

static struct block_exit *add_exit(struct scratch *s, const struct work *w,
				   enum exit_kind kind, s64 disp,
				   unsigned int slot, unsigned int cpl,
				   bool cycle_clock)
{
	struct block_exit *x = &s->exits[s->exit_count];
	struct work end = *w;

	if (kind < EXIT_CHECK)
		work_close_group(&end);
	*x = (struct block_exit){
		.disp = disp,
		.cost = BUDGET_COST(cycle_clock ? end.cycles : end.slots,
				    end.slots),
		.slots = end.slots,
		.bundles = end.bundles,
		.groups = end.groups,
		.cycles = end.cycles,
		.nops = end.nops,
		.kind = kind,
		.target_slot = slot,
		.cpl = cpl,
		.mode_group = (end.open ? MODE_GROUP_OPEN : 0) |
			      (end.odd ? MODE_GROUP_ODD : 0),
	};
	return (void *)(uintptr_t)s->exit_count++;
}

/* A block end behind @pos; straight on at slot @slot of @bundle. */
static void add_end(struct scratch *s, const struct work *w, unsigned int id,
		    unsigned int pos, unsigned int bundle, unsigned int slot,
		    unsigned int cpl, bool cycle_clock)
{
	struct op *op = &s->ops[s->op_count++];
	enum exit_kind kind = id == OP_X_FALL ? EXIT_FALL : EXIT_CHECK;

	*op = (struct op){ .id = id, .pos = pos };
	op->exit =
		add_exit(s, w, kind, (s64)bundle * 16, slot, cpl, cycle_clock);
}

struct block *predecode_block(struct engine_shared *shared,
			      struct code_page *page, unsigned int pos,
			      u64 frame)
{
	static struct scratch scratch;
	struct scratch *s = &scratch;
	u16 mode = frame >> FRAME_MODE_SHIFT;
	unsigned int cpl = mode & MODE_CPL;
	unsigned int bundle = pos >> 2, slot = pos & 3, first = bundle;
	struct predecode pd = { .mode = mode,
				.frame_used = (u64)(MODE_CPL | MODE_GROUP)
					      << FRAME_MODE_SHIFT };
	struct work w = { .open = mode & MODE_GROUP_OPEN,
			  .odd = mode & MODE_GROUP_ODD };
	struct block *b;
	size_t size;
	bool ended = false, cycles = shared->cycle_clock;

	memcpy(&pd.cfm, &frame, sizeof(pd.cfm));
	s->op_count = s->exit_count = 0;
	if (mode & MODE_GROUP)
		s->ops[s->op_count++] =
			(struct op){ .id = OP_X_GROUP, .pos = pos };
	while (!ended) {
		const struct bundle_template *t;
		struct bundle bd;

		if (bundle == CODE_PAGE_BUNDLES) {
			add_end(s, &w, OP_X_PAGE_END, bundle * 4 - 2, bundle, 0,
				cpl, cycles);
			break;
		}
		memcpy(&bd, page->host + bundle * 16, 16);
		t = &bundle_templates[bundle_template_number(&bd)];
		if (page->gateway && !slot)
			s->ops[s->op_count++] =
				(struct op){ .id = OP_X_GATEWAY,
					     .pos = bundle << 2 };
		if (!t->valid) {
			predecode_fault(&s->ops[s->op_count++], 0,
					bundle << 2 | slot, OP_FAULT_ILLEGAL);
			bundle++;
			break;
		}
		for (; slot < 3; slot++) {
			unsigned int here = bundle << 2 | slot;
			struct op *op = &s->ops[s->op_count];
			struct insn in;
			bool mlx;

			insn_decode_slot(&bd, slot, &in);
			mlx = slot == 1 && t->unit[1] == UNIT_L;
			predecode_insn(&pd, &in, here, op);
			if (mlx)
				slot = 2;
			work_slot(&w, here & 3, mlx, t->stop[slot]);
			if (pd.flags & PD_NOP) {
				w.nops += mlx ? 2 : 1;
				continue;
			}
			if (pd.flags & PD_DISABLED) {
				op[1] = op[0];
				predecode_fault(op, op->qp, here, pd.fault);
				s->op_count++;
				op++;
				op->flags |= OPF_PAIRED;
			}
			s->op_count++;
			if (pd.flags & PD_EXIT)
				op->exit = add_exit(s, &w, pd.exit_kind,
						    pd.disp, 0, cpl, cycles);
			if (pd.flags & PD_ALWAYS) {
				ended = true;
				break;
			}
			if (pd.flags & (PD_SYNC | PD_FALL)) {
				unsigned int next = slot == 2 ?
							    (bundle + 1) << 2 :
							    here + 1;

				add_end(s, &w,
					pd.flags & PD_SYNC ? OP_X_SYNC_END :
					next >> 2 == CODE_PAGE_BUNDLES ?
							     OP_X_PAGE_END :
							     OP_X_FALL,
					here, next >> 2, next & 3, cpl, cycles);
				ended = true;
				break;
			}
		}
		slot = 0;
		bundle++;
	}
	size = sizeof(*b) + s->op_count * sizeof(struct op);
	size = (size + 63) & ~63ULL;
	b = block_alloc(&shared->pool,
			size + s->exit_count * sizeof(struct block_exit));
	if (!b)
		return NULL;
	*b = (struct block){
		.frame_mask = pd.frame_used,
		.frame_value = frame & pd.frame_used,
		.page = page,
		.exits = (void *)((u8 *)b + size),
		.exit_count = s->exit_count,
		.pos = pos,
		.mode_group = mode & MODE_GROUP,
		.cpl = cpl,
	};
	memcpy(b->exits, s->exits, s->exit_count * sizeof(*b->exits));
	memcpy(b->ops, s->ops, s->op_count * sizeof(struct op));
	for (unsigned int i = 0; i < s->op_count; i++) {
		struct op *op = &b->ops[i];
		unsigned int p = op_properties(op->id);

		if ((p & PD_EXIT) || op->id == OP_X_PAGE_END ||
		    op->id == OP_X_SYNC_END || op->id == OP_X_FALL)
			op->exit = &b->exits[(uintptr_t)op->exit];
		op->handler = interp_fast_handler(
			op->id, op->qp && !(op->flags & OPF_PAIRED));
	}
	if (bundle > CODE_PAGE_BUNDLES)
		bundle = CODE_PAGE_BUNDLES;
	for (unsigned int i = first; i < bundle; i++)
		page->decoded[i / 64] |= BIT64(i % 64);
	return b;
}
