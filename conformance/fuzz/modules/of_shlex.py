"""Cases for `shlex`."""

from .grammar import listed, quoted

IMPORTS = "import shlex, io"

RULES = {
    "case": """
        8~ shlex.split({line})
        4~ shlex.split({line}, comments={bool})
        4~ shlex.split({line}, posix=False)
        3~ shlex.split({line}, True, {bool})
        4~ shlex.quote({line})
        2~ shlex.quote({str})
        3~ shlex.join({lines})
        2~ shlex.split(shlex.join({lines}))
        shlex.join({items})
        shlex.split({any})
        shlex.quote({any})
        shlex.join({any})
        shlex.split(io.StringIO({line}))
        shlex.{_name}()
        shlex.split({line}, {any}, {any})
        shlex.quote({str}) + shlex.quote({word})
    """,
    "line": quoted("_piece", 8, 0),
    "lines": listed("line", 4),
    "_piece": ["a", "b1", " ", " ", "  ", "'", "'", '"', '"', "\\", "\\'", '\\"', "\\\\", "#", "$x", "é", "\n", "\t", "-x", "=", "a b", "''", '""', "*", "\r", ";", "日"],
    "_name": "split\nquote\njoin",
}
