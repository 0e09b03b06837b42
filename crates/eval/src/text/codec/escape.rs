//! The encodings `unicode_escape` and `raw_unicode_escape`: Latin-1 with backslash escapes.

use std::fmt::Write as _;

use hognose_syntax::surrogate::{char_of, code_of};

use super::decode::Next;
use crate::text::names;

/// How a character is written. Raw, only those outside Latin-1 are escaped.
pub(super) fn show(char: char, raw: bool, out: &mut String) {
    let code = code_of(char);
    // Writing to a string can't fail.
    let _ = match (char, code) {
        ('\\', _) if !raw => write!(out, "\\\\"),
        ('\n', _) if !raw => write!(out, "\\n"),
        ('\r', _) if !raw => write!(out, "\\r"),
        ('\t', _) if !raw => write!(out, "\\t"),
        (' '..='~', _) => write!(out, "{char}"),
        (_, 0..=0xFF) => write!(out, "\\x{code:02x}"),
        (_, 0x100..=0xFFFF) => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// What comes next in `raw_unicode_escape`.
pub(super) fn next_raw(bytes: &[u8]) -> Next {
    match bytes {
        [b'\\', b'u', ..] => hex(bytes, 4, "truncated \\uXXXX escape", ""),
        [b'\\', b'U', ..] => hex(bytes, 8, "truncated \\UXXXXXXXX escape", "\\Uxxxxxxxx out of range"),
        // The second may not begin an escape.
        [b'\\', second, ..] => Next::Two('\\', char::from(*second)),
        _ => Next::Char(bytes.first().map_or('\0', |&byte| char::from(byte)), 1),
    }
}

/// What comes next in `unicode_escape`.
pub(super) fn next(bytes: &[u8]) -> Next {
    let (b'\\', rest) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest)) else {
        return Next::Char(bytes.first().map_or('\0', |&byte| char::from(byte)), 1);
    };
    let Some(&letter) = rest.first() else { return Next::Bad(1, "\\ at end of string") };
    let char = match letter {
        b'\n' => return Next::Nothing(2),
        b'\\' | b'\'' | b'"' => char::from(letter),
        b'a' => '\x07',
        b'b' => '\x08',
        b't' => '\t',
        b'n' => '\n',
        b'v' => '\x0B',
        b'f' => '\x0C',
        b'r' => '\r',
        b'0'..=b'7' => return octal(rest),
        b'x' => return hex(bytes, 2, "truncated \\xXX escape", ""),
        b'u' => return hex(bytes, 4, "truncated \\uXXXX escape", ""),
        b'U' => return hex(bytes, 8, "truncated \\UXXXXXXXX escape", "illegal Unicode character"),
        b'N' => return named(bytes),
        // What is no escape stands for itself.
        _ => return Next::Char('\\', 1),
    };
    Next::Char(char, 2)
}

/// The character of up to three octal digits behind a backslash.
fn octal(rest: &[u8]) -> Next {
    let digits = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
    let (code, size) = digits
        .fold((0, 1_usize), |(code, size), byte| (code << 3 | u32::from(byte & 7), size.saturating_add(1)));
    Next::Char(char_of(code).unwrap_or_default(), size)
}

/// The character of a number of hexadecimal digits behind a backslash and a letter.
fn hex(bytes: &[u8], digits: usize, truncated: &'static str, illegal: &'static str) -> Next {
    let digit = |&byte: &u8| char::from(byte).to_digit(16);
    let (code, size) = bytes
        .iter()
        .skip(2)
        .take(digits)
        .map_while(digit)
        .fold((0, 2_usize), |(code, size), digit| (code << 4 | digit, size.saturating_add(1)));
    if size.saturating_sub(2) < digits {
        return Next::Bad(size, truncated);
    }
    char_of(code).map_or(Next::Bad(size, illegal), |char| Next::Char(char, size))
}

/// The character of a name in braces behind a backslash and an N.
fn named(bytes: &[u8]) -> Next {
    const MALFORMED: &str = "malformed \\N character escape";
    let Some([b'{', name @ ..]) = bytes.get(2..) else { return Next::Bad(2, MALFORMED) };
    match memchr::memchr(b'}', name) {
        None => Next::Bad(bytes.len(), MALFORMED),
        Some(0) => Next::Bad(3, MALFORMED),
        Some(end) => {
            let name = name.get(..end).and_then(|name| std::str::from_utf8(name).ok());
            let size = end.saturating_add(4);
            match name.and_then(names::lookup) {
                Some(char) => Next::Char(char, size),
                None => Next::Bad(size, "unknown Unicode character name"),
            }
        }
    }
}
