//! Division of integers.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "operators on big integers cannot overflow; divisors are not zero"
)]

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::{Int, IntRef, NumberError, Result};

/// `a // b`; costs [`cost::product`](super::cost::product).
///
/// # Errors
/// For a zero divisor.
pub fn floor_divide(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int> {
    if b.is_zero() {
        return Err(NumberError::zero_division("integer division or modulo by zero"));
    }
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Ok(quotient_and_rest(a, b).0),
        _ => Ok(a.to_big().div_floor(b.to_big().as_ref()).into()),
    }
}

/// `a % b`; costs [`cost::product`](super::cost::product).
///
/// # Errors
/// For a zero divisor.
pub fn modulo(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int> {
    if b.is_zero() {
        return Err(NumberError::zero_division("integer modulo by zero"));
    }
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Ok(Int::Small(quotient_and_rest(a, b).1)),
        _ => Ok(a.to_big().mod_floor(b.to_big().as_ref()).into()),
    }
}

/// `divmod(a, b)`; costs [`cost::product`](super::cost::product).
///
/// # Errors
/// For a zero divisor.
pub fn divmod(a: IntRef<'_>, b: IntRef<'_>) -> Result<(Int, Int)> {
    if b.is_zero() {
        return Err(NumberError::zero_division("integer division or modulo by zero"));
    }
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        let (quotient, rest) = quotient_and_rest(a, b);
        return Ok((quotient, Int::Small(rest)));
    }
    let (quotient, rest) = a.to_big().div_mod_floor(b.to_big().as_ref());
    Ok((quotient.into(), rest.into()))
}

/// Floor division of words; the divisor is not zero.
fn quotient_and_rest(a: i64, b: i64) -> (Int, i64) {
    let Some(quotient) = a.checked_div(b) else {
        return ((-i128::from(a)).into(), 0);
    };
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) {
        return (Int::Small(quotient.wrapping_sub(1)), rest.wrapping_add(b));
    }
    (Int::Small(quotient), rest)
}

/// `a / b`, rounded to the nearest float, half to even; costs [`cost::product`](super::cost::product).
///
/// # Errors
/// For a zero divisor, and when the quotient is too large for a float.
pub fn true_divide(a: IntRef<'_>, b: IntRef<'_>) -> Result<f64> {
    if b.is_zero() {
        return Err(NumberError::zero_division("division by zero"));
    }
    // Two words that are floats exactly divide with one rounding.
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b)
        && a.unsigned_abs() <= 1 << 53
        && b.unsigned_abs() <= 1 << 53
    {
        return Ok(a as f64 / b as f64);
    }
    if a.is_zero() {
        return Ok(if b.is_negative() { -0.0 } else { 0.0 });
    }
    let value = magnitude_quotient(a.to_big().magnitude(), b.to_big().magnitude())
        .ok_or_else(|| NumberError::overflow("integer division result too large for a float"))?;
    Ok(if a.is_negative() == b.is_negative() { value } else { -value })
}

/// The quotient of two positive numbers; None when it is too large.
fn magnitude_quotient(a: &BigUint, b: &BigUint) -> Option<f64> {
    let (a_bits, b_bits) = (a.bits().to_i64()?, b.bits().to_i64()?);
    // The quotient lies between 2**(order - 1) and 2**(order + 1).
    let order = a_bits.saturating_sub(b_bits);
    if order > 1024 {
        return None;
    }
    if order < -1076 {
        return Some(0.0);
    }
    // Scale so that the quotient keeps 55 or 56 bits, or fewer where a float has fewer.
    let shift = (order.saturating_sub(55)).max(-1076);
    let (quotient, rest) = if shift >= 0 {
        a.div_rem(&(b << shift.unsigned_abs()))
    } else {
        (a << shift.unsigned_abs()).div_rem(b)
    };
    let mut quotient = quotient.to_u64()?;
    if rest != BigUint::ZERO {
        quotient |= 1;
    }
    let value = scaled(quotient, shift);
    value.is_finite().then_some(value)
}

/// `quotient * 2**shift` with one rounding, where the quotient's last bit stands for all that follows.
fn scaled(quotient: u64, shift: i64) -> f64 {
    let bits = i64::from(64_u32.saturating_sub(quotient.leading_zeros()));
    // How many bits a float keeps at this size: 53, fewer below the smallest normal float.
    let keep = (bits.saturating_add(shift).saturating_add(1074)).clamp(0, 53);
    let drop = u32::try_from(bits.saturating_sub(keep)).unwrap_or(0);
    let (mut kept, dropped, half) = match drop {
        0 => (quotient, 0, 1),
        1..=63 => (quotient >> drop, quotient & ((1 << drop) - 1), 1 << (drop - 1)),
        _ => (0, quotient, u64::MAX),
    };
    if dropped > half || (dropped == half && kept & 1 == 1) {
        kept = kept.saturating_add(1);
    }
    power_of_two(kept as f64, shift.saturating_add(i64::from(drop)))
}

/// `value * 2**exponent`, exact or infinite, for a value of at most 53 bits.
pub(super) fn power_of_two(mut value: f64, mut exponent: i64) -> f64 {
    let two = |exponent: i64| f64::from_bits(exponent.saturating_add(1023).unsigned_abs() << 52);
    while exponent > 1000 && value.is_finite() && value != 0.0 {
        value *= two(1000);
        exponent -= 1000;
    }
    while exponent < -1000 && value != 0.0 {
        value *= two(-1000);
        exponent += 1000;
    }
    if value == 0.0 || value.is_infinite() { value } else { value * two(exponent) }
}
