// SPDX-License-Identifier: GPL-2.0
/*
 * The driver: runs all stress programs or the named ones, each in a process of
 * its own, and prints "ok NAME" or "FAIL NAME: why" for each.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

/* Per program, in seconds of the guest's clock and per unit of scale. */
#define LIMIT_S 300

static const struct program {
	const char *name;
	const char *(*run)(unsigned int scale);
	const char *text;
} programs[] = {
	{ "fork", stress_fork, "trees of processes and their statuses" },
	{ "exec", stress_exec, "exec with arguments and environment, vfork" },
	{ "signals", stress_signals, "queued, nested and exchanged signals" },
	{ "segv", stress_segv, "faults that a handler leaves by siglongjmp" },
	{ "mmap", stress_mmap, "mmap, mprotect, mremap, munmap" },
	{ "cow", stress_cow, "private pages of many children" },
	{ "shared", stress_shared, "shared mappings written by many" },
	{ "reclaim", stress_reclaim, "lazily freed pages under pressure" },
	{ "oom", stress_oom, "memory exhausted; a bystander's stays intact" },
	{ "mutex", stress_mutex, "threads that count under a mutex" },
	{ "condition", stress_condition, "condition variables, TLS, join" },
	{ "cancel", stress_cancel, "cancellation runs cleanup handlers" },
	{ "pipe", stress_pipe, "random bytes through a chain of processes" },
	{ "timers", stress_timers, "nanosleep, interval and POSIX timers" },
	{ "clock", stress_clock, "clocks that never go back on any CPU" },
	{ "step", stress_step, "ptrace stops at every instruction" },
	{ "fp", stress_fp, "f2-f127 across context switches" },
	{ "fp_signals", stress_fp_signals, "f2-f127 across signal handlers" },
	{ "unaligned", stress_unaligned, "accesses that the kernel completes" },
	{ "unaligned_sigbus", stress_unaligned_sigbus,
	  "the same with PR_UNALIGN_SIGBUS" },
	{ "code", stress_code, "code that is written, run and rewritten" },
};

#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

const char *failure(const char *format, ...)
{
	static char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return text;
}

uint64_t next_random(uint64_t *state)
{
	uint64_t value = *state += 0x9e3779b97f4a7c15;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
	value = (value ^ value >> 27) * 0x94d049bb133111eb;
	return value ^ value >> 31;
}

void fill_random(void *data, size_t length, uint64_t seed)
{
	unsigned char *bytes = data;
	uint64_t value;
	size_t part;

	while (length) {
		value = next_random(&seed);
		part = length < sizeof(value) ? length : sizeof(value);
		memcpy(bytes, &value, part);
		bytes += part;
		length -= part;
	}
}

const char *expect_exit(int pid, int status)
{
	int result;

	if (waitpid(pid, &result, 0) != pid)
		return failure("waitpid %d: %s", pid, strerror(errno));
	if (WIFSIGNALED(result))
		return failure("child died of signal %d", WTERMSIG(result));
	if (WEXITSTATUS(result) != status)
		return failure("child ended with %d, not %d",
			       WEXITSTATUS(result), status);
	return NULL;
}

static int run_program(const struct program *program, unsigned int scale)
{
	const char *why;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		printf("FAIL %s: fork: %s\n", program->name, strerror(errno));
		return 1;
	}
	if (pid == 0) {
		alarm(LIMIT_S * scale);
		why = program->run(scale);
		if (why)
			printf("FAIL %s: %s\n", program->name, why);
		else
			printf("ok %s\n", program->name);
		fflush(NULL);
		_exit(why ? 1 : 0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status)) {
		printf("FAIL %s: died of signal %d%s\n", program->name,
		       WTERMSIG(status),
		       WTERMSIG(status) == SIGALRM ? " (time limit)" : "");
		fflush(NULL);
		return 1;
	}
	return WEXITSTATUS(status) != 0;
}

static void usage(FILE *out)
{
	size_t i;

	fputs("usage: stress [-s SCALE] [NAME...]\n"
	      "Runs all programs, or those named, with SCALE (1) times the work.\n"
	      "Status: 0, 1 when one failed, 2 on wrong usage. Programs:\n",
	      out);
	for (i = 0; i < PROGRAMS; i++)
		fprintf(out, "  %-17s %s\n", programs[i].name,
			programs[i].text);
}

static const struct program *find_program(const char *name)
{
	size_t i;

	for (i = 0; i < PROGRAMS; i++)
		if (!strcmp(programs[i].name, name))
			return &programs[i];
	fprintf(stderr, "stress: no program is called %s\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	unsigned long scale = 1;
	int failed = 0;
	int option;
	char *end;
	size_t i;

	if (argc > 1 && !strcmp(argv[1], "--exec-child"))
		return exec_child(argc, argv);
	while ((option = getopt(argc, argv, "s:h")) != -1) {
		switch (option) {
		case 's':
			scale = strtoul(optarg, &end, 10);
			if (end == optarg || *end || !scale || scale > 1000) {
				fprintf(stderr,
					"stress: -s %s: expected 1 to 1000\n",
					optarg);
				return 2;
			}
			break;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return 2;
		}
	}
	for (i = optind; i < (size_t)argc; i++)
		find_program(argv[i]);
	if (optind == argc)
		for (i = 0; i < PROGRAMS; i++)
			failed |= run_program(&programs[i], scale);
	for (i = optind; i < (size_t)argc; i++)
		failed |= run_program(find_program(argv[i]), scale);
	return failed;
}
