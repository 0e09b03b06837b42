//! `quote` and `unquote`.

use hognose_eval::text::Sink;

/// The bytes that `quote` leaves as they are: letters, digits, `_.-~` and those added.
#[derive(Clone, Copy, Debug)]
pub struct Safe(u128);

impl Safe {
    /// With these added; only ASCII counts.
    #[must_use]
    pub fn with(added: &[u8]) -> Self {
        let usual = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";
        Self(usual.iter().chain(added).filter_map(|&byte| Self::bit(byte)).fold(0, |all, bit| all | bit))
    }

    fn bit(byte: u8) -> Option<u128> {
        if byte.is_ascii() { 1u128.checked_shl(byte.into()) } else { None }
    }

    fn has(self, byte: u8) -> bool {
        Self::bit(byte).is_some_and(|bit| self.0 & bit != 0)
    }
}

/// `quote_from_bytes(bytes, safe)`; with `plus`, a space becomes `+` as for `quote_plus`.
///
/// # Errors
/// The sink's own.
pub fn quote<S: Sink<str>>(bytes: &[u8], safe: Safe, plus: bool, sink: &mut S) -> Result<(), S::Full> {
    let digit = |value: u8| if value < 10 { b'0' } else { b'A' - 10 }.wrapping_add(value);
    // In runs, since a sink takes pieces of text.
    for run in bytes.chunk_by(|&left, &right| safe.has(left) && safe.has(right)) {
        match run {
            [b' '] if plus => sink.put("+")?,
            &[byte] if !safe.has(byte) => {
                let escape = [b'%', digit(byte >> 4), digit(byte & 15)];
                sink.put(std::str::from_utf8(&escape).unwrap_or_default())?;
            }
            plain => sink.put(std::str::from_utf8(plain).unwrap_or_default())?,
        }
    }
    Ok(())
}

/// `unquote_to_bytes(bytes)`; with `plus`, `+` becomes a space as for `unquote_plus`.
///
/// # Errors
/// The sink's own.
pub fn unquote<S: Sink<[u8]>>(bytes: &[u8], plus: bool, sink: &mut S) -> Result<(), S::Full> {
    let mut rest = bytes;
    let special = |byte: &u8| *byte == b'%' || plus && *byte == b'+';
    while let Some(at) = rest.iter().position(special) {
        let (plain, found) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        sink.put(plain)?;
        rest = match found {
            [b'%', high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    sink.put(&[high.wrapping_shl(4) | low])?;
                    after
                }
                _ => {
                    sink.put(b"%")?;
                    found.get(1..).unwrap_or_default()
                }
            },
            [b'+', after @ ..] => {
                sink.put(b" ")?;
                after
            }
            _ => {
                sink.put(b"%")?;
                found.get(1..).unwrap_or_default()
            }
        };
    }
    sink.put(rest)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
