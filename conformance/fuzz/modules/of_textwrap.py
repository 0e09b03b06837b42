"""Cases for `textwrap`."""

IMPORTS = "import textwrap"
PIECES = (
    "a the fox jumps over-the lazy--dog well-known e-mail super-duper-long extraordinarily (in) word. End! Yes? \"quoted.\" it's ... 3.5 -- - --opt "
    "useful/path x-1 -b co-- Mr. 日本語 naïve\xa0nb a\u2014b u_v".split()
)


def prose(g):
    return repr("".join(g.one(PIECES) + g.one([" ", " ", " ", "  ", "\n", "\t", "", "\n\n", "\x0b", "\u3000", "\r\n"]) for _ in range(g.below(10))))


def indented(g):
    return repr("".join(g.one(["", "  ", "    ", "\t", " \t", "  "]) + g.one(["a", "b c", "", "", "é"]) + g.one(["\n", "\n", "\n", "\r\n", "\x0b", ""]) for _ in range(g.below(6))))


RULES = {
    "case": """
        3~ textwrap.wrap({prose}, {width})
        6~ textwrap.wrap({prose}, {width}, {option})
        6~ textwrap.wrap({prose}, {width}, {option}, {option2})
        2~ textwrap.fill({prose}, {width}, {option})
        4~ textwrap.shorten({prose}, {width})
        2~ textwrap.shorten({prose}, {width}, placeholder={mark})
        4~ textwrap.dedent({indented})
        2~ textwrap.indent({indented}, {mark})
        textwrap.indent({indented}, {mark}, {predicate})
        textwrap.indent({indented}, {mark}, lambda line: True)
        textwrap.TextWrapper(width={width}, {option}).fill({prose})
        textwrap.TextWrapper({option}).wrap({prose})
        textwrap.wrap({any})
        textwrap.fill({prose}, {any})
        textwrap.dedent({any})
        textwrap.indent({any}, {mark})
        textwrap.indent({indented}, {any})
        textwrap.shorten({any}, {width})
        textwrap.wrap({prose}, foo={any})
        textwrap.{_name}()
    """,
    "option": """
        initial_indent={mark}
        subsequent_indent={mark}
        expand_tabs={bool}
        replace_whitespace={bool}
        fix_sentence_endings=True
        break_long_words={bool}
        drop_whitespace={bool}
        break_on_hyphens={bool}
        tabsize={nat}
        max_lines={nat}
        max_lines={nat}, placeholder={mark}
    """,
    "option2": "drop_whitespace=False\nfix_sentence_endings=True\nbreak_long_words=False\nmax_lines=2",
    "_name": "wrap\nfill\nshorten\ndedent\nindent",
    "width": lambda g: str(g.below(30)) if g.chance(0.9) else g.one(["0", "-1", "70", "True", "1.5"]),
    "mark": "''\n' '\n'> '\n'...'\n' [more]'\n'----'\n'\\t'\n'é'",
    "prose": prose,
    "indented": indented,
}
