//! A Python exception as plain data, for the parts of the modules that know nothing of the evaluator.

use std::fmt;

/// An exception to be raised: the Python name of its class and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Name of the exception class, as `type(e).__name__` shows it.
    pub kind: &'static str,
    /// The message: `str(e)`.
    pub message: String,
}

impl Raised {
    /// An exception of class `kind`.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new("ValueError", message)
    }

    /// A `TypeError`.
    pub fn typed(message: impl Into<String>) -> Self {
        Self::new("TypeError", message)
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<String>) -> Self {
        Self::new("OverflowError", message)
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

/// `repr` of text.
pub(crate) fn repr(text: &str) -> String {
    let mut out = String::new();
    match hognose_eval::text::quote::repr(text, &mut out) {
        Ok(()) => out,
        Err(never) => match never {},
    }
}

/// `repr` of a bytes object.
pub(crate) fn bytes_repr(bytes: &[u8]) -> String {
    let mut out = String::new();
    match hognose_eval::text::quote::repr_bytes(bytes, &mut out) {
        Ok(()) => out,
        Err(never) => match never {},
    }
}
