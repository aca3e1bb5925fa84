// SPDX-License-Identifier: GPL-2.0
/*
 * A Linux program that needs floating-point software assistance: quotient and
 * root of operands below the range in which refinement of the approximation
 * works. Prints both results; a SIGFPE is printed and ends it with status 3.
 * Status field 1 has the register exponent range (ar.fpsr as Linux sets it).
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void on_fpe(int sig)
{
	static const char text[] = "SIGFPE\n";

	(void)sig;
	if (write(1, text, sizeof(text) - 1) < 0)
		_exit(4);
	_exit(3);
}

int main(void)
{
	unsigned long sig, exp, pr;

	signal(SIGFPE, on_fpe);
	/* 2^(20 - bias) / 2: both in registers that Linux saves in pt_regs. */
	asm volatile("setf.exp f6 = %3\n\t"
		     "setf.exp f7 = %4 ;;\n\t"
		     "cmp.eq p6, p7 = r0, r0 ;;\n\t"
		     "frcpa.s1 f8, p6 = f6, f7 ;;\n\t"
		     "getf.sig %0 = f8\n\t"
		     "getf.exp %1 = f8\n\t"
		     "mov %2 = 0 ;;\n\t"
		     "(p6) mov %2 = 1 ;;"
		     : "=&r"(sig), "=&r"(exp), "=&r"(pr)
		     : "r"(20UL), "r"(0x10000UL)
		     : "f6", "f7", "f8", "p6", "p7");
	printf("quotient %016lx %05lx %lu\n", sig, exp, pr);
	/* The root of 2^(20 - bias), in the high partition, which is live. */
	asm volatile("setf.exp f46 = %3 ;;\n\t"
		     "cmp.eq p6, p7 = r0, r0 ;;\n\t"
		     "frsqrta.s1 f48, p6 = f46 ;;\n\t"
		     "getf.sig %0 = f48\n\t"
		     "getf.exp %1 = f48\n\t"
		     "mov %2 = 0 ;;\n\t"
		     "(p6) mov %2 = 1 ;;"
		     : "=&r"(sig), "=&r"(exp), "=&r"(pr)
		     : "r"(20UL)
		     : "f46", "f48", "p6", "p7");
	printf("root %016lx %05lx %lu\n", sig, exp, pr);
	return 0;
}
