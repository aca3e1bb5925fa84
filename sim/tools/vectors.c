// SPDX-License-Identifier: GPL-2.0
/*
 * Runs conformance vectors (tests/isa/vectors/README.md) on an engine.
 *
 * Each vector is a machine of one CPU and 16 MiB of RAM put into the vector's
 * initial state, run until control leaves its bundles, and compared in full:
 * what a vector does not list must not have changed.
 *
 * usage: ia64-vectors [--engine fast|check] [--exceptions FILE] FILE...
 * Exit status: 0 all passed, 1 some failed, 2 bad usage or input.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bus/bus.h"
#include "cpu/fault.h"
#include "exec/engine.h"
#include "isa/insn.h"
#include "machine/machine.h"
#include "mmu/mmu.h"
#include "state/cpu_state.h"

#define RAM_SIZE 0x1000000ULL
#define IVA 0x10000ULL
#define IVT_SIZE 0x8000ULL
#define BACKING_START 0x600000ULL
#define BACKING_END 0x604000ULL
#define DATA_START 0x400000ULL
#define DATA_END 0x404000ULL
#define BASE_PSR 0x1008022008ULL
#define BASE_FPSR 0x9804c0270033fULL
#define BASE_BSP 0x601000ULL
#define PSR_COMPARED (~0x60000000030ULL)
#define LINE_MAX_CHARS 65536
#define RUN_LIMIT 20000000 /* check points; no vector needs near as many */

struct memory_token {
	u64 address;
	unsigned int length;
	u8 *bytes;
};

struct vectors {
	struct machine machine;
	struct machine_config config;
	struct cpu *cpu;
	struct cpu *initial; /* state before the run */
	u8 *expected; /* image of RAM after the run */
	u8 *ram;
	const struct engine_ops *engine;
	const char *file;
	unsigned int line;
	u64 passed, failed, excepted;
	char *exceptions[256];
	unsigned int exception_count;
	/* Ranges of RAM that some vector wrote: cleared before the next. */
	u64 dirty_low, dirty_high;
	char why[512];
};

static void bad(const struct vectors *v, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "ia64-vectors: %s:%u: ", v->file, v->line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

static u64 hex(const struct vectors *v, const char *text, const char **end)
{
	char *stop;
	u64 value;

	errno = 0;
	value = strtoull(text, &stop, 16);
	if (stop == text || errno)
		bad(v, "expected a hexadecimal number at \"%.20s\"", text);
	*end = stop;
	return value;
}

static u64 hex_all(const struct vectors *v, const char *text)
{
	const char *end;
	u64 value = hex(v, text, &end);

	if (*end)
		bad(v, "unexpected \"%.20s\" behind a number", end);
	return value;
}

static int digit(const struct vectors *v, char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	bad(v, "expected a hexadecimal digit instead of '%c'", c);
	return 0;
}

/* Bytes in memory order, to @ram. */
static u64 put_bytes(const struct vectors *v, u8 *ram, u64 address,
		     const char *text)
{
	u64 n = 0;

	if (strlen(text) % 2 || address + strlen(text) / 2 > RAM_SIZE)
		bad(v, "bytes for address %llx do not fit",
		    (unsigned long long)address);
	for (; *text; text += 2)
		ram[address + n++] = digit(v, text[0]) << 4 | digit(v, text[1]);
	return n;
}

static struct fpreg parse_fpreg(const struct vectors *v, const char *text)
{
	struct fpreg f = { 0 };

	f.sign = hex(v, text, &text);
	if (*text++ != '.')
		bad(v, "expected sign.exponent.significand");
	f.exp = hex(v, text, &text);
	if (*text++ != '.')
		bad(v, "expected sign.exponent.significand");
	f.sig = hex_all(v, text);
	return f;
}

static bool number_key(const char *key, char letter, unsigned int *n)
{
	char *end;

	if (key[0] != letter || !isdigit((unsigned char)key[1]))
		return false;
	*n = strtoul(key + 1, &end, 10);
	return !*end && *n < 128;
}

/* The cell of an application register, or NULL. */
static u64 *ar_cell(struct cpu *cpu, const char *name)
{
	static const struct {
		const char *name;
		size_t offset;
	} cells[] = {
#define CELL(name, member) { name, offsetof(struct cpu, member) }
		CELL("rsc", ar_rsc),
		CELL("bsp", rse.bsp),
		CELL("bspstore", rse.bspstore),
		CELL("rnat", rse.rnat),
		CELL("csd", ar_csd),
		CELL("ssd", ar_ssd),
		CELL("ccv", ar_ccv),
		CELL("unat", ar_unat),
		CELL("fpsr", ar_fpsr),
		CELL("pfs", ar_pfs),
		CELL("lc", ar_lc),
		CELL("ec", ar_ec),
#undef CELL
	};

	if (name[0] == 'k' && name[1] >= '0' && name[1] <= '7' && !name[2])
		return &cpu->ar_k[name[1] - '0'];
	for (unsigned int i = 0; i < ARRAY_SIZE(cells); i++)
		if (!strcmp(name, cells[i].name))
			return (u64 *)((char *)cpu + cells[i].offset);
	return NULL;
}

static void touch(struct vectors *v, u64 from, u64 to)
{
	if (from < v->dirty_low)
		v->dirty_low = from;
	if (to > v->dirty_high)
		v->dirty_high = to;
}

static void base_frame_values(struct cpu *cpu)
{
	for (unsigned int n = 1; n < 32u + cpu->cfm.sof && n < 128; n++) {
		unsigned int i = cpu_gr_index(&cpu->cfm, n);

		cpu->gr[i] = n * 0x0101010101010101ULL;
		cpu->nat[i] = 0;
	}
	for (unsigned int n = 2; n < 128; n++)
		cpu->fr[cpu_fr_index(&cpu->cfm, n)] =
			(struct fpreg){ .exp = 0xffff, .sig = BIT64(63) + n };
}

static void base_state(struct vectors *v)
{
	struct cpu *cpu = v->cpu;

	cpu_reset(cpu);
	cpu->psr = BASE_PSR;
	cpu->pr = 1;
	cpu->cfm = cfm_unpack(0x60);
	for (unsigned int n = 0; n < 8; n++)
		cpu->br[n] = 0x300000 + 0x100 * n;
	cpu->ar_fpsr = BASE_FPSR;
	cpu->rse.bsp = cpu->rse.bspstore = BASE_BSP;
	cpu->cr_iva = IVA;
	if (v->dirty_low < v->dirty_high)
		memset(v->ram + v->dirty_low, 0, v->dirty_high - v->dirty_low);
	memset(v->ram + DATA_START, 0, DATA_END - DATA_START);
	memset(v->ram + BACKING_START, 0, BACKING_END - BACKING_START);
	v->dirty_low = ~0ULL;
	v->dirty_high = 0;
	engine_invalidate_all(&v->machine);
	/* 256 MiB, write-back, everything allowed, key 0. */
	mmu_insert_tr(cpu, false, 0, 0x7e1, 28 << 2, 0);
	mmu_insert_tr(cpu, true, 0, 0x7e1, 28 << 2, 0);
}

/* Frame first: it decides what the numbers of registers mean. */
static void apply_in(struct vectors *v, char **tokens, unsigned int count)
{
	struct cpu *cpu = v->cpu;
	unsigned int n;

	for (unsigned int i = 0; i < count; i++)
		if (!strncmp(tokens[i], "cfm=", 4))
			cpu->cfm = cfm_unpack(hex_all(v, tokens[i] + 4));
	base_frame_values(cpu);
	for (unsigned int i = 0; i < count; i++) {
		char *key = tokens[i], *value = strchr(key, '=');
		u64 *cell;

		if (!value)
			bad(v, "\"%.40s\" is not key=value", key);
		*value++ = '\0';
		if (!strncmp(key, "m:", 2)) {
			u64 a = hex_all(v, key + 2);

			touch(v, a, a + put_bytes(v, v->ram, a, value));
		} else if (number_key(key, 'r', &n)) {
			unsigned int r = cpu_gr_index(&cpu->cfm, n);
			size_t len = strlen(value);

			cpu->nat[r] = len && value[len - 1] == '!';
			if (cpu->nat[r])
				value[len - 1] = '\0';
			cpu->gr[r] = hex_all(v, value);
		} else if (number_key(key, 'f', &n)) {
			cpu->fr[cpu_fr_index(&cpu->cfm, n)] =
				parse_fpreg(v, value);
		} else if (number_key(key, 'b', &n) && n < 8) {
			cpu->br[n] = hex_all(v, value);
		} else if (!strcmp(key, "pr")) {
			cpu->pr = hex_all(v, value) | 1;
		} else if (!strcmp(key, "psr")) {
			cpu->psr = hex_all(v, value);
		} else if (!strcmp(key, "ip")) {
			cpu->ip = hex_all(v, value);
		} else if (!strncmp(key, "ar.", 3) &&
			   (cell = ar_cell(cpu, key + 3))) {
			*cell = hex_all(v, value);
			if (cell == &cpu->rse.bspstore)
				cpu->rse.bsp = *cell;
		} else if (strcmp(key, "cfm")) {
			bad(v, "unknown key \"%.40s\" in field 7", key);
		}
		value[-1] = '=';
	}
}

static bool fail(struct vectors *v, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(v->why, sizeof(v->why), format, ap);
	va_end(ap);
	return false;
}

#define LLX(x) ((unsigned long long)(x))

static bool check_u64(struct vectors *v, const char *what, u64 got, u64 want)
{
	if (got == want)
		return true;
	return fail(v, "%s is %llx, expected %llx", what, LLX(got), LLX(want));
}

/* What is listed in field 8, or NULL. */
static const char *listed(char **tokens, unsigned int count, const char *key)
{
	size_t len = strlen(key);

	for (unsigned int i = 0; i < count; i++)
		if (!strncmp(tokens[i], key, len) && tokens[i][len] == '=')
			return tokens[i] + len + 1;
	return NULL;
}

static bool check_gr(struct vectors *v, char **out, unsigned int count)
{
	const struct cpu *cpu = v->cpu, *old = v->initial;

	for (unsigned int n = 1; n < 32u + cpu->cfm.sof && n < 128; n++) {
		unsigned int i = cpu_gr_index(&cpu->cfm, n);
		unsigned int j = cpu_gr_index(&old->cfm, n);
		char name[8];
		const char *s;
		u64 value;
		u8 nat;

		snprintf(name, sizeof(name), "r%u", n);
		s = listed(out, count, name);
		if (s && !strcmp(s, "?"))
			continue;
		if (s && !strcmp(s, "!")) {
			if (!cpu->nat[i])
				return fail(v, "%s is %llx without NaT", name,
					    LLX(cpu->gr[i]));
			continue;
		}
		if (!s && n >= 32u + old->cfm.sof)
			continue;
		value = s ? hex_all(v, s) : old->gr[j];
		nat = s ? 0 : old->nat[j];
		if (nat != cpu->nat[i])
			return fail(v, "%s has NaT %u, expected %u", name,
				    cpu->nat[i], nat);
		/* A register that is and was NaT has no value to compare. */
		if (!nat && !check_u64(v, name, cpu->gr[i], value))
			return false;
	}
	return true;
}

static bool check_fr(struct vectors *v, char **out, unsigned int count)
{
	const struct cpu *cpu = v->cpu, *old = v->initial;

	for (unsigned int n = 0; n < 128; n++) {
		struct fpreg got = cpu->fr[cpu_fr_index(&cpu->cfm, n)];
		struct fpreg want = old->fr[cpu_fr_index(&old->cfm, n)];
		char name[8];
		const char *s;

		snprintf(name, sizeof(name), "f%u", n);
		s = listed(out, count, name);
		if (s && !strcmp(s, "?"))
			continue;
		if (s)
			want = parse_fpreg(v, s);
		if (got.sign != want.sign || got.exp != want.exp ||
		    got.sig != want.sig)
			return fail(v, "%s is %x.%x.%llx, expected %x.%x.%llx",
				    name, got.sign, got.exp, LLX(got.sig),
				    want.sign, want.exp, LLX(want.sig));
	}
	return true;
}

static bool check_plain(struct vectors *v, char **out, unsigned int count,
			const char *key, u64 got, u64 old)
{
	const char *s = listed(out, count, key);

	if (s && !strcmp(s, "?"))
		return true;
	return check_u64(v, key, got, s ? hex_all(v, s) : old);
}

static bool check_ar(struct vectors *v, char **out, unsigned int count)
{
	static const char *const names[] = {
		"k0",	"k1",  "k2",  "k3",  "k4",	 "k5",	 "k6",
		"k7",	"rsc", "bsp", "csd", "ssd",	 "ccv",	 "unat",
		"fpsr", "pfs", "lc",  "ec",  "bspstore", "rnat",
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		char key[16];

		snprintf(key, sizeof(key), "ar.%s", names[i]);
		if ((!strcmp(names[i], "bspstore") ||
		     !strcmp(names[i], "rnat")) &&
		    !listed(out, count, key))
			continue;
		if (!check_plain(v, out, count, key, *ar_cell(v->cpu, names[i]),
				 *ar_cell(v->initial, names[i])))
			return false;
	}
	return true;
}

static bool check_memory(struct vectors *v, char **out, unsigned int count)
{
	/* v->expected holds the initial image where it matters. */
	for (unsigned int i = 0; i < count; i++) {
		char *value, saved;
		u64 a, n;

		if (strncmp(out[i], "m:", 2))
			continue;
		value = strchr(out[i], '=');
		if (!value)
			bad(v, "\"%.40s\" is not key=value", out[i]);
		saved = *value;
		*value = '\0';
		a = hex_all(v, out[i] + 2);
		*value = saved;
		n = put_bytes(v, v->expected, a, value + 1);
		if (a >= DATA_START && a + n <= DATA_END)
			continue;
		for (u64 k = a; k < a + n; k++)
			if (v->ram[k] != v->expected[k])
				return fail(v,
					    "byte %llx is %02x, expected %02x",
					    LLX(k), v->ram[k], v->expected[k]);
	}
	for (u64 a = DATA_START; a < DATA_END; a++)
		if (v->ram[a] != v->expected[a])
			return fail(v, "byte %llx is %02x, expected %02x",
				    LLX(a), v->ram[a], v->expected[a]);
	return true;
}

static bool check_out(struct vectors *v, char **out, unsigned int count,
		      bool faulted)
{
	struct cpu *cpu = v->cpu;
	const char *fault = listed(out, count, "fault");
	static const char *const crs[] = { "isr", "iip", "ifa", "iim" };
	const u64 values[] = { cpu->cr_isr, cpu->cr_iip, cpu->cr_ifa,
			       cpu->cr_iim };

	for (unsigned int i = 0; i < count; i++)
		if (!strchr(out[i], '='))
			bad(v, "\"%.40s\" is not key=value", out[i]);
	if (!fault && faulted)
		return fail(v, "fault %llx at %llx isr %llx",
			    LLX(cpu->ip - IVA), LLX(cpu->cr_iip),
			    LLX(cpu->cr_isr));
	if (fault && !faulted)
		return fail(v, "no fault %s: went to %llx", fault,
			    LLX(cpu->ip));
	if (fault) {
		if (!check_u64(v, "fault", cpu->ip - IVA, hex_all(v, fault)))
			return false;
		for (unsigned int i = 0; i < 4; i++) {
			const char *s = listed(out, count, crs[i]);

			if (s && strcmp(s, "?") &&
			    !check_u64(v, crs[i], values[i], hex_all(v, s)))
				return false;
		}
		if (listed(out, count, "ri") &&
		    !check_u64(v, "ri", bits(cpu->cr_ipsr, PSR_RI_SHIFT, 2),
			       hex_all(v, listed(out, count, "ri"))))
			return false;
		/* Compare registers in the bank they were in. */
		if ((v->initial->psr ^ cpu->psr) & PSR_BN &&
		    cpu->cr_ipsr & PSR_BN)
			for (unsigned int i = 0; i < 16; i++) {
				cpu->gr[16 + i] = cpu->gr_other[i];
				cpu->nat[16 + i] = cpu->nat_other[i];
			}
	} else {
		const char *s = listed(out, count, "ip");

		if (!s)
			bad(v, "field 8 has neither ip nor fault");
		if (!check_u64(v, "ip", cpu->ip, hex_all(v, s)))
			return false;
		s = listed(out, count, "psr");
		if (!(s && !strcmp(s, "?")) &&
		    !check_u64(v, "psr", cpu->psr & PSR_COMPARED,
			       (s ? hex_all(v, s) : v->initial->psr) &
				       PSR_COMPARED))
			return false;
	}
	if (!check_plain(v, out, count, "cfm", cfm_pack(&cpu->cfm),
			 cfm_pack(&v->initial->cfm)) ||
	    !check_plain(v, out, count, "pr", cpu->pr, v->initial->pr))
		return false;
	for (unsigned int n = 0; n < 8; n++) {
		char key[4];

		snprintf(key, sizeof(key), "b%u", n);
		if (!check_plain(v, out, count, key, cpu->br[n],
				 v->initial->br[n]))
			return false;
	}
	return check_gr(v, out, count) && check_fr(v, out, count) &&
	       check_ar(v, out, count) && check_memory(v, out, count);
}

static unsigned int split(char *text, char separator, char **parts,
			  unsigned int max)
{
	unsigned int n = 0;
	char *p = text;

	if (!*text)
		return 0;
	while (n < max) {
		char *next = strchr(p, separator);

		parts[n++] = p;
		if (!next)
			break;
		*next = '\0';
		p = next + 1;
	}
	return n;
}

static bool excepted(const struct vectors *v, const char *id)
{
	for (unsigned int i = 0; i < v->exception_count; i++)
		if (!strcmp(v->exceptions[i], id))
			return true;
	return false;
}

/* A bundle that branches to itself: .bbb, br.cond.sptk .+0, nop.b, nop.b */
static void put_stop(struct vectors *v, u64 address)
{
	u64 lo = 0x11, hi;
	u64 br = 4ULL << 37, nop_m = 1ULL << 27, nop_i = 1ULL << 27;

	/* template 0x11: M I B with a stop */
	lo |= nop_m << 5 | nop_i << 46;
	hi = nop_i >> 18 | br << 23;
	memcpy(v->ram + address, &lo, 8);
	memcpy(v->ram + address + 8, &hi, 8);
}

static void run_vector(struct vectors *v, char *line)
{
	char *field[9], **in, **out;
	unsigned int fields, in_count, out_count;
	u64 start, length, faults, limit = RUN_LIMIT;
	struct cpu *cpu = v->cpu;
	bool ok, faulted;

	fields = split(line, '\t', field, 9);
	if (fields != 8)
		bad(v, "expected 8 fields separated by tabs, found %u", fields);
	in = malloc(sizeof(*in) * (strlen(field[6]) / 2 + 2));
	out = malloc(sizeof(*out) * (strlen(field[7]) / 2 + 2));
	if (!in || !out)
		bad(v, "out of memory");
	in_count = split(field[6], ' ', in, strlen(field[6]) / 2 + 2);
	out_count = split(field[7], ' ', out, strlen(field[7]) / 2 + 2);

	base_state(v);
	start = hex_all(v, field[4]);
	if (start & 15 || !*field[5] || strlen(field[5]) % 32)
		bad(v, "field 6 is not whole bundles at an aligned address");
	length = put_bytes(v, v->ram, start, field[5]);
	put_stop(v, start + length);
	touch(v, start, start + length + 16);
	cpu->ip = start;
	apply_in(v, in, in_count);
	memcpy(v->initial, cpu, sizeof(*cpu));
	memcpy(v->expected + DATA_START, v->ram + DATA_START,
	       DATA_END - DATA_START);

	faults = cpu->recent.count;
	do {
		v->engine->run(cpu, 1);
	} while (cpu->ip - start < length && cpu->recent.count == faults &&
		 --limit);
	faulted = cpu->recent.count != faults;
	ok = limit ? check_out(v, out, out_count, faulted) :
		     fail(v, "still running at %llx", LLX(cpu->ip));
	if (ok) {
		v->passed++;
	} else if (excepted(v, field[0])) {
		v->excepted++;
	} else {
		v->failed++;
		printf("%s %s %s: %s [%s]\n", field[0], field[1], field[2],
		       v->why, field[3]);
	}
	free(in);
	free(out);
}

static void run_file(struct vectors *v, const char *name)
{
	static char line[LINE_MAX_CHARS];
	gzFile f = gzopen(name, "rb");
	u64 before = v->passed + v->failed + v->excepted;
	int error;

	v->file = name;
	v->line = 0;
	if (!f) {
		fprintf(stderr, "ia64-vectors: %s: %s\n", name,
			strerror(errno));
		exit(2);
	}
	while (gzgets(f, line, sizeof(line))) {
		size_t n = strlen(line);

		v->line++;
		if (!n || line[n - 1] != '\n') {
			gzerror(f, &error);
			if (error != Z_OK && error != Z_STREAM_END)
				break;
			bad(v, "line has no end or more than %d characters",
			    LINE_MAX_CHARS - 2);
		}
		line[--n] = '\0';
		if (n && line[n - 1] == '\r')
			line[--n] = '\0';
		if (!n || line[0] == '#')
			continue;
		run_vector(v, line);
	}
	gzerror(f, &error);
	if (error != Z_OK && error != Z_STREAM_END) {
		bad(v, "damaged or truncated compressed data");
	}
	gzclose(f);
	if (v->passed + v->failed + v->excepted == before) {
		fprintf(stderr, "ia64-vectors: %s: no vectors in it\n", name);
		exit(2);
	}
}

static void read_exceptions(struct vectors *v, const char *name)
{
	char line[1024];
	FILE *f = fopen(name, "r");

	if (!f) {
		fprintf(stderr, "ia64-vectors: %s: %s\n", name,
			strerror(errno));
		exit(2);
	}
	v->file = name;
	while (fgets(line, sizeof(line), f)) {
		v->line++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (v->exception_count == ARRAY_SIZE(v->exceptions))
			bad(v, "more than %zu exceptions",
			    ARRAY_SIZE(v->exceptions));
		if (!strchr(line, '\t'))
			bad(v, "expected ID, a tab and a manual reference");
		line[strcspn(line, "\t")] = '\0';
		v->exceptions[v->exception_count++] = strdup(line);
	}
	fclose(f);
}

static void machine_setup(struct vectors *v)
{
	struct machine *m = &v->machine;

	v->cpu = calloc(1, sizeof(*v->cpu));
	v->initial = calloc(1, sizeof(*v->initial));
	v->expected = calloc(1, RAM_SIZE);
	m->bus = bus_create();
	if (!v->cpu || !v->initial || !v->expected || !m->bus ||
	    bus_add_ram(m->bus, 0, RAM_SIZE, 0)) {
		fputs("ia64-vectors: out of memory\n", stderr);
		exit(2);
	}
	v->ram = bus_ram(m->bus, 0, RAM_SIZE);
	m->config.cpu_count = 1;
	m->config.engine = v->engine;
	m->cpus[0] = v->cpu;
	v->cpu->machine = m;
	v->cpu->itlb.tc_count = v->cpu->dtlb.tc_count = 112;
	cpu_reset(v->cpu);
	if (v->engine->cpu_init(v->cpu)) {
		fputs("ia64-vectors: out of memory\n", stderr);
		exit(2);
	}
}

static void usage(void)
{
	fputs("usage: ia64-vectors [--engine fast|check] [--exceptions FILE] "
	      "FILE...\n",
	      stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	static struct vectors v = { .engine = &engine_fast,
				    .dirty_low = ~0ULL };
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i += 2) {
		if (i + 1 >= argc)
			usage();
		if (!strcmp(argv[i], "--engine") &&
		    !strcmp(argv[i + 1], "fast"))
			v.engine = &engine_fast;
		else if (!strcmp(argv[i], "--engine") &&
			 !strcmp(argv[i + 1], "check"))
			v.engine = &engine_check;
		else if (!strcmp(argv[i], "--exceptions"))
			read_exceptions(&v, argv[i + 1]);
		else
			usage();
	}
	if (i == argc)
		usage();
	machine_setup(&v);
	for (; i < argc; i++)
		run_file(&v, argv[i]);
	if (v.excepted)
		printf("%llu on the list of exceptions\n", LLX(v.excepted));
	printf("%llu passed, %llu failed\n", LLX(v.passed), LLX(v.failed));
	return v.failed ? 1 : 0;
}
