// SPDX-License-Identifier: GPL-2.0
/*
 * The queue is a sorted list: a machine has a handful of timers.
 */
#include "util/event_queue.h"

void event_init(struct event *ev, void (*fire)(void *arg, u64 now), void *arg)
{
	*ev = (struct event){ .when = EVENT_NEVER, .fire = fire, .arg = arg };
}

void event_cancel(struct event_queue *q, struct event *ev)
{
	struct event **p = &q->first;

	while (*p && *p != ev)
		p = &(*p)->next;
	if (*p)
		*p = ev->next;
	ev->next = NULL;
	ev->when = EVENT_NEVER;
}

void event_set(struct event_queue *q, struct event *ev, u64 when)
{
	struct event **p = &q->first;

	event_cancel(q, ev);
	if (when == EVENT_NEVER)
		return;
	ev->when = when;
	while (*p && (*p)->when <= when)
		p = &(*p)->next;
	ev->next = *p;
	*p = ev;
	if (q->queued)
		q->queued(q->owner, when);
}

void event_run(struct event_queue *q, u64 now)
{
	struct event *ev;

	while ((ev = q->first) && ev->when <= now) {
		event_cancel(q, ev);
		ev->fire(ev->arg, now);
	}
}
