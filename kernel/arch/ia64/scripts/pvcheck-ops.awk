# SPDX-License-Identifier: GPL-2.0
#
# Reads asm/paravirt*.h, paravirt.c and paravirt_thunk.S, in any order, and
# reports each operation of a pv_*_ops structure that the native instance does
# not initialise, and each operation of a site that has no thunk.  One line per
# finding, status 1.
#
# pv_init_ops.patch_bundle alone may be absent: it means "leave every site".

BEGIN {
	optional["pv_init_ops.patch_bundle"] = 1
}

# struct pv_x { ... (*name)(...) or a pointer ... };
/^struct pv_[a-z_]+ \{/ {
	members_of = $2
	next
}
members_of != "" && /^\}/ {
	members_of = ""
}
members_of ~ /_ops$/ && match($0, /\(\*[a-z_0-9]+\)\(/) {
	member[members_of "." substr($0, RSTART + 2, RLENGTH - 4)] = FILENAME
}

# struct pv_x pv_x = { .name = value, ... };
/^struct pv_[a-z_]+ pv_[a-z_]+ .*= \{/ {
	values_of = $3
	next
}
values_of != "" && /^\}/ {
	values_of = ""
}
values_of != "" && match($0, /\.[a-z_0-9]+ = [a-z_]/) {
	name = substr($0, RSTART, RLENGTH)
	sub(/ .*/, "", name)
	if ($0 !~ /= NULL/)
		value[values_of name] = 1
}

# Operations: constants of asm/paravirt_site.h, and registers that have sites.
FILENAME ~ /paravirt_site\.h$/ && $1 == "#define" &&
$2 ~ /^PARAVIRT_/ && $3 ~ /^[0-9]+$/ && $2 !~ /_BUNDLES/ {
	operation[$2] = 1
}
FILENAME ~ /paravirt_privop\.h$/ && match($0, /PARAVIRT_GETREG_SITE\(_[A-Z0-9_]+/) {
	operation["PARAVIRT_GETREG + " register()] = 1
}
FILENAME ~ /paravirt_privop\.h$/ && match($0, /PARAVIRT_SETREG_CASE\(_[A-Z0-9_]+/) {
	operation["PARAVIRT_SETREG + " register()] = 1
}

function register()
{
	return substr($0, RSTART + 21, RLENGTH - 21)
}

FILENAME ~ /\.S$/ && match($0, /^\tTHUNK_BEGIN\([A-Z0-9_]+/) {
	thunk[substr($0, RSTART + 13, RLENGTH - 13)] = 1
}
FILENAME ~ /\.S$/ && match($0, /^\t[GS]ETREG_THUNK\([A-Z0-9_]+/) {
	name = substr($0, RSTART + 14, RLENGTH - 14)
	thunk["PARAVIRT_" substr($0, RSTART + 1, 1) "ETREG + " name] = 1
}

END {
	for (name in member) {
		members++
		if (!(name in value) && !(name in optional)) {
			printf "%s: %s has no native instance\n",
				member[name], name >"/dev/stderr"
			bad = 1
		}
	}
	for (name in operation) {
		operations++
		if (!(name in thunk)) {
			printf "%s has no thunk in paravirt_thunk.S\n",
				name >"/dev/stderr"
			bad = 1
		}
	}
	if (members < 30 || operations < 20) {
		print "pvcheck-ops.awk: too few operations found: have the " \
			"sources changed their form?" >"/dev/stderr"
		bad = 1
	}
	if (!bad)
		printf "%d operations, %d kinds of sites\n", members, operations
	exit bad
}
