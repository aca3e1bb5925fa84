#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# Tests of the series scripts on a small sample series over a small sample
# tree. The real series is checked by scripts/series-check; here each rule is
# broken once. Usage: series_test.py CASE.

import copy
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
SCRIPTS = os.path.join(TOP, "scripts")
FROM = "From: ia64-pv project <noreply@ia64-pv.invalid>\n"

BASE = {
    "Makefile": "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n",
    "arch/ia64/Kconfig": "config IA64\n\tdef_bool y\n",
    "arch/ia64/kernel/Makefile": "obj-y := entry.o\nobj-y += time.o\n",
    "arch/ia64/kernel/time.c":
        "".join("line %d\n" % n for n in range(1, 41)),
}

SERIES = """# [fixes] faults of the base
ia64-time-fix.patch
# [hooks] sample hooks
ia64-pv-note.patch
ia64-pv-note-more.patch
# [guest] sample guest
ia64-xen-hello.patch
"""


def header(subject, **tags):
    text = FROM + "Subject: %s\nPatch-mainline: Never, a sample\n" % subject
    for name, value in tags.items():
        text += "%s: %s\n" % (name.replace("_", "-"), value)
    return text + "\nThe sample needs a body that says why it is there.\n\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Sample:
    """A repository with a series, and the tree it applies to."""

    def __init__(self):
        self.dir = tempfile.mkdtemp()
        self.repo = os.path.join(self.dir, "repo")
        self.base = os.path.join(self.dir, "base")
        for name, text in BASE.items():
            write(os.path.join(self.base, name), text)
        self.put("series", SERIES)
        self.put("patches/ia64-time-fix.patch",
                 header("ia64/time: fix line 20") +
                 "--- a/arch/ia64/kernel/time.c\n"
                 "+++ b/arch/ia64/kernel/time.c\n"
                 "@@ -17,7 +17,7 @@\n line 17\n line 18\n line 19\n"
                 "-line 20\n+line twenty\n line 21\n line 22\n line 23\n")
        self.put("patches/ia64-pv-note.patch",
                 header("ia64/pv_ops: add a note") +
                 "--- a/arch/ia64/kernel/Makefile\n"
                 "+++ b/arch/ia64/kernel/Makefile\n"
                 "@@ -1,2 +1,3 @@\n obj-y := entry.o\n obj-y += time.o\n"
                 "+obj-y += note.o\n"
                 "--- /dev/null\n+++ b/arch/ia64/kernel/note.c\n"
                 "@@ -0,0 +1,2 @@\n+int one;\n+int two;\n")
        self.put("patches/ia64-pv-note-more.patch",
                 header("ia64/pv_ops: grow the note") +
                 "--- a/arch/ia64/kernel/note.c\n"
                 "+++ b/arch/ia64/kernel/note.c\n"
                 "@@ -1,2 +1,3 @@\n int one;\n int two;\n+int three;\n")
        self.put("patches/ia64-xen-hello.patch",
                 header("ia64/xen: add the hello",
                        Rendered_from="kernel/arch/ia64/xen/hello.c "
                                      "Kconfig.xen") +
                 "--- a/arch/ia64/Kconfig\n+++ b/arch/ia64/Kconfig\n"
                 "@@ -1,2 +1,3 @@\n config IA64\n \tdef_bool y\n"
                 "+source \"arch/ia64/xen/Kconfig\"\n")
        self.put("kernel/arch/ia64/kernel/note.c",
                 "int one;\nint two;\nint three;\n")
        self.put("kernel/arch/ia64/xen/hello.c",
                 "".join("int hello_%d;\n" % n for n in range(1, 21)))
        self.put("Kconfig.xen", "config XEN\n\tbool \"Xen\"\n")
        self.put("exceptions", "# none\n")

    def put(self, name, text):
        write(os.path.join(self.repo, name), text)

    def get(self, name):
        return read(os.path.join(self.repo, name))

    def edit(self, name, old, new):
        text = self.get(name)
        assert text.count(old) == 1, (name, old, text)
        self.put(name, text.replace(old, new))

    def script(self, name, *arguments, fails=False, env=None):
        settings = dict(os.environ)
        settings.update(
            IA64_PV_PATCHES=os.path.join(self.repo, "patches"),
            IA64_PV_SERIES=os.path.join(self.repo, "series"),
            IA64_PV_ORIGINALS=self.repo,
            IA64_PV_EXCEPTIONS=os.path.join(self.repo, "exceptions"),
            IA64_PV_BUILD=os.path.join(self.dir, "build"), **(env or {}))
        done = subprocess.run(
            [os.path.join(SCRIPTS, name), *arguments], env=settings,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.out = done.stdout
        self.err = done.stderr
        if (done.returncode != 0) != fails:
            print(done.stdout)
            print(done.stderr, file=sys.stderr)
            raise AssertionError("%s: exit status %d"
                                 % (name, done.returncode))
        return done

    def refresh(self, *arguments, **options):
        return self.script("series-refresh", "--base", self.base,
                           *arguments, **options)

    def check(self, **options):
        return self.script("series-check", "--base", self.base,
                           "--no-checkpatch", **options)

    def tree(self, name, *arguments, **options):
        path = os.path.join(self.dir, name)
        self.script("tree", "--base", self.base, *arguments, path, **options)
        return path

    def fault(self, message):
        """series-check fails and says this."""
        self.check(fails=True)
        if message not in self.err:
            raise AssertionError("expected %r in:\n%s" % (message, self.err))

    def names(self):
        return [l for l in self.get("series").splitlines()
                if l and not l.startswith("#")]

    def patches(self):
        return {n: self.get("patches/" + n) for n in self.names()}


def content(tree):
    """All files of a tree by path, without quilt's and git's own."""
    files = {}
    for folder, folders, names in os.walk(tree):
        folders[:] = [f for f in folders if f not in (".pc", ".git")]
        for name in names:
            path = os.path.join(folder, name)
            files[os.path.relpath(path, tree)] = read(path)
    return files


def fresh():
    """A sample whose patches are refreshed and whose check is clean."""
    global template
    if template is None:
        template = Sample()
        template.refresh()
        template.check()
    s = copy.copy(template)
    s.dir = os.path.join(tempfile.mkdtemp(), "sample")
    shutil.copytree(template.dir, s.dir)
    s.repo = os.path.join(s.dir, "repo")
    s.base = os.path.join(s.dir, "base")
    return s


template = None


def refresh_is_deterministic():
    s = fresh()
    first = s.patches()
    s.refresh()
    assert s.patches() == first
    assert "0 files changed" in s.out
    s.refresh("--check")
    other = Sample()
    other.refresh()
    assert other.patches() == first
    text = "".join(first.values())
    assert not re.search(r"\d\d:\d\d|Index:|\d{4}-\d\d-\d\d", text)
    assert s.get("patches/.gitattributes").endswith(
        "\nia64-xen-hello.patch -diff\n")


def rendered_patch_follows_its_original():
    s = fresh()
    s.edit("kernel/arch/ia64/xen/hello.c", "hello_7;", "hello_seven;")
    s.fault("kernel/arch/ia64/xen/hello.c: differs")
    s.refresh("--check", fails=True)
    assert "ia64-xen-hello.patch would change" in s.err
    s.refresh()
    assert "+int hello_seven;\n" in s.get("patches/ia64-xen-hello.patch")
    s.check()


def patch_grows_a_file():
    s = fresh()
    tree = s.tree("tree")
    assert content(tree)["arch/ia64/kernel/note.c"] == \
        s.get("kernel/arch/ia64/kernel/note.c")
    # An edit of the original goes into the last patch that touches it.
    s.edit("kernel/arch/ia64/kernel/note.c", "int three;", "int drei;")
    s.fault("kernel/arch/ia64/kernel/note.c: differs")
    before = s.patches()
    s.refresh(fails=True)
    assert "--fold" in s.err and s.patches() == before
    s.refresh("--fold")
    s.check()
    changed = {n for n, t in s.patches().items() if t != before[n]}
    assert changed == {"ia64-pv-note-more.patch"}, changed
    # The other direction: an edit of a patch goes to the original.
    s.edit("patches/ia64-pv-note-more.patch", "int drei;", "int trois;")
    s.refresh("--collect")
    s.check()
    assert s.get("kernel/arch/ia64/kernel/note.c").endswith("int trois;\n")


def quilt_edit_is_refreshed():
    s = fresh()
    tree = s.tree("tree", "--to", "ia64-time-fix.patch")
    env = {"PWD": tree}
    path = os.path.join(tree, "arch/ia64/kernel/time.c")
    write(path, read(path).replace("line twenty", "line zwanzig"))
    done = subprocess.run(
        [os.path.join(SCRIPTS, "quilt"), "refresh"], cwd=tree,
        env=dict(os.environ, **env,
                 IA64_PV_PATCHES=os.path.join(s.repo, "patches"),
                 IA64_PV_SERIES=os.path.join(s.repo, "series")),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    patch = s.get("patches/ia64-time-fix.patch")
    assert "+line zwanzig\n" in patch and patch.startswith(FROM)
    s.refresh()
    assert "0 files changed" in s.out, "quilt and series-refresh differ"
    s.check()


def git(cwd, *arguments, fails=False):
    done = subprocess.run(
        ["git", "-c", "user.name=Sample", "-c",
         "user.email=sample@ia64-pv.invalid", "-c", "commit.gpgsign=false",
         *arguments], cwd=cwd, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    if (done.returncode != 0) != fails:
        raise AssertionError("git %s: %s" % (arguments[0], done.stdout))
    return done.stdout


def merge_conflict_is_solved_by_rendering():
    s = fresh()
    # Without the attribute git merges patches as text; both ways conflict.
    git(s.repo, "init", "-q", "-b", "main")
    git(s.repo, "add", "-A")
    git(s.repo, "commit", "-q", "-m", "sample")
    git(s.repo, "checkout", "-q", "-b", "other")
    s.edit("kernel/arch/ia64/xen/hello.c", "int hello_2;", "int other_2;\n"
           "int other_2b;")
    s.refresh()
    git(s.repo, "commit", "-q", "-a", "-m", "other")
    git(s.repo, "branch", "third")
    git(s.repo, "checkout", "-q", "main")
    s.edit("kernel/arch/ia64/xen/hello.c", "int hello_19;", "int main_19;\n"
           "int main_19b;")
    s.refresh()
    git(s.repo, "commit", "-q", "-a", "-m", "main")
    # Both sides add one line: git merges the patch without a conflict, and
    # its count of lines is wrong.
    git(s.repo, "merge", "other")
    s.check(fails=True)
    s.refresh()
    s.check()
    git(s.repo, "commit", "-q", "-a", "-m", "rendered again")
    # One side adds two: the counts conflict.
    git(s.repo, "checkout", "-q", "third")
    s.edit("kernel/arch/ia64/xen/hello.c", "int hello_10;",
           "int hello_10a;\nint hello_10b;\nint hello_10c;")
    s.refresh()
    git(s.repo, "commit", "-q", "-a", "-m", "third")
    git(s.repo, "merge", "main", fails=True)
    assert "<<<<<<<" in s.get("patches/ia64-xen-hello.patch")
    assert "<<<<<<<" not in s.get("kernel/arch/ia64/xen/hello.c")
    s.refresh()
    s.check()
    patch = s.get("patches/ia64-xen-hello.patch")
    for line in ("+int other_2b;\n", "+int main_19b;\n",
                 "+int hello_10c;\n"):
        assert line in patch, line
    assert "<<<<<<<" not in patch
    assert patch.count("Kconfig\n") == 3, patch


def conflict_edited_by_hand_is_refused():
    s = fresh()
    before = s.get("patches/ia64-time-fix.patch")
    s.edit("patches/ia64-time-fix.patch", "+line twenty\n",
           "<<<<<<< HEAD\n+line twenty\n=======\n+line XX\n>>>>>>> other\n")
    s.refresh(fails=True)
    assert "ia64-time-fix.patch: conflict markers" in s.err
    s.put("patches/ia64-time-fix.patch", before)
    s.edit("patches/ia64-xen-hello.patch", "Subject: ia64/xen: add the hello\n",
           "<<<<<<< HEAD\nSubject: ia64/xen: add the hello\n=======\n"
           "Subject: ia64/xen: add hello\n>>>>>>> other\n")
    s.refresh(fails=True)
    assert "ia64-xen-hello.patch: conflict markers" in s.err


def header_rules():
    name = "patches/ia64-time-fix.patch"
    for old, new, message in (
            (FROM, "From: Ada <ada@example.org>\n", "From is not"),
            ("ia64/time: fix line 20", "fix line 20", "Subject is not"),
            ("ia64/time: fix line 20", "ia64/time: fix line 20.",
             "Subject is not"),
            ("ia64/time: fix line 20", "[PATCH 1/2] ia64/time: fix",
             "Subject is not"),
            ("fix line 20", "fix " + "x" * 70, "columns, 75 allowed"),
            ("Patch-mainline: Never, a sample\n", "", "Patch-mainline is"),
            ("Never, a sample", "Never", "Patch-mainline is"),
            ("Never, a sample", "Perhaps, who knows", "Patch-mainline is"),
            ("The sample needs a body that says why it is there.\n", "",
             "no body that says why"),
            ("why it is there.\n", "why.\n\nSigned-off-by: A <a@b.c>\n",
             "carries a sign-off"),
            ("why it is there.\n", "why it is there." + " x" * 40 + "\n",
             "more than 80 columns")):
        s = fresh()
        s.edit(name, old, new)
        s.fault(message)


def name_rules():
    for new, message in (("0001-ia64-time-fix.patch", "begins with a number"),
                         ("ia64_time.patch", "small letters"),
                         ("IA64-time.patch", "small letters"),
                         ("ia64-time.diff", "small letters")):
        s = fresh()
        s.put("patches/" + new, s.get("patches/ia64-time-fix.patch"))
        os.unlink(os.path.join(s.repo, "patches/ia64-time-fix.patch"))
        s.edit("series", "ia64-time-fix.patch", new)
        s.fault(new + ": the name begins" if "number" in message
                else new + ": a name has")


def series_file_rules():
    s = fresh()
    s.put("patches/ia64-lost.patch", s.get("patches/ia64-time-fix.patch"))
    s.fault("ia64-lost.patch: in the patch folder, but not in the series")
    s = fresh()
    s.edit("series", "ia64-time-fix.patch", "ia64-gone.patch")
    s.fault("ia64-gone.patch: in the series, but there is no")
    s = fresh()
    s.edit("series", "[hooks]", "[extras]")
    s.fault("unknown group [extras]")
    s = fresh()
    s.put("series", SERIES.replace("[guest]", "[prepare]"))
    s.fault("groups come in the order")
    s = fresh()
    s.put("series", SERIES.replace("# [fixes] faults of the base\n", ""))
    s.fault("before the first group")


def offset_is_found_and_refreshed_fuzz_is_refused():
    s = fresh()
    s.edit("patches/ia64-time-fix.patch", "@@ -17,7 +17,7 @@",
           "@@ -14,7 +14,7 @@")
    s.fault("ia64-time-fix.patch: applies with an offset")
    tree = s.tree("offset")
    assert "1 hunks apply with an offset" in s.err, s.err
    assert "line twenty" in content(tree)["arch/ia64/kernel/time.c"]
    s.refresh()
    s.check()
    s.edit("patches/ia64-time-fix.patch", " line 17\n", " line xvii\n")
    s.fault("patch ia64-time-fix.patch does not apply to: "
            "arch/ia64/kernel/time.c")


def other_base_moves_lines_with_one_warning():
    s = fresh()
    write(os.path.join(s.base, "Makefile"),
          BASE["Makefile"].replace("192", "170"))
    write(os.path.join(s.base, "arch/ia64/kernel/time.c"),
          "a new first line\n" + BASE["arch/ia64/kernel/time.c"])
    tree = s.tree("other")
    assert s.err.count("offset") == 1 and "6.1.170" in s.err, s.err
    s.check()
    assert s.err.count("offset") == 1 and "ia64-time-fix.patch" in s.err
    assert "line twenty" in content(tree)["arch/ia64/kernel/time.c"]


def originals_and_final_tree_agree():
    s = fresh()
    s.put("kernel/arch/ia64/xen/lost.c", "int lost;\n")
    s.fault("kernel/arch/ia64/xen/lost.c: no patch of the series adds it")
    s = fresh()
    os.unlink(os.path.join(s.repo, "kernel/arch/ia64/kernel/note.c"))
    s.fault("there is no kernel/arch/ia64/kernel/note.c")
    s = fresh()
    s.edit("Kconfig.xen", "bool", "tristate")
    s.fault("Kconfig.xen: differs from arch/ia64/xen/Kconfig")
    s = fresh()
    s.edit("patches/ia64-xen-hello.patch", "xen/hello.c Kconfig.xen",
           "xen/hello.c kernel/gone.c Kconfig.xen")
    s.refresh(fails=True)
    assert "names kernel/gone.c, which does not exist" in s.err


def folder_of_originals_is_rendered():
    s = fresh()
    s.put("hypervisor/lib/a.c", "int a;\n")
    s.put("hypervisor/lib/b.c", "int b;\n")
    s.put("series", SERIES + "# [hypervisor] sample\nia64-hv-lib.patch\n")
    s.put("patches/ia64-hv-lib.patch",
          header("ia64/hypervisor: add the library",
                 Rendered_from="hypervisor/lib/"))
    s.refresh()
    s.check()
    tree = content(s.tree("tree"))
    assert tree["arch/ia64/hypervisor/lib/a.c"] == "int a;\n"
    assert tree["arch/ia64/hypervisor/lib/b.c"] == "int b;\n"
    s.put("hypervisor/core/c.c", "int c;\n")
    s.fault("hypervisor/core/c.c: no patch of the series adds it")


def export_is_what_git_am_takes():
    s = fresh()
    out = os.path.join(s.dir, "export")
    s.script("series-export", "--base-commit", "0123abcd", out)
    files = sorted(os.listdir(out))
    assert files == ["0000-cover-letter.patch", "0001-ia64-time-fix.patch",
                     "0002-ia64-pv-note.patch",
                     "0003-ia64-pv-note-more.patch",
                     "0004-ia64-xen-hello.patch"], files
    cover = read(os.path.join(out, files[0]))
    for part in ("[PATCH 0/4]", "base-version: 6.1.192",
                 "base-commit: 0123abcd", "  ia64/pv_ops: grow the note"):
        assert part in cover, part
    tree = os.path.join(s.dir, "git")
    shutil.copytree(s.base, tree)
    git(tree, "init", "-q", "-b", "main")
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "-m", "base")
    git(tree, "am", *[os.path.join(out, f) for f in files[1:]])
    assert content(tree) == content(s.tree("quilt"))
    log = git(tree, "log", "--format=%an <%ae>|%s|%b")
    assert log.count("ia64-pv project <noreply@ia64-pv.invalid>") == 4
    assert "|ia64/xen: add the hello|The sample needs a body" in log
    assert "Signed-off-by" not in log and "Rendered-from" not in log


def export_signs_off_only_when_told():
    s = fresh()
    out = os.path.join(s.dir, "export")
    s.script("series-export", "--group", "hooks", "--version", "2",
             "--signed-off-by", "Ada Sample <ada@ia64-pv.invalid>", out)
    files = sorted(os.listdir(out))
    assert len(files) == 3
    patch = read(os.path.join(out, files[1]))
    assert "Subject: [PATCH v2 1/2] ia64/pv_ops: add a note\n" in patch
    assert patch.count("Signed-off-by: Ada Sample <ada@ia64-pv.invalid>") == 1
    s.script("series-export", out, fails=True)
    assert "not an empty folder" in s.err
    s.script("series-export", "--signed-off-by", "Ada", out + "2", fails=True)
    assert not os.path.exists(out + "2")
    s.script("series-export", "--group", "nosuch", out + "2", fails=True)
    assert "nosuch: no such group" in s.err


def nothing_left(s, path):
    assert not os.path.exists(path)
    left = [n for n in os.listdir(s.dir) if "partial" in n]
    assert not left, left


def tree_names_patch_file_and_versions():
    s = fresh()
    write(os.path.join(s.base, "Makefile"),
          BASE["Makefile"].replace("192", "99"))
    write(os.path.join(s.base, "arch/ia64/kernel/time.c"), "rewritten\n")
    path = s.tree("refused", fails=True)
    assert s.err.count("\n") == 1, s.err
    for part in ("ia64-time-fix.patch", "arch/ia64/kernel/time.c",
                 "6.1.192", "6.1.99"):
        assert part in s.err, (part, s.err)
    nothing_left(s, path)
    # A file that is not there at all.
    os.unlink(os.path.join(s.base, "arch/ia64/kernel/time.c"))
    path = s.tree("refused", fails=True)
    assert "arch/ia64/kernel/time.c" in s.err, s.err
    nothing_left(s, path)


def tree_refuses_bad_places_and_bases():
    s = fresh()
    full = os.path.join(s.dir, "full")
    write(os.path.join(full, "file"), "precious\n")
    s.tree("full", fails=True)
    assert "full: exists and is not an empty folder" in s.err
    assert os.listdir(full) == ["file"]
    os.mkdir(os.path.join(s.dir, "empty"))
    s.tree("empty")
    path = os.path.join(s.dir, "new")
    for base, message in ((os.path.join(s.dir, "nosuch"), "no such base"),
                          (full, "not a Linux source tree"),
                          (os.path.join(full, "file"), "cannot be unpacked")):
        s.script("tree", "--base", base, path, fails=True)
        assert message in s.err and s.err.count("\n") == 1, s.err
        nothing_left(s, path)
    os.unlink(os.path.join(s.base, "arch/ia64/Kconfig"))
    s.tree("new", fails=True)
    assert "without arch/ia64" in s.err
    nothing_left(s, path)
    s.script("tree", path, path, fails=True)
    s.script("tree", "--to", "nosuch.patch", path, fails=True)
    assert "nosuch.patch: no such patch" in s.err


def tarball(s, name="base.tar.xz"):
    path = os.path.join(s.dir, name)
    subprocess.run(["tar", "-C", s.dir, "-cJf", path, "base"], check=True)
    return path


def tree_of_a_tarball_and_of_a_damaged_one():
    s = fresh()
    path = tarball(s)
    s.script("tree", "--base", path, os.path.join(s.dir, "good"))
    assert content(os.path.join(s.dir, "good")) == content(s.tree("copy"))
    with open(path, "rb") as f:
        data = f.read()
    for bad in (data[:len(data) // 2], data[:100] + b"\0" * 64 + data[164:],
                b""):
        with open(path, "wb") as f:
            f.write(bad)
        out = os.path.join(s.dir, "bad")
        s.script("tree", "--base", path, out, fails=True)
        assert "damaged or truncated" in s.err or \
            "expected a tarball with one folder" in s.err, s.err
        assert path in s.err and s.err.count("\n") == 1, s.err
        nothing_left(s, out)


def tree_on_a_full_disk():
    s = fresh()
    write(os.path.join(s.base, "big"), "x" * (3 << 20))
    place = os.path.join(s.dir, "small")
    os.mkdir(place)
    probe = subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=2m", "none",
         place], stderr=subprocess.DEVNULL)
    if probe.returncode:
        print("no small file system: user namespaces cannot mount here")
        sys.exit(77)
    for base in (s.base, tarball(s)):
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c",
             "mount -t tmpfs -o size=2m none %s && "
             "%s/tree --base %s %s/tree; status=$?; ls -A %s; exit $status"
             % (place, SCRIPTS, base, place, place)],
            env=dict(os.environ,
                     IA64_PV_PATCHES=os.path.join(s.repo, "patches"),
                     IA64_PV_SERIES=os.path.join(s.repo, "series"),
                     IA64_PV_BUILD=os.path.join(s.dir, "build")),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1, done
        assert "disk full" in done.stderr or "no space left" in done.stderr, \
            done.stderr
        # Nothing but what the script said is left in the folder.
        assert "partial" not in done.stdout, done.stdout


class Builds:
    """A base whose Makefile plays kbuild, and a compiler that is none: what
    is built how often can be counted."""

    def __init__(self):
        self.sample = Sample()
        s = self.sample
        self.count = os.path.join(s.dir, "count")
        write(os.path.join(s.base, "Makefile"), BASE["Makefile"] +
              "allnoconfig:\n\tcp $(KCONFIG_ALLCONFIG) $(O)/.config\n"
              "vmlinux:\n\t! grep -r BROKEN arch\n"
              "\techo vmlinux >>" + self.count + "\n"
              "modules:\n\n.PHONY: allnoconfig vmlinux modules\n")
        s.refresh()
        self.tarball = tarball(s)
        tool = os.path.join(s.dir, "tools", "none-gcc")
        write(tool, "#!/bin/sh\ncase $1 in\n"
              "-dumpmachine) echo ia64-linux-gnu ;;\n*) echo /bin/true ;;\nesac\n")
        os.chmod(tool, 0o755)
        self.env = {"CROSS_COMPILE": tool[:-3],
                    "XDG_CACHE_HOME": os.path.join(s.dir, "cache")}

    def run(self, **options):
        """Checks all prefixes; returns how many kernels were built."""
        write(self.count, "")
        self.sample.script("series-check-full", "--no-boot", "--tarball",
                           self.tarball, env=self.env, **options)
        return read(self.count).count("vmlinux")


def prefixes_are_built_once():
    b = Builds()
    s = b.sample
    # Four prefixes in the minimal configuration, three group ends in full.
    assert b.run() == 7
    assert "4 prefixes build" in s.out
    assert b.run() == 0
    assert s.out.count("cached") == 7, s.out
    # A change costs its own suffix: the last patch, minimal and full.
    s.edit("kernel/arch/ia64/xen/hello.c", "hello_7;", "hello_seven;")
    s.refresh()
    assert b.run() == 2, s.out
    # The second patch: everything from there on.
    s.edit("patches/ia64-pv-note.patch", "obj-y += note.o", "obj-y += n.o")
    assert b.run() == 5, s.out
    # What a header says builds nothing, and going back costs nothing.
    s.edit("patches/ia64-time-fix.patch", "fix line 20", "mend line 20")
    assert b.run() == 0, s.out
    s.edit("patches/ia64-pv-note.patch", "obj-y += n.o", "obj-y += note.o")
    assert b.run() == 0, s.out


def prefix_that_does_not_build_is_named():
    b = Builds()
    s = b.sample
    # Broken by one patch, mended by the next: the whole series builds.
    s.edit("patches/ia64-pv-note.patch", "+int two;", "+int BROKEN;")
    s.edit("patches/ia64-pv-note-more.patch",
           " int one;\n int two;\n+int three;\n",
           " int one;\n-int BROKEN;\n+int two;\n+int three;\n")
    s.refresh("--collect")
    s.check()
    b.run(fails=True)
    assert "1/4 ia64-time-fix.patch: minimal built" in s.out, s.out
    assert "2/4" not in s.out
    assert "ia64-pv-note.patch" in s.err and "build failed" in s.err, s.err
    b.run(fails=True)
    assert "1/4 ia64-time-fix.patch: minimal cached" in s.out


def interrupted_check_leaves_nothing_running():
    b = Builds()
    s = b.sample
    marker = os.path.join(s.dir, "started")
    text = read(os.path.join(s.base, "Makefile"))
    write(os.path.join(s.base, "Makefile"),
          text.replace("vmlinux:\n", "vmlinux:\n\ttouch %s\n\tsleep 100\n"
                       % marker))
    env = dict(os.environ, IA64_PV_BUILD=os.path.join(s.dir, "build"),
               IA64_PV_PATCHES=os.path.join(s.repo, "patches"),
               IA64_PV_SERIES=os.path.join(s.repo, "series"), **b.env)
    child = subprocess.Popen(
        [os.path.join(SCRIPTS, "series-check-full"), "--no-boot",
         "--tarball", tarball(s)], env=env, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not os.path.exists(marker):
        assert child.poll() is None
        time.sleep(0.1)
    os.killpg(child.pid, signal.SIGINT)
    assert child.wait(timeout=10) != 0

    def running():
        listing = subprocess.run(["ps", "-eo", "pgid,args"], check=True,
                                 stdout=subprocess.PIPE, text=True).stdout
        return [l for l in listing.splitlines()
                if l.split()[0] == str(child.pid)]

    end = time.monotonic() + 10
    while running() and time.monotonic() < end:
        time.sleep(0.2)
    assert not running(), running()
    assert not [n for n in os.listdir(os.path.join(
        s.dir, "cache/ia64-pv/series")) if n.endswith(".built")]


def real_series_exports_to_the_same_tree():
    """The repository's own series on the pinned base."""
    s = Sample()
    env = dict(os.environ, IA64_PV_BUILD=os.path.join(s.dir, "build"))
    for name, arguments in (
            ("tree", [os.path.join(s.dir, "quilt")]),
            ("series-export", [os.path.join(s.dir, "export")])):
        subprocess.run([os.path.join(SCRIPTS, name), *arguments], env=env,
                       check=True)
    tree = os.path.join(s.dir, "git")
    empty = os.path.join(s.dir, "empty-series")
    write(empty, "# [fixes] none\n")
    subprocess.run([os.path.join(SCRIPTS, "tree"), tree], check=True,
                   env=dict(env, IA64_PV_SERIES=empty))
    out = os.path.join(s.dir, "export")
    files = sorted(os.listdir(out))[1:]
    touched = set()
    for name in files:
        touched.update(re.findall(r"^(?:---|\+\+\+) [ab]/(\S+)",
                                  read(os.path.join(out, name)), re.M))
    git(tree, "init", "-q", "-b", "main")
    git(tree, "add", "-f", "Makefile",
        *[t for t in sorted(touched) if os.path.exists(
            os.path.join(tree, t))])
    git(tree, "commit", "-q", "-m", "base")
    git(tree, "am", *[os.path.join(out, f) for f in files])
    done = subprocess.run(
        ["diff", "-r", "-q", "-x", ".git", "-x", ".pc", tree,
         os.path.join(s.dir, "quilt")], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stdout


CASES = {name: value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__module__", "") ==
         "__main__" and not isinstance(value, type) and name not in
         ("header", "write", "read", "content", "fresh", "git",
          "nothing_left", "tarball")}  # helpers

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in CASES:
        sys.exit("usage: series_test.py " + "|".join(CASES))
    CASES[sys.argv[1]]()
