// SPDX-License-Identifier: GPL-2.0
/*
 * Trace and profile around the engine, and the dump of a whole machine.
 *
 * The trace shows where control goes: one line per check point reached by a
 * budget of one slot, which any engine can do, so that its cost is paid only
 * when asked for.  The profile samples the ip every PROFILE_PERIOD slots of
 * each CPU; being counted in slots, it repeats exactly.
 */
#include "debug/debug.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug/symbols.h"
#include "dev/chardev.h"
#include "isa/insn.h"
#include "machine/machine.h"
#include "mmu/tlb.h"
#include "state/dump.h"
#include "util/log.h"

/* A prime, so that loops do not beat with it. */
#define PROFILE_PERIOD 1009u

struct debug {
	struct debug_config config;
	FILE *trace;
	u64 *samples; /* per symbol, and one more for "no symbol" */
	u64 sample_count;
};

static volatile sig_atomic_t signal_number;

static void on_signal(int number)
{
	/* The second one does not wait for the guest. */
	if (signal_number)
		_Exit(128 + number);
	signal_number = number;
}

void debug_catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int debug_pending_signal(void)
{
	return signal_number;
}

struct debug *debug_create(const struct debug_config *config)
{
	struct debug *d = calloc(1, sizeof(*d));

	if (!d)
		goto no_memory;
	d->config = *config;
	if (config->profile_file) {
		d->samples = calloc(symbols_count(config->symbols) + 1,
				    sizeof(*d->samples));
		if (!d->samples)
			goto no_memory;
	}
	if (config->trace && config->trace_file) {
		d->trace = fopen(config->trace_file, "we");
		if (!d->trace) {
			log_error("cannot write '%s': %s", config->trace_file,
				  strerror(errno));
			free(d->samples);
			free(d);
			return NULL;
		}
	} else if (config->trace) {
		d->trace = stderr;
	}
	return d;
no_memory:
	log_error("out of memory");
	free(d);
	return NULL;
}

struct profile_line {
	const char *name;
	u64 samples;
};

static int by_samples(const void *a, const void *b)
{
	const struct profile_line *x = a, *y = b;

	if (x->samples != y->samples)
		return x->samples > y->samples ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void write_profile(struct debug *d)
{
	size_t count = symbols_count(d->config.symbols) + 1, used = 0;
	struct profile_line *lines = calloc(count, sizeof(*lines));
	FILE *out = fopen(d->config.profile_file, "we");

	if (!out || !lines) {
		log_error("cannot write '%s': %s", d->config.profile_file,
			  strerror(errno));
		goto out;
	}
	for (size_t i = 0; i < count; i++)
		if (d->samples[i])
			lines[used++] = (struct profile_line){
				i + 1 == count ?
					"(no symbol)" :
					symbols_at(d->config.symbols, i)->name,
				d->samples[i],
			};
	qsort(lines, used, sizeof(*lines), by_samples);
	fprintf(out, "# %llu samples, one per %u slots\n",
		(unsigned long long)d->sample_count, PROFILE_PERIOD);
	for (size_t i = 0; i < used; i++)
		fprintf(out, "%10llu %6.2f%% %s\n",
			(unsigned long long)lines[i].samples,
			100.0 * lines[i].samples / d->sample_count,
			lines[i].name);
out:
	if (out)
		fclose(out);
	free(lines);
}

void debug_destroy(struct debug *d, struct machine *m)
{
	(void)m;
	if (!d)
		return;
	if (d->config.profile_file)
		write_profile(d);
	if (d->trace && d->trace != stderr)
		fclose(d->trace);
	free(d->samples);
	free(d);
}

const char *debug_symbol(const struct debug *d, u64 ip, char *buf, size_t len)
{
	const struct symbol *s = NULL;

	buf[0] = '\0';
	if (d && d->config.symbols)
		s = symbols_find(d->config.symbols, ip);
	/* Far behind the last symbol is no symbol. */
	if (s && ip - s->address < 0x100000)
		snprintf(buf, len, " <%s+%#llx>", s->name,
			 (unsigned long long)(ip - s->address));
	return buf;
}

static const char *dump_symbol(void *arg, u64 ip, char *buf, size_t len)
{
	return debug_symbol(arg, ip, buf, len);
}

void debug_dump(struct machine *m, const char *why)
{
	chardev_flush(m->console);
	fprintf(stderr, "\n--- state of the machine: %s; time %llu\n", why,
		(unsigned long long)m->now);
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		if (m->cpus[i]->slots == 0 && i > 0)
			continue; /* never started */
		cpu_dump(m->cpus[i], stderr, dump_symbol, m->debug);
		cpu_dump_faults(m->cpus[i], stderr, dump_symbol, m->debug);
	}
	fprintf(stderr, "---\n");
}

static void trace_line(struct debug *d, struct cpu *cpu)
{
	char symbol[128], psr[128];

	if (cpu->ip < d->config.trace_from || cpu->ip >= d->config.trace_to ||
	    machine_cpu_time(cpu) < d->config.trace_start)
		return;
	fprintf(d->trace, "%u %llu %016llx.%u%s %s\n", cpu->id,
		(unsigned long long)cpu->slots, (unsigned long long)cpu->ip,
		(unsigned int)bits(cpu->psr, PSR_RI_SHIFT, 2),
		debug_symbol(d, cpu->ip, symbol, sizeof(symbol)),
		psr_text(cpu->psr & ~PSR_RI, psr, sizeof(psr)));
}

/* The bundle at @ip as the fetch with @psr sees it, without side effects. */
static bool peek_bundle(struct cpu *cpu, u64 ip, u64 psr, struct bundle *b)
{
	u64 pa = ip & ~BIT64(63);

	if (psr & PSR_IT) {
		u32 rid = rr_rid(cpu->rr[ip >> VA_OFFSET_BITS]);
		const struct tlb_entry *e =
			tlb_lookup(&cpu->itlb, rid, ip & VA_OFFSET_MASK);

		if (!e)
			return false;
		pa = e->pa | (ip & MASK64(e->ps));
	}
	return bus_copy_from(cpu->machine->bus, pa, b, sizeof(*b));
}

/*
 * The instructions between two check points: they lie in a row, from @ip on
 * to the bundle that executed last.  Of that one all slots are shown.
 */
static void trace_code(struct debug *d, struct cpu *cpu, u64 ip, u64 psr)
{
	unsigned int slot = bits(psr, PSR_RI_SHIFT, 2);
	struct bundle b;
	struct insn in;
	char text[96];

	if (ip < d->config.trace_from || ip >= d->config.trace_to ||
	    machine_cpu_time(cpu) < d->config.trace_start)
		return;
	for (; ip <= cpu->ip_last && cpu->ip_last - ip < 4096; ip += 16) {
		if (!peek_bundle(cpu, ip, psr, &b))
			return;
		for (; slot < 3; slot++) {
			insn_decode_slot(&b, slot, &in);
			insn_print(&in, ip, text, sizeof(text));
			fprintf(d->trace, "  %016llx.%u %s\n",
				(unsigned long long)ip, slot, text);
			if (in.unit == UNIT_X)
				break; /* of two slots */
		}
		slot = 0;
	}
}

static void profile_sample(struct debug *d, struct cpu *cpu, u64 weight)
{
	const struct symbol *s = symbols_find(d->config.symbols, cpu->ip);
	size_t n = symbols_count(d->config.symbols);

	if (s && cpu->ip - s->address < 0x100000)
		n = symbols_index(d->config.symbols, s);
	d->samples[n] += weight;
	d->sample_count += weight;
}

enum engine_exit debug_run(struct debug *d, const struct engine_ops *ops,
			   struct cpu *cpu, u64 budget)
{
	u64 end = machine_cpu_time(cpu) + budget, step = budget, now, before;
	enum engine_exit why;
	u64 ip, psr;

	if (!d || !(d->trace || d->samples))
		return ops->run(cpu, budget);
	do {
		now = machine_cpu_time(cpu);
		if (d->trace)
			step = 1;
		else if (d->samples)
			step = PROFILE_PERIOD;
		if (step > end - now)
			step = end - now;
		if (d->trace)
			trace_line(d, cpu);
		ip = cpu->ip;
		psr = cpu->psr;
		before = cpu->slots / PROFILE_PERIOD;
		why = ops->run(cpu, step);
		if (d->trace && d->config.trace_code)
			trace_code(d, cpu, ip, psr);
		if (d->samples && cpu->slots / PROFILE_PERIOD != before)
			profile_sample(d, cpu,
				       cpu->slots / PROFILE_PERIOD - before);
	} while (why == ENGINE_BUDGET && machine_cpu_time(cpu) < end);
	return why;
}
