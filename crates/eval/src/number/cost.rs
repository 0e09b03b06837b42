//! What operations on long integers cost, in fuel; to be charged before the operation.
//!
//! The unit is sixteen products of 64-bit limbs. Most operations on numbers of up to 192 bits cost nothing here.

use super::{IntRef, MAX_BITS, MAX_TEXT_DIGITS};

/// Limbs of 64 bits for this many bits.
const fn limbs(bits: u64) -> u64 {
    bits.div_ceil(64)
}

/// Cost of a schoolbook product of numbers of this many bits.
const fn square(a: u64, b: u64) -> u64 {
    limbs(a).saturating_mul(limbs(b)).wrapping_div(16)
}

/// Cost of `a * b`, also of `a // b`, `a % b` and `divmod(a, b)`.
#[must_use]
pub fn product(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    square(a.bits(), b.bits())
}

/// Cost of anything linear in its operands: sums, bit operations, shifts, comparisons, hashes.
#[must_use]
pub fn sum(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    limbs(a.bits()).saturating_add(limbs(b.bits())).wrapping_div(16)
}

/// Cost of `a ** b`: that of the last squarings, whose results are at most as long as a number may be.
#[must_use]
pub fn power(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    let bits = b.to_i64().map_or(MAX_BITS, |b| a.bits().saturating_mul(b.unsigned_abs())).min(MAX_BITS);
    square(bits, bits)
}

/// Cost of `pow(a, b, modulus)`: a squaring, a product and their remainders for each bit of the exponent.
#[must_use]
pub fn modular_power(a: IntRef<'_>, b: IntRef<'_>, modulus: IntRef<'_>) -> u64 {
    let inverse = if b.is_negative() { gcd(a, modulus).saturating_mul(4) } else { 0 };
    let limbs = limbs(modulus.bits());
    let step = limbs.saturating_mul(limbs).saturating_mul(4).saturating_add(16);
    product(a, modulus).saturating_add(step.saturating_mul(b.bits()).wrapping_div(16)).saturating_add(inverse)
}

/// Cost of a greatest common divisor: a step of linear cost for each bit.
#[must_use]
pub fn gcd(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    let bits = a.bits().saturating_add(b.bits());
    if bits <= 128 { 0 } else { bits.saturating_mul(limbs(bits)).wrapping_div(16) }
}

/// Cost of an integer square root: a few divisions.
#[must_use]
pub fn square_root(a: IntRef<'_>) -> u64 {
    square(a.bits(), a.bits()).saturating_mul(4)
}

/// Cost of writing a number of so many bits as decimal text.
#[must_use]
pub const fn decimal(bits: u64) -> u64 {
    // Above the limit on digits the conversion is refused without being made.
    let bits = if bits > 14_400 { 0 } else { bits };
    square(bits, bits)
}

/// Cost of reading a number of this many digits from text. (Linear, and so nothing, in bases that are powers of two.)
#[must_use]
pub const fn parse(digits: usize) -> u64 {
    if digits > MAX_TEXT_DIGITS {
        return 0;
    }
    let bits = (digits as u64).saturating_mul(6);
    square(bits, bits)
}
