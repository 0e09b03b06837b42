//! Bit operations and shifts.
#![expect(clippy::arithmetic_side_effects, reason = "operators on big integers cannot overflow")]

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{Int, IntRef, MAX_BITS, NumberError, Result};

/// `a & b`
#[must_use]
pub fn and(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a & b),
        _ => (a.to_big().as_ref() & b.to_big().as_ref()).into(),
    }
}

/// `a | b`
#[must_use]
pub fn or(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a | b),
        _ => (a.to_big().as_ref() | b.to_big().as_ref()).into(),
    }
}

/// `a ^ b`
#[must_use]
pub fn xor(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a ^ b),
        _ => (a.to_big().as_ref() ^ b.to_big().as_ref()).into(),
    }
}

/// `~a`
#[must_use]
pub fn invert(a: IntRef<'_>) -> Int {
    match a {
        IntRef::Small(a) => Int::Small(!a),
        IntRef::Big(a) => Int::from(!a),
    }
}

/// `int.bit_count`: the ones in the absolute value.
#[must_use]
pub fn bit_count(a: IntRef<'_>) -> u64 {
    match a {
        IntRef::Small(a) => u64::from(a.unsigned_abs().count_ones()),
        IntRef::Big(a) => a.magnitude().count_ones(),
    }
}

/// The `ValueError` for a negative shift.
fn negative_shift() -> NumberError {
    NumberError::value("negative shift count")
}

/// `a << count`
///
/// # Errors
/// For a negative count, and when the result is too long.
pub fn left_shift(a: IntRef<'_>, count: IntRef<'_>) -> Result<Int> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    if a.is_zero() {
        return Ok(Int::Small(0));
    }
    let Some(count) = count.to_i64() else {
        return Err(NumberError::overflow("too many digits in integer"));
    };
    let count = count.unsigned_abs();
    let bits = a.bits().saturating_add(count);
    if let IntRef::Small(a) = a
        && bits < 127
    {
        return Ok((i128::from(a) << count).into());
    }
    if bits > MAX_BITS {
        return Err(NumberError::TooLarge { bits });
    }
    Int::checked(a.to_big().as_ref() << count)
}

/// `a >> count`
///
/// # Errors
/// For a negative count.
pub fn right_shift(a: IntRef<'_>, count: IntRef<'_>) -> Result<Int> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    let all = || Int::Small(if a.is_negative() { -1 } else { 0 });
    let Some(count) = count.to_i64().filter(|count| count.unsigned_abs() <= a.bits()) else {
        return Ok(all());
    };
    Ok(match a {
        IntRef::Small(a) => Int::Small(a >> count.min(63)),
        IntRef::Big(a) => Int::from(shift_floor(a, count.unsigned_abs())),
    })
}

/// A right shift that rounds towards minus infinity.
fn shift_floor(a: &BigInt, count: u64) -> BigInt {
    a >> count.to_usize().unwrap_or(usize::MAX)
}
