/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mov to and from control registers, with all checks of the instruction in
 * the order of the manual.  SDM vol 2, 3.3.4 and 5.8.3; vol 3, mov cr.
 */
#ifndef SIM_CPU_CONTROL_REGS_H
#define SIM_CPU_CONTROL_REGS_H

#include "cpu/fault.h"

#define CR_DCR 0
#define CR_ITM 1
#define CR_IVA 2
#define CR_PTA 8
#define CR_IPSR 16
#define CR_ISR 17
#define CR_IIP 19
#define CR_IFA 20
#define CR_ITIR 21
#define CR_IIPA 22
#define CR_IFS 23
#define CR_IIM 24
#define CR_IHA 25
#define CR_LID 64
#define CR_IVR 65
#define CR_TPR 66
#define CR_EOI 67
#define CR_IRR0 68
#define CR_ITV 72
#define CR_PMV 73
#define CR_CMCV 74
#define CR_LRR0 80
#define CR_LRR1 81

/* Mask bit of ITV, PMV, CMCV and LRR. */
#define CR_LVT_MASKED BIT64(16)

int cr_read(struct cpu *cpu, unsigned int cr, u64 *value);
int cr_write(struct cpu *cpu, unsigned int cr, u64 value, bool nat);

#endif
