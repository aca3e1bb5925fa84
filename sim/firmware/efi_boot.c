// SPDX-License-Identifier: GPL-2.0
/*
 * What an EFI boot loader leaves to a kernel: the memory map, the hand-over
 * block with command line and initrd, and the registers of the CPUs.
 *
 * The map covers the firmware's 16 MiB, RAM and the devices that a kernel may
 * not take for memory.  Rules kernels rely on: descriptors are sorted and do
 * not overlap; there is one EfiPalCode descriptor, smaller than a 16 MiB
 * granule; what the loader used is EfiLoaderData.
 * UEFI, 7.2 (GetMemoryMap); SDM vol 2, 11.1 and SAL specification, 3.3 (state).
 */
#include <string.h>

#include "firmware/boot.h"
#include "firmware/firmware_state.h"
#include "firmware/gateway.h"
#include "firmware/sal.h"
#include "mmu/mmu.h"
#include "util/log.h"

#define RAM_ATTRIBUTES (EFI_MEMORY_WB | EFI_MEMORY_UC)

/* The Linux/ia64 hand-over block, addressed by r28; all addresses physical. */
struct boot_param {
	u64 command_line, efi_systab, efi_memmap, efi_memmap_size,
		efi_memdesc_size;
	u32 efi_memdesc_version;
	u16 columns, rows, origin_x, origin_y;
	u64 fpswa, initrd_start, initrd_size;
};

_Static_assert(sizeof(struct boot_param) == 80, "Linux/ia64 boot protocol");

static int add(struct efi_state *efi, u32 type, u64 attribute, u64 start,
	       u64 end)
{
	struct efi_memory_descriptor *last = NULL;

	if (start >= end)
		return 0;
	if (efi->memmap_count)
		last = &efi->memmap[efi->memmap_count - 1];
	if (last && last->type == type && last->attribute == attribute &&
	    last->pa + last->page_count * EFI_PAGE_SIZE == start) {
		last->page_count += (end - start) / EFI_PAGE_SIZE;
		return 0;
	}
	if (efi->memmap_count == EFI_MEMMAP_MAX)
		return -ENOSPC;
	efi->memmap[efi->memmap_count++] = (struct efi_memory_descriptor){
		.type = type,
		.pa = start,
		.page_count = (end - start) / EFI_PAGE_SIZE,
		.attribute = attribute,
	};
	return 0;
}

/* RAM [@start, @end), less what the loader used. */
static int add_ram(struct efi_state *efi, u64 start, u64 end,
		   const struct efi_span *used, unsigned int count)
{
	int err = 0;

	while (start < end && !err) {
		const struct efi_span *next = NULL;
		u64 from, to;

		for (unsigned int i = 0; i < count; i++)
			if (used[i].end > start && used[i].start < end &&
			    (!next || used[i].start < next->start))
				next = &used[i];
		from = next ? next->start & ~(EFI_PAGE_SIZE - 1) : end;
		to = next ? (next->end + EFI_PAGE_SIZE - 1) &
				     ~(EFI_PAGE_SIZE - 1) :
			    end;
		if (from < start)
			from = start;
		if (to > end)
			to = end;
		err = add(efi, EFI_CONVENTIONAL_MEMORY, RAM_ATTRIBUTES, start,
			  from);
		if (!err)
			err = add(efi, EFI_LOADER_DATA, RAM_ATTRIBUTES, from,
				  to);
		start = to;
	}
	return err;
}

static const struct {
	u64 base, size;
	u32 type;
	bool runtime;
} firmware_areas[] = {
	{ FW_LOW_BASE, FW_LOW_SIZE, EFI_RESERVED_MEMORY, false },
	{ FW_PAL_BASE, FW_PAL_SIZE, EFI_PAL_CODE, true },
	{ FW_CODE_BASE, FW_CODE_SIZE, EFI_RUNTIME_CODE, true },
	{ FW_DATA_BASE, FW_DATA_SIZE + FW_STACK_SIZE, EFI_RUNTIME_DATA, true },
	{ FW_ACPI_BASE, FW_ACPI_SIZE, EFI_ACPI_RECLAIM, false },
	{ FW_NVS_BASE, FW_NVS_SIZE, EFI_ACPI_NVS, false },
	{ FW_BOOT_BASE, FW_BOOT_SIZE, EFI_LOADER_DATA, false },
};

_Static_assert(FW_STACK_BASE == FW_DATA_BASE + FW_DATA_SIZE,
	       "one descriptor for run-time data");

/* Address space that is not memory, by address; both above all low RAM. */
static const struct {
	u64 base, size;
	u32 type;
} device_areas[] = {
	{ MAP_IOSAPIC_BASE, MAP_IOSAPIC_SIZE, EFI_MMIO },
	{ MAP_UART_BASE, MAP_UART_SIZE, EFI_MMIO },
	{ MAP_IPI_BASE, MAP_IPI_SIZE, EFI_MMIO },
	{ MAP_IO_PORT_BASE, MAP_IO_PORT_SIZE, EFI_MMIO_PORTS },
};

static int add_devices(struct efi_state *efi, u64 from, u64 to)
{
	int err = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(device_areas) && !err; i++) {
		u64 base = device_areas[i].base;

		if (base >= from && base < to)
			err = add(efi, device_areas[i].type, EFI_MEMORY_UC,
				  base, base + device_areas[i].size);
	}
	return err;
}

int efi_build_memory_map(struct firmware *fw, const struct efi_span *used,
			 unsigned int used_count)
{
	struct efi_state *efi = &fw->efi;
	u64 at = FIRMWARE_BASE;
	int err = 0;

	efi->memmap_count = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(firmware_areas) && !err; i++) {
		u64 base = firmware_areas[i].base;
		u64 attribute = RAM_ATTRIBUTES;

		if (firmware_areas[i].runtime)
			attribute = EFI_MEMORY_WB | EFI_MEMORY_RUNTIME;
		err = add_ram(efi, at, base, used, used_count);
		if (!err)
			err = add(efi, firmware_areas[i].type, attribute, base,
				  base + firmware_areas[i].size);
		at = base + firmware_areas[i].size;
	}
	if (!err)
		err = add_ram(efi, at, FIRMWARE_BASE + FIRMWARE_SIZE, used,
			      used_count);
	at = FIRMWARE_BASE + FIRMWARE_SIZE;
	for (unsigned int i = 0; i < fw->ram_count && !err; i++) {
		u64 base = fw->ram[i].pa;

		err = add_devices(efi, at, base);
		at = base + (fw->ram[i].size & ~(EFI_PAGE_SIZE - 1));
		if (!err)
			err = add_ram(efi, base, at, used, used_count);
	}
	if (!err)
		err = add_devices(efi, at, ~0ULL);
	return err;
}

/* Is [@start, @start + @size) inside one range of RAM? */
static bool in_ram(const struct firmware *fw, u64 start, u64 size)
{
	for (unsigned int i = 0; i < fw->ram_count; i++)
		if (start >= fw->ram[i].pa && size <= fw->ram[i].size &&
		    start - fw->ram[i].pa <= fw->ram[i].size - size)
			return true;
	return false;
}

/*
 * Behind the kernel if it fits, so that mem= keeps it; else at the start of
 * the first range with room.  0: nowhere.
 */
static u64 place_initrd(const struct firmware *fw, u64 image_end)
{
	const u64 align = 0x100000;
	u64 at = (image_end + align - 1) & ~(align - 1);

	if (in_ram(fw, at, fw->initrd_size))
		return at;
	for (unsigned int i = 0; i < fw->ram_count; i++) {
		at = (fw->ram[i].pa + align - 1) & ~(align - 1);
		if (at < image_end &&
		    fw->ram[i].pa + fw->ram[i].size >= image_end)
			continue; /* the kernel's own range: tried above */
		if (in_ram(fw, at, fw->initrd_size))
			return at;
	}
	return 0;
}

int boot_write_parameters(struct firmware *fw, u64 image_start, u64 image_end)
{
	struct bus *bus = fw->machine->bus;
	struct efi_span used[2] = { { image_start, image_end } };
	u64 length = strlen(fw->command_line);
	u64 memmap_bytes;
	struct boot_param p = {
		.command_line = FW_BOOT_COMMAND_LINE,
		.efi_systab = FW_DATA_BASE,
		.efi_memmap = FW_BOOT_MEMMAP,
		.efi_memdesc_size = sizeof(fw->efi.memmap[0]),
		.efi_memdesc_version = EFI_MEMORY_DESCRIPTOR_VERSION,
		.columns = 80,
		.rows = 25,
		.fpswa = efi_fpswa_interface(fw),
	};
	unsigned int spans = 1;

	if (length >= FW_BOOT_COMMAND_LINE_SIZE) {
		log_error("kernel command line: %llu bytes, at most %llu fit",
			  (unsigned long long)length,
			  FW_BOOT_COMMAND_LINE_SIZE - 1);
		return -ENOSPC;
	}
	if (fw->initrd_size) {
		u64 at = place_initrd(fw, image_end);

		if (!at) {
			log_error("initrd: %llu bytes do not fit in memory "
				  "beside the kernel",
				  (unsigned long long)fw->initrd_size);
			return -ENOSPC;
		}
		bus_copy_to(bus, at, fw->initrd, fw->initrd_size);
		p.initrd_start = at;
		p.initrd_size = fw->initrd_size;
		used[spans++] = (struct efi_span){ at, at + fw->initrd_size };
	}
	if (efi_build_memory_map(fw, used, spans)) {
		log_error("memory map: more than %d descriptors",
			  EFI_MEMMAP_MAX);
		return -ENOSPC;
	}
	memmap_bytes = fw->efi.memmap_count * sizeof(fw->efi.memmap[0]);
	p.efi_memmap_size = memmap_bytes;
	bus_copy_to(bus, FW_BOOT_MEMMAP, fw->efi.memmap, memmap_bytes);
	bus_copy_to(bus, FW_BOOT_COMMAND_LINE, fw->command_line, length + 1);
	bus_copy_to(bus, FW_BOOT_PARAM, &p, sizeof(p));
	return 0;
}

_Static_assert(EFI_MEMMAP_MAX * sizeof(struct efi_memory_descriptor) <=
		       FW_BOOT_MEMMAP_SIZE,
	       "the memory map has room");

/* Registers that SAL has set up on every CPU; SAL specification, 3.3. */
static void sal_cpu_state(struct cpu *cpu)
{
	u64 stack = FW_STACK_BASE + cpu->id * FW_STACK_BYTES;

	cpu->cr_lid = (u64)cpu->id << 24;
	lsapic_write_tpr(cpu, 0);
	cpu->cr_dcr = DCR_LC;
	cpu->cr_pta = 15 << 2; /* the smallest table; walker off */
	cpu->cr_iva = FW_PAL_BASE + FW_IVT_OFFSET;
	/* Region n: 4 KiB pages, no walker, RID 0x1000 + n. */
	for (unsigned int n = 0; n < 8; n++)
		cpu->rr[n] = 0x100000 + n * 0x100 + (12 << 2);
	cpu->ar_fpsr = 0x9804c8a70033fULL;
	cpu->ar_rsc = 0;
	cpu->rse.bsp = stack;
	cpu->rse.bspstore = stack;
	cpu->gr[12] = stack + FW_STACK_BYTES - 16;
	cpu->cfm = (struct cfm){ 0 };
	cpu->ar_pfs = 0;
	/* P, A, D, WB; access rights 3: all at privilege level 0. */
	mmu_insert_tr(cpu, false, SAL_BOOT_ITR, 3 << 9 | 1 << 6 | 1 << 5 | 1,
		      SAL_BOOT_ITR_SHIFT << 2, 0);
}

void boot_enter_kernel(struct cpu *cpu, u64 entry)
{
	sal_cpu_state(cpu);
	cpu->psr = PSR_BN | PSR_IC | PSR_MFL | PSR_AC;
	cpu->gr[28] = FW_BOOT_PARAM;
	cpu->br[0] = GATEWAY_SAL_OS_RETURN;
	cpu->ip = entry;
}

void boot_enter_rendezvous(struct cpu *cpu)
{
	sal_cpu_state(cpu);
	cpu->psr = PSR_BN | PSR_IC | PSR_AC;
	cpu->ip = GATEWAY_SAL_RENDEZVOUS;
}
