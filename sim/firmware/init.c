// SPDX-License-Identifier: GPL-2.0
/*
 * INIT: PAL saves the minimal state, SAL hands over to the operating system's
 * INIT handler, and the way back resumes the interrupted context.
 *
 * An INIT is taken between two turns of the CPU, when PSR.mc is 0.  The
 * machine implements no XIP, XPSR, XFS, so that what was interrupted with
 * PSR.ic = 0 could not be resumed; an INIT therefore waits for PSR.ic as well.
 * SDM vol 2, 11.4 (initialization event), 11.3.2.4 (min-state save area);
 * SAL specification, 5.3 (OS_INIT hand-off) and 5.4.
 */
#include <string.h>

#include "cpu/rse.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "firmware/pal.h"
#include "util/log.h"

/* How long an INIT that must wait does so until the next look, in ticks. */
#define RETRY_TICKS MACHINE_MAX_QUANTUM

/* The architected first kilobyte of the min-state save area. */
struct min_state {
	u64 nat; /* bit n: the register saved at an address with bits 8:3 = n */
	u64 gr[15]; /* r1-r15 */
	u64 bank0[16], bank1[16];
	u64 pr, br0, rsc, iip, ipsr, ifs, xip, xpsr, xfs, br1;
	u64 reserved[70];
};

_Static_assert(sizeof(struct min_state) == FW_MIN_STATE_BYTES,
	       "SDM vol 2, 11.3.2.4");
_Static_assert(FW_MIN_STATE_BASE + MACHINE_MAX_CPUS * FW_MIN_STATE_BYTES <=
		       FW_STACK_BASE,
	       "room for every CPU");

/*
 * Processor state parameter: min-state registered (5), continuable (7),
 * isolated (8), precise ip and min-state (13, 14), INIT (16), RSE (17) and all
 * register files valid (20-31).  SDM vol 2, figure 11-10.
 */
#define STATE_PARAMETER                                                        \
	(BIT64(5) | BIT64(7) | BIT64(8) | BIT64(13) | BIT64(14) | BIT64(16) |  \
	 BIT64(17) | MASK64(12) << 20)

#define INIT_RESUME 0 /* r8 on the way back */

static u64 *bank(struct cpu *cpu, struct min_state *ms, bool current)
{
	return !(cpu->psr & PSR_BN) == current ? ms->bank0 : ms->bank1;
}

/* NaT bits of @count registers that are saved at @slot of @ms. */
static void save_registers(struct min_state *ms, u64 pa, u64 *slot,
			   const u64 *gr, const u8 *nat, unsigned int count)
{
	u64 at = pa + ((u8 *)slot - (u8 *)ms);

	for (unsigned int i = 0; i < count; i++) {
		slot[i] = gr[i];
		ms->nat |= (u64)nat[i] << ((at + 8 * i) >> 3 & 63);
	}
}

static void restore_registers(const struct min_state *ms, u64 pa,
			      const u64 *slot, u64 *gr, u8 *nat,
			      unsigned int count)
{
	u64 at = pa + ((const u8 *)slot - (const u8 *)ms);

	for (unsigned int i = 0; i < count; i++) {
		gr[i] = slot[i];
		nat[i] = ms->nat >> ((at + 8 * i) >> 3 & 63) & 1;
	}
}

static void save_min_state(struct cpu *cpu, u64 pa, u64 ifs)
{
	struct min_state ms = { 0 };

	save_registers(&ms, pa, ms.gr, &cpu->gr[1], &cpu->nat[1], 15);
	save_registers(&ms, pa, bank(cpu, &ms, true), &cpu->gr[16],
		       &cpu->nat[16], 16);
	save_registers(&ms, pa, bank(cpu, &ms, false), cpu->gr_other,
		       cpu->nat_other, 16);
	ms.pr = cpu->pr;
	ms.br0 = cpu->br[0];
	ms.br1 = cpu->br[1];
	ms.rsc = cpu->ar_rsc;
	ms.iip = cpu->ip;
	ms.ipsr = cpu->psr;
	ms.ifs = ifs;
	bus_copy_to(cpu->machine->bus, pa, &ms, sizeof(ms));
}

/* The CPU goes on in the operating system's handler, in physical mode. */
static void enter_handler(struct cpu *cpu, const struct sal_vector *v,
			  u64 min_state)
{
	u64 gr[16];
	u8 nat[16];

	if (cpu->psr & PSR_BN) { /* bank 0 becomes the visible one */
		memcpy(gr, &cpu->gr[16], sizeof(gr));
		memcpy(nat, &cpu->nat[16], sizeof(nat));
		memcpy(&cpu->gr[16], cpu->gr_other, sizeof(gr));
		memcpy(&cpu->nat[16], cpu->nat_other, sizeof(nat));
		memcpy(cpu->gr_other, gr, sizeof(gr));
		memcpy(cpu->nat_other, nat, sizeof(nat));
	}
	cpu->psr = (cpu->psr & (PSR_BE | PSR_AC | PSR_MFL | PSR_MFH)) | PSR_MC;
	cpu->ar_rsc &= ~3ULL; /* enforced lazy */
	cpu->gr[1] = v->gp;
	cpu->gr[8] = GATEWAY_PAL_PROC;
	cpu->gr[9] = GATEWAY_SAL_PROC;
	cpu->gr[10] = FW_DATA_BASE;
	cpu->gr[11] = 0; /* not the crash dump switch */
	cpu->gr[12] = GATEWAY_SAL_INIT_RETURN;
	cpu->gr[17] = min_state;
	cpu->gr[18] = STATE_PARAMETER;
	memset(&cpu->nat[1], 0, 31);
	cpu->ip = v->pa;
}

static void take_init(void *arg, u64 now)
{
	struct cpu *cpu = arg;
	struct machine *m = cpu->machine;
	struct firmware *fw = m->firmware;
	struct firmware_cpu *fc = &fw->cpus[cpu->id];
	const struct sal_vector *v;
	struct cfm frame = cpu->cfm;
	u64 pa = fc->min_state & ~BIT64(63), time;

	/* Waiting in SAL: nothing to interrupt. */
	if (cpu->ip - FW_CODE_BASE < FW_CODE_SIZE && !(cpu->psr & PSR_IT))
		return;
	if ((cpu->psr & PSR_MC) || !(cpu->psr & PSR_IC)) {
		event_set(&m->events, &fc->init, now + RETRY_TICKS);
		return;
	}
	/* The first to arrive is the monarch until it goes back. */
	v = &fw->sal_vectors[fw->init_count ? SAL_VECTOR_INIT_SLAVE :
					      SAL_VECTOR_INIT_MONARCH];
	if (!v->pa) {
		log_error("CPU %u: INIT, and the kernel registered no handler: "
			  "reset",
			  cpu->id);
		machine_reset(m);
		return;
	}
	time = machine_cpu_time(cpu);
	if (cpu->halted && time < now)
		cpu->time += now - time;
	cpu->halted = 0;
	cpu->attention &= ~ATTN_HALT;
	fw->init_count++;
	fc->in_init = true;
	rse_cover(cpu);
	cpu->cr_iip = cpu->ip;
	cpu->cr_ipsr = cpu->psr;
	cpu->cr_ifs = BIT64(63) | cfm_pack(&frame);
	save_min_state(cpu, pa, cpu->cr_ifs);
	enter_handler(cpu, v, fc->min_state | BIT64(63));
}

void init_prepare(struct cpu *cpu)
{
	struct firmware_cpu *fc = &cpu->machine->firmware->cpus[cpu->id];

	event_init(&fc->init, take_init, cpu);
	/* SAL's own; an operating system may register another one. */
	fc->min_state = FW_MIN_STATE_BASE + cpu->id * FW_MIN_STATE_BYTES;
}

void firmware_init_event(struct cpu *cpu)
{
	struct machine *m = cpu->machine;
	struct firmware_cpu *fc = &m->firmware->cpus[cpu->id];

	event_set(&m->events, &fc->init, machine_time(m));
}

/*
 * The handler's way back: r8 status, r22 min-state area (perhaps another one).
 * What it holds goes to the registers; the stub's rfi does the rest.
 */
int sal_init_return(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	struct firmware_cpu *fc = &fw->cpus[cpu->id];
	u64 pa = cpu->gr[22] & ~BIT64(63);
	struct min_state ms;

	if (!fc->in_init || cpu->gr[8] != INIT_RESUME || (pa & 511) ||
	    !bus_copy_from(cpu->machine->bus, pa, &ms, sizeof(ms))) {
		machine_reset(cpu->machine);
		return FAULT_NONE;
	}
	fc->in_init = false;
	fw->init_count--;
	restore_registers(&ms, pa, ms.gr, &cpu->gr[1], &cpu->nat[1], 15);
	restore_registers(&ms, pa, bank(cpu, &ms, true), &cpu->gr[16],
			  &cpu->nat[16], 16);
	restore_registers(&ms, pa, bank(cpu, &ms, false), cpu->gr_other,
			  cpu->nat_other, 16);
	cpu->pr = ms.pr | 1;
	cpu->br[0] = ms.br0;
	cpu->br[1] = ms.br1;
	cpu->ar_rsc = ms.rsc;
	cpu->cr_iip = ms.iip;
	cpu->cr_ipsr = ms.ipsr;
	cpu->cr_ifs = ms.ifs;
	cpu->psr &= ~(PSR_IC | PSR_I);
	return FAULT_NONE;
}
