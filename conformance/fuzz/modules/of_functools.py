"""Cases for `functools`."""

IMPORTS = '''import functools
from collections import Counter, OrderedDict, abc
def dispatching(base, *pairs):
    function = functools.singledispatch(base)
    for kind, answer in pairs:
        function.register(kind, lambda *a, answer=answer, **k: (answer, a, k))
    return function
def noted():
    @functools.singledispatch
    def f(x, *more):
        return 'any', x, more
    @f.register
    def _(x: int, y=1):
        return 'int', x, y
    @f.register
    def _(x: list | tuple):
        return 'several', x
    @f.register(str)
    def text(x):
        return 'text', x
    return f'''

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
        6~ dispatching(lambda *a: a, ({type}, 1), ({type}, 2), ({type}, 3))({value})
        2~ dispatching(lambda *a: a, ({type}, 1), ({type}, 2))({value}, {value}, x={value})
        3~ noted()({value})
        noted()({value}, {value})
        2~ dispatching(lambda *a: 0, ({type}, 1)).dispatch({type})({value})
        dispatching(lambda *a: 0, ({type}, 1), ({any}, 2))({value})
        dispatching(lambda *a: 0)()
        functools.singledispatch({any})
        dispatching(lambda *a: 0).register({any})
        dispatching(lambda *a: 0).register({type})({function})({value})
        dispatching(lambda *a: 0).{_name}
    """,
    "type": "int\nbool\nfloat\nstr\nlist\ntuple\ndict\nobject\nCounter\nOrderedDict\nbytes\ntype(None)\nException\nValueError\nabc.Mapping\nabc.Sequence\nint | str\nabc.Sized",
    "_name": "registry\n__name__\nfoo\nregister",
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
    "value": "Counter({str})\nTrue\nNone\nValueError(1)\n{int}\n{str}\n{smalls}\n{float}\n{small}\n{words}\n{any}",
    "compare": "lambda a, b: (a > b) - (a < b)\nlambda a, b: b - a\nlambda a, b: 0\nlambda a, b: len(a) - len(b)\nlambda a, b: None\nlambda a, b: a - b\nlambda a: 1",
    "size": "None\n0\n1\n2\n3\n128\n-1\n{any}",
    "_order": "<\n>\n<=\n>=\n==\n!=",
}
