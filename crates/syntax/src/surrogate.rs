//! Lone surrogates in text.
//!
//! Python text may hold lone surrogates (`'\ud800'`), Rust's may not. hognose keeps the 2,048 surrogates as the
//! private-use code points U+10F000 to U+10F7FF, so that length, indexing, `ord`, `repr` and encoding errors come
//! out as CPython's. The price: those private-use code points themselves are not distinguishable from surrogates.

/// First code point that stands for a surrogate.
const BASE: u32 = 0x10_F000;
/// First surrogate.
const FIRST: u32 = 0xD800;
/// Last surrogate.
const LAST: u32 = 0xDFFF;

/// The character for a Python code point; surrogates become their stand-in. None above U+10FFFF.
///
/// ```
/// use hognose_syntax::surrogate::{char_of, code_of};
/// assert_eq!(char_of(0x41), Some('A'));
/// assert_eq!(char_of(0xD800).map(code_of), Some(0xD800));
/// assert_eq!(char_of(0x110000), None);
/// ```
#[must_use]
pub const fn char_of(code: u32) -> Option<char> {
    if code >= FIRST && code <= LAST {
        return char::from_u32((code ^ FIRST) | BASE);
    }
    char::from_u32(code)
}

/// The Python code point of a character: the inverse of [`char_of`].
#[must_use]
pub const fn code_of(char: char) -> u32 {
    if is_stand_in(char) { ((char as u32) ^ BASE) | FIRST } else { char as u32 }
}

/// Whether a character stands for a lone surrogate.
#[must_use]
pub const fn is_stand_in(char: char) -> bool {
    let code = char as u32;
    code >= BASE && code <= BASE | 0x7FF
}
