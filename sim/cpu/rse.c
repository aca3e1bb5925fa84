// SPDX-License-Identifier: GPL-2.0
/*
 * Register stack engine: frames, mandatory stores and loads, flushrs, loadrs.
 *
 * There is no clean partition and nothing is done eagerly: a register is
 * either in the current frame, dirty in rse.stack[], or in memory.  Loads
 * therefore happen below BSPSTORE only, and BSPLOAD equals BSPSTORE at all
 * times.  SDM vol 2, chapter 6.
 */
#include "cpu/rse.h"

#include <string.h>

#include "cpu/alat.h"
#include "cpu/app_regs.h"
#include "cpu/debug_regs.h"
#include "machine/machine.h"

#define RNAT_SLOT 63
#define REGS_PER_GROUP 63
#define SLACK 8 /* copies go in chunks and may write this much too far */
#define IFS_V BIT64(63)
#define PAGE 4096

/* Number of the register at @addr; that of the next one for an RNAT slot. */
static u64 linear(u64 addr)
{
	return (addr >> 9) * REGS_PER_GROUP + rse_rnat_slot(addr);
}

u64 rse_skip_regs(u64 bsp, s64 n)
{
	u64 slot = rse_rnat_slot(bsp), at;

	if (likely(slot + (u64)n < REGS_PER_GROUP && slot != RNAT_SLOT))
		return bsp + (u64)n * 8;
	at = linear(bsp) + n;
	return at / REGS_PER_GROUP << 9 | at % REGS_PER_GROUP << 3;
}

s64 rse_count_regs(u64 from, u64 to)
{
	return linear(to) - linear(from);
}

/*
 * Keep the compiler from making vectors of these: what was written as single
 * registers just before would have to reach the cache first.
 */
#define SCALAR(a, b, c, d) __asm__("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d))

/*
 * Overlapping copies of a few registers.  In chunks of four: the last chunk
 * may write up to three cells too many, which callers leave room for.
 */
static void move_down(u64 *dst, const u64 *src, unsigned int n)
{
	for (unsigned int i = 0; i < n; i += 4) {
		u64 a = src[i], b = src[i + 1], c = src[i + 2], d = src[i + 3];

		SCALAR(a, b, c, d);
		dst[i] = a;
		dst[i + 1] = b;
		dst[i + 2] = c;
		dst[i + 3] = d;
	}
}

static void move_up(u64 *dst, const u64 *src, unsigned int n)
{
	for (int i = (int)((n - 1) & ~3u); i >= 0; i -= 4) {
		u64 a = src[i], b = src[i + 1], c = src[i + 2], d = src[i + 3];

		SCALAR(a, b, c, d);
		dst[i] = a;
		dst[i + 1] = b;
		dst[i + 2] = c;
		dst[i + 3] = d;
	}
}

static void move_nats_down(u8 *dst, const u8 *src, unsigned int n)
{
	for (unsigned int i = 0; i < n; i += 8) {
		u64 chunk;

		memcpy(&chunk, src + i, 8);
		memcpy(dst + i, &chunk, 8);
	}
}

/* Exactly @n registers, no overlap: the last chunk overlaps the one before. */
static void copy_exactly(u64 *dst, const u64 *src, unsigned int n)
{
	unsigned int i;

	if (n < 4) {
		for (i = 0; i < n; i++)
			dst[i] = src[i];
		return;
	}
	for (i = 0; i < n - 4; i += 4)
		memcpy(&dst[i], &src[i], 32);
	memcpy(&dst[n - 4], &src[n - 4], 32);
}

/* From the frame to the stack and back: no overlap. */
static void copy_regs(u64 *dst, u8 *dst_nat, const u64 *src, const u8 *src_nat,
		      unsigned int n)
{
	if (likely(n <= RSE_PHYS_REGS - SLACK)) {
		move_down(dst, src, n);
		move_nats_down(dst_nat, src_nat, n);
	} else {
		memcpy(dst, src, n * sizeof(*dst));
		memcpy(dst_nat, src_nat, n);
	}
}

/* Slide the dirty registers so that stack[@bottom] is the oldest. */
static void slide(struct rse *rse, unsigned int bottom)
{
	unsigned int n = rse->dirty > 0 ? rse->dirty : 0;

	memmove(&rse->stack[bottom], &rse->stack[rse->top - n],
		n * sizeof(rse->stack[0]));
	memmove(&rse->stack_nat[bottom], &rse->stack_nat[rse->top - n], n);
	rse->top = bottom + n;
}

static void make_room(struct rse *rse, unsigned int n)
{
	if (unlikely(rse->top + n + SLACK > RSE_STACK_SIZE))
		slide(rse, 0);
}

static void set_cfm(struct cpu *cpu, struct cfm cfm)
{
	if (cpu->cfm.rrb_pr != cfm.rrb_pr)
		cpu->pr = rse_turn_predicates(cpu->pr, cpu->cfm.rrb_pr,
					      cfm.rrb_pr);
	cpu->cfm = cfm;
}

/* Registers gr[32 + first .. 32 + n) become dirty, the newest ones. */
static void push(struct cpu *cpu, unsigned int first, unsigned int n)
{
	struct rse *rse = &cpu->rse;

	make_room(rse, n - first);
	copy_regs(&rse->stack[rse->top], &rse->stack_nat[rse->top],
		  &cpu->gr[32 + first], &cpu->nat[32 + first], n - first);
	rse->top += n - first;
	rse->dirty += n;
	rse->bsp = rse_skip_regs(rse->bsp, n);
}

void rse_call(struct cpu *cpu)
{
	unsigned int sol = cpu->cfm.sol, out = cpu->cfm.sof - sol;

	if (sol) {
		push(cpu, 0, sol);
		if (likely(cpu->cfm.sof <= RSE_PHYS_REGS - SLACK)) {
			move_down(&cpu->gr[32], &cpu->gr[32 + sol], out);
			move_nats_down(&cpu->nat[32], &cpu->nat[32 + sol], out);
		} else {
			memmove(&cpu->gr[32], &cpu->gr[32 + sol],
				out * sizeof(u64));
			memmove(&cpu->nat[32], &cpu->nat[32 + sol], out);
		}
	}
	set_cfm(cpu, (struct cfm){ .sof = out });
}

void rse_cover(struct cpu *cpu)
{
	struct rse *rse = &cpu->rse;
	unsigned int missing = rse->dirty < 0 ? -rse->dirty : 0;

	if (!(cpu->psr & PSR_IC))
		cpu->cr_ifs = cfm_pack(&cpu->cfm) | IFS_V;
	/* Of an incomplete frame the upper registers alone are there. */
	if (cpu->cfm.sof)
		push(cpu, missing, cpu->cfm.sof);
	set_cfm(cpu, (struct cfm){ 0 });
}

/* One translated page of the backing store. */
struct window {
	struct cpu *cpu;
	u64 page; /* virtual page number; ~0 = none */
	u64 pa;
	u8 *host; /* NULL: a device */
	u64 low, high; /* physical bytes written through host */
};

static void window_close(struct window *w)
{
	u64 len = w->high - w->low;

	if (w->high) {
		alat_store_range(w->cpu, w->low, len);
		machine_alat_snoop(w->cpu, w->low, len);
		if (bus_dirty_hook)
			bus_dirty_hook(w->low, len);
	}
	w->page = ~0ULL;
	w->high = 0;
}

static int window_open(struct window *w, u64 va, bool write)
{
	struct cpu *cpu = w->cpu;
	struct mmu_result res;
	struct bus *bus = cpu->machine->bus;

	window_close(w);
	if (mmu_translate(cpu, va, write ? MMU_WRITE : MMU_READ,
			  bits(cpu->ar_rsc, RSC_PL_SHIFT, 2), MMU_F_RSE, &res))
		return FAULT_RAISED;
	w->page = va / PAGE;
	w->pa = res.pa & ~(u64)(PAGE - 1);
	w->host = bus_ram(bus, w->pa, PAGE);
	if (w->host && write && bus_ram_flags(bus, w->pa))
		w->host = NULL;
	return FAULT_NONE;
}

static int window_access(struct window *w, u64 va, bool write, u64 *value)
{
	struct cpu *cpu = w->cpu;
	u64 at, word;

	if (va / PAGE != w->page && window_open(w, va, write))
		return FAULT_RAISED;
	if (unlikely(cpu->psr & PSR_DB) &&
	    debug_check_data(cpu, va, 8, write ? MMU_WRITE : MMU_READ,
			     bits(cpu->ar_rsc, RSC_PL_SHIFT, 2), MMU_F_RSE))
		return FAULT_RAISED;
	at = w->pa + va % PAGE;
	if (write) {
		word = cpu->ar_rsc & RSC_BE ? __builtin_bswap64(*value) :
					      *value;
		if (!w->host) {
			bus_write(cpu->machine->bus, at, 8, word);
			return FAULT_NONE;
		}
		memcpy(w->host + va % PAGE, &word, 8);
		if (!w->high)
			w->low = at;
		w->high = at + 8;
		cpu->stats.rse_stores++;
		return FAULT_NONE;
	}
	if (w->host)
		memcpy(&word, w->host + va % PAGE, 8);
	else if (!bus_read(cpu->machine->bus, at, 8, &word))
		word = ~0ULL;
	*value = cpu->ar_rsc & RSC_BE ? __builtin_bswap64(word) : word;
	cpu->stats.rse_loads++;
	return FAULT_NONE;
}

/* Store the oldest dirty register, or the collection BSPSTORE has come to. */
static int store_one(struct cpu *cpu, struct window *w)
{
	struct rse *rse = &cpu->rse;
	unsigned int slot = rse_rnat_slot(rse->bspstore), oldest;

	if (slot == RNAT_SLOT) {
		if (window_access(w, rse->bspstore, true, &rse->rnat))
			return FAULT_RAISED;
		rse->rnat = 0;
	} else {
		oldest = rse->top - rse->dirty;
		if (window_access(w, rse->bspstore, true, &rse->stack[oldest]))
			return FAULT_RAISED;
		rse->rnat = (rse->rnat & ~BIT64(slot)) |
			    (u64)rse->stack_nat[oldest] << slot;
		rse->dirty--;
	}
	rse->bspstore += 8;
	return FAULT_NONE;
}

/*
 * Load the word below BSPSTORE: a register into *@gr and *@nat, or the next
 * lower collection into RNAT, which *@is_register tells.
 */
static int load_one(struct cpu *cpu, struct window *w, u64 *gr, u8 *nat,
		    bool *is_register)
{
	struct rse *rse = &cpu->rse;
	u64 addr = rse->bspstore - 8;
	unsigned int slot = rse_rnat_slot(addr);

	*is_register = slot != RNAT_SLOT;
	if (window_access(w, addr, false, *is_register ? gr : &rse->rnat))
		return FAULT_RAISED;
	if (*is_register)
		*nat = rse->rnat >> slot & 1;
	else
		rse->rnat &= MASK64(63);
	rse->bspstore = addr;
	return FAULT_NONE;
}

static int spill_until(struct cpu *cpu, s32 dirty)
{
	struct window w = { .cpu = cpu, .page = ~0ULL };
	int ret = FAULT_NONE;

	while (!ret && cpu->rse.dirty > dirty)
		ret = store_one(cpu, &w);
	window_close(&w);
	return ret;
}

void rse_spill_eagerly(struct cpu *cpu, unsigned int n)
{
	s32 dirty = cpu->rse.dirty;

	if (!(cpu->ar_rsc & 1) || dirty <= 0)
		return;
	spill_until(cpu, (s32)n < dirty ? dirty - (s32)n : 0);
}

int rse_flushrs(struct cpu *cpu)
{
	struct rse *rse = &cpu->rse;
	struct window w = { .cpu = cpu, .page = ~0ULL };
	int ret = FAULT_NONE;

	while (!ret && rse->dirty >= 0 && rse->bspstore != rse->bsp)
		ret = store_one(cpu, &w);
	window_close(&w);
	return ret;
}

int rse_complete_frame(struct cpu *cpu)
{
	struct window w = { .cpu = cpu, .page = ~0ULL };
	struct rse *rse = &cpu->rse;
	int ret = FAULT_NONE;
	bool is_register;

	while (rse->dirty < 0) {
		unsigned int n = 32 - rse->dirty - 1;

		ret = load_one(cpu, &w, &cpu->gr[n], &cpu->nat[n],
			       &is_register);
		if (ret)
			break;
		rse->dirty += is_register;
	}
	window_close(&w);
	return ret;
}

/*
 * SDM vol 2, 6.5.5: a PFS that asks for more registers than are free gives an
 * empty frame instead of a fault.
 */
static bool bad_frame(const struct cpu *cpu, const struct cfm *f,
		      unsigned int preserved)
{
	s32 dirty = cpu->rse.dirty > 0 ? cpu->rse.dirty : 0;

	return f->sof > RSE_PHYS_REGS || f->sol > f->sof ||
	       f->sor * 8 > f->sof ||
	       dirty + f->sof - (s32)preserved > RSE_PHYS_REGS;
}

/*
 * The frame below comes back: @out registers move up by @preserved, and the
 * newest @have of those below them come from the stack.  The NaT bytes of the
 * outputs are held in a register meanwhile, so that nothing is read that was
 * written in another width just before: the host would stall.
 */
static void pop(struct cpu *cpu, unsigned int preserved, unsigned int out,
		unsigned int have)
{
	const u64 *from = &cpu->rse.stack[cpu->rse.top];
	const u8 *from_nat = &cpu->rse.stack_nat[cpu->rse.top];
	unsigned int first = 32 + preserved - have;
	u64 *gr = cpu->gr;
	u8 *nat = cpu->nat;
	u64 nats;

	if (unlikely(out > 8 || preserved + out > RSE_PHYS_REGS - SLACK)) {
		memmove(&gr[32 + preserved], &gr[32], out * sizeof(*gr));
		memmove(&nat[32 + preserved], &nat[32], out);
		memcpy(&gr[first], from, have * sizeof(*gr));
		memcpy(&nat[first], from_nat, have);
		return;
	}
	if (out)
		move_up(&gr[32 + preserved], &gr[32], out);
	copy_exactly(&gr[first], from, have);
	memcpy(&nats, &nat[32], 8);
	move_nats_down(&nat[first], from_nat, have);
	memcpy(&nat[32 + preserved], &nats, 8);
}

int rse_return(struct cpu *cpu, struct cfm frame, bool from_rfi)
{
	struct rse *rse = &cpu->rse;
	unsigned int preserved = from_rfi ? frame.sof : frame.sol, have;

	if (unlikely(bad_frame(cpu, &frame, preserved))) {
		have = rse->dirty > (s32)preserved ? preserved :
		       rse->dirty > 0		   ? (unsigned int)rse->dirty :
						     0;
		rse->top -= have;
		rse->dirty -= have;
		rse->bsp = rse_skip_regs(rse->bsp, -(s64)preserved);
		if (!rse->dirty)
			rse->bspstore = rse->bsp;
		set_cfm(cpu, (struct cfm){ 0 });
		return FAULT_NONE;
	}
	if (preserved) {
		have = rse->dirty >= (s32)preserved ? preserved :
		       rse->dirty > 0		    ? (unsigned int)rse->dirty :
						      0;
		rse->top -= have;
		pop(cpu, preserved, frame.sof - preserved, have);
		rse->dirty -= preserved;
		rse->bsp = rse_skip_regs(rse->bsp, -(s64)preserved);
	}
	set_cfm(cpu, frame);
	if (unlikely(rse->dirty < 0))
		return rse_complete_frame(cpu);
	return FAULT_NONE;
}

int rse_alloc(struct cpu *cpu, unsigned int sof, unsigned int sol,
	      unsigned int sor)
{
	struct cfm *cfm = &cpu->cfm;

	if (sof > RSE_PHYS_REGS || sor * 8 > sof || sol > sof)
		return fault_illegal_operation(cpu);
	if (sor != cfm->sor && (cfm->rrb_gr || cfm->rrb_fr || cfm->rrb_pr))
		return fault_reserved_field(cpu, 0);
	if (unlikely(cpu->rse.dirty + (s32)sof > RSE_PHYS_REGS) &&
	    spill_until(cpu, RSE_PHYS_REGS - sof))
		return FAULT_RAISED;
	cfm->sof = sof;
	cfm->sol = sol;
	cfm->sor = sor;
	return FAULT_NONE;
}

int rse_loadrs(struct cpu *cpu)
{
	struct window w = { .cpu = cpu, .page = ~0ULL };
	struct rse *rse = &cpu->rse;
	u64 bytes = bits(cpu->ar_rsc, RSC_LOADRS_SHIFT, 14) & ~7ULL;
	u64 tear = rse->bsp - bytes;
	s64 regs = rse_count_regs(tear, rse->bsp);
	int ret = FAULT_NONE;
	bool is_register;

	if (cpu->ar_rsc & RSC_MODE ||
	    (cpu->cfm.sof && bits(cpu->ar_rsc, RSC_LOADRS_SHIFT, 14)) ||
	    regs > RSE_PHYS_REGS)
		return fault_illegal_operation(cpu);
	if (tear >= rse->bspstore) {
		/* Registers below the tear point are dropped, not stored. */
		rse->dirty = regs;
		rse->bspstore = tear;
		return FAULT_NONE;
	}
	if (rse->top - rse->dirty < regs - rse->dirty)
		slide(rse, regs - rse->dirty);
	while (rse->bspstore > tear) {
		/* Of no matter when the word is a collection. */
		unsigned int n = rse->top - rse->dirty;

		n -= n > 0;

		ret = load_one(cpu, &w, &rse->stack[n], &rse->stack_nat[n],
			       &is_register);
		if (ret)
			break;
		rse->dirty += is_register;
	}
	window_close(&w);
	return ret;
}

void rse_clrrrb(struct cpu *cpu, bool pred_only)
{
	struct cfm cfm = cpu->cfm;

	cfm.rrb_pr = 0;
	if (!pred_only)
		cfm.rrb_gr = cfm.rrb_fr = 0;
	set_cfm(cpu, cfm);
}

void rse_rotate(struct cpu *cpu)
{
	struct cfm cfm = cpu->cfm;

	if (cfm.sor)
		cfm.rrb_gr = (cfm.rrb_gr ? cfm.rrb_gr : cfm.sor * 8) - 1;
	cfm.rrb_fr = (cfm.rrb_fr ? cfm.rrb_fr : 96) - 1;
	cfm.rrb_pr = (cfm.rrb_pr ? cfm.rrb_pr : 48) - 1;
	set_cfm(cpu, cfm);
}

void rse_write_bspstore(struct cpu *cpu, u64 value)
{
	struct rse *rse = &cpu->rse;

	alat_clear_stacked(cpu);
	rse->bspstore = value & ~7ULL;
	rse->bsp = rse_skip_regs(rse->bspstore, rse->dirty);
}

const char *rse_check(const struct cpu *cpu)
{
	const struct rse *rse = &cpu->rse;
	const struct cfm *c = &cpu->cfm;

	if (c->sof > RSE_PHYS_REGS || c->sol > c->sof || c->sor * 8 > c->sof)
		return "CFM: sizes contradict each other";
	if (c->rrb_fr >= 96 || c->rrb_pr >= 48 ||
	    (c->rrb_gr && c->rrb_gr >= c->sor * 8))
		return "CFM: rename base out of range";
	if (rse->dirty + c->sof > RSE_PHYS_REGS)
		return "more dirty registers than there are";
	if (rse->dirty < -(s32)c->sof)
		return "more registers missing than the frame has";
	if (rse->top > RSE_STACK_SIZE || (s32)rse->top < rse->dirty)
		return "the dirty registers leave the array";
	if (rse_skip_regs(rse->bspstore, rse->dirty) !=
	    rse_skip_regs(rse->bsp, 0))
		return "BSP - BSPSTORE disagrees with the dirty count";
	return NULL;
}
