#!/usr/bin/env python3
"""Measure everything against CPython in one run and write the figures into docs/src/performance.md.

    python3 benches/report.py [--rounds 7] [--ms 30] [--no-build] [--bins FOLDER] [--all] [--print]

Builds the benches (release profile), times hognose and this CPython in turn, counts memory and runs ten thousand policies; with `--all`,
the scripts beside this one then write the rest of the page: other interpreters, the profile, the time of building. The machine should be
idle. `--print` shows the page's part instead of writing it.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import compare

ROOT = pathlib.Path(__file__).resolve().parent
PAGE = ROOT.parent / "docs/src/performance.md"
BEGIN, END = "<!-- figures: written by benches/report.py -->", "<!-- end of figures -->"
METRICS = ["bound", "cold", "first", "load", "load-bind", "compile", "parse", "grammar", "json"]
SMALL = r"w(0.|10)"


def output(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **options).stdout


def lines(*command):
    """What a command prints, a JSON object a line."""
    return [json.loads(line) for line in output(*command).splitlines()]


def label(name):
    number, words = name[1:].split("_", 1)
    return f"{number} {words.replace('_', ' ')}"


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def ratio(value, target):
    """A ratio, marked where the target is missed."""
    return f"{value:.3f}" if target is None or value <= target else f"{value:.3f} (missed: {target:g})"


def processor():
    try:
        found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1) if found else platform.machine()


def timings(results, targets):
    """The table of ratios."""
    rows = []
    for name in results["bound"]:
        cells = [label(name)]
        for metric in METRICS:
            ours, theirs = results[metric][name]
            cells.append(ratio(ours / theirs, targets["bound"].get(name) if metric == "bound" else None))
        rows.append(cells)
    for text, pattern in (("geometric mean 01–08", "w0[1-8]"), ("geometric mean 01–10", SMALL), ("geometric mean of all", "w")):
        cells = [f"**{text}**"]
        for metric in METRICS:
            over, target = targets["means"].get(metric, ("", None))
            chosen = [a / b for name, (a, b) in results[metric].items() if re.match(pattern, name)]
            cells.append(ratio(compare.mean(chosen), target if over == pattern else None))
        rows.append(cells)
    yield from table(["workload"] + [f"`{metric}`" for metric in METRICS], rows)


def nanoseconds(results):
    """hognose's own times."""
    rows = [[label(name)] + [f"{results[metric][name][0]:,.0f}" for metric in METRICS] for name in results["bound"]]
    yield from table(["ns an operation"] + [f"`{metric}`" for metric in METRICS], rows)


def memory(measured, targets):
    small = [line for line in measured if re.match(SMALL, line["workload"])]
    keys = ["source_bytes", "policy_bytes", "saved_bytes", "region_bytes", "evaluation_allocations"]
    head = ["bytes", "source", "compiled policy", "saved policy", "region of an evaluation", "heap allocations of a warm evaluation"]
    rows = [[label(line["workload"])] + [f"{line[key]:,}" for key in keys] for line in measured]
    means = [sum(line[key] for line in small) / len(small) for key in keys]
    rows.append(["**mean 01–10**"] + [f"{mean:,.0f}" for mean in means])
    yield from table(head, rows)
    yield ""
    yield f"To reach: {targets['policy_bytes']:,} bytes a compiled policy in the mean of 01–10; {targets['evaluation_allocations']} allocations in 01."


def scale(measured, targets):
    one = measured[0]
    count = one["policies"]
    yield (f"{count:,} different policies: {one['compile_seconds'] / count * 1e6:.1f} µs each to compile, "
           f"{one['load_seconds'] / count * 1e6:.1f} µs to load, {one['saved_bytes'] / count:,.0f} bytes each when saved.")
    yield ""
    rows = [[str(line["threads"]), f"{line['per_cpu_second']:,.0f}", f"{line['per_second']:,.0f}",
             f"{line['per_second'] / one['per_second'] / line['threads']:.2f}"] for line in measured]
    yield from table(["threads", "evaluations a CPU second", "evaluations a second", "of so many times one thread"], rows)
    yield ""
    yield f"To reach: {targets['per_cpu_second']:,} a CPU second; two threads at {targets['threads_efficiency']} of twice one."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ms", type=int, default=30)
    parser.add_argument("--policies", type=int, default=10_000)
    parser.add_argument("--bins", default=str(ROOT.parent / "target/release"))
    parser.add_argument("--all", action="store_true", help="afterwards, what `peers.py`, `profile.py` and `size.py` do: the whole page")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    if not options.no_build:
        subprocess.run(["cargo", "build", "--release", "-p", "hognose-benches"], cwd=ROOT.parent, check=True)
    bins = pathlib.Path(options.bins)
    targets = json.loads((ROOT / "data/targets.json").read_text())
    say = lambda line: print(line, file=sys.stderr, flush=True)
    results = compare.compare(bins / "hognose-bench-server", METRICS, options.rounds, options.ms, show=say)
    held = lines(bins / "hognose-bench-memory")
    many = lines(bins / "hognose-bench-scale", options.policies)
    now = datetime.date.today()
    commit = output("git", "rev-parse", "--short=10", "HEAD", cwd=ROOT.parent).strip()
    rustc = output("rustc", "--version").split("(")[0].strip()
    load = os.getloadavg()[0]
    part = [
        BEGIN,
        "",
        f"Made on {now.day} {now:%B %Y} at commit {commit} by `python3 benches/report.py --rounds {options.rounds} --ms {options.ms}`: "
        f"CPython {platform.python_version()}, {rustc}, {processor()}, {os.cpu_count()} processors, load {load:.1f} at the end. "
        "Ratios to CPython in the same run; below 1, hognose is faster. Where a target of `benches/data/targets.json` is missed, it says so.",
        "",
        *timings(results, targets),
        "",
        *nanoseconds(results),
        "",
        "### Memory",
        "",
        *memory(held, targets),
        "",
        "### Many policies",
        "",
        *scale(many, targets),
        "",
        END,
    ]
    text = "\n".join(part)
    if options.print:
        print(text)
        return
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(before + text + rest.split(END, 1)[1])
    print(f"wrote {PAGE}")
    if options.all:
        built = ["--no-build"] if options.no_build else []
        peers = ["peers.py", "--rounds", str(options.rounds), "--ms", str(options.ms), *built]
        for script, *rest in (peers, ["profile.py"], ["size.py"]):
            subprocess.run([sys.executable, ROOT / script, *rest], check=True)


if __name__ == "__main__":
    main()
