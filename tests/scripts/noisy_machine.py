#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
#
# A stand-in for a machine: runs the guest's end of the console protocol on a
# pseudo-terminal, relays its bytes to standard input and output, and on the
# way prints kernel lines into the guest's output and damages both directions.
# What is damaged follows from the seed and the bytes' positions alone.

import argparse
import os
import pty
import random
import select
import sys

KERNEL_LINE = b"\r\n[   12.345678] eth0: link becomes ready \xf7\x1a\r\n"


class Line:
    """One direction: every `mean` bytes on average something happens."""

    def __init__(self, seed, mean, insert):
        self.random = random.Random(seed)
        self.mean = mean
        self.insert = insert
        self.left = self.draw()

    def draw(self):
        if not self.mean:
            return None
        return self.random.randint(1, 2 * self.mean)

    def damage(self, data):
        if self.left is None:
            return data
        out = bytearray()
        for byte in data:
            self.left -= 1
            if self.left:
                out.append(byte)
                continue
            self.left = self.draw()
            kind = self.random.randrange(3)
            if kind == 0 and self.insert:
                out += KERNEL_LINE
                out.append(byte)
            elif kind == 1:
                out.append(byte ^ (1 << self.random.randrange(8)))
            # else the byte is lost
        return bytes(out)


def write_all(descriptor, data):
    while data:
        data = data[os.write(descriptor, data):]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mean", type=int, default=0)
    parser.add_argument("--last-words", default="")
    parser.add_argument("--die-after", type=int, default=0)
    parser.add_argument("--stay", action="store_true")
    parser.add_argument("guest", nargs="+")
    options = parser.parse_args()

    pid, master = pty.fork()
    if pid == 0:
        os.execvp(options.guest[0], options.guest)
    write_all(1, b"Linux version 6.1 (ia64) booting\r\n")
    up = Line(options.seed, options.mean, True)
    down = Line(options.seed + 1, options.mean, False)
    passed = 0
    sources = [0, master]
    while True:
        ready, _, _ = select.select(sources, [], [])
        if 0 in ready:
            data = os.read(0, 4096)
            if not data:
                sources.remove(0)
            write_all(master, down.damage(data))
        if master in ready:
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            if not data:
                break
            write_all(1, up.damage(data))
            passed += len(data)
            if options.die_after and passed >= options.die_after:
                write_all(1, options.last_words.encode() + b"\r\n")
                if options.stay:
                    select.select([], [], [])
                os._exit(3)
    os.waitpid(pid, 0)
    write_all(1, b"reboot: Power down\r\n")
    if options.stay:
        select.select([], [], [])


if __name__ == "__main__":
    sys.exit(main())
