//! What can go wrong with numbers and their texts.

use std::borrow::Cow;
use std::fmt;

/// The Python exception type of a [`NumberError::Exception`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `IndexError`
    Index,
    /// `KeyError`
    Key,
    /// `OverflowError`
    Overflow,
    /// `TypeError`
    Type,
    /// `ValueError`
    Value,
    /// `ZeroDivisionError`
    ZeroDivision,
}

impl Kind {
    /// Python's name of the exception type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Index => "IndexError",
            Self::Key => "KeyError",
            Self::Overflow => "OverflowError",
            Self::Type => "TypeError",
            Self::Value => "ValueError",
            Self::ZeroDivision => "ZeroDivisionError",
        }
    }
}

/// Why an operation on numbers, or a formatting, gave no result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// A Python exception, with CPython's message.
    Exception {
        /// Its type.
        kind: Kind,
        /// Its text.
        message: Cow<'static, str>,
    },
    /// The result would have more than [`MAX_BITS`](super::MAX_BITS) bits: a limit, which no `except` sees.
    TooLarge {
        /// About how many bits the result would have.
        bits: u64,
    },
}

impl NumberError {
    /// The message of the `OverflowError` of `**` for floats, whose arguments are `(34, message)`.
    pub const RANGE: &'static str = "Numerical result out of range";

    /// A Python exception.
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Exception { kind, message: message.into() }
    }

    /// A `TypeError`.
    #[cold]
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Type, message)
    }

    /// A `ValueError`.
    #[cold]
    pub fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Value, message)
    }

    /// An `OverflowError`.
    #[cold]
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Overflow, message)
    }

    /// A `ZeroDivisionError`.
    #[cold]
    pub fn zero_division(message: &'static str) -> Self {
        Self::new(Kind::ZeroDivision, message)
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exception { kind, message } if message == Self::RANGE => {
                write!(f, "{}: (34, '{message}')", kind.name())
            }
            Self::Exception { kind, message } => write!(f, "{}: {message}", kind.name()),
            Self::TooLarge { bits } => {
                write!(f, "an integer of {bits} bits passes the limit of {} bits", super::MAX_BITS)
            }
        }
    }
}

impl std::error::Error for NumberError {}
