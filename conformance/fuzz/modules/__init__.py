"""Generators of cases for the modules of the library: a grammar each, one file a module."""

import importlib

NAMES = (
    "re json datetime zoneinfo math statistics ipaddress base64 binascii hashlib hmac html uuid urllib string textwrap collections "
    "itertools functools operator fnmatch unicodedata copy heapq bisect shlex zlib io struct contextlib ast"
).split()


def load(name):
    """The module of this package that writes cases for a module of the library; `urllib` is `urllib.parse`."""
    return importlib.import_module("modules.of_" + name.replace(".parse", ""))
