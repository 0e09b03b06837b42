//! Names of characters: `unicodedata.name`, `unicodedata.lookup`, `\N{...}`.
//!
//! The names are those of the `unicode_names2` crate, whose data are of a later version; characters that Unicode 15.1
//! does not have are left out. Names never change once given. CPython also looks up named sequences of characters
//! (`KEYCAP DIGIT ONE`), which are not known here.

use std::fmt::Display;

use super::data::is_assigned;

/// The name of a character; control characters, surrogates and unassigned code points have none.
///
/// ```
/// use hognose_eval::text::names::name;
/// assert_eq!(name('é').unwrap().to_string(), "LATIN SMALL LETTER E WITH ACUTE");
/// assert!(name('\n').is_none());
/// ```
#[must_use]
pub fn name(char: char) -> Option<impl Display + Iterator<Item = &'static str> + Clone> {
    unicode_names2::name(char).filter(|_| is_assigned(char))
}

/// The character of a name or alias, in any case.
///
/// ```
/// use hognose_eval::text::names::lookup;
/// assert_eq!((lookup("Snowman"), lookup("line feed"), lookup("no such thing")), (Some('☃'), Some('\n'), None));
/// ```
#[must_use]
pub fn lookup(name: &str) -> Option<char> {
    // Names that are made by rule are known in capitals only.
    let ruled = ["HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-"]
        .iter()
        .any(|prefix| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)));
    if ruled && name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    unicode_names2::character(name).filter(|&char| is_assigned(char))
}
