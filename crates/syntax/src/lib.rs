//! The frontend of hognose: text to a checked tree of names and spans.
//!
//! ```text
//! lex → prepare (strings, f-strings) with guard (nesting) → fold (plain expressions) → parse (rustpython-parser)
//!     → check (what CPython refuses) → scope → lower
//! ```
//!
//! It knows nothing of values, tables, hosts or authentik.

mod ast;
pub mod diagnostic;
mod explain;
mod fold;
mod frontend;
mod guard;
mod lex;
mod literal;
mod lower;
mod names;
mod parser;
mod prepare;
pub mod saved;
mod scope;
mod source;
pub mod surrogate;
pub mod tree;
mod unsupported;
mod wrap;

pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use frontend::{examine, examine_expression, parse};
#[doc(hidden)]
pub use parser::Given;
pub use source::{LineIndex, Position, decode};

/// Bounds on the source text, enforced before and while it is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of source (default 65,536).
    pub source_bytes: u32,
    /// Levels of nesting (default 200).
    pub depth: u32,
    /// Nodes of the source tree (default 50,000).
    pub nodes: u32,
    /// Different names (default 1,000).
    pub names: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source_bytes: 65_536, depth: 200, nodes: 50_000, names: 1_000 }
    }
}

/// What lowering needs to know of the place the policy runs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Names the surface passes to the body as parameters, in order.
    pub parameters: &'a [&'a str],
    /// Whether `yield` is allowed at the top level.
    pub top_level_yield: bool,
    /// Built-ins that consume a generator expression given as their only argument at once and entirely or until a
    /// result is known, such as `any` and `sum`.
    pub eager_consumers: &'a [&'a str],
    /// Bounds on the text.
    pub limits: Limits,
}
