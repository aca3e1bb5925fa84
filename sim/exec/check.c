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
};

struct checker *checker_create(void)
{
	return calloc(1, sizeof(struct checker));
}

void checker_destroy(struct checker *c)
{
	free(c);
}

void checker_interruption(struct checker *c)
{
	dependency_serialize(&c->tracker);
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

static void report(struct checker *c, struct cpu *cpu, const struct insn *in,
		   u64 ip, unsigned int slot,
		   const struct dependency_violation *v)
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
		debug_symbol(m->debug, ip, symbol, sizeof(symbol)), p,
		v->resource, dependency_kind_name(v->kind));
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
		report(c, cpu, in, ip, slot, &v);
	if (in->op == OP_RFI)
		dependency_serialize(&c->tracker);
	else if (taken || stop)
		dependency_stop(&c->tracker);
}
