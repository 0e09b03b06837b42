"""Cases for `json`."""

from .grammar import mutated

IMPORTS = "import json"

RULES = {
    "case": """
        4~ json.dumps({data})
        6~ json.dumps({data}, {option})
        4~ json.dumps({data}, {option}, {option2})
        json.dumps({any})
        json.dumps([{any}, {data}], {option})
        8~ json.loads({text})
        2~ json.loads({text}.encode({codec}))
        4~ json.loads({text}, {hook})
        json.loads({any})
        json.loads(json.dumps({data}))
        json.loads({str})
        json.dumps(json.loads({text}), {option})
    """,
    "option": """
        indent={indent}
        sort_keys={bool}
        separators={separators}
        ensure_ascii={bool}
        allow_nan={bool}
        skipkeys=True
        default={function}
        default=str
        check_circular=False
        indent={any}
        separators={any}
        cls=None
        foo={any}
    """,
    "option2": """
        indent={indent}
        sort_keys=True
        ensure_ascii=False
        skipkeys=True
        default=repr
    """,
    "hook": """
        parse_float=str
        parse_int=float
        parse_int=str
        parse_float={function}
        parse_constant=str
        parse_constant=lambda x: x + '!'
        object_hook={hooking}
        object_pairs_hook={hooking}
        object_hook=len, object_pairs_hook=list
        strict={bool}
        strict=False
        cls=None
        foo={any}
    """,
    "hooking": "len\nlist\nsorted\nlambda d: d\nstr\ntuple\nlambda d: [d]\nint",
    "indent": "0\n1\n2\n4\n-1\n''\n' '\n'\\t'\n'--'\nNone\nTrue\n'é'",
    "separators": "(',', ':')\n(', ', ': ')\n('', '')\n('é', '=')\n(',',)\n(',', ':', 1)\n[';', '=']\n'ab'\n(1, 2)\nNone",
    "codec": "'utf-8'\n'utf-8'\n'utf-16'\n'utf-32'\n'utf-16-le'\n'utf-16-be'\n'utf-32-be'\n'utf-8-sig'\n'latin-1', 'ignore'",
    "data": """
        {int}
        {float}
        2~ {str}
        {bool}
        None
        2~ [{data}, {data}]
        [{data}]
        ({data}, {data})
        2~ {{str}: {data}}
        {{str}: {data}, {key}: {data}, {key}: {data}}
        {{word}: {data}, {word}: {data}}
        []
        {}
        ()
        '\\ud800'
        '\\u2028\\x7f"\\\\'
    """,
    "text": mutated("_json", ['"', "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\t", "1", "0", ".", "e", "-", "+", "u", "a", "\x00", "é", "\ufeff", "t", "/"]),
    "_json": """
        2~ {_space}{_object}{_space}
        {_array}
        {_value}
        {_space}{_value}{_space}
    """,
    "_space": ["", "", "", " ", "\n", "\t \r", "\x0c", "\xa0"],
    "_value": """
        {_object}
        {_array}
        2~ {_number}
        2~ "{_letters}"
        true
        false
        null
        NaN
        Infinity
        -Infinity
        nul
        True
    """,
    "_object": """
        {"{_letters}": {_value}}
        {"{_letters}" :{_value} , "{_letters}": {_value}}
        {"a": {_value}, "a": {_value}}
        {{_space}}
        {"a": {_value},}
    """,
    "_array": "[{_value}]\n[{_value},{_value}]\n[{_value}, {_space}{_value}{_space}]\n[{_space}]\n[{_value},]\n[[{_value}]]",
    "_number": """
        {_digits}
        -{_digits}
        {_digits}.{_digits}
        {_digits}e{_digit}
        {_digit}E-{_digits}
        {_digit}.{_digits}e+{_digit}
        0{_digit}
        -0
        0.0
        -0.0
        1e400
        {_digits}{_digits}{_digits}{_digits}{_digits}
        .5
        1.
        -
    """,
    "_letters": lambda g: "".join(g.of("_piece") for _ in range(g.below(4))),
    "_piece": ["{_letter}", "{_letter}", "{_char}", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\uDE00", "\\u12", "\\x", "\\b\\f\\r\\t",
               "\\u 123", "\\u+123", "\\u00E9", "\n", "\x1f", "\\ud83d\\u0041", "😀"],
}
