//! Text seen as a sequence of code points.

use super::range::Slice;

/// Code points between two entries of an index.
const STRIDE: usize = 64;

/// Text with its number of code points and, optionally, an index from positions to bytes.
///
/// ASCII text (as many code points as bytes) needs no index: every operation on a position takes constant time.
/// Other text is walked from its nearer end unless it has an index, which makes that constant too. An index takes
/// four bytes for every 64 code points; it pays once a text of some length is indexed more than a few times.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    text: &'t str,
    len: usize,
    index: &'t [u32],
}

impl<'t> Text<'t> {
    /// Text whose code points are counted now.
    ///
    /// ```
    /// use hognose_eval::text::Text;
    /// assert_eq!(Text::new("größe").len(), 5);
    /// ```
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self::counted(text, text.chars().count())
    }

    /// Text whose number of code points is known. A wrong number gives wrong positions, but no panic.
    #[must_use]
    pub const fn counted(text: &'t str, len: usize) -> Self {
        Self { text, len, index: &[] }
    }

    /// The same text with the index that [`Text::offsets`] gave for it.
    #[must_use]
    pub const fn indexed(self, index: &'t [u32]) -> Self {
        Self { index, ..self }
    }

    /// The entries of this text's index. There are `len / 64 + 1` of them; none for text that needs no index, or
    /// that is too long for one (4 GiB).
    pub fn offsets(self) -> impl Iterator<Item = u32> + Clone + use<'t> {
        let useful = !self.is_ascii() && u32::try_from(self.text.len()).is_ok();
        let text = if useful { self.text } else { "" };
        let entries = self.text.char_indices().step_by(STRIDE);
        let missing = useful && self.len.is_multiple_of(STRIDE);
        let last = missing.then_some(text.len());
        let entries = entries.take(if useful { usize::MAX } else { 0 }).map(|(at, _)| at).chain(last);
        entries.filter_map(|at| u32::try_from(at).ok())
    }

    /// The text itself.
    #[must_use]
    pub const fn as_str(self) -> &'t str {
        self.text
    }

    /// Number of code points.
    #[must_use]
    pub const fn len(self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// Whether every character is ASCII.
    #[must_use]
    pub const fn is_ascii(self) -> bool {
        self.len == self.text.len()
    }

    /// The byte at which a position lies; the end of the text for positions behind it.
    #[must_use]
    pub fn byte_of(self, position: usize) -> usize {
        if position >= self.len {
            return self.text.len();
        }
        if self.is_ascii() {
            return position;
        }
        if let Some(&base) = self.index.get(position / STRIDE) {
            return self.walk(base as usize, position % STRIDE);
        }
        let back = self.len.saturating_sub(position);
        if position <= back {
            return self.walk(0, position);
        }
        let before = self.text.char_indices().rev().nth(back.saturating_sub(1));
        before.map_or(0, |(at, _)| at)
    }

    /// The byte that lies `count` code points behind the byte `base`.
    fn walk(self, base: usize, count: usize) -> usize {
        let mut chars = self.text.get(base..).unwrap_or_default().chars();
        if let Some(last) = count.checked_sub(1) {
            let _ = chars.nth(last);
        }
        self.text.len().saturating_sub(chars.as_str().len())
    }

    /// The position of the code point that begins at a byte.
    #[must_use]
    pub fn position_of(self, byte: usize) -> usize {
        if self.is_ascii() {
            return byte;
        }
        let count = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default().chars().count();
        let behind = self.index.partition_point(|&entry| entry as usize <= byte);
        if let Some(entry) = behind.checked_sub(1)
            && let Some(&base) = self.index.get(entry)
        {
            return entry.saturating_mul(STRIDE).saturating_add(count(base as usize, byte));
        }
        if byte <= self.text.len() / 2 {
            count(0, byte)
        } else {
            self.len.saturating_sub(count(byte, self.text.len()))
        }
    }

    /// The character at a position.
    ///
    /// ```
    /// use hognose_eval::text::Text;
    /// assert_eq!((Text::new("größe").at(3), Text::new("größe").at(5)), (Some('ß'), None));
    /// ```
    #[must_use]
    pub fn at(self, position: usize) -> Option<char> {
        if position >= self.len {
            return None;
        }
        if self.is_ascii() {
            return self.text.as_bytes().get(position).map(|&byte| char::from(byte));
        }
        self.text.get(self.byte_of(position)..)?.chars().next()
    }

    /// The position an index names, negative ones counting from the end; `None` where there is no such element.
    #[must_use]
    pub fn position(self, index: i64) -> Option<usize> {
        let size = i64::try_from(self.len).ok()?;
        let position = usize::try_from(if index < 0 { index.checked_add(size)? } else { index }).ok()?;
        (position < self.len).then_some(position)
    }

    /// The text between two positions: a slice of step 1.
    #[must_use]
    pub fn part(self, start: usize, end: usize) -> &'t str {
        let (from, to) = self.bytes_of(start, end);
        self.text.get(from..to).unwrap_or_default()
    }

    /// The bytes at which two positions lie, the second found from the first where that is nearer.
    pub(super) fn bytes_of(self, start: usize, end: usize) -> (usize, usize) {
        let from = self.byte_of(start);
        let count = end.saturating_sub(start);
        let near = count <= STRIDE || (self.index.is_empty() && count < self.len.saturating_sub(end));
        let to = if self.is_ascii() || end >= self.len || !near {
            self.byte_of(end)
        } else {
            self.walk(from, count)
        };
        (from, to)
    }

    /// The characters of a slice of any step. Walking them takes time in proportion to the text between the first
    /// and the last, or to their number where the text is ASCII or indexed.
    pub fn steps(self, slice: Slice) -> Steps<'t> {
        let start = usize::try_from(slice.start).unwrap_or(0);
        let byte = self.byte_of(start);
        let skip = usize::try_from(slice.step.unsigned_abs()).unwrap_or(usize::MAX).saturating_sub(1);
        let mut way = if self.is_ascii() || (!self.index.is_empty() && skip >= STRIDE) {
            Way::Direct(start)
        } else if slice.step > 0 {
            Way::Ahead(self.text.get(byte..).unwrap_or_default().chars())
        } else {
            let end = byte.saturating_add(self.at(start).map_or(0, char::len_utf8));
            Way::Back(self.text.get(..end).unwrap_or_default().chars())
        };
        if slice.count == 0 {
            way = Way::Direct(start);
        }
        Steps { text: self, step: slice.step, skip, left: slice.count, way }
    }
}

/// The characters of a slice: see [`Text::steps`].
#[derive(Debug, Clone)]
pub struct Steps<'t> {
    text: Text<'t>,
    step: i64,
    skip: usize,
    left: usize,
    way: Way<'t>,
}

/// How the next character of a slice is reached.
#[derive(Debug, Clone)]
enum Way<'t> {
    Direct(usize),
    Ahead(std::str::Chars<'t>),
    Back(std::str::Chars<'t>),
}

impl Iterator for Steps<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.left = self.left.checked_sub(1)?;
        let skip = if self.left == 0 { 0 } else { self.skip };
        match &mut self.way {
            Way::Direct(position) => {
                let char = self.text.at(*position);
                let moved = i64::try_from(*position).ok()?.saturating_add(self.step);
                *position = usize::try_from(moved).unwrap_or(usize::MAX);
                char
            }
            Way::Ahead(chars) => {
                let char = chars.next();
                if let Some(last) = skip.checked_sub(1) {
                    let _ = chars.nth(last);
                }
                char
            }
            Way::Back(chars) => {
                let char = chars.next_back();
                if let Some(last) = skip.checked_sub(1) {
                    let _ = chars.nth_back(last);
                }
                char
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
