//! What Python's `re` takes from the Unicode database: categories and simple case mappings.
//!
//! Single characters are looked up in the tables of `str` (Unicode 15.1, as CPython 3.13). Ranges come from
//! `regex-syntax`, whose version is later, without what Unicode 15.1 does not have.

use std::sync::LazyLock;

use hognose_eval::text::{class, data::is_assigned};
use regex_syntax::hir::{Class, HirKind};

/// Inclusive ranges of code points, sorted and disjoint.
pub(super) type Ranges = Box<[(u32, u32)]>;

/// `str.isalnum()` or `_`, as ranges.
pub(super) static WORD: LazyLock<Ranges> = LazyLock::new(|| assigned(r"[\p{L}\p{N}_]"));
/// `str.isdecimal()`, as ranges.
pub(super) static DIGIT: LazyLock<Ranges> = LazyLock::new(|| assigned(r"\p{Nd}"));
/// `str.isspace()`, as ranges.
pub(super) static SPACE: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"[\p{White_Space}\x1c-\x1f]"));
/// Characters on which Python's `\w` and the linear engine's word boundary may disagree.
static WORD_DISPUTED: LazyLock<Ranges> =
    LazyLock::new(|| ranges_of(r"[[\p{L}\p{N}_]~~[\p{Alphabetic}\p{M}\d\p{Pc}\p{Join_Control}]]"));

/// Whether `\w` takes a character.
pub(super) fn is_word(code: u32) -> bool {
    char::from_u32(code).is_some_and(|char| char == '_' || class::is_alnum(char))
}

/// Whether `\d` takes a character.
pub(super) fn is_digit(code: u32) -> bool {
    char::from_u32(code).is_some_and(class::is_decimal)
}

/// Whether `\s` takes a character.
pub(super) fn is_space(code: u32) -> bool {
    char::from_u32(code).is_some_and(class::is_space)
}

/// Whether Python and the linear engine may disagree on a character being part of a word.
pub(super) fn is_disputed(char: char) -> bool {
    !char.is_ascii() && (contains(&WORD_DISPUTED, u32::from(char)) || !is_assigned(char))
}

/// Every character that [`lower`] changes, as (its lower case, itself), sorted.
static LOWERED: LazyLock<Box<[(u32, u32)]>> = LazyLock::new(|| {
    let mut pairs: Vec<(u32, u32)> = ranges_of(r"\p{Changes_When_Lowercased}")
        .iter()
        .flat_map(|&(first, last)| first..=last)
        .map(|code| (lower(code), code))
        .filter(|&(low, code)| low != code)
        .collect();
    pairs.sort_unstable();
    pairs.into_boxed_slice()
});

/// Everything that [`lower`] leaves alone.
static NEVER_LOWERED: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"\P{Changes_When_Lowercased}"));

/// Lower-case characters that share their upper case with others, as CPython derives them for case-insensitive
/// matching: each row is one such family.
const FAMILIES: &[&[u32]] = &[
    &[0x69, 0x131],
    &[0x73, 0x17F],
    &[0xB5, 0x3BC],
    &[0x345, 0x3B9, 0x1FBE],
    &[0x390, 0x1FD3],
    &[0x3B0, 0x1FE3],
    &[0x3B2, 0x3D0],
    &[0x3B5, 0x3F5],
    &[0x3B8, 0x3D1],
    &[0x3BA, 0x3F0],
    &[0x3C0, 0x3D6],
    &[0x3C1, 0x3F1],
    &[0x3C2, 0x3C3],
    &[0x3C6, 0x3D5],
    &[0x432, 0x1C80],
    &[0x434, 0x1C81],
    &[0x43E, 0x1C82],
    &[0x441, 0x1C83],
    &[0x442, 0x1C84, 0x1C85],
    &[0x44A, 0x1C86],
    &[0x463, 0x1C87],
    &[0x1C88, 0xA64B],
    &[0x1E61, 0x1E9B],
    &[0xFB05, 0xFB06],
];

/// The characters to be taken as equal to a lower-case one, itself included; empty if there are no others.
pub(super) fn family(low: u32) -> &'static [u32] {
    if low < 0x80 && low != 0x69 && low != 0x73 {
        return &[];
    }
    FAMILIES.iter().find(|row| row.contains(&low)).copied().unwrap_or(&[])
}

/// All families.
pub(super) fn families() -> &'static [&'static [u32]] {
    FAMILIES
}

fn changed(code: u32, change: fn(char) -> Option<char>) -> u32 {
    char::from_u32(code).and_then(change).filter(|&char| is_assigned(char)).map_or(code, u32::from)
}

/// The first character of the lower case, which is what CPython's case-insensitive matching compares.
pub(super) fn lower(code: u32) -> u32 {
    changed(code, |char| char.to_lowercase().next())
}

/// The first character of the upper case.
pub(super) fn upper(code: u32) -> u32 {
    changed(code, |char| char.to_uppercase().next())
}

/// Whether a character has another case.
pub(super) fn is_cased(code: u32) -> bool {
    lower(code) != code || upper(code) != code
}

/// The ranges of all characters that are their own lower case.
pub(super) fn never_lowered() -> &'static [(u32, u32)] {
    &NEVER_LOWERED
}

/// Pairs (lower case, character) of every character that changes when lowered.
pub(super) fn lowered() -> &'static [(u32, u32)] {
    &LOWERED
}

/// The characters, other than itself, whose lower case is `low`.
pub(super) fn raised(low: u32) -> impl Iterator<Item = u32> {
    let start = LOWERED.partition_point(|pair| pair.0 < low);
    LOWERED.iter().skip(start).take_while(move |pair| pair.0 == low).map(|pair| pair.1)
}

/// Whether sorted ranges hold a code point.
pub(super) fn contains(ranges: &[(u32, u32)], code: u32) -> bool {
    let index = ranges.partition_point(|range| range.1 < code);
    ranges.get(index).is_some_and(|range| range.0 <= code)
}

/// The ranges of a class, without characters that Unicode 15.1 does not have.
fn assigned(pattern: &str) -> Ranges {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for code in ranges_of(pattern).iter().flat_map(|&(first, last)| first..=last) {
        if !char::from_u32(code).is_some_and(is_assigned) {
            continue;
        }
        match out.last_mut() {
            Some(range) if range.1.saturating_add(1) == code => range.1 = code,
            _ => out.push((code, code)),
        }
    }
    out.into_boxed_slice()
}

/// The ranges of a class written in the linear engine's syntax; every caller's text is a constant.
fn ranges_of(pattern: &str) -> Ranges {
    let hir = regex_syntax::parse(pattern);
    match hir.as_ref().map(regex_syntax::hir::Hir::kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        _ => Box::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_there() {
        for code in 0..=0x10_FFFF {
            assert_eq!(is_word(code), contains(&WORD, code), "{code:x}");
            assert_eq!(is_digit(code), contains(&DIGIT, code), "{code:x}");
            assert_eq!(is_space(code), contains(&SPACE, code), "{code:x}");
        }
        assert!(!WORD_DISPUTED.is_empty());
        assert!(lowered().len() > 1_300);
    }

    #[test]
    fn lower_case_families_are_closed() {
        for row in families() {
            assert!(row.iter().all(|&code| lower(code) == code && family(code) == *row));
        }
        assert_eq!(raised(0x6B).collect::<Vec<_>>(), [0x4B, 0x212A]);
        assert_eq!(lower(0x130), 0x69);
    }
}
