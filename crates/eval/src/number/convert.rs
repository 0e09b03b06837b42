//! Between floats and integers.
#![expect(clippy::arithmetic_side_effects, reason = "operators on big integers cannot overflow")]

use num_bigint::BigInt;
use num_traits::Signed;

use super::{Int, IntRef, NumberError, Result};

/// Splits a finite float into a signed integer and a power of two: `value == mantissa * 2**exponent`.
pub(super) fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let field = i32::try_from((bits >> 52) & 0x7FF).unwrap_or(0);
    let fraction = i64::try_from(bits & ((1 << 52) - 1)).unwrap_or(0);
    let (mantissa, exponent) =
        if field == 0 { (fraction, -1074) } else { (fraction | (1 << 52), field.wrapping_sub(1075)) };
    (if value.is_sign_negative() { -mantissa } else { mantissa }, exponent)
}

/// `int(value)`: cuts off the fraction.
///
/// # Errors
/// For infinities and not-a-number.
pub fn int_from_float(value: f64) -> Result<Int> {
    if value.is_nan() {
        return Err(NumberError::value("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(NumberError::overflow("cannot convert float infinity to integer"));
    }
    if let Some(small) = truncated(value) {
        return Ok(Int::Small(small));
    }
    let (mantissa, exponent) = parts(value);
    // A float outside the words' range has a positive exponent, of at most 971.
    Ok((BigInt::from(mantissa) << exponent.max(0)).into())
}

/// The float without its fraction as a machine word, if it fits.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the range is tested before")]
pub fn truncated(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&value).then_some(value as i64)
}

/// `float(value)`, rounded to the nearest, half to even.
///
/// # Errors
/// An `OverflowError` when the number is too large for a float.
pub fn float_from_int(value: IntRef<'_>) -> Result<f64> {
    match value {
        IntRef::Small(small) => Ok(small as f64),
        IntRef::Big(big) => big_to_float(big)
            .filter(|value| value.is_finite())
            .ok_or_else(|| NumberError::overflow("int too large to convert to float")),
    }
}

/// A big integer as a float; None when it is far too large.
fn big_to_float(big: &BigInt) -> Option<f64> {
    let bits = big.bits();
    if bits > 1024 {
        return None;
    }
    // Keep 64 bits, the lowest of which also stands for all that is cut off, and let the conversion round.
    let cut = bits.saturating_sub(64);
    let magnitude = big.magnitude();
    let mut top = u64::try_from(magnitude >> cut).ok()?;
    if cut > 0 && magnitude.trailing_zeros().is_some_and(|zeros| zeros < cut) {
        top |= 1;
    }
    let scale = f64::from_bits(cut.wrapping_add(1023) << 52);
    let value = top as f64 * scale;
    Some(if big.is_negative() { -value } else { value })
}

/// `float.as_integer_ratio`
///
/// # Errors
/// For infinities and not-a-number.
pub fn float_ratio(value: f64) -> Result<(Int, Int)> {
    if value.is_nan() {
        return Err(NumberError::value("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(NumberError::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent) = parts(value);
    if mantissa == 0 {
        return Ok((Int::Small(0), Int::Small(1)));
    }
    if exponent >= 0 {
        return Ok(((BigInt::from(mantissa) << exponent).into(), Int::Small(1)));
    }
    let spare = mantissa.trailing_zeros().min(exponent.unsigned_abs());
    let denominator = BigInt::from(1) << exponent.unsigned_abs().saturating_sub(spare);
    Ok((Int::Small(mantissa >> spare), denominator.into()))
}

/// `float.is_integer`
#[must_use]
pub fn float_is_integer(value: f64) -> bool {
    value.is_finite() && value.floor() == value
}
