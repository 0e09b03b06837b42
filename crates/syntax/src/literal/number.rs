//! The values of number literals.

use num_bigint::BigInt;

use super::LiteralError;
use crate::tree::Constant;

/// Decimal digits CPython converts at most.
const MAX_DIGITS: usize = 4_300;

/// The value of an int literal that the tokenizer accepted.
pub(crate) fn int(literal: &str) -> Result<Constant, LiteralError> {
    let plain;
    let literal = if literal.contains('_') {
        plain = literal.replace('_', "");
        plain.as_str()
    } else {
        literal
    };
    let (digits, radix) = match literal.as_bytes() {
        [b'0', b'x' | b'X', ..] => (literal.get(2..).unwrap_or_default(), 16),
        [b'0', b'o' | b'O', ..] => (literal.get(2..).unwrap_or_default(), 8),
        [b'0', b'b' | b'B', ..] => (literal.get(2..).unwrap_or_default(), 2),
        _ => (literal, 10),
    };
    if let Ok(small) = i64::from_str_radix(digits, radix) {
        return Ok(Constant::Int(small));
    }
    if let Some(error) = too_long(literal) {
        return Err(error);
    }
    let big = BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
    Ok(Constant::BigInt(Box::new(big)))
}

/// CPython's refusal of a decimal literal with too many digits. Underscores do not count.
pub(crate) fn too_long(literal: &str) -> Option<LiteralError> {
    if literal.len() <= MAX_DIGITS || literal.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'_') {
        return None;
    }
    let digits = literal.bytes().filter(u8::is_ascii_digit).count();
    (digits > MAX_DIGITS).then(|| {
        LiteralError(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
             avoid decimal conversion limits."
        ))
    })
}

/// The value of a float literal.
pub(crate) fn float(literal: &str) -> Constant {
    let value = if literal.contains('_') { literal.replace('_', "").parse() } else { literal.parse() };
    Constant::Float(value.unwrap_or(0.0))
}
