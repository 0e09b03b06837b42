//! Numbers in bytes, the lowest byte first.

use num_bigint::{BigInt, Sign};

use super::layout::{Entry, Layout};

/// The bytes of an int, or what is wrong with it.
pub(super) fn pack_int(entry: &Entry, number: &BigInt) -> Result<Vec<u8>, String> {
    let bits = u32::try_from(entry.size.saturating_mul(8)).unwrap_or(64);
    let (low, high) = bounds(entry.code, bits);
    let found = i128::try_from(number).ok().filter(|number| (low..=high).contains(number));
    match found {
        Some(number) => Ok(number.to_le_bytes().get(..entry.size).unwrap_or_default().to_vec()),
        None if entry.code == b'P' => Err("int too large to convert".to_owned()),
        None => {
            let code = char::from(entry.code);
            Err(format!("'{code}' format requires {low} <= number <= {high}"))
        }
    }
}

/// What fits into so many bits.
fn bounds(code: u8, bits: u32) -> (i128, i128) {
    let whole = 1_i128.checked_shl(bits).unwrap_or(i128::MAX);
    let half = whole >> 1;
    match code {
        // Addresses can be negative, too.
        b'P' => (half.saturating_neg(), whole.saturating_sub(1)),
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => (half.saturating_neg(), half.saturating_sub(1)),
        _ => (0, whole.saturating_sub(1)),
    }
}

/// The int in these bytes.
pub(super) fn unpack_int(entry: &Entry, bytes: &[u8]) -> BigInt {
    if entry.code.is_ascii_lowercase() {
        BigInt::from_signed_bytes_le(bytes)
    } else {
        BigInt::from_bytes_le(Sign::Plus, bytes)
    }
}

/// The bytes of a float; none when it is too large.
pub(super) fn pack_float(layout: &Layout, code: u8, value: f64) -> Option<Vec<u8>> {
    Some(match code {
        b'e' => half(value)?.to_le_bytes().to_vec(),
        b'f' => {
            let single = single(value);
            // C's conversion gives infinity.
            if single.is_infinite() && value.is_finite() && !layout.native {
                return None;
            }
            single.to_le_bytes().to_vec()
        }
        // There is one NaN only.
        _ if value.is_nan() => f64::NAN.copysign(value).to_le_bytes().to_vec(),
        _ => value.to_le_bytes().to_vec(),
    })
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest is what is wanted")]
fn single(value: f64) -> f32 {
    if value.is_nan() {
        return f32::NAN.copysign(if value.is_sign_negative() { -1.0 } else { 1.0 });
    }
    value as f32
}

/// A float of two bytes: five bits of exponent, ten of fraction.
fn half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = value.abs();
    let bits: u32 = if value.is_nan() {
        0x7E00
    } else if value.is_infinite() {
        0x7C00
    } else {
        // The exponent of the last bit kept: never below that of the smallest numbers.
        let exponent = i32::try_from((magnitude.to_bits() >> 52) & 0x7FF).unwrap_or(0).saturating_sub(1_023);
        if exponent > 15 {
            return None;
        }
        let exponent = exponent.max(-14);
        let steps = whole((magnitude * 2_f64.powi(10_i32.saturating_sub(exponent))).round_ties_even());
        let normal = u32::try_from(exponent.saturating_add(14)).unwrap_or(0) << 10;
        let bits = normal.saturating_add(steps);
        if bits >= 0x7C00 {
            return None;
        }
        bits
    };
    u16::try_from(bits).ok().map(|bits| bits | sign)
}

/// A small whole number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2,048")]
fn whole(value: f64) -> u32 {
    value as u32
}

/// The float in these bytes.
pub(super) fn unpack_float(bytes: &[u8]) -> f64 {
    if let Ok(bytes) = <[u8; 8]>::try_from(bytes) {
        return f64::from_le_bytes(bytes);
    }
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        return f64::from(f32::from_le_bytes(bytes));
    }
    let bits = <[u8; 2]>::try_from(bytes).map_or(0, u16::from_le_bytes);
    let fraction = f64::from(bits & 0x3FF);
    let magnitude = match (bits >> 10) & 0x1F {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (fraction + 1_024.0) * 2_f64.powi(i32::from(exponent).saturating_sub(25)),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}
