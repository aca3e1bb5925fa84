/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ACPI fixed hardware: PM1 event and control, PM timer, reset register.
 */
#ifndef SIM_DEV_ACPI_PM_H
#define SIM_DEV_ACPI_PM_H

#include "bus/bus.h"
#include "util/event_queue.h"

#define ACPI_PM_PORTS 0x10
#define ACPI_PM_TIMER_HZ 3579545

struct acpi_pm;

struct acpi_pm_ops {
	void (*set_sci)(void *arg, bool level); /* electrical: low is active */
	void (*power_off)(void *arg);
	void (*reset)(void *arg);
};

/* @s5_type: the SLP_TYP of power-off; @reset_value resets when written. */
struct acpi_pm *acpi_pm_create(struct event_queue *events,
			       const struct acpi_pm_ops *ops, void *arg,
			       unsigned int s5_type, u8 reset_value);
void acpi_pm_destroy(struct acpi_pm *pm);
/* Someone pressed the power button. */
void acpi_pm_power_button(struct acpi_pm *pm);

/* Offsets from the first port: 0 PM1 event, 4 control, 8 timer, 12 reset. */
extern const struct bus_device_ops acpi_pm_port_ops;

#endif
