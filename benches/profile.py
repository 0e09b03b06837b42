#!/usr/bin/env python3
"""Say where the instructions of each workload go, by groups, and write it into docs/src/performance.md.

    cargo build --release -p hognose-benches
    python3 benches/profile.py [--server PATH] [--commit HASH] [--only w01,w02] [--functions] [--print]

callgrind counts the functions of some hundred warm `bound` evaluations of the release build, the one that is timed. A function that the compiler has put
into another counts as that one: what counting fuel and memory costs is told by `benches/limits.py`, not here.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from report import PAGE, ROOT, label, output, table

BEGIN, END = "<!-- profile: written by benches/profile.py -->", "<!-- end of profile -->"
# The first that matches a function's name.
GROUPS = {
    "set-up": r"hognose::|hognose_benches|hognose_peers|export::|decision|hognose_eval::run|journal",
    "library": r"hognose_(modules|authentik)|regex_automata|aho_corasick|memchr|jiff",
    "input": r"hognose_eval::input|made_value|source_value|Any>::type_id|call_once|data::",
    "comparing": r"ops::compare|ops::iterate::contains|memcmp|slice::sort|list::sort|::equal|in_texts",
    "loops": r"walk::statement|walk::comprehension|ops::iterate|walk::target",
    "calls": r"walk::call|walk::function|arg::|row::|builtins",
    "nodes": r"walk::",
    "containers": r"value::(dict|list|tuple|set)|ops::index|hash|Hash|sip",
    "text": r"value::str|fmt|(?<!con)text::|format|regex|string|new_letter|utf8",
    "memory": r"malloc|free|realloc|calloc|bumpalo|region|mem(move|cpy|set)|alloc::|drop_in_place|heap",
    "arithmetic": r"ops::|number",
}
NAMES = {
    "set-up": "setting up an evaluation and giving its decision",
    "library": "functions of modules and authentik's helpers: addresses, patterns, dates",
    "input": "reading attributes and items of what the host gave",
    "loops": "statements, loops and comprehensions",
    "calls": "calls and their arguments",
    "nodes": "the other nodes of expressions",
    "comparing": "comparing, searching and sorting",
    "containers": "dicts, lists and tuples",
    "text": "text",
    "memory": "allocating and copying",
    "arithmetic": "arithmetic",
}


def group(function):
    for name, pattern in GROUPS.items():
        if re.search(pattern, function):
            return name
    return "other"


def profile(server, workload):
    """Instructions of warm evaluations by function."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
                   "--toggle-collect=*Policy::evaluate_in*", server]
        done = subprocess.run(command, input=f"{workload} bound 20\n", capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        functions = {}
        for line in output("callgrind_annotate", "--threshold=100", out).splitlines():
            found = re.match(r"\s*([0-9,]+) \([ 0-9.]+%\)\s+[^:]*:(.*?)(?: \[.*)?$", line)
            if found and "PROGRAM TOTALS" not in line:
                name = re.sub(r"'\d+$", "", found.group(2))
                functions[name] = functions.get(name, 0) + int(found.group(1).replace(",", ""))
        return functions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT.parent / "target/release/hognose-bench-server"))
    parser.add_argument("--commit", help="what the server was built from, where that is not the checkout")
    parser.add_argument("--only", default="")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--functions", action="store_true", help="print the functions with their groups instead")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    rows, used = [], set()
    for workload in json.loads((ROOT / "data/targets.json").read_text())["bound"]:
        if only and not any(workload.startswith(name) for name in only):
            continue
        functions = profile(options.server, workload)
        total = sum(functions.values())
        shares = {}
        for function, count in functions.items():
            shares[group(function)] = shares.get(group(function), 0) + count / total
        if options.functions:
            for function, count in sorted(functions.items(), key=lambda item: -item[1])[:25]:
                print(f"{workload} {count / total:6.1%} {group(function):10} {function}")
        rows.append((workload, shares))
        used |= set(shares)
        print(workload, file=sys.stderr, flush=True)
    names = [name for name in [*GROUPS, "other"] if name in used]
    commit = options.commit or output("git", "rev-parse", "--short=10", "HEAD", cwd=ROOT.parent).strip()
    lines = [
        BEGIN,
        "",
        f"Per cent of the instructions of warm `bound` evaluations at commit {commit}, by `python3 benches/profile.py`:",
        "",
        *table(["workload"] + names, [[label(name)] + [f"{shares.get(each, 0):.0%}".rstrip("%") for each in names] for name, shares in rows]),
        "",
        "; ".join(f"{name}: {NAMES[name]}" for name in names if name in NAMES) + ".",
        "",
        END,
    ]
    if options.print:
        print("\n".join(lines))
        return
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(before + "\n".join(lines) + rest.split(END, 1)[1])
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
