//! `bytes.hex` and `bytes.fromhex`.

use crate::text::bytes::is_space;
use crate::text::chunk::Chunk;
use crate::text::sink::Sink;

/// The digits.
const DIGITS: [u8; 16] = *b"0123456789abcdef";

/// `bytes.hex`: puts two digits for each byte and, where there is a separator, one after every `group` bytes, counted
/// from the right, or from the left where `group` is negative; 0 means none.
///
/// ```
/// use hognose_eval::text::codec::hex;
/// let mut out = String::new();
/// assert!(hex(b"abc", Some(':'), 2, &mut out).is_ok());
/// assert_eq!(out, "61:6263");
/// ```
///
/// # Errors
/// The sink's own.
pub fn hex<S: Sink<str>>(
    bytes: &[u8],
    separator: Option<char>,
    group: i64,
    sink: &mut S,
) -> Result<(), S::Full> {
    let mut out = Chunk::new(sink);
    let group_size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let separator = separator.filter(|_| group_size > 0);
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(separator) = separator
            && at > 0
        {
            let border = if group > 0 { bytes.len().saturating_sub(at) } else { at };
            if border.checked_rem(group_size) == Some(0) {
                out.put_char(separator)?;
            }
        }
        for half in [byte >> 4, byte & 15] {
            out.put_char(char::from(DIGITS.get(usize::from(half)).copied().unwrap_or_default()))?;
        }
    }
    out.flush::<str>()
}

/// Why [`from_hex`] stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HexFailure<F> {
    /// The sink is full.
    Full(F),
    /// Position of what is no digit: a `ValueError`.
    NotHex(usize),
}

impl<F> HexFailure<F> {
    /// The text of the `ValueError` about a position.
    #[must_use]
    pub fn text(position: usize) -> String {
        format!("non-hexadecimal number found in fromhex() arg at position {position}")
    }
}

/// `bytes.fromhex`: puts a byte for each two digits; white space between them does not count.
///
/// # Errors
/// The sink's own; where something is no digit, or a digit lacks its partner.
pub fn from_hex<S: Sink<[u8]>>(text: &str, sink: &mut S) -> Result<(), HexFailure<S::Full>> {
    if let Some(position) = text.bytes().position(|byte| !byte.is_ascii()) {
        return Err(HexFailure::NotHex(position));
    }
    let mut out = Chunk::new(sink);
    let digit = |at: usize| {
        let byte = text.as_bytes().get(at).copied().unwrap_or_default();
        let value = char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
        value.ok_or(HexFailure::NotHex(at))
    };
    let mut at: usize = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let second = at.saturating_add(1);
        if is_space(byte) {
            at = second;
            continue;
        }
        out.put_byte(digit(at)? << 4 | digit(second)?).map_err(HexFailure::Full)?;
        at = second.saturating_add(1);
    }
    out.flush::<[u8]>().map_err(HexFailure::Full)
}
