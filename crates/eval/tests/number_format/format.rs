//! The functions of `format`.

use hognose_eval::format::printf::Source;
use hognose_eval::format::template::{Numbering, Template};
use hognose_eval::format::{self, Spec, repr};
use hognose_eval::number::{self, NumberError};
use serde_json::Value;

use crate::percent::{self, Operand};
use crate::template::Scope;
use crate::value::{Answer, Given};

/// What a function appends, and that it is no longer than foretold.
fn written<E>(most: usize, write: impl FnOnce(&mut String) -> Result<(), E>) -> Result<String, E> {
    let mut out = String::new();
    write(&mut out)?;
    assert!(out.len() <= most, "{out:?} is longer than {most}");
    Ok(out)
}

pub(crate) fn run(name: &str, arguments: &[Value]) -> Option<Value> {
    match name.strip_suffix("_soup").unwrap_or(name) {
        "template" => return Some(template(arguments)),
        "percent" | "percent_bytes" => return Some(percent(arguments)),
        _ => {}
    }
    let given: Vec<Given> = arguments.iter().map(Given::read).collect();
    Some(match name {
        "repr" => repr_of(&given[0]).json(),
        "repr_text" | "ascii" => {
            let (text, ascii) = (given[0].text(), name == "ascii");
            let mut out = String::new();
            if ascii {
                repr::write_str_ascii(&mut out, text);
            } else {
                repr::write_str_repr(&mut out, text);
            }
            assert_eq!(out.len(), repr::str_repr_len(text, ascii));
            out.json()
        }
        "repr_bytes" => {
            let out = repr::bytes_repr(given[0].bytes());
            assert_eq!(out.len(), repr::bytes_repr_len(given[0].bytes()));
            out.json()
        }
        "format" | "format_soup" => format_of(&given[0], given[1].text()).json(),
        _ => return None,
    })
}

/// An exception that may be none of ours.
fn json<A: Answer>(result: Result<A, String>) -> Value {
    match result {
        Ok(answer) => answer.json(),
        Err(error) => Value::from(format!("!{error}")),
    }
}

fn template(arguments: &[Value]) -> Value {
    let text = Given::read(&arguments[0]);
    let positional = Given::read(&arguments[1]);
    let named = arguments[2].as_object().unwrap();
    let mut scope = Scope { positional: positional.list(), named, numbering: Numbering::default() };
    json(scope.fill(Template::new(text.text())))
}

fn percent(arguments: &[Value]) -> Value {
    // A tuple stands as a list with a None at its end.
    let operand = match &arguments[1] {
        Value::Object(map) => Operand::Mapping(map.clone()),
        other => match Given::read(other) {
            Given::List(mut items) if matches!(items.last(), Some(Given::None)) => {
                items.pop();
                Operand::Tuple(items)
            }
            value => Operand::One(value),
        },
    };
    match Given::read(&arguments[0]) {
        Given::Str(text) => {
            json(percent::fill(Source::Text(&text), &operand).map(|out| String::from_utf8(out).unwrap()))
        }
        Given::Bytes(bytes) => json(percent::fill(Source::Bytes(&bytes), &operand)),
        other => panic!("no template: {other:?}"),
    }
}

pub(crate) fn type_name(value: &Given) -> &'static str {
    match value {
        Given::None => "NoneType",
        Given::Bool(_) => "bool",
        Given::Int(_) => "int",
        Given::Float(_) => "float",
        Given::Str(_) => "str",
        Given::Bytes(_) => "bytes",
        Given::List(_) => "list",
    }
}

pub(crate) fn repr_of(value: &Given) -> Result<String, NumberError> {
    let mut out = String::new();
    match value {
        Given::None => out.push_str("None"),
        Given::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        Given::Int(int) => number::write_int(&mut out, int.as_ref())?,
        Given::Float(float) => format::write_float_repr(&mut out, *float),
        Given::Str(text) => repr::write_str_repr(&mut out, text),
        Given::Bytes(bytes) => repr::write_bytes_repr(&mut out, bytes),
        Given::List(list) => {
            let items: Result<Vec<_>, _> = list.iter().map(repr_of).collect();
            out = format!("[{}]", items?.join(", "));
        }
    }
    Ok(out)
}

pub(crate) fn str_of(value: &Given) -> Result<String, NumberError> {
    match value {
        Given::Str(text) => Ok(text.clone()),
        _ => repr_of(value),
    }
}

pub(crate) fn format_of(value: &Given, spec: &str) -> Result<String, NumberError> {
    if !spec.is_empty() && !matches!(value, Given::Bool(_) | Given::Int(_) | Given::Float(_) | Given::Str(_))
    {
        return Err(format::unsupported(type_name(value)));
    }
    let spec = Spec::parse(spec, type_name(value))?;
    match value {
        Given::Bool(value) => {
            let most = format::int_len(i64::from(*value).into(), &spec);
            written(most, |out| format::format_bool(out, *value, &spec))
        }
        Given::Int(int) => {
            let int = int.as_ref();
            written(format::int_len(int, &spec), |out| format::format_int(out, int, &spec, "int"))
        }
        Given::Float(float) => {
            written(format::float_len(*float, &spec), |out| format::format_float(out, *float, &spec))
        }
        Given::Str(text) => written(format::str_len(text, &spec), |out| format::format_str(out, text, &spec)),
        _ => str_of(value),
    }
}
