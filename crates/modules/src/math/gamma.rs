//! The gamma function and its logarithm, by Lanczos' approximation with thirteen terms.

use super::elementary::{exp, log};
use super::{domain, range};
use crate::raised::Raised;
use hognose_eval::number::elementary::pow;

/// The parameter of the approximation.
const G: f64 = 6.024_680_040_776_73;
const G_LESS_HALF: f64 = 5.524_680_040_776_73;
const LOG_PI: f64 = 1.144_729_885_849_400_2;

/// Coefficients of numerator and denominator, from the constant term up.
const TERMS: [(f64, f64); 13] = [
    (23_531_376_880.410_76, 0.0),
    (42_919_803_642.649_1, 39_916_800.0),
    (35_711_959_237.355_67, 120_543_840.0),
    (17_921_034_426.037_21, 150_917_976.0),
    (6_039_542_586.352_028, 105_258_076.0),
    (1_439_720_407.311_721_7, 45_995_730.0),
    (248_874_557.862_054_16, 13_339_535.0),
    (31_426_415.585_400_194, 2_637_558.0),
    (2_876_370.628_935_372_5, 357_423.0),
    (186_056.265_395_223_5, 32_670.0),
    (8_071.672_002_365_816, 1_925.0),
    (210.824_277_751_579_35, 66.0),
    (2.506_628_274_631_000_2, 1.0),
];

/// The rational function of the approximation.
fn series(x: f64) -> f64 {
    let (numerator, denominator) = if x < 5.0 {
        TERMS.iter().rev().fold((0.0, 0.0), |(n, d), (a, b)| (n * x + a, d * x + b))
    } else {
        TERMS.iter().fold((0.0, 0.0), |(n, d), (a, b)| (n / x + a, d / x + b))
    };
    numerator / denominator
}

/// The sine of x times pi, for positive x, exact at multiples of a half.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x % 2.0;
    if y < 0.25 {
        pxfm::f_sin(PI * y)
    } else if y < 0.75 {
        pxfm::f_cos(PI * (y - 0.5))
    } else if y < 1.25 {
        pxfm::f_sin(PI * (1.0 - y))
    } else if y < 1.75 {
        -pxfm::f_cos(PI * (y - 1.5))
    } else {
        pxfm::f_sin(PI * (y - 2.0))
    }
}

/// `math.gamma`.
pub(super) fn gamma(x: f64) -> Result<f64, Raised> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    let whole = x == x.floor();
    if x == 0.0 || whole && x < 0.0 {
        return Err(domain());
    }
    if whole && x <= 23.0 {
        return Ok(factorial_below(x));
    }
    let size = x.abs();
    let value = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 && x < 0.0 {
        0.0 / -sin_pi(size)
    } else if size > 200.0 {
        f64::INFINITY
    } else {
        approximate(x, size)
    };
    if value.is_infinite() { Err(range()) } else { Ok(value) }
}

/// The product of the whole numbers below x, exact up to 22!.
fn factorial_below(x: f64) -> f64 {
    let mut product = 1.0;
    let mut factor = 2.0;
    while factor < x {
        product *= factor;
        factor += 1.0;
    }
    product
}

fn approximate(x: f64, size: f64) -> f64 {
    let y = size + G_LESS_HALF;
    // What rounding took from y, brought back in below.
    let lost = if size > G_LESS_HALF { y - size - G_LESS_HALF } else { y - G_LESS_HALF - size };
    let lost = lost * G / y;
    let negative = x < 0.0;
    let mut value = if negative {
        -std::f64::consts::PI / sin_pi(size) / size * exp(y) / series(size)
    } else {
        series(size) / exp(y)
    };
    value += if negative { -lost * value } else { lost * value };
    // Above 140 the power is taken in two halves, which do not overflow.
    let (power, times) = if size < 140.0 { (pow(y, size - 0.5), 1) } else { (pow(y, size / 2.0 - 0.25), 2) };
    for _ in 0..times {
        value = if negative { value / power } else { value * power };
    }
    value
}

/// `math.lgamma`.
pub(super) fn lgamma(x: f64) -> Result<f64, Raised> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain()) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-log(size));
    }
    let mut value = log(series(size)) - G;
    value += (size - 0.5) * (log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        value = LOG_PI - log(sin_pi(size).abs()) - log(size) - value;
    }
    if value.is_infinite() { Err(range()) } else { Ok(value) }
}
