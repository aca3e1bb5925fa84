// SPDX-License-Identifier: GPL-2.0
/*
 * The queue of simulated-time events.
 */
#include "util/event_queue.h"

#include "harness.h"

static u64 clock_now;
static char order[16];
static struct event_queue queue;
static struct event again;

static u64 now(void *owner)
{
	(void)owner;
	return clock_now;
}

static void note(void *arg, u64 at)
{
	(void)at;
	strcat(order, arg);
}

static void note_and_requeue(void *arg, u64 at)
{
	note(arg, at);
	event_set(&queue, &again, at + 10);
}

static void setup(void)
{
	queue = (struct event_queue){ .hz = 1000, .now = now };
	order[0] = '\0';
}

TEST(events_fire_by_time_then_by_arrival)
{
	struct event a, b, c;

	setup();
	event_init(&a, note, "a");
	event_init(&b, note, "b");
	event_init(&c, note, "c");
	event_set(&queue, &a, 20);
	event_set(&queue, &b, 10);
	event_set(&queue, &c, 20);
	CHECK_EQ(event_next(&queue), 10);
	event_run(&queue, 9);
	CHECK_STR(order, "");
	event_run(&queue, 20);
	CHECK_STR(order, "bac");
	CHECK_EQ(event_next(&queue), EVENT_NEVER);
	CHECK_EQ(a.when, EVENT_NEVER);
}

TEST(setting_again_moves_and_cancel_removes)
{
	struct event a, b;

	setup();
	event_init(&a, note, "a");
	event_init(&b, note, "b");
	event_set(&queue, &a, 10);
	event_set(&queue, &b, 20);
	event_set(&queue, &a, 30);
	event_cancel(&queue, &b);
	event_cancel(&queue, &b);
	event_run(&queue, 29);
	CHECK_STR(order, "");
	event_run(&queue, 30);
	CHECK_STR(order, "a");
}

TEST(an_event_may_queue_itself_again)
{
	setup();
	event_init(&again, note_and_requeue, "x");
	event_set(&queue, &again, 10);
	event_run(&queue, 15);
	CHECK_STR(order, "x");
	CHECK_EQ(event_next(&queue), 25);
	event_cancel(&queue, &again);
}

TEST(ticks_round_up)
{
	setup();
	CHECK_EQ(event_ticks(&queue, 1, 3), 334);
	CHECK_EQ(event_ticks(&queue, 5, 1000000), 1);
	queue.hz = 400000000;
	CHECK_EQ(event_ticks(&queue, 20, 1000000), 8000);
}
