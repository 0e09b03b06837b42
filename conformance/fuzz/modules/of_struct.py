"""Cases for `struct`."""

IMPORTS = "import struct"
CODES = "xcbB?hHiIlLqQnNefdspP"


def format_of(g):
    text = g.one(["", "", "<", ">", "!", "=", "@"])
    for _ in range(g.below(4)):
        text += g.one(["", "", "", "2", "3", "0", "10", " "]) + g.one(CODES)
    if g.chance(0.05):
        text += g.one(["z", "5", " ", "99999999999999999999i", "\x00", "é", "<"])
    return repr(text)


def matched(g):
    """A format and values that are of its types."""
    text, values = g.one(["", "<", ">", "=", "!"]), []
    for _ in range(1 + g.below(4)):
        code = g.one(CODES.replace("n", "").replace("N", "").replace("P", "") if text else CODES)
        count = g.one(["", "", "", "2", "4", "0"])
        text += count + code
        kinds = {"x": None, "c": "letter", "?": "bool", "e": "float", "f": "float", "d": "float", "s": "bytes", "p": "bytes"}
        kind = kinds.get(code, "whole")
        if kind and code in "sp":
            values.append(g.of("bytes", 1))
        elif kind:
            values += [g.of(kind, 1) for _ in range(int(count or "1"))]
    return ", ".join([repr(text)] + values)


RULES = {
    "case": """
        12~ struct.pack({_matched})
        3~ struct.unpack({_simple}, struct.pack({_matched}))
        4~ struct.calcsize({format})
        6~ struct.unpack({format}, {raw})
        4~ (f := {format}, struct.unpack(f, {long}[:struct.calcsize(f)]))[1]
        4~ struct.unpack_from({format}, {long}, {small})
        struct.unpack_from({format}, {raw}, offset={int})
        2~ list(struct.iter_unpack({format}, {long}))
        2~ struct.pack({format}, {int}, {number})
        struct.pack({format}, {int})
        struct.pack({format})
        struct.pack({_matched}, {int})
        (s := struct.Struct({format}), s, s.size, s.format)[1:]
        struct.Struct({format}).unpack({raw})
        struct.Struct({format}).pack({int}, {int})
        struct.Struct({format}).unpack_from({long}, {small})
        struct.{_name}({any}, {raw})
        struct.{_name}()
        struct.{_name}({any})
        struct.pack({any}, {any})
        struct.pack({format}, x={any})
        struct.unpack({format}, {any})
    """,
    "_matched": matched,
    "_simple": lambda g: repr("%dB" % g.below(12)),
    "_name": "pack\nunpack\ncalcsize\nunpack_from\niter_unpack\nStruct",
    "format": format_of,
    "raw": lambda g: repr(g.random.randbytes(g.one([0, 1, 2, 4, 8, 3, 12, 16]))),
    "long": lambda g: repr(g.random.randbytes(24)),
    "letter": lambda g: repr(g.random.randbytes(1)),
    "whole": lambda g: g.one([str(g.below(128)), str(g.below(128)), g.of("int"), str(-g.below(128))]),
}
