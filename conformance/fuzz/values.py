"""Literals: what expressions are made of, the ordinary and the awkward."""

INTS = (
    "0 1 2 3 4 5 7 8 10 16 31 -1 -2 -3 -5 -10 100 255 256 257 -128 999 1000 65535 0x10ffff 2147483647 -2147483648 "
    "9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 "
    "18446744073709551616 10**18 10**25 -10**20 (1<<100) 0xff 0b101 0o17 1_000 True False"
).split()

SMALL = "0 1 2 3 4 5 -1 -2 -3 6 -4 True False 10 -10".split()

FLOATS = (
    "0.0 -0.0 0.5 1.0 1.5 -1.5 2.0 2.5 -2.5 3.5 0.1 0.2 0.3 1e16 1e15 9999999999999998.0 1e17 1e22 1e23 1e-4 1e-5 "
    "123456789.125 1234.5678 2.675 1.005 1e100 1.7976931348623157e308 5e-324 2.2250738585072014e-308 1e308 -1e308 "
    "(1/3) (2/3) 1e-7 100.0 1e2 -0.5 12345.0 0.000123 float('inf') float('-inf') float('nan') 9007199254740992.0 "
    "9223372036854775808.0 4.35 0.045 1e21"
).split()

STRS = [
    "''", "'a'", "'b'", "'abc'", "'ABC'", "'Hello World'", "'  x y '", "'12'", "'-3'", "'3.5'", "'ß'", "'ǆ'", "'İ'",
    "'é'", "'日本'", r"'a\nb\r\nc'", r"'\t'", "'A,b,,c'", "'😀'", "'k=v'", "'%s'", "'{}'", r"'\x00'", "'ﬁ'", r"'e\u0301'",
    "'1_000'", "'٣'", "'½'", "'²'", "'Ⅷ'", "'aaa'", "'abab'", "'aXbX'", "'ÀÉ'", "'Σας'", "'title case'", "'0x1f'",
    "' 7 '", "'1e5'", "'nan'", "'inf'", "'xyz'", "'Z'", r"'\x85'", r"'\u2028'", r"'\\'", "'\"'", '"\'"', r"'\x7f'",
    r"'\xa0'", "'don\\'t'", "'a b  c'", "'id'", "'if'", "'x1'", "'None'", "'kilo'", "'\\x1c'", "'ŉ'", "'𐐀'",
]

CHARS = "abcABC012 ,.-_xyzßé日😀\t"

BYTES = [
    "b''", "b'a'", "b'b'", "b'abc'", "b'ABC'", "b'a,b,,c'", r"b'\x00'", r"b'\xff'", "b'Hello World'", "b'  x '", "b'12'",
    r"b'a\nb\r\nc'", "b'aaa'", "b'abab'", r"b'\xc3\xa9'", "b'%d'", "b'title case'", r"b'\''", r"b'\t'", "b'z'",
]

NONES = ["None"]
OTHERS = ["None", "...", "NotImplemented"]
SLICES = ["slice(1)", "slice(None, None, -1)", "slice(0, 5, 2)", "slice(-3, None)", "slice('a', 2.5)"]
RANGES = ["range(3)", "range(0)", "range(5, 0, -2)", "range(1, 10, 3)", "range(-3, 3)", "range(10**20, 10**20 + 3)"]
TYPES = (
    "int str float bool list tuple dict set frozenset bytes range type object slice Exception ValueError KeyError "
    "TypeError BaseException LookupError enumerate zip map filter reversed"
).split()
EXCEPTIONS = (
    "ValueError TypeError KeyError IndexError ZeroDivisionError AttributeError RuntimeError LookupError ArithmeticError "
    "Exception StopIteration AssertionError NameError OverflowError OSError UnicodeError NotImplementedError "
    "PermissionError TimeoutError ImportError EOFError BufferError GeneratorExit BaseException KeyboardInterrupt"
).split()

ALPHABET = "abcdefgh"

# Methods by type, with the kinds of their arguments; a `?` marks what may be left out.
METHODS = {
    "str": {
        "capitalize": "", "casefold": "", "center": "small char?", "count": "str small? small?", "encode": "codec? errors?",
        "endswith": "affix small? small?", "expandtabs": "small?", "find": "str small? small?", "format": "any? any?",
        "index": "str small? small?", "isalnum": "", "isalpha": "", "isascii": "", "isdecimal": "", "isdigit": "",
        "isidentifier": "", "islower": "", "isnumeric": "", "isprintable": "", "isspace": "", "istitle": "", "isupper": "",
        "join": "strs", "ljust": "small char?", "lower": "", "lstrip": "str?", "partition": "str", "removeprefix": "str",
        "removesuffix": "str", "replace": "str str small?", "rfind": "str small? small?", "rindex": "str small? small?",
        "rjust": "small char?", "rpartition": "str", "rsplit": "sep? small?", "rstrip": "str?", "split": "sep? small?",
        "splitlines": "bool?", "startswith": "affix small? small?", "strip": "str?", "swapcase": "", "title": "",
        "translate": "dict", "upper": "", "zfill": "small", "format_map": "dict", "maketrans": "str str? str?",
    },
    "bytes": {
        "capitalize": "", "center": "small bytechar?", "count": "bytes small? small?", "decode": "codec? errors?",
        "endswith": "bytes small? small?", "expandtabs": "small?", "find": "bytes small? small?", "hex": "char? small?",
        "index": "bytes small? small?", "isalnum": "", "isalpha": "", "isascii": "", "isdigit": "", "islower": "",
        "isspace": "", "istitle": "", "isupper": "", "join": "bytess", "ljust": "small bytechar?", "lower": "",
        "lstrip": "bytes?", "partition": "bytes", "removeprefix": "bytes", "removesuffix": "bytes",
        "replace": "bytes bytes small?", "rfind": "bytes small? small?", "rindex": "bytes small? small?",
        "rjust": "small bytechar?", "rpartition": "bytes", "rsplit": "bytes? small?", "rstrip": "bytes?",
        "split": "bytes? small?", "splitlines": "bool?", "startswith": "bytes small? small?", "strip": "bytes?",
        "swapcase": "", "title": "", "translate": "bytes", "upper": "", "zfill": "small", "maketrans": "bytes bytes",
        "fromhex": "str",
    },
    "list": {
        "append": "any", "clear": "", "copy": "", "count": "any", "extend": "iterable", "index": "any small? small?",
        "insert": "small any", "pop": "small?", "remove": "any", "reverse": "", "sort": "",
    },
    "tuple": {"count": "any", "index": "any small? small?"},
    "dict": {
        "clear": "", "copy": "", "get": "key any?", "items": "", "keys": "", "pop": "key any?", "popitem": "",
        "setdefault": "key any?", "update": "dict?", "values": "",
    },
    "set": {
        "add": "key", "clear": "", "copy": "", "difference": "iterable? iterable?", "difference_update": "iterable?",
        "discard": "key", "intersection": "iterable? iterable?", "intersection_update": "iterable?",
        "isdisjoint": "iterable", "issubset": "iterable", "issuperset": "iterable", "remove": "key",
        "symmetric_difference": "iterable", "symmetric_difference_update": "iterable", "union": "iterable? iterable?",
        "update": "iterable?",
    },
    "frozenset": {
        "copy": "", "difference": "iterable? iterable?", "intersection": "iterable?", "isdisjoint": "iterable",
        "issubset": "iterable", "issuperset": "iterable", "symmetric_difference": "iterable", "union": "iterable?",
    },
    "int": {
        "bit_length": "", "bit_count": "", "conjugate": "", "as_integer_ratio": "", "to_bytes": "small? order?",
        "is_integer": "", "from_bytes": "bytes order?",
    },
    "float": {"as_integer_ratio": "", "conjugate": "", "hex": "", "is_integer": "", "fromhex": "str"},
    "range": {"count": "int", "index": "int"},
    "slice": {"indices": "small"},
}

ATTRIBUTES = {
    "int": "numerator denominator real imag".split(),
    "float": "real imag".split(),
    "range": "start stop step".split(),
    "slice": "start stop step".split(),
}

BUILTINS = {
    "abs": "number", "all": "iterable", "any": "iterable", "ascii": "any", "bin": "int", "bool": "any?", "bytes": "bytesource",
    "callable": "any", "chr": "int", "dict": "pairs", "divmod": "number number", "enumerate": "iterable small?",
    "filter": "func1 iterable", "float": "number?", "format": "any spec?", "frozenset": "iterable?", "hex": "int",
    "int": "number?", "isinstance": "any type", "issubclass": "type type", "iter": "iterable", "len": "sized",
    "list": "iterable?", "map": "func1 iterable", "max": "iterable", "min": "iterable", "next": "iterable any?", "oct": "int",
    "ord": "char", "pow": "small small small?", "range": "small small? small?", "repr": "any", "reversed": "list",
    "round": "number small?", "set": "iterable?", "slice": "small small? small?", "sorted": "iterable", "str": "any?",
    "sum": "iterable number?", "tuple": "iterable?", "type": "any", "zip": "iterable iterable?", "hasattr": "sized name",
    "getattr": "sized name any?", "hash": "int", "print": "any? any?",
}

KEYWORDS = (
    "key reverse default start strict end sep base encoding errors maxsplit keepends tabsize byteorder length signed x a b "
    "iterable object initial string"
).split()

# Names of the arguments of methods and built-ins that take them by name.
NAMED = {
    "split": "sep=sep maxsplit=small", "rsplit": "sep=sep maxsplit=small", "encode": "encoding=codec errors=errors",
    "decode": "encoding=codec errors=errors", "expandtabs": "tabsize=small", "splitlines": "keepends=bool",
    "to_bytes": "length=small byteorder=order signed=bool", "from_bytes": "bytes=bytes byteorder=order signed=bool",
    "hex": "sep=char bytes_per_sep=small", "replace": "old=str new=str count=small", "sort": "key=func1 reverse=bool",
    "int": "base=small x=any", "str": "object=any encoding=codec errors=errors", "sum": "start=number", "enumerate": "iterable=iterable start=int",
    "round": "number=number ndigits=small", "pow": "base=small exp=small mod=small", "sorted": "key=func1 reverse=bool",
    "max": "key=func1 default=any", "min": "key=func1 default=any", "zip": "strict=bool", "bytes": "source=bytesource encoding=codec",
    "print": "sep=char end=str flush=bool file=none", "dict": "a=any b=any", "float": "x=number", "bool": "x=any", "list": "iterable=iterable",
    "translate": "table=bytes delete=bytes", "format": "k=any a=any", "update": "a=any b=any", "get": "key=key default=any",
}

CODECS = "'utf-8' 'ascii' 'latin-1' 'utf-16' 'utf-16-le' 'utf8' 'cp1252' 'UTF_8' 'nope' 'utf-32-be'".split()
ERRORS = "'strict' 'ignore' 'replace' 'backslashreplace' 'xmlcharrefreplace' 'namereplace' 'nope'".split()
