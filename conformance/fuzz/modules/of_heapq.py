"""Cases for `heapq`."""

IMPORTS = "import heapq"

RULES = {
    "case": """
        3~ (h := {items}, heapq.heapify(h), h)[2]
        3~ (h := {list}, heapq.heapify(h), heapq.heappop(h), h)[2:]
        3~ (h := {list}, heapq.heapify(h), heapq.heappush(h, {value}), h)[3]
        2~ (h := {list}, heapq.heappush(h, {value}), heapq.heapreplace(h, {value}), heapq.heappushpop(h, {value}), h)[2:]
        2~ (h := {list}, heapq.heapify(h), [heapq.heappop(h) for _ in range({nat})], h)[2:]
        (h := [], [heapq.heappush(h, x) for x in {items}], h)[2]
        5~ heapq.nlargest({count}, {items})
        5~ heapq.nsmallest({count}, {items})
        3~ heapq.nlargest({count}, {items}, key={function})
        3~ heapq.nsmallest({count}, {items}, {function})
        heapq.nsmallest({count}, [(1, 'b'), (1, 'a'), ({small}, 'c'), ({small}, 'd')], key=lambda p: p[0])
        5~ list(heapq.merge({sorted}, {sorted}))
        2~ list(heapq.merge({sorted}, {sorted}, {items}))
        2~ list(heapq.merge({items}, {items}, key={function}))
        2~ list(heapq.merge({items}, {items}, reverse={bool}, key={function}))
        (m := heapq.merge({sorted}, {items}), next(m, 'end'), next(m, 'end'))[1:]
        list(heapq.merge(*{any}))
        heapq.{_one}({any})
        heapq.{_one}()
        heapq.{_two}({any}, {any})
        heapq.{_two}({smalls})
        heapq.{_pick}({any}, {any})
        heapq.{_pick}(n={count}, iterable={items}, key=None)
        heapq.{_one}(heap={smalls})
    """,
    "list": "{smalls}\n{smalls}\n[{value}, {value}, {value}]\n{words}\n{numbers}\n[]",
    "sorted": "sorted({smalls})\nsorted({words})\nrange({nat})\nsorted({numbers})",
    "value": "{small}\n{small}\n{float}\n{word}\n({small}, {word})\n[{small}]",
    "count": "0\n1\n2\n3\n5\n-1\n10\n{any}\n{small}",
    "_one": "heappop\nheapify",
    "_two": "heappush\nheapreplace\nheappushpop",
    "_pick": "nlargest\nnsmallest",
}
