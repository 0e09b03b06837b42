"""Cases for `copy`."""

IMPORTS = "import copy, datetime, collections, re, ipaddress, operator, functools"

RULES = {
    "case": """
        3~ copy.copy({value})
        4~ copy.deepcopy({value})
        3~ (x := {value}, y := copy.copy(x), x is y, x == y, type(y).__name__)[2:]
        3~ (x := {value}, y := copy.deepcopy(x), x is y, x == y, type(y).__name__)[2:]
        2~ (x := [{value}, {value}], y := copy.deepcopy([x, x]), y[0] is y[1], y[0] is x, y[0][0] is x[0])[2:]
        (x := [{value}], x.append(x), y := copy.deepcopy(x), y[1] is y, y)[3:]
        (x := {'a': {value}}, x.update(b=x), y := copy.deepcopy(x), y['b'] is y, y)[3:]
        (x := {value}, y := copy.copy([x]), y[0] is x)[2]
        2~ copy.replace({value}, {_name}={nat})
        copy.replace(datetime.date(2020, 1, {nat}), {_name}={nat})
        copy.replace(datetime.datetime(2020, 1, 2), hour={int})
        copy.replace(collections.namedtuple('P', 'a b')(1, 2), {_name}={nat})
        copy.copy({any})
        list(copy.copy({iterator}))
        (i := {iterator}, next(i, None), j := copy.copy(i), list(i), list(j))[3:]
        copy.deepcopy({value}, {any})
        copy.copy()
        copy.{_function}({value}, memo={any})
    """,
    "_function": "copy\ndeepcopy\nreplace",
    "_name": "a\nb\nday\nhour\nx",
    "iterator": """
        iter({smalls})
        iter(tuple({smalls}))
        iter({str})
        iter(range({nat}))
        reversed({smalls})
        iter(dict.fromkeys({smalls}))
        enumerate({smalls})
        zip({smalls}, {smalls})
        map(str, {smalls})
        iter(collections.deque({smalls}))
    """,
    "value": """
        {data}
        [{data}, {value}]
        ({data}, {value})
        {{str}: {value}}
        collections.deque([{value}], {nat})
        collections.Counter({str})
        collections.OrderedDict(a={value})
        collections.defaultdict(list, a={value})
        collections.ChainMap({'a': {value}})
        datetime.date(2020, 1, 2)
        datetime.timedelta({nat})
        datetime.timezone.utc
        re.compile('a')
        ipaddress.ip_address('10.0.0.1')
        range({nat})
        slice({nat}, {value})
        ValueError({value})
        int
        len
        {bytes}
        frozenset([{nat}])
        operator.itemgetter({nat})
        collections.namedtuple('P', 'a b')({value}, {value})
    """,
}
