// SPDX-License-Identifier: GPL-2.0
/*
 * Serial line back ends.  Reading never waits; writing waits for the host,
 * which stops the guest meanwhile and so loses nothing.  A terminal on stdio
 * is put into raw mode and restored on every way out; Ctrl-A is its escape as
 * in QEMU: X quits, C prints the machine's state, B sends a break, Ctrl-A
 * itself sends Ctrl-A, H helps.
 */
#define _GNU_SOURCE /* accept4() */
#include "dev/chardev.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "util/options.h"

#define OUT_SIZE 4096
#define IN_SIZE 4096
#define ESCAPE 0x01

struct script_line {
	u64 ms;
	size_t length;
	u8 *text;
};

struct chardev {
	int in, out; /* -1: none */
	bool own_in, own_out;
	bool terminal, escaped;
	char *socket_path;
	u8 out_buffer[OUT_SIZE];
	size_t out_length;
	u8 in_buffer[IN_SIZE];
	size_t in_head, in_length;
	bool break_pending;
	enum chardev_key key;
	struct script_line *script;
	size_t script_count, script_at, script_offset;
	u64 (*now)(void *arg);
	void *now_arg;
	u64 hz;
};

/* The one terminal a process can have; restored at exit. */
static struct termios terminal_saved;
static bool terminal_raw;

static void terminal_restore(void)
{
	if (terminal_raw)
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal_saved);
	terminal_raw = false;
}

/* Stop and continue by job control must leave a usable terminal, too. */
static void terminal_set_raw(void)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &terminal_saved))
		return;
	t = terminal_saved;
	t.c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR |
		       ICRNL | IXON);
	t.c_oflag |= OPOST;
	t.c_lflag &= ~(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	t.c_cflag = (t.c_cflag & ~(CSIZE | PARENB)) | CS8;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSANOW, &t))
		return;
	terminal_raw = true;
	atexit(terminal_restore);
}

static bool open_unix(struct chardev *c, const char *path, char *error,
		      size_t size)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int listener;

	if (strlen(path) >= sizeof(addr.sun_path)) {
		snprintf(error, size, "socket path '%s' is too long", path);
		return false;
	}
	strcpy(addr.sun_path, path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 ||
	    bind(listener, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(listener, 1)) {
		snprintf(error, size, "cannot listen on '%s': %s", path,
			 strerror(errno));
		if (listener >= 0)
			close(listener);
		return false;
	}
	c->socket_path = strdup(path);
	c->in = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	close(listener);
	if (c->in < 0) {
		snprintf(error, size, "no peer on '%s': %s", path,
			 strerror(errno));
		return false;
	}
	c->out = c->in;
	c->own_in = true;
	return true;
}

static bool open_spec(struct chardev *c, const char *spec, char *error,
		      size_t size)
{
	u64 fd;

	if (!strcmp(spec, "null"))
		return true;
	if (!strcmp(spec, "stdio")) {
		c->in = STDIN_FILENO;
		c->out = STDOUT_FILENO;
		c->terminal = isatty(STDIN_FILENO);
		if (c->terminal)
			terminal_set_raw();
		return true;
	}
	if (!strncmp(spec, "file:", 5)) {
		c->out = open(spec + 5,
			      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		c->own_out = true;
		if (c->out >= 0)
			return true;
		snprintf(error, size, "cannot write '%s': %s", spec + 5,
			 strerror(errno));
		return false;
	}
	if (!strncmp(spec, "unix:", 5))
		return open_unix(c, spec + 5, error, size);
	if (!strncmp(spec, "fd:", 3)) {
		if (!parse_u64(spec + 3, &fd) || fd > 0x7fffffff ||
		    fcntl(fd, F_GETFD) < 0) {
			snprintf(error, size, "'%s' is not an open descriptor",
				 spec);
			return false;
		}
		c->in = fd;
		c->out = fd;
		return true;
	}
	snprintf(error, size,
		 "'%s': expected stdio, null, file:PATH, unix:PATH or fd:N",
		 spec);
	return false;
}

struct chardev *chardev_open(const char *spec, char *error, size_t error_size)
{
	struct chardev *c = calloc(1, sizeof(*c));

	if (!c) {
		snprintf(error, error_size, "out of memory");
		return NULL;
	}
	c->in = -1;
	c->out = -1;
	if (open_spec(c, spec, error, error_size))
		return c;
	chardev_close(c);
	return NULL;
}

void chardev_close(struct chardev *c)
{
	if (!c)
		return;
	chardev_flush(c);
	if (c->terminal)
		terminal_restore();
	if (c->own_in && c->in >= 0)
		close(c->in);
	if (c->own_out && c->out >= 0)
		close(c->out);
	if (c->socket_path)
		unlink(c->socket_path);
	free(c->socket_path);
	for (size_t i = 0; i < c->script_count; i++)
		free(c->script[i].text);
	free(c->script);
	free(c);
}

void chardev_set_clock(struct chardev *c, u64 (*now)(void *arg), void *arg,
		       u64 hz)
{
	c->now = now;
	c->now_arg = arg;
	c->hz = hz;
}

/* Undo the escapes of @text in place; returns the length, or -1. */
static ssize_t unescape(char *text)
{
	static const char from[] = "nrt\\", to[] = "\n\r\t\\";
	char *in = text, *out = text;
	const char *found;
	unsigned int byte;
	int used;

	while (*in) {
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		in++;
		used = 0;
		if (*in == 'x' && sscanf(in + 1, "%2x%n", &byte, &used) == 1 &&
		    used == 2) {
			*out++ = byte;
			in += 3;
			continue;
		}
		found = *in ? strchr(from, *in) : NULL;
		if (!found)
			return -1;
		*out++ = to[found - from];
		in++;
	}
	return out - text;
}

static bool script_add(struct chardev *c, char *line)
{
	struct script_line *grown, new;
	char *text = strchr(line, ' ');
	ssize_t length;

	if (!text)
		return false;
	*text++ = '\0';
	if (!parse_u64(line, &new.ms))
		return false;
	if (c->script_count && c->script[c->script_count - 1].ms > new.ms)
		return false;
	length = unescape(text);
	if (length < 0)
		return false;
	new.length = length;
	new.text = malloc(length + 1);
	grown = realloc(c->script, (c->script_count + 1) * sizeof(new));
	if (grown)
		c->script = grown;
	if (!new.text || !grown) {
		free(new.text);
		return false;
	}
	memcpy(new.text, text, length);
	c->script[c->script_count++] = new;
	return true;
}

bool chardev_script(struct chardev *c, const char *path, char *error,
		    size_t error_size)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	int number = 0;
	bool ok = true;

	if (!f) {
		snprintf(error, error_size, "cannot read '%s': %s", path,
			 strerror(errno));
		return false;
	}
	while (ok && (length = getline(&line, &room, f)) > 0) {
		number++;
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		if (length == 0 || line[0] == '#')
			continue;
		ok = script_add(c, line);
	}
	free(line);
	fclose(f);
	if (!ok) {
		snprintf(error, error_size,
			 "%s:%d: expected MILLISECONDS TEXT, in order of time",
			 path, number);
		return false;
	}
	if (c->own_in && c->in != c->out)
		close(c->in);
	c->in = -1;
	return true;
}

void chardev_flush(struct chardev *c)
{
	size_t done = 0;
	ssize_t n;

	while (done < c->out_length && c->out >= 0) {
		n = write(c->out, c->out_buffer + done, c->out_length - done);
		if (n > 0) {
			done += n;
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = c->out, .events = POLLOUT };

			poll(&p, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			/* Nobody listens any more: like an unplugged cable. */
			c->out = -1;
		}
	}
	c->out_length = 0;
}

void chardev_write(struct chardev *c, u8 value)
{
	c->out_buffer[c->out_length++] = value;
	if (c->out_length == OUT_SIZE || value == '\n')
		chardev_flush(c);
}

static void escape_help(struct chardev *c)
{
	static const char text[] = "\r\n"
				   "C-a x    quit\r\n"
				   "C-a c    print the state of the machine\r\n"
				   "C-a i    send every CPU an INIT\r\n"
				   "C-a b    send a break\r\n"
				   "C-a C-a  send C-a\r\n";

	for (const char *p = text; *p; p++)
		chardev_write(c, *p);
}

/* Sort the @n bytes at the buffer's end into characters and escapes. */
static void take_typed(struct chardev *c, size_t n)
{
	u8 *from = c->in_buffer + c->in_length, *to = from;

	for (size_t i = 0; i < n; i++) {
		u8 byte = from[i];

		if (!c->escaped) {
			if (byte == ESCAPE)
				c->escaped = true;
			else
				*to++ = byte;
			continue;
		}
		c->escaped = false;
		switch (byte) {
		case ESCAPE:
			*to++ = byte;
			break;
		case 'x':
		case 'X':
			c->key = CHARDEV_KEY_QUIT;
			break;
		case 'c':
		case 'C':
			c->key = CHARDEV_KEY_DUMP;
			break;
		case 'i':
		case 'I':
			c->key = CHARDEV_KEY_INIT;
			break;
		case 'b':
		case 'B':
			c->break_pending = true;
			break;
		default:
			escape_help(c);
			break;
		}
	}
	c->in_length += to - from;
}

/* Read what the host has, without waiting. */
static void fill(struct chardev *c)
{
	struct pollfd p = { .fd = c->in, .events = POLLIN };
	ssize_t n;

	/* A terminal is read even when the guest does not: for the escapes. */
	if (c->in < 0 || (c->in_length && !c->terminal))
		return;
	memmove(c->in_buffer, c->in_buffer + c->in_head, c->in_length);
	c->in_head = 0;
	if (c->in_length == IN_SIZE || poll(&p, 1, 0) <= 0)
		return;
	n = read(c->in, c->in_buffer + c->in_length, IN_SIZE - c->in_length);
	if (n > 0 && c->terminal)
		take_typed(c, n);
	else if (n > 0)
		c->in_length += n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		c->in = -1; /* end of input */
}

u64 chardev_next_time(const struct chardev *c)
{
	if (c->script_at == c->script_count)
		return ~0ULL;
	return (u128)c->script[c->script_at].ms * c->hz / 1000;
}

bool chardev_has_input(struct chardev *c)
{
	if (c->script_count)
		return c->now && c->now(c->now_arg) >= chardev_next_time(c);
	fill(c);
	return c->in_length || c->break_pending;
}

bool chardev_read(struct chardev *c, u8 *value, bool *is_break)
{
	const struct script_line *line;

	*is_break = false;
	if (!chardev_has_input(c))
		return false;
	if (c->script_count) {
		line = &c->script[c->script_at];
		*value = c->script_offset < line->length ?
				 line->text[c->script_offset] :
				 0;
		if (++c->script_offset >= line->length) {
			c->script_offset = 0;
			c->script_at++;
		}
		return line->length != 0;
	}
	if (c->break_pending) {
		c->break_pending = false;
		*is_break = true;
		return true;
	}
	*value = c->in_buffer[c->in_head++];
	if (--c->in_length == 0)
		c->in_head = 0;
	return true;
}

bool chardev_expects_input(const struct chardev *c)
{
	return c->in >= 0;
}

void chardev_wait(struct chardev *c, int ms)
{
	struct pollfd p = { .fd = c->in, .events = POLLIN };

	chardev_flush(c);
	/* What is buffered waits for the guest, not the other way round. */
	poll(&p, c->in >= 0 && !c->in_length, ms);
}

enum chardev_key chardev_take_key(struct chardev *c)
{
	enum chardev_key key = c->key;

	c->key = CHARDEV_KEY_NONE;
	return key;
}
