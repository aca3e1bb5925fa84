/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A reliable link over a console: frames with a checksum, sequence numbers,
 * acknowledgements and a window, over a byte stream that may lose or garble
 * bytes and into which a kernel may print. Both ends use this one; it does no
 * input or output and reads no clock itself. Protocol: Documentation/userland.md.
 */
#ifndef CONSOLE_FRAME_H
#define CONSOLE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_PAYLOAD 1024 /* bytes at most */
#define FRAME_HEADER 12
#define FRAME_TRAILER 4
#define FRAME_BYTES (FRAME_HEADER + FRAME_PAYLOAD + FRAME_TRAILER)
#define FRAME_WINDOW 16 /* frames at most; a link may use fewer */

/* What a frame carries. FRAME_ACK belongs to the link, the others to its user. */
enum frame_type {
	FRAME_ACK = 0,
	FRAME_READY = 1, /* guest: up; payload is the protocol's version */
	FRAME_STDOUT = 2, /* guest: bytes */
	FRAME_STDERR = 3, /* guest: bytes */
	FRAME_LOG = 4, /* guest: kernel messages */
	FRAME_CREDIT = 5, /* guest: takes so many more bytes of FRAME_STDIN */
	FRAME_EXIT = 6, /* guest: the command's status; last frame */
	FRAME_COMMAND = 7, /* host: part of the command */
	FRAME_RUN = 8, /* host: the command is complete, run it */
	FRAME_STDIN = 9, /* host: bytes */
	FRAME_STDIN_END = 10, /* host: end of file */
	FRAME_TYPES
};

#define CONSOLE_VERSION 1

/* The guest's buffer for the command's input, and the host's first credit. */
#define CONSOLE_STDIN_BYTES (32 * 1024)
/* Linux takes single arguments of 32 pages; 4 KiB is the smallest page. */
#define CONSOLE_COMMAND_BYTES (100 * 1024)

struct frame_link;

struct frame_user {
	void (*deliver)(void *context, enum frame_type type,
			const uint8_t *data, size_t length);
	/* Bytes that belong to no frame: kernel messages, garbage. */
	void (*noise)(void *context, const uint8_t *data, size_t length);
	void *context;
};

struct frame_stats {
	uint64_t sent;
	uint64_t received;
	uint64_t resent;
	uint64_t damaged; /* frames with a wrong checksum or length */
	uint64_t lost; /* gaps in the sequence */
	uint64_t noise_bytes;
};

/* A frame as it goes out. */
struct frame_slot {
	size_t length;
	uint8_t bytes[FRAME_BYTES];
};

struct frame_link {
	struct frame_user user;
	struct frame_stats stats;
	unsigned int window; /* frames without acknowledgement */
	bool oneway; /* nothing is ever acknowledged or sent again */

	/* Sending: slots [base, next) await acknowledgement. */
	uint16_t base;
	uint16_t next;
	uint16_t cursor; /* the next one to put into output */
	struct frame_slot slots[FRAME_WINDOW];
	int64_t deadline_ms; /* of the retransmission; -1: none */
	unsigned int rto_ms;
	unsigned int rto_first_ms;
	bool ack_wanted;
	bool resend_wanted;

	/* Receiving. */
	uint16_t expected;
	int64_t resend_asked_ms;
	bool resend_due; /* to be asked for when the pause is over */
	size_t input_length;
	uint8_t input[2 * FRAME_BYTES];

	/* What is to be written to the stream. */
	size_t output_length;
	size_t output_done;
	uint8_t output[FRAME_BYTES];
};

/*
 * rto_ms: the first time without an answer after which a frame goes out again
 * (it doubles up to 16 times that).
 */
void frame_link_init(struct frame_link *link, const struct frame_user *user,
		     unsigned int window, unsigned int rto_ms, bool oneway);

/* Takes bytes from the stream. now_ms is any monotonic time. */
void frame_link_input(struct frame_link *link, const uint8_t *data,
		      size_t length, int64_t now_ms);

/* Tells whether a frame may be sent now. */
bool frame_link_can_send(const struct frame_link *link);

/* Queues a frame of up to FRAME_PAYLOAD bytes; only when one may be sent. */
void frame_link_send(struct frame_link *link, enum frame_type type,
		     const void *data, size_t length);

/*
 * Returns how many bytes at *data wait for the stream; frame_link_written()
 * takes those away that were written.
 */
size_t frame_link_output(struct frame_link *link, const uint8_t **data,
			 int64_t now_ms);
void frame_link_written(struct frame_link *link, size_t length);

/* Milliseconds until frame_link_output() may have something; -1: never. */
int frame_link_timeout(const struct frame_link *link, int64_t now_ms);

/* Everything sent has arrived; on a one-way link: was written. */
bool frame_link_idle(const struct frame_link *link);

/* CRC-32 of IEEE 802.3 (reflected 0x04c11db7), as zlib's crc32(0, ...). */
uint32_t frame_crc32(const uint8_t *data, size_t length);

#endif
