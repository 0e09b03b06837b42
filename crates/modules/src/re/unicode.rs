//! What Python's `re` takes from the Unicode database: categories, simple case mappings and name checks.
//!
//! The tables come from `regex-syntax`, so their Unicode version is that crate's; it differs from CPython 3.13's
//! (15.1) only in characters assigned since.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

/// Inclusive ranges of code points, sorted and disjoint.
pub(super) type Ranges = Box<[(u32, u32)]>;

/// `str.isalnum()` or `_`.
pub(super) static WORD: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"[\p{L}\p{N}_]"));
/// `str.isdecimal()`.
pub(super) static DIGIT: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"\p{Nd}"));
/// `str.isspace()`.
pub(super) static SPACE: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"[\p{White_Space}\x1c-\x1f]"));
/// Characters on which Python's `\w` and the linear engine's word boundary disagree.
pub(super) static WORD_DISPUTED: LazyLock<Ranges> =
    LazyLock::new(|| ranges_of(r"[[\p{L}\p{N}_]~~[\p{Alphabetic}\p{M}\d\p{Pc}\p{Join_Control}]]"));
static NAME_START: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"[\p{XID_Start}_]"));
static NAME_CONTINUE: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"\p{XID_Continue}"));
static ALPHABETIC: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"\p{L}"));
static UNPRINTABLE: LazyLock<Ranges> = LazyLock::new(|| ranges_of(r"[\p{C}\p{Z}--\x20]"));

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

/// The first character of the lower case, which is what CPython's case-insensitive matching compares.
pub(super) fn lower(code: u32) -> u32 {
    char::from_u32(code).and_then(|char| char.to_lowercase().next()).map_or(code, u32::from)
}

/// The first character of the upper case.
pub(super) fn upper(code: u32) -> u32 {
    char::from_u32(code).and_then(|char| char.to_uppercase().next()).map_or(code, u32::from)
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

/// `str.isidentifier()`.
pub(super) fn is_identifier(name: &[char]) -> bool {
    let mut chars = name.iter().map(|&char| u32::from(char));
    chars.next().is_some_and(|first| contains(&NAME_START, first))
        && chars.all(|c| contains(&NAME_CONTINUE, c))
}

/// `str.isalpha()` of one character.
pub(super) fn is_alphabetic(char: char) -> bool {
    char.is_ascii_alphabetic() || (!char.is_ascii() && contains(&ALPHABETIC, u32::from(char)))
}

/// Whether `repr()` of a string shows a character as it is.
pub(super) fn is_printable(code: u32) -> bool {
    if code < 0x7F { code >= 0x20 } else { !contains(&UNPRINTABLE, code) }
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
        for table in
            [&WORD, &DIGIT, &SPACE, &WORD_DISPUTED, &NAME_START, &NAME_CONTINUE, &ALPHABETIC, &UNPRINTABLE]
        {
            assert!(!table.is_empty());
        }
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
