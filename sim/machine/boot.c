// SPDX-License-Identifier: GPL-2.0
/*
 * Reads kernel and ramdisk and hands them to the loader and the firmware.
 */
#include "machine/boot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/firmware.h"
#include "machine/load_elf.h"
#include "machine/memory_map.h"
#include "sim/exit_codes.h"
#include "util/file.h"
#include "util/log.h"

#define ERROR_SIZE 512

static int load_kernel(struct machine *m, struct elf_image *image)
{
	char error[ERROR_SIZE];
	size_t length;
	void *data;
	bool ok;

	data = file_read(m->config.kernel, &length, error, sizeof(error));
	if (!data) {
		log_error("kernel: %s", error);
		return SIM_EXIT_IMAGE;
	}
	ok = elf_load(m->bus, data, length, FIRMWARE_BASE,
		      FIRMWARE_BASE + FIRMWARE_SIZE, image, error,
		      sizeof(error));
	free(data);
	if (ok)
		return 0;
	log_error("kernel '%s': %s", m->config.kernel, error);
	return SIM_EXIT_IMAGE;
}

static int load_initrd(struct machine *m, struct firmware_params *params,
		       void **data)
{
	char error[ERROR_SIZE];
	size_t length;

	*data = NULL;
	if (!m->config.initrd)
		return 0;
	*data = file_read(m->config.initrd, &length, error, sizeof(error));
	if (!*data) {
		log_error("initrd: %s", error);
		return SIM_EXIT_IMAGE;
	}
	if (length >= m->config.ram_bytes) {
		log_error("initrd '%s': %zu bytes do not fit into %llu of RAM",
			  m->config.initrd, length,
			  (unsigned long long)m->config.ram_bytes);
		return SIM_EXIT_IMAGE;
	}
	params->initrd = *data;
	params->initrd_size = length;
	return 0;
}

int machine_boot(struct machine *m)
{
	struct firmware_ram ram[2];
	struct firmware_params params = {
		.command_line = m->config.append,
		.ram = ram,
		.fpswa = !m->config.no_fpswa,
	};
	struct elf_image image;
	u64 low = m->config.ram_bytes;
	void *initrd = NULL;
	int status, err;

	if (low > MAP_LOW_RAM_MAX)
		low = MAP_LOW_RAM_MAX;
	ram[0].pa = MAP_LOW_RAM_BASE;
	ram[0].size = low - MAP_LOW_RAM_BASE;
	ram[1].pa = MAP_HIGH_RAM_BASE;
	ram[1].size = m->config.ram_bytes - low;
	params.ram_count = ram[1].size ? 2 : 1;

	status = load_kernel(m, &image);
	if (!status)
		status = load_initrd(m, &params, &initrd);
	if (status)
		goto out;
	err = firmware_create(m, &params);
	if (!err) {
		err = firmware_start(m, image.entry, image.start, image.end);
	} else {
		log_error("cannot build the firmware: %s", strerror(-err));
	}
	if (err)
		status = err == -ENOSPC ? SIM_EXIT_IMAGE : SIM_EXIT_HOST;
out:
	free(initrd);
	return status;
}

int machine_boot_bare(struct machine *m)
{
	struct elf_image image;
	int status = load_kernel(m, &image);

	if (status)
		return status;
	/* The others sleep there until somebody sends them an interrupt. */
	for (u32 i = 0; i < m->config.cpu_count; i++) {
		struct cpu *cpu = m->cpus[i];

		cpu->ip = image.entry;
		cpu->psr = PSR_BN | PSR_IC;
		cpu->cfm = (struct cfm){ 0 };
		if (i)
			machine_halt(cpu);
	}
	return 0;
}
