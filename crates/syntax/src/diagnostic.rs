//! What is wrong with a policy's text, where, and what to do about it.

use crate::tree::Span;

/// One finding about a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code such as `E0102`; `spec/diagnostics.md` lists them.
    pub code: &'static str,
    /// What sort of finding it is.
    pub kind: DiagnosticKind,
    /// One sentence: what is wrong. For [`DiagnosticKind::Syntax`] exactly CPython's message.
    pub message: String,
    /// Where, in the original source.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
}

/// Sorts of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// CPython refuses the text too; the payload is the exception's type:
    /// `SyntaxError`, `IndentationError`, `TabError` or `ValueError`.
    Syntax(&'static str),
    /// Valid Python that hognose leaves out on purpose.
    Unsupported,
    /// The text is larger or deeper than the limits allow.
    Limit,
    /// A capability the engine does not grant.
    NotGranted,
}
