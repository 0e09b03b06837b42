//! Text to bytes.

use std::fmt::Write as _;

use hognose_syntax::surrogate::{code_of, is_stand_in};

use super::error::{CodecError, EncodeFailure, Handler};
use super::{Encoding, Order, escape};
use crate::text::chunk::{Chunk, position};
use crate::text::names;
use crate::text::sink::Sink;

/// `str.encode`: puts the bytes of a text. `handler` is `None` where its name is unknown, which matters only once
/// there is something to handle.
///
/// ```
/// use hognose_eval::text::codec::{Encoding, Handler, encode};
/// let mut out = Vec::new();
/// assert!(encode("é€", Encoding::Latin1, Some(Handler::Xml), &mut out).is_ok());
/// assert_eq!(out, b"\xe9&#8364;");
/// ```
///
/// # Errors
/// The sink's own; where the text can't be encoded; where the handler is needed, but unknown.
pub fn encode<S: Sink<[u8]>>(
    text: &str,
    encoding: Encoding,
    handler: Option<Handler>,
    sink: &mut S,
) -> Result<(), EncodeFailure<S::Full>> {
    let same = match encoding {
        Encoding::Utf8 => first_stand_in(text).is_none(),
        Encoding::Ascii | Encoding::Latin1 | Encoding::Map(_) => text.is_ascii(),
        _ => false,
    };
    if same {
        return Ok(sink.put(text.as_bytes())?);
    }
    let mut out = Chunk::new(sink);
    match encoding {
        Encoding::Utf8Sig => out.put(b"\xef\xbb\xbf".as_slice())?,
        Encoding::Utf16(Order::Marked) | Encoding::Utf32(Order::Marked) => {
            put_char(&mut out, encoding, '\u{feff}')?
        }
        _ => {}
    }
    let mut rest = text;
    loop {
        let good = good_prefix(rest, encoding);
        let (plain, bad) = rest.split_at_checked(good).unwrap_or((rest, ""));
        put_good(&mut out, encoding, plain)?;
        if bad.is_empty() {
            break;
        }
        let size = bad_prefix(bad, encoding);
        let (bad, after) = bad.split_at_checked(size).unwrap_or((bad, ""));
        let base = text.len().saturating_sub(after.len()).saturating_sub(bad.len());
        let handler = handler.ok_or(EncodeFailure::UnknownHandler)?;
        Problem { text, base, bad, encoding }.handle(handler, &mut out)?;
        rest = after;
    }
    Ok(out.flush::<[u8]>()?)
}

/// Whether an encoding has a character.
fn encodable(char: char, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Ascii => char.is_ascii(),
        Encoding::Latin1 => char as u32 <= 0xFF,
        Encoding::Map(_) => map_byte(char, encoding).is_some(),
        _ => !is_stand_in(char),
    }
}

/// The byte of a character in a single-byte encoding.
fn map_byte(char: char, encoding: Encoding) -> Option<u8> {
    let code = u16::try_from(u32::from(char)).ok()?;
    if char.is_ascii() {
        return u8::try_from(code).ok();
    }
    let place = encoding.map()?.iter().position(|&other| other == code && code != 0xFFFE)?;
    u8::try_from(place).ok()?.checked_add(128)
}

/// The size of what can be encoded at the beginning of a text.
fn good_prefix(text: &str, encoding: Encoding) -> usize {
    let bad = match encoding {
        Encoding::Ascii => position(text.as_bytes(), |byte| !byte.is_ascii()),
        // The first bytes of all characters from U+0100 on.
        Encoding::Latin1 => position(text.as_bytes(), |byte| byte >= 0xC4),
        Encoding::Escape | Encoding::RawEscape => None,
        Encoding::Map(_) => text.find(|char| !encodable(char, encoding)),
        _ => first_stand_in(text),
    };
    bad.unwrap_or(text.len())
}

/// The first lone surrogate.
fn first_stand_in(text: &str) -> Option<usize> {
    // Every stand-in begins with these two bytes in UTF-8.
    let candidates = memchr::memmem::find_iter(text.as_bytes(), b"\xf4\x8f");
    let is_lone = |at: &usize| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(is_stand_in);
    candidates.into_iter().find(is_lone)
}

/// The size of what can't be encoded at the beginning of a text and is handled at once.
fn bad_prefix(text: &str, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf16(_) | Encoding::Utf32(_) => text.chars().next().map_or(0, char::len_utf8),
        _ => text.find(|char| encodable(char, encoding)).unwrap_or(text.len()),
    }
}

/// Puts text that can be encoded.
fn put_good<S: Sink<[u8]>>(out: &mut Chunk<'_, S>, encoding: Encoding, text: &str) -> Result<(), S::Full> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig | Encoding::Ascii => out.put(text.as_bytes()),
        Encoding::Latin1 | Encoding::Map(_) if text.is_ascii() => out.put(text.as_bytes()),
        Encoding::Escape | Encoding::RawEscape => put_escaped(out, text, encoding == Encoding::RawEscape),
        _ => text.chars().try_for_each(|char| put_char(out, encoding, char)),
    }
}

/// Puts a character that can be encoded, or, in UTF-16 and UTF-32, a surrogate.
fn put_char<S: Sink<[u8]>>(out: &mut Chunk<'_, S>, encoding: Encoding, char: char) -> Result<(), S::Full> {
    match encoding {
        Encoding::Latin1 => out.put_byte(u8::try_from(char).unwrap_or(b'?')),
        Encoding::Map(_) => out.put_byte(map_byte(char, encoding).unwrap_or(b'?')),
        Encoding::Utf16(order) => {
            let code = code_of(char);
            if let Ok(unit) = u16::try_from(code) {
                return put_unit(out, order, unit);
            }
            char.encode_utf16(&mut [0; 2]).iter().try_for_each(|&unit| put_unit(out, order, unit))
        }
        Encoding::Utf32(Order::Big) => out.put(code_of(char).to_be_bytes().as_slice()),
        Encoding::Utf32(_) => out.put(code_of(char).to_le_bytes().as_slice()),
        _ => out.put(char.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Puts text with backslash escapes.
fn put_escaped<S: Sink<[u8]>>(out: &mut Chunk<'_, S>, text: &str, raw: bool) -> Result<(), S::Full> {
    let mut shown = String::new();
    text.chars().try_for_each(|char| match u8::try_from(char) {
        Ok(byte) if raw => out.put_byte(byte),
        _ => {
            shown.clear();
            escape::show(char, raw, &mut shown);
            out.put(shown.as_bytes())
        }
    })
}

/// Puts a unit of UTF-16.
fn put_unit<S: Sink<[u8]>>(out: &mut Chunk<'_, S>, order: Order, unit: u16) -> Result<(), S::Full> {
    let bytes = if order == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    out.put(bytes.as_slice())
}

/// Characters that can't be encoded.
struct Problem<'t> {
    /// All of the text.
    text: &'t str,
    /// The byte at which they lie.
    base: usize,
    bad: &'t str,
    encoding: Encoding,
}

impl Problem<'_> {
    /// The exception, which leaves out some bytes of the bad characters.
    fn error<F>(&self, handled: usize) -> EncodeFailure<F> {
        let before = self.text.get(..self.base.saturating_add(handled)).unwrap_or_default();
        let start = before.chars().count();
        let left = self.bad.get(handled..).unwrap_or_default().chars().count();
        let reason = match self.encoding {
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
            Encoding::Map(_) => "character maps to <undefined>",
            _ => "surrogates not allowed",
        };
        let (encoding, end) = (self.encoding.error_name(), start.saturating_add(left));
        EncodeFailure::Error(CodecError { encoding, skipped: 0, start, end, reason })
    }

    /// Puts what a handler makes of the characters.
    fn handle<S: Sink<[u8]>>(
        &self,
        handler: Handler,
        out: &mut Chunk<'_, S>,
    ) -> Result<(), EncodeFailure<S::Full>> {
        match handler {
            Handler::Strict => Err(self.error(0)),
            Handler::Ignore => Ok(()),
            Handler::SurrogateEscape => self.escape(out),
            Handler::SurrogatePass => self.pass(out),
            Handler::Replace | Handler::Backslash | Handler::Xml | Handler::Name => {
                let mut shown = String::new();
                for char in self.bad.chars() {
                    shown.clear();
                    show(char, handler, &mut shown);
                    put_good(out, self.encoding, &shown)?;
                }
                Ok(())
            }
        }
    }

    /// Puts the bytes that escaped surrogates stand for.
    fn escape<S: Sink<[u8]>>(&self, out: &mut Chunk<'_, S>) -> Result<(), EncodeFailure<S::Full>> {
        let byte = |char: char| match code_of(char) {
            code @ 0xDC80..=0xDCFF => Some(code.to_le_bytes()[0]),
            _ => None,
        };
        let (good, whole) = match self.encoding {
            Encoding::Utf16(_) | Encoding::Utf32(_) => return Err(self.error(0)),
            Encoding::Map(_) => (self.bad.find(|char| byte(char).is_none()), true),
            _ => (self.bad.find(|char| byte(char).is_none()), false),
        };
        match good {
            Some(_) if whole => Err(self.error(0)),
            good => {
                let size = good.unwrap_or(self.bad.len());
                for byte in self.bad.get(..size).unwrap_or_default().chars().filter_map(byte) {
                    out.put_byte(byte)?;
                }
                if good.is_some() { Err(self.error(size)) } else { Ok(()) }
            }
        }
    }

    /// Puts surrogates as if they were characters.
    fn pass<S: Sink<[u8]>>(&self, out: &mut Chunk<'_, S>) -> Result<(), EncodeFailure<S::Full>> {
        for char in self.bad.chars() {
            match self.encoding {
                Encoding::Utf16(_) | Encoding::Utf32(_) => put_char(out, self.encoding, char)?,
                Encoding::Utf8 | Encoding::Utf8Sig => {
                    let [low, high, ..] = code_of(char).to_le_bytes();
                    let second = 0x80 | (high & 0x0F) << 2 | low >> 6;
                    out.put([0xED, second, 0x80 | low & 0x3F].as_slice())?;
                }
                _ => return Err(self.error(0)),
            }
        }
        Ok(())
    }
}

/// What a handler writes for a character, in ASCII.
fn show(char: char, handler: Handler, out: &mut String) {
    let code = code_of(char);
    let name = if handler == Handler::Name { names::name(char) } else { None };
    // Writing to a string can't fail.
    let _ = match (handler, name) {
        (Handler::Replace, _) => out.write_char('?'),
        (Handler::Xml, _) => write!(out, "&#{code};"),
        (_, Some(name)) => write!(out, "\\N{{{name}}}"),
        _ => match code {
            0..=0xFF => write!(out, "\\x{code:02x}"),
            0x100..=0xFFFF => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        },
    };
}
