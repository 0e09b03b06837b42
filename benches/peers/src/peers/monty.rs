//! monty: Pydantic's interpreter of Python. A host gives it plain values anew for every evaluation, and answers each call of a host's function
//! by resuming a run that has stopped.

use crate::given::Given;
use crate::host;
use crate::peer::{Missing, PARAMETERS, Peer, Prepared, Readied, Result, Task};
use ::monty::{MontyRun, RunProgress};
use chrono::{Datelike, Timelike};
use monty_types::{CompileOptions, MontyDateTime, MontyObject, OsFunctionCall, PrintWriter, ResourceTracker};
use serde_json::{Map, Value};
use std::hint::black_box;

/// What the host does for a policy.
const FUNCTIONS: [&str; 4] = ["ak_message", "regex_match", "regex_replace", "ip_in_network"];

pub(crate) struct Monty;

impl Peer for Monty {
    fn name(&self) -> &'static str {
        "monty"
    }

    fn kind(&self) -> &'static str {
        "Python, bytecode machine"
    }

    fn package(&self) -> &'static str {
        "monty"
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        // The Python itself, but where a module is missing.
        let source = match task.port("monty", "py") {
            Ok(source) => source,
            Err(Missing::Unsaid(reason)) => return Err(Missing::Unsaid(reason)),
            Err(Missing::Wrong(_)) => task.workload.source.clone(),
        };
        let stops = FUNCTIONS.iter().any(|name| source.contains(name)) || source.contains("datetime");
        let policy = compile(&source)?;
        Ok(Box::new(Ready { task, source, stops, policy, inputs: inputs(&task.given) }))
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn compile(source: &str) -> Result<MontyRun> {
    let mut whole = "def handler():\n".to_owned();
    for line in source.lines() {
        whole.push_str("    ");
        whole.push_str(line);
        whole.push('\n');
    }
    whole.push_str("handler()");
    let names = PARAMETERS.iter().map(|(name, _)| *name).chain(FUNCTIONS).map(str::to_owned);
    MontyRun::new(whole, "policy.py", names.collect(), CompileOptions::default()).map_err(text)
}

/// Objects are named tuples, whose attributes it reads without asking the host.
fn to(given: &Given) -> MontyObject {
    match given {
        Given::None => MontyObject::None,
        Given::Bool(value) => MontyObject::Bool(*value),
        Given::Int(value) => MontyObject::Int(*value),
        Given::Float(value) => MontyObject::Float(*value),
        Given::Text(text) => MontyObject::String(text.clone()),
        Given::List(items) => MontyObject::List(items.iter().map(to).collect()),
        Given::Map(fields) => {
            let pair = |(key, value): &(String, Given)| (MontyObject::String(key.clone()), to(value));
            MontyObject::dict(fields.iter().map(pair).collect::<Vec<_>>())
        }
        Given::Object(fields) => MontyObject::NamedTuple {
            type_name: "object".to_owned(),
            field_names: fields.iter().map(|(name, _)| name.clone()).collect(),
            values: fields.iter().map(|(_, value)| to(value)).collect(),
        },
    }
}

/// The values of [`PARAMETERS`] and the functions.
fn inputs(given: &Given) -> Vec<MontyObject> {
    let function = |name: &str| MontyObject::Function { name: name.to_owned(), docstring: None };
    PARAMETERS.iter().map(|(_, path)| to(given.at(path))).chain(FUNCTIONS.map(function)).collect()
}

fn from(value: &MontyObject) -> Result<Value> {
    Ok(match value {
        MontyObject::None => Value::Null,
        MontyObject::Bool(value) => (*value).into(),
        MontyObject::Int(value) => (*value).into(),
        MontyObject::Float(value) => (*value).into(),
        MontyObject::String(text) => text.as_str().into(),
        MontyObject::List(items) | MontyObject::Tuple(items) => {
            items.iter().map(from).collect::<Result<_>>()?
        }
        MontyObject::Dict(pairs) => {
            let mut map = Map::new();
            for (key, value) in pairs {
                map.insert(key.to_string(), from(value)?);
            }
            Value::Object(map)
        }
        other => return Err(format!("a result of another kind: {other}")),
    })
}

fn answer(name: &str, arguments: &[MontyObject]) -> Result<MontyObject> {
    match (name, arguments) {
        ("ak_message", [MontyObject::String(text)]) => {
            host::message(text);
            Ok(MontyObject::None)
        }
        ("regex_match", [MontyObject::String(text), MontyObject::String(pattern)]) => {
            Ok(MontyObject::Bool(host::regex_match(text, pattern)))
        }
        (
            "regex_replace",
            [MontyObject::String(text), MontyObject::String(pattern), MontyObject::String(by)],
        ) => Ok(MontyObject::String(host::regex_replace(text, pattern, by))),
        ("ip_in_network", [MontyObject::String(address), MontyObject::String(network)]) => {
            Ok(MontyObject::Bool(host::ip_in_network(address, network)))
        }
        _ => Err(format!("no {name} of these arguments")),
    }
}

fn now() -> Result<MontyObject> {
    let now = chrono::Utc::now();
    let small = |value: u32| u8::try_from(value).map_err(text);
    Ok(MontyObject::DateTime(MontyDateTime {
        year: now.year(),
        month: small(now.month())?,
        day: small(now.day())?,
        hour: small(now.hour())?,
        minute: small(now.minute())?,
        second: small(now.second())?,
        microsecond: now.timestamp_subsec_micros(),
        offset_seconds: Some(0),
        timezone_name: None,
    }))
}

struct Ready<'t> {
    task: &'t Task,
    source: String,
    /// Whether it calls the host. What does not is run without stopping, which is faster.
    stops: bool,
    policy: MontyRun,
    inputs: Vec<MontyObject>,
}

impl Ready<'_> {
    fn evaluate(&self, policy: &MontyRun, inputs: Vec<MontyObject>) -> Result<MontyObject> {
        let limits = ResourceTracker::default();
        if !self.stops {
            return policy.run(inputs, limits, PrintWriter::Disabled).map_err(text);
        }
        let mut progress = policy.clone().start(inputs, limits, PrintWriter::Disabled).map_err(text)?;
        loop {
            progress = match progress {
                RunProgress::Complete(value) => return Ok(value),
                RunProgress::FunctionCall(call) => {
                    let result = answer(&call.function_name, &call.args)?;
                    call.resume(result, PrintWriter::Disabled)
                }
                RunProgress::OsCall(call) => match call.function_call {
                    OsFunctionCall::DateTimeNow(_) => call.resume(now()?, PrintWriter::Disabled),
                    _ => return Err("an operation that no workload has".to_owned()),
                },
                RunProgress::NameLookup(_) => return Err("a name that no workload has".to_owned()),
                RunProgress::ResolveFutures(_) => return Err("a future".to_owned()),
            }
            .map_err(text)?;
        }
    }
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        from(&self.evaluate(&compile(&self.source)?, inputs(&self.task.given))?)
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        let result = self.evaluate(&self.policy, self.inputs.clone())?;
        if out { from(&result) } else { Ok(Value::Null) }
    }

    fn json(&mut self) -> Result<Value> {
        from(&self.evaluate(&self.policy, inputs(&Given::parse(&self.task.workload.json)?))?)
    }
}
