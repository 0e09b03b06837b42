"""Cases for `bisect`."""

IMPORTS = "import bisect, collections"

RULES = {
    "case": """
        6~ bisect.{_find}({sorted}, {value})
        3~ bisect.{_find}({sorted}, {value}, {bound}, {bound})
        2~ bisect.{_find}({sorted}, {value}, hi={bound})
        2~ bisect.{_find}({sorted}, {value}, lo={bound}, key={function})
        4~ (a := {sorted}, bisect.{_insert}(a, {value}), a)[2]
        2~ (a := {sorted}, bisect.{_insert}(a, {value}, {bound}, {bound}), a)[2]
        2~ (a := {sorted}, bisect.{_insert}(a, {value}, key={function}), a)[2]
        (a := collections.deque({sorted}), bisect.{_insert}(a, {value}), a)[2]
        bisect.{_find}({items}, {value})
        bisect.{_find}({any}, {value})
        bisect.{_find}({sorted}, {any}, {any}, {any})
        bisect.{_insert}({any}, {value})
        bisect.{_find}({sorted})
        bisect.{_find}({sorted}, {value}, foo={any})
        bisect.{_find}({sorted}, {value}, 0, None, None)
        bisect.{_find}(x={value}, a={sorted})
    """,
    "_find": "bisect\nbisect_left\nbisect_right",
    "_insert": "insort\ninsort_left\ninsort_right",
    "sorted": "sorted({smalls})\nsorted({smalls})\nsorted({words})\nsorted({numbers})\n{smalls}\nrange({nat})\ntuple({smalls})\n{str}",
    "value": "{small}\n{small}\n{float}\n{word}\n{str}",
    "bound": "0\n1\n2\n3\n-1\n-2\n10\nNone\n{any}",
}
