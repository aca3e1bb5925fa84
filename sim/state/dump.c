// SPDX-License-Identifier: GPL-2.0
/*
 * Register dump for people; nothing parses it.  General registers are shown
 * under their virtual names (rotation applied), only as many as the frame has.
 */
#include "state/dump.h"

static const char *const vector_names[] = {
#define VECTOR(name, offset, text) [(offset) >> 8] = text,
#include "isa/vectors.def"
#undef VECTOR
};

static const char *vector_text(u16 vector)
{
	unsigned int n = vector >> 8;

	if (n >= ARRAY_SIZE(vector_names) || !vector_names[n])
		return "?";
	return vector_names[n];
}

static const char *symbol_text(dump_symbol_fn symbol, void *arg, u64 address,
			       char *buf, size_t len)
{
	buf[0] = '\0';
	return symbol ? symbol(arg, address, buf, len) : buf;
}

const char *psr_text(u64 psr, char *buf, size_t len)
{
	static const struct {
		u64 bit;
		const char *name;
	} names[] = {
		{ PSR_BE, "be" },   { PSR_UP, "up" },	{ PSR_AC, "ac" },
		{ PSR_MFL, "mfl" }, { PSR_MFH, "mfh" }, { PSR_IC, "ic" },
		{ PSR_I, "i" },	    { PSR_PK, "pk" },	{ PSR_DT, "dt" },
		{ PSR_DFL, "dfl" }, { PSR_DFH, "dfh" }, { PSR_SP, "sp" },
		{ PSR_PP, "pp" },   { PSR_DI, "di" },	{ PSR_SI, "si" },
		{ PSR_DB, "db" },   { PSR_LP, "lp" },	{ PSR_TB, "tb" },
		{ PSR_RT, "rt" },   { PSR_MC, "mc" },	{ PSR_IT, "it" },
		{ PSR_ID, "id" },   { PSR_DA, "da" },	{ PSR_DD, "dd" },
		{ PSR_SS, "ss" },   { PSR_ED, "ed" },	{ PSR_BN, "bn" },
		{ PSR_IA, "ia" },   { PSR_VM, "vm" },
	};
	size_t used;

	used = snprintf(buf, len, "cpl=%u ri=%u",
			(unsigned int)bits(psr, PSR_CPL_SHIFT, 2),
			(unsigned int)bits(psr, PSR_RI_SHIFT, 2));
	for (unsigned int i = 0; i < ARRAY_SIZE(names) && used < len; i++)
		if (psr & names[i].bit)
			used += snprintf(buf + used, len - used, " %s",
					 names[i].name);
	return buf;
}

static void dump_general(const struct cpu *cpu, FILE *out)
{
	unsigned int count = 32 + cpu->cfm.sof, shown = 0;

	for (unsigned int r = 0; r < count; r++) {
		unsigned int n = cpu_gr_index(&cpu->cfm, r);

		fprintf(out, " r%-3u%c%016llx", r, cpu->nat[n] ? '*' : ' ',
			(unsigned long long)cpu->gr[n]);
		if (++shown % 4 == 0)
			fputc('\n', out);
	}
	if (shown % 4)
		fputc('\n', out);
}

static void dump_line(FILE *out, const char *name, u64 value)
{
	fprintf(out, " %-8s %016llx", name, (unsigned long long)value);
}

static void dump_system(const struct cpu *cpu, FILE *out)
{
	const struct {
		const char *name;
		u64 value;
	} regs[] = {
		{ "ipsr", cpu->cr_ipsr },
		{ "iip", cpu->cr_iip },
		{ "ifs", cpu->cr_ifs },
		{ "isr", cpu->cr_isr },
		{ "ifa", cpu->cr_ifa },
		{ "itir", cpu->cr_itir },
		{ "iha", cpu->cr_iha },
		{ "iim", cpu->cr_iim },
		{ "iipa", cpu->cr_iipa },
		{ "iva", cpu->cr_iva },
		{ "pta", cpu->cr_pta },
		{ "dcr", cpu->cr_dcr },
		{ "itm", cpu->cr_itm },
		{ "itv", cpu->cr_itv },
		{ "lid", cpu->cr_lid },
		{ "tpr", cpu->cr_tpr },
		{ "rsc", cpu->ar_rsc },
		{ "bsp", cpu->rse.bsp },
		{ "bspstore", cpu->rse.bspstore },
		{ "rnat", cpu->rse.rnat },
		{ "pfs", cpu->ar_pfs },
		{ "unat", cpu->ar_unat },
		{ "lc", cpu->ar_lc },
		{ "ec", cpu->ar_ec },
		{ "ccv", cpu->ar_ccv },
		{ "fpsr", cpu->ar_fpsr },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(regs); i++) {
		dump_line(out, regs[i].name, regs[i].value);
		if (i % 4 == 3)
			fputc('\n', out);
	}
	for (unsigned int i = 0; i < 16; i++) {
		fprintf(out, " %s%u      %016llx", i < 8 ? "kr" : "rr", i % 8,
			(unsigned long long)(i < 8 ? cpu->ar_k[i] :
						     cpu->rr[i - 8]));
		if (i % 4 == 3)
			fputc('\n', out);
	}
}

static void dump_set(FILE *out, const char *name, const u64 *set)
{
	fprintf(out, " %s:", name);
	for (unsigned int v = 0; v < 256; v++)
		if (set[v / 64] >> (v % 64) & 1)
			fprintf(out, " %#x", v);
}

static void dump_tr(const struct tlb *tlb, const char *name, FILE *out)
{
	for (unsigned int i = 0; i < TLB_TR_COUNT; i++) {
		const struct tlb_entry *e = &tlb->tr[i];

		if (e->valid)
			fprintf(out,
				" %s[%u] va %016llx pa %013llx rid %06x "
				"ps %u ar %u pl %u ma %u\n",
				name, i, (unsigned long long)e->va,
				(unsigned long long)e->pa, e->rid, e->ps, e->ar,
				e->pl, e->ma);
	}
}

void cpu_dump(const struct cpu *cpu, FILE *out, dump_symbol_fn symbol,
	      void *arg)
{
	char text[128], name[128];

	fprintf(out, "cpu %u: ip %016llx%s slots %llu%s\n", cpu->id,
		(unsigned long long)cpu->ip,
		symbol_text(symbol, arg, cpu->ip, name, sizeof(name)),
		(unsigned long long)cpu->slots, cpu->halted ? " asleep" : "");
	fprintf(out, " psr      %016llx %s\n", (unsigned long long)cpu->psr,
		psr_text(cpu->psr, text, sizeof(text)));
	fprintf(out,
		" cfm      sof %u sol %u sor %d rrb %u/%u/%u  pr %016llx "
		"dirty %d\n",
		cpu->cfm.sof, cpu->cfm.sol, cpu->cfm.sor * 8, cpu->cfm.rrb_gr,
		cpu->cfm.rrb_fr, cpu->cfm.rrb_pr, (unsigned long long)cpu->pr,
		cpu->rse.dirty);
	for (unsigned int i = 0; i < 8; i++)
		fprintf(out, " b%u       %016llx%s\n", i,
			(unsigned long long)cpu->br[i],
			symbol_text(symbol, arg, cpu->br[i], name,
				    sizeof(name)));
	dump_general(cpu, out);
	dump_system(cpu, out);
	dump_set(out, "pending", cpu->irr);
	dump_set(out, "in service", cpu->in_service);
	fputc('\n', out);
	dump_tr(&cpu->itlb, "itr", out);
	dump_tr(&cpu->dtlb, "dtr", out);
}

void cpu_dump_faults(const struct cpu *cpu, FILE *out, dump_symbol_fn symbol,
		     void *arg)
{
	const struct fault_ring *ring = &cpu->recent;
	u64 first = 0;
	char name[128];

	if (ring->count > FAULT_RING_SIZE)
		first = ring->count - FAULT_RING_SIZE;
	fprintf(out,
		"cpu %u: last interruptions of %llu (slot, ip, isr, ifa):\n",
		cpu->id, (unsigned long long)ring->count);
	for (u64 i = first; i < ring->count; i++) {
		const struct fault_record *r =
			&ring->records[i % FAULT_RING_SIZE];

		fprintf(out,
			" %12llu %-24s%s %016llx.%u%s isr %016llx ifa "
			"%016llx\n",
			(unsigned long long)r->slots, vector_text(r->vector),
			r->nested ? " ic=0" : "", (unsigned long long)r->ip,
			(unsigned int)bits(r->psr, PSR_RI_SHIFT, 2),
			symbol_text(symbol, arg, r->ip, name, sizeof(name)),
			(unsigned long long)r->isr, (unsigned long long)r->ifa);
	}
}
