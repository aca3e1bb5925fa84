/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How every part of the simulator says "this instruction faults".
 *
 * A function that can fault returns FAULT_NONE (0) or FAULT_RAISED (1) and,
 * in the latter case, has filled cpu->fault through one of the helpers below.
 * The engine then sets cpu->ip and psr.ri to the instruction and calls
 * interruption_deliver().  No setjmp, no exceptions.
 */
#ifndef SIM_CPU_FAULT_H
#define SIM_CPU_FAULT_H

#include "state/cpu_state.h"

enum {
#define VECTOR(name, offset, text) VECTOR_##name = offset,
#include "isa/vectors.def"
#undef VECTOR
};

#define FAULT_NONE 0
#define FAULT_RAISED 1

/* General Exception ISR codes; SDM vol 2, chapter 8. */
#define GENEX_ILLEGAL_OPERATION 0x00
#define GENEX_PRIVILEGED_OPERATION 0x10
#define GENEX_PRIVILEGED_REGISTER 0x20
#define GENEX_RESERVED_REGISTER_FIELD 0x30
#define GENEX_DISABLED_ISET_TRANSITION 0x40
#define GENEX_UNIMPLEMENTED_ADDRESS                                            \
	0x30 /* data; see fault_unimplemented_data */
#define GENEX_ILLEGAL_DEPENDENCY 0x80

/* ISR.code{3:0} of non-access instructions; SDM vol 2, table 5-2. */
#define ISR_CODE_TPA 0
#define ISR_CODE_FC 1
#define ISR_CODE_PROBE 2
#define ISR_CODE_TAK 3
#define ISR_CODE_LFETCH 4
#define ISR_CODE_PROBE_FAULT 5

const char *vector_name(u16 vector);

/* Each sets cpu->fault completely and returns FAULT_RAISED. */
int fault_general_exception(struct cpu *cpu, u64 isr_code_and_bits);
int fault_illegal_operation(struct cpu *cpu);
int fault_privileged_operation(struct cpu *cpu, bool non_access, u64 rw_bits);
int fault_privileged_register(struct cpu *cpu, u64 isr_bits);
int fault_reserved_field(struct cpu *cpu, u64 isr_bits);
/* @isr_bits: r/w/na/rs of the access; code is that of SDM vol 2, NaT Consumption. */
int fault_register_nat_consumption(struct cpu *cpu, u64 isr_bits);
int fault_disabled_fp(struct cpu *cpu, bool high, u64 rw_bits);
/* @which: bit 0 low partition, bit 1 high partition (both may be at fault). */
int fault_disabled_fp_mask(struct cpu *cpu, unsigned int which, u64 rw_bits);
int fault_break(struct cpu *cpu, u64 iim);
int fault_speculation(struct cpu *cpu, u64 iim);
int fault_fp_fault(struct cpu *cpu, u64 isr_code);
int fault_fp_trap(struct cpu *cpu, u64 isr_code);
int fault_virtualization(struct cpu *cpu, u64 isr_code);
/*
 * A trap of the instruction just executed in slot @slot of the bundle at
 * cpu->ip_last; cpu->ip and psr.ri already name the next one.  @code: TRAP_*
 * bits, all that occurred; the vector is that of the highest priority.
 */
#define TRAP_FP 0x01u /* with the FP trap code in bits 15:7 */
#define TRAP_LP 0x02u
#define TRAP_TB 0x04u
#define TRAP_SS 0x08u
#define TRAP_UI 0x10u
int fault_trap(struct cpu *cpu, u64 code, unsigned int slot);
/* The external interrupt vector is to be taken before the next instruction. */
int fault_external_interrupt(struct cpu *cpu);
/* Faults with an address: sets IFA (and ITIR/IHA where the vector has them). */
int fault_data(struct cpu *cpu, u16 vector, u64 va, u64 isr_bits);

/*
 * Take the interruption in cpu->fault at (cpu->ip, psr.ri): saves IPSR, IIP,
 * IFS.v, ISR, IFA, ITIR, IHA, IIM, IIPA as PSR.ic says, switches PSR and the
 * bank, and sets cpu->ip to the vector.  A trap (after completion) is taken
 * with ip/ri already at the next instruction and cpu->ip_last at the trapping
 * one.  SDM vol 2, 5.5.
 */
void interruption_deliver(struct cpu *cpu);

#endif
