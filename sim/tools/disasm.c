// SPDX-License-Identifier: GPL-2.0
/*
 * ia64-disasm: prints bundles as objdump does.
 *
 * Input is either 32 hex digits per bundle (bytes in memory order, as objdump
 * and the vector files show them) or the executable segments of an ELF file.
 * Symbols and relocations are objdump's business.
 *
 * usage: disasm [--ip ADDRESS] HEX...
 *	  disasm --elf FILE
 * Exit status 0, 2 (usage or input).
 */
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isa/insn.h"

static const char unit_letter[] = "?MIFBLX";

static void print_bundle(const struct bundle *b, u64 ip)
{
	const struct bundle_template *t =
		&bundle_templates[bundle_template_number(b)];
	unsigned int slot;

	for (slot = 0; slot < 3; slot++) {
		char text[160], stop[3] = "";
		struct insn i;

		insn_decode_slot(b, slot, &i);
		insn_print(&i, ip, text, sizeof(text));
		if (t->stop[t->unit[slot] == UNIT_L ? 2 : slot])
			strcpy(stop, ";;");
		if (slot)
			printf("%16" PRIx64 ":       %s%s\n", ip + 6 * slot,
			       text, stop);
		else if (t->valid)
			printf("%16" PRIx64 ": [%c%c%c] %s%s\n", ip,
			       unit_letter[t->unit[0]], unit_letter[t->unit[1]],
			       unit_letter[t->unit[2]], text, stop);
		else
			printf("%16" PRIx64 ": [-%x-] %s\n", ip,
			       bundle_template_number(b) >> 1, text);
		if (t->unit[slot] == UNIT_L)
			break;
	}
}

/* 32 hex digits, spaces allowed between bytes; 0 or -EINVAL. */
static int parse_hex(const char *text, struct bundle *b)
{
	u8 byte[16];
	unsigned int n;

	for (n = 0; n < 16; n++) {
		unsigned int v;

		text += strspn(text, " ");
		if (strspn(text, "0123456789abcdefABCDEF") < 2 ||
		    sscanf(text, "%2x", &v) != 1)
			return -EINVAL;
		byte[n] = v;
		text += 2;
	}
	if (*text)
		return -EINVAL;
	memcpy(b, byte, sizeof(*b));
	return 0;
}

static int bad_elf(const char *path, const char *what)
{
	fprintf(stderr, "ia64-disasm: %s: %s\n", path, what);
	return 2;
}

static int disasm_elf(const char *path)
{
	Elf64_Ehdr eh;
	unsigned int n;
	FILE *f = fopen(path, "rb");

	if (!f)
		return bad_elf(path, strerror(errno));
	if (fread(&eh, sizeof(eh), 1, f) != 1 ||
	    memcmp(eh.e_ident, ELFMAG, SELFMAG) ||
	    eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_ident[EI_DATA] != ELFDATA2LSB || eh.e_machine != EM_IA_64 ||
	    eh.e_phentsize != sizeof(Elf64_Phdr)) {
		fclose(f);
		return bad_elf(path, "expected a little-endian ia64 ELF file");
	}
	for (n = 0; n < eh.e_phnum; n++) {
		Elf64_Phdr ph;
		struct bundle b;
		u64 at;

		if (fseek(f, eh.e_phoff + n * sizeof(ph), SEEK_SET) ||
		    fread(&ph, sizeof(ph), 1, f) != 1)
			goto truncated;
		if (ph.p_type != PT_LOAD || !(ph.p_flags & PF_X))
			continue;
		if (fseek(f, ph.p_offset, SEEK_SET))
			goto truncated;
		for (at = 0; at + sizeof(b) <= ph.p_filesz; at += sizeof(b)) {
			if (fread(&b, sizeof(b), 1, f) != 1)
				goto truncated;
			print_bundle(&b, ph.p_vaddr + at);
		}
	}
	fclose(f);
	return 0;
truncated:
	fclose(f);
	return bad_elf(path, "file is shorter than its headers say");
}

static int usage(void)
{
	fputs("usage: ia64-disasm [--ip ADDRESS] HEX...\n"
	      "       ia64-disasm --elf FILE\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	u64 ip = 0;
	int a = 1;

	if (argc == 3 && !strcmp(argv[1], "--elf"))
		return disasm_elf(argv[2]);
	if (argc > 2 && !strcmp(argv[1], "--ip")) {
		char *end;

		ip = strtoull(argv[2], &end, 0);
		if (*end || ip & 15) {
			fprintf(stderr,
				"ia64-disasm: --ip expects the address of a "
				"bundle, got '%s'\n",
				argv[2]);
			return 2;
		}
		a = 3;
	}
	if (a == argc || argv[a][0] == '-')
		return usage();
	for (; a < argc; a++, ip += sizeof(struct bundle)) {
		struct bundle b;

		if (parse_hex(argv[a], &b)) {
			fprintf(stderr,
				"ia64-disasm: expected 32 hex digits, got "
				"'%s'\n",
				argv[a]);
			return 2;
		}
		print_bundle(&b, ip);
	}
	return 0;
}
