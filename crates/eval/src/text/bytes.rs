//! The classes and cases of `bytes`: ASCII only.

use super::sink::Sink;

/// White space as `bytes.split` and `bytes.strip` see it.
///
/// ```
/// use hognose_eval::text::bytes::is_space;
/// assert!(is_space(b'\x0b') && !is_space(b'\x1c'));
/// ```
#[must_use]
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Not empty, and every byte in the class.
fn all(bytes: &[u8], class: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(class)
}

/// `bytes.isalpha`.
#[must_use]
pub fn bytes_is_alpha(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphabetic)
}

/// `bytes.isdigit`.
#[must_use]
pub fn bytes_is_digit(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_digit)
}

/// `bytes.isalnum`.
#[must_use]
pub fn bytes_is_alnum(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphanumeric)
}

/// `bytes.isspace`.
#[must_use]
pub fn bytes_is_space(bytes: &[u8]) -> bool {
    all(bytes, |&byte| is_space(byte))
}

/// `bytes.islower`.
#[must_use]
pub fn bytes_is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.isupper`.
#[must_use]
pub fn bytes_is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.istitle`: upper case follows other bytes only, lower case letters only, and there are letters.
#[must_use]
pub fn bytes_is_title(bytes: &[u8]) -> bool {
    let (mut found, mut within) = (false, false);
    for byte in bytes {
        if (byte.is_ascii_uppercase() && within) || (byte.is_ascii_lowercase() && !within) {
            return false;
        }
        within = byte.is_ascii_alphabetic();
        found |= within;
    }
    found
}

/// A case conversion of bytes. The size never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `bytes.upper`.
    Upper,
    /// `bytes.lower`.
    Lower,
    /// `bytes.swapcase`.
    Swap,
    /// `bytes.capitalize`.
    Capital,
    /// `bytes.title`.
    Title,
}

/// Exchanges the cases of ASCII letters.
pub(super) fn swap(bytes: &mut [u8]) {
    for byte in bytes {
        if byte.is_ascii_alphabetic() {
            *byte ^= 0x20;
        }
    }
}

/// Puts bytes in another case.
///
/// # Errors
/// The sink's own.
pub fn recase<S: Sink<[u8]>>(bytes: &[u8], case: Case, sink: &mut S) -> Result<(), S::Full> {
    // The letter before decides in title case; capital case is upper case for one byte.
    let (mut within, mut first) = (false, true);
    rewrite(bytes, sink, |byte| {
        let raise = match case {
            Case::Upper => true,
            Case::Lower => false,
            Case::Swap => byte.is_ascii_lowercase(),
            Case::Capital => first,
            Case::Title => !within,
        };
        (within, first) = (byte.is_ascii_alphabetic(), false);
        if raise { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
    })
}

/// Puts every byte changed, a buffer at a time.
fn rewrite<S: Sink<[u8]>>(
    bytes: &[u8],
    sink: &mut S,
    mut change: impl FnMut(u8) -> u8,
) -> Result<(), S::Full> {
    let mut buffer = [0; 64];
    for chunk in bytes.chunks(64) {
        for (to, from) in buffer.iter_mut().zip(chunk) {
            *to = change(*from);
        }
        sink.put(buffer.get(..chunk.len()).unwrap_or_default())?;
    }
    Ok(())
}

/// `bytes.translate`: puts the bytes that are not in `delete`, each replaced through the table if there is one.
///
/// # Errors
/// The sink's own.
pub fn translate<S: Sink<[u8]>>(
    bytes: &[u8],
    table: Option<&[u8; 256]>,
    delete: &[u8],
    sink: &mut S,
) -> Result<(), S::Full> {
    let mut deleted = [false; 256];
    for &byte in delete {
        if let Some(slot) = deleted.get_mut(usize::from(byte)) {
            *slot = true;
        }
    }
    let kept = |byte: &u8| !deleted.get(usize::from(*byte)).is_some_and(|&deleted| deleted);
    let change = |byte: u8| table.and_then(|table| table.get(usize::from(byte))).copied().unwrap_or(byte);
    bytes
        .chunk_by(|left, right| kept(left) == kept(right))
        .try_for_each(|run| if run.first().is_some_and(kept) { rewrite(run, sink, change) } else { Ok(()) })
}
