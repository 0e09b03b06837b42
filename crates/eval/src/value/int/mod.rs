//! `int`: 64 bits inline, larger ones as digits in the region.

pub mod methods;
pub mod types;

use crate::heap::Heap;
use crate::stop::R;
use crate::value::Value;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// An int that does not fit 64 bits.
#[derive(Debug)]
pub struct Big<'h> {
    negative: bool,
    /// Little-endian base 2³².
    digits: &'h [u32],
}

impl<'h> Big<'h> {
    /// As an owned number for arithmetic.
    #[must_use]
    pub fn to_owned(&self) -> BigInt {
        BigInt::from_slice(if self.negative { Sign::Minus } else { Sign::Plus }, self.digits)
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Number of 32-bit digits, for charging.
    #[must_use]
    pub fn limbs(&self) -> usize {
        self.digits.len()
    }

    /// The 32-bit digits, least significant first.
    #[must_use]
    pub fn digits(&self) -> &'h [u32] {
        self.digits
    }
}

/// An int as a value: inline when it fits 64 bits.
///
/// # Errors
/// The memory limit.
pub fn from_big<'h>(heap: &Heap<'h>, number: &BigInt) -> R<'h> {
    if let Some(small) = number.to_i64() {
        return Ok(Value::Int(small));
    }
    let (sign, digits) = number.to_u32_digits();
    let digits = heap.slice(&digits)?;
    Ok(Value::Big(heap.alloc(Big { negative: sign == Sign::Minus, digits })?))
}

/// An int as a value: inline when it fits 64 bits.
///
/// # Errors
/// The memory limit.
pub fn from_i128<'h>(heap: &Heap<'h>, number: i128) -> R<'h> {
    match i64::try_from(number) {
        Ok(small) => Ok(Value::Int(small)),
        Err(_) => from_big(heap, &BigInt::from(number)),
    }
}
