/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The checker instance: every macro of an instance stands for a nop.
 *
 * Sources assembled with it are never linked.  What is privileged in them
 * after preprocessing did not come from a macro, and scripts/pvcheck.awk
 * reports it; a macro that is missing here the assembler reports.
 */

#define DO_SAVE_MIN	IA64_NATIVE_DO_SAVE_MIN

#define MOV_FROM_IFA(reg)	\
	nop 0
#define MOV_FROM_ITIR(reg)	\
	nop 0
#define MOV_FROM_ISR(reg)	\
	nop 0
#define MOV_FROM_IHA(reg)	\
	nop 0
#define MOV_FROM_IFS(reg)	\
	nop 0
#define MOV_FROM_IPSR(pred, reg)	\
	nop 0
#define MOV_FROM_IIM(reg)	\
	nop 0
#define MOV_FROM_IIP(reg)	\
	nop 0
#define MOV_FROM_IVR(reg, clob)	\
	nop 0
#define MOV_FROM_PSR(pred, reg, clob)	\
	nop 0
#define MOV_FROM_ITC(pred, pred_clob, reg, clob)	\
	nop 0
#define MOV_TO_IFA(reg, clob)	\
	nop 0
#define MOV_TO_ITIR(pred, reg, clob)	\
	nop 0
#define MOV_TO_IHA(pred, reg, clob)	\
	nop 0
#define MOV_TO_IPSR(pred, reg, clob)	\
	nop 0
#define MOV_TO_IFS(pred, reg, clob)	\
	nop 0
#define MOV_TO_IIP(reg, clob)	\
	nop 0
#define MOV_TO_KR(kr, reg, clob0, clob1)	\
	nop 0
#define ITC_I(pred, reg, clob)	\
	nop 0
#define ITC_D(pred, reg, clob)	\
	nop 0
#define ITC_I_AND_D(pred_i, pred_d, reg, clob)	\
	nop 0
#define ITR_D(slot, reg, clob0, clob1)	\
	nop 0
#define PTC_L(pred, reg0, reg1)	\
	nop 0
#define THASH(pred, reg0, reg1, clob)	\
	nop 0
#define SSM_PSR_IC_AND_DEFAULT_BITS_AND_SRLZ_I(clob0, clob1)	\
	nop 0
#define SSM_PSR_IC_AND_SRLZ_D(clob0, clob1)	\
	nop 0
#define RSM_PSR_IC(clob)	\
	nop 0
#define SSM_PSR_I(pred, pred_clob, clob)	\
	nop 0
#define RSM_PSR_I(pred, clob0, clob1)	\
	nop 0
#define RSM_PSR_I_IC(clob0, clob1, clob2)	\
	nop 0
#define RSM_PSR_DT	\
	nop 0
#define RSM_PSR_DFH	\
	nop 0
#define RSM_PSR_BE_I(clob0, clob1)	\
	nop 0
#define SSM_PSR_DT_AND_SRLZ_I	\
	nop 0
#define BSW_0(clob0, clob1, clob2)	\
	nop 0
#define BSW_1(clob0, clob1)	\
	nop 0
#define COVER	\
	nop 0
#define RFI	\
	nop 0
