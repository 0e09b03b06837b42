//! `math`.
//!
//! Results do not depend on the platform: nothing here calls the C library or the functions of `f64` that do. Where the
//! C library of the reference rounds otherwise than these (in less than one of a hundred results, in the last digit), it is
//! these that count. Errors carry CPython's words.

pub(crate) mod elementary;
mod gamma;
mod integers;
pub mod rows;
mod sums;
#[cfg(test)]
mod tests;
mod whole;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::raised::Raised;

pub use elementary::Unary;
pub use integers::{comb, comb_bits, comb_work_bits, factorial, factorial_bits, isqrt, perm, perm_bits};
pub use sums::{ExactSum, SumProduct, dist, hypot};
pub(crate) use whole::sumprod;

/// The error function.
pub(crate) fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// e to that power.
pub(crate) fn exponential(x: f64) -> f64 {
    elementary::exp(x)
}

/// The logarithm to base e.
pub(crate) fn natural_log(x: f64) -> f64 {
    elementary::log(x)
}

/// A `ValueError` for an argument outside a function's domain.
pub(crate) fn domain() -> Raised {
    Raised::value("math domain error")
}

/// An `OverflowError` for a result that no float can hold.
pub(crate) fn range() -> Raised {
    Raised::overflow("math range error")
}

/// `math.atan2`.
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    elementary::atan2(y, x)
}

/// `math.pow`.
///
/// # Errors
/// For a root of a negative number, a power of zero below zero, and a result that is too large.
pub fn pow(base: f64, exponent: f64) -> Result<f64, Raised> {
    let power = hognose_eval::number::elementary::pow(base, exponent);
    if power.is_finite() || !base.is_finite() || !exponent.is_finite() {
        Ok(power)
    } else if power.is_nan() || base == 0.0 {
        Err(domain())
    } else {
        Err(range())
    }
}

/// `math.fmod`.
///
/// # Errors
/// For an infinite number or a zero modulus.
pub fn fmod(x: f64, y: f64) -> Result<f64, Raised> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let rest = x % y;
    if rest.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain()) } else { Ok(rest) }
}

/// `math.remainder`.
///
/// # Errors
/// For an infinite number or a zero modulus.
pub fn remainder(x: f64, y: f64) -> Result<f64, Raised> {
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let rest = libm::remainder(x, y);
    Ok(if rest == 0.0 { 0.0_f64.copysign(x) } else { rest })
}

/// `math.fma`.
///
/// # Errors
/// For an operation without a result, and a result that is too large.
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64, Raised> {
    let result = libm::fma(x, y, z);
    let all = |test: fn(f64) -> bool| test(x) && test(y) && test(z);
    if result.is_nan() && all(|value| !value.is_nan()) {
        return Err(Raised::value("invalid operation in fma"));
    }
    if result.is_infinite() && all(f64::is_finite) {
        return Err(Raised::overflow("overflow in fma"));
    }
    Ok(result)
}

/// `math.ldexp`.
///
/// # Errors
/// For a result that is too large.
pub fn ldexp(x: f64, exponent: &BigInt) -> Result<f64, Raised> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let negative = exponent.sign() == num_bigint::Sign::Minus;
    let bound = if negative { i32::MIN } else { i32::MAX };
    let result = libm::scalbn(x, exponent.to_i32().unwrap_or(bound));
    if result.is_infinite() { Err(range()) } else { Ok(result) }
}

/// `math.frexp`.
#[must_use]
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() { (x, 0) } else { libm::frexp(x) }
}

/// `math.modf`: the fraction and the whole part, both with the sign of the number.
#[must_use]
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0.0_f64.copysign(x), x);
    }
    if x.is_nan() {
        return (x, x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

/// `math.ulp`.
#[must_use]
pub fn ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let x = x.abs();
    let above = x.next_up();
    if above.is_infinite() && x.is_finite() {
        x - x.next_down()
    } else if x.is_infinite() {
        x
    } else {
        above - x
    }
}

/// `math.nextafter` with a number of steps.
#[must_use]
pub fn nextafter(x: f64, towards: f64, steps: u64) -> f64 {
    if steps == 0 {
        return x;
    }
    if x.is_nan() || towards.is_nan() {
        return f64::NAN;
    }
    if x == towards {
        return towards;
    }
    // On this scale neighbouring floats are neighbouring integers, and both zeros are 0.
    let place = |value: f64| {
        let size = i128::from(value.abs().to_bits());
        if value.is_sign_negative() { size.saturating_neg() } else { size }
    };
    let (from, to) = (place(x), place(towards));
    let distance = i128::from(steps);
    if from.abs_diff(to) <= u128::from(steps) {
        return towards;
    }
    let found = if to > from { from.saturating_add(distance) } else { from.saturating_sub(distance) };
    let size = f64::from_bits(u64::try_from(found.unsigned_abs()).unwrap_or(0));
    match found {
        0 => size.copysign(x),
        1.. => size,
        _ => -size,
    }
}

/// `math.isclose`.
///
/// # Errors
/// `ValueError` for a negative tolerance.
pub fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool, Raised> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(Raised::value("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let distance = (b - a).abs();
    Ok(distance <= (relative * b).abs() || distance <= (relative * a).abs() || distance <= absolute)
}

/// A base of a logarithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// `math.log` with one argument.
    E,
    /// `math.log2`.
    Two,
    /// `math.log10`.
    Ten,
}

/// The logarithm of a float.
///
/// # Errors
/// Unless the number is greater than zero.
pub fn log(x: f64, base: Base) -> Result<f64, Raised> {
    if x.is_nan() || x == f64::INFINITY {
        Ok(x)
    } else if x > 0.0 {
        Ok(match base {
            Base::E => elementary::log(x),
            Base::Two => elementary::log2(x),
            Base::Ten => elementary::log10(x),
        })
    } else {
        Err(domain())
    }
}

/// The logarithm of an integer of any size.
///
/// # Errors
/// Unless the number is greater than zero.
#[expect(clippy::arithmetic_side_effects, reason = "shifts of integers of any size, by less than their own")]
pub fn log_int(x: &BigInt, base: Base) -> Result<f64, Raised> {
    if x.sign() != num_bigint::Sign::Plus {
        return Err(domain());
    }
    if let Some(small) = x.to_f64().filter(|small| small.is_finite()) {
        return log(small, base);
    }
    let bits = x.bits();
    // Sixty-four bits keep more than a float does; what is below is added as one bit, so that rounding sees it.
    let shift = bits.saturating_sub(64);
    let top = x >> shift;
    let low = u8::from((&top << shift) != *x);
    let mantissa = (top << 1_u8 | BigInt::from(low)).to_f64().unwrap_or(f64::INFINITY);
    let fraction = libm::scalbn(mantissa, -65);
    #[expect(clippy::cast_precision_loss, reason = "no integer in memory has 2**53 bits")]
    let exponent = bits as f64;
    Ok(log(fraction, base)? + log(2.0, base)? * exponent)
}
