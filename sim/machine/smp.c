// SPDX-License-Identifier: GPL-2.0
/*
 * The scheduler: one host thread gives each CPU a turn of one quantum, in
 * order of number.  A round ends when every CPU has reached the same global
 * time, so that no CPU's clock is ahead of another's by more than a quantum.
 * Sleeping CPUs cost nothing; when all sleep, time skips to the next event.
 * Nothing here depends on the host's clock, so runs repeat exactly.
 */
#include "machine/machine.h"

#include "cpu/alat.h"
#include "cpu/chaos.h"
#include "cpu/chaos.h"
#include "cpu/pmu.h"
#include "debug/debug.h"
#include "dev/chardev.h"
#include "dev/uart16550.h"
#include "mmu/mmu.h"
#include "sim/exit_codes.h"
#include "util/log.h"

/* A single CPU needs no quantum; it looks up for the host's sake only. */
#define TURN_ALONE 1000000
/* Ticks between looks at the host (input, signals). */
#define HOST_POLL_TICKS 1000000
/*
 * A machine that has slept this many seconds of its own time with a live
 * host input sleeps for real: somebody will type.
 */
#define IDLE_RACE_SECONDS 2
#define IDLE_MAX_WAIT_MS 200
/* So many interruptions in a turn that retires nothing lead nowhere. */
#define LOOP_INTERRUPTIONS 64

void machine_end_turn(struct machine *m)
{
	if (m->current)
		m->current->attention |= ATTN_STOP;
}

void machine_stop(struct machine *m, int status)
{
	if (m->stopping)
		return;
	m->stopping = true;
	m->exit_status = status;
	for (u32 i = 0; i < m->config.cpu_count; i++)
		m->cpus[i]->attention |= ATTN_STOP;
}

void machine_reset(struct machine *m)
{
	m->reset_requested = true;
	machine_stop(m, SIM_EXIT_RESET);
}

/* A sleeping or waiting CPU's clock goes on to @time. */
static void sleep_until(struct cpu *cpu, u64 time)
{
	u64 now = machine_cpu_time(cpu);

	if (time <= now)
		return;
	cpu->time += time - now;
	cpu->stats.idle += time - now;
}

void machine_halt(struct cpu *cpu)
{
	cpu->halted = 1;
	cpu->attention |= ATTN_HALT;
	cpu->stats.halts++;
}

void machine_wake(struct cpu *cpu)
{
	struct machine *m = cpu->machine;

	/* It cannot wake before the time at which the message was sent. */
	if (m && cpu->halted && m->current && m->current != cpu)
		sleep_until(cpu, machine_cpu_time(m->current));
}

void machine_purge_global(struct cpu *cpu, u64 va, unsigned int ps, bool alat)
{
	struct machine *m = cpu->machine;
	u32 rid = bits(cpu->rr[va >> 61], 8, 24);

	for (u32 i = 0; m && i < m->config.cpu_count; i++) {
		struct cpu *other = m->cpus[i];

		if (other == cpu)
			continue;
		mmu_purge_tc_remote(other, va, rid, ps);
		if (alat)
			alat_clear(other);
	}
}

void machine_alat_snoop(struct cpu *cpu, u64 pa, unsigned int size)
{
	struct machine *m = cpu->machine;

	for (u32 i = 0; m && i < m->config.cpu_count; i++) {
		if (m->cpus[i] == cpu)
			continue;
		if (size <= 16)
			alat_store(m->cpus[i], pa, size);
		else
			alat_store_range(m->cpus[i], pa, size);
	}
}

/* CPU asleep: find out what wakes it before @end.  false: nothing does. */
static bool wake_up(struct cpu *cpu, u64 end)
{
	struct machine *m = cpu->machine;
	u64 deadline = m->timer_deadline[cpu->id];

	/* It slept at least until this turn began, or its timer fired. */
	sleep_until(cpu, deadline < m->now ? deadline : m->now);
	if (lsapic_pending(cpu) < 0 && deadline <= end) {
		sleep_until(cpu, deadline);
		machine_timers_run(cpu);
	}
	if (lsapic_pending(cpu) < 0)
		return false;
	cpu->halted = 0;
	cpu->attention &= ~ATTN_HALT;
	return true;
}

static void interruption_loop(struct machine *m, struct cpu *cpu)
{
	log_error("cpu %u takes interruptions without end at ip %#llx", cpu->id,
		  (unsigned long long)cpu->ip);
	machine_stop(m, SIM_EXIT_HANG);
}

/* Run @cpu until its clock shows @end or more. */
static void cpu_turn(struct machine *m, struct cpu *cpu, u64 end)
{
	u64 now, slots, taken;

	m->current = cpu;
	while (!m->stopping) {
		if (cpu->halted && !wake_up(cpu, end)) {
			sleep_until(cpu, end);
			break;
		}
		machine_timers_run(cpu);
		now = machine_cpu_time(cpu);
		/* A device asked for attention earlier than planned. */
		if (m->config.cpu_count == 1 && event_next(&m->events) < end)
			end = event_next(&m->events);
		if (now >= end)
			break;
		m->turn_end = end;
		if (m->timer_deadline[cpu->id] < end)
			m->turn_end = m->timer_deadline[cpu->id];
		if (unlikely(pmu_active(cpu)) &&
		    m->turn_end - now > pmu_turn(cpu))
			m->turn_end = now + pmu_turn(cpu);
		cpu->attention &= ~ATTN_STOP;
		slots = cpu->slots;
		taken = cpu->recent.count;
		debug_run(m->debug, m->config.engine, cpu, m->turn_end - now);
		if (cpu->slots == slots &&
		    cpu->recent.count - taken > LOOP_INTERRUPTIONS)
			interruption_loop(m, cpu);
	}
	m->current = NULL;
}

static bool all_asleep(struct machine *m)
{
	for (u32 i = 0; i < m->config.cpu_count; i++)
		if (!m->cpus[i]->halted || lsapic_pending(m->cpus[i]) >= 0)
			return false;
	return true;
}

static u64 next_wake(struct machine *m)
{
	u64 next = event_next(&m->events);
	u64 script = chardev_next_time(m->console);

	for (u32 i = 0; i < m->config.cpu_count; i++)
		if (m->timer_deadline[i] < next)
			next = m->timer_deadline[i];
	if (script > m->now && script < next)
		next = script;
	return next;
}

/* Everybody sleeps: skip to what comes next.  @idle counts skipped ticks. */
static void skip_idle(struct machine *m, u64 *idle)
{
	u64 next = next_wake(m), ms;
	bool input = chardev_expects_input(m->console);

	chardev_flush(m->console);
	if (next == EVENT_NEVER && !input) {
		log_error("every CPU sleeps and nothing will wake one");
		machine_stop(m, SIM_EXIT_HANG);
		return;
	}
	if (next == EVENT_NEVER) {
		chardev_wait(m->console, IDLE_MAX_WAIT_MS);
		m->progress = m->now;
		return;
	}
	if (next <= m->now)
		return;
	*idle += next - m->now;
	if (input && *idle > IDLE_RACE_SECONDS * m->config.itc_hz) {
		ms = (next - m->now) * 1000 / m->config.itc_hz;
		chardev_wait(m->console,
			     ms < IDLE_MAX_WAIT_MS ? ms : IDLE_MAX_WAIT_MS);
	}
	m->now = next;
	m->progress = next;
}

static void host_poll(struct machine *m)
{
	int number = debug_pending_signal();

	chardev_has_input(m->console);
	uart_host_poll(m->uart);
	chardev_flush(m->console);
	switch (chardev_take_key(m->console)) {
	case CHARDEV_KEY_QUIT:
		machine_stop(m, SIM_EXIT_QUIT);
		break;
	case CHARDEV_KEY_DUMP:
		debug_dump(m, "asked for on the console");
		break;
	case CHARDEV_KEY_INIT:
		/* The INIT button, if there is a firmware behind it. */
		for (u32 i = 0; m->firmware && i < m->config.cpu_count; i++)
			firmware_init_event(m->cpus[i]);
		break;
	case CHARDEV_KEY_NONE:
		break;
	}
	if (number) {
		debug_dump(m, "stopped by a signal");
		machine_stop(m, SIM_EXIT_SIGNAL + number);
	}
}

static void check_limits(struct machine *m)
{
	if (m->config.max_time && m->now >= m->config.max_time) {
		log_error("the limit of %llu ticks is reached",
			  (unsigned long long)m->config.max_time);
		machine_stop(m, SIM_EXIT_LIMIT);
	} else if (m->config.hang_time && m->now > m->progress &&
		   m->now - m->progress > m->config.hang_time) {
		log_error("no interrupt taken and no output for %llu ticks",
			  (unsigned long long)m->config.hang_time);
		machine_stop(m, SIM_EXIT_HANG);
	}
}

/* xorshift64: all chaos comes from this stream. */
static u64 chaos_next(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void disturb(struct machine *m, u64 *chaos)
{
	for (u32 i = 0; i < m->config.cpu_count; i++)
		if (!m->cpus[i]->halted)
			cpu_chaos(m->cpus[i], chaos_next(chaos));
}

static u64 round_length(struct machine *m, u64 *chaos)
{
	if (*chaos)
		return 1 + chaos_next(chaos) % m->config.quantum;
	return m->config.cpu_count == 1 ? TURN_ALONE : m->config.quantum;
}

int machine_run(struct machine *m)
{
	u64 chaos = m->config.chaos_seed, idle = 0, next_poll = 0, end, sent;

	while (!m->stopping) {
		sent = uart_sent(m->uart);
		event_run(&m->events, m->now);
		if (m->now >= next_poll) {
			host_poll(m);
			next_poll = m->now + HOST_POLL_TICKS;
		}
		check_limits(m);
		if (all_asleep(m)) {
			u64 before = m->now;

			skip_idle(m, &idle);
			next_poll = m->now;
			if (m->now != before || m->stopping)
				event_run(&m->events, m->now);
			else
				host_poll(m);
			if (all_asleep(m) && next_wake(m) > m->now)
				continue;
		}
		end = m->now + round_length(m, &chaos);
		if (event_next(&m->events) < end)
			end = event_next(&m->events);
		if (m->config.max_time && m->config.max_time < end)
			end = m->config.max_time;
		if (end <= m->now)
			end = m->now + 1;
		for (u32 i = 0; i < m->config.cpu_count && !m->stopping; i++) {
			if (chaos)
				cpu_chaos(m->cpus[i], chaos_next(&chaos));
			cpu_turn(m, m->cpus[i], end);
		}
		if (chaos && !m->stopping)
			disturb(m, &chaos);
		if (m->stopping)
			break;
		/* Alone, a CPU may have come back early or gone over. */
		m->now = m->config.cpu_count == 1 ?
				 machine_cpu_time(m->cpus[0]) :
				 end;
		if (uart_sent(m->uart) != sent) {
			m->progress = m->now;
			idle = 0;
		}
	}
	chardev_flush(m->console);
	return m->exit_status;
}
