//! RustPython: all of Python, with the library of CPython. A policy is a function that is called with the host's values; helpers are those of the
//! script that times CPython, over the modules `re` and `ipaddress`.

use crate::given::Given;
use crate::host;
use crate::peer::{PARAMETERS, Peer, Prepared, Readied, Result, Task};
use ::rustpython::{Interpreter, InterpreterBuilder, InterpreterBuilderExt};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode, PyDictRef, PyStrRef};
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine, py_serde};
use serde_json::Value;
use std::hint::black_box;

/// What a policy finds beside its parameters. `made` turns a mapping into an object.
const PRELUDE: &str = "
import ipaddress
import re

def regex_match(value, regex):
    return re.search(regex, value) is not None

def regex_replace(value, regex, repl):
    return re.sub(regex, repl, value)

ip_address = ipaddress.ip_address
ip_network = ipaddress.ip_network

class Object:
    pass

def made(fields):
    value = Object()
    value.__dict__.update(fields)
    return value
";

pub(crate) struct RustPython;

/// The interpreter and what every policy shares.
struct Machine {
    interpreter: Interpreter,
    globals: PyDictRef,
    made: PyObjectRef,
}

impl Machine {
    fn new() -> Result<Self> {
        let interpreter = InterpreterBuilder::new().init_stdlib().interpreter();
        let (globals, made) = interpreter.enter(|vm| {
            let globals = vm.ctx.new_dict();
            let message = vm.new_function("ak_message", |text: PyStrRef| {
                if let Some(text) = text.to_str() {
                    host::message(text);
                }
            });
            told(vm, globals.set_item("ak_message", message.into(), vm))?;
            run(vm, &compiled(vm, PRELUDE)?, &globals)?;
            let made = told(vm, globals.get_item("made", vm))?;
            Ok::<_, String>((globals, made))
        })?;
        Ok(Self { interpreter, globals, made })
    }
}

thread_local! {
    // Never dropped: an interpreter that ends would run Python's own ending.
    static MACHINE: Result<&'static Machine> = Machine::new().map(|machine| &*Box::leak(Box::new(machine)));
}

impl Peer for RustPython {
    fn name(&self) -> &'static str {
        "rustpython"
    }

    fn kind(&self) -> &'static str {
        "Python, bytecode machine"
    }

    fn package(&self) -> &'static str {
        "rustpython-vm"
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let machine = MACHINE.with(Clone::clone)?;
        let source = function(&task.workload.source);
        let (handler, inputs) = machine.interpreter.enter(|vm| {
            let handler = machine.handler(vm, &compiled(vm, &source)?)?;
            Ok::<_, String>((handler, machine.inputs(vm, &task.given)?))
        })?;
        Ok(Box::new(Ready { task, machine, source, handler, inputs }))
    }
}

/// The body as a function.
fn function(body: &str) -> String {
    let parameters = PARAMETERS.map(|(name, _)| name).join(", ");
    let mut source = format!("def handler({parameters}):\n");
    for line in body.lines() {
        source.push_str("    ");
        source.push_str(line);
        source.push('\n');
    }
    source
}

/// The value, or the exception as text.
fn told<T>(vm: &VirtualMachine, result: PyResult<T>) -> Result<T> {
    result.map_err(|error: PyBaseExceptionRef| {
        let kind = error.class().name().to_string();
        match error.as_object().str(vm) {
            Ok(text) => format!("{kind}: {text}"),
            Err(_) => kind,
        }
    })
}

fn compiled(vm: &VirtualMachine, source: &str) -> Result<PyRef<PyCode>> {
    vm.compile(source, Mode::Exec, "<policy>".to_owned()).map_err(|error| error.to_string())
}

fn run(vm: &VirtualMachine, code: &PyRef<PyCode>, globals: &PyDictRef) -> Result<()> {
    let scope = Scope::with_builtins(None, globals.clone(), vm);
    told(vm, vm.run_code_obj(code.clone(), scope)).map(drop)
}

fn json(vm: &VirtualMachine, value: &PyObjectRef) -> Result<Value> {
    py_serde::serialize(vm, value, serde_json::value::Serializer).map_err(|error| error.to_string())
}

impl Machine {
    fn handler(&self, vm: &VirtualMachine, code: &PyRef<PyCode>) -> Result<PyObjectRef> {
        run(vm, code, &self.globals)?;
        told(vm, self.globals.get_item("handler", vm))
    }

    fn bind(&self, vm: &VirtualMachine, given: &Given) -> PyResult {
        let fields = |fields: &[(String, Given)]| {
            let dict = vm.ctx.new_dict();
            for (key, value) in fields {
                dict.set_item(key.as_str(), self.bind(vm, value)?, vm)?;
            }
            Ok(dict)
        };
        Ok(match given {
            Given::None => vm.ctx.none(),
            Given::Bool(value) => vm.ctx.new_bool(*value).into(),
            Given::Int(value) => vm.ctx.new_int(*value).into(),
            Given::Float(value) => vm.ctx.new_float(*value).into(),
            Given::Text(text) => vm.ctx.new_str(text.as_str()).into(),
            Given::List(items) => {
                let items = items.iter().map(|item| self.bind(vm, item)).collect::<PyResult<Vec<_>>>()?;
                vm.ctx.new_list(items).into()
            }
            Given::Map(entries) => fields(entries)?.into(),
            Given::Object(entries) => self.made.call((fields(entries)?,), vm)?,
        })
    }

    /// The values of [`PARAMETERS`]: two of them are parts of the first.
    fn inputs(&self, vm: &VirtualMachine, given: &Given) -> Result<Vec<PyObjectRef>> {
        let whole = told(vm, self.bind(vm, given.at(&["request"])))?;
        let input = |(_, path): &(&str, &[&str])| match path {
            ["request"] => Ok(whole.clone()),
            ["request", part] => whole.get_attr(&vm.ctx.new_str(*part), vm),
            path => self.bind(vm, given.at(path)),
        };
        told(vm, PARAMETERS.iter().map(input).collect())
    }
}

struct Ready<'t> {
    task: &'t Task,
    machine: &'static Machine,
    source: String,
    handler: PyObjectRef,
    inputs: Vec<PyObjectRef>,
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        self.machine.interpreter.enter(|vm| compiled(vm, &self.source).map(|code| drop(black_box(code))))
    }

    fn cold(&mut self) -> Result<Value> {
        self.machine.interpreter.enter(|vm| {
            let handler = self.machine.handler(vm, &compiled(vm, &self.source)?)?;
            let inputs = self.machine.inputs(vm, &self.task.given)?;
            json(vm, &told(vm, handler.call(inputs, vm))?)
        })
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        self.machine.interpreter.enter(|vm| {
            let result = told(vm, self.handler.call(self.inputs.clone(), vm))?;
            if out { json(vm, &result) } else { Ok(Value::Null) }
        })
    }

    fn json(&mut self) -> Result<Value> {
        self.machine.interpreter.enter(|vm| {
            let inputs = self.machine.inputs(vm, &Given::parse(&self.task.workload.json)?)?;
            json(vm, &told(vm, self.handler.call(inputs, vm))?)
        })
    }
}
