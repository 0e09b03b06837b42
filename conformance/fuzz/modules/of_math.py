"""Cases for `math`."""

IMPORTS = "import math"

ONE = "acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor gamma lgamma log log10 log1p log2 modf frexp " \
      "radians sin sinh sqrt tan tanh trunc ulp isfinite isinf isnan"
TWO = "atan2 copysign fmod pow remainder log nextafter hypot isclose"

RULES = {
    "case": "\n    " + "\n    ".join(
        ["2~ math.%s({number})" % name for name in ONE.split()]
        + ["2~ math.%s({number}, {number})" % name for name in TWO.split()]
    ) + """
        math.{_name}({any})
        math.{_name}()
        math.{_name}({number}, {number}, {number})
        math.{_name}(x={number})
        3~ math.comb({count}, {count})
        3~ math.perm({count}, {count})
        math.perm({count})
        3~ math.factorial({count})
        4~ math.gcd({int}, {int})
        math.gcd({int}, {int}, {int})
        math.gcd(*{ints})
        3~ math.lcm({int}, {int})
        math.lcm(*{smalls})
        4~ math.isqrt({int})
        4~ math.fsum({numbers})
        2~ math.prod({numbers})
        math.prod({numbers}, start={number})
        3~ math.sumprod({numbers}, {numbers})
        math.sumprod([{float}, {number}, {float}], [{number}, {float}, {number}])
        2~ math.sumprod([{int}, {int}], [{int}, {int}])
        3~ math.dist({numbers}, {numbers})
        2~ math.dist([{number}, {number}], ({number}, {number}))
        2~ math.hypot(*{numbers})
        2~ math.ldexp({number}, {int})
        math.ldexp({float}, {small})
        3~ math.fma({number}, {number}, {number})
        2~ math.isclose({number}, {number}, rel_tol={float}, abs_tol={float})
        math.nextafter({float}, {float}, steps={int})
        math.pow({number}, {small})
        math.log({int}, {int})
        math.log(10**{exponent}, {number})
        math.log2(2**{exponent})
        math.log10(10**{exponent})
        math.{_constant}
    """,
    "_name": lambda g: g.one((ONE + " " + TWO + " gcd lcm comb perm factorial fsum prod dist ldexp fma isqrt sumprod").split()),
    "_constant": "pi\ne\ntau\ninf\nnan",
    "exponent": lambda g: str(g.below(400)),
    "count": lambda g: str(g.below(70) - 3) if g.chance(0.9) else g.one(["1.0", "200", "True", "10**20", "-10**20", "300"]),
}
