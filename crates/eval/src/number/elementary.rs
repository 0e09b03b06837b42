//! Functions of floats that are the same on every platform.

/// `base ** exponent` with the nearest float; what has no value is not a number.
#[must_use]
pub fn pow(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 || base == 1.0 {
        return 1.0;
    }
    let power = pxfm::f_pow(base, exponent);
    if power == 0.0 {
        // An odd power of a negative number that vanishes keeps its sign.
        power.copysign(libm::pow(base, exponent))
    } else if power.is_nan() {
        libm::pow(base, exponent)
    } else {
        power
    }
}
