"""What differs on purpose: the reason, the modules, and what a case and its two answers look like.

An entry is (reason, modules, source, expected, got); the last three are regular expressions that must be found, or functions.
"""

import json
import re

CLOSE = re.compile(r"-?\d+\.?\d*(?:e[-+]\d+)?")


def near(expected, got):
    """Whether two answers are the same but for the last digits of floats."""
    here, there = CLOSE.findall(json.dumps(expected)), CLOSE.findall(json.dumps(got))
    if len(here) != len(there) or CLOSE.sub("#", json.dumps(expected)) != CLOSE.sub("#", json.dumps(got)):
        return False
    return all(a == b or abs(float(a) - float(b)) <= 4e-15 * abs(float(a)) for a, b in zip(here, there))


KNOWN = [
    ("a module shows no path of the host", [], None, "<module '", "<module '"),
    (
        "the nearest float, where the reference's C library rounds otherwise (compatibility page)",
        ["math"], r"math\.(erf|erfc|gamma|lgamma|cbrt)\b", near, None,
    ),
]


def reason(module, source, expected, got):
    """Why the answers to a case differ, or None."""
    for why, modules, wanted, here, there in KNOWN:
        if modules and module not in modules or wanted and not re.search(wanted, source):
            continue
        if callable(here):
            if here(expected, got):
                return why
            continue
        if (not here or re.search(here, json.dumps(expected))) and (not there or re.search(there, json.dumps(got))):
            return why
    return None
