// SPDX-License-Identifier: GPL-2.0
/*
 * Packs an initramfs (cpio, newc format) from a list on standard input, so that
 * the archive depends on names, modes and contents alone: entries are sorted,
 * owners are root, times and inode numbers are fixed. Format of the archive:
 * Linux, Documentation/driver-api/early-userspace/buffer-format.rst.
 *
 * A line of the list, with blanks between its words:
 *   dir NAME MODE | file NAME MODE SOURCE | slink NAME TARGET |
 *   nod NAME MODE {c|b} MAJOR MINOR
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WORDS 6

struct entry {
	char *name; /* without the leading slash */
	unsigned int mode;
	unsigned int major;
	unsigned int minor;
	char *source; /* file: where its contents are; slink: the target */
};

static struct entry *entries;
static size_t count;
static unsigned long line_number;
static unsigned long long written;

static void fail(const char *what, const char *why)
{
	if (line_number)
		fprintf(stderr, "pack-cpio: line %lu: %s: %s\n", line_number,
			what, why);
	else
		fprintf(stderr, "pack-cpio: %s: %s\n", what, why);
	exit(1);
}

static unsigned int number(const char *word, int base, unsigned int last)
{
	char *end;
	unsigned long value = strtoul(word, &end, base);

	if (end == word || *end || value > last)
		fail(word, "expected a number");
	return value;
}

static struct entry *add_entry(const char *name)
{
	struct entry *entry;

	if (name[0] != '/' || !name[1])
		fail(name, "expected an absolute name");
	if (!(count & (count - 1))) {
		entries = realloc(entries,
				  (count ? 2 * count : 1) * sizeof(*entries));
		if (!entries)
			fail(name, "out of memory");
	}
	entry = &entries[count++];
	memset(entry, 0, sizeof(*entry));
	entry->name = strdup(name + 1);
	return entry;
}

static void read_entry(char *line)
{
	char *words[WORDS] = { 0 };
	int used = 0;
	char *word, *rest = line;
	struct entry *entry;

	while ((word = strtok_r(rest, " \t\n", &rest))) {
		if (used == WORDS)
			fail(word, "one word too many");
		words[used++] = word;
	}
	if (!used || words[0][0] == '#')
		return;
	if (used == 3 && !strcmp(words[0], "dir")) {
		entry = add_entry(words[1]);
		entry->mode = S_IFDIR | number(words[2], 8, 07777);
	} else if (used == 4 && !strcmp(words[0], "file")) {
		entry = add_entry(words[1]);
		entry->mode = S_IFREG | number(words[2], 8, 07777);
		entry->source = strdup(words[3]);
	} else if (used == 3 && !strcmp(words[0], "slink")) {
		entry = add_entry(words[1]);
		entry->mode = S_IFLNK | 0777;
		entry->source = strdup(words[2]);
	} else if (used == 6 && !strcmp(words[0], "nod") &&
		   (words[3][0] == 'c' || words[3][0] == 'b')) {
		entry = add_entry(words[1]);
		entry->mode = (words[3][0] == 'c' ? S_IFCHR : S_IFBLK) |
			      number(words[2], 8, 07777);
		entry->major = number(words[4], 10, 0xfff);
		entry->minor = number(words[5], 10, 0xfffff);
	} else {
		fail(words[0], "expected dir, file, slink or nod");
	}
}

static int by_name(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void put(const void *data, size_t length)
{
	if (length && fwrite(data, length, 1, stdout) != 1)
		fail("standard output", strerror(errno));
	written += length;
}

static void pad(void)
{
	put("\0\0\0", -written & 3);
}

static char *load(const char *name, size_t *size)
{
	FILE *file = fopen(name, "r");
	struct stat status;
	char *data;

	if (!file || fstat(fileno(file), &status) || !S_ISREG(status.st_mode))
		fail(name, file ? "not a regular file" : strerror(errno));
	*size = status.st_size;
	data = malloc(*size + 1);
	if (!data)
		fail(name, "out of memory");
	if (fread(data, 1, *size, file) != *size)
		fail(name, "changed while it was read");
	fclose(file);
	return data;
}

static void write_entry(const struct entry *entry, unsigned int inode)
{
	size_t name_size = strlen(entry->name) + 1;
	char header[111];
	char *data = NULL;
	size_t size = 0;

	if (S_ISREG(entry->mode)) {
		data = load(entry->source, &size);
	} else if (S_ISLNK(entry->mode)) {
		data = strdup(entry->source);
		size = strlen(data);
	}
	if (size > 0xffffffff)
		fail(entry->name, "larger than the format allows");
	snprintf(header, sizeof(header),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 inode, entry->mode, 0, 0, S_ISDIR(entry->mode) ? 2 : 1, 0,
		 (unsigned int)size, 0, 0, entry->major, entry->minor,
		 (unsigned int)name_size, 0);
	put(header, 110);
	put(entry->name, name_size);
	pad();
	put(data, size);
	pad();
	free(data);
}

int main(void)
{
	static char line[65536];
	struct entry trailer = { .name = "TRAILER!!!" };
	size_t i;

	while (fgets(line, sizeof(line), stdin)) {
		line_number++;
		read_entry(line);
	}
	line_number = 0;
	if (!count)
		fail("standard input", "an empty list");
	qsort(entries, count, sizeof(*entries), by_name);
	for (i = 1; i < count; i++)
		if (!strcmp(entries[i - 1].name, entries[i].name))
			fail(entries[i].name, "listed twice");
	for (i = 0; i < count; i++)
		write_entry(&entries[i], i + 1);
	write_entry(&trailer, 0);
	if (fflush(stdout))
		fail("standard output", strerror(errno));
	return 0;
}
