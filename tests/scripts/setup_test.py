#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# scripts/setup with a package system that is a stub: what it asks of apt, what
# it says when something is missing, what is left when it fails. Nothing is
# installed and no network is used. One claim per command line argument.

import hashlib
import os
import time

from sandbox import TOP, Sandbox, check, fails_with, main

# apt-get: writes down how it was called; "install" makes the packages that
# dpkg-query (below) lists, "source" makes source packages. While
# $HOME/no-network is there, whatever needs the network fails.
APT = r"""
echo "$*" >>"$HOME/apt-calls"
case "$*" in
update | *source*)
	test ! -e "$HOME/no-network" || {
		echo "E: Failed to fetch: Could not resolve host"
		exit 100
	} ;;
esac
case "$*" in
update)
	test -z "${APT_CONFIG-}" || cat "$(sed -n \
		's/^Dir::Etc::sourceparts "\(.*\)";/\1/p' \
		"$APT_CONFIG")"/* >"$HOME/apt-sources"
	touch "$HOME/updated" ;;
install*)
	test -e "$HOME/updated" || {
		echo "E: Unable to locate package"
		exit 100
	}
	for word; do
		case $word in
		install | --*) ;;
		*) echo "$word installed" >>"$HOME/installed" ;;
		esac
	done ;;
source*)
	for word; do
		case $word in
		source | --*) ;;
		*) cp "$HOME/mirror/${word}"_* . ;;
		esac
	done ;;
esac
"""

DPKG_QUERY = r"""
case $* in
*-f*) cat "$HOME/installed" ;;
*) exit 1 ;;
esac
"""

PACKAGES = """# comment
one	the first
two	the second
"""


class Setup(Sandbox):
    def __init__(self, installed=("one", "two"), root=True):
        super().__init__()
        self.write("home/installed",
                   "".join(name + " installed\n" for name in installed) +
                   "gone deinstalled\n")
        self.stub("apt-get", APT)
        self.stub("dpkg-query", DPKG_QUERY)
        self.stub("id", "echo %d\n" % (0 if root else 1000))
        self.environment["IA64_PV_PACKAGES"] = self.write("packages", PACKAGES)
        self.environment["IA64_PV_APT_ETC"] = self.top + "/etc"
        self.write("etc/sources.list.d/machine.sources",
                   "Types: deb\nURIs: http://mirror.invalid/debian\n"
                   "Suites: stable\nComponents: main\n")
        for name in ("busybox", "tcc"):
            self.mirror(name)

    def mirror(self, name):
        """A source package with the parts that setup looks at."""
        text = "source of " + name
        self.write("home/mirror/%s_1.orig.tar.gz" % name, text)
        total = hashlib.sha256(text.encode()).hexdigest()
        self.write("home/mirror/%s_1.dsc" % name,
                   "Source: %s\nChecksums-Sha256:\n %s %d %s_1.orig.tar.gz\n"
                   "Files:\n nonsense 1 none\n" %
                   (name, total, len(text), name))

    def setup(self, **environment):
        return self.run("setup", "--no-toolchain", **environment)

    def calls(self):
        try:
            with open(self.home + "/apt-calls", encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def leftovers(self):
        names = os.listdir(self.cache) if os.path.isdir(self.cache) else []
        return sorted(set(names) - {"packages-installed"})


def nothing_missing_touches_nothing():
    with Setup() as box:
        check(box.setup().returncode == 0, box.calls())
        calls = box.calls()
        check(not any(call.startswith("install") for call in calls), calls)
        # A second time, without a network, apt is not called at all.
        box.write("home/no-network", "")
        begin = time.monotonic()
        result = box.setup()
        check(result.returncode == 0, result.stderr)
        check(time.monotonic() - begin < 1, "took", time.monotonic() - begin)
        check(box.calls() == calls, box.calls())


def missing_packages_are_installed():
    with Setup(installed=("one",)) as box:
        result = box.setup()
        check(result.returncode == 0, result.stderr)
        check("installed: two" in result.stderr, result.stderr)
        installs = [c for c in box.calls() if c.startswith("install")]
        # The index of a fresh machine is empty: an update, then once more.
        check(len(installs) == 2 and box.calls()[1] == "update", box.calls())
        for word in ("--no-upgrade", "--no-remove", "--no-install-recommends"):
            check(word in installs[-1], installs)
        check(installs[-1].split()[-1] == "two" and " one" not in installs[-1],
              installs)
        with open(box.cache + "/packages-installed", encoding="ascii") as file:
            check(file.read() == "two\n", "the list of what was installed")


def missing_package_without_root():
    with Setup(installed=("two",), root=False) as box:
        result = box.setup()
        fails_with(result, "as root run: apt-get install", " one")
        check(len(result.stderr.splitlines()) == 1, result.stderr)
        check(box.calls() == [] and box.leftovers() == [], box.leftovers())


def missing_package_without_network():
    with Setup(installed=()) as box:
        box.write("home/no-network", "")
        fails_with(box.setup(), "no network?", "one two")
        check(box.leftovers() == [], box.leftovers())


def package_that_does_not_appear():
    with Setup() as box:
        box.write("packages", PACKAGES + "three	never there\n")
        box.stub("apt-get", "exit 0\n")
        fails_with(box.setup(), "still missing after installing: three")


def sources_without_network():
    with Setup() as box:
        box.write("home/no-network", "")
        fails_with(box.setup(), "cannot fetch the sources of: busybox tcc",
                   "no network?")
        check(box.leftovers() == [], box.leftovers())


def sources_come_from_the_machines_own_mirror():
    with Setup() as box:
        box.write("etc/sources.list",
                  "# deb http://old.invalid/ none\n"
                  "deb [arch=amd64] http://one-line.invalid/debian a main\n"
                  "deb-src http://source.invalid/debian a main\n")
        check(box.setup().returncode == 0, box.calls())
        with open(box.home + "/apt-sources", encoding="utf-8") as file:
            lines = file.read().splitlines()
        check("deb-src [arch=amd64] http://one-line.invalid/debian a main"
              in lines, lines)
        check("Types: deb-src" in lines and
              "URIs: http://mirror.invalid/debian" in lines, lines)
        check("Types: deb" not in lines and
              not any("old.invalid" in line for line in lines), lines)
        # The machine's own configuration stays as it was.
        check(sorted(os.listdir(box.top + "/etc")) ==
              ["sources.list", "sources.list.d"] and
              os.listdir(box.top + "/etc/sources.list.d") ==
              ["machine.sources"], "changed")


def damaged_source_is_not_kept():
    with Setup() as box:
        box.write("home/mirror/tcc_1.orig.tar.gz", "half")
        fails_with(box.setup(), "tcc: what was fetched does not match")
        # Mended, it is fetched anew, and only that one.
        box.mirror("tcc")
        check(box.setup().returncode == 0, box.calls())
        check(box.calls()[-1].split()[-1] == "tcc" and
              "busybox" not in box.calls()[-1], box.calls())
        # What is damaged later is noticed as well.
        box.write("home/.cache/ia64-pv/sources/busybox_1.orig.tar.gz", "x")
        check(box.setup().returncode == 0, box.calls())
        check(box.calls()[-1].split()[-1] == "busybox", box.calls())


def unwritable_cache():
    with Setup() as box:
        fails_with(box.setup(XDG_CACHE_HOME="/proc/none"),
                   "/proc/none/ia64-pv: cannot write the cache folder")
        check(box.calls() == [], box.calls())


def clean_removes_the_cache_only():
    with Setup(installed=()) as box:
        check(box.setup().returncode == 0, box.calls())
        box.write("home/.cache/other/file", "")
        result = box.run("setup", "--clean")
        check(result.returncode == 0, result.stderr)
        check("apt-get purge one two" in result.stderr, result.stderr)
        check(os.listdir(box.home + "/.cache") == ["other"], "left over")
        check(not any("purge" in call for call in box.calls()), box.calls())


def wrong_usage():
    with Setup() as box:
        for arguments in (["--no-such"], ["--clean", "more"]):
            result = box.run("setup", *arguments)
            check(result.returncode == 2 and "usage:" in result.stderr, result)


def every_package_has_a_reason():
    with open(TOP + "/scripts/packages", encoding="ascii") as file:
        lines = [line.split() for line in file
                 if line.strip() and not line.startswith("#")]
    for words in lines:
        check(len(words) >= 2, "no reason for", words)
    names = [words[0] for words in lines]
    check(len(names) == len(set(names)), "listed twice")


if __name__ == "__main__":
    main()
