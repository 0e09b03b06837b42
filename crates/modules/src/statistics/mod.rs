//! `statistics`: sums that lose nothing, and what is made of them.
//!
//! Ints and floats are multiples of powers of two, so sums and sums of squares of them are kept as such, exactly. Only the
//! end result is rounded, once.

mod normal;
pub mod rows;
mod single;
mod spread;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use hognose_eval::number::{Int, IntRef, true_divide};
use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::raised::Raised;

/// A whole number times a power of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dyadic {
    digits: BigInt,
    exponent: i64,
}

impl Dyadic {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self { digits: BigInt::zero(), exponent: 0 }
    }

    /// A whole number.
    #[must_use]
    pub fn from_int(number: BigInt) -> Self {
        Self { digits: number, exponent: 0 }
    }

    /// A float; none unless it is finite.
    #[must_use]
    pub fn from_float(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let (mantissa, exponent) = libm::frexp(number);
        // Fifty-three bits make any mantissa whole.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a mantissa times 2**53 is a whole number of 53 bits"
        )]
        let digits = libm::scalbn(mantissa, 53) as i64;
        Some(Self { digits: digits.into(), exponent: i64::from(exponent).saturating_sub(53) })
    }

    #[expect(clippy::arithmetic_side_effects, reason = "shifts and sums of integers of any size")]
    fn add(&mut self, other: &Self) {
        match self.exponent.cmp(&other.exponent) {
            Ordering::Equal => self.digits += &other.digits,
            Ordering::Less => self.digits += &other.digits << other.exponent.abs_diff(self.exponent),
            Ordering::Greater => {
                self.digits = (&self.digits << self.exponent.abs_diff(other.exponent)) + &other.digits;
                self.exponent = other.exponent;
            }
        }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a product of integers of any size")]
    fn squared(&self) -> Self {
        Self { digits: &self.digits * &self.digits, exponent: self.exponent.saturating_mul(2) }
    }

    /// Numerator and denominator.
    #[expect(clippy::arithmetic_side_effects, reason = "shifts of integers of any size")]
    fn ratio(&self) -> (BigInt, BigInt) {
        let shift = self.exponent.unsigned_abs();
        if self.exponent < 0 {
            (self.digits.clone(), BigInt::one() << shift)
        } else {
            (&self.digits << shift, BigInt::one())
        }
    }
}

/// A fraction, not always in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

/// What a function returns: an int where all its data were ints and the result is whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// An int.
    Int(BigInt),
    /// A float.
    Float(f64),
}

fn overflow() -> Raised {
    Raised::overflow("integer division result too large for a float")
}

impl Fraction {
    fn to_float(&self) -> Result<f64, Raised> {
        true_divide(IntRef::from(&self.numerator), IntRef::from(&self.denominator)).map_err(|_| overflow())
    }

    /// As a number of the kind the data had.
    ///
    /// # Errors
    /// `OverflowError` for a result that no float holds.
    #[expect(clippy::arithmetic_side_effects, reason = "the denominator is at least one")]
    pub fn convert(&self, floats: bool) -> Result<Number, Raised> {
        if !floats && (&self.numerator % &self.denominator).is_zero() {
            return Ok(Number::Int(&self.numerator / &self.denominator));
        }
        self.to_float().map(Number::Float)
    }

    /// Its square root, rounded once.
    ///
    /// # Errors
    /// `OverflowError` for a result that no float holds.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "integers of any size; the denominator is at least one"
    )]
    pub fn square_root(&self) -> Result<f64, Raised> {
        // Twice the bits of a float, and three to round by.
        const BITS: i64 = 109;
        if self.numerator.is_zero() {
            return Ok(0.0);
        }
        let bits = |number: &BigInt| i64::try_from(number.bits()).unwrap_or(i64::MAX);
        let scale =
            bits(&self.numerator).saturating_sub(bits(&self.denominator)).saturating_sub(BITS).div_euclid(2);
        let shift = scale.unsigned_abs().saturating_mul(2);
        let (numerator, denominator) = if scale >= 0 {
            (self.numerator.clone(), &self.denominator << shift)
        } else {
            (&self.numerator << shift, self.denominator.clone())
        };
        let root = (&numerator / &denominator).sqrt();
        // What was cut off counts as one bit, so that rounding sees it.
        let exact = &root * &root * &denominator == numerator;
        let root = if exact { root } else { root | BigInt::one() };
        let half = scale.unsigned_abs();
        let fraction = if scale >= 0 {
            Self { numerator: root << half, denominator: BigInt::one() }
        } else {
            Self { numerator: root, denominator: BigInt::one() << half }
        };
        fraction.to_float()
    }
}

/// The sums of some data.
#[derive(Debug, Clone)]
pub struct Sums {
    /// How many data there are.
    pub count: u64,
    /// Whether one of them is a float.
    pub floats: bool,
    /// The sum of those that are not finite, if there are any.
    pub special: Option<f64>,
    sum: Dyadic,
    squares: Dyadic,
}

impl Default for Sums {
    fn default() -> Self {
        Self { count: 0, floats: false, special: None, sum: Dyadic::zero(), squares: Dyadic::zero() }
    }
}

impl Sums {
    /// Adds an int.
    pub fn add_int(&mut self, number: Int) {
        self.count = self.count.saturating_add(1);
        let number = match number {
            Int::Small(small) => small.into(),
            Int::Big(big) => big,
        };
        self.add(&Dyadic::from_int(number));
    }

    /// Adds a float.
    pub fn add_float(&mut self, number: f64) {
        self.count = self.count.saturating_add(1);
        self.floats = true;
        match Dyadic::from_float(number) {
            Some(dyadic) => self.add(&dyadic),
            None => self.special = Some(self.special.unwrap_or(0.0) + number),
        }
    }

    fn add(&mut self, number: &Dyadic) {
        self.sum.add(number);
        self.squares.add(&number.squared());
    }

    /// Bits of the numbers kept so far, for charging.
    #[must_use]
    pub fn bits(&self) -> u64 {
        self.squares.digits.bits()
    }

    /// The sum.
    ///
    /// # Errors
    /// `OverflowError` for a result that no float holds.
    pub fn total(&self) -> Result<Number, Raised> {
        self.divided_by(1)
    }

    /// The sum divided by a count.
    ///
    /// # Errors
    /// As [`Self::total`].
    pub fn divided_by(&self, count: u64) -> Result<Number, Raised> {
        if let Some(special) = self.special {
            return Ok(Number::Float(special));
        }
        self.mean_of(count).convert(self.floats)
    }

    /// Another number divided by the sum; nothing unless the sum is above zero.
    ///
    /// # Errors
    /// As [`Self::total`].
    #[expect(clippy::arithmetic_side_effects, reason = "products of integers of any size")]
    pub fn divides(&self, number: &Number) -> Result<Option<Number>, Raised> {
        let special = |sum: f64| match number {
            Number::Float(float) => float / sum,
            Number::Int(int) => num_traits::ToPrimitive::to_f64(int).unwrap_or(f64::INFINITY) / sum,
        };
        if let Some(sum) = self.special {
            return Ok((sum > 0.0 || sum.is_nan()).then(|| Number::Float(special(sum))));
        }
        if self.sum.digits.sign() != num_bigint::Sign::Plus {
            return Ok(None);
        }
        let (divisor, divisor_scale) = self.sum.ratio();
        let (numerator, scale) = match number {
            Number::Int(int) => (int.clone(), BigInt::one()),
            Number::Float(float) => match Dyadic::from_float(*float) {
                Some(dyadic) => dyadic.ratio(),
                None => return Ok(Some(Number::Float(*float))),
            },
        };
        let fraction = Fraction { numerator: numerator * divisor_scale, denominator: scale * divisor };
        fraction.convert(self.floats).map(Some)
    }

    /// Another sum divided by this one, exactly; nothing unless this one is above zero.
    ///
    /// # Errors
    /// As [`Self::total`].
    #[expect(clippy::arithmetic_side_effects, reason = "products of integers of any size")]
    pub fn divides_sum(&self, other: &Self) -> Result<Option<Number>, Raised> {
        if other.special.is_some() || self.special.is_some() {
            return self.divides(&other.total()?);
        }
        if self.sum.digits.sign() != num_bigint::Sign::Plus {
            return Ok(None);
        }
        let ((numerator, scale), (divisor, divisor_scale)) = (other.sum.ratio(), self.sum.ratio());
        let fraction = Fraction { numerator: numerator * divisor_scale, denominator: scale * divisor };
        fraction.convert(self.floats).map(Some)
    }

    /// The sum divided by a count, exactly.
    #[expect(clippy::arithmetic_side_effects, reason = "a product of integers of any size")]
    #[must_use]
    pub fn mean_of(&self, count: u64) -> Fraction {
        let (numerator, denominator) = self.sum.ratio();
        Fraction { numerator, denominator: denominator * count.max(1) }
    }

    /// The sum of squared distances from the mean, divided by a count.
    #[expect(clippy::arithmetic_side_effects, reason = "integers of any size")]
    #[must_use]
    pub fn deviation(&self, count: u64) -> Fraction {
        let (sum, sum_scale) = self.sum.ratio();
        let (squares, squares_scale) = self.squares.ratio();
        let n = self.count.max(1);
        // (n × Σx² − (Σx)²) / n, over the common denominator of both sums.
        let scale = &sum_scale * &sum_scale;
        let numerator = squares * n * &scale - &sum * &sum * &squares_scale;
        Fraction { numerator, denominator: scale * squares_scale * n * count.max(1) }
    }
}
