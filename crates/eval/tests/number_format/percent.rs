//! printf-style formatting, with just enough of a language around it.

use hognose_eval::format::printf::{
    self, Amount, Argument, Arguments, Conversion, Directive, Part, Source, Template,
};
use hognose_eval::format::{char_of_int, repr};
use hognose_eval::number::{self, Int, NumberError};
use serde_json::Value;

use crate::format::{repr_of, str_of, type_name};
use crate::value::Given;

/// An exception as in the case file, without the exclamation mark.
type Result<T> = std::result::Result<T, String>;

/// The operand on the right of `%`.
pub(crate) enum Operand {
    Tuple(Vec<Given>),
    Mapping(serde_json::Map<String, Value>),
    One(Given),
}

struct Run<'a> {
    source: Source<'a>,
    operand: &'a Operand,
    arguments: Arguments,
    looked: Option<Given>,
}

fn text_of(error: NumberError) -> String {
    error.to_string()
}

/// `template % operand`, as text or, for bytes, as text of the same code points.
pub(crate) fn fill(source: Source<'_>, operand: &Operand) -> Result<Vec<u8>> {
    let is_text = matches!(source, Source::Text(_));
    let arguments = match operand {
        Operand::Tuple(items) => Arguments::new(Some(items.len()), false),
        Operand::Mapping(_) | Operand::One(Given::List(_)) => Arguments::new(None, true),
        Operand::One(Given::Bytes(_)) => Arguments::new(None, is_text),
        Operand::One(_) => Arguments::new(None, false),
    };
    let mut run = Run { source, operand, arguments, looked: None };
    let mut out = Vec::new();
    for part in Template::new(source) {
        match (part, source) {
            (Part::Literal(range), Source::Text(text)) => out.extend_from_slice(text[range].as_bytes()),
            (Part::Literal(range), Source::Bytes(bytes)) => out.extend_from_slice(&bytes[range]),
            (Part::Conversion(conversion), _) => run.convert(&mut out, &conversion)?,
        }
    }
    run.arguments.finish(source).map_err(text_of)?;
    Ok(out)
}

impl Run<'_> {
    fn take(&mut self) -> Result<Given> {
        Ok(match (self.arguments.take().map_err(text_of)?, self.operand) {
            (Argument::Whole, Operand::One(value)) => value.clone(),
            (Argument::Item(at), Operand::Tuple(items)) => items[at].clone(),
            (Argument::Looked, _) => self.looked.clone().unwrap(),
            (Argument::Whole, Operand::Mapping(_)) => Given::None,
            other => panic!("{:?}", other.0),
        })
    }

    fn star(&mut self) -> Result<Option<i64>> {
        match self.take()? {
            Given::Int(Int::Small(small)) => Ok(Some(small)),
            Given::Int(_) => Ok(None),
            Given::Bool(bool) => Ok(Some(i64::from(bool))),
            _ => Err(text_of(printf::star_wants_int())),
        }
    }

    fn look_up(&mut self, conversion: &Conversion) -> Result<()> {
        if !conversion.mapping {
            return Ok(());
        }
        self.arguments.need_mapping().map_err(text_of)?;
        let Some(range) = conversion.key.clone() else { return Ok(()) };
        let (key, shown) = match self.source {
            Source::Text(text) => {
                let mut shown = String::new();
                repr::write_str_repr(&mut shown, &text[range.clone()]);
                (text[range].to_owned(), shown)
            }
            Source::Bytes(bytes) => {
                let key: String = bytes[range.clone()].iter().copied().map(char::from).collect();
                (key, repr::bytes_repr(&bytes[range]))
            }
        };
        let name = if matches!(self.source, Source::Text(_)) { "str" } else { "bytes" };
        self.looked = Some(match self.operand {
            Operand::Mapping(map) => {
                map.get(&key).map(Given::read).ok_or_else(|| format!("KeyError: {shown}"))?
            }
            Operand::One(Given::Bytes(_)) => {
                return Err(format!("TypeError: byte indices must be integers or slices, not {name}"));
            }
            _ => return Err(format!("TypeError: list indices must be integers or slices, not {name}")),
        });
        self.arguments.looked_up();
        Ok(())
    }

    fn convert(&mut self, out: &mut Vec<u8>, conversion: &Conversion) -> Result<()> {
        self.look_up(conversion)?;
        let width = match conversion.width {
            Amount::Argument => Some(printf::star_width(self.star()?).map_err(text_of)?),
            _ => None,
        };
        let precision = match conversion.precision {
            Amount::Argument => Some(printf::star_precision(self.star()?).map_err(text_of)?),
            _ => None,
        };
        if let Some(fault) = conversion.fault.clone() {
            return Err(text_of(fault));
        }
        let value = self.take()?;
        let directive = conversion.directive(width, precision);
        let before = out.len();
        let (bits, text) = match (conversion.kind, self.source) {
            ('d' | 'i' | 'u' | 'o' | 'x' | 'X', _) => self.int(out, &directive, &value)?,
            ('e' | 'E' | 'f' | 'F' | 'g' | 'G', _) => self.float(out, &directive, &value)?,
            ('c', _) => self.char(out, &directive, &value)?,
            ('b', Source::Bytes(_)) => bytes(out, &directive, &value)?,
            ('s', Source::Bytes(_)) => bytes(out, &directive, &value)?,
            ('s' | 'r' | 'a', _) => self.text(out, &directive, &value)?,
            _ => return Err(text_of(conversion.unsupported(self.source))),
        };
        assert!(out.len() - before <= directive.len_bound(bits) + text, "{directive:?} {value:?}");
        Ok(())
    }

    fn text(&self, out: &mut Vec<u8>, directive: &Directive, value: &Given) -> Result<(u64, usize)> {
        let mut shown = match directive.kind {
            's' => str_of(value),
            _ => repr_of(value),
        }
        .map_err(text_of)?;
        if directive.kind == 'a' || matches!(self.source, Source::Bytes(_)) {
            let plain = std::mem::take(&mut shown);
            repr::write_escaped(&mut shown, &plain);
        }
        match self.source {
            Source::Text(_) => {
                let mut text = String::new();
                directive.write_text(&mut text, &shown);
                out.extend_from_slice(text.as_bytes());
            }
            Source::Bytes(_) => directive.write_bytes(out, shown.as_bytes()),
        }
        Ok((0, shown.len()))
    }

    fn int(&self, out: &mut Vec<u8>, directive: &Directive, value: &Given) -> Result<(u64, usize)> {
        let int = match value {
            Given::Int(_) | Given::Bool(_) => value.int(),
            Given::Float(float) if matches!(directive.kind, 'd' | 'i' | 'u') => {
                number::int_from_float(*float).map_err(text_of)?
            }
            _ => return Err(text_of(printf::number_required(self.source, directive.kind, type_name(value)))),
        };
        let mut text = String::new();
        directive.write_int(&mut text, int.as_ref()).map_err(text_of)?;
        out.extend_from_slice(text.as_bytes());
        Ok((int.as_ref().bits(), 0))
    }

    fn float(&self, out: &mut Vec<u8>, directive: &Directive, value: &Given) -> Result<(u64, usize)> {
        let required = || printf::float_required(self.source, type_name(value));
        let float = match (value, self.source) {
            (Given::Float(float), _) => Ok(*float),
            (Given::Int(_) | Given::Bool(_), Source::Text(_)) => number::float_from_int(value.int().as_ref()),
            (Given::Int(_) | Given::Bool(_), Source::Bytes(_)) => {
                number::float_from_int(value.int().as_ref()).map_err(|_| required())
            }
            _ => Err(required()),
        };
        let mut text = String::new();
        directive.write_float(&mut text, float.map_err(text_of)?);
        out.extend_from_slice(text.as_bytes());
        Ok((1024, 0))
    }

    fn char(&self, out: &mut Vec<u8>, directive: &Directive, value: &Given) -> Result<(u64, usize)> {
        let char = match (value, self.source) {
            (Given::Int(_) | Given::Bool(_), _) => {
                char_of_int(self.source, value.int().as_ref()).map_err(text_of)?
            }
            (Given::Str(text), Source::Text(_)) if text.chars().count() == 1 => text.chars().next().unwrap(),
            (Given::Bytes(bytes), Source::Bytes(_)) if bytes.len() == 1 => char::from(bytes[0]),
            _ => return Err(text_of(printf::char_required(self.source))),
        };
        match self.source {
            Source::Text(_) => {
                let mut text = String::new();
                directive.write_text(&mut text, &char.to_string());
                out.extend_from_slice(text.as_bytes());
            }
            Source::Bytes(_) => directive.write_bytes(out, &[u8::try_from(char).unwrap()]),
        }
        Ok((0, 4))
    }
}

fn bytes(out: &mut Vec<u8>, directive: &Directive, value: &Given) -> Result<(u64, usize)> {
    let Given::Bytes(bytes) = value else {
        return Err(text_of(printf::bytes_required(type_name(value))));
    };
    directive.write_bytes(out, bytes);
    Ok((0, bytes.len()))
}
