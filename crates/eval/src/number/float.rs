//! Arithmetic of floats where Python's differs from the machine's.

use super::{NumberError, Result};

/// `a / b`
///
/// # Errors
/// For a zero divisor.
pub fn float_divide(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 { Err(NumberError::zero_division("float division by zero")) } else { Ok(a / b) }
}

/// `a // b`
///
/// # Errors
/// For a zero divisor.
pub fn float_floor_divide(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(NumberError::zero_division("float floor division by zero"));
    }
    Ok(quotient_and_rest(a, b).0)
}

/// `a % b`
///
/// # Errors
/// For a zero divisor.
pub fn float_modulo(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(NumberError::zero_division("float modulo by zero"));
    }
    Ok(quotient_and_rest(a, b).1)
}

/// `divmod(a, b)`
///
/// # Errors
/// For a zero divisor.
pub fn float_divmod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(NumberError::zero_division("float divmod()"));
    }
    Ok(quotient_and_rest(a, b))
}

/// Floor division; the divisor is not zero.
fn quotient_and_rest(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    // `a - rest` is nearly a multiple of the divisor; what is left to round is rounded below.
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

/// Whether a float is an odd integer.
fn is_odd(value: f64) -> bool {
    value.abs() % 2.0 == 1.0
}

/// `a ** b`
///
/// # Errors
/// For zero to a negative power, for a result that is too large, and for a negative number to a power that is not
/// whole: Python's answer is a complex number there, which hognose does not have.
pub fn float_power(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 || a == 1.0 {
        return Ok(1.0);
    }
    if a.is_nan() || b.is_nan() {
        return Ok(f64::NAN);
    }
    if b.is_infinite() {
        let size = a.abs();
        return Ok(if size == 1.0 {
            1.0
        } else if (b > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    if a.is_infinite() {
        return Ok(match (b > 0.0, is_odd(b)) {
            (true, true) => a,
            (true, false) => a.abs(),
            (false, true) => 0.0_f64.copysign(a),
            (false, false) => 0.0,
        });
    }
    if a == 0.0 {
        if b < 0.0 {
            return Err(NumberError::zero_division("0.0 cannot be raised to a negative power"));
        }
        return Ok(if is_odd(b) { a } else { 0.0 });
    }
    if a < 0.0 && b.floor() != b {
        return Err(NumberError::value("negative number cannot be raised to a fractional power"));
    }
    let size = super::elementary::pow(a.abs(), b);
    if size.is_infinite() {
        return Err(NumberError::overflow(NumberError::RANGE));
    }
    Ok(if a < 0.0 && is_odd(b) { -size } else { size })
}
