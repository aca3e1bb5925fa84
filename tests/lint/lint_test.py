#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# Tests of scripts/lint on a small repository: a clean one passes, and each
# check finds the fault it is for. Usage: lint_test.py CASE.

import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
SPDX_C = "// SPDX-License-Identifier: GPL-2.0\n"
SPDX_SH = "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\n"


class Repository:
    def __init__(self):
        self.dir = tempfile.mkdtemp()
        subprocess.run(["git", "init", "-q", self.dir], check=True)
        os.mkdir(os.path.join(self.dir, "scripts"))
        for name in ("scripts/lint", ".clang-format"):
            shutil.copy(os.path.join(TOP, name), os.path.join(self.dir, name))
        self.put("scripts/lint-exceptions", "# SPDX-License-Identifier: "
                 "GPL-2.0\nscripts/lint words it names them\n")
        self.put("sim/a.c", SPDX_C + "int one(void)\n{\n\treturn 1;\n}\n")
        self.put("scripts/good.sh", SPDX_SH + "set -eu\necho \"$1\"\n")

    def put(self, name, text):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def lint(self, *checks):
        done = subprocess.run(
            [os.path.join(self.dir, "scripts/lint"), *checks],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.out = done.stdout
        return done.returncode


def clean_repository_passes():
    r = Repository()
    assert r.lint() == 0, r.out


def each_check_finds_its_fault():
    for check, name, text, message in (
            ("spdx", "sim/b.c", "int two;\n", "sim/b.c: no SPDX line"),
            ("format", "sim/b.c", SPDX_C + "int  two(void) { return 2; }\n",
             "sim/b.c:2"),
            ("shell", "scripts/bad", SPDX_SH + "echo $1\n", "SC2086"),
            ("python", "tests/x/bad.py", "# SPDX-License-Identifier: x\n"
             "def f(:\n", "SyntaxError"),
            ("python", "sim/bad.py", "# SPDX-License-Identifier: x\n",
             "belongs in tests only"),
            ("cppcheck", "sim/b.c", SPDX_C + "int two(void)\n{\n"
             "\tint a[2];\n\n\treturn a[2];\n}\n", "sim/b.c:6"),
            ("spelling", "notes.md", "SPDX-License-Identifier: x\n"
             "It is teh end.\n".replace("teh", "t" + "eh"), "notes.md:2"),
            ("words", "sim/b.c", SPDX_C + "/* TO" + "DO: later */\n",
             "sim/b.c:2"),
            ("words", "sim/b.c", SPDX_C + "/* see /ho" + "me/ada/x */\n",
             "sim/b.c:2"),
            ("links", "notes.md", "SPDX-License-Identifier: x\n"
             "[see](nosuch.md)\n", "links to nosuch.md"),
            ("links", "Documentation/index.md",
             "SPDX-License-Identifier: x\n[no](../lost.md)\n",
             "links to ../lost.md"),
            ("length", "sim/b.c", SPDX_C + "int x;\n" * 1001,
             "1002 lines"),
            ("length", "sim/b.c", SPDX_C + "int " + "x" * 100 + ";\n",
             "columns")):
        r = Repository()
        r.put(name, text)
        assert r.lint(check) == 1 and message in r.out, (check, r.out)
        assert r.lint() == 1, check


def exceptions_need_a_reason():
    r = Repository()
    r.put("sim/b.c", "int two;\n")
    r.put("scripts/lint-exceptions", "# SPDX-License-Identifier: GPL-2.0\n"
          "scripts/lint words it names them\nsim/b.c spdx generated\n")
    assert r.lint() == 0, r.out
    r.put("scripts/lint-exceptions", "# SPDX-License-Identifier: GPL-2.0\n"
          "scripts/lint words it names them\nsim/b.c spdx\n")
    assert r.lint() == 1 and "no reason" in r.out, r.out


def unknown_check_is_refused():
    r = Repository()
    assert r.lint("nosuch") == 2 and "nosuch" in r.out


CASES = {f.__name__: f for f in (
    clean_repository_passes, each_check_finds_its_fault,
    exceptions_need_a_reason, unknown_check_is_refused)}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in CASES:
        sys.exit("usage: lint_test.py " + "|".join(CASES))
    CASES[sys.argv[1]]()
