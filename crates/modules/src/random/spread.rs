//! Random floats of all distributions.

use std::cmp::Ordering;

use hognose_eval::class::ZERO_DIVISION_ERROR;
use hognose_eval::number::{float_modulo, truncated};
use hognose_eval::ops::{arith, compare, convert};
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::source::{Generator, of};
use crate::glue::OrStop;
use crate::math::{self, Base, Unary};

const TWO_PI: f64 = 2.0 * std::f64::consts::PI;

/// An argument, or what it is when left out.
fn or<'h>(args: &[Value<'h>], index: usize, default: f64) -> Value<'h> {
    args.get(index).copied().and_then(Value::bound).unwrap_or(Value::float(default))
}

fn apply<'h>(cx: &Context<'h>, function: Unary, x: f64) -> R<'h, f64> {
    function.apply(x).or_stop(cx)
}

fn log<'h>(cx: &Context<'h>, x: f64) -> R<'h, f64> {
    math::log(x, Base::E).or_stop(cx)
}

/// `value + delta`, whatever the type of the value.
fn plus<'h>(cx: &Context<'h>, value: Value<'h>, delta: Value<'h>) -> R<'h> {
    arith::add(cx, value, delta)
}

/// A number that is compared with a float first.
fn compared<'h>(cx: &Context<'h>, op: CompareOp, value: Value<'h>, with: Value<'h>) -> R<'h, (f64, bool)> {
    let answer = compare::order(cx, op, value, with)?;
    Ok((arith::to_float(cx, value)?, answer))
}

pub(super) fn random<'h>(cx: &Context<'h>, this: Value<'h>, _: &[Value<'h>]) -> R<'h> {
    of(cx, this)?.random(cx).map(Value::float)
}

pub(super) fn uniform<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let (a, b) = (or(args, 0, 0.0), or(args, 1, 0.0));
    let width = arith::subtract(cx, b, a)?;
    let drawn = Value::float(of(cx, this)?.random(cx)?);
    plus(cx, a, arith::binary(cx, BinaryOp::Mul, width, drawn)?)
}

pub(super) fn triangular<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let mut drawn = of(cx, this)?.random(cx)?;
    let (mut low, mut high) = (or(args, 0, 0.0), or(args, 1, 1.0));
    let mode = args.get(2).copied().unwrap_or(Value::None);
    let mut middle = 0.5;
    if !matches!(mode, Value::Unbound | Value::None) {
        let (from_low, width) = (arith::subtract(cx, mode, low)?, arith::subtract(cx, high, low)?);
        match arith::binary(cx, BinaryOp::Div, from_low, width) {
            Ok(share) => middle = arith::to_float(cx, share)?,
            Err(stop) if cx.is_raise_of(stop, &ZERO_DIVISION_ERROR) => return Ok(low),
            Err(stop) => return Err(stop),
        }
    }
    if drawn > middle {
        drawn = 1.0 - drawn;
        middle = 1.0 - middle;
        (low, high) = (high, low);
    }
    let width = arith::subtract(cx, high, low)?;
    let root = Value::float(apply(cx, Unary::Sqrt, drawn * middle)?);
    plus(cx, low, arith::binary(cx, BinaryOp::Mul, width, root)?)
}

/// `mu + z * sigma`.
fn scaled<'h>(cx: &Context<'h>, args: &[Value<'h>], z: f64) -> R<'h> {
    let product = arith::binary(cx, BinaryOp::Mul, Value::float(z), or(args, 1, 1.0))?;
    plus(cx, or(args, 0, 0.0), product)
}

pub(super) fn normal<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let magic = 4.0 * apply(cx, Unary::Exp, -0.5)? / 2.0_f64.sqrt();
    loop {
        let first = generator.random(cx)?;
        let second = 1.0 - generator.random(cx)?;
        let z = magic * (first - 0.5) / second;
        if z * z / 4.0 <= -log(cx, second)? {
            return scaled(cx, args, z);
        }
    }
}

pub(super) fn gauss<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let z = match generator.spare.take() {
        Some(spare) => spare,
        None => {
            let angle = generator.random(cx)? * TWO_PI;
            let radius = apply(cx, Unary::Sqrt, -2.0 * log(cx, 1.0 - generator.random(cx)?)?)?;
            generator.spare.set(Some(apply(cx, Unary::Sin, angle)? * radius));
            apply(cx, Unary::Cos, angle)? * radius
        }
    };
    scaled(cx, args, z)
}

pub(super) fn log_normal<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let exponent = arith::to_float(cx, normal(cx, this, args)?)?;
    apply(cx, Unary::Exp, exponent).map(Value::float)
}

pub(super) fn exponential<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let drawn = -log(cx, 1.0 - of(cx, this)?.random(cx)?)?;
    arith::binary(cx, BinaryOp::Div, Value::float(drawn), or(args, 0, 1.0))
}

pub(super) fn von_mises<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let mean = or(args, 0, 0.0);
    let (kappa, small) = compared(cx, CompareOp::Le, or(args, 1, 0.0), Value::float(1e-6))?;
    if small {
        return Ok(Value::float(TWO_PI * generator.random(cx)?));
    }
    let s = 0.5 / kappa;
    let r = s + apply(cx, Unary::Sqrt, 1.0 + s * s)?;
    let z = loop {
        let z = apply(cx, Unary::Cos, std::f64::consts::PI * generator.random(cx)?)?;
        let d = z / (r + z);
        let second = generator.random(cx)?;
        if second < 1.0 - d * d || second <= (1.0 - d) * apply(cx, Unary::Exp, d)? {
            break z;
        }
    };
    let q = 1.0 / r;
    let f = (q + z) / (1.0 + q * z);
    let third = generator.random(cx)?;
    let angle = Value::float(apply(cx, Unary::Acos, f)?);
    let theta = if third > 0.5 { plus(cx, mean, angle)? } else { arith::subtract(cx, mean, angle)? };
    let theta = arith::to_float(cx, theta)?;
    convert::checked(cx, float_modulo(theta, TWO_PI)).map(Value::float)
}

/// `gammavariate`.
fn gamma_of<'h>(cx: &Context<'h>, generator: &Generator, alpha: Value<'h>, beta: Value<'h>) -> R<'h, f64> {
    let zero = Value::float(0.0);
    let (alpha, no_alpha) = compared(cx, CompareOp::Le, alpha, zero)?;
    let (beta, no_beta) = if no_alpha { (0.0, true) } else { compared(cx, CompareOp::Le, beta, zero)? };
    if no_alpha || no_beta {
        return Err(cx.value_error("gammavariate: alpha and beta must be > 0.0"));
    }
    match alpha.partial_cmp(&1.0) {
        Some(Ordering::Greater) => large_gamma(cx, generator, alpha).map(|x| x * beta),
        Some(Ordering::Equal) => Ok(-log(cx, 1.0 - generator.random(cx)?)? * beta),
        _ => small_gamma(cx, generator, alpha).map(|x| x * beta),
    }
}

fn large_gamma<'h>(cx: &Context<'h>, generator: &Generator, alpha: f64) -> R<'h, f64> {
    let magic = 1.0 + log(cx, 4.5)?;
    let inverse = apply(cx, Unary::Sqrt, 2.0 * alpha - 1.0)?;
    let (b, c) = (alpha - log(cx, 4.0)?, alpha + inverse);
    loop {
        let first = generator.random(cx)?;
        if !(first > 1e-7 && first < 0.999_999_9) {
            continue;
        }
        let second = 1.0 - generator.random(cx)?;
        let v = log(cx, first / (1.0 - first))? / inverse;
        let x = alpha * apply(cx, Unary::Exp, v)?;
        let z = first * first * second;
        let r = b + c * v - x;
        if r + magic - 4.5 * z >= 0.0 || r >= log(cx, z)? {
            return Ok(x);
        }
    }
}

fn small_gamma<'h>(cx: &Context<'h>, generator: &Generator, alpha: f64) -> R<'h, f64> {
    let e = std::f64::consts::E;
    loop {
        let drawn = generator.random(cx)?;
        let b = (e + alpha) / e;
        let p = b * drawn;
        let x = if p <= 1.0 { power(cx, p, 1.0 / alpha)? } else { -log(cx, (b - p) / alpha)? };
        let second = generator.random(cx)?;
        let enough =
            if p > 1.0 { second <= power(cx, x, alpha - 1.0)? } else { second <= apply(cx, Unary::Exp, -x)? };
        if enough {
            return Ok(x);
        }
    }
}

fn power<'h>(cx: &Context<'h>, base: f64, exponent: f64) -> R<'h, f64> {
    let result = arith::binary(cx, BinaryOp::Pow, Value::float(base), Value::float(exponent))?;
    arith::to_float(cx, result)
}

pub(super) fn gamma<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    gamma_of(cx, of(cx, this)?, or(args, 0, 0.0), or(args, 1, 0.0)).map(Value::float)
}

pub(super) fn beta<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let y = gamma_of(cx, generator, or(args, 0, 0.0), Value::float(1.0))?;
    if y == 0.0 {
        return Ok(Value::float(0.0));
    }
    let other = gamma_of(cx, generator, or(args, 1, 0.0), Value::float(1.0))?;
    Ok(Value::float(y / (y + other)))
}

pub(super) fn pareto<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let drawn = Value::float(1.0 - of(cx, this)?.random(cx)?);
    let exponent = arith::binary(cx, BinaryOp::Div, Value::float(-1.0), or(args, 0, 0.0))?;
    arith::binary(cx, BinaryOp::Pow, drawn, exponent)
}

pub(super) fn weibull<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let drawn = Value::float(-log(cx, 1.0 - of(cx, this)?.random(cx)?)?);
    let exponent = arith::binary(cx, BinaryOp::Div, Value::float(1.0), or(args, 1, 0.0))?;
    let grown = arith::binary(cx, BinaryOp::Pow, drawn, exponent)?;
    arith::binary(cx, BinaryOp::Mul, or(args, 0, 0.0), grown)
}

pub(super) fn binomial<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let trials = args.first().copied().and_then(Value::bound).unwrap_or(Value::Int(1));
    if compare::order(cx, CompareOp::Lt, trials, Value::Int(0))? {
        return Err(cx.value_error("n must be non-negative"));
    }
    let chance = or(args, 1, 0.5);
    let (p, at_least_zero) = compared(cx, CompareOp::Le, chance, Value::float(0.0))?;
    if at_least_zero || p >= 1.0 {
        return if p == 0.0 {
            Ok(Value::Int(0))
        } else if p == 1.0 {
            Ok(trials)
        } else {
            Err(cx.value_error("p must be in the range 0.0 <= p <= 1.0"))
        };
    }
    let n = convert::index_i64(cx, trials)?;
    binomial_of(cx, of(cx, this)?, n, p).map(Value::Int)
}

fn binomial_of<'h>(cx: &Context<'h>, generator: &Generator, n: i64, p: f64) -> R<'h, i64> {
    if n == 1 {
        return Ok(i64::from(generator.random(cx)? < p));
    }
    if p > 0.5 {
        return binomial_of(cx, generator, n, 1.0 - p).map(|count| n.saturating_sub(count));
    }
    #[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
    let mean = n as f64 * p;
    if mean >= 10.0 {
        return many_trials(cx, generator, n, p);
    }
    let (mut x, mut y) = (0_i64, 0_i64);
    let c = math::log(1.0 - p, Base::Two).or_stop(cx)?;
    if c == 0.0 {
        return Ok(x);
    }
    loop {
        let step = math::log(generator.random(cx)?, Base::Two).or_stop(cx)? / c;
        y = y.saturating_add(floor(step)).saturating_add(1);
        if y > n {
            return Ok(x);
        }
        x = x.saturating_add(1);
    }
}

fn floor(x: f64) -> i64 {
    truncated(x.floor()).unwrap_or(if x < 0.0 { i64::MIN } else { i64::MAX })
}

/// Hörmann's transformed rejection with squeeze, as CPython has it.
#[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
fn many_trials<'h>(cx: &Context<'h>, generator: &Generator, n: i64, p: f64) -> R<'h, i64> {
    let trials = n as f64;
    let spread = apply(cx, Unary::Sqrt, trials * p * (1.0 - p))?;
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = trials * p + 0.5;
    let vr = 0.92 - 4.2 / b;
    let log_gamma = |count: i64| apply(cx, Unary::Lgamma, count as f64);
    loop {
        let u = generator.random(cx)? - 0.5;
        let us = 0.5 - u.abs();
        let k = floor((2.0 * a / us + b) * u + c);
        if k < 0 || k > n {
            continue;
        }
        let v = generator.random(cx)?;
        if us >= 0.07 && v <= vr {
            return Ok(k);
        }
        let alpha = (2.83 + 5.1 / b) * spread;
        let odds = log(cx, p / (1.0 - p))?;
        let mode = floor((n.saturating_add(1)) as f64 * p);
        let next = |count: i64| count.saturating_add(1);
        let h = log_gamma(next(mode))? + log_gamma(next(n.saturating_sub(mode)))?;
        let v = v * alpha / (a / (us * us) + b);
        let bound = h - log_gamma(next(k))? - log_gamma(next(n.saturating_sub(k)))?
            + k.saturating_sub(mode) as f64 * odds;
        if log(cx, v)? <= bound {
            return Ok(k);
        }
    }
}
