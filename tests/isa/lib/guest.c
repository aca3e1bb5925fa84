// SPDX-License-Identifier: GPL-2.0
/*
 * Runtime of the bare guests: console output for failures, exit through the
 * test exit device, translation inserts.
 */
#include "guest.h"

static unsigned int checks, failures;

static void put(char c)
{
	*(volatile u8 *)GUEST_UART = c;
}

void guest_print(const char *text)
{
	while (*text)
		put(*text++);
}

void guest_print_hex(u64 value)
{
	guest_print("0x");
	for (int shift = 60; shift >= 0; shift -= 4)
		if (value >> shift || !shift)
			put("0123456789abcdef"[value >> shift & 15]);
}

void guest_exit(u64 status)
{
	*(volatile u64 *)GUEST_TEST_EXIT = status;
	for (;;)
		;
}

void guest_check(u64 actual, u64 expected, const char *what, const char *file,
		 int line)
{
	char digits[12], *d = digits + 11;

	checks++;
	if (actual == expected)
		return;
	failures++;
	guest_print(file);
	put(':');
	*d = 0;
	do
		*--d = '0' + line % 10;
	while (line /= 10);
	guest_print(d);
	guest_print(": ");
	guest_print(what);
	guest_print(": got ");
	guest_print_hex(actual);
	guest_print(", expected ");
	guest_print_hex(expected);
	guest_print("\n");
}

void guest_send(u64 id, u64 vector)
{
	*(volatile u64 *)(GUEST_INTERRUPT_BLOCK + (id << 12)) = vector;
	__asm__ volatile("mf.a ;; srlz.d" : : : "memory");
}

__attribute__((weak)) void guest_other_main(u64 id)
{
	(void)id;
	for (;;)
		;
}

int guest_main(void)
{
	test();
	guest_print_hex(checks);
	guest_print(" checks, ");
	guest_print_hex(failures);
	guest_print(" failed\n");
	return failures || !checks;
}

static void with_ic_off(void (*insert)(u64, u64, u64), u64 va, u64 pte,
			u64 itir)
{
	__asm__ volatile("rsm psr.ic ;; srlz.d" : : : "memory");
	insert(va, pte, itir);
	__asm__ volatile("ssm psr.ic ;; srlz.i ;; srlz.d" : : : "memory");
}

static void insert_data(u64 va, u64 pte, u64 itir)
{
	__asm__ volatile("mov cr.ifa = %0\n\tmov cr.itir = %2\n\t;;\n\t"
			 "itc.d %1\n\t;;\n\tsrlz.d"
			 :
			 : "r"(va), "r"(pte), "r"(itir)
			 : "memory");
}

static void insert_code(u64 va, u64 pte, u64 itir)
{
	__asm__ volatile("mov cr.ifa = %0\n\tmov cr.itir = %2\n\t;;\n\t"
			 "itc.i %1\n\t;;\n\tsrlz.i"
			 :
			 : "r"(va), "r"(pte), "r"(itir)
			 : "memory");
}

void map_data(u64 va, u64 pte, u64 itir)
{
	with_ic_off(insert_data, va, pte, itir);
}

void map_code(u64 va, u64 pte, u64 itir)
{
	with_ic_off(insert_code, va, pte, itir);
}

void unmap(u64 va, u64 ps)
{
	__asm__ volatile("ptc.l %0, %1 ;; srlz.i ;; srlz.d"
			 :
			 : "r"(va), "r"(ps << 2)
			 : "memory");
}
