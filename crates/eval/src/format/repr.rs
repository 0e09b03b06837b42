//! `repr` and `ascii` of text and bytes.

use std::fmt::Write;

use hognose_syntax::surrogate::code_of;

use crate::text::class::is_printable;

/// The quote CPython chooses: double ones only around text with single and without double ones.
fn quote_for(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

/// How a character stands in a `repr`.
enum Shown {
    /// As it is.
    Plain,
    /// Behind a backslash.
    Short(char),
    /// As `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
    Code(u32),
}

/// Decides how a character is shown.
fn shown(char: char, quote: char, ascii: bool) -> Shown {
    match char {
        '\\' => Shown::Short('\\'),
        '\t' => Shown::Short('t'),
        '\n' => Shown::Short('n'),
        '\r' => Shown::Short('r'),
        _ if char == quote => Shown::Short(char),
        ' '..='~' => Shown::Plain,
        _ if !ascii && is_printable(char) => Shown::Plain,
        _ => Shown::Code(code_of(char)),
    }
}

/// Appends a character's code as an escape.
fn write_code(out: &mut String, code: u32) {
    let _ = match code {
        0..=0xFF => write!(out, "\\x{code:02x}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Appends the text between quotes.
fn write_quoted(out: &mut String, text: &str, ascii: bool) {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'\\')) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
        return;
    }
    let quote = quote_for(text.contains('\''), text.contains('"'));
    out.push(quote);
    let mut rest = text;
    // Plain stretches are copied whole.
    while let Some(at) = rest.find(|char| !matches!(shown(char, quote, ascii), Shown::Plain)) {
        let (plain, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut chars = tail.chars();
        if let Some(char) = chars.next() {
            match shown(char, quote, ascii) {
                Shown::Plain => out.push(char),
                Shown::Short(letter) => out.extend(['\\', letter]),
                Shown::Code(code) => write_code(out, code),
            }
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push(quote);
}

/// Appends `repr(text)`.
///
/// ```
/// use hognose_eval::format::repr::write_str_repr;
/// let mut out = String::new();
/// write_str_repr(&mut out, "it's\n\u{e9}\u{200b}");
/// assert_eq!(out, r#""it's\né\u200b""#);
/// ```
pub fn write_str_repr(out: &mut String, text: &str) {
    write_quoted(out, text, false);
}

/// Appends `ascii(text)`.
pub fn write_str_ascii(out: &mut String, text: &str) {
    write_quoted(out, text, true);
}

/// Appends a text with everything outside ASCII escaped: what `ascii` makes of a `repr`.
pub fn write_escaped(out: &mut String, text: &str) {
    for char in text.chars() {
        if char.is_ascii() {
            out.push(char);
        } else {
            write_code(out, code_of(char));
        }
    }
}

/// The exact length of `repr(text)` in bytes, or of `ascii(text)`.
#[must_use]
pub fn str_repr_len(text: &str, ascii: bool) -> usize {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    text.chars().fold(2, |length, char| {
        length.saturating_add(match shown(char, quote, ascii) {
            Shown::Plain => char.len_utf8(),
            Shown::Short(_) => 2,
            Shown::Code(0..=0xFF) => 4,
            Shown::Code(0x100..=0xFFFF) => 6,
            Shown::Code(_) => 10,
        })
    })
}

/// The first characters of `repr(text)`, made without looking at more of the text than they need.
pub(crate) fn str_repr_cut(text: &str, limit: usize) -> String {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let mut out = String::new();
    let head = text.get(..end).unwrap_or(text);
    // The quote depends on the whole text, so the head alone may get another one.
    if quote == quote_for(head.contains('\''), head.contains('"')) {
        write_quoted(&mut out, head, false);
    } else {
        out.push(quote);
        for char in head.chars() {
            match shown(char, quote, false) {
                Shown::Plain => out.push(char),
                Shown::Short(letter) => out.extend(['\\', letter]),
                Shown::Code(code) => write_code(&mut out, code),
            }
        }
        out.push(quote);
    }
    out.chars().take(limit).collect()
}

/// Appends `repr(bytes)`.
pub fn write_bytes_repr(out: &mut String, bytes: &[u8]) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match char::from(*byte) {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            char if char == quote || char == '\\' => out.extend(['\\', char]),
            char @ ' '..='~' => out.push(char),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
}

/// `repr(bytes)`
#[must_use]
pub fn bytes_repr(bytes: &[u8]) -> String {
    let mut out = String::new();
    write_bytes_repr(&mut out, bytes);
    out
}

/// The exact length of `repr(bytes)`.
#[must_use]
pub fn bytes_repr_len(bytes: &[u8]) -> usize {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    bytes.iter().fold(3, |length, byte| {
        length.saturating_add(match byte {
            b'\t' | b'\n' | b'\r' | b'\\' => 2,
            byte if char::from(*byte) == quote => 2,
            b' '..=b'~' => 1,
            _ => 4,
        })
    })
}
