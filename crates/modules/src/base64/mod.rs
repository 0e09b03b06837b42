//! `base64`: the encodings of RFC 4648, Ascii85, base85 and Z85.
//!
//! Functions here take and give plain bytes. Errors carry CPython's words; `binascii.Error` is named [`ERROR`].

mod base32;
mod base85;
pub mod rows;
#[cfg(test)]
mod tests;

use crate::raised::{Raised, bytes_repr};

pub use base32::{b32decode, b32encode, b32hexdecode, b32hexencode};
pub use base85::{A85, a85decode, a85encode, b85decode, b85encode, z85decode, z85encode};

/// The Python name of the exception class `binascii.Error`.
pub const ERROR: &str = "Error";

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn error(message: impl Into<String>) -> Raised {
    Raised::new(ERROR, message)
}

/// How many bytes `data` takes as base64 without line breaks.
#[must_use]
pub const fn encoded_len(data: usize) -> usize {
    data.div_ceil(3).saturating_mul(4)
}

/// `base64.b64encode`, and `binascii.b2a_base64` without its newline.
#[must_use]
pub fn encode(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded_len(data.len()));
    for chunk in data.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| chunk.get(at).copied().unwrap_or(0));
        let bits = u32::from_be_bytes([0, a, b, c]);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = STANDARD.get((bits >> shift & 63) as usize).copied().unwrap_or(b'=');
            out.push(if place > chunk.len() { b'=' } else { digit });
        }
    }
    out
}

/// `base64.b64encode` with other characters for `+` and `/`.
///
/// # Errors
/// `AssertionError` unless there are two of them.
pub fn encode_with(data: &[u8], altchars: &[u8]) -> Result<Vec<u8>, Raised> {
    let [plus, slash] = pair(altchars)?;
    let mut out = encode(data);
    translate(&mut out, [(b'+', plus), (b'/', slash)]);
    Ok(out)
}

/// `base64.urlsafe_b64encode`.
#[must_use]
pub fn urlsafe_encode(data: &[u8]) -> Vec<u8> {
    let mut out = encode(data);
    translate(&mut out, [(b'+', b'-'), (b'/', b'_')]);
    out
}

/// `base64.encodebytes`: lines of 76 characters, each ended by a newline.
#[must_use]
pub fn encodebytes(data: &[u8]) -> Vec<u8> {
    data.chunks(57).flat_map(|line| encode(line).into_iter().chain([b'\n'])).collect()
}

/// `base64.b64decode` with other characters for `+` and `/`.
///
/// # Errors
/// `AssertionError` unless there are two of them, and those of [`decode`].
pub fn decode_with(data: &[u8], altchars: &[u8], strict: bool) -> Result<Vec<u8>, Raised> {
    let [plus, slash] = pair(altchars)?;
    let mut data = data.to_vec();
    translate(&mut data, [(plus, b'+'), (slash, b'/')]);
    decode(&data, strict)
}

/// `base64.urlsafe_b64decode`.
///
/// # Errors
/// Those of [`decode`].
pub fn urlsafe_decode(data: &[u8]) -> Result<Vec<u8>, Raised> {
    decode_with(data, b"-_", false)
}

fn pair(altchars: &[u8]) -> Result<[u8; 2], Raised> {
    altchars.try_into().map_err(|_| Raised::new("AssertionError", bytes_repr(altchars)))
}

/// Replaces bytes. Where two entries name the same byte the later one counts.
fn translate(data: &mut [u8], map: [(u8, u8); 2]) {
    for byte in data {
        if let Some((_, to)) = map.iter().rev().find(|(from, _)| from == byte) {
            *byte = *to;
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(byte.wrapping_sub(b'a').wrapping_add(26)),
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0').wrapping_add(52)),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// `binascii.a2b_base64`, and so `base64.b64decode`. Unless `strict`, what is no base64 is skipped.
///
/// # Errors
/// `binascii.Error` for wrong padding, and if `strict` for anything that is not base64.
pub fn decode(data: &[u8], strict: bool) -> Result<Vec<u8>, Raised> {
    if strict && data.first() == Some(&b'=') {
        return Err(error("Leading padding not allowed"));
    }
    let mut out = Vec::with_capacity(data.len().div_ceil(4).saturating_mul(3));
    let (mut bits, mut place, mut pads) = (0_u32, 0_u32, 0_u32);
    let mut padded = false;
    for (at, &byte) in (1_usize..).zip(data) {
        if byte == b'=' {
            padded = true;
            if strict && place == 0 {
                return Err(error("Excess padding not allowed"));
            }
            if place >= 2 {
                pads = pads.saturating_add(1);
                if place.saturating_add(pads) >= 4 {
                    if strict && at < data.len() {
                        return Err(error("Excess data after padding"));
                    }
                    return Ok(out);
                }
            }
            continue;
        }
        let Some(value) = digit(byte) else {
            if strict {
                return Err(error("Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padded {
            return Err(error("Discontinuous padding not allowed"));
        }
        pads = 0;
        bits = bits << 6 | u32::from(value);
        place = (place.wrapping_add(1)) & 3;
        // Each character after the first of a group of four completes one byte.
        let shift = match place {
            2 => Some(4),
            3 => Some(2),
            0 => Some(0),
            _ => None,
        };
        if let Some(shift) = shift {
            let [.., low] = (bits >> shift).to_be_bytes();
            out.push(low);
        }
    }
    match place {
        0 => Ok(out),
        1 => {
            let characters = (out.len() / 3).saturating_mul(4).saturating_add(1);
            Err(error(format!(
                "Invalid base64-encoded string: number of data characters ({characters}) cannot be 1 more than a \
                 multiple of 4"
            )))
        }
        _ => Err(error("Incorrect padding")),
    }
}

/// `base64.b16encode`.
#[must_use]
pub fn b16encode(data: &[u8]) -> Vec<u8> {
    crate::binascii::hexlify(data).to_ascii_uppercase().into_bytes()
}

/// `base64.b16decode`.
///
/// # Errors
/// `binascii.Error` for anything but pairs of hexadecimal digits.
pub fn b16decode(data: &[u8], casefold: bool) -> Result<Vec<u8>, Raised> {
    let digits = if casefold { data.to_ascii_uppercase() } else { data.to_vec() };
    if digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')) {
        crate::binascii::unhexlify(&digits)
    } else {
        Err(error("Non-base16 digit found"))
    }
}
