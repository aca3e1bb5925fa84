# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Functions of scripts/linux, scripts/tree and the series scripts: check and
# unpack a base, apply patches, configure and build a kernel. To be sourced
# with $me (the script's name for messages) and $top (the repository) set. It
# never decides what to build; its callers do.

LC_ALL=C
export LC_ALL
build=${IA64_PV_BUILD:-$top/build}
logs=$build/logs
configs=$top/tests/boot/configs

# shellcheck source=scripts/base
. "$top/scripts/base"
# shellcheck source=scripts/quilt-env
. "$top/scripts/quilt-env"

say() { echo "$me: $*"; }
warn() { echo "$me: warning: $*" >&2; }
die() { echo "$me: $*" >&2; exit 1; }

# need_programs NAME...: ends with one line that names the missing packages.
need_programs()
{
	missing=
	for program; do
		command -v "$program" >/dev/null || missing="$missing $program"
	done
	test -z "$missing" ||
		die "missing programs:$missing (run make setup as root)"
}

# tree_version DIR: prints the kernel version of a source tree ("6.1.192");
# fails when DIR is not a Linux tree.
tree_version()
{
	test -f "$1/Makefile" || return 1
	awk -F' *= *' '
		$1 == "VERSION" { v = $2 }
		$1 == "PATCHLEVEL" { p = $2 }
		$1 == "SUBLEVEL" { s = $2; exit }
		END { if (v == "" || p == "" || s == "") exit 1
		      print v "." p "." s }' "$1/Makefile"
}

# require_ia64_tree DIR NAME: ends unless DIR is a Linux tree with arch/ia64.
require_ia64_tree()
{
	tree_version "$1" >/dev/null ||
		die "$2: not a Linux source tree (no version in its Makefile)"
	test -f "$1/arch/ia64/Kconfig" ||
		die "$2: Linux $(tree_version "$1") without arch/ia64"
}

# unpack TARBALL DIR: unpacks a tarball that holds one folder as DIR, which
# must not exist. Leaves nothing behind when it fails.
unpack()
{
	test -f "$1" || die "$1: no such tarball (run make setup as root)"
	rm -rf "$2.unpack"
	mkdir -p "$2.unpack" || die "cannot make folder $2.unpack"
	if ! un_err=$(tar -xf "$1" -C "$2.unpack" 2>&1); then
		rm -rf "$2.unpack"
		case $un_err in
		*'No space left'* | *'Wrote only'*)
			die "$1: cannot be unpacked: no space left on the" \
				"device of $2"
			;;
		esac
		die "$1: cannot be unpacked, damaged or truncated?" \
			"($(echo "$un_err" | head -n 1))"
	fi
	set -- "$1" "$2" "$2.unpack"/*
	if test $# -ne 3 || ! test -d "$3"; then
		rm -rf "$2.unpack"
		die "$1: expected a tarball with one folder at its top"
	fi
	if ! mv "$3" "$2"; then
		rm -rf "$2.unpack"
		die "cannot rename $3 to $2"
	fi
	rmdir "$2.unpack"
}

# check_base TARBALL: prints the tarball's sha256; warns when it is not the
# one the series was refreshed on.
check_base()
{
	test -f "$1" || die "$1: no such tarball: package $base_package" \
		"$base_package_version (run make setup as root)"
	base_found=$(sha256sum "$1" | cut -d' ' -f1)
	test "$base_found" = "$base_sha256" && return
	xz -t "$1" 2>/dev/null ||
		die "$1: damaged or truncated (sha256 $base_found, expected" \
			"$base_sha256 of $base_package $base_package_version)"
	warn "$1 is not that of $base_package $base_package_version, which" \
		"the series was refreshed on"
}

# series_patches [GROUP]: the patch names of the series, in order, of all
# groups or of one.
series_patches()
{
	awk -v want="${1-}" '
		/^# \[[^]]*\]/ { split($0, part, /[][]/); group = part[2]; next }
		/^[ \t]*(#|$)/ { next }
		want == "" || group == want { print $1 }' "$QUILT_SERIES"
}

# series_groups: the group names of the series, in order.
series_groups()
{
	sed -n 's/^# \[\([^]]*\)\].*/\1/p' "$QUILT_SERIES"
}

# require_patches [GROUP]: ends unless every patch of the series, or of one of
# its groups, is there.
require_patches()
{
	test -f "$QUILT_SERIES" || die "$QUILT_SERIES: no such series"
	for rp_name in $(series_patches "${1-}"); do
		test -f "$QUILT_PATCHES/$rp_name" ||
			die "$rp_name: in the series, but there is no" \
				"$QUILT_PATCHES/$rp_name"
	done
}

# patches_hash NAME...: one hash over the changes of the named patches, in this
# order; what a header says builds nothing.
patches_hash()
{
	for patch_name; do
		awk '/^(--- |diff -|Index: )/ { on = 1 } on' \
			"$QUILT_PATCHES/$patch_name"
	done | sha256sum | cut -d' ' -f1
}

# refused_files LOG: the files of which patch refused a hunk.
refused_files()
{
	awk '
		function refused() {
			if (!(file in seen)) out = out " " file
			seen[file] = 1
		}
		/^(checking|patching) file / { file = $3 }
		/^\|(---|\+\+\+) / && $2 != "/dev/null" {
			file = $2; sub(/^[^\/]*\//, "", file)
		}
		/ FAILED at |hunks? ignored|^Skip this patch|Skipping patch/ {
			refused()
		}
		END { print out == "" ? " ?" : out }' "$1"
}

# push_to TREE NAME LOG: applies patches up to and with NAME. Ends with the
# patch, the file and both versions when a hunk is refused; says once when
# hunks moved, and fails on the pinned base then ($strict_offsets = y).
push_to()
{
	if ! (cd "$1" && quilt --quiltrc=- push -v --fuzz=0 "$2") >"$3" 2>&1
	then
		failed=$(sed -n 's/^Applying patch //p' "$3" | tail -n 1)
		failed=${failed##*/}
		files=$(refused_files "$3")
		die "patch ${failed:-$2} does not apply to:$files" \
			"(series refreshed on Linux $base_kernel, this tree is" \
			"$(tree_version "$1"); log $3)"
	fi
	if grep -q '^Hunk .* succeeded at .*offset' "$3"; then
		moved=$(grep -c '^Hunk .* succeeded at .*offset' "$3")
		first=$(awk '/^Applying patch/ { name = $3 }
			/succeeded at .*offset/ { sub(/.*\//, "", name)
				print name; exit }' "$3")
		test "${strict_offsets-}" != y ||
			die "patch $first applies with an offset; refresh it" \
				"(log $3)"
		warn "$moved hunks apply with an offset, the first in $first" \
			"(series refreshed on Linux $base_kernel, this tree" \
			"is $(tree_version "$1"))"
	fi
}

# find_compiler: sets CROSS_COMPILE (the user's own, or ours) and compiler_id,
# a hash of what the compiler consists of.
find_compiler()
{
	if test -z "${CROSS_COMPILE-}"; then
		CROSS_COMPILE=$("$top/scripts/toolchain" --print) ||
			die "no cross compiler (run make setup)"
	fi
	command -v "${CROSS_COMPILE}gcc" >/dev/null ||
		die "CROSS_COMPILE=$CROSS_COMPILE: ${CROSS_COMPILE}gcc is not" \
			"a program"
	compiler_target=$("${CROSS_COMPILE}gcc" -dumpmachine)
	case $compiler_target in
	ia64-*) ;;
	*) die "${CROSS_COMPILE}gcc: compiles for $compiler_target, not ia64" ;;
	esac
	set --
	for tool in cc1 as ld; do
		file=$("${CROSS_COMPILE}gcc" -print-prog-name=$tool)
		file=$(command -v "$file") && test -r "$file" ||
			die "${CROSS_COMPILE}gcc: cannot read its $tool"
		set -- "$@" "$file"
	done
	compiler_id=$(cat "$@" | sha256sum | cut -d' ' -f1)
	export CROSS_COMPILE
}

# kernel_make TREE OBJ ARG...: kbuild with everything fixed that would tell
# one build from another. OBJ is the name of a folder in TREE, so that kbuild
# sees the source as "..": no path of this machine gets into an object.
kernel_make()
{
	km_tree=$1
	km_obj=$2
	shift 2
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u KCFLAGS -u KAFLAGS \
		-u KCPPFLAGS -u LOCALVERSION -u ARCH \
		KBUILD_BUILD_TIMESTAMP="$build_date" KBUILD_BUILD_USER=build \
		KBUILD_BUILD_HOST=ia64-pv KBUILD_BUILD_VERSION=1 \
		SOURCE_DATE_EPOCH=1700000000 TZ=UTC \
		make -C "$km_tree" O="$km_tree/$km_obj" ARCH=ia64 \
		CROSS_COMPILE="$CROSS_COMPILE" "$@"
}
build_date='Tue Nov 14 22:13:20 UTC 2023'

# merge_fragments FILE...: one fragment, in which a later line wins.
merge_fragments()
{
	awk '
		{ key = "" }
		match($0, /^CONFIG_[A-Za-z0-9_]+/) { key = substr($0, 1, RLENGTH) }
		/^# CONFIG_[A-Za-z0-9_]+ is not set/ { key = $2 }
		key == "" { next }
		!(key in line) { order[++n] = key }
		{ line[key] = $0 }
		END { for (i = 1; i <= n; i++) print line[order[i]] }' "$@"
}

# configure TREE OBJ FRAGMENT...: makes OBJ/.config from allnoconfig and the
# fragments; ends when a requested symbol did not come out as requested.
configure()
{
	cf_tree=$1
	cf_obj=$2
	shift 2
	mkdir -p "$cf_tree/$cf_obj" || die "cannot make $cf_tree/$cf_obj"
	merge_fragments "$@" >"$cf_tree/$cf_obj/requested.config"
	kernel_make "$cf_tree" "$cf_obj" -s allnoconfig \
		KCONFIG_ALLCONFIG="$cf_tree/$cf_obj/requested.config" \
		>"$cf_tree/$cf_obj/configure.log" 2>&1 || {
		tail -n 5 "$cf_tree/$cf_obj/configure.log" >&2
		die "configuration failed (log" \
			"$cf_tree/$cf_obj/configure.log)"
	}
	unsatisfied "$cf_tree/$cf_obj/.config" \
		"$cf_tree/$cf_obj/requested.config" \
		>"$cf_tree/$cf_obj/unsatisfied" ||
		die "configuration ${*##*/}:" \
			"$(paste -sd';' "$cf_tree/$cf_obj/unsatisfied")" \
			"(no such symbol in this tree, or its dependencies" \
			"are not met)"
}

# unsatisfied CONFIG FRAGMENT: prints the symbols that CONFIG has otherwise
# than the fragment asks for; fails when there is one.
unsatisfied()
{
	awk '
		function parse(l) {
			if (l ~ /^CONFIG_/) {
				key = substr(l, 1, index(l, "=") - 1)
				value = substr(l, index(l, "=") + 1)
				return 1
			}
			split(l, word, " ")
			key = word[2]; value = "n"
			return l ~ /^# CONFIG_.* is not set/
		}
		FNR == 1 { file++ }
		!parse($0) { next }
		file == 1 { have[key] = value; next }
		{ got = key in have ? have[key] : "n" }
		got != value { print key "=" value " came out as " got; bad = 1 }
		END { exit bad }' "$1" "$2"
}

# object_estimate FRAGMENT...: how many object files the first fragment says
# its build makes ("# objects: N"), 0 if it does not say.
object_estimate()
{
	awk '/^# objects: [0-9]+$/ { print $3; found = 1; exit }
		END { if (!found) print 0 }' "$1"
}

# show_progress LABEL LOG ESTIMATE: says every 15 s how far a build is, until
# it is killed.
show_progress()
{
	pr_begin=$(date +%s)
	pr_count=0
	# The sleeping process holds neither our output nor a lock. An
	# interrupt reaches the script, not its background: look for it.
	while sleep 1 >/dev/null 2>&1 7>&- && kill -0 $$ 2>/dev/null; do
		pr_count=$((pr_count + 1))
		test $((pr_count % 15)) -eq 0 || continue
		say "$1: $(grep -cE '^  (CC|AS)( \[M\])? ' "$2") of about $3" \
			"objects, $(($(date +%s) - pr_begin)) s"
	done
}

# compile TREE OBJ LABEL ESTIMATE: builds vmlinux and modules; shows progress,
# keeps the whole log in build/logs/LABEL.log. Sets co_seconds.
compile()
{
	co_log=$logs/$3.log
	mkdir -p "$logs"
	: >"$co_log" || die "cannot write $co_log"
	co_begin=$(date +%s)
	show_progress "$3" "$co_log" "$4" &
	co_watcher=$!
	co_status=0
	kernel_make "$1" "$2" -j"${JOBS:-$(nproc)}" vmlinux modules \
		>"$co_log" 2>&1 || co_status=$?
	kill "$co_watcher" 2>/dev/null || true
	wait "$co_watcher" 2>/dev/null || true
	co_seconds=$(($(date +%s) - co_begin))
	test "$co_status" = 0 && return
	co_why=$(grep -E 'error:|No space left|undefined ref|Error [0-9]' \
		"$co_log" | head -n 3 | paste -sd';')
	die "$3: build failed: ${co_why:-status $co_status} (log $co_log)"
}

# collect TREE OBJ DIR: copies what a built kernel consists of to DIR, which
# must not exist; DIR appears whole or not at all.
collect()
{
	rm -rf "$3.new"
	mkdir -p "$3.new/modules" || die "cannot make folder $3.new"
	{
		cp "$1/$2/vmlinux" "$1/$2/System.map" "$3.new/" &&
		cp "$1/$2/.config" "$3.new/config" &&
		find "$1/$2" -name '*.ko' -exec cp {} "$3.new/modules/" \; &&
		sync "$3.new/vmlinux"
	} || {
		rm -rf "$3.new"
		die "cannot copy the kernel to $3 (disk full?)"
	}
	mv "$3.new" "$3" || die "cannot rename $3.new to $3"
}

# install_kernel FROM TO: copies a kernel; TO appears whole or not at all.
install_kernel()
{
	rm -rf "$2.new.$$"
	cp -a "$1" "$2.new.$$" || {
		rm -rf "$2.new.$$"
		die "cannot copy the kernel to $2 (disk full?)"
	}
	rm -rf "$2"
	mv "$2.new.$$" "$2"
}

# require_cache DIR: makes the cache folder; ends when it cannot be written.
require_cache()
{
	if ! mkdir -p "$1" 2>/dev/null || ! test -w "$1" ||
		! : >"$1/.write-test" 2>/dev/null; then
		die "$1: cannot write the cache folder (XDG_CACHE_HOME names" \
			"another one)"
	fi
	rm -f "$1/.write-test"
}

# build_recipe: what decides, besides sources, configuration and compiler, how
# a kernel comes out; part of every cache key.
build_recipe()
{
	sed -n '/^kernel_make()/,/^build_date=/p' "$top/scripts/linux-lib.sh"
}

# prepare_tree TARBALL DIR PATCH...: makes or updates a tree to build in, with
# $base_hash the tarball's. Files whose content stays the same keep their
# times, so that only what changed is built again.
prepare_tree()
{
	pt_tarball=$1
	pt_dir=$2
	shift 2
	pt_id=$(patches_hash "$@")
	if ! test -f "$pt_dir/.base-id" ||
		test "$(cat "$pt_dir/.base-id")" != "$base_hash"; then
		rm -rf "$pt_dir"
	elif test -f "$pt_dir/.tree-id" &&
		test "$(cat "$pt_dir/.tree-id")" = "$pt_id"; then
		return
	fi
	if ! test -d "$pt_dir"; then
		say "unpacking $pt_tarball"
		unpack "$pt_tarball" "$pt_dir"
		(
			require_ia64_tree "$pt_dir" "$pt_tarball"
			pt_version=$(tree_version "$pt_dir")
			test "${pt_version#6.1.}" != "$pt_version" ||
				die "$pt_tarball: Linux $pt_version, expected" \
					"6.1.y"
		) || {
			rm -rf "$pt_dir"
			exit 1
		}
		echo "$base_hash" >"$pt_dir/.base-id"
	fi
	rm -f "$pt_dir/.tree-id"
	pt_stash=$pt_dir/.stash
	rm -rf "$pt_stash"
	mkdir "$pt_stash"
	restore_pristine "$pt_dir" "$pt_stash"
	keep_pristine "$pt_dir" "$@"
	say "applying $# patches"
	if test $# -gt 0; then
		for pt_last; do :; done
		push_to "$pt_dir" "$pt_last" "$logs/quilt-$(basename "$pt_dir").log"
	fi
	(cd "$pt_stash" && find . -type f) | while read -r pt_file; do
		if cmp -s "$pt_stash/$pt_file" "$pt_dir/$pt_file"; then
			touch -r "$pt_stash/$pt_file" "$pt_dir/$pt_file"
		elif test -f "$pt_dir/$pt_file"; then
			touch "$pt_dir/$pt_file"
		fi
	done
	rm -rf "$pt_stash"
	echo "$pt_id" >"$pt_dir/.tree-id"
}

# restore_pristine TREE STASH: undoes all patches; what they had made of the
# files goes to STASH, with its times. Works also after an interruption.
restore_pristine()
{
	test -f "$1/.pristine/LIST" || return 0
	while read -r rs_kind rs_file; do
		if test -f "$1/$rs_file"; then
			mkdir -p "$2/$(dirname "$rs_file")"
			cp -p "$1/$rs_file" "$2/$rs_file"
		fi
		case $rs_kind in
		old) cp -p "$1/.pristine/$rs_file" "$1/$rs_file" ;;
		new) rm -f "$1/$rs_file" ;;
		esac
	done <"$1/.pristine/LIST"
	rm -rf "$1/.pc"
}

# keep_pristine TREE PATCH...: saves each file that the patches touch, before
# the first of them is applied; .pristine/LIST says which files there are.
keep_pristine()
{
	kp_tree=$1
	shift
	rm -f "$kp_tree/.pristine/LIST"
	rm -rf "$kp_tree/.pristine"
	mkdir "$kp_tree/.pristine"
	for kp_name; do
		awk '/^(---|\+\+\+) [ab]\// { sub(/^[ab]\//, "", $2); print $2 }' \
			"$QUILT_PATCHES/$kp_name"
	done | sort -u >"$kp_tree/.pristine/FILES"
	while read -r kp_file; do
		if test -f "$kp_tree/$kp_file"; then
			mkdir -p "$kp_tree/.pristine/$(dirname "$kp_file")"
			cp -p "$kp_tree/$kp_file" "$kp_tree/.pristine/$kp_file"
			echo "old $kp_file"
		else
			echo "new $kp_file"
		fi
	done <"$kp_tree/.pristine/FILES" >"$kp_tree/.pristine/LIST.new"
	mv "$kp_tree/.pristine/LIST.new" "$kp_tree/.pristine/LIST"
}
