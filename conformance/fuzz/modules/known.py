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
        "functions of modules are built in here, and types and functions show themselves accordingly",
        [], None, r"<(function|functools\.|built-in function|built-in method|method|bound method|slot wrapper|class|generator object) ?", r"<(built-in |method |function |class |generator )",
    ),
    (
        "a type in the place of its value: CPython's function, which is Python code, calls a method of the type",
        [], None, r"(positional argument|unbound method|descriptor '\w+'|type object '\w+' has no attribute)", r"(expected \w+, got type|type object)",
    ),
    (
        "arguments of a wrong type are found at once, where CPython's function, which is Python code, finds them when it uses them",
        ["textwrap", "string", "html", "urllib", "hmac", "uuid", "fnmatch", "statistics"], None, None, r"(expected str(ing or bytes-like object)?, got|must be (str|int), not|expected bytes|is no hash object|a bytes-like object is required|must be real number|is not text|Cannot mix str|decoding to str|has no len\(\)|numerator/denominator|has no attribute '\w+'|object cannot be interpreted)",
    ),
    ("a width is an int here", ["textwrap"], r"(wrap|fill|shorten|TextWrapper)\(", "slice indices must|invalid width", None),
    (
        "methods of types, called without an object",
        [], None, r"(missing \d required positional arguments?: 'self'|unbound method \w+\.\w+\(\) needs)", r"(missing|unbound method|needs an argument)",
    ),
    ("iterators that call functions cannot be copied (compatibility page)", ["copy"], None, None, r"cannot pickle '(map|zip|filter|enumerate|\w+)' object"),
    ("`timedelta(0)` is one object there", ["copy"], r"timedelta\(0\)", None, None),
    (
        "the copy of the time-zone database has no negative daylight saving time, and is another release (compatibility page)",
        ["zoneinfo"], r"Casablanca|El_Aaiun|Dublin|Windhoek|Prague|'(EST|MST|HST|CET|MET|EET|WET)'", None, None,
    ),
    (
        "one of two time zones made alike passes for the other (compatibility page)",
        ["zoneinfo", "datetime"], r"astimezone\(timezone", None, "fold=1",
    ),
    ("text of a function shows no address", ["urllib"], "lambda", "at\\+0x|at%200x|%20at", None),
    ("a key of a wrong type reaches file paths there", ["zoneinfo"], r"ZoneInfo(\.no_cache)?\((key=)?[^'Z]", None, None),
    ("functions of modules are built in here", [], None, r"'function' object has", r"'builtin_function_or_method' object has"),
    ("methods of types, called with another object", [], None, r"descriptor '\w+' for", r"descriptor '\w+' for"),
    ("of an exception that ends a program the fuzzer reads CPython's text without file and line", ["ast"], None, "SyntaxError", r"SyntaxError.*<unknown>, line"),
    ("private-use characters that stand for lone surrogates (compatibility page)", ["html", "unicodedata", "json", "urllib"], None, r"\\\\U0010f[0-7]|U0010F[0-7]|udbfc", None),
    ("flags beyond the size of C's int are refused before the pattern is read", ["re"], None, None, "too large to convert to C int"),
    ("`singledispatch` has no `registry` (compatibility page)", ["functools"], "registry", None, "registry"),
    ("addresses of nodes", ["ast"], None, "malformed node or string on line", "malformed node or string on line"),
    ("complex numbers are out of the language", ["ast"], r"\dj\b", None, None),
    (
        "the nearest float, where the last digit of the reference's C library is another one (compatibility page)",
        ["math"], r"math\.(a?sinh?|a?cosh?|a?tanh?|atan2|exp2?|expm1|log(10|1p|2)?|pow|hypot)\(", near, None,
    ),
    (
        "the nearest float, where the reference's C library rounds otherwise (compatibility page)",
        ["math", "statistics"], r"math\.(erf|erfc|gamma|lgamma|cbrt)\b|NormalDist", near, None,
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
