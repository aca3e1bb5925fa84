// SPDX-License-Identifier: GPL-2.0
/*
 * Which legal encodings fault whatever the machine state, apart from their
 * qualifying predicate: operands that may not be named together or at all.
 *
 * Rules that need state (frame size, privilege, what an application register
 * number means) belong to the instruction bodies.
 * SDM vol 3, the pages of the instructions.
 */
#include "isa/format.h"

/* Whether output @n is a register of the file printed with @prefix. */
static bool output_is(const struct format *f, unsigned int n, char prefix)
{
	const struct operand *o = n < f->outputs ? f->operand[n] : NULL;

	return o && o->print == PRINT_REG && o->text[0] == prefix;
}

/* Formats that write r3 = base + increment after the access. */
static bool updates_base(enum format_id format)
{
	switch (format) {
	case FMT_M2:
	case FMT_M3:
	case FMT_M5:
	case FMT_M7:
	case FMT_M8:
	case FMT_M10:
	case FMT_M12_S:
	case FMT_M12_D:
	case FMT_M12_8:
	case FMT_M14:
	case FMT_M15:
		return true;
	default:
		return false;
	}
}

/*
 * The targets of a load pair must be one odd and one even physical register;
 * with one static and one rotating register that depends on rrb.fr.
 */
static bool pair_same_parity(unsigned int f1, unsigned int f2)
{
	return (f1 < 32) == (f2 < 32) && !((f1 ^ f2) & 1);
}

static bool mbtype_reserved(u64 v)
{
	return v != 0 && !(v >= 8 && v <= 11);
}

bool insn_static_fault(const struct insn *i, bool *unconditional)
{
	const struct opcode *o = &insn_opcodes[i->op];
	const struct format *f = &insn_formats[o->format];
	bool base = updates_base(o->format);

	*unconditional = !i->qp;
	if (i->op == OP_ILLEGAL)
		return true;
	if (output_is(f, 0, 'p') && i->p1 == i->p2) {
		/* .unc writes its targets, hence checks, also if PR[qp] is 0 */
		switch (i->op) {
		case OP_CMP_LT_UNC:
		case OP_CMP_LT_UNC_IMM:
		case OP_CMP_LTU_UNC:
		case OP_CMP_LTU_UNC_IMM:
		case OP_CMP_EQ_UNC:
		case OP_CMP_EQ_UNC_IMM:
		case OP_CMP4_LT_UNC:
		case OP_CMP4_LT_UNC_IMM:
		case OP_CMP4_LTU_UNC:
		case OP_CMP4_LTU_UNC_IMM:
		case OP_CMP4_EQ_UNC:
		case OP_CMP4_EQ_UNC_IMM:
		case OP_TBIT_Z_UNC:
		case OP_TNAT_Z_UNC:
		case OP_TF_Z_UNC:
		case OP_FCMP_EQ_UNC:
		case OP_FCMP_LT_UNC:
		case OP_FCMP_LE_UNC:
		case OP_FCMP_UNORD_UNC:
		case OP_FCLASS_M_UNC:
			*unconditional = true;
			break;
		default:
			break;
		}
		return true;
	}
	if (output_is(f, 0, 'r') && !i->r1)
		return true;
	if (output_is(f, 0, 'f') && i->r1 <= 1)
		return true;
	if (base && !i->r3)
		return true;
	if (base && output_is(f, 0, 'r') && i->r1 == i->r3)
		return true;
	if (output_is(f, 1, 'f') &&
	    (i->r2 <= 1 || pair_same_parity(i->r1, i->r2)))
		return true;
	if (i->op == OP_MUX1)
		return mbtype_reserved(i->imm);
	if (i->op == OP_ALLOC)
		return i->len > 96 || i->pos > i->len || i->imm > i->len;
	return false;
}
