// SPDX-License-Identifier: GPL-2.0
/*
 * What is peculiar to ia64: the floating point registers across switches and
 * signals, unaligned accesses, code that is rewritten.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch.h"
#include "stress.h"

/* Any pattern survives stf.spill and ldf.fill, so any will do. */
static void random_registers(struct fp_register *registers, uint64_t seed)
{
	int i;

	for (i = 0; i < FP_COUNT; i++) {
		registers[i].significand = next_random(&seed);
		registers[i].sign_exponent = next_random(&seed) & 0x3ffff;
	}
}

static const char *compare_registers(const struct fp_register *in,
				     const struct fp_register *out)
{
	int i;

	for (i = 0; i < FP_COUNT; i++)
		if (in[i].significand != out[i].significand ||
		    in[i].sign_exponent != (out[i].sign_exponent & 0x3ffff))
			return failure("f%d is %llx %llx, not %llx %llx",
				       i + FP_FIRST,
				       (unsigned long long)out[i].sign_exponent,
				       (unsigned long long)out[i].significand,
				       (unsigned long long)in[i].sign_exponent,
				       (unsigned long long)in[i].significand);
	return NULL;
}

/* Holds patterns until it was switched away from `switches` times. */
static const char *hold_across_switches(uint64_t seed, long switches)
{
	struct fp_register in[FP_COUNT], out[FP_COUNT], save[20];
	struct rusage usage;
	const char *why;
	long begin;

	getrusage(RUSAGE_SELF, &usage);
	begin = usage.ru_nivcsw;
	do {
		random_registers(in, seed++);
		fp_hold(in, out, 96 * 1000, save);
		why = compare_registers(in, out);
		if (why)
			return why;
		getrusage(RUSAGE_SELF, &usage);
	} while (usage.ru_nivcsw - begin < switches);
	return NULL;
}

/* More processes than CPUs, each with its own registers. */
const char *stress_fp(unsigned int scale)
{
	enum {
		MOST = 16
	};
	int count = 2 * sysconf(_SC_NPROCESSORS_ONLN) + 1;
	int pids[MOST], pipes[2], i;
	const char *why;
	char text[200];
	ssize_t length;

	if (count > MOST)
		count = MOST;
	if (pipe(pipes))
		return failure("pipe: %s", strerror(errno));
	for (i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		why = hold_across_switches(1000 * i, 5 * scale);
		if (why && write(pipes[1], why, strlen(why)) < 0)
			_exit(2);
		_exit(why != NULL);
	}
	close(pipes[1]);
	length = read(pipes[0], text, sizeof(text) - 1);
	if (length > 0) {
		for (i = 0; i < count; i++)
			kill(pids[i], SIGKILL);
		text[length] = '\0';
		return failure("%s", text);
	}
	for (i = 0; i < count; i++) {
		why = expect_exit(pids[i], 0);
		if (why)
			return why;
	}
	return NULL;
}

static volatile int handled;
static struct fp_register junk;

static void on_timer(int number)
{
	(void)number;
	junk.significand = 0xdeadbeefdeadbeef;
	junk.sign_exponent = 0x2ffff - handled % 256;
	fp_clobber(&junk);
	handled++;
}

const char *stress_fp_signals(unsigned int scale)
{
	struct fp_register in[FP_COUNT], out[FP_COUNT], save[20];
	struct itimerval timer = { { 0, 2000 }, { 0, 2000 } };
	uint64_t seed = 1;
	const char *why = NULL;
	int wanted = 50 * scale;

	/* Its own timer: the driver's limit is one of real time. */
	signal(SIGVTALRM, on_timer);
	setitimer(ITIMER_VIRTUAL, &timer, NULL);
	while (!why && handled < wanted) {
		random_registers(in, seed++);
		fp_hold(in, out, 96 * 1000, save);
		why = compare_registers(in, out);
	}
	memset(&timer, 0, sizeof(timer));
	setitimer(ITIMER_VIRTUAL, &timer, NULL);
	return why;
}

/* The accesses as single instructions; a compiler would avoid them. */
#define LOAD(name, instruction)                                                \
	static uint64_t name(const void *address)                              \
	{                                                                      \
		uint64_t value;                                                \
                                                                               \
		asm volatile(instruction " %0 = [%1]"                          \
			     : "=r"(value)                                     \
			     : "r"(address)                                    \
			     : "memory");                                      \
		return value;                                                  \
	}
#define STORE(name, instruction)                                               \
	static void name(void *address, uint64_t value)                        \
	{                                                                      \
		asm volatile(instruction " [%1] = %0"                          \
			     :                                                 \
			     : "r"(value), "r"(address)                        \
			     : "memory");                                      \
	}
#define LOAD_FP(name, instruction, get)                                        \
	static uint64_t name(const void *address)                              \
	{                                                                      \
		uint64_t value;                                                \
                                                                               \
		asm volatile(instruction " f6 = [%1]\n\t;;\n\t" get " %0 = f6" \
			     : "=r"(value)                                     \
			     : "r"(address)                                    \
			     : "memory", "f6");                                \
		return value;                                                  \
	}
#define STORE_FP(name, instruction, set)                                       \
	static void name(void *address, uint64_t value)                        \
	{                                                                      \
		asm volatile(set " f6 = %0\n\t;;\n\t" instruction " [%1] = f6" \
			     :                                                 \
			     : "r"(value), "r"(address)                        \
			     : "memory", "f6");                                \
	}

LOAD(load_2, "ld2")
LOAD(load_4, "ld4")
LOAD(load_8, "ld8")
LOAD(load_8_acquire, "ld8.acq")
LOAD_FP(load_single, "ldfs", "getf.s")
LOAD_FP(load_double, "ldfd", "getf.d")
LOAD_FP(load_significand, "ldf8", "getf.sig")
STORE(store_2, "st2")
STORE(store_4, "st4")
STORE(store_8, "st8")
STORE(store_8_release, "st8.rel")
STORE_FP(store_single, "stfs", "setf.s")
STORE_FP(store_double, "stfd", "setf.d")
STORE_FP(store_significand, "stf8", "setf.sig")

/* The base register must advance as if the access had been aligned. */
static uint64_t load_advancing(const void *address)
{
	const void *base = address;
	uint64_t value;

	asm volatile("ld8 %0 = [%1], 8" : "=r"(value), "+r"(base) : : "memory");
	return base == (const char *)address + 8 ? value : ~value;
}

static void store_advancing(void *address, uint64_t value)
{
	void *base = address;

	asm volatile("st8 [%0] = %1, -16" : "+r"(base) : "r"(value) : "memory");
	if (base != (char *)address - 16)
		*(volatile char *)address ^= 1;
}

static const struct access {
	const char *name;
	unsigned int bytes;
	uint64_t (*load)(const void *address);
	void (*store)(void *address, uint64_t value);
} accesses[] = {
	{ "2 bytes", 2, load_2, store_2 },
	{ "4 bytes", 4, load_4, store_4 },
	{ "8 bytes", 8, load_8, store_8 },
	{ "8 bytes ordered", 8, load_8_acquire, store_8_release },
	{ "8 bytes advancing", 8, load_advancing, store_advancing },
	{ "single", 4, load_single, store_single },
	{ "double", 8, load_double, store_double },
	{ "significand", 8, load_significand, store_significand },
};

#define ACCESSES (sizeof(accesses) / sizeof(accesses[0]))

/* A number whose bits are a normal one in either floating point format. */
static uint64_t number_of(unsigned int bytes, uint64_t *state)
{
	uint64_t value = next_random(state);

	if (bytes == 8)
		return (value & ~(0x7ffull << 52)) | 0x400ull << 52;
	if (bytes == 4)
		return (value & 0x807fffff) | 0x40000000;
	return value & 0xffff;
}

/* Two pages, and the boundary between them. */
static char *boundary(void)
{
	long page = sysconf(_SC_PAGESIZE);
	char *area = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return area == MAP_FAILED ? NULL : area + page;
}

const char *stress_unaligned(unsigned int scale)
{
	char *middle = boundary(), expected[64];
	uint64_t state = 1, value, back;
	unsigned int round, i;
	int offset;

	if (!middle)
		return failure("mmap: %s", strerror(errno));
	if (prctl(PR_SET_UNALIGN, PR_UNALIGN_NOPRINT))
		return failure("PR_SET_UNALIGN: %s", strerror(errno));
	for (round = 0; round < 5 * scale; round++) {
		for (offset = -16; offset < 8; offset++) {
			for (i = 0; i < ACCESSES; i++) {
				const struct access *access = &accesses[i];

				fill_random(middle - 32, 64, state);
				memcpy(expected, middle - 32, 64);
				value = number_of(access->bytes, &state);
				memcpy(expected + 32 + offset, &value,
				       access->bytes);
				access->store(middle + offset, value);
				if (memcmp(expected, middle - 32, 64))
					return failure(
						"store of %s at offset %d",
						access->name, offset);
				back = access->load(middle + offset);
				if (back != value)
					return failure(
						"load of %s at offset %d: %llx, not %llx",
						access->name, offset,
						(unsigned long long)back,
						(unsigned long long)value);
			}
		}
	}
	return NULL;
}

static sigjmp_buf escape;
static void *volatile bus_address;
static volatile int bus_code;

static void on_bus(int number, siginfo_t *info, void *context)
{
	(void)context;
	bus_address = info->si_addr;
	bus_code = info->si_code;
	siglongjmp(escape, number);
}

const char *stress_unaligned_sigbus(unsigned int scale)
{
	struct sigaction action = { .sa_sigaction = on_bus,
				    .sa_flags = SA_SIGINFO };
	char *middle = boundary();
	unsigned int round, i;
	volatile int store;

	if (!middle)
		return failure("mmap: %s", strerror(errno));
	if (prctl(PR_SET_UNALIGN, PR_UNALIGN_SIGBUS))
		return failure("PR_SET_UNALIGN: %s", strerror(errno));
	sigaction(SIGBUS, &action, NULL);
	for (round = 0; round < 10 * scale; round++) {
		for (i = 0; i < 2 * ACCESSES; i++) {
			const struct access *access = &accesses[i / 2];
			/* Always across the boundary. */
			char *address =
				middle - 1 - round % (access->bytes - 1);

			store = i % 2;
			memset(middle - 16, 0x55, 32);
			if (!sigsetjmp(escape, 1)) {
				if (store)
					access->store(address, 1);
				else
					access->load(address);
				return failure("%s at %p gave no SIGBUS",
					       access->name, address);
			}
			if (bus_address != address || bus_code != BUS_ADRALN)
				return failure(
					"SIGBUS code %d at %p, not %d at %p",
					bus_code, bus_address, BUS_ADRALN,
					address);
			if (middle[-1] != 0x55 || middle[0] != 0x55)
				return "a refused store wrote";
		}
	}
	return NULL;
}

const char *stress_code(unsigned int scale)
{
	static long (*const templates[2])(void) = { code_one, code_two };
	static const long results[2] = { 0x1111111111111111,
					 0x2222222222222222 };
	struct code_descriptor descriptor = { 0, 0 };
	long page = sysconf(_SC_PAGESIZE);
	unsigned int round, place;
	uint64_t state = 1;
	long (*function)(void) = (long (*)(void)) & descriptor;
	char *area = mmap(NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long result;
	int which;

	if (area == MAP_FAILED)
		return failure("mmap: %s", strerror(errno));
	for (round = 0; round < 2000 * scale; round++) {
		place = next_random(&state) % (page / CODE_BYTES) * CODE_BYTES;
		which = next_random(&state) % 2;
		memcpy(area + place, (void *)code_address(templates[which]),
		       CODE_BYTES);
		code_flush(area + place, CODE_BYTES);
		descriptor.address = (uint64_t)area + place;
		/* The descriptor is data that a call reads. */
		asm volatile("" : : "r"(&descriptor) : "memory");
		result = function();
		if (result != results[which])
			return failure("code %d returned %#lx in round %u",
				       which, result, round);
	}
	return NULL;
}
