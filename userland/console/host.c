// SPDX-License-Identifier: GPL-2.0
/*
 * The host's end of the console protocol: starts a machine whose standard
 * input and output are its serial console, gives it a command, and passes the
 * command's input, output and status through. Everything else that the machine
 * says goes to a log. Protocol and options: Documentation/userland.md.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "frame.h"

#define STATUS_TIMEOUT 124
#define STATUS_MACHINE 125

/* More in flight than a guest's terminal buffers hold would be lost there. */
#define HOST_WINDOW 4
#define HOST_RTO_MS 1000

/* How long a machine may take to power off after the last frame. */
#define POWER_OFF_S 60
/* How much of a panic's text is waited for. */
#define PANIC_S 2

struct host {
	struct frame_link link;
	const char *command;
	size_t command_length;
	size_t command_sent;
	const char *log_name;
	int log; /* -1: none */

	pid_t machine; /* 0: ended */
	int machine_status;
	int to_machine;
	int from_machine;

	bool ready;
	bool run_sent;
	bool input_ended; /* ours, read to its end */
	bool input_end_sent;
	size_t credit;
	bool got_exit;
	int status;

	/* The line of noise that is being collected, and what it told. */
	char line[256];
	size_t line_length;
	bool line_spoilt;
	char last_line[256];
	char panic[256];
	int64_t panic_ms;
	int64_t exit_ms;
};

static volatile sig_atomic_t stop_signal;

static void stop(int signal_number)
{
	stop_signal = signal_number;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

static void say(const char *format, ...)
{
	va_list arguments;

	fputs("console-host: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

static void kill_machine(struct host *host)
{
	int64_t patience = now_ms() + 2000;
	struct timespec pause = { 0, 10000000 };

	if (!host->machine)
		return;
	kill(-host->machine, SIGTERM);
	while (waitpid(host->machine, &host->machine_status, WNOHANG) == 0) {
		if (now_ms() > patience)
			kill(-host->machine, SIGKILL);
		nanosleep(&pause, NULL);
	}
	kill(-host->machine, SIGKILL); /* what it may have left */
	host->machine = 0;
}

static void write_log(struct host *host, const void *data, size_t length)
{
	const char *bytes = data;
	ssize_t done;

	while (host->log >= 0 && length) {
		done = write(host->log, bytes, length);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			say("%s: %s", host->log_name, strerror(errno));
			close(host->log);
			host->log = -1;
			return;
		}
		bytes += done;
		length -= done;
	}
}

/* Passes the command's output on; a reader that went away ends everything. */
static void write_out(struct host *host, int fd, const uint8_t *data,
		      size_t length)
{
	ssize_t done;

	while (length) {
		done = write(fd, data, length);
		if (done < 0 && errno == EINTR && !stop_signal)
			continue;
		if (done < 0) {
			int error = errno;

			kill_machine(host);
			if (error == EPIPE) {
				signal(SIGPIPE, SIG_DFL);
				raise(SIGPIPE);
			}
			if (error != EINTR)
				say("cannot pass output on: %s",
				    strerror(error));
			exit(stop_signal ? 128 + stop_signal : STATUS_MACHINE);
		}
		data += done;
		length -= done;
	}
}

/* A line outside all frames: a kernel that dies says so here. */
static void note_line(struct host *host)
{
	static const char panic[] = "Kernel panic - not syncing";
	const char *text;

	host->line[host->line_length] = '\0';
	host->line_length = 0;
	if (!host->line[0] || host->line_spoilt) {
		host->line_spoilt = false;
		return;
	}
	memcpy(host->last_line, host->line, sizeof(host->line));
	text = strstr(host->line, panic);
	if (text && !host->panic[0]) {
		snprintf(host->panic, sizeof(host->panic), "%s", text);
		host->panic_ms = now_ms();
	}
}

static void noise(void *context, const uint8_t *data, size_t length)
{
	struct host *host = context;
	size_t i;

	write_log(host, data, length);
	for (i = 0; i < length; i++) {
		if (data[i] == '\n')
			note_line(host);
		else if (data[i] >= 0x7f ||
			 (data[i] < ' ' && data[i] != '\r' && data[i] != '\t'))
			host->line_spoilt = true; /* a damaged frame's */
		else if (data[i] != '\r' &&
			 host->line_length < sizeof(host->line) - 1)
			host->line[host->line_length++] = data[i];
	}
}

static void deliver(void *context, enum frame_type type, const uint8_t *data,
		    size_t length)
{
	struct host *host = context;

	switch (type) {
	case FRAME_READY:
		if (length >= 1 && data[0] != CONSOLE_VERSION) {
			say("the guest speaks version %u of the protocol, not %u",
			    data[0], CONSOLE_VERSION);
			kill_machine(host);
			exit(STATUS_MACHINE);
		}
		host->ready = true;
		break;
	case FRAME_STDOUT:
		write_out(host, STDOUT_FILENO, data, length);
		break;
	case FRAME_STDERR:
		write_out(host, STDERR_FILENO, data, length);
		break;
	case FRAME_LOG:
		write_log(host, data, length);
		break;
	case FRAME_CREDIT:
		if (length == 4)
			host->credit += data[0] | data[1] << 8 | data[2] << 16 |
					(uint32_t)data[3] << 24;
		break;
	case FRAME_EXIT:
		host->got_exit = true;
		host->status = length ? data[0] : STATUS_MACHINE;
		host->exit_ms = now_ms();
		break;
	default:
		break;
	}
}

/* Sends what the guest may be given now: the command, then its input. */
static void send_frames(struct host *host)
{
	size_t part;

	if (!host->ready || host->link.oneway)
		return;
	while (!host->run_sent && frame_link_can_send(&host->link)) {
		part = host->command_length - host->command_sent;
		if (part > FRAME_PAYLOAD)
			part = FRAME_PAYLOAD;
		if (part) {
			frame_link_send(&host->link, FRAME_COMMAND,
					host->command + host->command_sent,
					part);
			host->command_sent += part;
		} else {
			frame_link_send(&host->link, FRAME_RUN, NULL, 0);
			host->run_sent = true;
		}
	}
	if (host->run_sent && host->input_ended && !host->input_end_sent &&
	    frame_link_can_send(&host->link)) {
		frame_link_send(&host->link, FRAME_STDIN_END, NULL, 0);
		host->input_end_sent = true;
	}
}

static bool wants_input(const struct host *host)
{
	return host->run_sent && !host->input_ended && !host->got_exit &&
	       host->credit && !host->link.oneway &&
	       frame_link_can_send(&host->link);
}

static void read_input(struct host *host)
{
	uint8_t buffer[FRAME_PAYLOAD];
	size_t part = sizeof(buffer);
	ssize_t length;

	if (part > host->credit)
		part = host->credit;
	length = read(STDIN_FILENO, buffer, part);
	if (length > 0) {
		frame_link_send(&host->link, FRAME_STDIN, buffer, length);
		host->credit -= length;
	} else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
		host->input_ended = true;
	}
}

static void read_machine(struct host *host)
{
	uint8_t buffer[65536];
	ssize_t length = read(host->from_machine, buffer, sizeof(buffer));

	if (length > 0) {
		frame_link_input(&host->link, buffer, length, now_ms());
	} else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
		close(host->from_machine);
		host->from_machine = -1;
	}
}

static void write_machine(struct host *host)
{
	const uint8_t *data;
	size_t length;
	ssize_t done;

	while (host->to_machine >= 0 &&
	       (length = frame_link_output(&host->link, &data, now_ms()))) {
		done = write(host->to_machine, data, length);
		if (done < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (done < 0) {
			close(host->to_machine);
			host->to_machine = -1;
			return;
		}
		frame_link_written(&host->link, done);
	}
}

static void wait_for_work(struct host *host, int64_t limit_ms)
{
	const uint8_t *data;
	size_t output = host->to_machine < 0 ?
				0 :
				frame_link_output(&host->link, &data, now_ms());
	struct pollfd fds[] = {
		{ host->from_machine, POLLIN, 0 },
		{ output ? host->to_machine : -1, POLLOUT, 0 },
		{ wants_input(host) ? STDIN_FILENO : -1, POLLIN, 0 },
	};
	int timeout = output ? -1 : frame_link_timeout(&host->link, now_ms());
	int64_t left = limit_ms - now_ms();

	if (host->to_machine < 0)
		timeout = -1;
	if (left < 0)
		left = 0;
	if (timeout < 0 || timeout > left)
		timeout = left < 1000 ? left : 1000;
	if (poll(fds, 3, timeout) < 0)
		return;
	if (fds[0].revents)
		read_machine(host);
	if (fds[2].revents)
		read_input(host);
}

static const char *how_it_ended(const struct host *host)
{
	static char text[80];
	int status = host->machine_status;

	if (WIFSIGNALED(status))
		snprintf(text, sizeof(text), "signal %d", WTERMSIG(status));
	else
		snprintf(text, sizeof(text), "status %d", WEXITSTATUS(status));
	return text;
}

/* Runs until the status is known; returns it. */
static int converse(struct host *host, int64_t limit_ms)
{
	int64_t limit;

	for (;;) {
		send_frames(host);
		write_machine(host);
		if (host->got_exit && host->from_machine < 0 && host->machine) {
			waitpid(host->machine, &host->machine_status, 0);
			host->machine = 0;
		}
		if (host->got_exit && !host->machine)
			return host->status;
		if (host->from_machine < 0)
			break;
		if (stop_signal)
			return 128 + stop_signal;
		if (now_ms() >= limit_ms)
			return STATUS_TIMEOUT;
		if (host->link.oneway && host->link.stats.lost) {
			say("a frame of the guest's was damaged");
			return STATUS_MACHINE;
		}
		limit = limit_ms;
		if (host->panic[0] && !host->got_exit) {
			if (now_ms() >= host->panic_ms + PANIC_S * 1000)
				break;
			limit = host->panic_ms + PANIC_S * 1000;
		}
		if (host->got_exit &&
		    now_ms() >= host->exit_ms + POWER_OFF_S * 1000) {
			say("the machine did not power off in %d s after the command",
			    POWER_OFF_S);
			return STATUS_MACHINE;
		}
		wait_for_work(host, limit);
	}
	if (host->panic[0]) {
		say("the guest's kernel died: %s", host->panic);
		return STATUS_MACHINE;
	}
	waitpid(host->machine, &host->machine_status, 0);
	host->machine = 0;
	note_line(host);
	say("the machine ended (%s) before the command %s; it last said: %s",
	    how_it_ended(host), host->run_sent ? "did" : "began",
	    host->last_line[0] ? host->last_line : "nothing");
	return STATUS_MACHINE;
}

static void start_machine(struct host *host, char **arguments)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) {
		say("cannot make a pipe: %s", strerror(errno));
		exit(STATUS_MACHINE);
	}
	host->machine = fork();
	if (host->machine < 0) {
		say("cannot start a process: %s", strerror(errno));
		exit(STATUS_MACHINE);
	}
	if (host->machine == 0) {
		setpgid(0, 0);
		signal(SIGPIPE, SIG_DFL);
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execvp(arguments[0], arguments);
		say("%s: %s", arguments[0], strerror(errno));
		_exit(STATUS_MACHINE);
	}
	setpgid(host->machine, host->machine);
	close(in[0]);
	close(out[1]);
	host->to_machine = in[1];
	host->from_machine = out[0];
	fcntl(host->to_machine, F_SETFL, O_NONBLOCK);
	fcntl(host->from_machine, F_SETFL, O_NONBLOCK);
}

static void load_command(struct host *host, const char *name)
{
	static char buffer[CONSOLE_COMMAND_BYTES + 1];
	FILE *file = fopen(name, "r");

	if (!file) {
		say("%s: %s", name, strerror(errno));
		exit(STATUS_MACHINE);
	}
	host->command_length = fread(buffer, 1, sizeof(buffer), file);
	fclose(file);
	host->command = buffer;
}

static void check_command(const struct host *host)
{
	if (host->link.oneway)
		return;
	if (!host->command) {
		say("no command (--command or --command-file)");
		exit(STATUS_MACHINE);
	}
	if (host->command_length > CONSOLE_COMMAND_BYTES) {
		say("the command has more than %d bytes",
		    CONSOLE_COMMAND_BYTES);
		exit(STATUS_MACHINE);
	}
	if (memchr(host->command, 0, host->command_length)) {
		say("the command has a zero byte");
		exit(STATUS_MACHINE);
	}
}

static void print_stats(const struct frame_stats *stats)
{
	say("frames: %ju sent, %ju received, %ju sent again, %ju damaged, %ju gaps",
	    (uintmax_t)stats->sent, (uintmax_t)stats->received,
	    (uintmax_t)stats->resent, (uintmax_t)stats->damaged,
	    (uintmax_t)stats->lost);
	say("%ju bytes outside frames", (uintmax_t)stats->noise_bytes);
}

static void usage(FILE *out)
{
	fputs("usage: console-host [--log FILE] [--timeout SECONDS] [--stats]\n"
	      "         {--command STRING | --command-file FILE | --oneway}\n"
	      "         [--] MACHINE [ARGUMENT...]\n"
	      "Runs a command in the guest of a machine whose standard input and output\n"
	      "are its console. Exit status: the command's, 124 on timeout, 125 when the\n"
	      "machine failed or the usage is wrong, 128 + N when signal N ended it.\n",
	      out);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "log", required_argument, NULL, 'l' },
		{ "timeout", required_argument, NULL, 't' },
		{ "command", required_argument, NULL, 'c' },
		{ "command-file", required_argument, NULL, 'f' },
		{ "oneway", no_argument, NULL, 'o' },
		{ "stats", no_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	static struct host host;
	struct frame_user user = { deliver, noise, &host };
	struct sigaction action = { .sa_handler = stop };
	int64_t limit_ms = INT64_MAX;
	bool oneway = false, stats = false;
	double seconds;
	char *end;
	int option, status;

	host.log = -1;
	host.credit = CONSOLE_STDIN_BYTES;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (option) {
		case 'l':
			host.log_name = optarg;
			break;
		case 't':
			seconds = strtod(optarg, &end);
			if (end == optarg || *end || !(seconds > 0) ||
			    seconds > 1e9) {
				say("--timeout %s: expected seconds", optarg);
				return STATUS_MACHINE;
			}
			limit_ms = now_ms() + (int64_t)(seconds * 1000);
			break;
		case 'c':
			host.command = optarg;
			host.command_length = strlen(optarg);
			break;
		case 'f':
			load_command(&host, optarg);
			break;
		case 'o':
			oneway = true;
			break;
		case 's':
			stats = true;
			break;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return STATUS_MACHINE;
		}
	}
	if (optind == argc) {
		usage(stderr);
		return STATUS_MACHINE;
	}
	frame_link_init(&host.link, &user, HOST_WINDOW, HOST_RTO_MS, oneway);
	check_command(&host);
	if (host.log_name) {
		host.log = open(host.log_name,
				O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
		if (host.log < 0) {
			say("%s: %s", host.log_name, strerror(errno));
			return STATUS_MACHINE;
		}
	}
	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);

	start_machine(&host, argv + optind);
	status = converse(&host, limit_ms);
	kill_machine(&host);
	if (status == STATUS_TIMEOUT && !host.got_exit)
		say("timeout; the machine last said: %s",
		    host.last_line[0] ? host.last_line : "nothing");
	if (stats)
		print_stats(&host.link.stats);
	return status;
}
