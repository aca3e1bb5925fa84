/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Dependency rules between instructions: what must be separated by a stop,
 * and what by serialisation.
 *
 * One tracker per CPU.  The engine tells it, in program order, every
 * instruction with the value of its predicate, every stop and everything that
 * ends a group or serialises; it answers with the first rule broken.  Nothing
 * here changes what an instruction does.
 * SDM vol 3, chapter 5.
 */
#ifndef SIM_ISA_DEPENDENCY_H
#define SIM_ISA_DEPENDENCY_H

#include "isa/insn.h"

enum resource_id {
#define RESOURCE(id, name, raw, waw) RES_##id,
#include "isa/resources.def"
#undef RESOURCE
	RES_COUNT
};

#define RES_WORDS ((RES_COUNT + 63) / 64)

/* Register files addressed by a general register. */
enum register_file {
	FILE_RR,
	FILE_DBR,
	FILE_IBR,
	FILE_PKR,
	FILE_PMC,
	FILE_PMD,
	FILE_MSR,
	FILE_COUNT
};

/* What one instruction reads and writes. */
struct insn_resources {
	u64 gr_read[2], gr_write[2];
	u64 fr_read[2], fr_write[2];
	u64 gr_check[2], fr_check[2]; /* writes that are load checks */
	u64 pr_read, pr_write; /* without the qualifying predicate */
	u8 br_read, br_write;
	u8 br_move; /* subset of br_read: not read as a branch target */
	u8 qp;
	u8 pr_kind; /* enum pr_writer, of pr_write */
	u64 pr_write_and; /* PR_OR_ANDCM: those of pr_write that are and-type */
	bool branch; /* reads its predicate as a branch does */
	bool unc; /* writes pr_write also with PR[qp] = 0 */
	u64 res_read[2][RES_WORDS]; /* by role */
	u64 res_write[2][RES_WORDS];
	u64 unat_read, unat_write; /* bits of AR[UNAT] */
	u64 file_read[FILE_COUNT], file_write[FILE_COUNT]; /* by index */
	u64 ignored_ar_read, ignored_ar_write; /* AR 48-63 and 112-127 */
	bool other; /* uses any of res, unat, file, ignored_ar */
};

enum pr_writer {
	PR_INT,
	PR_AND,
	PR_OR,
	PR_OR_ANDCM,
	PR_FP,
	PR_MOV,
	PR_LOOP
};

/* What of the machine's state decides which resource an instruction uses. */
struct resource_context {
	u64 address; /* GR[r3]: memory, register of a file, bit of UNAT */
	/*
	 * Of inserts and purges: the addresses affected, [base, base + size)
	 * with size a power of 2; 0: all.
	 */
	u64 range_base, range_size;
	u8 rotating_gr; /* size of the rotating region, CFM.sor * 8 */
};

/*
 * All of @i's resources that do not depend on @ctx, to be kept with a decoded
 * instruction...
 */
void insn_resources_static(const struct insn *i, struct insn_resources *out);
/* ...whether there are others, but for rotating names... */
bool insn_resources_vary(const struct insn *i);
/* ...and these added to them. */
void insn_resources_dynamic(const struct insn *i,
			    const struct resource_context *ctx,
			    struct insn_resources *r);

/* Translations that change without serialisation are remembered by range. */
#define TRACKER_RANGES 16

struct dependency_tracker {
	/* Written or, for PR 63, read as a branch, since the last stop. */
	struct {
		u64 gr[2], fr[2], gr_check[2], fr_check[2];
		u64 pr_int, pr_and, pr_or, pr_fp, pr_mov, pr_loop;
		u64 pr_branch_read;
		u8 br_move, br_call;
		bool other; /* any of what follows */
		u64 unat, ignored_ar, file[FILE_COUNT];
		u64 res[2][RES_WORDS];
	} group;
	/* Written in an earlier group and not serialised since. */
	u64 data[2][RES_WORDS], instr[2][RES_WORDS];
	struct {
		u64 base, size;
		bool same_group;
	} range[TRACKER_RANGES];
	u8 ranges;
	bool range_overflow; /* more than fit: any address may be meant */
};

enum dependency_kind {
	DEPENDENCY_NONE,
	DEPENDENCY_RAW, /* read after write in one group */
	DEPENDENCY_WAW,
	DEPENDENCY_WAR,
	DEPENDENCY_DATA, /* no data serialisation since the write */
	DEPENDENCY_INSTRUCTION, /* no instruction serialisation */
};

struct dependency_violation {
	u8 kind; /* enum dependency_kind */
	char resource[24]; /* as the manual writes it, "GR32" or "PSR.ic" */
};

void dependency_reset(struct dependency_tracker *t);

/*
 * Check @i against what was executed before, and remember it.  @executed: its
 * qualifying predicate is 1.  Returns false and fills *@out with the first
 * violation.  Serialising instructions (srlz.d, srlz.i) act when they are
 * passed here; the caller reports stops.
 */
bool dependency_check(struct dependency_tracker *t, const struct insn *i,
		      bool executed, const struct resource_context *ctx,
		      struct dependency_violation *out);

/* The same with insn_resources_static() of @i at hand. */
bool dependency_check_resources(struct dependency_tracker *t,
				const struct insn *i,
				const struct insn_resources *fixed,
				bool executed,
				const struct resource_context *ctx,
				struct dependency_violation *out);

/* A stop, or a taken branch: a new instruction group begins. */
void dependency_stop(struct dependency_tracker *t);

/* An interruption or rfi: a new group, everything serialised. */
void dependency_serialize(struct dependency_tracker *t);

const char *dependency_kind_name(enum dependency_kind kind);

#endif
