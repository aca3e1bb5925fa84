#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# The two ends of the console protocol against each other, on the host, over a
# pseudo-terminal with and without damage. One claim per command line argument;
# it needs build/userland/console-host and console-guest (make userland) and
# boots nothing.

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.realpath(__file__))))
BIN = os.environ.get("CONSOLE_BIN", TOP + "/build/userland")
HOST = BIN + "/console-host"
GUEST = BIN + "/console-guest"
MACHINE = TOP + "/tests/scripts/noisy_machine.py"


def run(command, stdin=b"", mean=0, seed=1, machine=(), guest=(), host=(),
        timeout="60", log=os.devnull):
    mode = ["--command", command] if command is not None else ["--oneway"]
    return subprocess.run(
        [HOST, "--timeout", timeout, "--log", log, *host, *mode, "--",
         MACHINE, "--seed", str(seed), "--mean", str(mean), *machine,
         "--", GUEST, *guest],
        input=stdin, capture_output=True, timeout=120, check=False)


def check(condition, *what):
    if not condition:
        print("FAIL:", *what)
        sys.exit(1)


def same(result, status=0, stdout=b"", stderr=b""):
    check(result.returncode == status, "status", result.returncode,
          "expected", status, result.stderr[-300:])
    check(result.stdout == stdout, "stdout", len(result.stdout),
          result.stdout[:100], "expected", len(stdout))
    check(result.stderr == stderr, "stderr", result.stderr[-300:])


def random_seed():
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 30)))
    print("seed", seed)
    return seed


def status_and_streams():
    same(run("echo out; echo err >&2; exit 3"), 3, b"out\n", b"err\n")
    same(run("kill -9 $$"), 137)
    same(run("true"), 0)
    same(run("exit 124"), 124)
    same(run("no-such-command 2>/dev/null"), 127)
    same(run("printf 'a\\000b\\r\\n\\377'"), 0, b"a\0b\r\n\xff")


def stdin_round_trip_1_mib():
    seed = random_seed()
    data = random.Random(seed).randbytes(1 << 20)
    same(run("cat", data), 0, data)
    same(run("cat >&2", data[:70000]), 0, b"", data[:70000])


def noise_changes_nothing():
    seed = random_seed()
    rng = random.Random(seed)
    data = rng.randbytes(100000)
    for mean in (10000, 3000, 1500):
        with tempfile.NamedTemporaryFile() as log:
            result = run("cat; echo end >&2; exit 7", data, mean,
                         rng.randrange(1 << 30), log=log.name,
                         host=["--stats"])
            check(result.returncode == 7, "status", result.returncode,
                  "mean", mean, result.stderr[-300:])
            check(result.stdout == data, "stdout differs, mean", mean)
            check(result.stderr.startswith(b"end\n"), result.stderr[-300:])
            check(b" 0 sent again" not in result.stderr or
                  b" 0 damaged" not in result.stderr,
                  "the noise hit nothing", result.stderr)
            text = log.read()
            check(text.count(b"link becomes ready") > 0 and
                  b"Linux version" in text and b"Power down" in text,
                  "log", text[:200])


def kernel_lines_go_to_the_log():
    with tempfile.NamedTemporaryFile() as log:
        same(run("echo hello", log=log.name), 0, b"hello\n")
        text = log.read()
        check(text == b"Linux version 6.1 (ia64) booting\r\n"
              b"reboot: Power down\r\n", "log", text)


def unread_stdin_blocks_nobody():
    data = bytes(1 << 20)
    same(run("exec <&-; sleep 0.2; echo done", data), 0, b"done\n")
    same(run("echo done", data), 0, b"done\n")
    same(run("head -c 5; exec <&-; echo x", b"12345" + data), 0, b"12345x\n")


def large_output_after_the_end():
    # All of it is still in the pipe when the command ends.
    same(run("printf '%060000d' 0; printf '%030000d' 0 >&2"), 0,
         b"0" * 60000, b"0" * 30000)


def background_process_is_not_waited_for():
    begin = time.monotonic()
    same(run("sleep 30 & echo out"), 0, b"out\n")
    check(time.monotonic() - begin < 10, "waited")


def long_and_odd_commands():
    text = "x" * 90000
    same(run("printf %s '" + text + "' | wc -c"), 0, b"90000\n")
    same(run("printf '%s\\n' 'a\"b$c`d\\e\n\tf'"), 0, b'a"b$c`d\\e\n\tf\n')
    result = run("true #" + "x" * 110000)
    check(result.returncode == 125 and b"102400 bytes" in result.stderr,
          result)


def machine_that_dies():
    result = run("sleep 100", machine=[
        "--die-after", "1", "--last-words", "ia64-sim: no such page"])
    check(result.returncode == 125, result)
    check(result.stderr.count(b"\n") == 1 and
          b"(status 3)" in result.stderr and
          b"last said: ia64-sim: no such page" in result.stderr, result)
    result = subprocess.run([HOST, "--command", "true", "/no/such/machine"],
                            capture_output=True, timeout=60, check=False)
    check(result.returncode == 125 and
          b"/no/such/machine: No such file" in result.stderr, result)


def kernel_panic():
    begin = time.monotonic()
    result = run("sleep 100", machine=[
        "--die-after", "1", "--stay", "--last-words",
        "[ 1.0] Kernel panic - not syncing: Attempted to kill init!"])
    check(result.returncode == 125, result)
    check(b"kernel died: Kernel panic - not syncing: Attempted" in
          result.stderr, result)
    check(time.monotonic() - begin < 20, "waited")


def time_limit():
    begin = time.monotonic()
    result = run("echo a; sleep 100", timeout="1")
    check(result.returncode == 124 and result.stdout == b"a\n", result)
    check(b"timeout" in result.stderr, result)
    check(time.monotonic() - begin < 20, "waited")


def closed_stdout_ends_the_machine():
    with tempfile.NamedTemporaryFile() as note:
        shell = ("'%s' --command 'cat /dev/zero' -- '%s' -- '%s' | "
                 "head -c 10 | od -c >/dev/null; echo ${PIPESTATUS[0]} > %s" %
                 (HOST, MACHINE, GUEST, note.name))
        subprocess.run(["bash", "-c", shell], timeout=60, check=True)
        text = note.read()
        check(text == b"141\n", "status", text)


def interrupt_ends_the_machine():
    with subprocess.Popen(
            [HOST, "--command", "echo $PPID; exec sleep 1000", "--", MACHINE,
             "--", GUEST], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL) as process:
        guest = int(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        check(process.wait(20) == 128 + signal.SIGTERM, process.returncode)
        for _ in range(100):
            if not os.path.exists("/proc/%d" % guest):
                break
            time.sleep(0.1)
        check(not os.path.exists("/proc/%d" % guest), "the guest lives on")


def one_way():
    with tempfile.TemporaryDirectory() as folder:
        data = random.Random(1).randbytes(100000)
        with open(folder + "/command", "w", encoding="ascii") as file:
            file.write("cat; echo err >&2; exit 5")
        with open(folder + "/stdin", "wb") as file:
            file.write(data)
        guest = ["--oneway", folder + "/command", folder + "/stdin"]
        same(run(None, guest=guest), 5, data, b"err\n")
        same(run(None, guest=guest[:2]), 5, b"", b"err\n")
        # Nothing is repeated there, so that damage must be noticed.
        result = run(None, guest=guest, mean=5000)
        check(result.returncode == 125 and b"damaged" in result.stderr,
              result.returncode, result.stderr)


def bad_usage():
    for arguments, text in (
            (["--command", "true"], b"usage"),
            (["--timeout", "soon", "--command", "true", "cat"],
             b"--timeout soon: expected seconds"),
            (["--command-file", "/no/such", "cat"], b"/no/such: No such file"),
            (["cat"], b"no command"),
            (["--log", "/no/such/log", "--command", "true", "cat"],
             b"/no/such/log: No such file")):
        result = subprocess.run([HOST, *arguments], capture_output=True,
                                stdin=subprocess.DEVNULL, timeout=60,
                                check=False)
        check(result.returncode == 125 and text in result.stderr, result)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
