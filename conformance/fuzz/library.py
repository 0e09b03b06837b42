#!/usr/bin/env python3.13
"""Compare the modules of the library with CPython's on random calls, and shrink what differs.

    cargo build -p hognose-conformance
    python3.13 conformance/fuzz/library.py --engine target/debug/hognose-conformance-engine [--seed 1] [--cases 100000]
                                           [--modules json,re] [--seconds 60] [--out found.jsonl] [--show json] [--declined]

A case is an expression that calls a module; some dozen go into a program. `modules/` has a grammar for each module, `modules/known.py`
what differs on purpose, with the reason. Cases that end the one or the other at a limit are not compared and not counted as equal.
The exit code is 1 if a difference was found.
"""

import argparse
import collections
import faulthandler
import json
import os
import random
import sys
import time
import warnings

import modules
import oracle
import shrink
from modules import grammar, known

# Seconds after which CPython is given up that no signal interrupts: it goes through a huge range, say.
STUCK = 60

# Cases in a program, programs in a batch, batches that a process compares before the next one takes over.
GROUP = 24
BATCH = 40
SHARE = 60

NOWHERE = open(os.devnull, "w", encoding="utf-8")

PROGRAM = """%s
def attempt(make):
    try:
        return repr(make())
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
return [
    %s
]"""


class Library:
    """Cases of one module."""

    def __init__(self, name):
        self.name = name
        own = modules.load(name)
        self.imports = own.IMPORTS
        self.writer = grammar.Writer(own.RULES)

    def cases(self, seed, group):
        """The same ones for the same numbers."""
        self.writer.random = random.Random("%d %s %d" % (seed, self.name, group))
        return [self.writer.of("case") for _ in range(GROUP)]

    def program(self, cases):
        return PROGRAM % (self.imports, "\n    ".join("attempt(lambda: %s)," % case for case in cases))

    def alone(self, case):
        return "%s\nreturn %s" % (self.imports, case)


def main():
    options = read_options()
    if sys.version_info[:2] != (3, 13):
        sys.exit("the reference is CPython 3.13, this is %d.%d" % sys.version_info[:2])
    os.environ["TZ"] = "UTC"
    time.tzset()
    warnings.simplefilter("ignore")
    libraries = [Library(name) for name in options.modules]
    if options.show:
        print("\n".join(modules_cases(libraries, options)))
        return
    end = time.monotonic() + options.seconds
    total, reasons, found = {}, collections.Counter(), 0
    groups = -(-options.cases // GROUP)
    first, step = 0, BATCH * SHARE
    while first < groups and time.monotonic() < end and found < options.most:
        last, reached = min(first + step, groups), first
        read, write = os.pipe()
        worker = os.fork()
        if worker == 0:
            os.close(read)
            os._exit(run(options, libraries, range(first, last), end, write))
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as lines:
            for line in lines:
                at, name, counts, why, shrunk = json.loads(line)
                total.setdefault(name, collections.Counter()).update(counts)
                reasons.update(why)
                found += shrunk
                reached = at + BATCH
        _, status = os.waitpid(worker, 0)
        if status:
            # The batch that did it is left out.
            print("CPython ended with status %d, or did not end, in the batch from group %d on" % (status, reached), flush=True)
            last = reached + BATCH
        first = last
    report(options, total, reasons)
    sys.exit(1 if found else 0)


def modules_cases(libraries, options):
    for library in libraries:
        for group in range(-(-options.cases // GROUP)):
            yield from library.cases(options.seed, group)


def report(options, total, reasons):
    every = collections.Counter()
    for name, counts in total.items():
        every.update(counts)
        print("%-12s %8d %s" % (name, sum(counts.values()), dict(counts)))
    print("%-12s %8d %s (seed %d)" % ("all", sum(every.values()), dict(every), options.seed))
    for why, count in reasons.most_common(60 if options.declined else 0):
        print("  %6d %s" % (count, why))


def run(options, libraries, groups, end, pipe):
    """Compares a share of the cases in a process of its own; the pipe tells what came out."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    results = os.fdopen(pipe, "w", encoding="utf-8")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")
    oracle.confine()
    engine = oracle.Engine(options.engine)
    seen = set()
    for index in range(groups.start, groups.stop, BATCH):
        if time.monotonic() > end:
            break
        batch = []
        for group in range(index, min(index + BATCH, groups.stop)):
            library = libraries[group % len(libraries)]
            batch.append((library, library.cases(options.seed, group)))
        compared = oracle.compare(engine, [library.program(cases) for library, cases in batch], watch)
        done = []
        for (library, cases), (kind, _, _) in zip(batch, compared):
            tally, why, small = collections.Counter(), collections.Counter(), 0
            if kind == "same":
                tally["same"] += len(cases)
            else:
                small = one_by_one(options, engine, library, cases, (tally, why, seen, out))
            done.append(json.dumps([index, library.name, tally, why, small]))
        print("\n".join(done), file=results, flush=True)
    faulthandler.cancel_dump_traceback_later()
    engine.stop()
    return 0


def watch(_):
    """Ends the process if CPython takes far too long for what comes next."""
    faulthandler.dump_traceback_later(STUCK, exit=True, file=NOWHERE)


def one_by_one(options, engine, library, cases, notes):
    tally, why, seen, out = notes
    sources = [library.alone(case) for case in cases]
    count = 0
    for case, source, (kind, expected, got) in zip(cases, sources, oracle.compare(engine, sources, watch)):
        kind, reason = judge(library, source, kind, expected, got)
        if reason:
            why[library.name + ": " + kind + ": " + reason] += 1
        tally[kind] += 1
        if kind == "differs":
            count += show(options, engine, library, case, seen, out)
    return count


def judge(library, source, kind, expected, got):
    if kind == "declined":
        return kind, got["unsupported"][:100]
    if kind == "unanswered":
        return kind, "CPython has no answer in time and memory"
    if kind == "differs":
        reason = known.reason(library.name, source, oracle.plain(expected), got)
        if reason:
            return "explained", reason
    return kind, None


def show(options, engine, library, case, seen, out):
    def differs(source):
        ((kind, expected, got),) = oracle.compare(engine, [source], watch)
        return judge(library, source, kind, expected, got)[0] == "differs"

    small = shrink.shrink(library.alone(case), differs, options.tries)
    if small in seen:
        return 0
    seen.add(small)
    ((_, expected, got),) = oracle.compare(engine, [small])
    print("== %s\n%s\n  CPython %s\n  hognose %s" % (library.name, small, brief(expected), brief(got)), file=out, flush=True)
    if options.out:
        with open(options.out, "a", encoding="utf-8") as file:
            file.write(json.dumps({"area": library.name, "src": small, "expect": expected, "got": got}) + "\n")
    return 1


def brief(answer):
    text = json.dumps(answer, ensure_ascii=False)
    return text if len(text) < 600 else text[:600] + "…"


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="target/debug/hognose-conformance-engine")
    parser.add_argument("--modules", type=lambda text: text.split(","), default=modules.NAMES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", type=int, default=40, help="end after this many differences")
    parser.add_argument("--tries", type=int, default=150, help="attempts to make one difference smaller")
    parser.add_argument("--out", help="append differences to this file, one JSON object a line")
    parser.add_argument("--declined", action="store_true", help="say what was not compared, or differs on purpose")
    parser.add_argument("--show", action="store_true", help="write the cases and end")
    return parser.parse_args()


if __name__ == "__main__":
    main()
