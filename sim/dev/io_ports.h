/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The I/O port space: 64 Ki ports behind a 64 MiB memory window.
 */
#ifndef SIM_DEV_IO_PORTS_H
#define SIM_DEV_IO_PORTS_H

#include "bus/bus.h"

#define IO_PORT_RANGES_MAX 16

struct io_ports;

struct io_ports *io_ports_create(void);
void io_ports_destroy(struct io_ports *p);
/*
 * Ports [@first, @first + @count) are @dev's; offsets count from @first.
 * 0, -EEXIST, -ENOMEM.
 */
int io_ports_add(struct io_ports *p, u16 first, u16 count,
		 const struct bus_device_ops *ops, void *dev);

/* For the window on the bus; the device is the struct io_ports. */
extern const struct bus_device_ops io_ports_ops;

#endif
