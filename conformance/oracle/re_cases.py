#!/usr/bin/env python3.13
"""Writes what CPython's `re` answers, one JSON object a line, for the test `crates/modules/tests/re_oracle.rs`.

    re_cases.py hand              patterns written by hand
    re_cases.py table             the pattern table of the installed CPython's own test suite
    re_cases.py random N [SEED]   N random patterns on random subjects
    re_cases.py broken N [SEED]   N patterns and templates of which most are wrong
    re_cases.py case [all]        characters' partners where case does not count

A line has: p pattern, b whether it is bytes (then all text is Latin-1), f flags; err [type, message, pos, lineno,
colno], or fl, g, n (flags, groups, groupindex) and r: for each subject the results of search, match, fullmatch, the
matches of finditer; t: for each template its error or what sub makes of the subject.
A match is the list of its spans, group 0 first, with lastindex (or -1) at the end.
"""
import json
import random
import re
import sys
import warnings

warnings.simplefilter("ignore")


def encode(text):
    return text.decode("latin-1") if isinstance(text, bytes) else text


def shown(match):
    if match is None:
        return None
    spans = [place for span in match.regs for place in span]
    return spans + [-1 if match.lastindex is None else match.lastindex]


def failure(error):
    if isinstance(error, re.error):
        return ["error", str(error), error.pos, error.lineno, error.colno]
    return [type(error).__name__, str(error), None, None, None]


def case(pattern, flags, subjects, templates=()):
    try:
        return answers(pattern, flags, subjects, templates)
    except SystemError:
        # "The span of capturing group is wrong, please report a bug": CPython has no answer.
        return None


def answers(pattern, flags, subjects, templates):
    row = {"p": encode(pattern), "b": isinstance(pattern, bytes), "f": flags}
    try:
        compiled = re.compile(pattern, flags)
    except (re.error, ValueError, OverflowError) as error:
        row["err"] = failure(error)
        return row
    row.update(fl=compiled.flags, g=compiled.groups, n=dict(compiled.groupindex))
    row["r"] = [
        [encode(s), shown(compiled.search(s)), shown(compiled.match(s)), shown(compiled.fullmatch(s)),
         [shown(m) for m in compiled.finditer(s)]]
        for s in subjects
    ]
    row["t"] = []
    for template in templates:
        for subject in subjects[:2]:
            try:
                made = encode(compiled.sub(template, subject))
                row["t"].append([encode(template), encode(subject), None, made])
            except (re.error, IndexError) as error:
                row["t"].append([encode(template), encode(subject), failure(error), None])
    return row


class Maker:
    """Random patterns over a small alphabet, so that they often match."""

    def __init__(self, chance, text):
        self.chance = chance
        self.text = text
        self.groups = 0
        self.closed = []
        self.names = []

    def pattern(self):
        self.groups = 0
        self.closed = []
        self.names = []
        text = self.alternatives(3)
        flags = self.chance.random()
        if flags < 0.1:
            letters = "imsx" + ("a" if self.text else "")
            text = "(?%s)" % self.chance.choice(letters) + text
        return text

    def alternatives(self, depth):
        count = 1 if self.chance.random() < 0.7 else self.chance.randint(2, 3)
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth):
        return "".join(self.item(depth) for _ in range(self.chance.choice([0, 1, 1, 2, 2, 3, 3, 4])))

    def item(self, depth):
        atom, repeatable = self.atom(depth)
        if repeatable and self.chance.random() < 0.4:
            atom += self.chance.choice(["*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}", "{0}", "{0,1}", "{1}", "{3}"])
            # CPython 3.13 leaks captures out of failed alternatives inside possessive repeats.
            atom += self.chance.choice(["", "", "", "?", "" if atom.startswith("(") else "+"])
        return atom

    def character(self):
        pool = "aabbc1_ \n.AB-"
        if self.text:
            pool += "éÉKſkςİı²"
        char = self.chance.choice(pool)
        return "\\" + char if char in ".-\n " else char

    def atom(self, depth):
        chance = self.chance.random()
        if depth <= 0 or chance < 0.45:
            return self.character(), True
        if chance < 0.52:
            return ".", True
        if chance < 0.62:
            return self.chance.choice(["\\w", "\\W", "\\d", "\\D", "\\s", "\\S"]), True
        if chance < 0.70:
            return self.chance.choice(["^", "$", "\\b", "\\B", "\\A", "\\Z"]), False
        if chance < 0.77:
            return self.set(), True
        if chance < 0.87:
            self.groups += 1
            number = self.groups
            name = ""
            if self.chance.random() < 0.2:
                name = "?P<n%d>" % number
                self.names.append(number)
            inner = self.alternatives(depth - 1)
            self.closed.append(number)
            return "(%s%s)" % (name, inner), True
        if chance < 0.92:
            prefix = self.chance.choice(["?:", "?:", "?i:", "?s-i:", "?m:", "?>", "?-i:"] + (["?a:", "?u:"] if self.text else []))
            return "(%s%s)" % (prefix, self.alternatives(depth - 1)), True
        if chance < 0.96:
            kind = self.chance.choice(["?=", "?!", "?<=", "?<!"])
            inner = self.fixed() if "<" in kind else self.alternatives(depth - 1)
            return "(%s%s)" % (kind, inner), True
        if self.closed and chance < 0.985:
            group = self.chance.choice(self.closed)
            if group in self.names and self.chance.random() < 0.5:
                return "(?P=n%d)" % group, True
            return "(?:\\%d)" % group, True
        if self.closed:
            # About a group it stands in, CPython 3.13 may be wrong after a failed alternative.
            group = self.chance.choice(self.closed)
            return "(?(%d)%s|%s)" % (group, self.sequence(depth - 1), self.sequence(depth - 1)), True
        return self.character(), True

    def fixed(self):
        return "".join(self.chance.choice(["a", "b", ".", "\\w", "[ab]", "^", "\\b", "(?:a|b)", "1"]) for _ in range(self.chance.randint(0, 2)))

    def set(self):
        items = ["a", "b", "a-c", "\\w", "\\d", "\\s", "1", "_", "\\n", "\\-", "A-B", "\\W", "-", "^", "0-9"]
        if self.text:
            items += ["é", "\\u00e0-\\u00ff", "K", "ſ", "İ", "\\x80-\\uffff", "\\U00010400-\\U00010410"]
        chosen = [self.chance.choice(items) for _ in range(self.chance.randint(1, 3))]
        return "[" + self.chance.choice(["", "", "^"]) + "".join(chosen) + "]"

    def subject(self):
        pool = "aaabbbc11__ \n\nAB.-"
        if self.text:
            pool += "éÉKſkςσİıi²𐐀𐐨"
        if self.chance.random() < 0.5:
            pool = "aab"
        return "".join(self.chance.choice(pool) for _ in range(self.chance.randint(0, 9)))


FLAGS = [0, 0, 0, re.I, re.M, re.S, re.X, re.I | re.M, re.S | re.M]
TEMPLATES = ["", "<\\g<0>>", "\\1", "[\\1\\2]", "\\g<n1>", "x\\n\\\\", "\\0", "\\101", "\\g<1>0", "\\10", "-"]


def random_case(chance):
    text = chance.random() < 0.85
    maker = Maker(chance, text)
    pattern = maker.pattern()
    flags = chance.choice(FLAGS)
    # CPython 3.13 skips what is not ASCII when it looks for where a pattern of ASCII can begin.
    if chance.random() < 0.15 and "(?u:" not in pattern:
        flags |= re.A if text or chance.random() < 0.5 else re.L
    subjects = [maker.subject() for _ in range(4)]
    template = chance.choice(TEMPLATES)
    if not text:
        pattern, template = pattern.encode("latin-1"), template.encode("latin-1")
        subjects = [subject.encode("latin-1") + chance.choice([b"", b"\xe9", b"\xff\xb5"]) for subject in subjects]
    return case(pattern, int(flags), subjects, [template] if chance.random() < 0.3 else [])


PIECES = list("ab|()[]{}*+?^$.\\-:=!<>P,#&~ \n1290") + [
    "(?", "(?P<", "(?P=", "(?P<a>", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?(", "(?(1)", "(?(a)", "(?#", "(?i)", "(?a",
    "(?L", "(?u", "(?i-", "(?-i:", "(?i:", "(?x)", "(?>", "\\1", "\\2", "\\0", "\\01", "\\777", "\\377", "\\x", "\\x4", "\\x41",
    "\\u", "\\u00e9", "\\U00110000", "\\U0001F600", "\\N", "\\N{", "\\N{DIGIT ONE}", "\\N{no such}", "\\d", "\\w", "\\b", "\\B",
    "\\A", "\\Z", "\\q", "\\8", "\\c", "a-z", "z-a", "[a-", "[^", "[]", "[^]", "a{2}", "a{2,1}", "{1,2}", "{,}", "{,3}", "{3,}",
    "a{4294967295}", "*?", "+?", "++", "??", "é", "'", '"', "\\é", "(a)", "(?P<b>b)", "(?<", "(?P", "(?P>", "-", "]", "\t",
]
TEMPLATE_PIECES = ["\\", "\\g", "\\g<", "\\g<1>", "\\g<a>", "\\g<0>", "\\g<b", "\\g<>", "\\g<-1>", "\\g<01>", "\\g<é>", "\\1", "\\2",
                   "\\99", "\\0", "\\07", "\\377", "\\400", "\\8", "\\n", "\\q", "\\a", "\\.", "a", ">", "<", "\n", "é", "\\g<99999999999>"]


def broken_case(chance):
    text = chance.random() < 0.85
    pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 7)))
    flags = chance.choice([0, 0, 0, re.X, re.A, re.I, re.U, re.L if chance.random() < 0.1 else 0])
    template = "".join(chance.choice(TEMPLATE_PIECES) for _ in range(chance.randint(1, 4)))
    subjects = ["", "ab\n1", "a" * chance.randint(0, 4)]
    if not text:
        pattern, template = pattern.encode("latin-1", "replace"), template.encode("latin-1")
        subjects = [subject.encode() for subject in subjects]
    return case(pattern, int(flags), subjects, [template])


HAND = [
    (r"(a*)*", 0, ["", "b", "aa", "aab"]), (r"(a*)+", 0, ["", "b", "aa"]), (r"(a|b*)*c", 0, ["abbac", "c"]),
    (r"(?:(a)|b)*", 0, ["ab", "ba", "abab"]), (r"(a)?(b)?\2", 0, ["abb", "bb", "a"]), (r"(?:a?)*?$", 0, ["aa", "b"]),
    (r"x*", 0, ["aabbcc", "axxb"]), (r"\b", 0, ["a b", "", "é "]), (r"\B", 0, ["a b", "", "ab"]), (r"$", 0, ["a\n", "a\n\n", ""]),
    (r"(?m)$", 0, ["a\n", "a\n\nb"]), (r"^", re.M, ["a\nb\n"]), (r"a$", 0, ["a\n", "a\nb", "a"]), (r"\Aab\Z", 0, ["ab", "ab\n"]),
    (r"(?<=a)b", 0, ["ab", "b"]), (r"(?<!a)b", 0, ["ab", "b"]), (r"(?<=(?:ab|cd))x", 0, ["abx"]), (r"(?<=a+)b", 0, []),
    (r"(a(?(1)b|c))*", 0, ["acab", "ab", "acac"]), (r"(?(1)a|b)(c)?", 0, ["b", "bc", "a"]), (r"(?>a+)ab", 0, ["aab"]),
    (r"a++b", 0, ["aab"]), (r"(?:ab?){2}+b", 0, ["abab", "aabb"]), (r"(?:a|ab)++c", 0, ["abac", "aabc", "ac"]),
    (r"(?:a|ab)*+c", 0, ["abac", "aabc", "ac"]), (r"(?P<x>a)(?P<y>b)?(?P=x)", 0, ["aa", "aba"]),
    (r"[\w-]+", 0, ["a-b c"]), (r"[a-z]+", re.I, ["aZſKİ"]), (r"[^a-z]+", re.I, ["aZſKİ1"]), (r"(?i)straße", 0, ["STRAẞE", "strasse"]),
    (r"(?i:a)b", 0, ["Ab", "AB"]), (r"(?i)(?-i:a)b", 0, ["aB", "AB"]), (r"(?ia)k", 0, []), (r"k", re.I | re.A, ["\u212a", "K"]),
    (r"\w+", re.A, ["é a"]), (rb"\w+", 0, [b"\xe9 a"]), (rb"[^a]", re.I | re.L, [b"aA"]), (rb"[^ab]", re.I | re.L, [b"aAbBc"]),
    (r"(?x) a b # c", 0, ["ab"]), (r"(?x)[ a ]", 0, [" "]), (r"a b\ c", re.X, ["ab c"]), (r"[[]", 0, ["["]), (r"[]-a]", 0, ["]^_a"]),
    (r"(a)(?=(b))(?!(c))", 0, ["ab"]), (r"(?!(a)|b)c", 0, ["c"]), (r"(?:(?=(a))a)+b", 0, ["aab"]), (r"(?:(?!(ab))a)+", 0, ["aab"]),
    (r"((a)|b)*?c", 0, ["abc", "bac"]), (r"(?:(a)|(b)|c){2,}?", 0, ["abc", "cba"]), (r"(a?)*?b", 0, ["aab", "b"]),
    (r"(|a)+", 0, ["aa"]), (r"(|a)*", 0, ["aa"]), (r"(?:|a){2,3}", 0, ["aaa"]), (r"(a|){3}b", 0, ["aab", "b"]), (r"()*a", 0, ["a"]),
    (r"(?:()|a)*?$", 0, ["aa"]), (r"(a{0})*b", 0, ["b"]), (r"(a){0}(b)", 0, ["b"]), (r"(?:a{1000}){1000}", 0, ["a"]), (r"\w{1000}", 0, ["é"]),
    (r"(a)|b", 0, ["b", "a"]), (r"(a)(b)?", 0, ["a", "ab"]), (r"((a)(b))", 0, ["ab"]), (r"(?P<n>a)(b)", 0, ["ab"]),
    (r"^(?!.*test).*$", 0, ["ok", "a test", "line1\nline2\nend"]), (r"(\d)(?=(\d{3})+$)", 0, ["1234567"]),
    (r"[\ud800-\udfff]", 0, ["a"]), (r"[\x00-\U0010ffff]", re.I, ["aé\U0010ffff"]), (r"[\U00010400x]", re.I, ["\U00010400\U00010428xX"]),
    (r"[\U00010400-\U00010410]", re.I | re.A, ["\U00010400\U00010428"]), (r"\N{LATIN SMALL LETTER E WITH ACUTE}", 0, ["é"]),
    (r"\N{em dash}\N{NBSP}", 0, ["—\xa0"]), (r"[\N{DIGIT ONE}-\N{DIGIT THREE}]", 0, ["0123"]), (r"\07\007\0078", 0, ["\a\a\a8"]),
    (r".", 0, ["\r", "\n", "\u2028", "\x85"]), (r"\s+", 0, ["\x1c\x1d\x1e\x1f\x85\xa0\u2003\u200b"]), (r"\d+", 0, ["1٣߀²"]),
    ("a\n[b", 0, []), ("(\n(", 0, []), (b"\xe9(", 0, []), ("(?P<\xe9\u200b>", 0, []), (b"(?P<\xe9>a)", 0, []), ("\\", 0, []), ("*\\", 0, []),
]


def table():
    from test import re_tests
    for row in re_tests.tests:
        yield case(row[0], 0, [row[1]], [])


def hand():
    for pattern, flags, subjects in HAND:
        yield case(pattern, int(flags), subjects, [])


def partners(everyone):
    """For characters with a case, what they match without case; alone and in a set; by Unicode and by ASCII.

    Unless for everyone, only those with other partners than their own two cases."""
    cased = [chr(code) for code in range(0x1E944) if not 0xD800 <= code < 0xE000
             and (chr(code).lower() != chr(code) or chr(code).upper() != chr(code))]
    everything = "".join(cased)
    yield {"everything": everything}
    for char in cased:
        for pattern in (re.escape(char), "[%s1]" % re.escape(char), "[^%s]" % re.escape(char)):
            for flags in (re.I, re.I | re.A):
                if not everyone and ("^" in pattern or flags & re.A):
                    continue
                found = [ord(m.group()) for m in re.finditer(pattern, everything, flags)]
                if not everyone and set(found) == {ord(char.lower()[0]), ord(char.upper()[0])}:
                    continue
                if "^" in pattern:
                    found = sorted(set(map(ord, everything)) - set(found))
                yield {"case": pattern, "f": int(flags), "not": "^" in pattern, "found": found}


def main():
    kind, *numbers = sys.argv[1:]
    if kind in ("hand", "table"):
        rows = {"hand": hand, "table": table}[kind]()
    elif kind == "case":
        rows = partners(bool(numbers))
    else:
        count, seed = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 1
        chance = random.Random(seed)
        make = {"random": random_case, "broken": broken_case}[kind]
        rows = (make(chance) for _ in range(count))
    for row in rows:
        if row is not None:
            print(json.dumps(row, ensure_ascii=True, separators=(",", ":")))


main()
