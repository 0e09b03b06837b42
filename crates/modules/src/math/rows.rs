//! What a policy sees of `math`: rows, and the functions of floats.

use hognose_eval::class::Module;
use hognose_eval::number::{self, Int, IntRef};
use hognose_eval::ops::{arith, convert, own_type_name};
use hognose_eval::row::{Member, Row, Signature, keyword_only, p_only, p_only_optional, required, rest};
use hognose_eval::{Context, R, Value, function};

use super::whole;
use super::{Base, Unary};
use crate::glue::{Big, OrStop};

/// The module.
pub static MODULE: Module = Module { name: "math", rows: &[UNARY, FLOATS, INTEGERS, SUMS, CONSTANTS] };

const ONE: Signature = Signature::one(&[p_only("x")]);
const TWO: Signature = Signature::positional(&[p_only("x"), p_only("y")]);

macro_rules! unary {
    ($name:literal, $function:ident, $doc:literal) => {
        Row::new(
            $name,
            ONE,
            $doc,
            Member::Function(|cx, call| {
                Unary::$function.apply(call.get(cx, 0)?).or_stop(cx).map(Value::float)
            }),
        )
        .called(concat!("math.", $name))
    };
}

static UNARY: &[Row] = &[
    unary!("acos", Acos, "The arc cosine, in radians."),
    unary!("acosh", Acosh, "The inverse hyperbolic cosine."),
    unary!("asin", Asin, "The arc sine, in radians."),
    unary!("asinh", Asinh, "The inverse hyperbolic sine."),
    unary!("atan", Atan, "The arc tangent, in radians."),
    unary!("atanh", Atanh, "The inverse hyperbolic tangent."),
    unary!("cbrt", Cbrt, "The cube root."),
    unary!("cos", Cos, "The cosine of an angle in radians."),
    unary!("cosh", Cosh, "The hyperbolic cosine."),
    unary!("degrees", Degrees, "An angle in degrees, given in radians."),
    unary!("erf", Erf, "The error function."),
    unary!("erfc", Erfc, "What the error function lacks to one."),
    unary!("exp", Exp, "e to that power."),
    unary!("exp2", Exp2, "2 to that power."),
    unary!("expm1", Expm1, "e to that power, less one."),
    unary!("fabs", Fabs, "The size of a number, as a float."),
    unary!("gamma", Gamma, "The gamma function."),
    unary!("lgamma", Lgamma, "The logarithm of the size of the gamma function."),
    unary!("log1p", Log1p, "The natural logarithm of one and the number."),
    unary!("radians", Radians, "An angle in radians, given in degrees."),
    unary!("sin", Sin, "The sine of an angle in radians."),
    unary!("sinh", Sinh, "The hyperbolic sine."),
    unary!("sqrt", Sqrt, "The square root."),
    unary!("tan", Tan, "The tangent of an angle in radians."),
    unary!("tanh", Tanh, "The hyperbolic tangent."),
];

static FLOATS: &[Row] = &[
    function!("atan2", TWO, "The angle of the point (y, x), in radians.", atan2, 2).called("math.atan2"),
    function!("copysign", TWO, "A float with the sign of another.", copysign, 2).called("math.copysign"),
    function!("fmod", TWO, "The rest of a division towards zero.", fmod, 2).called("math.fmod"),
    function!("pow", TWO, "A power of floats.", pow, 2).called("math.pow"),
    function!("remainder", TWO, "The rest of a division to the nearest.", remainder, 2)
        .called("math.remainder"),
    function!(
        "fma",
        Signature::positional(&[p_only("x"), p_only("y"), p_only("z")]),
        "A product and a sum, rounded once.",
        fma,
        3
    )
    .called("math.fma"),
    function!(
        "ldexp",
        Signature::positional(&[p_only("x"), p_only("i")]),
        "A float times a power of two.",
        ldexp,
        2
    )
    .called("math.ldexp"),
    function!("frexp", ONE, "The mantissa and exponent of a float.", frexp, 1).called("math.frexp"),
    function!("modf", ONE, "The fraction and the whole part of a float.", modf, 1).called("math.modf"),
    function!("ulp", ONE, "The value of a float's last bit.", ulp, 1).called("math.ulp"),
    function!(
        "nextafter",
        Signature::keywords(&[p_only("x"), p_only("y"), keyword_only("steps")]),
        "The float so many steps towards another.",
        nextafter,
        3
    )
    .called("math.nextafter"),
    function!(
        "isclose",
        Signature::keywords(&[
            required("a"),
            required("b"),
            keyword_only("rel_tol"),
            keyword_only("abs_tol"),
        ]),
        "Whether two floats are close to each other.",
        isclose,
        4
    )
    .called("math.isclose"),
    function!("isfinite", ONE, "Whether a float is neither infinite nor NaN.", isfinite, 1)
        .called("math.isfinite"),
    function!("isinf", ONE, "Whether a float is infinite.", isinf, 1).called("math.isinf"),
    function!("isnan", ONE, "Whether a float is NaN.", isnan, 1).called("math.isnan"),
    function!("ceil", ONE, "The smallest int that is not below the number.", ceil, 1).called("math.ceil"),
    function!("floor", ONE, "The largest int that is not above the number.", floor, 1).called("math.floor"),
    function!("trunc", ONE, "The number without its fraction, as an int.", trunc, 1).called("math.trunc"),
    function!(
        "log",
        Signature::positional(&[p_only("x"), p_only_optional("base")]),
        "The logarithm, to base e unless another is given.",
        log,
        2
    )
    .called("math.log"),
    function!("log2", ONE, "The logarithm to base 2.", log2, 1).called("math.log2"),
    function!("log10", ONE, "The logarithm to base 10.", log10, 1).called("math.log10"),
];

static INTEGERS: &[Row] = &[
    function!(
        "comb",
        Signature::positional(&[p_only("n"), p_only("k")]),
        "How many ways to choose k of n.",
        whole::comb,
        2
    )
    .called("math.comb"),
    function!("factorial", Signature::one(&[p_only("n")]), "The factorial.", whole::factorial, 1)
        .called("math.factorial"),
    function!(
        "gcd",
        Signature::positional(&[rest("integers")]),
        "The greatest common divisor.",
        whole::gcd,
        1
    )
    .called("math.gcd"),
    function!("isqrt", Signature::one(&[p_only("n")]), "The integer square root.", whole::isqrt, 1)
        .called("math.isqrt"),
    function!("lcm", Signature::positional(&[rest("integers")]), "The least common multiple.", whole::lcm, 1)
        .called("math.lcm"),
    function!(
        "perm",
        Signature::positional(&[p_only("n"), p_only_optional("k")]),
        "How many ways to choose k of n in order.",
        whole::perm,
        2
    )
    .called("math.perm"),
];

static SUMS: &[Row] = &[
    function!("dist", TWO, "The distance of two points.", whole::dist, 2).called("math.dist"),
    function!("fsum", Signature::one(&[p_only("seq")]), "The sum of floats, rounded once.", whole::fsum, 1)
        .called("math.fsum"),
    function!(
        "hypot",
        Signature::positional(&[rest("coordinates")]),
        "The length of a vector.",
        whole::hypot,
        1
    )
    .called("math.hypot"),
    function!(
        "prod",
        Signature::keywords(&[p_only("iterable"), keyword_only("start")]),
        "The product of numbers.",
        whole::prod,
        2
    )
    .called("math.prod"),
    function!(
        "sumprod",
        Signature::positional(&[p_only("p"), p_only("q")]),
        "The sum of products.",
        whole::sumprod,
        2
    )
    .called("math.sumprod"),
];

static CONSTANTS: &[Row] = &[
    Row::constant("e", "Euler's number.", |_| Ok(Value::float(std::f64::consts::E))),
    Row::constant("inf", "Infinity.", |_| Ok(Value::float(f64::INFINITY))),
    Row::constant("nan", "Not a number.", |_| Ok(Value::float(f64::NAN))),
    Row::constant("pi", "Half of a circle, in radians.", |_| Ok(Value::float(std::f64::consts::PI))),
    Row::constant("tau", "A circle, in radians.", |_| Ok(Value::float(std::f64::consts::TAU))),
];

fn atan2<'h>(_: &Context<'h>, y: f64, x: f64) -> R<'h> {
    Ok(Value::float(super::atan2(y, x)))
}

fn copysign<'h>(_: &Context<'h>, x: f64, y: f64) -> R<'h> {
    Ok(Value::float(x.copysign(y)))
}

fn fmod<'h>(cx: &Context<'h>, x: f64, y: f64) -> R<'h> {
    super::fmod(x, y).or_stop(cx).map(Value::float)
}

fn pow<'h>(cx: &Context<'h>, x: f64, y: f64) -> R<'h> {
    super::pow(x, y).or_stop(cx).map(Value::float)
}

fn remainder<'h>(cx: &Context<'h>, x: f64, y: f64) -> R<'h> {
    super::remainder(x, y).or_stop(cx).map(Value::float)
}

fn fma<'h>(cx: &Context<'h>, x: f64, y: f64, z: f64) -> R<'h> {
    super::fma(x, y, z).or_stop(cx).map(Value::float)
}

fn ldexp<'h>(cx: &Context<'h>, x: f64, exponent: Value<'h>) -> R<'h> {
    match convert::to_int(exponent) {
        Some(exponent) => super::ldexp(x, &IntRef::from(&exponent).to_big()).or_stop(cx).map(Value::float),
        None => Err(cx.type_error("Expected an int as second argument to ldexp.")),
    }
}

fn frexp<'h>(cx: &Context<'h>, x: f64) -> R<'h> {
    let (mantissa, exponent) = super::frexp(x);
    cx.tuple(&[Value::float(mantissa), Value::Int(i64::from(exponent))])
}

fn modf<'h>(cx: &Context<'h>, x: f64) -> R<'h> {
    let (fraction, whole) = super::modf(x);
    cx.tuple(&[Value::float(fraction), Value::float(whole)])
}

fn ulp<'h>(_: &Context<'h>, x: f64) -> R<'h> {
    Ok(Value::float(super::ulp(x)))
}

fn nextafter<'h>(cx: &Context<'h>, x: f64, y: f64, steps: Option<Value<'h>>) -> R<'h> {
    let steps = match steps.filter(|steps| !steps.is_none()) {
        None => 1,
        Some(steps) => {
            let Big(steps) = Big(crate::glue::big(cx, steps)?);
            if steps.sign() == num_bigint::Sign::Minus {
                return Err(cx.value_error("steps must be a non-negative integer"));
            }
            num_traits::ToPrimitive::to_u64(&steps).unwrap_or(u64::MAX)
        }
    };
    Ok(Value::float(super::nextafter(x, y, steps)))
}

fn isclose<'h>(cx: &Context<'h>, a: f64, b: f64, relative: Option<f64>, absolute: Option<f64>) -> R<'h> {
    super::isclose(a, b, relative.unwrap_or(1e-9), absolute.unwrap_or(0.0)).or_stop(cx).map(Value::bool)
}

fn isfinite<'h>(_: &Context<'h>, x: f64) -> R<'h> {
    Ok(Value::bool(x.is_finite()))
}

fn isinf<'h>(_: &Context<'h>, x: f64) -> R<'h> {
    Ok(Value::bool(x.is_infinite()))
}

fn isnan<'h>(_: &Context<'h>, x: f64) -> R<'h> {
    Ok(Value::bool(x.is_nan()))
}

/// A whole float as an int.
fn as_int<'h>(cx: &Context<'h>, x: f64) -> R<'h> {
    let int: Int = convert::checked(cx, number::int_from_float(x))?;
    convert::from_int(cx, int)
}

/// An int itself; for a float the function, and then an int.
fn rounded<'h>(cx: &Context<'h>, value: Value<'h>, round: fn(f64) -> f64) -> R<'h> {
    match value {
        Value::Int(_) | Value::Big(_) => Ok(value),
        Value::Bool(flag) => Ok(Value::Int(i64::from(flag))),
        other => as_int(cx, round(arith::to_float(cx, other)?)),
    }
}

fn ceil<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    rounded(cx, value, f64::ceil)
}

fn floor<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    rounded(cx, value, f64::floor)
}

fn trunc<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Int(_) | Value::Big(_) | Value::Bool(_) | Value::Float(_) => rounded(cx, value, f64::trunc),
        other => {
            Err(cx.type_error(format_args!("type {} doesn't define __trunc__ method", own_type_name(other))))
        }
    }
}

fn logarithm<'h>(cx: &Context<'h>, value: Value<'h>, base: Base) -> R<'h, f64> {
    match convert::to_int(value) {
        Some(int) => {
            let int = IntRef::from(&int).to_big().into_owned();
            cx.burn(int.bits() >> 10)?;
            super::log_int(&int, base).or_stop(cx)
        }
        None => super::log(arith::to_float(cx, value)?, base).or_stop(cx),
    }
}

fn log<'h>(cx: &Context<'h>, value: Value<'h>, base: Option<Value<'h>>) -> R<'h> {
    let number = logarithm(cx, value, Base::E)?;
    let Some(base) = base else { return Ok(Value::float(number)) };
    let base = logarithm(cx, base, Base::E)?;
    arith::binary(cx, hognose_syntax::tree::BinaryOp::Div, Value::float(number), Value::float(base))
}

fn log2<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    logarithm(cx, value, Base::Two).map(Value::float)
}

fn log10<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    logarithm(cx, value, Base::Ten).map(Value::float)
}
