// SPDX-License-Identifier: GPL-2.0
/*
 * struct insn to the text that GNU objdump prints for it.
 *
 * Syntax comes from formats.def; the pseudo-operations that objdump prefers
 * from aliases.def.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "isa/format.h"

/* An output buffer that counts what would not fit, as snprintf. */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t,
						      const char *fmt, ...)
{
	size_t at = t->len < t->size ? t->len : t->size;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->buf + at, t->size - at, fmt, ap);
	va_end(ap);
	if (n > 0)
		t->len += n;
}

const char *insn_hint_name(enum hint_kind kind, unsigned int value)
{
	static const char *const sf[] = { ".s0", ".s1", ".s2", ".s3" };
	static const char *const ld[] = { "",	 ".nt1", ".d2", ".nta",
					  ".d4", ".d5",	 ".d6", ".d7" };
	static const char *const st[] = { "",	 ".d1", ".d2", ".nta",
					  ".d4", ".d5", ".d6", ".d7" };
	static const char *const lfetch[] = { "",    ".nt1", ".nt2", ".nta",
					      ".d4", ".d5",  ".d6",  ".d7" };
	static const char *const mov_br[] = { ".sptk",	   "",		".dptk",
					      NULL,	   ".sptk.imp", ".imp",
					      ".dptk.imp", NULL };
	static const char *const br[] = { ".sptk.few",	    ".spnt.few",
					  ".dptk.few",	    ".dpnt.few",
					  ".sptk.many",	    ".spnt.many",
					  ".dptk.many",	    ".dpnt.many",
					  ".sptk.few.clr",  ".spnt.few.clr",
					  ".dptk.few.clr",  ".dpnt.few.clr",
					  ".sptk.many.clr", ".spnt.many.clr",
					  ".dptk.many.clr", ".dpnt.many.clr" };
	static const char *const brp_ip[] = { ".sptk",	   ".loop",
					      ".dptk",	   ".exit",
					      ".sptk.imp", ".loop.imp",
					      ".dptk.imp", ".exit.imp" };
	static const char *const brp[] = {
		".sptk",     NULL, ".dptk",	NULL,
		".sptk.imp", NULL, ".dptk.imp", NULL
	};

	switch (kind) {
	case HINT_SF:
		return sf[value & 3];
	case HINT_LD:
		return ld[value & 7];
	case HINT_LD_INC:
		return value == 2 ? NULL : ld[value & 3];
	case HINT_ST:
		return st[value & 7];
	case HINT_ST_INC:
		return value == 1 || value == 2 ? NULL : st[value & 3];
	case HINT_LFETCH:
		return lfetch[value & 7];
	case HINT_MOV_BR:
		return mov_br[value & 7];
	case HINT_BR:
		return br[value & 15];
	case HINT_BR_CALL_B:
		/* The three-bit field holds the two-bit one and a fixed 1. */
		if (!(value & 1))
			return NULL;
		return br[(value & 31) >> 1];
	case HINT_BRP_IP:
		return brp_ip[value & 7];
	case HINT_BRP:
		return brp[value & 7];
	default:
		return "";
	}
}

/* Names of application registers; NULL: printed as a number. */
static const char *ar_name(unsigned int n)
{
	static const char *const name[128] = {
		[0] = "k0",    [1] = "k1",     [2] = "k2",	  [3] = "k3",
		[4] = "k4",    [5] = "k5",     [6] = "k6",	  [7] = "k7",
		[16] = "rsc",  [17] = "bsp",   [18] = "bspstore", [19] = "rnat",
		[21] = "fcr",  [24] = "eflag", [25] = "csd",	  [26] = "ssd",
		[27] = "cflg", [28] = "fsr",   [29] = "fir",	  [30] = "fdr",
		[32] = "ccv",  [36] = "unat",  [40] = "fpsr",	  [44] = "itc",
		[45] = "ruc",  [64] = "pfs",   [65] = "lc",	  [66] = "ec",
	};

	return name[n & 127];
}

static const char *cr_name(unsigned int n)
{
	static const char *const name[128] = {
		[0] = "dcr",   [1] = "itm",   [2] = "iva",   [8] = "pta",
		[16] = "ipsr", [17] = "isr",  [19] = "iip",  [20] = "ifa",
		[21] = "itir", [22] = "iipa", [23] = "ifs",  [24] = "iim",
		[25] = "iha",  [26] = "iib0", [27] = "iib1", [64] = "lid",
		[65] = "ivr",  [66] = "tpr",  [67] = "eoi",  [68] = "irr0",
		[69] = "irr1", [70] = "irr2", [71] = "irr3", [72] = "itv",
		[73] = "pmv",  [74] = "cmcv", [80] = "lrr0", [81] = "lrr1",
	};

	return name[n & 127];
}

static const char *mbtype_name(u64 v)
{
	switch (v) {
	case 0:
		return "@brcst";
	case 8:
		return "@mix";
	case 9:
		return "@shuf";
	case 10:
		return "@alt";
	case 11:
		return "@rev";
	default:
		return NULL;
	}
}

static void print_operand(struct text *t, const struct operand *o, s64 v,
			  u64 ip)
{
	const char *name = NULL;

	switch (o->print) {
	case PRINT_TEXT:
		add(t, "%s", o->text);
		return;
	case PRINT_AR:
		name = ar_name(v);
		break;
	case PRINT_CR:
		name = cr_name(v);
		break;
	case PRINT_INDIRECT:
		add(t, "%s[r%d]", o->text, (int)v);
		return;
	case PRINT_DECIMAL:
		add(t, "%" PRId64, v);
		return;
	case PRINT_HINT_M:
		/*
		 * objdump takes two bits of the immediate for an opcode
		 * extension of later processors and prints the other 19.
		 */
		if (!(v & 0x30)) {
			add(t, "%" PRId64, (v & 15) | (v >> 6) << 4);
			return;
		}
		break;
	case PRINT_ADDRESS:
		add(t, "0x%" PRIx64, ip + v);
		return;
	case PRINT_MBTYPE:
		name = mbtype_name(v);
		if (name) {
			add(t, "%s", name);
			return;
		}
		break;
	default:
		break;
	}
	if (name)
		add(t, "%s.%s", o->text, name);
	else if (o->print == PRINT_REG || o->print == PRINT_AR ||
		 o->print == PRINT_CR)
		add(t, "%s%d", o->text, (int)v);
	else
		add(t, "0x%" PRIx64, (u64)v);
}

int insn_print(const struct insn *i, u64 ip, char *buf, size_t len)
{
	const struct opcode *op = &insn_opcodes[i->op < OP_COUNT ? i->op : 0];
	const struct format *f = &insn_formats[op->format];
	struct text t = { .buf = buf, .size = len };
	struct alias a = { .name = op->name, .outputs = f->outputs };
	const char *hint;
	int n;

	if (i->op == OP_ILLEGAL || i->op >= OP_COUNT) {
		add(&t, "      data8 0x%09" PRIx64, i->imm);
		return t.len;
	}
	if (i->qp)
		add(&t, "(p%02d) ", i->qp);
	else
		add(&t, "      ");
	hint = insn_hint_name(f->hint, f->hint == HINT_SF ? i->sf : i->hint);
	if (!insn_alias(i, &a))
		memcpy(a.operand, f->operand, sizeof(a.operand));
	else if (f->hint == HINT_BR)
		hint += strlen(".sptk"); /* implied by "br" */
	else if (f->hint == HINT_MOV_BR)
		hint = "";
	add(&t, "%s%s%s", a.name, hint ? hint : "", a.operand[0] ? " " : "");
	for (n = 0; a.operand[n]; n++) {
		if (n)
			add(&t, n == a.outputs ? "=" : ",");
		print_operand(&t, a.operand[n],
			      insn_operand(i, a.operand[n]->field), ip);
	}
	return t.len;
}
