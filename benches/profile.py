#!/usr/bin/env python3
"""Say where the instructions of each workload go, evaluated and loaded, by groups, and write it into docs/src/performance.md.

    cargo build --release -p hognose-benches
    python3 benches/profile.py [--server PATH] [--commit HASH] [--only w01,w02] [--functions] [--print]

callgrind counts the functions of some hundred warm `bound` evaluations of the release build, the one that is timed, and of loading saved policies. A function that the compiler has put
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
# The same for loading a saved policy.
LOADING = {
    "allocating": r"malloc|free|realloc|calloc|drop_in_place|alloc::|dealloc|raw_vec|arena",
    "hashing": r"checksum|sip|hash|Hash",
    "reading": r"saved|from_utf8|num_bigint",
    "linking": r"link|table::|eval::",
    "copying": r"mem(move|cpy|set|cmp)",
    "policy": r"hognose",
}
LOADING_NAMES = {
    "allocating": "making and freeing the nodes of both trees, one by one",
    "hashing": "the checksum, and finding names and texts",
    "reading": "reading and checking the saved tree",
    "linking": "making the tree that is evaluated",
    "copying": "copying and comparing",
    "policy": "what a policy knows besides",
}


def group(function, groups):
    for name, pattern in groups.items():
        if re.search(pattern, function):
            return name
    return "other"


def profile(server, workload, metric, counted):
    """Instructions by function."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
                   f"--toggle-collect={counted}", server]
        done = subprocess.run(command, input=f"{workload} {metric} 20\n", capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        functions = {}
        for line in output("callgrind_annotate", "--threshold=100", out).splitlines():
            found = re.match(r"\s*([0-9,]+) \([ 0-9.]+%\)\s+[^:]*:(.*?)(?: \[.*)?$", line)
            if found and "PROGRAM TOTALS" not in line:
                name = re.sub(r"'\d+$", "", found.group(2))
                functions[name] = functions.get(name, 0) + int(found.group(1).replace(",", ""))
        return functions


def shares_of(options, workloads, metric, counted, groups, meanings):
    """A table of shares, a row each workload, and what its columns mean."""
    rows, used = [], set()
    for workload in workloads:
        functions = profile(options.server, workload, metric, counted)
        total = sum(functions.values())
        shares = {}
        for function, count in functions.items():
            name = group(function, groups)
            shares[name] = shares.get(name, 0) + count / total
        if options.functions:
            for function, count in sorted(functions.items(), key=lambda item: -item[1])[:25]:
                print(f"{workload} {count / total:6.1%} {group(function, groups):10} {function}")
        rows.append((workload, shares))
        used |= set(shares)
        print(workload, metric, file=sys.stderr, flush=True)
    names = [name for name in [*groups, "other"] if name in used]
    cells = [[label(name)] + [f"{shares.get(each, 0):.0%}".rstrip("%") for each in names] for name, shares in rows]
    legend = "; ".join(f"{name}: {meanings[name]}" for name in names if name in meanings) + "."
    return [*table(["workload"] + names, cells), "", legend]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT.parent / "target/release/hognose-bench-server"))
    parser.add_argument("--commit", help="what the server was built from, where that is not the checkout")
    parser.add_argument("--only", default="")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--functions", action="store_true", help="print the functions with their groups instead")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    workloads = [
        name for name in json.loads((ROOT / "data/targets.json").read_text())["bound"]
        if not only or any(name.startswith(start) for start in only)
    ]
    commit = options.commit or output("git", "rev-parse", "--short=10", "HEAD", cwd=ROOT.parent).strip()
    lines = [
        BEGIN,
        "",
        f"Per cent of the instructions of warm `bound` evaluations at commit {commit}, by `python3 benches/profile.py`:",
        "",
        *shares_of(options, workloads, "bound", "*Policy::evaluate_in*", GROUPS, NAMES),
        "",
        "Per cent of the instructions of loading a saved policy:",
        "",
        *shares_of(options, workloads, "load", "*from_bytes*", LOADING, LOADING_NAMES),
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
