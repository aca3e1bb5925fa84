// SPDX-License-Identifier: GPL-2.0
/*
 * ACPI fixed hardware registers.  There is no SMI command port: SCI_EN is
 * always set, as on hardware that has no legacy mode.
 * ACPI 6.x, 4.8.3 (fixed hardware registers) and 4.8.3.6 (reset register).
 */
#include "dev/acpi_pm.h"

#include <stdlib.h>

#define REG_STATUS 0
#define REG_ENABLE 2
#define REG_CONTROL 4
#define REG_TIMER 8
#define REG_RESET 12

#define TIMER_STATUS BIT64(0)
#define POWER_BUTTON BIT64(8)
#define STATUS_ALL 0xcf31
#define ENABLE_ALL 0x4721

#define CONTROL_SCI_EN BIT64(0)
#define CONTROL_SLP_TYP(v) bits(v, 10, 3)
#define CONTROL_SLP_EN BIT64(13)
#define CONTROL_ALL 0x1c02

/* TMR_STS follows each change of the timer's top bit. */
#define TIMER_HALF BIT64(31)

struct acpi_pm {
	u16 status, enable, control;
	bool sci_active;
	unsigned int s5_type;
	u8 reset_value;
	struct event timer;
	struct event_queue *events;
	const struct acpi_pm_ops *ops;
	void *arg;
};

static u64 timer_now(struct acpi_pm *pm)
{
	return (u128)event_now(pm->events) * ACPI_PM_TIMER_HZ / pm->events->hz;
}

static void timer_arm(struct acpi_pm *pm)
{
	u64 next = (timer_now(pm) / TIMER_HALF + 1) * TIMER_HALF;

	event_set(pm->events, &pm->timer,
		  event_ticks(pm->events, next, ACPI_PM_TIMER_HZ));
}

static void update_sci(struct acpi_pm *pm)
{
	bool active = pm->status & pm->enable;

	if (active == pm->sci_active)
		return;
	pm->sci_active = active;
	pm->ops->set_sci(pm->arg, !active);
}

static void timer_fire(void *arg, u64 now)
{
	struct acpi_pm *pm = arg;

	(void)now;
	pm->status |= TIMER_STATUS;
	update_sci(pm);
	if (pm->enable & TIMER_STATUS)
		timer_arm(pm);
}

void acpi_pm_power_button(struct acpi_pm *pm)
{
	pm->status |= POWER_BUTTON;
	update_sci(pm);
}

static u32 register_read(struct acpi_pm *pm, u64 reg)
{
	switch (reg) {
	case REG_STATUS:
		return pm->status;
	case REG_ENABLE:
		return pm->enable;
	case REG_CONTROL:
		return pm->control | CONTROL_SCI_EN;
	case REG_TIMER:
		return timer_now(pm);
	default:
		return 0;
	}
}

/*
 * Reads of any width gather bytes, so that a 4-byte read of PM1 event gives
 * status and enable at once.
 */
static u64 acpi_pm_read(void *dev, u64 offset, unsigned int size)
{
	struct acpi_pm *pm = dev;
	u64 value = 0;
	u32 timer = register_read(pm, REG_TIMER);

	for (unsigned int i = 0; i < size; i++) {
		u64 at = offset + i;
		u8 byte;

		if (at >= REG_TIMER && at < REG_RESET)
			byte = timer >> ((at - REG_TIMER) * 8);
		else
			byte = register_read(pm, at & ~1ULL) >> (at % 2 * 8);
		value |= (u64)byte << (i * 8);
	}
	return value;
}

static void write_control(struct acpi_pm *pm, u16 value)
{
	pm->control = value & CONTROL_ALL;
	if (value & CONTROL_SLP_EN && CONTROL_SLP_TYP(value) == pm->s5_type)
		pm->ops->power_off(pm->arg);
}

static void write_event(struct acpi_pm *pm, u64 offset, u16 value)
{
	if (offset == REG_STATUS) {
		pm->status &= ~(value & STATUS_ALL);
	} else {
		pm->enable = value & ENABLE_ALL;
		/* The timer need not run while nobody listens. */
		if (pm->enable & TIMER_STATUS)
			timer_arm(pm);
		else
			event_cancel(pm->events, &pm->timer);
	}
	update_sci(pm);
}

static void acpi_pm_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	struct acpi_pm *pm = dev;

	if (offset == REG_RESET) {
		if ((u8)value == pm->reset_value)
			pm->ops->reset(pm->arg);
		return;
	}
	/* PM1 registers are 16 bits wide; a 4-byte write covers two of them. */
	for (; size >= 2; size -= 2, offset += 2, value >>= 16) {
		if (offset == REG_CONTROL)
			write_control(pm, value);
		else if (offset == REG_STATUS || offset == REG_ENABLE)
			write_event(pm, offset, value);
	}
}

const struct bus_device_ops acpi_pm_port_ops = { acpi_pm_read, acpi_pm_write };

struct acpi_pm *acpi_pm_create(struct event_queue *events,
			       const struct acpi_pm_ops *ops, void *arg,
			       unsigned int s5_type, u8 reset_value)
{
	struct acpi_pm *pm = calloc(1, sizeof(*pm));

	if (!pm)
		return NULL;
	pm->events = events;
	pm->ops = ops;
	pm->arg = arg;
	pm->s5_type = s5_type;
	pm->reset_value = reset_value;
	event_init(&pm->timer, timer_fire, pm);
	pm->ops->set_sci(pm->arg, true);
	return pm;
}

void acpi_pm_destroy(struct acpi_pm *pm)
{
	if (!pm)
		return;
	event_cancel(pm->events, &pm->timer);
	free(pm);
}
