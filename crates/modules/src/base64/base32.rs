//! Base32, with the standard alphabet and the one that keeps order.

use super::error;
use crate::raised::{Raised, bytes_repr};

const STANDARD: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ORDERED: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";

/// `base64.b32encode`.
#[must_use]
pub fn b32encode(data: &[u8]) -> Vec<u8> {
    encode(data, STANDARD)
}

/// `base64.b32hexencode`.
#[must_use]
pub fn b32hexencode(data: &[u8]) -> Vec<u8> {
    encode(data, ORDERED)
}

fn encode(data: &[u8], alphabet: &[u8; 32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len().div_ceil(5).saturating_mul(8));
    for chunk in data.chunks(5) {
        let bits = chunk.iter().chain(&[0; 5]).take(5).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let digits = chunk.len().saturating_mul(8).div_ceil(5);
        for place in 0..8_usize {
            let shift = 35_usize.saturating_sub(place.saturating_mul(5));
            let digit = alphabet.get((bits >> shift & 31) as usize).copied().unwrap_or(b'=');
            out.push(if place < digits { digit } else { b'=' });
        }
    }
    out
}

/// `base64.b32decode`. With `map01` the digit 0 is read as O and the digit 1 as that letter.
///
/// # Errors
/// `binascii.Error` for wrong padding or digits, `AssertionError` unless `map01` is one byte.
pub fn b32decode(data: &[u8], casefold: bool, map01: Option<&[u8]>) -> Result<Vec<u8>, Raised> {
    if !data.len().is_multiple_of(8) {
        return Err(error("Incorrect padding"));
    }
    let Some(map01) = map01 else { return decode(data, STANDARD, casefold) };
    let [one] = map01 else { return Err(Raised::new("AssertionError", bytes_repr(map01))) };
    let mapped: Vec<u8> = data
        .iter()
        .map(|byte| match byte {
            b'0' => b'O',
            b'1' => *one,
            other => *other,
        })
        .collect();
    decode(&mapped, STANDARD, casefold)
}

/// `base64.b32hexdecode`.
///
/// # Errors
/// `binascii.Error` for wrong padding or digits.
pub fn b32hexdecode(data: &[u8], casefold: bool) -> Result<Vec<u8>, Raised> {
    decode(data, ORDERED, casefold)
}

fn decode(data: &[u8], alphabet: &[u8; 32], casefold: bool) -> Result<Vec<u8>, Raised> {
    if !data.len().is_multiple_of(8) {
        return Err(error("Incorrect padding"));
    }
    let value = |byte: u8| {
        let byte = if casefold { byte.to_ascii_uppercase() } else { byte };
        alphabet.iter().position(|digit| *digit == byte)
    };
    let padding = data.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = data.get(..data.len().saturating_sub(padding)).unwrap_or(data);
    let mut out = Vec::with_capacity((data.len() / 8).saturating_mul(5));
    for group in digits.chunks(8) {
        let mut bits = 0_u64;
        for byte in group {
            let value = value(*byte).ok_or_else(|| error("Non-base32 digit found"))?;
            bits = bits << 5 | value as u64;
        }
        bits <<= 40_usize.saturating_sub(group.len().saturating_mul(5));
        let [_, _, _, bytes @ ..] = bits.to_be_bytes();
        out.extend_from_slice(&bytes);
    }
    // How much of the last five bytes the padding leaves.
    let surplus = match padding {
        0 => 0,
        1 => 1,
        3 => 2,
        4 => 3,
        6 => 4,
        _ => return Err(error("Incorrect padding")),
    };
    out.truncate(out.len().saturating_sub(surplus));
    Ok(out)
}
