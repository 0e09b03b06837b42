//! starlark: the dialect of Python for configuration.

use crate::given::Given;
use crate::host;
use crate::peer::{PARAMETERS, Peer, Prepared, Readied, Result, Task};
use ::starlark::environment::{FrozenModule, Globals, GlobalsBuilder, LibraryExtension, Module};
use ::starlark::eval::Evaluator;
use ::starlark::starlark_module;
use ::starlark::syntax::{AstModule, Dialect};
use ::starlark::values::dict::AllocDict;
use ::starlark::values::list::ListRef;
use ::starlark::values::none::NoneType;
use ::starlark::values::structs::AllocStruct;
use ::starlark::values::{Heap, OwnedFrozenValue, Value as Cell};
use serde_json::Value;
use std::hint::black_box;

pub(crate) struct Starlark;

impl Peer for Starlark {
    fn name(&self) -> &'static str {
        "starlark"
    }

    fn kind(&self) -> &'static str {
        "a dialect of Python, bytecode machine"
    }

    fn package(&self) -> &'static str {
        "starlark"
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let source = task.port("star", "star")?;
        let globals = globals();
        let policy = compile(&globals, &source)?;
        let bound = freeze(&task.given)?;
        Ok(Box::new(Ready { task, globals, source, policy, bound }))
    }
}

#[starlark_module]
fn functions(builder: &mut GlobalsBuilder) {
    fn ak_message(text: &str) -> anyhow::Result<NoneType> {
        host::message(text);
        Ok(NoneType)
    }

    fn regex_match(text: &str, pattern: &str) -> anyhow::Result<bool> {
        Ok(host::regex_match(text, pattern))
    }

    fn regex_replace(text: &str, pattern: &str, by: &str) -> anyhow::Result<String> {
        Ok(host::regex_replace(text, pattern, by))
    }

    fn ip_in_network(address: &str, network: &str) -> anyhow::Result<bool> {
        Ok(host::ip_in_network(address, network))
    }

    fn now_utc<'v>(heap: Heap<'v>) -> anyhow::Result<Cell<'v>> {
        let (weekday, hour) = host::now();
        Ok(heap.alloc(AllocStruct([("weekday", weekday), ("hour", hour)])))
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn globals() -> Globals {
    let extensions = [LibraryExtension::StructType, LibraryExtension::Map, LibraryExtension::Filter];
    GlobalsBuilder::extended_by(&extensions).with(functions).build()
}

/// The body as a function; its module is frozen, which is how a host keeps it.
fn compile(globals: &Globals, source: &str) -> Result<OwnedFrozenValue> {
    let names = PARAMETERS.map(|(name, _)| name).join(", ");
    let mut whole = format!("def handler({names}):\n");
    for line in source.lines() {
        whole.push_str("    ");
        whole.push_str(line);
        whole.push('\n');
    }
    let dialect = Dialect { enable_f_strings: true, ..Dialect::Extended };
    let tree = AstModule::parse("policy.star", whole, &dialect).map_err(text)?;
    let module: FrozenModule = Module::with_temp_heap(|module| {
        Evaluator::new(&module).eval_module(tree, globals).map_err(text)?;
        module.freeze().map_err(|error| format!("{error:?}"))
    })?;
    module.get("handler").map_err(text)
}

fn to<'v>(heap: Heap<'v>, given: &Given) -> Cell<'v> {
    match given {
        Given::None => Cell::new_none(),
        Given::Bool(value) => Cell::new_bool(*value),
        Given::Int(value) => heap.alloc(*value),
        Given::Float(value) => heap.alloc(*value),
        Given::Text(text) => heap.alloc(text.as_str()),
        Given::List(items) => heap.alloc(items.iter().map(|item| to(heap, item)).collect::<Vec<_>>()),
        Given::Map(fields) => {
            heap.alloc(AllocDict(fields.iter().map(|(key, value)| (key.as_str(), to(heap, value)))))
        }
        Given::Object(fields) => {
            heap.alloc(AllocStruct(fields.iter().map(|(key, value)| (key.as_str(), to(heap, value)))))
        }
    }
}

/// The values of [`PARAMETERS`].
fn bind<'v>(heap: Heap<'v>, given: &Given) -> Result<Vec<Cell<'v>>> {
    let request = to(heap, given.at(&["request"]));
    let value = |path: &[&str]| match path {
        ["request"] => Ok(request),
        ["request", field] => {
            request.get_attr(field, heap).map_err(text)?.ok_or_else(|| format!("no {field}"))
        }
        _ => Ok(to(heap, given.at(path))),
    };
    PARAMETERS.into_iter().map(|(_, path)| value(path)).collect()
}

/// The values as a frozen list, for evaluations that do not bind.
fn freeze(given: &Given) -> Result<OwnedFrozenValue> {
    let module: FrozenModule = Module::with_temp_heap(|module| {
        let values = module.heap().alloc(bind(module.heap(), given)?);
        module.set("values", values);
        module.freeze().map_err(|error| format!("{error:?}"))
    })?;
    module.get("values").map_err(text)
}

fn from(value: Cell<'_>) -> Result<Value> {
    value.to_json_value().map_err(text)
}

/// Call the policy with bound values, and look at the result.
fn bound<T>(
    policy: &OwnedFrozenValue,
    values: &OwnedFrozenValue,
    then: impl for<'v> FnOnce(Cell<'v>) -> Result<T>,
) -> Result<T> {
    Module::with_temp_heap(|module| {
        let policy = module.heap().access_owned_frozen_value(policy);
        let values = module.heap().access_owned_frozen_value(values);
        let values = ListRef::from_value(values).ok_or("not a list")?;
        let result = Evaluator::new(&module).eval_function(policy, values.content(), &[]).map_err(text)?;
        then(result)
    })
}

/// Bind, call, result out.
fn whole(policy: &OwnedFrozenValue, given: &Given) -> Result<Value> {
    Module::with_temp_heap(|module| {
        let policy = module.heap().access_owned_frozen_value(policy);
        let values = bind(module.heap(), given)?;
        from(Evaluator::new(&module).eval_function(policy, &values, &[]).map_err(text)?)
    })
}

struct Ready<'t> {
    task: &'t Task,
    globals: Globals,
    source: String,
    policy: OwnedFrozenValue,
    bound: OwnedFrozenValue,
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.globals, &self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        whole(&compile(&self.globals, &self.source)?, &self.task.given)
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        bound(&self.policy, &self.bound, |result| if out { from(result) } else { Ok(Value::Null) })
    }

    fn json(&mut self) -> Result<Value> {
        whole(&self.policy, &Given::parse(&self.task.workload.json)?)
    }
}
