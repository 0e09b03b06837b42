//! Floats as hexadecimal text: `float.hex` and `float.fromhex`.

use std::fmt::Write;

use super::division::power_of_two;
use super::parse::{is_space, name_of_special};
use super::{NumberError, Result};

/// Appends `value.hex()`.
pub fn write_float_hex(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("nan");
        return;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    let bits = value.to_bits() & !(1 << 63);
    let fraction = bits & ((1 << 52) - 1);
    let field = i64::try_from(bits >> 52).unwrap_or(0);
    let _ = match (field, fraction) {
        (2047, _) => out.write_str("inf"),
        (0, 0) => out.write_str("0x0.0p+0"),
        (0, _) => write!(out, "0x0.{fraction:013x}p-1022"),
        _ => write!(out, "0x1.{fraction:013x}p{:+}", field.wrapping_sub(1023)),
    };
}

/// `float.fromhex`
///
/// # Errors
/// For text that is no such number, and for a number too large for a float.
pub fn float_from_hex(text: &str) -> Result<f64> {
    let invalid = || NumberError::value("invalid hexadecimal floating-point string");
    let text = text.trim_matches(is_space);
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..)),
        Some(b'+') => (false, text.get(1..)),
        _ => (false, Some(text)),
    };
    let body = body.ok_or_else(invalid)?;
    let size = match name_of_special(body.as_bytes()) {
        Some(special) => special,
        None => {
            let (parts, rest) = HexText::split(body).ok_or_else(invalid)?;
            // A number that is too large says so before what stands behind it is looked at.
            let value = parts.value()?;
            if !rest.is_empty() {
                return Err(invalid());
            }
            value
        }
    };
    Ok(if negative { -size } else { size })
}

/// The parts of a hexadecimal float.
struct HexText<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> HexText<'a> {
    /// Splits text of the form `[0x]digits[.digits][p[+-]digits]`, and what follows it.
    fn split(text: &'a str) -> Option<(Self, &'a str)> {
        let rest = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
        let (whole, rest) = run(rest, u8::is_ascii_hexdigit);
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => run(rest, u8::is_ascii_hexdigit),
            None => ("", rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let (exponent, rest) = match rest.strip_prefix(['p', 'P']) {
            Some(rest) => exponent(rest)?,
            None => (0, rest),
        };
        Some((Self { whole: whole.as_bytes(), fraction: fraction.as_bytes(), exponent }, rest))
    }

    /// The number, rounded half to even.
    fn value(&self) -> Result<f64> {
        // Collect 60 bits from the first digit that counts; what follows only says whether there is more.
        let mut mantissa = 0_u64;
        let mut more = false;
        let mut exponent = self.exponent;
        for (digits, in_fraction) in [(self.whole, false), (self.fraction, true)] {
            for digit in digits {
                let digit = u64::from(char::from(*digit).to_digit(16).unwrap_or(0));
                if mantissa >> 56 == 0 {
                    mantissa = (mantissa << 4) | digit;
                    exponent = exponent.saturating_sub(if in_fraction { 4 } else { 0 });
                } else {
                    more |= digit != 0;
                    exponent = exponent.saturating_add(if in_fraction { 0 } else { 4 });
                }
            }
        }
        if mantissa == 0 {
            return Ok(0.0);
        }
        let value = round_scaled(mantissa, more, exponent);
        if value.is_infinite() {
            return Err(NumberError::overflow("hexadecimal value too large to represent as a float"));
        }
        Ok(value)
    }
}

/// The longest beginning of such bytes, all of them ASCII, and the rest.
fn run(text: &str, is_part: fn(&u8) -> bool) -> (&str, &str) {
    let length = text.bytes().take_while(is_part).count();
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Reads the exponent after the `p`, and what follows; a huge one saturates.
fn exponent(text: &str) -> Option<(i64, &str)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, rest) = run(rest, u8::is_ascii_digit);
    if digits.is_empty() {
        return None;
    }
    let size = digits.parse().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Some((if negative { size.wrapping_neg() } else { size }, rest))
}

/// `mantissa * 2**exponent` with one rounding; `more` says that it is really a little above.
fn round_scaled(mantissa: u64, more: bool, exponent: i64) -> f64 {
    let bits = i64::from(u64::BITS.wrapping_sub(mantissa.leading_zeros()));
    let top = bits.saturating_add(exponent);
    if top > 1100 {
        return f64::INFINITY;
    }
    if top < -1100 {
        return 0.0;
    }
    let keep = top.saturating_add(1074).clamp(0, 53);
    let drop = u32::try_from(bits.saturating_sub(keep)).unwrap_or(0);
    if drop == 0 {
        return power_of_two(mantissa as f64, exponent);
    }
    // A value below half of the smallest float: all its bits are dropped and none is the half bit.
    if top < -1074 {
        return 0.0;
    }
    let mut kept = mantissa.checked_shr(drop).unwrap_or(0);
    let dropped = mantissa & 1_u64.checked_shl(drop).unwrap_or(0).wrapping_sub(1);
    let half = 1_u64.checked_shl(drop.wrapping_sub(1)).unwrap_or(0);
    if dropped > half || (dropped == half && (more || kept & 1 == 1)) {
        kept = kept.saturating_add(1);
    }
    power_of_two(kept as f64, exponent.saturating_add(i64::from(drop)))
}
