"""Random programs: statements around the expressions, with a log of what was seen on the way."""

import random

import mutation
import values
from expressions import TYPES, Expressions


class Program(Expressions):
    """Writes the body of a function."""

    def __init__(self, source):
        super().__init__(source)
        self.lines = []
        self.depth = 0
        self.loops = 0
        self.inside = None
        self.budget = 10

    def emit(self, line):
        self.lines.append("    " * self.depth + line)

    def block(self, body):
        """An indented block; variables made inside it stay known, as in Python."""
        self.depth += 1
        before = len(self.lines)
        body()
        if len(self.lines) == before:
            self.emit("pass")
        self.depth -= 1

    def bind(self, kind):
        """A name to assign to: mostly one that is there."""
        found = self.variable(kind) if self.chance(0.4) else None
        if found:
            return found
        name = self.name()
        self.scope.append((name, kind))
        return name

    def log(self, depth=2):
        pick = self.random.random()
        if pick < 0.35:
            seen = self.any(depth)
        elif pick < 0.6:
            seen = self.builtin(depth)
        elif pick < 0.9:
            seen = self.method(self.one(list(values.METHODS)), depth)
        else:
            seen = self.variable("any") or self.any(depth)
        self.emit("log.append(%s)" % seen)

    # -- programs

    def expression(self):
        """A program that is one expression."""
        depth = 1 + int(self.random.random() * 3)
        pick = int(self.random.random() * 3)
        kind = self.one(list(values.METHODS))
        self.emit("return " + (self.any(depth) if pick == 0 else self.builtin(depth) if pick == 1 else self.method(kind, depth)))

    def expressions(self):
        """Several expressions that are tried one after the other."""
        self.emit("log = []")
        for _ in range(3):
            self.guard(lambda: self.log(1 + int(self.random.random() * 3)))
        self.emit("return log")

    def program(self):
        """Statements of all kinds."""
        self.emit("log = []")
        self.statements(2 + int(self.random.random() * 4), 3)
        seen = [name for name, _ in self.scope][-4:]
        self.emit("return log" + "".join(", " + name for name in seen))

    def statements(self, count, depth):
        for _ in range(count):
            self.budget -= 1
            self.statement(depth if self.budget > 0 else 0)

    def some(self, depth):
        return lambda: self.statements(1 + int(self.random.random() * 2.5), depth - 1)

    def statement(self, depth):
        pick = self.random.random()
        if pick < 0.26 or depth <= 0:
            simple = self.one([self.assign, self.assign, self.augment, self.log, self.store, self.unpack, self.act])
            if self.chance(0.4):
                self.guard(simple)
            else:
                simple()
        else:
            kind = self.one([
                self.branch, self.branch, self.loop, self.loop, self.count, self.attempt, self.attempt, self.function,
                self.function, self.generator, self.select, self.closure, self.guarded_block, self.leave, self.remove,
                self.check, self.use_generator, self.decorated, self.hold, self.hold, self.view, self.scopes, self.order])
            kind(depth)

    def guard(self, body):
        self.emit("try:")
        self.block(body)
        self.emit("except Exception as e:")
        self.block(lambda: self.emit(self.one([
            "log.append((type(e).__name__, str(e)))", "log.append((type(e).__name__, e.args))", "log.append(repr(e))",
            "log.append((type(e).__name__, str(e)))"])))

    def guarded_block(self, depth):
        self.guard(self.some(depth))

    # -- simple statements

    def assign(self):
        kind = self.one(TYPES)
        value = self.of(kind, 2)
        target = self.bind(kind)
        if self.chance(0.1):
            target += " = " + self.bind(kind)
        elif self.chance(0.05):
            target += ": " + self.one(values.TYPES)
        self.emit("%s = %s" % (target, value))

    def augment(self):
        kind = self.one("int int float str list list dict set tuple bytes".split())
        found = self.variable(kind)
        if not found:
            self.assign()
            return
        operators = {"int": "+= -= *= //= %= &= |= ^= <<= >>=", "float": "+= -= *= /= //= %=", "str": "+= *= %=", "list": "+= *=",
                     "dict": "|=", "set": "|= &= -= ^=", "tuple": "+= *=", "bytes": "+= *="}[kind].split()
        operator = self.one(operators) if self.chance(0.95) else "/="
        value = self.one(values.SMALL) if operator in ("*=", "<<=", ">>=") else self.of(kind, 1)
        if self.chance(0.2) and operator != "<<=":
            value = self.one(values.SMALL) if operator == "*=" else self.any(1)
        if kind == "list" and self.chance(0.4):
            found += "[%s]" % self.slice()
        elif kind == "dict" and self.chance(0.4):
            found, operator, value = "%s[%s]" % (found, self.make_key(0)), "+=", self.any(1)
        if operator == "*=" and self.inside == "loop":
            operator = "+="
        self.emit("%s %s %s" % (found, operator, value))

    def store(self):
        kind = self.one(["list", "list", "dict", "tuple", "str"])
        found = self.variable(kind)
        if not found:
            self.assign()
        elif kind == "dict":
            self.emit("%s[%s] = %s" % (found, self.make_key(0), self.any(1)))
        else:
            index = self.slice()
            self.emit("%s[%s] = %s" % (found, index, self.iterable(1) if ":" in index and self.chance(0.9) else self.any(1)))

    def remove(self, depth):
        kind = self.one(["list", "list", "dict", "any"])
        found = self.variable(kind)
        if not found:
            self.assign()
        elif kind == "any":
            self.emit("del %s" % found)
            self.scope = [entry for entry in self.scope if entry[0] != found or self.chance(0.05)]
        else:
            self.guard(lambda: self.emit("del %s[%s]" % (found, self.slice() if kind == "list" else self.make_key(0))))

    def unpack(self):
        value = self.iterable(1)
        names = [self.bind("any") for _ in range(1 + int(self.random.random() * 3))]
        if self.chance(0.4):
            at = int(self.random.random() * len(names))
            names[at] = "*" + names[at]
        if len(names) > 2 and self.chance(0.3):
            names[1] = "(%s, )" % names[1]
        text = ", ".join(names) + ("," if len(names) == 1 else "")
        self.emit("%s = %s" % (self.one([text, "[%s]" % text]), value))

    def act(self):
        kind = self.one("list dict set list dict".split())
        found = self.variable(kind)
        if not found:
            self.assign()
            return
        name = self.one([name for name in values.METHODS[kind] if kind != "set" or name != "pop"])
        call = "%s.%s(%s)" % (found, name, self.arguments(values.METHODS[kind][name], 1))
        if name == "sort":
            call = "%s.sort(%s)" % (found, self.sorting(1)[2:])
        self.emit(call if self.chance(0.5) else "log.append(%s)" % call)

    def check(self, depth):
        self.emit("assert %s%s" % (self.of("bool", 2), self.one(["", ", %s" % self.any(1)])))

    def leave(self, depth):
        """A jump, where there is something to jump out of."""
        if self.inside == "loop" or self.loops:
            jump = self.one(["break", "continue"])
        elif self.inside in ("function", "generator"):
            jump = "return " + self.any(1)
        else:
            self.log()
            return
        if self.chance(0.8):
            self.emit("if %s:" % self.of("bool", 1))
            self.block(lambda: self.emit(jump))
        else:
            self.emit(jump)

    # -- compound statements

    def branch(self, depth):
        self.emit("if %s:" % self.one([self.of("bool", 2), self.any(1)]))
        self.block(self.some(depth))
        if self.chance(0.3):
            self.emit("elif %s:" % self.of("bool", 1))
            self.block(self.some(depth))
        if self.chance(0.5):
            self.emit("else:")
            self.block(self.some(depth))

    def in_loop(self, depth):
        def body():
            before, self.inside = self.inside, "loop"
            self.loops += 1
            self.emit("ticks += 1")
            self.emit("if ticks > 60:")
            self.block(lambda: self.emit("break"))
            self.some(depth)()
            self.loops -= 1
            self.inside = before
        return body

    def loop(self, depth):
        source = self.iterable(2)
        if self.chance(0.25):
            source = self.variable(self.one(["list", "dict", "set"])) or source
        target = self.bind("any")
        if self.chance(0.2):
            target += ", " + self.bind("any")
        self.emit("ticks = 0")
        self.emit("for %s in %s:" % (target, source))
        self.block(self.in_loop(depth))
        self.otherwise(depth)

    def otherwise(self, depth):
        if self.chance(0.3):
            self.emit("else:")
            self.block(self.some(depth))

    def count(self, depth):
        name = self.name()
        self.emit("%s = 0" % name)
        self.emit("ticks = 0")
        self.emit("while %s < %s:" % (name, self.one("123")))
        self.scope.append((name, "int"))
        def body():
            self.emit("%s += 1" % name)
            self.in_loop(depth)()
        self.block(body)
        self.otherwise(depth)

    def attempt(self, depth):
        self.emit("try:")
        self.block(self.failing(depth))
        clauses = int(self.random.random() * 3)
        for _ in range(clauses):
            kind = self.one(values.EXCEPTIONS[:8] + ["Exception", "(ValueError, TypeError)", "LookupError", "BaseException", "1"])
            if self.chance(0.5):
                self.emit("except %s as e:" % kind)
                self.block(lambda: (self.emit(self.seen()), self.some(depth)() if self.chance(0.5) else None, self.raising(depth)))
            else:
                self.emit("except %s:" % kind)
                self.block(lambda: (self.some(depth)(), self.raising(depth)))
        if clauses and self.chance(0.3):
            self.emit("else:")
            self.block(self.some(depth))
        if not clauses or self.chance(0.4):
            self.emit("finally:")
            self.block(lambda: (self.log(1), self.leave(depth) if self.chance(0.5) else None))

    def seen(self):
        return self.one([
            "log.append((type(e).__name__, str(e)))", "log.append((repr(e), repr(e.__context__)))", "log.append(repr(e.__cause__))",
            "log.append(e.args)", "log.append((e.__suppress_context__, isinstance(e, LookupError)))"])

    def raising(self, depth):
        if self.chance(0.2):
            self.emit(self.one(["raise", "raise %s(%s)" % (self.one(values.EXCEPTIONS), self.one(["", self.any(1)])),
                                "raise RuntimeError('again') from %s" % self.one(["None", "ValueError(1)", "KeyError", "1"])]))

    def failing(self, depth):
        def body():
            self.some(depth)()
            if self.chance(0.5):
                self.emit(self.one([
                    "raise %s(%s)" % (self.one(values.EXCEPTIONS), ", ".join(self.any(1) for _ in range(int(self.random.random() * 3)))),
                    "raise " + self.one(values.EXCEPTIONS), "raise " + self.any(1), "log.append(1 // 0)", "log.append({}['q'])",
                    "log.append([][1])", "log.append(undefined)", "log.append(int('x'))"]))
        return body

    def parameters(self):
        names = ["a", "b", "c", "d"][:int(self.random.random() * 4)]
        text, seen, default = [], [], False
        for index, name in enumerate(names):
            default = default or self.chance(0.3)
            text.append(name + ("=" + self.any(0) if default else ""))
            seen.append(name)
            if self.chance(0.1) and "/" not in text:
                text.append("/")
        if self.chance(0.25):
            text.append("*rest")
            seen.append("*rest")
        elif self.chance(0.15):
            text += ["*", "k1", "k2=" + self.any(0)]
            seen += ["k1", "k2"]
        if self.chance(0.2):
            text.append("**more")
            seen.append("**more")
        return ", ".join(text), seen

    def enter(self, inside, params, depth, body):
        """The body of a function: its own names, and those outside for reading."""
        before = self.scope, self.inside, self.loops
        kinds = {"*": "tuple"}
        self.scope = list(self.scope[-4:]) + [(param.lstrip("*"), "dict" if param[:2] == "**" else kinds.get(param[0], "any")) for param in params]
        self.inside, self.loops = inside, 0
        self.block(body)
        self.scope, self.inside, self.loops = before

    def function(self, depth):
        name = "f%d" % (len(self.functions) + 1)
        text, params = self.parameters()
        self.emit("def %s(%s):" % (name, text))
        def body():
            if self.chance(0.15) and self.scope:
                outer = self.scope[0][0]
                if outer not in params and outer.startswith("v"):
                    self.emit("nonlocal " + outer)
            self.some(depth)()
            self.emit("return %s" % self.one([self.any(2), self.any(1), "(%s)" % "".join(p.lstrip("*") + ", " for p in params)]))
        self.enter("function", params, depth, body)
        self.functions.append((name, params))
        for _ in range(2):
            self.guard(lambda: self.emit("log.append(%s)" % self.call(1)))

    def generator(self, depth):
        name = "g%d" % (len(self.functions) + 1)
        text, params = self.parameters()
        self.emit("def %s(%s):" % (name, text))
        def body():
            for _ in range(1 + int(self.random.random() * 3)):
                self.give(depth)
        self.enter("generator", params, depth, body)
        self.functions.append((name, params))
        held = self.name()
        self.guard(lambda: self.emit("%s = %s" % (held, self.call(1))))
        self.scope.append((held, "generator"))
        for _ in range(1 + int(self.random.random() * 3)):
            self.use_generator(depth)

    def give(self, depth):
        pick = int(self.random.random() * 9)
        if pick < 2:
            self.emit("yield %s" % self.any(1))
        elif pick == 2:
            self.emit("%s = yield %s" % (self.bind("any"), self.any(1)))
        elif pick == 3:
            self.emit("yield from %s" % self.iterable(1))
        elif pick == 4:
            self.emit("log.append([%s, (yield %s), %s])" % (self.any(1), self.any(0), self.any(1)))
        elif pick == 5:
            self.emit("for %s in %s:" % (self.bind("any"), self.iterable(1)))
            self.block(lambda: self.give(depth))
        elif pick == 6:
            self.emit("try:")
            self.block(lambda: self.give(depth))
            self.emit(self.one(["finally:", "except ValueError as e:", "except GeneratorExit:", "except Exception:"]))
            self.block(lambda: (self.log(1), self.give(depth) if self.chance(0.3) else None))
        elif pick == 7:
            self.emit("if %s:" % self.one(["(yield %s)" % self.any(0), self.of("bool", 1)]))
            self.block(lambda: self.give(depth))
        else:
            self.statement(depth - 1)

    def use_generator(self, depth):
        held = self.variable("generator")
        if not held:
            self.log()
            return
        use = self.one([
            "next(%s)", "next(%s, 'end')", "%s.send(None)", "%s.send(1)", "%s.throw(ValueError('t'))", "%s.close()", "list(%s)",
            "sorted(%s, key=repr)", "%s.throw(KeyError)", "sum(%s)", "dict(%s)", "[x for x in %s]", "max(%s)", "2 in %s", "tuple(zip(%s, 'ab'))"])
        self.guard(lambda: self.emit("log.append(%s)" % (use % held)))

    def hold(self, depth):
        """An iterator that is kept, and used here and there."""
        held = self.name()
        source = self.one(["iter(%s)", "iter(%s)", "zip(%s, %s)", "enumerate(%s, 5)", "map(%s, %s)", "filter(None, %s)", "reversed(%s)",
                           "iter(lambda: log.append(0) or len(log), 9)", "(x for x in %s if x)", "map(%s, %s, %s)"])
        parts = [self.iterable(1) for _ in range(source.count("%s"))]
        if source.startswith("map") and parts:
            parts[0] = self.one([self.make_func1(0), "lambda *a: a", "max", "divmod"])
        self.guard(lambda: self.emit("%s = %s" % (held, source % tuple(parts))))
        self.scope.append((held, "generator"))
        if self.chance(0.5):
            self.scope.append((held, "any"))
        for _ in range(1 + int(self.random.random() * 3)):
            self.use_generator(depth)

    def view(self, depth):
        """A view, or a loop over one, while the dict or list under it changes."""
        made, kind = self.name(), self.one(["dict", "dict", "list"])
        self.emit("%s = %s" % (made, self.of(kind, 1)))
        if kind == "dict" and self.chance(0.5):
            seen = self.name()
            self.guard(lambda: self.emit("%s = %s.%s()" % (seen, made, self.one(["keys", "items", "values"]))))
            self.scope.append((seen, "any"))
        self.scope.append((made, kind))
        change = {
            "dict": ["%s[x] = 1", "%s[9] = x", "%s.pop(x)", "del %s['a']", "%s.clear()", "%s.update(b=x)", "%s['a'] = x", "%s.popitem()"],
            "list": ["%s.append(x)", "%s.pop()", "del %s[0]", "%s.insert(0, x)", "%s[:] = [1]", "%s.clear()", "%s.reverse()", "%s.sort(key=repr)"],
        }[kind]
        def body():
            self.emit("ticks = 0")
            self.emit("for x in %s%s:" % (made, self.one(["", ".items()", ".values()", ".keys()"]) if kind == "dict" else ""))
            def inner():
                self.emit("ticks += 1")
                self.emit("if ticks > 5:")
                self.block(lambda: self.emit("break"))
                self.emit("log.append(x)")
                self.emit(self.one(change) % made)
            self.block(inner)
        self.guard(body)
        self.guard(lambda: self.emit("log.append(%s)" % made))

    def scopes(self, depth):
        """Names that several scopes share: global, nonlocal, comprehensions, walrus, del."""
        a, b = self.name(), self.name()
        self.emit("%s = %s" % (a, self.any(0)))
        self.emit("def %s():" % b)
        def body():
            pick = int(self.random.random() * 7)
            if pick == 0:
                self.emit("nonlocal %s" % a)
                self.emit("del %s" % a)
            elif pick == 1:
                self.emit("global shared")
                self.emit("shared = %s" % self.any(1))
            elif pick == 2:
                self.emit("log.append([%s for %s in range(2)])" % (a, a))
                self.emit("log.append(%s)" % a)
            elif pick == 3:
                self.emit("log.append([(%s := y) for y in %s])" % (a, self.iterable(1)))
            elif pick == 4:
                self.emit("log.append(%s)" % a)
                self.emit("%s = 2" % a)
            elif pick == 5:
                self.emit("try:")
                self.block(lambda: self.emit("raise ValueError(%s)" % a))
                self.emit("except ValueError as %s:" % a)
                self.block(lambda: self.emit("log.append(repr(%s))" % a))
            else:
                self.emit("fs = [lambda: (%s, i) for i in range(3)]" % a)
                self.emit("log.append([f() for f in fs])")
            self.emit("return %s" % self.one([a, "shared", "lambda: %s" % a, "(x + 1 for x in [%s])" % a]))
        self.block(body)
        for _ in range(2):
            self.guard(lambda: self.emit("log.append(%s)" % self.one(["%s()" % b, "%s()()" % b, "list(%s())" % b])))
        self.guard(lambda: self.emit("log.append(%s)" % self.one([a, "shared"])))

    def order(self, depth):
        """The order in which parts are evaluated, and what is left when one of them raises."""
        mark = self.name()
        self.emit("def %s(n, v=None):" % mark)
        self.block(lambda: (self.emit("log.append(n)"), self.emit("return v")))
        part = lambda: "%s(%d, %s)" % (mark, int(self.random.random() * 90), self.any(0))
        forms = [
            "%s + %s * %s", "%s if %s else %s", "{%s: %s, %s: 1}", "[%s, *%s, %s]", "%s < %s < %s", "%s[%s:%s]", "(%s or %s) and %s",
            "max(%s, *%s, key=%s)", "dict(a=%s, **%s, b=%s)", "f'{%s!r:>{%s}}{%s}'", "print(%s, sep=%s, end=%s)", "%s.index(%s, %s)",
            "{**%s, **%s, 1: %s}", "(lambda a=%s, *, b=%s: a)(%s)", "%s in %s in %s", "{%s, %s, *%s}"]
        text = self.one(forms) % (part(), part(), part())
        pick = int(self.random.random() * 4)
        if pick == 0:
            self.guard(lambda: self.emit("log.append(%s)" % text))
        elif pick == 1:
            self.guard(lambda: self.emit("%s[%s], %s[%s] = %s" % (part(), part(), part(), part(), part())))
        elif pick == 2:
            self.guard(lambda: self.emit("%s[%s] %s %s" % (part(), part(), self.one(["+=", "|=", "*="]), part())))
        else:
            target = self.bind("any")
            self.guard(lambda: self.emit("%s, *%s = %s, *%s" % (target, self.bind("any"), part(), part())))

    def closure(self, depth):
        count, step = self.name(), self.name()
        self.emit("%s = %s" % (count, self.one(values.SMALL)))
        self.emit("def %s(x=%s):" % (step, self.any(0)))
        def body():
            if self.chance(0.8):
                self.emit("nonlocal " + count)
            self.emit("%s %s" % (count, self.one(["+= 1", "+= x", "= x", "-= 2"])))
            self.emit("return %s" % self.one([count, "(x, %s)" % count, "lambda: %s" % count]))
        self.enter("function", ["x"], depth, body)
        self.functions.append((step, ["x"]))
        self.scope.append((count, "int"))
        for _ in range(2):
            self.guard(lambda: self.emit("log.append(%s)" % self.call(1)))

    def decorated(self, depth):
        outer, inner = self.name(), "f%d" % (len(self.functions) + 1)
        self.emit("def %s(f):" % outer)
        self.block(lambda: self.emit("return lambda *a, **k: (%s, f(*a, **k))" % self.any(1)))
        text, params = self.parameters()
        self.emit("@%s" % outer)
        self.emit("def %s(%s):" % (inner, text))
        self.enter("function", params, depth, lambda: self.emit("return " + self.any(2)))
        self.functions.append((inner, params))
        self.guard(lambda: self.emit("log.append(%s)" % self.call(1)))

    def pattern(self, depth):
        pick = int(self.random.random() * 12) if depth > 0 else int(self.random.random() * 4)
        if pick == 0:
            return self.one(["1", "-1", "1.5", "'a'", "None", "True", "b'a'", "'ab' 'c'", "0"])
        if pick == 1:
            return "_"
        if pick in (2, 3):
            name = self.name()
            self.scope.append((name, "any"))
            return name
        if pick in (4, 5):
            parts = [self.pattern(depth - 1) for _ in range(int(self.random.random() * 3) + 1)]
            if self.chance(0.4):
                parts.insert(int(self.random.random() * (len(parts) + 1)), self.one(["*_", "*" + self.pattern_name()]))
            return self.one(["[%s]", "(%s,)"]) % ", ".join(parts)
        if pick in (6, 7):
            parts = ["%s: %s" % (self.one(["'a'", "'b'", "1", "None", "'k'"]), self.pattern(depth - 1)) for _ in range(int(self.random.random() * 3))]
            return "{%s}" % ", ".join(parts + ["**" + self.pattern_name()] * self.chance(0.3))
        if pick == 8:
            return " | ".join(self.one(["1", "'a'", "None", "[]", "{'a': 1}", "int()", "str()", "2.0"]) for _ in range(2))
        if pick == 9:
            return "(%s) as %s" % (self.pattern(depth - 1), self.pattern_name())
        kind = self.one("int str float bool list tuple dict set bytes frozenset range ValueError slice".split())
        return "%s(%s)" % (kind, self.one(["", "", self.pattern(depth - 1), "real=" + self.pattern(depth - 1), "start=0"]))

    def pattern_name(self):
        name = self.name()
        self.scope.append((name, "any"))
        return name

    def select(self, depth):
        self.emit("match %s:" % self.any(2))
        def body():
            for _ in range(1 + int(self.random.random() * 3)):
                pattern = self.pattern(2)
                self.emit("case %s%s:" % (pattern, self.one(["", "", " if %s" % self.of("bool", 1)])))
                self.block(self.some(depth))
        self.block(body)


def write(seed, index):
    """The program with a number."""
    program = Program(random.Random(seed * 1_000_003 + index))
    program.one([program.expression, program.expressions, program.program])()
    text = "\n".join(program.lines)
    return mutation.mistaken(program.random, text) if program.chance(0.15) else text
