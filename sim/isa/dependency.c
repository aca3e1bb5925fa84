// SPDX-License-Identifier: GPL-2.0
/*
 * The dependency tracker: sets of what was written since the last stop and
 * since the last serialisation, and the rules between them.
 *
 * WAR pairs are legal with one exception, PR 63.  Memory and the ALAT have no
 * rules at all.
 * SDM vol 3, chapter 5.
 */
#include <stdio.h>
#include <string.h>

#include "isa/dependency.h"

#define RESOURCE(id, nm, r, w)                                                 \
	_Static_assert(sizeof(r) == 5 && sizeof(w) == 4, nm);
#include "isa/resources.def"
#undef RESOURCE

static const char *const resource_name[] = {
#define RESOURCE(id, name, raw, waw) name,
#include "isa/resources.def"
#undef RESOURCE
};

static const char *const file_name[FILE_COUNT] = { "RR",  "DBR", "IBR", "PKR",
						   "PMC", "PMD", "MSR" };

/*
 * RAW and WAW of resources.def as sets: in raw[need][w][r], the resources
 * whose write in role w must be separated from a read in role r by at least
 * that need.
 */
enum need {
	NEED_STOP,
	NEED_DATA,
	NEED_INSTR,
	NEEDS
};

static u64 raw_rule[NEEDS][2][2][RES_WORDS];
static u64 waw_rule[2][2][RES_WORDS];
/* Resources with a reader that needs data [0], instruction [1] serialisation. */
static u64 serialized[2][2][RES_WORDS];

static void add_raw(unsigned int id, unsigned int w, unsigned int r, char c)
{
	u64 *word = NULL;

	if (c == 'd')
		word = raw_rule[NEED_DATA][w][r];
	else if (c == 'i')
		word = raw_rule[NEED_INSTR][w][r];
	if (word) {
		word[id / 64] |= BIT64(id % 64);
		serialized[c == 'i'][w][id / 64] |= BIT64(id % 64);
	}
	if (c != '-')
		raw_rule[NEED_STOP][w][r][id / 64] |= BIT64(id % 64);
}

static void add_waw(unsigned int id, unsigned int a, unsigned int b, char c)
{
	if (c == '-')
		return;
	waw_rule[a][b][id / 64] |= BIT64(id % 64);
	waw_rule[b][a][id / 64] |= BIT64(id % 64);
}

__attribute__((constructor)) static void rules_init(void)
{
	static const struct {
		char raw[5], waw[4];
	} rules[] = {
#define RESOURCE(id, name, raw, waw) { raw, waw },
#include "isa/resources.def"
#undef RESOURCE
	};
	unsigned int id;

	for (id = 0; id < RES_COUNT; id++) {
		add_raw(id, 0, 0, rules[id].raw[0]);
		add_raw(id, 0, 1, rules[id].raw[1]);
		add_raw(id, 1, 0, rules[id].raw[2]);
		add_raw(id, 1, 1, rules[id].raw[3]);
		add_waw(id, 0, 0, rules[id].waw[0]);
		add_waw(id, 0, 1, rules[id].waw[1]);
		add_waw(id, 1, 1, rules[id].waw[2]);
	}
}

const char *dependency_kind_name(enum dependency_kind kind)
{
	static const char *const name[] = {
		"none",
		"read after write in one group",
		"write after write in one group",
		"write after read in one group",
		"no data serialisation since the write",
		"no instruction serialisation since the write",
	};

	return kind < ARRAY_SIZE(name) ? name[kind] : "?";
}

void dependency_reset(struct dependency_tracker *t)
{
	memset(t, 0, sizeof(*t));
}

void dependency_serialize(struct dependency_tracker *t)
{
	dependency_reset(t);
}

void dependency_stop(struct dependency_tracker *t)
{
	unsigned int w, n;

	if (t->group.other) {
		for (w = 0; w < 2; w++) {
			for (n = 0; n < RES_WORDS; n++) {
				u64 set = t->group.res[w][n];

				t->data[w][n] |= set & serialized[0][w][n];
				t->instr[w][n] |= set & serialized[1][w][n];
			}
		}
		for (n = 0; n < t->ranges; n++)
			t->range[n].same_group = false;
	}
	memset(&t->group, 0, sizeof(t->group));
}

/* The violation, for a result of dependency_check(). */
static bool violation(struct dependency_violation *out,
		      enum dependency_kind kind, const char *name, int index)
{
	out->kind = kind;
	if (index < 0)
		snprintf(out->resource, sizeof(out->resource), "%s", name);
	else
		snprintf(out->resource, sizeof(out->resource), "%s%d", name,
			 index);
	return false;
}

/* The lowest member of a set of 128, -1 if it is empty. */
static int lowest(u64 lo, u64 hi)
{
	if (lo)
		return __builtin_ctzll(lo);
	return hi ? 64 + __builtin_ctzll(hi) : -1;
}

static bool check_registers(const struct dependency_tracker *t,
			    const struct insn_resources *r,
			    struct dependency_violation *out)
{
	int n;

	n = lowest(r->gr_read[0] & t->group.gr[0],
		   r->gr_read[1] & t->group.gr[1]);
	if (n >= 0)
		return violation(out, DEPENDENCY_RAW, "GR", n);
	n = lowest(r->fr_read[0] & t->group.fr[0],
		   r->fr_read[1] & t->group.fr[1]);
	if (n >= 0)
		return violation(out, DEPENDENCY_RAW, "FR", n);
	n = lowest(r->gr_write[0] & (t->group.gr[0] | t->group.gr_check[0]),
		   r->gr_write[1] & (t->group.gr[1] | t->group.gr_check[1]));
	if (n >= 0)
		return violation(out, DEPENDENCY_WAW, "GR", n);
	n = lowest(r->fr_write[0] & (t->group.fr[0] | t->group.fr_check[0]),
		   r->fr_write[1] & (t->group.fr[1] | t->group.fr_check[1]));
	if (n >= 0)
		return violation(out, DEPENDENCY_WAW, "FR", n);
	/* A branch may use the value that a mov in its own group wrote. */
	n = lowest((r->br_read & t->group.br_call) |
			   (r->br_move & (t->group.br_move | t->group.br_call)),
		   0);
	if (n >= 0)
		return violation(out, DEPENDENCY_RAW, "BR", n);
	return true;
}

static bool check_branch_write(const struct dependency_tracker *t,
			       const struct insn_resources *r,
			       struct dependency_violation *out)
{
	bool call = r->branch;
	int n = lowest(r->br_write & (t->group.br_move |
				      (call ? 0 : t->group.br_call)),
		       0);

	return n < 0 || violation(out, DEPENDENCY_WAW, "BR", n);
}

/* The predicates that @r writes; also for .unc with PR[qp] = 0. */
static bool check_predicate_writes(const struct dependency_tracker *t,
				   const struct insn_resources *r,
				   struct dependency_violation *out)
{
	u64 and_type = r->pr_kind == PR_AND ? r->pr_write : r->pr_write_and;
	u64 or_type = r->pr_kind == PR_OR || r->pr_kind == PR_OR_ANDCM ?
			      r->pr_write & ~and_type :
			      0;
	u64 clash;
	int n;

	/* And-type with and-type, or-type with or-type may share a target. */
	clash = r->pr_write & (t->group.pr_int | t->group.pr_fp |
			       t->group.pr_mov | t->group.pr_loop);
	clash |= r->pr_write & ~and_type & t->group.pr_and;
	clash |= r->pr_write & ~or_type & t->group.pr_or;
	n = lowest(clash, 0);
	if (n >= 0)
		return violation(out, DEPENDENCY_WAW, "PR", n);
	if (r->pr_kind == PR_LOOP && r->pr_write & t->group.pr_branch_read)
		return violation(out, DEPENDENCY_WAR, "PR", 63);
	return true;
}

static bool check_predicate_reads(const struct dependency_tracker *t,
				  const struct insn_resources *r, bool executed,
				  struct dependency_violation *out)
{
	u64 slow = t->group.pr_fp |
		   t->group.pr_loop; /* not even a branch may read these */
	u64 all = slow | t->group.pr_int | t->group.pr_and | t->group.pr_or |
		  t->group.pr_mov;
	u64 qp = BIT64(r->qp) & ~1ULL;
	int n;

	n = lowest((qp & (r->branch ? slow : all)) |
			   (executed ? r->pr_read & all : 0),
		   0);
	return n < 0 || violation(out, DEPENDENCY_RAW, "PR", n);
}

static bool check_files(const struct dependency_tracker *t,
			const struct insn_resources *r,
			struct dependency_violation *out)
{
	int n, f;

	for (f = 0; f < FILE_COUNT; f++) {
		n = lowest(r->file_read[f] & t->group.file[f], 0);
		if (n >= 0)
			return violation(out, DEPENDENCY_RAW, file_name[f], n);
		n = lowest(r->file_write[f] & t->group.file[f], 0);
		if (n >= 0)
			return violation(out, DEPENDENCY_WAW, file_name[f], n);
	}
	if (r->unat_read & t->group.unat)
		return violation(out, DEPENDENCY_RAW, "AR[UNAT]", -1);
	if (r->unat_write & t->group.unat)
		return violation(out, DEPENDENCY_WAW, "AR[UNAT]", -1);
	if (r->ignored_ar_read & t->group.ignored_ar)
		return violation(out, DEPENDENCY_RAW, "AR ignored", -1);
	if (r->ignored_ar_write & t->group.ignored_ar)
		return violation(out, DEPENDENCY_WAW, "AR ignored", -1);
	return true;
}

static bool check_resources(const struct dependency_tracker *t,
			    const struct insn_resources *r,
			    struct dependency_violation *out)
{
	unsigned int n, w, x;
	u64 hit;

	for (n = 0; n < RES_WORDS; n++) {
		for (w = 0; w < 2; w++) {
			for (x = 0; x < 2; x++) {
				u64 read = r->res_read[x][n];

				hit = t->group.res[w][n] & read &
				      raw_rule[NEED_STOP][w][x][n];
				if (hit)
					return violation(
						out, DEPENDENCY_RAW,
						resource_name[n * 64 +
							      lowest(hit, 0)],
						-1);
				hit = t->group.res[w][n] & r->res_write[x][n] &
				      waw_rule[w][x][n];
				if (hit)
					return violation(
						out, DEPENDENCY_WAW,
						resource_name[n * 64 +
							      lowest(hit, 0)],
						-1);
				hit = t->data[w][n] & read &
				      raw_rule[NEED_DATA][w][x][n];
				if (hit)
					return violation(
						out, DEPENDENCY_DATA,
						resource_name[n * 64 +
							      lowest(hit, 0)],
						-1);
				hit = t->instr[w][n] & read &
				      raw_rule[NEED_INSTR][w][x][n];
				if (hit)
					return violation(
						out, DEPENDENCY_INSTRUCTION,
						resource_name[n * 64 +
							      lowest(hit, 0)],
						-1);
			}
		}
	}
	return true;
}

static bool in_set(const u64 *set, enum resource_id id)
{
	return set[id / 64] >> (id % 64) & 1;
}

static void remember_range(struct dependency_tracker *t,
			   const struct resource_context *ctx)
{
	unsigned int n = t->ranges;

	if (n == TRACKER_RANGES) {
		t->range_overflow = true;
		return;
	}
	t->range[n].base = ctx->range_base;
	t->range[n].size = ctx->range_size;
	t->range[n].same_group = true;
	t->ranges++;
}

/* Data serialisation: ranges of this very group stay. */
static void serialize_ranges(struct dependency_tracker *t)
{
	unsigned int n, kept = 0;

	for (n = 0; n < t->ranges; n++)
		if (t->range[n].same_group)
			t->range[kept++] = t->range[n];
	t->ranges = kept;
	t->range_overflow = false;
}

/* Whether a translation for @address may have changed. */
static bool range_hit(const struct dependency_tracker *t, u64 address)
{
	unsigned int n;

	for (n = 0; n < t->ranges; n++) {
		u64 size = t->range[n].size;

		if (!size || !((t->range[n].base ^ address) & ~(size - 1)))
			return true;
	}
	return t->range_overflow;
}

static void remember_predicates(struct dependency_tracker *t,
				const struct insn_resources *r)
{
	switch (r->pr_kind) {
	case PR_AND:
		t->group.pr_and |= r->pr_write;
		break;
	case PR_OR:
		t->group.pr_or |= r->pr_write;
		break;
	case PR_OR_ANDCM:
		t->group.pr_and |= r->pr_write_and;
		t->group.pr_or |= r->pr_write & ~r->pr_write_and;
		break;
	case PR_FP:
		t->group.pr_fp |= r->pr_write;
		break;
	case PR_MOV:
		t->group.pr_mov |= r->pr_write;
		break;
	case PR_LOOP:
		t->group.pr_loop |= r->pr_write;
		break;
	default:
		t->group.pr_int |= r->pr_write;
		break;
	}
}

static void remember(struct dependency_tracker *t,
		     const struct insn_resources *r)
{
	unsigned int n, w;

	for (n = 0; n < 2; n++) {
		t->group.gr[n] |= r->gr_write[n] & ~r->gr_check[n];
		t->group.fr[n] |= r->fr_write[n] & ~r->fr_check[n];
		t->group.gr_check[n] |= r->gr_check[n];
		t->group.fr_check[n] |= r->fr_check[n];
	}
	if (r->branch)
		t->group.br_call |= r->br_write;
	else
		t->group.br_move |= r->br_write;
	remember_predicates(t, r);
	if (!r->other)
		return;
	t->group.other = true;
	for (n = 0; n < FILE_COUNT; n++)
		t->group.file[n] |= r->file_write[n];
	t->group.unat |= r->unat_write;
	t->group.ignored_ar |= r->ignored_ar_write;
	for (w = 0; w < 2; w++)
		for (n = 0; n < RES_WORDS; n++)
			t->group.res[w][n] |= r->res_write[w][n];
}

/*
 * Resources of @i that depend on @ctx matter: it uses a register file or UNAT,
 * or a rotating branch or a change of translations came before.
 */
static bool needs_dynamic(const struct dependency_tracker *t,
			  const struct insn *i, const struct insn_resources *r)
{
	return t->ranges || t->range_overflow ||
	       in_set(t->group.res[0], RES_CFM) ||
	       (r->other && insn_resources_vary(i));
}

bool dependency_check_resources(struct dependency_tracker *t,
				const struct insn *i,
				const struct insn_resources *fixed,
				bool executed,
				const struct resource_context *ctx,
				struct dependency_violation *out)
{
	const struct insn_resources *r = fixed;
	struct insn_resources full;
	bool ok;

	out->kind = DEPENDENCY_NONE;
	/* Read and write their resources with PR[qp] = 0 too; vol 1, 3.4.1. */
	if (i->op == OP_BR_WTOP || i->op == OP_BR_WEXIT)
		executed = true;
	ok = check_predicate_reads(t, r, executed, out);
	if (!executed) {
		if (r->branch)
			t->group.pr_branch_read |= BIT64(r->qp);
		if (r->unc) {
			ok = ok && check_predicate_writes(t, r, out);
			remember_predicates(t, r);
		}
		return ok;
	}
	if (needs_dynamic(t, i, r)) {
		full = *fixed;
		insn_resources_dynamic(i, ctx, &full);
		if (!range_hit(t, ctx->address)) {
			full.res_read[0][RES_DTC / 64] &= ~BIT64(RES_DTC % 64);
			full.res_read[0][RES_DTR / 64] &= ~BIT64(RES_DTR % 64);
		}
		r = &full;
	}
	ok = ok && check_registers(t, r, out) &&
	     check_branch_write(t, r, out) && check_predicate_writes(t, r, out);
	if (r->other)
		ok = ok && check_files(t, r, out) && check_resources(t, r, out);
	remember(t, r);
	if (r->branch)
		t->group.pr_branch_read |= BIT64(r->qp);
	if (r->other && (in_set(r->res_write[0], RES_DTC) ||
			 in_set(r->res_write[1], RES_DTC)))
		remember_range(t, ctx);
	/* What was written in this very group is not covered. */
	if (i->op == OP_SRLZ_D || i->op == OP_SRLZ_I) {
		memset(t->data, 0, sizeof(t->data));
		serialize_ranges(t);
	}
	if (i->op == OP_SRLZ_I)
		memset(t->instr, 0, sizeof(t->instr));
	return ok;
}

bool dependency_check(struct dependency_tracker *t, const struct insn *i,
		      bool executed, const struct resource_context *ctx,
		      struct dependency_violation *out)
{
	struct insn_resources fixed;

	insn_resources_static(i, &fixed);
	return dependency_check_resources(t, i, &fixed, executed, ctx, out);
}
