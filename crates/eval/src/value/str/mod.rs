//! `str`: text in the region, the policy or the request; concatenations are flattened when first read.

/// Text made by a function of a sink: drafted, charged, and written into the region.
macro_rules! made {
    ($cx:expr, |$sink:ident| $write:expr) => {{
        let draft = $crate::write::Draft::of(|$sink| $write);
        match draft.done() {
            Some(done) => $crate::value::str::drafted($cx, done),
            None => {
                $cx.burn_bytes(draft.size)?;
                $cx.wrap_str($cx.heap().fill_text(draft.size, |$sink| $write)?)
            }
        }
    }};
}

mod build;
mod case;
pub(crate) mod codec;
mod find;
mod format;
pub mod methods;
mod split;

pub(in crate::value) use build::occurrences;
pub(in crate::value) use find::{prepare_count, prepare_search};
pub use methods::{NEW, ROWS};

use crate::context::Context;
use crate::heap::Heap;
use crate::stop::R;
use crate::text::Text;
use crate::value::iter::Cursor;
use crate::value::list::{Collector, List};
use std::cell::Cell;

/// Text. Lone surrogates are in the form of [`hognose_syntax::surrogate`].
#[derive(Debug)]
pub struct Str<'h> {
    /// The text, unless it is still in two halves.
    text: Cell<&'h str>,
    /// What only some texts need.
    side: Cell<Option<&'h Side<'h>>>,
    /// Length in bytes.
    bytes: u32,
    /// Length in code points, or [`UNKNOWN`].
    chars: Cell<u32>,
    /// Seeded hash, or zero while unknown.
    pub(crate) hash: Cell<u64>,
}

#[derive(Debug)]
enum Side<'h> {
    /// Two halves that are not joined yet.
    Rope(&'h Str<'h>, &'h Str<'h>),
    /// Where code points lie in the text: see [`Text::offsets`].
    Index(&'h [u32]),
}

/// All of ASCII.
const ASCII: &str = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\
    \x20!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_\
    `abcdefghijklmnopqrstuvwxyz{|}~\x7f";

/// Each character of ASCII as a text.
static LETTERS: [&str; 128] = {
    let mut letters = [""; 128];
    let mut places: &mut [&str] = &mut letters;
    let mut rest = ASCII;
    while let Some((first, others)) = places.split_first_mut() {
        (*first, rest) = rest.split_at(1);
        places = others;
    }
    letters
};

const UNKNOWN: u32 = u32::MAX;

/// Results shorter than this are copied at once: a rope would be larger.
const ROPE_FROM: usize = 128;

/// Text outside ASCII of this many bytes gets an index when a position in it is first looked for.
const INDEX_FROM: usize = 512;

impl<'h> Str<'h> {
    /// Wrap text that is in the region already.
    #[must_use]
    #[inline]
    pub fn new(text: &'h str) -> Self {
        Self::with(text, UNKNOWN)
    }

    /// Wrap text of a known number of code points that is in the region already.
    #[must_use]
    #[inline]
    pub fn counted(text: &'h str, chars: usize) -> Self {
        Self::with(text, u32::try_from(chars).unwrap_or(UNKNOWN))
    }

    #[inline]
    fn with(text: &'h str, chars: u32) -> Self {
        // Text is bounded by the memory limit; longer input is cut off from indexing, never from memory safety.
        let bytes = u32::try_from(text.len()).unwrap_or(UNKNOWN);
        Self {
            text: Cell::new(text),
            side: Cell::new(None),
            bytes,
            chars: Cell::new(chars),
            hash: Cell::new(0),
        }
    }

    /// Text of one ASCII character.
    pub(crate) fn letter(byte: u8) -> Self {
        Self::with(LETTERS.get(usize::from(byte)).copied().unwrap_or_default(), 1)
    }

    /// The only character, when it is one of ASCII.
    #[inline]
    pub(crate) fn letter_byte(&self) -> Option<u8> {
        // Text this short is never in two halves.
        if self.bytes == 1 { self.text.get().as_bytes().first().copied() } else { None }
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
        match self.side.get() {
            Some(Side::Rope(left, right)) => self.flatten(heap, left, right),
            _ => Ok(self.text.get()),
        }
    }

    #[cold]
    #[inline(never)]
    fn flatten(&self, heap: &Heap<'h>, left: &'h Str<'h>, right: &'h Str<'h>) -> R<'h, &'h str> {
        let mut refused = None;
        let text = heap.fill_text(self.byte_len(), |fill| {
            // From the end on: where text was appended to again and again, little is pending at any time.
            let mut end = self.byte_len();
            let mut pending: Vec<&'h Str<'h>> = vec![left, right];
            while let Some(next) = pending.pop() {
                if let Some(Side::Rope(left, right)) = next.side.get() {
                    if pending.capacity().saturating_sub(pending.len()) < 2 {
                        let capacity = pending.capacity().saturating_mul(2).max(16);
                        // The old buffer and the new one are both there while it moves.
                        let bytes = capacity.saturating_mul(2).saturating_mul(size_of::<&Str<'_>>());
                        if let Err(stop) = heap.charge(bytes) {
                            refused = Some(stop);
                            break;
                        }
                        pending.reserve_exact(capacity.saturating_sub(pending.len()));
                    }
                    pending.extend([*left, *right]);
                } else {
                    let text = next.text.get();
                    end = end.saturating_sub(text.len());
                    fill.place(end, text.as_bytes());
                }
            }
            Ok(())
        });
        let text = match refused {
            Some(stop) => return Err(stop),
            None => text?,
        };
        self.text.set(text);
        self.side.set(None);
        Ok(text)
    }

    /// Length in code points.
    ///
    /// # Errors
    /// The limits on memory and, where they must be counted, fuel.
    #[inline]
    pub fn chars(&self, cx: &Context<'h>) -> R<'h, usize> {
        let known = self.chars.get();
        if known != UNKNOWN { Ok(known as usize) } else { self.count(cx) }
    }

    #[inline(never)]
    fn count(&self, cx: &Context<'h>) -> R<'h, usize> {
        let text = self.text(cx.heap())?;
        cx.burn_bytes(text.len())?;
        let count = if text.is_ascii() { text.len() } else { text.chars().count() };
        self.chars.set(u32::try_from(count).unwrap_or(UNKNOWN));
        Ok(count)
    }

    /// Whether every character is ASCII: then code points are bytes.
    ///
    /// # Errors
    /// As [`Str::chars`].
    #[inline]
    pub fn is_ascii(&self, cx: &Context<'h>) -> R<'h, bool> {
        Ok(self.chars(cx)? == self.byte_len())
    }

    /// Whether every character is known to be ASCII, without looking.
    #[inline]
    pub(crate) fn known_ascii(&self) -> bool {
        self.chars.get() == self.bytes
    }

    /// The text as a sequence of code points, ready to look for positions in.
    ///
    /// # Errors
    /// The limits on fuel and memory: code points may have to be counted, and large texts be given an index.
    #[inline]
    pub fn view(&self, cx: &Context<'h>) -> R<'h, Text<'h>> {
        let chars = self.chars(cx)?;
        let text = Text::counted(self.text(cx.heap())?, chars);
        if text.is_ascii() || text.as_str().len() < INDEX_FROM { Ok(text) } else { self.indexed(cx, text) }
    }

    #[inline(never)]
    fn indexed(&self, cx: &Context<'h>, text: Text<'h>) -> R<'h, Text<'h>> {
        if let Some(Side::Index(offsets)) = self.side.get() {
            return Ok(text.indexed(offsets));
        }
        cx.burn_bytes(text.as_str().len())?;
        let mut offsets = text.offsets();
        let count = text.len().div_ceil(64).saturating_add(1);
        cx.heap().charge(count.saturating_mul(size_of::<u32>()))?;
        let offsets = cx.heap().slice_with(count, |_| offsets.next().unwrap_or(u32::MAX))?;
        let known = offsets.iter().position(|offset| *offset == u32::MAX).unwrap_or(count);
        let offsets = offsets.get(..known).unwrap_or_default();
        self.side.set(Some(cx.heap().alloc(Side::Index(offsets))?));
        Ok(text.indexed(offsets))
    }

    /// Whether both are the very same text in memory.
    pub(crate) fn same_constant(&self, other: &Self) -> bool {
        let whole = |text: &Self| !matches!(text.side.get(), Some(Side::Rope(..)));
        whole(self)
            && whole(other)
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
        let chars = match (self.chars.get(), other.chars.get()) {
            (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
            (a, b) => a.saturating_add(b),
        };
        if total < ROPE_FROM {
            let (left, right) = (self.text(heap)?, other.text(heap)?);
            let joined = heap.fill_text(total, |fill| {
                fill.push(left.as_bytes());
                fill.push(right.as_bytes());
                Ok(())
            })?;
            return heap.alloc(Str::with(joined, chars));
        }
        // The shorter half is charged now and the whole when it is read, so that doubling cannot outgrow memory.
        heap.charge(self.byte_len().min(other.byte_len()))?;
        let Ok(bytes) = u32::try_from(total) else {
            return Err(
                heap.fatal(crate::stop::Fatal::Memory { limit: u64::from(UNKNOWN), needed: total as u64 })
            );
        };
        let side = heap.alloc(Side::Rope(self, other))?;
        heap.alloc(Str {
            text: Cell::new(""),
            side: Cell::new(Some(side)),
            bytes,
            chars: Cell::new(chars),
            hash: Cell::new(0),
        })
    }
}

/// A short text that is complete.
fn drafted<'h>(cx: &Context<'h>, done: &[u8]) -> R<'h> {
    let text = std::str::from_utf8(cx.heap().slice(done)?);
    cx.wrap_str(text.map_err(|_| cx.internal("text cut within a character"))?)
}

/// What is left of an iteration, as a list.
pub(crate) fn collected<'h>(cx: &Context<'h>, mut cursor: Cursor<'h>) -> R<'h, &'h List<'h>> {
    let mut collector = Collector::new();
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        collector.push(cx.heap(), item)?;
    }
    collector.finish(cx.heap())
}

const _: () = assert!(size_of::<Str<'_>>() <= 40);
