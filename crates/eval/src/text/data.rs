//! Columns of the character database: what the `unicodedata` module asks.

use std::fmt::Write as _;

use hognose_syntax::surrogate::code_of;

use super::data_tables::{
    CATEGORIES, DATA_LEAVES, DATA_MIDDLE, DATA_RECORDS, DATA_TOP, DIRECTIONS, NUMERIC, WIDTHS,
};
use super::decomposition_tables::{KINDS, POOL, RUNS, STARTS, TAGS};

/// The version of the tables: `unicodedata.unidata_version`.
pub const VERSION: &str = "15.1.0";

/// Category, combining class, bidirectional class, width and mirrored bit.
fn record(char: char) -> (u8, u8, u8, u8) {
    let number = super::trie::record(&DATA_TOP, &DATA_MIDDLE, &DATA_LEAVES, code_of(char));
    DATA_RECORDS.get(number).copied().unwrap_or_default()
}

/// General category, such as `"Lu"`; `"Cn"` where no character is assigned.
///
/// ```
/// use hognose_eval::text::data::category;
/// assert_eq!((category('A'), category('\u{378}')), ("Lu", "Cn"));
/// ```
#[must_use]
pub fn category(char: char) -> &'static str {
    CATEGORIES.get(usize::from(record(char).0)).copied().unwrap_or_default()
}

/// Canonical combining class; 0 for most characters.
#[must_use]
pub fn combining(char: char) -> u8 {
    if char.is_ascii() { 0 } else { record(char).1 }
}

/// Bidirectional class, such as `"L"`; empty where there is none.
#[must_use]
pub fn bidirectional(char: char) -> &'static str {
    DIRECTIONS.get(usize::from(record(char).2)).copied().unwrap_or_default()
}

/// East Asian width, such as `"Na"`.
#[must_use]
pub fn east_asian_width(char: char) -> &'static str {
    WIDTHS.get(usize::from(record(char).3 >> 1)).copied().unwrap_or_default()
}

/// Whether the character is mirrored in right-to-left text.
#[must_use]
pub fn mirrored(char: char) -> bool {
    record(char).3 & 1 != 0
}

/// Whether Unicode 15.1 assigns the code point.
#[must_use]
pub fn is_assigned(char: char) -> bool {
    char.is_ascii() || category(char) != "Cn"
}

/// Numerator and denominator of a character's numeric value.
fn fraction(char: char) -> Option<(i64, u16)> {
    let code = code_of(char);
    let after = NUMERIC.partition_point(|run| run.0 <= code);
    let &(first, more, mantissa, power, denominator) = NUMERIC.get(after.checked_sub(1)?)?;
    let steps = code.checked_sub(first)?;
    if steps > u32::from(more) {
        return None;
    }
    let numerator = i64::from(mantissa).checked_mul(10_i64.checked_pow(u32::from(power))?)?;
    Some((numerator.checked_add(i64::from(steps))?, denominator))
}

/// Numeric value, `'½'` being 0.5.
///
/// ```
/// use hognose_eval::text::data::numeric;
/// assert_eq!((numeric('½'), numeric('万'), numeric('x')), (Some(0.5), Some(10000.0), None));
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the largest value of the table is exact in a float")]
pub fn numeric(char: char) -> Option<f64> {
    fraction(char).map(|(numerator, denominator)| numerator as f64 / f64::from(denominator))
}

/// Numeric value where it is a small integer: that of digits.
pub(super) fn small_value(char: char) -> Option<u8> {
    fraction(char).and_then(|(numerator, _)| u8::try_from(numerator).ok())
}

/// The decomposition of one step as the character database writes it, `"<compat> 0020 0308"` for example; empty where
/// there is none. No more than about a hundred characters long.
///
/// ```
/// use hognose_eval::text::data::decomposition;
/// assert_eq!((decomposition('é'), decomposition('e')), ("0065 0301".to_owned(), String::new()));
/// ```
#[must_use]
pub fn decomposition(char: char) -> String {
    let mut out = String::new();
    if let Some((kind, units)) = find_decomposition(code_of(char)) {
        out.push_str(kind);
        for char in char::decode_utf16(units.iter().copied()).filter_map(Result::ok) {
            let space = if out.is_empty() { "" } else { " " };
            // Writing to a string can't fail.
            let _ = write!(out, "{space}{:04X}", u32::from(char));
        }
    }
    out
}

/// The kind of a code point's decomposition, and the decomposition in UTF-16.
fn find_decomposition(code: u32) -> Option<(&'static str, &'static [u16])> {
    let after = RUNS.partition_point(|run| run.0 <= code);
    let &(first, count, number) = RUNS.get(after.checked_sub(1)?)?;
    let steps = u16::try_from(code.checked_sub(first)?).ok().filter(|&steps| steps < count)?;
    let number = usize::from(number.checked_add(steps)?);
    let (start, end) = (*STARTS.get(number)?, *STARTS.get(number.checked_add(1)?)?);
    let kind = TAGS.get(usize::from(*KINDS.get(number)?))?;
    Some((kind, POOL.get(usize::from(start)..usize::from(end))?))
}
