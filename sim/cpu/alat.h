/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Advanced load address table: 32 entries, fully associative.
 *
 * An entry names its register by identity, which calls, returns and rotation
 * do not change: a static GR or an FR by its unrotated number, a stacked GR by
 * the backing store address it has (RNAT slots skipped).  cpu->alat_filter has
 * a bit for every 16-byte granule class (address bits 9:4) an entry touches,
 * so that a store costs one test.  SDM vol 1, 4.4.5.
 */
#ifndef SIM_CPU_ALAT_H
#define SIM_CPU_ALAT_H

#include "state/cpu_state.h"

static inline u64 alat_filter_bits(u64 pa, unsigned int size)
{
	return BIT64(pa >> 4 & 63) | BIT64((pa + size - 1) >> 4 & 63);
}

/*
 * @index: index in gr[] (unrotated, cpu_gr_index()) or fr[] (cpu_fr_index()).
 */
void alat_insert(struct cpu *cpu, bool fp, unsigned int index, u64 pa,
		 unsigned int size);
/* The entry of that register goes (ld.a that fails, invala.e). */
void alat_remove(struct cpu *cpu, bool fp, unsigned int index);
/*
 * ld.c, chk.a: is there an entry for that register?  @clear removes it.
 * A chk.a asks for the register alone; SDM lets ld.c do so too.
 */
bool alat_check(struct cpu *cpu, bool fp, unsigned int index, bool clear);
/* ld.c: the entry must also be for this address and size. */
bool alat_check_address(struct cpu *cpu, bool fp, unsigned int index, u64 pa,
			unsigned int size, bool clear);
void alat_clear(struct cpu *cpu); /* invala, ptc.ga */
/* Entries of stacked registers go: their identity is lost. */
void alat_clear_stacked(struct cpu *cpu);

/* One entry goes for no reason: the @n-th, counted round. */
void alat_evict(struct cpu *cpu, unsigned int n);

void alat_store_slow(struct cpu *cpu, u64 pa, unsigned int size);

/* A store of this CPU or another one to [@pa, @pa + @size), size <= 16. */
static inline void alat_store(struct cpu *cpu, u64 pa, unsigned int size)
{
	if (unlikely(cpu->alat_filter & alat_filter_bits(pa, size)))
		alat_store_slow(cpu, pa, size);
}

/* The same for any length (DMA, RSE spills). */
void alat_store_range(struct cpu *cpu, u64 pa, u64 len);

#endif
