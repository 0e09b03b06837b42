#!/usr/bin/env python3.13
"""Compare the engine with CPython 3.13 on random programs, and shrink what differs.

    cargo build -p hognose-conformance
    python3.13 conformance/fuzz/fuzz.py --engine target/debug/hognose-conformance-engine [--seed 1] [--programs 20000]
                                        [--seconds 60] [--out found.jsonl] [--show 42]

A program has a number below a seed, so that each run can be repeated: `--show N` writes one and ends. Programs that end the
one or the other at a limit are not compared and not counted as equal. The exit code is 1 if a difference was found.
"""

import argparse
import collections
import json
import mmap
import os
import signal
import struct
import sys
import threading
import time
import warnings

import oracle
import shrink
import statements

BATCH = 200
# Programs a process compares before the next one takes over.
SHARE = 20_000
# Seconds after which CPython is taken not to end: some calls in C look at no signal. Making a difference smaller takes a while too.
STUCK = 120


def main():
    options = read_options()
    if sys.version_info[:2] != (3, 13):
        sys.exit("the reference is CPython 3.13, this is %d.%d" % sys.version_info[:2])
    warnings.simplefilter("ignore")
    if options.show is not None:
        print(statements.write(options.seed, options.show))
        return
    end = time.monotonic() + options.seconds
    place = mmap.mmap(-1, 16)
    first, last = options.start, options.start + options.programs
    tally, declined, found = collections.Counter(), collections.Counter(), set()
    while first < last and time.monotonic() < end and len(found) < options.most:
        place[:8] = struct.pack("q", first)
        read, write = os.pipe()
        worker = os.fork()
        if worker == 0:
            os.close(read)
            os._exit(run(options, range(first, min(first + SHARE, last)), end, place, found, write))
        os.close(write)
        ended = threading.Event()
        watch = threading.Thread(target=watched, args=(worker, place, ended))
        watch.start()
        with os.fdopen(read, encoding="utf-8") as lines:
            for line in lines:
                counts, refused, small = json.loads(line)
                tally.update(counts)
                declined.update(refused)
                found.update(small)
        ended.set()
        watch.join()
        _, status = os.waitpid(worker, 0)
        (at,) = struct.unpack("q", place[:8])
        if status:
            print("CPython ended, or did not end, at program %d, status %d" % (at, status), flush=True)
        first = at + 1
    print("%d programs (seed %d, %d to %d): %s" % (sum(tally.values()), options.seed, options.start, first, dict(tally)))
    if options.declined:
        for reason, count in declined.most_common(30):
            print("  declined %5d %s" % (count, reason))
    sys.exit(1 if found else 0)


def watched(worker, place, ended):
    """Ends a worker that stays at one program."""
    at, since = place[:8], time.monotonic()
    while not ended.wait(1):
        if place[:8] != at:
            at, since = place[:8], time.monotonic()
        elif time.monotonic() - since > STUCK:
            os.kill(worker, signal.SIGKILL)
            return


def run(options, share, end, place, found, pipe):
    """Compares a share of the programs in a process of its own: some end CPython 3.13 itself, and what others leave behind
    adds up. `place` tells how far it is, the pipe what came out."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    results = os.fdopen(pipe, "w", encoding="utf-8")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")
    oracle.confine()
    engine = oracle.Engine(options.engine)
    for index in range(share.start, share.stop, BATCH):
        if time.monotonic() > end:
            break
        numbers = range(index, min(index + BATCH, share.stop))
        sources = [statements.write(options.seed, number) for number in numbers]
        tally, declined, small = collections.Counter(), collections.Counter(), []

        def mark(position):
            place[:8] = struct.pack("q", numbers[position])

        for number, source, (kind, expected, got) in zip(numbers, sources, oracle.compare(engine, sources, mark)):
            tally[kind] += 1
            if kind == "declined":
                declined[got["unsupported"][:100]] += 1
            if kind == "differs" and len(found) < options.most:
                place[:8] = struct.pack("q", number)
                shrunk = report(options, engine, number, source, found, out)
                small += [shrunk]
                found.add(shrunk)
        place[:8] = struct.pack("q", numbers[-1])
        print(json.dumps([tally, declined, small]), file=results, flush=True)
    engine.stop()
    return 0


def report(options, engine, number, source, found, out):
    small = shrink.shrink(source, lambda text: oracle.differs(engine, text), options.tries)
    if small in found:
        return small
    ((_, expected, got),) = oracle.compare(engine, [small])
    print("== program %d\n%s\n  CPython %s\n  hognose %s" % (number, small, brief(expected), brief(got)), file=out, flush=True)
    if options.out:
        with open(options.out, "a", encoding="utf-8") as file:
            line = {"seed": options.seed, "number": number, "src": small, "expect": expected, "got": got}
            file.write(json.dumps(line) + "\n")
    return small


def brief(answer):
    text = json.dumps(answer, ensure_ascii=False)
    return text if len(text) < 600 else text[:600] + "…"


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="target/debug/hognose-conformance-engine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first program")
    parser.add_argument("--programs", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", type=int, default=30, help="end after this many differences")
    parser.add_argument("--tries", type=int, default=600, help="attempts to make one difference smaller")
    parser.add_argument("--out", help="append differences to this file, one JSON object a line")
    parser.add_argument("--declined", action="store_true", help="say what was not compared")
    parser.add_argument("--show", type=int, help="write the program with this number and end")
    return parser.parse_args()


if __name__ == "__main__":
    main()
