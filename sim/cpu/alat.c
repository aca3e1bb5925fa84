// SPDX-License-Identifier: GPL-2.0
/*
 * Advanced load address table.  SDM vol 1, 4.4.5; see alat.h for the identity
 * of registers and for the filter.
 */
#include "cpu/alat.h"

#include "cpu/rse.h"

/* Backing store addresses are far above the numbers of static registers. */
static u64 identity(const struct cpu *cpu, bool fp, unsigned int index)
{
	if (fp || index < 32)
		return index;
	return rse_skip_regs(cpu->rse.bsp, index - 32) | 1;
}

static struct alat_entry *find(struct cpu *cpu, bool fp, u64 id)
{
	for (unsigned int i = 0; i < ALAT_ENTRIES; i++) {
		struct alat_entry *e = &cpu->alat[i];

		if (e->size && e->reg_id == id && e->is_fp == fp)
			return e;
	}
	return NULL;
}

static void update_filter(struct cpu *cpu)
{
	u64 filter = 0;

	for (unsigned int i = 0; i < ALAT_ENTRIES; i++)
		if (cpu->alat[i].size)
			filter |= alat_filter_bits(cpu->alat[i].pa,
						   cpu->alat[i].size);
	cpu->alat_filter = filter;
}

static void drop(struct cpu *cpu, struct alat_entry *e)
{
	e->size = 0;
	if (--cpu->alat_used)
		update_filter(cpu);
	else
		cpu->alat_filter = 0;
}

void alat_insert(struct cpu *cpu, bool fp, unsigned int index, u64 pa,
		 unsigned int size)
{
	u64 id = identity(cpu, fp, index);
	struct alat_entry *e = cpu->alat_used ? find(cpu, fp, id) : NULL;

	if (e)
		drop(cpu, e);
	if (cpu->alat_used < ALAT_ENTRIES)
		while (cpu->alat[cpu->alat_next].size)
			cpu->alat_next = (cpu->alat_next + 1) % ALAT_ENTRIES;
	e = &cpu->alat[cpu->alat_next];
	cpu->alat_next = (cpu->alat_next + 1) % ALAT_ENTRIES;
	if (e->size)
		drop(cpu, e);
	*e = (struct alat_entry){
		.pa = pa, .size = size, .is_fp = fp, .reg_id = id
	};
	cpu->alat_used++;
	cpu->alat_filter |= alat_filter_bits(pa, size);
	cpu->stats.alat_inserts++;
}

void alat_remove(struct cpu *cpu, bool fp, unsigned int index)
{
	struct alat_entry *e;

	if (!cpu->alat_used)
		return;
	e = find(cpu, fp, identity(cpu, fp, index));
	if (e)
		drop(cpu, e);
}

static bool answer(struct cpu *cpu, struct alat_entry *e, bool clear)
{
	if (!e) {
		cpu->stats.alat_misses++;
		return false;
	}
	cpu->stats.alat_hits++;
	if (clear)
		drop(cpu, e);
	return true;
}

bool alat_check(struct cpu *cpu, bool fp, unsigned int index, bool clear)
{
	struct alat_entry *e = NULL;

	if (cpu->alat_used)
		e = find(cpu, fp, identity(cpu, fp, index));
	return answer(cpu, e, clear);
}

bool alat_check_address(struct cpu *cpu, bool fp, unsigned int index, u64 pa,
			unsigned int size, bool clear)
{
	struct alat_entry *e = NULL;

	if (cpu->alat_used)
		e = find(cpu, fp, identity(cpu, fp, index));
	if (e && (e->pa != pa || e->size != size))
		e = NULL;
	return answer(cpu, e, clear);
}

void alat_clear(struct cpu *cpu)
{
	if (!cpu->alat_used)
		return;
	for (unsigned int i = 0; i < ALAT_ENTRIES; i++)
		cpu->alat[i].size = 0;
	cpu->alat_used = 0;
	cpu->alat_filter = 0;
}

void alat_clear_stacked(struct cpu *cpu)
{
	for (unsigned int i = 0; i < ALAT_ENTRIES && cpu->alat_used; i++) {
		struct alat_entry *e = &cpu->alat[i];

		if (e->size && !e->is_fp && e->reg_id >= 32)
			drop(cpu, e);
	}
}

void alat_evict(struct cpu *cpu, unsigned int n)
{
	struct alat_entry *e = &cpu->alat[n % ALAT_ENTRIES];

	if (e->size)
		drop(cpu, e);
}

void alat_store_range(struct cpu *cpu, u64 pa, u64 len)
{
	for (unsigned int i = 0; i < ALAT_ENTRIES && cpu->alat_used; i++) {
		struct alat_entry *e = &cpu->alat[i];

		if (e->size && e->pa < pa + len && pa < e->pa + e->size)
			drop(cpu, e);
	}
}

void alat_store_slow(struct cpu *cpu, u64 pa, unsigned int size)
{
	alat_store_range(cpu, pa, size);
}
