//! cel: the Common Expression Language.

use crate::given::Given;
use crate::host;
use crate::peer::{PARAMETERS, Peer, Prepared, Readied, Result, Task};
use ::cel::common::types::{CelBool, CelString, STRING_TYPE};
use ::cel::common::value::CowVal;
use ::cel::objects::{Key, Map};
use ::cel::{Context, Env, ExecutionError, Program, Value as Cell, extensions};
use serde_json::Value;
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

pub(crate) struct Cel;

impl Peer for Cel {
    fn name(&self) -> &'static str {
        "cel"
    }

    fn kind(&self) -> &'static str {
        "expressions without statements, tree walker"
    }

    fn package(&self) -> &'static str {
        "cel"
    }

    fn speaks(&self) -> bool {
        false
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let source = task.port("cel", "cel")?;
        let env = environment()?;
        let policy = compile(&env, &source)?;
        let timely = task.timely();
        let context = bind(&env, &task.given, timely);
        Ok(Box::new(Ready { task, env, source, policy, context, timely }))
    }
}

fn argument<'a>(
    arguments: &'a [CowVal<'_, '_>],
    index: usize,
) -> std::result::Result<&'a str, ExecutionError> {
    let text = arguments.get(index).and_then(|value| value.downcast_ref::<CelString<'_>>());
    text.map(CelString::inner).ok_or_else(|| ExecutionError::function_error("host", "not a string"))
}

fn environment() -> Result<Arc<Env>> {
    let mut env = Env::stdlib();
    env.add_extension(extensions::strings).map_err(|error| format!("{error:?}"))?;
    env.add_overload("regex_match", "regex_match_ss", vec![STRING_TYPE, STRING_TYPE], |given| {
        Ok(CowVal::owned(CelBool::from(host::regex_match(argument(&given, 0)?, argument(&given, 1)?))))
    })
    .map_err(|error| format!("{error:?}"))?;
    env.add_overload("ip_in_network", "ip_in_network_ss", vec![STRING_TYPE, STRING_TYPE], |given| {
        Ok(CowVal::owned(CelBool::from(host::ip_in_network(argument(&given, 0)?, argument(&given, 1)?))))
    })
    .map_err(|error| format!("{error:?}"))?;
    let three = vec![STRING_TYPE, STRING_TYPE, STRING_TYPE];
    env.add_overload("regex_replace", "regex_replace_sss", three, |given| {
        let text = host::regex_replace(argument(&given, 0)?, argument(&given, 1)?, argument(&given, 2)?);
        Ok(CowVal::owned(CelString::from(text)))
    })
    .map_err(|error| format!("{error:?}"))?;
    Ok(Arc::new(env))
}

fn compile(env: &Arc<Env>, source: &str) -> Result<Program> {
    env.compile(source).map_err(|error| error.to_string())
}

fn bind(env: &Arc<Env>, given: &Given, timely: bool) -> Context<'static, 'static> {
    let mut context = Context::with_env(env.clone());
    for (name, path) in PARAMETERS {
        // The ports reach what lies inside the request through it.
        if path.len() == 1 {
            context.add_variable_from_value(name, to(given.at(path)));
        }
    }
    if timely {
        tell_time(&mut context);
    }
    context
}

/// The language has no clock: the host gives the time.
fn tell_time(context: &mut Context<'_, '_>) {
    context.add_variable_from_value("now", Cell::Timestamp(chrono::Utc::now().fixed_offset()));
}

fn to(given: &Given) -> Cell {
    match given {
        Given::None => Cell::Null,
        Given::Bool(value) => Cell::Bool(*value),
        Given::Int(value) => Cell::Int(*value),
        Given::Float(value) => Cell::Float(*value),
        Given::Text(text) => Cell::String(Arc::new(text.clone())),
        Given::List(items) => Cell::List(Arc::new(items.iter().map(to).collect())),
        Given::Map(fields) | Given::Object(fields) => {
            let entry = |(key, value): &(String, Given)| (Key::String(Arc::new(key.clone())), to(value));
            Cell::Map(Map { map: Arc::new(fields.iter().map(entry).collect::<HashMap<_, _>>()) })
        }
    }
}

fn from(value: &Cell) -> Value {
    match value {
        Cell::Null => Value::Null,
        Cell::Bool(value) => (*value).into(),
        Cell::Int(value) => (*value).into(),
        Cell::UInt(value) => (*value).into(),
        Cell::Float(value) => (*value).into(),
        Cell::String(text) => text.as_str().into(),
        Cell::List(items) => items.iter().map(from).collect(),
        Cell::Map(map) => {
            let key =
                |key: &Key| if let Key::String(text) = key { text.to_string() } else { format!("{key:?}") };
            map.map.iter().map(|(name, value)| (key(name), from(value))).collect()
        }
        other => Value::from(format!("{other:?}")),
    }
}

struct Ready<'t> {
    task: &'t Task,
    env: Arc<Env>,
    source: String,
    policy: Program,
    context: Context<'static, 'static>,
    timely: bool,
}

fn evaluate(policy: &Program, context: &Context<'_, '_>) -> Result<Cell> {
    policy.execute(context).map_err(|error| error.to_string())
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.env, &self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        let policy = compile(&self.env, &self.source)?;
        Ok(from(&evaluate(&policy, &bind(&self.env, &self.task.given, self.timely))?))
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        if self.timely {
            tell_time(&mut self.context);
        }
        let result = evaluate(&self.policy, &self.context)?;
        Ok(if out { from(&result) } else { Value::Null })
    }

    fn json(&mut self) -> Result<Value> {
        let given = Given::parse(&self.task.workload.json)?;
        Ok(from(&evaluate(&self.policy, &bind(&self.env, &given, self.timely))?))
    }
}
