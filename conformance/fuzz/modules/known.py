"""What differs on purpose: the reason, the modules, and what a case and its two answers look like.

An entry is (reason, modules, source, expected, got); the last three are regular expressions that must be found. In the place of
`expected` may stand a function of the two answers, in that of `source` one of the source and the two answers.
"""

import ast
import json
import re

import oracle

CLOSE = re.compile(r"-?\d+\.?\d*(?:e[-+]\d+)?")


def near(expected, got):
    """Whether two answers are the same but for the last digits of floats."""
    here, there = CLOSE.findall(json.dumps(expected)), CLOSE.findall(json.dumps(got))
    if len(here) != len(there) or CLOSE.sub("#", json.dumps(expected)) != CLOSE.sub("#", json.dumps(got)):
        return False
    return all(a == b or abs(float(a) - float(b)) <= 4e-15 * abs(float(a)) for a, b in zip(here, there))


def near_one(expected, got):
    """Whether two answers are floats that are differences from one, the same but for the last digits of what was subtracted."""
    here, there = expected.get("repr"), got.get("repr")
    if not here or not there or not CLOSE.fullmatch(here) or not CLOSE.fullmatch(there):
        return False
    return abs(float(here) - float(there)) <= 5e-16


QUOTED_ADDRESS = re.compile(r"(\+|%20)at(\+|%20)0x[0-9a-f]+")


def address_only(expected, got):
    """Whether two answers differ only by an address that was quoted for the web."""
    return QUOTED_ADDRESS.sub("", json.dumps(expected)) == json.dumps(got)


def raised(answer, *types):
    """Whether an answer is one of these exceptions."""
    return answer.get("exc") in types


# What hognose says of an argument that is none it takes.
WRONG = re.compile(
    r"^(expected str(ing or bytes-like object)?, got|\w+\(\) argument .* must be (str|int), not|'\w+' object is no hash object|.* is not text$|"
    r"a bytes-like object is required|must be real number|expected bytes|Cannot mix str|decoding to str|object of type '\w+' has no len\(\)|"
    r"can't convert type '\w+' to numerator/denominator|'\w+' object has no attribute '\w+'|'\w+' object cannot be interpreted)"
)
# What CPython's functions make of arguments of a wrong type that are empty.
NOTHING = ("''", "b''", "[]", "()", "'(?s:)\\\\Z'")


def wrong_type(expected, got):
    """Whether both refuse an argument, each in its words; CPython may not look at one that is empty."""
    if not raised(got, "TypeError", "AttributeError") or not WRONG.search(got["msg"]):
        return False
    return raised(expected, "TypeError", "AttributeError", "KeyError") or expected.get("repr") in NOTHING


def behind_the_end(source, expected, got):
    """Whether a pattern was to match from a position behind the end."""
    for node in ast.walk(ast.parse(oracle.wrap(source))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("match", "fullmatch"):
            try:
                numbers = [ast.literal_eval(each) for each in node.args[1:]]
            except ValueError:
                continue
            if len(numbers) == 2 and all(isinstance(each, int) for each in numbers) and numbers[0] > max(numbers[1], 0):
                return got.get("repr") == "None" or "NoneType" in got.get("msg", "")
    return False


def same_number(source, expected, got):
    """Whether `is_` or `is_not` of a number and an equal one is as if they were one object."""
    found = re.search(r"operator\.(is_|is_not)\((.*)\)$", source)
    if not found or {expected.get("repr"), got.get("repr")} != {"True", "False"}:
        return False
    try:
        one, other = eval("[%s]" % found[2], {"__builtins__": {}, "float": float, "int": int})
    except Exception:
        return False
    equal = type(one) is type(other) and isinstance(one, (int, float)) and repr(one) == repr(other)
    return equal and got["repr"] == str(found[1] == "is_")


COMMENT = re.compile(r"(?<!\\)\(\?#[^)]*\)")
POSSESSIVE = re.compile(r"\)(\?|\*|\+|\{\d*,?\d*\})\+")


def possessive_groups(source, expected, got):
    """Whether CPython gives hognose's answer once each possessive repeat of a group is an atomic group around a plain one,
    which is the same by definition."""
    if not POSSESSIVE.search(source):
        return False
    for node in (tree := ast.parse(oracle.wrap(source))) and ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = atomic(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bytes):
            node.value = atomic(node.value.decode("latin-1")).encode("latin-1")
    body = ast.unparse(tree).split("\n", 1)[1]
    return oracle.plain(oracle.reference("\n".join(line[4:] for line in body.split("\n")))) == got


def atomic(pattern):
    """A pattern with its possessive repeats of groups written as atomic groups, and without comments."""
    pattern = COMMENT.sub("", pattern)
    while found := POSSESSIVE.search(pattern):
        opening, start = [], None
        at, in_set = 0, False
        while at <= found.start():
            if pattern[at] == "\\":
                at += 1
            elif in_set:
                in_set = pattern[at] != "]"
            elif pattern[at] == "[":
                in_set = True
                at += pattern[at + 1:at + 2] == "^"
                at += pattern[at + 1:at + 2] == "]"
            elif pattern[at] == "(":
                opening.append(at)
            elif pattern[at] == ")" and opening:
                start = opening.pop()
            at += 1
        if start is None:
            break
        plain = pattern[start:found.end() - 1]
        pattern = pattern[:start] + "(?>" + plain + ")" + pattern[found.end():]
    return pattern


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
        ["textwrap", "string", "html", "urllib", "hmac", "uuid", "fnmatch", "statistics"], None, wrong_type, None,
    ),
    ("equal floats, and equal ints, are one object (compatibility page)", ["operator"], same_number, None, None),
    (
        "a UUID's number is an int here, where CPython looks when it uses it",
        ["uuid"], r"UUID\(int=\d+\.\d", None, "'float' object cannot be interpreted as an integer",
    ),
    ("a type in the place of its value: CPython calls a method of it", ["string"], r"capwords\(str, ", None, "expected str, got type"),
    ("a type in the place of its value: CPython calls a method of it", ["ipaddress"], r"_to_packed\(int\)", None, "to_bytes"),
    ("a type in the place of a hash: CPython makes a value of it", ["hmac"], r"digest(mod)?=(int|str|bytes|list|tuple|dict|set|range|Exception)\b|(digest|new)\(.*, (int|str|bytes|list|tuple|dict|set|range|Exception)\)", None, "object is no hash object"),
    (
        "a placeholder of bytes is refused when it is looked at, not when it is put between text",
        ["textwrap"], r"placeholder=b['\"]", None, "sequence item 1: expected str instance, bytes found",
    ),
    ("a width may be a float here", ["textwrap"], r"(wrap|fill|shorten|TextWrapper)\(.*(\d\.\d|float\()", "slice indices must|invalid width|^\\{\"repr\"", None),
    (
        "methods of types, called without an object",
        [], None, r"(missing \d required positional arguments?: 'self'|unbound method \w+\.\w+\(\) needs)", r"(missing|unbound method|needs an argument)",
    ),
    ("iterators that call functions cannot be copied (compatibility page)", ["copy"], None, r'^\{"repr": ', r"cannot pickle '(map|zip|filter|enumerate|itertools\.\w+|_io\.StringIO)' object"),
    ("`timedelta(0)` is one object there", ["copy"], r"timedelta\(0\)", r'"repr": "\(.*True', r'"repr": "\(.*False'),
    (
        "the copy of the time-zone database has no negative daylight saving time, and is another release (compatibility page)",
        ["zoneinfo"], r"Casablanca|El_Aaiun|Dublin|Windhoek|Prague|'(EST|MST|HST|CET|MET|EET|WET)'", None, None,
    ),
    (
        "one of two time zones made alike passes for the other (compatibility page)",
        ["zoneinfo", "datetime"], r"astimezone\(timezone", None, "fold=1",
    ),
    ("text shows no address", ["urllib"], None, address_only, None),
    ("a key of a wrong type reaches file paths there", ["zoneinfo"], r"ZoneInfo(\.no_cache)?\((key=)?[^'Z]", None, None),
    ("functions of modules are built in here", [], None, r"'function' object has", r"'builtin_function_or_method' object has"),
    ("methods of types, called with another object", [], None, r"descriptor '\w+' for", r"descriptor '\w+' for"),
    ("private-use characters that stand for lone surrogates (compatibility page)", ["html", "unicodedata", "json", "urllib"], None, r"\\\\U0010f[0-7]|U0010F[0-7]|udbfc", None),
    ("inside a possessive repeat a group keeps nothing from an alternative that failed (compatibility page)", ["re"], possessive_groups, None, None),
    ("nothing matches where `pos` is behind `endpos` (compatibility page)", ["re"], behind_the_end, None, None),
    ("`singledispatch` has no `registry` (compatibility page)", ["functools"], "registry", None, "has no attribute 'registry'"),
    ("addresses of nodes", ["ast"], None, "malformed node or string on line", "malformed node or string on line"),
    ("complex numbers are out of the language", ["ast"], r"\d[jJ]", None, "complex"),
    (
        "the nearest float, where the last digit of the reference's C library is another one (compatibility page)",
        ["functools"], r"\bpow\b", near, None,
    ),
    (
        "3.13 itself fails to show a count from the largest small int, as `count(<NULL>)`",
        ["itertools"], r"count\(9223372036854775807", lambda expected, got: "<NULL>" in expected.get("repr", ""), None,
    ),
    (
        "the nearest float, where the last digit of the reference's C library is another one (compatibility page)",
        ["math"], r"math\.(a?sinh?|a?cosh?|a?tanh?|atan2|exp2?|expm1|log(10|1p|2)?|pow|hypot)\(", near, None,
    ),
    (
        "the nearest float, where the reference's C library rounds otherwise (compatibility page)",
        ["math", "statistics"], r"math\.(erf|erfc|gamma|lgamma|cbrt)\b|NormalDist|geometric_mean", near, None,
    ),
    (
        "the overlap of distributions is one less what `erf` gives, their `cdf` half of one and it, where the reference's C library rounds otherwise (compatibility page)",
        ["statistics"], r"\.(overlap|cdf)\(", near_one, None,
    ),
]


def reason(module, source, expected, got):
    """Why the answers to a case differ, or None."""
    for why, modules, wanted, here, there in KNOWN:
        if modules and module not in modules:
            continue
        if callable(wanted):
            if wanted(source, expected, got):
                return why
            continue
        if wanted and not re.search(wanted, source):
            continue
        if callable(here):
            if here(expected, got):
                return why
            continue
        if (not here or re.search(here, json.dumps(expected))) and (not there or re.search(there, json.dumps(got))):
            return why
    return None
