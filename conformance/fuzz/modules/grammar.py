"""Random text by a grammar.

A rule is a function of the writer, or alternatives, one a line; `{kind}` in an alternative stands for what the rule `kind` gives, and
`3~ ` before it makes it three times as likely. Rules that begin with an underscore give pieces of text; all others give expressions,
and now and then an expression of a wrong type comes in the place of theirs.
"""

import re
import struct

HOLE = re.compile(r"\{(_?[a-z][a-z0-9_]*)\}")
WEIGHT = re.compile(r"(\d+)~ ")
WRONG = 0.012
DEEP = 7

ANY = (
    "None 1 0 -1 2.5 'a' '' b'x' b'' [] [1] (1,2) () {} {'a':1} True len int str range(3) object() lambda:0 "
    "float('nan') 10**30 'é' ... slice(2) {1} frozenset() iter([1]) ValueError('x') Exception"
).split()
INTS = (
    "0 1 2 3 -1 -2 7 8 10 16 31 32 63 64 100 127 128 255 256 -128 1000 65535 65536 2147483647 2147483648 -2147483648 4294967295 4294967296 "
    "9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551616 10**18 10**25 "
    "True False"
).split()
FLOATS = (
    "0.0 -0.0 0.5 1.0 1.5 -1.5 2.0 2.5 -2.5 3.5 0.1 0.2 0.3 1e16 1e15 1e22 1e23 1e-4 1e-5 1e100 1.7976931348623157e308 5e-324 "
    "2.2250738585072014e-308 1e308 -1e308 1e-7 100.0 -0.5 float('inf') float('-inf') float('nan') 9007199254740992.0 0.9999999999999999 "
    "1.0000000000000002 3.141592653589793 2.718281828459045 1e-300 -1.0 -2.0 -3.0 170.5 710.0"
).split()
ALPHABETS = ["ab", "abcABC", "abc 012", "a b\t\n", "xyzßéñü", "日本語😀", ",.;:-_/\\'\"", "0123456789", "ǅİıſΣςﬁŉ", "\x00\x1f\x7f\x80\xa0\u2028"]


class Writer:
    """Writes by the rules of one module."""

    def __init__(self, rules):
        self.random = None
        self.rules = {kind: compiled(rule) for kind, rule in {**COMMON, **rules}.items()}

    def one(self, items):
        return items[int(self.random.random() * len(items))]

    def below(self, count):
        return int(self.random.random() * count)

    def chance(self, share):
        return self.random.random() < share

    def of(self, kind, depth=0):
        rule = self.rules[kind]
        if kind[0] != "_" and depth and self.random.random() < WRONG:
            return self.one(ANY)
        if callable(rule):
            return rule(self)
        every, flat = rule
        parts = self.one(every if depth < DEEP else flat)
        if len(parts) == 1:
            return parts[0]
        out = list(parts)
        for index in range(1, len(parts), 2):
            out[index] = self.of(parts[index], depth + 1)
        return "".join(out)

    def many(self, kind, most, least=0):
        return [self.of(kind, 1) for _ in range(least + self.below(most - least + 1))]


def compiled(rule):
    """Every alternative cut at its holes, and those with the fewest holes."""
    if callable(rule):
        return rule
    every = []
    if isinstance(rule, str):
        # A block of indented lines ends with a line that is no alternative.
        lines = rule.strip().split("\n") if rule.startswith("\n ") else rule.split("\n")
        rule = [line.strip(" ") if rule.startswith("\n ") else line for line in lines]
    for line in rule:
        weight = WEIGHT.match(line)
        text = line[weight.end():] if weight else line
        every += [HOLE.split(text)] * (int(weight[1]) if weight else 1)
    fewest = min(len(parts) for parts in every)
    return every, [parts for parts in every if len(parts) == fewest]


def quoted(kind, most=1, least=1):
    """A rule for a literal of the text that another rule gives, once or several times."""
    return lambda g: repr("".join(g.many(kind, most, least)))


def mutated(kind, alphabet, share=0.4):
    """As `quoted`, with changes at random places now and then."""

    def rule(g):
        text = g.of(kind)
        while g.chance(share):
            at, letter = g.below(len(text) + 1), g.one(alphabet)
            text = g.one([text[:at] + text[at + 1:], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1:], text[:at]])
        return repr(text)

    return rule


def ascii_bytes(rule):
    """A rule for bytes with the text of another rule."""
    return lambda g: "b" + ascii(rule(g)) if rule(g).isascii() else "b''"


def listed(kind, most, least=0, marks="[]"):
    return lambda g: marks[0] + ", ".join(g.many(kind, most, least)) + (",)" if marks == "()" else marks[1])


def integer(g):
    pick = g.below(10)
    if pick < 4:
        return str(g.below(24) - 6)
    if pick < 7:
        return g.one(INTS)
    bits = g.below(70 if pick < 9 else 200) + 1
    return str(g.random.getrandbits(bits) * (1 if g.chance(0.7) else -1))


def real(g):
    pick = g.below(10)
    if pick < 4:
        return g.one(FLOATS)
    if pick < 7:
        return repr(round(g.random.uniform(-20, 20), g.below(5)))
    if pick < 8:
        return repr(g.random.uniform(-1, 1))
    value = struct.unpack("d", g.random.getrandbits(64).to_bytes(8, "little"))[0]
    text = repr(value)
    return text if text[-1].isdigit() else "float('%s')" % text


def string(g):
    alphabet = g.one(ALPHABETS)
    return repr("".join(g.one(alphabet) for _ in range(g.below(9))))


def word(g):
    return "".join(g.one("abcdxyzAB01_") for _ in range(1 + g.below(5)))


def octets(g):
    if g.chance(0.5):
        return repr(g.random.randbytes(g.below(12)))
    return repr("".join(g.one("abcABC 012\n\t=+/-_") for _ in range(g.below(10))).encode())


COMMON = {
    "any": lambda g: g.one(ANY),
    "int": integer,
    "small": lambda g: str(g.below(16) - 3),
    "nat": lambda g: str(g.below(9)),
    "float": real,
    "number": lambda g: integer(g) if g.chance(0.5) else real(g),
    "bool": lambda g: g.one(["True", "False"]),
    "str": string,
    "text": lambda g: repr(" ".join(word(g) for _ in range(g.below(8)))),
    "word": lambda g: repr(word(g)),
    "_word": word,
    "_digit": lambda g: g.one("0123456789"),
    "_digits": lambda g: "".join(g.one("0123456789") for _ in range(1 + g.below(5))),
    "_letter": lambda g: g.one("abcdefghijklmnopqrstuvwxyzABCDEFXYZ"),
    "_char": lambda g: g.one(g.one(ALPHABETS)),
    "bytes": octets,
    "ints": listed("int", 6),
    "smalls": listed("small", 7),
    "floats": listed("float", 6),
    "numbers": listed("number", 6),
    "strs": listed("str", 5),
    "words": listed("word", 6),
    "nones": lambda g: "[%s]" % ", ".join(["None"] * g.below(4)),
    "predicate": """
        lambda x: x
        lambda x: x > 2
        lambda x: x % 2
        bool
        None
        lambda x: len(x) > 1
        lambda x: not x
    """,
    "function": """
        lambda x: x
        lambda x: -x
        str
        len
        int
        abs
        lambda x: x * 2
        lambda x: x % 3
        lambda x: 1 / x
        lambda x: (x, 1)
    """,
    "binary": """
        lambda a, b: a + b
        lambda a, b: a * b
        lambda a, b: b
        max
        min
        lambda a, b: a - b
        lambda a, b: (a, b)
        pow
        divmod
    """,
    "items": """
        3~ {smalls}
        {words}
        {str}
        tuple({smalls})
        range({small})
        range({small}, {small})
        iter({smalls})
        (x for x in {smalls})
        {numbers}
        {bytes}
        dict.fromkeys({words})
        {any}
    """,
    # Plain data, nested.
    "data": """
        {int}
        {float}
        {str}
        {bool}
        None
        [{data}, {data}]
        [{data}]
        ({data}, {data})
        {{str}: {data}}
        {{str}: {data}, {key}: {data}}
        []
        {}
    """,
    "key": """
        3~ {str}
        {int}
        {float}
        {bool}
        None
    """,
}
