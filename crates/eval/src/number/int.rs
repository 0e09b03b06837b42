//! Integers of any size: a machine word where it suffices, else a big integer.
#![expect(clippy::arithmetic_side_effects, reason = "operators on big integers cannot overflow")]

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::{MAX_BITS, NumberError, Result};

/// An integer. `Big` never holds a number that fits `Small`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    /// A machine word.
    Small(i64),
    /// Anything longer.
    Big(BigInt),
}

/// A borrowed [`Int`].
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    /// A machine word.
    Small(i64),
    /// Anything longer. (A short number in here does no harm.)
    Big(&'a BigInt),
}

impl Int {
    /// Borrows the number.
    #[must_use]
    pub const fn as_ref(&self) -> IntRef<'_> {
        match self {
            Self::Small(small) => IntRef::Small(*small),
            Self::Big(big) => IntRef::Big(big),
        }
    }

    /// Wraps a result, refusing one that is too long.
    pub(super) fn checked(big: BigInt) -> Result<Self> {
        match big.to_i64() {
            Some(small) => Ok(Self::Small(small)),
            None if big.bits() > MAX_BITS => Err(NumberError::TooLarge { bits: big.bits() }),
            None => Ok(Self::Big(big)),
        }
    }
}

impl From<i64> for Int {
    fn from(small: i64) -> Self {
        Self::Small(small)
    }
}

impl From<i128> for Int {
    fn from(wide: i128) -> Self {
        i64::try_from(wide).map_or_else(|_| Self::Big(wide.into()), Self::Small)
    }
}

impl From<BigInt> for Int {
    fn from(big: BigInt) -> Self {
        big.to_i64().map_or(Self::Big(big), Self::Small)
    }
}

impl From<i64> for IntRef<'_> {
    fn from(small: i64) -> Self {
        Self::Small(small)
    }
}

impl<'a> From<&'a BigInt> for IntRef<'a> {
    fn from(big: &'a BigInt) -> Self {
        Self::Big(big)
    }
}

impl<'a> From<&'a Int> for IntRef<'a> {
    fn from(int: &'a Int) -> Self {
        int.as_ref()
    }
}

impl<'a> IntRef<'a> {
    /// How many bits the absolute value has (`int.bit_length`).
    #[must_use]
    pub fn bits(self) -> u64 {
        match self {
            Self::Small(small) => u64::from(u64::BITS.saturating_sub(small.unsigned_abs().leading_zeros())),
            Self::Big(big) => big.bits(),
        }
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        match self {
            Self::Small(small) => small < 0,
            Self::Big(big) => big.is_negative(),
        }
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        match self {
            Self::Small(small) => small == 0,
            Self::Big(big) => big.sign() == num_bigint::Sign::NoSign,
        }
    }

    /// The number as a machine word, if it fits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Self::Small(small) => Some(small),
            Self::Big(big) => big.to_i64(),
        }
    }

    /// The number as a big integer.
    #[must_use]
    pub fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            Self::Small(small) => Cow::Owned(small.into()),
            Self::Big(big) => Cow::Borrowed(big),
        }
    }

    /// An owned copy.
    #[must_use]
    pub fn to_int(self) -> Int {
        match self {
            Self::Small(small) => Int::Small(small),
            Self::Big(big) => big.clone().into(),
        }
    }
}

/// `a + b`
///
/// # Errors
/// When the sum is too long.
pub fn add(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int> {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        return Ok(a.checked_add(b).map_or_else(|| (i128::from(a) + i128::from(b)).into(), Int::Small));
    }
    Int::checked(a.to_big().as_ref() + b.to_big().as_ref())
}

/// `a - b`
///
/// # Errors
/// When the difference is too long.
pub fn subtract(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int> {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        return Ok(a.checked_sub(b).map_or_else(|| (i128::from(a) - i128::from(b)).into(), Int::Small));
    }
    Int::checked(a.to_big().as_ref() - b.to_big().as_ref())
}

/// `a * b`; costs [`cost::product`](super::cost::product).
///
/// # Errors
/// When the product is too long.
pub fn multiply(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int> {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        return Ok(a.checked_mul(b).map_or_else(|| (i128::from(a) * i128::from(b)).into(), Int::Small));
    }
    if a.is_zero() || b.is_zero() {
        return Ok(Int::Small(0));
    }
    // A product has as many bits as its factors together, or one less.
    let bits = a.bits().saturating_add(b.bits());
    if bits > MAX_BITS + 1 {
        return Err(NumberError::TooLarge { bits });
    }
    Int::checked(a.to_big().as_ref() * b.to_big().as_ref())
}

/// `-a`
#[must_use]
pub fn negate(a: IntRef<'_>) -> Int {
    match a {
        IntRef::Small(a) => a.checked_neg().map_or_else(|| (-i128::from(a)).into(), Int::Small),
        IntRef::Big(a) => Int::from(-a),
    }
}

/// `abs(a)`
#[must_use]
pub fn absolute(a: IntRef<'_>) -> Int {
    if a.is_negative() { negate(a) } else { a.to_int() }
}
