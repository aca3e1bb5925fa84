// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a file whole.  Regular files only: a device or pipe has no size to
 * check against the machine's memory.
 */
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *file_read(const char *path, size_t *length, char *error,
		size_t error_size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *why = NULL;
	char *data = NULL;
	struct stat st;
	size_t done = 0;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, &st)) {
		why = strerror(errno);
	} else if (!S_ISREG(st.st_mode)) {
		why = "not a regular file";
	} else {
		data = malloc((size_t)st.st_size + 1);
		if (!data)
			why = strerror(ENOMEM);
	}
	while (!why && n > 0 && done < (size_t)st.st_size) {
		n = read(fd, data + done, st.st_size - done);
		if (n > 0)
			done += n;
		else if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			why = strerror(errno);
	}
	if (fd >= 0)
		close(fd);
	if (why) {
		snprintf(error, error_size, "cannot read '%s': %s", path, why);
		free(data);
		return NULL;
	}
	data[done] = '\0';
	*length = done;
	return data;
}
