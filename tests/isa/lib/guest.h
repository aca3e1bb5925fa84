/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a bare guest can use: checks, the record of the last interruption,
 * mapping, system registers, and code snippets to run under a chosen PSR.
 */
#ifndef TESTS_ISA_LIB_GUEST_H
#define TESTS_ISA_LIB_GUEST_H

#include "layout.h"

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned char u8;

/* Written by crt0.S; count is the number of interruptions so far. */
struct fault_record {
	u64 count, vector, isr, ifa, itir, iha, iip, iipa, ipsr, ifs, iim;
	u64 psr; /* in the handler, as mov =psr shows it */
};

extern volatile struct fault_record fault;

/* Handler for one vector: its offset, and a bundle address. */
extern volatile struct {
	u64 vector, code;
} guest_hook;

/* r28 at entry: the firmware's hand-over block; with -bare it is 0. */
extern u64 guest_boot_param;

u64 run(u64 code, u64 psr, u64 a, u64 b, u64 c);

/*
 * SNIPPET(name, "assembly"): a leaf to be run; arguments in r32-r34, result
 * in r8.  CODE(name) is its bundle address.  Bundles that a test refers to
 * are written out with templates.
 */
#define SNIPPET(name, text)                                                    \
	__asm__(".text\n\t.align 32\n\t.global " #name "\n\t.proc " #name      \
		"\n" #name ":\n\t" text                                        \
		"\n\t;;\n\tbr.ret.sptk.many b0\n\t;;\n\t.endp " #name "\n");   \
	extern void name(void)
#define CODE(name) (*(u64 *)(name))

/* Run a snippet at cpl 0 under the usual PSR. */
#define RUN(name, ...) RUN_PSR(name, GUEST_PSR, __VA_ARGS__)
#define RUN_PSR(name, psr, ...) RUN_AT(CODE(name), psr, __VA_ARGS__, 0, 0, 0)
#define RUN_AT(code, psr, a, b, c, ...)                                        \
	(fault.vector = NO_FAULT, run(code, psr, (u64)(a), (u64)(b), (u64)(c)))

#define NO_FAULT 0xffff

#define CHECK_EQ(actual, expected)                                             \
	guest_check((u64)(actual), (u64)(expected), #actual " == " #expected,  \
		    __FILE__, __LINE__)
#define CHECK(cond) CHECK_EQ(!!(cond), 1)
/* The last interruption was this one with this ISR. */
#define CHECK_FAULT(vec, isr_value)                                            \
	do {                                                                   \
		guest_check(fault.vector, vec, "vector", __FILE__, __LINE__);  \
		guest_check(fault.isr, isr_value, "isr", __FILE__, __LINE__);  \
	} while (0)
#define CHECK_NO_FAULT()                                                       \
	guest_check(fault.vector, NO_FAULT, "no fault", __FILE__, __LINE__)

void guest_check(u64 actual, u64 expected, const char *what, const char *file,
		 int line);
void guest_print(const char *text);
void guest_print_hex(u64 value);
__attribute__((noreturn)) void guest_exit(u64 status);
int guest_main(void);
void test(void); /* the guest's own */

/*
 * What CPUs other than 0 do when an interrupt message has woken them; they
 * must not take interruptions, which `fault` records for CPU 0 alone.
 */
void guest_other_main(u64 id);
/* An interrupt message to CPU @id. */
void guest_send(u64 id, u64 vector);

/* Registers.  Names as the assembler has them. */
#define GET(reg)                                                               \
	({                                                                     \
		u64 v_;                                                        \
		__asm__ volatile("mov %0 = " #reg : "=r"(v_));                 \
		v_;                                                            \
	})
#define SET(reg, value)                                                        \
	do {                                                                   \
		__asm__ volatile("srlz.d ;; mov " #reg " = %0 ;; srlz.i ;; "   \
				 "srlz.d"                                      \
				 :                                             \
				 : "r"((u64)(value))                           \
				 : "memory");                                  \
	} while (0)
/* An indirect register file: rr, pkr, ibr, dbr, pmc, pmd. */
#define GET_AT(file, index)                                                    \
	({                                                                     \
		u64 v_;                                                        \
		__asm__ volatile("mov %0 = " #file "[%1]"                      \
				 : "=r"(v_)                                    \
				 : "r"((u64)(index)));                         \
		v_;                                                            \
	})
#define SET_AT(file, index, value)                                             \
	__asm__ volatile("mov " #file "[%0] = %1 ;; srlz.i ;; srlz.d"          \
			 :                                                     \
			 : "r"((u64)(index)), "r"((u64)(value))                \
			 : "memory")

/* PSR bits, SDM vol 2, table 3-2. */
#define PSR_BE (1UL << 1)
#define PSR_UP (1UL << 2)
#define PSR_AC (1UL << 3)
#define PSR_IC (1UL << 13)
#define PSR_I (1UL << 14)
#define PSR_PK (1UL << 15)
#define PSR_DT (1UL << 17)
#define PSR_DFL (1UL << 18)
#define PSR_DFH (1UL << 19)
#define PSR_SP (1UL << 20)
#define PSR_PP (1UL << 21)
#define PSR_DI (1UL << 22)
#define PSR_SI (1UL << 23)
#define PSR_DB (1UL << 24)
#define PSR_LP (1UL << 25)
#define PSR_TB (1UL << 26)
#define PSR_RT (1UL << 27)
#define PSR_CPL(n) ((u64)(n) << 32)
#define PSR_MC (1UL << 35)
#define PSR_IT (1UL << 36)
#define PSR_ID (1UL << 37)
#define PSR_DA (1UL << 38)
#define PSR_DD (1UL << 39)
#define PSR_SS (1UL << 40)
#define PSR_RI(n) ((u64)(n) << 41)
#define PSR_ED (1UL << 43)
#define PSR_BN (1UL << 44)
#define PSR_IA (1UL << 45)

/* ISR bits, SDM vol 2, figure 3-20. */
#define ISR_X (1UL << 32)
#define ISR_W (1UL << 33)
#define ISR_R (1UL << 34)
#define ISR_NA (1UL << 35)
#define ISR_SP (1UL << 36)
#define ISR_RS (1UL << 37)
#define ISR_IR (1UL << 38)
#define ISR_NI (1UL << 39)
#define ISR_EI(n) ((u64)(n) << 41)
#define ISR_ED (1UL << 43)

/* Vectors used by name. */
#define V_VHPT 0x0
#define V_ITLB 0x400
#define V_DTLB 0x800
#define V_ALT_ITLB 0xc00
#define V_ALT_DTLB 0x1000
#define V_NESTED 0x1400
#define V_IKEY_MISS 0x1800
#define V_DKEY_MISS 0x1c00
#define V_DIRTY 0x2000
#define V_IACCESS 0x2400
#define V_DACCESS 0x2800
#define V_BREAK 0x2c00
#define V_EXTINT 0x3000
#define V_NOT_PRESENT 0x5000
#define V_KEY_PERM 0x5100
#define V_IRIGHTS 0x5200
#define V_DRIGHTS 0x5300
#define V_GENEX 0x5400
#define V_DISABLED_FP 0x5500
#define V_NAT 0x5600
#define V_SPEC 0x5700
#define V_DEBUG 0x5900
#define V_UNALIGNED 0x5a00
#define V_UNSUPPORTED 0x5b00
#define V_FP_FAULT 0x5c00
#define V_FP_TRAP 0x5d00
#define V_LOWER_PRIV 0x5e00
#define V_TAKEN_BRANCH 0x5f00
#define V_SINGLE_STEP 0x6000

/* PTE of the insertion format: accessed, dirty, present, write-back. */
#define PTE_P 1UL
#define PTE_MA(n) ((u64)(n) << 2)
#define PTE_A 0x20UL
#define PTE_D 0x40UL
#define PTE_ED (1UL << 52)
#define PTE(pa, ar, pl)                                                        \
	((u64)(pa) | (u64)(ar) << 9 | (u64)(pl) << 7 | PTE_D | PTE_A | PTE_P)
#define ITIR(ps, key) ((u64)(key) << 8 | (u64)(ps) << 2)
#define REGION(n) ((u64)(n) << 61)
/* Default ITIR of a miss in region @n. */
#define RR_ITIR(n) ITIR(GUEST_PS, GUEST_RID + (n))

/* Insert and purge; they serialise. */
void map_data(u64 va, u64 pte, u64 itir);
void map_code(u64 va, u64 pte, u64 itir);
void unmap(u64 va, u64 ps);

#endif
