// SPDX-License-Identifier: GPL-2.0
/*
 * Counters as JSON: "total", then "cpus", an array in order.  Integers only,
 * and nothing of the host, so that equal runs give equal files.  Keys are
 * described in Documentation/sim/machine.md.
 */
#include "debug/stats_json.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "machine/machine.h"
#include "util/log.h"

static const struct {
	unsigned int index;
	const char *name;
} vectors[] = {
#define VECTOR(name, offset, text) { STATS_VECTOR(offset), #name },
#include "isa/vectors.def"
#undef VECTOR
};

static void sum_stats(struct cpu_stats *total, const struct cpu_stats *s)
{
	/* Every member is a u64 or an array of them. */
	u64 *to = (u64 *)total;
	const u64 *from = (const u64 *)s;

	for (size_t i = 0; i < sizeof(*s) / sizeof(u64); i++)
		to[i] += from[i];
}

static void write_u64(FILE *f, const char *indent, const char *name, u64 value)
{
	fprintf(f, "%s\"%s\": %llu,\n", indent, name,
		(unsigned long long)value);
}

static void write_levels(FILE *f, const char *name, const u64 *v)
{
	write_u64(f, "    ", name, v[0] + v[1] + v[2] + v[3]);
	fprintf(f, "    \"%s_by_level\": [%llu, %llu, %llu, %llu],\n", name,
		(unsigned long long)v[0], (unsigned long long)v[1],
		(unsigned long long)v[2], (unsigned long long)v[3]);
}

static void write_work(FILE *f, const struct engine_work *w)
{
	write_levels(f, "slots", w->slots);
	write_levels(f, "bundles", w->bundles);
	write_levels(f, "groups", w->groups);
	write_levels(f, "cycles", w->cycles);
	write_u64(f, "    ", "nops", w->nops);
	write_u64(f, "    ", "predicated_off", w->predicated_off);
	write_u64(f, "    ", "branches_taken", w->branches_taken);
	write_u64(f, "    ", "calls", w->calls);
	write_u64(f, "    ", "returns", w->returns);
}

static void write_cpu(FILE *f, const char *indent, const struct cpu_stats *s)
{
	u64 traps = 0;

#define STAT(name, text) write_u64(f, indent, #name, s->name);
#include "state/stats.def"
#undef STAT
	fprintf(f, "%s\"traps\": {", indent);
	for (unsigned int i = 0; i < ARRAY_SIZE(vectors); i++) {
		fprintf(f, "%s\"", i ? ", " : "");
		for (const char *c = vectors[i].name; *c; c++)
			fputc(tolower((unsigned char)*c), f);
		fprintf(f, "\": %llu",
			(unsigned long long)s->by_vector[vectors[i].index]);
		traps += s->by_vector[vectors[i].index];
	}
	fprintf(f, "},\n%s\"interruptions\": %llu\n", indent,
		(unsigned long long)traps);
}

static void write_all(struct machine *m, FILE *f)
{
	struct cpu_stats total = { 0 };
	struct engine_work work;
	u32 n = m->config.cpu_count;

	for (u32 i = 0; i < n; i++)
		sum_stats(&total, &m->cpus[i]->stats);
	engine_work(m, &work);
	fprintf(f, "{\n  \"format\": 1,\n  \"cpu_count\": %u,\n", n);
	fprintf(f, "  \"clock\": \"%s\",\n  \"time\": %llu,\n  \"hz\": %llu,\n",
		m->config.clock == CLOCK_SLOTS ? "slots" : "cycles",
		(unsigned long long)m->now,
		(unsigned long long)m->config.itc_hz);
	fprintf(f, "  \"exit_status\": %d,\n", m->exit_status);
	fprintf(f, "  \"total\": {\n");
	write_work(f, &work);
	write_cpu(f, "    ", &total);
	fprintf(f, "  },\n  \"cpus\": [\n");
	for (u32 i = 0; i < n; i++) {
		fprintf(f, "    {\n");
		write_u64(f, "      ", "slots", m->cpus[i]->slots);
		write_cpu(f, "      ", &m->cpus[i]->stats);
		fprintf(f, "    }%s\n", i + 1 < n ? "," : "");
	}
	fprintf(f, "  ]\n}\n");
}

int stats_write(struct machine *m, const char *path)
{
	FILE *f = fopen(path, "we");
	int err = 0;

	if (!f) {
		err = -errno;
	} else {
		write_all(m, f);
		if (ferror(f))
			err = -EIO;
		if (fclose(f) && !err)
			err = -errno;
		if (err)
			unlink(path);
	}
	if (err)
		log_error("cannot write '%s': %s", path, strerror(-err));
	return err;
}
