// SPDX-License-Identifier: GPL-2.0
/*
 * INIT and machine checks: PAL saves the minimal state, SAL hands over to the
 * operating system's handler, and the way back resumes the interrupted context
 * or resets the machine.
 *
 * Both are taken between two turns of the CPU.  The machine implements no XIP,
 * XPSR, XFS, so that what was interrupted with PSR.ic = 0 cannot be resumed:
 * an INIT waits for PSR.ic, after a machine check there is only a reset then.
 * SDM vol 2, 11.3 (machine checks), 11.4 (initialization event), 11.3.2.4
 * (min-state save area); SAL specification, chapters 4 and 5.
 */
#include <string.h>

#include "cpu/rse.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "firmware/pal.h"
#include "mmu/mmu.h"
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
 * Processor state parameter; SDM vol 2, figure 11-10.  Common: min-state
 * registered (5), precise min-state (14), RSE (17) and all register files
 * valid (20-31).  INIT (16) is continuable (7), isolated (8) and has a precise
 * ip (13).  The only machine checks are those of the TLB (60).
 */
#define STATE_COMMON (BIT64(5) | BIT64(14) | BIT64(17) | MASK64(12) << 20)
#define STATE_INIT (STATE_COMMON | BIT64(7) | BIT64(8) | BIT64(13) | BIT64(16))
#define STATE_TLB_CHECK (STATE_COMMON | BIT64(60))

#define HANDLER_RESUME 0 /* r8 on the way back */

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
	/* With PSR.ic = 0 these are still the last interruption's. */
	ms.iip = cpu->cr_iip;
	ms.ipsr = cpu->cr_ipsr;
	ms.ifs = cpu->cr_ifs;
	ms.xip = cpu->ip;
	ms.xpsr = cpu->psr;
	ms.xfs = ifs;
	bus_copy_to(cpu->machine->bus, pa, &ms, sizeof(ms));
}

/* The CPU goes on in the operating system's handler, in physical mode. */
static void enter_handler(struct cpu *cpu, const struct sal_vector *v,
			  u64 state)
{
	struct firmware_cpu *fc = &cpu->machine->firmware->cpus[cpu->id];
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
	cpu->gr[11] = 0; /* no crash dump switch, no rendezvous */
	cpu->gr[12] = GATEWAY_SAL_HANDLER_RETURN;
	cpu->gr[17] = fc->min_state | BIT64(63);
	cpu->gr[18] = state;
	memset(&cpu->nat[1], 0, 31);
	cpu->ip = v->pa;
}

/* Wake @cpu, save what it was doing and send it to the handler @v. */
static void interrupt(struct cpu *cpu, const struct sal_vector *v, u64 state,
		      u64 now)
{
	struct firmware_cpu *fc = &cpu->machine->firmware->cpus[cpu->id];
	u64 time = machine_cpu_time(cpu);
	u64 ifs = BIT64(63) | cfm_pack(&cpu->cfm);

	if (cpu->halted && time < now)
		cpu->time += now - time;
	cpu->halted = 0;
	cpu->attention &= ~ATTN_HALT;
	rse_cover(cpu);
	fc->resumable = cpu->psr & PSR_IC;
	if (fc->resumable) {
		cpu->cr_iip = cpu->ip;
		cpu->cr_ipsr = cpu->psr;
		cpu->cr_ifs = ifs;
	}
	save_min_state(cpu, fc->min_state & ~BIT64(63), ifs);
	enter_handler(cpu, v, state);
}

static void reset(struct cpu *cpu, const char *why)
{
	log_error("CPU %u: %s: reset", cpu->id, why);
	machine_reset(cpu->machine);
}

static void take_init(void *arg, u64 now)
{
	struct cpu *cpu = arg;
	struct machine *m = cpu->machine;
	struct firmware *fw = m->firmware;
	struct firmware_cpu *fc = &fw->cpus[cpu->id];
	const struct sal_vector *v;

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
		reset(cpu, "INIT, and the kernel registered no handler");
		return;
	}
	fw->init_count++;
	fc->event = FIRMWARE_EVENT_INIT;
	interrupt(cpu, v, STATE_INIT, now);
}

static void take_machine_check(void *arg, u64 now)
{
	struct cpu *cpu = arg;
	struct firmware *fw = cpu->machine->firmware;
	struct firmware_cpu *fc = &fw->cpus[cpu->id];
	const struct sal_vector *v = &fw->sal_vectors[SAL_VECTOR_MCA];

	if (cpu->psr & PSR_MC) {
		reset(cpu, "machine check while PSR.mc is set");
		return;
	}
	if (!v->pa) {
		reset(cpu,
		      "machine check, and the kernel registered no handler");
		return;
	}
	fc->event = FIRMWARE_EVENT_MCA;
	interrupt(cpu, v, STATE_TLB_CHECK, now);
}

/* The TLB found two translations for one address. */
static void machine_check(struct cpu *cpu, const char *what)
{
	struct machine *m = cpu->machine;

	log_error("CPU %u at %#llx: machine check: %s", cpu->id,
		  (unsigned long long)cpu->ip, what);
	if (m && m->firmware)
		event_set(&m->events, &m->firmware->cpus[cpu->id].mca,
			  machine_time(m));
}

void events_prepare(struct cpu *cpu)
{
	struct firmware_cpu *fc = &cpu->machine->firmware->cpus[cpu->id];

	event_init(&fc->init, take_init, cpu);
	event_init(&fc->mca, take_machine_check, cpu);
	mmu_machine_check = machine_check;
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
int sal_handler_return(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	struct firmware_cpu *fc = &fw->cpus[cpu->id];
	u64 pa = cpu->gr[22] & ~BIT64(63);
	struct min_state ms;

	if (cpu->machine->stopping)
		return FAULT_NONE;
	if (fc->event == FIRMWARE_EVENT_NONE || !fc->resumable ||
	    cpu->gr[8] != HANDLER_RESUME || (pa & 511) ||
	    !bus_copy_from(cpu->machine->bus, pa, &ms, sizeof(ms))) {
		reset(cpu, fc->event == FIRMWARE_EVENT_MCA ?
				   "machine check not recovered from" :
				   "the INIT handler asked for it");
		return FAULT_NONE;
	}
	if (fc->event == FIRMWARE_EVENT_INIT)
		fw->init_count--;
	fc->event = FIRMWARE_EVENT_NONE;
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
