//! What text and bytes have in common.

use super::{bytes, class};

/// `str` or `[u8]`: the algorithms that are the same for both are written once over this trait.
///
/// Offsets are in bytes and, for text, on the borders of characters.
pub trait Sequence {
    /// The bytes; for text, its UTF-8.
    fn bytes(&self) -> &[u8];

    /// A part; empty where the offsets are none of this sequence.
    fn part(&self, start: usize, end: usize) -> &Self;

    /// Size in bytes of the first element; 0 where there is none.
    fn first_size(&self) -> usize;

    /// Offset of the first white space.
    fn find_space(&self) -> Option<usize>;

    /// Offset just behind the last white space.
    fn rfind_space(&self) -> Option<usize>;

    /// Without leading white space.
    fn trim_start(&self) -> &Self;

    /// Without trailing white space.
    fn trim_end(&self) -> &Self;
}

impl Sequence for str {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn part(&self, start: usize, end: usize) -> &Self {
        self.get(start..end).unwrap_or_default()
    }

    fn first_size(&self) -> usize {
        self.chars().next().map_or(0, char::len_utf8)
    }

    fn find_space(&self) -> Option<usize> {
        self.find(class::is_space)
    }

    fn rfind_space(&self) -> Option<usize> {
        let (at, char) = self.char_indices().rfind(|(_, char)| class::is_space(*char))?;
        Some(at.saturating_add(char.len_utf8()))
    }

    fn trim_start(&self) -> &Self {
        self.trim_start_matches(class::is_space)
    }

    fn trim_end(&self) -> &Self {
        self.trim_end_matches(class::is_space)
    }
}

impl Sequence for [u8] {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn part(&self, start: usize, end: usize) -> &Self {
        self.get(start..end).unwrap_or_default()
    }

    fn first_size(&self) -> usize {
        usize::from(!self.is_empty())
    }

    fn find_space(&self) -> Option<usize> {
        self.iter().position(|&byte| bytes::is_space(byte))
    }

    fn rfind_space(&self) -> Option<usize> {
        self.iter().rposition(|&byte| bytes::is_space(byte)).map(|at| at.saturating_add(1))
    }

    fn trim_start(&self) -> &Self {
        let start = self.iter().position(|&byte| !bytes::is_space(byte)).unwrap_or(self.len());
        self.part(start, self.len())
    }

    fn trim_end(&self) -> &Self {
        let last = self.iter().rposition(|&byte| !bytes::is_space(byte));
        self.part(0, last.map_or(0, |at| at.saturating_add(1)))
    }
}
