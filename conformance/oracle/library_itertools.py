"""Random programs over `itertools`."""

PLAIN = [
    "[]", "[1]", "[1, 2, 3]", "(3, 1, 2)", "'abc'", "''", "'aabbbc'", "range(4)", "range(0)", "[0, 1, 0, 2]", "[None, 1, '', 'x']",
    "{'a': 1, 'b': 2}", "[[1, 2], [3]]", "[(1, 2), (3, 4)]", "['ab', 'c', '']", "[1.5, True, 2]", "(x * 2 for x in range(3))",
    "iter([5, 6, 7])", "b'ab'", "[True, False, True]", "{7}", "[1, 1, 2, 2, 1]", "map(str, [1, 2])", "zip('ab', [1, 2])",
    "['x', 'X', 'y']", "[2**63 - 1, 1]", "['a', 1]",
]
WRONG = ["5", "None", "1.5", "len", "int", "'7'", "[]", "-1", "2**70", "True", "lambda: 1", "object", "..."]
UNARY = [
    "lambda x: x", "lambda x: x and 1", "lambda x: x == 1", "str", "bool", "len", "lambda x: x > 1", "None", "lambda x: not x",
    "lambda *a: a", "int", "lambda x: 1 / x", "type", "lambda: 1", "lambda x, y: x", "lambda x: next(iter([]))",
]
BINARY = [
    "lambda a, b: a + b", "max", "min", "pow", "lambda *a: a", "lambda a, b: (a, b)", "None", "divmod", "operator.mul", "lambda a: a",
    "lambda a, b: b",
]
SIZES = ["0", "1", "2", "3", "4", "-1", "True", "None", "'1'", "1.0", "2**70"]
NUMBERS = ["0", "1", "2", "-1", "1.5", "True", "10", "2**63 - 2", "-0.5", "None", "'a'", "2**64"]


ENDLESS = ["count", "cycle", "repeat"]


def pick(chance, usual, others=WRONG, share=0.06):
    return chance.choice(others if chance.random() < share else usual)


def iterable(chance, depth):
    if depth > 0 and chance.random() < 0.45:
        return iterator(chance, depth - 1)
    return pick(chance, PLAIN)


def sizes(chance, least, most):
    return [pick(chance, SIZES[:5], SIZES, 0.15) for _ in range(chance.randint(least, most))]


def iterator(chance, depth=2):
    def inner():
        return iterable(chance, depth)

    def finite():
        found = inner()
        endless = any(name in found for name in ENDLESS)
        return "itertools.islice(%s, %d)" % (found, chance.randint(0, 6)) if endless else found

    unary = chance.choice(UNARY)
    kinds = {
        "accumulate": lambda: ["itertools.accumulate", inner()]
        + chance.choice([[], [chance.choice(BINARY)], ["func=" + chance.choice(BINARY)], ["initial=" + pick(chance, NUMBERS)],
                         [chance.choice(BINARY), "initial=" + chance.choice(["0", "None", "''", "[]", "10"])]]),
        "batched": lambda: ["itertools.batched", inner()] + sizes(chance, 1, 1)
        + chance.choice([[], [], ["strict=True"], ["strict=False"]]),
        "chain": lambda: ["itertools.chain"] + [inner() for _ in range(chance.randint(0, 3))],
        "chain_of": lambda: ["itertools.chain.from_iterable", chance.choice(["[[1], 'ab', ()]", "['ab', [1]]", "[[1], 2]", inner()])],
        "combinations": lambda: ["itertools.combinations", finite()] + sizes(chance, 1, 1),
        "replaced": lambda: ["itertools.combinations_with_replacement", finite()] + sizes(chance, 1, 1),
        "compress": lambda: ["itertools.compress", finite(), inner()],
        "count": lambda: ["itertools.count"] + [pick(chance, NUMBERS) for _ in range(chance.randint(0, 2))],
        "cycle": lambda: ["itertools.cycle", finite()],
        "dropwhile": lambda: ["itertools.dropwhile", unary, finite()],
        "filterfalse": lambda: ["itertools.filterfalse", unary, finite()],
        "groupby": lambda: ["itertools.groupby", finite()] + chance.choice([[], ["key=" + unary], [unary]]),
        "islice": lambda: ["itertools.islice", inner()] + sizes(chance, 1, 3),
        "pairwise": lambda: ["itertools.pairwise", inner()],
        "permutations": lambda: ["itertools.permutations", finite()] + sizes(chance, 0, 1),
        "product": lambda: ["itertools.product"] + [finite() for _ in range(chance.randint(0, 3))]
        + chance.choice([[], [], ["repeat=" + pick(chance, ["0", "1", "2", "3"], SIZES)]]),
        "repeat": lambda: ["itertools.repeat", pick(chance, ["'x'", "1", "[1]", "(2, 3)"])] + chance.choice([[], ["2"], ["times=3"], sizes(chance, 1, 1)]),
        "starmap": lambda: ["itertools.starmap", chance.choice(BINARY), inner()],
        "takewhile": lambda: ["itertools.takewhile", unary, inner()],
        "tee": lambda: ["itertools.chain.from_iterable", "itertools.tee(%s)" % ", ".join([inner()] + sizes(chance, 0, 1))],
        "zip_longest": lambda: ["itertools.zip_longest"] + [inner() for _ in range(chance.randint(0, 3))]
        + chance.choice([[], [], ["fillvalue=0"], ["fillvalue='-'"]]),
        "builtin": lambda: [chance.choice(["enumerate", "sorted", "list", "tuple", "iter", "dict.fromkeys"]), finite()],
        "map": lambda: ["map", unary, inner()],
        "filter": lambda: ["filter", unary, finite()],
    }
    parts = kinds[chance.choice(list(kinds))]()
    if chance.random() < 0.03:
        parts.append(chance.choice(["1", "x=1", "iterable=[1]", "*[1, 2]", "**{'y': 2}"]))
    if chance.random() < 0.02 and len(parts) > 1:
        parts.pop()
    return "%s(%s)" % (parts[0], ", ".join(parts[1:]))


SHOW = """\
def show(value, depth=0):
    if depth > 3:
        return '...'
    if isinstance(value, (list, tuple)):
        return [show(item, depth + 1) for item in value]
    if hasattr(value, 'send') or not isinstance(value, (str, bytes, dict, set, int, float)) and value is not None:
        name = type(value).__name__
        text = repr(value) if name in ('count', 'repeat') else name
        if name in ('_grouper', '_tee', 'count', 'repeat', 'chain', 'map', 'filter', 'list_iterator', 'cycle', 'tuple_iterator'):
            return [text] + [show(item, depth + 1) for item in itertools.islice(value, 4)]
        return text
    return value
"""


def statements(chance):
    lines = ["import itertools, operator"]
    if chance.random() < 0.5:
        return lines + ["return list(itertools.islice(%s, 14))" % iterator(chance)]
    lines += SHOW.rstrip().split("\n")
    lines.append("out = []")
    lines.append("it = iter(%s)" % iterator(chance))
    variables = ["it"]
    for _ in range(chance.randint(1, 5)):
        name = chance.choice(variables)
        kind = chance.randrange(8)
        if kind == 0:
            lines.append("out.append(show(next(%s, 'end')))" % name)
        elif kind == 1:
            lines.append("out.append(show(list(itertools.islice(%s, %d))))" % (name, chance.randint(0, 4)))
        elif kind == 2 and len(variables) < 4:
            lines.append("a%d, b%d = itertools.tee(%s)" % (len(variables), len(variables), name))
            variables += ["a%d" % len(variables), "b%d" % len(variables)]
        elif kind == 3:
            lines.append("out.append(type(%s).__name__)" % name)
        elif kind == 4:
            lines.append("for x in %s:\n    out.append(show(x))\n    if len(out) > %d: break" % (name, chance.randint(1, 9)))
        elif kind == 5:
            lines.append("try:\n    out.append(show(next(%s)))\nexcept StopIteration as e:\n    out.append(repr(e))" % name)
        elif kind == 6:
            lines.append("out.append(repr(%s) if type(%s).__name__ in ('count', 'repeat') else 0)" % (name, name))
        else:
            lines.append("out.append(iter(%s) is %s)" % (name, name))
    lines.append("return out")
    return lines


def program(chance):
    return "\n".join(statements(chance))
