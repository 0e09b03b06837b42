"""Cases for `ast.literal_eval`."""

from .grammar import mutated

IMPORTS = "import ast"

RULES = {
    "case": """
        8~ ast.literal_eval({text})
        4~ ast.literal_eval(repr({data}))
        ast.literal_eval({odd})
        ast.literal_eval({any})
        ast.literal_eval()
        ast.literal_eval({text}, {text})
        ast.literal_eval(node_or_string={text})
    """,
    "text": mutated("_text", "()[]{},:'\"-+ 01ab.\\#_=", 0.2),
    "odd": lambda g: repr(g.of("_odd")),
    "_text": """
        3~ {_literal}
        {_literal}, {_literal}
         {_literal}
        {_literal} # note
        {_odd}
    """,
    "_literal": """
        {_number}
        -{_number}
        +{_number}
        {_quoted}
        b{_quoted}
        {_quoted} {_quoted}
        True
        None
        ...
        [{_literal}, {_literal}]
        ({_literal},)
        ({_literal})
        {{_quoted}: {_literal}, {_number}: {_literal}}
        {{_number}}
        []
        {}
        ()
        set()
    """,
    "_number": "{_digits}\n{_digit}\n{_digit}.{_digits}\n1e{_digit}\n0x{_digit}F\n1_{_digit}00\n0{_digit}\n1e400",
    "_quoted": "'{_word}'\n\"{_word}\"\nr'\\d'\n'\\n{_word}'\n'\\x41'\nu'é'\n''",
    "_odd": """
        {_word}
        {_literal} + {_literal}
        --{_number}
        not {_literal}
        {_word}({_literal})
        {_literal}.{_word}
        {_literal}[{_literal}]
        [{_word}, {_literal}]
        {{_word}: {_word}}
        lambda: {_literal}
        [x for x in {_literal}]
        {_literal} if {_literal} else {_literal}
        {_literal} < {_literal}
        {_literal} and {_literal}
        f'{_word}'
        [*{_literal}]
        {**{_literal}}
        x = {_literal}
        -{_quoted}
        -True
        ~{_number}
        {{_literal}: {_literal}}
        {{_literal}}
        return {_literal}
        set({_literal})
    """,
}
