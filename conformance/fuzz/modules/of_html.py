"""Cases for `html`."""

from html.entities import html5

from .grammar import mutated

IMPORTS = "import html"
NAMES = sorted(html5)

RULES = {
    "case": """
        3~ html.escape({markup})
        html.escape({markup}, {bool})
        html.escape({str}, quote={bool})
        8~ html.unescape({markup})
        2~ html.unescape(html.escape({markup}))
        html.unescape({str})
        html.escape({any})
        html.unescape({any})
        html.escape()
        html.unescape(s={markup})
        html.escape({markup}, {any}, {any})
    """,
    "markup": mutated("_markup", "&;#xX<>\"'a0 é\n"),
    "_markup": lambda g: "".join(g.of("_piece") for _ in range(g.below(5))),
    "_piece": """
        4~ &{_name}
        2~ &{_name};
        &{_name}{_letter}
        3~ &#{_code};
        &#{_code}
        3~ &#x{_hex};
        &#X{_hex}
        &#x{_hex}g
        &
        &&
        <b>
        "'
        {_word}
        {_char}
        &#;
        &#x;
        &{_word};
    """,
    "_name": lambda g: g.one(NAMES).rstrip(";") if g.chance(0.5) else g.one(NAMES),
    "_code": lambda g: str(g.one([g.below(300), g.below(70000), g.below(0x120000), 0xD800 + g.below(0x900), g.below(10**12), 0xFFFE])),
    "_hex": lambda g: "%x" % g.one([g.below(300), g.below(70000), g.below(0x120000), 0xD800 + g.below(0x900), g.below(10**12)]),
}
