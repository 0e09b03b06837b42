#!/usr/bin/env python3
"""Count the instructions of warm evaluations with callgrind and compare them with the recorded ones.

    cargo build -p hognose-benches
    python3 benches/instructions.py [--bin PATH] [--record] [--tolerance 0.05]

Fails when a workload takes over 5 % more instructions than recorded in `benches/data/instructions.json`. `--record` writes what was counted there:
after work on speed, and with a new compiler, since counts only compare for the same one. The profile is the one CI builds anyway.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent
RECORDED = ROOT / "data/instructions.json"


def compiler():
    return subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.split("(")[0].strip()


def count(binary):
    """Instructions of one evaluation of each workload."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", "--toggle-collect=*instructions::measured*",
                   "--dump-before=*instructions::counted*", str(binary)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)}:\n{done.stderr}")
        counts = {}
        for number, line in enumerate(done.stdout.splitlines(), 1):
            name, times = line.split()
            dump = pathlib.Path(folder, f"out.{number}").read_text(errors="replace")
            total = re.search(r"^(?:totals|summary): (\d+)", dump, re.MULTILINE)
            counts[name] = round(int(total.group(1)) / int(times))
        return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT.parent / "target/debug/hognose-bench-instructions"))
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--tolerance", type=float, default=0.05)
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not there")
    counts = count(options.bin)
    if not counts or not all(counts.values()):
        sys.exit(f"nothing was counted: {counts}")
    if options.record:
        RECORDED.write_text(json.dumps({"compiler": compiler(), "instructions": counts}, indent=2) + "\n")
        print(f"recorded {len(counts)} workloads")
        return
    recorded = json.loads(RECORDED.read_text())
    if recorded["compiler"] != compiler():
        print(f"recorded with {recorded['compiler']}, this is {compiler()}: not compared; record anew with --record")
        return
    worse = []
    for name, instructions in counts.items():
        before = recorded["instructions"].get(name)
        change = instructions / before - 1 if before else 0.0
        print(f"{name:20} {instructions:>12,} {change:+.1%}" if before else f"{name:20} {instructions:>12,} new")
        if change > options.tolerance:
            worse.append(name)
    if worse:
        sys.exit(f"over {options.tolerance:.0%} more instructions than recorded: {', '.join(worse)}")


if __name__ == "__main__":
    main()
