#!/usr/bin/env python3
"""Tell what counting fuel, memory and depth costs: time the workloads with the engine as it is, and with one that counts nothing.

    python3 benches/limits.py [--profile release] [--rounds 15] [--ms 20] [--instructions]

Builds the benches twice, the second time with `--cfg hognose_unmetered` for the packages of this workspace (no feature turns that on),
and times the metric "bound" in turn with both. Prints for each workload and in the geometric mean how much slower counting is; the aim is
at most 3 %. With --instructions the share is told in instructions that valgrind's callgrind counts, which no other load disturbs.
"""
import argparse
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent
WRAPPER = '#!/bin/sh\nrustc="$1"\nshift\nexec "$rustc" "$@" --cfg hognose_unmetered\n'


PROGRAMS = ("hognose-bench-server", "hognose-bench-once")


def build(profile, folder, unmetered):
    """The programs, copied to a folder."""
    environment = dict(os.environ)
    if unmetered:
        wrapper = folder / "wrapper"
        wrapper.write_text(WRAPPER)
        wrapper.chmod(0o755)
        environment["RUSTC_WORKSPACE_WRAPPER"] = str(wrapper)
    command = ["cargo", "build", "--locked", "--profile", profile, "-p", "hognose-benches"]
    subprocess.run(command, check=True, cwd=ROOT.parent, env=environment)
    target = pathlib.Path(environment.get("CARGO_TARGET_DIR", ROOT.parent / "target"))
    programs = folder / ("unmetered" if unmetered else "metered")
    programs.mkdir()
    for program in PROGRAMS:
        shutil.copy(target / profile / program, programs)
    return programs


class Timer:
    """A server that stays and answers."""

    def __init__(self, programs):
        self.process = subprocess.Popen([programs / PROGRAMS[0]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, name, milliseconds):
        self.process.stdin.write(f"{name} bound {milliseconds}\n")
        self.process.stdin.flush()
        reply = self.process.stdout.readline().strip()
        if not re.fullmatch(r"[0-9.]+", reply):
            raise SystemExit(f"{name}: {reply}")
        return float(reply)


def instructions(programs, name, count):
    """Instructions that callgrind sees while a workload is evaluated so many times."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(programs / PROGRAMS[1]), name, str(count)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", default="release")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--ms", type=int, default=20)
    parser.add_argument("--instructions", action="store_true")
    options = parser.parse_args()
    names = sorted(path.stem for path in (ROOT / "data/workloads").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        builds = [build(options.profile, folder, unmetered) for unmetered in (True, False)]
        ratios = []
        timers = [] if options.instructions else [Timer(programs) for programs in builds]
        for name in names:
            if options.instructions:
                # What starting takes is in both counts, and falls out.
                free, counted = (instructions(programs, name, 220) - instructions(programs, name, 20) for programs in builds)
                free, counted = free / 200, counted / 200
            else:
                rounds = [[timer.ask(name, options.ms) for timer in timers] for _ in range(options.rounds)]
                # The least of the rounds is what neither a neighbour nor the clock of the processor has slowed.
                free, counted = (min(column) for column in zip(*rounds))
            ratios.append(counted / free)
            print(f"{name:20} {free:12,.0f} {counted:12,.0f}  {100 * (counted / free - 1):+6.2f} %", flush=True)
        mean = math.exp(statistics.fmean(map(math.log, ratios)))
        print(f"geometric mean {100 * (mean - 1):+.2f} %, worst {100 * (max(ratios) - 1):+.2f} %")


if __name__ == "__main__":
    main()
