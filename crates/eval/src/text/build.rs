//! New text and bytes out of old: replacing, joining, padding, translating.

use super::search::Finder;
use super::sequence::Sequence;
use super::sink::{Sink, put_char};

/// A number of elements: 0 for a negative one, the greatest for one that does not fit.
fn natural(number: i64) -> usize {
    usize::try_from(number.max(0)).unwrap_or(usize::MAX)
}

/// `replace`: puts the text with up to `most` occurrences (all, if negative) of `old` replaced. An empty `old` occurs
/// before each element and at the end.
///
/// ```
/// use hognose_eval::text::build::replace;
/// let mut out = String::new();
/// assert!(replace("größe", "", "-", 2, &mut out).is_ok());
/// assert_eq!(out, "-g-röße");
/// ```
///
/// # Errors
/// The sink's own.
pub fn replace<T: Sequence + ?Sized, S: Sink<T>>(
    text: &T,
    old: &T,
    new: &T,
    most: i64,
    sink: &mut S,
) -> Result<(), S::Full> {
    let most = if most < 0 { usize::MAX } else { natural(most) };
    if old.bytes().is_empty() {
        return interleave(text, new, most, sink);
    }
    let finder = Finder::new(old.bytes(), text.bytes().len());
    let mut rest = text;
    for _ in 0..most {
        let Some(at) = finder.find(rest.bytes()) else { break };
        sink.put(rest.part(0, at))?;
        sink.put(new)?;
        rest = rest.part(at.saturating_add(old.bytes().len()), rest.bytes().len());
    }
    sink.put(rest)
}

/// Puts `new` before each element and at the end, `most` times at the most.
fn interleave<T: Sequence + ?Sized, S: Sink<T>>(
    text: &T,
    new: &T,
    most: usize,
    sink: &mut S,
) -> Result<(), S::Full> {
    let mut rest = text;
    for _ in 0..most {
        sink.put(new)?;
        let size = rest.first_size();
        if size == 0 {
            break;
        }
        sink.put(rest.part(0, size))?;
        rest = rest.part(size, rest.bytes().len());
    }
    sink.put(rest)
}

/// `join`: puts parts with a separator between them.
///
/// # Errors
/// The sink's own.
pub fn join<'t, T: ?Sized + 't, S: Sink<T>>(
    separator: &T,
    parts: impl IntoIterator<Item = &'t T>,
    sink: &mut S,
) -> Result<(), S::Full> {
    for (number, part) in parts.into_iter().enumerate() {
        if number > 0 {
            sink.put(separator)?;
        }
        sink.put(part)?;
    }
    Ok(())
}

/// Where padding goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// `ljust`: after the text.
    Left,
    /// `rjust`: before the text.
    Right,
    /// `center`: on both sides; an odd one out goes to the left where the width is odd, too.
    Center,
}

/// `ljust`, `rjust`, `center`: puts a text of `len` elements padded to a width with a fill of one element.
///
/// ```
/// use hognose_eval::text::build::{Align, pad};
/// let mut out = String::new();
/// assert!(pad("ab", 2, 5, "·", Align::Center, &mut out).is_ok());
/// assert_eq!(out, "··ab·");
/// ```
///
/// # Errors
/// The sink's own.
pub fn pad<T: ?Sized, S: Sink<T>>(
    text: &T,
    len: usize,
    width: i64,
    fill: &T,
    align: Align,
    sink: &mut S,
) -> Result<(), S::Full> {
    let width = natural(width);
    let missing = width.saturating_sub(len);
    let left = match align {
        Align::Left => 0,
        Align::Right => missing,
        Align::Center => (missing / 2).saturating_add(missing & width & 1),
    };
    sink.put_times(fill, left)?;
    sink.put(text)?;
    sink.put_times(fill, missing.saturating_sub(left))
}

/// `zfill`: puts a text of `len` elements with zeros before it, but behind a sign. `zero` is the text `"0"`.
///
/// # Errors
/// The sink's own.
pub fn zfill<T: Sequence + ?Sized, S: Sink<T>>(
    text: &T,
    len: usize,
    width: i64,
    zero: &T,
    sink: &mut S,
) -> Result<(), S::Full> {
    let missing = natural(width).saturating_sub(len);
    let sign = usize::from(matches!(text.bytes(), [b'+' | b'-', ..]));
    sink.put(text.part(0, sign))?;
    sink.put_times(zero, missing)?;
    sink.put(text.part(sign, text.bytes().len()))
}

/// `str.expandtabs`: puts spaces up to the next column that is a multiple of `size`, for each tab. Columns are
/// counted anew after `\n` and `\r`.
///
/// # Errors
/// The sink's own.
pub fn expand_tabs<S: Sink<str>>(text: &str, size: i64, sink: &mut S) -> Result<(), S::Full> {
    let columns = |part: &str| part.chars().count();
    expand(text, size, " ", columns, sink)
}

/// `bytes.expandtabs`.
///
/// # Errors
/// The sink's own.
pub fn byte_expand_tabs<S: Sink<[u8]>>(bytes: &[u8], size: i64, sink: &mut S) -> Result<(), S::Full> {
    expand(bytes, size, b" ".as_slice(), <[u8]>::len, sink)
}

/// `expandtabs`, given how many columns a part without tabs and line ends has.
fn expand<T: Sequence + ?Sized, S: Sink<T>>(
    text: &T,
    size: i64,
    space: &T,
    columns: impl Fn(&T) -> usize,
    sink: &mut S,
) -> Result<(), S::Full> {
    let size = natural(size);
    let (mut column, mut done): (usize, usize) = (0, 0);
    for at in memchr::memchr3_iter(b'\t', b'\n', b'\r', text.bytes()) {
        let part = text.part(done, at);
        sink.put(part)?;
        if text.bytes().get(at) == Some(&b'\t') {
            column = column.saturating_add(columns(part));
            if let Some(over) = column.checked_rem(size) {
                let missing = size.saturating_sub(over);
                sink.put_times(space, missing)?;
                column = column.saturating_add(missing);
            }
            done = at.saturating_add(1);
        } else {
            column = 0;
            done = at.saturating_add(1);
            sink.put(text.part(at, done))?;
        }
    }
    sink.put(text.part(done, text.bytes().len()))
}

/// What a table of `str.translate` says of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Translation<'t> {
    /// The table has nothing (`LookupError`).
    Keep,
    /// The table has `None`.
    Delete,
    /// The table has a code point.
    Char(char),
    /// The table has a text.
    Text(&'t str),
}

/// `str.translate`: puts the text with each character translated. `look_up` is asked once for each character, in
/// order; as it may run anything, measuring first is not for this function.
///
/// # Errors
/// The sink's own, or that of `look_up`.
pub fn translate<'t, S: Sink<str>>(
    text: &str,
    mut look_up: impl FnMut(char) -> Result<Translation<'t>, S::Full>,
    sink: &mut S,
) -> Result<(), S::Full> {
    text.chars().try_for_each(|char| match look_up(char)? {
        Translation::Keep => put_char(sink, char),
        Translation::Delete => Ok(()),
        Translation::Char(other) => put_char(sink, other),
        Translation::Text(other) => sink.put(other),
    })
}
