// SPDX-License-Identifier: GPL-2.0
/*
 * Process 1 of our guests: mounts the kernel's file systems, gives the console
 * to a shell or to a framed session with the host (console/session.h), and
 * powers off when that has ended. It starts no services and reads no
 * configuration; what it does is chosen by the word ia64pv.console= on the
 * kernel's command line (Documentation/userland.md).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "console/session.h"

static void complain(const char *what)
{
	/* Standard error is the console as the kernel opened it. */
	fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
}

static void mount_at(const char *type, const char *where, unsigned long flags,
		     const char *data)
{
	mkdir(where, 0755);
	if (mount(type, where, type, flags, data) && errno != EBUSY)
		complain(where);
}

static void mount_all(void)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	mount_at("proc", "/proc", flags, NULL);
	mount_at("sysfs", "/sys", flags, NULL);
	mount_at("devtmpfs", "/dev", MS_NOSUID, "mode=0755");
	mount_at("devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC,
		 "mode=0620,gid=5,ptmxmode=0666");
	mount_at("tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777");
	mount_at("tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=0755");
	mount_at("tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777");
	/* Absent in small kernels: no reason to complain. */
	mount("debugfs", "/sys/kernel/debug", "debugfs", flags, NULL);
	if (symlink("/proc/self/fd", "/dev/fd") && errno != EEXIST)
		complain("/dev/fd");
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return; /* a kernel without network */
	request.ifr_flags = IFF_UP;
	ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
}

/* Reads a file of one line; returns its length without the line's end. */
static size_t read_line(const char *name, char *line, size_t size)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, line, size - 1);

	if (fd >= 0)
		close(fd);
	if (length < 0)
		length = 0;
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return strlen(line);
}

/* Finds NAME=value on the kernel's command line; the last one counts. */
static bool command_line_has(const char *name, const char *value)
{
	static char line[65536];
	bool found = false;
	char *word, *rest = line;
	size_t length = strlen(name);

	read_line("/proc/cmdline", line, sizeof(line));
	while ((word = strsep(&rest, " ")))
		if (!strncmp(word, name, length) && word[length] == '=')
			found = !strcmp(word + length + 1, value);
	return found;
}

/*
 * /dev/console cannot be a controlling terminal; the device behind it can. The
 * kernel lists the consoles with /dev/console's own one last.
 */
static int open_console(void)
{
	char names[256], device[300];
	char *name;
	int fd;

	read_line("/sys/class/tty/console/active", names, sizeof(names));
	name = strrchr(names, ' ');
	snprintf(device, sizeof(device), "/dev/%s", name ? name + 1 : names);
	fd = open(names[0] ? device : "/dev/console", O_RDWR | O_NOCTTY);
	if (fd < 0)
		fd = open("/dev/console", O_RDWR | O_NOCTTY);
	return fd;
}

static void set_raw(int console)
{
	struct termios terminal;

	if (tcgetattr(console, &terminal))
		return;
	cfmakeraw(&terminal);
	terminal.c_cflag |= CLOCAL | CREAD;
	tcsetattr(console, TCSANOW, &terminal);
	tcflush(console, TCIFLUSH);
}

/*
 * Messages below an emergency stay off the console from here on; the session
 * passes them to the host from the kernel's log, which begins where the
 * console ended. A panic still prints.
 */
static int take_kernel_log(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int level = open("/proc/sys/kernel/printk", O_WRONLY | O_CLOEXEC);

	if (log >= 0)
		lseek(log, 0, SEEK_END);
	if (level < 0 || write(level, "1", 1) != 1)
		complain("/proc/sys/kernel/printk");
	if (level >= 0)
		close(level);
	return log;
}

static void framed_session(bool oneway)
{
	struct session session = { .oneway = oneway };

	if (oneway) {
		session.command_file = "/command";
		session.stdin_file = access("/command.stdin", R_OK) ?
					     NULL :
					     "/command.stdin";
	}
	session.console = open_console();
	session.kernel_log = take_kernel_log();
	set_raw(session.console);
	/* Children get pipes; nothing else of theirs may reach the console. */
	if (chdir("/root"))
		complain("/root");
	session_run(&session);
}

static void exec_shell(int console)
{
	setsid();
	if (ioctl(console, TIOCSCTTY, 0))
		complain("no job control");
	dup2(console, 0);
	dup2(console, 1);
	dup2(console, 2);
	if (console > 2)
		close(console);
	if (chdir("/root"))
		complain("/root");
	execl("/bin/sh", "-sh", (char *)NULL);
	complain("/bin/sh");
	_exit(127);
}

static void interactive_session(void)
{
	int console = open_console();
	pid_t shell = fork();
	pid_t pid;

	if (shell == 0)
		exec_shell(console);
	do {
		pid = wait(NULL);
	} while (pid != shell && (pid > 0 || errno == EINTR));
}

int main(void)
{
	int null;

	mount_all();
	loopback_up();
	if (sethostname("ia64", 4))
		complain("sethostname");
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
	setenv("TERM", "vt100", 0);

	if (command_line_has("ia64pv.console", "oneway")) {
		framed_session(true);
	} else if (command_line_has("ia64pv.console", "frames")) {
		framed_session(false);
	} else {
		interactive_session();
	}

	/* What is left must not print into the last words. */
	null = open("/dev/null", O_RDWR);
	if (null >= 0) {
		dup2(null, 1);
		dup2(null, 2);
	}
	kill(-1, SIGKILL);
	while (wait(NULL) > 0)
		;
	sync();
	reboot(RB_POWER_OFF);
	/* A machine that cannot power off: process 1 must not end. */
	for (;;)
		pause();
}
