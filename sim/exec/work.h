/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting slots, bundles, instruction groups and issue cycles.
 *
 * One rule for both engines: a bundle counts when its slot 0 retires; a group
 * is ended by a stop, a taken branch or an interruption and takes
 * ceil(bundles it touches / 2) cycles.  Cycles are added with every second
 * bundle, so that an open group needs only its parity remembered.
 */
#ifndef SIM_EXEC_WORK_H
#define SIM_EXEC_WORK_H

#include "util/types.h"

struct work {
	unsigned int slots, bundles, groups, cycles, nops;
	bool open, odd; /* group not ended yet; odd number of bundles so far */
};

/* The instruction in @slot retires; @mlx: it takes two slots. */
static inline void work_slot(struct work *w, unsigned int slot, bool mlx,
			     bool stop)
{
	w->slots += mlx ? 2 : 1;
	if (!slot)
		w->bundles++;
	if (!w->open) {
		w->open = true;
		w->odd = true;
	} else if (!slot) {
		w->odd = !w->odd;
		w->cycles += !w->odd;
	}
	if (stop) {
		w->groups++;
		w->cycles += w->odd;
		w->open = w->odd = false;
	}
}

/* A taken branch or an interruption. */
static inline void work_close_group(struct work *w)
{
	if (!w->open)
		return;
	w->groups++;
	w->cycles += w->odd;
	w->open = w->odd = false;
}

#endif
