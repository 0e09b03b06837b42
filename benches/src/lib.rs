//! Benchmarks of hognose: the workloads and how they are run.
//!
//! `cargo bench -p hognose-benches` runs them through criterion; `benches/compare.py` runs them against CPython in the same run and
//! prints ratios.

mod inputs;

use hognose::{
    Capability, Data, Decision, Engine, Host, HostCall, Limits, Map, OpenRecord, Options, Outcome, Policy,
    Reply, Request, Scratch, Surface,
};
use inputs::Inputs;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Names the workloads see.
pub const NAMES: [&str; 6] =
    ["request", "context", "ak_client_ip", "ak_is_sso_flow", "geoip", "http_request"];

/// A workload with its inputs.
#[derive(Debug)]
pub struct Workload {
    /// File name without ending.
    pub name: String,
    /// Source text.
    pub source: String,
    /// Inputs as JSON text.
    pub json: String,
    /// Inputs.
    pub request: Request,
    /// The value it must return.
    pub expected: Value,
    /// How many messages it must leave.
    pub messages: usize,
}

/// All workloads, by name.
///
/// # Errors
/// A data file that cannot be read.
pub fn workloads() -> Result<Vec<Workload>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let parse = |path: &Path| -> Result<Value, String> {
        serde_json::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
    };
    let document = parse(&root.join("context.json"))?;
    let expected = parse(&root.join("expected.json"))?;
    let folder = root.join("workloads");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".py").map(str::to_owned))
        .collect();
    names.sort();
    let mut found = Vec::new();
    for name in names {
        let mut inputs = document.get("base").cloned().unwrap_or_default();
        let extra = document.get("extra").and_then(|extra| extra.get(&name)).and_then(Value::as_object);
        if let (Some(extra), Some(Value::Object(context))) = (extra, inputs.pointer_mut("/request/context")) {
            context.extend(extra.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        let answer = expected.get(&name).cloned().unwrap_or_default();
        found.push(Workload {
            source: read(&folder.join(format!("{name}.py")))?,
            json: inputs.to_string(),
            request: request(&inputs),
            expected: answer.get("result").cloned().unwrap_or_default(),
            messages: answer
                .get("messages")
                .and_then(Value::as_u64)
                .and_then(|count| usize::try_from(count).ok())
                .unwrap_or(0),
            name,
        });
    }
    Ok(found)
}

/// The inputs as a request: `context` and `http_request` are those of the request.
#[must_use]
pub fn request(inputs: &Value) -> Request {
    let part = |path: &str| inputs.pointer(path).map_or(Data::None, data);
    Request::custom([
        ("request", part("/request")),
        ("context", part("/request/context")),
        ("ak_client_ip", part("/ak_client_ip")),
        ("ak_is_sso_flow", part("/ak_is_sso_flow")),
        ("geoip", part("/geoip")),
        ("http_request", part("/request/http_request")),
    ])
}

/// JSON as data: an object with `$class` is an object of that type.
#[must_use]
pub fn data(value: &Value) -> Data {
    match value {
        Value::Null => Data::None,
        Value::Bool(value) => Data::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Data::Int(int),
            None => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Data::from(text.as_str()),
        Value::Array(items) => Data::List(items.iter().map(data).collect()),
        Value::Object(entries) => {
            let map: Map = entries
                .iter()
                .filter(|(key, _)| *key != "$class")
                .map(|(key, value)| (key.as_str(), data(value)))
                .collect();
            match entries.get("$class").and_then(Value::as_str) {
                Some(class) => OpenRecord { type_name: class.into(), fields: map }.into(),
                None => Data::Map(map),
            }
        }
    }
}

/// Data as JSON, for checking results.
#[must_use]
pub fn json(data: &Data) -> Value {
    match data {
        Data::Bool(value) => Value::from(*value),
        Data::Int(value) => Value::from(*value),
        Data::Float(value) => Value::from(*value),
        Data::Str(text) => Value::from(&**text),
        Data::List(items) | Data::Tuple(items) => items.iter().map(json).collect(),
        Data::Map(map) => map.iter().map(|(key, value)| (key.to_owned(), json(value))).collect(),
        _ => Value::Null,
    }
}

/// A host that knows the time, or for which it stands still.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// Nanoseconds since 1970 at which it stands still.
    pub stopped: Option<i64>,
}

/// A Monday in March, ten in the morning.
const MORNING: i64 = 1_772_445_600_000_000_000;

impl Host for Clock {
    fn call(&self, call: &HostCall) -> Reply {
        if call.operation != "clock.now" {
            return Reply::Denied;
        }
        let now = || {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
        };
        Reply::Value(Data::Int(self.stopped.unwrap_or_else(now)))
    }
}

/// Whether a decision is the workload's.
fn check(workload: &Workload, decision: &Decision) -> Result<(), String> {
    if let Some(failure) = &decision.failure {
        return Err(format!("{}: {:?}: {}", workload.name, failure.kind, failure.message));
    }
    // What depends on the time of day has no one answer.
    let timeless = !workload.source.contains("datetime");
    if timeless
        && (json(&decision.value) != workload.expected || decision.messages.len() != workload.messages)
    {
        return Err(format!("{}: gave {:?}", workload.name, decision.value));
    }
    Ok(())
}

/// What a benchmark needs: the engine, a compiled policy and memory to evaluate in.
#[derive(Debug)]
pub struct Bench<'w> {
    workload: &'w Workload,
    engine: Engine,
    surface: Surface,
    policy: Policy,
    bytes: Vec<u8>,
    clock: Clock,
    scratch: Scratch,
}

/// The engine that benches use.
#[must_use]
pub fn engine() -> Engine {
    let limits = Limits { fuel: 100_000_000, ..Limits::default() };
    // With the same hashes each time: instructions are counted.
    Engine::builder().grant(Capability("clock")).limits(limits).hash_seed((1, 2)).build()
}

impl<'w> Bench<'w> {
    /// Compile a workload and check that it gives the right answer.
    ///
    /// # Errors
    /// A workload that does not compile or gives another answer.
    pub fn new(workload: &'w Workload) -> Result<Self, String> {
        let engine = engine();
        let surface = Surface::custom(&NAMES);
        let policy =
            engine.compile(&workload.name, &surface, &workload.source).map_err(|error| error.to_string())?;
        let bytes = policy.to_bytes().map_err(|error| error.to_string())?;
        let mut bench = Self {
            workload,
            engine,
            surface,
            policy,
            bytes,
            clock: Clock::default(),
            scratch: Scratch::new(),
        };
        // On every path, before any is timed.
        for decision in [
            bench.load()?,
            bench.load_and_bind()?,
            bench.cold()?,
            bench.first()?,
            bench.json()?,
            bench.host(),
        ] {
            check(workload, &decision)?;
        }
        Ok(bench)
    }

    /// With a clock that stands still, for what must be the same each time.
    #[must_use]
    pub fn stopped(mut self) -> Self {
        self.clock.stopped = Some(MORNING);
        self
    }

    /// The saved policy.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Parse and compile.
    ///
    /// # Errors
    /// None in practice: the workload compiled before.
    pub fn compile(&self) -> Result<Policy, String> {
        self.engine
            .compile(&self.workload.name, &self.surface, &self.workload.source)
            .map_err(|error| error.to_string())
    }

    /// The share of [`Bench::compile`] that is reading the text: bounds, tokens, grammar, scopes, our own tree.
    ///
    /// # Errors
    /// None in practice: the workload compiled before.
    pub fn parse(&self) -> Result<hognose_syntax::tree::Tree, String> {
        let options = hognose_syntax::Options { parameters: &NAMES, ..hognose_syntax::Options::default() };
        hognose_syntax::parse(&self.workload.source, &options).map_err(|errors| format!("{errors:?}"))
    }

    /// What the parser crate alone is given for the workload; running it is its own share of [`Bench::parse`].
    ///
    /// # Errors
    /// None in practice: the workload compiled before.
    pub fn grammar(&self) -> Result<hognose_syntax::Given, String> {
        hognose_syntax::Given::new(&self.workload.source).ok_or_else(|| "not parsed".to_owned())
    }

    /// Parse, compile, bind the inputs and evaluate once.
    ///
    /// # Errors
    /// As [`Bench::compile`].
    pub fn cold(&mut self) -> Result<Decision, String> {
        let policy = self.compile()?;
        let inputs = self.workload.request.clone();
        Ok(policy.evaluate_in(&mut self.scratch, &inputs, &self.clock, Options::default()))
    }

    /// Parse, compile and evaluate once, inputs at hand.
    ///
    /// # Errors
    /// As [`Bench::compile`].
    pub fn first(&mut self) -> Result<Decision, String> {
        let policy = self.compile()?;
        Ok(policy.evaluate_in(&mut self.scratch, &self.workload.request, &self.clock, Options::default()))
    }

    /// Load the saved policy and evaluate once, inputs at hand.
    ///
    /// # Errors
    /// None in practice: the policy was loaded before.
    pub fn load(&mut self) -> Result<Decision, String> {
        let policy = Policy::from_bytes(&self.engine, &self.bytes).map_err(|error| error.to_string())?;
        Ok(policy.evaluate_in(&mut self.scratch, &self.workload.request, &self.clock, Options::default()))
    }

    /// Load the saved policy, bind the inputs and evaluate once.
    ///
    /// # Errors
    /// As [`Bench::load`].
    pub fn load_and_bind(&mut self) -> Result<Decision, String> {
        let policy = Policy::from_bytes(&self.engine, &self.bytes).map_err(|error| error.to_string())?;
        let inputs = self.workload.request.clone();
        Ok(policy.evaluate_in(&mut self.scratch, &inputs, &self.clock, Options::default()))
    }

    /// Evaluate for a number of requests in one go; how many passed.
    pub fn many(&mut self, count: usize) -> usize {
        let options = Options { discard_value: true, ..Options::default() };
        let requests = std::iter::repeat_n(&self.workload.request, count);
        let decisions = self.policy.evaluate_many(&mut self.scratch, requests, &self.clock, options);
        decisions.filter(|decision| decision.outcome == Outcome::Pass).count()
    }

    /// Evaluate, inputs at hand; the result stays in the engine.
    pub fn bound(&mut self) -> Decision {
        let options = Options { discard_value: true, ..Options::default() };
        self.policy.evaluate_in(&mut self.scratch, &self.workload.request, &self.clock, options)
    }

    /// Evaluate, inputs at hand, result out.
    pub fn host(&mut self) -> Decision {
        self.policy.evaluate_in(&mut self.scratch, &self.workload.request, &self.clock, Options::default())
    }

    /// Parse the inputs from JSON text, bind and evaluate.
    ///
    /// # Errors
    /// None in practice: the inputs are valid.
    pub fn json(&mut self) -> Result<Decision, String> {
        let inputs: Inputs = serde_json::from_str(&self.workload.json).map_err(|error| error.to_string())?;
        let request = inputs.request_for(&self.policy);
        Ok(self.policy.evaluate_in(&mut self.scratch, &request, &self.clock, Options::default()))
    }
}
