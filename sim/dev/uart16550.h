/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A 16550A serial port, eight byte-wide registers.
 */
#ifndef SIM_DEV_UART16550_H
#define SIM_DEV_UART16550_H

#include "bus/bus.h"
#include "util/event_queue.h"

struct uart;
struct chardev;

/*
 * @set_irq is told each change of the interrupt output.  NULL: no memory.
 * The bus window's device is the uart itself.
 */
struct uart *uart_create(struct event_queue *events, struct chardev *host,
			 void (*set_irq)(void *arg, bool level), void *irq_arg);
void uart_destroy(struct uart *u);
/* The host may have input: start receiving if there is room for it. */
void uart_host_poll(struct uart *u);
/* Characters the guest has sent so far; a sign of life. */
u64 uart_sent(const struct uart *u);

extern const struct bus_device_ops uart_ops;

#endif
