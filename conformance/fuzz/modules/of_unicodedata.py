"""Cases for `unicodedata`."""

import unicodedata

IMPORTS = "import unicodedata"
ONE = "name category bidirectional combining mirrored east_asian_width decomposition decimal digit numeric".split()
MARKS = "\u0301\u0323\u0308\u0327\u1161\u11a8\u3099"
RANGES = [(0, 0x100), (0x100, 0x600), (0x600, 0x3000), (0xAC00, 0xD7A4), (0x3000, 0x3400), (0xF900, 0x10000), (0x10000, 0x20000), (0x1D400, 0x1D800),
          (0x2F800, 0x2FA20), (0x20000, 0x10F000), (0xE0000, 0xE0200)]


def letter(g):
    low, high = g.one(RANGES)
    code = low + g.below(high - low)
    return chr(code) if not 0xD800 <= code < 0xE000 else "a"


def text(g):
    return repr("".join(g.one([letter(g), g.one(MARKS), g.one("aeiouÅé가각ﬁ")]) for _ in range(g.below(6))))


def name_of(g):
    found = unicodedata.name(letter(g), "SPACE")
    return repr(g.one([found, found, found.lower(), found + " X", found[:-1], found.replace(" ", "  ")]))


RULES = {
    "case": """
        10~ unicodedata.{_one}({letter})
        5~ unicodedata.{_default}({letter}, {fallback})
        4~ unicodedata.normalize({form}, {text})
        2~ unicodedata.is_normalized({form}, {text})
        3~ unicodedata.lookup({name})
        unicodedata.{_one}({any})
        unicodedata.{_one}({str})
        unicodedata.{_one}()
        unicodedata.normalize({form}, {any})
        unicodedata.normalize({any}, {text})
        unicodedata.unidata_version
        unicodedata.lookup({any})
        unicodedata.name({letter}, {any}, {any})
        ascii(unicodedata.normalize({form}, {text} + {text}))
    """,
    "_one": lambda g: g.one(ONE),
    "_default": "name\ndecimal\ndigit\nnumeric",
    "fallback": "None\n-1\n'x'",
    "letter": lambda g: repr(letter(g)),
    "text": text,
    "form": "'NFC'\n'NFD'\n'NFKC'\n'NFKD'\n'NFC'\n'NFD'\n'NFKC'\n'NFKD'\n'nfc'\n'X'\n''",
    "name": name_of,
}
