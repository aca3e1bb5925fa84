# SPDX-License-Identifier: GPL-2.0
#
# Reads preprocessed assembly in which the macros of an instance stand for
# nothing, and reports what is still privileged or tells at which privilege
# level it runs: an instruction that a guest would trap at, or that would not
# trap and give a wrong answer.  One line per finding, status 1.
#
# It knows instructions by name and operands by form, not the whole language:
# what .macro bodies hold is seen where it is written, not where it is used.
# Instructions: SDM vol 2, 11.7.2.1 (table 11-16), and vol 3.

BEGIN {
	n = split("ssm rsm itc itr ptc ptr thash ttag tpa tak cover bsw rfi " \
		  "fc vmsw", word)
	for (i = 1; i <= n; i++)
		raw[word[i]] = 1
	file = "-"
	line = 0
}

function report(text)
{
	sub(/^[ \t]+/, "", text)
	sub(/[ \t]+$/, "", text)
	gsub(/[ \t]+/, " ", text)
	printf "%s:%d: raw privileged instruction: %s\n", file, line, text \
		>"/dev/stderr"
	bad = 1
}

# What is still written like a macro is one that asm/pvchk/inst.h lacks.
function report_macro(name)
{
	gsub(/[ \t;)]/, "", name)
	printf "%s:%d: %s is in no header\n", file, line, name >"/dev/stderr"
	bad = 1
}

# A mov between a general register and one that is privileged, or whose
# reading is (ar.itc with psr.si, the performance monitors with psr.sp).
function privileged_mov(operands,	dest)
{
	gsub(/[ \t]/, "", operands)
	if (operands ~ /(^|=)(cr\.|cr\[|rr\[|pkr\[|[id]br\[|pm[cd]\[|cpuid\[|[id]tr\[|msr\[|ar\.itc|ar44($|[^0-9]))/)
		return 1
	if (operands ~ /(^|=)psr($|\.l|=)/)
		return 1
	dest = operands
	sub(/=.*/, "", dest)
	return dest ~ /^ar\.k[0-7]$/
}

function check(text,	insn, name)
{
	insn = text
	# [tag:], label:, (predicate) in any number
	while (sub(/^[ \t]*(\[[^]]*:\]|[A-Za-z0-9_.$\\]+:|\([^()]*\))[ \t]*/, "", insn))
		;
	sub(/^[ \t]+/, "", insn)
	if (insn !~ /^[a-z]/)
		return
	name = insn
	sub(/[ \t].*/, "", name)
	insn = substr(insn, length(name) + 1)
	sub(/\..*/, "", name)
	if (name in raw || name == "mov" && privileged_mov(insn))
		report(text)
}

# Where the text comes from.
/^#[ \t]+[0-9]+[ \t]+"/ {
	line = $2 - 1
	file = $3
	gsub(/"/, "", file)
	next
}

{
	line++
	gsub(/"[^"]*"/, "")
	sub(/\/\/.*/, "")
	if (match($0, /(^|[ \t;)])[A-Z][A-Z0-9_]*_[A-Z0-9_]*[ \t]*\(/))
		report_macro(substr($0, RSTART, RLENGTH - 1))
	n = split($0, part, /[;{}]/)
	for (i = 1; i <= n; i++)
		check(part[i])
}

END {
	exit bad
}
