"""Cases for `operator`."""

IMPORTS = "import operator"
TWO = "add and_ concat contains countOf eq floordiv ge getitem gt iadd iand iconcat ifloordiv imod imul indexOf ior is_ is_not isub itruediv ixor le " \
      "lt matmul mod mul ne or_ sub truediv xor".split()
ONE = "abs index inv invert neg not_ pos truth length_hint".split()

RULES = {
    "case": """
        6~ operator.{_two}({value}, {value})
        4~ operator.{_two}({number}, {number})
        3~ operator.{_shift}({int}, {nat})
        4~ operator.{_one}({value})
        operator.setitem({value}, {value}, {value})
        operator.delitem({value}, {value})
        (x := {smalls}, operator.setitem(x, {small}, {value}), x)[2]
        (x := {smalls}, operator.delitem(x, {small}), x)[2]
        4~ operator.itemgetter({index})({value})
        3~ operator.itemgetter({index}, {index})({value})
        operator.itemgetter()
        3~ operator.attrgetter({name})({value})
        operator.attrgetter({name}, {name})({value})
        3~ operator.methodcaller({method})({value})
        2~ operator.methodcaller({method}, {value})({value})
        operator.methodcaller('split', sep={str})({str})
        operator.methodcaller({any})
        operator.attrgetter({any})
        list(map(operator.{_two}, {items}, {items}))
        sorted([{pair}, {pair}, {pair}], key=operator.itemgetter({index}))
        operator.call({function}, {value})
        operator.length_hint({items}, {small})
        operator.{_two}({value})
        operator.{_one}()
        operator.{_two}(a={value}, b={value})
        repr(operator.itemgetter({index}))
        repr(operator.methodcaller({method}, {small}, k={small}))
        repr(operator.attrgetter({name}))
    """,
    "_two": lambda g: g.one(TWO),
    "_one": lambda g: g.one(ONE),
    "_shift": "lshift\nrshift\npow\nilshift\nirshift\nipow",
    "value": "{int}\n{float}\n{str}\n{smalls}\n{bytes}\n{bool}\nNone\ntuple({smalls})\n{{word}: {small}}\nrange({small})\n{small}\n{any}",
    "index": "0\n1\n-1\n2\n'a'\nslice(1, 3)\n{any}\n{small}",
    "name": "'real'\n'imag'\n'numerator'\n'start'\n'stop'\n'real.imag'\n'foo'\n'real.foo'\n''\n'upper'\n'args'",
    "method": "'upper'\n'split'\n'count'\n'append'\n'keys'\n'get'\n'bit_length'\n'foo'\n'index'\n'join'\n'startswith'",
    "pair": "({small}, {word})\n[{small}, {small}]\n{str}",
}
