//! Integers as text.

use std::borrow::Cow;
use std::fmt::Write;

use num_bigint::BigInt;
use num_traits::Signed;

use super::{Int, IntRef, MAX_TEXT_DIGITS, NumberError, Result, absolute};

/// A base that is a power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radix {
    /// `bin`, format type `b`.
    Binary,
    /// `oct`, format type `o`.
    Octal,
    /// `hex`, format type `x`.
    Hex,
}

impl Radix {
    /// The prefix Python writes: `0b`, `0o` or `0x`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Binary => "0b",
            Self::Octal => "0o",
            Self::Hex => "0x",
        }
    }

    /// Bits per digit.
    #[must_use]
    pub const fn digit_bits(self) -> u64 {
        match self {
            Self::Binary => 1,
            Self::Octal => 3,
            Self::Hex => 4,
        }
    }
}

/// The least number of bits of a number with more than [`MAX_TEXT_DIGITS`] decimal digits.
const LIMIT_BITS: u64 = 14_285;

/// Appends `str(value)`; costs [`cost::decimal`](super::cost::decimal).
///
/// # Errors
/// The `ValueError` of CPython for more than [`MAX_TEXT_DIGITS`] digits.
pub fn write_int(out: &mut String, value: IntRef<'_>) -> Result<()> {
    match value {
        IntRef::Small(small) => write_small(out, small),
        IntRef::Big(big) => out.push_str(&decimal_digits(big)?),
    }
    Ok(())
}

/// The text of `str(value)`.
///
/// # Errors
/// As [`write_int`].
pub fn decimal_text(value: IntRef<'_>) -> Result<String> {
    let mut text = String::new();
    write_int(&mut text, value)?;
    Ok(text)
}

/// Appends a machine word.
fn write_small(out: &mut String, value: i64) {
    if let Ok(digit @ 0..=9) = u8::try_from(value) {
        out.push(char::from(digit.wrapping_add(b'0')));
        return;
    }
    let _ = write!(out, "{value}");
}

/// The decimal text of a big integer, within the limit.
fn decimal_digits(big: &BigInt) -> Result<String> {
    if big.bits() <= LIMIT_BITS {
        let text = big.to_str_radix(10);
        if text.len().saturating_sub(usize::from(big.is_negative())) <= MAX_TEXT_DIGITS {
            return Ok(text);
        }
    }
    Err(NumberError::value(Cow::Owned(format!(
        "Exceeds the limit ({MAX_TEXT_DIGITS} digits) for integer string conversion; use \
         sys.set_int_max_str_digits() to increase the limit"
    ))))
}

/// Appends the digits of a number in a base that is a power of two, with a minus sign if it is negative, and with
/// the prefix (`0x`) if asked. Digits are lower case.
pub fn write_radix(out: &mut String, value: IntRef<'_>, radix: Radix, prefix: bool) {
    if value.is_negative() {
        out.push('-');
    }
    if prefix {
        out.push_str(radix.prefix());
    }
    let _ = match (value, radix) {
        (IntRef::Small(small), Radix::Binary) => write!(out, "{:b}", small.unsigned_abs()),
        (IntRef::Small(small), Radix::Octal) => write!(out, "{:o}", small.unsigned_abs()),
        (IntRef::Small(small), Radix::Hex) => write!(out, "{:x}", small.unsigned_abs()),
        (IntRef::Big(big), radix) => write_big(out, big, radix),
    };
}

/// Appends the digits of the absolute value of a big integer.
fn write_big(out: &mut String, big: &BigInt, radix: Radix) -> std::fmt::Result {
    let base = 1_u32.wrapping_shl(u32::try_from(radix.digit_bits()).unwrap_or(1));
    match absolute(IntRef::Big(big)) {
        Int::Small(small) => write_radix(out, IntRef::Small(small), radix, false),
        Int::Big(big) => out.push_str(&big.to_str_radix(base)),
    }
    Ok(())
}
