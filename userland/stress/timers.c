// SPDX-License-Identifier: GPL-2.0
/*
 * Time: sleeping, interval and POSIX timers, and clocks that go forward on
 * every CPU, read through the kernel's user-space entry and by system call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static volatile int alarms;

static void on_alarm(int number)
{
	(void)number;
	alarms++;
}

static const char *sleep_long_enough(unsigned int scale)
{
	static const long lengths[] = { 1,	 1000,	  50000,
					1000000, 5000000, 20000000 };
	struct timespec wish = { 0, 0 };
	unsigned int round, i;
	int64_t begin, took;

	for (round = 0; round < 3 * scale; round++) {
		for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
			wish.tv_nsec = lengths[i];
			begin = nanoseconds(CLOCK_MONOTONIC);
			if (clock_nanosleep(CLOCK_MONOTONIC, 0, &wish, NULL))
				return failure("clock_nanosleep: %s",
					       strerror(errno));
			took = nanoseconds(CLOCK_MONOTONIC) - begin;
			if (took < lengths[i])
				return failure("slept %lld ns, not %ld",
					       (long long)took, lengths[i]);
			if (took > lengths[i] + 10000000000ll)
				return failure("slept %lld ns instead of %ld",
					       (long long)took, lengths[i]);
		}
	}
	return NULL;
}

static const char *interval_timer(unsigned int scale)
{
	struct itimerval timer = { { 0, 5000 }, { 0, 5000 } };
	int wanted = 20 * scale;
	sigset_t set, old;

	signal(SIGALRM, on_alarm);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, &old);
	alarms = 0;
	setitimer(ITIMER_REAL, &timer, NULL);
	while (alarms < wanted)
		sigsuspend(&old);
	memset(&timer, 0, sizeof(timer));
	setitimer(ITIMER_REAL, &timer, NULL);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return NULL;
}

static const char *posix_timer(unsigned int scale)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGRTMIN };
	struct itimerspec when = { { 0, 3000000 }, { 0, 3000000 } };
	struct timespec limit = { 60, 0 };
	int count, wanted = 20 * scale;
	siginfo_t info;
	timer_t timer;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	event.sigev_value.sival_int = 4711;
	if (timer_create(CLOCK_MONOTONIC, &event, &timer))
		return failure("timer_create: %s", strerror(errno));
	timer_settime(timer, 0, &when, NULL);
	for (count = 0; count < wanted; count += 1 + info.si_overrun) {
		if (sigtimedwait(&set, &info, &limit) != SIGRTMIN)
			return failure("sigtimedwait: %s", strerror(errno));
		if (info.si_code != SI_TIMER || info.si_value.sival_int != 4711)
			return "the timer's signal has wrong contents";
	}
	timer_delete(timer);
	return NULL;
}

const char *stress_timers(unsigned int scale)
{
	const char *why = sleep_long_enough(scale);

	/* The driver's own limit is the timer that the next one uses. */
	if (!why)
		why = posix_timer(scale);
	return why ? why : interval_timer(scale);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t latest;
static int64_t backwards;
static unsigned long reads;

static int64_t by_system_call(void)
{
	struct timespec now;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

/* A time that is read after another was published may not lie before it. */
static void *read_clock(void *argument)
{
	cpu_set_t cpus;
	unsigned long i;
	int64_t now;

	CPU_ZERO(&cpus);
	CPU_SET((long)argument, &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
	for (i = 0; i < reads; i++) {
		pthread_mutex_lock(&mutex);
		now = i % 4 ? nanoseconds(CLOCK_MONOTONIC) : by_system_call();
		if (now < latest && latest - now > backwards)
			backwards = latest - now;
		latest = now;
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

const char *stress_clock(unsigned int scale)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), i;
	pthread_t threads[64];
	struct timeval day;
	time_t seconds;

	reads = 5000ul * scale;
	if (cpus > 64)
		cpus = 64;
	for (i = 0; i < cpus; i++)
		if (pthread_create(&threads[i], NULL, read_clock, (void *)i))
			return "pthread_create failed";
	for (i = 0; i < cpus; i++)
		pthread_join(threads[i], NULL);
	if (backwards)
		return failure("the clock went back by %lld ns",
			       (long long)backwards);
	gettimeofday(&day, NULL);
	seconds = time(NULL);
	if (seconds < day.tv_sec || seconds > day.tv_sec + 10)
		return "time() and gettimeofday() differ";
	return NULL;
}
