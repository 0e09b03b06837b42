//! `str`: text in the region, the policy or the request; concatenations are flattened when first read.

pub mod methods;
pub use methods::{NEW, ROWS};

use crate::heap::Heap;
use crate::stop::R;
use std::cell::Cell;

/// Text. Lone surrogates are in the form of [`hognose_syntax::surrogate`].
#[derive(Debug)]
pub struct Str<'h> {
    /// The text, unless `rope` is set.
    text: Cell<&'h str>,
    /// Two halves that are not joined yet.
    rope: Cell<Option<&'h Rope<'h>>>,
    /// Length in bytes.
    bytes: u32,
    /// Length in code points, or [`UNKNOWN`].
    chars: Cell<u32>,
    /// Seeded hash, or zero while unknown.
    pub(crate) hash: Cell<u64>,
}

#[derive(Debug)]
struct Rope<'h> {
    left: &'h Str<'h>,
    right: &'h Str<'h>,
}

const UNKNOWN: u32 = u32::MAX;

/// Results shorter than this are copied at once: a rope would be larger.
const ROPE_FROM: usize = 256;

impl<'h> Str<'h> {
    /// Wrap text that is in the region already.
    #[must_use]
    #[inline]
    pub fn new(text: &'h str) -> Self {
        // Text is bounded by the memory limit; longer input is cut off from indexing, never from memory safety.
        let bytes = u32::try_from(text.len()).unwrap_or(UNKNOWN);
        Self {
            text: Cell::new(text),
            rope: Cell::new(None),
            bytes,
            chars: Cell::new(UNKNOWN),
            hash: Cell::new(0),
        }
    }

    /// Wrap text whose hash is known.
    #[inline]
    pub(crate) fn with_hash(text: &'h str, hash: u64) -> Self {
        let made = Self::new(text);
        made.hash.set(hash);
        made
    }

    /// Length in bytes of UTF-8.
    #[must_use]
    #[inline]
    pub fn byte_len(&self) -> usize {
        self.bytes as usize
    }

    /// Whether the text is empty.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// The text; joins the halves of a concatenation first.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn text(&self, heap: &Heap<'h>) -> R<'h, &'h str> {
        if self.rope.get().is_none() { Ok(self.text.get()) } else { self.flatten(heap) }
    }

    #[cold]
    #[inline(never)]
    fn flatten(&self, heap: &Heap<'h>) -> R<'h, &'h str> {
        let Some(rope) = self.rope.get() else { return Ok(self.text.get()) };
        let total = self.byte_len();
        // The joined text below and its copy in the region.
        heap.charge(total)?;
        let mut joined = String::new();
        if joined.try_reserve_exact(total).is_err() {
            return Err(heap.fatal(crate::stop::Fatal::Internal("no memory to join text")));
        }
        let mut pending: Vec<&'h Str<'h>> = vec![rope.right, rope.left];
        while let Some(next) = pending.pop() {
            match next.rope.get() {
                None => joined.push_str(next.text.get()),
                Some(rope) => {
                    pending.push(rope.right);
                    pending.push(rope.left);
                }
            }
        }
        let text = heap.text(&joined)?;
        self.text.set(text);
        self.rope.set(None);
        Ok(text)
    }

    /// Length in code points.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn chars(&self, heap: &Heap<'h>) -> R<'h, usize> {
        let known = self.chars.get();
        if known != UNKNOWN {
            return Ok(known as usize);
        }
        let text = self.text(heap)?;
        let count = if text.is_ascii() { text.len() } else { text.chars().count() };
        self.chars.set(u32::try_from(count).unwrap_or(UNKNOWN));
        Ok(count)
    }

    /// Whether every character is ASCII: then code points are bytes.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn is_ascii(&self, heap: &Heap<'h>) -> R<'h, bool> {
        Ok(self.chars(heap)? == self.byte_len())
    }

    /// Whether both are the very same text in memory.
    pub(crate) fn same_constant(&self, other: &Self) -> bool {
        self.rope.get().is_none()
            && other.rope.get().is_none()
            && ((self.bytes == 0 && other.bytes == 0) || std::ptr::eq(self.text.get(), other.text.get()))
    }

    /// `self + other`: linear over a whole loop of `s += t`.
    ///
    /// # Errors
    /// The memory limit.
    pub fn concat(&'h self, other: &'h Str<'h>, heap: &Heap<'h>) -> R<'h, &'h Str<'h>> {
        if other.is_empty() {
            return Ok(self);
        }
        if self.is_empty() {
            return Ok(other);
        }
        let total = self.byte_len().saturating_add(other.byte_len());
        if total < ROPE_FROM {
            let (left, right) = (self.text(heap)?, other.text(heap)?);
            let mut buffer = [0_u8; ROPE_FROM];
            if let Some((head, tail)) =
                buffer.get_mut(..total).and_then(|b| b.split_at_mut_checked(left.len()))
            {
                head.copy_from_slice(left.as_bytes());
                tail.copy_from_slice(right.as_bytes());
            }
            let joined = std::str::from_utf8(buffer.get(..total).unwrap_or_default()).unwrap_or_default();
            return heap.alloc(Str::new(heap.text(joined)?));
        }
        // The shorter half is charged now and the whole when it is read, so that doubling cannot outgrow memory.
        heap.charge(self.byte_len().min(other.byte_len()))?;
        let Ok(bytes) = u32::try_from(total) else {
            return Err(
                heap.fatal(crate::stop::Fatal::Memory { limit: u64::from(UNKNOWN), needed: total as u64 })
            );
        };
        let chars = match (self.chars.get(), other.chars.get()) {
            (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
            (a, b) => a.saturating_add(b),
        };
        let rope = heap.alloc(Rope { left: self, right: other })?;
        heap.alloc(Str {
            text: Cell::new(""),
            rope: Cell::new(Some(rope)),
            bytes,
            chars: Cell::new(chars),
            hash: Cell::new(0),
        })
    }
}
