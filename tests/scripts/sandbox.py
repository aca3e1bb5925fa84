# SPDX-License-Identifier: GPL-2.0
#
# What the tests of scripts share: a folder with a cache, a build folder and
# stub programs of its own, in which a script runs with the environment of a
# fresh shell. It uses no network and changes nothing outside that folder.

import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))


def check(condition, *what):
    if not condition:
        print("FAIL:", *what)
        sys.exit(1)


def skip(why):
    print(why)
    sys.exit(77)


class Sandbox:
    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="sandbox-")
        self.home = self.top + "/home"
        self.bin = self.top + "/bin"
        self.build = self.top + "/build"
        self.cache = self.home + "/.cache/ia64-pv"
        for folder in (self.home, self.bin, self.build):
            os.mkdir(folder)
        self.environment = {
            "HOME": self.home,
            "PATH": self.bin + ":" + os.environ["PATH"],
            "IA64_PV_BUILD": self.build,
            "LANG": "C",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.top, ignore_errors=True)

    def write(self, name, text, mode=0o644):
        """Writes a file below the sandbox; returns its path."""
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def stub(self, name, text):
        """A program that is found before the machine's own."""
        return self.write("bin/" + name, "#!/bin/sh\n" + text, 0o755)

    def command(self, script, *arguments):
        return [TOP + "/scripts/" + script, *arguments]

    def run(self, script, *arguments, timeout=60, **environment):
        return subprocess.run(
            self.command(script, *arguments), capture_output=True, text=True,
            env={**self.environment, **environment}, timeout=timeout,
            stdin=subprocess.DEVNULL, check=False, cwd=self.top)

    def start(self, script, *arguments, **environment):
        """Starts a script as a process group of its own."""
        return subprocess.Popen(
            self.command(script, *arguments), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL, cwd=self.top, start_new_session=True)

    def processes(self):
        """The ids of running processes that name the sandbox."""
        found = []
        for name in os.listdir("/proc"):
            try:
                with open("/proc/%s/cmdline" % name, "rb") as file:
                    if self.top.encode() in file.read():
                        found.append(int(name))
            except (OSError, ValueError):
                pass
        return found

    def cached(self, kind):
        """The names in the cache folder of one kind, without its lock."""
        try:
            names = os.listdir(self.cache + "/" + kind)
        except FileNotFoundError:
            return []
        return sorted(name for name in names if name != ".lock")


def fails_with(result, *texts, status=1):
    """The last line, and it alone, says what is wrong."""
    check(result.returncode == status, "status", result.returncode,
          result.stdout, result.stderr)
    last = (result.stderr.splitlines() or [""])[-1]
    for text in texts:
        check(text in last, "expected", text, "in:", result.stderr)


def main():
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    module = sys.modules["__main__"]
    function = getattr(module, name, None)
    if not function or name.startswith("_"):
        print("usage: %s CLAIM" % sys.argv[0])
        sys.exit(2)
    function()
