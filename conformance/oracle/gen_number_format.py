"""Write the test data of `crates/eval/tests/number_format.rs` from CPython's own answers.

Run with CPython 3.13, from the root of the project:

    python3.13 conformance/oracle/gen_number_format.py              # the reduced data of the repository
    python3.13 conformance/oracle/gen_number_format.py 50 DIR SEED  # fifty times as much of it, elsewhere

A line is `[function, arguments, answer]` in JSON. Values are text with their type in front: `i:` an int (decimal, or
hexadecimal when long), `f:` a float's bits, `s:` text, `y:` bytes as text of the same code points, `b:` a bool, `n:`
None; a tuple is a list (the operand of `%`, when it is a tuple, with a None at its end). A lone surrogate stands as its stand-in (see `hognose_syntax::surrogate`), an exception as
`!Type: message`, an int of more than 65,536 bits as `!limit`.
"""

import json
import math
import random
import resource
import struct
import sys
from pathlib import Path

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 1
TARGET = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("crates/eval/tests/data")
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
MOST_BITS = 65_536

random.seed(SEED)
# What asks for more is a `MemoryError`, and left out.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
chance = random.random


def stand_in(text):
    """Text with lone surrogates as their stand-ins."""
    return "".join(chr(ord(c) & 0x7FF | 0x10F000) if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def encode(value):
    """A value as JSON."""
    match value:
        case None:
            return "n:"
        case bool():
            return f"b:{int(value)}"
        case int() if value.bit_length() > MOST_BITS:
            return "!limit"
        case int():
            return f"i:{value}" if abs(value) < 10**40 else f"i:{value:#x}"
        case float():
            return "f:nan" if value != value else f"f:{struct.pack('>d', value).hex()}"
        case str():
            return "s:" + stand_in(value)
        case bytes():
            return "y:" + value.decode("latin-1")
        case tuple() | list():
            return [encode(item) for item in value]
        case dict():
            return {key.decode("latin-1") if isinstance(key, bytes) else stand_in(key): encode(item) for key, item in value.items()}
    raise TypeError(value)


def small_int():
    """An int around the edges of machine words, or anything below."""
    if chance() < 0.3:
        return random.randint(-20, 20)
    if chance() < 0.3:
        edge = random.choice([7, 15, 31, 52, 53, 54, 62, 63, 64, 65])
        return random.choice([-1, 1]) * (1 << edge) + random.randint(-3, 3)
    return random.choice([-1, 1]) * random.getrandbits(random.randint(1, 64))


def integer(bits=600):
    """An int of any size."""
    if chance() < 0.6:
        return small_int()
    if chance() < 0.2:
        return random.choice([-1, 1]) * 10 ** random.randint(0, bits // 4) + random.randint(-2, 2)
    if chance() < 0.3:
        return random.choice([-1, 1]) * (1 << random.randint(1, bits)) + random.randint(-2, 2)
    return random.choice([-1, 1]) * random.getrandbits(random.randint(1, bits))


SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308,
           2.2250738585072014e-308, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 123456789.0, 1e22, 1e23, 0.1, 2.675,
           9.5, 99.5, 0.05, 0.15, 0.25, 0.35, 1e-7, 2.0**53, 2.0**63, -2.0**63, 2.0**64, 4503599627370497.5]


def floating():
    """A float of any size, often one with few digits or one halfway between two decimals."""
    which = chance()
    if which < 0.12:
        return random.choice(SPECIAL)
    if which < 0.3:
        return struct.unpack(">d", random.getrandbits(64).to_bytes(8, "big"))[0]
    if which < 0.45:
        return random.randint(-10**6, 10**6) / 2 ** random.randint(0, 12)
    if which < 0.6:
        return random.choice([-1, 1]) * random.randint(0, 10**6) / 10 ** random.randint(0, 8)
    if which < 0.7:
        return float(random.randint(-10**random.randint(1, 20), 10**17))
    if which < 0.85:
        return random.choice([-1, 1]) * 10 ** random.uniform(-20, 20)
    return random.choice([-1, 1]) * 10 ** random.uniform(-320, 308.2)


LETTERS = "abcXYZ012 '\"\\\t\n\r\x00\x1b\x7f\x80\xa0\xad\xe9\u0131\u0661\u200b\u2028\u3000\u5b57\ud800\udfff\uffff\U0001f600\U000e0001"


def text(longest=10):
    """A text."""
    return "".join(random.choice(LETTERS) for _ in range(random.randint(0, longest)))


def spec(kinds):
    """A format specification, mostly right."""
    parts = ""
    if chance() < 0.35:
        parts += random.choice("*x0 é字😀<{") if chance() < 0.6 else ""
        parts += random.choice("<>^=")
    if chance() < 0.25:
        parts += random.choice("+- ")
    if chance() < 0.08:
        parts += "z"
    if chance() < 0.2:
        parts += "#"
    if chance() < 0.25:
        parts += "0"
    if chance() < 0.6:
        parts += str(random.randint(0, 30)) if chance() < 0.97 else random.choice(["٣", "9" * 25, "1٠"])
    if chance() < 0.25:
        parts += random.choice([",", "_", ",", "_", ",_", "_,", ",,", "__"])
    if chance() < 0.3:
        parts += "." + (str(random.randint(0, 25)) if chance() < 0.95 else random.choice(["", "120", "9" * 25, "3000000000"]))
    if chance() < 0.85:
        parts += random.choice(kinds) if chance() < 0.96 else random.choice("bcdeEfFgGnosxX%qzé\x7f\x1f\n字 ")
    if chance() < 0.03:
        parts += random.choice("dx .,0{")
    return parts


def number_text():
    """Text that is nearly a number."""
    digits = "".join(random.choice("0123456789") for _ in range(random.randint(1, 25)))
    which = chance()
    if which < 0.3:
        body = digits
    elif which < 0.5:
        body = f"{digits[:9]}.{digits[9:]}"
    elif which < 0.7:
        body = f"{digits[:3]}.{digits[3:]}{random.choice('eE')}{random.choice(['', '+', '-'])}{random.randint(0, 340)}"
    elif which < 0.8:
        body = random.choice(["inf", "nan", "Infinity", "-iNF", "infinit", "1e", "0x1F", "0b101", "0o17", "0B1", "0x", "1_0", "1__0", "_1", "1_", "0_0", "00", "010", ".", "e1", "1.e1", ".5", "1._5", "1_.5", "1e_5", "", "+", "-", "--1", "+-1", "1 2", "0x_f", "0x__f", "0xg", "zz", "ZZ", "٣٤", "１２.５", "1²", "\u0966\u0967", "nan\x00", "1\x00"])
    else:
        body = "".join(random.choice("0123456789_.eE+-xX ٣abfnjzé\x1c'\"\ud800") for _ in range(random.randint(1, 8)))
    if chance() < 0.2:
        at = random.randint(0, len(body))
        body = body[:at] + random.choice("_ .e-٣x\n\u3000") + body[at:]
    if chance() < 0.3:
        body = random.choice("+-") + body
    if chance() < 0.3:
        body = random.choice(["", " ", "\t\n", "\u3000", "\x1c", "\x85", "\xa0 "]) + body + random.choice(["", " ", "\n", "\u2003", "\x0b", "\x1f"])
    return body


def hex_text():
    """Text that is nearly a hexadecimal float."""
    digits = "".join(random.choice("0123456789abcdefABCDEF00008") for _ in range(random.randint(0, 20)))
    at = random.randint(0, len(digits))
    body = random.choice(["0x", "0X", ""]) + digits[:at] + random.choice([".", ""]) + digits[at:]
    if chance() < 0.7:
        exponent = random.choice([random.randint(-20, 20), random.randint(-1200, 1100), random.randint(-1090, -1010), random.randint(900, 1030)])
        body += random.choice("pP") + random.choice(["", "+"] if exponent >= 0 else [""]) + str(exponent)
    if chance() < 0.1:
        body = random.choice(["inf", "-nan", "Infinity", "0x", "", "p1", "0xp1", "0x1p", "0x.p1", " 0x1 ", "0x1.8p+1 ", "0x1 p1", "1_0", "0xg", "+0x1", "--0x1", "0x1p99999999999999999999", "0x0p99999999999999999999", "0x1p-99999999999999999999", "infx"])
    return random.choice(["", "", "-", "+"]) + body


def answer(function, *arguments):
    """What CPython answers."""
    try:
        return encode(function(*arguments))
    except Exception as error:
        return f"!{type(error).__name__}: {stand_in(str(error))}"


def bounded_shift(a, b):
    """`a << b` without making what is far too long."""
    return (1 << MOST_BITS) if a and 10**6 > b > 2 * MOST_BITS else a << b


def bounded_power(a, b):
    """`a ** b` without making what is far too long; a complex answer stands for the refusal."""
    if isinstance(a, int) and isinstance(b, int) and b > 0 and abs(a) > 1 and (a.bit_length() - 1) * b > 2 * MOST_BITS:
        return 1 << MOST_BITS
    if isinstance(a, float) and -math.inf < a < 0 and math.isfinite(b) and b != int(b):
        raise ValueError("negative number cannot be raised to a fractional power")
    return a**b


def compare(a, b):
    """-1, 0, 1, or None where neither is less."""
    return -1 if a < b else 1 if a > b else 0 if a == b else None


def ints(bits=600):
    """Two ints."""
    return integer(bits), integer(bits)


def shift():
    """An int and a count."""
    return integer(), random.choice([random.randint(-2, 130), random.randint(0, 700), random.choice([65_000, 65_535, 65_536, 70_000, 10**30, 63, 64])])


def power():
    """A base and an exponent, as ints."""
    return random.choice([small_int(), random.randint(-12, 12), integer(200)]), random.choice([random.randint(-3, 20), random.randint(0, 300), random.choice([10**6, 10**20, -10**400, 65_535, 65_536])])


def floats():
    """Two floats, sometimes with a whole quotient or exponent."""
    a, b = floating(), floating()
    if chance() < 0.3:
        b = float(random.randint(-9, 9)) / random.choice([1, 1, 2, 10])
    if chance() < 0.2 and abs(b) < 1e200:
        a = b * random.randint(-50, 50)
    return a, b


def quotient():
    """Two ints whose quotient may be a float that is hard to round."""
    if chance() < 0.4:
        return ints(1200)
    exponent = random.choice([random.randint(-1080, -1020), random.randint(-100, 100), random.randint(960, 1030)])
    top, bottom = random.getrandbits(54) | 1 << 53, random.choice([1, 3, 7, random.getrandbits(40) | 1])
    top = top * bottom + random.choice([0, 0, 1, -1])
    return (top << exponent, bottom) if exponent >= 0 else (top, bottom << -exponent)


def value_and_spec():
    """Something to format."""
    which = chance()
    if which < 0.4:
        return integer(200), spec("bcdnoxXeEfFgG%ddddxxxx")
    if which < 0.8:
        return floating(), spec("eEfFgGn%fffggg")
    if which < 0.95:
        return text(), spec("ssssssss")
    return chance() < 0.5, spec("ddddbxsf")


def argument():
    """A value for a template's field."""
    return random.choice([integer(80), floating(), text(6), chance() < 0.5, None, [1, "ab", [2.5]], b"x\xff'"])


def template():
    """A template of `str.format`, mostly right, with its arguments."""
    def name():
        first = random.choice(["", "", "", "0", "1", "2", "a", "b", "c", "a b", "٣", "9" * 25, "-1", "00"] if chance() < 0.4 else [["", "a"], ["0", "1", "b"]][random.random() < 0.5])
        steps = "".join(random.choice(["[0]", "[2]", "[x]", ".foo", "[0]", "[1]", "[", "]", ".", "[]", "[0]x", "[{]", "[}]", "[!:]", "[1][0]", "[٣]", "[" + "9" * 25 + "]", "[-1]"]) for _ in range(random.choice([0, 0, 0, 0, 1, 2])))
        return first + steps

    def field(depth):
        out = "{" + name()
        if chance() < 0.2:
            out += random.choice(["!r", "!s", "!a", "!r", "!x", "!", "!rr", "!é", "! ", "!}"])
        if chance() < 0.5:
            out += ":" + (spec("dsfgx") if chance() < 0.6 else "")
            if chance() < 0.3 and depth < 3:
                out += field(depth + 1)
        return out + ("}" if chance() < 0.97 else "")

    parts = "".join(random.choice([lambda: field(0), lambda: field(0), lambda: random.choice(["a", "é😀", "{{", "}}", " ", "{{}}", "{", "}"] if chance() < 0.25 else ["a", "é😀", "{{", "}}"])])() for _ in range(random.randint(1, 4)))
    positional = [argument() for _ in range(random.choice([0, 1, 2, 2, 3]))]
    named = {name: argument() for name in ["a", "b", "a b"] if chance() < 0.8}
    return parts, positional, named


def conversion(kinds):
    """A conversion of `%`, mostly right."""
    out = "%"
    if chance() < 0.15:
        out += random.choice(["(a)", "(b)", "(c)", "(a(b))", "()", "(a", "(é)"])
    while chance() < 0.3:
        out += random.choice("-+ #0")
    if chance() < 0.4:
        out += random.choice([str(random.randint(0, 20)), str(random.randint(1, 20)), "*", "9" * 25]) if chance() < 0.2 else str(random.randint(1, 20))
    if chance() < 0.3:
        out += "." + (random.choice(["", "*", "9" * 12, "2147483645" if "d" in kinds else ""]) if chance() < 0.2 else str(random.randint(0, 20)))
    if chance() < 0.05:
        out += random.choice(["l", "h", "L", "ll"])
    return out + (random.choice(kinds) if chance() < 0.95 else random.choice("yé%\x01\x7f ( b") if chance() < 0.7 else "")


def percent():
    """A template of `%` with its operand."""
    count = random.randint(0, 3)
    parts = ""
    values = []
    for _ in range(count):
        parts += random.choice(["", "a", "%%", "é字", " "])
        if chance() < 0.6:
            parts += conversion("diuoxX")
            values.append(integer(120) if chance() < 0.85 else argument())
        elif chance() < 0.5:
            parts += conversion("eEfFgG")
            values.append(floating() if chance() < 0.7 else integer(80))
        else:
            parts += conversion("srac")
            values.append(argument() if chance() < 0.7 else random.choice([65, "é", 0x1F600, -1, 0x110000, "ab", 300]))
    parts += random.choice(["", "", "z", "%", "%%"]) if chance() < 0.3 else ""
    if "*" in parts:
        values = [random.choice([random.randint(-9, 9), 2, "x", 10**30, True]), *values] if chance() < 0.8 else values
    if chance() < 0.1:
        values = values[:-1] if chance() < 0.5 else [*values, 1]
    operand = tuple(values)
    if "(" in parts and chance() < 0.8 or chance() < 0.03:
        operand = {name: argument() for name in ["a", "b", "a(b)", "", "é"] if chance() < 0.8}
    elif len(values) == 1 and chance() < 0.5 and values[0] is not None:
        operand = values[0]
    return parts, operand


def percent_bytes():
    """The same with a template of bytes."""
    parts, operand = percent()
    def as_bytes(value):
        return value.encode("utf-8", "replace") if isinstance(value, str) and chance() < 0.7 else value
    if isinstance(operand, dict):
        operand = {name.encode(): as_bytes(value) for name, value in operand.items()}
    elif isinstance(operand, tuple):
        operand = tuple(as_bytes(value) for value in operand)
    return parts.encode(), as_bytes(operand)


def is_whole_mapping(template, operand):
    """Whether a mapping is formatted whole, which the runner of the table does not do."""
    keys = b"%(" if isinstance(template, bytes) else "%("
    percents = b"%" if isinstance(template, bytes) else "%"
    rest = template.replace(percents * 2, keys[:0])
    return isinstance(operand, dict) and rest.count(percents) != rest.count(keys)


def drawn(draw):
    """A template with an operand that the runner of the table can take."""
    while True:
        template, operand = draw()
        star = "*" in template if isinstance(template, str) else b"*" in template
        values = operand if isinstance(operand, tuple) else [operand]
        huge = star and any(isinstance(value, int) and 10**4 < abs(value) < 10**25 for value in values)
        if not huge and not is_whole_mapping(template, operand):
            return template, operand


def soup(alphabet, longest=12):
    """Characters in no order."""
    return "".join(random.choice(alphabet) for _ in range(random.randint(1, longest)))


def soup_of_percent():
    """A template of `%` in no order."""
    template = soup("%%%()*.0123 -+#dsxfcarlyé")
    return template, tuple(random.choice([3, -7, 2.5, "a", 65]) for _ in range(template.count("%") + template.count("*") + random.randint(-1, 0)))


FUNCTIONS = {
    # name: (rows, arguments, function)
    "repr": (250, lambda: (random.choice([floating, floating, floating, small_int, integer])(),), repr),
    "repr_text": (120, lambda: (random.choice([text(), text(30), "".join(chr(random.randrange(0xF0000)) for _ in range(4))]),), repr),
    "ascii": (60, lambda: (text(),), ascii),
    "repr_bytes": (60, lambda: (random.choice([random.randbytes(random.randint(0, 12)), text().encode("utf-8", "replace")]),), repr),
    "format": (1500, value_and_spec, format),
    "add": (60, ints, lambda a, b: a + b),
    "subtract": (60, ints, lambda a, b: a - b),
    "multiply": (60, ints, lambda a, b: a * b),
    "floor_divide": (100, ints, lambda a, b: a // b),
    "modulo": (100, ints, lambda a, b: a % b),
    "divmod": (60, ints, divmod),
    "true_divide": (250, quotient, lambda a, b: a / b),
    "power": (120, power, bounded_power),
    "modular_power": (80, lambda: (integer(100), random.choice([integer(80), random.randint(-3, 30)]), random.choice([small_int(), random.randint(-30, 30)])), pow),
    "left_shift": (60, shift, bounded_shift),
    "right_shift": (60, shift, lambda a, b: a >> b),
    "and": (40, ints, lambda a, b: a & b),
    "or": (40, ints, lambda a, b: a | b),
    "xor": (40, ints, lambda a, b: a ^ b),
    "invert": (20, lambda: (integer(),), lambda a: ~a),
    "negate": (20, lambda: (integer(),), lambda a: -a),
    "absolute": (20, lambda: (integer(),), abs),
    "bit_length": (20, lambda: (integer(),), int.bit_length),
    "bit_count": (20, lambda: (integer(),), int.bit_count),
    "gcd": (40, ints, math.gcd),
    "isqrt": (40, lambda: (integer(),), math.isqrt),
    "compare": (60, lambda: random.choice([ints(80), (lambda a: (a, a + random.randint(-1, 1)))(integer())]), compare),
    "compare_float": (150, lambda: random.choice([(integer(), floating()), (lambda a: (a + random.randint(-1, 1), float(a)))(integer(1000))]), compare),
    "round_int": (100, lambda: (integer(), random.choice([random.randint(-30, 2), random.randint(-200, 0)])), round),
    "round_float": (400, lambda: (floating(), random.choice([random.randint(0, 8), random.randint(-25, 25), random.randint(-330, 330)])), round),
    "round_to_int": (80, lambda: (floating(),), round),
    "int_from_float": (80, lambda: (floating(),), int),
    "float_from_int": (150, lambda: (integer(1100),), float),
    "float_ratio": (60, lambda: (floating(),), float.as_integer_ratio),
    "float_is_integer": (40, lambda: (floating(),), float.is_integer),
    "float_divide": (40, floats, lambda a, b: a / b),
    "float_floor_divide": (150, floats, lambda a, b: a // b),
    "float_modulo": (150, floats, lambda a, b: a % b),
    "float_divmod": (80, floats, divmod),
    "float_power": (200, floats, bounded_power),
    "hash_int": (40, lambda: (integer(),), hash),
    "hash_float": (80, lambda: (random.choice([floating(), float(random.getrandbits(70))]),), lambda a: 0 if a != a else hash(a)),
    "float_hex": (60, lambda: (floating(),), float.hex),
    "float_from_hex": (200, lambda: (hex_text(),), float.fromhex),
    "int_text": (300, lambda: (number_text(), random.choice([10, 10, 10, 10, 0, 0, 16, 16, 8, 2, 36, 7, 1, 37, -5])), lambda text, base: int(text, base)),
    "int_bytes": (80, lambda: (number_text().encode("utf-8", "replace"), random.choice([10, 10, 0, 16])), lambda text, base: int(text, base)),
    "int_long": (30, lambda: (random.choice(["", "-", "0", "0x"]) + random.choice("019fxé'\ud800") * random.choice([180, 200, 230, 4299, 4300, 4301]) + random.choice(["", "", "x", "_", "'"]), random.choice([10, 10, 16, 7, 0])), lambda text, base: int(text, base)),
    "float_text": (400, lambda: (number_text(),), float),
    "float_bytes": (60, lambda: (number_text().encode("utf-8", "replace"),), float),
    "to_bytes": (80, lambda: (random.choice([small_int(), integer(100)]), random.randint(-1, 14), random.choice(["big", "little", "big", "little", "x"]), chance() < 0.5), lambda a, n, order, signed: int.to_bytes(a, n, order, signed=signed)),
    "from_bytes": (60, lambda: (random.randbytes(random.randint(0, 12)), random.choice(["big", "little"]), chance() < 0.5), lambda a, order, signed: int.from_bytes(a, order, signed=signed)),
    "sum": (40, lambda: ([floating() for _ in range(random.randint(0, 6))],), lambda a: sum(a, 0.0)),
    "template": (500, template, lambda template, positional, named: template.format(*positional, **named)),
    "percent": (900, lambda: drawn(percent), lambda template, operand: template % operand),
    "percent_bytes": (300, lambda: drawn(percent_bytes), lambda template, operand: template % operand),
    "format_soup": (300, lambda: (random.choice([5, -1234567, 2.5, -0.0, 1e300, "ab", True]), soup("<>=^+- z#00123,_.dfgsxcenX%é", 7)), format),
    "template_soup": (300, lambda: (soup("{{}}[].!:r0ad"), [1, "xy", [2.5]], {"a": 7, "d": "q"}), lambda template, positional, named: template.format(*positional, **named)),
    "percent_soup": (200, soup_of_percent, lambda template, operand: template % operand),
    "bases": (60, lambda: (integer(),), lambda a: (bin(a), oct(a), hex(a))),
}


def main():
    """Writes the file."""
    TARGET.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, (rows, arguments, function) in FUNCTIONS.items():
        for _ in range(rows * TIMES // 2):
            given = arguments()
            shown = encode(list(given))
            if name.startswith("percent") and isinstance(given[1], tuple):
                shown[1].append("n:")
            row = json.dumps([name, shown, answer(function, *given)], ensure_ascii=False)
            if "!MemoryError" not in row and len(row) < 20_000:
                lines.append(row)
    (TARGET / "number_format.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
