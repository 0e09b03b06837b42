//! Powers, roots and common divisors of integers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};

use super::{Int, IntRef, MAX_BITS, NumberError, Result, float_from_int, float_power};

/// The result of `a ** b` for integers.
#[derive(Clone, Debug, PartialEq)]
pub enum Power {
    /// For an exponent that is not negative.
    Int(Int),
    /// For a negative exponent.
    Float(f64),
}

/// `a ** b`; costs [`cost::power`](super::cost::power).
///
/// # Errors
/// For zero to a negative power, and when the result is too long.
pub fn power(a: IntRef<'_>, b: IntRef<'_>) -> Result<Power> {
    if b.is_negative() {
        return float_power(float_from_int(a)?, float_from_int(b)?).map(Power::Float);
    }
    let is_odd = match b {
        IntRef::Small(b) => b & 1 == 1,
        IntRef::Big(b) => b.magnitude().bit(0),
    };
    match a.to_i64() {
        _ if b.is_zero() => return Ok(Power::Int(Int::Small(1))),
        Some(base @ (0 | 1)) => return Ok(Power::Int(Int::Small(base))),
        Some(-1) => return Ok(Power::Int(Int::Small(if is_odd { -1 } else { 1 }))),
        _ => {}
    }
    // The base has two bits or more here: a power has at least one bit for each time it is multiplied.
    let Some(exponent) = b.to_i64().and_then(|b| u32::try_from(b).ok()) else {
        return Err(NumberError::TooLarge { bits: u64::MAX });
    };
    if let IntRef::Small(a) = a
        && let Some(small) = a.checked_pow(exponent)
    {
        return Ok(Power::Int(Int::Small(small)));
    }
    let least = a.bits().saturating_sub(1).saturating_mul(u64::from(exponent)).saturating_add(1);
    if least > MAX_BITS {
        return Err(NumberError::TooLarge { bits: least });
    }
    Int::checked(a.to_big().pow(exponent)).map(Power::Int)
}

/// `pow(a, b, modulus)`; costs [`cost::modular_power`](super::cost::modular_power).
///
/// # Errors
/// For a zero modulus, and for a negative exponent of a base that has no inverse.
pub fn modular_power(a: IntRef<'_>, b: IntRef<'_>, modulus: IntRef<'_>) -> Result<Int> {
    if modulus.is_zero() {
        return Err(NumberError::value("pow() 3rd argument cannot be 0"));
    }
    let modulus = modulus.to_big();
    let size = modulus.abs();
    if size.is_one() {
        return Ok(Int::Small(0));
    }
    let mut base = a.to_big().mod_floor(&size);
    let mut exponent = b.to_big();
    if b.is_negative() {
        base = base
            .modinv(&size)
            .ok_or_else(|| NumberError::value("base is not invertible for the given modulus"))?;
        *exponent.to_mut() = exponent.abs();
    }
    let rest: BigInt = base.modpow(&exponent, &size);
    // The result has the sign of the modulus.
    Ok(rest.mod_floor(&modulus).into())
}

/// `math.gcd` of two numbers; costs [`cost::gcd`](super::cost::gcd).
#[must_use]
pub fn gcd(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        return i128::from(a.unsigned_abs().gcd(&b.unsigned_abs())).into();
    }
    a.to_big().gcd(b.to_big().as_ref()).into()
}

/// `math.isqrt`; costs [`cost::square_root`](super::cost::square_root).
///
/// # Errors
/// For a negative number.
pub fn square_root(a: IntRef<'_>) -> Result<Int> {
    if a.is_negative() {
        return Err(NumberError::value("isqrt() argument must be nonnegative"));
    }
    Ok(match a {
        IntRef::Small(a) => Int::Small(a.isqrt()),
        IntRef::Big(a) => Int::from(a.sqrt()),
    })
}
