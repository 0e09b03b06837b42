//! Running attacks in this process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hognose::Engine;
use serde_json::Value;

use super::{Attack, Ending, Observed};
use crate::world;

/// Runs the evaluations of an attack one after the other in one new engine; what the last one came to is observed.
#[must_use]
pub fn run(attack: &Attack, world: &Value) -> Observed {
    let run = || {
        let engine = Engine::builder().build();
        let mut report = Value::default();
        for evaluation in &attack.evaluations {
            report = world::run_source(&engine, world, &evaluation.body);
        }
        report
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(report) => observed(&report),
        Err(_) => observation(Ending::Panic, String::new(), Vec::new()),
    }
}

fn observation(ending: Ending, message: String, effects: Vec<String>) -> Observed {
    Observed { ending, message, effects, too_slow: false, too_big: false }
}

fn observed(report: &Value) -> Observed {
    let text = |key: &str| report.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let ending = match text("status").as_str() {
        "ok" => Ending::Value(text("value")),
        "deny-static" => Ending::Refused,
        "error" => Ending::Error(text("exc")),
        _ => Ending::Limit,
    };
    let items = report.get("effects").and_then(|effects| effects.get("items")).and_then(Value::as_array);
    let items = items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    observation(ending, text("message"), items.collect())
}
