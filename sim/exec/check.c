// SPDX-License-Identifier: GPL-2.0
/*
 * The detectors of the checking engine, one set per CPU.
 *
 * Every place in the guest is reported once, the first hundred of them in
 * full; the machine counts all reports, and the simulator's exit status tells
 * that there were any.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug/debug.h"
#include "exec/check.h"
#include "exec/code_history.h"
#include "exec/frame_rules.h"
#include "isa/dependency.h"
#include "machine/machine.h"

#define PLACES 1024 /* remembered as reported; a power of 2 */
#define PRINTED 100

#define CACHE 4096 /* of static resources, by place; a power of 2 */

struct cached {
	struct insn insn;
	struct insn_resources resources;
};

struct checker {
	struct dependency_tracker tracker;
	struct resource_context ctx; /* of the instruction in progress */
	u64 places[PLACES]; /* ip | slot, hashed; 0: free */
	struct cached cache[CACHE];
	u64 fetched; /* pa of the bundle fetched last */
	struct code_reader code;
	bool open; /* an instruction of the group came before */
	u8 sof; /* of the frame the instruction in progress met */
	const char *frame; /* the frame rule it breaks, or NULL */
};

struct checker *checker_create(struct engine_shared *s, u32 cpu)
{
	struct checker *c = calloc(1, sizeof(*c));

	if (!s->history)
		s->history = calloc(1, sizeof(*s->history));
	if (!c || !s->history) {
		free(c);
		return NULL;
	}
	c->code.history = s->history;
	c->code.cpu = cpu;
	return c;
}

void checker_destroy(struct checker *c)
{
	free(c);
}

void checker_interruption(struct checker *c)
{
	dependency_serialize(&c->tracker);
	code_serialize(&c->code);
	c->fetched = ~0ULL;
	c->open = false;
}

/* The addresses whose translation @in inserts or purges. */
static void translation_range(struct resource_context *ctx,
			      const struct cpu *cpu, const struct insn *in)
{
	u64 ps;

	ctx->range_base = 0;
	ctx->range_size = 0;
	switch (in->op) {
	case OP_ITC_D:
	case OP_ITC_I:
	case OP_ITR_D:
	case OP_ITR_I:
		ctx->range_base = cpu->cr_ifa;
		ps = bits(cpu->cr_itir, 2, 6);
		break;
	case OP_PTC_L:
	case OP_PTC_G:
	case OP_PTC_GA:
	case OP_PTR_D:
	case OP_PTR_I:
		ctx->range_base = ctx->address;
		ps = bits(cpu->gr[cpu_gr_index(&cpu->cfm, in->r2)], 2, 6);
		break;
	default:
		return;
	}
	ctx->range_size = BIT64(ps);
}

void checker_before(struct checker *c, const struct cpu *cpu,
		    const struct insn *in)
{
	c->ctx.address = cpu->gr[cpu_gr_index(&cpu->cfm, in->r3 & 127)];
	c->ctx.rotating_gr = cpu->cfm.sor * 8;
	translation_range(&c->ctx, cpu, in);
	c->sof = cpu->cfm.sof;
	c->frame = frame_rules_before(cpu, in, c->open);
}

/* Whether @place is new; a full table is a place already known. */
static bool first_time(struct checker *c, u64 place)
{
	unsigned int n, at = (place >> 4 ^ place >> 14 ^ place) & (PLACES - 1);

	for (n = 0; n < PLACES; n++, at = (at + 1) & (PLACES - 1)) {
		if (c->places[at] == place)
			return false;
		if (!c->places[at]) {
			c->places[at] = place;
			return true;
		}
	}
	return false;
}

/* @what broke rule @rule at @ip, slot @slot, in @in. */
static void report(struct checker *c, struct cpu *cpu, const struct insn *in,
		   u64 ip, unsigned int slot, const char *what,
		   const char *rule)
{
	struct machine *m = cpu->machine;
	char text[128], symbol[128];
	const char *p = text;

	if (!m || !first_time(c, ip | slot) || m->check_reports++ >= PRINTED)
		return;
	insn_print(in, ip, text, sizeof(text));
	while (*p == ' ')
		p++;
	fprintf(stderr, "check: cpu %u at %016llx.%u%s: %s: %s: %s\n", cpu->id,
		(unsigned long long)ip, slot,
		debug_symbol(m->debug, ip, symbol, sizeof(symbol)), p, what,
		rule);
}

void checker_flush(struct checker *c, u64 pa)
{
	code_flush(&c->code, pa);
}

void checker_fetch(struct checker *c, struct cpu *cpu, u64 pa,
		   const struct bundle *b, u64 ip, unsigned int slot)
{
	const char *missing;
	struct insn in;

	/* Once for the slots of a bundle; again if it is a loop of one. */
	if (c->fetched == pa && slot)
		return;
	c->fetched = pa;
	missing = code_fetch(&c->code, pa, b);
	if (!missing)
		return;
	insn_decode_slot(b, slot, &in);
	report(c, cpu, &in, ip, slot, "code", missing);
}

void checker_retired(struct checker *c, struct cpu *cpu, const struct insn *in,
		     u64 ip, unsigned int slot, bool qp, bool stop, bool taken)
{
	struct cached *k = &c->cache[(ip >> 2 ^ slot ^ ip >> 14) & (CACHE - 1)];
	struct dependency_violation v;

	if (memcmp(&k->insn, in, sizeof(*in))) {
		k->insn = *in;
		insn_resources_static(in, &k->resources);
	}
	if (!dependency_check_resources(&c->tracker, in, &k->resources, qp,
					&c->ctx, &v))
		report(c, cpu, in, ip, slot, v.resource,
		       dependency_kind_name(v.kind));
	if (!c->frame)
		c->frame = frame_rules_after(in, &k->resources, c->sof, stop);
	if (qp && c->frame)
		report(c, cpu, in, ip, slot, "frame", c->frame);
	c->open = !(taken || stop);
	switch (in->op) {
	case OP_SYNC_I:
		if (qp)
			code_sync(&c->code);
		break;
	case OP_SRLZ_I:
		if (!qp)
			break;
		/* fall through */
	case OP_RFI:
		code_serialize(&c->code);
		break;
	default:
		break;
	}
	if (in->op == OP_RFI)
		dependency_serialize(&c->tracker);
	else if (taken || stop)
		dependency_stop(&c->tracker);
}
