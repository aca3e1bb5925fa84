#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# The userland: what is in the archive, that it depends on nothing but its
# sources, and what pack-cpio and scripts/userland say to bad input. Boots
# nothing (tests/boot does). One claim per command line argument.

import gzip
import hashlib
import os
import shutil
import stat
import subprocess

from sandbox import TOP, Sandbox, check, fails_with, main

USERLAND = TOP + "/build/userland"
PACK = USERLAND + "/pack-cpio"


def _entries(data):
    """Yields name, fields and contents of a newc archive, in order."""
    place = 0
    while True:
        head = data[place:place + 110].decode("ascii")
        check(head[:6] == "070701", "no entry at", place, head[:6])
        fields = [int(head[6 + 8 * i:14 + 8 * i], 16) for i in range(13)]
        keys = ("ino mode uid gid nlink mtime size devmajor devminor major "
                "minor namesize check").split()
        entry = dict(zip(keys, fields))
        name = data[place + 110:place + 109 + entry["namesize"]].decode()
        place = (place + 110 + entry["namesize"] + 3) & ~3
        contents = data[place:place + entry["size"]]
        place = (place + entry["size"] + 3) & ~3
        if name == "TRAILER!!!":
            return
        yield name, entry, contents


def _archive():
    with open(USERLAND + "/initramfs.cpio.gz", "rb") as file:
        packed = file.read()
    # Neither a name nor a time in gzip's header.
    check(packed[3] == 0 and packed[4:8] == bytes(4), packed[:10])
    return gzip.decompress(packed)


def archive_has_fixed_owners_times_and_order():
    names = []
    for name, entry, _ in _entries(_archive()):
        check(entry["uid"] == entry["gid"] == entry["mtime"] == 0, name, entry)
        check(not name.startswith("/") and ".." not in name.split("/"), name)
        parent = os.path.dirname(name)
        check(not parent or parent in names, name, "before its folder")
        names.append(name)
    check(names == sorted(names), "not sorted")
    check(len(set(names)) == len(names), "a name twice")


def archive_has_what_a_boot_needs():
    entries = {name: (entry, data) for name, entry, data in
               _entries(_archive())}
    console = entries["dev/console"][0]
    check(stat.S_ISCHR(console["mode"]) and
          (console["major"], console["minor"]) == (5, 1), console)
    for name in ("init", "bin/busybox", "usr/bin/stress", "usr/bin/tcc"):
        entry, data = entries[name]
        check(entry["mode"] == 0o100755, name, oct(entry["mode"]))
        # ELF, little-endian 64 bits, EM_IA_64, no interpreter.
        check(data[:6] == b"\x7fELF\x02\x01" and data[18:20] == b"\x32\x00",
              name, data[:20])
        check(b"/lib/ld-linux" not in data, name, "is not static")
    check(entries["bin/sh"][1] == b"/bin/busybox", entries["bin/sh"])
    for name in ("proc", "sys", "run", "tmp", "root"):
        check(stat.S_ISDIR(entries[name][0]["mode"]), name)


def workload_has_300_files_and_their_headers():
    entries = {name: data for name, _, data in _entries(_archive())}
    share = "usr/share/compile-workload/"
    files = entries[share + "files"].decode().split()
    sums = entries[share + "sums"].decode().split()
    check(len(files) >= 300 and len(sums) == 2 * len(files), len(files))
    check(len(set(sums[::2])) > 250, "most objects are equal")
    headers = [name for name in entries if name.endswith(".h") and
               name.startswith("usr/src/compile-workload/")]
    check(len(headers) > 100, len(headers))
    for name in files:
        check("usr/src/compile-workload/" + name in entries, name)


def archive_names_no_folder_of_the_build():
    data = _archive()
    for folder in (TOP, os.path.expanduser("~") + "/.cache"):
        check(folder.encode() not in data, folder, "is in the archive")


def same_archive_from_two_folders():
    """The parts come from the cache; ours are built in each folder."""
    listed = subprocess.run(
        ["git", "-C", TOP, "ls-files", "-co", "--exclude-standard", "scripts",
         "userland"], capture_output=True, text=True, check=True).stdout
    totals = set()
    with Sandbox() as box:
        for place in ("a", "another/and-deeper"):
            tree = box.top + "/" + place
            for name in listed.split("\n"):
                if name and os.path.exists(TOP + "/" + name):
                    os.makedirs(os.path.dirname(tree + "/" + name),
                                exist_ok=True)
                    shutil.copy(TOP + "/" + name, tree + "/" + name)
            environment = {**os.environ}
            environment.pop("IA64_PV_BUILD", None)
            result = subprocess.run(
                [tree + "/scripts/userland"], capture_output=True, text=True,
                env=environment, check=False)
            check(result.returncode == 0, result.stderr)
            with open(tree + "/build/userland/initramfs.cpio.gz",
                      "rb") as file:
                totals.add(hashlib.sha256(file.read()).hexdigest())
    with open(USERLAND + "/initramfs.cpio.gz", "rb") as file:
        totals.add(hashlib.sha256(file.read()).hexdigest())
    check(len(totals) == 1, totals)


def same_archive_from_another_cache():
    """BusyBox, TinyCC and the workload are built anew as well."""
    prefix = subprocess.run([TOP + "/scripts/toolchain", "--print"],
                            capture_output=True, text=True,
                            check=True).stdout.strip()
    with Sandbox() as box:
        cache = os.environ.get("XDG_CACHE_HOME") or \
            os.path.expanduser("~/.cache")
        shutil.copytree(cache + "/ia64-pv/sources", box.cache + "/sources")
        result = box.run("userland", timeout=3000, CROSS_COMPILE=prefix)
        check(result.returncode == 0, result.stderr)
        with open(box.build + "/userland/initramfs.cpio", "rb") as file:
            again = file.read()
    with open(USERLAND + "/initramfs.cpio", "rb") as file:
        first = file.read()
    for one, other in zip(_entries(first), _entries(again)):
        check(one == other, one[0], "differs")
    check(first == again, "differs")


def _pack(text):
    return subprocess.run([PACK], input=text, capture_output=True, text=True,
                          check=False)


def pack_refuses_bad_lists():
    for text, why in (
            ("", "an empty list"),
            ("dir relative 0755\n", "line 1: relative: expected an absolute"),
            ("dir / 0755\n", "expected an absolute name"),
            ("dir /a 0755\nfolder /b 0755\n", "line 2: folder: expected dir"),
            ("dir /a\n", "line 1: dir: expected"),
            ("dir /a 9\n", "line 1: 9: expected a number"),
            ("dir /a 77777\n", "77777: expected a number"),
            ("nod /a 0600 x 1 2\n", "expected dir, file, slink or nod"),
            ("nod /a 0600 c 1 2 3\n", "3: one word too many"),
            ("dir /a 0755\nslink /a b\n", "a: listed twice"),
            ("file /a 0644 /no/such/file\n", "/no/such/file: No such file"),
            ("file /a 0644 /proc\n", "/proc: not a regular file")):
        result = _pack(text)
        check(result.returncode == 1 and why in result.stderr and
              result.stderr.count("\n") == 1, text, result.stderr)


def pack_survives_a_full_disk():
    with open("/dev/full", "wb") as full:
        result = subprocess.run([PACK], input=b"dir /a 0755\n", stdout=full,
                                stderr=subprocess.PIPE, check=False)
    check(result.returncode == 1 and b"No space left" in result.stderr, result)


def no_sources_is_one_line():
    with Sandbox() as box:
        cross = {"CROSS_COMPILE": box.top + "/bin/x-"}
        box.stub("x-gcc", "echo ia64-linux-gnu\n")
        fails_with(box.run("userland", **cross),
                   "no source package busybox (run make setup)")
        box.write("home/.cache/ia64-pv/sources/busybox_1.dsc",
                  "Checksums-Sha256:\n %s 1 busybox.tar\nFiles:\n" %
                  ("0" * 64))
        box.write("home/.cache/ia64-pv/sources/busybox.tar", "truncated")
        fails_with(box.run("userland", **cross), "busybox_1.dsc",
                   "damaged", "make setup fetches it anew")
        check(not os.path.exists(box.build + "/userland/initramfs.cpio.gz"),
              "made an archive")


def no_toolchain_is_one_line():
    with Sandbox() as box:
        fails_with(box.run("userland"), "not built yet: run make setup")
        fails_with(box.run("userland", CROSS_COMPILE="/no/such-"), "/no/such-")


def failed_part_leaves_no_archive():
    with Sandbox() as box:
        text = "source"
        total = hashlib.sha256(text.encode()).hexdigest()
        for name in ("busybox", "tcc"):
            box.write("home/.cache/ia64-pv/sources/%s_1.tar" % name, text)
            box.write("home/.cache/ia64-pv/sources/%s_1.dsc" % name,
                      "Checksums-Sha256:\n %s 6 %s_1.tar\nFiles:\n" %
                      (total, name))
        box.stub("x-gcc", "echo ia64-linux-gnu\n")
        fails_with(box.run("userland", CROSS_COMPILE=box.top + "/bin/x-"),
                   "unpack failed")
        check(box.cached("userland") == [], box.cached("userland"))
        check(not os.path.exists(box.build + "/userland"), "left something")


def wrong_usage():
    with Sandbox() as box:
        for arguments in (["--no-such"], ["--host", "more"]):
            result = box.run("userland", *arguments)
            check(result.returncode == 2 and "usage:" in result.stderr, result)


if __name__ == "__main__":
    main()
