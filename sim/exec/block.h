/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Blocks of pre-decoded instructions and the pool they live in.
 *
 * A block is straight-line code of one 4 KiB physical page, from its entry up
 * to the first instruction that always leaves.  Conditional branches in the
 * middle are side exits.  What a block may rely on (privilege level, disabled
 * FP halves, frame size, rotation) is one 64-bit comparison with the frame
 * word: the bytes of cpu->cfm followed by cpu->exec_mode.
 *
 * Blocks and pages are never freed one by one: a page whose bytes change is
 * unhooked as a whole, and a full pool is emptied at once, between blocks.
 */
#ifndef SIM_EXEC_BLOCK_H
#define SIM_EXEC_BLOCK_H

#include <string.h>

#include "exec/op.h"
#include "state/cpu_state.h"

#define CODE_PAGE_SHIFT 12
#define CODE_PAGE_SIZE 4096u
#define CODE_PAGE_BUNDLES 256u

/* cpu->exec_mode */
#define MODE_CPL 0x0003u
#define MODE_DFL 0x0004u
#define MODE_DFH 0x0008u
#define MODE_GROUP_OPEN 0x0010u /* entered in the middle of a group ... */
#define MODE_GROUP_ODD 0x0020u /* ... of so far an odd number of bundles */
#define MODE_GROUP (MODE_GROUP_OPEN | MODE_GROUP_ODD)

/* Byte positions in the frame word. */
#define FRAME_SOF_SHIFT 0
#define FRAME_SOL_SHIFT 8
#define FRAME_SOR_SHIFT 16
#define FRAME_RRB_GR_SHIFT 24
#define FRAME_RRB_FR_SHIFT 32
#define FRAME_RRB_PR_SHIFT 40
#define FRAME_MODE_SHIFT 48

_Static_assert(offsetof(struct cpu, exec_mode) == offsetof(struct cpu, cfm) + 6,
	       "frame word is one load");

static inline u64 frame_word(const struct cpu *cpu)
{
	u64 w;

	memcpy(&w, &cpu->cfm, sizeof(w));
	return w;
}

static inline void frame_word_set(struct cpu *cpu, u64 w)
{
	memcpy((void *)&cpu->cfm, &w, sizeof(w));
}

enum exit_kind {
	EXIT_TAKEN, /* branch with a displacement */
	EXIT_INDIRECT, /* branch register, rfi */
	EXIT_CALL,
	EXIT_RETURN,
	EXIT_CHECK, /* straight on, at a check point: page end, sync */
	EXIT_FALL, /* straight on, no check point */
};

/*
 * A budget counts down in ticks (slots, or issue cycles by the clock) and at
 * the same time up in slots: ticks left minus 1 in the upper half, slots
 * retired since it was set in the lower.  It is negative when used up.
 */
#define BUDGET_TICK (1LL << 32)
#define BUDGET_MAX (1LL << 30) /* ticks */
#define BUDGET_COST(ticks, slots) ((s64)(ticks)*BUDGET_TICK - (s64)(slots))

/* Work from the block's entry up to and including the leaving instruction. */
struct block_exit {
	struct block *succ; /* in the same page, or NULL */
	u64 count; /* times taken since the last fold */
	s64 disp; /* target address minus page address; slot in target_slot */
	s64 cost; /* BUDGET_COST() */
	struct block *far; /* where it last led in another page; check first */
	u16 slots, bundles, groups, cycles, nops;
	u8 kind;
	u8 target_slot;
	u8 cpl;
	u8 mode_group; /* MODE_GROUP bits behind this exit */
};

struct block {
	u64 frame_mask, frame_value;
	struct block *next; /* another block of the same bundle */
	struct code_page *page;
	struct block_exit *exits;
	u16 exit_count;
	u16 pos; /* entry: bundle << 2 | slot */
	u8 mode_group; /* MODE_GROUP bits at the entry */
	u8 cpl;
	bool orphan; /* its page was dropped: leave at the next chance */
	u8 pad[9];
	struct op ops[];
};

struct code_page {
	u64 pa;
	u8 *host;
	struct code_page *hash_next;
	bool gateway; /* firmware gateway: see firmware/firmware.h */
	bool dead; /* unhooked */
	u64 decoded[CODE_PAGE_BUNDLES / 64]; /* bundles some block covers */
	struct block *first[CODE_PAGE_BUNDLES];
};

struct engine_shared;

#define CODE_PAGE_HASH 4096u

/* State of a 4 KiB RAM page as the engines see it. */
#define PAGE_CODE 0x1u /* holds decoded bundles: stores must be seen */
#define PAGE_WRITABLE 0x2u /* some host TLB may let stores through */

#define PAGE_LEAF_BITS 12

struct page_leaf {
	u64 number; /* pa >> (12 + PAGE_LEAF_BITS) */
	struct page_leaf *next;
	u8 state[1u << PAGE_LEAF_BITS];
};

struct block_pool {
	u8 *base;
	size_t size, used;
	struct code_page *pages[CODE_PAGE_HASH];
	struct page_leaf *leaves[256];
	bool flush_wanted;
	u64 blocks_built, pages_killed, flushes; /* for humans */
};

/* @size bytes, aligned to a cache line; NULL: full, block_pool.flush_wanted set. */
void *block_alloc(struct block_pool *pool, size_t size);

int block_pool_init(struct block_pool *pool, size_t size);
void block_pool_destroy(struct block_pool *pool);

static inline bool block_fits(const struct block *b, u64 frame)
{
	return (frame & b->frame_mask) == b->frame_value;
}

/* The code page at physical page address @pa, made if needed; NULL: not RAM. */
struct code_page *block_page(struct engine_shared *s, u64 pa);
struct code_page *block_page_find(struct engine_shared *s, u64 pa);

/* The block for (page, pos) that fits @frame, built if needed. */
struct block *block_lookup(struct engine_shared *s, struct code_page *page,
			   unsigned int pos, u64 frame);

/* RAM bytes changed.  True if decoded bundles were among them. */
bool block_invalidate(struct engine_shared *s, u64 pa, u64 len);

/* Drop everything; only between blocks. */
void block_flush(struct engine_shared *s);

/* Add the exit counts of every block to s->work and clear them. */
void block_fold(struct engine_shared *s);

u8 *block_page_state(struct engine_shared *s, u64 pa);

/* Decode one block into the pool (exec/predecode.c); NULL: pool full. */
struct block *predecode_block(struct engine_shared *s, struct code_page *page,
			      unsigned int pos, u64 frame);

#endif
