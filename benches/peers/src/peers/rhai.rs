//! rhai, built without `sync`, which is faster on one thread.

use crate::given::Given;
use crate::host;
use crate::peer::{PARAMETERS, Peer, Prepared, Readied, Result, Task};
use ::rhai::{AST, Array, Dynamic, Engine, ImmutableString, Map, Scope};
use serde_json::Value;
use std::hint::black_box;

pub(crate) struct Rhai;

impl Peer for Rhai {
    fn name(&self) -> &'static str {
        "rhai"
    }

    fn kind(&self) -> &'static str {
        "a language of its own, tree walker"
    }

    fn package(&self) -> &'static str {
        "rhai"
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let source = task.port("rhai", "rhai")?;
        let engine = engine();
        let policy = compile(&engine, &source)?;
        Ok(Box::new(Ready { task, engine, source, policy, scope: bind(&task.given) }))
    }
}

fn engine() -> Engine {
    let mut engine = Engine::new();
    engine.register_fn("ak_message", |text: &str| host::message(text));
    engine.register_fn("regex_match", |text: &str, pattern: &str| host::regex_match(text, pattern));
    engine.register_fn("regex_replace", |text: &str, pattern: &str, by: &str| {
        host::regex_replace(text, pattern, by)
    });
    engine.register_fn("ip_in_network", |address: &str, network: &str| host::ip_in_network(address, network));
    engine.register_fn("now_utc", || {
        let (weekday, hour) = host::now();
        Map::from([("weekday".into(), weekday.into()), ("hour".into(), hour.into())])
    });
    engine
}

fn compile(engine: &Engine, source: &str) -> Result<AST> {
    engine.compile(source).map_err(|error| error.to_string())
}

fn bind(given: &Given) -> Scope<'static> {
    let mut scope = Scope::new();
    for (name, path) in PARAMETERS {
        // The ports reach what lies inside the request through it.
        if path.len() == 1 {
            scope.push_constant_dynamic(name, to(given.at(path)));
        }
    }
    scope
}

fn to(given: &Given) -> Dynamic {
    match given {
        Given::None => Dynamic::UNIT,
        Given::Bool(value) => (*value).into(),
        Given::Int(value) => (*value).into(),
        Given::Float(value) => (*value).into(),
        Given::Text(text) => ImmutableString::from(text.as_str()).into(),
        Given::List(items) => items.iter().map(to).collect::<Array>().into(),
        Given::Map(fields) | Given::Object(fields) => {
            fields.iter().map(|(key, value)| (key.as_str().into(), to(value))).collect::<Map>().into()
        }
    }
}

fn from(value: Dynamic) -> Value {
    if value.is_unit() {
        return Value::Null;
    }
    if let Ok(value) = value.as_bool() {
        return value.into();
    }
    if let Ok(value) = value.as_int() {
        return value.into();
    }
    if let Ok(value) = value.as_float() {
        return value.into();
    }
    let value = match value.try_cast_result::<Array>() {
        Ok(items) => return items.into_iter().map(from).collect(),
        Err(value) => value,
    };
    match value.try_cast_result::<Map>() {
        Ok(map) => map.into_iter().map(|(key, value)| (key.to_string(), from(value))).collect(),
        Err(value) => Value::from(value.to_string()),
    }
}

struct Ready<'t> {
    task: &'t Task,
    engine: Engine,
    source: String,
    policy: AST,
    scope: Scope<'static>,
}

fn evaluate(engine: &Engine, scope: &mut Scope<'static>, policy: &AST) -> Result<Dynamic> {
    let size = scope.len();
    let result = engine.eval_ast_with_scope::<Dynamic>(scope, policy);
    scope.rewind(size);
    result.map_err(|error| error.to_string())
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.engine, &self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        let policy = compile(&self.engine, &self.source)?;
        evaluate(&self.engine, &mut bind(&self.task.given), &policy).map(from)
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        let result = evaluate(&self.engine, &mut self.scope, &self.policy)?;
        Ok(if out { from(result) } else { Value::Null })
    }

    fn json(&mut self) -> Result<Value> {
        let given = Given::parse(&self.task.workload.json)?;
        evaluate(&self.engine, &mut bind(&given), &self.policy).map(from)
    }
}
