// SPDX-License-Identifier: GPL-2.0
/*
 * The pool of blocks: finding, invalidating, emptying.  See block.h.
 */
#include "exec/block.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "bus/bus.h"
#include "exec/engine_cpu.h"

int block_pool_init(struct block_pool *pool, size_t size)
{
	memset(pool, 0, sizeof(*pool));
	pool->base = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (pool->base == MAP_FAILED) {
		pool->base = NULL;
		return -1;
	}
	pool->size = size;
	return 0;
}

void block_pool_destroy(struct block_pool *pool)
{
	if (pool->base)
		munmap(pool->base, pool->size);
	for (unsigned int i = 0; i < ARRAY_SIZE(pool->leaves); i++) {
		struct page_leaf *l = pool->leaves[i], *next;

		for (; l; l = next) {
			next = l->next;
			free(l);
		}
	}
	memset(pool, 0, sizeof(*pool));
}

void *block_alloc(struct block_pool *pool, size_t size)
{
	void *p = pool->base + pool->used;

	size = (size + 63) & ~63ULL;
	if (pool->size - pool->used < size) {
		pool->flush_wanted = true;
		return NULL;
	}
	pool->used += size;
	return p;
}

u8 *block_page_state(struct engine_shared *s, u64 pa)
{
	u64 page = pa >> CODE_PAGE_SHIFT, number = page >> PAGE_LEAF_BITS;
	struct page_leaf **head =
		&s->pool.leaves[number % ARRAY_SIZE(s->pool.leaves)];
	struct page_leaf *l;

	for (l = *head; l; l = l->next)
		if (l->number == number)
			return &l->state[page & ((1u << PAGE_LEAF_BITS) - 1)];
	l = calloc(1, sizeof(*l));
	if (!l) {
		fputs("ia64-sim: out of host memory\n", stderr);
		abort();
	}
	l->number = number;
	l->next = *head;
	*head = l;
	return &l->state[page & ((1u << PAGE_LEAF_BITS) - 1)];
}

static unsigned int page_hash(u64 pa)
{
	u64 n = pa >> CODE_PAGE_SHIFT;

	return (n ^ n >> 12 ^ n >> 24) % CODE_PAGE_HASH;
}

struct code_page *block_page_find(struct engine_shared *s, u64 pa)
{
	struct code_page *p = s->pool.pages[page_hash(pa)];

	while (p && p->pa != pa)
		p = p->hash_next;
	return p;
}

struct code_page *block_page(struct engine_shared *s, u64 pa)
{
	struct code_page *p = block_page_find(s, pa), **head;
	u8 *host, *state;

	if (p)
		return p;
	host = bus_ram(s->bus, pa, CODE_PAGE_SIZE);
	if (!host)
		return NULL;
	p = block_alloc(&s->pool, sizeof(*p));
	if (!p)
		return NULL;
	memset(p, 0, sizeof(*p));
	p->pa = pa;
	p->host = host;
	p->gateway = bus_ram_flags(s->bus, pa) & BUS_RAM_GATEWAY;
	head = &s->pool.pages[page_hash(pa)];
	p->hash_next = *head;
	*head = p;
	state = block_page_state(s, pa);
	if (*state & PAGE_WRITABLE)
		for (u32 i = 0; i < s->cpu_count; i++)
			host_tlb_protect(&s->cpus[i]->engine->tlb, pa);
	*state = PAGE_CODE;
	return p;
}

struct block *block_lookup(struct engine_shared *s, struct code_page *page,
			   unsigned int pos, u64 frame)
{
	struct block **head = &page->first[pos >> 2], *b;

	for (b = *head; b; b = b->next)
		if (b->pos == pos && block_fits(b, frame))
			return b;
	b = predecode_block(s, page, pos, frame);
	if (!b)
		return NULL;
	s->pool.blocks_built++;
	b->next = *head;
	*head = b;
	return b;
}

static void fold_block(struct engine_shared *s, struct block *b)
{
	struct engine_work *w = &s->work;

	for (unsigned int i = 0; i < b->exit_count; i++) {
		struct block_exit *x = &b->exits[i];
		u64 n = x->count;

		if (!n)
			continue;
		x->count = 0;
		w->slots[x->cpl] += n * x->slots;
		w->bundles[x->cpl] += n * x->bundles;
		w->groups[x->cpl] += n * x->groups;
		w->cycles[x->cpl] += n * x->cycles;
		w->nops += n * x->nops;
		if (x->kind < EXIT_CHECK)
			w->branches_taken += n;
		if (x->kind == EXIT_CALL)
			w->calls += n;
		if (x->kind == EXIT_RETURN)
			w->returns += n;
	}
}

/* Take the page out of every way to reach it; running blocks stay valid. */
static void kill_page(struct engine_shared *s, struct code_page *page)
{
	struct code_page **p = &s->pool.pages[page_hash(page->pa)];

	s->pool.pages_killed++;
	while (*p != page)
		p = &(*p)->hash_next;
	*p = page->hash_next;
	page->dead = true;
	for (unsigned int i = 0; i < CODE_PAGE_BUNDLES; i++) {
		for (struct block *b = page->first[i]; b; b = b->next) {
			fold_block(s, b);
			for (unsigned int j = 0; j < b->exit_count; j++)
				b->exits[j].succ = NULL;
			b->orphan = true;
		}
	}
	*block_page_state(s, page->pa) &= ~PAGE_CODE;
	for (u32 i = 0; i < s->cpu_count; i++)
		host_tlb_forget_code(&s->cpus[i]->engine->tlb, page);
}

bool block_invalidate(struct engine_shared *s, u64 pa, u64 len)
{
	bool any = false;
	u64 end = pa + len;

	while (pa < end) {
		u64 base = pa & ~(u64)(CODE_PAGE_SIZE - 1);
		u64 stop = base + CODE_PAGE_SIZE < end ? base + CODE_PAGE_SIZE :
							 end;
		struct code_page *page = NULL;

		if (*block_page_state(s, base) & PAGE_CODE)
			page = block_page_find(s, base);
		if (page) {
			unsigned int b = (pa - base) / 16;
			unsigned int last = (stop - 1 - base) / 16;

			for (; b <= last; b++) {
				if (page->decoded[b / 64] >> (b % 64) & 1) {
					kill_page(s, page);
					any = true;
					break;
				}
			}
		}
		pa = stop;
	}
	return any;
}

void block_fold(struct engine_shared *s)
{
	for (unsigned int h = 0; h < CODE_PAGE_HASH; h++)
		for (struct code_page *p = s->pool.pages[h]; p;
		     p = p->hash_next)
			for (unsigned int i = 0; i < CODE_PAGE_BUNDLES; i++)
				for (struct block *b = p->first[i]; b;
				     b = b->next)
					fold_block(s, b);
}

void block_flush(struct engine_shared *s)
{
	struct block_pool *pool = &s->pool;

	block_fold(s);
	for (unsigned int h = 0; h < CODE_PAGE_HASH; h++) {
		for (struct code_page *p = pool->pages[h]; p; p = p->hash_next)
			*block_page_state(s, p->pa) &= ~PAGE_CODE;
		pool->pages[h] = NULL;
	}
	for (u32 i = 0; i < s->cpu_count; i++) {
		struct engine_cpu *e = s->cpus[i]->engine;

		memset(e->jump, 0, sizeof(e->jump));
		memset(e->tlb.fetch, 0xff, sizeof(e->tlb.fetch));
		e->block = NULL;
		e->from = NULL;
	}
	pool->used = 0;
	pool->flush_wanted = false;
	pool->flushes++;
}
