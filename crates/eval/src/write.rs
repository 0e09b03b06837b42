//! Text and bytes under construction, charged as they grow.

use crate::context::Context;
use crate::stop::{R, Stop};
use crate::text::Sink;
use std::convert::Infallible;

/// Bytes kept on the stack before a buffer is made.
const INLINE: usize = 128;

/// Text under construction. Short text needs no buffer.
pub struct Writer<'a, 'h> {
    cx: &'a Context<'h>,
    small: [u8; INLINE],
    /// Bytes of `small` in use; they move to `text` when they do not suffice.
    used: usize,
    text: String,
    credit: Credit,
    /// Containers whose `repr` is being written, to find cycles.
    pub(crate) open: Vec<*const ()>,
}

/// What a growing buffer has been charged.
#[derive(Default)]
struct Credit {
    charged: usize,
}

impl Credit {
    /// The capacity a buffer is to have, which is charged: while it moves, the old and the new one are both there.
    fn grown<'h>(&mut self, cx: &Context<'h>, length: usize, capacity: usize, more: usize) -> R<'h, usize> {
        let needed = length.saturating_add(more);
        let wanted = needed.max(capacity.saturating_mul(2)).max(INLINE.saturating_mul(2));
        let total = wanted.saturating_add(capacity);
        cx.heap().charge(total.saturating_sub(self.charged))?;
        self.charged = self.charged.max(total);
        Ok(wanted)
    }
}

impl<'a, 'h> Writer<'a, 'h> {
    /// Empty.
    #[must_use]
    #[inline]
    pub fn new(cx: &'a Context<'h>) -> Self {
        Self {
            cx,
            small: [0; INLINE],
            used: 0,
            text: String::new(),
            credit: Credit::default(),
            open: Vec::new(),
        }
    }

    /// Append text.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline]
    pub fn push(&mut self, text: &str) -> R<'h, ()> {
        if self.text.is_empty() {
            let end = self.used.wrapping_add(text.len());
            if let Some(room) = self.small.get_mut(self.used..end) {
                room.copy_from_slice(text.as_bytes());
                self.used = end;
                return Ok(());
            }
        }
        self.room(text.len())?.push_str(text);
        Ok(())
    }

    /// The buffer, with room for so many more bytes, which are charged.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline(never)]
    pub(crate) fn room(&mut self, more: usize) -> R<'h, &mut String> {
        let length = self.used.saturating_add(self.text.len());
        let capacity = self.text.capacity();
        if length.saturating_add(more) > capacity {
            let wanted = self.credit.grown(self.cx, length, capacity, more)?;
            self.cx.burn_bytes(more)?;
            self.text.reserve_exact(wanted.saturating_sub(self.text.len()));
        } else {
            self.cx.burn_bytes(more)?;
        }
        if self.used > 0 {
            let start = self.small.get(..self.used).unwrap_or_default();
            self.text.insert_str(0, std::str::from_utf8(start).unwrap_or_default());
            self.used = 0;
        }
        Ok(&mut self.text)
    }

    /// Append a character.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline]
    pub fn push_char(&mut self, char: char) -> R<'h, ()> {
        self.push(char.encode_utf8(&mut [0; 4]))
    }

    /// Append a character so many times.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    pub fn push_fill(&mut self, char: char, times: usize) -> R<'h, ()> {
        if times > 0 {
            let room = self.room(times.saturating_mul(char.len_utf8()))?;
            room.extend(std::iter::repeat_n(char, times));
        }
        Ok(())
    }

    /// Append a small int.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    pub fn push_int(&mut self, value: i64) -> R<'h, ()> {
        self.push(int_text(value, &mut [0; 20]))
    }

    /// Append formatted text.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    pub fn display(&mut self, what: impl std::fmt::Display) -> R<'h, ()> {
        struct Pieces<'w, 'a, 'h>(&'w mut Writer<'a, 'h>, R<'h, ()>);
        impl std::fmt::Write for Pieces<'_, '_, '_> {
            fn write_str(&mut self, piece: &str) -> std::fmt::Result {
                self.1 = self.0.push(piece);
                self.1.map_err(|_| std::fmt::Error)
            }
        }
        let mut pieces = Pieces(self, Ok(()));
        let _ = std::fmt::Write::write_fmt(&mut pieces, format_args!("{what}"));
        pieces.1
    }

    /// What is there so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if self.text.is_empty() {
            std::str::from_utf8(self.small.get(..self.used).unwrap_or_default()).unwrap_or_default()
        } else {
            &self.text
        }
    }

    /// The owned text.
    #[must_use]
    pub fn into_string(self) -> String {
        if self.text.is_empty() { self.as_str().to_owned() } else { self.text }
    }

    /// The text in the region.
    ///
    /// # Errors
    /// The memory limit.
    pub fn into_text(self) -> R<'h, &'h str> {
        self.cx.heap().text(self.as_str())
    }

    /// The text as a value.
    ///
    /// # Errors
    /// The memory limit.
    pub fn finish(self) -> R<'h> {
        self.cx.str(self.as_str())
    }
}

impl<'h> Sink<str> for Writer<'_, 'h> {
    type Full = Stop<'h>;

    fn put(&mut self, piece: &str) -> R<'h, ()> {
        self.push(piece)
    }
}

/// Bytes under construction.
pub struct ByteWriter<'a, 'h> {
    cx: &'a Context<'h>,
    data: Vec<u8>,
    credit: Credit,
}

impl<'a, 'h> ByteWriter<'a, 'h> {
    /// Empty.
    #[must_use]
    pub fn new(cx: &'a Context<'h>) -> Self {
        Self { cx, data: Vec::new(), credit: Credit::default() }
    }

    /// Append bytes.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline]
    pub fn push(&mut self, piece: &[u8]) -> R<'h, ()> {
        self.room(piece.len())?.extend_from_slice(piece);
        Ok(())
    }

    /// The buffer, with room for so many more bytes, which are charged.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    pub(crate) fn room(&mut self, more: usize) -> R<'h, &mut Vec<u8>> {
        let (length, capacity) = (self.data.len(), self.data.capacity());
        if length.saturating_add(more) > capacity {
            let wanted = self.credit.grown(self.cx, length, capacity, more)?;
            self.data.reserve_exact(wanted.saturating_sub(length));
        }
        self.cx.burn_bytes(more)?;
        Ok(&mut self.data)
    }

    /// The bytes as a value.
    ///
    /// # Errors
    /// The memory limit.
    pub fn finish(self) -> R<'h> {
        self.cx.bytes(&self.data)
    }
}

/// The decimal text of a small int.
#[expect(clippy::arithmetic_side_effects, reason = "division by ten, and digits below ten")]
pub(crate) fn int_text(value: i64, digits: &mut [u8; 20]) -> &str {
    let mut rest = value.unsigned_abs();
    let mut start = digits.len();
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        start = at;
        if rest == 0 && at != 19 {
            // A sign takes the place of the first digit that is not there.
            *digit = b'-';
            start = if value < 0 { at } else { at + 1 };
            break;
        }
        *digit = b'0' | u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    digits.get(start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
}

/// Text or bytes written once to see how large they are, and kept when they are small.
pub(crate) struct Draft {
    kept: [u8; INLINE],
    /// Bytes written so far, kept or not.
    pub(crate) size: usize,
}

impl Draft {
    /// Nothing yet.
    #[inline]
    pub(crate) fn new() -> Self {
        Self { kept: [0; INLINE], size: 0 }
    }

    /// Run a function that can't fail.
    #[inline]
    pub(crate) fn of(write: impl FnOnce(&mut Self) -> Result<(), Infallible>) -> Self {
        let mut draft = Self::new();
        match write(&mut draft) {
            Ok(()) => draft,
            Err(never) => match never {},
        }
    }

    /// What was written, if all of it was kept.
    #[inline]
    pub(crate) fn done(&self) -> Option<&[u8]> {
        self.kept.get(..self.size)
    }

    #[inline]
    fn take(&mut self, piece: &[u8]) {
        let end = self.size.saturating_add(piece.len());
        if let Some(room) = self.kept.get_mut(self.size..end) {
            room.copy_from_slice(piece);
        }
        self.size = end;
    }

    #[inline]
    fn take_times(&mut self, piece: &[u8], times: usize) {
        let end = self.size.saturating_add(piece.len().saturating_mul(times));
        if let ([byte], Some(room)) = (piece, self.kept.get_mut(self.size..end)) {
            room.fill(*byte);
        } else if end <= INLINE {
            for _ in 0..times {
                self.take(piece);
            }
        }
        self.size = end;
    }
}

impl Sink<str> for Draft {
    type Full = Infallible;

    #[inline]
    fn put(&mut self, piece: &str) -> Result<(), Infallible> {
        self.take(piece.as_bytes());
        Ok(())
    }

    fn put_times(&mut self, piece: &str, times: usize) -> Result<(), Infallible> {
        self.take_times(piece.as_bytes(), times);
        Ok(())
    }
}

impl Sink<[u8]> for Draft {
    type Full = Infallible;

    #[inline]
    fn put(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        self.take(piece);
        Ok(())
    }

    fn put_times(&mut self, piece: &[u8], times: usize) -> Result<(), Infallible> {
        self.take_times(piece, times);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, int_text};
    use crate::heap::Fill;
    use crate::text::Sink;

    #[test]
    fn ints_are_written_as_rust_writes_them() {
        let around = |value: i64| [value.saturating_sub(1), value, value.saturating_add(1)];
        let powers = (0..19).map(|exponent| 10_i64.pow(exponent)).flat_map(around);
        for value in powers.flat_map(|value| [value, value.saturating_neg()]).chain([0, i64::MIN, i64::MAX]) {
            assert_eq!(int_text(value, &mut [0; 20]), value.to_string());
        }
    }

    #[test]
    fn drafts_keep_what_is_small_and_count_what_is_not() {
        let write = |times: usize| {
            move |draft: &mut Draft| {
                draft.put("ab")?;
                draft.put_times("é", times)
            }
        };
        assert_eq!(Draft::of(write(2)).done(), Some("abéé".as_bytes()));
        assert_eq!(Draft::of(write(63)).done().map(<[u8]>::len), Some(128));
        assert_eq!((Draft::of(write(64)).done(), Draft::of(write(64)).size), (None, 130));
        assert_eq!(Draft::of(write(usize::MAX)).size, usize::MAX);
    }

    #[test]
    fn room_takes_no_more_than_it_has() {
        let mut room = [0; 8];
        let mut fill = Fill::new(&mut room);
        fill.push_times(b"ab", 3);
        fill.push_times(b"abc", 2);
        fill.push_short(b"c");
        fill.push(b"de");
        fill.push(b"f");
        assert_eq!(&room, b"abababcf");
    }
}
