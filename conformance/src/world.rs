//! The world of the hostile expressions: a host over `attacks/context.json` that answers from tables and notes what reached it.

use hognose::{Data, DiagnosticKind, Engine, FailureKind, NoHost, Options, Request, Surface};
use serde_json::{Value, json};
use std::fs;

/// Names that the expressions' function takes.
const NAMES: [&str; 5] = ["request", "context", "ak_client_ip", "ak_is_sso_flow", "http_request"];

/// Evaluate files one after the other in one engine and report the last one.
///
/// # Errors
/// A file that cannot be read.
pub fn run_files(context: &str, files: &[String]) -> Result<Value, String> {
    let text = fs::read_to_string(context).map_err(|error| format!("{context}: {error}"))?;
    let world: Value = serde_json::from_str(&text).map_err(|error| format!("{context}: {error}"))?;
    let engine = Engine::builder().build();
    let mut report = json!({ "status": "ok" });
    for file in files {
        let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        report = run_source(&engine, &world, &bytes);
    }
    Ok(report)
}

/// Evaluate one source, wrapped in `def handler(…):` or bare.
#[must_use]
pub fn run_source(engine: &Engine, world: &Value, bytes: &[u8]) -> Value {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return json!({ "status": "deny-static", "exc": "SyntaxError", "message": "the source is not UTF-8" });
    };
    let body = unwrapped(text);
    let surface = Surface::custom(&NAMES);
    let policy = match engine.compile("attack", &surface, &body) {
        Ok(policy) => policy,
        Err(error) => {
            let kind = error.diagnostics().first().map(|diagnostic| diagnostic.kind);
            let exc = match kind {
                Some(DiagnosticKind::Syntax(kind)) => Some(kind),
                _ => None,
            };
            return json!({ "status": "deny-static", "exc": exc, "message": error.to_string() });
        }
    };
    let request = request(world);
    let (decision, repr) = policy.evaluate_repr(&request, &NoHost, Options::default());
    let mut items: Vec<String> = decision.messages.iter().map(|message| format!("{message:?}")).collect();
    items.extend(decision.effects.iter().map(|effect| format!("{effect:?}")));
    items.extend(decision.logs.iter().map(|log| format!("{log:?}")));
    let bytes: usize = items.iter().map(String::len).sum();
    let effects = json!({ "count": items.len(), "bytes": bytes, "items": items });
    match decision.failure {
        None => json!({ "status": "ok", "value": repr, "message": "", "effects": effects }),
        Some(failure) => match failure.kind {
            FailureKind::Exception(kind) => {
                json!({ "status": "error", "exc": kind, "message": failure.message, "effects": effects })
            }
            _ => json!({ "status": "limit", "message": failure.message, "effects": effects }),
        },
    }
}

/// The body of `def handler(…):` as an administrator types it; a bare body as it is.
fn unwrapped(text: &str) -> String {
    let Some((head, rest)) = text.split_once('\n') else { return text.to_owned() };
    if !head.starts_with("def handler(") {
        return text.to_owned();
    }
    rest.split('\n').map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn request(world: &Value) -> Request {
    let visible = world.get("visible").cloned().unwrap_or_default();
    let context = visible.get("context").map_or(Data::None, data);
    Request::custom([
        ("context", context),
        ("ak_client_ip", visible.get("ak_client_ip").map_or(Data::None, data)),
        ("ak_is_sso_flow", visible.get("ak_is_sso_flow").map_or(Data::None, data)),
    ])
}

fn data(value: &Value) -> Data {
    match value {
        Value::Null => Data::None,
        Value::Bool(value) => Data::Bool(*value),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Data::Int(int),
            (None, float) => Data::Float(float.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Data::Str(text.as_str().into()),
        Value::Array(items) => Data::List(items.iter().map(data).collect()),
        Value::Object(entries) => {
            Data::Map(entries.iter().map(|(key, value)| (key.as_str(), data(value))).collect())
        }
    }
}
