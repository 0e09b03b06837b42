//! `string`: constants, `capwords` and the placeholders of `Template`.

pub mod rows;
#[cfg(test)]
mod tests;

use std::convert::Infallible;

use hognose_eval::text::{case, lines, split};

use crate::raised::Raised;

/// The constants of the module, by name.
pub const CONSTANTS: [(&str, &str); 9] = [
    ("ascii_letters", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("ascii_lowercase", "abcdefghijklmnopqrstuvwxyz"),
    ("ascii_uppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("digits", "0123456789"),
    ("hexdigits", "0123456789abcdefABCDEF"),
    ("octdigits", "01234567"),
    ("punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    (
        "printable",
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c",
    ),
    ("whitespace", " \t\n\r\x0b\x0c"),
];

/// `string.capwords`.
///
/// # Errors
/// `ValueError` for an empty separator, which splits nothing.
pub fn capwords(text: &str, separator: Option<&str>) -> Result<String, Raised> {
    let capitalized = |word: &str| {
        let mut out = String::with_capacity(word.len());
        let done: Result<(), Infallible> = case::capitalize(word, &mut out);
        done.map_or_else(|never| match never {}, |()| out)
    };
    let words: Vec<String> = match separator {
        None => split::words(text, -1).map(capitalized).collect(),
        Some("") => return Err(Raised::value("empty separator")),
        Some(separator) => split::split(text, separator, -1).map(capitalized).collect(),
    };
    Ok(words.join(separator.unwrap_or(" ")))
}

/// A part of a `string.Template`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// Text that stands for itself.
    Text(&'t str),
    /// `$$`.
    Dollar,
    /// A placeholder: its name, and how it is spelled.
    Name {
        /// The key that is looked up.
        name: &'t str,
        /// What `safe_substitute` leaves when there is no such key.
        spelled: &'t str,
    },
    /// A dollar sign that begins nothing.
    Invalid {
        /// Where what follows it begins, in bytes.
        at: usize,
    },
}

/// The parts of a template, in order.
pub fn template(text: &str) -> impl Iterator<Item = Part<'_>> + Clone {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let size = rest.find('$').unwrap_or(rest.len());
        let (part, size) = match rest.split_at_checked(size) {
            Some(("", placeholder)) => placeholder_at(placeholder, at),
            Some((before, _)) => (Part::Text(before), before.len()),
            None => return None,
        };
        at = at.saturating_add(size);
        Some(part)
    })
}

/// What a dollar sign begins, and how many bytes it takes.
fn placeholder_at(text: &str, at: usize) -> (Part<'_>, usize) {
    let after = text.strip_prefix('$').unwrap_or("");
    if after.starts_with('$') {
        return (Part::Dollar, 2);
    }
    let braced = after.strip_prefix('{');
    let body = braced.unwrap_or(after);
    let size = body.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let name = body.get(..size).unwrap_or("");
    let spelled_size = size.saturating_add(if braced.is_some() { 3 } else { 1 });
    let closed = braced.is_none() || body.as_bytes().get(size) == Some(&b'}');
    let named = name.starts_with(|first: char| !first.is_ascii_digit());
    match text.get(..spelled_size) {
        Some(spelled) if named && closed => (Part::Name { name, spelled }, spelled_size),
        _ => (Part::Invalid { at: at.saturating_add(1) }, 1),
    }
}

/// The error of `Template.substitute` for an invalid placeholder.
#[must_use]
pub fn invalid_placeholder(text: &str, at: usize) -> Raised {
    let before = text.get(..at).unwrap_or(text);
    let line = lines::lines(before, true).count().max(1);
    let column = lines::lines(before, true).last().map_or(1, |last| last.chars().count());
    Raised::value(format!("Invalid placeholder in string: line {line}, col {column}"))
}
