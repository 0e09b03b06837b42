"""Cases for `io.StringIO`, and for `json.dump` and `json.load` over it."""

from .grammar import quoted

IMPORTS = "import io, json"

RULES = {
    "case": """
        8~ (f := {file}, f.{_step}, f.{_step}, f.tell(), f.getvalue())[1:]
        6~ (f := {file}, f.{_step}, f.{_step}, f.{_step}, f.{_step}, f.read())[1:]
        2~ list({file})
        2~ (f := {file}, next(f, None), f.{_step}, list(f))[1:]
        3~ (f := io.StringIO(), json.dump({data}, f), f.getvalue())[1:]
        2~ (f := io.StringIO(), json.dump({data}, f, indent={nat}, sort_keys={bool}), f.getvalue())[1:]
        2~ json.load(io.StringIO(json.dumps({data})))
        json.load(io.StringIO({lines}))
        json.dump({data}, {any})
        json.load({any})
        json.load()
        json.dump({data})
        io.StringIO({any})
        io.StringIO({lines}, {any})
        io.StringIO({lines}, newline={newline}, foo=1)
        {file}.{_step}
        {file}.foo
        (f := {file}, f.close(), f.closed, f.{_step})
    """,
    "file": "3~ io.StringIO({lines})\nio.StringIO()\nio.StringIO({lines}, newline={newline})\nio.StringIO({str})",
    "newline": "None\n''\n'\\n'\n'\\r'\n'\\r\\n'\n'x'",
    "lines": quoted("_piece", 7, 0),
    "_piece": ["a", "bc", "é", "\n", "\n", "\r\n", "\r", " ", "日", "x" * 20],
    "_step": """
        2~ read({size})
        2~ read()
        2~ readline()
        readline({size})
        readlines()
        readlines({size})
        3~ write({lines})
        writelines([{lines}, {lines}])
        2~ seek({place})
        seek(0, {whence})
        seek({place}, {whence})
        tell()
        truncate()
        truncate({size})
        getvalue()
        closed
        readable()
        writable()
        seekable()
        isatty()
        line_buffering
        encoding
        write({any})
        read({any})
        writelines({any})
        read({size}, {size})
        seek()
    """,
    "size": lambda g: g.one(["0", "1", "2", "3", "5", "-1", "None", "100", "True"]),
    "place": lambda g: g.one(["0", "1", "2", "4", "6", "-1", "12"]),
    "whence": "0\n1\n2\n3\n-1",
}
