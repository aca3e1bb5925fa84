// SPDX-License-Identifier: GPL-2.0
/*
 * The command line: options to a machine configuration, then run it.
 * Option names follow QEMU where it has the same thing; long options may be
 * written with one dash or two, values follow as the next word or after "=".
 * Documentation/sim/machine.md describes them and the exit statuses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug/debug.h"
#include "debug/stats_json.h"
#include "debug/symbols.h"
#include "dev/chardev.h"
#include "firmware/firmware.h"
#include "machine/boot.h"
#include "machine/machine.h"
#include "machine/memory_map.h"
#include "sim/exit_codes.h"
#include "util/log.h"
#include "util/options.h"

#define HZ_SLOTS 400000000ULL
#define HZ_CYCLES 1600000000ULL
#define RAM_DEFAULT (512 * MAP_MIB)
#define RAM_MIN (64 * MAP_MIB)
#define RAM_MAX (1024 * MAP_GIB)
#define TLB_DEFAULT 128
#define TLB_MIN (MACHINE_TRS + 16)
#define TLB_MAX (MACHINE_TRS + TLB_TC_MAX)
/* Ticks without a sign of life: five seconds of the default clock. */
#define HANG_DEFAULT (5 * HZ_SLOTS)
#define ERROR_SIZE 512

struct options {
	struct machine_config machine;
	struct debug_config debug;
	const char *serial, *script, *stats, *symbols;
	bool dump_on_hang, bare;
};

/* X-macro of all options: name, argument or NULL, help. */
#define OPTIONS(O)                                                             \
	O("m", "SIZE", "RAM, in MiB or with K, M, G (default 512M)")           \
	O("smp", "N", "CPUs, 1 to 64 (default 1)")                             \
	O("kernel", "FILE", "ia64 ELF to start")                               \
	O("initrd", "FILE", "initial ramdisk")                                 \
	O("append", "TEXT", "kernel command line")                             \
	O("serial", "WHERE",                                                   \
	  "stdio, null, file:PATH, unix:PATH, fd:N (default stdio)")           \
	O("input-script", "FILE", "serial input: lines \"MILLISECONDS TEXT\"") \
	O("engine", "NAME", "fast or check (default fast)")                    \
	O("chaos", "SEED", "disturb what the architecture leaves open")        \
	O("clock", "UNIT", "ITC counts slots (400 MHz) or cycles (1.6 GHz)")   \
	O("quantum", "N", "slots per turn of a CPU, 1 to 4096")                \
	O("tlb", "N", "TLB entries per side, TRs included (default 128)")      \
	O("stats", "FILE", "write counters as JSON at the end")                \
	O("symbols", "FILE", "names for ip: ELF or System.map")                \
	O("trace", "FILE", "write where control goes (- for stderr)")          \
	O("trace-code", NULL, "and the instructions on the way")               \
	O("trace-range", "FROM:TO", "only ip in this range")                   \
	O("trace-start", "TIME", "only from this time on")                     \
	O("profile", "FILE", "write slots by symbol at the end")               \
	O("on-hang", "WHAT", "dump or exit (default dump)")                    \
	O("hang-slots", "N",                                                   \
	  "so long without sign of life is a hang; 0: never")                  \
	O("max-slots", "N", "stop at this time")                               \
	O("bare", NULL, "no firmware: CPU 0 starts at the ELF's entry")        \
	O("test-exit", NULL, "a device by which a guest ends the run")         \
	O("no-reboot", NULL, "a reset ends the run")                           \
	O("no-fpswa", NULL, "firmware without floating-point assistance")      \
	O("gdb", "WHERE", "not available yet")                                 \
	O("S", NULL, "not available yet")                                      \
	O("help", NULL, "this text")

enum option_id {
	OPT_m,
	OPT_smp,
	OPT_kernel,
	OPT_initrd,
	OPT_append,
	OPT_serial,
	OPT_input_script,
	OPT_engine,
	OPT_chaos,
	OPT_clock,
	OPT_quantum,
	OPT_tlb,
	OPT_stats,
	OPT_symbols,
	OPT_trace,
	OPT_trace_code,
	OPT_trace_range,
	OPT_trace_start,
	OPT_profile,
	OPT_on_hang,
	OPT_hang_slots,
	OPT_max_slots,
	OPT_bare,
	OPT_test_exit,
	OPT_no_reboot,
	OPT_no_fpswa,
	OPT_gdb,
	OPT_S,
	OPT_help,
	OPT_COUNT
};

static const struct option_text {
	const char *name, *argument, *help;
} option_texts[] = {
#define O(name, argument, help) { name, argument, help },
	OPTIONS(O)
#undef O
};

_Static_assert(ARRAY_SIZE(option_texts) == OPT_COUNT, "one id per option");

static void help(void)
{
	char left[64];

	printf("usage: ia64-sim -kernel FILE [OPTION...]\n\n");
	for (unsigned int i = 0; i < OPT_COUNT; i++) {
		const struct option_text *o = &option_texts[i];

		snprintf(left, sizeof(left), "-%s %s", o->name,
			 o->argument ? o->argument : "");
		printf("  %-24s %s\n", left, o->help);
	}
	printf("\nExit status: 0 power-off, 2 bad option, 3 bad kernel or "
	       "initrd, 4 host error,\n5 reset (with -no-reboot), 6 hang, "
	       "7 limit reached, 8 simulator error,\n9 checking engine found a "
	       "violation, 10 quit by Ctrl-A X, 128+N signal N.\n"
	       "With -test-exit: the guest's value, 0 to 127.\n");
}

static u64 number(const char *option, const char *text, u64 min, u64 max)
{
	u64 value;

	if (!parse_u64(text, &value) || value < min || value > max)
		die(SIM_EXIT_USAGE,
		    "-%s '%s': expected a number from %llu to %llu", option,
		    text, (unsigned long long)min, (unsigned long long)max);
	return value;
}

static u64 ram_size(const char *text)
{
	u64 bytes;

	if (!parse_size(text, MAP_MIB, &bytes) || bytes < RAM_MIN ||
	    bytes > RAM_MAX || bytes % MAP_MIB)
		die(SIM_EXIT_USAGE,
		    "-m '%s': expected 64M to 1024G in whole MiB", text);
	return bytes;
}

static void trace_range(struct debug_config *d, const char *text)
{
	const char *colon = strchr(text, ':');
	char from[64];

	if (colon && (size_t)(colon - text) < sizeof(from)) {
		memcpy(from, text, colon - text);
		from[colon - text] = '\0';
		if (parse_u64(from, &d->trace_from) &&
		    parse_u64(colon + 1, &d->trace_to) &&
		    d->trace_from < d->trace_to)
			return;
	}
	die(SIM_EXIT_USAGE, "-trace-range '%s': expected FROM:TO, ascending",
	    text);
}

/* Which of the two words @value is; dies when neither. */
static bool choose(const char *option, const char *value, const char *first,
		   const char *second)
{
	if (!strcmp(value, first))
		return false;
	if (!strcmp(value, second))
		return true;
	die(SIM_EXIT_USAGE, "-%s '%s': expected %s or %s", option, value, first,
	    second);
}

static void set_option(struct options *o, enum option_id id, const char *value)
{
	const char *name = option_texts[id].name;
	struct machine_config *m = &o->machine;

	switch (id) {
	case OPT_m:
		m->ram_bytes = ram_size(value);
		break;
	case OPT_smp:
		m->cpu_count = number(name, value, 1, MACHINE_MAX_CPUS);
		break;
	case OPT_kernel:
		m->kernel = value;
		break;
	case OPT_initrd:
		m->initrd = value;
		break;
	case OPT_append:
		m->append = value;
		break;
	case OPT_serial:
		o->serial = value;
		break;
	case OPT_input_script:
		o->script = value;
		break;
	case OPT_engine:
		m->engine = choose(name, value, "fast", "check") ?
				    &engine_check :
				    &engine_fast;
		break;
	case OPT_chaos:
		m->chaos_seed = number(name, value, 1, ~0ULL);
		break;
	case OPT_clock:
		m->clock = choose(name, value, "slots", "cycles") ?
				   CLOCK_CYCLES :
				   CLOCK_SLOTS;
		m->itc_hz = m->clock == CLOCK_CYCLES ? HZ_CYCLES : HZ_SLOTS;
		break;
	case OPT_quantum:
		m->quantum = number(name, value, 1, MACHINE_MAX_QUANTUM);
		break;
	case OPT_tlb:
		m->tlb_entries = number(name, value, TLB_MIN, TLB_MAX);
		break;
	case OPT_stats:
		o->stats = value;
		break;
	case OPT_symbols:
		o->symbols = value;
		break;
	case OPT_trace:
		o->debug.trace = true;
		o->debug.trace_file = strcmp(value, "-") ? value : NULL;
		break;
	case OPT_trace_code:
		o->debug.trace_code = true;
		break;
	case OPT_trace_range:
		trace_range(&o->debug, value);
		break;
	case OPT_trace_start:
		o->debug.trace_start = number(name, value, 0, ~0ULL);
		break;
	case OPT_profile:
		o->debug.profile_file = value;
		break;
	case OPT_on_hang:
		o->dump_on_hang = !choose(name, value, "dump", "exit");
		break;
	case OPT_hang_slots:
		m->hang_time = number(name, value, 0, ~0ULL);
		break;
	case OPT_max_slots:
		m->max_time = number(name, value, 1, ~0ULL);
		break;
	case OPT_bare:
		o->bare = true;
		break;
	case OPT_test_exit:
		m->test_exit = true;
		break;
	case OPT_no_reboot:
		m->reboot = false;
		break;
	case OPT_no_fpswa:
		m->no_fpswa = true;
		break;
	case OPT_gdb:
	case OPT_S:
		die(SIM_EXIT_USAGE, "-%s: not available yet", name);
	case OPT_help:
		help();
		exit(0);
	case OPT_COUNT:
		break;
	}
}

static enum option_id find_option(const char *name, size_t length)
{
	unsigned int i;

	for (i = 0; i < OPT_COUNT; i++)
		if (!strncmp(option_texts[i].name, name, length) &&
		    option_texts[i].name[length] == '\0')
			break;
	return i;
}

static void parse_options(struct options *o, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *name = argv[i], *value;
		enum option_id id;
		size_t length;

		if (name[0] != '-' || !name[1])
			die(SIM_EXIT_USAGE, "'%s': expected an option", name);
		name += name[1] == '-' ? 2 : 1;
		length = strcspn(name, "=");
		value = name[length] ? name + length + 1 : NULL;
		id = find_option(name, length);
		if (id == OPT_COUNT)
			die(SIM_EXIT_USAGE,
			    "unknown option '%s'; -help lists them", argv[i]);
		if (!option_texts[id].argument && value)
			die(SIM_EXIT_USAGE, "-%s takes no value",
			    option_texts[id].name);
		if (option_texts[id].argument && !value) {
			if (++i == argc)
				die(SIM_EXIT_USAGE, "-%s: expected %s",
				    option_texts[id].name,
				    option_texts[id].argument);
			value = argv[i];
		}
		set_option(o, id, value);
	}
	if (!o->machine.kernel)
		die(SIM_EXIT_USAGE, "no kernel given: expected -kernel FILE");
}

/* One life of the machine, from reset to stop. */
static int run_once(struct options *o, struct chardev *console, bool *again)
{
	struct machine *m = machine_create(&o->machine, console);
	int status;

	*again = false;
	if (!m)
		return SIM_EXIT_HOST;
	m->debug = debug_create(&o->debug);
	status = m->debug ? 0 : SIM_EXIT_HOST;
	if (!status)
		status = o->bare ? machine_boot_bare(m) : machine_boot(m);
	if (!status) {
		status = machine_run(m);
		if (o->dump_on_hang &&
		    (status == SIM_EXIT_HANG || status == SIM_EXIT_LIMIT))
			debug_dump(m, "no way on");
		*again = m->reset_requested && o->machine.reboot;
		if (!status && m->check_reports)
			status = SIM_EXIT_CHECK;
		if (o->stats && stats_write(m, o->stats) && !status)
			status = SIM_EXIT_HOST;
	}
	debug_destroy(m->debug, m);
	if (m->firmware)
		firmware_destroy(m);
	machine_destroy(m);
	return status;
}

int main(int argc, char **argv)
{
	struct options o = {
		.machine =
			{
				.cpu_count = 1,
				.ram_bytes = RAM_DEFAULT,
				.append = "",
				.engine = &engine_fast,
				.tlb_entries = TLB_DEFAULT,
				.quantum = MACHINE_MAX_QUANTUM,
				.clock = CLOCK_SLOTS,
				.itc_hz = HZ_SLOTS,
				.hang_time = HANG_DEFAULT,
				.reboot = true,
			},
		.debug = {.trace_to = ~0ULL},
		.serial = "stdio",
		.dump_on_hang = true,
	};
	char error[ERROR_SIZE];
	struct chardev *console;
	bool again;
	int status;

	parse_options(&o, argc, argv);
	o.debug.symbols = symbols_load(o.symbols ? o.symbols : o.machine.kernel,
				       error, sizeof(error));
	/* A kernel without usable symbols is fine; -symbols is a request. */
	if (!o.debug.symbols && o.symbols)
		die(SIM_EXIT_IMAGE, "%s", error);
	console = chardev_open(o.serial, error, sizeof(error));
	if (!console)
		die(SIM_EXIT_HOST, "serial: %s", error);
	if (o.script &&
	    !chardev_script(console, o.script, error, sizeof(error))) {
		chardev_close(console);
		die(SIM_EXIT_USAGE, "input-script: %s", error);
	}
	debug_catch_signals();
	do {
		status = run_once(&o, console, &again);
	} while (again);
	chardev_close(console);
	symbols_free(o.debug.symbols);
	return status;
}
