//! Diagnostics.

use super::decision::PlaceJson;
use crate::decision::Place;
use crate::error::CompileError;
use hognose_syntax::{Diagnostic, DiagnosticKind, LineIndex};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Name and version of the form of diagnostics.
const SCHEMA: &str = "hognose.diagnostics/1";

impl CompileError {
    /// As JSON text, in the form of `spec/diagnostics.schema.json`.
    ///
    /// ```
    /// use hognose::{Engine, Surface};
    /// let error = Engine::new().compile("p", &Surface::custom(&[]), "return 1 +").unwrap_err();
    /// assert!(error.to_json().contains(r#""code":"E0001","kind":"syntax","type":"SyntaxError""#));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in it can fail: all keys are text, and there are no values of a policy.
        super::text(self).unwrap_or_default()
    }
}

/// The document of a policy that compiles: it has no diagnostics.
///
/// ```
/// assert_eq!(
///     hognose::json::no_diagnostics("p"),
///     r#"{"schema":"hognose.diagnostics/1","policy":"p","diagnostics":[]}"#
/// );
/// ```
#[must_use]
pub fn no_diagnostics(name: &str) -> String {
    super::text(&Document { name, source: "", found: &[] }).unwrap_or_default()
}

impl Serialize for CompileError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = Document { name: self.name(), source: self.source_text(), found: self.diagnostics() };
        document.serialize(serializer)
    }
}

struct Document<'a> {
    name: &'a str,
    source: &'a str,
    found: &'a [Diagnostic],
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = LineIndex::new(self.source);
        let found: Vec<_> = self.found.iter().map(|found| DiagnosticJson { found, lines: &lines }).collect();
        let mut out = serializer.serialize_map(Some(3))?;
        out.serialize_entry("schema", SCHEMA)?;
        out.serialize_entry("policy", self.name)?;
        out.serialize_entry("diagnostics", &found)?;
        out.end()
    }
}

struct DiagnosticJson<'a> {
    found: &'a Diagnostic,
    lines: &'a LineIndex<'a>,
}

impl Serialize for DiagnosticJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("code", self.found.code)?;
        let (kind, exception) = match self.found.kind {
            DiagnosticKind::Syntax(exception) => ("syntax", Some(exception)),
            DiagnosticKind::Limit => ("limit", None),
            DiagnosticKind::NotGranted => ("not_granted", None),
            // `Unsupported`, and whatever kinds come: all are things that hognose does not take.
            _ => ("unsupported", None),
        };
        out.serialize_entry("kind", kind)?;
        if let Some(exception) = exception {
            out.serialize_entry("type", exception)?;
        }
        out.serialize_entry("message", &self.found.message)?;
        out.serialize_entry("help", &self.found.help)?;
        out.serialize_entry("place", &PlaceJson::new(&Place::new(self.lines, self.found.span)))?;
        out.end()
    }
}
