#!/usr/bin/env python3.13
"""Ask CPython 3.13 what its modules answer to generated arguments.

    python3.13 crates/modules/tests/oracle/generate.py MODULE COUNT [SEED] > crates/modules/tests/oracle/MODULE.jsonl

A line is [function, arguments, outcome]; an outcome is {"value": …} or {"error": [type, message]}. Bytes are {"bytes": hex}, floats
{"float": hex of the big-endian bits}, large integers
{"int": hex}. A folder of longer tables can be given to the tests in
HOGNOSE_ORACLE.
"""

import json
import random
import struct
import sys


def encode(value):
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return {"int": "%x" % value}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[encode(k), encode(v)] for k, v in value.items()]}
    return value


def outcome(function, arguments):
    try:
        return {"value": encode(function(*arguments))}
    except Exception as error:
        return {"error": [type(error).__name__, str(error)]}


def some_bytes(r, most=20):
    kind = r.random()
    size = r.randrange(most)
    if kind < 0.15:
        return bytes(size)
    if kind < 0.25:
        return b" " * size
    return r.randbytes(size)


def spoil(r, data):
    """Bytes with a few of them replaced, inserted or removed."""
    data = bytearray(data)
    for _ in range(r.choice((0, 0, 1, 1, 2, 3))):
        at = r.randrange(len(data) + 1)
        match r.randrange(3):
            case 0:
                data[at:at] = bytes([r.choice(b"= \n-_+/zy~A!u01\xff\x00")])
            case 1:
                del data[at : at + 1]
            case _:
                data[at : at + 1] = bytes([r.choice(b"=a \n-_+/8Oozyl~\x80")])
    return bytes(data)


def base64(r):
    import base64 as m

    names = "b64 std urlsafe bytes b32 b32hex b16 a85 b85 z85".split()
    name, data, decode = r.choice(names), some_bytes(r), r.random() < 0.65
    alt = r.choice((None, None, b"-_", b"./", b"+-", b"x", b"//"))
    fold, adobe, flag = r.random() < 0.5, r.random() < 0.3, r.random() < 0.5
    wrap = r.choice((0, 0, 1, 2, 5, 7, 76))
    encoders = {
        "b64": (lambda d, a: m.b64encode(d, a), [data, alt]),
        "std": (m.standard_b64encode, [data]),
        "urlsafe": (m.urlsafe_b64encode, [data]),
        "bytes": (m.encodebytes, [some_bytes(r, 200)]),
        "b32": (m.b32encode, [data]),
        "b32hex": (m.b32hexencode, [data]),
        "b16": (m.b16encode, [data]),
        "a85": (lambda d, f, w, p, a: m.a85encode(d, foldspaces=f, wrapcol=w, pad=p, adobe=a), [data, fold, wrap, flag, adobe]),
        "b85": (m.b85encode, [data, flag]),
        "z85": (m.z85encode, [data]),
    }
    encoder, arguments = encoders[name]
    if not decode:
        return name + "encode", encoder, arguments
    usable = arguments[:1] if name == "b64" else arguments
    text = spoil(r, encoder(*usable, *([None] if name == "b64" else [])))
    decoders = {
        "b64": (lambda d, a, v: m.b64decode(d, a, v), [text, alt, flag]),
        "std": (m.standard_b64decode, [text]),
        "urlsafe": (m.urlsafe_b64decode, [text]),
        "bytes": (m.decodebytes, [text]),
        "b32": (lambda d, c, o: m.b32decode(d, c, o), [text.lower() if flag else text, fold, r.choice((None, None, b"L", b"I", b"LL"))]),
        "b32hex": (lambda d, c: m.b32hexdecode(d, c), [text, fold]),
        "b16": (lambda d, c: m.b16decode(d, c), [text.lower() if flag else text, fold]),
        "a85": (lambda d, f, a: m.a85decode(d, foldspaces=f, adobe=a), [text, fold, adobe]),
        "b85": (m.b85decode, [text]),
        "z85": (m.z85decode, [text]),
    }
    decoder, arguments = decoders[name]
    return name + "decode", decoder, arguments


def binascii(r):
    import binascii as m

    data = some_bytes(r)
    return r.choice(
        [
            ("hexlify", m.hexlify, [data]),
            ("grouped", lambda d, s, n: m.hexlify(d, s, n), [data, r.choice((b"-", b":")), r.randrange(-5, 6)]),
            ("unhexlify", m.unhexlify, [spoil(r, m.hexlify(data))]),
            ("crc32", m.crc32, [data, r.choice((0, 0, r.getrandbits(32)))]),
            ("crc_hqx", m.crc_hqx, [data, r.choice((0, r.getrandbits(16)))]),
        ]
    )


HASHES = (
    "md5 sha1 sha224 sha256 sha384 sha512 sha512_224 sha512_256 sha3_224 sha3_256 sha3_384 sha3_512 shake_128 shake_256 "
    "blake2b blake2s ripemd160 md5-sha1"
).split()
OTHER_HASHES = (
    "ssl3-md5 sha-1 sha-224 sha2-256 sha-512/224 sha2-512/256 sha512-256 sha512/256 sha3-224 shake128 shake-256 blake2b512 "
    "blake2s-256 ripemd-160 rmd160 whirlpool x md4"
).split()


def hashlib(r):
    import hashlib as m

    def digest(name, parts, length):
        h = m.new(name)
        for part in parts:
            h.update(part)
        return h.hexdigest(length) if name.startswith("shake") else h.hexdigest()

    name = r.choice(HASHES + OTHER_HASHES)
    spelled = r.choice((name, name, name.upper(), name.title()))
    parts = [r.randbytes(r.choice((0, 1, 3, 55, 56, 63, 64, 65, 111, 128, 200, 300))) for _ in range(r.randrange(4))]
    keyed = r.choice(("blake2b", "blake2s"))
    derived = r.choice([name for name in HASHES if name != "md5-sha1"])
    return r.choice(
        [
            ("named", lambda n: m.new(n).name, [spelled]),
            ("sizes", lambda n: [m.new(n).digest_size, m.new(n).block_size], [r.choice(HASHES)]),
            ("digest", digest, [r.choice(HASHES), parts, r.choice((0, 1, 32, 200, 500))]),
            (keyed, lambda d, n, k: getattr(m, keyed)(d, digest_size=n, key=k).hexdigest(),
             [r.randbytes(r.choice((0, 5, 64, 128, 200))), r.choice((-1, 0, 1, 16, 31, 32, 33, 64, 65)), r.randbytes(r.choice((0, 1, 32, 33, 64, 65)))]),
            ("pbkdf2", lambda *a: m.pbkdf2_hmac(*a).hex(),
             [derived, r.randbytes(r.choice((0, 5, 64, 65, 200))), r.randbytes(8), r.choice((0, 1, 2, 50, 2**31)), r.choice((0, 1, 20, 32, 64, 100))]),
        ]
    )


def hmac(r):
    import hmac as m

    def digest(name, key, parts):
        h = m.new(key, digestmod=name)
        for part in parts:
            h.update(part)
        return h.digest()

    parts = [some_bytes(r, 100) for _ in range(r.randrange(4))]
    left = some_bytes(r)
    return r.choice(
        [
            ("digest", digest, [r.choice(HASHES), r.randbytes(r.choice((0, 1, 20, 63, 64, 65, 127, 128, 129, 144, 145, 300))), parts]),
            ("compare", m.compare_digest, [left, r.choice((left, spoil(r, left)))]),
        ]
    )


UNARY = (
    "acos acosh asin asinh atan atanh cbrt cos cosh degrees erf erfc exp exp2 expm1 fabs gamma lgamma log1p radians sin sinh sqrt "
    "tan tanh log log2 log10 ulp frexp modf"
).split()
BINARY = "atan2 fmod pow remainder".split()
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, -3.0, float("inf"), float("-inf"), float("nan"), 5e-324, -5e-324, 1.7976931348623157e308,
           2.2250738585072014e-308, 1e-20, 1e-21, 170.5, 171.7, 172.0, -170.5, -200.5, 710.0, 709.7, -745.2, 1e22, 1e300, 1e-300]


def some_float(r):
    match r.randrange(8):
        case 0:
            return r.choice(SPECIAL)
        case 1 | 2:
            return r.uniform(-3, 3)
        case 3:
            return r.uniform(-100, 100)
        case 4:
            return float(r.randint(-200, 200)) / r.choice((1, 1, 2, 4))
        case 5:
            return round(r.uniform(-20, 20), 2)
        case 6:
            return r.uniform(0, 1)
        case _:
            return r.choice((1, -1)) * 10 ** r.uniform(-300, 300)


def some_int(r):
    return r.choice((r.randrange(-3, 60), r.randrange(500), r.getrandbits(r.choice((10, 60, 200, 1200))), -r.getrandbits(70)))


def math(r):
    import math as m

    x, y, z = some_float(r), some_float(r), some_float(r)
    points = [[some_float(r) for _ in range(r.choice((0, 1, 2, 2, 3, 5, 20)))] for _ in range(2)]
    if r.random() < 0.9:
        points = [points[0], [some_float(r) for _ in points[0]]]
    if r.random() < 0.3:
        scale = 10.0 ** r.randrange(-5, 20)
        points = [[r.uniform(-scale, scale) for _ in side] for side in points]
    n, k = some_int(r), r.choice((some_int(r) % 40 - 2, some_int(r)))
    if n > 3000 and k > 3000 and n > k:
        k = n - k % 50
    name, two = r.choice(UNARY), r.choice(BINARY)
    whole, bits = r.choice(("log", "log2", "log10")), r.getrandbits(r.choice((3, 64, 1000, 1024, 1025, 5000)))
    return r.choice(
        [(name, getattr(m, name), [x])] * 12
        + [(two, getattr(m, two), [x, y])] * 5
        + [
            ("int" + whole, getattr(m, whole), [bits - (r.random() < 0.05)]),
            ("fma", m.fma, [x, y, z]),
            ("ldexp", m.ldexp, [x, r.choice((r.randrange(-1200, 1200), 10**20, -(10**20)))]),
            ("nextafter", lambda x, y, n: m.nextafter(x, y, steps=n), [x, r.choice((y, x * 1.0000001)), r.choice((0, 1, 2, 1000, 2**63, 2**64 - 1))]),
            ("isclose", lambda a, b, c, d: m.isclose(a, b, rel_tol=c, abs_tol=d), [x, r.choice((y, x * 1.000001, x)), r.choice((1e-9, 1e-3, 0.0, -1.0)), r.choice((0.0, 1.0))]),
            ("fsum", m.fsum, [points[0]]),
            ("sumprod", m.sumprod, points if points[0] and len(points[0]) == len(points[1]) else [[x], [y]]),
            ("hypot", lambda p: m.hypot(*p), [points[0]]),
            ("dist", m.dist, points),
            ("isqrt", m.isqrt, [n]),
            ("factorial", m.factorial, [r.choice((n % 600, -1, 2**63))]),
            ("comb", m.comb, [n, k]),
            ("perm", m.perm, [n, r.choice((k if k < 300 else 5, None if n < 600 else 7))]),
        ]
    )


def html(r):
    import html as m
    from html.entities import html5

    if r.random() < 0.1:
        return "escape", lambda t, q: m.escape(t, q), ["".join(r.choice("<>&'\"aé ") for _ in range(r.randrange(10))), r.random() < 0.5]
    names = list(html5)
    parts = []
    for _ in range(r.randrange(1, 6)):
        name = r.choice(names)
        parts.append(
            r.choice(
                [
                    "&" + name,
                    "&" + name.rstrip(";"),
                    "&" + name.rstrip(";") + r.choice("xé1;="),
                    "&" + name[: r.randrange(len(name))],
                    "&#%d%s" % (r.choice((r.randrange(300), r.randrange(0x120000), 0xFFFE, 0xFDD0, 0xD800)), r.choice((";", "", "x"))),
                    "&#%s%x%s" % (r.choice("xX"), r.choice((r.randrange(300), r.randrange(0x120000), 0x1FFFF)), r.choice((";", "", "g"))),
                    r.choice(("&", "&&", "&#", "&#;", "&#x;", "&;", " ", "text", "&#" + "9" * 50, "&ééééééééééééééééééééééééééééééééééé;")),
                ]
            )
        )
    return "unescape", m.unescape, ["".join(parts)]


def fnmatch(r):
    import fnmatch as m

    letters = r.choice(("ab*?", "ab[]!-*?^", "abc[]!-&&~|\\", "a.b-c[]é*"))
    pattern = "".join(r.choice(letters) for _ in range(r.randrange(10)))
    if r.random() < 0.4:
        pattern = pattern[: len(pattern) // 2] + "[" + pattern[len(pattern) // 2 :] + "]"
    name = "".join(r.choice("aabbc-]!^[é.&") for _ in range(r.randrange(7)))
    return r.choice([("fnmatchcase", m.fnmatchcase, [name, pattern])] * 2 + [("translate", m.translate, [pattern])])


def textwrap(r):
    import textwrap as m

    pieces = ["word", "a", "Sentence.", 'end."', "well-known", "--", "---", "a--b", "x-y-z", "-b", "é-ü", "12-34", "ab-cd-ef", " ", "  ", "\t",
              "\n", "\x0b", "\u00a0", "verylongwordindeed", "(par-en)", "it's", "a_b-c_d", "-", "日本語", "\u2003", "1a-b2", "what?!-no", "end!  "]
    text = "".join(r.choice(pieces) + r.choice((" ", " ", "", "\n")) for _ in range(r.randrange(12)))
    options = {}
    for name, values in {
        "width": (1, 5, 8, 10, 20, 70, 0, -1, 3),
        "initial_indent": ("", "* ", "      "),
        "subsequent_indent": ("", "  ", "    > "),
        "expand_tabs": (False, True),
        "replace_whitespace": (False, True),
        "fix_sentence_endings": (False, True),
        "break_long_words": (False, True),
        "drop_whitespace": (False, True),
        "break_on_hyphens": (False, True),
        "tabsize": (8, 4, 1, 0, -1),
        "max_lines": (None, 1, 2, 3, 0, -1),
        "placeholder": (" [...]", "...", "", "  x", " a very long one"),
    }.items():
        if r.random() < 0.3 or name == "width":
            options[name] = r.choice(values)
    if any(len(options.get(name, "")) > options["width"] > 0 for name in ("initial_indent", "subsequent_indent")):
        options["width"] = 20  # CPython does not end when an indent leaves no room for a long word
    call = lambda f: lambda t, o: f(t, **o)
    short = {name: value for name, value in options.items() if name != "max_lines"}
    lines = "".join(r.choice(("  ", "\t", " ", "", "    ")) + r.choice(("a", "b c", "", "x\r", "\u00a0", "\x0c")) + "\n" for _ in range(r.randrange(5)))
    lines += r.choice(("", "  ", "\tend", "  end"))
    return r.choice(
        [("wrap", call(m.wrap), [text, options])] * 5
        + [
            ("fill", call(m.fill), [text, options]),
            ("shorten", call(m.shorten), [text, short]),
            ("dedent", m.dedent, [lines]),
            ("indent", m.indent, [lines, r.choice(("> ", "", "    "))]),
        ]
    )


def uuid(r):
    import uuid as m

    def shown(u):
        return [str(u), u.hex, u.urn, u.bytes, u.bytes_le, list(u.fields), u.time, u.clock_seq, u.node, u.variant, u.version, u.int]

    number = r.getrandbits(128)
    if r.random() < 0.5:
        number = m.UUID(int=number, version=r.randrange(1, 6)).int
    text = str(m.UUID(int=number))
    text = r.choice((text, text.upper(), text.replace("-", ""), "{" + text + "}", "urn:uuid:" + text, text[:-1], text + "a", "", "}" + text.replace("-", "--"), "z" + text[1:]))
    fields = list(m.UUID(int=number).fields)
    if r.random() < 0.3:
        fields[r.randrange(6)] = r.choice((-1, 2**8, 2**16, 2**32, 2**48))
    if r.random() < 0.1:
        fields = fields[:5]
    name = "".join(r.choice("abc.é") for _ in range(r.randrange(9)))
    data = r.randbytes(r.choice((16, 16, 16, 15, 0)))
    return r.choice(
        [
            ("text", lambda t: shown(m.UUID(t)), [text]),
            ("int", lambda n: shown(m.UUID(int=n)), [r.choice((number, -1, 2**128, 2**128 - 1, 0))]),
            ("bytes", lambda b: shown(m.UUID(bytes=b)), [data]),
            ("bytes_le", lambda b: shown(m.UUID(bytes_le=b)), [data]),
            ("fields", lambda f: shown(m.UUID(fields=tuple(f))), [fields]),
            ("version", lambda n, v: shown(m.UUID(int=n, version=v)), [number, r.randrange(-1, 8)]),
            ("uuid3", lambda n, t: shown(m.uuid3(m.UUID(int=n), t)), [number, name]),
            ("uuid5", lambda n, t: shown(m.uuid5(m.UUID(int=n), t)), [number, name]),
        ]
    )


def string(r):
    import string as m

    pieces = ["$", "$$", "$a", "${a}", "${", "${b", "$1", "$_x1", "${é}", "$é", "text", "\n", "\r\n", "{", "}", " ", "$A", "${a b}", "${}", "\u2028"]
    text = "".join(r.choice(pieces) for _ in range(r.randrange(8)))
    values = {name: r.choice(("1", "two", "$a")) for name in ("a", "b", "_x1", "A") if r.random() < 0.7}
    words = "".join(r.choice(("hello", "WORLD", " ", "  ", "\t", "éa", "ǆx", "ß", "-", "a-b", ",")) for _ in range(r.randrange(7)))
    constants = "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation printable whitespace".split()
    return r.choice(
        [
            ("substitute", lambda t, v: m.Template(t).substitute(v), [text, values]),
            ("safe_substitute", lambda t, v: m.Template(t).safe_substitute(v), [text, values]),
            ("identifiers", lambda t: m.Template(t).get_identifiers(), [text]),
            ("is_valid", lambda t: m.Template(t).is_valid(), [text]),
            ("capwords", m.capwords, [words, r.choice((None, None, "-", ",", ""))]),
            ("constant", lambda n: getattr(m, n), [r.choice(constants)]),
        ]
    )


def statistics(r):
    import statistics as m

    def number():
        match r.randrange(6):
            case 0 | 1:
                return r.randrange(-50, 50)
            case 2:
                return r.getrandbits(r.choice((10, 70, 200)))
            case 3:
                return round(r.uniform(-100, 100), 2)
            case _:
                return r.choice((1, -1)) * 10 ** r.uniform(-200, 140)

    kind = r.choice((int, float, None, None))
    data = []
    while len(data) < 2 or r.random() < 0.8:
        value = number()
        if kind is None or type(value) is kind:
            data.append(value)
    name = r.choice("mean variance pvariance stdev pstdev".split())
    return name, getattr(m, name), [data]


def main():
    module, count = sys.argv[1], int(sys.argv[2])
    r = random.Random(sys.argv[3] if len(sys.argv) > 3 else module)
    seen = set()
    while len(seen) < count:
        name, function, arguments = globals()[module](r)
        line = json.dumps([name, encode(arguments), outcome(function, arguments)])
        if line not in seen:
            seen.add(line)
            print(line)


if __name__ == "__main__":
    main()
