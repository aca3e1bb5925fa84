/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TLB instructions as a whole: operand and privilege checks in the order
 * of the manual, then mmu/.  @nat is the OR of the NaT bits of all source
 * registers.  SDM vol 3: itc, itr, ptc.*, ptr, probe, tpa, tak, thash, ttag.
 */
#ifndef SIM_CPU_TLB_OPS_H
#define SIM_CPU_TLB_OPS_H

#include "cpu/fault.h"

int tlb_op_itc(struct cpu *cpu, bool data, u64 pte, bool nat);
/* @slot: the whole GR r3. */
int tlb_op_itr(struct cpu *cpu, bool data, u64 slot, u64 pte, bool nat);
/* @va: r3; @size: r2, page size in bits 7:2. */
int tlb_op_ptc_l(struct cpu *cpu, u64 va, u64 size, bool nat);
int tlb_op_ptc_g(struct cpu *cpu, u64 va, u64 size, bool alat, bool nat);
int tlb_op_ptc_e(struct cpu *cpu, u64 va, bool nat);
int tlb_op_ptr(struct cpu *cpu, bool data, u64 va, u64 size, bool nat);

/*
 * probe.r/probe.w: *@ok is the result.  @pl: privilege level operand (its
 * bits 1:0 count; demoted to cpl if more privileged).
 */
int tlb_op_probe(struct cpu *cpu, u64 va, bool write, u64 pl, bool nat,
		 bool *ok);
int tlb_op_probe_fault(struct cpu *cpu, u64 va, bool read, bool write, u64 pl,
		       bool nat);
int tlb_op_tpa(struct cpu *cpu, u64 va, bool nat, u64 *pa);
int tlb_op_tak(struct cpu *cpu, u64 va, bool nat, u64 *key);
/* thash and ttag never fault (a NaT operand gives a NaT result). */

#endif
