//! Finding: `find`, `rfind`, `count`, `startswith`, `endswith`, `partition`, `removeprefix`, `removesuffix`.
//!
//! The functions on [`Text`] speak of positions in code points; those on a [`Sequence`] of offsets in bytes.
//! `index` and `rindex` are `find` and `rfind` with another answer to `None`; `in` is [`contains`].

use memchr::memmem;

use super::range::window;
use super::sequence::Sequence;
use super::view::Text;

/// Offset of the first occurrence.
///
/// ```
/// use hognose_eval::text::search::find;
/// assert_eq!(find("größe", "ße"), Some(4));
/// ```
#[must_use]
pub fn find<T: Sequence + ?Sized>(text: &T, needle: &T) -> Option<usize> {
    Finder::new(needle.bytes(), text.bytes().len()).find(text.bytes())
}

/// Texts below this size are searched without preparing the needle first.
const SHORT: usize = 64;

/// Looks for one needle again and again.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "lives on the stack, once for each search")]
pub(crate) enum Finder<'n> {
    /// Everywhere.
    Nothing,
    /// One byte.
    Byte(u8),
    /// In a short text: its first byte and the others.
    Short(u8, &'n [u8]),
    /// In any text.
    Long(memmem::Finder<'n>),
    /// In none: preparing a needle that is longer than the text would take more than looking for it.
    Never,
}

impl<'n> Finder<'n> {
    /// Prepares for looking in a text of so many bytes, or parts of it.
    #[inline]
    pub(crate) fn new(needle: &'n [u8], size: usize) -> Self {
        match needle.split_first() {
            None => Self::Nothing,
            Some((byte, [])) => Self::Byte(*byte),
            Some(_) if needle.len() > size => Self::Never,
            Some((first, rest)) if size < SHORT => Self::Short(*first, rest),
            Some(_) => Self::Long(memmem::Finder::new(needle)),
        }
    }

    /// Offset of the first occurrence.
    #[inline]
    pub(crate) fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Nothing => Some(0),
            Self::Byte(byte) => memchr::memchr(*byte, text),
            Self::Short(first, rest) => memchr::memchr_iter(*first, text)
                .find(|at| text.get(at.saturating_add(1)..).is_some_and(|tail| tail.starts_with(rest))),
            Self::Long(finder) => finder.find(text),
            Self::Never => None,
        }
    }
}

/// Offset of the last occurrence.
#[must_use]
pub fn rfind<T: Sequence + ?Sized>(text: &T, needle: &T) -> Option<usize> {
    if needle.bytes().len() > text.bytes().len() {
        return None;
    }
    memmem::rfind(text.bytes(), needle.bytes())
}

/// Whether there is an occurrence: `needle in text`.
#[must_use]
pub fn contains<T: Sequence + ?Sized>(text: &T, needle: &T) -> bool {
    find(text, needle).is_some()
}

/// Number of occurrences that do not overlap. An empty needle occurs before each element and at the end, of which
/// there are `len`.
#[must_use]
pub fn count<T: Sequence + ?Sized>(text: &T, len: usize, needle: &T) -> usize {
    match needle.bytes() {
        [] => len.saturating_add(1),
        [byte] => memchr::memchr_iter(*byte, text.bytes()).count(),
        needle if needle.len() > text.bytes().len() => 0,
        needle => memmem::find_iter(text.bytes(), needle).count(),
    }
}

/// The part of a text that optional bounds name, and the byte it begins at.
fn part(text: Text<'_>, start: Option<i64>, end: Option<i64>) -> Option<(usize, &str, usize)> {
    let (from, to) = window(text.len(), start, end)?;
    let (first, last) = text.bytes_of(from, to);
    Some((first, text.as_str().get(first..last)?, to.saturating_sub(from)))
}

/// `str.find`: the position of the first occurrence between optional bounds.
///
/// ```
/// use hognose_eval::text::{Text, search::str_find};
/// assert_eq!(str_find(Text::new("größe"), "e", Some(-2), None), Some(4));
/// assert_eq!(str_find(Text::new("größe"), "", Some(6), None), None);
/// ```
#[must_use]
pub fn str_find(text: Text<'_>, needle: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (base, part, _) = part(text, start, end)?;
    Some(text.position_of(base.saturating_add(find(part, needle)?)))
}

/// `str.rfind`: the position of the last occurrence between optional bounds.
#[must_use]
pub fn str_rfind(text: Text<'_>, needle: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (base, part, _) = part(text, start, end)?;
    Some(text.position_of(base.saturating_add(rfind(part, needle)?)))
}

/// `str.count` between optional bounds.
#[must_use]
pub fn str_count(text: Text<'_>, needle: &str, start: Option<i64>, end: Option<i64>) -> usize {
    part(text, start, end).map_or(0, |(_, part, len)| count(part, len, needle))
}

/// `str.startswith` for one prefix, between optional bounds.
#[must_use]
pub fn str_starts(text: Text<'_>, prefix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    if start.is_none() && end.is_none() {
        return text.as_str().starts_with(prefix);
    }
    part(text, start, end).is_some_and(|(_, part, _)| part.starts_with(prefix))
}

/// `str.endswith` for one suffix, between optional bounds.
#[must_use]
pub fn str_ends(text: Text<'_>, suffix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    if start.is_none() && end.is_none() {
        return text.as_str().ends_with(suffix);
    }
    part(text, start, end).is_some_and(|(_, part, _)| part.ends_with(suffix))
}

/// What stands before and after the first occurrence of a separator: `partition`. `None` where it does not occur.
/// The separator must not be empty (`ValueError: empty separator`).
///
/// ```
/// use hognose_eval::text::search::partition;
/// assert_eq!(partition("a=b=c", "="), Some(("a", "b=c")));
/// ```
#[must_use]
pub fn partition<'t, T: Sequence + ?Sized>(text: &'t T, separator: &T) -> Option<(&'t T, &'t T)> {
    Some(around(text, find(text, separator)?, separator))
}

/// What stands before and after the last occurrence of a separator: `rpartition`.
#[must_use]
pub fn rpartition<'t, T: Sequence + ?Sized>(text: &'t T, separator: &T) -> Option<(&'t T, &'t T)> {
    Some(around(text, rfind(text, separator)?, separator))
}

/// What stands before and after a separator.
fn around<'t, T: Sequence + ?Sized>(text: &'t T, at: usize, separator: &T) -> (&'t T, &'t T) {
    let after = at.saturating_add(separator.bytes().len());
    (text.part(0, at), text.part(after, text.bytes().len()))
}

/// `removeprefix`.
#[must_use]
pub fn remove_prefix<'t, T: Sequence + ?Sized>(text: &'t T, prefix: &T) -> &'t T {
    let size = text.bytes().len();
    if text.bytes().starts_with(prefix.bytes()) { text.part(prefix.bytes().len(), size) } else { text }
}

/// `removesuffix`.
#[must_use]
pub fn remove_suffix<'t, T: Sequence + ?Sized>(text: &'t T, suffix: &T) -> &'t T {
    let size = text.bytes().len().saturating_sub(suffix.bytes().len());
    if text.bytes().ends_with(suffix.bytes()) { text.part(0, size) } else { text }
}
