//! Small pieces of text for messages.

use hognose_eval::text::quote;

/// `repr()` of a string, or `ascii()` of it.
pub(super) fn quoted(text: &[char], ascii: bool) -> String {
    let text: String = text.iter().collect();
    let mut out = String::new();
    let Ok(()) = if ascii { quote::ascii(&text, &mut out) } else { quote::repr(&text, &mut out) };
    out
}

/// The value of a run of decimal digits, or the greatest if it does not fit.
pub(super) fn number(digits: &str) -> u64 {
    digits.bytes().fold(0, |value: u64, digit| {
        value.saturating_mul(10).saturating_add(u64::from(digit.wrapping_sub(b'0')))
    })
}

/// A run of decimal digits as `int` writes it.
pub(super) fn normal(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_saturate() {
        assert_eq!(number("0012"), 12);
        assert_eq!(number("99999999999999999999999999"), u64::MAX);
        assert_eq!(normal("000"), "0");
        assert_eq!(normal("0120"), "120");
    }
}
