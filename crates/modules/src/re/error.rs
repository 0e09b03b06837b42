//! What can go wrong when a pattern is compiled or run.

use std::fmt;

/// CPython's `re.error` (`re.PatternError`): what is wrong with a pattern or a replacement template, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    message: String,
    position: Option<usize>,
    line: Option<(usize, usize)>,
    many_lines: bool,
}

impl PatternError {
    /// An error at a character position of a pattern.
    pub(super) fn at(message: impl Into<String>, source: &[char], position: usize) -> Self {
        let before = source.get(..position).unwrap_or(source);
        let newlines = before.iter().filter(|&&char| char == '\n').count();
        let last = before.iter().rposition(|&char| char == '\n');
        let column = match last {
            Some(newline) => position.saturating_sub(newline),
            None => position.saturating_add(1),
        };
        Self {
            message: message.into(),
            position: Some(position),
            line: Some((newlines.saturating_add(1), column)),
            many_lines: source.contains(&'\n'),
        }
    }

    /// An error that CPython reports without a position.
    pub(super) fn nowhere(message: impl Into<String>) -> Self {
        Self { message: message.into(), position: None, line: None, many_lines: false }
    }

    /// The attribute `msg`: the message without its position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The attribute `pos`, in characters (bytes for a bytes pattern).
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        self.position
    }

    /// The attributes `lineno` and `colno`.
    #[must_use]
    pub const fn line_and_column(&self) -> Option<(usize, usize)> {
        self.line
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if let Some(position) = self.position {
            write!(formatter, " at position {position}")?;
        }
        match self.line {
            Some((line, column)) if self.many_lines => write!(formatter, " (line {line}, column {column})"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for PatternError {}

/// A limit of the engine that a pattern or a match ran into. It is not a Python exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitReached {
    what: &'static str,
    limit: u64,
    used: u64,
}

impl LimitReached {
    pub(super) const fn new(what: &'static str, limit: u64, used: u64) -> Self {
        Self { what, limit, used }
    }

    /// What is limited, such as `bytes of pattern`.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        self.what
    }

    /// The limit.
    #[must_use]
    pub const fn limit(&self) -> u64 {
        self.limit
    }

    /// What was asked for, or used when it was reached.
    #[must_use]
    pub const fn used(&self) -> u64 {
        self.used
    }
}

impl fmt::Display for LimitReached {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "regular expression: {} {} of at most {}", self.used, self.what, self.limit)
    }
}

/// Why a pattern does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// `re.error`.
    Pattern(PatternError),
    /// `OverflowError` with this message.
    Overflow(&'static str),
    /// `ValueError` with this message.
    Value(&'static str),
    /// A limit of the engine.
    Limit(LimitReached),
}

impl From<PatternError> for CompileError {
    fn from(error: PatternError) -> Self {
        Self::Pattern(error)
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(error) => error.fmt(formatter),
            Self::Overflow(message) | Self::Value(message) => formatter.write_str(message),
            Self::Limit(limit) => limit.fmt(formatter),
        }
    }
}

impl std::error::Error for CompileError {}

/// Why a match was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchError<E> {
    /// A limit of the engine.
    Limit(LimitReached),
    /// The meter refused to go on.
    Meter(E),
}
