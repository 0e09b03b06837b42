//! `bytes`.

pub mod methods;
pub use methods::{NEW, ROWS};

/// Bytes in the region or the policy.
#[derive(Debug)]
pub struct Bytes<'h> {
    data: &'h [u8],
}

impl<'h> Bytes<'h> {
    /// Wrap data that is in the region already.
    #[must_use]
    pub const fn new(data: &'h [u8]) -> Self {
        Self { data }
    }

    /// The data.
    #[must_use]
    #[inline]
    pub fn data(&self) -> &'h [u8] {
        self.data
    }

    /// CPython keeps one object of each value of up to one byte.
    pub(crate) fn is_short(&self) -> bool {
        self.data.len() < 2
    }
}
