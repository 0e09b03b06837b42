//! Small pieces gathered into larger ones before they go to a sink.

use super::sink::Sink;

/// Bytes gathered before they are put.
const SIZE: usize = 128;

/// Gathers small pieces of text or bytes. What is left must be put with [`Chunk::flush`].
pub(super) struct Chunk<'s, S> {
    sink: &'s mut S,
    buffer: [u8; SIZE],
    used: usize,
}

impl<'s, S> Chunk<'s, S> {
    pub(super) fn new(sink: &'s mut S) -> Self {
        Self { sink, buffer: [0; SIZE], used: 0 }
    }

    /// Takes a piece into the buffer; whether there was room.
    fn take(&mut self, piece: &[u8]) -> bool {
        let end = self.used.saturating_add(piece.len());
        let Some(free) = self.buffer.get_mut(self.used..end) else { return false };
        free.copy_from_slice(piece);
        self.used = end;
        true
    }

    /// Puts what was gathered.
    pub(super) fn flush<T: FromBytes + ?Sized>(&mut self) -> Result<(), S::Full>
    where
        S: Sink<T>,
    {
        if self.used == 0 {
            return Ok(());
        }
        let used = std::mem::take(&mut self.used);
        self.sink.put(T::from_bytes(self.buffer.get(..used).unwrap_or_default()))
    }

    /// Takes a piece; long ones go to the sink directly.
    pub(super) fn put<T: FromBytes + ?Sized>(&mut self, piece: &T) -> Result<(), S::Full>
    where
        S: Sink<T>,
    {
        if self.take(piece.bytes()) {
            return Ok(());
        }
        self.flush::<T>()?;
        if self.take(piece.bytes()) { Ok(()) } else { self.sink.put(piece) }
    }
}

impl<S: Sink<[u8]>> Chunk<'_, S> {
    /// Takes a byte.
    #[inline]
    pub(super) fn put_byte(&mut self, byte: u8) -> Result<(), S::Full> {
        if let Some(slot) = self.buffer.get_mut(self.used) {
            *slot = byte;
            self.used = self.used.saturating_add(1);
            return Ok(());
        }
        self.flush::<[u8]>()?;
        self.put([byte].as_slice())
    }
}

impl<S: Sink<str>> Chunk<'_, S> {
    /// Takes a character.
    #[inline]
    pub(super) fn put_char(&mut self, char: char) -> Result<(), S::Full> {
        if let Some(slots) = self.buffer.get_mut(self.used..self.used.saturating_add(4)) {
            self.used = self.used.saturating_add(char.encode_utf8(slots).len());
            return Ok(());
        }
        self.flush::<str>()?;
        self.put::<str>(char.encode_utf8(&mut [0; 4]))
    }
}

/// The first byte for which `found` holds. Looks at several bytes at a time, where they don't hold it.
#[inline]
pub(super) fn position(bytes: &[u8], found: impl Fn(u8) -> bool) -> Option<usize> {
    let mut base: usize = 0;
    for part in bytes.chunks(16) {
        if part.iter().fold(false, |any, &byte| any | found(byte)) {
            return part.iter().position(|&byte| found(byte)).map(|at| base.saturating_add(at));
        }
        base = base.saturating_add(part.len());
    }
    None
}

/// Text or bytes out of the bytes gathered from pieces of them.
pub(super) trait FromBytes: super::Sequence {
    fn from_bytes(bytes: &[u8]) -> &Self;
}

impl FromBytes for str {
    fn from_bytes(bytes: &[u8]) -> &Self {
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl FromBytes for [u8] {
    fn from_bytes(bytes: &[u8]) -> &Self {
        bytes
    }
}
