// SPDX-License-Identifier: GPL-2.0
/*
 * 16550A: what drivers probe for, interrupts, FIFO and the host's side.
 */
#include "dev/uart16550.h"

#include <sys/socket.h>
#include <unistd.h>

#include "dev/chardev.h"

#include "harness.h"

#define HZ 1000000000ULL

static u64 clock_now;
static bool irq;
static int host_in, host_out; /* our end, and the simulator's */
static struct event_queue queue;
static struct chardev *host;

static u64 now(void *owner)
{
	(void)owner;
	return clock_now;
}

static void set_irq(void *arg, bool level)
{
	(void)arg;
	irq = level;
}

/* A socket pair is the serial cable. */
static struct uart *new_uart(void)
{
	char spec[32], error[128];
	int ends[2];

	clock_now = 0;
	irq = false;
	queue = (struct event_queue){ .hz = HZ, .now = now };
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	host_in = ends[0];
	host_out = ends[1];
	snprintf(spec, sizeof(spec), "fd:%d", ends[1]);
	host = chardev_open(spec, error, sizeof(error));
	CHECK(host);
	return uart_create(&queue, host, set_irq, NULL);
}

static void free_uart(struct uart *u)
{
	uart_destroy(u);
	chardev_close(host);
	close(host_in);
	close(host_out);
}

static u8 rd(struct uart *u, unsigned int reg)
{
	return uart_ops.read(u, reg, 1);
}

static void wr(struct uart *u, unsigned int reg, u8 value)
{
	uart_ops.write(u, reg, 1, value);
}

static void host_types(struct uart *u, const char *text)
{
	CHECK_EQ(write(host_in, text, strlen(text)), strlen(text));
	uart_host_poll(u);
}

static void run_until(u64 t)
{
	clock_now = t;
	event_run(&queue, t);
}

TEST(probe_finds_a_16550a)
{
	struct uart *u = new_uart();

	/* No scratch bits in IER, a scratch register, divisor latch. */
	wr(u, 1, 0xff);
	CHECK_EQ(rd(u, 1), 0x0f);
	wr(u, 1, 0);
	wr(u, 7, 0x5a);
	CHECK_EQ(rd(u, 7), 0x5a);
	wr(u, 3, 0x83);
	wr(u, 0, 0x34);
	wr(u, 1, 0x12);
	CHECK_EQ(rd(u, 0), 0x34);
	CHECK_EQ(rd(u, 1), 0x12);
	wr(u, 3, 0x03);
	CHECK_EQ(rd(u, 1), 0);
	/* Loopback of the modem lines: RTS and OUT2 come back as CTS, DCD. */
	wr(u, 4, 0x10 | 0x0a);
	CHECK_EQ(rd(u, 6) & 0xf0, 0x90);
	wr(u, 4, 0x03);
	/* A FIFO that works: both bits in IIR, no 64-byte bit. */
	CHECK_EQ(rd(u, 2) & 0xc0, 0);
	wr(u, 2, 0x01);
	CHECK_EQ(rd(u, 2) >> 5, 6);
	wr(u, 3, 0x80);
	wr(u, 2, 0x21);
	wr(u, 3, 0x03);
	CHECK_EQ(rd(u, 2) >> 5, 6);
	free_uart(u);
}

TEST(thre_interrupt_is_acknowledged_by_iir)
{
	struct uart *u = new_uart();

	wr(u, 1, 0x02);
	CHECK(irq);
	CHECK_EQ(rd(u, 2), 0x02);
	CHECK(!irq);
	CHECK_EQ(rd(u, 2), 0x01);
	wr(u, 0, 'x');
	CHECK(irq);
	CHECK_EQ(rd(u, 5) & 0x60, 0x60);
	wr(u, 1, 0);
	CHECK(!irq);
	free_uart(u);
}

TEST(output_reaches_the_host)
{
	struct uart *u = new_uart();
	char text[8] = "";

	wr(u, 0, 'h');
	wr(u, 0, 'i');
	wr(u, 0, '\n');
	CHECK_EQ(read(host_in, text, sizeof(text)), 3);
	CHECK_STR(text, "hi\n");
	CHECK_EQ(uart_sent(u), 3);
	free_uart(u);
}

TEST(input_waits_until_the_guest_asks)
{
	struct uart *u = new_uart();

	wr(u, 2, 0x01);
	host_types(u, "abc");
	run_until(HZ);
	CHECK_EQ(rd(u, 5) & 0x01, 0);
	wr(u, 1, 0x01);
	run_until(2 * HZ);
	CHECK_EQ(rd(u, 5) & 0x01, 1);
	CHECK(irq);
	CHECK_EQ(rd(u, 2), 0xc4);
	CHECK_EQ(rd(u, 0), 'a');
	CHECK_EQ(rd(u, 0), 'b');
	CHECK(irq);
	CHECK_EQ(rd(u, 0), 'c');
	CHECK(!irq);
	free_uart(u);
}

TEST(a_polling_guest_gets_input_too)
{
	struct uart *u = new_uart();
	int i;

	wr(u, 2, 0x01);
	host_types(u, "k");
	for (i = 0; i < 100 && !(rd(u, 5) & 1); i++)
		run_until(clock_now + HZ / 1000);
	CHECK(i < 100);
	CHECK_EQ(rd(u, 0), 'k');
	free_uart(u);
}

TEST(rts_off_holds_the_host)
{
	struct uart *u = new_uart();

	wr(u, 2, 0x01);
	wr(u, 4, 0x01);
	wr(u, 1, 0x01);
	host_types(u, "a");
	run_until(HZ);
	CHECK_EQ(rd(u, 5) & 1, 0);
	wr(u, 4, 0x03);
	run_until(2 * HZ);
	CHECK_EQ(rd(u, 0), 'a');
	free_uart(u);
}

TEST(nothing_is_lost_when_the_host_sends_more_than_a_fifo)
{
	struct uart *u = new_uart();
	char text[101];
	int i;

	for (i = 0; i < 100; i++)
		text[i] = 'A' + i % 26;
	text[100] = '\0';
	wr(u, 2, 0x01);
	wr(u, 1, 0x01);
	host_types(u, text);
	for (i = 0; i < 100; i++) {
		if (!(rd(u, 5) & 1))
			run_until(clock_now + HZ / 1000);
		CHECK_EQ(rd(u, 5) & 0x03, 0x01); /* data, no overrun */
		CHECK_EQ(rd(u, 0), text[i]);
	}
	free_uart(u);
}

TEST(below_the_trigger_the_timeout_interrupts)
{
	struct uart *u = new_uart();

	wr(u, 2, 0xc1); /* trigger at 14 */
	wr(u, 1, 0x01);
	host_types(u, "abc");
	run_until(HZ / 10000); /* arrived, timeout still running */
	CHECK_EQ(rd(u, 5) & 1, 1);
	CHECK(!irq);
	run_until(HZ / 1000);
	CHECK(irq);
	CHECK_EQ(rd(u, 2), 0xcc);
	rd(u, 0);
	CHECK(!irq); /* a read restarts it */
	run_until(HZ);
	CHECK_EQ(rd(u, 2), 0xcc);
	free_uart(u);
}

TEST(loopback_overrun_is_a_line_status_interrupt)
{
	struct uart *u = new_uart();
	int i;

	wr(u, 2, 0x01);
	wr(u, 4, 0x10);
	wr(u, 1, 0x04);
	for (i = 0; i < 17; i++)
		wr(u, 0, i);
	CHECK(irq);
	CHECK_EQ(rd(u, 2), 0xc6);
	CHECK_EQ(rd(u, 5) & 0x03, 0x03);
	CHECK(!irq);
	for (i = 0; i < 16; i++)
		CHECK_EQ(rd(u, 0), i);
	CHECK_EQ(rd(u, 5) & 0x01, 0);
	free_uart(u);
}
