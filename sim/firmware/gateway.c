// SPDX-License-Identifier: GPL-2.0
/*
 * The firmware's ROM and the way from its stubs to host functions and back.
 *
 * No instruction is special: a stub is one or two ordinary bundles, and the
 * machine calls firmware_gateway() before it executes a bundle of these pages.
 * SDM vol 2, 11.10 (PAL procedures); vol 3, 4.5 (branch formats).
 */
#include "firmware/gateway.h"

#include <string.h>

#include "bus/bus.h"
#include "firmware/firmware_state.h"
#include "machine/machine.h"
#include "mmu/mmu.h"
#include "sim/exit_codes.h"
#include "util/log.h"

/* Templates, with a stop at the end of the bundle; SDM vol 3, table 4-18. */
#define TEMPLATE_MIB_STOP 0x11
#define TEMPLATE_BBB_STOP 0x17

/* SDM vol 3, 4.4.9, 4.3.11, 4.5.5: nop.m 0, nop.i 0, nop.b 0. */
#define NOP_M (1ULL << 27)
#define NOP_I (1ULL << 27)
#define NOP_B (2ULL << 37)
/* B4: br.ret.sptk.many b0, br.cond.sptk.many b0. */
#define BR_RET_B0 (0x21ULL << 27 | 1ULL << 12 | 4ULL << 6)
#define BR_COND_B0 (0x20ULL << 27 | 1ULL << 12)
/* B5: br.call.sptk.many b0=b6. */
#define BR_CALL_B0_B6 (1ULL << 37 | 1ULL << 32 | 6ULL << 13 | 1ULL << 12)
/* B8: rfi. */
#define RFI (0x08ULL << 27)
/* B1: br.cond.sptk.many to @bundles from here, -1 or 0. */
#define BR_COND_SELF (4ULL << 37 | 1ULL << 12)
#define BR_COND_BACK (4ULL << 37 | 1ULL << 36 | 0xfffffULL << 13 | 1ULL << 12)
#define QP(n) ((u64)(n))

#define P6 BIT64(6)
#define P7 BIT64(7)

struct stub {
	u8 template;
	u64 slot[3];
};

static const struct stub stub_return = { TEMPLATE_MIB_STOP,
					 { NOP_M, NOP_I, BR_RET_B0 } };
static const struct stub stub_self = { TEMPLATE_MIB_STOP,
				       { NOP_M, NOP_I, BR_COND_SELF } };
static const struct stub stub_back = { TEMPLATE_MIB_STOP,
				       { NOP_M, NOP_I, BR_COND_BACK } };
static const struct stub stub_call = {
	TEMPLATE_MIB_STOP, { NOP_M, NOP_I, BR_CALL_B0_B6 | QP(6) }
};
static const struct stub stub_rfi = { TEMPLATE_MIB_STOP,
				      { NOP_M, NOP_I, RFI } };
/* One entry for both conventions: the host function sets p6 or p7. */
static const struct stub stub_pal = {
	TEMPLATE_BBB_STOP, { BR_RET_B0 | QP(6), BR_COND_B0 | QP(7), NOP_B }
};

static void write_stub(u8 *rom, const struct stub *stub)
{
	u64 low, high;

	low = stub->template | stub->slot[0] << 5 | stub->slot[1] << 46;
	high = stub->slot[1] >> 18 | stub->slot[2] << 23;
	memcpy(rom, &low, 8);
	memcpy(rom + 8, &high, 8);
}

int gateway_create_rom(struct bus *bus)
{
	static const struct {
		u64 pa;
		const struct stub *stub;
	} entries[] = {
#define ENTRY(name, base, offset, stub, handler) { GATEWAY_##name, &stub },
#include "firmware/entries.def"
#undef ENTRY
	};
	const u64 size = FW_PAL_SIZE + FW_CODE_SIZE;
	u8 *rom;
	int err;

	err = bus_add_ram(bus, FW_PAL_BASE, size,
			  BUS_RAM_ROM | BUS_RAM_GATEWAY);
	if (err)
		return err;
	rom = bus_ram(bus, FW_PAL_BASE, size);
	for (unsigned int i = 0; i < ARRAY_SIZE(entries); i++)
		write_stub(rom + (entries[i].pa - FW_PAL_BASE),
			   entries[i].stub);
	/* Every vector: stop here, loudly. */
	for (u64 offset = 0; offset < 0x8000; offset += 0x100)
		write_stub(rom + FW_IVT_OFFSET + offset, &stub_self);
	return 0;
}

u64 gateway_argument(const struct cpu *cpu, unsigned int n)
{
	return n < cpu->cfm.sof ? cpu->gr[cpu_gr_index(&cpu->cfm, 32 + n)] : 0;
}

bool gateway_arguments_nat(const struct cpu *cpu, unsigned int count)
{
	for (unsigned int n = 0; n < count && n < cpu->cfm.sof; n++)
		if (cpu->nat[cpu_gr_index(&cpu->cfm, 32 + n)])
			return true;
	return false;
}

int gateway_return(struct cpu *cpu, u64 r8, u64 r9, u64 r10, u64 r11)
{
	cpu->gr[8] = r8;
	cpu->gr[9] = r9;
	cpu->gr[10] = r10;
	cpu->gr[11] = r11;
	memset(&cpu->nat[8], 0, 4);
	return FAULT_NONE;
}

void gateway_sleep(struct cpu *cpu)
{
	if (lsapic_pending(cpu) < 0)
		machine_halt(cpu);
}

int gateway_nothing(struct cpu *cpu)
{
	(void)cpu;
	return FAULT_NONE;
}

/* PAL_SHUTDOWN and its like: no way out but a reset. */
int gateway_park(struct cpu *cpu)
{
	machine_halt(cpu);
	return FAULT_NONE;
}

int gateway_os_returned(struct cpu *cpu)
{
	if (!cpu->machine->stopping)
		log_error("CPU %u: the kernel returned to the firmware",
			  cpu->id);
	machine_stop(cpu->machine, SIM_EXIT_HANG);
	return FAULT_NONE;
}

/* An interruption before the operating system set CR.IVA. */
static int unexpected_interruption(struct cpu *cpu, u64 pa)
{
	u16 vector = pa - FW_PAL_BASE - FW_IVT_OFFSET;

	if (!cpu->machine->stopping)
		log_error("CPU %u: %s interruption in the firmware's vectors "
			  "(the kernel set no CR.IVA): iip 0x%llx ipsr 0x%llx "
			  "isr 0x%llx ifa 0x%llx",
			  cpu->id, vector_name(vector),
			  (unsigned long long)cpu->cr_iip,
			  (unsigned long long)cpu->cr_ipsr,
			  (unsigned long long)cpu->cr_isr,
			  (unsigned long long)cpu->cr_ifa);
	machine_stop(cpu->machine, SIM_EXIT_HANG);
	return FAULT_NONE;
}

static bool is_vector(u64 pa)
{
	return pa - (FW_PAL_BASE + FW_IVT_OFFSET) < 0x8000 && pa % 0x100 == 0;
}

int firmware_gateway(struct cpu *cpu, u64 pa)
{
	int (*handler)(struct cpu * cpu);

	switch (pa) {
#define ENTRY(name, base, offset, stub, function)                              \
	case GATEWAY_##name:                                                   \
		handler = function;                                            \
		break;
#include "firmware/entries.def"
#undef ENTRY
	default:
		if (is_vector(pa))
			return unexpected_interruption(cpu, pa);
		/* Not an entry: the zeros there are a break.m 0. */
		return FAULT_NONE;
	}
	/* The procedures' code is privileged from its first instruction. */
	if (cpu_cpl(cpu) != 0)
		return fault_privileged_operation(cpu, false, 0);
	cpu->stats.firmware_calls++;
	return handler(cpu);
}

int guest_map(struct cpu *cpu, u64 address, u64 size, bool write,
	      struct guest_buffer *buffer)
{
	struct bus *bus = cpu->machine->bus;
	u64 done = 0;

	buffer->size = size;
	buffer->run_count = 0;
	if (size > GUEST_BUFFER_MAX)
		return -E2BIG;
	if (size && address + size - 1 < address)
		return -EFAULT;
	while (done < size) {
		unsigned int n = buffer->run_count;
		struct mmu_result res;
		u64 run, page;

		if (mmu_translate(cpu, address + done,
				  write ? MMU_WRITE : MMU_READ, cpu_cpl(cpu), 0,
				  &res))
			return FAULT_RAISED;
		page = BIT64(res.ps);
		run = page - (res.pa & (page - 1));
		if (run > size - done)
			run = size - done;
		if (!bus_ram(bus, res.pa, run) ||
		    (write && (bus_ram_flags(bus, res.pa) & BUS_RAM_ROM)))
			return -EFAULT;
		done += run;
		if (n && buffer->runs[n - 1].pa + buffer->runs[n - 1].size ==
				 res.pa) {
			buffer->runs[n - 1].size += run;
			continue;
		}
		buffer->runs[n].pa = res.pa;
		buffer->runs[n].size = run;
		buffer->run_count++;
	}
	return 0;
}

static void guest_copy(struct cpu *cpu, const struct guest_buffer *buffer,
		       u64 offset, u8 *to, const u8 *from, u64 size)
{
	struct bus *bus = cpu->machine->bus;

	for (unsigned int i = 0; i < buffer->run_count && size; i++) {
		u64 pa = buffer->runs[i].pa + offset, n;

		if (offset >= buffer->runs[i].size) {
			offset -= buffer->runs[i].size;
			continue;
		}
		n = buffer->runs[i].size - offset;
		if (n > size)
			n = size;
		if (to) {
			bus_copy_from(bus, pa, to, n);
			to += n;
		} else {
			bus_copy_to(bus, pa, from, n);
			from += n;
		}
		size -= n;
		offset = 0;
	}
}

void guest_read(struct cpu *cpu, const struct guest_buffer *buffer, u64 offset,
		void *to, u64 size)
{
	guest_copy(cpu, buffer, offset, to, NULL, size);
}

void guest_write(struct cpu *cpu, const struct guest_buffer *buffer, u64 offset,
		 const void *from, u64 size)
{
	guest_copy(cpu, buffer, offset, NULL, from, size);
}
