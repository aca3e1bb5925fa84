/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions that read and change PSR as a whole: ssm, rsm, sum, rum,
 * mov psr.l, mov psr.um, bsw, epc, vmsw, rfi.
 *
 * Each function makes the checks of its instruction in the order of the
 * manual, so the caller only evaluates the qualifying predicate.  @nat is the
 * NaT bit of the source register.  All return FAULT_NONE or FAULT_RAISED and
 * change nothing in the latter case.  What the engine caches by PSR (mode,
 * host TLB set) it recomputes after each of them.  SDM vol 2, 3.3.2; vol 3.
 */
#ifndef SIM_CPU_PSR_H
#define SIM_CPU_PSR_H

#include "cpu/fault.h"

/* Bits an instruction may name; the others are reserved in its operand. */
#define PSR_UM_VALID 0x3eULL
#define PSR_SM_VALID 0xfee03eULL
#define PSR_L_VALID 0xffee03eULL
#define PSR_VALID (PSR_L_VALID | 0x3fffULL << 32)

int psr_ssm(struct cpu *cpu, u64 imm24);
int psr_rsm(struct cpu *cpu, u64 imm24);
int psr_sum(struct cpu *cpu, u64 imm24);
int psr_rum(struct cpu *cpu, u64 imm24);
int psr_write_um(struct cpu *cpu, u64 value, bool nat);
int psr_write_l(struct cpu *cpu, u64 value, bool nat);
int psr_read(struct cpu *cpu, u64 *value);
static inline u64 psr_read_um(const struct cpu *cpu)
{
	return cpu->psr & PSR_UM_MASK;
}

/* bsw.0, bsw.1. */
int psr_bsw(struct cpu *cpu, unsigned int bank);
/* Exchange gr[16..31] with the other bank if psr.bn is not @bank; sets bn. */
void psr_select_bank(struct cpu *cpu, unsigned int bank);

/* epc at cpu->ip (a bundle address the instruction TLB still maps). */
int psr_epc(struct cpu *cpu);

/*
 * rfi: PSR, IP and, with IFS.v, the frame.  FAULT_RAISED leaves either the
 * state before rfi (privileged operation: fault at rfi itself) or the state
 * after it (trap, or fault of a mandatory RSE load at the target): in both
 * cases cpu->ip and psr.ri are those to deliver with, so the caller must not
 * put the address of rfi back.  *@after says which.
 */
int psr_rfi(struct cpu *cpu, bool *after);

int psr_vmsw(struct cpu *cpu);

#endif
