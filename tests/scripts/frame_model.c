// SPDX-License-Identifier: GPL-2.0
/*
 * Two ends of the console's link (userland/console/frame.c) against each other
 * over a channel in memory that loses, changes and inserts bytes, with a clock
 * that is simulated: what is sent arrives once, whole and in order, also when
 * sequence numbers wrap. Then plain garbage as input, for the sanitizers.
 *
 * usage: frame_model SEED ROUNDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"

#define CHANNEL 65536

struct channel {
	uint8_t bytes[CHANNEL];
	size_t length;
	unsigned int mean; /* bytes between two faults; 0: none */
};

struct end {
	struct frame_link link;
	struct channel *out;
	struct channel *in;
	uint64_t sent; /* the number of the next message */
	uint64_t received;
	uint64_t noise;
};

static uint64_t random_state;
static int64_t clock_ms;

static uint64_t draw(uint64_t limit)
{
	random_state =
		random_state * 6364136223846793005u + 1442695040888963407u;
	return (random_state >> 33) % limit;
}

static void fail(const char *why, uint64_t number)
{
	printf("FAIL: %s at message %llu\n", why, (unsigned long long)number);
	exit(1);
}

/* Message N has a length and bytes that follow from N. */
static size_t message(uint64_t number, uint8_t *data)
{
	size_t length = number * 2654435761u % (FRAME_PAYLOAD + 1);
	size_t i;

	if (number % 3)
		length %= 40;
	for (i = 0; i < length; i++)
		data[i] = number * 31 + i * 7;
	return length;
}

static void deliver(void *context, enum frame_type type, const uint8_t *data,
		    size_t length)
{
	uint8_t expected[FRAME_PAYLOAD];
	struct end *end = context;

	if (type != FRAME_STDOUT)
		fail("a message of another type", end->received);
	if (length != message(end->received, expected) ||
	    memcmp(data, expected, length))
		fail("another message", end->received);
	end->received++;
}

static void noise(void *context, const uint8_t *data, size_t length)
{
	struct end *end = context;

	(void)data;
	end->noise += length;
}

static void put(struct channel *channel, uint8_t byte)
{
	static const char line[] = "\r\n[1.0] kernel line \xf7\x1a\r\n";
	size_t i;

	if (channel->mean && !draw(channel->mean)) {
		switch (draw(3)) {
		case 0:
			return;
		case 1:
			byte ^= 1 << draw(8);
			break;
		default:
			for (i = 0; line[i]; i++)
				if (channel->length < CHANNEL)
					channel->bytes[channel->length++] =
						line[i];
		}
	}
	if (channel->length < CHANNEL)
		channel->bytes[channel->length++] = byte;
}

static void step(struct end *end, uint64_t last)
{
	uint8_t data[FRAME_PAYLOAD];
	const uint8_t *bytes;
	size_t length, part, i;

	/* Input comes in pieces of any size. */
	for (i = 0; i < end->in->length; i += part) {
		part = 1 + draw(3000);
		if (part > end->in->length - i)
			part = end->in->length - i;
		frame_link_input(&end->link, end->in->bytes + i, part,
				 clock_ms);
	}
	end->in->length = 0;
	while (end->sent < last && frame_link_can_send(&end->link)) {
		length = message(end->sent, data);
		frame_link_send(&end->link, FRAME_STDOUT, data, length);
		end->sent++;
	}
	while ((length = frame_link_output(&end->link, &bytes, clock_ms))) {
		part = 1 + draw(length);
		for (i = 0; i < part; i++)
			put(end->out, bytes[i]);
		frame_link_written(&end->link, part);
	}
}

static int64_t sooner(int a, int b)
{
	if (a < 0)
		return b;
	return b < 0 || a < b ? a : b;
}

static void converse(unsigned int mean, uint64_t last)
{
	static struct channel up, down;
	static struct end guest, host;
	struct frame_user guest_user = { deliver, noise, &guest };
	struct frame_user host_user = { deliver, noise, &host };
	int64_t begin = clock_ms, pause;

	memset(&guest, 0, sizeof(guest));
	memset(&host, 0, sizeof(host));
	up.length = down.length = 0;
	up.mean = down.mean = mean;
	guest.out = host.in = &up;
	guest.in = host.out = &down;
	frame_link_init(&guest.link, &guest_user, FRAME_WINDOW, 10000, false);
	frame_link_init(&host.link, &host_user, 4, 1000, false);
	while (guest.received < last || host.received < last ||
	       !frame_link_idle(&guest.link) || !frame_link_idle(&host.link)) {
		step(&guest, last);
		step(&host, last);
		if (up.length || down.length)
			continue;
		pause = sooner(frame_link_timeout(&guest.link, clock_ms),
			       frame_link_timeout(&host.link, clock_ms));
		if (pause < 0 &&
		    (guest.received < last || host.received < last))
			fail("both ends wait for ever", host.received);
		clock_ms += pause > 0 ? pause : 0;
		if (clock_ms - begin > (int64_t)last * 100000)
			fail("no progress", host.received);
	}
	if (mean && !guest.link.stats.damaged)
		fail("the channel damaged nothing", last);
	if (!mean && (guest.link.stats.resent || host.link.stats.resent ||
		      guest.noise || host.noise))
		fail("repetitions without damage", last);
}

static void garbage(unsigned int rounds)
{
	static struct end end;
	static struct channel nothing;
	struct frame_user user = { deliver, noise, &end };
	static const uint8_t magic[] = { 0xf7, 0x1a, 0x9e, 0x64 };
	uint8_t data[4000];
	size_t i, length;

	end.in = end.out = &nothing;
	frame_link_init(&end.link, &user, 4, 1000, false);
	while (rounds--) {
		length = draw(sizeof(data));
		for (i = 0; i < length; i++)
			data[i] = draw(256);
		for (i = 0; i + 12 < length; i += 1 + draw(1500)) {
			memcpy(data + i, magic, 4);
			data[i + 11] %= 8;
		}
		frame_link_input(&end.link, data, length, clock_ms++);
		step(&end, 0);
	}
	if (!end.link.stats.damaged)
		fail("garbage was taken for frames", 0);
}

int main(int argc, char **argv)
{
	static const unsigned int means[] = { 0, 100000, 10000, 3000, 1000 };
	unsigned int rounds, i;

	if (argc != 3) {
		fputs("usage: frame_model SEED ROUNDS\n", stderr);
		return 2;
	}
	random_state = strtoull(argv[1], NULL, 0);
	rounds = strtoul(argv[2], NULL, 0);
	for (i = 0; i < sizeof(means) / sizeof(means[0]); i++)
		converse(means[i], rounds);
	/* Past the end of the sequence numbers. */
	converse(20000, 140000);
	garbage(rounds);
	printf("ok\n");
	return 0;
}
