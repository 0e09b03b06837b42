//! Answers to cases: what the engine makes of a function body.

use hognose::{
    Capability, Data, DiagnosticKind, Engine, FailureKind, Host, HostCall, Limits, Outcome, Reply, Request,
    SourceLimits, Surface,
};
use serde_json::{Value, json};

/// An answer in the words of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The body returned; `repr` of the value.
    Repr(String),
    /// It raised, or CPython refuses the text.
    Raised {
        /// Name of the exception's type.
        kind: String,
        /// Its message.
        message: String,
    },
    /// The engine declines, or a limit ended it.
    Unsupported(String),
}

impl Answer {
    /// As a JSON object without the id.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Repr(repr) => json!({ "repr": repr }),
            Self::Raised { kind, message } => json!({ "exc": kind, "msg": message }),
            Self::Unsupported(reason) => json!({ "unsupported": reason }),
        }
    }
}

/// Answers cases with one engine.
#[derive(Debug)]
pub struct Answerer {
    pub(crate) engine: Engine,
    pub(crate) surface: Surface,
}

/// Capabilities that are pure enough for comparing with CPython.
const GRANTED: [&str; 2] = ["clock", "random"];

/// A host that knows nothing but the time, which stands still, and bytes that only look random.
pub(crate) struct StoppedClock;

impl Host for StoppedClock {
    fn call(&self, call: &HostCall) -> Reply {
        match call.operation {
            // 2 March 2026, 12:00 UTC.
            "clock.now" => Reply::Value(Data::Int(1_772_452_800_000_000_000)),
            "random.bytes" => match call.arguments.get("count") {
                Some(Data::Int(count)) => {
                    let count = usize::try_from(*count).unwrap_or_default();
                    let bytes: Vec<u8> = (1..=u8::MAX).cycle().take(count).collect();
                    Reply::Value(Data::Bytes(bytes.into()))
                }
                _ => Reply::Denied,
            },
            _ => Reply::Denied,
        }
    }
}

impl Answerer {
    /// An answerer with generous limits, since CPython has none.
    #[must_use]
    pub fn new() -> Self {
        let mut builder = Engine::builder()
            .limits(Limits { fuel: 50_000_000, memory: 256 << 20, ..Limits::default() })
            .source_limits(SourceLimits { source_bytes: 1 << 20, ..SourceLimits::default() });
        for capability in GRANTED {
            builder = builder.grant(Capability(capability));
        }
        Self { engine: builder.build(), surface: Surface::custom(&[]) }
    }

    /// The answer to a function body.
    #[must_use]
    pub fn answer(&self, source: &str) -> Answer {
        let policy = match self.engine.compile("case", &self.surface, source) {
            Ok(policy) => policy,
            Err(error) => {
                // What CPython refuses comes before what hognose leaves out.
                let refused = error.diagnostics().iter().find_map(|diagnostic| match diagnostic.kind {
                    DiagnosticKind::Syntax(kind) => Some((kind, diagnostic)),
                    _ => None,
                });
                return match refused {
                    Some((kind, diagnostic)) => {
                        Answer::Raised { kind: kind.to_owned(), message: diagnostic.message.clone() }
                    }
                    None => Answer::Unsupported(error.to_string()),
                };
            }
        };
        let request = Request::custom::<&str, bool>([]);
        let (decision, repr) = policy.evaluate_repr(&request, &StoppedClock, hognose::Options::default());
        match (decision.failure, repr) {
            (Some(failure), _) => match failure.kind {
                FailureKind::Exception(kind) => {
                    Answer::Raised { kind: kind.to_owned(), message: failure.message }
                }
                _ => Answer::Unsupported(failure.message),
            },
            (None, Some(repr)) => Answer::Repr(repr),
            (None, None) => Answer::Unsupported(format!("{:?}", Outcome::Error)),
        }
    }
}

impl Default for Answerer {
    fn default() -> Self {
        Self::new()
    }
}
