//! Character classes, as `str.isalpha` and its kin see them.

use hognose_syntax::surrogate::code_of;

use super::class_tables::{self as tables, CLASS_LEAVES, CLASS_MIDDLE, CLASS_RECORDS, CLASS_TOP};
use super::data;

/// The flags and simple case maps of a character.
#[inline]
pub(super) fn record(char: char) -> (u16, i32, i32, i32) {
    let number = super::trie::record(&CLASS_TOP, &CLASS_MIDDLE, &CLASS_LEAVES, code_of(char));
    CLASS_RECORDS.get(number).copied().unwrap_or_default()
}

/// Whether a character has any of these flags.
#[inline]
pub(super) fn has(char: char, flags: u16) -> bool {
    record(char).0 & flags != 0
}

/// A letter: general category L*.
///
/// ```
/// use hognose_eval::text::class::is_alpha;
/// assert!(is_alpha('é') && is_alpha('字') && !is_alpha('1'));
/// ```
#[must_use]
pub fn is_alpha(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphabetic() } else { has(char, tables::ALPHA) }
}

/// A digit that forms decimal numbers: category Nd.
#[must_use]
pub fn is_decimal(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_digit() } else { has(char, tables::DECIMAL) }
}

/// A digit, superscripts and the like included.
#[must_use]
pub fn is_digit(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_digit() } else { has(char, tables::DIGIT) }
}

/// A character with a numeric value, fractions and ideographs included.
#[must_use]
pub fn is_numeric(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_digit() } else { has(char, tables::NUMERIC) }
}

/// A letter or anything with a numeric value.
#[must_use]
pub fn is_alnum(char: char) -> bool {
    const ALNUM: u16 = tables::ALPHA | tables::DECIMAL | tables::DIGIT | tables::NUMERIC;
    if char.is_ascii() { char.is_ascii_alphanumeric() } else { has(char, ALNUM) }
}

/// White space as `str.split` and `str.strip` see it.
#[must_use]
pub fn is_space(char: char) -> bool {
    if char.is_ascii() {
        matches!(char, '\t'..='\r' | '\x1c'..='\x1f' | ' ')
    } else {
        has(char, tables::SPACE)
    }
}

/// A character that `repr` leaves as it is.
#[must_use]
pub fn is_printable(char: char) -> bool {
    if char.is_ascii() { matches!(char, ' '..='~') } else { has(char, tables::PRINTABLE) }
}

/// A lower-case character (a modifier letter may be one).
#[must_use]
pub fn is_lower(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_lowercase() } else { has(char, tables::LOWER) }
}

/// An upper-case character.
#[must_use]
pub fn is_upper(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_uppercase() } else { has(char, tables::UPPER) }
}

/// A title-case character: category Lt.
#[must_use]
pub fn is_title(char: char) -> bool {
    !char.is_ascii() && has(char, tables::TITLE)
}

/// A character that may begin an identifier; the underscore may.
#[must_use]
pub fn is_identifier_start(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphabetic() || char == '_' } else { has(char, tables::START) }
}

/// A character that may continue an identifier.
#[must_use]
pub fn is_identifier_continue(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphanumeric() || char == '_' } else { has(char, tables::CONTINUE) }
}

/// The value of a decimal digit, `'٣'` for example: what `int` reads.
///
/// ```
/// use hognose_eval::text::class::decimal;
/// assert_eq!((decimal('7'), decimal('٣'), decimal('²')), (Some(7), Some(3), None));
/// ```
#[must_use]
pub fn decimal(char: char) -> Option<u8> {
    if char.is_ascii() {
        return char.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    if has(char, tables::DECIMAL) { data::small_value(char) } else { None }
}

/// The value of a digit, superscripts and the like included.
#[must_use]
pub fn digit(char: char) -> Option<u8> {
    if char.is_ascii() {
        return decimal(char);
    }
    if has(char, tables::DIGIT) { data::small_value(char) } else { None }
}

/// Not empty, and every character in the class.
fn all(text: &str, class: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(class)
}

/// `str.isalpha`.
#[must_use]
pub fn str_is_alpha(text: &str) -> bool {
    all(text, is_alpha)
}

/// `str.isdecimal`.
#[must_use]
pub fn str_is_decimal(text: &str) -> bool {
    all(text, is_decimal)
}

/// `str.isdigit`.
#[must_use]
pub fn str_is_digit(text: &str) -> bool {
    all(text, is_digit)
}

/// `str.isnumeric`.
#[must_use]
pub fn str_is_numeric(text: &str) -> bool {
    all(text, is_numeric)
}

/// `str.isalnum`.
#[must_use]
pub fn str_is_alnum(text: &str) -> bool {
    all(text, is_alnum)
}

/// `str.isspace`.
#[must_use]
pub fn str_is_space(text: &str) -> bool {
    all(text, is_space)
}

/// `str.isprintable`; unlike the others it is true of the empty text.
#[must_use]
pub fn str_is_printable(text: &str) -> bool {
    text.chars().all(is_printable)
}

/// `str.isidentifier`.
///
/// ```
/// use hognose_eval::text::class::str_is_identifier;
/// assert!(str_is_identifier("_größe1") && !str_is_identifier("1a") && !str_is_identifier(""));
/// ```
#[must_use]
pub fn str_is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_identifier_start) && chars.all(is_identifier_continue)
}

/// `str.islower`: some cased character, and no upper-case or title-case one.
#[must_use]
pub fn str_is_lower(text: &str) -> bool {
    uniform(text, tables::LOWER, tables::UPPER | tables::TITLE)
}

/// `str.isupper`: some cased character, and no lower-case or title-case one.
#[must_use]
pub fn str_is_upper(text: &str) -> bool {
    uniform(text, tables::UPPER, tables::LOWER | tables::TITLE)
}

/// Whether some character has a flag and none has the others.
fn uniform(text: &str, wanted: u16, unwanted: u16) -> bool {
    // ASCII letters have one case each, and no ASCII character is in title case.
    if let Some(found) = uniform_ascii(text.as_bytes(), wanted == tables::UPPER) {
        return found;
    }
    let mut found = false;
    for char in text.chars() {
        let flags = record(char).0;
        if flags & unwanted != 0 {
            return false;
        }
        found |= flags & wanted != 0;
    }
    found
}

/// The answer for ASCII text; none when other characters would have to be looked up.
#[inline]
fn uniform_ascii(bytes: &[u8], upper: bool) -> Option<bool> {
    let mut found = false;
    for byte in bytes {
        if !byte.is_ascii() {
            return None;
        }
        if byte.is_ascii_alphabetic() {
            if byte.is_ascii_uppercase() != upper {
                return Some(false);
            }
            found = true;
        }
    }
    Some(found)
}

/// `str.istitle`: upper case follows uncased characters only, lower case cased ones only, and some are cased.
///
/// ```
/// use hognose_eval::text::class::str_is_title;
/// assert!(str_is_title("Hello, World 1St") && !str_is_title("Hello world") && !str_is_title("123"));
/// ```
#[must_use]
pub fn str_is_title(text: &str) -> bool {
    let (mut found, mut within) = (false, false);
    for char in text.chars() {
        let flags = record(char).0;
        if flags & (tables::UPPER | tables::TITLE) != 0 {
            if within {
                return false;
            }
            (found, within) = (true, true);
        } else if flags & tables::LOWER != 0 {
            if !within {
                return false;
            }
            found = true;
        } else {
            within = false;
        }
    }
    found
}
