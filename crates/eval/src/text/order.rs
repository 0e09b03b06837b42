//! The order of texts.

use std::cmp::Ordering;

use hognose_syntax::surrogate::code_of;

/// Compares texts by their code points, as Python does. Bytes decide, but for lone surrogates, whose stand-ins lie
/// elsewhere.
///
/// ```
/// use hognose_eval::text::order::compare;
/// use std::cmp::Ordering;
/// assert_eq!(compare("a", "ab"), Ordering::Less);
/// assert_eq!(compare("\u{10F000}", "\u{FFFF}"), Ordering::Less);
/// ```
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    let next = |text: &str| {
        // The first byte that differs may lie within a character.
        let start = text.floor_char_boundary(same);
        text.get(start..).and_then(|rest| rest.chars().next()).map(code_of)
    };
    match (next(left), next(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.len().cmp(&right.len()),
    }
}
