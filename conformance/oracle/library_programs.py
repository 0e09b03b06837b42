#!/usr/bin/env python3.13
"""Random programs that use `itertools` or `collections`, as cases for expect.py to fill in:

    python3.13 conformance/oracle/library_programs.py itertools|collections SEED COUNT >> FILE.jsonl
    python3.13 conformance/oracle/expect.py FILE.jsonl

Arguments are wrong now and then, on purpose. Programs whose answer shows an address are left out.
"""

import json
import random
import sys

import expect
import library_collections
import library_itertools

GENERATORS = {"collections": library_collections.program, "itertools": library_itertools.program}


def cases(module, seed, count):
    chance = random.Random(seed)
    seen = set()
    while count > 0:
        source = GENERATORS[module](chance)
        if source not in seen and " at 0x" not in str(expect.answer(source)):
            seen.add(source)
            count -= 1
            yield {"area": "extended/" + module, "src": source}


def main():
    module, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for case in cases(module, seed, count):
        print(json.dumps(case))


if __name__ == "__main__":
    main()
