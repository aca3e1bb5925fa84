/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last interruptions of a CPU, for the state dump.  The ring costs a few
 * stores per interruption and is never read by the machine.
 */
#ifndef SIM_STATE_FAULT_RING_H
#define SIM_STATE_FAULT_RING_H

#include "util/types.h"

#define FAULT_RING_SIZE 32

struct fault_record {
	u64 slots, ip, isr, ifa, psr; /* psr before delivery: ri, cpl, ic */
	u16 vector;
	u8 nested; /* PSR.ic was 0: nothing of it was saved */
};

struct fault_ring {
	struct fault_record records[FAULT_RING_SIZE];
	u64 count; /* ever recorded; the newest is (count - 1) % SIZE */
};

static inline void fault_ring_add(struct fault_ring *ring,
				  const struct fault_record *record)
{
	ring->records[ring->count++ % FAULT_RING_SIZE] = *record;
}

#endif
