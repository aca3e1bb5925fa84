// SPDX-License-Identifier: GPL-2.0
/*
 * Changed code and the instructions that must come before it runs.
 *
 * Tables are hashed and forget: a flush of another line with the same hash
 * counts, which can hide a missing flush but never invent one.
 */
#include "exec/code_history.h"

static unsigned int line_hash(u64 pa)
{
	u64 line = pa >> CODE_LINE_SHIFT;

	return (line ^ line >> 16) & (CODE_FLUSHES - 1);
}

const char *code_fetch(struct code_reader *r, u64 pa, const struct bundle *b)
{
	struct code_history *h = r->history;
	unsigned int n = (pa >> 4 ^ pa >> 18) & (CODE_BUNDLES - 1);
	u64 since = r->executed[n].time, flushed;
	const char *missing = NULL;
	u32 by;

	if (r->executed[n].pa == pa &&
	    (r->executed[n].bytes.lo != b->lo ||
	     r->executed[n].bytes.hi != b->hi) &&
	    h->coherent < since) {
		flushed = h->flush[line_hash(pa)].time;
		by = h->flush[line_hash(pa)].cpu;
		if (flushed < since)
			missing = "no fc.i since the bytes changed";
		else if (h->synced[by] < flushed)
			missing = "no sync.i after the fc.i";
		else if (r->serialized < h->synced[by])
			missing = "no srlz.i after the sync.i";
	}
	r->executed[n].pa = pa;
	r->executed[n].bytes = *b;
	r->executed[n].time = ++h->clock;
	return missing;
}

void code_flush(struct code_reader *r, u64 pa)
{
	unsigned int n = line_hash(pa);

	r->history->flush[n].time = ++r->history->clock;
	r->history->flush[n].cpu = r->cpu;
}

void code_sync(struct code_reader *r)
{
	r->history->synced[r->cpu] = ++r->history->clock;
}

void code_serialize(struct code_reader *r)
{
	r->serialized = ++r->history->clock;
}

void code_coherent(struct code_history *h)
{
	h->coherent = ++h->clock;
}
