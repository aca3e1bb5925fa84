// SPDX-License-Identifier: GPL-2.0
/*
 * The resources each instruction reads and writes.
 *
 * General, floating-point, branch and predicate registers follow from the
 * operands of the format; the rest is SDM vol 3, table 5-5 (instruction
 * classes) and the "writers" and "readers" columns of tables 5-2 and 5-3.
 */
#include <string.h>

#include "isa/dependency.h"
#include "isa/format.h"
#include "isa/psr.h"

static void set_bit(u64 *set, unsigned int n)
{
	set[n >> 6] |= BIT64(n & 63);
}

static void reads(struct insn_resources *r, unsigned int role,
		  enum resource_id id)
{
	set_bit(r->res_read[role], id);
}

static void writes(struct insn_resources *r, unsigned int role,
		   enum resource_id id)
{
	set_bit(r->res_write[role], id);
}

/* PSR bits that ssm, rsm and their like select, and their resources. */
static const struct {
	u64 bit;
	u8 resource;
} psr_resource[] = {
	{ PSR_BE, RES_PSR_BE },	  { PSR_UP, RES_PSR_UP },
	{ PSR_AC, RES_PSR_AC },	  { PSR_MFL, RES_PSR_MFL },
	{ PSR_MFH, RES_PSR_MFH }, { PSR_IC, RES_PSR_IC },
	{ PSR_I, RES_PSR_I },	  { PSR_PK, RES_PSR_PK },
	{ PSR_DT, RES_PSR_DT },	  { PSR_DFL, RES_PSR_DFL },
	{ PSR_DFH, RES_PSR_DFH }, { PSR_SP, RES_PSR_SP },
	{ PSR_PP, RES_PSR_PP },	  { PSR_DI, RES_PSR_DI },
	{ PSR_SI, RES_PSR_SI },	  { PSR_DB, RES_PSR_DB },
	{ PSR_LP, RES_PSR_LP },	  { PSR_TB, RES_PSR_TB },
	{ PSR_RT, RES_PSR_RT },
};

/* @user: by sum, rum or mov psr.um. */
static void write_psr(struct insn_resources *r, u64 mask, bool user)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(psr_resource); n++) {
		u8 res = psr_resource[n].resource;
		bool fp = res == RES_PSR_MFL || res == RES_PSR_MFH;

		if (mask & psr_resource[n].bit)
			writes(r, user && !fp ? 0 : 1, res);
	}
}

static void read_psr(struct insn_resources *r, u64 mask)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(psr_resource); n++)
		if (mask & psr_resource[n].bit)
			reads(r, 1, psr_resource[n].resource);
}

/* The resource of AR @n; RES_COUNT: special or none. */
static enum resource_id ar_resource(unsigned int n)
{
	switch (n) {
	case 16:
		return RES_AR_RSC;
	case 17:
		return RES_AR_BSP;
	case 18:
		return RES_AR_BSPSTORE;
	case 19:
		return RES_AR_RNAT;
	case 21:
		return RES_AR_FCR;
	case 24:
		return RES_AR_EFLAG;
	case 25:
		return RES_AR_CSD;
	case 26:
		return RES_AR_SSD;
	case 27:
		return RES_AR_CFLG;
	case 28:
		return RES_AR_FSR;
	case 29:
		return RES_AR_FIR;
	case 30:
		return RES_AR_FDR;
	case 32:
		return RES_AR_CCV;
	case 44:
		return RES_AR_ITC;
	case 45:
		return RES_AR_RUC;
	case 65:
		return RES_AR_LC;
	case 66:
		return RES_AR_EC;
	default:
		return n < 8 ? RES_AR_K0 + n : RES_COUNT;
	}
}

/* Bit of an application register whose value is ignored; 0: none such. */
static u64 ignored_ar(unsigned int n)
{
	if (n >= 48 && n <= 63)
		return BIT64(n - 48);
	return n >= 112 ? BIT64(n - 96) : 0;
}

static void ar_write(struct insn_resources *r, unsigned int n)
{
	enum resource_id id = ar_resource(n);
	unsigned int sf;

	if (id != RES_COUNT)
		writes(r, 0, id);
	r->ignored_ar_write |= ignored_ar(n);
	switch (n) {
	case 18: /* BSPSTORE */
		reads(r, 0, RES_AR_RSC);
		writes(r, 0, RES_AR_BSP);
		writes(r, 0, RES_AR_RNAT);
		break;
	case 19:
		reads(r, 0, RES_AR_RSC);
		break;
	case 36:
		r->unat_write = ~0ULL;
		break;
	case 40:
		for (sf = 0; sf < 4; sf++) {
			writes(r, 0, RES_SF0_CONTROLS + sf);
			writes(r, 1, RES_SF0_FLAGS + sf);
		}
		writes(r, 0, RES_FPSR_TRAPS);
		break;
	case 64:
		writes(r, 1, RES_AR_PFS);
		break;
	default:
		break;
	}
	if (n < 8 || n == 16 || n == 44 || n == 45)
		reads(r, 0, RES_PSR_CPL);
}

static void ar_read(struct insn_resources *r, unsigned int n)
{
	enum resource_id id = ar_resource(n);
	unsigned int sf;

	if (id != RES_COUNT)
		reads(r, 0, id);
	r->ignored_ar_read |= ignored_ar(n);
	switch (n) {
	case 18:
	case 19:
		reads(r, 0, RES_AR_RSC);
		break;
	case 36:
		r->unat_read = ~0ULL;
		break;
	case 40:
		for (sf = 0; sf < 4; sf++) {
			reads(r, 0, RES_SF0_CONTROLS + sf);
			reads(r, 0, RES_SF0_FLAGS + sf);
		}
		reads(r, 0, RES_FPSR_TRAPS);
		break;
	case 44:
	case 45:
		reads(r, 0, RES_PSR_SI);
		reads(r, 0, RES_PSR_CPL);
		break;
	case 64:
		reads(r, 0, RES_AR_PFS);
		break;
	default:
		break;
	}
}

/* The resource of CR @n; RES_COUNT: one without ordering rules of its own. */
static enum resource_id cr_resource(unsigned int n)
{
	static const u8 resource[128] = {
		[0] = RES_CR_DCR,   [1] = RES_CR_ITM,	[2] = RES_CR_IVA,
		[8] = RES_CR_PTA,   [16] = RES_CR_IPSR, [17] = RES_CR_ISR,
		[19] = RES_CR_IIP,  [20] = RES_CR_IFA,	[21] = RES_CR_ITIR,
		[22] = RES_CR_IIPA, [23] = RES_CR_IFS,	[24] = RES_CR_IIM,
		[25] = RES_CR_IHA,  [26] = RES_CR_IIB0, [27] = RES_CR_IIB1,
		[66] = RES_CR_TPR,  [68] = RES_CR_IRR0, [69] = RES_CR_IRR1,
		[70] = RES_CR_IRR2, [71] = RES_CR_IRR3, [72] = RES_CR_ITV,
		[73] = RES_CR_PMV,  [74] = RES_CR_CMCV, [80] = RES_CR_LRR0,
		[81] = RES_CR_LRR1,
	};

	return resource[n] ? resource[n] : RES_COUNT;
}

static void cr_access(struct insn_resources *r, unsigned int n, bool write)
{
	enum resource_id id = cr_resource(n);

	reads(r, 0, RES_PSR_CPL);
	if (n >= 16 && n <= 27)
		reads(r, 0, RES_PSR_IC); /* interruption registers */
	if (write) {
		if (n == 67)
			writes(r, 0, RES_INSERVICE); /* EOI */
		else if (id != RES_COUNT && !(n >= 68 && n <= 71))
			writes(r, 0, id);
		return;
	}
	if (id != RES_COUNT)
		reads(r, 0, id);
	if (n == 65) { /* IVR */
		reads(r, 0, RES_CR_TPR);
		reads(r, 0, RES_INSERVICE);
		writes(r, 1, RES_INSERVICE);
		for (id = RES_CR_IRR0; id <= RES_CR_IRR3; id++)
			writes(r, 0, id);
	}
}

/* What every access to data memory obeys, lfetch and probes less of it. */
static void memory_access(struct insn_resources *r)
{
	reads(r, 0, RES_PSR_BE);
	reads(r, 0, RES_PSR_AC);
	reads(r, 0, RES_PSR_DT);
	reads(r, 0, RES_PSR_PK);
	reads(r, 0, RES_PSR_DB);
	reads(r, 0, RES_PSR_CPL);
	reads(r, 0, RES_PSR_VM);
	reads(r, 0, RES_CR_PTA);
	reads(r, 0, RES_DTC);
	reads(r, 0, RES_DTR);
	reads(r, 0, RES_DBR_USE);
	reads(r, 0, RES_PKR_USE);
	reads(r, 0, RES_RR_USE);
}

/* fc, lfetch, probe, tpa, tak. */
static void non_access(struct insn_resources *r)
{
	reads(r, 0, RES_PSR_DT);
	reads(r, 0, RES_CR_PTA);
	reads(r, 0, RES_DTC);
	reads(r, 0, RES_DTR);
	reads(r, 0, RES_RR_USE);
}

static void file_move(struct insn_resources *r, enum register_file file,
		      u64 index, bool write)
{
	index = file == FILE_RR ? index >> 61 : index & 63;
	if (write)
		r->file_write[file] |= BIT64(index);
	else
		r->file_read[file] |= BIT64(index);
}

/* Registers, by the operands of the format. */
static void operands(const struct insn *i, struct insn_resources *r)
{
	const struct format *f = &insn_formats[insn_opcodes[i->op].format];
	int n;

	for (n = 0; f->operand[n]; n++) {
		const struct operand *o = f->operand[n];
		bool out = n < f->outputs;
		unsigned int v = o->field == FIELD_R1 ? i->r1 :
				 o->field == FIELD_R2 ? i->r2 :
				 o->field == FIELD_R3 ? i->r3 :
							i->r4;

		if (o->print == PRINT_INDIRECT) {
			set_bit(r->gr_read, i->r3);
			continue;
		}
		if (o->print != PRINT_REG)
			continue;
		switch (o->text[0]) {
		case 'r':
			set_bit(out ? r->gr_write : r->gr_read, v);
			break;
		case 'f':
			set_bit(out ? r->fr_write : r->fr_read, v);
			break;
		case 'b':
			if (out)
				r->br_write |= 1 << v;
			else
				r->br_read |= 1 << v;
			break;
		default:
			r->pr_write |=
				BIT64(o->field == FIELD_P1 ? i->p1 : i->p2);
			break;
		}
	}
}

static void base_update(const struct insn *i, struct insn_resources *r)
{
	set_bit(r->gr_write, i->r3);
}

/* By format: memory, and what the registers named are not read for. */
static void by_format(const struct insn *i, struct insn_resources *r)
{
	switch (insn_opcodes[i->op].format) {
	case FMT_M2:
	case FMT_M3:
	case FMT_M5:
	case FMT_M7:
	case FMT_M8:
	case FMT_M10:
	case FMT_M12_S:
	case FMT_M12_D:
	case FMT_M12_8:
		base_update(i, r);
		memory_access(r);
		break;
	case FMT_M1:
	case FMT_M1_16:
	case FMT_M4:
	case FMT_M4_16:
	case FMT_M6:
	case FMT_M9:
	case FMT_M11:
	case FMT_M16:
	case FMT_M16_XCHG:
	case FMT_M16_16:
	case FMT_M17:
		memory_access(r);
		break;
	case FMT_M14:
	case FMT_M15:
		base_update(i, r);
		/* fall through */
	case FMT_M13:
		/* The manual counts r3 as read only where it is updated. */
		if (insn_opcodes[i->op].format == FMT_M13)
			r->gr_read[0] = r->gr_read[1] = 0;
		non_access(r);
		reads(r, 0, RES_PSR_PK);
		reads(r, 0, RES_PSR_DB);
		reads(r, 0, RES_PSR_CPL);
		reads(r, 0, RES_DBR_USE);
		break;
	case FMT_M22: /* chk.a looks the register up, it does not read it */
	case FMT_M26:
		r->gr_read[0] = r->gr_read[1] = 0;
		break;
	case FMT_M23:
	case FMT_M27:
		r->fr_read[0] = r->fr_read[1] = 0;
		break;
	case FMT_M28:
		non_access(r);
		break;
	case FMT_M38:
	case FMT_M39:
	case FMT_M40:
		non_access(r);
		reads(r, 0, RES_PSR_PK);
		reads(r, 0, RES_PSR_CPL);
		reads(r, 0, RES_DBR_USE);
		reads(r, 0, RES_PKR_USE);
		if (insn_opcodes[i->op].format == FMT_M40)
			reads(r, 0, RES_PSR_DB);
		break;
	case FMT_I22:
		r->br_move = r->br_read;
		break;
	case FMT_I23:
		r->pr_write = i->imm & ~1ULL;
		/* Bit 16 of the mask stands for all rotating predicates. */
		r->pr_write &= MASK64(16);
		if (i->imm & 0x10000)
			r->pr_write |= ~MASK64(16);
		r->pr_kind = PR_MOV;
		break;
	case FMT_I24:
		r->pr_write = ~MASK64(16);
		r->pr_kind = PR_MOV;
		break;
	case FMT_I25_PR:
		r->pr_read = ~1ULL;
		break;
	case FMT_I26:
	case FMT_I27:
	case FMT_M29:
	case FMT_M30:
		ar_write(r, i->r3);
		break;
	case FMT_I28:
	case FMT_M31:
		ar_read(r, i->r3);
		break;
	case FMT_M32:
		cr_access(r, i->r3, true);
		break;
	case FMT_M33:
		cr_access(r, i->r3, false);
		break;
	default:
		break;
	}
}

/* Load checks, speculation, implicit operands of semaphores. */
static void memory_operation(const struct insn *i, struct insn_resources *r)
{
	const char *name = insn_opcodes[i->op].name;
	if (strstr(name, ".c.clr") || strstr(name, ".c.nc")) {
		/* Not the base register, which is updated as in any load. */
		if (i->flags & INSN_F_FP) {
			memcpy(r->fr_check, r->fr_write, sizeof(r->fr_check));
		} else {
			set_bit(r->gr_check, i->r1);
		}
	} else if (strstr(name, ".s") && strncmp(name, "st", 2) &&
		   strcmp(name, "ldfs")) {
		reads(r, 0, RES_CR_DCR); /* speculative: deferral */
	}
	switch (i->op) {
	case OP_LD16:
	case OP_LD16_ACQ:
		writes(r, 0, RES_AR_CSD);
		break;
	case OP_ST16:
	case OP_ST16_REL:
		reads(r, 0, RES_AR_CSD);
		break;
	case OP_CMP8XCHG16_ACQ:
	case OP_CMP8XCHG16_REL:
		reads(r, 0, RES_AR_CSD);
		reads(r, 0, RES_AR_CCV);
		break;
	default:
		if (insn_opcodes[i->op].format == FMT_M16)
			reads(r, 0, RES_AR_CCV);
		break;
	}
}

/* How a compare, test or FP instruction writes its predicates. */
static void predicate_kind(const struct insn *i, struct insn_resources *r)
{
	const char *name = insn_opcodes[i->op].name;

	if (i->unit == UNIT_F) {
		r->pr_kind = PR_FP;
		/* The approximations clear p2 when they are off. */
		r->unc = strstr(name, ".unc") || strstr(name, "cpa") ||
			 strstr(name, "sqrta");
		return;
	}
	if (strstr(name, ".or.andcm")) {
		r->pr_kind = PR_OR_ANDCM;
		r->pr_write_and = BIT64(i->p2);
	} else if (strstr(name, ".and")) {
		r->pr_kind = PR_AND;
	} else if (strstr(name, ".or")) {
		r->pr_kind = PR_OR;
	}
	r->unc = strstr(name, ".unc");
}

/* Floating-point status fields and the PSR bits of the register file. */
static void floating_point(const struct insn *i, struct insn_resources *r)
{
	const struct opcode *o = &insn_opcodes[i->op];

	if ((r->fr_read[0] | r->fr_write[0]) & MASK64(32) & ~3ULL)
		reads(r, 0, RES_PSR_DFL);
	if (r->fr_read[0] >> 32 | r->fr_write[0] >> 32 | r->fr_read[1] |
	    r->fr_write[1])
		reads(r, 0, RES_PSR_DFH);
	if (r->fr_write[0] & MASK64(32) & ~3ULL)
		writes(r, 0, RES_PSR_MFL);
	if (r->fr_write[0] >> 32 | r->fr_write[1])
		writes(r, 0, RES_PSR_MFH);
	if (insn_formats[o->format].hint != HINT_SF)
		return;
	switch (i->op) {
	case OP_FSETC:
		reads(r, 0, RES_SF0_CONTROLS);
		writes(r, 0, RES_SF0_CONTROLS + i->sf);
		break;
	case OP_FCLRF:
		writes(r, 1, RES_SF0_FLAGS + i->sf);
		break;
	case OP_FCHKF:
		reads(r, 0, RES_FPSR_TRAPS);
		reads(r, 0, RES_SF0_FLAGS);
		reads(r, 0, RES_SF0_FLAGS + i->sf);
		reads(r, 0, RES_PSR_TB);
		break;
	default:
		reads(r, 0, RES_FPSR_TRAPS);
		reads(r, 0, RES_SF0_CONTROLS + i->sf);
		writes(r, 0, RES_SF0_FLAGS + i->sf);
		break;
	}
}

static void call(const struct insn *i, struct insn_resources *r)
{
	r->br_write = 1 << i->r1;
	reads(r, 0, RES_AR_EC);
	reads(r, 0, RES_CFM);
	reads(r, 0, RES_AR_BSP);
	reads(r, 0, RES_PSR_CPL);
	writes(r, 0, RES_AR_PFS);
	writes(r, 0, RES_AR_BSP);
	writes(r, 0, RES_CFM);
}

/* Branches, the register stack, translations and other single operations. */
static void by_operation(const struct insn *i, struct insn_resources *r)
{
	unsigned int n;

	switch (i->op) {
	case OP_BR_CALL:
	case OP_BR_CALL_B:
	case OP_BRL_CALL:
		call(i, r);
		break;
	case OP_BR_RET:
		reads(r, 0, RES_CFM);
		reads(r, 1, RES_AR_PFS);
		reads(r, 0, RES_AR_BSP);
		reads(r, 0, RES_PSR_LP);
		writes(r, 0, RES_AR_EC);
		writes(r, 0, RES_AR_BSP);
		writes(r, 0, RES_CFM);
		writes(r, 0, RES_PSR_CPL);
		break;
	case OP_BR_CLOOP:
		reads(r, 0, RES_AR_LC);
		writes(r, 0, RES_AR_LC);
		break;
	case OP_BR_CTOP:
	case OP_BR_CEXIT:
		reads(r, 0, RES_AR_LC);
		writes(r, 0, RES_AR_LC);
		/* fall through */
	case OP_BR_WTOP:
	case OP_BR_WEXIT:
		reads(r, 0, RES_AR_EC);
		reads(r, 0, RES_CFM);
		writes(r, 0, RES_AR_EC);
		writes(r, 0, RES_CFM);
		r->pr_write = BIT64(63);
		r->pr_kind = PR_LOOP;
		break;
	case OP_BRP_B:
	case OP_BRP_RET:
		r->br_move = r->br_read;
		break;
	case OP_ALLOC:
		reads(r, 0, RES_CFM);
		for (n = RES_AR_RSC; n <= RES_AR_RNAT; n++)
			if (n != RES_AR_BSP)
				reads(r, 0, n);
		reads(r, 0, RES_AR_PFS);
		reads(r, 0, RES_PSR_RT);
		writes(r, 0, RES_AR_BSPSTORE);
		writes(r, 0, RES_AR_RNAT);
		writes(r, 1, RES_CFM);
		break;
	case OP_FLUSHRS:
	case OP_LOADRS:
		for (n = RES_AR_RSC; n <= RES_AR_RNAT; n++)
			if (i->op == OP_FLUSHRS || n != RES_AR_BSPSTORE)
				reads(r, 0, n);
		if (i->op == OP_LOADRS)
			reads(r, 0, RES_CFM);
		reads(r, 0, RES_PSR_RT);
		writes(r, 0, RES_AR_BSPSTORE);
		writes(r, 0, RES_AR_RNAT);
		break;
	case OP_COVER:
		reads(r, 0, RES_CFM);
		reads(r, 0, RES_AR_BSP);
		reads(r, 0, RES_PSR_IC);
		reads(r, 0, RES_PSR_VM);
		writes(r, 0, RES_AR_BSP);
		writes(r, 1, RES_CR_IFS);
		writes(r, 0, RES_CFM);
		break;
	case OP_CLRRRB:
	case OP_CLRRRB_PR:
		writes(r, 0, RES_CFM);
		break;
	case OP_RFI:
		reads(r, 0, RES_CFM);
		reads(r, 1, RES_CR_IPSR);
		reads(r, 1, RES_CR_IIP);
		reads(r, 1, RES_CR_IFS);
		reads(r, 1, RES_CR_TPR);
		reads(r, 0, RES_AR_BSP);
		break;
	case OP_BSW_0:
	case OP_BSW_1:
		writes(r, 0, RES_PSR_BN);
		break;
	case OP_EPC:
		reads(r, 0, RES_AR_PFS);
		reads(r, 0, RES_PSR_CPL);
		reads(r, 0, RES_ITC);
		reads(r, 0, RES_ITR);
		writes(r, 0, RES_PSR_CPL);
		break;
	case OP_VMSW_0:
	case OP_VMSW_1:
		reads(r, 0, RES_ITC);
		reads(r, 0, RES_ITR);
		writes(r, 0, RES_PSR_VM);
		break;
	case OP_SUM:
	case OP_RUM:
		reads(r, 0, RES_PSR_SP);
		write_psr(r, i->imm, true);
		break;
	case OP_MOV_TO_PSR_UM:
		reads(r, 0, RES_PSR_SP);
		write_psr(r, PSR_UM_MASK, true);
		break;
	case OP_SSM:
	case OP_RSM:
		write_psr(r, i->imm, false);
		break;
	case OP_MOV_TO_PSR_L:
		write_psr(r, MASK64(32), false);
		break;
	case OP_MOV_FROM_PSR:
		read_psr(r, ~0ULL);
		break;
	case OP_MOV_FROM_PSR_UM:
		read_psr(r, PSR_UM_MASK);
		break;
	case OP_ITC_D:
	case OP_ITC_I:
	case OP_ITR_D:
	case OP_ITR_I:
		reads(r, 1, RES_CR_IFA);
		reads(r, 1, RES_CR_ITIR);
		reads(r, 0, RES_PSR_IC);
		reads(r, 0, RES_RR_USE);
		writes(r, 1, RES_DTC);
		writes(r, 1, RES_ITC);
		if (i->op == OP_ITR_D)
			writes(r, 1, RES_DTR);
		else if (i->op == OP_ITR_I)
			writes(r, 1, RES_ITR);
		break;
	case OP_PTR_D:
	case OP_PTR_I:
		writes(r, 0, i->op == OP_PTR_D ? RES_DTR : RES_ITR);
		reads(r, 0, RES_RR_USE);
		writes(r, 0, RES_DTC);
		writes(r, 0, RES_ITC);
		break;
	case OP_PTC_G:
	case OP_PTC_GA:
	case OP_PTC_L:
		reads(r, 1, RES_DTR);
		reads(r, 1, RES_ITR);
		reads(r, 0, RES_RR_USE);
		/* fall through */
	case OP_PTC_E:
		writes(r, 0, RES_DTC);
		writes(r, 0, RES_ITC);
		break;
	case OP_TPA:
	case OP_TAK:
		non_access(r);
		break;
	case OP_THASH:
		reads(r, 0, RES_CR_PTA);
		/* fall through */
	case OP_TTAG:
		reads(r, 0, RES_RR_USE);
		reads(r, 0, RES_PSR_VM);
		break;
	case OP_MOV_TO_RR:
		writes(r, 0, RES_RR_USE);
		break;
	case OP_MOV_TO_DBR:
		writes(r, 0, RES_DBR_USE);
		break;
	case OP_MOV_TO_PKR:
		writes(r, 0, RES_PKR_USE);
		break;
	case OP_MOV_FROM_PMD:
		reads(r, 0, RES_PSR_SP);
		reads(r, 0, RES_PSR_CPL);
		break;
	case OP_MOV_FROM_CPUID:
		reads(r, 0, RES_PSR_VM);
		break;
	default:
		break;
	}
}

/* Whether a name depends on the rename bases of the frame marker. */
static bool names_rotating(const struct insn *i, unsigned int rotating_gr,
			   const struct insn_resources *r)
{
	unsigned int n;

	if ((r->fr_read[0] | r->fr_write[0]) >> 32 | r->fr_read[1] |
	    r->fr_write[1])
		return true;
	if (i->qp >= 16 || (r->pr_write >> 16 && r->pr_kind != PR_MOV &&
			    r->pr_kind != PR_LOOP))
		return true;
	for (n = 32; n < 32 + rotating_gr && n < 128; n++)
		if ((r->gr_read[n >> 6] | r->gr_write[n >> 6]) >> (n & 63) & 1)
			return true;
	return false;
}

void insn_resources_static(const struct insn *i, struct insn_resources *out)
{
	const u64 *word = &out->res_read[0][0];
	unsigned int n;

	memset(out, 0, sizeof(*out));
	if (i->op == OP_ILLEGAL)
		return;
	out->qp = i->qp;
	out->branch = i->unit == UNIT_B || i->op == OP_BRL_COND ||
		      i->op == OP_BRL_CALL;
	operands(i, out);
	if (out->pr_write)
		predicate_kind(i, out);
	by_format(i, out);
	if (i->flags & INSN_F_MEM)
		memory_operation(i, out);
	if (i->flags & INSN_F_FP || i->unit == UNIT_F)
		floating_point(i, out);
	by_operation(i, out);
	if (i->flags & INSN_F_BRANCH && i->op != OP_RFI)
		reads(out, 0, RES_PSR_TB);
	if (i->flags & INSN_F_PRIV) {
		reads(out, 0, RES_PSR_CPL);
		if (i->op != OP_VMSW_0 && i->op != OP_VMSW_1)
			reads(out, 0, RES_PSR_VM);
	}
	if ((out->gr_read[0] | out->gr_write[0]) >> 16 & 0xffff)
		reads(out, 0, RES_PSR_BN);
	/* Constants are nobody's resource. */
	out->gr_read[0] &= ~1ULL;
	out->gr_write[0] &= ~1ULL;
	out->fr_read[0] &= ~3ULL;
	out->fr_write[0] &= ~3ULL;
	out->pr_read &= ~1ULL;
	out->pr_write &= ~1ULL;
	/* From res_read to the end: everything beside registers. */
	for (n = 0; n < 4 * RES_WORDS; n++)
		out->other |= word[n] != 0;
	out->other |= out->unat_read || out->unat_write ||
		      out->ignored_ar_read || out->ignored_ar_write;
}

/* Register files, by operation: file and direction. */
static bool file_access(enum insn_op op, enum register_file *file, bool *write)
{
	static const struct {
		u16 to, from;
		u8 file;
	} move[] = {
		{ OP_MOV_TO_RR, OP_MOV_FROM_RR, FILE_RR },
		{ OP_MOV_TO_DBR, OP_MOV_FROM_DBR, FILE_DBR },
		{ OP_MOV_TO_IBR, OP_MOV_FROM_IBR, FILE_IBR },
		{ OP_MOV_TO_PKR, OP_MOV_FROM_PKR, FILE_PKR },
		{ OP_MOV_TO_PMC, OP_MOV_FROM_PMC, FILE_PMC },
		{ OP_MOV_TO_PMD, OP_MOV_FROM_PMD, FILE_PMD },
		{ OP_MOV_TO_MSR, OP_MOV_FROM_MSR, FILE_MSR },
	};
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(move); n++) {
		if (op != move[n].to && op != move[n].from)
			continue;
		*file = move[n].file;
		*write = op == move[n].to;
		return true;
	}
	return false;
}

bool insn_resources_vary(const struct insn *i)
{
	switch (i->op) {
	case OP_ST8_SPILL:
	case OP_ST8_SPILL_I:
	case OP_LD8_FILL:
	case OP_LD8_FILL_R:
	case OP_LD8_FILL_I:
		return true;
	default:
		return insn_opcodes[i->op].format >= FMT_M42_RR &&
		       insn_opcodes[i->op].format <= FMT_M43_DAHR;
	}
}

void insn_resources_dynamic(const struct insn *i,
			    const struct resource_context *ctx,
			    struct insn_resources *r)
{
	enum register_file file;
	bool write;

	switch (i->op) {
	case OP_ST8_SPILL:
	case OP_ST8_SPILL_I:
		r->unat_write = BIT64(ctx->address >> 3 & 63);
		break;
	case OP_LD8_FILL:
	case OP_LD8_FILL_R:
	case OP_LD8_FILL_I:
		r->unat_read = BIT64(ctx->address >> 3 & 63);
		break;
	default:
		if (i->unit == UNIT_M && file_access(i->op, &file, &write))
			file_move(r, file, ctx->address, write);
		break;
	}
	if (names_rotating(i, ctx->rotating_gr, r)) {
		reads(r, 0, RES_CFM);
		r->other = true;
	}
}
