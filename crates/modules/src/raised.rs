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

/// How text is shown in a message (`repr`): which characters are printable is the evaluator's knowledge.
pub type Quote<'q> = &'q dyn Fn(&str) -> String;

/// `repr` of a bytes object.
pub(crate) fn bytes_repr(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len().saturating_add(3));
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\'' if quote == '\'' => out.push_str("\\'"),
            0x20..=0x7e => out.push(char::from(byte)),
            _ => {
                let _infallible = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}

/// `repr` of text that holds neither quotes nor characters to be escaped, such as that of an address.
pub(crate) fn plain_repr(text: &str) -> String {
    format!("'{text}'")
}
