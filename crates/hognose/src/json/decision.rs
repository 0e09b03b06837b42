//! Decisions.

use super::data::{Form, Json, Object};
use super::journal::EntryJson;
use super::{JsonError, text};
use crate::decision::{Cause, Decision, Failure, FailureKind, Frame, Outcome, Place};
use hognose_eval::Fatal;
use hognose_eval::output::{Effect, Log};
use hognose_syntax::Position;
use hognose_syntax::tree::Span;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Name and version of the form of decisions.
const SCHEMA: &str = "hognose.decision/1";

impl Decision {
    /// As JSON text, in the form of `spec/decision.schema.json`. Tuples and sets are lists there; see [`crate::json`].
    ///
    /// ```
    /// use hognose::{Engine, NoHost, Request, Surface};
    /// let surface = Surface::custom(&["name"]);
    /// let policy = Engine::new().compile("p", &surface, "return name == 'marie'")?;
    /// let decision = policy.evaluate(&Request::custom([("name", "marie")]), &NoHost);
    /// assert!(decision.to_json()?.starts_with(r#"{"schema":"hognose.decision/1","outcome":"pass","value":true,"#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When a value in it is nested too deep.
    pub fn to_json(&self) -> Result<String, JsonError> {
        text(self)
    }
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let messages: Vec<_> = self.messages.iter().map(|data| Json::new(data, Form::Plain)).collect();
        let effects: Vec<_> = self.effects.iter().map(EffectJson).collect();
        let logs: Vec<_> = self.logs.iter().map(LogJson).collect();
        let reads: Vec<_> = self.reads.iter().map(|span| SpanJson::new(*span)).collect();
        let journal: Vec<_> = self.journal.iter().map(EntryJson).collect();
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("schema", SCHEMA)?;
        out.serialize_entry("outcome", self.outcome.name())?;
        out.serialize_entry("value", &Json::new(&self.value, Form::Plain))?;
        out.serialize_entry("messages", &messages)?;
        out.serialize_entry("effects", &effects)?;
        out.serialize_entry("apply_effects", &self.effects_apply())?;
        out.serialize_entry("logs", &logs)?;
        out.serialize_entry("failure", &self.failure.as_deref().map(FailureJson))?;
        out.serialize_entry("reads", &reads)?;
        out.serialize_entry("usage", &UsageJson { fuel: self.usage.fuel, memory: self.usage.memory })?;
        out.serialize_entry("journal", &journal)?;
        out.end()
    }
}

impl Decision {
    /// Whether the effects may be applied: not when the evaluation ended in an error, or is pending.
    ///
    /// ```
    /// use hognose::{Engine, NoHost, Request, Surface};
    /// let policy = Engine::new().compile("p", &Surface::custom(&[]), "return 1 // 0")?;
    /// assert!(!policy.evaluate(&Request::custom::<&str, i64>([]), &NoHost).effects_apply());
    /// # Ok::<(), hognose::CompileError>(())
    /// ```
    #[must_use]
    pub const fn effects_apply(&self) -> bool {
        !matches!(self.outcome, Outcome::Error | Outcome::Pending)
    }
}

struct EffectJson<'a>(&'a Effect);

impl Serialize for EffectJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(2))?;
        out.serialize_entry("kind", self.0.kind)?;
        out.serialize_entry("arguments", &Object::new(&self.0.arguments, Form::Plain))?;
        out.end()
    }
}

struct LogJson<'a>(&'a Log);

impl Serialize for LogJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(3))?;
        out.serialize_entry("level", self.0.level)?;
        out.serialize_entry("event", &self.0.event)?;
        out.serialize_entry("attributes", &Object::new(&self.0.attributes, Form::Plain))?;
        out.end()
    }
}

struct FailureJson<'a>(&'a Failure);

impl Serialize for FailureJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failure = self.0;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("code", failure.kind.code())?;
        match &failure.kind {
            FailureKind::Exception(kind) => {
                out.serialize_entry("kind", "exception")?;
                out.serialize_entry("type", kind)?;
            }
            FailureKind::Fatal(fatal) => {
                out.serialize_entry("kind", fatal.code().1)?;
                out.serialize_entry("limit", &fatal.limit())?;
                if let Fatal::Denied(operation) | Fatal::HostUnavailable(operation) = fatal {
                    out.serialize_entry("operation", operation)?;
                }
            }
        }
        out.serialize_entry("message", &failure.message)?;
        out.serialize_entry("place", &failure.place.as_ref().map(PlaceJson::new))?;
        if let FailureKind::Exception(_) = failure.kind {
            out.serialize_entry("trace", &failure.trace.iter().map(FrameJson::new).collect::<Vec<_>>())?;
            out.serialize_entry("chain", &failure.chain.iter().map(CauseJson::new).collect::<Vec<_>>())?;
        }
        out.end()
    }
}

#[derive(Serialize)]
struct UsageJson {
    fuel: u64,
    memory: usize,
}

#[derive(Serialize)]
struct SpanJson {
    start: u32,
    end: u32,
}

impl SpanJson {
    fn new(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

/// A place: its first character, and the character behind its last one.
#[derive(Serialize)]
pub(super) struct PlaceJson {
    start: PositionJson,
    end: PositionJson,
}

#[derive(Serialize)]
struct PositionJson {
    offset: u32,
    line: u32,
    column: u32,
}

impl PlaceJson {
    pub(super) fn new(place: &Place) -> Self {
        let at = |offset: u32, position: Position| PositionJson {
            offset,
            line: position.line,
            column: position.column,
        };
        Self { start: at(place.span.start, place.start), end: at(place.span.end, place.end) }
    }
}

#[derive(Serialize)]
struct FrameJson<'a> {
    function: &'a str,
    place: PlaceJson,
}

impl<'a> FrameJson<'a> {
    fn new(frame: &'a Frame) -> Self {
        Self { function: &frame.function, place: PlaceJson::new(&frame.place) }
    }
}

#[derive(Serialize)]
struct CauseJson<'a> {
    explicit: bool,
    r#type: &'static str,
    message: &'a str,
}

impl<'a> CauseJson<'a> {
    fn new(cause: &'a Cause) -> Self {
        Self { explicit: cause.explicit, r#type: cause.kind, message: &cause.message }
    }
}
