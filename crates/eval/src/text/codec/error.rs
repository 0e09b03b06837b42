//! What can go wrong with an encoding, in CPython's words.

use hognose_syntax::surrogate::code_of;

/// Bytes of a name that errors show: they must not be larger than what they are about by much.
const MOST_SHOWN: usize = 1 << 16;

/// Why a name is none of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// A `LookupError`: there is none of this name.
    Unknown,
    /// A `LookupError`: it does not turn text into bytes.
    NotText,
    /// A `ValueError`: the name holds a null character.
    Null,
}

impl NameError {
    /// The exception's text, for the name that was asked for and the function that asked: `"encode"` or `"decode"`.
    #[must_use]
    pub fn text(self, name: &str, function: &str) -> String {
        let name = name.get(..name.floor_char_boundary(MOST_SHOWN)).unwrap_or(name);
        match self {
            Self::Unknown => format!("unknown encoding: {name}"),
            Self::NotText => {
                format!("'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs")
            }
            Self::Null => "embedded null character".to_owned(),
        }
    }
}

/// What to do about a character or byte that can't be converted: the `errors` argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handler {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// `?` or U+FFFD.
    Replace,
    /// `\x..`, `\u....`, `\U........`.
    Backslash,
    /// `&#...;`; encoding only.
    Xml,
    /// `\N{...}`; encoding only.
    Name,
    /// Bytes as U+DC80 to U+DCFF, and back.
    SurrogateEscape,
    /// Surrogates as if they were characters.
    SurrogatePass,
}

impl Handler {
    /// Finds a handler by name. `None` is an error only once there is something to handle: pass it on.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::Backslash,
            "xmlcharrefreplace" => Self::Xml,
            "namereplace" => Self::Name,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            _ => return None,
        })
    }

    /// The text of the `LookupError` for a handler that does not exist.
    #[must_use]
    pub fn unknown_text(name: &str) -> String {
        let name = name.get(..name.floor_char_boundary(MOST_SHOWN)).unwrap_or(name);
        format!("unknown error handler name '{name}'")
    }
}

/// What could not be converted: the attributes of `UnicodeEncodeError` and `UnicodeDecodeError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodecError {
    /// The encoding.
    pub encoding: &'static str,
    /// The attribute `object` is what was to be converted without this many leading bytes (the mark of `utf-8-sig`).
    pub skipped: usize,
    /// Position in the object of the first character or byte that can't be converted.
    pub start: usize,
    /// Position behind the last one.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

/// Why encoding stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodeFailure<F> {
    /// The sink is full.
    Full(F),
    /// A `UnicodeEncodeError`.
    Error(CodecError),
    /// A `LookupError`: the error handler does not exist ([`Handler::unknown_text`]).
    UnknownHandler,
}

impl<F> From<F> for EncodeFailure<F> {
    fn from(full: F) -> Self {
        Self::Full(full)
    }
}

/// Why decoding stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeFailure<F> {
    /// The sink is full.
    Full(F),
    /// A `UnicodeDecodeError`.
    Error(CodecError),
    /// A `LookupError`: the error handler does not exist ([`Handler::unknown_text`]).
    UnknownHandler,
    /// A `TypeError`: the handler is for encoding only ([`DecodeFailure::WRONG_HANDLER`]).
    WrongHandler,
}

impl<F> DecodeFailure<F> {
    /// The text of the `TypeError` when a handler can't handle decoding.
    pub const WRONG_HANDLER: &'static str = "don't know how to handle UnicodeDecodeError in error callback";
}

impl<F> From<F> for DecodeFailure<F> {
    fn from(full: F) -> Self {
        Self::Full(full)
    }
}

/// `str()` of a `UnicodeEncodeError` about an object.
///
/// ```
/// use hognose_eval::text::codec::encode_error_text;
/// assert_eq!(
///     encode_error_text("ascii", "é", 0, 1, "ordinal not in range(128)"),
///     r"'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)"
/// );
/// ```
#[must_use]
pub fn encode_error_text(encoding: &str, object: &str, start: usize, end: usize, reason: &str) -> String {
    match object.chars().nth(start).map(code_of) {
        Some(code) if start.checked_add(1) == Some(end) => {
            let shown = match code {
                0..=0xFF => format!("\\x{code:02x}"),
                0x100..=0xFFFF => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
        }
        _ => {
            let last = last(end);
            format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
        }
    }
}

/// `str()` of a `UnicodeDecodeError` about an object.
#[must_use]
pub fn decode_error_text(encoding: &str, object: &[u8], start: usize, end: usize, reason: &str) -> String {
    match object.get(start) {
        Some(byte) if start.checked_add(1) == Some(end) => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        _ => {
            let last = last(end);
            format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
        }
    }
}

/// The position before the end of a range, which may be -1.
fn last(end: usize) -> i64 {
    i64::try_from(end).map_or(i64::MAX, |end| end.saturating_sub(1))
}
