// SPDX-License-Identifier: GPL-2.0
/*
 * I/O SAPIC: a redirection table entry (RTE) per pin says where the pin's
 * interrupt goes.  Edge pins send on each active edge; an edge on a masked pin
 * is lost.  Level pins send when active, unmasked and not yet accepted (remote
 * IRR clear); the EOI register clears remote IRR and sends again if the pin is
 * still active.
 * Intel Itanium Processor Family Interrupt Architecture Guide, chapter 3.
 */
#include "dev/iosapic.h"

#include <stdlib.h>

#define REG_SELECT 0x00
#define REG_WINDOW 0x10
#define REG_EOI 0x40

#define INDEX_ID 0x00
#define INDEX_VERSION 0x01
#define INDEX_RTE 0x10

#define VERSION 0x11

#define RTE_VECTOR(rte) bits(rte, 0, 8)
#define RTE_DELIVERY(rte) bits(rte, 8, 3)
#define RTE_LOW BIT64(13) /* active low */
#define RTE_REMOTE_IRR BIT64(14)
#define RTE_LEVEL BIT64(15)
#define RTE_MASK BIT64(16)
#define RTE_EID(rte) bits(rte, 48, 8)
#define RTE_ID(rte) bits(rte, 56, 8)
#define RTE_WRITABLE 0xffff00000001a7ffULL

struct iosapic {
	unsigned int pins;
	u32 select, id;
	u64 rte[IOSAPIC_PINS_MAX];
	u64 lines; /* levels, a bit per pin */
	iosapic_deliver_fn deliver;
	void *arg;
};

static bool pin_active(const struct iosapic *s, unsigned int pin)
{
	bool high = s->lines >> pin & 1;

	return s->rte[pin] & RTE_LOW ? !high : high;
}

static void pin_send(struct iosapic *s, unsigned int pin)
{
	u64 rte = s->rte[pin];
	bool taken;

	taken = s->deliver(s->arg, RTE_ID(rte), RTE_EID(rte), RTE_DELIVERY(rte),
			   RTE_VECTOR(rte));
	if (taken && rte & RTE_LEVEL)
		s->rte[pin] |= RTE_REMOTE_IRR;
}

static void pin_check_level(struct iosapic *s, unsigned int pin)
{
	u64 rte = s->rte[pin];

	if (rte & RTE_LEVEL && !(rte & (RTE_MASK | RTE_REMOTE_IRR)) &&
	    pin_active(s, pin))
		pin_send(s, pin);
}

void iosapic_set_line(struct iosapic *s, unsigned int pin, bool level)
{
	bool before = pin_active(s, pin);

	s->lines = (s->lines & ~BIT64(pin)) | (u64)level << pin;
	if (s->rte[pin] & RTE_LEVEL)
		pin_check_level(s, pin);
	else if (!before && pin_active(s, pin) && !(s->rte[pin] & RTE_MASK))
		pin_send(s, pin);
}

static u32 window_read(const struct iosapic *s)
{
	unsigned int i = s->select - INDEX_RTE;

	if (s->select == INDEX_ID)
		return s->id;
	if (s->select == INDEX_VERSION)
		return VERSION | (s->pins - 1) << 16;
	if (s->select >= INDEX_RTE && i / 2 < s->pins)
		return s->rte[i / 2] >> (i % 2 * 32);
	return 0;
}

static void window_write(struct iosapic *s, u32 value)
{
	unsigned int i = s->select - INDEX_RTE, shift;
	u64 new, half;

	if (s->select == INDEX_ID) {
		s->id = value & 0x0f000000;
		return;
	}
	if (s->select < INDEX_RTE || i / 2 >= s->pins)
		return;
	shift = i % 2 * 32;
	half = 0xffffffffULL << shift;
	new = (s->rte[i / 2] & ~half) | (u64)value << shift;
	new = (new &RTE_WRITABLE) | (s->rte[i / 2] & RTE_REMOTE_IRR);
	if (!(new &RTE_LEVEL))
		new &= ~RTE_REMOTE_IRR;
	s->rte[i / 2] = new;
	pin_check_level(s, i / 2);
}

static void end_of_interrupt(struct iosapic *s, unsigned int vector)
{
	for (unsigned int pin = 0; pin < s->pins; pin++) {
		if (!(s->rte[pin] & RTE_REMOTE_IRR) ||
		    RTE_VECTOR(s->rte[pin]) != vector)
			continue;
		s->rte[pin] &= ~RTE_REMOTE_IRR;
		pin_check_level(s, pin);
	}
}

static u64 iosapic_read(void *dev, u64 offset, unsigned int size)
{
	struct iosapic *s = dev;

	(void)size;
	switch (offset) {
	case REG_SELECT:
		return s->select;
	case REG_WINDOW:
		return window_read(s);
	default:
		return 0;
	}
}

static void iosapic_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	struct iosapic *s = dev;

	(void)size;
	switch (offset) {
	case REG_SELECT:
		s->select = value & 0xff;
		break;
	case REG_WINDOW:
		window_write(s, value);
		break;
	case REG_EOI:
		end_of_interrupt(s, value & 0xff);
		break;
	default:
		break;
	}
}

const struct bus_device_ops iosapic_ops = { iosapic_read, iosapic_write };

struct iosapic *iosapic_create(unsigned int pins, iosapic_deliver_fn deliver,
			       void *arg)
{
	struct iosapic *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->pins = pins;
	s->deliver = deliver;
	s->arg = arg;
	for (unsigned int pin = 0; pin < pins; pin++)
		s->rte[pin] = RTE_MASK;
	return s;
}

void iosapic_destroy(struct iosapic *s)
{
	free(s);
}
