//! Decisions: what an evaluation came to.

use hognose_eval::Fatal;
use hognose_eval::data::Data;
use hognose_eval::journal::Entry;
use hognose_eval::output::{Effect, Log};
use hognose_eval::run::Raised;
use hognose_syntax::tree::Span;
use hognose_syntax::{LineIndex, Position};
use std::fmt;

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
    pub place: Option<Place>,
    /// Where the exception passed, innermost first.
    pub trace: Vec<Frame>,
    /// The exceptions behind it, nearest first.
    pub chain: Vec<Cause>,
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

impl FailureKind {
    /// Its stable code; `spec/diagnostics.md` in the repository lists all codes.
    ///
    /// ```
    /// use hognose::{Fatal, FailureKind};
    /// assert_eq!(FailureKind::Exception("KeyError").code(), "E0500");
    /// assert_eq!(FailureKind::Fatal(Fatal::Fuel { limit: 10 }).code(), "E0501");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            FailureKind::Exception(_) => "E0500",
            FailureKind::Fatal(fatal) => fatal.code().0,
        }
    }
}

impl Failure {
    pub(crate) fn raised(raised: Raised, source: &str) -> Self {
        let lines = LineIndex::new(source);
        let trace: Vec<Frame> = raised
            .trace
            .into_iter()
            .map(|(function, span)| Frame { function, place: Place::new(&lines, span) })
            .collect();
        let chain = raised.chain.into_iter();
        Self {
            kind: FailureKind::Exception(raised.kind),
            message: raised.message,
            place: trace.first().map(|frame| frame.place),
            trace,
            chain: chain.map(|(explicit, kind, message)| Cause { explicit, kind, message }).collect(),
        }
    }

    pub(crate) fn fatal(fatal: Fatal, span: Option<Span>, source: &str) -> Self {
        Self {
            message: fatal.to_string(),
            kind: FailureKind::Fatal(fatal),
            place: span.map(|span| Place::new(&LineIndex::new(source), span)),
            trace: Vec::new(),
            chain: Vec::new(),
        }
    }
}

/// As Python's last line of a traceback: `KeyError: 'email'`; limits and refusals as one sentence.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FailureKind::Exception(kind) if self.message.is_empty() => f.write_str(kind),
            FailureKind::Exception(kind) => write!(f, "{kind}: {}", self.message),
            FailureKind::Fatal(_) => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Failure {}

/// A place an exception passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The function.
    pub function: String,
    /// The place.
    pub place: Place,
}

/// A place in a policy's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In bytes.
    pub span: Span,
    /// Line and column of its first character.
    pub start: Position,
    /// Line and column behind its last character.
    pub end: Position,
}

impl Place {
    pub(crate) fn new(lines: &LineIndex<'_>, span: Span) -> Self {
        Self { span, start: lines.position(span.start), end: lines.position(span.end) }
    }
}

/// An exception behind another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Whether it was named with `raise … from`; else the other one came up while this one was handled.
    pub explicit: bool,
    /// Its type.
    pub kind: &'static str,
    /// Its `str`.
    pub message: String,
}

/// What authentik makes of a policy's decision.
#[derive(Clone, Debug)]
pub struct PolicyResult {
    /// Whether it passes.
    pub passing: bool,
    /// What the user is shown.
    pub messages: Vec<Data>,
}

impl Outcome {
    /// Its name, as it stands in JSON.
    ///
    /// ```
    /// assert_eq!(hognose::Outcome::Pass.name(), "pass");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Value => "value",
            Outcome::Skip => "skip",
            Outcome::Error => "error",
            Outcome::Pending => "pending",
        }
    }
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
