// SPDX-License-Identifier: GPL-2.0
/*
 * One loop over the console, the command's three pipes and the kernel's log.
 * It runs as part of init (process 1) in a guest, and as a plain process in
 * tests on the host. It knows no terminal settings; its caller makes the
 * console raw. Protocol: Documentation/userland.md.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "frame.h"
#include "session.h"

enum state {
	WAITING,
	RUNNING,
	ENDED
};

struct run {
	const struct session *options;
	struct frame_link link;
	enum state state;
	bool console_lost;

	char command[CONSOLE_COMMAND_BYTES + 1];
	size_t command_length;

	pid_t child;
	int status;
	int to_stdin; /* our ends of the child's pipes; -1: closed */
	int from_stdout;
	int from_stderr;

	/* What the host sent for stdin and the child has not taken yet. */
	uint8_t input[CONSOLE_STDIN_BYTES];
	size_t input_start;
	size_t input_length;
	size_t credit; /* taken by the child, not yet granted again */
	bool input_ended;
	bool exit_sent;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

static void set_nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int child_wake[2];

static void child_ended(int signal_number)
{
	int saved = errno;

	(void)signal_number;
	if (write(child_wake[1], "", 1) < 0) {
		/* The pipe is full: the loop is awake anyway. */
	}
	errno = saved;
}

static void exec_command(struct run *run, int in, int out, int err)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	execl("/bin/sh", "sh", "-c", run->command, (char *)NULL);
	perror("/bin/sh");
	_exit(127);
}

/* Returns 0, or the status that a shell gives to what cannot be started. */
static int start_command(struct run *run)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };
	const char *file = run->options->stdin_file;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		goto failed;
	if (run->options->oneway) {
		in[0] = open(file ? file : "/dev/null", O_RDONLY | O_CLOEXEC);
		if (in[0] < 0)
			goto failed;
	} else if (pipe2(in, O_CLOEXEC)) {
		goto failed;
	}
	run->command[run->command_length] = '\0';
	run->child = fork();
	if (run->child == 0)
		exec_command(run, in[0], out[1], err[1]);
	if (run->child < 0)
		goto failed;
	close(in[0]);
	close(out[1]);
	close(err[1]);
	run->to_stdin = in[1];
	run->from_stdout = out[0];
	run->from_stderr = err[0];
	if (run->to_stdin >= 0)
		set_nonblocking(run->to_stdin);
	set_nonblocking(run->from_stdout);
	set_nonblocking(run->from_stderr);
	run->state = RUNNING;
	return 0;
failed:
	close_end(&in[0]);
	close_end(&in[1]);
	close_end(&out[0]);
	close_end(&out[1]);
	close_end(&err[0]);
	close_end(&err[1]);
	run->status = 126;
	run->state = ENDED;
	return run->status;
}

static void deliver(void *context, enum frame_type type, const uint8_t *data,
		    size_t length)
{
	struct run *run = context;
	size_t end, part;

	switch (type) {
	case FRAME_COMMAND:
		if (run->state != WAITING ||
		    length > CONSOLE_COMMAND_BYTES - run->command_length)
			return; /* no host of ours does that */
		memcpy(run->command + run->command_length, data, length);
		run->command_length += length;
		break;
	case FRAME_RUN:
		if (run->state == WAITING)
			start_command(run);
		break;
	case FRAME_STDIN:
		if (length > sizeof(run->input) - run->input_length)
			return; /* beyond the credit */
		end = (run->input_start + run->input_length) %
		      sizeof(run->input);
		part = sizeof(run->input) - end;
		if (part > length)
			part = length;
		memcpy(run->input + end, data, part);
		memcpy(run->input, data + part, length - part);
		run->input_length += length;
		break;
	case FRAME_STDIN_END:
		run->input_ended = true;
		break;
	default:
		break; /* a newer host's; harmless */
	}
}

static void ignore_noise(void *context, const uint8_t *data, size_t length)
{
	(void)context;
	(void)data;
	(void)length;
}

/* Passes on input; without a reader it is dropped, so that the host goes on. */
static void feed_stdin(struct run *run)
{
	ssize_t done;
	size_t part;

	while (run->input_length) {
		part = sizeof(run->input) - run->input_start;
		if (part > run->input_length)
			part = run->input_length;
		done = part;
		if (run->to_stdin >= 0) {
			done = write(run->to_stdin,
				     run->input + run->input_start, part);
			if (done < 0 && (errno == EAGAIN || errno == EINTR))
				break;
			if (done < 0) {
				close_end(&run->to_stdin);
				done = part;
			}
		}
		run->input_start =
			(run->input_start + done) % sizeof(run->input);
		run->input_length -= done;
		run->credit += done;
	}
	if (!run->input_length && run->input_ended)
		close_end(&run->to_stdin);
}

static void grant_credit(struct run *run)
{
	uint8_t bytes[4] = { run->credit, run->credit >> 8, run->credit >> 16,
			     run->credit >> 24 };

	if (run->credit < CONSOLE_STDIN_BYTES / 4 || run->input_ended ||
	    !frame_link_can_send(&run->link))
		return;
	frame_link_send(&run->link, FRAME_CREDIT, bytes, sizeof(bytes));
	run->credit = 0;
}

/* Moves one frame's worth; returns false when there is nothing to read. */
static bool take_output(struct run *run, int *fd, enum frame_type type)
{
	uint8_t buffer[FRAME_PAYLOAD];
	ssize_t length;

	if (*fd < 0 || !frame_link_can_send(&run->link))
		return false;
	length = read(*fd, buffer, sizeof(buffer));
	if (length > 0) {
		frame_link_send(&run->link, type, buffer, length);
		return true;
	}
	if (length == 0 || (errno != EAGAIN && errno != EINTR))
		close_end(fd);
	return false;
}

/* A record of /dev/kmsg is "priority,sequence,microseconds,flags;text". */
static bool take_kernel_log(struct run *run)
{
	char record[FRAME_PAYLOAD], line[FRAME_PAYLOAD];
	unsigned long long time_us = 0;
	unsigned int priority = 0;
	ssize_t length;
	char *text;
	int used;

	if (run->options->kernel_log < 0 || !frame_link_can_send(&run->link))
		return false;
	length = read(run->options->kernel_log, record, sizeof(record) - 1);
	if (length < 0 && errno == EPIPE)
		return true; /* overtaken: the next read goes on behind the gap */
	if (length <= 0)
		return false;
	record[length] = '\0';
	text = strchr(record, ';');
	if (!text || sscanf(record, "%u,%*u,%llu", &priority, &time_us) != 2)
		return true;
	text[strcspn(text, "\n")] = '\0';
	used = snprintf(line, sizeof(line), "[%5llu.%06llu] %s\n",
			time_us / 1000000, time_us % 1000000, text + 1);
	if (used > 0)
		frame_link_send(&run->link, FRAME_LOG, line,
				(size_t)used < sizeof(line) ? (size_t)used :
							      sizeof(line) - 1);
	return true;
}

static void reap(struct run *run)
{
	char drain[64];
	int status;
	pid_t pid;

	while (read(child_wake[0], drain, sizeof(drain)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != run->child)
			continue;
		run->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
						    WEXITSTATUS(status);
		run->state = ENDED;
	}
}

/*
 * After the command has ended: what it wrote is in the pipes; a process that
 * it left behind may hold them open and is not waited for.
 */
static void finish(struct run *run)
{
	uint8_t bytes[4];

	while (take_output(run, &run->from_stdout, FRAME_STDOUT) ||
	       take_output(run, &run->from_stderr, FRAME_STDERR) ||
	       take_kernel_log(run))
		;
	if (run->exit_sent || !frame_link_can_send(&run->link))
		return;
	memset(bytes, 0, sizeof(bytes));
	bytes[0] = run->status;
	frame_link_send(&run->link, FRAME_EXIT, bytes, sizeof(bytes));
	run->exit_sent = true;
}

static void write_console(struct run *run)
{
	const uint8_t *data;
	size_t length;
	ssize_t done;

	while ((length = frame_link_output(&run->link, &data, now_ms()))) {
		done = write(run->options->console, data, length);
		if (done < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (done < 0) {
			run->console_lost = true;
			return;
		}
		frame_link_written(&run->link, done);
	}
}

static void read_console(struct run *run)
{
	uint8_t buffer[4096];
	ssize_t length;

	length = read(run->options->console, buffer, sizeof(buffer));
	if (length > 0)
		frame_link_input(&run->link, buffer, length, now_ms());
	else if (length == 0 || (errno != EAGAIN && errno != EINTR))
		run->console_lost = true;
}

/* Waits until something can be done. */
static void wait_for_work(struct run *run)
{
	bool room = frame_link_can_send(&run->link);
	const uint8_t *data;
	size_t output = frame_link_output(&run->link, &data, now_ms());
	struct pollfd fds[] = {
		{ run->options->console,
		  (run->options->oneway ? 0 : POLLIN) | (output ? POLLOUT : 0),
		  0 },
		{ child_wake[0], POLLIN, 0 },
		{ run->input_length ? run->to_stdin : -1, POLLOUT, 0 },
		{ room ? run->from_stdout : -1, POLLIN, 0 },
		{ room ? run->from_stderr : -1, POLLIN, 0 },
		{ room ? run->options->kernel_log : -1, POLLIN, 0 },
	};
	int timeout = frame_link_timeout(&run->link, now_ms());

	if (output)
		timeout = -1; /* the console says when it takes more */
	if (poll(fds, sizeof(fds) / sizeof(fds[0]), timeout) < 0)
		return;
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		read_console(run);
}

static bool load_command(struct run *run)
{
	int fd = open(run->options->command_file, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return false;
	do {
		length = read(fd, run->command + run->command_length,
			      CONSOLE_COMMAND_BYTES - run->command_length);
		if (length > 0)
			run->command_length += length;
	} while (length > 0);
	close(fd);
	return length == 0 && run->command_length;
}

static void catch_children(void)
{
	struct sigaction action = { .sa_handler = child_ended,
				    .sa_flags = SA_RESTART | SA_NOCLDSTOP };

	if (pipe2(child_wake, O_CLOEXEC | O_NONBLOCK))
		abort();
	sigaction(SIGCHLD, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int session_run(const struct session *options)
{
	static struct run run;
	struct frame_user user = { deliver, ignore_noise, &run };
	uint8_t version = CONSOLE_VERSION;
	unsigned int rto_ms = options->rto_ms;

	memset(&run, 0, sizeof(run));
	run.options = options;
	run.to_stdin = run.from_stdout = run.from_stderr = -1;
	frame_link_init(&run.link, &user, FRAME_WINDOW,
			rto_ms ? rto_ms : SESSION_RTO_MS, options->oneway);
	catch_children();
	set_nonblocking(options->console);
	frame_link_send(&run.link, FRAME_READY, &version, 1);
	if (options->oneway) {
		write_console(&run);
		if (load_command(&run))
			start_command(&run);
		else
			run.status = 126, run.state = ENDED;
	}
	for (;;) {
		reap(&run);
		if (run.state == RUNNING) {
			feed_stdin(&run);
			grant_credit(&run);
			take_output(&run, &run.from_stdout, FRAME_STDOUT);
			take_output(&run, &run.from_stderr, FRAME_STDERR);
		}
		if (run.state == ENDED)
			finish(&run);
		else
			take_kernel_log(&run);
		write_console(&run);
		if (run.exit_sent && frame_link_idle(&run.link))
			break;
		if (run.console_lost)
			return -1;
		wait_for_work(&run);
	}
	tcdrain(options->console);
	return run.status;
}
