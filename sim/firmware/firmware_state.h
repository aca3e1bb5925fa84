/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Everything the firmware remembers between two calls.
 */
#ifndef SIM_FIRMWARE_FIRMWARE_STATE_H
#define SIM_FIRMWARE_FIRMWARE_STATE_H

#include "firmware/efi.h"
#include "firmware/firmware.h"
#include "machine/machine.h"

#define FIRMWARE_RAM_MAX 16

/* SAL_SET_VECTORS: one event's entry point, as the operating system gave it. */
struct sal_vector {
	u64 pa, gp, length_checksum;
};

enum {
	SAL_VECTOR_MCA,
	SAL_VECTOR_INIT_MONARCH,
	SAL_VECTOR_INIT_SLAVE,
	SAL_VECTOR_BOOT_RENDEZVOUS,
	SAL_VECTORS
};

/* SAL_MC_SET_PARAMS by type (1 rendezvous, 2 wake-up, 3 CPE). */
struct sal_mc_param {
	u64 mechanism, value, timeout, options;
};

enum {
	FIRMWARE_EVENT_NONE,
	FIRMWARE_EVENT_INIT,
	FIRMWARE_EVENT_MCA
};

struct firmware_cpu {
	u64 min_state; /* PAL_MC_REGISTER_MEM */
	u64 pmi_entry; /* PAL_PMI_ENTRYPOINT */
	u8 mc_expected; /* PAL_MC_EXPECTED */
	u8 event; /* FIRMWARE_EVENT_*: whose handler it is in */
	bool resumable; /* what the event interrupted had PSR.ic = 1 */
	struct event init, mca; /* on their way */
};

struct firmware {
	struct machine *machine;
	char *command_line;
	const void *initrd;
	u64 initrd_size;
	struct firmware_ram ram[FIRMWARE_RAM_MAX];
	unsigned int ram_count;
	bool fpswa;
	u64 rtc_start;

	struct sal_vector sal_vectors[SAL_VECTORS];
	struct sal_mc_param sal_mc_params[4];
	u64 sal_pal_address; /* SAL_REGISTER_PHYSICAL_ADDR */

	struct efi_state efi;

	const struct firmware_pci_ops *pci_ops;
	void *pci_host;

	unsigned int init_count; /* CPUs in INIT handlers */
	struct firmware_cpu cpus[MACHINE_MAX_CPUS];
};

/* AP wake-up vector of SAL's descriptor; an external interrupt 0x10..0xff. */
#define SAL_AP_WAKEUP_VECTOR 0xff

/* Frequency of the platform clock whose ratios PAL_FREQ_RATIOS gives. */
#define FIRMWARE_BASE_HZ 100000000ULL

/* events.c: make @cpu ready for INIT and machine checks. */
void events_prepare(struct cpu *cpu);

/* sal.c: write the SAL system table at @pa; returns its size. */
u64 sal_write_system_table(struct machine *m, u64 pa);

/* acpi_tables.c: write all tables; the RSDP's address, or 0 if out of room. */
u64 acpi_write_tables(struct firmware *fw);
/* hcdp.c: console table at @pa; its size. */
u64 hcdp_write_table(struct machine *m, u64 pa);

#endif
