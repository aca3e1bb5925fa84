// SPDX-License-Identifier: GPL-2.0
/*
 * ACPI tables, built for the machine's CPUs and memory.
 *
 * RSDP -> XSDT -> FADT (DSDT, FACS), MADT, SRAT, SLIT, SPCR.  There is no RSDT:
 * 64-bit platforms need none.  Revisions are those of ACPI 3.0, which is what
 * Itanium kernels look for (FADT revision 3).  Chapter 5 of the specification.
 */
#include <string.h>

#include "dsdt_aml.h"
#include "firmware/firmware_state.h"
#include "firmware/layout.h"

#define PACKED __attribute__((packed))

struct acpi_header {
	char signature[4];
	u32 length;
	u8 revision, checksum;
	char oem_id[6], oem_table_id[8];
	u32 oem_revision;
	char creator_id[4];
	u32 creator_revision;
} PACKED;

/* Generic address; spaces 0 memory, 1 I/O. */
struct acpi_address {
	u8 space, bit_width, bit_offset, access_size;
	u64 address;
} PACKED;

struct acpi_rsdp {
	char signature[8];
	u8 checksum;
	char oem_id[6];
	u8 revision;
	u32 rsdt, length;
	u64 xsdt;
	u8 extended_checksum, reserved[3];
} PACKED;

struct acpi_fadt {
	struct acpi_header header;
	u32 facs, dsdt;
	u8 model, profile;
	u16 sci;
	u32 smi_command;
	u8 acpi_enable, acpi_disable, s4_request, pstate_control;
	u32 pm1a_event, pm1b_event, pm1a_control, pm1b_control, pm2_control,
		pm_timer, gpe0, gpe1;
	u8 pm1_event_length, pm1_control_length, pm2_control_length,
		pm_timer_length, gpe0_length, gpe1_length, gpe1_base,
		cst_control;
	u16 c2_latency, c3_latency, flush_size, flush_stride;
	u8 duty_offset, duty_width, day_alarm, month_alarm, century;
	u16 boot_flags;
	u8 reserved;
	u32 flags;
	struct acpi_address reset_register;
	u8 reset_value, reserved2[3];
	u64 x_facs, x_dsdt;
	struct acpi_address x_pm1a_event, x_pm1b_event, x_pm1a_control,
		x_pm1b_control, x_pm2_control, x_pm_timer, x_gpe0, x_gpe1;
} PACKED;

struct acpi_facs {
	char signature[4];
	u32 length, hardware_signature, waking_vector, global_lock, flags;
	u64 x_waking_vector;
	u8 version, reserved[31];
} PACKED;

struct madt_lsapic {
	u8 type, length, processor, id, eid, reserved[3];
	u32 flags, uid;
	char uid_string[4]; /* "Cnn": keeps the next one aligned */
} PACKED;

struct madt_iosapic {
	u8 type, length, id, reserved;
	u32 gsi_base;
	u64 address;
} PACKED;

struct acpi_madt {
	struct acpi_header header;
	u32 address, flags;
	struct madt_iosapic iosapic;
	struct madt_lsapic lsapic[MACHINE_MAX_CPUS];
} PACKED;

struct srat_cpu {
	u8 type, length, domain_low, id;
	u32 flags;
	u8 eid, domain_high[3];
	u32 clock_domain;
} PACKED;

struct srat_memory {
	u8 type, length;
	u32 domain;
	u16 reserved1;
	u64 base, size;
	u32 reserved2, flags;
	u64 reserved3;
} PACKED;

struct acpi_srat {
	struct acpi_header header;
	u32 revision;
	u64 reserved;
} PACKED;

struct acpi_slit {
	struct acpi_header header;
	u64 count;
	u8 distance[1];
} PACKED;

struct acpi_spcr {
	struct acpi_header header;
	u8 type, reserved[3];
	struct acpi_address uart;
	u8 interrupt_type, pc_interrupt;
	u32 gsi;
	u8 baud, parity, stop_bits, flow_control, terminal, language;
	u16 pci_device, pci_vendor;
	u8 pci_bus, pci_slot, pci_function;
	u32 pci_flags;
	u8 pci_segment;
	u32 reserved2;
} PACKED;

struct hcdp_uart {
	u8 type, bits, parity, stop_bits;
	u8 pci_segment, pci_bus, pci_device, pci_function;
	u64 baud;
	struct acpi_address address;
	u16 device_id, vendor_id;
	u32 gsi, clock_rate;
	u8 interface, flags;
	u16 conout_index;
	u32 reserved;
} PACKED;

struct hcdp {
	struct acpi_header header;
	u32 uart_count;
	struct hcdp_uart uart;
} PACKED;

_Static_assert(sizeof(struct acpi_header) == 36, "ACPI 5.2.6");
_Static_assert(sizeof(struct acpi_rsdp) == 36, "ACPI 5.2.5.3");
_Static_assert(sizeof(struct acpi_fadt) == 244, "ACPI 3.0, 5.2.9");
_Static_assert(sizeof(struct acpi_facs) == 64, "ACPI 5.2.10");
_Static_assert(sizeof(struct madt_lsapic) == 20, "ACPI 5.2.12.10");
_Static_assert(sizeof(struct madt_iosapic) == 16, "ACPI 5.2.12.9");
_Static_assert(sizeof(struct srat_cpu) == 16, "ACPI 5.2.16.1");
_Static_assert(sizeof(struct srat_memory) == 40, "ACPI 5.2.16.2");
_Static_assert(sizeof(struct acpi_spcr) == 80, "SPCR 1.03");
_Static_assert(sizeof(struct hcdp) == 88, "DIG64 PCDP 2.0");

#define FADT_WBINVD BIT64(0)
#define FADT_PROC_C1 BIT64(2)
#define FADT_SLEEP_BUTTON BIT64(5) /* none as fixed hardware */
#define FADT_TIMER_32 BIT64(8)
#define FADT_RESET BIT64(10)
#define MADT_ENABLED 1
#define SRAT_ENABLED 1

#define UART_CLOCK_HZ 1843200
#define UART_BAUD 115200

static struct acpi_header header(const char *signature, u32 length, u8 revision)
{
	struct acpi_header h = {
		.length = length,
		.revision = revision,
		.oem_id = { 'I', 'A', '6', '4', 'P', 'V' },
		.oem_table_id = { 'S', 'I', 'M', 'U', 'L', 'A', 'T', 'R' },
		.oem_revision = 1,
		.creator_id = { 'S', 'I', 'M', ' ' },
		.creator_revision = 1,
	};

	memcpy(h.signature, signature, 4);
	return h;
}

static void checksum(void *table, u64 length, u8 *sum)
{
	const u8 *p = table;
	u8 total = 0;

	*sum = 0;
	while (length--)
		total += *p++;
	*sum = -total;
}

/* Where the next table goes, and where the tables end. */
struct writer {
	struct bus *bus;
	u64 at, end;
};

/* Its address, or 0 when there is no room; 64-byte aligned. */
static u64 write_table(struct writer *w, const void *table, u64 length)
{
	u64 pa = (w->at + 63) & ~63ULL;

	if (pa + length > w->end || !bus_copy_to(w->bus, pa, table, length))
		return 0;
	w->at = pa + length;
	return pa;
}

static u64 seal_and_write(struct writer *w, void *table)
{
	struct acpi_header *h = table;

	checksum(h, h->length, &h->checksum);
	return write_table(w, h, h->length);
}

static struct acpi_address io_port(u64 port, u8 bits)
{
	return (struct acpi_address){ .space = 1,
				      .bit_width = bits,
				      .address = port };
}

static struct acpi_address uart_address(void)
{
	return (struct acpi_address){ .space = 0,
				      .bit_width = 8,
				      .access_size = 1,
				      .address = MAP_UART_BASE };
}

static u64 write_fadt(struct writer *w, u64 dsdt, u64 facs)
{
	struct acpi_fadt t = {
		.header = header("FACP", sizeof(t), 3),
		.facs = facs,
		.dsdt = dsdt,
		.profile = 4, /* enterprise server */
		.sci = MAP_GSI_SCI,
		.pm1a_event = MAP_PORT_PM1_EVENT,
		.pm1a_control = MAP_PORT_PM1_CONTROL,
		.pm_timer = MAP_PORT_PM_TIMER,
		.pm1_event_length = 4,
		.pm1_control_length = 2,
		.pm_timer_length = 4,
		.c2_latency = 0xffff, /* no C2, no C3 */
		.c3_latency = 0xffff,
		.flags = FADT_WBINVD | FADT_PROC_C1 | FADT_SLEEP_BUTTON |
			 FADT_TIMER_32 | FADT_RESET,
		.reset_register = io_port(MAP_PORT_RESET, 8),
		.reset_value = MAP_RESET_VALUE,
		.x_facs = facs,
		.x_dsdt = dsdt,
		.x_pm1a_event = io_port(MAP_PORT_PM1_EVENT, 32),
		.x_pm1a_control = io_port(MAP_PORT_PM1_CONTROL, 16),
		.x_pm_timer = io_port(MAP_PORT_PM_TIMER, 32),
	};

	return seal_and_write(w, &t);
}

static u64 write_madt(struct writer *w, struct machine *m)
{
	u32 cpus = m->config.cpu_count;
	u32 length = sizeof(struct acpi_madt) -
		     (MACHINE_MAX_CPUS - cpus) * sizeof(struct madt_lsapic);
	struct acpi_madt t = {
		.header = header("APIC", length, 2),
		.address = MAP_IPI_BASE,
		/* flags 0: no 8259 pair beside the IOSAPIC */
		.iosapic = { .type = 6,
			     .length = sizeof(t.iosapic),
			     .gsi_base = 0,
			     .address = MAP_IOSAPIC_BASE },
	};

	for (u32 i = 0; i < cpus; i++)
		t.lsapic[i] = (struct madt_lsapic){
			.type = 7,
			.length = sizeof(t.lsapic[i]),
			.processor = i,
			.id = i, /* CR.LID: efi_boot.c */
			.flags = MADT_ENABLED,
			.uid = i,
			.uid_string = { 'C', '0' + i / 10, '0' + i % 10 },
		};
	return seal_and_write(w, &t);
}

/* One proximity domain: all CPUs, the firmware's memory and all RAM. */
static u64 write_srat(struct writer *w, const struct firmware *fw)
{
	static u8 table[sizeof(struct acpi_srat) +
			MACHINE_MAX_CPUS * sizeof(struct srat_cpu) +
			(FIRMWARE_RAM_MAX + 1) * sizeof(struct srat_memory)];
	struct acpi_srat srat = { .revision = 1 };
	u64 at = sizeof(srat), base = FIRMWARE_BASE, size = FIRMWARE_SIZE;

	for (u32 i = 0; i < fw->machine->config.cpu_count; i++) {
		struct srat_cpu c = { .length = sizeof(c),
				      .id = i,
				      .flags = SRAT_ENABLED };

		memcpy(table + at, &c, sizeof(c));
		at += sizeof(c);
	}
	for (unsigned int i = 0; i <= fw->ram_count; i++) {
		struct srat_memory s = { .type = 1,
					 .length = sizeof(s),
					 .flags = SRAT_ENABLED };

		if (i < fw->ram_count && fw->ram[i].pa == base + size) {
			size += fw->ram[i].size;
			continue;
		}
		s.base = base;
		s.size = size;
		memcpy(table + at, &s, sizeof(s));
		at += sizeof(s);
		if (i < fw->ram_count) {
			base = fw->ram[i].pa;
			size = fw->ram[i].size;
		}
	}
	srat.header = header("SRAT", at, 2);
	memcpy(table, &srat, sizeof(srat));
	return seal_and_write(w, table);
}

static u64 write_slit(struct writer *w)
{
	struct acpi_slit t = { .header = header("SLIT", sizeof(t), 1),
			       .count = 1,
			       .distance = { 10 } };

	return seal_and_write(w, &t);
}

static u64 write_spcr(struct writer *w)
{
	struct acpi_spcr t = {
		.header = header("SPCR", sizeof(t), 2),
		.type = 0, /* 16550 */
		.uart = uart_address(),
		.interrupt_type = 1 << 2, /* IOSAPIC */
		.gsi = MAP_GSI_UART,
		.baud = 7, /* 115200 */
		.stop_bits = 1,
		.terminal = 3, /* ANSI */
		.pci_device = 0xffff,
		.pci_vendor = 0xffff,
	};

	return seal_and_write(w, &t);
}

u64 acpi_write_tables(struct firmware *fw)
{
	struct writer w = { fw->machine->bus, FW_ACPI_BASE,
			    FW_ACPI_BASE + FW_ACPI_SIZE };
	struct acpi_facs facs = { .signature = "FACS",
				  .length = sizeof(facs),
				  .version = 1 };
	struct acpi_rsdp rsdp = { .signature = "RSD PTR ",
				  .oem_id = { 'I', 'A', '6', '4', 'P', 'V' },
				  .revision = 2,
				  .length = sizeof(rsdp) };
	struct {
		struct acpi_header header;
		u64 entry[5];
	} PACKED xsdt = { .header = header("XSDT", sizeof(xsdt), 1) };
	u64 dsdt;

	bus_copy_to(w.bus, FW_NVS_BASE, &facs, sizeof(facs));
	dsdt = write_table(&w, dsdt_aml, sizeof(dsdt_aml));
	xsdt.entry[0] = write_fadt(&w, dsdt, FW_NVS_BASE);
	xsdt.entry[1] = write_madt(&w, fw->machine);
	xsdt.entry[2] = write_srat(&w, fw);
	xsdt.entry[3] = write_slit(&w);
	xsdt.entry[4] = write_spcr(&w);
	rsdp.xsdt = seal_and_write(&w, &xsdt);
	/* The first 20 bytes have a checksum of their own. */
	checksum(&rsdp, 20, &rsdp.checksum);
	checksum(&rsdp, sizeof(rsdp), &rsdp.extended_checksum);
	return write_table(&w, &rsdp, sizeof(rsdp));
}

u64 hcdp_write_table(struct machine *m, u64 pa)
{
	/* Revision 3 (PCDP 2.0); the header is that of an ACPI table. */
	struct hcdp t = {
		.header = header("HCDP", sizeof(t), 3),
		.uart_count = 1,
		.uart =
			{
				.type = 0, /* console UART */
				.bits = 8,
				.parity = 1, /* none */
				.stop_bits = 1,
				.baud = UART_BAUD,
				.address = uart_address(),
				.gsi = MAP_GSI_UART,
				.clock_rate = UART_CLOCK_HZ,
				/* Edge triggered, primary console, has an interrupt. */
				.flags = 1 << 0 | 1 << 2 | 1 << 6,
			},
	};

	checksum(&t, sizeof(t), &t.header.checksum);
	bus_copy_to(m->bus, pa, &t, sizeof(t));
	return sizeof(t);
}
