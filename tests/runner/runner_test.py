#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# Tests of tests/run itself, on sample lists with tests that pass, fail, skip,
# hang and leave processes behind. Usage: runner_test.py CASE.

import os
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
RUN = os.path.join(TOP, "tests", "run")


class Sample:
    """A list file and a build folder of its own."""

    def __init__(self, text):
        self.dir = tempfile.mkdtemp()
        self.list = os.path.join(self.dir, "tests.list")
        with open(self.list, "w", encoding="utf-8") as f:
            f.write(text)

    def run(self, *arguments, **options):
        done = subprocess.run(
            [RUN, "--lists", self.list, "--build", self.dir, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            **options)
        self.out = done.stdout
        self.err = done.stderr
        self.last = done.stdout.rstrip("\n").split("\n")[-1]
        return done.returncode

    def path(self, name):
        return os.path.join(self.dir, name)


def expect(condition, sample):
    if not condition:
        print(sample.out)
        print(sample.err, file=sys.stderr)
        raise AssertionError


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def counts_and_last_line():
    s = Sample("# sample\n\n"
               "good ci 10 true\n"
               "bad ci 10 echo the reason; exit 3\n"
               "absent ci 10 echo no such device; exit 77\n"
               "slow full 10 true\n")
    expect(s.run() == 1, s)
    expect(s.last == "1 passed, 1 failed, 1 skipped", s)
    expect("FAIL" in s.out and "bad (exit status 3)" in s.out, s)
    expect("| the reason" in s.out, s)
    expect("absent (no such device)" in s.out, s)
    expect("slow" not in s.out, s)
    with open(s.path("logs/tests/bad.log"), encoding="utf-8") as f:
        expect(f.read() == "the reason\n", s)


def all_pass():
    s = Sample("one ci 10 true\ntwo full 10 true\n")
    expect(s.run() == 0 and s.last == "1 passed, 0 failed", s)
    expect(s.run("--tier", "full") == 0, s)
    expect(s.last == "2 passed, 0 failed", s)


def signals_are_not_ignored():
    ignored = (signal.SIGHUP, signal.SIGINT)
    before = [signal.signal(number, signal.SIG_IGN) for number in ignored]
    try:
        s = Sample("hup ci 10 trap 'exit 0' HUP; kill -HUP $$; exit 1\n"
                   "int ci 10 trap 'exit 0' INT; kill -INT $$; exit 1\n")
        expect(s.run() == 0 and s.last == "2 passed, 0 failed", s)
    finally:
        for number, handler in zip(ignored, before):
            signal.signal(number, handler)


def time_limit_ends_every_process():
    # One process stays in the group, one leaves the session.
    s = Sample("hang ci 1 trap '' TERM; sleep 1000 & "
               "setsid sh -c 'echo $$ >%s; exec sleep 1000' & "
               "sleep 1000\n" % os.path.join("$OUT", "pid"))
    os.environ["OUT"] = s.dir
    begin = time.monotonic()
    expect(s.run() == 1, s)
    expect(time.monotonic() - begin < 20, s)
    expect("hang (time limit of 1 s)" in s.out, s)
    expect(s.last == "0 passed, 1 failed", s)
    with open(s.path("pid"), encoding="utf-8") as f:
        expect(not alive(int(f.read())), s)


def leftover_is_ended():
    s = Sample("leaves ci 10 setsid sleep 1000 & echo $! >$OUT/pid\n")
    os.environ["OUT"] = s.dir
    expect(s.run() == 0, s)
    with open(s.path("pid"), encoding="utf-8") as f:
        expect(not alive(int(f.read())), s)


def temporary_folder_is_fresh_and_removed():
    s = Sample("temp ci 10 test -d $TMPDIR && test -z \"$(ls $TMPDIR)\" && "
               "touch $TMPDIR/x && echo $TMPDIR >$OUT/where\n")
    os.environ["OUT"] = s.dir
    expect(s.run() == 0, s)
    with open(s.path("where"), encoding="utf-8") as f:
        expect(not os.path.exists(f.read().strip()), s)


def malformed_lists():
    for text, message in (
            ("a ci 10 true\na ci 10 true\n", "already used"),
            ("a ci ten true\n", "time limit"),
            ("a ci 0 true\n", "time limit"),
            ("a weekly 10 true\n", "tier is ci or full"),
            ("a ci 10\n", "expected NAME TIER"),
            ("a/b ci 10 true\n", "bad test name")):
        s = Sample(text)
        expect(s.run() == 2 and message in s.err, s)
        expect(s.err.count("\n") == 1, s)


def nothing_executed_fails():
    s = Sample("absent ci 10 exit 77\n")
    expect(s.run() == 1, s)
    expect(s.last == "0 passed, 0 failed, 1 skipped", s)
    s = Sample("# empty\n")
    expect(s.run() == 1 and s.last == "0 passed, 0 failed", s)
    s = Sample("a ci 10 true\n")
    expect(s.run("nosuch") == 2 and "no test is called" in s.err, s)


def patterns_choose():
    s = Sample("aa_x ci 10 true\naa_y ci 10 true\nbb ci 10 false\n")
    expect(s.run("aa_*") == 0 and s.last == "2 passed, 0 failed", s)


def resume_keeps_passes_only():
    s = Sample("good full 10 echo x >>$OUT/good\n"
               "bad full 10 echo x >>$OUT/bad; exit 1\n")
    os.environ["OUT"] = s.dir
    for _ in range(2):
        expect(s.run("--tier", "full", "--resume") == 1, s)
        expect(s.last == "1 passed, 1 failed", s)
    expect("(cached)" in s.out, s)
    with open(s.path("good"), encoding="utf-8") as f:
        expect(f.read() == "x\n", s)
    with open(s.path("bad"), encoding="utf-8") as f:
        expect(f.read() == "x\nx\n", s)
    # Without --resume everything runs.
    s.run("--tier", "full")
    with open(s.path("good"), encoding="utf-8") as f:
        expect(f.read() == "x\nx\n", s)


def jobs_run_together():
    # Each waits for the other, so one at a time would reach the limit.
    s = Sample("a ci 10 touch $OUT/a; until test -f $OUT/b; do "
               "sleep 0.1; done\n"
               "b ci 10 touch $OUT/b; until test -f $OUT/a; do "
               "sleep 0.1; done\n")
    os.environ["OUT"] = s.dir
    expect(s.run("--jobs", "2") == 0, s)


def repository_lists_are_sound():
    done = subprocess.run([RUN, "--list", "--tier", "full"], check=True,
                          stdout=subprocess.PIPE, text=True)
    assert "run_repository_lists_are_sound" in done.stdout


CASES = [counts_and_last_line, all_pass, signals_are_not_ignored,
         time_limit_ends_every_process,
         leftover_is_ended, temporary_folder_is_fresh_and_removed,
         malformed_lists, nothing_executed_fails, patterns_choose,
         resume_keeps_passes_only, jobs_run_together,
         repository_lists_are_sound]

if __name__ == "__main__":
    names = {f.__name__: f for f in CASES}
    if len(sys.argv) != 2 or sys.argv[1] not in names:
        sys.exit("usage: runner_test.py " + "|".join(names))
    names[sys.argv[1]]()
