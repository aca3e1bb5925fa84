// SPDX-License-Identifier: GPL-2.0
/*
 * The link of frame.h: go-back-N with cumulative acknowledgements. A frame is
 *
 *   0 magic  4 type  5 flags  6 sequence  8 acknowledges  10 length
 *   12 payload  12+length CRC-32 of the bytes from 4 on
 *
 * little-endian. A receiver that sees a damaged frame or a gap asks for a
 * repetition at once (flag); the timer covers what that misses.
 */
#include <string.h>

#include "frame.h"

#define FLAG_RESEND 1

#define RTO_GROWTH 16
/* What is in flight behind a damaged frame is no reason to ask once more. */
#define RESEND_PAUSE_MS 20

static const uint8_t magic[4] = { 0xf7, 0x1a, 0x9e, 0x64 };

static void put16(uint8_t *p, uint16_t value)
{
	p[0] = value;
	p[1] = value >> 8;
}

static uint16_t get16(const uint8_t *p)
{
	return p[0] | p[1] << 8;
}

static void put32(uint8_t *p, uint32_t value)
{
	put16(p, value);
	put16(p + 2, value >> 16);
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

uint32_t frame_crc32(const uint8_t *data, size_t length)
{
	static uint32_t table[256];
	uint32_t crc = 0xffffffff;
	size_t i;

	if (!table[1]) {
		for (i = 0; i < 256; i++) {
			uint32_t value = i;
			int bit;

			for (bit = 0; bit < 8; bit++)
				value = value >> 1 ^
					(value & 1 ? 0xedb88320 : 0);
			table[i] = value;
		}
	}
	for (i = 0; i < length; i++)
		crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xff];
	return ~crc;
}

void frame_link_init(struct frame_link *link, const struct frame_user *user,
		     unsigned int window, unsigned int rto_ms, bool oneway)
{
	memset(link, 0, sizeof(*link));
	link->user = *user;
	link->window = window < FRAME_WINDOW ? window : FRAME_WINDOW;
	link->oneway = oneway;
	link->deadline_ms = -1;
	link->rto_ms = rto_ms;
	link->rto_first_ms = rto_ms;
	link->resend_asked_ms = INT64_MIN / 2;
}

static void build(struct frame_slot *slot, enum frame_type type,
		  uint16_t sequence, const void *data, size_t length)
{
	memcpy(slot->bytes, magic, sizeof(magic));
	slot->bytes[4] = type;
	slot->bytes[5] = 0;
	put16(slot->bytes + 6, sequence);
	put16(slot->bytes + 10, length);
	if (length)
		memcpy(slot->bytes + FRAME_HEADER, data, length);
	slot->length = FRAME_HEADER + length + FRAME_TRAILER;
}

/* Writes what is known only when a frame leaves: its acknowledgement. */
static void seal(struct frame_link *link, uint8_t *bytes, size_t length)
{
	size_t checked = length - FRAME_TRAILER;

	bytes[5] = link->resend_wanted ? FLAG_RESEND : 0;
	put16(bytes + 8, link->expected);
	put32(bytes + checked, frame_crc32(bytes + 4, checked - 4));
	link->ack_wanted = false;
	link->resend_wanted = false;
}

bool frame_link_can_send(const struct frame_link *link)
{
	if (link->oneway)
		return link->cursor == link->next;
	return (uint16_t)(link->next - link->base) < link->window;
}

void frame_link_send(struct frame_link *link, enum frame_type type,
		     const void *data, size_t length)
{
	build(&link->slots[link->next % FRAME_WINDOW], type, link->next, data,
	      length);
	link->next++;
	link->stats.sent++;
}

static void acknowledged(struct frame_link *link, uint16_t until, bool resend)
{
	uint16_t count = until - link->base;

	if (count > (uint16_t)(link->next - link->base))
		return; /* older than what is known */
	if (count) {
		link->base = until;
		if ((int16_t)(link->cursor - until) < 0)
			link->cursor = until;
		link->rto_ms = link->rto_first_ms;
		link->deadline_ms = -1; /* set anew with the next output */
	}
	if (resend && link->cursor != link->base) {
		link->stats.resent += (uint16_t)(link->cursor - link->base);
		link->cursor = link->base;
	}
}

static void ask_again(struct frame_link *link, int64_t now_ms)
{
	if (link->oneway)
		return;
	link->resend_due = now_ms - link->resend_asked_ms < RESEND_PAUSE_MS;
	if (link->resend_due)
		return;
	link->resend_asked_ms = now_ms;
	link->resend_wanted = true;
	link->ack_wanted = true;
}

static void receive(struct frame_link *link, const uint8_t *bytes,
		    size_t length, int64_t now_ms)
{
	enum frame_type type = bytes[4];
	uint16_t sequence = get16(bytes + 6);
	int16_t ahead = sequence - link->expected;

	if (!link->oneway)
		acknowledged(link, get16(bytes + 8), bytes[5] & FLAG_RESEND);
	if (type == FRAME_ACK)
		return;
	if (ahead < 0) {
		/* Seen already: our acknowledgement was lost. */
		link->ack_wanted = !link->oneway;
		return;
	}
	if (ahead > 0) {
		link->stats.lost++;
		if (!link->oneway) {
			ask_again(link, now_ms);
			return;
		}
		link->expected = sequence;
	}
	link->expected++;
	link->resend_due = false;
	link->ack_wanted = !link->oneway;
	link->stats.received++;
	link->user.deliver(link->user.context, type, bytes + FRAME_HEADER,
			   length);
}

static void noise(struct frame_link *link, const uint8_t *data, size_t length)
{
	if (!length)
		return;
	link->stats.noise_bytes += length;
	link->user.noise(link->user.context, data, length);
}

/* Finds where a frame may begin: the magic, or a part of it at the end. */
static size_t find_magic(const uint8_t *data, size_t length)
{
	size_t i, rest;

	for (i = 0; i < length; i++) {
		rest = length - i < sizeof(magic) ? length - i : sizeof(magic);
		if (!memcmp(data + i, magic, rest))
			break;
	}
	return i;
}

/*
 * Takes one frame or one run of noise off the front of the buffer; returns
 * how long it is, 0 when more bytes are needed to tell.
 */
static size_t parse(struct frame_link *link, const uint8_t *data, size_t length,
		    int64_t now_ms)
{
	size_t start = find_magic(data, length);
	size_t payload, checked;

	if (start) {
		noise(link, data, start);
		return start;
	}
	if (length < FRAME_HEADER)
		return 0;
	payload = get16(data + 10);
	if (payload <= FRAME_PAYLOAD && data[4] < FRAME_TYPES) {
		checked = FRAME_HEADER + payload;
		if (length < checked + FRAME_TRAILER)
			return 0;
		if (get32(data + checked) ==
		    frame_crc32(data + 4, checked - 4)) {
			receive(link, data, payload, now_ms);
			return checked + FRAME_TRAILER;
		}
	}
	/* Not a frame, or one that is spoilt; another may begin inside it. */
	link->stats.damaged++;
	ask_again(link, now_ms);
	noise(link, data, 1);
	return 1;
}

void frame_link_input(struct frame_link *link, const uint8_t *data,
		      size_t length, int64_t now_ms)
{
	while (length) {
		size_t room = sizeof(link->input) - link->input_length;
		size_t part = length < room ? length : room;
		size_t done = 0;
		size_t used;

		memcpy(link->input + link->input_length, data, part);
		link->input_length += part;
		data += part;
		length -= part;
		do {
			used = done == link->input_length ?
				       0 :
				       parse(link, link->input + done,
					     link->input_length - done, now_ms);
			done += used;
		} while (used);
		link->input_length -= done;
		memmove(link->input, link->input + done, link->input_length);
	}
}

static void load_output(struct frame_link *link, const uint8_t *bytes,
			size_t length)
{
	memcpy(link->output, bytes, length);
	seal(link, link->output, length);
	link->output_length = length;
	link->output_done = 0;
}

size_t frame_link_output(struct frame_link *link, const uint8_t **data,
			 int64_t now_ms)
{
	if (link->output_done == link->output_length) {
		if (!link->oneway && link->deadline_ms >= 0 &&
		    now_ms >= link->deadline_ms && link->cursor != link->base) {
			link->stats.resent +=
				(uint16_t)(link->cursor - link->base);
			link->cursor = link->base;
			if (link->rto_ms < RTO_GROWTH * link->rto_first_ms)
				link->rto_ms *= 2;
			link->deadline_ms = -1;
		}
		if (link->resend_due)
			ask_again(link, now_ms);
		link->output_length = link->output_done = 0;
		if (link->cursor != link->next) {
			struct frame_slot *slot =
				&link->slots[link->cursor % FRAME_WINDOW];

			load_output(link, slot->bytes, slot->length);
			link->cursor++;
			if (link->oneway)
				link->base = link->cursor;
		} else if (link->ack_wanted) {
			struct frame_slot ack;

			build(&ack, FRAME_ACK, link->next, NULL, 0);
			load_output(link, ack.bytes, ack.length);
		}
	}
	/* The time for an answer begins when the last byte is on its way. */
	if (link->base != link->next && link->deadline_ms < 0)
		link->deadline_ms = now_ms + link->rto_ms;
	*data = link->output + link->output_done;
	return link->output_length - link->output_done;
}

void frame_link_written(struct frame_link *link, size_t length)
{
	link->output_done += length;
}

int frame_link_timeout(const struct frame_link *link, int64_t now_ms)
{
	int64_t next = INT64_MAX;

	if (link->output_done != link->output_length ||
	    link->cursor != link->next || link->ack_wanted)
		return 0;
	if (link->oneway)
		return -1;
	if (link->deadline_ms >= 0 && link->base != link->next)
		next = link->deadline_ms;
	if (link->resend_due && link->resend_asked_ms + RESEND_PAUSE_MS < next)
		next = link->resend_asked_ms + RESEND_PAUSE_MS;
	if (next == INT64_MAX)
		return -1;
	return next > now_ms ? next - now_ms : 0;
}

bool frame_link_idle(const struct frame_link *link)
{
	return link->base == link->next && link->cursor == link->next &&
	       link->output_done == link->output_length;
}
