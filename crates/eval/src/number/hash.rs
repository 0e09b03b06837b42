//! Hashes of numbers: equal for equal numbers of any type.
#![expect(clippy::arithmetic_side_effects, reason = "operators on big integers cannot overflow; others wrap")]

use num_traits::{Signed, ToPrimitive};

use super::IntRef;
use super::convert::parts;

/// Numbers hash to their remainder by this prime, 2**61 - 1.
const MODULUS: i64 = (1 << 61) - 1;

/// CPython has no hash of -1.
const fn without_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(value)` of an integer.
#[must_use]
pub fn hash_int(value: IntRef<'_>) -> i64 {
    without_minus_one(match value {
        IntRef::Small(small) => small.wrapping_rem(MODULUS),
        IntRef::Big(big) => {
            let rest = (big.magnitude() % MODULUS.unsigned_abs()).to_i64().unwrap_or(0);
            if big.is_negative() { -rest } else { rest }
        }
    })
}

/// `hash(value)` of a float. Not-a-number hashes by identity in CPython; here it hashes to 0.
#[must_use]
pub fn hash_float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    let (mantissa, exponent) = parts(value);
    let size = mantissa.unsigned_abs().wrapping_rem(MODULUS.unsigned_abs());
    // A power of two is a rotation of 61 bits.
    let turn = u32::try_from(exponent.rem_euclid(61)).unwrap_or(0);
    let turned =
        if turn == 0 { size } else { ((size << turn) & MODULUS.unsigned_abs()) | (size >> (61 - turn)) };
    let hash = i64::try_from(turned).unwrap_or(0).wrapping_rem(MODULUS);
    without_minus_one(if value < 0.0 { -hash } else { hash })
}
