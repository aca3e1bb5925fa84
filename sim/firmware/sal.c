// SPDX-License-Identifier: GPL-2.0
/*
 * SAL: system table, procedures, and the rendezvous in which application
 * processors wait for the operating system.
 *
 * No machine check or INIT is ever raised by the machine, so that error
 * records never exist; handlers are registered and kept.
 * SAL specification 3.2: chapters 3 (tables), 8 (calling), 9 (procedures).
 */
#include <string.h>

#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "firmware/pal.h"
#include "firmware/sal.h"
#include "machine/machine.h"

struct sal_call {
	struct cpu *cpu;
	struct firmware *fw;
	u64 arg[7];
	u64 result[3];
};

static bool good_code_address(u64 pa)
{
	return (pa & 15) == 0 && (pa & ~BIT64(63)) >> PAL_PHYSICAL_BITS == 0;
}

static s64 sal_set_vectors(struct sal_call *call)
{
	struct sal_vector *v = call->fw->sal_vectors;
	struct sal_vector first = { call->arg[1], call->arg[2], call->arg[3] };
	struct sal_vector second = { call->arg[4], call->arg[5], call->arg[6] };

	if (!good_code_address(first.pa))
		return SAL_INVALID_ARGUMENT;
	switch (call->arg[0]) {
	case 0:
		v[SAL_VECTOR_MCA] = first;
		return SAL_SUCCESS;
	case 1:
		if (!good_code_address(second.pa))
			return SAL_INVALID_ARGUMENT;
		v[SAL_VECTOR_INIT_MONARCH] = first;
		v[SAL_VECTOR_INIT_SLAVE] = second;
		return SAL_SUCCESS;
	case 2:
		v[SAL_VECTOR_BOOT_RENDEZVOUS] = first;
		return SAL_SUCCESS;
	}
	return SAL_INVALID_ARGUMENT;
}

/* Error record types: 0 MCA, 1 INIT, 2 CMC, 3 CPE. */
static s64 sal_get_state_info(struct sal_call *call)
{
	return call->arg[0] > 3 ? SAL_INVALID_ARGUMENT : SAL_NO_INFORMATION;
}

static s64 sal_get_state_info_size(struct sal_call *call)
{
	if (call->arg[0] > 3)
		return SAL_INVALID_ARGUMENT;
	call->result[0] = SAL_ERROR_RECORD_BYTES;
	return SAL_SUCCESS;
}

static s64 sal_clear_state_info(struct sal_call *call)
{
	return call->arg[0] > 3 ? SAL_INVALID_ARGUMENT : SAL_SUCCESS;
}

static s64 sal_mc_rendez(struct sal_call *call)
{
	/* Legal while a monarch handles a machine check; there is none. */
	(void)call;
	return SAL_ERROR;
}

static s64 sal_mc_set_params(struct sal_call *call)
{
	u64 type = call->arg[0], mechanism = call->arg[1], value = call->arg[2];

	/* 1 rendezvous interrupt, 2 wake-up, 3 corrected platform errors. */
	if (type < 1 || type > 3 || mechanism < 1 || mechanism > 2)
		return SAL_INVALID_ARGUMENT;
	if (mechanism == 1 && (value < 0x10 || value > 0xff))
		return SAL_INVALID_ARGUMENT;
	/* Only the wake-up may be a memory variable. */
	if (mechanism == 2 && (type != 2 || (value & 7)))
		return SAL_INVALID_ARGUMENT;
	call->fw->sal_mc_params[type] = (struct sal_mc_param){ mechanism, value,
							       call->arg[3],
							       call->arg[4] };
	return SAL_SUCCESS;
}

static s64 sal_register_physical_addr(struct sal_call *call)
{
	if (call->arg[0] != 0 || !good_code_address(call->arg[1]))
		return SAL_INVALID_ARGUMENT;
	call->fw->sal_pal_address = call->arg[1];
	return SAL_SUCCESS;
}

static s64 sal_cache_flush(struct sal_call *call)
{
	if (call->arg[0] < 1 || call->arg[0] > 4)
		return SAL_INVALID_ARGUMENT;
	engine_invalidate_all(call->cpu->machine);
	return SAL_SUCCESS;
}

static s64 sal_cache_init(struct sal_call *call)
{
	(void)call;
	return SAL_SUCCESS;
}

/*
 * Configuration address type 0: segment 31:24, bus 23:16, device and function
 * 15:8, register 7:0; type 1: segment 43:28, bus 27:20, devfn 19:12, register
 * 11:0.  SAL specification, SAL_PCI_CONFIG_READ.
 */
static bool pci_address(u64 address, u64 size, u64 type, u32 *segment, u32 *bdf,
			u32 *offset)
{
	if (type > 1 || (size != 1 && size != 2 && size != 4) ||
	    address & (size - 1))
		return false;
	if (address >> (type ? 44 : 32))
		return false;
	*segment = type ? bits(address, 28, 16) : bits(address, 24, 8);
	*bdf = type ? bits(address, 12, 16) : bits(address, 8, 16);
	*offset = type ? bits(address, 0, 12) : bits(address, 0, 8);
	return true;
}

static s64 sal_pci_config_read(struct sal_call *call)
{
	u32 segment, bdf, offset;
	u64 size = call->arg[1];

	if (!pci_address(call->arg[0], size, call->arg[2], &segment, &bdf,
			 &offset))
		return SAL_INVALID_ARGUMENT;
	call->result[0] = MASK64(8 * size);
	if (call->fw->pci_ops)
		call->result[0] &= call->fw->pci_ops->read(
			call->fw->pci_host, segment, bdf, offset, size);
	return SAL_SUCCESS;
}

static s64 sal_pci_config_write(struct sal_call *call)
{
	u32 segment, bdf, offset;
	u64 size = call->arg[1];

	if (!pci_address(call->arg[0], size, call->arg[3], &segment, &bdf,
			 &offset))
		return SAL_INVALID_ARGUMENT;
	if (call->fw->pci_ops)
		call->fw->pci_ops->write(call->fw->pci_host, segment, bdf,
					 offset, size,
					 call->arg[2] & MASK64(8 * size));
	return SAL_SUCCESS;
}

static s64 sal_freq_base(struct sal_call *call)
{
	/* 0 platform, 1 input of the interval timer, 2 real-time clock. */
	if (call->arg[0] > 2)
		return SAL_INVALID_ARGUMENT;
	if (call->arg[0] == 2)
		return SAL_UNIMPLEMENTED;
	call->result[0] = FIRMWARE_BASE_HZ;
	call->result[1] = 0; /* drift in ppm: one time base for everything */
	return SAL_SUCCESS;
}

static s64 sal_physical_id_info(struct sal_call *call)
{
	call->result[0] = call->cpu->id; /* a package per CPU */
	return SAL_SUCCESS;
}

static const struct sal_procedure {
	u64 index;
	s64 (*call)(struct sal_call *call);
} procedures[] = {
	{ 0x01000000, sal_set_vectors },
	{ 0x01000001, sal_get_state_info },
	{ 0x01000002, sal_get_state_info_size },
	{ 0x01000003, sal_clear_state_info },
	{ 0x01000004, sal_mc_rendez },
	{ 0x01000005, sal_mc_set_params },
	{ 0x01000006, sal_register_physical_addr },
	{ 0x01000008, sal_cache_flush },
	{ 0x01000009, sal_cache_init },
	{ 0x01000010, sal_pci_config_read },
	{ 0x01000011, sal_pci_config_write },
	{ 0x01000012, sal_freq_base },
	{ 0x01000013, sal_physical_id_info },
};

int sal_proc(struct cpu *cpu)
{
	struct sal_call call = { .cpu = cpu, .fw = cpu->machine->firmware };
	const u64 index = gateway_argument(cpu, 0);
	s64 status = SAL_UNIMPLEMENTED;

	for (unsigned int i = 0; i < ARRAY_SIZE(call.arg); i++)
		call.arg[i] = gateway_argument(cpu, i + 1);
	if (gateway_arguments_nat(cpu, 8)) {
		status = SAL_INVALID_ARGUMENT;
	} else {
		for (unsigned int i = 0; i < ARRAY_SIZE(procedures); i++)
			if (procedures[i].index == index)
				status = procedures[i].call(&call);
	}
	return gateway_return(cpu, status, call.result[0], call.result[1],
			      call.result[2]);
}

/*
 * An application processor waits here for the wake-up vector and then calls
 * the address of SAL_SET_VECTORS type 2.  The stub calls through b6 if p6 is
 * set, else goes round; a return from the operating system comes here again.
 */
int sal_rendezvous(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	const struct sal_vector *v =
		&fw->sal_vectors[SAL_VECTOR_BOOT_RENDEZVOUS];
	bool woken = false;

	while (!woken && lsapic_pending(cpu) >= 0) {
		u64 vector = lsapic_read_ivr(cpu);

		lsapic_write_eoi(cpu);
		/* A wake-up before there is an address to go to is lost. */
		woken = vector == SAL_AP_WAKEUP_VECTOR && v->pa;
	}
	cpu->pr &= ~BIT64(6);
	if (!woken) {
		gateway_sleep(cpu);
		return FAULT_NONE;
	}
	cpu->pr |= BIT64(6);
	cpu->br[6] = v->pa;
	cpu->gr[1] = v->gp;
	cpu->nat[1] = 0;
	return FAULT_NONE;
}

/* Platform management belongs to SAL, and this platform has none to do. */
void firmware_pmi_event(struct cpu *cpu, unsigned int vector)
{
	(void)cpu;
	(void)vector;
}

/* Layouts: SAL specification, 3.2.5 to 3.2.11. */
struct sal_table {
	char signature[4];
	u32 size;
	u8 revision_minor, revision_major; /* BCD */
	u16 entry_count;
	u8 checksum;
	u8 reserved1[7];
	u8 a_minor, a_major, b_minor, b_major;
	char oem[32], product[32];
	u8 reserved2[8];
};

struct sal_entry_point {
	u8 type, reserved1[7];
	u64 pal_proc, sal_proc, gp;
	u8 reserved2[16];
};

struct sal_platform_features {
	u8 type, features, reserved[14];
};

struct sal_translation_register {
	u8 type, data, number, reserved1[5];
	u64 va, page_shift;
	u8 reserved2[8];
};

struct sal_ap_wakeup {
	u8 type, mechanism, reserved[6];
	u64 vector;
};

struct sal_system_table {
	struct sal_table table;
	struct sal_entry_point entry;
	struct sal_platform_features features;
	struct sal_translation_register tr;
	struct sal_ap_wakeup wakeup;
};

_Static_assert(sizeof(struct sal_table) == 96, "SAL system table header");
_Static_assert(sizeof(struct sal_entry_point) == 48, "SAL descriptor 0");
_Static_assert(sizeof(struct sal_platform_features) == 16, "SAL descriptor 2");
_Static_assert(sizeof(struct sal_translation_register) == 32,
	       "SAL descriptor 3");
_Static_assert(sizeof(struct sal_ap_wakeup) == 16, "SAL descriptor 5");
_Static_assert(sizeof(struct sal_system_table) == 96 + 48 + 16 + 32 + 16,
	       "no padding between descriptors");

u64 sal_write_system_table(struct machine *m, u64 pa)
{
	struct sal_system_table t = {
		.table =
			{
				.signature = "SST_",
				.size = sizeof(t),
				.revision_major = 0x03,
				.revision_minor = 0x20,
				.entry_count = 4,
				.a_major = 0x01,
				.b_major = 0x01,
				.oem = "ia64-sim",
				.product = "simulated Itanium 2 machine",
			},
		.entry =
			{
				.type = 0,
				.pal_proc = GATEWAY_PAL_PROC,
				.sal_proc = GATEWAY_SAL_PROC,
				.gp = FW_DATA_BASE,
			},
		.features = {.type = 2},
		/* What the boot processor has when the kernel is entered. */
		.tr =
			{
				.type = 3,
				.number = SAL_BOOT_ITR,
				.va = 0,
				.page_shift = SAL_BOOT_ITR_SHIFT,
			},
		.wakeup = {.type = 5, .vector = SAL_AP_WAKEUP_VECTOR},
	};
	const u8 *p = (const u8 *)&t;
	u8 sum = 0;

	for (unsigned int i = 0; i < sizeof(t); i++)
		sum += p[i];
	t.table.checksum = -sum;
	bus_copy_to(m->bus, pa, &t, sizeof(t));
	return sizeof(t);
}
