/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A unit test program in one header.
 *
 *	#include "harness.h"
 *
 *	TEST(adds_sign_extends_imm14)
 *	{
 *		CHECK_EQ(sext(0x2000, 14), -8192);
 *	}
 *
 * Every TEST() of the file runs, in order; a failed CHECK prints where and
 * what and ends that test only.  Arguments of the program: test names to run,
 * --seed N for test_random(); without it TEST_SEED, or the time.  Exit status
 * 0, 1 (a test failed) or 2 (usage).
 */
#ifndef TESTS_UNIT_HARNESS_H
#define TESTS_UNIT_HARNESS_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct test_case {
	const char *name;
	void (*run)(void);
	struct test_case *next;
};

static struct test_case *test_cases, **test_cases_end = &test_cases;
static jmp_buf test_failed;
static uint64_t test_seed, test_state;

#define TEST(id)                                                               \
	static void test_##id(void);                                           \
	static struct test_case test_case_##id = { #id, test_##id, NULL };     \
	__attribute__((constructor)) static void test_register_##id(void)      \
	{                                                                      \
		*test_cases_end = &test_case_##id;                             \
		test_cases_end = &test_case_##id.next;                         \
	}                                                                      \
	static void test_##id(void)

/* Fail the running test with a printf-style message. */
#define FAIL(...)                                                              \
	do {                                                                   \
		fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                \
		fprintf(stderr, __VA_ARGS__);                                  \
		fputc('\n', stderr);                                           \
		longjmp(test_failed, 1);                                       \
	} while (0)

#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond))                                                   \
			FAIL("not true: %s", #cond);                           \
	} while (0)

/* Integers of any kind, compared as 64 bits: actual, expected. */
#define CHECK_EQ(a, b)                                                         \
	do {                                                                   \
		uint64_t test_a = (uint64_t)(a), test_b = (uint64_t)(b);       \
		if (test_a != test_b)                                          \
			FAIL("%s is %#" PRIx64 ", expected %s = %#" PRIx64,    \
			     #a, test_a, #b, test_b);                          \
	} while (0)

#define CHECK_STR(a, b)                                                        \
	do {                                                                   \
		const char *test_a = (a), *test_b = (b);                       \
		if (strcmp(test_a, test_b))                                    \
			FAIL("%s is \"%s\", expected \"%s\"", #a, test_a,      \
			     test_b);                                          \
	} while (0)

/* The next number of a sequence that --seed repeats (splitmix64). */
static inline uint64_t test_random(void)
{
	uint64_t z = test_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

__attribute__((noinline)) static int test_wanted(const char *name, int argc,
						 char **argv, int first)
{
	int n;

	for (n = first; n < argc; n++)
		if (!strcmp(name, argv[n]))
			return 1;
	return first == argc;
}

int main(int argc, char **argv)
{
	struct test_case *volatile t;
	volatile int passed = 0, failed = 0, first = 1;

	test_seed = getenv("TEST_SEED") ?
			    strtoull(getenv("TEST_SEED"), NULL, 0) :
			    (uint64_t)time(NULL);
	if (argc > 1 && !strcmp(argv[1], "--seed")) {
		char *end;

		if (argc < 3 || !*argv[2] ||
		    (test_seed = strtoull(argv[2], &end, 0), *end)) {
			fprintf(stderr, "%s: --seed expects a number\n",
				argv[0]);
			return 2;
		}
		first = 3;
	}
	printf("seed %" PRIu64 "\n", test_seed);
	for (t = test_cases; t; t = t->next) {
		if (!test_wanted(t->name, argc, argv, first))
			continue;
		test_state = test_seed;
		if (setjmp(test_failed)) {
			fprintf(stderr, "FAIL %s (seed %" PRIu64 ")\n", t->name,
				test_seed);
			failed++;
			continue;
		}
		t->run();
		passed++;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}

#endif
