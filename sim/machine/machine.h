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
#include "util/event_queue.h"

#define MACHINE_MAX_CPUS 64
#define MACHINE_MAX_QUANTUM 4096 /* slots */
#define MACHINE_TRS 16 /* translation registers per side, out of the TLB */

/* What AR.ITC and global time count. */
enum machine_clock {
	CLOCK_SLOTS, /* retired slots, nominal 400 MHz */
	CLOCK_CYCLES, /* issue cycles, nominal 1.6 GHz */
};

struct machine_config {
	u32 cpu_count;
	u64 ram_bytes;
	const char *kernel, *initrd, *append;
	const struct engine_ops *engine;
	u32 tlb_entries; /* per side, TRs included */
	u32 quantum; /* slots a CPU runs before the next one does */
	enum machine_clock clock;
	u64 itc_hz; /* what PAL_FREQ_RATIOS and SAL_FREQ_BASE report */
	u64 chaos_seed; /* 0 = no chaos */
	u64 max_time; /* stop with SIM_EXIT_LIMIT at this time; 0 = never */
	u64 hang_time; /* no progress for so long is a hang; 0 = never */
	bool test_exit; /* the test exit device is present */
	bool no_fpswa; /* firmware supplies no FP software assistance */
	bool reboot; /* a reset starts again; else it is an exit status */
};

struct machine {
	struct machine_config config;
	struct bus *bus;
	struct cpu *cpus[MACHINE_MAX_CPUS];
	u64 now; /* global time at the last scheduling point */
	int exit_status; /* valid when stopping */
	bool stopping;
	bool reset_requested;
	struct cpu *current; /* in its turn, or NULL between turns */
	u64 turn_end; /* time at which the present turn is over */
	struct event_queue events;
	u64 progress; /* time of the last sign of life; see smp.c */
	u8 xtp[MACHINE_MAX_CPUS]; /* external task priority, SDM vol 2, 5.8.4.4 */
	u64 timer_deadline[MACHINE_MAX_CPUS]; /* global time of ITC == ITM */
	struct uart *uart;
	struct chardev *console;
	struct iosapic *iosapic;
	struct io_ports *ports;
	struct acpi_pm *pm;
	struct firmware *firmware;
	u64 check_reports; /* violations the checking engine has seen */
	struct debug *debug; /* trace, profile, hang watch; NULL in unit tests */
};

/*
 * Build a machine from @config: bus, CPUs after reset, devices; no firmware,
 * no kernel.  NULL after one line on stderr.
 */
struct machine *machine_create(const struct machine_config *config,
			       struct chardev *console);
void machine_destroy(struct machine *m);
/* Run until something stops it; returns m->exit_status. */
int machine_run(struct machine *m);

/* Global time at the present instruction, or between turns. */
u64 machine_time(struct machine *m);
/* Make the CPU that is running leave at its next check point. */
void machine_end_turn(struct machine *m);
/* Put @cpu to sleep until lsapic_pending() says otherwise (PAL_HALT_LIGHT). */
void machine_halt(struct cpu *cpu);
/* @cpu got something to wake up for. */
void machine_wake(struct cpu *cpu);

/* Global time as @cpu sees it at the present instruction. */
u64 machine_cpu_time(struct cpu *cpu);

/* AR.ITC of @cpu now, and setting it; SDM vol 2, 5.8 and vol 1, 3.1.8.10. */
u64 machine_read_itc(struct cpu *cpu);
void machine_write_itc(struct cpu *cpu, u64 value);
/* CR.ITM or AR.ITC or CR.ITV changed: work out the next timer event. */
void machine_timer_update(struct cpu *cpu);

/* LSAPIC (machine/lsapic.c); SDM vol 2, 5.8. */
void lsapic_post(struct cpu *cpu,
		 unsigned int vector); /* sets irr, attention */
u64 lsapic_read_ivr(struct cpu *cpu);
void lsapic_write_eoi(struct cpu *cpu);
void lsapic_write_tpr(struct cpu *cpu, u64 value);
/* Highest pending unmasked vector, or -1; INIT/PMI/NMI by their rules. */
int lsapic_pending(const struct cpu *cpu);

/* ptc.g/ptc.ga from @cpu: every other CPU purges before it next runs. */
void machine_purge_global(struct cpu *cpu, u64 va, unsigned int ps, bool alat);
/* A store to [pa, pa + size) by @cpu: other CPUs' ALAT entries go. */
void machine_alat_snoop(struct cpu *cpu, u64 pa, unsigned int size);

/* Interrupt messages, from the interrupt block and the IOSAPIC. */
enum lsapic_delivery {
	LSAPIC_INT = 0,
	LSAPIC_LOWEST = 1, /* redirectable */
	LSAPIC_PMI = 2,
	LSAPIC_NMI = 4,
	LSAPIC_INIT = 5,
	LSAPIC_EXTINT = 7,
};

/* To the CPU whose LID says @id and @eid; false: nobody is called that. */
bool lsapic_message(struct machine *m, unsigned int id, unsigned int eid,
		    unsigned int delivery, unsigned int vector);
/* Bus window of the processor interrupt block; @dev is the machine. */
extern const struct bus_device_ops lsapic_block_ops;

/* Time; machine/time.c. */
void machine_timers_run(struct cpu *cpu);

/* Ask for a reset (ACPI reset register, EFI ResetSystem, PAL). */
void machine_reset(struct machine *m);
/* Stop the machine with @status (sim/include/sim/exit_codes.h). */
void machine_stop(struct machine *m, int status);

/*
 * The bundle at @pa is about to be executed (from slot 0) and lies in a
 * BUS_RAM_GATEWAY page: the firmware's procedure runs on the host, once per
 * execution of the bundle.  FAULT_NONE: its results are in registers (which
 * includes b0, p6 and p7) and the bundle's own instructions then execute,
 * as a rule one branch back to the caller.  FAULT_RAISED: cpu->fault is filled,
 * nothing has happened, deliver at (ip, slot 0); the bundle restarts the call.
 */
int firmware_gateway(struct cpu *cpu, u64 pa);

/*
 * An INIT or PMI message reached @cpu: firmware takes it as PAL does, before
 * the CPU's next instruction group (SDM vol 2, 11.4 and 11.5).
 */
void firmware_init_event(struct cpu *cpu);
void firmware_pmi_event(struct cpu *cpu, unsigned int vector);

#endif
