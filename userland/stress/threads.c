// SPDX-License-Identifier: GPL-2.0
/*
 * Threads: mutexes, condition variables, thread-local storage, cancellation.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"

enum {
	THREADS = 6
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned long counter;
static unsigned long rounds;

static void *count_thread(void *argument)
{
	unsigned long i;

	for (i = 0; i < rounds; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return argument;
}

/* Starts all threads and joins them; each must return its argument. */
static const char *run_threads(void *(*function)(void *))
{
	pthread_t threads[THREADS];
	void *result;
	long i;
	int error;

	for (i = 0; i < THREADS; i++) {
		error = pthread_create(&threads[i], NULL, function, (void *)i);
		if (error)
			return failure("pthread_create: %s", strerror(error));
	}
	for (i = 0; i < THREADS; i++) {
		error = pthread_join(threads[i], &result);
		if (error)
			return failure("pthread_join: %s", strerror(error));
		if (result != (void *)i)
			return failure("thread %ld returned %p", i, result);
	}
	return NULL;
}

const char *stress_mutex(unsigned int scale)
{
	const char *why;

	rounds = 20000ul * scale;
	counter = 0;
	why = run_threads(count_thread);
	if (!why && counter != THREADS * rounds)
		why = failure("counted %lu, not %lu", counter,
			      THREADS * rounds);
	return why;
}

static pthread_cond_t turn_changed = PTHREAD_COND_INITIALIZER;
static unsigned long turn;
static __thread uint64_t own[32];

/*
 * The threads take turns; each keeps the last numbers of a sequence in its own
 * storage, and compares them in the end.
 */
static void *turn_thread(void *argument)
{
	unsigned long me = (unsigned long)argument;
	uint64_t state = me;
	unsigned long i;

	for (i = 0; i < rounds; i++) {
		own[i % 32] = next_random(&state);
		pthread_mutex_lock(&mutex);
		while (turn % THREADS != me)
			pthread_cond_wait(&turn_changed, &mutex);
		turn++;
		pthread_cond_broadcast(&turn_changed);
		pthread_mutex_unlock(&mutex);
	}
	state = me;
	for (i = 0; i < rounds; i++) {
		uint64_t value = next_random(&state);

		if (rounds - i <= 32 && own[i % 32] != value)
			return (void *)-1;
	}
	return argument;
}

const char *stress_condition(unsigned int scale)
{
	const char *why;

	rounds = 100ul * scale;
	turn = 0;
	why = run_threads(turn_thread);
	if (!why && turn != THREADS * rounds)
		why = failure("%lu turns, not %lu", turn, THREADS * rounds);
	return why;
}

static int cleaned;
static volatile int wake_sleepers; /* never set */

static void clean(void *argument)
{
	__atomic_fetch_add(&cleaned, (long)argument, __ATOMIC_SEQ_CST);
}

static void sleep_deep(int level)
{
	struct timespec forever = { 1000, 0 };

	pthread_cleanup_push(clean, (void *)1l);
	if (level)
		sleep_deep(level - 1);
	while (!level && !wake_sleepers)
		nanosleep(&forever, NULL);
	pthread_cleanup_pop(0);
}

static void *sleeper(void *argument)
{
	(void)argument;
	sleep_deep(9);
	return NULL;
}

static void *spinner(void *argument)
{
	volatile unsigned long *spins = argument;

	pthread_cleanup_push(clean, (void *)100l);
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	for (;;)
		(*spins)++;
	pthread_cleanup_pop(0);
	return NULL;
}

static void *leaver(void *argument)
{
	pthread_cleanup_push(clean, (void *)10000l);
	pthread_exit(argument);
	pthread_cleanup_pop(0);
	return NULL;
}

/*
 * Cancels threads deep in calls, threads that never call anything, and lets
 * others leave by themselves: the unwinder runs every cleanup handler.
 */
const char *stress_cancel(unsigned int scale)
{
	static volatile unsigned long spins;
	unsigned int round;
	pthread_t threads[3];
	void *result;
	int error = 0, i;

	for (round = 0; round < 20 * scale; round++) {
		unsigned long before = spins;

		cleaned = 0;
		error |= pthread_create(&threads[0], NULL, sleeper, NULL);
		error |= pthread_create(&threads[1], NULL, spinner,
					(void *)&spins);
		error |= pthread_create(&threads[2], NULL, leaver, &mutex);
		if (error)
			return "pthread_create failed";
		while (spins == before)
			sched_yield();
		usleep(1000);
		error = pthread_cancel(threads[0]);
		error |= pthread_cancel(threads[1]);
		if (error)
			return failure("pthread_cancel: %s", strerror(error));
		for (i = 0; i < 3; i++) {
			pthread_join(threads[i], &result);
			if (result != (i < 2 ? PTHREAD_CANCELED : &mutex))
				return failure("thread %d returned %p", i,
					       result);
		}
		if (cleaned != 10 + 100 + 10000)
			return failure("cleanup handlers: %d, not 10110",
				       cleaned);
	}
	return NULL;
}
