"""Write the test data of `crates/eval/tests/text*.rs` from CPython's own answers.

Run with CPython 3.13 (Unicode 15.1), from the root of the project:

    python3.13 conformance/oracle/gen_text_cases.py            # the reduced data of the repository
    python3.13 conformance/oracle/gen_text_cases.py 50 DIR SEED  # fifty times as much of it, elsewhere

A line of a case file is `[function, arguments, answer]` in JSON. Bytes stand as text of the same code points, a lone
surrogate as its stand-in (see `hognose_syntax::surrogate`), an exception as `{"error": text}`.
"""

import json
import random
import re
import struct
import sys
import unicodedata
import warnings
import zlib
from codecs import lookup
from encodings.aliases import aliases
from pathlib import Path

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 1
TARGET = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("crates/eval/tests/data")
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1

ALPHABETS = [
    "ab",
    "abAB ",
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000ax",
    "aàbé字𝄞",
    "ΑαΣσς'.-:\u0301\xad a1",
    "ßŉǰΐﬁİıIiǅǆᾳᾼŐ\u0345K\u212a ",
    "0123٣²½Ⅷ万-+ax_",
    "\ud800\udfff\udc80a\xe9\U0001f600",
    "\t\n\rab é字",
    "a\U000e0001\u200b\u2065\ufffe𐀀",
]


def text(longest=12):
    """A random text, mostly short."""
    alphabet = random.choice(ALPHABETS)
    size = random.randrange(longest)
    if random.random() < 0.03:
        size += random.randrange(300)
    return "".join(random.choice(alphabet) for _ in range(size))


def blob(longest=12):
    """Random bytes."""
    alphabet = random.choice([b"ab", b"abAB ", b" \t\n\r\x0b\x0c\x1c\x85\xa0ax", b"019zZ_-+\xe9", bytes(range(256))])
    return bytes(random.choice(alphabet) for _ in range(random.randrange(longest)))


def piece(whole):
    """A part of a text or bytes, or something else of its kind."""
    if whole and random.random() < 0.7:
        at = random.randrange(len(whole))
        return whole[at : at + random.choice([1, 1, 1, 2, 3])]
    return text(3) if isinstance(whole, str) else blob(3)


def some(whole):
    """Like `piece`, but not empty."""
    return piece(whole) or whole[:1] or (" " if isinstance(whole, str) else b" ")


def bound(size):
    """A bound of a range."""
    return random.choice([None, None, 0, 1, -1, size, -size, size + 1, -size - 1, random.randint(-size - 2, size + 2)])


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, str):
        return "".join(chr((ord(c) ^ 0xD800) | 0x10F000) if 0xD800 <= ord(c) <= 0xDFFF else c for c in value)
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def answer(function, *arguments):
    """The answer, or the error's text."""
    try:
        return plain(function(*arguments))
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def row(name, method, subject, *arguments):
    """One line: a method of str or bytes."""
    kind = "b" if isinstance(subject, bytes) else "s"
    return [f"{kind}.{name}", plain([subject, *arguments]), answer(method, subject, *arguments)]


STR_ONLY = "casefold isidentifier isdecimal isnumeric isprintable".split()
UNARY = (
    "upper lower title capitalize swapcase isalpha isdigit isalnum isspace islower isupper istitle isascii".split()
)


def method_rows(subject):
    """A row for every method on a subject."""
    kind = type(subject)
    for name in UNARY + (STR_ONLY if kind is str else []):
        yield row(name, getattr(kind, name), subject)
    size = len(subject)
    for name in "find rfind count startswith endswith".split():
        yield row(name, getattr(kind, name), subject, piece(subject), bound(size), bound(size))
    most = random.choice([-1, -1, 0, 1, 2, 3])
    for name in ("split", "rsplit"):
        yield row(name, getattr(kind, name), subject, None, most)
        yield row(name, getattr(kind, name), subject, some(subject), most)
    for name in ("strip", "lstrip", "rstrip"):
        yield row(name, getattr(kind, name), subject, None)
        yield row(name, getattr(kind, name), subject, piece(subject))
    for name in ("partition", "rpartition"):
        yield row(name, getattr(kind, name), subject, some(subject))
    if kind is str and random.random() < 0.1:
        chars = "".join(map(chr, random.sample(range(0x80, 0x400), 40))) + subject[:2]
        yield row("strip", str.strip, subject[:6], chars)
    for name in ("removeprefix", "removesuffix"):
        yield row(name, getattr(kind, name), subject, piece(subject))
    yield row("repr", repr, subject)
    if kind is str:
        yield row("ascii", ascii, subject)
        other = random.choice([text(3), subject[: random.randrange(size + 1)] + text(3)])
        yield row("compare", lambda a, b: (a > b) - (a < b), subject, other)
        table = {ord(char): random.choice([None, "x", "yz\xe9", 0x20AC, ""]) for char in piece(subject)}
        pairs = [[chr(code), chr(other) if isinstance(other, int) else other] for code, other in table.items()]
        yield ["s.translate", plain([subject, pairs]), plain(subject.translate(table))]
    else:
        table = bytes((byte * 7 + 3) & 255 for byte in range(256)) if random.random() < 0.7 else None
        yield ["b.translate", plain([subject, table, gone := piece(subject)]), plain(subject.translate(table, gone))]
    yield row("splitlines", kind.splitlines, subject, random.random() < 0.5)
    yield row("replace", kind.replace, subject, piece(subject), piece(subject), most)
    yield row("expandtabs", kind.expandtabs, subject, random.choice([0, 1, 2, 3, 8, -1]))
    width = random.choice([0, size, size + 1, size + 2, size + 5, size - 1])
    fill = random.choice("*é字") if kind is str else random.choice([b"*", b"\xe9"])
    for name in ("center", "ljust", "rjust"):
        yield row(name, getattr(kind, name), subject, width, fill)
    yield row("zfill", kind.zfill, subject, width)
    yield row("join", kind.join, piece(subject), [piece(subject) for _ in range(random.randrange(4))])
    step = random.choice([None, 1, -1, 2, -2, 3, -3, 70, -70, 1 << 62, -(1 << 63)])
    start, stop = bound(size), bound(size)
    yield row("slice", lambda s, a, b, c: s[a:b:c], subject, start, stop, step)
    if kind is str:
        yield row("item", lambda s, at: s[at : at + 1] if 0 <= at < len(s) else s[at], subject, random.randint(-size - 1, size))


def methods():
    """Cases of the methods that str and bytes share."""
    for _ in range(30 * TIMES):
        yield from method_rows(text())
        yield from method_rows(blob())


PROPERTIES = {
    "isalpha": lambda c: "01"[c.isalpha()],
    "isdigit": lambda c: "01"[c.isdigit()],
    "isdecimal": lambda c: "01"[c.isdecimal()],
    "isnumeric": lambda c: "01"[c.isnumeric()],
    "isalnum": lambda c: "01"[c.isalnum()],
    "isspace": lambda c: "01"[c.isspace()],
    "isprintable": lambda c: "01"[c.isprintable()],
    "isidentifier": lambda c: "01"[c.isidentifier()] + "01"[("a" + c).isidentifier()],
    "islower": lambda c: "01"[c.islower()],
    "isupper": lambda c: "01"[c.isupper()],
    "istitle": lambda c: "01"[c.istitle()],
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "capitalize": str.capitalize,
    "swapcase": str.swapcase,
    "casefold": str.casefold,
    "sigma": lambda c: (c + "\u03a3" + c + "a\u03a3" + c).lower(),
    "titled": lambda c: ("a" + c + "a").title(),
    "splitlines": lambda c: str(len(("a" + c + "a").splitlines())),
    "decimal": lambda c: str(unicodedata.decimal(c, "")),
    "digit": lambda c: str(unicodedata.digit(c, "")),
    "numeric": lambda c: struct.pack(">d", unicodedata.numeric(c)).hex() if unicodedata.numeric(c, None) is not None else "",
    "category": unicodedata.category,
    "combining": lambda c: str(unicodedata.combining(c)),
    "bidirectional": unicodedata.bidirectional,
    "east_asian_width": unicodedata.east_asian_width,
    "name": lambda c: unicodedata.name(c, ""),
    "decomposition": unicodedata.decomposition,
    "NFC": lambda c: unicodedata.normalize("NFC", c),
    "NFD": lambda c: unicodedata.normalize("NFD", c),
    "NFKC": lambda c: unicodedata.normalize("NFKC", c),
    "NFKD": lambda c: unicodedata.normalize("NFKD", c),
    "mirrored": lambda c: str(unicodedata.mirrored(c)),
}


ENCODINGS = (
    "utf-8 utf-8-sig ascii latin-1 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1252 iso8859-7 koi8_r"
    " unicode_escape raw_unicode_escape".split()
)
HANDLERS = (
    "strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogateescape surrogatepass".split()
)
BYTE_ALPHABETS = [
    bytes(range(256)),
    b"ab\xff\x80\xe9",
    b"\xed\xa0\x80\xbf\xb0\xc2\xe2\x82\xac",
    b"\xf0\x90\x80\x8f\xbf\xf4\xf5\xc0\xc1\xe0\x9f a",
    b"\x00\xd8\xdc a\xfe\xff",
    b"\x00\x00\x00\x01\x10\x11a",
    b"\\\\\\xuUN{}01a\n\xe9",
]
MARKS = [b"", b"", b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"]
SINGLE = sorted({name for name in aliases.values() if re.match(r"cp(437|85[0258]|866|874|125\d)|iso8859|koi8_[ru]|mac_roman|tis", name)})


def failure(function):
    """The result, or the attributes and the text of the error."""
    try:
        return plain(function())
    except UnicodeError as error:
        return {"error": [error.encoding, plain(error.object), error.start, error.end, error.reason, str(error)]}
    except (LookupError, TypeError, ValueError) as error:
        return {"error": str(error)}


def codecs():
    """Cases of encoding and decoding."""
    stand_in = re.compile("[\U0010f000-\U0010f7ff]")
    for _ in range(12 * TIMES):
        for encoding in ENCODINGS:
            handler, subject = random.choice(HANDLERS), text()
            yield ["c.encode", [plain(subject), encoding, handler], failure(lambda: subject.encode(encoding, handler))]
            handler = random.choice(HANDLERS)
            size = random.randrange(14)
            alphabet = random.choice(BYTE_ALPHABETS)
            blob = random.choice(MARKS) + bytes(random.choice(alphabet) for _ in range(size))
            result = failure(lambda: blob.decode(encoding, handler))
            if not (isinstance(result, str) and stand_in.search(blob.decode(encoding, "ignore"))):
                yield ["c.decode", [plain(blob), encoding, handler], result]
    pieces = [b"\\" + bytes([byte]) for byte in range(128)] + [b"\\N{DIGIT ONE}", b"\\N{LINE feed}", b"\\N{no}", b"\\N{}", b"{", b"}"]
    pieces += [b"\\x4", b"1", b"7", b"a", b"\\u00e9", b"\\ud800", b"\\U0001f600", b"\\U00110000", b"\\u12", b"\\400", b"\xe9", b"\\"]
    for number in range(150 * TIMES):
        blob = b"".join(random.choice(pieces) for _ in range(random.randrange(1, 4)))
        encoding, handler = ("unicode_escape", "raw_unicode_escape")[number & 1], random.choice(HANDLERS[:4])
        yield ["c.decode", [plain(blob), encoding, handler], failure(lambda: blob.decode(encoding, handler))]
    for encoding in ENCODINGS[:10]:
        for subject in ("\ud800", "\ud800a", "\udfffa", "\udc80\ud800", "a\U0001f600"):
            for cut in (0, 1, 2, 3):
                blob = subject.encode(encoding, "surrogatepass" if "utf" in encoding else "replace")[cut > 2 :]
                blob = blob[: len(blob) - cut] if cut < 3 else blob
                handler = HANDLERS[(len(blob) + cut) % len(HANDLERS)]
                for handler in ("strict", handler):
                    yield ["c.decode", [plain(blob), encoding, handler], failure(lambda: blob.decode(encoding, handler))]
    every = bytes(range(256))
    for encoding in SINGLE:
        yield ["c.decode", [plain(every), encoding, "backslashreplace"], plain(every.decode(encoding, "backslashreplace"))]
        chars = every.decode(encoding, "ignore") + "\ufffe\u0100\u20ac"
        yield ["c.encode", [chars, encoding, "xmlcharrefreplace"], plain(chars.encode(encoding, "xmlcharrefreplace"))]
    names = [*aliases, *(name.replace("_", "-") for name in aliases), *(name.replace("_", ".") for name in aliases)]
    names += sorted(set(aliases.values())) + ["UTF 8", "utf.8", " utf--8 ", "utf\xe98", "hex", "no", "", "-", "a\0", "x" * 50]
    for name in names:
        known = re.match("utf(?!.*7)|ascii|latin", aliases.get(re.sub("[-.]", "_", name), name)) or name in SINGLE
        if known or not is_known(name) or aliases.get(name, name) in NOT_TEXT:
            yield ["c.encode", ["\u20ac\xe9", name, "replace"], failure(lambda: "\u20ac\xe9".encode(name, "replace"))]
            yield ["c.decode", ["a\xe9", name, "replace"], failure(lambda: b"a\xe9".decode(name, "replace"))]
    for handler in ("no such", "", "STRICT"):
        yield ["c.encode", ["\xe9", "ascii", handler], failure(lambda: "\xe9".encode("ascii", handler))]
        yield ["c.decode", ["\xe9", "ascii", handler], failure(lambda: b"\xe9".decode("ascii", handler))]
        yield ["c.encode", ["a", "ascii", handler], failure(lambda: "a".encode("ascii", handler))]


NOT_TEXT = "base64_codec bz2_codec hex_codec quopri_codec rot_13 uu_codec zlib_codec hex".split()


def is_known(name):
    """Whether there is an encoding of this name."""
    try:
        lookup(name)
    except (LookupError, ValueError):
        return False
    return True


def hexadecimal():
    """Cases of hex and fromhex."""
    for _ in range(60 * TIMES):
        subject = "".join(random.choice("09afAF \t") for _ in range(random.randrange(8)))
        if random.random() < 0.5:
            at = random.randrange(len(subject) + 1)
            subject = subject[:at] + random.choice("gz\xe9\u0663\x1c\n\0") + subject[at:]
        yield ["c.fromhex", [subject], failure(lambda: bytes.fromhex(subject))]
        subject, group = blob(9), random.randint(-4, 4)
        yield ["c.hex", [plain(subject), ":", group], subject.hex(":", group)]
        yield ["c.hex", [plain(subject), None, 1], subject.hex()]


def aliased():
    """Cases of looking names up: all aliases, which CPython shows for some private-use code points."""
    for code in range(0xF0000, 0xF0200):
        name = chr(code).encode("ascii", "namereplace").decode()
        if name.startswith("\\N{"):
            name = name[3:-1]
            for name in (name if code % 2 else name.lower(), name + " "):
                yield ["c.lookup", [name], answer(unicodedata.lookup, name)]
    for name in ("HANGUL SYLLABLE GAG", "hangul syllable ga", "HANGUL SYLLABLE ", "HANGUL SYLLABLE GAGG", "HANGUL SYLLABLE A"):
        yield ["c.lookup", [name], answer(unicodedata.lookup, name)]
    for name in ("4E00", "4e00", "04E00", "9FFF", "A000", "D800", "", "20000", "323AF", "323B0", "2EBF0", "110000", "FFFFFFFF"):
        yield ["c.lookup", [name := "CJK UNIFIED IDEOGRAPH-" + name], answer(unicodedata.lookup, name)]


def normals():
    """Cases of normalisation: random texts of characters that take part in it, and of unassigned ones."""
    parts = [chr(code) for code in range(COUNT) if unicodedata.decomposition(chr(code)) or unicodedata.combining(chr(code))]
    parts += [chr(code) for code in range(0x1100, 0x1200)] + [chr(code) for code in range(0xAC00, 0xAC40)]
    parts += [unicodedata.normalize("NFD", part)[0] for part in parts]
    newer = "\u0897\u088f\u0c5c\u1ad0\U00010d69\U000105c9\U000113c5\U000113b8\U00016d63\U00016d67\U0001cce0\U0001e5ee"
    for _ in range(150 * TIMES):
        alphabet = random.choice([parts, parts, random.sample(parts, 12), random.sample(parts, 6) + list(newer + "aeo\xe9\u0301\u0327")])
        subject = "".join(random.choice(alphabet) for _ in range(random.randrange(9)))
        if random.random() < 0.05:
            subject += "".join(random.choice("\u0301\u0327\u0323\u0345") for _ in range(30))
        form = random.choice(["NFC", "NFC", "NFD", "NFKC", "NFKD"])
        yield ["c." + form, [plain(subject)], plain(unicodedata.normalize(form, subject))]


COUNT = 0x110000


def properties():
    """For each property, the CRC-32 of its values over each plane, the stand-ins left out."""
    for name, value in PROPERTIES.items():
        sums = []
        for plane in range(17):
            codes = (code for code in range(plane << 16, (plane + 1) << 16) if not 0x10F000 <= code <= 0x10F7FF)
            values = "\n".join(plain(value(chr(code))) for code in codes)
            sums.append(f"{zlib.crc32(values.encode()):08x}")
        yield [name, sums]


def write(name, rows):
    """Write one file of cases."""
    path = TARGET / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for line in rows:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    """Write every file."""
    assert unicodedata.unidata_version == "15.1.0", "needs the tables of CPython 3.13"
    random.seed(SEED)
    warnings.simplefilter("ignore")
    write("text_methods.jsonl", methods())
    write("text_codecs.jsonl", codecs())
    write("text_hex.jsonl", hexadecimal())
    write("text_names.jsonl", aliased())
    write("text_normal.jsonl", normals())
    write("text_properties.jsonl", properties())


main()
