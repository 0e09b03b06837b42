//! Small pieces of text for messages.

use std::fmt::Write;

use hognose_syntax::surrogate;

use super::unicode;

/// `repr()` of a string, or `ascii()` of it.
pub(super) fn quoted(text: &[char], ascii: bool) -> String {
    let quote = if text.contains(&'\'') && !text.contains(&'"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for &char in text {
        let code = surrogate::code_of(char);
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char == quote => {
                out.push('\\');
                out.push(char);
            }
            _ if (!ascii || code < 0x7F) && !surrogate::is_stand_in(char) && unicode::is_printable(code) => {
                out.push(char);
            }
            // Writing to a string never fails.
            _ if code < 0x100 => drop(write!(out, "\\x{code:02x}")),
            _ if code < 0x1_0000 => drop(write!(out, "\\u{code:04x}")),
            _ => drop(write!(out, "\\U{code:08x}")),
        }
    }
    out.push(quote);
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
    fn names_are_quoted_as_by_repr() {
        let quoted = |text: &str, ascii| quoted(&text.chars().collect::<Vec<_>>(), ascii);
        assert_eq!(quoted("a'b", false), "\"a'b\"");
        assert_eq!(quoted("a'\"\n", false), "'a\\'\"\\n'");
        assert_eq!(quoted("\u{e9}\u{200b}\u{1f600}\0", false), "'\u{e9}\\u200b\u{1f600}\\x00'");
        assert_eq!(quoted("\u{e9}\u{1f600}", true), "'\\xe9\\U0001f600'");
    }

    #[test]
    fn numbers_saturate() {
        assert_eq!(number("0012"), 12);
        assert_eq!(number("99999999999999999999999999"), u64::MAX);
        assert_eq!(normal("000"), "0");
        assert_eq!(normal("0120"), "120");
    }
}
