//! mlua: Lua 5.4, or LuaJIT in the second program; both are C.

use crate::given::Given;
use crate::host;
use crate::peer::{PARAMETERS, Peer, Prepared, Readied, Result, Task};
use mlua::{Function, Lua as State, LuaString, Value as Cell};
use serde_json::Value;
use std::hint::black_box;

pub(crate) struct Lua;

const JIT: bool = cfg!(feature = "luajit");

impl Peer for Lua {
    fn name(&self) -> &'static str {
        if JIT { "LuaJIT" } else { "Lua 5.4" }
    }

    fn kind(&self) -> &'static str {
        if JIT { "Lua, just-in-time compiler, in C" } else { "Lua, bytecode machine, in C" }
    }

    fn package(&self) -> &'static str {
        "mlua"
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        // Where the two languages differ, there is a port of its own.
        let source = if JIT { task.port("lua", "luajit").ok() } else { None };
        let source = source.map_or_else(|| task.port("lua", "lua"), Ok)?;
        let state = state().map_err(text)?;
        let policy = compile(&state, &source).map_err(text)?;
        let bound = bind(&state, &task.given).map_err(text)?;
        Ok(Box::new(Ready { task, source, policy, bound, state }))
    }
}

fn text(error: mlua::Error) -> String {
    error.to_string()
}

fn state() -> mlua::Result<State> {
    let state = State::new();
    let globals = state.globals();
    globals.set("NULL", Cell::NULL)?;
    let function = state.create_function(|_, text: LuaString| {
        host::message(&text.to_str()?);
        Ok(())
    });
    globals.set("ak_message", function?)?;
    let function = state.create_function(|_, (text, pattern): (LuaString, LuaString)| {
        Ok(host::regex_match(&text.to_str()?, &pattern.to_str()?))
    });
    globals.set("regex_match", function?)?;
    let function = state.create_function(|_, (text, pattern, by): (LuaString, LuaString, LuaString)| {
        Ok(host::regex_replace(&text.to_str()?, &pattern.to_str()?, &by.to_str()?))
    });
    globals.set("regex_replace", function?)?;
    let function = state.create_function(|_, (address, network): (LuaString, LuaString)| {
        Ok(host::ip_in_network(&address.to_str()?, &network.to_str()?))
    });
    globals.set("ip_in_network", function?)?;
    Ok(state)
}

fn compile(state: &State, source: &str) -> mlua::Result<Function> {
    let names = PARAMETERS.map(|(name, _)| name).join(", ");
    state.load(format!("local {names} = ...\n{source}")).set_name("policy").into_function()
}

/// The values of [`PARAMETERS`].
type Values = (Cell, Cell, Cell, Cell, Cell, Cell);

fn bind(state: &State, given: &Given) -> mlua::Result<Values> {
    let request = to(state, given.at(&["request"]))?;
    let [_, context, address, single, geoip, http] = PARAMETERS.map(|(_, path)| match (path, &request) {
        (["request", field], Cell::Table(table)) => table.raw_get(*field),
        (["request"], _) => Ok(Cell::Nil),
        _ => to(state, given.at(path)),
    });
    Ok((request, context?, address?, single?, geoip?, http?))
}

fn to(state: &State, given: &Given) -> mlua::Result<Cell> {
    Ok(match given {
        Given::None => Cell::Nil,
        Given::Bool(value) => Cell::Boolean(*value),
        Given::Int(value) => Cell::Integer(*value),
        Given::Float(value) => Cell::Number(*value),
        Given::Text(text) => Cell::String(state.create_string(text)?),
        Given::List(items) => {
            let table = state.create_table_with_capacity(items.len(), 0)?;
            for item in items {
                table.raw_push(to(state, item)?)?;
            }
            Cell::Table(table)
        }
        Given::Map(fields) | Given::Object(fields) => {
            let table = state.create_table_with_capacity(0, fields.len())?;
            for (key, value) in fields {
                table.raw_set(key.as_str(), to(state, value)?)?;
            }
            Cell::Table(table)
        }
    })
}

fn from(value: &Cell) -> mlua::Result<Value> {
    Ok(match value {
        Cell::Boolean(value) => (*value).into(),
        Cell::Integer(value) => (*value).into(),
        Cell::Number(value) => (*value).into(),
        Cell::String(text) => text.to_str()?.to_owned().into(),
        Cell::Table(table) if table.raw_len() > 0 => {
            table.sequence_values::<Cell>().map(|item| from(&item?)).collect::<mlua::Result<Value>>()?
        }
        Cell::Table(table) => {
            let mut entries = serde_json::Map::new();
            for entry in table.pairs::<String, Cell>() {
                let (key, value) = entry?;
                entries.insert(key, from(&value)?);
            }
            entries.into()
        }
        _ => Value::Null,
    })
}

struct Ready<'t> {
    task: &'t Task,
    source: String,
    policy: Function,
    bound: Values,
    state: State,
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.state, &self.source).map(|policy| drop(black_box(policy))).map_err(text)
    }

    fn cold(&mut self) -> Result<Value> {
        let run = || {
            let policy = compile(&self.state, &self.source)?;
            from(&policy.call(bind(&self.state, &self.task.given)?)?)
        };
        run().map_err(text)
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        let result: Cell = self.policy.call(self.bound.clone()).map_err(text)?;
        if out { from(&result).map_err(text) } else { Ok(Value::Null) }
    }

    fn json(&mut self) -> Result<Value> {
        let given = Given::parse(&self.task.workload.json)?;
        bind(&self.state, &given).and_then(|values| from(&self.policy.call(values)?)).map_err(text)
    }
}
