#!/usr/bin/env python3.13
"""Make cases about text: calls of every method of str and bytes, and the three ways of formatting.

    python3.13 conformance/oracle/text_calls.py
    python3.13 conformance/oracle/expect.py conformance/cases/cpython/core.{str,bytes}-calls.jsonl \\
        conformance/cases/cpython/core.formatting.jsonl

The same seed gives the same cases. What CPython answers with an address, or by running out of memory, is left out.
"""

import json
import pathlib
import random
import sys
import warnings

from expect import answer

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "cpython"

TEXTS = [
    "", "a", "abc", "Hello World", "  x  ", "äöü", "ßtraße", "\n", "a\tb\tc", "a,b,,c", "ΑΣ", "ǆungla", "I\u0307",
    "x" * 10, "aaaa", "abab", "ab" * 20, "\U0001F600ab", "\ud800", "tab\r\nnl\x0bff\x0c\x1c\x85\u2028", "123", "٣٤", "²",
    "Ⅷ", "½", "_a1", "they're \"x\"", "\x00\x7f\xa0\xad", "+42", "-7", "- 7", "%s", "{}", "0x1F", "é" * 70, "日本語テキスト",
    "ﬁ", "İ", "\u1e9e", "ŉ", "a  b   c ", "\u3000x\u3000", "Title Case", "l1\nl2\r\nl3\rl4", "ſ", "K", "é" * 300 + "abc",
]
DATA = [
    b"", b"a", b"abc", b"Hello World", b"  x  ", b"\xff\xfe", b"a\tb", b"a,b,,c", b"l1\nl2\r\nl3\rl4", b"123", b"+42", b"-7",
    b"\x00\x7f\x80", b"aaaa", b"abab", b"\xc3\xa9", b"\xed\xa0\x80", b"A b C", b"6162", b"\xf0\x9f\x98\x80", b"\xf0\x9f",
]
INTS = ["0", "1", "-1", "2", "3", "5", "10", "-3", "100", "None", "True", "2**70", "-2**70", "1.5", "'x'"]
WIDTHS = ["0", "1", "2", "5", "10", "20"]
ENCODINGS = [
    "'utf-8'", "'ascii'", "'latin-1'", "'utf-16'", "'utf-16-le'", "'utf-32'", "'cp1252'", "'utf-8-sig'", "'unicode_escape'",
    "'raw_unicode_escape'", "'iso8859-15'", "'koi8-r'", "'bogus'", "'U8'",
]
HANDLERS = [
    "'strict'", "'ignore'", "'replace'", "'backslashreplace'", "'xmlcharrefreplace'", "'surrogateescape'",
    "'surrogatepass'", "'namereplace'", "'bogus'",
]
TABLES = [
    "{97: 'x', 98: None, 99: 0x1F600, 228: 'ae'}", "{97: 97.5}", "{97: -1}", "'abcdefgh' * 20", "[None] * 110", "{}",
    "str.maketrans('abc', 'xyz')", "str.maketrans('abc', 'xyz', 'dé')", "str.maketrans({'a': 'bb', 'é': None, 98: 99})",
]
VALUES = [
    "1", "-1", "0", "255", "1234567", "-98765432109876543210", "2**100", "True", "None", "1.5", "-0.0", "1e300", "1e-7",
    "123456.789", "1e16", "5e-324", "0.1", "2.5", "1e1000", "(1e1000 - 1e1000)", "'abc'", "''", "'x'", "'é'", "'日本'",
    "'it\\'s'", "b'ab'", "b'x'", "b'\\xff'", "[1, 'a']", "(1,)", "(1, 2)", "{'a': 1}", "{1}", "()", "[]", "{}", "...",
    "int", "ValueError('x')", "KeyError('k')", "range(3)", "'\\n'", "'a' * 40", "65", "0x1F600", "0x110000", "slice(1, 2)",
]
NO_ARGUMENTS = {
    "str": "upper lower casefold swapcase capitalize title isalnum isalpha isascii isdecimal isdigit isidentifier islower "
    "isnumeric isprintable isspace istitle isupper",
    "bytes": "upper lower swapcase capitalize title isalnum isalpha isascii isdigit islower isspace istitle isupper",
}


class Maker:
    """Makes source text at random."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def text(self):
        if self.random.random() < 0.85:
            return ascii(self.pick(TEXTS))
        letters = "abcABC ,.-_09\t\näßΣσςé日\u2028\U0001F600%{}"
        return ascii("".join(self.pick(letters) for _ in range(self.random.randrange(12))))

    def data(self):
        return repr(self.pick(DATA))

    def anything(self):
        return self.pick([self.text(), self.data(), self.pick(INTS), "[]", "('a', 'b')", "{97: 98}", "()", "None"])

    def mostly(self, make):
        return make() if self.random.random() < 0.9 else self.anything()

    def arguments(self, least, *makers):
        count = self.random.randrange(least, len(makers) + 1)
        if self.random.random() < 0.03:
            count = self.random.randrange(len(makers) + 1)
        return ", ".join(make() for make in makers[:count])

    def several(self, make):
        items = [self.mostly(make) for _ in range(self.random.randrange(4))]
        return self.pick([
            "[%s]" % ", ".join(items),
            "(%s)" % "".join(item + ", " for item in items),
            "(x for x in [%s])" % ", ".join(items),
            self.mostly(make),
        ])

    def call(self, kind):
        """A call of a method of str or bytes, or an operator on it."""
        make = self.text if kind == "str" else self.data
        this = make()
        part = lambda: self.mostly(make)
        number = lambda: self.pick(INTS)
        name = self.pick(
            ["plain", "plain", "find", "affix", "part", "split", "lines", "strip", "join", "replace", "pad", "zfill", "tabs",
             "translate", "codec", "slice", "item", "compare", "add", "repeat", "in", "special"]
        )
        if name == "plain":
            return f"{this}.{self.pick(NO_ARGUMENTS[kind].split())}()"
        if name == "find":
            wanted = part if kind == "str" else lambda: self.pick([part(), "97", "300", self.anything()])
            method = self.pick(["find", "rfind", "index", "rindex", "count"])
            return f"{this}.{method}({self.arguments(1, wanted, number, number)})"
        if name == "affix":
            many = lambda: "(%s)" % "".join(part() + ", " for _ in range(self.random.randrange(3)))
            wanted = many if self.random.random() < 0.2 else part
            return f"{this}.{self.pick(['startswith', 'endswith'])}({self.arguments(1, wanted, number, number)})"
        if name == "part":
            return f"{this}.{self.pick(['partition', 'rpartition', 'removeprefix', 'removesuffix'])}({part()})"
        if name == "split":
            wanted = lambda: self.pick(["None", part()])
            return f"{this}.{self.pick(['split', 'rsplit'])}({self.arguments(0, wanted, number)})"
        if name == "lines":
            return f"{this}.splitlines({self.arguments(0, number)})"
        if name == "strip":
            return f"{this}.{self.pick(['strip', 'lstrip', 'rstrip'])}({self.arguments(0, part)})"
        if name == "join":
            return f"{this}.join({self.several(make)})"
        if name == "replace":
            return f"{this}.replace({self.arguments(2, part, part, number)})"
        if name == "pad":
            fill = lambda: self.pick(["'*'", "'é'", "b'*'", part()])
            width = lambda: self.pick(WIDTHS)
            return f"{this}.{self.pick(['center', 'ljust', 'rjust'])}({self.arguments(1, width, fill)})"
        if name == "zfill":
            return f"{this}.zfill({self.pick(WIDTHS)})"
        if name == "tabs":
            return f"{this}.expandtabs({self.arguments(0, number)})"
        if name == "translate" and kind == "str":
            return f"{this}.translate({self.pick(TABLES)})"
        if name == "translate":
            table = self.pick(["None", "bytes.maketrans(b'abc', b'xyz')", part()])
            return f"{this}.translate({table}{self.pick(['', ', ' + part()])})"
        if name == "codec":
            method = "encode" if kind == "str" else "decode"
            return f"{this}.{method}({self.arguments(0, lambda: self.pick(ENCODINGS), lambda: self.pick(HANDLERS))})"
        if name == "slice":
            edge = lambda: self.pick(["", number()])
            return f"{this}[{edge()}:{edge()}{self.pick(['', ':' + number()])}]"
        if name == "item":
            return f"{this}[{number()}]"
        if name == "compare":
            return f"{this} {self.pick(['<', '<=', '==', '!=', '>', '>='])} {self.anything()}"
        if name == "add":
            return f"{this} + {self.anything()}"
        if name == "repeat":
            return f"{this} * {self.pick([number(), number(), self.anything()])}"
        if name == "in":
            return f"{self.anything()} in {this}"
        return self.special(kind, this, part, number)

    def special(self, kind, this, part, number):
        made = [self.anything, lambda: self.pick(ENCODINGS), lambda: self.pick(HANDLERS)]
        if kind == "str":
            return self.pick([
                f"'%r|%a|%s' % ({this}, {this}, {this})",
                f"str({self.arguments(0, *made)})",
                f"str.maketrans({self.arguments(1, part, part, part)})",
            ])
        return self.pick([
            f"str({this})",
            f"bytes({self.arguments(0, *made)})",
            f"{this}.hex({self.arguments(0, lambda: self.pick([repr(':'), repr(b'-'), self.anything()]), number)})",
            "bytes.fromhex(%s)" % self.pick([repr("6162"), repr("61 6 2"), repr(" 61\t62 "), self.mostly(self.text)]),
        ])

    def spec(self):
        """A format specification."""
        if self.random.random() < 0.1:
            return "".join(self.pick("<>^=+- #0123456789,_.bcdeEfFgGnosxX%zé*") for _ in range(self.random.randrange(6)))
        return "".join([
            self.pick(["", "", "", "<", ">", "^", "=", "*<", "é^", "0=", "x>"]), self.pick(["", "", "", "+", "-", " ", "z"]),
            self.pick(["", "", "#"]), self.pick(["", "", "0"]), self.pick(["", "5", "12", "20", "1"]),
            self.pick(["", "", "", ",", "_"]), self.pick(["", "", ".0", ".2", ".10", ".3"]),
            self.pick(["", "", *"dsfgexXbocn%EFGr"]),
        ])

    def directive(self):
        """A conversion of %."""
        if self.random.random() < 0.1:
            return "%" + "".join(self.pick("-+ #0123456789*.hlLdiuoxXeEfFgGcrsab%()k") for _ in range(self.random.randrange(7)))
        return "".join([
            "%", self.pick(["", "", "", "", "(a)", "(k)", "(a"]), self.pick(["", "", "", "-", "+", " ", "#", "0", "-0", "+#"]),
            self.pick(["", "", "5", "12", "*"]), self.pick(["", "", ".0", ".2", ".*", ".10", "."]),
            self.pick(["", "", "h", "l"]), self.pick("diuoxXeEfFgGcrsa%sdrsdsbzq"),
        ])

    def percent(self):
        parts = [self.pick(["", "a", "é ", "-"]) + self.directive() for _ in range(self.random.randrange(4))]
        template = "".join(parts) + self.pick(["", "z"])
        count = max(0, template.count("%") + template.count("*") + self.pick([0, 0, 0, 0, -1, 1]))
        values = self.pick([
            "(%s)" % "".join(self.pick(VALUES) + ", " for _ in range(count)),
            self.pick(VALUES),
            "{'a': %s, 'k': %s}" % (self.pick(VALUES), self.pick(VALUES)),
        ])
        if self.random.random() < 0.3:
            return f"{template.encode('ascii', 'replace')!r} % {values}"
        return f"{ascii(template)} % {values}"

    def field(self):
        """A replacement field."""
        name = self.pick(
            ["", "", "", "0", "1", "2", "a", "k", "0[0]", "0[a]", "a.b", "a[0]", "0.", "[", "0[", "0]", "a[]", "01",
             "99999999999999999999", "٣", "0.x.y", "-1", "a b", "0[0][0]", "k[a]", "0.0", "0[-1]", "0[0]x"]
        )
        conversion = self.pick(["", "", "", "", "!r", "!s", "!a", "!x", "!", "!rr"])
        spec = self.pick(["", "", "", ":" + self.spec(), ":" + self.spec(), ":{}", ":{a}", ":>{1}", ":{0}{1}", ":{0:{1}}", ":{"])
        return "{" + name + conversion + spec + self.pick(["}"] * 12 + ["", "}}"])

    def template(self):
        parts = [self.pick(["", "a", "é ", "{{", "}}"]) + self.field() for _ in range(self.random.randrange(1, 4))]
        template = ascii("".join(parts))
        if self.random.random() < 0.15:
            return f"{template}.format_map({{'a': {self.pick(VALUES)}, 'k': {self.pick(VALUES)}}})"
        values = [self.pick(VALUES) for _ in range(self.random.randrange(4))]
        values += self.pick([[], ["a=" + self.pick(VALUES)], ["a=" + self.pick(VALUES), "k=" + self.pick(VALUES)]])
        return f"{template}.format({', '.join(values)})"

    def formatted(self):
        """The statements of a case about formatting."""
        form = self.random.random()
        if form < 0.3:
            return "return " + self.percent()
        if form < 0.65:
            return "return " + self.template()
        if form < 0.8:
            return f"return format({self.pick(VALUES)}, {ascii(self.spec())})"
        inner = self.pick(["x%s:%s", "x%s:{w}", "x%s:{w}.{p}f", "x=%s", "x=%s:%s"])
        filling = [self.pick(["", "", "!r", "!s", "!a"]), self.spec()]
        inner = inner % tuple(filling[: inner.count("%s")])
        quoted = self.pick(['f"a{%s}b"', 'f"{%s}"', 'f"é{%s}{{}}"']) % inner
        width = self.pick(["5", "'5'", "'x>6'", "0", "-1", "1.5"])
        return f"x = {self.pick(VALUES)}\nw = {width}\np = 2\nreturn {quoted}"


def write(area, count, make):
    """Write cases that are all different."""
    sources = {}
    while len(sources) < count:
        source = make()
        shown = str(answer(source))
        if " at 0x" in shown or "MemoryError" in shown or "\\ud" in shown or len(shown) > 1000 or len(source) > 1000:
            continue
        sources[source] = None
    path = CASES / (area.replace("/", ".") + ".jsonl")
    lines = [json.dumps({"area": area, "src": source}) for source in sources]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    if sys.version_info[:2] != (3, 13):
        sys.exit("the reference is CPython 3.13, this is %d.%d" % sys.version_info[:2])
    warnings.simplefilter("ignore")
    maker = Maker(20250)
    write("core/str-calls", 500, lambda: "return " + maker.call("str"))
    write("core/bytes-calls", 300, lambda: "return " + maker.call("bytes"))
    write("core/formatting", 500, maker.formatted)


if __name__ == "__main__":
    main()
