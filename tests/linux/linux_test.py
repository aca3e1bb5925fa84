#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# Tests of scripts/linux: what it refuses and says, what it leaves behind, and
# what the kernels it built are. Usage: linux_test.py CASE.

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
LINUX = os.path.join(TOP, "scripts", "linux")
CONFIGS = os.path.join(TOP, "tests", "boot", "configs")
BUILD = os.path.join(TOP, "build")


def settings(name):
    """A value of scripts/base."""
    with open(os.path.join(TOP, "scripts", "base"), encoding="utf-8") as f:
        for line in f:
            if line.startswith(name + "="):
                return line.strip().split("=", 1)[1]
    raise KeyError(name)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


class Place:
    """A build folder and a cache folder of its own, and an empty series."""

    def __init__(self):
        self.dir = tempfile.mkdtemp()
        self.build = os.path.join(self.dir, "build")
        self.series = os.path.join(self.dir, "series")
        write(self.series, "# [fixes] none\n")
        # The compiler is that of the real cache folder.
        if "CROSS_COMPILE" not in os.environ:
            os.environ["CROSS_COMPILE"] = subprocess.run(
                [os.path.join(TOP, "scripts", "toolchain"), "--print"],
                check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        self.env = dict(os.environ, IA64_PV_BUILD=self.build,
                        IA64_PV_SERIES=self.series,
                        XDG_CACHE_HOME=os.path.join(self.dir, "cache"))

    def run(self, *arguments, **env):
        done = subprocess.run([LINUX, *arguments],
                              env=dict(self.env, **env),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True)
        self.out = done.stdout
        self.err = done.stderr
        return done.returncode

    def refused(self, message, *arguments, **env):
        """Fails with one clear line, and leaves no kernel and no tree."""
        status = self.run(*arguments, **env)
        lines = [l for l in self.err.splitlines() if "warning" not in l]
        if status != 1 or len(lines) != 1 or message not in lines[0]:
            raise AssertionError("expected %r, got status %d:\n%s%s"
                                 % (message, status, self.out, self.err))
        for name in ("linux", "linux-native"):
            assert not os.path.exists(os.path.join(self.build, name))
        src = os.path.join(self.build, "src")
        assert not os.path.exists(src) or not os.listdir(src), os.listdir(src)


def tarball(place, files, name="linux.tar.xz"):
    tree = os.path.join(place.dir, "linux-sample")
    for path, text in files.items():
        write(os.path.join(tree, path), text)
    path = os.path.join(place.dir, name)
    subprocess.run(["tar", "-C", place.dir, "-cJf", path, "linux-sample"],
                   check=True)
    shutil.rmtree(tree)
    return path


def makefile(version):
    return "VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = %s\n" \
        % tuple(version.split("."))


def bad_tarballs_are_refused():
    p = Place()
    p.refused("no such tarball", "--tarball", p.dir + "/nosuch.tar.xz")
    good = settings("base_tarball")
    with open(good, "rb") as f:
        data = f.read(20 << 20)
    truncated = os.path.join(p.dir, "truncated.tar.xz")
    with open(truncated, "wb") as f:
        f.write(data)
    p.refused("damaged or truncated", "--tarball", truncated)
    assert settings("base_sha256") in p.err
    garbage = os.path.join(p.dir, "garbage.tar.xz")
    write(garbage, "no archive\n")
    p.refused("damaged or truncated", "--tarball", garbage)
    p.refused("not a Linux source tree", "--tarball",
              tarball(p, {"README": "something else\n"}))
    p.refused("expected 6.1.y", "--tarball",
              tarball(p, {"Makefile": makefile("6.6.1"),
                          "arch/ia64/Kconfig": "\n"}))
    p.refused("without arch/ia64", "--tarball",
              tarball(p, {"Makefile": makefile("6.1.5")}))


def patch_that_does_not_apply():
    p = Place()
    patches = os.path.join(p.dir, "patches")
    write(os.path.join(patches, "ia64-bad.patch"),
          "--- a/arch/ia64/Kconfig\n+++ b/arch/ia64/Kconfig\n"
          "@@ -1 +1 @@\n-what is not there\n+other\n")
    write(p.series, "# [fixes] one\nia64-bad.patch\n")
    path = tarball(p, {"Makefile": makefile("6.1.5"),
                       "arch/ia64/Kconfig": "config IA64\n"})
    assert p.run("--native", "--tarball", path, IA64_PV_PATCHES=patches) == 1
    for part in ("ia64-bad.patch", "arch/ia64/Kconfig",
                 settings("base_kernel"), "6.1.5"):
        assert part in p.err, (part, p.err)
    assert not os.path.exists(os.path.join(p.build, "linux-native"))
    # The tree is not taken for a good one the next time.
    assert p.run("--native", "--tarball", path, IA64_PV_PATCHES=patches) == 1
    assert "ia64-bad.patch" in p.err


def wrong_compilers_are_refused():
    p = Place()
    p.refused("is not a program", CROSS_COMPILE="/nosuch/ia64-")
    tools = os.path.join(p.dir, "tools")
    os.mkdir(tools)
    os.symlink(shutil.which("gcc"), os.path.join(tools, "other-gcc"))
    p.refused("not ia64", CROSS_COMPILE=tools + "/other-")


def unwritable_cache_is_refused():
    p = Place()
    # A folder below a file cannot be made, not even by root.
    write(os.path.join(p.dir, "file"), "")
    p.refused("cannot write the cache folder",
              XDG_CACHE_HOME=os.path.join(p.dir, "file"))


def missing_programs_are_named():
    p = Place()
    tools = os.path.join(p.dir, "tools")
    os.mkdir(tools)
    for name in ("sh", "dirname", "sed", "awk", "tar", "xz", "make", "cat",
                 "bc", "bison", "flock", "grep", "env"):
        os.symlink(shutil.which(name), os.path.join(tools, name))
    p.refused("missing programs: quilt flex", PATH=tools)


def full_disk_leaves_nothing():
    p = Place()
    path = tarball(p, {"Makefile": makefile("6.1.5"),
                       "arch/ia64/Kconfig": "\n", "big": "x" * (3 << 20)})
    script = ("mkdir -p {b} && mount -t tmpfs -o size=2m none {b} && "
              "{l} --native --tarball {t}; status=$?; echo left:; "
              "ls {b}/src; "
              "exit $status").format(b=p.build, l=LINUX, t=path)
    probe = subprocess.run(["unshare", "-rm", "true"],
                           stderr=subprocess.DEVNULL)
    if probe.returncode:
        print("no small file system: user namespaces are not allowed here")
        sys.exit(77)
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], env=p.env,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    assert done.returncode == 1, done
    assert "no space left" in done.stderr, done.stderr
    assert done.stdout.endswith("left:\n"), done.stdout


def kconfig_tree(place):
    """The part of the pinned tree that configuring needs."""
    tree = os.path.join(place.dir, "tree")
    os.mkdir(tree)
    subprocess.run(
        ["tar", "-xf", settings("base_tarball"), "-C", tree,
         "--strip-components=1", "--wildcards", "*/Makefile", "*/Kconfig*",
         "*/scripts/*", "*/arch/ia64/*"], check=True)
    return tree


def unsatisfied_symbols_are_named():
    p = Place()
    tree = kconfig_tree(p)
    fragment = os.path.join(p.dir, "sample.config")
    out = os.path.join(p.dir, "out")
    for line, message in (
            ("CONFIG_NO_SUCH_SYMBOL=y", "CONFIG_NO_SUCH_SYMBOL=y came out "
                                        "as n"),
            ("CONFIG_NR_CPUS=100000", "CONFIG_NR_CPUS=100000 came out as"),
            ("# CONFIG_ACPI is not set", "CONFIG_ACPI=n came out as y")):
        shutil.copy(os.path.join(CONFIGS, "minimal.config"), fragment)
        with open(fragment, "a", encoding="utf-8") as f:
            f.write(line + "\n")
        assert p.run("--tree", tree, "--out", out, fragment) == 1
        assert message in p.err and p.err.count("\n") == 1, p.err
        assert "sample.config" in p.err
        assert not os.path.exists(out)


def build_errors_are_shown():
    p = Place()
    tree = kconfig_tree(p)
    out = os.path.join(p.dir, "out")
    # Most of the sources are missing, so the build fails early.
    status = p.run("--tree", tree, "--out", out,
                   os.path.join(CONFIGS, "minimal.config"))
    assert status == 1 and "build failed" in p.err, p.err
    assert not os.path.exists(out) and not os.path.exists(out + ".new")


def elf_header(path):
    with open(path, "rb") as f:
        return f.read(64)


def kernels_are_what_was_asked_for():
    """The products of make linux."""
    for name in ("linux", "linux-native"):
        folder = os.path.join(BUILD, name)
        header = elf_header(os.path.join(folder, "vmlinux"))
        assert header[:6] == b"\x7fELF\x02\x01", "64-bit little-endian ELF"
        assert int.from_bytes(header[16:18], "little") == 2, "ET_EXEC"
        assert int.from_bytes(header[18:20], "little") == 50, "EM_IA_64"
        with open(os.path.join(folder, "System.map"), encoding="utf-8") as f:
            symbols = {l.split()[2] for l in f}
        assert {"_start", "ia64_ivt", "start_kernel"} <= symbols
        with open(os.path.join(folder, "config"), encoding="utf-8") as f:
            config = f.read()
        for line in ("CONFIG_NR_CPUS=64", "CONFIG_IA64_PAGE_SIZE_16KB=y",
                     "CONFIG_MCKINLEY=y", "CONFIG_SPARSEMEM_VMEMMAP=y",
                     "CONFIG_NUMA=y", "CONFIG_TICK_CPU_ACCOUNTING=y",
                     "CONFIG_VIRTIO_BLK=y", "CONFIG_HZ_250=y"):
            assert line + "\n" in config, (name, line)
        assert "CONFIG_INTEL_IOMMU=y" not in config
        # No path of this machine in the image.
        with open(os.path.join(folder, "vmlinux"), "rb") as f:
            image = f.read()
        for path in (TOP, BUILD, "/tmp/"):
            at = image.find(path.encode())
            assert at < 0, image[at - 20:at + 80]


def second_run_builds_nothing():
    begin = time.monotonic()
    done = subprocess.run([LINUX], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert done.stdout == "linux: linux-native: up to date\n" \
                          "linux: linux: up to date\n", done.stdout
    assert time.monotonic() - begin < 20


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def build_minimal(place, name):
    """Builds the minimal configuration in a tree at its own path."""
    tree = os.path.join(place.dir, name)
    subprocess.run([os.path.join(TOP, "scripts", "tree"), tree], check=True,
                   env=place.env)
    out = os.path.join(place.dir, "out-" + os.path.basename(name))
    status = place.run("--tree", tree, "--out", out,
                       os.path.join(CONFIGS, "minimal.config"))
    assert status == 0, place.err
    return out


def two_folders_give_the_same_image():
    p = Place()
    one = build_minimal(p, "one")
    two = build_minimal(p, "a/longer/path/two")
    for name in ("vmlinux", "System.map", "config"):
        assert sha256(os.path.join(one, name)) == \
            sha256(os.path.join(two, name)), name


def interrupted_build_leaves_no_kernel():
    p = Place()
    child = subprocess.Popen([LINUX, "--native"], env=p.env,
                             stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT,
                             start_new_session=True)
    log = os.path.join(p.build, "logs", "linux-native.log")
    while not (os.path.exists(log) and os.path.getsize(log) > 20000):
        assert child.poll() is None, child.stdout.read()
        time.sleep(0.5)
    os.killpg(child.pid, signal.SIGINT)
    child.wait()
    assert child.returncode != 0
    assert not os.path.exists(os.path.join(p.build, "linux-native"))
    assert not os.listdir(os.path.join(p.dir, "cache", "ia64-pv", "linux"))
    # It goes on where it was, and ends whole.
    assert p.run("--native") == 0, p.err
    header = elf_header(os.path.join(p.build, "linux-native", "vmlinux"))
    assert header[18] == 50
    # Taken from the cache into another build folder.
    p.env["IA64_PV_BUILD"] = os.path.join(p.dir, "other")
    assert p.run("--native") == 0 and "taken from the cache" in p.out
    assert sha256(os.path.join(p.dir, "other/linux-native/vmlinux")) == \
        sha256(os.path.join(p.build, "linux-native/vmlinux"))


CASES = {f.__name__: f for f in (
    bad_tarballs_are_refused, patch_that_does_not_apply,
    wrong_compilers_are_refused, unwritable_cache_is_refused,
    missing_programs_are_named, full_disk_leaves_nothing,
    unsatisfied_symbols_are_named, build_errors_are_shown,
    kernels_are_what_was_asked_for, second_run_builds_nothing,
    two_folders_give_the_same_image, interrupted_build_leaves_no_kernel)}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in CASES:
        sys.exit("usage: linux_test.py " + "|".join(CASES))
    CASES[sys.argv[1]]()
