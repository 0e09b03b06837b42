//! `re.escape`.

/// Whether `re.escape` puts a backslash before a byte.
#[must_use]
pub const fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'?'
            | b'*'
            | b'+'
            | b'-'
            | b'|'
            | b'^'
            | b'$'
            | b'\\'
            | b'.'
            | b'&'
            | b'~'
            | b'#'
            | b' '
            | b'\t'
            | b'\n'
            | b'\r'
            | 0x0B
            | 0x0C
    )
}

/// The length of an escaped text.
#[must_use]
pub fn escaped_len(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| is_special(byte)).count().saturating_add(text.len())
}

/// Writes a text so that, as a pattern, it matches itself.
pub fn escape_into(text: &[u8], mut push: impl FnMut(u8)) {
    for &byte in text {
        if is_special(byte) {
            push(b'\\');
        }
        push(byte);
    }
}
