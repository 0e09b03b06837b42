//! Functions of one float, each computed in the same way on every platform.
//!
//! Two libraries serve: one that rounds correctly, and one with the classical algorithms that C libraries use. For each
//! function that one was taken whose results agree more often with the reference's.

use super::{domain, gamma, range};
use crate::raised::Raised;

/// A function of one float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in Python")]
pub enum Unary {
    Acos,
    Acosh,
    Asin,
    Asinh,
    Atan,
    Atanh,
    Cbrt,
    Cos,
    Cosh,
    Degrees,
    Erf,
    Erfc,
    Exp,
    Exp2,
    Expm1,
    Fabs,
    Gamma,
    Lgamma,
    Log1p,
    Radians,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
}

impl Unary {
    /// The value of the function.
    ///
    /// # Errors
    /// `ValueError` outside its domain, `OverflowError` when the result is too large.
    pub fn apply(self, x: f64) -> Result<f64, Raised> {
        let value = match self {
            Self::Gamma => return gamma::gamma(x),
            Self::Lgamma => return gamma::lgamma(x),
            Self::Degrees => return Ok(x * (180.0 / std::f64::consts::PI)),
            Self::Radians => return Ok(x * (std::f64::consts::PI / 180.0)),
            Self::Fabs => return Ok(x.abs()),
            _ if x.is_nan() => return Ok(x),
            _ => self.value(x),
        };
        let grows = matches!(self, Self::Cosh | Self::Exp | Self::Exp2 | Self::Expm1 | Self::Sinh);
        match value {
            value if value.is_nan() => Err(domain()),
            value if value.is_infinite() && x.is_finite() => Err(if grows { range() } else { domain() }),
            value => Ok(value),
        }
    }

    fn value(self, x: f64) -> f64 {
        match self {
            Self::Acos => pxfm::f_acos(x),
            Self::Acosh => acosh(x),
            Self::Asin => pxfm::f_asin(x),
            Self::Asinh => asinh(x),
            Self::Atan => pxfm::f_atan(x),
            Self::Atanh => libm::atanh(x),
            Self::Cbrt => pxfm::f_cbrt(x),
            Self::Cos if x.is_infinite() => f64::NAN,
            Self::Cos => pxfm::f_cos(x),
            Self::Cosh => cosh(x.abs()),
            Self::Erf => libm::erf(x),
            Self::Erfc => libm::erfc(x),
            Self::Exp => exp(x),
            Self::Exp2 => pxfm::f_exp2(x),
            Self::Expm1 => libm::expm1(x),
            Self::Log1p => libm::log1p(x),
            Self::Sin if x.is_infinite() => f64::NAN,
            Self::Sin => pxfm::f_sin(x),
            Self::Sinh => sinh(x.abs()).copysign(x),
            Self::Sqrt => x.sqrt(),
            Self::Tan if x.is_infinite() => f64::NAN,
            Self::Tan => pxfm::f_tan(x),
            Self::Tanh => tanh(x.abs()).copysign(x),
            Self::Degrees | Self::Radians | Self::Fabs | Self::Gamma | Self::Lgamma => x,
        }
    }
}

pub(super) fn exp(x: f64) -> f64 {
    pxfm::f_exp(x)
}

pub(crate) fn log(x: f64) -> f64 {
    pxfm::f_log(x)
}

pub(super) fn log2(x: f64) -> f64 {
    pxfm::f_log2(x)
}

/// From the natural logarithm of the mantissa, with log10(2) in two parts.
pub(super) fn log10(x: f64) -> f64 {
    const LOG10_2_HIGH: f64 = f64::from_bits(0x3fd3_4413_509f_6000);
    const LOG10_2_LOW: f64 = f64::from_bits(0x3d59_fef3_11f1_2b36);
    let (mantissa, exponent) = libm::frexp(x);
    // The mantissa is taken from [1, 2) above one and from [1/2, 1) below, so that nothing cancels.
    let exponent = exponent.saturating_sub(1);
    let (mantissa, exponent) =
        if exponent < 0 { (mantissa, exponent.saturating_add(1)) } else { (mantissa * 2.0, exponent) };
    let exponent = f64::from(exponent);
    let low = exponent * LOG10_2_LOW + std::f64::consts::LOG10_E * log(mantissa);
    low + exponent * LOG10_2_HIGH
}

pub(super) fn atan2(y: f64, x: f64) -> f64 {
    let angle = pxfm::f_atan2(y, x);
    // Where the quotient vanishes its sign is lost; an angle always has the sign of y.
    if angle == 0.0 { angle.copysign(y) } else { angle }
}

/// Above this, `exp(-x)` adds nothing to `exp(x)`.
const LARGE: f64 = 22.0;
/// The logarithm of the largest float.
const LOG_MAX: f64 = 709.782_712_893_384;

/// Half of `exp(x)` for large x, without overflow where the half still fits.
fn half_exp(x: f64) -> f64 {
    if x < LOG_MAX {
        0.5 * exp(x)
    } else {
        let root = exp(0.5 * x);
        0.5 * root * root
    }
}

fn cosh(x: f64) -> f64 {
    if x > LARGE {
        return half_exp(x);
    }
    if x < 0.5 * std::f64::consts::LN_2 {
        let less = libm::expm1(x);
        let power = 1.0 + less;
        return if x < 2.0_f64.powi(-55) { power } else { 1.0 + less * less / (power + power) };
    }
    let power = exp(x);
    0.5 * power + 0.5 / power
}

fn sinh(x: f64) -> f64 {
    if x > LARGE {
        return half_exp(x);
    }
    if x < 2.0_f64.powi(-28) {
        return x;
    }
    let less = libm::expm1(x);
    if x < 1.0 { 0.5 * (2.0 * less - less * less / (less + 1.0)) } else { 0.5 * (less + less / (less + 1.0)) }
}

fn tanh(x: f64) -> f64 {
    if x >= LARGE {
        1.0
    } else if x < 2.0_f64.powi(-55) {
        x
    } else if x >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * x) + 2.0)
    } else {
        let less = libm::expm1(-2.0 * x);
        -less / (less + 2.0)
    }
}

fn asinh(x: f64) -> f64 {
    let size = x.abs();
    let value = if size < 2.0_f64.powi(-28) || size.is_infinite() {
        size
    } else if size > 2.0_f64.powi(28) {
        log(size) + std::f64::consts::LN_2
    } else if size > 2.0 {
        log(2.0 * size + 1.0 / ((size * size + 1.0).sqrt() + size))
    } else {
        let square = size * size;
        libm::log1p(size + square / (1.0 + (1.0 + square).sqrt()))
    };
    value.copysign(x)
}

fn acosh(x: f64) -> f64 {
    if x < 1.0 {
        f64::NAN
    } else if x.is_infinite() {
        x
    } else if x > 2.0_f64.powi(28) {
        log(x) + std::f64::consts::LN_2
    } else if x > 2.0 {
        log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()))
    } else {
        let above = x - 1.0;
        libm::log1p(above + (2.0 * above + above * above).sqrt())
    }
}
