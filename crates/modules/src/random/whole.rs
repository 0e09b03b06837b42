//! Random ints and bits.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "the integers of `num_bigint` grow as they must, from operands of bounded size; the step is not zero"
)]

use hognose_eval::ops::{self, arith, convert, text};
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::CompareOp;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::source::{Generator, of};
use crate::glue::big;

fn argument<'h>(args: &[Value<'h>], index: usize) -> Value<'h> {
    args.get(index).copied().unwrap_or(Value::Unbound)
}

/// A count of bits, as C's `int`.
fn bit_count<'h>(cx: &Context<'h>, value: Value<'h>, system: bool) -> R<'h, usize> {
    if system {
        // It is compared before it is taken for an int.
        let below = ops::compare::order(cx, CompareOp::Lt, value, Value::Int(0))?;
        if below {
            return Err(cx.value_error("number of bits must be non-negative"));
        }
    }
    let count = convert::index_clipped(cx, value)?;
    match (i32::try_from(count), usize::try_from(count)) {
        (Ok(0..), Ok(count)) => Ok(count),
        (Ok(_), _) => Err(cx.value_error("number of bits must be non-negative")),
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

pub(super) fn get_bits<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let count = bit_count(cx, argument(args, 0), generator.twister.is_none())?;
    if count as u64 > cx.limits().int_bits {
        return Err(cx.int_too_large());
    }
    let bits = generator.bits(cx, count)?;
    cx.int(&BigInt::from_bytes_le(Sign::Plus, &bits))
}

pub(super) fn get_bytes<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let count = convert::index_clipped(cx, argument(args, 0))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(cx.value_error("number of bits must be non-negative"));
    };
    if count.saturating_mul(8) > i32::MAX as usize {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    }
    let bytes = generator.bits(cx, count.saturating_mul(8))?;
    cx.bytes(&bytes)
}

#[cold]
fn empty<'h>(cx: &Context<'h>, parts: &[Value<'h>]) -> R<'h> {
    let mut shown = Vec::new();
    for part in parts {
        shown.push(text::str_string(cx, *part)?);
    }
    Err(cx.value_error(format_args!("empty range in randrange({})", shown.join(", "))))
}

pub(super) fn rand_range<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let (start, stop, step) = (argument(args, 0), argument(args, 1), argument(args, 2));
    if let (Value::Int(first), Value::Int(end), Value::Unbound) = (start, stop, step)
        && let Some(width) = end.checked_sub(first)
    {
        if width <= 0 {
            return empty(cx, &[start, stop]);
        }
        let number = i64::try_from(generator.below(cx, width.unsigned_abs())?).unwrap_or_default();
        return Ok(Value::Int(first.wrapping_add(number)));
    }
    let first = big(cx, start)?;
    if matches!(stop, Value::Unbound | Value::None) {
        if step.is_bound() {
            return Err(cx.type_error("Missing a non-None stop argument"));
        }
        if !first.is_positive() {
            return Err(cx.value_error("empty range for randrange()"));
        }
        return below(cx, generator, &first);
    }
    let limbs = |number: &BigInt| number.bits() >> 6;
    let width = big(cx, stop)? - &first;
    cx.burn(limbs(&first).max(limbs(&width)).saturating_pow(2) >> 4)?;
    let by = if step.is_bound() { big(cx, step)? } else { BigInt::one() };
    if by.is_one() {
        if !width.is_positive() {
            return empty(cx, &[start, stop]);
        }
        return cx.int(&(first + generator.below_big(cx, &width)?));
    }
    if by.is_zero() {
        return Err(cx.value_error("zero step for randrange()"));
    }
    let count = if by.is_positive() {
        (width + &by - 1_i32).div_floor(&by)
    } else {
        (width + &by + 1_i32).div_floor(&by)
    };
    if !count.is_positive() {
        return empty(cx, &[start, stop, step]);
    }
    cx.int(&(first + by * generator.below_big(cx, &count)?))
}

fn below<'h>(cx: &Context<'h>, generator: &Generator, end: &BigInt) -> R<'h> {
    cx.int(&generator.below_big(cx, end)?)
}

pub(super) fn rand_int<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let end = arith::add(cx, argument(args, 1), Value::Int(1))?;
    rand_range(cx, this, &[argument(args, 0), end])
}

/// `secrets.randbelow(end)`.
pub(crate) fn rand_below<'h>(cx: &Context<'h>, this: Value<'h>, end: Value<'h>) -> R<'h> {
    if ops::compare::order(cx, CompareOp::Le, end, Value::Int(0))? {
        return Err(cx.value_error("Upper bound must be positive."));
    }
    ops::attribute::get(cx, end, "bit_length")?;
    below(cx, of(cx, this)?, &big(cx, end)?)
}
