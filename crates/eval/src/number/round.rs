//! `round()`.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "operators on big integers cannot overflow; divisors are not zero"
)]

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;

use super::convert::parts;
use super::{Int, IntRef, NumberError, Result, int_from_float};

/// `round(value)`: to the nearest integer, half to even.
///
/// # Errors
/// For infinities and not-a-number.
pub fn round_float_to_int(value: f64) -> Result<Int> {
    int_from_float(value.round_ties_even())
}

/// `round(value, digits)`: the float nearest to the value's exact decimal text rounded half to even. Digits outside
/// a word's range are the caller's to clip.
///
/// # Errors
/// When the rounded value is too large for a float.
pub fn round_float(value: f64, digits: i64) -> Result<f64> {
    if !value.is_finite() || value == 0.0 || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(0.0 * value);
    }
    // Whole numbers have no digits to lose.
    if digits >= 0 && value.abs() >= 4_503_599_627_370_496.0 {
        return Ok(value);
    }
    let text = match usize::try_from(digits) {
        Ok(digits) => format!("{:.digits$}", value.abs()),
        Err(_) => rounded_to_power(value.abs(), digits.unsigned_abs()),
    };
    let rounded: f64 = text.parse().unwrap_or(f64::INFINITY);
    if rounded.is_infinite() {
        return Err(NumberError::overflow("rounded value too large to represent"));
    }
    Ok(rounded.copysign(value))
}

/// A positive float rounded to a multiple of `10**power`, as decimal text.
fn rounded_to_power(value: f64, power: u64) -> String {
    let (mantissa, exponent) = parts(value);
    let mut numerator = BigUint::from(mantissa.unsigned_abs());
    let mut denominator = ten_to(power);
    if exponent >= 0 {
        numerator <<= exponent.unsigned_abs();
    } else {
        denominator <<= exponent.unsigned_abs();
    }
    format!("{}e{power}", half_even(&numerator, &denominator))
}

/// `10**power`, for a power that is known to be small.
fn ten_to(power: u64) -> BigUint {
    BigUint::from(10_u32).pow(u32::try_from(power).unwrap_or(u32::MAX))
}

/// The quotient to the nearest integer, half to even.
fn half_even(numerator: &BigUint, denominator: &BigUint) -> BigUint {
    let (quotient, rest) = numerator.div_rem(denominator);
    match (rest << 1_u32).cmp(denominator) {
        Ordering::Greater => quotient + 1_u32,
        Ordering::Equal if quotient.bit(0) => quotient + 1_u32,
        _ => quotient,
    }
}

/// `round(value, digits)` of an integer: unchanged, or to a multiple of `10**-digits`, half to even.
/// Costs [`cost::product`](super::cost::product) of the value with itself.
///
/// # Errors
/// When the result is too long.
pub fn round_int(value: IntRef<'_>, digits: i64) -> Result<Int> {
    if digits >= 0 {
        return Ok(value.to_int());
    }
    let power = digits.unsigned_abs();
    // 10**power > 8**power: more than twice the value, which so rounds to zero.
    if power.saturating_mul(3) > value.bits().saturating_add(1) {
        return Ok(Int::Small(0));
    }
    let unit = ten_to(power);
    let big = value.to_big();
    let rounded = half_even(big.magnitude(), &unit) * unit;
    let sign = if value.is_negative() { Sign::Minus } else { Sign::Plus };
    Int::checked(BigInt::from_biguint(sign, rounded))
}
