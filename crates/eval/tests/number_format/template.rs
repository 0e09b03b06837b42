//! Templates of `str.format`, with just enough of a language around them.

use hognose_eval::format::repr;
use hognose_eval::format::template::{Conversion, First, Numbering, Part, Step, Template, no_argument};
use hognose_eval::number::Int;
use serde_json::{Map, Value};

use crate::format::{format_of, repr_of, str_of, type_name};
use crate::value::Given;

/// An exception as in the case file, without the exclamation mark.
type Result<T> = std::result::Result<T, String>;

pub(crate) struct Scope<'a> {
    pub(crate) positional: &'a [Given],
    pub(crate) named: &'a Map<String, Value>,
    pub(crate) numbering: Numbering,
}

impl Scope<'_> {
    pub(crate) fn fill(&mut self, template: Template<'_>) -> Result<String> {
        let mut out = String::new();
        let context = template.clone();
        for part in template {
            match part.map_err(|error| error.to_string())? {
                Part::Literal(text) => out.push_str(text),
                Part::Field(field) => {
                    let (first, path) = field.path(&mut self.numbering).map_err(|error| error.to_string())?;
                    let mut value = self.first(first)?;
                    for step in path {
                        value = take(&value, step.map_err(|error| error.to_string())?)?;
                    }
                    if let Some(char) = field.conversion {
                        value = convert(&value, char)?;
                    }
                    let spec = if field.nested {
                        let nested = context.nested(field.spec).map_err(|error| error.to_string())?;
                        self.fill(nested)?
                    } else {
                        field.spec.to_owned()
                    };
                    out.push_str(&format_of(&value, &spec).map_err(|error| error.to_string())?);
                }
            }
        }
        Ok(out)
    }

    fn first(&self, first: First<'_>) -> Result<Given> {
        match first {
            First::Index(index) => {
                self.positional.get(index).cloned().ok_or_else(|| no_argument(index).to_string())
            }
            First::Name(name) => self.named.get(name).map(Given::read).ok_or_else(|| {
                let mut shown = String::new();
                repr::write_str_repr(&mut shown, name);
                format!("KeyError: {shown}")
            }),
        }
    }
}

fn convert(value: &Given, char: char) -> Result<Given> {
    let shown = match Conversion::read(char).map_err(|error| error.to_string())? {
        Conversion::Str => str_of(value),
        Conversion::Repr => repr_of(value),
        Conversion::Ascii => repr_of(value).map(|text| {
            let mut out = String::new();
            repr::write_escaped(&mut out, &text);
            out
        }),
    };
    shown.map(Given::Str).map_err(|error| error.to_string())
}

fn take(value: &Given, step: Step<'_>) -> Result<Given> {
    match (value, step) {
        (_, Step::Attribute(name)) => {
            Err(format!("AttributeError: '{}' object has no attribute '{name}'", type_name(value)))
        }
        (Given::List(list), Step::Index(index)) => {
            list.get(index).cloned().ok_or_else(|| "IndexError: list index out of range".to_owned())
        }
        (Given::Str(text), Step::Index(index)) => match text.chars().nth(index) {
            Some(char) => Ok(Given::Str(char.to_string())),
            None => Err("IndexError: string index out of range".to_owned()),
        },
        (Given::Bytes(bytes), Step::Index(index)) => match bytes.get(index) {
            Some(byte) => Ok(Given::Int(Int::Small(i64::from(*byte)))),
            None => Err("IndexError: index out of range".to_owned()),
        },
        (Given::List(_), Step::Key(_)) => {
            Err("TypeError: list indices must be integers or slices, not str".to_owned())
        }
        (Given::Str(_), Step::Key(_)) => {
            Err("TypeError: string indices must be integers, not 'str'".to_owned())
        }
        (Given::Bytes(_), Step::Key(_)) => {
            Err("TypeError: byte indices must be integers or slices, not str".to_owned())
        }
        _ => Err(format!("TypeError: '{}' object is not subscriptable", type_name(value))),
    }
}
