# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Functions of the series-* scripts: a small pristine tree with just the files
# that patches touch, and taking patches apart and together again. To be
# sourced after linux-lib.sh. It writes nothing into the repository.

series_work=$build/series
originals_top=${IA64_PV_ORIGINALS:-$top}
series_from='ia64-pv project <noreply@ia64-pv.invalid>'

# Files the checks need from the base besides those that patches touch.
series_tools='scripts/checkpatch.pl scripts/spelling.txt
scripts/const_structs.checkpatch Makefile arch/ia64/Kconfig
Documentation/dev-tools/checkpatch.rst'

# patch_files FILE: the paths a patch touches, sorted.
patch_files()
{
	awk '
		/^--- / { old = $2; next }
		/^\+\+\+ / && old != "" {
			path = $2 == "/dev/null" ? old : $2
			sub(/^[^\/]*\//, "", path)
			print path
		}
		{ old = "" }' "$1" | sort -u
}

# patch_header FILE: everything before the first change.
patch_header()
{
	awk '/^(--- |\+\+\+ |diff -|Index: |<<<<<<< |=======$)/ { exit }
		{ print }' "$1"
}

# canonical_header FILE: the header with a line "---" before the changes, where
# mail tools end the body.
canonical_header()
{
	patch_header "$1" | awk '
		/^---$/ { dashes = 1 }
		/^$/ { blank++; next }
		{ while (blank-- > 0) print ""; blank = 0; print }
		END { if (!dashes) print "---" }'
}

# header_conflict FILE: true when a merge conflict reaches into the header.
header_conflict()
{
	awk '
		/^--- / { exit }
		marker && NF { bad = 1; exit }
		/^(<<<<<<< |=======$|>>>>>>> )/ { marker = 1 }
		END { exit !bad }' "$1"
}

# header_field FILE NAME: the value of one tag line of the header, with the
# lines that continue it.
header_field()
{
	patch_header "$1" | awk -v tag="$2:" '
		/^$/ { exit }
		/^[ \t]/ { if (on) { sub(/^[ \t]+/, " "); value = value $0 }
			next }
		{ on = 0 }
		index($0, tag) == 1 {
			on = 1
			value = substr($0, length(tag) + 1)
			sub(/^[ \t]+/, "", value)
		}
		END { print value }'
}

# tree_path ORIGINAL: where in the Linux tree a file of ours goes; fails for a
# file that goes nowhere.
tree_path()
{
	case $1 in
	kernel/?*) echo "${1#kernel/}" ;;
	hypervisor/?*) echo "arch/ia64/$1" ;;
	Kconfig.xen) echo arch/ia64/xen/Kconfig ;;
	*) return 1 ;;
	esac
}

# original_path TREE_PATH: the reverse.
original_path()
{
	case $1 in
	arch/ia64/xen/Kconfig) echo Kconfig.xen ;;
	arch/ia64/hypervisor/?*) echo "${1#arch/ia64/}" ;;
	*) echo "kernel/$1" ;;
	esac
}

# list_originals: every file of ours that belongs into the tree, sorted.
list_originals()
{
	(
		cd "$originals_top"
		if test -d .git || test -f .git; then
			git ls-files -c -o --exclude-standard -- kernel \
				hypervisor Kconfig.xen | sort -u
		else
			find kernel hypervisor Kconfig.xen -type f 2>/dev/null |
				sort
		fi
	) | while read -r lo_file; do
		case $lo_file in
		*/.gitignore | */.gitkeep | */.gitattributes) continue ;;
		kernel/README.md | hypervisor/tests/*) continue ;;
		hypervisor/tests.list | hypervisor/Makefile) continue ;;
		esac
		test ! -f "$originals_top/$lo_file" || echo "$lo_file"
	done
}

# rendered_originals FILE: the originals that a patch is rendered from, one a
# line; "folder/" stands for all originals below it. Nothing when the patch is
# edited by hand.
rendered_originals()
{
	header_field "$1" Rendered-from | tr ' ' '\n' | while read -r ro_name; do
		case $ro_name in
		'') ;;
		*/) list_originals | awk -v dir="$ro_name" \
			'index($0, dir) == 1' ;;
		*) echo "$ro_name" ;;
		esac
	done | sort -u
}

# series_base: makes $series_work/base, pristine copies of what the patches
# touch and $series_tools, from the tarball $series_tarball or the folder
# $series_base_dir.
series_tarball=${LINUX_TARBALL:-$base_tarball}
series_base()
{
	sb_dir=$series_work/base
	mkdir -p "$series_work" || die "cannot make $series_work"
	require_patches ""
	{
		for sb_name in $(series_patches ''); do
			patch_files "$QUILT_PATCHES/$sb_name"
		done
		# shellcheck disable=SC2086
		printf '%s\n' $series_tools
	} | sort -u >"$series_work/wanted"
	if test -n "${series_base_dir-}"; then
		rm -rf "$sb_dir"
		mkdir -p "$sb_dir"
		while read -r sb_name; do
			test -f "$series_base_dir/$sb_name" || continue
			mkdir -p "$sb_dir/$(dirname "$sb_name")"
			cp -p "$series_base_dir/$sb_name" "$sb_dir/$sb_name"
		done <"$series_work/wanted"
		return
	fi
	sb_hash=$(check_base "$series_tarball"; echo "$base_found")
	if test -f "$sb_dir.wanted" &&
		test "$(cat "$sb_dir.hash" 2>/dev/null)" = "$sb_hash" &&
		test -z "$(comm -23 "$series_work/wanted" "$sb_dir.wanted")"
	then
		return
	fi
	rm -rf "$sb_dir" "$sb_dir.wanted" "$sb_dir.new"
	mkdir "$sb_dir.new"
	sed 's,^,*/,' "$series_work/wanted" >"$series_work/members"
	tar -xf "$series_tarball" -C "$sb_dir.new" --strip-components=1 \
		--wildcards --no-wildcards-match-slash \
		-T "$series_work/members" 2>"$series_work/tar.err" || true
	sb_why=$(grep -vE 'Not found in archive|Exiting with failure' \
		"$series_work/tar.err" || true)
	if test -n "$sb_why" || ! test -f "$sb_dir.new/Makefile"; then
		rm -rf "$sb_dir.new"
		die "$series_tarball: cannot be read (${sb_why:-no Makefile})"
	fi
	mv "$sb_dir.new" "$sb_dir"
	cp "$series_work/wanted" "$sb_dir.wanted"
	echo "$sb_hash" >"$sb_dir.hash"
}

# one_diff OLD NEW PATH: the change of one file in the form of this series.
one_diff()
{
	od_a=a/$3
	od_b=b/$3
	od_old=$1
	od_new=$2
	test -f "$od_old" || { od_a=/dev/null; od_old=/dev/null; }
	test -f "$od_new" || { od_b=/dev/null; od_new=/dev/null; }
	od_status=0
	diff -up --label "$od_a" --label "$od_b" "$od_old" "$od_new" ||
		od_status=$?
	test $od_status -le 1 ||
		die "$3: cannot be expressed as a text patch"
}

# hand_part FILE RENDERED_LIST: the changes of a patch to files that are not
# rendered. Conflict markers are harmless in what is rendered again.
hand_part()
{
	awk -v list="$2" '
		BEGIN { while ((getline path < list) > 0) drop[path] = 1 }
		function section() {
			if (held == "") return
			if (!(path in drop)) printf "%s", held
			held = ""
		}
		/^--- / {
			section(); held = $0 "\n"; path = $2
			sub(/^[^\/]*\//, "", path); next
		}
		held == "" { next }
		/^\+\+\+ / && $2 != "/dev/null" {
			path = $2; sub(/^[^\/]*\//, "", path)
		}
		/^(<<<<<<< |>>>>>>> )/ || /^=======$/ {
			if (path in drop) next
		}
		{ held = held $0 "\n" }
		END { section() }' "$1"
}

# apply_patch FILE TREE LOG: plain patch without fuzz. Ends with the patch,
# file and both versions when a hunk is refused. Sets ap_moved when a hunk
# applies at another line.
apply_patch()
{
	ap_moved=
	ap_name=$(basename "$1")
	if ! patch -p1 -E --fuzz=0 --no-backup-if-mismatch -f -d "$2" \
		<"$1" >"$3" 2>&1; then
		ap_files=$(refused_files "$3")
		die "patch $ap_name does not apply to:$ap_files" \
			"(series refreshed on Linux $base_kernel, this tree is" \
			"$(tree_version "$series_work/base"); log $3)"
	fi
	if grep -q '^Hunk .* succeeded at .*offset' "$3"; then
		ap_moved=y
	fi
}

# render FILE TREE OUT: applies a patch to TREE as it should be (rendered
# files from their originals, the others from the patch) and writes the patch
# that makes this change to OUT.
render()
{
	re_dir=$series_work/render
	rm -rf "$re_dir"
	mkdir -p "$re_dir/old"
	rendered_originals "$1" >"$re_dir/originals"
	: >"$re_dir/rendered"
	while read -r re_name; do
		test -f "$originals_top/$re_name" ||
			die "$(basename "$1"): Rendered-from names $re_name," \
				"which does not exist"
		tree_path "$re_name" >>"$re_dir/rendered" ||
			die "$(basename "$1"): Rendered-from names $re_name," \
				"which has no place in the tree"
	done <"$re_dir/originals"
	if test -n "$(header_field "$1" Rendered-from)" &&
		! test -s "$re_dir/originals"; then
		die "$(basename "$1"): Rendered-from matches no file"
	fi
	hand_part "$1" "$re_dir/rendered" >"$re_dir/hand"
	if header_conflict "$1" ||
		grep -qE '^(<<<<<<< |>>>>>>> )' "$re_dir/hand"; then
		die "$(basename "$1"): conflict markers in a part that is" \
			"edited by hand; solve it first"
	fi
	{
		patch_files "$re_dir/hand"
		cat "$re_dir/rendered"
	} | sort -u >"$re_dir/files"
	while read -r re_name; do
		test -f "$2/$re_name" || continue
		mkdir -p "$re_dir/old/$(dirname "$re_name")"
		cp -p "$2/$re_name" "$re_dir/old/$re_name"
	done <"$re_dir/files"
	ap_moved=
	if test -s "$re_dir/hand"; then
		cp "$re_dir/hand" "$re_dir/$(basename "$1")"
		apply_patch "$re_dir/$(basename "$1")" "$2" "$re_dir/log"
	fi
	while read -r re_name; do
		re_path=$(tree_path "$re_name")
		mkdir -p "$2/$(dirname "$re_path")"
		cp "$originals_top/$re_name" "$2/$re_path"
	done <"$re_dir/originals"
	fold_originals "$1" "$2" "$re_dir/files"
	{
		canonical_header "$1"
		while read -r re_name; do
			one_diff "$re_dir/old/$re_name" "$2/$re_name" "$re_name"
		done <"$re_dir/files"
	} >"$3"
}

# fold_originals PATCH TREE FILES: hook of series-refresh --fold; does nothing
# in the other scripts.
fold_originals() { :; }
