//! Where new text goes: measured first, written after.

use std::convert::Infallible;

/// Receives the pieces of new text (`Sink<str>`) or of new bytes (`Sink<[u8]>`), in order.
pub trait Sink<T: ?Sized> {
    /// Why a sink takes no more: a memory limit, for example. `Infallible` where it always does.
    type Full;

    /// Takes a piece.
    ///
    /// # Errors
    /// The sink's own, when it is full.
    fn put(&mut self, piece: &T) -> Result<(), Self::Full>;

    /// Takes a piece a number of times over.
    ///
    /// # Errors
    /// The sink's own, when it is full.
    fn put_times(&mut self, piece: &T, times: usize) -> Result<(), Self::Full> {
        (0..times).try_for_each(|_| self.put(piece))
    }
}

/// Puts one character.
pub(super) fn put_char<S: Sink<str> + ?Sized>(sink: &mut S, char: char) -> Result<(), S::Full> {
    sink.put(char.encode_utf8(&mut [0; 4]))
}

/// The size, in bytes, of what was put; it stays at `usize::MAX` rather than overflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// Bytes so far.
    pub bytes: usize,
}

impl Measure {
    /// The size of what `write` puts.
    ///
    /// ```
    /// use hognose_eval::text::{Measure, case};
    /// assert_eq!(Measure::of(|sink| case::upper("straße", sink)), 7);
    /// ```
    pub fn of(write: impl FnOnce(&mut Self) -> Result<(), Infallible>) -> usize {
        let mut measure = Self::default();
        match write(&mut measure) {
            Ok(()) => measure.bytes,
            Err(never) => match never {},
        }
    }
}

impl Sink<str> for Measure {
    type Full = Infallible;

    fn put(&mut self, piece: &str) -> Result<(), Infallible> {
        self.bytes = self.bytes.saturating_add(piece.len());
        Ok(())
    }

    fn put_times(&mut self, piece: &str, times: usize) -> Result<(), Infallible> {
        self.bytes = self.bytes.saturating_add(piece.len().saturating_mul(times));
        Ok(())
    }
}

impl Sink<[u8]> for Measure {
    type Full = Infallible;

    fn put(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        self.bytes = self.bytes.saturating_add(piece.len());
        Ok(())
    }

    fn put_times(&mut self, piece: &[u8], times: usize) -> Result<(), Infallible> {
        self.bytes = self.bytes.saturating_add(piece.len().saturating_mul(times));
        Ok(())
    }
}

impl Sink<str> for String {
    type Full = Infallible;

    fn put(&mut self, piece: &str) -> Result<(), Infallible> {
        self.push_str(piece);
        Ok(())
    }
}

impl Sink<[u8]> for Vec<u8> {
    type Full = Infallible;

    fn put(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        self.extend_from_slice(piece);
        Ok(())
    }
}
