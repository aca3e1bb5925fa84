// SPDX-License-Identifier: GPL-2.0
/*
 * Building the firmware into a machine and starting a kernel with it.
 */
#include <stdlib.h>
#include <string.h>

#include "firmware/boot.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"

/* 2026-01-01 00:00:00 UTC */
#define RTC_DEFAULT 1767225600ULL
#define EFI_UNSPECIFIED_TIMEZONE 0x7ff

static const struct efi_guid guid_global_variable = {
	0x8be4df61,
	0x93ca,
	0x11d2,
	{ 0xaa, 0x0d, 0x00, 0xe0, 0x98, 0x03, 0x2b, 0x8c }
};

/* RAM on both sides of the ROM. */
static int add_memory(struct bus *bus)
{
	const u64 end = FW_CODE_BASE + FW_CODE_SIZE;
	int err;

	err = bus_add_ram(bus, FIRMWARE_BASE, FW_PAL_BASE - FIRMWARE_BASE, 0);
	if (!err)
		err = gateway_create_rom(bus);
	if (!err)
		err = bus_add_ram(bus, end, FIRMWARE_BASE + FIRMWARE_SIZE - end,
				  0);
	return err;
}

static int create_variables(struct firmware *fw)
{
	/* Device path of a UART: 115200 8N1, then the end of the path. */
	static const u8 console[] = { 0x03, 0x0e, 19,	0,    0,    0, 0, 0,
				      0x00, 0xc2, 0x01, 0,    0,    0, 0, 0,
				      8,    1,	  1,	0x7f, 0xff, 4, 0 };

	/* Non-volatile, for boot services and run time. */
	return efi_variable_set(fw, "ConOut", &guid_global_variable, 7, console,
				sizeof(console));
}

int firmware_create(struct machine *m, const struct firmware_params *params)
{
	const char *line = params->command_line ? params->command_line : "";
	struct firmware *fw;
	int err;

	if (params->ram_count > FIRMWARE_RAM_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < params->ram_count; i++) {
		u64 before = FIRMWARE_BASE + FIRMWARE_SIZE;

		if (i)
			before =
				params->ram[i - 1].pa + params->ram[i - 1].size;
		if (params->ram[i].pa < before || params->ram[i].pa % 4096)
			return -EINVAL;
	}
	fw = calloc(1, sizeof(*fw));
	if (!fw)
		return -ENOMEM;
	fw->machine = m;
	fw->command_line = strdup(line);
	fw->initrd = params->initrd;
	fw->initrd_size = params->initrd ? params->initrd_size : 0;
	if (params->ram_count)
		memcpy(fw->ram, params->ram,
		       params->ram_count * sizeof(fw->ram[0]));
	fw->ram_count = params->ram_count;
	fw->fpswa = params->fpswa;
	fw->rtc_start = params->rtc_start ? params->rtc_start : RTC_DEFAULT;
	fw->efi.time_zone = EFI_UNSPECIFIED_TIMEZONE;
	m->firmware = fw;
	err = fw->command_line ? add_memory(m->bus) : -ENOMEM;
	if (!err)
		err = create_variables(fw);
	if (err) {
		firmware_destroy(m);
		return err;
	}
	return 0;
}

void firmware_destroy(struct machine *m)
{
	struct firmware *fw = m->firmware;

	if (!fw)
		return;
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		event_cancel(&m->events, &fw->cpus[i].init);
		event_cancel(&m->events, &fw->cpus[i].mca);
	}
	efi_variables_free(fw);
	free(fw->command_line);
	free(fw);
	m->firmware = NULL;
}

int firmware_start(struct machine *m, u64 entry, u64 image_start, u64 image_end)
{
	struct firmware *fw = m->firmware;
	int err;

	/* Also after a reset: nothing of the last run may remain. */
	memset(fw->sal_vectors, 0, sizeof(fw->sal_vectors));
	memset(fw->sal_mc_params, 0, sizeof(fw->sal_mc_params));
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		event_cancel(&m->events, &fw->cpus[i].init);
		event_cancel(&m->events, &fw->cpus[i].mca);
		fw->cpus[i] = (struct firmware_cpu){ 0 };
		events_prepare(m->cpus[i]);
	}
	fw->init_count = 0;
	fw->efi.virtual_mode = false;
	efi_write_tables(fw);
	err = boot_write_parameters(fw, image_start, image_end);
	if (err)
		return err;
	boot_enter_kernel(m->cpus[0], entry);
	for (u32 i = 1; i < m->config.cpu_count; i++)
		boot_enter_rendezvous(m->cpus[i]);
	return 0;
}

void firmware_set_pci(struct machine *m, const struct firmware_pci_ops *ops,
		      void *host)
{
	m->firmware->pci_ops = ops;
	m->firmware->pci_host = host;
}
