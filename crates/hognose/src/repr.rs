//! Values as Python shows them.

use hognose_authentik::bindings::classes::declared;
use hognose_eval::data::{Data, Map};
use hognose_eval::format::float::float_repr;
use hognose_eval::format::repr::{bytes_repr, write_str_repr};
use std::fmt::{self, Write};

/// Levels that are shown.
const DEPTH: u32 = 100;

/// A value as Python's `repr` shows it. Objects are shown as their class with the fields that they have, and what is nested
/// more than a hundred levels deep as `...`.
///
/// ```
/// use hognose::{Data, repr};
/// let value = Data::Tuple(vec![Data::from("it's"), Data::Float(1e16), Data::None]);
/// assert_eq!(repr(&value).to_string(), r#"("it's", 1e+16, None)"#);
/// ```
#[must_use]
pub fn repr(data: &Data) -> Repr<'_> {
    Repr { data, depth: 0 }
}

/// What [`repr`] gives: it is written by its `Display`.
#[derive(Clone, Copy, Debug)]
pub struct Repr<'a> {
    data: &'a Data,
    depth: u32,
}

impl<'a> Repr<'a> {
    fn inner(self, data: &'a Data) -> Self {
        Self { data, depth: self.depth.saturating_add(1) }
    }

    fn items(self, f: &mut fmt::Formatter<'_>, items: &'a [Data]) -> fmt::Result {
        for (index, item) in items.iter().enumerate() {
            write!(f, "{}{}", comma(index), self.inner(item))?;
        }
        Ok(())
    }

    fn named(
        self,
        f: &mut fmt::Formatter<'_>,
        class: &str,
        fields: impl Iterator<Item = (&'a str, &'a Data)>,
    ) -> fmt::Result {
        write!(f, "{class}(")?;
        for (index, (name, value)) in fields.enumerate() {
            write!(f, "{}{name}={}", comma(index), self.inner(value))?;
        }
        f.write_char(')')
    }

    fn map(self, f: &mut fmt::Formatter<'_>, map: &'a Map) -> fmt::Result {
        f.write_char('{')?;
        for (index, (key, value)) in map.iter().enumerate() {
            write!(f, "{}{}: {}", comma(index), Text(key), self.inner(value))?;
        }
        f.write_char('}')
    }
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { ", " }
}

struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        write_str_repr(&mut out, self.0);
        f.write_str(&out)
    }
}

impl fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.depth > DEPTH {
            return f.write_str("...");
        }
        match self.data {
            Data::Absent | Data::None => f.write_str("None"),
            Data::Bool(true) => f.write_str("True"),
            Data::Bool(false) => f.write_str("False"),
            Data::Int(value) => write!(f, "{value}"),
            Data::BigInt(value) => write!(f, "{value}"),
            Data::Float(value) => f.write_str(&float_repr(*value)),
            Data::Str(text) => write!(f, "{}", Text(text)),
            Data::Bytes(bytes) => f.write_str(&bytes_repr(bytes)),
            Data::List(items) => {
                f.write_char('[')?;
                self.items(f, items)?;
                f.write_char(']')
            }
            Data::Tuple(items) => {
                f.write_char('(')?;
                self.items(f, items)?;
                f.write_str(if items.len() == 1 { ",)" } else { ")" })
            }
            Data::Set(items) if items.is_empty() => f.write_str("set()"),
            Data::Set(items) => {
                f.write_char('{')?;
                self.items(f, items)?;
                f.write_char('}')
            }
            Data::Map(map) => self.map(f, map),
            Data::Dict(entries) => {
                f.write_char('{')?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{}: {}", comma(index), self.inner(key), self.inner(value))?;
                }
                f.write_char('}')
            }
            Data::Record(record) => {
                let fields = declared(record.class).map_or(&[][..], |declared| declared.fields);
                let given = fields.iter().zip(&record.fields);
                let given = given
                    .filter(|(field, value)| !field.fixed && !field.secret && !matches!(value, Data::Absent));
                self.named(f, record.class.name, given.map(|(field, value)| (field.name, value)))
            }
            Data::Open(record) => self.named(f, &record.type_name, record.fields.iter()),
            Data::Foreign(foreign) => match foreign.described() {
                Some(described) => f.write_str(&described.repr),
                None => write!(f, "<{} object>", foreign.class.name),
            },
            Data::Opaque { repr, .. } => f.write_str(repr),
            _ => f.write_str("<object>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_values_as_python_does() {
        let shown = |data: Data| repr(&data).to_string();
        assert_eq!(shown(Data::Float(f64::NAN)), "nan");
        assert_eq!(shown(Data::Tuple(vec![Data::Int(1)])), "(1,)");
        assert_eq!(shown(Data::Tuple(Vec::new())), "()");
        assert_eq!(shown(Data::Set(Vec::new())), "set()");
        assert_eq!(shown(Data::Set(vec![Data::from("a\u{1b}b")])), r"{'a\x1bb'}");
        assert_eq!(shown(Data::Bytes((*b"\x00'").into())), r#"b"\x00'""#);
        let map: Map = [("a", Data::List(vec![Data::Bool(false)]))].into_iter().collect();
        assert_eq!(shown(Data::Dict(vec![(Data::None, Data::Map(map))])), "{None: {'a': [False]}}");
    }

    #[test]
    fn stops_at_a_depth() {
        let mut value = Data::None;
        for _ in 0..1000 {
            value = Data::List(vec![value]);
        }
        assert!(repr(&value).to_string().contains("[[...]]"));
    }
}
