"""Random programs over `collections`."""

KEYS = ["'a'", "'b'", "'c'", "1", "2", "1.0", "True", "None", "(1, 2)", "'zz'"]
VALUES = ["1", "2", "0", "-1", "3", "1.5", "'x'", "None", "[1]", "True", "()"]
COUNTS = ["1", "2", "0", "-1", "3", "5", "1.5", "True"]
WRONG = ["5", "None", "[1]", "'xy'", "{}", "[[]]", "len", "1.5", "-1", "2**70", "()", "'a'", "['ab']", "[('p', 1)]", "[(1,)]", "(1, 2, 3)"]
ITEMS = ["'abca'", "[1, 2, 3]", "''", "[]", "range(4)", "('x', 'y')", "{'a': 1, 'b': 2}", "[(1, 2)]", "'mississippi'", "iter([1, 1])", "(x for x in 'ba')"]
NUMBERS = ["0", "1", "2", "-1", "3", "-2", "7", "100", "-100", "True"]
BINARY = ["+", "-", "|", "&", "^", "*", "<", "<=", ">", ">=", "==", "!=", "in", "is", "%"]
IN_PLACE = ["+=", "-=", "|=", "&=", "*=", "^="]


def pick(chance, usual, share=0.07):
    return chance.choice(WRONG if chance.random() < share else usual)


def some(chance, pool, least=0, most=4):
    return [pick(chance, pool, 0.02) for _ in range(chance.randint(least, most))]


def dict_text(chance, values=VALUES):
    return "{%s}" % ", ".join("%s: %s" % (key, chance.choice(values)) for key in some(chance, KEYS[:9]) if key not in ("{}", "[1]", "[[]]", "['ab']", "[('p', 1)]"))


def pairs(chance, values=VALUES):
    return "[%s]" % ", ".join("(%s, %s)" % (chance.choice(KEYS), chance.choice(values)) for _ in range(chance.randint(0, 4)))


def named(chance, values=VALUES):
    names = chance.sample(["a", "b", "c", "d"], chance.randint(0, 3))
    return ["%s=%s" % (name, chance.choice(values)) for name in names]


def call(name, parts):
    return "%s(%s)" % (name, ", ".join(part for part in parts if part))


def counter(chance):
    source = chance.choice(["", pick(chance, ITEMS), dict_text(chance, COUNTS), pick(chance, ITEMS)])
    return call("Counter", [source] + (named(chance, COUNTS) if chance.random() < 0.3 else []))


def ordered(chance):
    source = chance.choice(["", dict_text(chance), pairs(chance), pick(chance, ["{}", "[]", pairs(chance)], 0.3)])
    return call("OrderedDict", [source] + (named(chance) if chance.random() < 0.3 else []))


def default(chance):
    factory = chance.choice(["int", "list", "set", "lambda: 7", "None", "str", "dict", pick(chance, ["int", "list"], 0.3)])
    return call("defaultdict", [factory] + chance.choice([[], [dict_text(chance)], [pairs(chance)], named(chance)]))


def deque(chance):
    bound = chance.choice(["", "", "", "3", "maxlen=2", "maxlen=0", "None", "maxlen=" + pick(chance, NUMBERS[:4], 0.3)])
    return call("deque", [chance.choice(["[%s]" % ", ".join(some(chance, VALUES)), pick(chance, ITEMS), "[1, 2, 3, 4]"]), bound])


def chain(chance):
    maps = [chance.choice([dict_text, ordered, counter, default, dict_text])(chance) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.04:
        maps.append(pick(chance, ["[1]"]))
    return call("ChainMap", maps)


def plain(chance):
    return chance.choice([dict_text(chance), pick(chance, ITEMS), pick(chance, VALUES), "{'a', 'b'}", "set()"])


KINDS = {"Counter": counter, "OrderedDict": ordered, "defaultdict": default, "deque": deque, "ChainMap": chain}


def any_value(chance):
    return KINDS[chance.choice(list(KINDS))](chance)


def methods(kind, chance):
    key, value, number = pick(chance, KEYS), chance.choice(VALUES), pick(chance, NUMBERS)
    shared = {
        "get": [key] + chance.choice([[], [value]]), "pop": [key] + chance.choice([[], [value]]), "setdefault": [key] + chance.choice([[], [value]]),
        "keys": [], "values": [], "items": [], "copy": [], "clear": [], "popitem": [],
        "update": chance.choice([[dict_text(chance, COUNTS)], [pairs(chance)], named(chance, COUNTS), [pick(chance, ITEMS)], [any_value(chance)]]),
        "fromkeys": chance.choice([[pick(chance, ITEMS)], [pick(chance, ITEMS), value]]),
    }
    own = {
        "Counter": {"most_common": chance.choice([[], [number], [number]]), "elements": [], "total": [], "subtract": shared["update"]},
        "OrderedDict": {"move_to_end": [key] + chance.choice([[], ["last=False"], ["False"], ["last=True"]]), "popitem": chance.choice([[], ["last=False"], ["False"]])},
        "defaultdict": {"get": [key]},
        "deque": {
            "append": [value], "appendleft": [value], "pop": [], "popleft": [], "extend": [pick(chance, ITEMS)], "extendleft": [pick(chance, ITEMS)],
            "rotate": chance.choice([[], [number]]), "reverse": [], "remove": [value], "count": [value], "copy": [], "clear": [],
            "index": [value] + chance.choice([[], [], [number], [number, chance.choice(NUMBERS)]]), "insert": [number, value],
        },
        "ChainMap": {"new_child": chance.choice([[], [dict_text(chance)], named(chance)])},
    }[kind]
    table = own if kind == "deque" else dict(shared, **own)
    name = chance.choice(list(table))
    if chance.random() < 0.5 and kind != "deque" and own:
        name = chance.choice(list(own))
    arguments = list(table[name])
    if chance.random() < 0.03:
        arguments.append(chance.choice(["1", "x=1"]))
    if chance.random() < 0.03 and arguments:
        arguments.pop()
    return "%s(%s)" % (name, ", ".join(arguments))


def step(chance, name, kind):
    key, value, number = pick(chance, KEYS), chance.choice(VALUES), pick(chance, NUMBERS)
    if kind == "deque":
        key = number
    other = chance.choice([any_value, plain, KINDS[kind], KINDS[kind]])(chance)
    choices = [
        "out.append(%s.%s)" % (name, methods(kind, chance)),
        "out.append(%s.%s)" % (name, methods(kind, chance)),
        "out.append(%s.%s)" % (name, methods(kind, chance)),
        "out.append(%s[%s])" % (name, key),
        "%s[%s] = %s" % (name, key, chance.choice(COUNTS)),
        "del %s[%s]" % (name, key),
        "out.append(%s in %s)" % (key, name),
        "out.append(%s %s %s)" % (name, chance.choice(BINARY), other),
        "out.append(%s %s %s)" % (other, chance.choice(BINARY), name),
        "%s %s %s" % (name, chance.choice(IN_PLACE), other),
        "out.append(%s%s)" % (chance.choice("+-~"), name),
        "out.append([len(%s), bool(%s), list(%s), repr(%s)])" % (name, name, name, name),
        "out.append(list(reversed(%s)))" % name,
        "out.append(isinstance(%s, %s))" % (name, chance.choice(["dict", "(list, tuple)", "Counter", "OrderedDict", "deque", "object", "ChainMap"])),
        "out.append(isinstance(%s, abc.%s))" % (chance.choice([name, plain(chance), "iter(%s)" % name]), chance.choice(ABSTRACT)),
        "out.append(type(%s).__name__)" % name,
        "out.append(f'{%s}')" % name,
        "out.append(dict(%s))" % name,
        "out.append(dict(**%s))" % name,
        "out.append(sorted(%s, key=str))" % name,
        "out.append([*%s])" % name,
        "out.append(%s == %s.copy())" % (name, name),
        "for item in %s:\n    out.append(item)\n    %s.%s\n    if len(out) > 9: break" % (name, name, methods(kind, chance)),
        "for item in %s:\n    %s[%s] = item\n    if len(%s) > 9: break" % (name, name, key, name),
        "out.append(json.dumps(%s))" % name,
        "out.append(max(%s))" % name,
        "%s.%s = %s" % (name, chance.choice(["default_factory", "maxlen"]), chance.choice(["list", "None"])) if kind in ("defaultdict", "deque") else "pass",
        "match %s:\n    case {'a': x}: out.append(x)\n    case [x, *rest]: out.append((x, rest))\n    case _: out.append('none')" % name,
        "match %s:\n    case {'a': x, **rest}: out.append((x, rest))\n    case {}: out.append('empty')\n    case _: out.append('none')" % name,
        "out.append(hash(%s))" % name,
        "out.append(%s.nope)" % name,
    ]
    if kind == "Counter":
        choices.append("out.append(list(%s.elements()))" % name)
        choices.append("%s[%s] += %s" % (name, key, chance.choice(COUNTS)))
    if kind == "defaultdict":
        choices.append("%s[%s] += %s" % (name, key, value))
        choices.append("out.append(%s.default_factory)" % name)
    if kind == "ChainMap":
        choices += ["out.append(%s.%s)" % (name, attribute) for attribute in ("maps", "parents")]
        choices.append("out.append(list(%s.%s()))" % (name, chance.choice(["keys", "items", "values"])))
        choices.append("out.append(%s.%s() %s %s)" % (name, chance.choice(["keys", "items"]), chance.choice(["==", "<=", ">"]), other))
    return chance.choice(choices)


ABSTRACT = [
    "Callable", "Collection", "Container", "Generator", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping", "MappingView",
    "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set", "Sized", "ValuesView",
]


def guarded(chance, statement):
    if chance.random() < 0.5:
        return statement
    body = statement.replace("\n", "\n    ")
    return "try:\n    %s\nexcept Exception as e:\n    out.append((type(e).__name__, str(e)))" % body


def containers(chance):
    kind = chance.choice(list(KINDS))
    lines = ["from collections import *", "v = " + KINDS[kind](chance)]
    for _ in range(chance.randint(1, 6)):
        lines.append(guarded(chance, step(chance, "v", kind)))
    return lines + ["return out, v"]


FIELDS = ["'x y'", "'x,y,z'", "['x', 'y']", "('a',)", "''", "'x x'", "'x class'", "'_x y'", "['x', 1]", "'count index'", "'x 1y'", "5", "[]", "'name email'"]


def named_tuples(chance):
    options = chance.choice([[], [], [], ["defaults=(1,)"], ["defaults=[1, 2]"], ["rename=True"], ["defaults=None"], ["module='m'"], ["foo=1"], ["defaults=5"]])
    lines = ["from collections import *", "P = " + call("namedtuple", [pick(chance, ["'P'", "'Point'", "'P'", "'1P'", "'def'"]), chance.choice(FIELDS)] + options)]

    def arguments():
        return ", ".join([chance.choice(VALUES) for _ in range(chance.randint(0, 3))] + chance.choice([[], [], [], ["x=1"], ["y=2"], ["q=2"], ["x=1", "y=2"]]))

    lines.append(guarded(chance, "p = P(%s)" % arguments()) if chance.random() < 0.2 else "p = P(%s)" % arguments())
    steps = [
        lambda: "out.append(p.%s)" % chance.choice(["x", "y", "z", "a", "_fields", "_field_defaults", "_asdict()", "count(1)", "index(1)", "_replace(x=5)", "_replace(q=1)", "_replace(1)"]),
        lambda: "out.append(P.%s)" % chance.choice(["_fields", "_field_defaults", "__name__", "_make([1, 2])", "_make('a')", "_make(5)", "_make()", "_asdict(p)", "_replace(p, x=3)", "z"]),
        lambda: "out.append(%s)" % chance.choice(["isinstance(p, P)", "isinstance(p, tuple)", "isinstance((1, 2), P)", "issubclass(P, tuple)", "type(p) is P", "type(p).__name__", "P", "type(P)", "callable(P)", "isinstance(P, type)", "isinstance(1, (int, P))", "isinstance(p, abc.Sequence)", "issubclass(P, (int, P))", "P | None", "isinstance(p, P | None)", "isinstance(3, P)"]),
        lambda: "out.append(%s)" % chance.choice(["p + (1,)", "p * 2", "p[0]", "p[:1]", "p[-1]", "p[9]", "len(p)", "bool(p)", "list(p)", "p == tuple(p)", "p < (9, 9)", "(1, 2) <= p", "{p: 1}", "{P: 1}[P]", "p in [(1, 2)]", "str(p)", "f'{p}'", "'%s %s' % p", "dict([p])", "json.dumps(p)", "max(p, p)", "p + 1", "-p", "p()", "P + 1", "p == p._replace()", "sorted([p, p])", "P(*p)", "P(**p._asdict())", "[*p]", "p['x']", "{**p._asdict()}", "P(1)(2)", "p._make(p)"]),
        lambda: chance.choice(["p.x = 1", "p.q = 1", "del p.x", "p[0] = 1", "a, b = p", "p += (1,)"]),
        lambda: "match p:\n    case P(%s): out.append('P')\n    case (q, w): out.append(q)\n    case _: out.append('none')" % chance.choice(["", "q", "q, w", "x=1", "x=q", "q, w, e, r", "y=q", "q, x=w"]),
    ]
    for _ in range(chance.randint(1, 5)):
        lines.append(guarded(chance, chance.choice(steps)()))
    return lines + ["return out, p"]


def program(chance):
    lines = named_tuples(chance) if chance.random() < 0.25 else containers(chance)
    lines.insert(1, "import json\nfrom collections import abc\nout = []")
    lines[0] = "from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple"
    return "\n".join(lines)
