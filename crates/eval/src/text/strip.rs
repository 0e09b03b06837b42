//! `strip`, `lstrip` and `rstrip`.

use super::sequence::Sequence;

/// The ends to strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// `strip`.
    Both,
    /// `lstrip`.
    Left,
    /// `rstrip`.
    Right,
}

/// Without white space at the ends.
///
/// ```
/// use hognose_eval::text::strip::{Ends, strip};
/// assert_eq!(strip("\u{a0}a \x1f", Ends::Both), "a");
/// ```
#[must_use]
pub fn strip<T: Sequence + ?Sized>(text: &T, ends: Ends) -> &T {
    let text = if ends == Ends::Right { text } else { text.trim_start() };
    if ends == Ends::Left { text } else { text.trim_end() }
}

/// Without characters of a set at the ends: `str.strip(chars)`.
///
/// ```
/// use hognose_eval::text::strip::{Ends, str_strip};
/// assert_eq!(str_strip("--ä=", "ä-=", Ends::Left), "");
/// ```
#[must_use]
pub fn str_strip<'t>(text: &'t str, chars: &str, ends: Ends) -> &'t str {
    let set = CharSet::new(chars);
    let within = |char: char| set.contains(char);
    let text = if ends == Ends::Right { text } else { text.trim_start_matches(within) };
    if ends == Ends::Left { text } else { text.trim_end_matches(within) }
}

/// Without bytes of a set at the ends: `bytes.strip(bytes)`.
#[must_use]
pub fn byte_strip<'t>(bytes: &'t [u8], set: &[u8], ends: Ends) -> &'t [u8] {
    let mut within = [false; 256];
    for &byte in set {
        if let Some(slot) = within.get_mut(usize::from(byte)) {
            *slot = true;
        }
    }
    let kept = |byte: &u8| !within.get(usize::from(*byte)).is_some_and(|&within| within);
    let mut rest = bytes;
    if ends != Ends::Right {
        let start = rest.iter().position(kept).unwrap_or(rest.len());
        rest = rest.get(start..).unwrap_or_default();
    }
    if ends != Ends::Left {
        let end = rest.iter().rposition(kept).map_or(0, |last| last.saturating_add(1));
        rest = rest.get(..end).unwrap_or_default();
    }
    rest
}

/// Characters outside ASCII that are compared one by one, before a bit map is made.
pub(crate) const FEW: usize = 16;

/// Size of that bit map in bytes.
pub(crate) const MAP_BYTES: usize = 0x11_0000 / 8;

/// A set of characters with a look-up in constant time.
///
/// With more than 16 different characters outside ASCII it allocates a bit map of all code points: 136 KiB, whatever
/// the size of the set.
struct CharSet {
    ascii: u128,
    few: [char; FEW],
    used: usize,
    map: Vec<u64>,
}

impl CharSet {
    fn new(chars: &str) -> Self {
        let mut set = Self { ascii: 0, few: ['\0'; FEW], used: 0, map: Vec::new() };
        for char in chars.chars() {
            if char.is_ascii() {
                set.ascii |= 1 << u32::from(char);
            } else if !set.contains(char) {
                set.insert(char);
            }
        }
        set
    }

    /// Adds a character outside ASCII.
    fn insert(&mut self, char: char) {
        if let Some(slot) = self.few.get_mut(self.used) {
            *slot = char;
            self.used = self.used.saturating_add(1);
            return;
        }
        if self.map.is_empty() {
            self.map = vec![0; 0x11_0000 / 64];
            for char in self.few {
                self.mark(char);
            }
        }
        self.mark(char);
    }

    /// Sets a character's bit.
    fn mark(&mut self, char: char) {
        if let Some(word) = self.map.get_mut(char as usize / 64) {
            *word |= 1 << (char as u32 % 64);
        }
    }

    fn contains(&self, char: char) -> bool {
        if char.is_ascii() {
            return self.ascii >> u32::from(char) & 1 != 0;
        }
        match self.map.get(char as usize / 64) {
            Some(word) => word >> (char as u32 % 64) & 1 != 0,
            None => self.few.iter().take(self.used).any(|&few| few == char),
        }
    }
}
