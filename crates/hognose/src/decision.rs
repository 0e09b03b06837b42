//! Decisions: what an evaluation came to.

use hognose_eval::Fatal;
use hognose_eval::data::Data;
use hognose_eval::journal::Entry;
use hognose_eval::output::{Effect, Log};
use hognose_syntax::tree::Span;

/// How an evaluation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The policy passes.
    Pass,
    /// The policy fails.
    Fail,
    /// The expression gave a value (mapping and prompt surfaces).
    Value,
    /// The expression asked to leave the object out.
    Skip,
    /// An exception left the expression, or a limit or refusal ended it. Never a "no": see [`Decision::as_authentik`].
    Error,
    /// A host reply is not there yet: evaluate again with the journal and the reply.
    Pending,
}

/// What an evaluation came to: plain owned data.
#[derive(Clone, Debug)]
pub struct Decision {
    /// How it ended.
    pub outcome: Outcome,
    /// The value it returned; `None` on errors.
    pub value: Data,
    /// Messages, in order.
    pub messages: Vec<Data>,
    /// Effects, in order; on [`Outcome::Error`] they must not be applied.
    pub effects: Vec<Effect>,
    /// Log lines, in order.
    pub logs: Vec<Log>,
    /// What went wrong, on [`Outcome::Error`] and [`Outcome::Pending`].
    pub failure: Option<Box<Failure>>,
    /// Places of the attributes and items that were read, in source order, when asked for.
    pub reads: Vec<Span>,
    /// What it used.
    pub usage: Usage,
    /// Host calls with their replies, in order.
    pub journal: Vec<Entry>,
}

/// What an evaluation used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Fuel, in source-tree nodes.
    pub fuel: u64,
    /// Bytes allocated.
    pub memory: usize,
}

/// What went wrong.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What sort of failure it is.
    pub kind: FailureKind,
    /// One sentence. For exceptions CPython's `str(exception)`.
    pub message: String,
    /// Where it came about, when it is known.
    pub span: Option<Span>,
    /// Where the exception passed, innermost first.
    pub trace: Vec<Frame>,
    /// The exceptions behind it, nearest first: "type: message".
    pub chain: Vec<String>,
}

/// Sorts of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// A Python exception of this type.
    Exception(&'static str),
    /// A limit, a refusal, or a host reply that is not there.
    Fatal(Fatal),
}

/// A place an exception passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The function.
    pub function: String,
    /// The place.
    pub span: Span,
}

/// What authentik makes of a policy's decision.
#[derive(Clone, Debug)]
pub struct PolicyResult {
    /// Whether it passes.
    pub passing: bool,
    /// What the user is shown.
    pub messages: Vec<Data>,
}

impl Decision {
    /// authentik's own mapping, which turns errors into an answer: an exception gives the binding's `failure_result` with the
    /// exception's text as the only message; `None` and everything falsy denies. Use it only to be compatible:
    /// it hides errors.
    #[must_use]
    pub fn as_authentik(&self, failure_result: bool) -> PolicyResult {
        match (&self.failure, self.outcome) {
            (Some(failure), _) => PolicyResult {
                passing: failure_result,
                messages: vec![Data::Str(failure.message.as_str().into())],
            },
            (None, outcome) => {
                PolicyResult { passing: outcome == Outcome::Pass, messages: self.messages.clone() }
            }
        }
    }
}
