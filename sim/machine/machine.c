// SPDX-License-Identifier: GPL-2.0
/*
 * Puts a machine together: RAM, CPUs, interrupt controllers, serial port,
 * power management.  Firmware and kernel come later, from machine/boot.c.
 */
#include "machine/machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dev/acpi_pm.h"
#include "dev/chardev.h"
#include "dev/io_ports.h"
#include "dev/iosapic.h"
#include "dev/uart16550.h"
#include "machine/memory_map.h"
#include "sim/exit_codes.h"
#include "util/log.h"

static u64 owner_time(void *owner)
{
	return machine_time(owner);
}

/* A device wants something done before the present turn would end. */
static void event_queued(void *owner, u64 when)
{
	struct machine *m = owner;

	if (m->current && when < m->turn_end)
		machine_end_turn(m);
}

static bool iosapic_deliver(void *arg, unsigned int id, unsigned int eid,
			    unsigned int delivery, unsigned int vector)
{
	return lsapic_message(arg, id, eid, delivery, vector);
}

static void uart_irq(void *arg, bool level)
{
	struct machine *m = arg;

	iosapic_set_line(m->iosapic, MAP_GSI_UART, level);
}

static void pm_sci(void *arg, bool level)
{
	struct machine *m = arg;

	iosapic_set_line(m->iosapic, MAP_GSI_SCI, level);
}

static void pm_power_off(void *arg)
{
	machine_stop(arg, SIM_EXIT_OFF);
}

static void pm_reset(void *arg)
{
	machine_reset(arg);
}

static const struct acpi_pm_ops pm_ops = { pm_sci, pm_power_off, pm_reset };

/* A debug aid for bare guests: nothing to read, a store ends the run. */
static u64 test_exit_read(void *dev, u64 offset, unsigned int size)
{
	(void)dev;
	(void)offset;
	(void)size;
	return 0;
}

static void test_exit_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	(void)size;
	if (offset == 0)
		machine_stop(dev, value & 0x7f);
}

static const struct bus_device_ops test_exit_ops = { test_exit_read,
						     test_exit_write };

static int add_ram(struct machine *m)
{
	u64 low = m->config.ram_bytes, high = 0;
	int err;

	if (low > MAP_LOW_RAM_MAX) {
		high = low - MAP_LOW_RAM_MAX;
		low = MAP_LOW_RAM_MAX;
	}
	err = bus_add_ram(m->bus, MAP_LOW_RAM_BASE, low - MAP_LOW_RAM_BASE, 0);
	if (!err && high)
		err = bus_add_ram(m->bus, MAP_HIGH_RAM_BASE, high, 0);
	return err;
}

static int add_cpus(struct machine *m)
{
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		struct cpu *cpu =
			aligned_alloc(64, (sizeof(struct cpu) + 63) & ~63ULL);
		int err;

		if (!cpu)
			return -ENOMEM;
		memset(cpu, 0, sizeof(*cpu));
		cpu->machine = m;
		cpu->id = i;
		cpu->itlb.tc_count = m->config.tlb_entries - MACHINE_TRS;
		cpu->dtlb.tc_count = m->config.tlb_entries - MACHINE_TRS;
		cpu_reset(cpu);
		m->cpus[i] = cpu;
		m->timer_deadline[i] = EVENT_NEVER;
		err = m->config.engine->cpu_init(cpu);
		if (err)
			return err;
	}
	return 0;
}

static int add_devices(struct machine *m)
{
	int err;

	m->iosapic = iosapic_create(MAP_IOSAPIC_PINS, iosapic_deliver, m);
	m->uart = uart_create(&m->events, m->console, uart_irq, m);
	m->ports = io_ports_create();
	if (!m->iosapic || !m->uart || !m->ports)
		return -ENOMEM;
	m->pm = acpi_pm_create(&m->events, &pm_ops, m, MAP_S5_SLEEP_TYPE,
			       MAP_RESET_VALUE);
	if (!m->pm)
		return -ENOMEM;
	err = io_ports_add(m->ports, MAP_PORT_PM1_EVENT, ACPI_PM_PORTS,
			   &acpi_pm_port_ops, m->pm);
	if (!err)
		err = bus_add_device(m->bus, MAP_IOSAPIC_BASE, MAP_IOSAPIC_SIZE,
				     "iosapic", &iosapic_ops, m->iosapic);
	if (!err)
		err = bus_add_device(m->bus, MAP_UART_BASE, MAP_UART_SIZE,
				     "uart", &uart_ops, m->uart);
	if (!err)
		err = bus_add_device(m->bus, MAP_IPI_BASE, MAP_IPI_SIZE,
				     "interrupt block", &lsapic_block_ops, m);
	if (!err)
		err = bus_add_device(m->bus, MAP_IO_PORT_BASE, MAP_IO_PORT_SIZE,
				     "I/O ports", &io_ports_ops, m->ports);
	if (!err && m->config.test_exit)
		err = bus_add_device(m->bus, MAP_TEST_EXIT_BASE,
				     MAP_TEST_EXIT_SIZE, "test exit",
				     &test_exit_ops, m);
	return err;
}

struct machine *machine_create(const struct machine_config *config,
			       struct chardev *console)
{
	struct machine *m = calloc(1, sizeof(*m));
	int err = -ENOMEM;

	if (!m)
		goto fail;
	m->config = *config;
	m->console = console;
	m->events = (struct event_queue){ .hz = config->itc_hz,
					  .now = owner_time,
					  .queued = event_queued,
					  .owner = m };
	chardev_set_clock(console, owner_time, m, config->itc_hz);
	m->bus = bus_create();
	if (!m->bus)
		goto fail;
	err = add_ram(m);
	if (!err)
		err = add_devices(m);
	if (!err)
		err = add_cpus(m);
	if (!err)
		return m;
fail:
	log_error("cannot build the machine: %s", strerror(-err));
	machine_destroy(m);
	return NULL;
}

void machine_destroy(struct machine *m)
{
	if (!m)
		return;
	for (u32 i = 0; i < MACHINE_MAX_CPUS; i++) {
		if (m->cpus[i] && m->cpus[i]->engine)
			m->config.engine->cpu_destroy(m->cpus[i]);
		free(m->cpus[i]);
	}
	chardev_set_clock(m->console, NULL, NULL, 1);
	acpi_pm_destroy(m->pm);
	uart_destroy(m->uart);
	iosapic_destroy(m->iosapic);
	io_ports_destroy(m->ports);
	bus_destroy(m->bus);
	free(m);
}
