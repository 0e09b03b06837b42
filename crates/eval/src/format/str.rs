//! `format(text, spec)`.

use super::spec::{Align, Sign, Spec};
use crate::number::{NumberError, Result};

/// An upper bound of the length in bytes that [`format_str`] appends.
#[must_use]
pub fn str_len(text: &str, spec: &Spec) -> usize {
    text.len().saturating_add(spec.padding_len())
}

/// Appends `format(text, spec)`. The caller charges [`str_len`] before.
///
/// # Errors
/// CPython's `ValueError`s for options that text does not have.
pub fn format_str(out: &mut String, text: &str, spec: &Spec) -> Result<()> {
    if spec.empty {
        out.push_str(text);
        return Ok(());
    }
    spec.check_grouping(Some('s'))?;
    if let Some(kind) = spec.kind
        && kind != 's'
    {
        return Err(Spec::unknown_kind(kind, "str"));
    }
    check(spec)?;
    let text = match spec.precision.and_then(|precision| text.char_indices().nth(precision)) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    };
    write_padded(out, text, spec.fill, spec.align.unwrap_or(Align::Left), spec.width.unwrap_or(0));
    Ok(())
}

/// Refuses the options that are for numbers.
fn check(spec: &Spec) -> Result<()> {
    let message = match spec.sign {
        Some(Sign::Space) => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.no_negative_zero => "Negative zero coercion (z) not allowed in string format specifier",
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Some(Align::AfterSign) => {
            "'=' alignment not allowed in string format specifier"
        }
        None => return Ok(()),
    };
    Err(NumberError::value(message))
}

/// Appends a text padded to a width in characters.
fn write_padded(out: &mut String, text: &str, fill: char, align: Align, width: usize) {
    // A text has no more characters than bytes.
    let padding = if width == 0 { 0 } else { width.saturating_sub(text.chars().count()) };
    let left = match align {
        Align::Left => 0,
        Align::Centre => padding.wrapping_div(2),
        Align::Right | Align::AfterSign => padding,
    };
    push_fill(out, fill, left);
    out.push_str(text);
    push_fill(out, fill, padding.saturating_sub(left));
}

/// Appends a character so many times.
pub(super) fn push_fill(out: &mut String, fill: char, count: usize) {
    out.extend(std::iter::repeat_n(fill, count));
}
