"""Cases for `itertools`."""

IMPORTS = "import itertools"

RULES = {
    "case": """
        2~ list(itertools.accumulate({items}))
        2~ list(itertools.accumulate({items}, {binary}))
        list(itertools.accumulate({items}, {binary}, initial={value}))
        2~ list(itertools.batched({items}, {small}))
        list(itertools.batched({items}, {small}, strict={bool}))
        2~ list(itertools.chain({items}, {items}))
        list(itertools.chain.from_iterable([{items}, {items}]))
        list(itertools.chain.from_iterable({items}))
        3~ list(itertools.combinations({few}, {short}))
        2~ list(itertools.combinations_with_replacement({few}, {short}))
        2~ list(itertools.compress({items}, {items}))
        3~ list(itertools.islice(itertools.count({number}, {number}), 4))
        list(itertools.islice(itertools.count({number}), {nat}))
        itertools.count({number}, {number})
        2~ list(itertools.islice(itertools.cycle({items}), {nat}))
        2~ list(itertools.dropwhile({predicate}, {items}))
        2~ list(itertools.takewhile({predicate}, {items}))
        2~ list(itertools.filterfalse({predicate}, {items}))
        3~ [(k, list(g)) for k, g in itertools.groupby({items})]
        2~ [(k, list(g)) for k, g in itertools.groupby({items}, {function})]
        list(map(list, [g for k, g in itertools.groupby({items})]))
        3~ list(itertools.islice({items}, {bound}))
        2~ list(itertools.islice({items}, {bound}, {bound}))
        3~ list(itertools.islice({items}, {bound}, {bound}, {bound}))
        2~ list(itertools.pairwise({items}))
        2~ list(itertools.permutations({few}, {short}))
        list(itertools.permutations({few}))
        2~ list(itertools.product({few}, {few}))
        list(itertools.product({few}, repeat={short}))
        list(itertools.repeat({value}, {small}))
        itertools.repeat({value}, {small})
        itertools.repeat({value})
        2~ list(itertools.starmap({binary}, zip({items}, {items})))
        list(itertools.starmap({binary}, {items}))
        2~ list(map(list, itertools.tee({items}, {short})))
        (t := itertools.tee({items}), next(t[0], None), list(t[1]), list(t[0]))[1:]
        3~ list(itertools.zip_longest({items}, {items}))
        list(itertools.zip_longest({items}, {items}, fillvalue={value}))
        itertools.{_name}({any})
        itertools.{_name}()
        itertools.{_name}({any}, {any})
        itertools.{_name}({items}, {any}, {any}, {any}, {any})
        itertools.{_name}({items}, foo={any})
        (i := itertools.{_lazy}({items}), next(i), next(i), next(i))[1:]
        sum(itertools.islice(itertools.cycle({smalls}), {nat}))
    """,
    "_name": "accumulate\nbatched\nchain\ncombinations\ncompress\ncount\ncycle\ndropwhile\nfilterfalse\ngroupby\nislice\npairwise\npermutations\nproduct\n"
             "repeat\nstarmap\ntakewhile\ntee\nzip_longest\ncombinations_with_replacement",
    "_lazy": "accumulate\nchain\ncycle\npairwise\nproduct\npermutations\nzip_longest",
    "few": lambda g: g.one([repr("abcd"[: g.below(5)]), "range(%d)" % g.below(5), "[%s]" % ", ".join(g.many("small", 4))]),
    "short": lambda g: g.one(["0", "1", "2", "3", "2", "-1", "5", "None"]),
    "bound": lambda g: g.one(["None", "0", "1", "2", "3", "5", "-1", "10**30", "True", "1.5"]) if g.chance(0.5) else str(g.below(7)),
    "value": "{small}\n{str}\nNone\n{float}",
}
