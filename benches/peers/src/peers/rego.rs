//! regorus: Rego, by its tree walker and by its register machine.

use crate::given::Given;
use crate::peer::{Peer, Prepared, Readied, Result, Task};
use ::regorus::languages::rego::compiler::Compiler;
use ::regorus::rvm::RegoVM;
use ::regorus::{CompiledPolicy, Engine, Rc, Value as Cell};
use serde_json::Value;
use std::collections::BTreeMap;
use std::hint::black_box;

#[derive(Clone, Copy)]
pub(crate) enum Rego {
    Walker,
    Machine,
}

impl Peer for Rego {
    fn name(&self) -> &'static str {
        match self {
            Self::Walker => "regorus",
            Self::Machine => "regorus VM",
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Walker => "Rego, tree walker",
            Self::Machine => "Rego, register machine",
        }
    }

    fn package(&self) -> &'static str {
        "regorus"
    }

    fn speaks(&self) -> bool {
        false
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let source = task.port("rego", "rego")?;
        let policy = compile(*self, &source)?;
        Ok(Box::new(Ready { form: *self, task, source, policy, input: to(&task.given) }))
    }
}

enum Policy {
    Walker(Box<CompiledPolicy>),
    Machine(Box<RegoVM>),
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn compile(form: Rego, source: &str) -> Result<Policy> {
    const RULE: &str = "data.p.result";
    let mut engine = Engine::new();
    engine.add_policy("policy.rego".to_owned(), source.to_owned()).map_err(text)?;
    let rule: Rc<str> = RULE.into();
    let policy = engine.compile_with_entrypoint(&rule).map_err(text)?;
    if matches!(form, Rego::Walker) {
        return Ok(Policy::Walker(Box::new(policy)));
    }
    let program = Compiler::compile_from_policy(&policy, &[RULE]).map_err(text)?;
    let mut machine = Box::new(RegoVM::new());
    machine.set_max_instructions(usize::MAX);
    machine.load_program(program);
    machine.set_data(Cell::new_object()).map_err(text)?;
    Ok(Policy::Machine(machine))
}

fn evaluate(policy: &mut Policy, input: Cell) -> Result<Cell> {
    match policy {
        Policy::Walker(policy) => policy.eval_with_input(input).map_err(text),
        Policy::Machine(machine) => {
            machine.set_input(input);
            machine.execute().map_err(text)
        }
    }
}

fn to(given: &Given) -> Cell {
    match given {
        Given::None => Cell::Null,
        Given::Bool(value) => (*value).into(),
        Given::Int(value) => (*value).into(),
        Given::Float(value) => (*value).into(),
        Given::Text(text) => text.as_str().into(),
        Given::List(items) => items.iter().map(to).collect::<Vec<Cell>>().into(),
        Given::Map(fields) | Given::Object(fields) => {
            let entry = |(key, value): &(String, Given)| (Cell::from(key.as_str()), to(value));
            fields.iter().map(entry).collect::<BTreeMap<Cell, Cell>>().into()
        }
    }
}

fn from(value: &Cell) -> Result<Value> {
    serde_json::to_value(value).map_err(text)
}

struct Ready<'t> {
    form: Rego,
    task: &'t Task,
    source: String,
    policy: Policy,
    input: Cell,
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(self.form, &self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        let mut policy = compile(self.form, &self.source)?;
        from(&evaluate(&mut policy, to(&self.task.given))?)
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        let result = evaluate(&mut self.policy, self.input.clone())?;
        if out { from(&result) } else { Ok(Value::Null) }
    }

    fn json(&mut self) -> Result<Value> {
        let given = Given::parse(&self.task.workload.json)?;
        from(&evaluate(&mut self.policy, to(&given))?)
    }
}
