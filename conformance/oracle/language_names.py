#!/usr/bin/env python3.13
"""Write what CPython 3.13 has of syntax, built-in names and attributes of built-in types.

    python3.13 conformance/oracle/language_names.py > crates/hognose/tests/data/language.json

`crates/hognose/tests/language.rs` holds `spec/language.md` to it.
"""

import ast
import builtins
import json


def public(names):
    return [name for name in names if not name.startswith("_")]


def nodes():
    """The node types of the grammar: those that have none below them, without what only old versions make."""
    found = set()
    todo = [ast.stmt, ast.expr, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.pattern, ast.excepthandler, ast.type_param]
    while todo:
        kind = todo.pop()
        below = [child for child in kind.__subclasses__() if not child.__module__ == "ast" or child in vars(ast).values()]
        todo += below
        if not below:
            found.add(kind.__name__)
    return sorted(found - {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "_ast_Ellipsis"})


def types():
    def generator():
        yield

    function = generator
    samples = {
        "NoneType": None, "function": function, "generator": generator(), "dict_keys": {}.keys(), "dict_values": {}.values(),
        "dict_items": {}.items(), "builtin_function_or_method": len,
    }
    kinds = {name: type(sample) for name, sample in samples.items()}
    for name, value in vars(builtins).items():
        if isinstance(value, type) and not name.startswith("_"):
            kinds[value.__name__] = value
    return {name: public(dir(kind)) for name, kind in sorted(kinds.items())}


def main():
    names = {"nodes": nodes(), "builtins": public(dir(builtins)), "types": types()}
    print(json.dumps(names, indent=1))


if __name__ == "__main__":
    main()
