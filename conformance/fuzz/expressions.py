"""Random expressions: typed enough that most of them do not fail at once."""

import values

TYPES = "int int int float bool str str str bytes list list tuple dict dict set frozenset range none type other slice".split()


class Expressions:
    """Writes expressions over the variables in `scope`, a list of (name, type)."""

    def __init__(self, random):
        self.random = random
        self.scope = []
        self.functions = []
        self.fresh = 0
        self.guarded = 0

    # -- small helpers

    def one(self, items):
        return items[int(self.random.random() * len(items))]

    def chance(self, share):
        return self.random.random() < share

    def name(self):
        self.fresh += 1
        return "v%d" % self.fresh

    def variable(self, kind):
        fitting = [name for name, of in self.scope if of == kind or kind == "any"]
        return self.one(fitting) if fitting else None

    # -- entry

    def any(self, depth):
        return self.of(self.one(TYPES), depth)

    def of(self, kind, depth):
        """An expression of a type, or seldom of another."""
        if self.chance(0.02):
            kind = self.one(TYPES)
        if self.chance(0.3):
            found = self.variable(kind)
            if found:
                return found
        if depth > 0 and self.chance(0.07):
            return self.generic(kind, depth - 1)
        return getattr(self, "make_" + kind)(depth - 1 if depth > 0 else 0)

    def generic(self, kind, depth):
        """Forms that any type has."""
        pick = int(self.random.random() * 7)
        if pick == 0:
            return "(%s if %s else %s)" % (self.of(kind, depth), self.of("bool", depth), self.of(kind, depth))
        if pick == 1:
            return "(%s %s %s)" % (self.any(depth), self.one(["and", "or"]), self.of(kind, depth))
        if pick == 2:
            return "[%s, %s][%s]" % (self.of(kind, depth), self.of(kind, depth), self.one(["0", "1", "-1"]))
        if pick == 3 and not self.guarded:
            name = self.name()
            return "(%s := %s)" % (name, self.of(kind, depth))
        if pick == 4:
            return "(lambda x=%s: %s)()" % (self.any(depth), self.one(["x", self.of(kind, depth)]))
        if pick == 5 and self.functions:
            return self.call(depth)
        return "{%s: %s}[%s]" % ((lambda k: (k, self.of(kind, depth), k))(self.make_key(0)))

    def leaf(self, literals, kind):
        found = self.variable(kind) if self.chance(0.3) else None
        return found or self.one(literals)

    # -- numbers

    def make_small(self, depth):
        return self.one(values.SMALL)

    def make_int(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.leaf(values.INTS, "int")
        sub = depth - 1
        pick = int(self.random.random() * 15)
        if pick < 4:
            return "(%s %s %s)" % (self.of("int", sub), self.one("+ - * // % & | ^".split()), self.of("int", sub))
        if pick == 4:
            return "(%s %s %s)" % (self.of("int", sub), self.one(["<<", ">>", "**"]), self.one("0 1 2 3 5 -1 10".split()))
        if pick == 5:
            return "(%s%s)" % (self.one(["-", "+", "~", "not "]), self.of("int", sub))
        if pick == 6:
            return "len(%s)" % self.of(self.one("str list dict tuple set bytes range".split()), sub)
        if pick == 7:
            return "int(%s)" % self.of(self.one("str float int bool bytes".split()), sub)
        if pick == 8:
            return "int(%s, %s)" % (self.of("str", sub), self.one("0 2 8 10 16 36 1 37".split()))
        if pick == 9:
            return "%s(%s, %s)" % (self.one(["min", "max"]), self.of("int", sub), self.of("int", sub))
        if pick == 10:
            return "sum(%s)" % self.numbers(sub)
        if pick == 11:
            return self.method("int", sub)
        if pick == 12:
            return "round(%s%s)" % (self.of("float", sub), self.one(["", "", ", None"]))
        if pick == 13:
            return "%s.%s(%s)" % (self.of("str", sub), self.one("find count rfind index".split()), self.of("str", sub))
        return "divmod(%s, %s)[%s]" % (self.of("int", sub), self.of("int", sub), self.one("01"))

    def make_float(self, depth):
        if depth <= 0 or self.chance(0.35):
            return self.leaf(values.FLOATS, "float")
        sub = depth - 1
        pick = int(self.random.random() * 8)
        if pick < 3:
            return "(%s %s %s)" % (self.of("float", sub), self.one("+ - * / // %".split()), self.number(sub))
        if pick == 3:
            return "(%s / %s)" % (self.of("int", sub), self.of("int", sub))
        if pick == 4:
            return "float(%s)" % self.of(self.one("str int float".split()), sub)
        if pick == 5:
            return "round(%s, %s)" % (self.of("float", sub), self.one(values.SMALL))
        if pick == 6:
            return "(%s ** %s)" % (self.one("0.5 2.0 1.5 10.0 3 7 1e10 0.1".split()), self.one("0.5 2.0 -1.5 -1 3 0.1 30.5 1/3".split()))
        return self.method("float", sub)

    def number(self, depth):
        return self.of(self.one("int int float bool".split()), depth)

    def numbers(self, depth):
        return "[%s]" % ", ".join(self.number(depth) for _ in range(int(self.random.random() * 4)))

    def make_bool(self, depth):
        if depth <= 0 or self.chance(0.15):
            return self.leaf(["True", "False"], "bool")
        sub = depth - 1
        pick = int(self.random.random() * 9)
        if pick < 3:
            kind = self.one(TYPES)
            other = kind if self.chance(0.8) else self.one(TYPES)
            return "(%s %s %s)" % (self.of(kind, sub), self.one("== != < <= > >=".split()), self.of(other, sub))
        if pick == 3:
            kind = self.one("int float str".split())
            return "(%s %s %s %s %s)" % (
                self.of(kind, sub), self.one("== < <= >".split()), self.of(kind, sub), self.one("!= < >=".split()), self.of(kind, sub))
        if pick == 4:
            return "(%s %s %s)" % (self.any(sub), self.one(["in", "not in"]), self.iterable(sub))
        if pick == 5:
            return "(%s %s %s)" % (self.any(sub), self.one(["is", "is not"]), self.one(["None", "True", "False", "..."]))
        if pick == 6:
            return "isinstance(%s, %s)" % (self.any(sub), self.make_classes(sub))
        if pick == 7:
            return "%s(%s)" % (self.one(["any", "all", "bool", "not "]), self.iterable(sub))
        return "%s.%s()" % (self.of("str", sub), self.one([m for m in values.METHODS["str"] if m.startswith("is")]))

    def make_classes(self, depth):
        if self.chance(0.4):
            return "(%s)" % ", ".join(self.one(values.TYPES) for _ in range(2))
        if self.chance(0.3):
            return "%s | %s" % (self.one(values.TYPES), self.one(values.TYPES + ["None"]))
        return self.one(values.TYPES)

    # -- text

    def make_char(self, depth):
        return repr(self.one(values.CHARS)) if self.chance(0.8) else self.one(values.STRS)

    def make_bytechar(self, depth):
        return self.one(["b' '", "b'x'", "b'0'", "b''", "b'ab'"])

    def text(self):
        return repr("".join(self.one(values.CHARS) for _ in range(int(self.random.random() * 8))))

    def make_str(self, depth):
        if depth <= 0 or self.chance(0.25):
            return self.text() if self.chance(0.2) else self.leaf(values.STRS, "str")
        sub = depth - 1
        pick = int(self.random.random() * 17)
        if pick < 5:
            return self.method("str", sub)
        if pick == 5:
            return "(%s + %s)" % (self.of("str", sub), self.of("str", sub))
        if pick == 6:
            return "(%s * %s)" % (self.of("str", sub), self.one(values.SMALL))
        if pick == 7:
            return "%s[%s]" % (self.of("str", sub), self.slice())
        if pick == 8:
            return "%s(%s)" % (self.one(["str", "repr", "ascii", "str"]), self.any(sub))
        if pick in (9, 10):
            return self.fstring(sub)
        if pick == 11:
            return self.percent(sub)
        if pick == 12:
            return self.template(sub)
        if pick == 13:
            return "%s.join(%s)" % (self.of("str", sub), self.one(["map(str, %s)" % self.iterable(sub), self.make_strs(sub)]))
        if pick == 14:
            return "format(%s, %s)" % (self.any(sub), self.make_spec(sub))
        if pick == 15:
            return "%s(%s)" % (self.one("hex bin oct chr".split()), self.of("int", sub))
        return "str(%s, %s, %s)" % (self.of("bytes", sub), self.one(values.CODECS), self.one(values.ERRORS))

    def slice(self):
        if self.chance(0.4):
            return self.one(values.SMALL)
        parts = [self.one(values.SMALL) if self.chance(0.6) else "" for _ in range(2 + self.chance(0.4))]
        return ":".join(parts)

    def spec(self):
        parts = []
        if self.chance(0.3):
            if self.chance(0.4):
                parts.append(self.one("*0x é"))
            parts.append(self.one("<>^="))
        parts.append(self.one(["", "", "", "+", "-", " ", "z"]))
        parts.append(self.one(["", "", "", "#", "0", "#0"]))
        parts.append(self.one(["", "", "5", "10", "1", "20"]))
        parts.append(self.one(["", "", "", ",", "_"]))
        parts.append(self.one(["", "", ".0", ".1", ".3", ".10", "."]))
        parts.append(self.one(["", "", "d", "f", "e", "g", "G", "E", "F", "%", "s", "x", "X", "b", "o", "c", "n", "r", "q"]))
        return "".join(parts)

    def make_spec(self, depth):
        return repr(self.spec())

    def fstring(self, depth):
        parts = []
        for _ in range(1 + int(self.random.random() * 3)):
            parts.append(self.one(["", "a", " ", "{{", "}}", "é", "="]))
            inner = self.any(depth)
            if "\n" in inner:
                inner = "1"
            inner = " " + inner if inner.startswith("{") else inner
            if inner.startswith("(lambda") or "lambda" in inner or ":=" in inner:
                inner = "(%s)" % inner
            conversion = self.one(["", "", "", "!r", "!s", "!a"])
            spec = self.one(["", "", ":" + self.spec(), ":{%s}" % self.one(["5", "'>4'", "''", "'x'"]), ":>{10}", ":.{2}"])
            parts.append("{%s%s%s%s}" % (inner, self.one(["", "", "=", " = "]), conversion, spec))
        return 'f"""%s"""' % "".join(parts).replace('"""', "'''")

    def percent(self, depth):
        items, given = [], []
        for _ in range(int(self.random.random() * 3) + self.chance(0.9)):
            flags = self.one(["", "", "-", "+", " ", "0", "#", "-+", "#0"])
            width = self.one(["", "", "5", "10", "*"])
            precision = self.one(["", "", ".2", ".0", ".*", "."])
            kind = self.one("d d i s s r a f g e x X o c F E G u % q".split())
            given += ["%s" % self.one(values.SMALL)] * (width == "*") + ["3"] * (precision == ".*")
            if kind != "%":
                given.append(self.number(depth) if kind in "difgexXoFEGu" else self.any(depth))
            items.append("%" + flags + width + precision + kind)
        if self.chance(0.1):
            given.append(self.any(depth)) if self.chance(0.5) else given and given.pop()
        text = repr(self.one(["", "a ", "é"]).join(items))
        if self.chance(0.1):
            text = "b" + ascii("".join(items))
        if self.chance(0.1):
            return "('%%(a)s %%(b)5d' %% %s)" % self.one(["{'a': %s, 'b': %s}" % (self.any(depth), self.number(depth)), self.any(depth)])
        if len(given) == 1 and self.chance(0.5):
            return "(%s %% %s)" % (text, given[0])
        return "(%s %% (%s))" % (text, "".join(item + ", " for item in given))

    def template(self, depth):
        fields = []
        for index in range(1 + int(self.random.random() * 3)):
            name = self.one(["", "", "", "0", "1", "k", "0[0]", "k[a]", "9", "0.real", "k.x", "1[-1]"])
            spec = self.one(["", "", ":" + self.spec(), ":{}", ":{k}"])
            fields.append("{%s%s%s}" % (name, self.one(["", "", "!r", "!s", "!x"]), spec))
        given = [self.any(depth) for _ in range(int(self.random.random() * 3) + 1)] + ["k=" + self.any(depth)] * self.chance(0.5)
        return "%r.format(%s)" % (self.one(["", "a", "{{"]).join(fields), ", ".join(given))

    def make_name(self, depth):
        return repr(self.one("append real upper keys nope start args items".split()))

    def make_codec(self, depth):
        return self.one(values.CODECS)

    def make_errors(self, depth):
        return self.one(values.ERRORS)

    def make_order(self, depth):
        return self.one(["'big'", "'little'", "'nope'"])

    def make_sep(self, depth):
        return self.one(["None", "','", "' '", "'a'", "'ab'", "''"])

    def make_affix(self, depth):
        return self.one([self.of("str", depth), "('a', %s)" % self.of("str", depth), "()"])

    def make_strs(self, depth):
        return "[%s]" % ", ".join(self.of("str", depth) for _ in range(int(self.random.random() * 4)))

    def make_bytess(self, depth):
        return "[%s]" % ", ".join(self.of("bytes", depth) for _ in range(int(self.random.random() * 3)))

    def make_bytes(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.leaf(values.BYTES, "bytes")
        sub = depth - 1
        pick = int(self.random.random() * 7)
        if pick < 3:
            return self.method("bytes", sub)
        if pick == 3:
            return "(%s + %s)" % (self.of("bytes", sub), self.of("bytes", sub))
        if pick == 4:
            return "%s[%s]" % (self.of("bytes", sub), self.slice())
        if pick == 5:
            return "%s.encode(%s)" % (self.of("str", sub), self.one(["", self.one(values.CODECS)]))
        return "bytes(%s)" % self.make_bytesource(sub)

    def make_bytesource(self, depth):
        return self.one(["[1, 2, 255]", "3", "[256]", "'a', 'utf-8'", "[%s]" % self.of("int", depth), "range(3)", "'a'", "-1"])

    # -- containers

    def make_key(self, depth):
        return self.one(["'a'", "'b'", "'k'", "1", "2", "0", "1.0", "True", "None", "(1, 2)", "b'a'", "''", "-1", "0.5", "()", "'x'"])

    def star(self, depth):
        return ("*" if self.chance(0.08) else "") + self.any(depth)

    def items(self, depth, most=4):
        kind = self.one(TYPES)
        mixed = self.chance(0.3)
        count = int(self.random.random() * most)
        return [self.any(depth) if mixed else self.of(kind, depth) for _ in range(count)]

    def make_list(self, depth):
        if depth <= 0:
            return self.one(["[]", "[1]", "[1, 2, 3]", "['a', 'b']", "[3, 1, 2]", "[None]", "[[1], [2]]", "[1.5, 2]", "[0, 0]"])
        sub = depth - 1
        pick = int(self.random.random() * 11)
        if pick < 3:
            return "[%s]" % ", ".join(self.items(sub) + ["*" + self.iterable(sub)] * self.chance(0.1))
        if pick == 3:
            return self.comprehension("[%s %s]", sub)
        if pick == 4:
            return "sorted(%s%s)" % (self.iterable(sub), self.sorting(sub))
        if pick == 5:
            return "list(%s)" % self.iterable(sub)
        if pick == 6:
            return "(%s + %s)" % (self.of("list", sub), self.of("list", sub))
        if pick == 7:
            return "(%s * %s)" % (self.of("list", sub), self.one(values.SMALL))
        if pick == 8:
            return "%s[%s]" % (self.of("list", sub), self.slice())
        if pick == 9:
            return "%s.%s" % (self.of("str", sub), self.one(["split()", "splitlines()", "split(',')", "split('a', 1)"]))
        return self.method("list", sub)

    def sorting(self, depth):
        return self.one([
            "", "", ", reverse=True", ", key=str", ", key=len", ", key=repr", ", key=lambda x: %s" % self.one(["-x", "x", "(x,)", "str(x)[::-1]"]),
            ", key=None", ", reverse=%s" % self.any(depth), ", key=%s" % self.one(values.TYPES)])

    def comprehension(self, form, depth):
        name = self.name()
        scope = self.scope
        source = self.iterable(depth)
        self.scope = scope + [(name, self.one(["int", "str", "any"]))]
        self.guarded += 1
        tail = "for %s in %s" % (name, source)
        if self.chance(0.3):
            tail += " if %s" % self.of("bool", depth)
        if self.chance(0.15):
            other = self.name()
            tail += " for %s in %s" % (other, self.iterable(depth))
            self.scope = self.scope + [(other, "any")]
        form = form.replace("KEY", self.one([name, "str(%s)" % name, "repr(%s)" % name]))
        text = form % (self.one([name, "(%s, %s)" % (name, self.any(depth)), self.any(depth), "%s * 2" % name, "str(%s)" % name]), tail)
        self.scope = scope
        self.guarded -= 1
        return text

    def make_tuple(self, depth):
        if depth <= 0:
            return self.one(["()", "(1,)", "(1, 2)", "('a', 1)", "(None, True)", "(1, (2, 3))"])
        sub = depth - 1
        pick = int(self.random.random() * 6)
        if pick < 3:
            return "(%s)" % "".join(item + ", " for item in self.items(sub))
        if pick == 3:
            return "tuple(%s)" % self.iterable(sub)
        if pick == 4:
            return "%s.%s(%s)" % (self.of("str", sub), self.one(["partition", "rpartition"]), self.of("str", sub))
        return "%s[%s]" % (self.of("tuple", sub), self.slice())

    def make_dict(self, depth):
        if depth <= 0:
            return self.one(["{}", "{'a': 1}", "{'a': 1, 'b': 2}", "{1: 'x', 2: 'y'}", "{'k': [1, 2]}", "{'k': {'a': None}}"])
        sub = depth - 1
        pick = int(self.random.random() * 8)
        if pick < 3:
            pairs = ["%s: %s" % (self.make_key(sub), self.any(sub)) for _ in range(int(self.random.random() * 4))]
            return "{%s}" % ", ".join(pairs + ["**" + self.of("dict", sub)] * self.chance(0.15))
        if pick == 3:
            return self.comprehension("{KEY: %s %s}", sub)
        if pick == 4:
            return "dict(%s)" % self.make_pairs(sub)
        if pick == 5:
            return "(%s | %s)" % (self.of("dict", sub), self.of("dict", sub))
        if pick == 6:
            return "dict.fromkeys(%s)" % ", ".join([self.iterable(sub)] + [self.any(sub)] * self.chance(0.5))
        return self.method("dict", sub)

    def make_pairs(self, depth):
        return self.one([
            self.of("dict", depth), "a=%s, b=%s" % (self.any(depth), self.any(depth)), "[(%s, %s)]" % (self.make_key(0), self.any(depth)),
            "zip(%s, %s)" % (self.iterable(depth), self.iterable(depth)), "[%s]" % self.any(depth), "enumerate(%s)" % self.iterable(depth)])

    def make_set(self, depth):
        if depth <= 0 or self.chance(0.4):
            return self.one(["set()", "{1}", "{'a'}", "{None}", "{(1, 2)}", "{0.5}", "{1, 1.0, True}", "set('a')"])
        sub = depth - 1
        pick = int(self.random.random() * 5)
        if pick == 0:
            return "(%s %s %s)" % (self.of("set", sub), self.one("| & - ^".split()), self.of(self.one(["set", "frozenset"]), sub))
        if pick == 1:
            return "set(%s)" % self.of(self.one(["range", "tuple"]), 0)
        if pick == 2:
            return "{%s}" % self.any(sub)
        if pick == 3:
            return "(%s.%s() %s %s)" % (self.of("dict", sub), self.one(["keys", "items"]), self.one("& - | ^".split()), self.iterable(sub))
        return self.method("set", sub)

    def make_frozenset(self, depth):
        return self.one(["frozenset()", "frozenset({1})", "frozenset('a')", "frozenset(%s)" % self.of("set", depth)])

    def make_range(self, depth):
        if self.chance(0.5):
            return self.leaf(values.RANGES, "range")
        if self.chance(0.3):
            return "%s[%s]" % (self.one(values.RANGES), self.slice())
        return "range(%s)" % ", ".join(self.one(values.SMALL) for _ in range(1 + int(self.random.random() * 3)))

    def make_none(self, depth):
        return "None"

    def make_other(self, depth):
        return self.one(values.OTHERS)

    def make_slice(self, depth):
        return self.one(values.SLICES)

    def make_type(self, depth):
        return self.one(values.TYPES)

    def make_any(self, depth):
        return self.any(depth)

    def make_number(self, depth):
        return self.number(depth)

    def make_sized(self, depth):
        return self.of(self.one("str list dict tuple set bytes range".split()), depth)

    def make_func1(self, depth):
        return self.one(["str", "len", "int", "None", "bool", "repr", "lambda x: x", "lambda x: (x, x)", "lambda: 0", "abs", "list", "str.upper"])

    def make_iterable(self, depth):
        return self.iterable(depth)

    def iterable(self, depth):
        pick = int(self.random.random() * 16)
        if pick < 4:
            return self.of("list", depth)
        if pick < 6:
            return self.of("tuple", depth)
        if pick < 8:
            return self.of("str", depth)
        if pick == 8:
            return self.of("range", depth)
        if pick == 9:
            return "%s.%s()" % (self.of("dict", depth), self.one(["items", "keys", "values"]))
        if pick == 10:
            return self.comprehension("(%s %s)", depth - 1) if depth > 0 else "range(4)"
        if pick == 11:
            return "%s(%s, %s)" % (self.one(["map", "filter"]), self.make_func1(0), self.of("list", depth))
        if pick == 12:
            return "enumerate(%s)" % self.of(self.one(["str", "list"]), depth)
        if pick == 13:
            return "zip(%s, %s%s)" % (self.of("list", depth), self.of("str", depth), self.one(["", "", ", strict=True"]))
        if pick == 14:
            return self.of(self.one(["dict", "bytes", "list"]), depth)
        return "reversed(%s)" % self.of("list", depth)

    # -- calls

    def arguments(self, kinds, depth, name=""):
        given = []
        if name in values.NAMED and self.chance(0.15):
            named = [item.split("=") for item in values.NAMED[name].split() if self.chance(0.6)]
            given = [self.of(kind.rstrip("?"), depth) for kind in kinds.split()[:int(self.random.random() * 3)]]
            return self.spoil(given + ["%s=%s" % (name, self.of(kind, depth)) for name, kind in named], depth)
        for kind in kinds.split():
            if kind.endswith("?"):
                if self.chance(0.5):
                    break
                kind = kind[:-1]
            given.append(self.of(kind, depth))
        return self.spoil(given, depth)

    def spoil(self, given, depth):
        """Seldom, other arguments than the function wants."""
        if self.chance(0.06):
            given = [self.any(depth) for _ in range(int(self.random.random() * 4))]
        if self.chance(0.04):
            given.append("%s=%s" % (self.one(values.KEYWORDS), self.any(depth)))
        elif self.chance(0.01):
            given.append("*" + self.iterable(depth))
        elif self.chance(0.01):
            given.append("**" + self.of("dict", depth))
        return ", ".join(given)

    def method(self, kind, depth):
        name = self.one(list(values.METHODS[kind]))
        receiver = self.of(kind, depth)
        if self.chance(0.03):
            receiver = self.any(depth)
        if kind in ("int", "float"):
            receiver = "(%s)" % receiver
            if self.chance(0.2) and kind in values.ATTRIBUTES:
                return "%s.%s" % (receiver, self.one(values.ATTRIBUTES[kind]))
        if kind in ("list", "dict", "set") and self.chance(0.1):
            return "%s.%s(%s)" % (kind, name, ", ".join([receiver] + [self.any(depth)] * self.chance(0.5)))
        return "%s.%s(%s)" % (receiver, name, self.arguments(values.METHODS[kind][name], depth, name))

    def builtin(self, depth):
        name = self.one(list(values.BUILTINS))
        return "%s(%s)" % (name, self.arguments(values.BUILTINS[name], depth, name))

    def call(self, depth):
        """A call of a function of the program, mostly with arguments that fit."""
        name, params = self.one(self.functions)
        positional, named = [], []
        for param in params:
            if param.startswith("**"):
                named += ["k=%s" % self.any(depth)] * self.chance(0.3)
            elif param.startswith("*"):
                positional += [self.any(depth)] * int(self.random.random() * 3) * (not named)
            elif self.chance(0.6) and not named:
                positional.append(self.any(depth))
            elif self.chance(0.8):
                named.append("%s=%s" % (param, self.any(depth)))
        return "%s(%s)" % (name, self.spoil(positional + named, depth))
