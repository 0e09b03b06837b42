"""Cases for `re`."""

IMPORTS = "import re"


def subject(g):
    return repr("".join(g.one("aaabbbcAB01_- \n.é日ßſK") for _ in range(g.below(12))))


def pattern(g):
    text = g.of("_pattern")
    if g.chance(0.06):
        at = g.below(len(text) + 1)
        text = g.one([text[:at] + text[at + 1:], text[:at] + g.one("()[]{}|*+?\\^$<>=!:P-") + text[at:], text[:at]])
    return repr(text)


RULES = {
    "case": """
        6~ re.search({pattern}, {subject})
        4~ re.match({pattern}, {subject})
        4~ re.fullmatch({pattern}, {subject})
        4~ re.search({pattern}, {subject}, {flags})
        7~ re.findall({pattern}, {subject})
        2~ re.findall({pattern}, {subject}, {flags})
        4~ [m.span() for m in re.finditer({pattern}, {subject})]
        4~ re.sub({pattern}, {template}, {subject})
        2~ re.sub({pattern}, {template}, {subject}, count={small})
        2~ re.subn({pattern}, {template}, {subject}, flags={flags})
        2~ re.sub({pattern}, lambda m: repr(m.groups()), {subject})
        4~ re.split({pattern}, {subject})
        re.split({pattern}, {subject}, maxsplit={small})
        3~ (m := re.search({pattern}, {subject})) and (m.groups(), m.groupdict(), m.span(), m.lastindex, m.lastgroup, m.regs)
        2~ (m := re.search({pattern}, {subject})) and m.{_match}
        2~ re.compile({pattern}).{_pattern_attribute}
        3~ re.compile({pattern}, {flags})
        2~ re.compile({pattern}).{_method}({subject}, {small})
        re.compile({pattern}).{_method}({subject}, {small}, {small})
        2~ re.escape({str})
        re.escape({bytes})
        2~ re.search({pattern}.encode(), {subject}.encode())
        re.findall({pattern}.encode(), {subject}.encode(), {flags})
        re.search({pattern}, {subject}.encode())
        re.{_function}({any}, {subject})
        re.{_function}({pattern}, {any})
        re.{_function}({pattern})
        re.sub({pattern}, {any}, {subject})
        (m := re.search({pattern}, {subject})) and m.expand({template})
        re.search({pattern}, {subject}, {any})
        re.compile({pattern}) == re.compile({pattern})
        re.compile({pattern}, {flags}).flags
    """,
    "pattern": pattern,
    "subject": subject,
    "_pattern": """
        8~ {_sequence}
        2~ {_sequence}|{_sequence}
        ^{_sequence}$
        {_inline}{_sequence}
        {_sequence}{_reference}
        ({_sequence}){_sequence}\\1
        (?P<n>{_sequence}){_item}(?P=n)
        ({_item})?{_item}(?(1){_item}|{_item})
    """,
    "_sequence": "{_item}\n{_item}{_item}\n{_item}{_item}{_item}\n{_repeat}{_item}\n{_item}{_repeat}\n{_repeat}",
    "_repeat": "{_item}*\n{_item}+\n{_item}?\n{_item}*?\n{_item}+?\n{_item}??\n{_item}{2}\n{_item}{1,2}\n{_item}{,2}\n{_item}{1,}?\n{_item}{0,3}\n{_item}*+\n{_item}++\n{_item}?+\n{_item}{X}\n{_item}{2,1}\n{_item}{1,2}+",
    "_item": """
        6~ {_literal}
        2~ .
        3~ {_class}
        2~ {_set}
        2~ ({_sequence})
        (?:{_sequence})
        (?P<{_group}>{_sequence})
        (?={_item})
        (?!{_item})
        (?<={_literal})
        (?<!{_literal})
        (?>{_repeat})
        (?i:{_sequence})
        (?s-i:{_item})
        ({_sequence}|{_item})
        {_anchor}
        (?:{_item}|)
        (?#x)
        (?<={_item})
    """,
    "_group": "n\nm\nname\na1",
    "_literal": lambda g: g.one("aaabbbcAB01_- é日ß") if g.chance(0.85) else g.one(["\\.", "\\n", "\\x61", "\\141", "\\u00e9", "\\0", "\\-", "\\t", "\\N{DIGIT ONE}", "\\q", "\\K", "ſ", "K", "/", "#"]),
    "_class": "\\d\n\\D\n\\w\n\\W\n\\s\n\\S",
    "_set": lambda g: "[" + g.one(["", "", "^"]) + "".join(g.of("_member") for _ in range(1 + g.below(3))) + "]",
    "_member": "a\nb\nc\na-c\n0-9\nA-B\n\\d\n\\w\n\\W\n\\s\n-\n]\n^\n.\n\\]\né\n\\x61-\\x63\nb-a\n\\b\n[\n&&\nß\nſ\n\\n",
    "_anchor": "^\n$\n\\b\n\\B\n\\A\n\\Z",
    "_inline": "(?i)\n(?m)\n(?s)\n(?x)\n(?a)\n(?im)\n(?L)\n(?u)\n(?ax)\n(?-i)",
    "_reference": "\\1\n\\2\n(?P=n)\n(?(1)a|b)\n\\g\n\\01",
    "flags": lambda g: g.one(["re.I", "re.M", "re.S", "re.X", "re.A", "re.I | re.M", "re.I | re.A", "re.S | re.M", "0", "re.U", "re.NOFLAG", "re.I | re.X", "re.U | re.A", "re.L"]),
    "template": lambda g: repr("".join(g.of("_template") for _ in range(g.below(4)))),
    "_template": "x\n-\n\\1\n\\2\n\\g<0>\n\\g<1>\n\\g<n>\n\\g<name>\n\\n\n\\0\n\\g<\n\\g<>\n\\q\n\\\\\n[\\g<0>]\n\\101\n\\g<9>\né\n\\\n\\x41\n\\.",
    "_match": """
        group()
        group(1)
        group(0, 1)
        group({nat})
        group('n')
        groups('x')
        groupdict({small})
        start({nat})
        end({nat})
        span({nat})
        string
        pos
        endpos
        re
        [{nat}]
        group({any})
    """.replace("[{nat}]", "__class__.__name__"),
    "_pattern_attribute": "pattern\nflags\ngroups\ngroupindex",
    "_method": "search\nmatch\nfullmatch\nfindall",
    "_function": "search\nmatch\nfullmatch\nfindall\nsplit\ncompile\nescape",
}
