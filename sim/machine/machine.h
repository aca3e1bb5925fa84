/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One simulated machine: CPUs, bus, devices, time, configuration.
 *
 * Time is counted in retired slots: each CPU has its own position on one
 * global line, and the scheduler (machine/smp.c) keeps them within one
 * quantum of each other.  AR.ITC is time plus the CPU's offset.
 */
#ifndef SIM_MACHINE_MACHINE_H
#define SIM_MACHINE_MACHINE_H

#include "bus/bus.h"
#include "exec/engine.h"
#include "state/cpu_state.h"

#define MACHINE_MAX_CPUS 64
#define MACHINE_MAX_QUANTUM 4096 /* slots */

struct machine_config {
	u32 cpu_count;
	u64 ram_bytes;
	const char *kernel, *initrd, *append;
	const struct engine_ops *engine;
	u32 tlb_entries; /* per side, TRs included */
	u32 quantum; /* slots a CPU runs before the next one does */
	u64 itc_hz; /* what PAL_FREQ_RATIOS and SAL_FREQ_BASE report */
	u64 chaos_seed; /* 0 = no chaos */
};

struct machine {
	struct machine_config config;
	struct bus *bus;
	struct cpu *cpus[MACHINE_MAX_CPUS];
	u64 now; /* global time, slots, at the last scheduling point */
	int exit_status; /* valid when stopping */
	bool stopping;
	struct uart *uart;
	struct iosapic *iosapic;
	struct firmware *firmware;
	struct stats *stats;
};

/* Global time as @cpu sees it at the present instruction. */
u64 machine_cpu_time(struct cpu *cpu);

/* AR.ITC of @cpu now, and setting it; SDM vol 2, 5.8 and vol 1, 3.1.8.10. */
u64 machine_read_itc(struct cpu *cpu);
void machine_write_itc(struct cpu *cpu, u64 value);
/* CR.ITM or AR.ITC or CR.ITV changed: work out the next timer event. */
void machine_timer_update(struct cpu *cpu);

/* LSAPIC (machine/lsapic.c); SDM vol 2, 5.8. */
void lsapic_post(struct cpu *cpu, unsigned int vector); /* sets irr, attention */
u64 lsapic_read_ivr(struct cpu *cpu);
void lsapic_write_eoi(struct cpu *cpu);
void lsapic_write_tpr(struct cpu *cpu, u64 value);
/* Highest pending unmasked vector, or -1; INIT/PMI/NMI by their rules. */
int lsapic_pending(const struct cpu *cpu);

/* ptc.g/ptc.ga from @cpu: every other CPU purges before it next runs. */
void machine_purge_global(struct cpu *cpu, u64 va, unsigned int ps, bool alat);
/* A store to [pa, pa + size) by @cpu: other CPUs' ALAT entries go. */
void machine_alat_snoop(struct cpu *cpu, u64 pa, unsigned int size);

/* Stop the machine with @status (sim/include/sim/exit_codes.h). */
void machine_stop(struct machine *m, int status);

/*
 * An instruction was fetched from a BUS_RAM_GATEWAY bundle: the firmware runs
 * on the host, then control continues at b0 as the stub's br.ret says.
 */
void firmware_gateway(struct cpu *cpu, u64 pa);

#endif
