#!/usr/bin/env python3.13
"""Fill in, or check, what CPython 3.13 answers to the cases in conformance/cases/cpython.

    python3.13 conformance/oracle/expect.py [--check] FILE.jsonl…

A case is one JSON object a line: {"id", "area", "src", "expect"}. A case without an id gets one from its area and text. With
--check nothing is written and the exit code tells whether all answers are current. A case that ends the interpreter or
does not end at all must not be added here: it belongs to the hostile expressions.
"""

import hashlib
import json
import logging
import os
import sys
import warnings


def wrap(source):
    lines = ["def handler():"]
    lines += ["    " + line if line.strip() else line for line in source.split("\n")]
    return "\n".join(lines) + "\n"


def forget_loggers():
    """Cases know nothing of each other."""
    logging.root.manager.loggerDict.clear()
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)


def answer(source):
    forget_loggers()
    namespace = {"__name__": "__main__"}
    try:
        exec(compile(wrap(source), "<case>", "exec", dont_inherit=True), namespace)
        return {"repr": repr(namespace["handler"]())}
    except BaseException as error:
        message = str(error.msg) if isinstance(error, SyntaxError) else str(error)
        return {"exc": type(error).__name__, "msg": message}


def refresh(path, check):
    stale = 0
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in filter(str.strip, file):
            case = json.loads(line)
            if "id" not in case:
                digest = hashlib.sha256(case["src"].encode()).hexdigest()[:10]
                case["id"] = case["area"].replace("/", ".") + "-" + digest
            expect = answer(case["src"])
            stale += case.get("expect") != expect
            ordered = {"id": case["id"], "area": case["area"], "src": case["src"], "expect": expect}
            lines.append(json.dumps(ordered))
    if not check and stale:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    return stale


def main():
    if sys.version_info[:2] != (3, 13):
        sys.exit("the reference is CPython 3.13, this is %d.%d" % sys.version_info[:2])
    warnings.simplefilter("ignore")
    check = "--check" in sys.argv[1:]
    paths = [path for path in sys.argv[1:] if path != "--check"]
    out, sys.stdout, sys.stdin = sys.stdout, open(os.devnull, "w"), open(os.devnull)
    sys.stderr = sys.stdout
    total = 0
    for path in paths:
        stale = refresh(path, check)
        total += stale
        if stale:
            print("%s: %d %s" % (path, stale, "stale" if check else "changed"), file=out)
    if check and total:
        sys.exit(1)


if __name__ == "__main__":
    main()
