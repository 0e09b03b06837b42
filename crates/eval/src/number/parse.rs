//! Numbers from text: `int(text, base)` and `float(text)`.

use num_bigint::BigUint;
use num_bigint::{BigInt, Sign};

use super::{Int, MAX_BITS, MAX_TEXT_DIGITS, NumberError, Result};
use crate::format::repr::{bytes_repr, str_repr_cut};
use crate::text::class;

/// How many characters of the text's `repr` an integer's error shows, as in CPython.
const SHOWN_INT: usize = 200;
/// How many a float's error shows; CPython shows all.
const SHOWN_FLOAT: usize = 10_000;

/// The most digits, in any base, of a number that is not too long.
const MOST_DIGITS: usize = 65_536;

/// Whether C's `isspace` holds.
pub(super) const fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r')
}

/// The text with Unicode's spaces and digits as ASCII's; every other character is one that fits no number.
fn to_ascii(text: &str) -> Vec<u8> {
    let ascii = |char: char| match u8::try_from(char) {
        Ok(byte @ 0..=0x7E) => byte,
        _ if class::is_space(char) => b' ',
        _ => class::decimal(char).map_or(b'?', |digit| digit.wrapping_add(b'0')),
    };
    text.chars().map(ascii).collect()
}

/// Cuts white space off both ends.
fn trimmed(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space(char::from(*first))
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space(char::from(*last))
    {
        text = rest;
    }
    text
}

/// Cuts off a sign.
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// `int(text, base)`; costs [`cost::parse`](super::cost::parse).
///
/// # Errors
/// For text that is no such number, for too many digits, and when the number is too long.
pub fn int_from_text(text: &str, base: i64) -> Result<Int> {
    let base = checked_base(base)?;
    let read =
        if text.is_ascii() { read_int(text.as_bytes(), base) } else { read_int(&to_ascii(text), base) };
    read.unwrap_or_else(|| Err(invalid_int(base, &str_repr_cut(text, SHOWN_INT))))
}

/// `int(bytes, base)`
///
/// # Errors
/// As [`int_from_text`].
pub fn int_from_bytes(bytes: &[u8], base: i64) -> Result<Int> {
    let base = checked_base(base)?;
    read_int(bytes, base).unwrap_or_else(|| {
        let shown = bytes_repr(bytes.get(..SHOWN_INT).unwrap_or(bytes));
        Err(invalid_int(base, &shown.chars().take(SHOWN_INT).collect::<String>()))
    })
}

/// Checks the base: 0 or 2 to 36.
fn checked_base(base: i64) -> Result<u32> {
    match u32::try_from(base) {
        Ok(base @ (0 | 2..=36)) => Ok(base),
        _ => Err(NumberError::value("int() base must be >= 2 and <= 36, or 0")),
    }
}

/// The `ValueError` for text that is no integer.
#[cold]
fn invalid_int(base: u32, shown: &str) -> NumberError {
    NumberError::value(format!("invalid literal for int() with base {base}: {shown}"))
}

/// Reads an integer; None when the text is none.
fn read_int(text: &[u8], base: u32) -> Option<Result<Int>> {
    let (negative, body) = signed(trimmed(text));
    let (base, digits, only_zero) = without_prefix(body, base);
    if digits.first() == Some(&b'_') {
        return None;
    }
    // Twelve digits of any base fit a machine word; of a long number's digits no more are kept than it may have.
    let is_long = digits.len() > 12;
    let mut values = Vec::with_capacity(if is_long { digits.len().min(MOST_DIGITS) } else { 0 });
    let (mut count, mut small, mut after_digit) = (0_usize, Some(0_i64), false);
    for byte in digits {
        if *byte == b'_' {
            if !std::mem::replace(&mut after_digit, false) {
                return None;
            }
            continue;
        }
        after_digit = true;
        count = count.saturating_add(1);
        let value = char::from(*byte).to_digit(base)?;
        if is_long && values.len() <= MOST_DIGITS && (value != 0 || !values.is_empty()) {
            values.push(u8::try_from(value).ok()?);
        }
        small = small
            .and_then(|small| small.checked_mul(i64::from(base)))
            .and_then(|small| small.checked_add(i64::from(value)));
    }
    if !after_digit {
        return None;
    }
    if count > MAX_TEXT_DIGITS && !base.is_power_of_two() {
        return Some(Err(too_many_digits(count)));
    }
    match small {
        Some(small) if only_zero && small != 0 => None,
        Some(small) => Some(Ok(Int::Small(if negative { small.wrapping_neg() } else { small }))),
        None if only_zero => None,
        None => Some(read_long(&values, base, negative)),
    }
}

/// Finds the base from the text's prefix, and cuts off a prefix that fits the base. Without a base, a leading zero
/// is allowed for zero alone.
fn without_prefix(text: &[u8], base: u32) -> (u32, &[u8], bool) {
    let (prefix, rest) = match text {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        [b'0', b'o' | b'O', rest @ ..] => (8, rest),
        [b'0', b'b' | b'B', rest @ ..] => (2, rest),
        [b'0', ..] if base == 0 => return (10, text, true),
        _ if base == 0 => return (10, text, false),
        _ => return (base, text, false),
    };
    if base != 0 && base != prefix {
        return (base, text, false);
    }
    (prefix, rest.strip_prefix(b"_").unwrap_or(rest), false)
}

/// Builds a long number from the values of its digits, of which the first is not zero.
fn read_long(values: &[u8], base: u32, negative: bool) -> Result<Int> {
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    // A lower bound: every digit but the first has at least this many whole bits.
    let bits = (values.len() as u64).saturating_sub(1).saturating_mul(u64::from(base.ilog2()));
    if bits > MAX_BITS {
        return Err(NumberError::TooLarge { bits });
    }
    let size = BigUint::from_radix_be(values, base).unwrap_or_default();
    Int::checked(BigInt::from_biguint(sign, size))
}

/// The `ValueError` for more than [`MAX_TEXT_DIGITS`] digits.
#[cold]
fn too_many_digits(digits: usize) -> NumberError {
    NumberError::value(format!(
        "Exceeds the limit ({MAX_TEXT_DIGITS} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// `float(text)`
///
/// # Errors
/// For text that is no number.
pub fn float_from_text(text: &str) -> Result<f64> {
    let read = if text.is_ascii() { read_float(text.as_bytes()) } else { read_float(&to_ascii(text)) };
    read.ok_or_else(|| invalid_float(&str_repr_cut(text, SHOWN_FLOAT)))
}

/// `float(bytes)`
///
/// # Errors
/// For text that is no number.
pub fn float_from_bytes(bytes: &[u8]) -> Result<f64> {
    read_float(bytes).ok_or_else(|| invalid_float(&bytes_repr(bytes.get(..SHOWN_FLOAT).unwrap_or(bytes))))
}

/// The `ValueError` for text that is no float.
#[cold]
fn invalid_float(shown: &str) -> NumberError {
    NumberError::value(format!("could not convert string to float: {shown}"))
}

/// Reads a float; None when the text is none.
fn read_float(text: &[u8]) -> Option<f64> {
    let text = trimmed(text);
    if text.contains(&b'_') { read_plain_float(&without_underscores(text)?) } else { read_plain_float(text) }
}

/// Takes out underscores, each of which must stand between two digits.
fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(text.len());
    let mut previous = 0;
    for byte in text {
        let fits = match (previous, *byte) {
            (previous, b'_') => previous.is_ascii_digit(),
            (b'_', byte) => byte.is_ascii_digit(),
            _ => true,
        };
        if !fits {
            return None;
        }
        if *byte != b'_' {
            plain.push(*byte);
        }
        previous = *byte;
    }
    (previous != b'_').then_some(plain)
}

/// The value of `inf`, `infinity` or `nan` in any case.
pub(super) fn name_of_special(text: &[u8]) -> Option<f64> {
    if text.eq_ignore_ascii_case(b"inf") || text.eq_ignore_ascii_case(b"infinity") {
        Some(f64::INFINITY)
    } else if text.eq_ignore_ascii_case(b"nan") {
        Some(f64::NAN)
    } else {
        None
    }
}

/// Reads a float without underscores.
fn read_plain_float(text: &[u8]) -> Option<f64> {
    let (negative, body) = signed(text);
    let size = match body.first()? {
        b'0'..=b'9' | b'.' if is_decimal_float(body) => read_decimal(std::str::from_utf8(body).ok()?)?,
        _ => name_of_special(body)?,
    };
    Some(if negative { -size } else { size })
}

/// Exponents of this many characters are beyond what the standard library's reading of floats counts up to.
const LONG_EXPONENT: usize = 5;

/// Reads text of the form that [`is_decimal_float`] knows. The digits may be so many that they make up for any exponent.
fn read_decimal(text: &str) -> Option<f64> {
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if exponent.len() >= LONG_EXPONENT => scaled(mantissa, exponent),
        _ => text.parse().ok(),
    }
}

/// Reads `mantissa` times ten to the power of `exponent`, any two numbers of digits.
#[cold]
fn scaled(mantissa: &str, exponent: &str) -> Option<f64> {
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let leading = fraction.len().saturating_sub(fraction.trim_start_matches('0').len());
    // Where the point stands before the first digit that counts.
    let point =
        if whole.is_empty() { leading.wrapping_neg().cast_signed() } else { whole.len().cast_signed() };
    let digits =
        if whole.is_empty() { fraction.get(leading..)?.to_owned() } else { [whole, fraction].concat() };
    let (negative, size) = match exponent.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let size: isize = size.parse().unwrap_or(isize::MAX);
    let power = point.saturating_add(if negative { size.saturating_neg() } else { size });
    match power {
        _ if digits.is_empty() => Some(0.0),
        400.. => Some(f64::INFINITY),
        ..=-400 => Some(0.0),
        _ => format!("0.{digits}e{power}").parse().ok(),
    }
}

/// Whether text has the form `digits[.digits][e[+-]digits]`, with digits on one side of the point at least.
fn is_decimal_float(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(text);
    let mut rest = text.get(whole..).unwrap_or_default();
    let mut fraction = 0;
    if let [b'.', after @ ..] = rest {
        fraction = digits(after);
        rest = after.get(fraction..).unwrap_or_default();
    }
    if whole == 0 && fraction == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}
