/* SPDX-License-Identifier: GPL-2.0 */
/*
 * I/O SAPIC: interrupt pins to messages.
 */
#ifndef SIM_DEV_IOSAPIC_H
#define SIM_DEV_IOSAPIC_H

#include "bus/bus.h"

#define IOSAPIC_PINS_MAX 64

struct iosapic;

/* Send a message; lsapic_message() behind a pointer. */
typedef bool (*iosapic_deliver_fn)(void *arg, unsigned int id, unsigned int eid,
				   unsigned int delivery, unsigned int vector);

/* @pins at most IOSAPIC_PINS_MAX.  NULL: no memory. */
struct iosapic *iosapic_create(unsigned int pins, iosapic_deliver_fn deliver,
			       void *arg);
void iosapic_destroy(struct iosapic *s);
/* The device on @pin drives its line to @level (electrical, not logical). */
void iosapic_set_line(struct iosapic *s, unsigned int pin, bool level);

extern const struct bus_device_ops iosapic_ops;

#endif
