#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# scripts/toolchain: what is left after failures and interruptions, with a
# recipe that takes a moment instead of the real one; and the real toolchain
# where it is the point. One claim per command line argument.

import glob
import hashlib
import os
import signal
import subprocess
import tarfile
import tempfile
import time

from sandbox import TOP, Sandbox, check, fails_with, main, skip

# A toolchain in no time. Each build leaves a line in $HOME/builds; while
# $HOME/slow is there a build takes its time.
RECIPE = """
toolchain_mib=0
build_one()
{
	echo one >>"$HOME/builds"
	mkdir -p "$out/bin"
	echo half >"$out/bin/ia64-linux-gnu-gcc"
	touch "$HOME/started"
	test ! -e "$HOME/slow" || sleep 300
	test ! -e "$HOME/short" || sleep 1
	echo whole >"$out/bin/ia64-linux-gnu-gcc"
}
build_toolchain()
{
	recipe_step one build_one
}
"""


class Toolchain(Sandbox):
    """A sandbox in which scripts/toolchain has a recipe and sources."""

    def __init__(self, recipe=RECIPE):
        super().__init__()
        self.environment["IA64_PV_TOOLCHAIN_RECIPE"] = self.write(
            "recipe", recipe)
        self.sources = []
        for name in ("gcc", "glibc", "linux"):
            self.sources += ["--" + name, self.write(name + ".tar", name)]

    def toolchain(self, *arguments, **environment):
        return self.run("toolchain", *self.sources, *arguments, **environment)

    def prefix(self):
        """What --print says, or None when it fails as it should."""
        result = self.toolchain("--print")
        if result.returncode == 0:
            return result.stdout.strip()
        fails_with(result, "not built yet: run make setup")
        check(result.stdout == "", result.stdout)
        return None

    def wait_for(self, name):
        for _ in range(300):
            if os.path.exists(self.home + "/" + name):
                return
            time.sleep(0.05)
        check(False, "no", name)


def _is_whole(prefix):
    with open(prefix + "gcc", encoding="ascii") as file:
        return file.read() == "whole\n"


def builds_once():
    with Toolchain() as box:
        check(box.prefix() is None, "printed before it was built")
        result = box.toolchain()
        check(result.returncode == 0, result.stderr)
        prefix = box.prefix()
        check(prefix.startswith(box.cache + "/toolchain/"), prefix)
        check(prefix.endswith("/bin/ia64-linux-gnu-"), prefix)
        check(_is_whole(prefix), "not whole")
        begin = time.monotonic()
        result = box.toolchain()
        check(result.returncode == 0, result.stderr)
        check(time.monotonic() - begin < 1, "the second run took",
              time.monotonic() - begin)
        with open(box.home + "/builds", encoding="ascii") as file:
            check(file.read() == "one\n", "built more than once")
        # Other sources are another toolchain.
        box.write("gcc.tar", "another")
        check(box.prefix() is None, "the key ignores the sources")


def interrupted_build_is_not_taken_for_whole():
    with Toolchain() as box:
        box.write("home/slow", "")
        process = box.start("toolchain", *box.sources)
        box.wait_for("started")
        # No handler can run: as when the machine loses power.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for left in box.processes():
            os.kill(left, signal.SIGKILL)
        check(box.prefix() is None, "a half toolchain was taken for whole")
        check(box.cached("toolchain") != [], "the test interrupted nothing")
        os.unlink(box.home + "/slow")
        result = box.toolchain()
        check(result.returncode == 0, result.stderr)
        check(_is_whole(box.prefix()), "not whole")
        check(len(box.cached("toolchain")) == 1, "left over:",
              box.cached("toolchain"))


def terminated_build_leaves_nothing():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        with Toolchain() as box:
            box.write("home/slow", "")
            process = box.start("toolchain", *box.sources)
            box.wait_for("started")
            begin = time.monotonic()
            process.send_signal(number)
            _, errors = process.communicate(timeout=30)
            check(process.returncode == 128 + number, process.returncode)
            check(time.monotonic() - begin < 10, "took its time")
            check("interrupted; nothing is left" in errors, errors)
            check(box.cached("toolchain") == [], box.cached("toolchain"))
            check(box.processes() == [], "still running")


def builders_wait_for_each_other():
    with Toolchain() as box:
        box.write("home/short", "")
        builders = [box.start("toolchain", *box.sources) for _ in range(3)]
        for builder in builders:
            _, errors = builder.communicate(timeout=60)
            check(builder.returncode == 0, errors)
        with open(box.home + "/builds", encoding="ascii") as file:
            check(file.read() == "one\n", "built more than once")
        check(_is_whole(box.prefix()), "not whole")


def failed_step_is_one_line():
    recipe = RECIPE.replace("\tmkdir", "\techo x.c:1: error: no good; false\n"
                            "\tmkdir", 1)
    with Toolchain(recipe) as box:
        result = box.toolchain()
        fails_with(result, "one failed: x.c:1: error: no good", "toolchain-one")
        check(box.prefix() is None, "taken for whole")
        check(box.cached("toolchain") == [], box.cached("toolchain"))


def full_disk():
    with Toolchain() as box:
        os.makedirs(box.cache)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "none", box.cache],
            capture_output=True, check=False)
        if mounted.returncode:
            skip("cannot mount a small file system here")
        try:
            recipe = RECIPE.replace(
                "\techo whole", "\thead -c 1000000 /dev/zero "
                ">\"$out/large\"\n\techo whole")
            box.write("recipe", recipe)
            fails_with(box.toolchain(),
                       "one failed: No space left on device")
            check(box.prefix() is None, "taken for whole")
            check(box.cached("toolchain") == [], box.cached("toolchain"))
            # With room known to be missing, nothing is begun.
            box.write("recipe", recipe.replace("mib=0", "mib=3000"))
            fails_with(box.toolchain(), box.cache, "needs 3000 MiB")
            check(box.cached("toolchain") == [], box.cached("toolchain"))
        finally:
            subprocess.run(["umount", box.cache], check=True)


def unwritable_cache():
    with Toolchain() as box:
        for folder in ("/proc/none", "/sys"):
            fails_with(box.toolchain(XDG_CACHE_HOME=folder),
                       folder + "/ia64-pv: cannot write the cache folder")
        fails_with(box.toolchain(XDG_CACHE_HOME="relative"),
                   "must be an absolute path")
        fails_with(box.toolchain(XDG_CACHE_HOME="", HOME=""),
                   "neither XDG_CACHE_HOME nor HOME")


def _tarball(path, names):
    with tarfile.open(path, "w:xz") as archive:
        for name in names:
            info = tarfile.TarInfo("top/" + name)
            data = os.urandom(100000)
            info.size = len(data)
            with tempfile.TemporaryFile() as file:
                file.write(data)
                file.seek(0)
                archive.addfile(info, file)


def bad_tarballs():
    with open(TOP + "/scripts/toolchain-recipe", encoding="utf-8") as file:
        recipe = file.read()
    recipe = recipe.replace("toolchain_mib=3000", "toolchain_mib=0")
    good = {
        "gcc": "gcc/config/ia64/ia64.cc",
        "glibc": "sysdeps/ia64/start.S",
        "linux": "arch/ia64/include/uapi/asm/unistd.h",
    }
    with Toolchain(recipe) as box:
        paths = {name: "%s/%s.tar" % (box.top, name) for name in good}
        for name, needed in good.items():
            _tarball(paths[name], [needed, "Makefile", "scripts/a",
                                   "include/a", "usr/a"])
        for name in good:
            with open(paths[name], "rb") as file:
                whole = file.read()
            # Truncated, something else altogether, another's source.
            with open(paths[name], "wb") as file:
                file.write(whole[:len(whole) // 2])
            fails_with(box.toolchain(), "unpack failed", "nexpected end")
            with open(paths[name], "w", encoding="ascii") as file:
                file.write("this is no tarball\n")
            fails_with(box.toolchain(), "unpack failed")
            _tarball(paths[name], ["Makefile", "scripts/a", "include/a",
                                   "usr/a", "arch/ia64/a"])
            fails_with(box.toolchain(), "unpack failed",
                       "is no source of " + name, paths[name])
            check(box.cached("toolchain") == [], box.cached("toolchain"))
            with open(paths[name], "wb") as file:
                file.write(whole)
        fails_with(box.toolchain("--gcc", "/no/such.tar"),
                   "/no/such.tar: cannot read")


def damaged_package_file():
    with Toolchain() as box:
        files = {"gcc-12-source": "usr/src/gcc-12/gcc-12.2.0-dfsg.tar.xz",
                 "glibc-source": "usr/src/glibc/glibc-2.36.tar.xz",
                 "linux-source-6.1": "usr/src/linux-source-6.1.tar.xz"}
        for package, name in files.items():
            path = box.write("root/" + name, package)
            total = hashlib.md5(package.encode()).hexdigest()
            box.write("info/%s.md5sums" % package,
                      "%s  %s\n" % (total, path[1:]))
        box.environment["IA64_PV_DPKG_INFO"] = box.top + "/info"
        box.sources = []
        box.write("root/" + files["glibc-source"], "glibc-sourcE")
        fails_with(box.toolchain(), files["glibc-source"], "damaged",
                   "reinstall")
        os.unlink(box.top + "/root/" + files["glibc-source"])
        fails_with(box.toolchain(), files["glibc-source"], "cannot read")
        check(box.cached("toolchain") == [], box.cached("toolchain"))
        box.write("root/" + files["glibc-source"], "glibc-source")
        result = box.toolchain()
        check(result.returncode == 0, result.stderr)
        os.unlink(box.top + "/info/gcc-12-source.md5sums")
        fails_with(box.toolchain(), "gcc-12-source is not installed",
                   "make setup")


def own_toolchain_is_used():
    with Toolchain() as box:
        box.stub("my-ia64-gcc", "echo ia64-unknown-linux-gnu\n")
        box.stub("my-arm-gcc", "echo arm-linux-gnueabi\n")
        result = box.toolchain("--print", CROSS_COMPILE="my-ia64-")
        check(result.stdout == "my-ia64-\n", result)
        result = box.toolchain(CROSS_COMPILE="my-ia64-")
        check(result.returncode == 0 and box.cached("toolchain") == [],
              result)
        fails_with(box.toolchain(CROSS_COMPILE="my-arm-"), "my-arm-",
                   "arm-linux-gnueabi")
        fails_with(box.toolchain(CROSS_COMPILE="/no/such-"), "/no/such-")
        fails_with(box.toolchain("--print", CROSS_COMPILE="/no/such-"),
                   "/no/such-")


def old_toolchains_are_removed():
    with Toolchain() as box:
        for number in range(5):
            box.write("gcc.tar", "version %d" % number)
            check(box.toolchain().returncode == 0, number)
        check(len(box.cached("toolchain")) == 3, box.cached("toolchain"))
        check(box.prefix() is not None, "the newest is gone")


def wrong_usage():
    with Toolchain() as box:
        for arguments in (["--no-such"], ["--gcc"], ["more"]):
            result = box.run("toolchain", *arguments)
            check(result.returncode == 2 and "usage:" in result.stderr,
                  result)


def _real_prefix():
    result = subprocess.run([TOP + "/scripts/toolchain", "--print"],
                            capture_output=True, text=True, check=False)
    check(result.returncode == 0, result.stderr)
    return result.stdout.strip()


PROGRAM = r"""
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
static __thread int own;
static void *f(void *p) { own = 1; printf("%s %Lf\n", (char *)p, sinl(own)); return p; }
int main(void)
{
	pthread_t t;
	char path[PATH_MAX] = "x";
	return pthread_create(&t, 0, f, path) || pthread_join(t, 0);
}
"""


def links_static_programs():
    prefix = _real_prefix()
    with Sandbox() as box:
        source = box.write("p.c", PROGRAM)
        subprocess.run([prefix + "gcc", "-static", "-O2", "-Wall", "-Werror",
                        "-o", box.top + "/p", source, "-lpthread", "-lm"],
                       check=True)
        kind = subprocess.run(["file", "-b", box.top + "/p"], check=True,
                              capture_output=True, text=True).stdout
        check("IA-64" in kind and "statically linked" in kind, kind)


def versions():
    prefix = _real_prefix()
    output = subprocess.run([prefix + "gcc", "--version"], check=True,
                            capture_output=True, text=True).stdout
    check("12.2.0" in output, output)
    machine = subprocess.run([prefix + "gcc", "-dumpmachine"], check=True,
                             capture_output=True, text=True).stdout
    check(machine == "ia64-linux-gnu\n", machine)
    for tool in ("as", "ld", "objcopy", "nm", "ar"):
        subprocess.run([prefix + tool, "--version"], check=True,
                       capture_output=True)


def names_no_folder():
    """No file of the toolchain has the name of the folder it was built in."""
    prefix = _real_prefix()
    root = os.path.dirname(os.path.dirname(prefix))
    work = os.path.dirname(root).encode()
    for folder, _, names in os.walk(root):
        for name in names:
            path = folder + "/" + name
            if os.path.islink(path):
                continue
            with open(path, "rb") as file:
                check(work not in file.read(), path, "names", work)


def reproducible():
    """Builds it anew elsewhere: twelve minutes of two processors."""
    prefix = _real_prefix()
    with Sandbox() as box:
        box.environment["XDG_CACHE_HOME"] = box.top + "/a/longer/folder"
        result = box.run("toolchain", timeout=7000)
        check(result.returncode == 0, result.stderr)
        again = glob.glob(box.top + "/a/longer/folder/ia64-pv/toolchain/*")
        compared = subprocess.run(
            ["diff", "-r", "--no-dereference",
             os.path.dirname(os.path.dirname(prefix)), *again],
            capture_output=True, text=True, check=False)
        check(compared.returncode == 0, compared.stdout[:2000])


if __name__ == "__main__":
    main()
