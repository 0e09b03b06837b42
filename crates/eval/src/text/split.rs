//! Splitting: lazy iterators over the parts.
//!
//! `most` is Python's `maxsplit`: the number of splits, not of parts; a negative one means no bound.

use std::iter::FusedIterator;

use memchr::memmem;

use super::search::Finder;
use super::sequence::Sequence;

/// Texts below this size are searched without preparing the separator first.
const SHORT: usize = 64;

/// Splits at each white space: `split()`.
///
/// ```
/// use hognose_eval::text::split::words;
/// assert!(words(" a  b c ", 1).eq(["a", "b c "]));
/// ```
pub fn words<T: Sequence + ?Sized>(text: &T, most: i64) -> Words<'_, T> {
    Words { rest: text, left: bound(most) }
}

/// Splits at each white space from the right: `rsplit()`. The parts come **last first**.
pub fn words_back<T: Sequence + ?Sized>(text: &T, most: i64) -> WordsBack<'_, T> {
    WordsBack { rest: text, left: bound(most) }
}

/// Splits at each separator: `split(separator)`. The separator must not be empty (`ValueError: empty separator`); if
/// it is, the text is not split.
///
/// ```
/// use hognose_eval::text::split::split;
/// assert!(split("a,,b", ",", -1).eq(["a", "", "b"]));
/// ```
pub fn split<'t, T: Sequence + ?Sized>(text: &'t T, separator: &'t T, most: i64) -> Split<'t, T> {
    let finder = Finder::new(separator.bytes(), text.bytes().len());
    Split { text: Some(text), size: separator.bytes().len(), finder, left: bound(most) }
}

/// Splits at each separator from the right: `rsplit(separator)`. The parts come **last first**.
pub fn split_back<'t, T: Sequence + ?Sized>(text: &'t T, separator: &'t T, most: i64) -> SplitBack<'t, T> {
    let finder = match separator.bytes() {
        [] => FinderBack::None,
        [byte] => FinderBack::Byte(*byte),
        bytes if text.bytes().len() < SHORT => FinderBack::Short(bytes),
        bytes => FinderBack::Bytes(memmem::FinderRev::new(bytes)),
    };
    SplitBack { text: Some(text), size: separator.bytes().len(), finder, left: bound(most) }
}

/// The number of splits to make.
fn bound(most: i64) -> usize {
    if most < 0 { usize::MAX } else { usize::try_from(most).unwrap_or(usize::MAX) }
}

/// See [`words`].
#[derive(Debug)]
pub struct Words<'t, T: ?Sized> {
    rest: &'t T,
    left: usize,
}

impl<'t, T: Sequence + ?Sized> Iterator for Words<'t, T> {
    type Item = &'t T;

    fn next(&mut self) -> Option<&'t T> {
        let text = self.rest.trim_start();
        let size = text.bytes().len();
        self.rest = text.part(size, size);
        if size == 0 {
            return None;
        }
        let Some(left) = self.left.checked_sub(1) else { return Some(text) };
        self.left = left;
        let end = text.find_space().unwrap_or(size);
        self.rest = text.part(end, size);
        Some(text.part(0, end))
    }
}

impl<T: Sequence + ?Sized> FusedIterator for Words<'_, T> {}

impl<T: ?Sized> Clone for Words<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

/// See [`words_back`].
#[derive(Debug)]
pub struct WordsBack<'t, T: ?Sized> {
    rest: &'t T,
    left: usize,
}

impl<'t, T: Sequence + ?Sized> Iterator for WordsBack<'t, T> {
    type Item = &'t T;

    fn next(&mut self) -> Option<&'t T> {
        let text = self.rest.trim_end();
        let size = text.bytes().len();
        self.rest = text.part(0, 0);
        if size == 0 {
            return None;
        }
        let Some(left) = self.left.checked_sub(1) else { return Some(text) };
        self.left = left;
        let start = text.rfind_space().unwrap_or(0);
        self.rest = text.part(0, start);
        Some(text.part(start, size))
    }
}

impl<T: Sequence + ?Sized> FusedIterator for WordsBack<'_, T> {}

impl<T: ?Sized> Clone for WordsBack<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

/// See [`split`].
#[derive(Debug)]
pub struct Split<'t, T: ?Sized> {
    text: Option<&'t T>,
    size: usize,
    finder: Finder<'t>,
    left: usize,
}

impl<'t, T: Sequence + ?Sized> Iterator for Split<'t, T> {
    type Item = &'t T;

    fn next(&mut self) -> Option<&'t T> {
        let text = self.text.take()?;
        let Some(left) = self.left.checked_sub(1) else { return Some(text) };
        if self.size == 0 {
            return Some(text);
        }
        let Some(at) = self.finder.find(text.bytes()) else { return Some(text) };
        self.left = left;
        self.text = Some(text.part(at.saturating_add(self.size), text.bytes().len()));
        Some(text.part(0, at))
    }
}

impl<T: Sequence + ?Sized> FusedIterator for Split<'_, T> {}

impl<T: ?Sized> Clone for Split<'_, T> {
    fn clone(&self) -> Self {
        Self { finder: self.finder.clone(), ..*self }
    }
}

/// What looks for a separator from the right.
#[derive(Debug, Clone)]
enum FinderBack<'t> {
    None,
    Byte(u8),
    Short(&'t [u8]),
    Bytes(memmem::FinderRev<'t>),
}

/// See [`split_back`].
#[derive(Debug)]
pub struct SplitBack<'t, T: ?Sized> {
    text: Option<&'t T>,
    size: usize,
    finder: FinderBack<'t>,
    left: usize,
}

impl<'t, T: Sequence + ?Sized> Iterator for SplitBack<'t, T> {
    type Item = &'t T;

    fn next(&mut self) -> Option<&'t T> {
        let text = self.text.take()?;
        let Some(left) = self.left.checked_sub(1) else { return Some(text) };
        let found = match &self.finder {
            FinderBack::None => None,
            FinderBack::Byte(byte) => memchr::memrchr(*byte, text.bytes()),
            FinderBack::Short(bytes) => memmem::rfind(text.bytes(), bytes),
            FinderBack::Bytes(finder) => finder.rfind(text.bytes()),
        };
        let Some(at) = found else { return Some(text) };
        self.left = left;
        self.text = Some(text.part(0, at));
        Some(text.part(at.saturating_add(self.size), text.bytes().len()))
    }
}

impl<T: Sequence + ?Sized> FusedIterator for SplitBack<'_, T> {}

impl<T: ?Sized> Clone for SplitBack<'_, T> {
    fn clone(&self) -> Self {
        Self { finder: self.finder.clone(), ..*self }
    }
}
