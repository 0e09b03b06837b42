//! The rules by which an answer is judged.

use super::{Case, Expected};
use crate::answer::Answer;

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same value, or the same exception with the same text.
    Pass,
    /// Another value, another exception, or one where the other was expected.
    Wrong,
    /// The right exception with another text.
    WrongMessage,
    /// The feature was refused.
    Unsupported,
    /// The engine panicked instead of answering.
    Crash,
}

impl Verdict {
    /// All verdicts, in the order of a table's columns.
    pub const ALL: [Self; 5] = [Self::Pass, Self::Wrong, Self::WrongMessage, Self::Unsupported, Self::Crash];

    /// The word for it in tables and lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Wrong => "wrong",
            Self::WrongMessage => "wrong-message",
            Self::Unsupported => "unsupported",
            Self::Crash => "crash",
        }
    }
}

/// Judges an answer.
///
/// ```
/// use hognose_conformance::answer::Answer;
/// use hognose_conformance::cases::{Case, Expected, Verdict, judge};
/// let case = Case {
///     id: "x".into(),
///     area: "core/x".into(),
///     source: "return 1".into(),
///     expected: Expected::Value { repr: "1".into() },
/// };
/// assert_eq!(judge(&case, &Answer::Repr("1".into())), Verdict::Pass);
/// assert_eq!(judge(&case, &Answer::Repr("2".into())), Verdict::Wrong);
/// ```
pub fn judge(case: &Case, answer: &Answer) -> Verdict {
    match (&case.expected, answer) {
        (_, Answer::Unsupported(_)) => Verdict::Unsupported,
        (Expected::Value { repr }, Answer::Repr(got)) if repr == got => Verdict::Pass,
        (Expected::Raised { kind, message }, Answer::Raised { kind: got, message: text }) if kind == got => {
            if message == text {
                Verdict::Pass
            } else {
                Verdict::WrongMessage
            }
        }
        _ => Verdict::Wrong,
    }
}
