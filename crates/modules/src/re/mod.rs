//! Python's `re`.
//!
//! ```text
//! pattern ─ parse ─► tree ─ code ─► backtracking engine (exact, counted steps)
//!                      └── linear ─► regex-automata     (linear time, made when first needed)
//! ```
//!
//! A pattern is parsed as CPython 3.13 parses it and compiled for a small backtracking engine, which gives CPython's
//! answers and counts its steps. A pattern without look-arounds, references and the like can also be run by the linear
//! engine; it takes over when the first has used up what a well-behaved search of the subject may need. So common
//! searches are short and cost no preparation, and no such pattern can be made to hang. The others come under the
//! limits for backtracking: sizes of pattern and subject, and steps.

mod ast;
mod class;
mod code;
mod error;
mod escape;
pub mod flags;
mod linear;
mod matches;
mod parse;
mod program;
pub mod rows;
mod start;
mod subject;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod unicode;
mod vm;

pub use error::{CompileError, LimitReached, MatchError, PatternError};
pub use escape::{escape_into, escaped_len, is_special};
pub use matches::Matches;
pub use program::{Meter, Mode, Pattern, Program, Request, Unmetered};
pub use subject::Subject;
pub use template::{Piece, Template, TemplateError};
pub use vm::Scratch;
