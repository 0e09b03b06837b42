//! `repr` and `ascii` of text, `repr` of bytes.

use hognose_syntax::surrogate::code_of;

use super::chunk::Chunk;
use super::class::is_printable;
use super::sink::Sink;

/// `repr(text)`.
///
/// ```
/// use hognose_eval::text::quote::repr;
/// let mut out = String::new();
/// assert!(repr("it's\n\u{200b}é", &mut out).is_ok());
/// assert_eq!(out, r#""it's\n\u200bé""#);
/// ```
///
/// # Errors
/// The sink's own.
pub fn repr<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    quoted(text, is_printable, sink)
}

/// `ascii(text)`.
///
/// # Errors
/// The sink's own.
pub fn ascii<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    quoted(text, |char| matches!(char, ' '..='~'), sink)
}

/// The quote that needs the least escapes.
fn quote_for(bytes: &[u8]) -> &'static str {
    if memchr::memchr(b'\'', bytes).is_some() && memchr::memchr(b'"', bytes).is_none() { "\"" } else { "'" }
}

/// Puts text between quotes, characters that are not to be shown as they are escaped.
fn quoted<S: Sink<str>>(text: &str, plain: impl Fn(char) -> bool, sink: &mut S) -> Result<(), S::Full> {
    let quote = quote_for(text.as_bytes());
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\' && byte != b'\'') {
        sink.put(quote)?;
        sink.put(text)?;
        return sink.put(quote);
    }
    let mut out = Chunk::new(sink);
    out.put(quote)?;
    let mut rest = text;
    let special = |char| !plain(char) || char == '\\' || quote.starts_with(char);
    while let Some((at, char)) = rest.char_indices().find(|(_, char)| special(*char)) {
        out.put(rest.get(..at).unwrap_or_default())?;
        put_escaped(char, &mut out)?;
        rest = rest.get(at.saturating_add(char.len_utf8())..).unwrap_or_default();
    }
    out.put(rest)?;
    out.put(quote)?;
    out.flush::<str>()
}

/// Puts the escape of a character.
fn put_escaped<S: Sink<str>>(char: char, out: &mut Chunk<'_, S>) -> Result<(), S::Full> {
    match char {
        '\n' => out.put("\\n"),
        '\r' => out.put("\\r"),
        '\t' => out.put("\\t"),
        '\\' => out.put("\\\\"),
        '\'' => out.put("\\'"),
        _ => {
            let code = code_of(char);
            let (letter, digits) = match code {
                0..=0xFF => ('x', 2),
                0x100..=0xFFFF => ('u', 4),
                _ => ('U', 8),
            };
            out.put("\\")?;
            out.put_char(letter)?;
            (0..digits).rev().try_for_each(|place: u32| {
                let digit = code.wrapping_shr(place.wrapping_mul(4)) & 15;
                out.put_char(char::from_digit(digit, 16).unwrap_or_default())
            })
        }
    }
}

/// `repr(bytes)`.
///
/// ```
/// use hognose_eval::text::quote::repr_bytes;
/// let mut out = String::new();
/// assert!(repr_bytes(b"a\n\xff'\"", &mut out).is_ok());
/// assert_eq!(out, r#"b'a\n\xff\'"'"#);
/// ```
///
/// # Errors
/// The sink's own.
pub fn repr_bytes<S: Sink<str>>(bytes: &[u8], sink: &mut S) -> Result<(), S::Full> {
    let quote = quote_for(bytes);
    let mut out = Chunk::new(sink);
    out.put("b")?;
    out.put(quote)?;
    for &byte in bytes {
        let char = char::from(byte);
        if matches!(byte, b' '..=b'~') && byte != b'\\' && !quote.starts_with(char) {
            out.put_char(char)?;
        } else {
            put_escaped(char, &mut out)?;
        }
    }
    out.put(quote)?;
    out.flush::<str>()
}
