// SPDX-License-Identifier: GPL-2.0
/*
 * PAL procedures of the simulated processor.
 *
 * Every number is that of the machine behind it: change the TLB or the
 * register files and what PAL says follows.  Optional procedures without a
 * counterpart in the machine (power states, self-test memory, cache diagnosis,
 * error injection, VT-i) return "unimplemented"; nothing pretends.
 * SDM vol 2, chapter 11; statuses and arguments in 11.10.3.
 */
#include <string.h>

#include "bus/bus.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "firmware/pal.h"
#include "cpu/pmu.h"
#include "machine/machine.h"
#include "mmu/tlb.h"

struct pal_call {
	struct cpu *cpu;
	struct firmware *fw;
	struct firmware_cpu *fw_cpu;
	u64 arg[3];
	u64 result[3]; /* r9-r11; zero unless set */
	bool restart; /* end with FAULT_RAISED */
};

#define PAGE_SIZES TLB_INSERTABLE_SIZES

/* Address of the last argument's buffer for @size bytes; SDM: 8-byte aligned. */
static s64 pal_write_buffer(struct pal_call *call, u64 address,
			    const void *data, u64 size)
{
	struct guest_buffer buffer;
	int err;

	if (address & 7)
		return PAL_INVALID_ARGUMENT;
	err = guest_map(call->cpu, address, size, true, &buffer);
	if (err == FAULT_RAISED) {
		call->restart = true;
		return 0;
	}
	if (err)
		return PAL_INVALID_ARGUMENT;
	guest_write(call->cpu, &buffer, 0, data, size);
	return PAL_SUCCESS;
}

static bool reserved_zero(const struct pal_call *call, unsigned int first)
{
	for (unsigned int i = first; i < 3; i++)
		if (call->arg[i])
			return false;
	return true;
}

/*
 * Caches: what a Montecito core has.  They have no effect here, as the
 * machine is always coherent, but software sizes things by them.
 */
static const struct pal_cache {
	u8 level, type; /* type 1 instruction, 2 data or unified */
	bool unified, write_back;
	u8 ways, line_shift, stride_shift;
	u8 store_latency, load_latency;
	u32 size;
} caches[] = {
	{ 0, 1, false, false, 4, 6, 6, 0xff, 1, 16 << 10 },
	{ 0, 2, false, false, 4, 6, 6, 1, 1, 16 << 10 },
	{ 1, 1, false, true, 8, 7, 7, 0xff, 7, 1 << 20 },
	{ 1, 2, false, true, 8, 7, 7, 1, 5, 256 << 10 },
	{ 2, 2, true, true, 12, 7, 7, 1, 14, 12 << 20 },
};

#define CACHE_LEVELS 3

static const struct pal_cache *find_cache(u64 level, u64 type)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(caches); i++)
		if (caches[i].level == level && caches[i].type == type)
			return &caches[i];
	return NULL;
}

static s64 pal_cache_flush(struct pal_call *call)
{
	/* 1 instruction, 2 data, 3 both, 4 make local caches coherent. */
	if (call->arg[0] < 1 || call->arg[0] > 4 || call->arg[1] > 3)
		return PAL_INVALID_ARGUMENT;
	/*
	 * Instruction fetch sees every store at once in the fast engine; the
	 * checking engine, which does track stale bytes, drops them all.
	 */
	engine_invalidate_all(call->cpu->machine);
	return PAL_SUCCESS;
}

static s64 pal_cache_info(struct pal_call *call)
{
	const struct pal_cache *c = find_cache(call->arg[0], call->arg[1]);
	unsigned int index_bits = 0;

	if (!c || !reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	while (BIT64(index_bits) * c->ways << c->line_shift < c->size)
		index_bits++;
	call->result[0] =
		(u64)c->unified | (u64)c->write_back << 1 | (u64)c->ways << 8 |
		(u64)c->line_shift << 16 | (u64)c->stride_shift << 24 |
		(u64)c->store_latency << 32 | (u64)c->load_latency << 40 |
		/* Hints: temporal and, for loads, non-temporal. */
		(u64)(c->type == 1 ? 0 : 0x9) << 48 |
		(u64)(c->type == 1 ? 0x1 : 0xb) << 56;
	call->result[1] = c->size | (u64)12 << 32 |
			  (u64)(c->line_shift + index_bits) << 40 |
			  (u64)(PAL_PHYSICAL_BITS - 1) << 48;
	return PAL_SUCCESS;
}

static s64 pal_cache_init(struct pal_call *call)
{
	bool all = call->arg[0] == ~0ULL;

	/* The argument that names every level is -1. */
	if ((!all && call->arg[0] >= CACHE_LEVELS) || call->arg[1] < 1 ||
	    call->arg[1] > 3 || call->arg[2] > 1)
		return PAL_INVALID_ARGUMENT;
	return PAL_SUCCESS;
}

static s64 pal_cache_summary(struct pal_call *call)
{
	call->result[0] = CACHE_LEVELS;
	call->result[1] = ARRAY_SIZE(caches);
	return PAL_SUCCESS;
}

static s64 pal_cache_prot_info(struct pal_call *call)
{
	const struct pal_cache *c = find_cache(call->arg[0], call->arg[1]);

	if (!c || !reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	/* Six 32-bit elements: one for data, one for tags, without protection
	 * (method 0), 64 data bits and the tag's span as their coverage. */
	call->result[0] =
		64ULL |
		(1ULL << 30 | (u64)(PAL_PHYSICAL_BITS - 1) << 14 | 12ULL << 8)
			<< 32;
	return PAL_SUCCESS;
}

static s64 pal_cache_line_init(struct pal_call *call)
{
	struct bus *bus = call->cpu->machine->bus;
	u64 line[16];
	unsigned int i;

	if (call->arg[0] & 127)
		return PAL_INVALID_ARGUMENT;
	for (i = 0; i < ARRAY_SIZE(line); i++)
		line[i] = call->arg[1];
	/* a line of the ROM would never be written back */
	if ((bus_ram_flags(bus, call->arg[0]) & BUS_RAM_ROM) ||
	    !bus_copy_to(bus, call->arg[0], line, sizeof(line)))
		return PAL_INVALID_ARGUMENT;
	return PAL_SUCCESS;
}

static s64 pal_cache_shared_info(struct pal_call *call)
{
	if (!find_cache(call->arg[0], call->arg[1]) || call->arg[2] != 0)
		return PAL_INVALID_ARGUMENT;
	call->result[0] = 1; /* one logical processor per package */
	call->result[2] = call->cpu->cr_lid >> 16 & 0xffff;
	return PAL_SUCCESS;
}

static s64 pal_mem_attrib(struct pal_call *call)
{
	/* WB, UC, UCE, WC, NaTPage. */
	call->result[0] = 1 << 0 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;
	return PAL_SUCCESS;
}

static s64 pal_ptce_info(struct pal_call *call)
{
	/* One ptc.e purges everything: both loops run once. */
	call->result[0] = 0;
	call->result[1] = 1ULL << 32 | 1;
	call->result[2] = 0;
	return PAL_SUCCESS;
}

static s64 pal_vm_info(struct pal_call *call)
{
	u64 entries = call->cpu->machine->config.tlb_entries;

	/* One level; 1 instruction, 2 data.  A set of all entries. */
	if (call->arg[0] != 0 || call->arg[1] < 1 || call->arg[1] > 2 ||
	    !reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	/* Ways 0 says fully associative; tr: TRs reduce the TC. */
	call->result[0] = 1 | entries << 16 | BIT64(34);
	call->result[1] = PAGE_SIZES;
	return PAL_SUCCESS;
}

static s64 pal_vm_summary(struct pal_call *call)
{
	const u64 key_bits = 24, hash_id = 0, levels = 1, unique = 2;

	call->result[0] = 1 | PAL_PHYSICAL_BITS << 1 | key_bits << 8 |
			  (ARRAY_SIZE(call->cpu->pkr) - 1) << 16 |
			  hash_id << 24 | (MACHINE_TRS - 1ULL) << 32 |
			  (MACHINE_TRS - 1ULL) << 40 | unique << 48 |
			  levels << 56;
	/* 61-bit virtual addresses, 24-bit RIDs, one global purge at a time. */
	call->result[1] = 60 | 24ULL << 8 | 1ULL << 16;
	return PAL_SUCCESS;
}

static s64 pal_vm_page_size(struct pal_call *call)
{
	call->result[0] = PAGE_SIZES;
	call->result[1] = PAGE_SIZES;
	return PAL_SUCCESS;
}

static s64 pal_vm_tr_read(struct pal_call *call)
{
	struct cpu *cpu = call->cpu;
	u64 n = call->arg[0], type = call->arg[1], image[4] = { 0 };
	const struct tlb_entry *t;
	u64 region = 0;

	if (type > 1 || n >= MACHINE_TRS)
		return PAL_INVALID_ARGUMENT;
	t = type ? &cpu->dtlb.tr[n] : &cpu->itlb.tr[n];
	if (t->valid) {
		/* The TLB keeps no region number: the first with that RID. */
		for (u64 r = 8; r-- > 0;)
			if ((cpu->rr[r] >> 8 & 0xffffff) == t->rid)
				region = r;
		image[0] = (u64)t->p | (u64)t->ma << 2 | (u64)t->a << 5 |
			   (u64)t->d << 6 | (u64)t->pl << 7 | (u64)t->ar << 9 |
			   t->pa | (u64)t->ed << 52;
		image[1] = (u64)t->ps << 2 | (u64)t->key << 8;
		image[2] = region << 61 | t->va | 1;
		image[3] = (u64)t->rid << 8;
		/* Rights, privilege level, dirty bit and attribute are valid. */
		call->result[0] = 0xf;
	}
	return pal_write_buffer(call, call->arg[2], image, sizeof(image));
}

static s64 pal_bus_get_features(struct pal_call *call)
{
	/* No configurable bus feature exists. */
	return reserved_zero(call, 0) ? PAL_SUCCESS : PAL_INVALID_ARGUMENT;
}

static s64 pal_bus_set_features(struct pal_call *call)
{
	return call->arg[0] == 0 ? PAL_SUCCESS : PAL_INVALID_ARGUMENT;
}

static s64 pal_proc_get_features(struct pal_call *call)
{
	/* Set 0 exists and has no feature that can be seen or changed. */
	if (call->arg[0] != 0)
		return PAL_INVALID_ARGUMENT;
	return call->arg[1] == 0 ? PAL_SUCCESS : PAL_NO_FEATURE_SET;
}

static s64 pal_proc_set_features(struct pal_call *call)
{
	if (call->arg[1] != 0)
		return PAL_NO_FEATURE_SET;
	return call->arg[0] == 0 ? PAL_SUCCESS : PAL_INVALID_ARGUMENT;
}

static s64 pal_debug_info(struct pal_call *call)
{
	call->result[0] = ARRAY_SIZE(call->cpu->ibr) / 2;
	call->result[1] = ARRAY_SIZE(call->cpu->dbr) / 2;
	return PAL_SUCCESS;
}

static s64 pal_fixed_addr(struct pal_call *call)
{
	call->result[0] = call->cpu->cr_lid >> 16 & 0xffff;
	return PAL_SUCCESS;
}

static s64 pal_freq_base(struct pal_call *call)
{
	call->result[0] = FIRMWARE_BASE_HZ;
	return PAL_SUCCESS;
}

/* @hz as a ratio to the base clock, denominator in the low half. */
static u64 ratio(u64 hz)
{
	u64 num = hz, den = FIRMWARE_BASE_HZ, a = hz, b = FIRMWARE_BASE_HZ;

	while (b) {
		u64 t = a % b;

		a = b;
		b = t;
	}
	num /= a;
	den /= a;
	while (num >> 32) { /* as near as 32 bits allow */
		num >>= 1;
		den >>= 1;
	}
	return num << 32 | (den ? den : 1);
}

static s64 pal_freq_ratios(struct pal_call *call)
{
	u64 itc_hz = call->cpu->machine->config.itc_hz;

	call->result[0] = ratio(PAL_CPU_HZ);
	call->result[1] = ratio(PAL_BUS_HZ);
	call->result[2] = ratio(itc_hz);
	return PAL_SUCCESS;
}

static s64 pal_perf_mon_info(struct pal_call *call)
{
	/* Implemented PMCs, PMDs, those that count cycles, and retired
	 * instructions: four masks of 256 bits each. */
	u64 masks[16] = { 0 };
	u64 generic = MASK64(PMU_COUNT) << PMU_FIRST;

	if (!reserved_zero(call, 1))
		return PAL_INVALID_ARGUMENT;
	for (unsigned int i = 0; i < 64; i++) {
		masks[0] |= (u64)pmu_pmc_implemented(i) << i;
		masks[4] |= (u64)pmu_pmd_implemented(i) << i;
	}
	masks[8] = generic;
	masks[12] = generic;
	call->result[0] = PMU_COUNT | PMU_WIDTH << 8 |
			  PMU_EVENT_CPU_CYCLES << 16 |
			  PMU_EVENT_INST_RETIRED << 24;
	return pal_write_buffer(call, call->arg[0], masks, sizeof(masks));
}

static s64 pal_platform_addr(struct pal_call *call)
{
	u64 pa = call->arg[1] & ~BIT64(63);

	if (call->arg[0] > 1 || !reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	/* Neither block can be moved; to set what holds already is fine. */
	if (pa == (call->arg[0] ? MAP_IO_PORT_BASE : MAP_IPI_BASE))
		return PAL_SUCCESS;
	return PAL_ERROR;
}

static s64 pal_rse_info(struct pal_call *call)
{
	call->result[0] = RSE_PHYS_REGS;
	call->result[1] = 0; /* enforced lazy */
	return PAL_SUCCESS;
}

static s64 pal_version(struct pal_call *call)
{
	/* PAL_B 1.00, PAL_A 1.00; vendor 0. */
	const u64 version = 0x00ULL << 24 | 0x0100 | 0x0100ULL << 32;

	call->result[0] = version;
	call->result[1] = version;
	return PAL_SUCCESS;
}

static s64 pal_ok(struct pal_call *call)
{
	(void)call;
	return PAL_SUCCESS;
}

static s64 pal_mc_expected(struct pal_call *call)
{
	if (call->arg[0] > 1 || !reserved_zero(call, 1))
		return PAL_INVALID_ARGUMENT;
	call->result[0] = call->fw_cpu->mc_expected;
	call->fw_cpu->mc_expected = call->arg[0];
	return PAL_SUCCESS;
}

static s64 pal_mc_dynamic_state(struct pal_call *call)
{
	if (call->arg[0] > 1 || !reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	return PAL_SUCCESS; /* there is none: 0 bytes */
}

static s64 pal_mc_error_info(struct pal_call *call)
{
	if (call->arg[0] > 2)
		return PAL_INVALID_ARGUMENT;
	return PAL_NO_INFORMATION;
}

static s64 pal_mc_resume(struct pal_call *call)
{
	/* Only the handler of a machine check or INIT may resume from one. */
	(void)call;
	return PAL_ERROR;
}

static s64 pal_mc_register_mem(struct pal_call *call)
{
	struct bus *bus = call->cpu->machine->bus;
	u64 pa = call->arg[0] & ~BIT64(63);

	call->result[0] = PAL_MIN_STATE_BYTES;
	/* The size argument is newer than some callers: 0 means the least. */
	if (pa & 511 || !bus_ram(bus, pa, PAL_MIN_STATE_BYTES) ||
	    (call->arg[1] && call->arg[1] < PAL_MIN_STATE_BYTES))
		return PAL_INVALID_ARGUMENT;
	call->fw_cpu->min_state = call->arg[0];
	return PAL_SUCCESS;
}

/*
 * LIGHT_HALT ends with any interrupt that CR.TPR and the in-service bits
 * admit; PSR.i does not matter: a masked one stays pending after the return.
 */
static s64 pal_halt_light(struct pal_call *call)
{
	gateway_sleep(call->cpu);
	return PAL_SUCCESS;
}

static s64 pal_halt(struct pal_call *call)
{
	/* States 2 to 7 do not exist (PAL_HALT_INFO), nor does I/O with it. */
	if (call->arg[0] != 1 || !reserved_zero(call, 1))
		return PAL_INVALID_ARGUMENT;
	gateway_sleep(call->cpu);
	return PAL_SUCCESS;
}

static s64 pal_halt_info(struct pal_call *call)
{
	/* Latencies of a cycle; no power figure; implemented and coherent. */
	const u64 state = 1 | 1ULL << 16 | 1ULL << 60 | 1ULL << 61;
	u64 states[8] = { state, state };

	if (!reserved_zero(call, 1))
		return PAL_INVALID_ARGUMENT;
	return pal_write_buffer(call, call->arg[0], states, sizeof(states));
}

static s64 pal_pmi_entrypoint(struct pal_call *call)
{
	if (call->arg[0] & 0xff)
		return PAL_INVALID_ARGUMENT;
	call->fw_cpu->pmi_entry = call->arg[0];
	return PAL_SUCCESS;
}

static s64 pal_register_info(struct pal_call *call)
{
	/* Bit per register, 0-63 and 64-127; SDM vol 1, table 3-3. */
	static const u64 info[4][2] = {
		{ 0xffff31117f2f00ffULL, 0xffff000000000007ULL }, /* AR */
		{ 0, 0 },
		{ 0x0000000003fb0107ULL, 0x00000000000307ffULL }, /* CR */
		{ 0, 0x0000000000000002ULL }, /* reading CR.IVR changes it */
	};

	if (call->arg[0] > 3 || !reserved_zero(call, 1))
		return PAL_INVALID_ARGUMENT;
	call->result[0] = info[call->arg[0]][0];
	call->result[1] = info[call->arg[0]][1];
	return PAL_SUCCESS;
}

static s64 pal_shutdown(struct pal_call *call)
{
	struct cpu *cpu = call->cpu;

	/* Return into the loop beside PAL_PROC, in the caller's mode. */
	cpu->br[0] = cpu->ip + (GATEWAY_PAL_PARK - GATEWAY_PAL_PROC);
	return PAL_SUCCESS;
}

static s64 pal_prefetch_visibility(struct pal_call *call)
{
	if (call->arg[0] > 1)
		return PAL_INVALID_ARGUMENT;
	return 1; /* done, and no other processor needs to be asked */
}

static s64 pal_logical_to_physical(struct pal_call *call)
{
	/* Each package has one core with one thread. */
	if (call->arg[0] != ~0ULL && call->arg[0] != 0)
		return PAL_INVALID_ARGUMENT;
	call->result[0] = 1 | 1ULL << 16 | 1ULL << 32;
	call->result[2] = call->cpu->cr_lid >> 16 & 0xffff;
	return PAL_SUCCESS;
}

static s64 pal_brand_info(struct pal_call *call)
{
	char brand[128] = "Itanium 2 (ia64-sim)";

	if (!reserved_zero(call, 2))
		return PAL_INVALID_ARGUMENT;
	if (call->arg[0] != 0)
		return PAL_NO_INFORMATION;
	return pal_write_buffer(call, call->arg[1], brand, sizeof(brand));
}

static const struct pal_procedure {
	u16 index;
	s64 (*call)(struct pal_call *call);
} procedures[] = {
	{ 1, pal_cache_flush },
	{ 2, pal_cache_info },
	{ 3, pal_cache_init },
	{ 4, pal_cache_summary },
	{ 5, pal_mem_attrib },
	{ 6, pal_ptce_info },
	{ 7, pal_vm_info },
	{ 8, pal_vm_summary },
	{ 9, pal_bus_get_features },
	{ 10, pal_bus_set_features },
	{ 11, pal_debug_info },
	{ 12, pal_fixed_addr },
	{ 13, pal_freq_base },
	{ 14, pal_freq_ratios },
	{ 15, pal_perf_mon_info },
	{ 16, pal_platform_addr },
	{ 17, pal_proc_get_features },
	{ 18, pal_proc_set_features },
	{ 19, pal_rse_info },
	{ 20, pal_version },
	{ 21, pal_ok }, /* MC_CLEAR_LOG: nothing pending */
	{ 22, pal_ok }, /* MC_DRAIN: nothing outstanding */
	{ 23, pal_mc_expected },
	{ 24, pal_mc_dynamic_state },
	{ 25, pal_mc_error_info },
	{ 26, pal_mc_resume },
	{ 27, pal_mc_register_mem },
	{ 28, pal_halt },
	{ 29, pal_halt_light },
	{ 31, pal_cache_line_init },
	{ 32, pal_pmi_entrypoint },
	{ 34, pal_vm_page_size },
	{ 37, pal_ok }, /* MEM_FOR_TEST: 0 bytes */
	{ 38, pal_cache_prot_info },
	{ 39, pal_register_info },
	{ 40, pal_shutdown },
	{ 41, pal_prefetch_visibility },
	{ 42, pal_logical_to_physical },
	{ 43, pal_cache_shared_info },
	{ 257, pal_halt_info },
	{ 261, pal_vm_tr_read },
	{ 274, pal_brand_info },
};

static const struct pal_procedure *find_procedure(u64 index)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(procedures); i++)
		if (procedures[i].index == index)
			return &procedures[i];
	return NULL;
}

/*
 * The caller names the procedure in r28 in both conventions.  Indices with bit
 * 8 set use the stacked one: arguments in in1-in3, return by br.ret.
 */
int pal_proc(struct cpu *cpu)
{
	struct pal_call call = { .cpu = cpu, .fw = cpu->machine->firmware };
	const u64 index = cpu->gr[28];
	const bool stacked = index >> 8 & 1;
	const struct pal_procedure *p = find_procedure(index);
	s64 status;
	bool nat;

	call.fw_cpu = &call.fw->cpus[cpu->id];
	for (unsigned int i = 0; i < 3; i++)
		call.arg[i] = stacked ? gateway_argument(cpu, i + 1) :
					cpu->gr[29 + i];
	if (stacked)
		nat = cpu->nat[28] || gateway_arguments_nat(cpu, 4);
	else
		nat = cpu->nat[28] || cpu->nat[29] || cpu->nat[30] ||
		      cpu->nat[31];
	if (nat)
		status = PAL_INVALID_ARGUMENT;
	else if (!p)
		status = PAL_UNIMPLEMENTED;
	else
		status = p->call(&call);
	if (call.restart)
		return FAULT_RAISED;
	/* Predicates 6 to 15 are scratch; the stub branches by these two. */
	cpu->pr &= ~(BIT64(6) | BIT64(7));
	cpu->pr |= stacked ? BIT64(6) : BIT64(7);
	return gateway_return(cpu, status, call.result[0], call.result[1],
			      call.result[2]);
}
