"""Cases for `base64`."""

import base64

IMPORTS = "import base64"
ENCODE = "b64encode b32encode b32hexencode b16encode a85encode b85encode z85encode standard_b64encode urlsafe_b64encode encodebytes".split()
DECODE = "b64decode b32decode b32hexdecode b16decode a85decode b85decode z85decode standard_b64decode urlsafe_b64decode decodebytes".split()
JUNK = "=+/-_ \n!~<>zyAa0189\x00é"


def encoded(g, name):
    raw = g.random.randbytes(g.below(14)) if g.chance(0.9) else bytes(4 * g.below(4))
    text = getattr(base64, name.replace("decode", "encode"))(raw).decode()
    while g.chance(0.35):
        at = g.below(len(text) + 1)
        text = g.one([text[:at] + text[at + 1:], text[:at] + g.one(JUNK) + text[at:], text[:at] + g.one(JUNK) + text[at + 1:], text.lower(), text + "="])
    return repr(text) if g.chance(0.5) or not text.isascii() else repr(text.encode())


def decoding(g):
    name = g.one(DECODE)
    options = {
        "b64decode": ["", "", ", validate=True", ", altchars=b'-_'", ", b'-_', True", ", altchars='+/'", ", altchars=b'a'", ", None, False"],
        "b32decode": ["", ", casefold=True", ", True, b'I'", ", map01='L'", ", map01=b'I'", ", map01=b'II'"],
        "b32hexdecode": ["", ", casefold=True"],
        "b16decode": ["", ", True", ", casefold=True"],
        "a85decode": ["", ", foldspaces=True", ", adobe=True", ", ignorechars=b''", ", ignorechars=b'!z'"],
    }.get(name, [""])
    return "base64.%s(%s%s)" % (name, encoded(g, name if g.chance(0.9) else g.one(DECODE)), g.one(options))


def encoding(g):
    name = g.one(ENCODE)
    options = {
        "b64encode": ["", "", ", b'-_'", ", altchars=b'$%'", ", altchars='-_'", ", altchars=b'a'", ", None"],
        "a85encode": ["", ", foldspaces=True", ", wrapcol=5", ", pad=True", ", adobe=True", ", wrapcol=1, adobe=True", ", wrapcol=-1"],
        "b85encode": ["", ", pad=True", ", True"],
    }.get(name, [""])
    data = g.one([g.of("bytes"), "b'\\x00' * %d" % g.below(12), "b' ' * %d" % g.below(12), g.of("bytes") + " * 8", g.of("str")])
    return "base64.%s(%s%s)" % (name, data, g.one(options))


RULES = {
    "case": """
        8~ {_decoding}
        6~ {_encoding}
        base64.{_name}({any})
        base64.{_name}()
        base64.{_name}({bytes}, {any})
        base64.{_name}({bytes}, foo={any})
        base64.{_name}(s={bytes})
    """,
    "_decoding": decoding,
    "_encoding": encoding,
    "_name": lambda g: g.one(ENCODE + DECODE),
}
