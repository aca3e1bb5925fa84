# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Sourced by the scripts of this folder: words for checks, and the bare guests.

top=$(cd "$(dirname "$0")/../.." && pwd)
# Read by the scripts that source this.
# shellcheck disable=SC2034
sim=$top/build/sim/ia64-sim
work=${TMPDIR:-/tmp}/boot-test-$$
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

fail()
{
	echo "FAIL: $*" >&2
	exit 1
}

# expect_status STATUS COMMAND...: runs it, keeps its output in $work/out and
# $work/err.
expect_status()
{
	want=$1
	shift
	got=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
	test "$got" -eq "$want" && return
	tail -n 5 "$work/out" "$work/err" >&2
	fail "status $got, expected $want: $*"
}

# expect_line FILE TEXT: a line of FILE holds TEXT.
expect_line()
{
	grep -qF -- "$2" "$1" && return
	tail -n 20 "$1" >&2
	fail "no '$2' in the output"
}

# one_line FILE: exactly one line, of a sensible length.
one_line()
{
	test "$(wc -l <"$1")" -eq 1 || {
		head -n 5 "$1" >&2
		fail "expected one line on stderr"
	}
	test "$(wc -c <"$1")" -lt 300 || fail "line too long: $(cat "$1")"
}

# build_guest NAME: guests/NAME.S to $work/NAME.
build_guest()
{
	prefix=${CROSS_COMPILE:-$("$top/scripts/toolchain" --print)}
	"${prefix}gcc" -c -o "$work/$1.o" "$top/tests/boot/guests/$1.S"
	"${prefix}ld" -T "$top/tests/boot/guests/guest.lds" -o "$work/$1" \
		"$work/$1.o"
}
