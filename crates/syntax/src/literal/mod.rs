//! The values of literals.

mod escape;
pub(crate) mod number;

pub(crate) use escape::{bytes, text};

/// Why a literal has no value: CPython's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiteralError(pub(crate) String);

/// The parts of a string token: whether it is bytes, whether raw, and where its contents lie in it.
pub(crate) struct Shape {
    pub(crate) is_bytes: bool,
    pub(crate) raw: bool,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Looks at the prefix and the quotes of a string token.
pub(crate) fn shape(token: &str) -> Shape {
    let (mut is_bytes, mut raw, mut prefix) = (false, false, 0_usize);
    for byte in token.bytes() {
        match byte {
            b'b' | b'B' => is_bytes = true,
            b'r' | b'R' => raw = true,
            b'\'' | b'"' => break,
            _ => {}
        }
        prefix = prefix.saturating_add(1);
    }
    let rest = token.as_bytes().get(prefix..).unwrap_or_default();
    let triple = matches!(rest, [a, b, c, ..] if a == b && b == c) && rest.len() >= 6;
    let quotes = if triple { 3 } else { 1 };
    Shape { is_bytes, raw, start: prefix.saturating_add(quotes), end: token.len().saturating_sub(quotes) }
}
