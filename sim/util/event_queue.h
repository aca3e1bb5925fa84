/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Things to do at a simulated time, for devices that know no machine.
 *
 * The queue's owner supplies the clock and fires what is due; a device owns
 * its events and asks.  Times are ticks of the owner's clock, @hz per second.
 */
#ifndef SIM_UTIL_EVENT_QUEUE_H
#define SIM_UTIL_EVENT_QUEUE_H

#include "util/types.h"

#define EVENT_NEVER (~0ULL) /* a time that does not come */

struct event {
	u64 when; /* EVENT_NEVER: not queued */
	void (*fire)(void *arg, u64 now);
	void *arg;
	struct event *next; /* sorted by when, then by arrival */
};

struct event_queue {
	struct event *first;
	u64 hz;
	u64 (*now)(void *owner);
	void (*queued)(void *owner, u64 when); /* told of each event_set() */
	void *owner;
};

void event_init(struct event *ev, void (*fire)(void *arg, u64 now), void *arg);
/* Queue @ev for @when, taking it out first if it was queued. */
void event_set(struct event_queue *q, struct event *ev, u64 when);
void event_cancel(struct event_queue *q, struct event *ev);
/* Fire everything due at @now, in order of time. */
void event_run(struct event_queue *q, u64 now);

static inline u64 event_next(const struct event_queue *q)
{
	return q->first ? q->first->when : EVENT_NEVER;
}

static inline u64 event_now(const struct event_queue *q)
{
	return q->now(q->owner);
}

/* @n units of 1/@per_second in ticks, rounded up. */
static inline u64 event_ticks(const struct event_queue *q, u64 n,
			      u64 per_second)
{
	return ((u128)n * q->hz + per_second - 1) / per_second;
}

#endif
