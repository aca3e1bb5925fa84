// SPDX-License-Identifier: GPL-2.0
/*
 * Signals: queues, nesting, alternate stacks, faults left by siglongjmp.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

static volatile int queued_next;
static volatile int queued_wrong;

static void on_queued(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	if (info->si_value.sival_int != queued_next || info->si_pid != getpid())
		queued_wrong++;
	queued_next++;
}

/* Real-time signals arrive all, in order, with their values. */
static const char *queue(unsigned int scale)
{
	struct sigaction action = { .sa_sigaction = on_queued,
				    .sa_flags = SA_SIGINFO };
	union sigval value;
	unsigned int round;
	sigset_t set;
	int i;

	sigaction(SIGRTMIN, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	for (round = 0; round < 20 * scale; round++) {
		queued_next = 0;
		sigprocmask(SIG_BLOCK, &set, NULL);
		for (i = 0; i < 30; i++) {
			value.sival_int = i;
			if (sigqueue(getpid(), SIGRTMIN, value))
				return failure("sigqueue: %s", strerror(errno));
		}
		if (queued_next)
			return "a blocked signal was delivered";
		sigprocmask(SIG_UNBLOCK, &set, NULL);
		if (queued_next != 30 || queued_wrong)
			return failure("%d of 30 signals came, %d wrong",
				       queued_next, queued_wrong);
	}
	return NULL;
}

static volatile int depth, deepest;
static char *alternate;
static volatile int off_stack;

static void on_nested(int number)
{
	char here;

	if (&here < alternate || &here >= alternate + 256 * 1024)
		off_stack++;
	depth++;
	if (depth > deepest)
		deepest = depth;
	if (number < SIGRTMIN + 6)
		raise(number + 1);
	depth--;
}

/* Handlers that raise the next signal, on one alternate stack. */
static const char *nest(unsigned int scale)
{
	struct sigaction action = { .sa_handler = on_nested,
				    .sa_flags = SA_ONSTACK };
	stack_t stack = { .ss_size = 256 * 1024 };
	unsigned int round;
	int i;

	alternate = stack.ss_sp = malloc(stack.ss_size);
	sigaltstack(&stack, NULL);
	for (i = 1; i <= 6; i++)
		sigaction(SIGRTMIN + i, &action, NULL);
	for (round = 0; round < 50 * scale; round++) {
		deepest = 0;
		raise(SIGRTMIN + 1);
		if (deepest != 6 || depth || off_stack)
			return failure(
				"nested %d deep, %d left, %d off the stack",
				deepest, depth, off_stack);
	}
	return NULL;
}

/* Two processes send each other a signal in turns. */
static const char *exchange(unsigned int scale)
{
	unsigned int i, count = 200 * scale;
	int partner, parent = getpid(), number;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	partner = fork();
	for (i = 0; i < count; i++) {
		if (partner == 0) {
			if (sigwait(&set, &number) || kill(parent, SIGUSR1))
				_exit(1);
		} else if (kill(partner, SIGUSR1) || sigwait(&set, &number)) {
			return failure("round %u: %s", i, strerror(errno));
		}
	}
	if (partner == 0)
		_exit(0);
	return expect_exit(partner, 0);
}

const char *stress_signals(unsigned int scale)
{
	const char *why = queue(scale);

	if (!why)
		why = nest(scale);
	if (!why)
		why = exchange(scale);
	return why;
}

static sigjmp_buf escape;
static void *volatile fault_address;
static volatile int fault_code;

static void on_fault(int number, siginfo_t *info, void *context)
{
	(void)context;
	fault_address = info->si_addr;
	fault_code = info->si_code;
	siglongjmp(escape, number);
}

const char *stress_segv(unsigned int scale)
{
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO };
	long page = sysconf(_SC_PAGESIZE);
	volatile char *area;
	unsigned int i;
	int number;

	sigaction(SIGSEGV, &action, NULL);
	area = mmap(NULL, 2 * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
	if (area == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	munmap((void *)(area + page), page);
	for (i = 0; i < 200 * scale; i++) {
		volatile char *target = area + (i % 2 ? page : 0) + i % page;
		int code = i % 2 ? SEGV_MAPERR : SEGV_ACCERR;

		number = sigsetjmp(escape, 1);
		if (!number) {
			*target = 1;
			return failure("write %u did not fault", i);
		}
		if (number != SIGSEGV || fault_address != target ||
		    fault_code != code)
			return failure("signal %d code %d at %p, not %d at %p",
				       number, fault_code, fault_address, code,
				       target);
	}
	return NULL;
}
