"""Cases for `zlib`."""

IMPORTS = "import zlib"

RULES = {
    "case": """
        4~ zlib.{_name}({bytes})
        3~ zlib.{_name}({bytes}, {int})
        3~ zlib.{_name}({bytes} * {many})
        zlib.{_name}({bytes}, zlib.{_name}({bytes}))
        zlib.{_name}({any})
        zlib.{_name}({bytes}, {any})
        zlib.{_name}()
        zlib.{_name}({bytes}, {int}, {int})
        zlib.{_name}(data={bytes})
        zlib.{_name}({bytes}, value={int})
    """,
    "_name": "crc32\nadler32",
    "many": lambda g: str(g.below(2000)),
}
