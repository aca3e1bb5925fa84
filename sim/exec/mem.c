// SPDX-License-Identifier: GPL-2.0
/*
 * Loads, stores and semaphores in full; see mem.h.
 *
 * One function per class of instruction, driven by a table of what each
 * operation is.  Order of checks: NaT of the operands, translation, debug
 * registers, alignment, attribute (SDM vol 2, table 5-1).
 */
#include "exec/check.h"
#include "exec/mem.h"

#include "bus/bus.h"
#include "cpu/alat.h"
#include "cpu/debug_regs.h"
#include "cpu/fault.h"
#include "cpu/fp_format.h"
#include "machine/machine.h"

#define K_S 0x0001u /* control speculative */
#define K_A 0x0002u /* advanced */
#define K_C_CLR 0x0004u
#define K_C_NC 0x0008u
#define K_FILL 0x0010u /* also spill */
#define K_POST_R 0x0020u
#define K_POST_I 0x0040u
#define K_FP 0x0080u
#define K_PAIR 0x0100u
#define K_CHECK (K_C_CLR | K_C_NC)

enum fp_format {
	FMT_NONE,
	FMT_S,
	FMT_D,
	FMT_8,
	FMT_E,
	FMT_SPILL
};

struct mem_kind {
	u8 size; /* bytes in memory */
	u8 align; /* natural alignment */
	u8 format;
	u16 flags;
};

static const struct mem_kind mem_kinds[OP_COUNT] = {
#define POST(name, ...)                                                        \
	[OP_##name] = { __VA_ARGS__ },                                         \
	[OP_##name##_R] = { __VA_ARGS__ | K_POST_R },                          \
	[OP_##name##_I] = { __VA_ARGS__ | K_POST_I },
#define LD(T, fl)                                                              \
	POST(LD1##T, 1, 1, 0, fl)                                              \
	POST(LD2##T, 2, 2, 0, fl)                                              \
	POST(LD4##T, 4, 4, 0, fl)                                              \
	POST(LD8##T, 8, 8, 0, fl)
	LD(, 0) LD(_S, K_S) LD(_A, K_A) LD(_SA, K_S | K_A) LD(_BIAS, 0)
		LD(_ACQ, 0) LD(_C_CLR, K_C_CLR) LD(_C_NC, K_C_NC)
			LD(_C_CLR_ACQ, K_C_CLR)
				POST(LD8_FILL, 8, 8, 0,
				     K_FILL)[OP_LD16] = { 16, 16, 0, 0 },
	[OP_LD16_ACQ] = { 16, 16, 0, 0 },
#define LDF(T, fl)                                                             \
	POST(LDFS##T, 4, 4, FMT_S, K_FP | fl)                                  \
	POST(LDFD##T, 8, 8, FMT_D, K_FP | fl)                                  \
	POST(LDF8##T, 8, 8, FMT_8, K_FP | fl)                                  \
	POST(LDFE##T, 10, 16, FMT_E, K_FP | fl)                                \
	[OP_LDFPS##T] = { 8, 8, FMT_S, K_FP | K_PAIR | fl },                   \
	[OP_LDFPD##T] = { 16, 16, FMT_D, K_FP | K_PAIR | fl },                 \
	[OP_LDFP8##T] = { 16, 16, FMT_8, K_FP | K_PAIR | fl },                 \
	[OP_LDFPS##T##_I] = { 8, 8, FMT_S, K_FP | K_PAIR | K_POST_I | fl },    \
	[OP_LDFPD##T##_I] = { 16, 16, FMT_D, K_FP | K_PAIR | K_POST_I | fl },  \
	[OP_LDFP8##T##_I] = { 16, 16, FMT_8, K_FP | K_PAIR | K_POST_I | fl },
	LDF(, 0) LDF(_S, K_S) LDF(_A, K_A) LDF(_SA, K_S | K_A)
		LDF(_C_CLR, K_C_CLR) LDF(_C_NC, K_C_NC) POST(
			LDF_FILL, 16, 16, FMT_SPILL, K_FP | K_FILL)
#define POST_I(name, ...)                                                      \
	[OP_##name] = { __VA_ARGS__ },                                         \
	[OP_##name##_I] = { __VA_ARGS__ | K_POST_I },
			POST_I(ST1, 1, 1, 0, 0) POST_I(ST2, 2, 2, 0, 0) POST_I(
				ST4, 4, 4, 0, 0) POST_I(ST8, 8, 8, 0, 0)
				POST_I(ST1_REL, 1, 1, 0,
				       0) POST_I(ST2_REL, 2, 2, 0,
						 0) POST_I(ST4_REL, 4, 4, 0, 0)
					POST_I(ST8_REL, 8, 8, 0, 0) POST_I(
						ST8_SPILL, 8, 8, 0,
						K_FILL)[OP_ST16] = { 16, 16, 0,
								     0 },
	[OP_ST16_REL] = { 16, 16, 0, 0 },
	POST_I(STFS, 4, 4, FMT_S, K_FP) POST_I(STFD, 8, 8, FMT_D, K_FP) POST_I(
		STF8, 8, 8, FMT_8, K_FP) POST_I(STFE, 10, 16, FMT_E, K_FP)
		POST_I(STF_SPILL, 16, 16, FMT_SPILL,
		       K_FP | K_FILL)[OP_XCHG1] = { 1, 1, 0, 0 },
	[OP_XCHG2] = { 2, 2, 0, 0 },
	[OP_XCHG4] = { 4, 4, 0, 0 },
	[OP_XCHG8] = { 8, 8, 0, 0 },
	[OP_CMPXCHG1_ACQ] = { 1, 1, 0, 0 },
	[OP_CMPXCHG2_ACQ] = { 2, 2, 0, 0 },
	[OP_CMPXCHG4_ACQ] = { 4, 4, 0, 0 },
	[OP_CMPXCHG8_ACQ] = { 8, 8, 0, 0 },
	[OP_CMPXCHG1_REL] = { 1, 1, 0, 0 },
	[OP_CMPXCHG2_REL] = { 2, 2, 0, 0 },
	[OP_CMPXCHG4_REL] = { 4, 4, 0, 0 },
	[OP_CMPXCHG8_REL] = { 8, 8, 0, 0 },
	[OP_CMP8XCHG16_ACQ] = { 8, 8, 0, 0 },
	[OP_CMP8XCHG16_REL] = { 8, 8, 0, 0 },
	[OP_FETCHADD4_ACQ] = { 4, 4, 0, 0 },
	[OP_FETCHADD8_ACQ] = { 8, 8, 0, 0 },
	[OP_FETCHADD4_REL] = { 4, 4, 0, 0 },
	[OP_FETCHADD8_REL] = { 8, 8, 0, 0 },
#define POST_LF(name, fl)                                                      \
	[OP_##name] = { 1, 1, 0, fl },                                         \
	[OP_##name##_R] = { 1, 1, 0, fl | K_POST_R },                          \
	[OP_##name##_I] = { 1, 1, 0, fl | K_POST_I },
	POST_LF(LFETCH, 0) POST_LF(LFETCH_EXCL, 0) POST_LF(LFETCH_FAULT, K_FILL)
		POST_LF(LFETCH_FAULT_EXCL, K_FILL)
};

/* Where an access goes once nothing can fault any more. */
struct mem_ref {
	u64 pa; /* without the uncacheable bit */
	u8 *host; /* NULL: not RAM */
	u8 ma;
	bool rom;
};

#define PA_UC BIT64(63)
#define MA_WB 0
#define MA_UCE 5

/*
 * A speculative load whose page fault is deferred may still hit a breakpoint
 * that is not (SDM vol 2, 5.5.5).
 */
static void breakpoint_behind(struct cpu *cpu, u64 va, unsigned int size,
			      unsigned int cpl, unsigned int flags)
{
	struct fault_info first = cpu->fault;

	switch (first.vector) {
	case VECTOR_DATA_KEY_MISS:
	case VECTOR_KEY_PERMISSION:
	case VECTOR_DATA_ACCESS_RIGHTS:
	case VECTOR_DATA_ACCESS_BIT:
		break;
	default: /* nothing is known of the page */
		return;
	}
	if (!(cpu->psr & PSR_DB) || !mmu_defers(cpu, &first) ||
	    !debug_check_data(cpu, va, size, MMU_READ, cpl, flags))
		return;
	if (mmu_defers(cpu, &cpu->fault))
		cpu->fault = first;
}

/*
 * Translate and check; on success nothing can stop the access.  @strict: no
 * misaligned access is ever handled (semaphores).
 */
static int mem_reference(struct cpu *cpu, struct engine_cpu *e, u64 va,
			 unsigned int size, unsigned int align,
			 enum mmu_access access, unsigned int flags,
			 bool strict, struct mem_ref *ref)
{
	unsigned int cpl = cpu_cpl(cpu);
	struct mmu_result res;
	const struct host_tlb_entry *h = host_tlb_entry(e->dtlb, va);
	u64 isr, tag = va & (HOST_PAGE_MASK | (align - 1));
	u8 *page;

	/* A page that the host TLB has needs no check but this one. */
	if ((access == MMU_WRITE || tag == h->rtag) &&
	    (access == MMU_READ || tag == h->wtag)) {
		ref->pa = h->pa | (va & ~HOST_PAGE_MASK);
		ref->host = (u8 *)(va + h->addend);
		ref->ma = MA_WB;
		ref->rom = false;
		return FAULT_NONE;
	}

	if (flags & MMU_F_SPEC)
		engine_set_ip(cpu, e, e->op, false);
	if (mmu_translate(cpu, va, access, cpl, flags, &res)) {
		if (flags & MMU_F_SPEC)
			breakpoint_behind(cpu, va, size, cpl, flags);
		return FAULT_RAISED;
	}
	if (unlikely(cpu->psr & PSR_DB) &&
	    debug_check_data(cpu, va, size, access, cpl, flags))
		return FAULT_RAISED;
	isr = (access != MMU_WRITE ? ISR_R : 0) |
	      (access == MMU_WRITE || access == MMU_SEMAPHORE ? ISR_W : 0) |
	      (flags & MMU_F_SPEC ? ISR_SP : 0);
	if (va & (align - 1)) {
		u64 window = align > 8 ? 16 : 8;

		if (strict || (cpu->psr & PSR_AC) ||
		    (va & (window - 1)) + size > window)
			return fault_data(cpu, VECTOR_UNALIGNED, va, isr);
	}
	if (res.ma != MA_WB && ((strict && res.ma != MA_UCE) || size > 8))
		return fault_data(cpu, VECTOR_UNSUPPORTED_DATA_REF, va, isr);
	ref->pa = res.pa & ~PA_UC;
	ref->ma = res.ma;
	ref->rom = false;
	page = bus_ram(e->shared->bus, ref->pa & HOST_PAGE_MASK,
		       HOST_PAGE_SIZE);
	ref->host = page ? page + (ref->pa & ~HOST_PAGE_MASK) :
			   bus_ram(e->shared->bus, ref->pa, size);
	if (!page)
		return FAULT_NONE;
	ref->rom = bus_ram_flags(e->shared->bus, ref->pa) & BUS_RAM_ROM;
	if (res.ma == MA_WB && !res.once && e->dtlb != e->tlb.never) {
		bool writable = false;

		if ((access == MMU_WRITE || access == MMU_SEMAPHORE ||
		     res.writable) &&
		    !ref->rom) {
			u8 *state = block_page_state(e->shared, ref->pa);

			writable = !(*state & PAGE_CODE);
			if (writable)
				*state |= PAGE_WRITABLE;
		}
		host_tlb_fill(&e->tlb, e->data_set, va, ref->pa, page,
			      access != MMU_WRITE || res.readable, writable);
	}
	return FAULT_NONE;
}

static void mem_read(struct cpu *cpu, struct engine_cpu *e,
		     const struct mem_ref *ref, u8 *buf, unsigned int size)
{
	u64 v;

	(void)cpu;
	if (likely(ref->host)) {
		memcpy(buf, ref->host, size);
		return;
	}
	for (unsigned int i = 0; i < size; i += 8) {
		unsigned int n = size - i < 8 ? size - i : 8;

		v = ~0ULL;
		bus_read(e->shared->bus, ref->pa + i, n, &v);
		memcpy(buf + i, &v, n);
	}
}

static int mem_write(struct cpu *cpu, struct engine_cpu *e,
		     const struct mem_ref *ref, const u8 *buf,
		     unsigned int size)
{
	bool leave = false;
	u64 v;

	alat_store(cpu, ref->pa, size);
	if (e->shared->cpu_count > 1)
		machine_alat_snoop(cpu, ref->pa, size);
	if (likely(ref->host)) {
		if (ref->rom)
			return MEM_DONE;
		memcpy(ref->host, buf, size);
		if (*block_page_state(e->shared, ref->pa) & PAGE_CODE)
			leave = block_invalidate(e->shared, ref->pa, size);
		return leave ? MEM_LEAVE : MEM_DONE;
	}
	for (unsigned int i = 0; i < size; i += 8) {
		unsigned int n = size - i < 8 ? size - i : 8;

		v = 0;
		memcpy(&v, buf + i, n);
		bus_write(e->shared->bus, ref->pa + i, n, v);
	}
	return e->block && e->block->orphan ? MEM_LEAVE : MEM_DONE;
}

static void reverse(u8 *buf, unsigned int size)
{
	for (unsigned int i = 0; i < size / 2; i++) {
		u8 t = buf[i];

		buf[i] = buf[size - 1 - i];
		buf[size - 1 - i] = t;
	}
}

/*
 * Byte order within @buf for PSR.be = 1: pairs and 16-byte integers are two
 * values of half the size, everything else is one.
 */
static void big_endian(u8 *buf, const struct mem_kind *k)
{
	if ((k->flags & K_PAIR) || (k->size == 16 && !(k->flags & K_FP))) {
		reverse(buf, k->size / 2);
		reverse(buf + k->size / 2, k->size / 2);
	} else {
		reverse(buf, k->size);
	}
}

static u64 get(const u8 *buf, unsigned int size)
{
	u64 v = 0;

	memcpy(&v, buf, size);
	return v;
}

static struct fpreg fp_from_memory(const u8 *buf, enum fp_format format)
{
	switch (format) {
	case FMT_S:
		return fpreg_from_single(get(buf, 4));
	case FMT_D:
		return fpreg_from_double(get(buf, 8));
	case FMT_8:
		return fpreg_from_integer(get(buf, 8));
	case FMT_E:
		return fpreg_from_extended(get(buf, 8), get(buf + 8, 2));
	default:
		return fpreg_from_spill(get(buf, 8), get(buf + 8, 8));
	}
}

static void fp_set(struct cpu *cpu, unsigned int index, struct fpreg v)
{
	cpu->fr[index] = v;
	cpu->psr |= index < 32 ? PSR_MFL : PSR_MFH;
}

static const struct fpreg fp_natval = { .exp = FPREG_NATVAL_EXP };
/* What an advanced load of memory that may not be speculated gives. */
static const struct fpreg fp_zero = { .exp = 0 };

static void load_deferred(struct cpu *cpu, const struct op *op,
			  const struct mem_kind *k)
{
	bool nat = k->flags & K_S;

	if (k->flags & K_FP) {
		fp_set(cpu, op->d, nat ? fp_natval : fp_zero);
		if (k->flags & K_PAIR)
			fp_set(cpu, op->a, nat ? fp_natval : fp_zero);
		return;
	}
	cpu->gr[op->d] = 0;
	cpu->nat[op->d] = nat;
}

static void load_result(struct cpu *cpu, const struct op *op,
			const struct mem_kind *k, u8 *buf, u64 va)
{
	if (cpu->psr & PSR_BE)
		big_endian(buf, k);
	if (k->flags & K_PAIR) {
		fp_set(cpu, op->d, fp_from_memory(buf, k->format));
		fp_set(cpu, op->a,
		       fp_from_memory(buf + k->size / 2, k->format));
	} else if (k->flags & K_FP) {
		fp_set(cpu, op->d, fp_from_memory(buf, k->format));
	} else {
		cpu->gr[op->d] = get(buf, k->size > 8 ? 8 : k->size);
		cpu->nat[op->d] = k->flags & K_FILL ?
					  cpu->ar_unat >> (va >> 3 & 63) & 1 :
					  0;
		if (k->size == 16)
			cpu->ar_csd = get(buf + 8, 8);
	}
}

static void post_increment(struct cpu *cpu, const struct op *op,
			   const struct mem_kind *k, u64 r2, u8 r2_nat)
{
	if (k->flags & K_POST_I) {
		/* The increment of a pair has no field: it is its size. */
		cpu->gr[op->b] += k->flags & K_PAIR ? k->size : op->imm;
	} else if (k->flags & K_POST_R) {
		cpu->gr[op->b] += r2;
		cpu->nat[op->b] |= r2_nat;
	}
}

int mem_load(struct cpu *cpu, const struct op *op, struct engine_cpu *e)
{
	const struct mem_kind *k = &mem_kinds[op->id];
	bool fp = k->flags & K_FP, spec = k->flags & K_S;
	u64 va = cpu->gr[op->b];
	bool reg = k->flags & K_POST_R;
	u64 r2 = reg ? cpu->gr[op->a] : 0;
	u8 r2_nat = reg ? cpu->nat[op->a] : 0;
	struct mem_ref ref = { 0 };
	bool defer;
	u8 buf[16];

	e->op = op;
	if (cpu->nat[op->b] && !spec)
		return fault_register_nat_consumption(cpu, ISR_R);
	defer = spec && (cpu->nat[op->b] || (cpu->psr & PSR_ED));
	if ((k->flags & K_CHECK) &&
	    alat_check(cpu, fp, op->d, k->flags & K_C_CLR))
		goto update;
	if (!defer && mem_reference(cpu, e, va, k->size, k->align, MMU_READ,
				    spec ? MMU_F_SPEC : 0, false, &ref)) {
		if (!spec || !mmu_defers(cpu, &cpu->fault))
			return MEM_FAULT;
		defer = true;
	}
	/* Only write-back memory may be read speculatively. */
	if (!defer && (k->flags & (K_S | K_A)) && ref.ma != MA_WB)
		defer = true;
	if (k->flags & (K_C_CLR | K_A))
		alat_remove(cpu, fp, op->d);
	if (defer) {
		load_deferred(cpu, op, k);
	} else {
		mem_read(cpu, e, &ref, buf, k->size);
		load_result(cpu, op, k, buf, va);
		if ((k->flags & (K_C_NC | K_A)) && ref.ma == MA_WB)
			alat_insert(cpu, fp, op->d, ref.pa, k->size);
	}
update:
	post_increment(cpu, op, k, r2, r2_nat);
	return e->block && e->block->orphan ? MEM_LEAVE : MEM_DONE;
}

int mem_store(struct cpu *cpu, const struct op *op, struct engine_cpu *e)
{
	const struct mem_kind *k = &mem_kinds[op->id];
	bool fp = k->flags & K_FP, spill = k->flags & K_FILL;
	u64 va = cpu->gr[op->b], lo, hi = 0;
	struct mem_ref ref = { 0 };
	u8 buf[16];
	int ret;

	e->op = op;
	if (cpu->nat[op->b] ||
	    (!spill &&
	     (fp ? fpreg_is_natval(&cpu->fr[op->a]) : cpu->nat[op->a])))
		return fault_register_nat_consumption(cpu, ISR_W);
	if (mem_reference(cpu, e, va, k->size, k->align, MMU_WRITE, 0, false,
			  &ref))
		return MEM_FAULT;
	if (fp) {
		const struct fpreg *f = &cpu->fr[op->a];

		switch (k->format) {
		case FMT_S:
			lo = fpreg_to_single(f);
			break;
		case FMT_D:
			lo = fpreg_to_double(f);
			break;
		case FMT_E:
			lo = f->sig;
			hi = fpreg_to_extended_high(f);
			break;
		case FMT_SPILL:
			lo = f->sig;
			hi = fpreg_to_spill_high(f);
			break;
		default:
			lo = f->sig;
			break;
		}
	} else {
		lo = cpu->gr[op->a];
		hi = cpu->ar_csd;
		if (spill) {
			u64 bit = BIT64(va >> 3 & 63);

			cpu->ar_unat = (cpu->ar_unat & ~bit) |
				       (cpu->nat[op->a] ? bit : 0);
		}
	}
	memcpy(buf, &lo, 8);
	memcpy(buf + 8, &hi, 8);
	if (cpu->psr & PSR_BE)
		big_endian(buf, k);
	ret = mem_write(cpu, e, &ref, buf, k->size);
	if (k->flags & K_POST_I)
		cpu->gr[op->b] += op->imm;
	return ret;
}

int mem_semaphore(struct cpu *cpu, const struct op *op, struct engine_cpu *e)
{
	const struct mem_kind *k = &mem_kinds[op->id];
	bool be = cpu->psr & PSR_BE, store = true;
	u64 va = cpu->gr[op->b], old, value;
	u8 nat = cpu->nat[op->b];
	struct mem_kind out = *k;
	struct mem_ref ref = { 0 };
	u8 buf[16];
	int ret = MEM_DONE;

	e->op = op;
	switch (op->id) {
	case OP_FETCHADD4_ACQ:
	case OP_FETCHADD8_ACQ:
	case OP_FETCHADD4_REL:
	case OP_FETCHADD8_REL:
		break;
	default:
		nat |= cpu->nat[op->a];
	}
	if (nat)
		return fault_register_nat_consumption(cpu, ISR_R | ISR_W);
	if (mem_reference(cpu, e, va, k->size, k->align, MMU_SEMAPHORE, 0, true,
			  &ref))
		return MEM_FAULT;
	mem_read(cpu, e, &ref, buf, k->size);
	if (be)
		reverse(buf, k->size);
	old = get(buf, k->size);
	value = cpu->gr[op->a];
	memset(buf, 0, sizeof(buf));
	switch (op->id) {
	case OP_FETCHADD4_ACQ:
	case OP_FETCHADD8_ACQ:
	case OP_FETCHADD4_REL:
	case OP_FETCHADD8_REL:
		value = old + op->imm;
		break;
	case OP_XCHG1:
	case OP_XCHG2:
	case OP_XCHG4:
	case OP_XCHG8:
		break;
	default:
		/* All of CCV counts, whatever the size. */
		store = old == cpu->ar_ccv;
		break;
	}
	memcpy(buf, &value, 8);
	if (op->id == OP_CMP8XCHG16_ACQ || op->id == OP_CMP8XCHG16_REL) {
		memcpy(buf + 8, &cpu->ar_csd, 8);
		out.size = 16;
		ref.pa &= ~8ULL;
		if (ref.host)
			ref.host -= va & 8;
	}
	if (store) {
		if (be)
			big_endian(buf, &out);
		ret = mem_write(cpu, e, &ref, buf, out.size);
	}
	cpu->gr[op->d] = old;
	cpu->nat[op->d] = 0;
	return ret;
}

int mem_lfetch(struct cpu *cpu, const struct op *op, struct engine_cpu *e)
{
	const struct mem_kind *k = &mem_kinds[op->id];
	bool reg = k->flags & K_POST_R;
	struct mmu_result res;

	e->op = op;
	if (k->flags & K_FILL) { /* .fault */
		if (cpu->nat[op->b]) {
			fault_register_nat_consumption(cpu, ISR_R | ISR_NA);
			cpu->fault.isr |= MEM_NA_LFETCH;
			return MEM_FAULT;
		}
		if (!(cpu->psr & PSR_ED) &&
		    mmu_translate(cpu, cpu->gr[op->b], MMU_READ, cpu_cpl(cpu),
				  MMU_F_NONACCESS, &res)) {
			cpu->fault.isr |= MEM_NA_LFETCH;
			return MEM_FAULT;
		}
	}
	post_increment(cpu, op, k, reg ? cpu->gr[op->a] : 0,
		       reg ? cpu->nat[op->a] : 0);
	return MEM_DONE;
}

int mem_fc(struct cpu *cpu, const struct op *op, struct engine_cpu *e)
{
	struct mmu_result res;

	e->op = op;
	if (cpu->nat[op->b]) {
		fault_register_nat_consumption(cpu, ISR_R | ISR_NA);
		cpu->fault.isr |= MEM_NA_FC;
		return MEM_FAULT;
	}
	if (mmu_translate(cpu, cpu->gr[op->b], MMU_READ, cpu_cpl(cpu),
			  MMU_F_NONACCESS, &res)) {
		cpu->fault.isr |= MEM_NA_FC;
		return MEM_FAULT;
	}
	if (e->checker)
		checker_flush(e->checker, res.pa);
	return MEM_DONE;
}
