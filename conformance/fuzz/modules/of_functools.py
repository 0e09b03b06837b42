"""Cases for `functools`."""

IMPORTS = "import functools"

RULES = {
    "case": """
        5~ functools.reduce({binary}, {items})
        4~ functools.reduce({binary}, {items}, {number})
        functools.reduce({any}, {items})
        functools.reduce({binary}, {any})
        functools.reduce({binary}, {items}, initial={number})
        4~ functools.partial({callable}, {value})({value})
        3~ functools.partial({callable}, {value}, {_named})({value})
        2~ functools.partial({callable}, {_named})({value}, {_named})
        2~ functools.partial(functools.partial({callable}, {value}), {value})()
        (p := functools.partial({callable}, {value}, {_named}), p.args, p.keywords)[1:]
        functools.partial({any})
        functools.partial({value}, {value})()
        functools.partial()
        4~ sorted({items}, key=functools.cmp_to_key({compare}))
        2~ functools.cmp_to_key({compare})({value}) {_order} functools.cmp_to_key({compare})({value})
        max({items}, key=functools.cmp_to_key({compare}))
        functools.cmp_to_key({any})
        functools.cmp_to_key({compare})({value}) < {value}
        4~ (f := functools.lru_cache({size})(lambda x: [x]), [f(x) for x in {items}], f.cache_info())[1:]
        2~ (f := functools.lru_cache({size}, {bool})(lambda *a, **k: (a, k)), f({value}), f({value}, {_named}), f({_named}), f.cache_info())[1:]
        (f := functools.cache({function}), [f(x) for x in {items}], f.cache_info(), f.cache_clear(), f.cache_info())[1:]
        functools.lru_cache({any})
        functools.lru_cache(maxsize={size}, typed={bool})({function}).cache_parameters()
        functools.wraps({function})(lambda y: y)({value})
        functools.cache({any})
    """,
    "callable": """
        lambda *a, **k: (a, k)
        max
        int
        str
        sorted
        lambda a, b=2: (a, b)
        print
        divmod
        dict
        '{!r}'.format
        pow
    """,
    "_named": "x={value}\nb={value}\nkey=len\nbase=2\nreverse=True\nsep='-'\n**{'a': {value}}",
    "value": "{int}\n{str}\n{smalls}\n{float}\n{small}\n{words}\n{any}",
    "compare": "lambda a, b: (a > b) - (a < b)\nlambda a, b: b - a\nlambda a, b: 0\nlambda a, b: len(a) - len(b)\nlambda a, b: None\nlambda a, b: a - b\nlambda a: 1",
    "size": "None\n0\n1\n2\n3\n128\n-1\n{any}",
    "_order": "<\n>\n<=\n>=\n==\n!=",
}
