//! The functions of `math` that take integers or many numbers, as a policy calls them.

use hognose_eval::number::{IntRef, cost, float_from_int};
use hognose_eval::ops::{arith, convert, iterate};
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::BinaryOp;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::{ExactSum, SumProduct};
use crate::glue::{Big, OrStop, big};

/// Refuses a result of more bits than allowed, and charges for making it: about as many products of limbs as its square.
fn charge_bits<'h>(cx: &Context<'h>, result: u64, work: u64) -> R<'h, ()> {
    if result > cx.limits().int_bits.saturating_add(64) {
        return Err(cx.int_too_large());
    }
    let limbs = work.div_ceil(64);
    cx.charge(usize::try_from(work >> 3).unwrap_or(usize::MAX))?;
    cx.burn(limbs.saturating_mul(limbs) >> 4)
}

pub(super) fn comb<'h>(cx: &Context<'h>, n: Big, k: Big) -> R<'h> {
    if n.0.sign() != num_bigint::Sign::Minus && k.0.sign() != num_bigint::Sign::Minus && n.0 >= k.0 {
        charge_bits(cx, super::comb_bits(&n.0, &k.0), super::comb_work_bits(&n.0, &k.0))?;
    }
    cx.int(&super::comb(&n.0, &k.0).or_stop(cx)?)
}

pub(super) fn perm<'h>(cx: &Context<'h>, n: Big, k: Option<Value<'h>>) -> R<'h> {
    let k = k.filter(|k| !k.is_none()).map(|k| big(cx, k)).transpose()?;
    let bits = super::perm_bits(&n.0, k.as_ref());
    // What raises is no work.
    if n.0.bits() < 64 || k.as_ref().is_some_and(|k| k.bits() < 63) {
        charge_bits(cx, bits, bits)?;
    }
    cx.int(&super::perm(&n.0, k.as_ref()).or_stop(cx)?)
}

pub(super) fn factorial<'h>(cx: &Context<'h>, n: Big) -> R<'h> {
    if n.0.bits() < 64 {
        let bits = super::factorial_bits(&n.0);
        charge_bits(cx, bits, bits)?;
    }
    cx.int(&super::factorial(&n.0).or_stop(cx)?)
}

pub(super) fn isqrt<'h>(cx: &Context<'h>, n: Big) -> R<'h> {
    let int = hognose_eval::number::Int::Big(n.0);
    cx.burn(cost::square_root(hognose_eval::number::IntRef::from(&int)))?;
    let hognose_eval::number::Int::Big(n) = int else { return Err(cx.internal("an int that changed")) };
    cx.int(&super::isqrt(&n).or_stop(cx)?)
}

/// Folds ints from the left, charging for each step.
fn folded<'h>(
    cx: &Context<'h>,
    numbers: &'h Tuple<'h>,
    first: BigInt,
    step: impl Fn(&BigInt, &BigInt) -> BigInt,
) -> R<'h> {
    let mut result = first;
    for number in numbers.items() {
        let number = big(cx, *number)?;
        let bits = result.bits().saturating_add(number.bits());
        cx.burn(1)?;
        if bits > 128 {
            cx.burn(bits.saturating_mul(bits.div_ceil(64)) >> 4)?;
        }
        result = step(&result, &number);
        if result.bits() > cx.limits().int_bits {
            return Err(cx.int_too_large());
        }
    }
    cx.int(&result)
}

pub(super) fn gcd<'h>(cx: &Context<'h>, numbers: &'h Tuple<'h>) -> R<'h> {
    folded(cx, numbers, BigInt::zero(), Integer::gcd)
}

pub(super) fn lcm<'h>(cx: &Context<'h>, numbers: &'h Tuple<'h>) -> R<'h> {
    folded(cx, numbers, BigInt::one(), Integer::lcm)
}

fn coordinates<'h>(cx: &Context<'h>, items: &[Value<'h>]) -> R<'h, Vec<f64>> {
    cx.charge(items.len().saturating_mul(16))?;
    items.iter().map(|item| arith::to_float(cx, *item)).collect()
}

pub(super) fn hypot<'h>(cx: &Context<'h>, items: &'h Tuple<'h>) -> R<'h> {
    Ok(Value::float(super::hypot(&coordinates(cx, items.items())?)))
}

/// A point: a tuple, or what one can be made of.
fn point<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Vec<Value<'h>>> {
    match value {
        Value::Tuple(tuple) => Ok(tuple.items().to_vec()),
        other => Ok(convert::collect(cx, other)?.to_vec()),
    }
}

pub(super) fn dist<'h>(cx: &Context<'h>, p: Value<'h>, q: Value<'h>) -> R<'h> {
    let (p, q) = (point(cx, p)?, point(cx, q)?);
    if p.len() != q.len() {
        return super::dist(&[], &[0.0]).or_stop(cx).map(Value::float);
    }
    super::dist(&coordinates(cx, &p)?, &coordinates(cx, &q)?).or_stop(cx).map(Value::float)
}

pub(super) fn fsum<'h>(cx: &Context<'h>, numbers: Value<'h>) -> R<'h> {
    let mut sum = ExactSum::default();
    let mut numbers = iterate::iterate(cx, numbers)?;
    while let Some(number) = numbers.next(cx)? {
        // A float overlaps with at most forty others.
        cx.burn(2)?;
        sum.add(arith::to_float(cx, number)?).or_stop(cx)?;
    }
    sum.total().or_stop(cx).map(Value::float)
}

pub(super) fn prod<'h>(cx: &Context<'h>, numbers: Value<'h>, start: Option<Value<'h>>) -> R<'h> {
    let mut product = start.unwrap_or(Value::Int(1));
    let mut numbers = iterate::iterate(cx, numbers)?;
    while let Some(number) = numbers.next(cx)? {
        cx.burn(1)?;
        product = arith::binary(cx, BinaryOp::Mul, product, number)?;
    }
    Ok(product)
}

/// A pair of which one is a float and the other a number that a float can be made of.
fn float_pair(a: Value<'_>, b: Value<'_>) -> Option<(f64, f64)> {
    if !matches!(a, Value::Float(_)) && !matches!(b, Value::Float(_)) {
        return None;
    }
    Some((as_float(a)?, as_float(b)?))
}

fn as_float(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Float(number) => Some(number.get()),
        Value::Int(number) => float_from_int(IntRef::Small(number)).ok(),
        Value::Big(number) => float_from_int(IntRef::Big(&number.to_owned())).ok(),
        Value::Bool(flag) => Some(f64::from(u8::from(flag))),
        _ => None,
    }
}

/// Ints of 64 bits are added first, as long as there is nothing else and the sum is one, too. Then pairs with a float, in
/// three floats, as long as there is nothing else. What comes from there on, operators add.
pub(crate) fn sumprod<'h>(cx: &Context<'h>, p: Value<'h>, q: Value<'h>) -> R<'h> {
    let (mut p, mut q) = (iterate::iterate(cx, p)?, iterate::iterate(cx, q)?);
    let mut total = Value::Int(0);
    let mut ints = Some(0_i64);
    let mut floats = Some(SumProduct::default());
    let mut has_floats = false;
    loop {
        let (a, b) = match (p.next(cx)?, q.next(cx)?) {
            (Some(a), Some(b)) => (a, b),
            (None, None) => break,
            _ => return Err(cx.value_error("Inputs are not the same length")),
        };
        cx.burn(1)?;
        if let Some(sum) = ints {
            if let (Value::Int(a), Value::Int(b)) = (a, b)
                && let Some(sum) = a.checked_mul(b).and_then(|product| sum.checked_add(product))
            {
                ints = Some(sum);
                continue;
            }
            ints = None;
            total = Value::Int(sum);
        }
        if let Some(sum) = floats {
            if let Some((a, b)) = float_pair(a, b)
                && let Some(sum) = sum.with(a, b)
            {
                (floats, has_floats) = (Some(sum), true);
                continue;
            }
            floats = None;
            if has_floats {
                total = arith::add(cx, total, Value::float(sum.total()))?;
            }
        }
        let product = arith::binary(cx, BinaryOp::Mul, a, b)?;
        total = arith::add(cx, total, product)?;
    }
    if let Some(sum) = ints {
        return Ok(Value::Int(sum));
    }
    match floats {
        Some(sum) if has_floats => arith::add(cx, total, Value::float(sum.total())),
        _ => Ok(total),
    }
}
