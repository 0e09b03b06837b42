//! Python's numbers as pure functions.
//!
//! Integers come in as [`IntRef`] and go out as [`Int`]; a result of more than [`MAX_BITS`] bits is refused before
//! it is computed. Work that is more than linear has a function in [`cost`], to be charged before the operation.

mod bits;
mod bytes;
mod compare;
mod convert;
pub mod cost;
mod division;
pub mod elementary;
mod error;
mod float;
mod hash;
mod hex;
mod int;
mod parse;
mod power;
mod round;
mod sum;
mod text;

pub use bits::{and, bit_count, invert, left_shift, or, right_shift, xor};
pub use bytes::{ByteOrder, from_bytes, to_bytes};
pub use compare::{compare, compare_with_float};
pub use convert::{float_from_int, float_is_integer, float_ratio, int_from_float, truncated};
pub use division::{divmod, floor_divide, modulo, true_divide};
pub use error::{Kind, NumberError};
pub use float::{float_divide, float_divmod, float_floor_divide, float_modulo, float_power};
pub use hash::{hash_float, hash_int};
pub use hex::{float_from_hex, write_float_hex};
pub use int::{Int, IntRef, absolute, add, multiply, negate, subtract};
pub use parse::{float_from_bytes, float_from_text, int_from_bytes, int_from_text};
pub use power::{Power, gcd, modular_power, power, square_root};
pub use round::{round_float, round_float_to_int, round_int};
pub use sum::FloatSum;
pub use text::{Radix, decimal_text, write_int, write_radix};

/// The longest integer, in bits.
pub const MAX_BITS: u64 = 65_536;

/// The most decimal digits an integer may have to be read from text or written as text, as in CPython.
pub const MAX_TEXT_DIGITS: usize = 4_300;

/// The result of an operation on numbers.
pub type Result<T> = std::result::Result<T, NumberError>;
