"""Write the character tables of `crates/eval/src/text/` from this interpreter's own behaviour.

Run with CPython 3.13 (Unicode 15.1), from the root of the project:

    python3.13 conformance/oracle/gen_unicode_tables.py

The files are put through rustfmt, so that a second run gives the same bytes.
"""

import importlib
import subprocess
import sys
import unicodedata
from encodings.aliases import aliases
from fractions import Fraction
from pathlib import Path

COUNT = 0x110000
TEXT = Path("crates/eval/src/text")
FLAGS = (
    "ALPHA DECIMAL DIGIT NUMERIC SPACE PRINTABLE LOWER UPPER TITLE CASED IGNORABLE START CONTINUE SPECIAL FOLDS"
).split()


def ends_final(text):
    """Whether the capital sigma at the end of `text` is lowered to the final form."""
    return text.lower().endswith("\u03c2")


def delta(code, mapped):
    """The distance to a one-character mapping; zero where the mapping is longer."""
    return ord(mapped) - code if len(mapped) == 1 else 0


def class_record(code):
    """What the hot table says of a code point: flags and the three simple mappings."""
    char = chr(code)
    upper, lower, title = char.upper(), char.lower(), char.title()
    final_after = ends_final(char + "\u03a3")
    flags = {
        "ALPHA": char.isalpha(),
        "DECIMAL": char.isdecimal(),
        "DIGIT": char.isdigit(),
        "NUMERIC": char.isnumeric(),
        "SPACE": char.isspace(),
        "PRINTABLE": char.isprintable(),
        "LOWER": char.islower(),
        "UPPER": char.isupper(),
        "TITLE": unicodedata.category(char) == "Lt",
        "CASED": (char + "a").title().endswith("a"),
        "IGNORABLE": ends_final("a" + char + "\u03a3") and not final_after,
        "START": char.isidentifier(),
        "CONTINUE": ("a" + char).isidentifier(),
        "SPECIAL": max(len(upper), len(lower), len(title)) > 1,
        "FOLDS": char.casefold() != lower,
    }
    bits = sum(1 << place for place, name in enumerate(FLAGS) if flags[name])
    return bits, delta(code, upper), delta(code, lower), delta(code, title)


CATEGORIES = sorted({unicodedata.category(chr(code)) for code in range(COUNT)})
DIRECTIONS = sorted({unicodedata.bidirectional(chr(code)) for code in range(COUNT)})
WIDTHS = sorted({unicodedata.east_asian_width(chr(code)) for code in range(COUNT)})


def database_record(code):
    """What the cold table says of a code point: the columns of the character database."""
    char = chr(code)
    return (
        CATEGORIES.index(unicodedata.category(char)),
        unicodedata.combining(char),
        DIRECTIONS.index(unicodedata.bidirectional(char)),
        WIDTHS.index(unicodedata.east_asian_width(char)) << 1 | unicodedata.mirrored(char),
    )


def trie(values, low, high):
    """Three levels: blocks of `1 << low` values, groups of `1 << high` blocks."""
    blocks, groups = {}, {}
    inner = [
        blocks.setdefault(tuple(values[at : at + (1 << low)]), len(blocks))
        for at in range(0, len(values), 1 << low)
    ]
    top = [
        groups.setdefault(tuple(inner[at : at + (1 << high)]), len(groups))
        for at in range(0, len(inner), 1 << high)
    ]
    assert len(groups) <= 256
    return top, [value for group in groups for value in group], [value for block in blocks for value in block]


def numbers(name, kind, values, doc):
    """A static array of integers."""
    body = ", ".join(map(str, values))
    return f"/// {doc}\npub(super) static {name}: [{kind}; {len(values)}] = [{body}];\n\n"


def words(name, values, doc):
    """A static array of short strings."""
    body = ", ".join(f'"{value}"' for value in values)
    return f"/// {doc}\npub(super) static {name}: [&str; {len(values)}] = [{body}];\n\n"


def trie_source(prefix, record, doc):
    """The three levels and the records they end in."""
    seen = {}
    values = [seen.setdefault(record(code), len(seen)) for code in range(COUNT)]
    assert len(seen) <= 256, (prefix, len(seen))
    top, middle, leaves = trie(values, 4, 5)
    source = numbers(f"{prefix}_TOP", "u8", top, f"{doc}: group of each 512 code points.")
    source += numbers(f"{prefix}_MIDDLE", "u16", middle, f"{doc}: block of each 16 code points of a group.")
    source += numbers(f"{prefix}_LEAVES", "u8", leaves, f"{doc}: record of each code point of a block.")
    return source, list(seen)


def mappings(name, pairs, doc):
    """Code point to up to three code points, zero-filled, sorted; all within the first plane."""
    rows = []
    for code, mapped in pairs:
        codes = [ord(char) for char in mapped] + [0] * (3 - len(mapped))
        assert code < 0x10000 and len(codes) == 3 and max(codes) < 0x10000
        rows.append(f"({code}, [{codes[0]}, {codes[1]}, {codes[2]}])")
    return f"/// {doc}\npub(super) static {name}: [(u16, [u16; 3]); {len(rows)}] = [{', '.join(rows)}];\n\n"


def classes():
    """The hot table: what the string methods ask of a character."""
    source, records = trie_source("CLASS", class_record, "Classes and simple case maps")
    flags = "".join(
        f"/// Flag of a record.\npub(super) const {name}: u16 = {1 << place};\n" for place, name in enumerate(FLAGS)
    )
    rows = ", ".join(f"({flag}, {upper}, {lower}, {title})" for flag, upper, lower, title in records)
    source = (
        flags
        + "\n"
        + "/// Flags and the distances to the upper, lower and title case.\n"
        + f"pub(super) static CLASS_RECORDS: [(u16, i32, i32, i32); {len(records)}] = [{rows}];\n\n"
        + source
    )
    chars = [chr(code) for code in range(COUNT)]
    for name, method in (("UPPER", str.upper), ("LOWER", str.lower), ("TITLE", str.title)):
        pairs = [(ord(char), method(char)) for char in chars if len(method(char)) > 1]
        source += mappings(f"{name}_LONG", pairs, f"Mappings to {name.lower()} case that are longer than a character.")
    pairs = [(ord(char), char.casefold()) for char in chars if char.casefold() != char.lower() or len(char.lower()) > 1]
    source += mappings("FOLD", pairs, "Case foldings that are not the lower case, or longer than a character.")
    return source


def short(number):
    """A number as a mantissa of two bytes and a power of ten."""
    power = 0
    while abs(number) > 9999:
        assert number % 10 == 0
        number, power = number // 10, power + 1
    return number, power


def numeric_source():
    """Runs of numeric values: first and last code point, numerator at the first, denominator."""
    runs = []
    for code in range(COUNT):
        value = unicodedata.numeric(chr(code), None)
        if value is None:
            continue
        exact = Fraction(value).limit_denominator(1000)
        assert exact.numerator / exact.denominator == value
        if runs:
            first, last, numerator, denominator = runs[-1]
            if last + 1 == code and denominator == 1 == exact.denominator and exact == numerator + code - first:
                runs[-1] = (first, code, numerator, denominator)
                continue
        runs.append((code, code, exact.numerator, exact.denominator))
    rows = ", ".join(str((first, last - first, *short(numerator), denominator)) for first, last, numerator, denominator in runs)
    return (
        "/// Numeric values: first code point of a run that counts up by one, number of code points after it, the "
        "first's numerator as mantissa and power of ten, the denominator.\n"
        f"pub(super) static NUMERIC: [(u32, u16, i16, u8, u16); {len(runs)}] = [{rows}];\n\n"
    )


def decompositions():
    """Mappings of one step: runs of code points that have one, where each mapping begins, and the mappings."""
    runs, starts, tags, pool = [], [], [], []
    names = sorted({part for code in range(COUNT) for part in unicodedata.decomposition(chr(code)).split() if part[0] == "<"})
    for code in range(COUNT):
        parts = unicodedata.decomposition(chr(code)).split()
        if not parts:
            continue
        if not runs or runs[-1][0] + runs[-1][1] != code:
            runs.append([code, 0, len(starts)])
        runs[-1][1] += 1
        tag = parts.pop(0) if parts[0][0] == "<" else None
        tags.append(names.index(tag) + 1 if tag else 0)
        starts.append(len(pool))
        units = "".join(chr(int(part, 16)) for part in parts).encode("utf-16-le")
        pool += [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    starts.append(len(pool))
    rows = ", ".join(str(tuple(run)) for run in runs)
    return (
        words("TAGS", ["", *names], "Kinds of decompositions.")
        + "/// Runs of decompositions: first code point, number of code points, number of the first decomposition.\n"
        + f"pub(super) static RUNS: [(u32, u16, u16); {len(runs)}] = [{rows}];\n\n"
        + numbers("STARTS", "u16", starts, "Where each decomposition begins in the pool; one more for the end.")
        + numbers("KINDS", "u8", tags, "Kind of each decomposition.")
        + numbers("POOL", "u16", pool, "The decompositions in UTF-16.")
    )


def database():
    """The cold table: what the `unicodedata` module asks of a character."""
    source, records = trie_source("DATA", database_record, "Character database")
    rows = ", ".join(map(str, records))
    return (
        words("CATEGORIES", CATEGORIES, "Names of the general categories.")
        + words("DIRECTIONS", DIRECTIONS, "Names of the bidirectional classes.")
        + words("WIDTHS", WIDTHS, "Names of the East Asian widths.")
        + "/// Category, combining class, bidirectional class, width shifted by one with the mirrored bit below.\n"
        + f"pub(super) static DATA_RECORDS: [(u8, u8, u8, u8); {len(records)}] = [{rows}];\n\n"
        + source
        + numeric_source()
    )


# The encodings that are written out by hand, in the order of their numbers; character maps follow them.
UNICODE = (
    "utf_8 utf_8_sig ascii latin_1 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be unicode_escape raw_unicode_escape"
).split()
CHARMAPS = (
    [f"cp{number}" for number in (437, 850, 852, 855, 858, 866, 874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)]
    + [f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)]
    + ["koi8_r", "koi8_u", "mac_roman", "tis_620"]
)
NOT_TEXT = "base64_codec bz2_codec hex_codec quopri_codec rot_13 uu_codec zlib_codec".split()


def encodings():
    """Names of encodings and the upper halves of character maps."""
    known = UNICODE + CHARMAPS
    names = {name: known.index(name) for name in known} | {name: 255 for name in NOT_TEXT}
    # A module's own name must be spelt without a point; an alias may have points for underscores.
    modules = ", ".join(f'("{name}", {number})' for name, number in sorted(names.items()))
    targets = {alias: names[module] for alias, module in aliases.items() if module in names}
    others = ", ".join(f'("{name}", {number})' for name, number in sorted(targets.items()))
    source = (
        "/// Number of an encoding by its own name; 255 where it is none of text.\n"
        f"pub(super) static NAMES: [(&str, u8); {len(names)}] = [{modules}];\n\n"
        "/// Number of an encoding by another name.\n"
        f"pub(super) static ALIASES: [(&str, u8); {len(targets)}] = [{others}];\n\n"
        "/// Number of the first character map.\n"
        f"pub(super) const FIRST_MAP: u8 = {len(UNICODE)};\n\n"
    )
    rows = []
    for name in CHARMAPS:
        table = importlib.import_module(f"encodings.{name}").decoding_table
        assert len(table) == 256 and all(ord(char) == byte for byte, char in enumerate(table[:128]))
        assert all(char < "\ud800" or "\udfff" < char <= "\uffff" for char in table)
        rows.append("[" + ", ".join(str(ord(char)) for char in table[128:]) + "]")
    return (
        source
        + "/// The characters of the bytes from 128 on; 0xFFFE where there is none.\n"
        + f"pub(super) static MAPS: [[u16; 128]; {len(rows)}] = [{', '.join(rows)}];\n"
    )


def write(name, title, body):
    """Write one file and have it formatted."""
    path = TEXT / name
    head = (
        f"//! {title}, Unicode {unicodedata.unidata_version}.\n//!\n"
        "//! Written by `conformance/oracle/gen_unicode_tables.py`; not edited by hand.\n\n"
    )
    path.write_text(head + body)
    subprocess.run(["rustfmt", "--edition", "2024", "--config", "max_width=110", str(path)], check=True)


def main():
    """Write every table."""
    assert unicodedata.unidata_version == "15.1.0", "needs the tables of CPython 3.13"
    assert sys.version_info[:2] == (3, 13)
    write("class_tables.rs", "Character classes and case maps", classes())
    write("data_tables.rs", "Columns of the character database", database())
    write("decomposition_tables.rs", "Decompositions", decompositions())
    write("codec/tables.rs", "Encodings", encodings())


main()
