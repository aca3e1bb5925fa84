// SPDX-License-Identifier: GPL-2.0
/*
 * Local SAPIC: pending and in-service interrupts of each CPU, priorities, and
 * the processor interrupt block through which CPUs and devices send messages.
 * INIT and PMI messages are handed to the firmware, as PAL would take them.
 * SDM vol 2, 5.8.
 */
#include "firmware/firmware.h"
#include "machine/machine.h"
#include "machine/memory_map.h"

#define VECTOR_EXTINT 0
#define VECTOR_NMI 2
#define VECTOR_SPURIOUS 15
#define VECTOR_FIRST 16

#define TPR_MIC(tpr) bits(tpr, 4, 4)
#define TPR_MMI BIT64(16)

/* Offsets in the interrupt block; SDM vol 2, 5.8.4. */
#define BLOCK_IPI_SIZE 0x100000
#define BLOCK_INTA 0x1e0000
#define BLOCK_XTP 0x1e0008

static bool bit_test(const u64 *set, unsigned int n)
{
	return set[n / 64] >> (n % 64) & 1;
}

static void bit_set(u64 *set, unsigned int n)
{
	set[n / 64] |= BIT64(n % 64);
}

static void bit_clear(u64 *set, unsigned int n)
{
	set[n / 64] &= ~BIT64(n % 64);
}

/* Highest priority vector in @set: NMI, ExtINT, then 255 down to 16; or -1. */
static int highest(const u64 *set)
{
	if (!(set[0] | set[1] | set[2] | set[3]))
		return -1;
	if (bit_test(set, VECTOR_NMI))
		return VECTOR_NMI;
	if (bit_test(set, VECTOR_EXTINT))
		return VECTOR_EXTINT;
	for (int i = 3; i >= 0; i--)
		if (set[i])
			return i * 64 + 63 - __builtin_clzll(set[i]);
	return -1;
}

/* Larger is more urgent. */
static int rank(int vector)
{
	if (vector == VECTOR_NMI)
		return 257;
	if (vector == VECTOR_EXTINT)
		return 256;
	return vector; /* -1: nothing */
}

int lsapic_pending(const struct cpu *cpu)
{
	int vector = highest(cpu->irr);

	if (vector < 0 || rank(vector) <= rank(highest(cpu->in_service)))
		return -1;
	if (vector == VECTOR_NMI)
		return vector;
	if (cpu->cr_tpr & TPR_MMI)
		return -1;
	if (vector >= VECTOR_FIRST &&
	    (unsigned int)vector >> 4 <= TPR_MIC(cpu->cr_tpr))
		return -1;
	return vector;
}

static void changed(struct cpu *cpu)
{
	cpu->attention |= ATTN_INTERRUPT;
	machine_wake(cpu);
}

void lsapic_post(struct cpu *cpu, unsigned int vector)
{
	/* 1 and 3..15 are reserved; a message with one is dropped. */
	if (vector > 255 || (vector < VECTOR_FIRST && vector != VECTOR_NMI &&
			     vector != VECTOR_EXTINT))
		return;
	bit_set(cpu->irr, vector);
	changed(cpu);
}

u64 lsapic_read_ivr(struct cpu *cpu)
{
	int vector = lsapic_pending(cpu);

	if (vector < 0)
		return VECTOR_SPURIOUS;
	bit_clear(cpu->irr, vector);
	bit_set(cpu->in_service, vector);
	cpu->stats.external_interrupts++;
	cpu->machine->progress = machine_cpu_time(cpu);
	return vector;
}

void lsapic_write_eoi(struct cpu *cpu)
{
	int vector = highest(cpu->in_service);

	if (vector >= 0)
		bit_clear(cpu->in_service, vector);
	changed(cpu);
}

void lsapic_write_tpr(struct cpu *cpu, u64 value)
{
	cpu->cr_tpr = value;
	changed(cpu);
}

bool lsapic_message(struct machine *m, unsigned int id, unsigned int eid,
		    unsigned int delivery, unsigned int vector)
{
	struct cpu *cpu;

	for (u32 i = 0; i < m->config.cpu_count; i++) {
		cpu = m->cpus[i];
		if (bits(cpu->cr_lid, 24, 8) != id ||
		    bits(cpu->cr_lid, 16, 8) != eid)
			continue;
		switch (delivery) {
		case LSAPIC_INT:
		case LSAPIC_LOWEST:
			lsapic_post(cpu, vector);
			break;
		case LSAPIC_NMI:
			lsapic_post(cpu, VECTOR_NMI);
			break;
		case LSAPIC_EXTINT:
			lsapic_post(cpu, VECTOR_EXTINT);
			break;
		case LSAPIC_INIT:
			firmware_init_event(cpu);
			break;
		case LSAPIC_PMI:
			firmware_pmi_event(cpu, vector);
			break;
		default: /* reserved: no CPU accepts it */
			return false;
		}
		return true;
	}
	return false;
}

/*
 * Byte 0x1e0000 of the block acknowledges an 8259; there is none, so the bus
 * floats.  Nothing else in it can be read.
 */
static u64 block_read(void *dev, u64 offset, unsigned int size)
{
	(void)dev;
	(void)offset;
	return MASK64(size * 8);
}

/* An 8-byte store at [19:12] = id, [11:4] = eid sends; others are ignored. */
static void block_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	struct machine *m = dev;

	if (offset == BLOCK_XTP && size == 1 && m->current) {
		m->xtp[m->current->id] = value;
		return;
	}
	if (offset >= BLOCK_IPI_SIZE || size != 8 || offset % 8)
		return;
	if (m->current)
		m->current->stats.ipis_sent++;
	lsapic_message(m, bits(offset, 12, 8), bits(offset, 4, 8),
		       bits(value, 8, 3), bits(value, 0, 8));
}

const struct bus_device_ops lsapic_block_ops = { block_read, block_write };
