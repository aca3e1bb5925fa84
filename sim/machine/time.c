// SPDX-License-Identifier: GPL-2.0
/*
 * The time base, AR.ITC and CR.ITM.
 *
 * Global time is one line of ticks (slots or issue cycles).  A CPU's position
 * is what it retired plus cpu->time, the ticks it slept or waited through.
 * AR.ITC is that position plus the CPU's offset, so that all CPUs stay within
 * one turn of each other.  SDM vol 2, 3.3.4.2 (ITC, ITM) and 5.8.3.6 (ITV).
 */
#include "machine/machine.h"

#define ITV_MASKED BIT64(16)

static u64 cpu_ticks(struct cpu *cpu)
{
	if (cpu->machine->config.clock == CLOCK_CYCLES)
		return engine_cycles_now(cpu);
	return engine_slots_now(cpu);
}

u64 machine_cpu_time(struct cpu *cpu)
{
	return cpu_ticks(cpu) + cpu->time;
}

u64 machine_time(struct machine *m)
{
	return m->current ? machine_cpu_time(m->current) : m->now;
}

u64 machine_read_itc(struct cpu *cpu)
{
	return machine_cpu_time(cpu) + cpu->itc_offset;
}

void machine_write_itc(struct cpu *cpu, u64 value)
{
	cpu->itc_offset = value - machine_cpu_time(cpu);
	machine_timer_update(cpu);
}

/*
 * The match happens when ITC *reaches* ITM: a value already passed matches
 * only after the counter wraps, which here is never.
 */
void machine_timer_update(struct cpu *cpu)
{
	struct machine *m = cpu->machine;
	u64 time = machine_cpu_time(cpu);
	u64 away = cpu->cr_itm - (time + cpu->itc_offset);
	u64 deadline = EVENT_NEVER;

	if (away < BIT64(63))
		deadline = time + away;
	m->timer_deadline[cpu->id] = deadline;
	if (m->current == cpu && deadline < m->turn_end)
		machine_end_turn(m);
}

/* Deliver @cpu's timer interrupt if its time has come. */
void machine_timers_run(struct cpu *cpu)
{
	struct machine *m = cpu->machine;

	if (machine_cpu_time(cpu) < m->timer_deadline[cpu->id])
		return;
	m->timer_deadline[cpu->id] = EVENT_NEVER;
	cpu->stats.timer_events++;
	if (!(cpu->cr_itv & ITV_MASKED))
		lsapic_post(cpu, cpu->cr_itv & 0xff);
}
