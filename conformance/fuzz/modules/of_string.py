"""Cases for `string`."""

from .grammar import mutated

IMPORTS = "import string"

RULES = {
    "case": """
        3~ string.capwords({str})
        2~ string.capwords({text}, {separator})
        string.capwords({text}, sep={separator})
        8~ string.Template({template}).substitute({mapping})
        4~ string.Template({template}).substitute({mapping}, {_key}={value})
        4~ string.Template({template}).safe_substitute({mapping})
        2~ string.Template({template}).safe_substitute({_key}={value})
        3~ string.Template({template}).get_identifiers()
        3~ string.Template({template}).is_valid()
        string.Template({template}).template
        string.Template({any}).substitute({mapping})
        string.Template({template}).substitute({any})
        string.Template({template}).substitute({mapping}, {mapping})
        string.Template()
        string.capwords({any})
        string.{_constant}
        {str} in string.{_constant}
    """,
    "template": mutated("_template", "$${}_a9 \né"),
    "_template": lambda g: "".join(g.of("_piece") for _ in range(g.below(6))),
    "_piece": ["${_key}", "${_key}", "${{_key}}", "${{_key}}", "$$", "$", "$ ", "$1", "${1}", "${", "${}", "${_key", "text ", "\n", "ä", "$ä", "$_x", "${a-b}", "$A"],
    "_key": "a\nb\nname\nx1\nA",
    "mapping": "{'a': {value}, 'b': {value}}\n{'name': {value}}\n{}\n{'a': {value}, 'x1': {value}, 'A': {value}, 'name': {value}, 'b': {value}}",
    "value": "{str}\n{int}\n{float}\nNone\n[{str}]",
    "separator": "' '\n'-'\n''\nNone\n'a'",
    "_constant": "ascii_letters\nascii_lowercase\nascii_uppercase\ndigits\nhexdigits\noctdigits\nprintable\npunctuation\nwhitespace",
}
