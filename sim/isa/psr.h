/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bit numbers and masks of PSR, CR.ISR, CR.DCR, AR.RSC, ITIR, RR and the like.
 *
 * Names and positions are the manual's: SDM vol 2, 3.3 (system state) and
 * chapter 8 (ISR).  Data only; nothing here touches machine state.
 */
#ifndef SIM_ISA_PSR_H
#define SIM_ISA_PSR_H

#include "util/types.h"

/* SDM vol 2, table 3-2: processor status register. */
#define PSR_BE BIT64(1)
#define PSR_UP BIT64(2)
#define PSR_AC BIT64(3)
#define PSR_MFL BIT64(4)
#define PSR_MFH BIT64(5)
#define PSR_UM_MASK 0x3fULL
#define PSR_IC BIT64(13)
#define PSR_I BIT64(14)
#define PSR_PK BIT64(15)
#define PSR_DT BIT64(17)
#define PSR_DFL BIT64(18)
#define PSR_DFH BIT64(19)
#define PSR_SP BIT64(20)
#define PSR_PP BIT64(21)
#define PSR_DI BIT64(22)
#define PSR_SI BIT64(23)
#define PSR_DB BIT64(24)
#define PSR_LP BIT64(25)
#define PSR_TB BIT64(26)
#define PSR_RT BIT64(27)
#define PSR_CPL_SHIFT 32
#define PSR_CPL (3ULL << PSR_CPL_SHIFT)
#define PSR_IS BIT64(34)
#define PSR_MC BIT64(35)
#define PSR_IT BIT64(36)
#define PSR_ID BIT64(37)
#define PSR_DA BIT64(38)
#define PSR_DD BIT64(39)
#define PSR_SS BIT64(40)
#define PSR_RI_SHIFT 41
#define PSR_RI (3ULL << PSR_RI_SHIFT)
#define PSR_ED BIT64(43)
#define PSR_BN BIT64(44)
#define PSR_IA BIT64(45)
#define PSR_VM BIT64(46)

/* SDM vol 2, figure 3-20: interruption status register. */
#define ISR_CODE_MASK 0xffffULL
#define ISR_VECTOR_SHIFT 16
#define ISR_X BIT64(32)
#define ISR_W BIT64(33)
#define ISR_R BIT64(34)
#define ISR_NA BIT64(35)
#define ISR_SP BIT64(36)
#define ISR_RS BIT64(37)
#define ISR_IR BIT64(38)
#define ISR_NI BIT64(39)
#define ISR_SO BIT64(40)
#define ISR_EI_SHIFT 41
#define ISR_ED BIT64(43)

/* SDM vol 2, table 3-3: default control register. */
#define DCR_PP BIT64(0)
#define DCR_BE BIT64(1)
#define DCR_LC BIT64(2)
#define DCR_DM BIT64(8)
#define DCR_DP BIT64(9)
#define DCR_DK BIT64(10)
#define DCR_DX BIT64(11)
#define DCR_DR BIT64(12)
#define DCR_DA BIT64(13)
#define DCR_DD BIT64(14)

#endif
