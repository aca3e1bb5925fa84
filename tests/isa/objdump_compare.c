// SPDX-License-Identifier: GPL-2.0
/*
 * Compares insn_print() with GNU objdump, slot by slot.
 *
 * Two kinds of bundles: legal ones, where each slot is a random operation of
 * the table for its unit with random operand, hint and ignored bits, and
 * random ones.  objdump knows neither reserved fields nor ignored ones that a
 * later processor uses; every difference must be one of the rules[] below,
 * which say what the manual decides, and their uses are counted and printed.
 *
 * usage: objdump_compare [--seed N] [--legal SLOTS] [--random SLOTS]
 *			  [--objdump PROGRAM] [--show N]
 * Exit status 0, 1 (differences), 2 (usage), 77 (no objdump).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "isa/format.h"

#define CHUNK_BUNDLES 65536
#define BASE 0x2000000000000000ULL /* address of the first bundle */
#define TEXT_MAX 160

static u64 random_state;
static u64 differences, show = 20;
static u64 legal_slots, random_slots, matched;
static u64 op_seen[OP_COUNT];

static u64 random_u64(void)
{
	u64 z = random_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* Bits of @op that the manual fixes at zero and objdump ignores. */
static u64 reserved_zero(enum insn_op op)
{
	switch (insn_opcodes[op].format) {
	case FMT_A7:
	case FMT_I9:
		return MASK64(7) << 13;
	case FMT_I30:
		return MASK64(7) << 20;
	case FMT_M25:
	case FMT_M34:
	case FMT_B2:
	case FMT_B8:
		return MASK64(6);
	default:
		return 0;
	}
}

struct slot {
	u64 raw, imm41, ip;
	enum insn_unit unit;
	unsigned int number;
	struct insn insn;
	char ours[TEXT_MAX], theirs[TEXT_MAX];
};

static bool is_data8(const char *text)
{
	return strstr(text, "data8 ") != NULL;
}

static bool starts(const char *text, const char *mnemonic)
{
	while (*text == ' ')
		text++;
	if (*text == '(')
		text += strcspn(text, " ") + 1;
	return !strncmp(text, mnemonic, strlen(mnemonic));
}

/* The slot as it would print with @clear cleared. */
static bool same_without(const struct slot *s, u64 clear)
{
	struct insn i;
	char text[TEXT_MAX];

	insn_decode(s->raw & ~clear, s->unit, s->imm41, &i);
	if (i.op == OP_ILLEGAL)
		return false;
	insn_print(&i, s->ip, text, sizeof(text));
	return !strcmp(text, s->theirs);
}

/* A field that must be zero is not: reserved, yet objdump prints the rest. */
static bool rule_reserved_field(const struct slot *s)
{
	int op;

	if (s->insn.op != OP_ILLEGAL || is_data8(s->theirs))
		return false;
	for (op = OP_ILLEGAL + 1; op < OP_COUNT; op++) {
		const struct opcode *o = &insn_opcodes[op];
		u64 zero = reserved_zero(op);

		if (zero && !((s->raw ^ o->match) & o->mask & ~zero) &&
		    same_without(s, zero))
			return true;
	}
	return false;
}

/* pshladd2 and pshradd2 have no count of 4 (SDM vol 3, table 4-74). */
static bool rule_count_4(const struct slot *s)
{
	return s->insn.op == OP_ILLEGAL &&
	       (starts(s->theirs, "pshladd2 ") ||
		starts(s->theirs, "pshradd2 ")) &&
	       strstr(s->theirs, ",4,");
}

/* Hints never make an encoding illegal; objdump has no name for this one. */
static bool rule_unnamed_hint(const struct slot *s)
{
	const struct format *f = &insn_formats[insn_opcodes[s->insn.op].format];

	return s->insn.op != OP_ILLEGAL && is_data8(s->theirs) &&
	       !insn_hint_name(f->hint, s->insn.hint);
}

/* Bits 6 to 25 and 36 are the immediate of hint.m; objdump takes two of them. */
static bool rule_hint_m(const struct slot *s)
{
	return s->insn.op == OP_HINT_M && (s->insn.imm & 0x30) &&
	       (is_data8(s->theirs) || starts(s->theirs, "mov dahr"));
}

/* Bits 13 to 19 of lfetch without increment are ignored (format M13). */
static bool rule_lfetch_count(const struct slot *s)
{
	return s->insn.op == OP_LFETCH && bits(s->raw, 19, 1) &&
	       starts(s->theirs, "lfetch.count");
}

/* Software-pipelined branches are illegal outside slot 2 (br, SDM vol 3). */
static bool rule_slot_2(const struct slot *s)
{
	struct insn i;
	char text[TEXT_MAX];

	if (s->insn.op != OP_ILLEGAL || s->number == 2)
		return false;
	insn_decode(s->raw, s->unit, s->imm41, &i);
	insn_print(&i, s->ip, text, sizeof(text));
	return (insn_op_flags(i.op) & INSN_F_SLOT2 &&
		!strcmp(text, s->theirs)) ||
	       rule_reserved_field(s);
}

static struct rule {
	const char *name;
	bool (*matches)(const struct slot *s);
	u64 uses;
} rules[] = {
	{ "reserved field not zero", rule_reserved_field, 0 },
	{ "count of 4 in pshladd2, pshradd2", rule_count_4, 0 },
	{ "hint value without a name", rule_unnamed_hint, 0 },
	{ "hint.m immediate bits 4, 5", rule_hint_m, 0 },
	{ "lfetch bit 19", rule_lfetch_count, 0 },
	{ "loop branch outside slot 2", rule_slot_2, 0 },
};

static void compare(struct slot *s)
{
	unsigned int r;

	insn_print(&s->insn, s->ip, s->ours, sizeof(s->ours));
	op_seen[s->insn.op]++;
	if (!strcmp(s->ours, s->theirs)) {
		matched++;
		return;
	}
	for (r = 0; r < ARRAY_SIZE(rules); r++) {
		if (rules[r].matches(s)) {
			rules[r].uses++;
			return;
		}
	}
	if (differences++ < show)
		printf("%#" PRIx64 " slot %u unit %d raw %#011" PRIx64
		       ":\n  ours   \"%s\"\n  theirs \"%s\"\n",
		       s->ip, s->number, s->unit, s->raw, s->ours, s->theirs);
}

/* Operations that unit @u executes, in ops[u][0 .. op_count[u]). */
static u16 ops[8][OP_COUNT];
static unsigned int op_count[8];

static void sort_ops(void)
{
	int op;

	for (op = OP_ILLEGAL + 1; op < OP_COUNT; op++) {
		u8 unit = insn_formats[insn_opcodes[op].format].unit;

		if (unit == UNIT_A) {
			ops[UNIT_M][op_count[UNIT_M]++] = op;
			ops[UNIT_I][op_count[UNIT_I]++] = op;
		} else {
			ops[unit][op_count[unit]++] = op;
		}
	}
}

/*
 * @raw, in half of the cases with register fields, lengths or the predicate
 * set to what pseudo-operations and constants of the architecture use.
 */
static u64 special_fields(u64 raw)
{
	u64 how = random_u64();
	unsigned int lsb;

	if (how & 1)
		return raw;
	if (!(how >> 1 & 3))
		raw &= ~MASK64(6); /* always executed */
	for (lsb = 6; lsb < 34; lsb += 7) {
		how = random_u64();
		if (how & 3)
			continue;
		raw &= ~(MASK64(7) << lsb);
		if (how & 4)
			raw |= 1ULL << lsb;
		else if (how & 8)
			raw |= bits(raw, 13, 7) << lsb;
	}
	how = random_u64();
	if (!(how & 7)) /* length 64 - position, in extr and in dep.z */
		raw = (raw & ~(MASK64(6) << 27)) |
		      bits(how & 8 ? ~(raw >> 14) : raw >> 20, 0, 6) << 27;
	if (!(how >> 4 & 7)) /* mask of mov pr */
		raw |= MASK64(7) << 6 | MASK64(8) << 24 | BIT64(36);
	return raw;
}

static void legal_bundle(struct bundle *b)
{
	const struct bundle_template *t;
	unsigned int number, slot;

	do {
		number = random_u64() & 31;
		t = &bundle_templates[number];
	} while (!t->valid);
	*b = (struct bundle){ .lo = number };
	for (slot = 0; slot < 3; slot++) {
		u8 unit = t->unit[slot];
		const struct opcode *o;
		u64 raw = random_u64();

		if (unit != UNIT_L) {
			o = &insn_opcodes[ops[unit]
					     [random_u64() % op_count[unit]]];
			raw = o->match | (special_fields(raw) & ~o->mask);
		}
		bundle_set_slot(b, slot, raw);
	}
}

static void random_bundle(struct bundle *b)
{
	b->lo = random_u64();
	b->hi = random_u64();
}

/*
 * The text of the instruction in one line of objdump, without template and
 * stop, with its address in *@ip and the stop in *@stop.  NULL: not a line of
 * code.
 */
static char *objdump_text(char *line, u64 *ip, bool *stop)
{
	char *end, *text;
	size_t n;

	*ip = strtoull(line, &end, 16);
	if (end == line || *end != ':')
		return NULL;
	text = end + 1;
	text += strspn(text, " \t");
	if (*text == '[') {
		text = strchr(text, ']');
		if (!text)
			return NULL;
		text += 2;
	} else {
		/* objdump pads where the template would be. */
		text = end + 1 + strspn(end + 1, "\t") + 6;
	}
	n = strcspn(text, "\n");
	*stop = n >= 2 && !strncmp(text + n - 2, ";;", 2);
	if (*stop)
		n -= 2;
	while (n && text[n - 1] == ' ')
		n--;
	text[n] = 0;
	return text;
}

static int run_chunk(const char *objdump, const char *path,
		     const struct bundle *b, unsigned int count)
{
	static char command[4096], line[1024];
	unsigned int at = 0;
	FILE *f;

	f = fopen(path, "wb");
	if (!f || fwrite(b, sizeof(*b), count, f) != count || fclose(f)) {
		fprintf(stderr, "objdump_compare: cannot write %s: %s\n", path,
			strerror(errno));
		return -1;
	}
	snprintf(command, sizeof(command),
		 "%s -D -z -b binary -m ia64 --no-show-raw-insn "
		 "--adjust-vma=%#llx %s",
		 objdump, BASE, path);
	f = popen(command, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		const struct bundle_template *t;
		struct slot s = { 0 };
		bool stop;
		char *text = objdump_text(line, &s.ip, &stop);
		u64 ip = s.ip;

		if (!text || strchr(line, '<'))
			continue;
		s.ip = ip & ~15ULL;
		if ((s.ip - BASE) / 16 >= count) {
			fprintf(stderr, "objdump_compare: bad line: %s", line);
			return -1;
		}
		b = b - at + (s.ip - BASE) / 16;
		at = (s.ip - BASE) / 16;
		t = &bundle_templates[bundle_template_number(b)];
		s.number = (ip & 15) / 6;
		s.raw = bundle_slot(b, s.number);
		s.unit = t->valid ? t->unit[s.number] : UNIT_NONE;
		insn_decode_slot(b, s.number, &s.insn);
		if (s.unit == UNIT_L) {
			s.imm41 = s.raw;
			s.raw = bundle_slot(b, 2);
			s.unit = UNIT_X;
			if (s.insn.op == OP_ILLEGAL)
				s.insn.imm = s.raw;
		}
		snprintf(s.theirs, sizeof(s.theirs), "%s", text);
		compare(&s);
		/* objdump prints no stop after what it does not decode. */
		if (t->valid && !is_data8(s.theirs) &&
		    stop != t->stop[s.unit == UNIT_X ? 2 : s.number] &&
		    differences++ < show)
			printf("%#" PRIx64 ": stop is %d: %s\n", ip, stop,
			       s.theirs);
	}
	return pclose(f) ? -1 : 0;
}

static u64 number(const char *arg, const char *option)
{
	char *end;
	u64 v;

	if (!arg || !*arg || (v = strtoull(arg, &end, 0), *end)) {
		fprintf(stderr, "objdump_compare: %s expects a number\n",
			option);
		exit(2);
	}
	return v;
}

int main(int argc, char **argv)
{
	static struct bundle chunk[CHUNK_BUNDLES];
	const char *objdump = "ia64-linux-gnu-objdump";
	const char *tmp = getenv("TMPDIR");
	char path[512], command[512];
	u64 seed = time(NULL), legal = 30000, random = 30000, done;
	unsigned int n, r, count, missing = 0;
	int a, op, status = 0, kind;

	for (a = 1; a < argc; a += 2) {
		const char *v = argv[a + 1];

		if (!strcmp(argv[a], "--seed")) {
			seed = number(v, argv[a]);
		} else if (!strcmp(argv[a], "--legal")) {
			legal = number(v, argv[a]);
		} else if (!strcmp(argv[a], "--random")) {
			random = number(v, argv[a]);
		} else if (!strcmp(argv[a], "--show")) {
			show = number(v, argv[a]);
		} else if (!strcmp(argv[a], "--objdump") && v) {
			objdump = v;
		} else {
			fprintf(stderr,
				"objdump_compare: unknown option '%s'\n",
				argv[a]);
			return 2;
		}
	}
	snprintf(command, sizeof(command), "%s --version >/dev/null 2>&1",
		 objdump);
	if (system(command)) {
		printf("%s is not installed\n", objdump);
		return 77;
	}
	printf("seed %" PRIu64 "\n", seed);
	random_state = seed;
	sort_ops();
	snprintf(path, sizeof(path), "%s/objdump_compare.%d.bin",
		 tmp ? tmp : "/tmp", (int)getpid());
	for (kind = 0; kind < 2 && !status; kind++) {
		u64 *slots = kind ? &random_slots : &legal_slots;
		u64 want = (kind ? random : legal) / 3;

		for (done = 0; done < want && !status; done += count) {
			count = want - done < CHUNK_BUNDLES ? want - done :
							      CHUNK_BUNDLES;
			for (n = 0; n < count; n++) {
				if (kind)
					random_bundle(&chunk[n]);
				else
					legal_bundle(&chunk[n]);
			}
			status = run_chunk(objdump, path, chunk, count);
			*slots += count * 3;
		}
	}
	unlink(path);
	if (status)
		return 1;
	for (op = OP_ILLEGAL + 1; op < OP_COUNT && legal >= 30000; op++) {
		if (!op_seen[op]) {
			printf("operation %s never compared\n",
			       insn_op_name(op));
			missing++;
		}
	}
	for (r = 0; r < ARRAY_SIZE(rules); r++)
		printf("rule \"%s\": %" PRIu64 "\n", rules[r].name,
		       rules[r].uses);
	printf("%" PRIu64 " legal and %" PRIu64 " random slots, %" PRIu64
	       " lines equal, %" PRIu64 " differences\n",
	       legal_slots, random_slots, matched, differences);
	return differences || missing;
}
