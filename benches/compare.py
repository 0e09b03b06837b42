#!/usr/bin/env python3
"""Time hognose's workloads against this CPython in one run and print ratios (below 1: hognose is faster).

    cargo build --release -p hognose-benches
    python3 benches/compare.py [--server PATH] [--rounds 5] [--ms 30] [--metrics bound,cold] [--only w01,w02]

Both sides are timed in turn, in thread CPU time; medians of the rounds. "bound" is compared with a precompiled `exec` as authentik does it,
"compile" with `compile`, its share "parse" with `ast.parse` and its share "grammar", what the parser crate takes alone, with `compile` again,
"first" and "load" with compile + exec, inputs at hand, "cold" and "load-bind" with compile + bind + exec, "json" with `json.loads` + bind +
exec. `benches/report.py` writes the page of speed with it.
"""
import argparse
import ast
import ipaddress
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import textwrap
import time

ROOT = pathlib.Path(__file__).resolve().parent
NAMES = ["request", "context", "ak_client_ip", "ak_is_sso_flow", "geoip", "http_request"]
MESSAGES = []


def ak_message(text):
    if len(MESSAGES) >= 64:
        MESSAGES.clear()
    MESSAGES.append(text)


HELPERS = {
    "ak_message": ak_message,
    "regex_match": lambda value, regex: re.search(regex, value) is not None,
    "regex_replace": lambda value, regex, repl: re.sub(regex, repl, value),
    "ip_address": ipaddress.ip_address,
    "ip_network": ipaddress.ip_network,
}
CLASSES = {}


def bind(value):
    if isinstance(value, dict):
        name = value.get("$class")
        if name is None:
            return {key: bind(item) for key, item in value.items()}
        made = CLASSES.setdefault(name, type(name, (), {}))()
        made.__dict__.update({key: bind(item) for key, item in value.items() if key != "$class"})
        return made
    if isinstance(value, list):
        return [bind(item) for item in value]
    return value


def bound(raw):
    names = {key: bind(value) for key, value in raw.items()}
    names["context"] = names["request"].context
    names["http_request"] = names["request"].http_request
    return names


def contender(source, raw):
    arguments = ", ".join(NAMES)
    text = f"def handler({arguments}):\n{textwrap.indent(source, '    ')}\nresult = handler({arguments})"
    code = compile(text, "<policy>", "exec")
    names, as_json = bound(raw), json.dumps(raw, separators=(",", ":"))

    def run(code, names):
        scope = dict(names)
        exec(code, HELPERS, scope)
        return scope["result"]

    return {
        "parse": lambda: ast.parse(text),
        "compile": lambda: compile(text, "<policy>", "exec"),
        "grammar": lambda: compile(text, "<policy>", "exec"),
        "first": lambda: run(compile(text, "<policy>", "exec"), names),
        "cold": lambda: run(compile(text, "<policy>", "exec"), bound(raw)),
        "load": lambda: run(compile(text, "<policy>", "exec"), names),
        "load-bind": lambda: run(compile(text, "<policy>", "exec"), bound(raw)),
        "bound": lambda: run(code, names),
        "json": lambda: run(code, bound(json.loads(as_json))),
    }


def timed(function, budget_ns):
    count = 1
    while True:
        start = time.thread_time_ns()
        for _ in range(count):
            function()
        elapsed = time.thread_time_ns() - start
        if elapsed >= budget_ns:
            return elapsed / count
        count *= 8 if elapsed < budget_ns / 16 else 2


def compare(server, metrics, rounds, ms, only=(), show=print):
    """Nanoseconds an operation, hognose's and CPython's, by metric and workload."""
    document = json.loads((ROOT / "data/context.json").read_text())
    server = subprocess.Popen([server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    results = {metric: {} for metric in metrics}
    for path in sorted((ROOT / "data/workloads").glob("*.py")):
        if only and not any(path.stem.startswith(name) for name in only):
            continue
        raw = json.loads(json.dumps(document["base"]))
        raw["request"]["context"].update(document["extra"].get(path.stem, {}))
        python = contender(path.read_text(), raw)
        cells = []
        for metric in metrics:
            ours, theirs = [], []
            for _ in range(rounds):
                server.stdin.write(f"{path.stem} {metric} {ms}\n")
                server.stdin.flush()
                reply = server.stdout.readline().strip()
                if not re.fullmatch(r"[0-9.]+", reply):
                    sys.exit(f"{path.stem} {metric}: {reply}")
                ours.append(float(reply))
                theirs.append(timed(python[metric], ms * 1_000_000))
            a, b = statistics.median(ours), statistics.median(theirs)
            results[metric][path.stem] = (a, b)
            cells.append(f"{metric} {a:,.0f} / {b:,.0f} = {a / b:.3f}")
        show(f"{path.stem:20} " + "   ".join(cells))
    server.stdin.close()
    server.wait()
    return results


def mean(ratios):
    """The geometric mean."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT.parent / "target/release/hognose-bench-server"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ms", type=int, default=30)
    parser.add_argument("--metrics", default="bound,cold,first,load,compile,parse,grammar,json")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    print(f"CPython {sys.version.split()[0]}; ns an operation (hognose / CPython = ratio)")
    show = lambda line: print(line, flush=True)
    results = compare(options.server, options.metrics.split(","), options.rounds, options.ms, only, show)
    for metric, values in results.items():
        for label, prefix in (("01-08", "w0[1-8]"), ("01-10", "w(0.|10)"), ("all", "w")):
            chosen = [a / b for name, (a, b) in values.items() if re.match(prefix, name)]
            if chosen:
                print(f"{metric:8} geometric mean {label}: {mean(chosen):.3f} over {len(chosen)}, worst {max(chosen):.3f}")


if __name__ == "__main__":
    main()
