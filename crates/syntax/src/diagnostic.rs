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

impl Diagnostic {
    /// A finding that CPython has too.
    pub(crate) fn syntax(class: &'static str, message: String, span: Span) -> Self {
        let code = match class {
            "IndentationError" | "TabError" => codes::INDENTATION,
            _ => codes::SYNTAX,
        };
        Self { code, kind: DiagnosticKind::Syntax(class), message, span, help: None }
    }

    /// A bound on the text that was passed.
    pub(crate) fn limit(code: &'static str, message: String, span: Span, help: &str) -> Self {
        Self { code, kind: DiagnosticKind::Limit, message, span, help: Some(help.into()) }
    }
}

/// The codes of this crate's findings, stable across versions.
pub mod codes {
    /// A syntax error, with CPython's message.
    pub const SYNTAX: &str = "E0001";
    /// An error of indentation, with CPython's message.
    pub const INDENTATION: &str = "E0002";
    /// More bytes of source than allowed.
    pub const SOURCE_SIZE: &str = "E0101";
    /// Deeper nesting than allowed.
    pub const DEPTH: &str = "E0102";
    /// More nodes than allowed.
    pub const NODES: &str = "E0103";
    /// More names than allowed.
    pub const NAMES: &str = "E0104";
    /// More variables and intermediate values in one function than a frame can hold.
    pub const SLOTS: &str = "E0105";
    /// `class`.
    pub const CLASS: &str = "E0201";
    /// `async` and `await`.
    pub const ASYNC: &str = "E0202";
    /// `except*`.
    pub const EXCEPT_STAR: &str = "E0203";
    /// A name that starts with an underscore.
    pub const UNDERSCORE_NAME: &str = "E0204";
    /// An attribute that starts with an underscore.
    pub const UNDERSCORE_ATTRIBUTE: &str = "E0205";
    /// An attribute that looks into frames, code or generators.
    pub const REFLECTION: &str = "E0206";
    /// A built-in that is left out.
    pub const BUILTIN: &str = "E0207";
    /// `type` with three arguments.
    pub const MAKE_TYPE: &str = "E0208";
    /// A complex number.
    pub const COMPLEX: &str = "E0209";
    /// A relative import.
    pub const RELATIVE_IMPORT: &str = "E0210";
    /// `def f[T]()`.
    pub const TYPE_PARAMETERS: &str = "E0211";
    /// `type X = …`.
    pub const TYPE_ALIAS: &str = "E0212";
    /// Characters that change the direction in which text is shown.
    pub const BIDIRECTIONAL: &str = "E0213";
    /// A name whose letters come from alphabets that look alike.
    pub const MIXED_SCRIPTS: &str = "E0214";
    /// `yield` outside of a `def`.
    pub const TOP_LEVEL_YIELD: &str = "E0215";
    /// `yield` in the type of an `except`.
    pub const YIELD_IN_EXCEPT: &str = "E0216";
}
