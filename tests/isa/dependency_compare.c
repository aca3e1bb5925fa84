// SPDX-License-Identifier: GPL-2.0
/*
 * Compares the dependency tracker with GNU as, which has the manual's tables
 * of its own and warns of violations in hand-written code.
 *
 * Random pairs of instructions with few registers, in one group or with a stop
 * between them; a pair is a difference when one side objects to the second
 * instruction and the other does not.  What as cannot know (the values of
 * general registers that select a register of a file or a bit of AR[UNAT]) is
 * not generated.
 *
 * usage: dependency_compare [--seed N] [--pairs N] [--as PROGRAM] [--show N]
 * Exit status 0, 1 (differences), 2 (usage), 77 (no as).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "isa/dependency.h"
#include "isa/format.h"

#define CHUNK 20000
#define LINES_PER_PAIR 5

struct pair {
	struct insn a, b;
	bool stop;
	char text_a[160], text_b[160];
	bool theirs;
	char why[256];
};

static u64 random_state;

static u64 random_u64(void)
{
	u64 z = random_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* Operations that as refuses here, or judges by what it cannot know. */
static bool skipped(const struct insn *i)
{
	const struct opcode *o = &insn_opcodes[i->op];
	bool always;

	if (o->flags & (INSN_F_LATER | INSN_F_MODEL) ||
	    insn_static_fault(i, &always))
		return true;
	switch (i->op) {
	case OP_ILLEGAL:
	case OP_BR_IA:
	case OP_RFI:
	case OP_LOADRS:
	case OP_FLUSHRS:
	case OP_ALLOC:
	case OP_ST8_SPILL:
	case OP_ST8_SPILL_I:
	case OP_LD8_FILL:
	case OP_LD8_FILL_R:
	case OP_LD8_FILL_I:
	case OP_SRLZ_D:
	case OP_SRLZ_I:
	case OP_MOV_RET_TO_BR:
	case OP_BRP:
	case OP_BRP_B:
	case OP_BRP_RET:
	case OP_HINT_M:
	case OP_HINT_B:
	case OP_VMSW_0:
	case OP_VMSW_1:
		return true;
	default:
		break;
	}
	switch (o->format) {
	case FMT_M42_RR:
	case FMT_M42_DBR:
	case FMT_M42_IBR:
	case FMT_M42_PKR:
	case FMT_M42_PMC:
	case FMT_M42_PMD:
	case FMT_M43_RR:
	case FMT_M43_DBR:
	case FMT_M43_IBR:
	case FMT_M43_PKR:
	case FMT_M43_PMC:
	case FMT_M43_PMD:
	case FMT_M43_CPUID:
		return true;
	default:
		return false;
	}
}

static const u8 ars[] = { 0,  7,  16, 17, 18, 19, 25, 26, 32,
			  36, 40, 44, 64, 65, 66, 50, 120 };
static const u8 crs[] = { 0,  1,  2,  8,  16, 17, 19, 20, 21, 22, 23, 24,
			  25, 64, 65, 66, 67, 68, 72, 73, 74, 80, 81 };

/* A legal instruction with operands that collide often. */
static void make(struct insn *i)
{
	static const u8 units[] = { UNIT_M, UNIT_M, UNIT_I, UNIT_F, UNIT_B };

	for (;;) {
		const struct opcode *o;
		u64 raw, imm41 = 0;
		u8 unit;
		int op = 1 + random_u64() % (OP_COUNT - 1);

		o = &insn_opcodes[op];
		unit = insn_formats[o->format].unit;
		if (unit == UNIT_A)
			unit = units[random_u64() % 3];
		raw = o->match | (random_u64() & ~o->mask &
				  ~insn_formats[o->format].ignored);
		insn_decode(raw & MASK64(41), unit, imm41, i);
		i->hint = 0;
		if (op == OP_BR_CALL_B)
			i->hint = 1;
		if (i->op == OP_MOV_TO_BR || i->op == OP_MOV_RET_TO_BR)
			i->hint = 1;
		/* Few registers: 1 to 5 of each file, or rotating ones. */
		i->r1 = insn_formats[o->format].operand[0] &&
					insn_formats[o->format]
							.operand[0]
							->text[0] == 'b' ?
				i->r1 % 3 :
				2 + i->r1 % 3 + (i->r1 & 64 ? 31 : 0);
		i->r2 = o->format == FMT_I22 || o->format == FMT_B4 ||
					o->format == FMT_B5 ||
					o->format == FMT_B7 ?
				i->r2 % 3 :
				2 + i->r2 % 4;
		i->r3 = 2 + i->r3 % 4;
		i->r4 = 2 + i->r4 % 4;
		if (o->format == FMT_A5)
			i->r3 = i->r3 % 4;
		if (o->flags & INSN_F_UNPRED)
			i->qp = 0;
		else
			i->qp = i->qp & 1 ? 6 + i->qp % 4 :
				i->qp & 2 ? 0 :
					    16 + i->qp % 3;
		i->p1 = i->p1 & 1 ? 6 + i->p1 % 4 : 16 + i->p1 % 3;
		i->p2 = i->p2 & 1 ? 6 + i->p2 % 4 : 16 + i->p2 % 3;
		if (o->format == FMT_F6 || o->format == FMT_F7)
			i->p1 = 0;
		switch (o->format) {
		case FMT_I26:
		case FMT_I27:
		case FMT_I28:
		case FMT_M29:
		case FMT_M30:
		case FMT_M31:
			i->r3 = ars[random_u64() % ARRAY_SIZE(ars)];
			if ((i->r3 == 64 || i->r3 == 65 || i->r3 == 66) !=
			    (o->format <= FMT_I28))
				if (i->r3 < 112 && i->r3 != 50)
					continue;
			break;
		case FMT_M32:
		case FMT_M33:
			i->r3 = crs[random_u64() % ARRAY_SIZE(crs)];
			break;
		case FMT_M44:
			i->imm &= op == OP_SUM || op == OP_RUM ? 0x3e :
								 0xefe03e;
			break;
		case FMT_B1:
		case FMT_B2:
		case FMT_B3:
		case FMT_B6:
		case FMT_I20:
		case FMT_M20:
		case FMT_M21:
		case FMT_M22:
		case FMT_M23:
		case FMT_F14:
			i->imm = 0;
			i->tag = 0;
			break;
		default:
			break;
		}
		i->tag = 0;
		if (!skipped(i) && insn_formats[o->format].unit != UNIT_X)
			return;
	}
}

static bool mixed(const struct insn *i)
{
	return strstr(insn_op_name(i->op), ".or.andcm");
}

static bool parallel(const struct insn *i)
{
	return strstr(insn_op_name(i->op), ".or") ||
	       strstr(insn_op_name(i->op), ".and");
}

/*
 * Pairs where as is no judge:
 *  - instructions that its tables, or the classes of table 5-5 that they are
 *    made from, forget: fpcmp as reader and writer of FRs, the second target
 *    of a load pair, fcmp.unord, r3 of itr.d and itr.i, psr.ic for itc and cover, the
 *    predicate of rum, the status field of single-precision arithmetic;
 *  - the updated base register of a load check, which it lets be read;
 *  - what must end a group, where it ends the group by itself, and branches;
 *  - .or.andcm with .or or .and to one target, for which it wants a stop
 *    though vol 1, 3.4.2 goes by the type of each target;
 *  - ssm after a write of cr.tpr, which table 5-2 leaves to vol 2, 5.8.3.3;
 *  - psr.si, which it says every move from an M-unit register reads;
 *  - predicated compares, from which it learns which predicates exclude each
 *    other.
 */
static bool unusable(const struct insn *a, struct insn *b)
{
	static const char *const no_judge[] = { "fpcmp", "ldfp", "fcmp.unord",
						"itr.",	 "itc.", "cover",
						"rum",	 "ma.s", "fms.s" };
	const char *x = insn_op_name(a->op), *y = insn_op_name(b->op);
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(no_judge); n++)
		if (strstr(x, no_judge[n]) || strstr(y, no_judge[n]))
			return true;
	if ((strstr(x, ".c.clr") || strstr(x, ".c.nc")) &&
	    (insn_opcodes[a->op].format == FMT_M2 ||
	     insn_opcodes[a->op].format == FMT_M3))
		return true;
	if (mixed(a) ? parallel(b) && !mixed(b) : mixed(b) && parallel(a))
		return true;
	if (a->unit == UNIT_B && a->op != OP_NOP_B && a->op != OP_BR_CLOOP)
		return true;
	if (b->op == OP_MOV_FROM_AR_M &&
	    (a->op == OP_MOV_TO_PSR_L || a->op == OP_SSM || a->op == OP_RSM))
		return true;
	if (a->op == OP_MOV_TO_CR && a->r3 == 66 &&
	    (b->op == OP_SSM || b->op == OP_MOV_TO_PSR_L))
		return true;
	if (insn_op_flags(a->op) & INSN_F_LAST)
		return true;
	return (a->p1 || a->p2) && a->qp;
}

/* Our text in the dialect of the assembler's input. */
static void print(const struct insn *i, char *buf, size_t len)
{
	char *s;

	insn_print(i, 0, buf, len);
	if (buf[0] == '(' && buf[2] == '0')
		memmove(buf + 2, buf + 3, strlen(buf + 2));
	/* Targets and tags: any label will do. */
	for (s = strstr(buf, "0x0"); s; s = strstr(s, "0x0")) {
		u8 f = insn_opcodes[i->op].format;

		if (s[3] && s[3] != ',')
			break;
		if (!(i->flags & INSN_F_BRANCH) && f != FMT_B6 && f != FMT_B7 &&
		    f != FMT_I21)
			break;
		memcpy(s, "1f ", 3);
		if (s[3] == ',')
			s[2] = ' ';
	}
}

/* Lines of warnings: "FILE:LINE: Warning: Use of ... violates ...". */
static int run_as(const char *as, const char *path, struct pair *p, int n)
{
	char command[1200], line[1024];
	FILE *f;

	snprintf(command, sizeof(command),
		 "%s -x -mtune=itanium2 -o /dev/null %s 2>&1", as, path);
	f = popen(command, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		char *at = strstr(line, ".s:");
		long number;

		if (!at)
			continue;
		number = strtol(at + 3, NULL, 10) - 1;
		if (strstr(line, "Error:")) {
			printf("as refuses: %s", line);
			pclose(f);
			return -1;
		}
		if (!strstr(line, "violate") || number / LINES_PER_PAIR >= n)
			continue;
		if (number % LINES_PER_PAIR != 1)
			continue;
		p[number / LINES_PER_PAIR].theirs = true;
		snprintf(p[number / LINES_PER_PAIR].why,
			 sizeof(p[number / LINES_PER_PAIR].why), "%s",
			 strstr(line, "Use of"));
	}
	pclose(f);
	return 0;
}

int main(int argc, char **argv)
{
	static struct pair pairs[CHUNK];
	const char *as = "ia64-linux-gnu-as", *tmp = getenv("TMPDIR");
	u64 seed = time(NULL), want = 20000, done, differences = 0, show = 20;
	u64 agreed_bad = 0;
	char path[512], command[512];
	int a, n, count;

	for (a = 1; a + 1 < argc; a += 2) {
		if (!strcmp(argv[a], "--seed"))
			seed = strtoull(argv[a + 1], NULL, 0);
		else if (!strcmp(argv[a], "--pairs"))
			want = strtoull(argv[a + 1], NULL, 0);
		else if (!strcmp(argv[a], "--show"))
			show = strtoull(argv[a + 1], NULL, 0);
		else if (!strcmp(argv[a], "--as"))
			as = argv[a + 1];
		else
			break;
	}
	if (a != argc) {
		fprintf(stderr, "dependency_compare: unknown option '%s'\n",
			argv[a]);
		return 2;
	}
	snprintf(command, sizeof(command), "%s --version >/dev/null 2>&1", as);
	if (system(command)) {
		printf("%s is not installed\n", as);
		return 77;
	}
	printf("seed %" PRIu64 "\n", seed);
	random_state = seed;
	snprintf(path, sizeof(path), "%s/dependency_compare.%d.s",
		 tmp ? tmp : "/tmp", (int)getpid());
	for (done = 0; done < want; done += count) {
		FILE *f = fopen(path, "w");

		count = want - done < CHUNK ? want - done : CHUNK;
		if (!f)
			return 1;
		for (n = 0; n < count; n++) {
			struct pair *p = &pairs[n];

			memset(p, 0, sizeof(*p));
			do {
				make(&p->a);
				make(&p->b);
			} while (unusable(&p->a, &p->b));
			p->stop = random_u64() & 1;
			print(&p->a, p->text_a, sizeof(p->text_a));
			print(&p->b, p->text_b, sizeof(p->text_b));
			/* as would remember which predicates exclude others. */
			fprintf(f,
				"%s%s\n%s;;\n srlz.i;;\n srlz.d;;\n"
				" .pred.rel.clear p1-p63\n",
				p->text_a, p->stop ? ";;" : "", p->text_b);
		}
		fprintf(f, "1:\n");
		fclose(f);
		if (run_as(as, path, pairs, count))
			return 1;
		for (n = 0; n < count; n++) {
			struct pair *p = &pairs[n];
			struct dependency_tracker t;
			struct dependency_violation v;
			struct resource_context ctx = { 0 };
			bool ours;

			dependency_reset(&t);
			dependency_check(&t, &p->a, true, &ctx, &v);
			if (p->stop)
				dependency_stop(&t);
			ours = !dependency_check(&t, &p->b, true, &ctx, &v);
			if (ours == p->theirs) {
				agreed_bad += ours;
				continue;
			}
			if (differences++ < show)
				printf("%s%s | %s\n  ours: %s %s\n"
				       "  theirs: %s\n",
				       p->text_a, p->stop ? ";;" : "",
				       p->text_b,
				       ours ? dependency_kind_name(v.kind) :
					      "legal",
				       ours ? v.resource : "",
				       p->theirs ? p->why : "legal");
		}
	}
	unlink(path);
	printf("%" PRIu64 " pairs, %" PRIu64 " violations found by both, "
	       "%" PRIu64 " differences\n",
	       done, agreed_bad, differences);
	return differences != 0;
}
