//! What a contender is, how its answers are checked and how it is timed.

use crate::{given::Given, host};
use cpu_time::ThreadTime;
use hognose_benches::Workload;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// What can go wrong, as text.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// Why a contender has no answer to a workload.
#[derive(Debug)]
pub(crate) enum Missing {
    /// Its language cannot say it.
    Unsaid(String),
    /// It should have one.
    Wrong(String),
}

impl From<String> for Missing {
    fn from(error: String) -> Self {
        Self::Wrong(error)
    }
}

/// A contender with a workload at hand, or why it has none.
pub(crate) type Readied<'t> = std::result::Result<Box<dyn Prepared + 't>, Missing>;

/// What is timed.
pub(crate) const METRICS: [&str; 4] = ["bound", "compile", "cold", "json"];

/// A workload as contenders see it.
#[derive(Debug)]
pub(crate) struct Task {
    /// Name, Python source and the right answer.
    pub(crate) workload: Workload,
    /// The host's values by their names: `request`, `ak_client_ip`, `ak_is_sso_flow`, `geoip`.
    pub(crate) given: Given,
}

/// Names of the values a policy gets, in order, with the paths they are found at.
pub(crate) const PARAMETERS: [(&str, &[&str]); 6] = [
    ("request", &["request"]),
    ("context", &["request", "context"]),
    ("ak_client_ip", &["ak_client_ip"]),
    ("ak_is_sso_flow", &["ak_is_sso_flow"]),
    ("geoip", &["geoip"]),
    ("http_request", &["request", "http_request"]),
];

impl Task {
    /// The workload in another language, or why it cannot be said in it.
    pub(crate) fn port(&self, folder: &str, ending: &str) -> std::result::Result<String, Missing> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ports");
        let name = &self.workload.name;
        fs::read_to_string(root.join(folder).join(format!("{name}.{ending}"))).map_err(|error| {
            let reasons = fs::read_to_string(root.join("missing.json")).unwrap_or_default();
            let reasons: Value = serde_json::from_str(&reasons).unwrap_or_default();
            let reason = reasons.get(folder).and_then(|reasons| reasons.get(name)).and_then(Value::as_str);
            match reason {
                Some(reason) => Missing::Unsaid(reason.to_owned()),
                None => Missing::Wrong(format!("ports/{folder}/{name}.{ending}: {error}")),
            }
        })
    }

    /// Whether the answer depends on the time of day.
    pub(crate) fn timely(&self) -> bool {
        self.workload.source.contains("datetime")
    }
}

/// One contender.
pub(crate) trait Peer {
    /// Name, as in the table.
    fn name(&self) -> &'static str;
    /// What it is, in a few words.
    fn kind(&self) -> &'static str;
    /// The package whose version counts.
    fn package(&self) -> &'static str;
    /// Whether a policy can leave messages.
    fn speaks(&self) -> bool {
        true
    }
    /// Compile a workload and bind its input.
    ///
    /// # Errors
    /// Why it cannot.
    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t>;
}

/// A contender with a workload at hand.
pub(crate) trait Prepared {
    /// Parse and compile.
    fn compile(&mut self) -> Result<()>;
    /// Parse, compile, bind the host's values, evaluate once, result out.
    fn cold(&mut self) -> Result<Value>;
    /// Evaluate; compiled before, values in the interpreter. The result stays there unless asked for.
    fn bound(&mut self, out: bool) -> Result<Value>;
    /// Parse the values from JSON text, bind, evaluate; result out.
    fn json(&mut self) -> Result<Value>;
}

/// Run a metric once.
pub(crate) fn run(prepared: &mut dyn Prepared, metric: &str) -> Result<()> {
    match metric {
        "bound" => prepared.bound(false).map(|value| drop(std::hint::black_box(value))),
        "compile" => prepared.compile(),
        "cold" => prepared.cold().map(|value| drop(std::hint::black_box(value))),
        "json" => prepared.json().map(|value| drop(std::hint::black_box(value))),
        _ => Err(format!("no metric {metric}")),
    }
}

/// Prepare a workload and check the answers on every path.
pub(crate) fn prepare<'t>(peer: &dyn Peer, task: &'t Task) -> Readied<'t> {
    let mut prepared = peer.prepare(task)?;
    let path = |name: &str, value: Result<Value>| {
        let messages = host::messages();
        let value = value.map_err(|error| format!("{name}: {error}"))?;
        if task.timely() {
            return if value.is_boolean() { Ok(()) } else { Err(format!("{name}: {value}")) };
        }
        if !same(&value, &task.workload.expected) {
            return Err(format!("{name}: gave {value}"));
        }
        if peer.speaks() && messages != task.workload.messages {
            return Err(format!("{name}: left {messages} messages"));
        }
        Ok(())
    };
    host::messages();
    path("cold", prepared.cold())?;
    path("json", prepared.json())?;
    path("bound", prepared.bound(true))?;
    // A second time: an evaluation must not change what it was given.
    path("bound again", prepared.bound(true))?;
    Ok(prepared)
}

/// Whether two results are the same; `3` is `3.0`, and the order of keys does not count.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Nanoseconds of thread CPU time an operation, over at least `budget`; `count` is where to begin and is kept for the next time.
pub(crate) fn time(
    prepared: &mut dyn Prepared,
    metric: &str,
    budget: Duration,
    count: &mut u32,
) -> Result<f64> {
    loop {
        let start = ThreadTime::now();
        for _ in 0..*count {
            run(prepared, metric)?;
        }
        let elapsed = start.elapsed();
        host::messages();
        if elapsed.saturating_mul(2) >= budget || *count >= 1 << 26 {
            return Ok(elapsed.as_secs_f64() * 1e9 / f64::from(*count));
        }
        let grow = if elapsed.saturating_mul(16) < budget { 8 } else { 2 };
        *count = count.saturating_mul(grow);
    }
}
