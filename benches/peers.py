#!/usr/bin/env python3
"""Time hognose, other interpreters and this CPython in turn, and write the table into docs/src/performance.md.

    python3 benches/peers.py [--rounds 7] [--ms 20] [--metrics bound,cold] [--only w01,w02] [--no-build] [--print]

Builds `benches/peers`, checks every answer, then takes turns: a batch of each contender and one of CPython, in thread CPU time, round by
round; medians of the rounds. All contenders are in one process, but LuaJIT, which cannot share one with Lua, RustPython, which needs a lock file
of its own, and CPython.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tomllib

import compare
from report import PAGE, ROOT, label, output, processor, table

HERE = ROOT / "peers"
BEGIN, END = "<!-- peers: written by benches/peers.py -->", "<!-- end of peers -->"
TARGET = HERE / "target/release"
# Programs of contenders, the one with most last: its name, the folder of its package and what cargo is told.
PROGRAMS = (
    ("hognose-peers-luajit", HERE, ["--no-default-features", "--features", "luajit"]),
    ("hognose-peers-rustpython", HERE / "rustpython", ["--target-dir", str(HERE / "target")]),
    ("hognose-peers-all", HERE, []),
)


def build():
    """The programs of contenders; their paths."""
    cargo = ["cargo", "build", "--release", "--locked", "--ignore-rust-version"]
    made = []
    for name, folder, options in PROGRAMS:
        subprocess.run([*cargo, *options], cwd=folder, check=True)
        (TARGET / "hognose-peers").replace(TARGET / name)
        made.append(TARGET / name)
    return made


class Server:
    """A program of contenders that times them on request."""

    def __init__(self, path):
        self.peers = [json.loads(line) for line in output(path, "list").splitlines()]
        self.process = subprocess.Popen([path, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        reply = self.process.stdout.readline()
        if not reply:
            sys.exit("a program of contenders has ended")
        return json.loads(reply)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(servers, metrics, rounds, ms, only, say):
    """Medians by metric, workload and contender, and the reasons of those who have none."""
    document = json.loads((ROOT / "data/context.json").read_text())
    times, missing = {metric: {} for metric in metrics}, {}
    for path in sorted((ROOT / "data/workloads").glob("*.py")):
        name = path.stem
        if only and not any(name.startswith(prefix) for prefix in only):
            continue
        raw = json.loads(json.dumps(document["base"]))
        raw["request"]["context"].update(document["extra"].get(name, {}))
        python = compare.contender(path.read_text(), raw)
        for server in servers:
            missing.setdefault(name, {}).update(server.ask(name, "missing"))
        for metric in metrics:
            samples = {}
            for _ in range(rounds):
                batch = {"CPython": compare.timed(python[metric], ms * 1_000_000)}
                for server in servers:
                    for peer, time in server.ask(name, metric, ms).items():
                        batch.setdefault(peer, time)
                for peer, time in batch.items():
                    samples.setdefault(peer, []).append(time)
            times[metric][name] = {peer: statistics.median(values) for peer, values in samples.items()}
        say(f"{name:20} " + "  ".join(f"{peer} {time:,.0f}" for peer, time in times[metrics[0]][name].items()))
    return times, missing


def versions():
    """Of packages, from the lock files, and of hognose."""
    locks = [tomllib.loads((folder / "Cargo.lock").read_text()) for folder in (HERE / "rustpython", HERE)]
    return {package["name"]: package["version"] for lock in locks for package in lock["package"]}


def common(times, peer, rival):
    """Geometric means of the ratios to CPython, over the workloads that both have."""
    both = [row for row in times.values() if peer in row and rival in row]
    return [compare.mean([row[name] / row["CPython"] for row in both]) for name in (peer, rival)]


def section(peers, times, missing):
    names = [peer["name"] for peer in peers]
    known = versions()
    yield "`bound`, as ratios to CPython:"
    yield ""
    rows = []
    for workload, row in times["bound"].items():
        best = min(time for time in row.values())
        cells = [f"{row[name] / row['CPython']:.3f}" if name in row else "–" for name in names]
        rows.append([label(workload)] + [f"**{cell}**" if name in row and row[name] == best else cell
                                         for name, cell in zip(names, cells)])
    yield from table(["workload"] + names, rows)
    yield ""
    yield "Means are over the workloads that a contender can express, with hognose's own mean over the same ones:"
    yield ""
    head = ["contender", "version", "what it is", "workloads"]
    for metric in times:
        head += [f"`{metric}`", f"hognose's `{metric}`"]
    rows = []
    for peer in peers:
        name = peer["name"]
        cells = [name, known.get(peer["package"], "–"), peer["kind"], str(sum(name in row for row in times["bound"].values()))]
        if peer["package"] not in (name, "hognose"):
            cells[1] = f"{peer['package']} {cells[1]}"
        for values in times.values():
            cells += [f"{mean:.3f}" for mean in common(values, name, "hognose")]
        rows.append(cells)
    yield from table(head, rows)
    yield ""
    silent = [peer["name"] for peer in peers if not peer["speaks"] and peer["name"] != "hognose"]
    if silent:
        yield f"No messages can be left in {', '.join(silent)}, which therefore do less in 06 and 10."
        yield ""
    yield "Why there is a dash:"
    yield ""
    for name in names:
        reasons = {}
        for workload, row in missing.items():
            if name in row:
                reasons.setdefault(row[name], []).append(workload[1:3])
        if reasons:
            yield f"- {name}: " + "; ".join(f"{', '.join(those)} {reason}" for reason, those in reasons.items())


def figures(options, say=lambda line: print(line, file=sys.stderr, flush=True)):
    """Build, measure, and give the lines between the marks."""
    paths = [TARGET / name for name, _, _ in PROGRAMS if (TARGET / name).exists()] if options.no_build else build()
    # hognose is in each: its times are those of the first that is asked.
    paths.reverse()
    servers = [Server(path) for path in paths]
    peers = {peer["name"]: peer for server in servers for peer in server.peers}
    only = [name for name in options.only.split(",") if name]
    times, missing = measure(servers, options.metrics.split(","), options.rounds, options.ms, only, say)
    for server in servers:
        server.close()
    now = datetime.date.today()
    commit = output("git", "rev-parse", "--short=10", "HEAD", cwd=ROOT.parent).strip()
    rustc = output("rustc", "--version").split("(")[0].strip()
    return [
        BEGIN,
        "",
        f"Made on {now.day} {now:%B %Y} at commit {commit} by `python3 benches/peers.py --rounds {options.rounds} --ms {options.ms}`: "
        f"CPython {platform.python_version()}, {rustc} with `opt-level = 3`, one codegen unit a crate and thin link-time optimisation for all, "
        f"{processor()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end. Below 1 is faster than CPython; the fastest "
        "of a row is bold.",
        "",
        *section(list(peers.values()), times, missing),
        "",
        END,
    ]


def arguments(parser):
    parser.add_argument("--metrics", default="bound,cold")
    parser.add_argument("--only", default="")


def write(lines):
    """Put the lines between the marks on the page."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(before + "\n".join(lines) + rest.split(END, 1)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ms", type=int, default=20)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--print", action="store_true")
    arguments(parser)
    options = parser.parse_args()
    lines = figures(options)
    if options.print:
        print("\n".join(lines))
    else:
        write(lines)
        print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
