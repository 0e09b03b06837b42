"""Cases for `collections`."""

IMPORTS = "from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple"

RULES = {
    "case": """
        3~ {counter}
        4~ {counter} {_algebra} {counter}
        {counter} {_algebra} {value}
        {counter} {_order} {counter}
        2~ {counter}.most_common({count})
        list({counter}.elements())
        {counter}.total()
        2~ (c := {counter}, c.{_update}({items}), c)[1:]
        (c := {counter}, c.{_update}({counter}), c)[1:]
        (c := {counter}, c[{value}], c.get({value}), c)[1:]
        [+{counter}, -{counter}]
        (c := {counter}, c := c {_augmented} {counter}, c)[2]
        3~ {deque}
        8~ (d := {deque}, d.{dequed}, d)[1:]
        3~ (d := {deque}, d.{dequed}, d.{dequed}, d)[1:]
        2~ {deque} {_order} {deque}
        {deque} {_star} {small}
        {deque} + {value}
        {deque}[{small}]
        (d := {deque}, d.maxlen, len(d), {value} in d, list(reversed(d)))[1:]
        2~ (o := {ordered}, o.{odered}, o)[1:]
        2~ {ordered} == {ordered}
        {ordered} | {{value}: {value}}
        list(reversed({ordered}))
        3~ (d := defaultdict({factory}), d[{value}], d)[1:]
        2~ (d := defaultdict({factory}, {{value}: {value}}), [d[k] for k in {items}], d)[1:]
        defaultdict({factory}, {value})
        (d := defaultdict({factory}), d.{dicted}, d)[1:]
        3~ (m := {chain}, m[{key}], m)[1:]
        2~ (m := {chain}, m.{dicted}, m)[1:]
        (m := {chain}, m.maps, m.parents, m.new_child({dict}))[1:]
        (m := {chain}, list(m), len(m), {key} in m, list(m.items()), dict(m))[1:]
        4~ (P := namedtuple({word}, {fields}), {made})[1:]
        2~ (P := namedtuple('P', 'a b'), p := P({value}, {value}), p.{tupled}, p)[1:]
        (P := namedtuple('P', 'a b', defaults={items}), P({value}))[1]
        (P := namedtuple('P', {names}, rename={bool}), P.__name__)[1]
        (P := namedtuple('P', 'a b'), P({value}, {value}) {_order} ({value}, {value}))[1]
        {_class}({any})
        {_class}({any}, {any})
        {_class}({items})
        {_class}({items}).foo
        (c := {_class}({items}), list(c), len(c), bool(c))
        {_class}(foo={value})
    """,
    "counter": "Counter({items})\nCounter({str})\nCounter({smalls})\nCounter({{value}: {number}, {value}: {number}})\nCounter({str}, a={number})\nCounter(a={small}, b={small})\nCounter()",
    "_algebra": "+\n-\n&\n|",
    "_augmented": "+\n-\n&\n|",
    "_update": "update\nsubtract",
    "_order": "==\n!=\n<\n<=\n>\n>=",
    "_star": "*\n+\n*",
    "count": "None\n0\n1\n2\n-1\n{small}",
    "deque": "deque({items})\ndeque({items}, {nat})\ndeque({smalls}, maxlen={nat})\ndeque({words})\ndeque({smalls})",
    "dequed": """
        append({value})
        appendleft({value})
        clear()
        copy()
        count({small})
        extend({items})
        extendleft({items})
        2~ index({small})
        index({small}, {small})
        index({small}, {small}, {small})
        2~ insert({small}, {value})
        pop()
        popleft()
        2~ remove({small})
        reverse()
        2~ rotate({small})
        rotate()
        foo({value})
        pop({value})
        append()
    """,
    "ordered": "OrderedDict({dict})\nOrderedDict([({key}, {value}), ({key}, {value})])\nOrderedDict(a={value}, b={value})\nOrderedDict.fromkeys({words}, {value})\nOrderedDict()",
    "odered": "move_to_end({key})\nmove_to_end({key}, {bool})\nmove_to_end({key}, last=False)\npopitem()\npopitem({bool})\npopitem(last=False)\n{dicted}",
    "dicted": """
        pop({key})
        pop({key}, {value})
        get({key})
        setdefault({key}, {value})
        setdefault({key})
        update({dict})
        update(a={value})
        copy()
        keys()
        items()
        values()
        clear()
        popitem()
        foo()
    """,
    "factory": "int\nlist\nstr\nNone\nlambda: 5\ndict\n{any}",
    "chain": "ChainMap({dict}, {dict})\nChainMap({dict})\nChainMap()\nChainMap({dict}, {dict}, {ordered})",
    "dict": "{{key}: {value}}\n{'a': {value}, 'b': {value}}\n{}\n{{key}: {value}, {key}: {value}}\ndict.fromkeys({words})",
    "key": "'a'\n'b'\n'c'\n1\n{small}\n{word}",
    "value": "{small}\n{str}\n{float}\n'a'\nNone\n{smalls}\n{any}",
    "fields": "'a b'\n'a,b'\n['a', 'b']\n'x'\n{word}\n{names}\n''",
    "names": "'a a'\n'a class'\n'_a b'\n['1', 'a']\n{words}\n'a, b,c'\n('x', 'y')\n{any}",
    "made": "P({value}, {value})\nP({value})\nP(a={value}, b={value})\nP(*{items})\nP({value}, b={value})\nP({value}, a={value})\nP(x={value})",
    "tupled": "a\nb\ncount({value})\nindex({value})\nfoo\na.b",
    "_class": "Counter\ndeque\nOrderedDict\ndefaultdict\nChainMap\nnamedtuple",
}
