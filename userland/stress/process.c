// SPDX-License-Identifier: GPL-2.0
/*
 * Processes: fork trees, exec, vfork, pipes between them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

/* A child makes two more down to depth 0; each returns the size of its tree. */
static int fork_tree(int depth)
{
	int pids[2];
	int status, i, size = 1;

	if (!depth)
		return 1;
	for (i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			return 0;
		if (pids[i] == 0)
			_exit(fork_tree(depth - 1));
	}
	for (i = 0; i < 2; i++) {
		if (waitpid(pids[i], &status, 0) != pids[i] ||
		    !WIFEXITED(status))
			return 0;
		size += WEXITSTATUS(status);
	}
	return size;
}

const char *stress_fork(unsigned int scale)
{
	const int depth = 5;
	unsigned int round;
	const char *why;
	int pid, i;

	for (round = 0; round < 4 * scale; round++) {
		pid = fork();
		if (pid == 0)
			_exit(fork_tree(depth));
		why = expect_exit(pid, (1 << (depth + 1)) - 1);
		if (why)
			return why;
		/* Short-lived ones, one after another. */
		for (i = 0; i < 50; i++) {
			pid = fork();
			if (pid == 0)
				_exit(i);
			why = expect_exit(pid, i);
			if (why)
				return why;
		}
	}
	return NULL;
}

int exec_child(int argc, char **argv)
{
	const char *value = getenv("STRESS_EXEC");
	int left;

	if (argc != 5 || strcmp(argv[3], "") || strcmp(argv[4], "two words") ||
	    !value || strcmp(value, argv[2]))
		return 99;
	left = atoi(argv[2]);
	if (left) {
		char number[16];

		snprintf(number, sizeof(number), "%d", left - 1);
		setenv("STRESS_EXEC", number, 1);
		execl("/proc/self/exe", "stress", "--exec-child", number, "",
		      "two words", (char *)NULL);
		return 98;
	}
	return 42;
}

const char *stress_exec(unsigned int scale)
{
	volatile unsigned int round;
	const char *why;
	int pid;

	setenv("STRESS_EXEC", "10", 1);
	for (round = 0; round < 10 * scale; round++) {
		pid = vfork();
		if (pid == 0) {
			execl("/proc/self/exe", "stress", "--exec-child", "10",
			      "", "two words", (char *)NULL);
			_exit(97);
		}
		why = expect_exit(pid, 42);
		if (why)
			return why;
	}
	pid = vfork();
	if (pid == 0) {
		execl("/no/such/program", "none", (char *)NULL);
		_exit(errno == ENOENT ? 5 : 6);
	}
	return expect_exit(pid, 5);
}

/* Copies until end of file with reads of odd sizes; adds key to every byte. */
static void pipe_stage(int in, int out, int key)
{
	unsigned char buffer[5000];
	size_t size = 1;
	ssize_t length, done, part;

	while ((length = read(in, buffer, size)) > 0) {
		for (done = 0; done < length; done++)
			buffer[done] += key;
		for (done = 0; done < length; done += part) {
			part = write(out, buffer + done, length - done);
			if (part <= 0)
				_exit(1);
		}
		size = size * 7 % 4999 + 1;
	}
	_exit(length != 0);
}

const char *stress_pipe(unsigned int scale)
{
	enum {
		STAGES = 4,
		BYTES = 1 << 20
	};
	unsigned char *data = malloc(BYTES), *back = malloc(BYTES);
	int pipes[STAGES + 1][2], pids[STAGES + 1];
	unsigned int round;
	const char *why;
	size_t done;
	ssize_t part;
	int i, j;

	for (round = 0; round < scale; round++) {
		fill_random(data, BYTES, round);
		for (i = 0; i <= STAGES; i++)
			if (pipe(pipes[i]))
				return failure("pipe: %s", strerror(errno));
		for (i = 0; i <= STAGES; i++) {
			pids[i] = fork();
			if (pids[i])
				continue;
			for (j = 0; j <= STAGES; j++) {
				if (j != i)
					close(pipes[j][1]);
				if (j != i - 1)
					close(pipes[j][0]);
			}
			if (i)
				pipe_stage(pipes[i - 1][0], pipes[i][1], i);
			for (done = 0; done < BYTES; done += part) {
				part = write(pipes[0][1], data + done,
					     BYTES - done);
				if (part <= 0)
					_exit(1);
			}
			_exit(0);
		}
		for (i = 0; i <= STAGES; i++) {
			close(pipes[i][1]);
			if (i < STAGES)
				close(pipes[i][0]);
		}
		for (done = 0; done < BYTES; done += part) {
			part = read(pipes[STAGES][0], back + done,
				    BYTES - done);
			if (part <= 0)
				return failure("end after %zu bytes", done);
		}
		if (read(pipes[STAGES][0], &part, 1) != 0)
			return "more bytes came out than went in";
		close(pipes[STAGES][0]);
		for (i = 0; i <= STAGES; i++) {
			why = expect_exit(pids[i], 0);
			if (why)
				return why;
		}
		for (done = 0; done < BYTES; done++)
			if (back[done] != (unsigned char)(data[done] + 10))
				return failure("byte %zu differs", done);
	}
	return NULL;
}
