// SPDX-License-Identifier: GPL-2.0
/*
 * A Linux program that needs floating-point software assistance: quotient and
 * root of operands below the range in which refinement of the approximation
 * works.  Prints both results; without assistance SIGFPE ends it.  It has no
 * library, as it goes to the guest through the serial port.  Status field 1
 * has the register exponent range (ar.fpsr as Linux sets it).
 */
#define NR_EXIT 1025
#define NR_WRITE 1027

typedef unsigned long u64;

static u64 system_call(u64 number, u64 a, u64 b, u64 c)
{
	register u64 r15 __asm__("r15") = number;
	register u64 r8 __asm__("r8");
	register u64 out0 __asm__("out0") = a;
	register u64 out1 __asm__("out1") = b;
	register u64 out2 __asm__("out2") = c;

	__asm__ volatile(
		"break 0x100000 ;;"
		: "=r"(r8), "+r"(r15), "+r"(out0), "+r"(out1), "+r"(out2)
		:
		: "memory", "r2", "r3", "r9", "r10", "r11", "r14", "r16", "r17",
		  "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
		  "r27", "r28", "r29", "r30", "r31", "b6", "b7", "p6", "p7",
		  "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15", "out3",
		  "out4", "out5", "out6", "out7");
	return r8;
}

static char line[80];
static u64 length;

static void add_text(const char *text)
{
	while (*text)
		line[length++] = *text++;
}

static void add_hex(u64 value, unsigned int digits)
{
	line[length++] = ' ';
	while (digits--)
		line[length++] = "0123456789abcdef"[value >> 4 * digits & 15];
}

static void report(const char *what, u64 sig, u64 exp, u64 pr)
{
	length = 0;
	add_text(what);
	add_hex(sig, 16);
	add_hex(exp, 5);
	add_hex(pr, 1);
	add_text("\n");
	system_call(NR_WRITE, 1, (u64)line, length);
}

__attribute__((used)) static void start(void)
{
	u64 sig, exp, pr;

	/* 2^(20 - bias) / 2: both in registers that Linux saves in pt_regs. */
	__asm__ volatile("setf.exp f6 = %3\n\t"
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
	report("quotient", sig, exp, pr);
	/* The root of 2^(20 - bias), in the high partition, which is live. */
	__asm__ volatile("setf.exp f46 = %3 ;;\n\t"
			 "cmp.eq p6, p7 = r0, r0 ;;\n\t"
			 "frsqrta.s1 f48, p6 = f46 ;;\n\t"
			 "getf.sig %0 = f48\n\t"
			 "getf.exp %1 = f48\n\t"
			 "mov %2 = 0 ;;\n\t"
			 "(p6) mov %2 = 1 ;;"
			 : "=&r"(sig), "=&r"(exp), "=&r"(pr)
			 : "r"(20UL)
			 : "f46", "f48", "p6", "p7");
	report("root", sig, exp, pr);
	system_call(NR_EXIT, 0, 0, 0);
}

__asm__(".text\n\t.global _start\n\t.proc _start\n_start:\n\t"
	"alloc r32 = ar.pfs, 0, 1, 0, 0\n\t"
	"movl gp = __gp ;;\n\t"
	"br.call.sptk.many b0 = start ;;\n\t"
	".endp _start");
