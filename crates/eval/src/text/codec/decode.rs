//! Bytes to text.

use std::fmt::Write as _;

use hognose_syntax::surrogate::char_of;

use super::error::{CodecError, DecodeFailure, Handler};
use super::{Encoding, Order, escape};
use crate::text::chunk::{Chunk, position};
use crate::text::sink::Sink;

/// `bytes.decode`: puts the text of bytes. `handler` is `None` where its name is unknown, which matters only once
/// there is something to handle.
///
/// ```
/// use hognose_eval::text::codec::{Encoding, Handler, decode};
/// let mut out = String::new();
/// assert!(decode(b"a\xff", Encoding::Utf8, Some(Handler::Backslash), &mut out).is_ok());
/// assert_eq!(out, r"a\xff");
/// ```
///
/// # Errors
/// The sink's own; where the bytes can't be decoded; where the handler is needed, but unknown or not for decoding.
pub fn decode<S: Sink<str>>(
    bytes: &[u8],
    encoding: Encoding,
    handler: Option<Handler>,
    sink: &mut S,
) -> Result<(), DecodeFailure<S::Full>> {
    let (encoding, skipped, mut at) = begin(bytes, encoding);
    if encoding == Encoding::Utf8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Ok(sink.put(text)?);
    }
    let mut out = Chunk::new(sink);
    while let Some(rest) = bytes.get(at..)
        && !rest.is_empty()
    {
        match encoding {
            Encoding::Utf8 | Encoding::Utf8Sig => at = at.saturating_add(put_utf8(rest, &mut out)?),
            Encoding::Ascii => at = at.saturating_add(put_ascii(rest, &mut out)?),
            _ => {}
        }
        let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else { break };
        match next(rest, encoding) {
            Next::Char(char, size) => {
                out.put_char(char)?;
                at = at.saturating_add(size);
            }
            Next::Two(first, second) => {
                out.put_char(first)?;
                out.put_char(second)?;
                at = at.saturating_add(2);
            }
            Next::Nothing(size) => at = at.saturating_add(size),
            Next::Bad(size, reason) => {
                let start = at.saturating_sub(skipped);
                let (name, end) = (encoding.error_name(), start.saturating_add(size));
                let error = CodecError { encoding: name, skipped, start, end, reason };
                let handler = handler.ok_or(DecodeFailure::UnknownHandler)?;
                at = at.saturating_add(handle(rest, size, encoding, error, handler, &mut out)?);
            }
        }
    }
    Ok(out.flush::<str>()?)
}

/// The encoding that a mark at the beginning decides on, the bytes that do not count for positions, and where the text
/// begins.
fn begin(bytes: &[u8], encoding: Encoding) -> (Encoding, usize, usize) {
    match encoding {
        Encoding::Utf8Sig if bytes.starts_with(b"\xef\xbb\xbf") => (encoding, 3, 3),
        Encoding::Utf16(Order::Marked) => match bytes {
            [0xFF, 0xFE, ..] => (Encoding::Utf16(Order::Little), 0, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16(Order::Big), 0, 2),
            _ => (Encoding::Utf16(Order::Little), 0, 0),
        },
        Encoding::Utf32(Order::Marked) => match bytes {
            [0xFF, 0xFE, 0, 0, ..] => (Encoding::Utf32(Order::Little), 0, 4),
            [0, 0, 0xFE, 0xFF, ..] => (Encoding::Utf32(Order::Big), 0, 4),
            _ => (Encoding::Utf32(Order::Little), 0, 0),
        },
        _ => (encoding, 0, 0),
    }
}

/// What comes next in bytes.
pub(super) enum Next {
    /// A character of some bytes.
    Char(char, usize),
    /// Two characters of a byte each.
    Two(char, char),
    /// Some bytes that stand for nothing.
    Nothing(usize),
    /// Bytes that are none, and why.
    Bad(usize, &'static str),
}

/// Puts the valid UTF-8 at the beginning; gives its size.
fn put_utf8<S: Sink<str>>(bytes: &[u8], out: &mut Chunk<'_, S>) -> Result<usize, S::Full> {
    // Chunk by chunk, so that bytes are looked at once only however many errors there are.
    let first = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    out.put(first)?;
    Ok(first.len())
}

/// Puts the ASCII at the beginning; gives its size.
fn put_ascii<S: Sink<str>>(bytes: &[u8], out: &mut Chunk<'_, S>) -> Result<usize, S::Full> {
    let size = position(bytes, |byte| !byte.is_ascii()).unwrap_or(bytes.len());
    let text = bytes.get(..size).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    out.put(text)?;
    Ok(size)
}

/// What comes next in bytes that are not empty.
fn next(bytes: &[u8], encoding: Encoding) -> Next {
    let first = bytes.first().copied().unwrap_or_default();
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => bad_utf8(bytes, first),
        Encoding::Ascii => Next::Bad(1, "ordinal not in range(128)"),
        Encoding::Latin1 => Next::Char(char::from(first), 1),
        Encoding::Map(_) => map_char(encoding, first),
        Encoding::Escape => escape::next(bytes),
        Encoding::RawEscape => escape::next_raw(bytes),
        Encoding::Utf16(order) => next_utf16(bytes, order),
        Encoding::Utf32(order) => next_utf32(bytes, order),
    }
}

/// What is wrong with bytes that are not UTF-8 at their beginning.
fn bad_utf8(bytes: &[u8], first: u8) -> Next {
    let Some(chunk) = bytes.utf8_chunks().next() else { return Next::Bad(1, "invalid start byte") };
    let bad = chunk.invalid().len();
    let at_end =
        bad == bytes.len() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    match first {
        0x80..=0xC1 | 0xF5.. => Next::Bad(1, "invalid start byte"),
        _ if at_end => Next::Bad(bad.max(1), "unexpected end of data"),
        _ => Next::Bad(bad.max(1), "invalid continuation byte"),
    }
}

/// The character of a byte in a single-byte encoding.
fn map_char(encoding: Encoding, byte: u8) -> Next {
    let code = match byte.checked_sub(128) {
        None => Some(u16::from(byte)),
        Some(place) => encoding.map().and_then(|map| map.get(usize::from(place))).copied(),
    };
    let char = code.filter(|&code| code != 0xFFFE).and_then(|code| char::from_u32(u32::from(code)));
    char.map_or(Next::Bad(1, "character maps to <undefined>"), |char| Next::Char(char, 1))
}

/// A unit of UTF-16.
fn unit(bytes: &[u8], at: usize, order: Order) -> Option<u16> {
    let bytes = *bytes.get(at..)?.first_chunk::<2>()?;
    Some(if order == Order::Big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
}

/// What comes next in UTF-16.
fn next_utf16(bytes: &[u8], order: Order) -> Next {
    let Some(first) = unit(bytes, 0, order) else { return Next::Bad(bytes.len(), "truncated data") };
    if !(0xD800..=0xDFFF).contains(&first) {
        return Next::Char(char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), 2);
    }
    if first >= 0xDC00 {
        return Next::Bad(2, "illegal encoding");
    }
    let Some(second) = unit(bytes, 2, order) else { return Next::Bad(bytes.len(), "unexpected end of data") };
    match char::decode_utf16([first, second]).next() {
        Some(Ok(char)) => Next::Char(char, 4),
        _ => Next::Bad(2, "illegal UTF-16 surrogate"),
    }
}

/// What comes next in UTF-32.
fn next_utf32(bytes: &[u8], order: Order) -> Next {
    let Some(&unit) = bytes.first_chunk::<4>() else { return Next::Bad(bytes.len(), "truncated data") };
    let code = if order == Order::Big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
    match char::from_u32(code) {
        Some(char) => Next::Char(char, 4),
        None if code < 0xE000 => Next::Bad(4, "code point in surrogate code point range(0xd800, 0xe000)"),
        None => Next::Bad(4, "code point not in range(0x110000)"),
    }
}

/// Puts what a handler makes of the first `size` bytes, which can't be decoded; gives the number of bytes it handled.
fn handle<S: Sink<str>>(
    bytes: &[u8],
    size: usize,
    encoding: Encoding,
    error: CodecError,
    handler: Handler,
    out: &mut Chunk<'_, S>,
) -> Result<usize, DecodeFailure<S::Full>> {
    let bad = bytes.get(..size).unwrap_or(bytes);
    match handler {
        Handler::Strict => Err(DecodeFailure::Error(error)),
        Handler::Ignore => Ok(size),
        Handler::Replace => {
            out.put_char(char::REPLACEMENT_CHARACTER)?;
            Ok(size)
        }
        Handler::Backslash => {
            for byte in bad {
                let mut shown = String::new();
                // Writing to a string can't fail.
                let _ = write!(shown, "\\x{byte:02x}");
                out.put(&*shown)?;
            }
            Ok(size)
        }
        Handler::Xml | Handler::Name => Err(DecodeFailure::WrongHandler),
        Handler::SurrogateEscape => {
            let escaped = bad.iter().take(4).take_while(|byte| !byte.is_ascii());
            let mut done: usize = 0;
            for char in escaped.filter_map(|&byte| char_of(0xDC00 | u32::from(byte))) {
                out.put_char(char)?;
                done = done.saturating_add(1);
            }
            if done == 0 { Err(DecodeFailure::Error(error)) } else { Ok(done) }
        }
        Handler::SurrogatePass => {
            let (code, size) = surrogate(bytes, encoding).ok_or(DecodeFailure::Error(error))?;
            let char = char_of(code).ok_or(DecodeFailure::Error(error))?;
            out.put_char(char)?;
            Ok(size)
        }
    }
}

/// The surrogate that bytes begin with, and its size, in an encoding that could have one.
fn surrogate(bytes: &[u8], encoding: Encoding) -> Option<(u32, usize)> {
    let (code, size) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => match bytes {
            [0xED, second @ 0x80..=0xBF, third @ 0x80..=0xBF, ..] => {
                (0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F), 3)
            }
            _ => return None,
        },
        Encoding::Utf16(order) => (u32::from(unit(bytes, 0, order)?), 2),
        Encoding::Utf32(Order::Big) => (u32::from_be_bytes(*bytes.first_chunk()?), 4),
        Encoding::Utf32(_) => (u32::from_le_bytes(*bytes.first_chunk()?), 4),
        _ => return None,
    };
    (0xD800..=0xDFFF).contains(&code).then_some((code, size))
}
