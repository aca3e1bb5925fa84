// SPDX-License-Identifier: GPL-2.0
/*
 * 16550A UART: FIFOs, interrupt identification, loopback, modem lines.
 * Transmission takes no time; reception brings up to a FIFO full of the host's
 * characters every RX_BURST_US and never overruns: the host's side waits until
 * the guest has room, has asked for characters, and holds RTS.  Baud rate,
 * parity and word length are stored and have no effect.
 * National Semiconductor PC16550D data sheet.
 */
#include "dev/uart16550.h"

#include <stdlib.h>

#include "dev/chardev.h"

#define FIFO_SIZE 16
#define RX_BURST_US 20
/* The character timeout: four characters of ten bits at 115200 baud. */
#define RX_TIMEOUT_US 347
/* So many reads of LSR in a row, nothing sent, mean a guest that polls. */
#define POLLS_THAT_ASK 16

enum {
	RBR_THR,
	IER,
	IIR_FCR,
	LCR,
	MCR,
	LSR,
	MSR,
	SCR
};

#define IER_RDI 0x01 /* received data available */
#define IER_THRI 0x02 /* transmitter holding register empty */
#define IER_RLSI 0x04 /* receiver line status */
#define IER_MSI 0x08 /* modem status */
#define IER_ALL 0x0f

#define IIR_NONE 0x01
#define IIR_MSI 0x00
#define IIR_THRI 0x02
#define IIR_RDI 0x04
#define IIR_RLSI 0x06
#define IIR_TIMEOUT 0x0c
#define IIR_FIFO 0xc0

#define FCR_ENABLE 0x01
#define FCR_CLEAR_RX 0x02
#define FCR_CLEAR_TX 0x04

#define LCR_DLAB 0x80

#define MCR_DTR 0x01
#define MCR_RTS 0x02
#define MCR_OUT1 0x04
#define MCR_OUT2 0x08
#define MCR_LOOP 0x10
#define MCR_ALL 0x1f

#define LSR_DR 0x01
#define LSR_OE 0x02
#define LSR_BI 0x10
#define LSR_THRE 0x20
#define LSR_TEMT 0x40
#define LSR_FIFO_ERROR 0x80

#define MSR_DCTS 0x01
#define MSR_DDSR 0x02
#define MSR_TERI 0x04
#define MSR_DDCD 0x08
#define MSR_CTS 0x10
#define MSR_DSR 0x20
#define MSR_RI 0x40
#define MSR_DCD 0x80
#define MSR_DELTA 0x0f

struct rx_char {
	u8 data;
	u8 error; /* LSR_BI or 0, reported when it is next to be read */
};

struct uart {
	u8 ier, fcr, lcr, mcr, scr, dll, dlm;
	u8 msr_delta, line_errors; /* LSR_OE, LSR_BI until LSR is read */
	bool thr_interrupt; /* the THRE interrupt has not been acknowledged */
	bool rx_timeout;
	bool irq_level;
	unsigned int lsr_polls;
	struct rx_char rx[FIFO_SIZE];
	unsigned int rx_head, rx_count;
	u64 sent;
	struct event rx_event, timeout_event;
	struct event_queue *events;
	struct chardev *host;
	void (*set_irq)(void *arg, bool level);
	void *irq_arg;
};

static unsigned int rx_capacity(const struct uart *u)
{
	return u->fcr & FCR_ENABLE ? FIFO_SIZE : 1;
}

static unsigned int rx_trigger(const struct uart *u)
{
	static const u8 levels[4] = { 1, 4, 8, 14 };

	return u->fcr & FCR_ENABLE ? levels[u->fcr >> 6] : 1;
}

static u8 interrupt_id(const struct uart *u)
{
	if (u->ier & IER_RLSI && u->line_errors)
		return IIR_RLSI;
	if (u->ier & IER_RDI && u->rx_count >= rx_trigger(u))
		return IIR_RDI;
	if (u->ier & IER_RDI && u->rx_timeout)
		return IIR_TIMEOUT;
	if (u->ier & IER_THRI && u->thr_interrupt)
		return IIR_THRI;
	if (u->ier & IER_MSI && u->msr_delta)
		return IIR_MSI;
	return IIR_NONE;
}

static void update_irq(struct uart *u)
{
	bool level = interrupt_id(u) != IIR_NONE;

	if (level == u->irq_level)
		return;
	u->irq_level = level;
	u->set_irq(u->irq_arg, level);
}

/* The character timeout runs while characters wait and nobody moves them. */
static void restart_timeout(struct uart *u)
{
	u->rx_timeout = false;
	if (u->rx_count && u->fcr & FCR_ENABLE)
		event_set(u->events, &u->timeout_event,
			  event_now(u->events) + event_ticks(u->events,
							     RX_TIMEOUT_US,
							     1000000));
	else
		event_cancel(u->events, &u->timeout_event);
}

static void timeout_fire(void *arg, u64 now)
{
	struct uart *u = arg;

	(void)now;
	u->rx_timeout = u->rx_count != 0;
	update_irq(u);
}

static void rx_clear(struct uart *u)
{
	u->rx_head = 0;
	u->rx_count = 0;
	restart_timeout(u);
}

static void rx_push(struct uart *u, u8 data, u8 error)
{
	struct rx_char *c;

	if (u->rx_count == rx_capacity(u)) {
		u->line_errors |= LSR_OE;
		if (u->fcr & FCR_ENABLE)
			return; /* the FIFO keeps the older ones */
		u->rx_count = 0;
	}
	c = &u->rx[(u->rx_head + u->rx_count++) % FIFO_SIZE];
	c->data = data;
	c->error = error;
	if (u->rx_count == 1)
		u->line_errors |= error;
	restart_timeout(u);
}

/* Does the guest want characters from the outside at all? */
static bool rx_wanted(const struct uart *u)
{
	if (u->mcr & MCR_LOOP || !(u->mcr & MCR_RTS))
		return false;
	return u->ier & IER_RDI || u->lsr_polls >= POLLS_THAT_ASK;
}

static void rx_schedule(struct uart *u)
{
	if (u->rx_event.when != EVENT_NEVER || !rx_wanted(u) || u->rx_count ||
	    !chardev_has_input(u->host))
		return;
	event_set(u->events, &u->rx_event,
		  event_now(u->events) +
			  event_ticks(u->events, RX_BURST_US, 1000000));
}

static void rx_fire(void *arg, u64 now)
{
	struct uart *u = arg;
	bool is_break;
	u8 c;

	(void)now;
	while (rx_wanted(u) && u->rx_count < rx_capacity(u) &&
	       chardev_read(u->host, &c, &is_break))
		rx_push(u, is_break ? 0 : c, is_break ? LSR_BI : 0);
	update_irq(u);
}

static u8 modem_status(const struct uart *u)
{
	u8 lines = 0;

	if (!(u->mcr & MCR_LOOP))
		return MSR_CTS | MSR_DSR | MSR_DCD;
	if (u->mcr & MCR_RTS)
		lines |= MSR_CTS;
	if (u->mcr & MCR_DTR)
		lines |= MSR_DSR;
	if (u->mcr & MCR_OUT1)
		lines |= MSR_RI;
	if (u->mcr & MCR_OUT2)
		lines |= MSR_DCD;
	return lines;
}

static void write_mcr(struct uart *u, u8 value)
{
	u8 before = modem_status(u), changed;

	u->mcr = value & MCR_ALL;
	changed = before ^ modem_status(u);
	if (changed & MSR_CTS)
		u->msr_delta |= MSR_DCTS;
	if (changed & MSR_DSR)
		u->msr_delta |= MSR_DDSR;
	if (changed & MSR_DCD)
		u->msr_delta |= MSR_DDCD;
	if (before & MSR_RI && changed & MSR_RI)
		u->msr_delta |= MSR_TERI; /* trailing edge only */
}

static void write_fcr(struct uart *u, u8 value)
{
	if ((u->fcr ^ value) & FCR_ENABLE || value & FCR_CLEAR_RX)
		rx_clear(u);
	u->fcr = value & FCR_ENABLE ? value & (FCR_ENABLE | 0xc0) : 0;
	if (value & FCR_CLEAR_TX)
		u->thr_interrupt = true;
}

static void write_thr(struct uart *u, u8 value)
{
	u->lsr_polls = 0;
	u->sent++;
	if (u->mcr & MCR_LOOP)
		rx_push(u, value, 0);
	else
		chardev_write(u->host, value);
	/* Sent at once, so that the register is empty again. */
	u->thr_interrupt = true;
}

static u8 read_rbr(struct uart *u)
{
	u8 value = u->rx[u->rx_head].data;

	u->lsr_polls = 0;
	if (!u->rx_count)
		return u->rx[u->rx_head].data;
	u->rx_head = (u->rx_head + 1) % FIFO_SIZE;
	u->rx_count--;
	if (u->rx_count)
		u->line_errors |= u->rx[u->rx_head].error;
	restart_timeout(u);
	return value;
}

static u8 read_iir(struct uart *u)
{
	u8 id = interrupt_id(u);

	if (id == IIR_THRI)
		u->thr_interrupt = false;
	return id | (u->fcr & FCR_ENABLE ? IIR_FIFO : 0);
}

static u8 read_lsr(struct uart *u)
{
	u8 value = LSR_THRE | LSR_TEMT | u->line_errors;

	if (u->rx_count)
		value |= LSR_DR;
	else if (u->lsr_polls < POLLS_THAT_ASK)
		u->lsr_polls++;
	for (unsigned int i = 0; u->fcr & FCR_ENABLE && i < u->rx_count; i++)
		if (u->rx[(u->rx_head + i) % FIFO_SIZE].error)
			value |= LSR_FIFO_ERROR;
	u->line_errors = 0;
	return value;
}

static u64 uart_read(void *dev, u64 offset, unsigned int size)
{
	struct uart *u = dev;
	u8 value = 0xff;

	if (size != 1)
		return MASK64(size * 8);
	switch (offset) {
	case RBR_THR:
		value = u->lcr & LCR_DLAB ? u->dll : read_rbr(u);
		break;
	case IER:
		value = u->lcr & LCR_DLAB ? u->dlm : u->ier;
		break;
	case IIR_FCR:
		value = read_iir(u);
		break;
	case LCR:
		value = u->lcr;
		break;
	case MCR:
		value = u->mcr;
		break;
	case LSR:
		value = read_lsr(u);
		break;
	case MSR:
		value = modem_status(u) | u->msr_delta;
		u->msr_delta = 0;
		break;
	case SCR:
		value = u->scr;
		break;
	default:
		return value;
	}
	rx_schedule(u);
	update_irq(u);
	return value;
}

static void uart_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	struct uart *u = dev;

	if (size != 1)
		return;
	switch (offset) {
	case RBR_THR:
		if (u->lcr & LCR_DLAB)
			u->dll = value;
		else
			write_thr(u, value);
		break;
	case IER:
		if (u->lcr & LCR_DLAB) {
			u->dlm = value;
			break;
		}
		/* Enabling THRI while the register is empty interrupts. */
		if (value & ~u->ier & IER_THRI)
			u->thr_interrupt = true;
		u->ier = value & IER_ALL;
		break;
	case IIR_FCR:
		write_fcr(u, value);
		break;
	case LCR:
		u->lcr = value;
		break;
	case MCR:
		write_mcr(u, value);
		break;
	case SCR:
		u->scr = value;
		break;
	default: /* LSR and MSR: factory test only */
		break;
	}
	rx_schedule(u);
	update_irq(u);
}

const struct bus_device_ops uart_ops = { uart_read, uart_write };

struct uart *uart_create(struct event_queue *events, struct chardev *host,
			 void (*set_irq)(void *arg, bool level), void *irq_arg)
{
	struct uart *u = calloc(1, sizeof(*u));

	if (!u)
		return NULL;
	u->events = events;
	u->host = host;
	u->set_irq = set_irq;
	u->irq_arg = irq_arg;
	/* As firmware that has used the port as its console leaves it. */
	u->lcr = 0x03;
	u->mcr = MCR_DTR | MCR_RTS;
	u->dll = 1;
	event_init(&u->rx_event, rx_fire, u);
	event_init(&u->timeout_event, timeout_fire, u);
	return u;
}

void uart_destroy(struct uart *u)
{
	if (!u)
		return;
	event_cancel(u->events, &u->rx_event);
	event_cancel(u->events, &u->timeout_event);
	free(u);
}

void uart_host_poll(struct uart *u)
{
	rx_schedule(u);
}

u64 uart_sent(const struct uart *u)
{
	return u->sent;
}
