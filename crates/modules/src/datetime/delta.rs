//! `timedelta`.

use std::fmt;

use num_bigint::{BigInt, Sign};

use super::{DAY, SECOND};
use crate::raised::Raised;

/// A span of time: `timedelta`. Ordered as Python orders it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delta {
    days: i32,
    /// 0 to 86,399.
    seconds: i32,
    /// 0 to 999,999.
    microseconds: i32,
}

/// An argument of `timedelta(…)`.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// A whole number; beyond 128 bits any number of that size with the same sign does.
    Int(i128),
    /// A floating-point number.
    Float(f64),
}

/// The error of a whole number that does not fit where C wants an `int`.
fn too_large() -> Raised {
    Raised::overflow("Python int too large to convert to C int")
}

impl Delta {
    /// No time at all.
    pub const ZERO: Self = Self { days: 0, seconds: 0, microseconds: 0 };
    /// `timedelta.min`.
    pub const MIN: Self = Self { days: -999_999_999, seconds: 0, microseconds: 0 };
    /// `timedelta.max`.
    pub const MAX: Self = Self { days: 999_999_999, seconds: 86_399, microseconds: 999_999 };
    /// `timedelta.resolution`.
    pub const RESOLUTION: Self = Self { days: 0, seconds: 0, microseconds: 1 };

    /// `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`, in that order.
    ///
    /// # Errors
    /// `OverflowError` or `ValueError`: out of range, infinite or not a number.
    pub fn new(amounts: &[Option<Amount>; 7]) -> Result<Self, Raised> {
        let [days, seconds, microseconds, milliseconds, minutes, hours, weeks] = *amounts;
        // CPython sums up in this order, which decides how fractions are rounded.
        let parts = [
            (microseconds, 1),
            (milliseconds, 1000),
            (seconds, SECOND),
            (minutes, 60 * SECOND),
            (hours, 3600 * SECOND),
            (days, DAY),
            (weeks, 7 * DAY),
        ];
        // `None` once it is far out of range; whatever is no number at all is still found.
        let mut sum = Some(0i128);
        let mut rest = 0.0f64;
        for (amount, factor) in parts {
            let Some(amount) = amount else { continue };
            let (whole, part) = match amount {
                Amount::Int(whole) => (whole, 0.0),
                Amount::Float(float) => split_float(float, factor)?,
            };
            rest += part.fract();
            #[expect(clippy::cast_possible_truncation, reason = "below one week of microseconds")]
            let part = part.trunc() as i128;
            let whole = whole.checked_mul(i128::from(factor)).and_then(|whole| whole.checked_add(part));
            sum = sum.zip(whole).and_then(|(sum, whole)| sum.checked_add(whole));
        }
        let sum = sum.ok_or_else(too_large)?;
        Self::from_total(sum.checked_add(rounded(rest, sum)).ok_or_else(too_large)?)
    }

    /// A span of days.
    ///
    /// # Errors
    /// `OverflowError`: more than 999,999,999 days either way.
    pub fn from_days(days: i64) -> Result<Self, Raised> {
        Self::from_total(i128::from(days).saturating_mul(i128::from(DAY)))
    }

    /// A span of microseconds.
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        Self::from_total(i128::from(micros)).unwrap_or(Self::MAX)
    }

    /// A span of microseconds.
    ///
    /// # Errors
    /// `OverflowError`: more than 999,999,999 days either way.
    pub fn from_total(micros: i128) -> Result<Self, Raised> {
        let days = micros.div_euclid(i128::from(DAY));
        let in_day = micros.rem_euclid(i128::from(DAY));
        let days = i32::try_from(days).map_err(|_| too_large())?;
        if days.unsigned_abs() > 999_999_999 {
            return Err(Raised::overflow(format!("days={days}; must have magnitude <= 999999999")));
        }
        let in_day = i64::try_from(in_day).unwrap_or_default();
        let part = |value: i64| i32::try_from(value).unwrap_or_default();
        Ok(Self { days, seconds: part(in_day / SECOND), microseconds: part(in_day % SECOND) })
    }

    /// The same from a number of any size.
    fn from_big(micros: &BigInt) -> Result<Self, Raised> {
        i128::try_from(micros).map_err(|_| too_large()).and_then(Self::from_total)
    }

    /// All of it in microseconds.
    #[must_use]
    pub fn total(self) -> i128 {
        i128::from(self.days).saturating_mul(i128::from(DAY)).saturating_add(i128::from(self.in_day()))
    }

    /// What it is beyond whole days, in microseconds.
    fn in_day(self) -> i64 {
        i64::from(self.seconds).saturating_mul(SECOND).saturating_add(i64::from(self.microseconds))
    }

    /// `delta.days`.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.days
    }

    /// `delta.seconds`.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.seconds
    }

    /// `delta.microseconds`.
    #[must_use]
    pub const fn microseconds(self) -> i32 {
        self.microseconds
    }

    /// `bool(delta)`.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// `delta.total_seconds()`.
    #[must_use]
    pub fn total_seconds(self) -> f64 {
        quotient(self.total(), i128::from(SECOND))
    }

    /// `-delta`.
    ///
    /// # Errors
    /// `OverflowError`: out of range.
    pub fn negated(self) -> Result<Self, Raised> {
        Self::from_total(self.total().saturating_neg())
    }

    /// `abs(delta)`.
    ///
    /// # Errors
    /// `OverflowError`: out of range.
    pub fn absolute(self) -> Result<Self, Raised> {
        if self.days < 0 { self.negated() } else { Ok(self) }
    }

    /// `delta + other`.
    ///
    /// # Errors
    /// `OverflowError`: out of range.
    pub fn plus(self, other: Self) -> Result<Self, Raised> {
        Self::from_total(self.total().saturating_add(other.total()))
    }

    /// `delta - other`.
    ///
    /// # Errors
    /// `OverflowError`: out of range.
    pub fn minus(self, other: Self) -> Result<Self, Raised> {
        Self::from_total(self.total().saturating_sub(other.total()))
    }

    /// `delta * number`.
    ///
    /// # Errors
    /// `OverflowError`: out of range.
    pub fn times(self, number: &BigInt) -> Result<Self, Raised> {
        let product = BigInt::from(self.total()).checked_mul(number);
        product.map_or_else(|| Err(too_large()), |product| Self::from_big(&product))
    }

    /// `delta * number` of a floating-point number.
    ///
    /// # Errors
    /// `OverflowError` or `ValueError`: out of range, infinite or not a number.
    pub fn times_float(self, number: f64) -> Result<Self, Raised> {
        let (numerator, denominator) = ratio(number)?;
        let product = BigInt::from(self.total()).checked_mul(&numerator).unwrap_or_default();
        Self::from_big(&divide_nearest(&product, &denominator)?)
    }

    /// `delta / number`.
    ///
    /// # Errors
    /// `ZeroDivisionError`, or `OverflowError`: out of range.
    pub fn over(self, number: &BigInt) -> Result<Self, Raised> {
        Self::from_big(&divide_nearest(&BigInt::from(self.total()), number)?)
    }

    /// `delta / number` of a floating-point number.
    ///
    /// # Errors
    /// `ZeroDivisionError`, `OverflowError` or `ValueError`.
    pub fn over_float(self, number: f64) -> Result<Self, Raised> {
        let (numerator, denominator) = ratio(number)?;
        let product = BigInt::from(self.total()).checked_mul(&denominator).unwrap_or_default();
        Self::from_big(&divide_nearest(&product, &numerator)?)
    }

    /// `delta / other`.
    ///
    /// # Errors
    /// `ZeroDivisionError`.
    pub fn ratio_to(self, other: Self) -> Result<f64, Raised> {
        if other.is_zero() {
            return Err(Raised::new("ZeroDivisionError", "division by zero"));
        }
        Ok(quotient(self.total(), other.total()))
    }

    /// `delta // number`.
    ///
    /// # Errors
    /// `ZeroDivisionError`, or `OverflowError`: out of range.
    pub fn floor_over(self, number: &BigInt) -> Result<Self, Raised> {
        Self::from_big(&floor_divide(&BigInt::from(self.total()), number)?.0)
    }

    /// `divmod(delta, other)`, and its parts `delta // other` and `delta % other`.
    ///
    /// # Errors
    /// `ZeroDivisionError`.
    pub fn divmod(self, other: Self) -> Result<(i128, Self), Raised> {
        let (number, divisor) = (self.total(), other.total());
        let Some(rest) = number.checked_rem(divisor) else { return Err(division_by_zero()) };
        let quotient = number.checked_div(divisor).unwrap_or_default();
        // Python rounds down, so that what remains has the divisor's sign.
        let (quotient, rest) = if rest != 0 && (rest < 0) != (divisor < 0) {
            (quotient.saturating_sub(1), rest.saturating_add(divisor))
        } else {
            (quotient, rest)
        };
        Ok((quotient, Self::from_total(rest)?))
    }

    /// `repr(delta)`.
    #[must_use]
    pub fn repr(self) -> String {
        let parts = [("days", self.days), ("seconds", self.seconds), ("microseconds", self.microseconds)];
        let shown: Vec<String> = parts
            .iter()
            .filter(|(_, part)| *part != 0)
            .map(|(name, part)| format!("{name}={part}"))
            .collect();
        let inner = if shown.is_empty() { "0".to_owned() } else { shown.join(", ") };
        format!("datetime.timedelta({inner})")
    }
}

impl fmt::Display for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days != 0 {
            write!(f, "{} day{}, ", self.days, if self.days.unsigned_abs() == 1 { "" } else { "s" })?;
        }
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        write!(f, "{hours}:{minutes:02}:{seconds:02}")?;
        if self.microseconds != 0 { write!(f, ".{:06}", self.microseconds) } else { Ok(()) }
    }
}

/// The error of whole division by nothing.
pub(crate) fn division_by_zero() -> Raised {
    Raised::new("ZeroDivisionError", "integer division or modulo by zero")
}

/// The whole part of an argument, and its fraction in microseconds, neither rounded.
fn split_float(float: f64, factor: i64) -> Result<(i128, f64), Raised> {
    if float.is_nan() {
        return Err(Raised::value("cannot convert float NaN to integer"));
    }
    if float.is_infinite() {
        return Err(Raised::overflow("cannot convert float infinity to integer"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and then is out of range")]
    let whole = float.trunc() as i128;
    #[expect(clippy::cast_precision_loss, reason = "the factors are below 2**53")]
    let factor = factor as f64;
    Ok((whole, factor * float.fract()))
}

/// What remains of fractions, rounded half to even together with the whole part.
fn rounded(rest: f64, whole: i128) -> i128 {
    let away = rest.round();
    let rounded = if (away - rest).abs() == 0.5 {
        let odd = if whole & 1 == 0 { 0.0 } else { 1.0 };
        2.0 * ((rest + odd) * 0.5).round() - odd
    } else {
        away
    };
    #[expect(clippy::cast_possible_truncation, reason = "seven fractions of a microsecond")]
    let rounded = rounded as i128;
    rounded
}

/// `float.as_integer_ratio()`.
fn ratio(float: f64) -> Result<(BigInt, BigInt), Raised> {
    if float.is_nan() {
        return Err(Raised::value("cannot convert NaN to integer ratio"));
    }
    if float.is_infinite() {
        return Err(Raised::overflow("cannot convert Infinity to integer ratio"));
    }
    let bits = float.to_bits();
    let exponent = i64::try_from(bits.wrapping_shr(52) & 0x7ff).unwrap_or_default();
    let fraction = bits & 0xf_ffff_ffff_ffff;
    let (mantissa, power) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent.saturating_sub(1075)) };
    let sign = if float.is_sign_negative() { Sign::Minus } else { Sign::Plus };
    let twos = |power: i64| BigInt::from(2).pow(u32::try_from(power).unwrap_or_default());
    let mantissa = BigInt::from_biguint(sign, mantissa.into());
    Ok(if power >= 0 {
        (mantissa.checked_mul(&twos(power)).unwrap_or_default(), BigInt::from(1))
    } else {
        (mantissa, twos(power.saturating_neg()))
    })
}

/// Quotient and remainder, rounded down.
fn floor_divide(number: &BigInt, divisor: &BigInt) -> Result<(BigInt, BigInt), Raised> {
    let quotient = number.checked_div(divisor).ok_or_else(division_by_zero)?;
    let product = quotient.checked_mul(divisor).unwrap_or_default();
    let rest = number.checked_sub(&product).unwrap_or_default();
    if rest.sign() != Sign::NoSign && rest.sign() != divisor.sign() {
        let quotient = quotient.checked_sub(&BigInt::from(1)).unwrap_or_default();
        return Ok((quotient, rest.checked_add(divisor).unwrap_or_default()));
    }
    Ok((quotient, rest))
}

/// The quotient rounded half to even.
fn divide_nearest(number: &BigInt, divisor: &BigInt) -> Result<BigInt, Raised> {
    let (quotient, rest) = floor_divide(number, divisor)?;
    let twice = rest.checked_mul(&BigInt::from(2)).unwrap_or_default();
    let up = match twice.magnitude().cmp(divisor.magnitude()) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient.bit(0),
        std::cmp::Ordering::Less => false,
    };
    Ok(if up { quotient.checked_add(&BigInt::from(1)).unwrap_or_default() } else { quotient })
}

/// The quotient of two whole numbers below 2**100 as the nearest floating-point number; the divisor is not zero.
fn quotient(number: i128, divisor: i128) -> f64 {
    let negative = (number < 0) != (divisor < 0);
    let (mut rest, divisor) = (number.unsigned_abs(), divisor.unsigned_abs());
    let mut quotient = rest.checked_div(divisor).unwrap_or_default();
    rest = rest.checked_rem(divisor).unwrap_or_default();
    let mut exponent = 0i32;
    // At least 64 bits, then one bit for whatever remains: rounding that is rounding the exact quotient.
    while quotient.leading_zeros() > 62 && rest != 0 {
        let step = quotient.leading_zeros().min(rest.leading_zeros()).saturating_sub(2).clamp(1, 24);
        rest = rest.wrapping_shl(step);
        quotient = quotient.wrapping_shl(step) | rest.checked_div(divisor).unwrap_or_default();
        rest = rest.checked_rem(divisor).unwrap_or_default();
        exponent = exponent.saturating_sub(i32::try_from(step).unwrap_or_default());
    }
    quotient = quotient.wrapping_shl(1) | u128::from(rest != 0);
    #[expect(clippy::cast_precision_loss, reason = "this is the one rounding")]
    let float = quotient as f64 * 2f64.powi(exponent.saturating_sub(1));
    if negative { -float } else { float }
}
