"""Cases for `fnmatch`."""

from .grammar import listed

IMPORTS = "import fnmatch"
LETTERS = "aabbcA0-.]^!é\n"


def pattern(g):
    pieces = ["*", "**", "?", "[ab]", "[!a]", "[a-c]", "[!0-9]", "[]a]", "[!]a]", "[", "[a", "[]", "[!]", "[b-a]", "[a-]", "[-a]", "[^a]", "[a-c-e]", "[!a-b-c]", "\\",
              "[[]", "[&&~|--]", "[\\]", "a", "b", "c", "A", "-", ".", "é", "\n", "[a--b]", "[c-a-z]", "[!b-a]"]
    return "".join(g.one(pieces) for _ in range(g.below(6)))


RULES = {
    "case": """
        5~ fnmatch.fnmatch({name}, {pattern})
        5~ fnmatch.fnmatchcase({name}, {pattern})
        3~ fnmatch.filter({names}, {pattern})
        6~ fnmatch.translate({pattern})
        fnmatch.fnmatch({name}, {name})
        fnmatch.fnmatch({any}, {pattern})
        fnmatch.fnmatch({name}, {any})
        fnmatch.fnmatch({name}.encode(), {pattern}.encode())
        fnmatch.fnmatchcase({name}.encode(), {pattern})
        fnmatch.filter({items}, {pattern})
        fnmatch.translate({any})
        fnmatch.{_name}()
        fnmatch.filter({names}, pat={pattern})
    """,
    "name": lambda g: repr("".join(g.one(LETTERS) for _ in range(g.below(6)))),
    "names": listed("name", 5),
    "pattern": lambda g: repr(pattern(g)),
    "_name": "fnmatch\nfnmatchcase\nfilter\ntranslate",
}
