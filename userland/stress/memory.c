// SPDX-License-Identifier: GPL-2.0
/*
 * Memory: mappings and their protection, copy on write, shared pages, reclaim
 * and exhaustion. Sizes follow the machine's free memory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

static sigjmp_buf escape;

static void on_fault(int number)
{
	siglongjmp(escape, number);
}

/* Tells whether a byte can be read (write 0) or written (write 1). */
static int can_access(volatile char *byte, int write)
{
	if (sigsetjmp(escape, 1))
		return 0;
	if (write)
		*byte = *byte + 1;
	else
		(void)*byte;
	return 1;
}

static void *map(size_t bytes, int flags)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS,
		    -1, 0);
}

static const char *protect(unsigned int scale)
{
	static const int rights[] = { PROT_NONE, PROT_READ,
				      PROT_READ | PROT_WRITE };
	enum {
		PAGES = 64
	};
	size_t page = sysconf(_SC_PAGESIZE);
	char *area = map(PAGES * page, MAP_PRIVATE);
	uint64_t state = 1;
	unsigned int round;
	int current[PAGES], i, which;

	if (area == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	for (i = 0; i < PAGES; i++)
		current[i] = 2;
	for (round = 0; round < 500 * scale; round++) {
		i = next_random(&state) % PAGES;
		which = next_random(&state) % 3;
		if (mprotect(area + i * page, page, rights[which]))
			return failure("mprotect: %s", strerror(errno));
		current[i] = which;
		i = next_random(&state) % PAGES;
		if (can_access(area + i * page, 0) != (current[i] > 0))
			return failure("page with rights %d read wrongly",
				       current[i]);
		if (can_access(area + i * page, 1) != (current[i] > 1))
			return failure("page with rights %d written wrongly",
				       current[i]);
	}
	munmap(area, PAGES * page);
	return NULL;
}

static const char *move(unsigned int scale)
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t bytes = 16 * page;
	unsigned char *area, *check = malloc(32 * page);
	unsigned int round;

	for (round = 0; round < 20 * scale; round++) {
		area = map(bytes, MAP_PRIVATE);
		if (area == MAP_FAILED)
			return failure("mmap: %s", strerror(errno));
		fill_random(area, bytes, round);
		fill_random(check, bytes, round);
		memset(check + bytes, 0, bytes);
		area = mremap(area, bytes, 2 * bytes, MREMAP_MAYMOVE);
		if (area == MAP_FAILED)
			return failure("mremap: %s", strerror(errno));
		if (memcmp(area, check, 2 * bytes))
			return "contents changed in mremap";
		if (munmap(area + bytes / 2, bytes))
			return failure("munmap: %s", strerror(errno));
		if (can_access((char *)area + bytes / 2, 0) ||
		    !can_access((char *)area + bytes / 2 - 1, 0) ||
		    !can_access((char *)area + bytes / 2 + bytes, 0))
			return "munmap left the wrong pages";
		munmap(area, bytes / 2);
		munmap(area + bytes / 2 + bytes, bytes / 2);
	}
	return NULL;
}

const char *stress_mmap(unsigned int scale)
{
	const char *why;

	signal(SIGSEGV, on_fault);
	why = protect(scale);
	return why ? why : move(scale);
}

const char *stress_cow(unsigned int scale)
{
	enum {
		CHILDREN = 6
	};
	size_t bytes = 64 * sysconf(_SC_PAGESIZE);
	unsigned char *area = map(bytes, MAP_PRIVATE);
	unsigned char *check = malloc(bytes);
	unsigned int round;
	const char *why;
	int pids[CHILDREN], i;

	if (area == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	for (round = 0; round < 3 * scale; round++) {
		fill_random(area, bytes, round);
		for (i = 0; i < CHILDREN; i++) {
			pids[i] = fork();
			if (pids[i])
				continue;
			/* Half of the pages become the child's own. */
			fill_random(area, bytes / 2, 1000 + i);
			fill_random(check, bytes, round);
			fill_random(check, bytes / 2, 1000 + i);
			_exit(memcmp(area, check, bytes) != 0);
		}
		for (i = 0; i < CHILDREN; i++) {
			why = expect_exit(pids[i], 0);
			if (why)
				return why;
		}
		fill_random(check, bytes, round);
		if (memcmp(area, check, bytes))
			return "a child's writes came through";
	}
	return NULL;
}

const char *stress_shared(unsigned int scale)
{
	enum {
		CHILDREN = 4
	};
	unsigned long count = 20000ul * scale;
	char name[] = "/tmp/stress.XXXXXX";
	int file = mkstemp(name);
	uint64_t *numbers;
	const char *why;
	unsigned long j;
	int pids[CHILDREN], i;

	if (file < 0 || ftruncate(file, 1 << 16))
		return failure("%s: %s", name, strerror(errno));
	unlink(name);
	numbers = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_SHARED, file,
		       0);
	if (numbers == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	for (i = 0; i < CHILDREN; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		for (j = 0; j < count; j++) {
			__atomic_fetch_add(&numbers[0], 1, __ATOMIC_SEQ_CST);
			numbers[16 + i]++;
		}
		_exit(0);
	}
	for (i = 0; i < CHILDREN; i++) {
		why = expect_exit(pids[i], 0);
		if (why)
			return why;
		if (numbers[16 + i] != count)
			return failure("child %d counted %llu", i,
				       (unsigned long long)numbers[16 + i]);
	}
	if (numbers[0] != CHILDREN * count)
		return failure("counted %llu together, not %lu",
			       (unsigned long long)numbers[0],
			       CHILDREN * count);
	/* The file sees what the mapping wrote. */
	if (pread(file, &j, sizeof(j), 0) != sizeof(j) || j != numbers[0])
		return "the file differs from the mapping";
	close(file);
	return NULL;
}

/* Reads a field of /proc/meminfo in KiB; 0 when it is not there. */
static size_t meminfo_kib(const char *field)
{
	FILE *file = fopen("/proc/meminfo", "r");
	size_t value = 0, length = strlen(field);
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, field, length) && line[length] == ':')
			value = strtoul(line + length + 1, NULL, 10);
	if (file)
		fclose(file);
	return value;
}

/* Never zero: a zero page is one that was taken. */
static uint64_t page_mark(size_t number)
{
	return (number + 1) * 0x9e3779b97f4a7c15;
}

static void mark_pages(uint64_t *area, size_t pages, size_t page)
{
	size_t i;

	for (i = 0; i < pages; i++) {
		area[i * page / 8] = page_mark(i);
		area[i * page / 8 + page / 8 - 1] = ~i;
	}
}

static const char *check_pages(const uint64_t *area, size_t pages, size_t page)
{
	size_t i;

	for (i = 0; i < pages; i++)
		if (area[i * page / 8] != page_mark(i) ||
		    area[i * page / 8 + page / 8 - 1] != ~i)
			return failure("page %zu of %zu changed", i, pages);
	return NULL;
}

/*
 * A quarter of the free memory is given back lazily (MADV_FREE), then more is
 * wanted than is left without it: the kernel has to take those pages. Each is
 * either still whole or all zeroes, and what was not given back is intact.
 */
const char *stress_reclaim(unsigned int scale)
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t free_pages = meminfo_kib("MemAvailable") * 1024 / page;
	size_t lazy_pages = free_pages / 4, taken = 0, i;
	size_t kept_pages = free_pages - lazy_pages / 2;
	uint64_t *lazy, *kept;
	unsigned int round;
	const char *why;

	for (round = 0; round < scale; round++) {
		lazy = map(lazy_pages * page, MAP_PRIVATE);
		kept = map(kept_pages * page, MAP_PRIVATE | MAP_NORESERVE);
		if (lazy == MAP_FAILED || kept == MAP_FAILED)
			return failure("mmap: %s", strerror(errno));
		mark_pages(lazy, lazy_pages, page);
		if (madvise(lazy, lazy_pages * page, MADV_FREE))
			return failure("MADV_FREE: %s", strerror(errno));
		mark_pages(kept, kept_pages, page);
		for (i = 0; i < lazy_pages; i++) {
			uint64_t first = lazy[i * page / 8];
			uint64_t last = lazy[i * page / 8 + page / 8 - 1];

			if (!first && !last)
				taken++;
			else if (first != page_mark(i) || last != ~i)
				return failure(
					"lazily freed page %zu is half gone",
					i);
		}
		why = check_pages(kept, kept_pages, page);
		if (why)
			return why;
		if (!taken)
			return failure("nothing of %zu pages was reclaimed",
				       lazy_pages);
		munmap(lazy, lazy_pages * page);
		munmap(kept, kept_pages * page);
	}
	return NULL;
}

static void wish_to_die(void)
{
	int file = open("/proc/self/oom_score_adj", O_WRONLY);

	if (file < 0 || write(file, "1000", 4) != 4)
		_exit(2);
	close(file);
}

/* One process takes all memory and is killed; this one loses nothing. */
const char *stress_oom(unsigned int scale)
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t pages = meminfo_kib("MemAvailable") * 1024 / page / 8;
	uint64_t *area = map(pages * page, MAP_PRIVATE);
	unsigned int round;
	const char *why;
	int pid, status;

	if (area == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	mark_pages(area, pages, page);
	for (round = 0; round < scale; round++) {
		pid = fork();
		if (pid == 0) {
			size_t all = meminfo_kib("MemTotal") * 1024 / page;
			char *more =
				map(all * page, MAP_PRIVATE | MAP_NORESERVE);
			size_t i;

			wish_to_die();
			for (i = 0; more != MAP_FAILED && i < all; i++)
				more[i * page] = 1;
			_exit(3);
		}
		if (waitpid(pid, &status, 0) != pid)
			return failure("waitpid: %s", strerror(errno));
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
			return failure("the glutton ended with status 0x%x",
				       status);
		why = check_pages(area, pages, page);
		if (why)
			return why;
	}
	return NULL;
}
