// SPDX-License-Identifier: GPL-2.0
/*
 * Runs the floating-point conformance vectors against the functions of
 * sim/cpu/fp_*.h alone: no engine, no decoder, no memory.  Register fields are
 * taken from the bundle bytes, the operation from the form name.
 *
 * usage: fp_vectors_test [-v] FILE.tsv.gz...
 * The categories that need memory (fp_ld, fp_st) are the engines' business.
 * File format: tests/isa/vectors/README.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/fp_approx.h"
#include "cpu/fp_compare.h"
#include "cpu/fp_convert.h"
#include "cpu/fp_fma.h"
#include "cpu/fp_logic.h"
#include "cpu/fp_parallel.h"
#include "cpu/fault.h"
#include "isa/insn.h"

#define LINE_MAX_BYTES 65536

struct state {
	struct fpreg fr[128];
	u64 gr[128], pr, fpsr;
	unsigned int fault; /* vector offset, 0 = none */
	u64 isr;
};

/* Failures to show: a handful, or all with -v. */
static unsigned long report_limit = 10;

static void base_state(struct state *s)
{
	unsigned int n;

	memset(s, 0, sizeof(*s));
	for (n = 2; n < 128; n++)
		s->fr[n] = fpreg_make(0, 0xffff, 0x8000000000000000ULL + n);
	s->fr[1] = fpreg_make(0, 0xffff, 0x8000000000000000ULL);
	for (n = 1; n < 128; n++)
		s->gr[n] = n * 0x0101010101010101ULL;
	s->pr = 1;
	s->fpsr = 0x9804c0270033fULL;
}

static struct fpreg parse_fr(const char *text)
{
	char *end;
	u32 sign = strtoul(text, &end, 16);
	u32 exp = strtoul(end + 1, &end, 16);

	return fpreg_make(sign, exp, strtoull(end + 1, NULL, 16));
}

/* One key=value token; unknown keys are not ours to judge. */
static void apply_token(struct state *s, const char *token)
{
	const char *value = strchr(token, '=');
	char *end;
	unsigned long n;

	if (!value)
		return;
	value++;
	if (!strncmp(token, "pr=", 3)) {
		s->pr = strtoull(value, NULL, 16);
	} else if (!strncmp(token, "ar.fpsr=", 8)) {
		s->fpsr = strtoull(value, NULL, 16);
	} else if (!strncmp(token, "fault=", 6)) {
		s->fault = strtoul(value, NULL, 16);
	} else if (!strncmp(token, "isr=", 4)) {
		s->isr = strtoull(value, NULL, 16);
	} else if (token[0] == 'f' || token[0] == 'r') {
		n = strtoul(token + 1, &end, 10);
		if (end + 1 != value || n > 127)
			return;
		if (token[0] == 'f')
			s->fr[n] = parse_fr(value);
		else
			s->gr[n] = strtoull(value, NULL, 16);
	}
}

static void apply_tokens(struct state *s, char *text)
{
	char *save, *token;

	for (token = strtok_r(text, " ", &save); token;
	     token = strtok_r(NULL, " ", &save))
		apply_token(s, token);
}

static void parse_bundle(const char *hex, struct bundle *b)
{
	u8 bytes[16];
	unsigned int n, v;

	for (n = 0; n < 16; n++) {
		if (sscanf(hex + 2 * n, "%2x", &v) != 1)
			v = 0;
		bytes[n] = v;
	}
	memcpy(&b->lo, bytes, 8);
	memcpy(&b->hi, bytes + 8, 8);
}

/* The F (or, for setf and getf, M) slot that is no nop. */
static u64 find_slot(const struct bundle *b, bool memory)
{
	static const char units[32][4] = {
		"MII", "MII", "MII", "MII", "MLX", "MLX", "???", "???",
		"MMI", "MMI", "MMI", "MMI", "MFI", "MFI", "MMF", "MMF",
		"MIB", "MIB", "MBB", "MBB", "???", "???", "BBB", "BBB",
		"MMB", "MMB", "???", "???", "MFB", "MFB", "???", "???",
	};
	const char *unit = units[bundle_template_number(b)];
	unsigned int n;

	for (n = 0; n < 3; n++) {
		u64 raw = bundle_slot(b, n);

		/* Opcode 0, x (x3) 0, x6 (x4 and x2) 1: nop.f and nop.m. */
		if (unit[n] == (memory ? 'M' : 'F') &&
		    !(raw >> 37 == 0 && bits(raw, 27, 9) == 1))
			return raw;
	}
	return 0;
}

struct operands {
	unsigned int f1, f2, f3, f4, p1, p2, sf, qp;
	u64 raw;
};

static bool qualified(const struct state *s, const struct operands *o)
{
	return s->pr >> o->qp & 1;
}

static void set_pr(struct state *s, unsigned int p, bool value)
{
	if (p == 0)
		return;
	s->pr &= ~BIT64(p);
	s->pr |= (u64)value << p;
}

static void finish(struct state *s, const struct fp_context *ctx,
		   unsigned int f1, struct fpreg res)
{
	if (ctx->fault) {
		s->fault = VECTOR_FP_FAULT;
		s->isr = ctx->fault;
		return;
	}
	s->fpsr = ctx->fpsr;
	s->fr[f1] = res;
	if (ctx->trap) {
		s->fault = VECTOR_FP_TRAP;
		s->isr = ctx->trap;
	}
}

static bool starts(const char **name, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(*name, prefix, len))
		return false;
	*name += len;
	return true;
}

static enum fp_pc precision_of(const char *completers)
{
	if (!strncmp(completers, ".s.", 3))
		return FP_PC_SINGLE;
	if (!strncmp(completers, ".d.", 3))
		return FP_PC_DOUBLE;
	return FP_PC_DYNAMIC;
}

static bool run_fma(struct state *s, const struct operands *o, const char *n)
{
	struct fp_context ctx = { .fpsr = s->fpsr };
	unsigned int flags = o->f2 == 0 ? FP_FMA_NO_ADDEND : 0;
	bool parallel = false;
	struct fpreg res;

	if (!strncmp(n, "fpmax", 5))
		return false;
	if (starts(&n, "fpma") || starts(&n, "fpms") || starts(&n, "fpnma"))
		parallel = true;
	else if (!strncmp(n, "fmax", 4) ||
		 (!starts(&n, "fma") && !starts(&n, "fms") &&
		  !starts(&n, "fnma")))
		return false;
	if (n[-1] == 's')
		flags |= FP_FMA_NEGATE_ADDEND;
	if (n[-3] == 'n')
		flags |= FP_FMA_NEGATE_PRODUCT;
	if (!qualified(s, o))
		return true;
	if (parallel)
		res = fp_parallel_fma(&ctx, o->sf, flags, &s->fr[o->f3],
				      &s->fr[o->f4], &s->fr[o->f2]);
	else
		res = fp_fma(&ctx, o->sf, precision_of(n), flags, &s->fr[o->f3],
			     &s->fr[o->f4], &s->fr[o->f2]);
	finish(s, &ctx, o->f1, res);
	return true;
}

static bool relation_of(const char **n, enum fp_relation *rel, bool *negate)
{
	*negate = false;
	if (starts(n, ".eq") || (*negate = starts(n, ".neq")))
		*rel = FP_EQ;
	else if (starts(n, ".lt") || (*negate = starts(n, ".nlt")))
		*rel = FP_LT;
	else if (starts(n, ".le") || (*negate = starts(n, ".nle")))
		*rel = FP_LE;
	else if (starts(n, ".unord") || (*negate = starts(n, ".ord")))
		*rel = FP_UNORD;
	else
		return false;
	return true;
}

static bool run_compare(struct state *s, const struct operands *o,
			const char *n)
{
	struct fp_context ctx = { .fpsr = s->fpsr };
	bool unc, negate, holds, valid;
	enum fp_relation rel;

	if (starts(&n, "fpcmp") && relation_of(&n, &rel, &negate)) {
		if (qualified(s, o))
			finish(s, &ctx, o->f1,
			       fp_parallel_compare(&ctx, o->sf, rel, negate,
						   &s->fr[o->f2],
						   &s->fr[o->f3]));
		return true;
	}
	if (starts(&n, "fclass.m")) {
		unc = *n;
		valid = fp_classify(
			&s->fr[o->f2],
			bits(o->raw, 20, 7) << 2 | bits(o->raw, 33, 2), &holds);
	} else if (starts(&n, "fcmp") && relation_of(&n, &rel, &negate)) {
		unc = starts(&n, ".unc");
		valid = fp_compare(&ctx, o->sf, rel, &s->fr[o->f2],
				   &s->fr[o->f3], &holds);
	} else {
		return false;
	}
	if (o->p1 == o->p2 && (unc || qualified(s, o))) {
		s->fault = VECTOR_GENERAL_EXCEPTION;
		s->isr = GENEX_ILLEGAL_OPERATION;
		return true;
	}
	if (!qualified(s, o)) {
		if (unc) {
			set_pr(s, o->p1, false);
			set_pr(s, o->p2, false);
		}
		return true;
	}
	finish(s, &ctx, 0, s->fr[0]);
	if (s->fault)
		return true;
	set_pr(s, o->p1, valid && holds);
	set_pr(s, o->p2, valid && !holds);
	return true;
}

static bool run_minmax(struct state *s, const struct operands *o, const char *n)
{
	static const struct {
		const char *name;
		enum fp_select which;
	} list[] = {
		{ "min", FP_MIN },
		{ "max", FP_MAX },
		{ "amin", FP_AMIN },
		{ "amax", FP_AMAX },
	};
	struct fp_context ctx = { .fpsr = s->fpsr };
	bool parallel;
	unsigned int i;

	if (!starts(&n, "f"))
		return false;
	parallel = starts(&n, "p");
	for (i = 0; i < ARRAY_SIZE(list); i++)
		if (starts(&n, list[i].name))
			break;
	if (i == ARRAY_SIZE(list))
		return false;
	if (qualified(s, o))
		finish(s, &ctx, o->f1,
		       (parallel ? fp_parallel_minmax :
				   fp_minmax)(&ctx, o->sf, list[i].which,
					      &s->fr[o->f2], &s->fr[o->f3]));
	return true;
}

static bool run_convert(struct state *s, const struct operands *o,
			const char *n)
{
	struct fp_context ctx = { .fpsr = s->fpsr };
	unsigned int flags = 0;
	bool parallel;

	if (!strcmp(n, "fcvt.xf")) {
		if (qualified(s, o))
			s->fr[o->f1] = fp_from_signed(&s->fr[o->f2]);
		return true;
	}
	parallel = starts(&n, "fpcvt.fx");
	if (!parallel && !starts(&n, "fcvt.fx"))
		return false;
	if (starts(&n, "u"))
		flags |= FP_CVT_UNSIGNED;
	if (starts(&n, ".trunc"))
		flags |= FP_CVT_TRUNC;
	if (qualified(s, o))
		finish(s, &ctx, o->f1,
		       (parallel ? fp_parallel_to_integer : fp_to_integer)(
			       &ctx, o->sf, flags, &s->fr[o->f2]));
	return true;
}

static bool run_approx(struct state *s, const struct operands *o, const char *n)
{
	struct fp_context ctx = { .fpsr = s->fpsr };
	const struct fpreg *f2 = &s->fr[o->f2], *f3 = &s->fr[o->f3];
	struct fpreg res;
	bool p2 = false;

	if (starts(&n, "frcpa"))
		res = fp_recip(&ctx, o->sf, f2, f3, &p2);
	else if (starts(&n, "frsqrta"))
		res = fp_recip_sqrt(&ctx, o->sf, f3, &p2);
	else if (starts(&n, "fprcpa"))
		res = fp_parallel_recip(&ctx, o->sf, f2, f3, &p2);
	else if (starts(&n, "fprsqrta"))
		res = fp_parallel_recip_sqrt(&ctx, o->sf, f3, &p2);
	else
		return false;
	if (!qualified(s, o)) {
		set_pr(s, o->p2, false);
		return true;
	}
	finish(s, &ctx, o->f1, res);
	if (!s->fault)
		set_pr(s, o->p2, p2);
	return true;
}

static bool run_control(struct state *s, const struct operands *o,
			const char *n)
{
	if (starts(&n, "fsetc")) {
		if (qualified(s, o) &&
		    !fp_set_controls(&s->fpsr, o->sf, bits(o->raw, 13, 7),
				     bits(o->raw, 20, 7))) {
			s->fault = VECTOR_GENERAL_EXCEPTION;
			s->isr = GENEX_RESERVED_REGISTER_FIELD;
		}
	} else if (starts(&n, "fclrf")) {
		if (qualified(s, o))
			fp_clear_flags(&s->fpsr, o->sf);
	} else {
		return false;
	}
	return true;
}

static bool run_logic(struct state *s, const struct operands *o, const char *n)
{
	static const struct {
		const char *name;
		struct fpreg (*function)(const struct fpreg *f2,
					 const struct fpreg *f3);
	} two[] = {
		{ "fmerge.s", fp_merge_s },
		{ "fmerge.ns", fp_merge_ns },
		{ "fmerge.se", fp_merge_se },
		{ "fand", fp_and },
		{ "fandcm", fp_andcm },
		{ "for", fp_or },
		{ "fxor", fp_xor },
		{ "fmix.lr", fp_mix_lr },
		{ "fmix.r", fp_mix_r },
		{ "fmix.l", fp_mix_l },
		{ "fswap", fp_swap },
		{ "fswap.nl", fp_swap_nl },
		{ "fswap.nr", fp_swap_nr },
		{ "fsxt.l", fp_sxt_l },
		{ "fsxt.r", fp_sxt_r },
		{ "fpack", fp_pack },
		{ "fpmerge.s", fp_pmerge_s },
		{ "fpmerge.ns", fp_pmerge_ns },
		{ "fpmerge.se", fp_pmerge_se },
	};
	static const struct {
		const char *name;
		struct fpreg (*function)(const struct fpreg *f3,
					 const struct fpreg *f4,
					 const struct fpreg *f2);
	} three[] = {
		{ "fselect", fp_select },
		{ "xma.l", fp_xma_l },
		{ "xma.h", fp_xma_h },
		{ "xma.hu", fp_xma_hu },
	};
	const struct fpreg *f2 = &s->fr[o->f2], *f3 = &s->fr[o->f3];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(two); i++) {
		if (strcmp(n, two[i].name))
			continue;
		if (qualified(s, o))
			s->fr[o->f1] = two[i].function(f2, f3);
		return true;
	}
	for (i = 0; i < ARRAY_SIZE(three); i++) {
		if (strcmp(n, three[i].name))
			continue;
		if (qualified(s, o))
			s->fr[o->f1] = three[i].function(f3, &s->fr[o->f4], f2);
		return true;
	}
	return false;
}

/* NaT bits of the general registers are left to the engine tests. */
static bool run_getset(struct state *s, const struct operands *o, const char *n)
{
	u64 r2 = s->gr[o->f2];
	const struct fpreg *f2 = &s->fr[o->f2];

	if (!qualified(s, o))
		return true;
	if (!strcmp(n, "setf.sig"))
		s->fr[o->f1] = fpreg_from_integer(r2);
	else if (!strcmp(n, "setf.exp"))
		s->fr[o->f1] = fpreg_from_exponent(r2);
	else if (!strcmp(n, "setf.s"))
		s->fr[o->f1] = fpreg_from_single(r2);
	else if (!strcmp(n, "setf.d"))
		s->fr[o->f1] = fpreg_from_double(r2);
	else if (!strcmp(n, "getf.sig"))
		s->gr[o->f1] = f2->sig;
	else if (!strcmp(n, "getf.exp"))
		s->gr[o->f1] = fpreg_to_spill_high(f2);
	else if (!strcmp(n, "getf.s"))
		s->gr[o->f1] = fpreg_to_single(f2);
	else if (!strcmp(n, "getf.d"))
		s->gr[o->f1] = fpreg_to_double(f2);
	else
		return false;
	return true;
}

static bool compare(const struct state *want, const struct state *got)
{
	unsigned int n;

	if (want->fault != got->fault ||
	    (want->fault && (want->isr & 0xffff) != got->isr) ||
	    want->pr != got->pr || want->fpsr != got->fpsr)
		return false;
	for (n = 0; n < 128; n++)
		if (want->fr[n].sign != got->fr[n].sign ||
		    want->fr[n].exp != got->fr[n].exp ||
		    want->fr[n].sig != got->fr[n].sig ||
		    want->gr[n] != got->gr[n])
			return false;
	return true;
}

static void report(const char *id, const char *form, const char *text,
		   const char *in, const char *out, const struct state *got,
		   const struct operands *o)
{
	printf("%s %s %s\n  in   %s\n  want %s\n", id, form, text, in, out);
	printf("  got  fault=%x isr=%llx f%u=%x.%x.%llx r%u=%llx pr=%llx ar.fpsr=%llx\n",
	       got->fault, (unsigned long long)got->isr, o->f1,
	       got->fr[o->f1].sign, got->fr[o->f1].exp,
	       (unsigned long long)got->fr[o->f1].sig, o->f1,
	       (unsigned long long)got->gr[o->f1], (unsigned long long)got->pr,
	       (unsigned long long)got->fpsr);
}

/* 1: passed, 0: failed, -1: not for this program. */
static int run_line(char *line)
{
	char *field[8], *save, in[LINE_MAX_BYTES], out[LINE_MAX_BYTES];
	struct state want, got;
	struct operands o;
	struct bundle b;
	const char *name;
	bool getset;
	int n = 0;

	line[strcspn(line, "\n")] = 0;
	for (char *f = strtok_r(line, "\t", &save); f && n < 8;
	     f = strtok_r(NULL, "\t", &save))
		field[n++] = f;
	if (n < 8 || field[0][0] == '#')
		return -1;
	getset = !strcmp(field[1], "fp_getset");
	name = strchr(field[2], ':');
	if (!name || strncmp(field[1], "fp_", 3) ||
	    !strcmp(field[1], "fp_ld") || !strcmp(field[1], "fp_st") ||
	    strchr(field[6], '!') || strchr(field[7], '!'))
		return -1;
	name++;
	parse_bundle(field[5], &b);
	o.raw = find_slot(&b, getset);
	o.qp = bits(o.raw, 0, 6);
	o.f1 = bits(o.raw, 6, 7);
	o.p1 = bits(o.raw, 6, 6);
	o.f2 = bits(o.raw, 13, 7);
	o.f3 = bits(o.raw, 20, 7);
	o.f4 = bits(o.raw, 27, 7);
	o.p2 = bits(o.raw, 27, 6);
	o.sf = bits(o.raw, 34, 2);

	base_state(&got);
	strcpy(in, field[6]);
	apply_tokens(&got, in);
	want = got;
	strcpy(out, field[7]);
	apply_tokens(&want, out);
	if (!strncmp(name, "fchkf", 5)) {
		bool taken = strstr(field[7], "ip=200010") == NULL;

		if (taken !=
		    (qualified(&got, &o) && fp_check_flags(got.fpsr, o.sf)))
			got.fpsr = ~0ULL;
	} else if (getset ? !run_getset(&got, &o, name) :
			    !run_fma(&got, &o, name) &&
				    !run_compare(&got, &o, name) &&
				    !run_minmax(&got, &o, name) &&
				    !run_convert(&got, &o, name) &&
				    !run_approx(&got, &o, name) &&
				    !run_control(&got, &o, name) &&
				    !run_logic(&got, &o, name)) {
		printf("%s: form %s is unknown here\n", field[0], field[2]);
		return 0;
	}
	if (compare(&want, &got))
		return 1;
	if (report_limit && report_limit--)
		report(field[0], field[2], field[3], field[6], field[7], &got,
		       &o);
	return 0;
}

int main(int argc, char **argv)
{
	static char line[LINE_MAX_BYTES];
	unsigned long passed = 0, failed = 0;
	char command[4096];
	int n = 1, status;
	FILE *f;

	if (n < argc && !strcmp(argv[n], "-v")) {
		report_limit = ~0UL;
		n++;
	}
	for (; n < argc; n++) {
		snprintf(command, sizeof(command), "gzip -dc '%s'", argv[n]);
		f = popen(command, "r");
		if (!f) {
			perror("gzip");
			return 2;
		}
		while (fgets(line, sizeof(line), f)) {
			status = run_line(line);
			passed += status == 1;
			failed += status == 0;
		}
		if (pclose(f)) {
			fprintf(stderr, "%s: cannot be read\n", argv[n]);
			return 2;
		}
	}
	printf("fp_vectors_test: %lu passed, %lu failed\n", passed, failed);
	return failed || !passed;
}
