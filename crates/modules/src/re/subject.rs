//! What is searched: UTF-8 text or bytes, one character at a time.

/// What a pattern is run on.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// For `str` patterns.
    Text(&'a str),
    /// For bytes patterns.
    Bytes(&'a [u8]),
}

impl<'a> Subject<'a> {
    /// Its bytes.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// A subject as the engine sees it: up to where it may look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) text: bool,
}

impl Window<'_> {
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn byte(&self, at: u32) -> Option<u8> {
        self.bytes.get(at as usize).copied()
    }

    /// The character at a position, and where the next one begins.
    #[inline]
    pub(super) fn next(&self, at: u32) -> Option<(u32, u32)> {
        let first = self.byte(at)?;
        if first < 0x80 || !self.text {
            return Some((u32::from(first), at.saturating_add(1)));
        }
        let more = |offset: u32| u32::from(self.byte(at.saturating_add(offset)).unwrap_or_default()) & 0x3F;
        let first = u32::from(first);
        Some(if first < 0xE0 {
            ((first & 0x1F) << 6 | more(1), at.saturating_add(2))
        } else if first < 0xF0 {
            ((first & 0x0F) << 12 | more(1) << 6 | more(2), at.saturating_add(3))
        } else {
            ((first & 0x07) << 18 | more(1) << 12 | more(2) << 6 | more(3), at.saturating_add(4))
        })
    }

    /// Where the character before a position begins.
    #[inline]
    pub(super) fn before(&self, at: u32) -> Option<u32> {
        let mut at = at.checked_sub(1)?;
        while self.text && at > 0 && self.byte(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
            at = at.saturating_sub(1);
        }
        Some(at)
    }

    /// Where the character begins that stands so many characters before a position.
    pub(super) fn back(&self, mut at: u32, count: u32) -> Option<u32> {
        if count > at {
            return None;
        }
        for _ in 0..count {
            at = self.before(at)?;
        }
        Some(at)
    }
}
