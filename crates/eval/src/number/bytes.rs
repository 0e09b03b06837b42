//! Integers as bytes: `int.to_bytes` and `int.from_bytes`.
#![expect(clippy::arithmetic_side_effects, reason = "operators on big integers cannot overflow")]

use num_bigint::{BigInt, Sign};

use super::{Int, IntRef, MAX_BITS, NumberError, Result};

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The most significant byte first.
    Big,
    /// The least significant byte first.
    Little,
}

impl ByteOrder {
    /// Reads Python's `byteorder` argument.
    ///
    /// # Errors
    /// A `ValueError` for anything but `big` and `little`.
    pub fn from_text(text: &str) -> Result<Self> {
        match text {
            "big" => Ok(Self::Big),
            "little" => Ok(Self::Little),
            _ => Err(NumberError::value("byteorder must be either 'little' or 'big'")),
        }
    }
}

/// `int.to_bytes`. The caller charges for `length` bytes before.
///
/// # Errors
/// When the number does not fit, or the length is negative.
pub fn to_bytes(value: IntRef<'_>, length: i64, order: ByteOrder, signed: bool) -> Result<Vec<u8>> {
    let length =
        usize::try_from(length).map_err(|_| NumberError::value("length argument must be non-negative"))?;
    if value.is_negative() && !signed {
        return Err(NumberError::overflow("can't convert negative int to unsigned"));
    }
    // CPython finds room for -1 in no byte at all.
    let is_nothing = value.is_zero() || (length == 0 && value.to_i64() == Some(-1));
    let value = value.to_big();
    let mut bytes = if is_nothing {
        Vec::new()
    } else if signed {
        value.to_signed_bytes_le()
    } else {
        value.to_bytes_le().1
    };
    if bytes.len() > length {
        return Err(NumberError::overflow("int too big to convert"));
    }
    bytes.resize(length, if value.sign() == Sign::Minus { 0xFF } else { 0 });
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `int.from_bytes`
///
/// # Errors
/// When the number is too long.
pub fn from_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Result<Int> {
    let limit = MAX_BITS.wrapping_div(8);
    if bytes.len() as u64 > limit + 1 {
        // Leading bytes that add nothing are not counted, so that the limit is one of the number.
        let filler = |byte: &&u8| **byte == 0 || (signed && **byte == 0xFF);
        let fill = match order {
            ByteOrder::Big => bytes.iter().take_while(filler).count(),
            ByteOrder::Little => bytes.iter().rev().take_while(filler).count(),
        };
        let length = bytes.len().saturating_sub(fill) as u64;
        if length > limit {
            return Err(NumberError::TooLarge { bits: length.saturating_mul(8) });
        }
    }
    let big = match (order, signed) {
        (ByteOrder::Big, true) => BigInt::from_signed_bytes_be(bytes),
        (ByteOrder::Little, true) => BigInt::from_signed_bytes_le(bytes),
        (ByteOrder::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (ByteOrder::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    };
    Int::checked(big)
}
