/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Aids for people: symbols, trace, profile, state dump.  None of them changes
 * what the machine does; without them debug_run() is the engine's run().
 */
#ifndef SIM_DEBUG_DEBUG_H
#define SIM_DEBUG_DEBUG_H

#include "exec/engine.h"
#include "state/cpu_state.h"

struct machine;
struct symbols;
struct debug;

struct debug_config {
	struct symbols *symbols; /* or NULL; owned by the caller */
	bool trace; /* print where control goes */
	bool trace_code; /* and the instructions on the way */
	u64 trace_from, trace_to; /* only ip in [from, to) */
	u64 trace_start; /* only from this time on */
	const char *trace_file; /* NULL: stderr */
	const char *profile_file; /* NULL: no profile */
};

/* NULL after one line on stderr. */
struct debug *debug_create(const struct debug_config *config);
/* Writes the profile, closes the trace. */
void debug_destroy(struct debug *d, struct machine *m);

/* As ops->run(), with what the configuration asks for around it. */
enum engine_exit debug_run(struct debug *d, const struct engine_ops *ops,
			   struct cpu *cpu, u64 budget);

/* State of all CPUs, last interruptions, on stderr; says @why. */
void debug_dump(struct machine *m, const char *why);
/* "symbol+0x12" or "" when unknown; returns @buf. */
const char *debug_symbol(const struct debug *d, u64 ip, char *buf, size_t len);

/* SIGINT, SIGTERM, SIGHUP are caught from now on... */
void debug_catch_signals(void);
/* ...and the number of one that came, once; or 0. */
int debug_pending_signal(void);

#endif
