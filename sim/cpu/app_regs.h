/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mov to and from application registers, with all checks of the instruction
 * in the order of the manual.  @unit_i: the I-unit form (AR 48-127), else the
 * M-unit form (AR 0-63, 112-127).  SDM vol 1, 3.1.8; vol 3, mov ar.
 */
#ifndef SIM_CPU_APP_REGS_H
#define SIM_CPU_APP_REGS_H

#include "cpu/fault.h"

#define AR_KR0 0
#define AR_RSC 16
#define AR_BSP 17
#define AR_BSPSTORE 18
#define AR_RNAT 19
#define AR_FCR 21
#define AR_EFLAG 24
#define AR_CSD 25
#define AR_SSD 26
#define AR_CFLG 27
#define AR_FSR 28
#define AR_FIR 29
#define AR_FDR 30
#define AR_CCV 32
#define AR_UNAT 36
#define AR_FPSR 40
#define AR_ITC 44
#define AR_RUC 45
#define AR_PFS 64
#define AR_LC 65
#define AR_EC 66

/* AR.RSC; SDM vol 2, 6.5.1. */
#define RSC_MODE 3ULL
#define RSC_PL_SHIFT 2
#define RSC_PL (3ULL << RSC_PL_SHIFT)
#define RSC_BE BIT64(4)
#define RSC_LOADRS_SHIFT 16

int ar_read(struct cpu *cpu, unsigned int ar, bool unit_i, u64 *value);
int ar_write(struct cpu *cpu, unsigned int ar, bool unit_i, u64 value,
	     bool nat);

#endif
