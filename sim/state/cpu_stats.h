/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of one CPU.  Counts only: nothing here is read by the machine, so
 * they cannot change what it does.  Whoever does the work increments.
 */
#ifndef SIM_STATE_CPU_STATS_H
#define SIM_STATE_CPU_STATS_H

#include "util/types.h"

/* Index of by_vector[] for an IVT offset. */
#define STATS_VECTOR(offset) ((offset) >> 8)
#define STATS_VECTORS 0x80

struct cpu_stats {
	u64 by_vector[STATS_VECTORS]; /* interruptions delivered */
#define STAT(name, text) u64 name;
#include "state/stats.def"
#undef STAT
};

#endif
