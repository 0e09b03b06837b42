//! Values.

use super::DEPTH;
use super::typed::Typed;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hognose_authentik::bindings::classes::declared;
use hognose_authentik::bindings::tables::BINDINGS;
use hognose_eval::class::Described;
use hognose_eval::data::{Data, Foreign, Map, OpenRecord, Record};
use hognose_schema::binding::{Availability, FieldDecl, FieldDefault};
use serde::Serialize;
use serde::ser::{Error, SerializeMap, SerializeSeq, Serializer};

/// The key that says of what type a value is that JSON lacks.
const TYPE: &str = "$type";

/// How tuples and sets are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As lists: for those who use the value.
    Plain,
    /// Apart from lists: for those who read the value back.
    Exact,
}

/// A value in its JSON form, for any serde format.
///
/// ```
/// use hognose::{Data, json::{Form, Json}};
/// let groups = Data::Set(vec![Data::from("staff")]);
/// assert_eq!(serde_json::to_string(&Json::new(&groups, Form::Plain))?, r#"["staff"]"#);
/// assert_eq!(serde_json::to_string(&Json::new(&groups, Form::Exact))?, r#"{"$type":"set","value":["staff"]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Json<'a> {
    data: &'a Data,
    form: Form,
    depth: u32,
}

impl<'a> Json<'a> {
    /// This value in this form.
    #[must_use]
    pub const fn new(data: &'a Data, form: Form) -> Self {
        Self { data, form, depth: 0 }
    }

    pub(super) fn is_exact(self) -> bool {
        self.form == Form::Exact
    }

    pub(super) fn data(self) -> &'a Data {
        self.data
    }

    pub(super) fn check_depth<E: Error>(self) -> Result<(), E> {
        if self.depth > DEPTH {
            return Err(E::custom(format_args!("nested more than {DEPTH} levels deep")));
        }
        Ok(())
    }

    pub(super) fn inner(self, data: &'a Data) -> Self {
        Self { data, depth: self.depth.saturating_add(1), ..self }
    }

    fn items(self, items: &'a [Data]) -> Items<'a> {
        Items { items, outer: self }
    }

    fn sequence<S: Serializer>(
        self,
        serializer: S,
        name: &'static str,
        items: &'a [Data],
    ) -> Result<S::Ok, S::Error> {
        match self.form {
            Form::Plain => self.items(items).serialize(serializer),
            Form::Exact => tagged(serializer, name, &self.items(items)),
        }
    }

    fn map<S: Serializer>(self, serializer: S, map: &'a Map) -> Result<S::Ok, S::Error> {
        if map.get(TYPE).is_some() {
            return tagged(serializer, "dict", &Object { map, outer: self });
        }
        Object { map, outer: self }.serialize(serializer)
    }

    fn record<S: Serializer>(self, serializer: S, record: &'a Record) -> Result<S::Ok, S::Error> {
        let fields = declared(record.class).map_or(&[][..], |declared| declared.fields);
        let given = fields.iter().zip(&record.fields);
        // Who reads the value back needs all of it; others need no secrets.
        let is_shown = |secret: bool| self.form == Form::Exact || !secret;
        let given = given.filter(|(field, value)| {
            !field.fixed
                && is_shown(field.secret)
                && !matches!(value, Data::Absent)
                && !self.is_left_out(field, value)
        });
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry(TYPE, record.class.name)?;
        for (field, value) in given {
            out.serialize_entry(field.name, &Typed { value: self.inner(value), ty: field.ty })?;
        }
        out.end()
    }
}

impl<'a> Json<'a> {
    /// What only some releases have, and stands there because it is what it is when nothing is given: files for the others may not
    /// give it.
    fn is_left_out(self, field: &FieldDecl, value: &Data) -> bool {
        let is_empty = match field.default {
            FieldDefault::None => value.is_none(),
            FieldDefault::Empty => {
                matches!(value, Data::List(items) | Data::Set(items) | Data::Tuple(items) if items.is_empty())
            }
            FieldDefault::EmptyDict => matches!(value, Data::Map(map) if map.is_empty()),
            FieldDefault::Bool(usual) => matches!(value, Data::Bool(value) if *value == usual),
            FieldDefault::Int(usual) => matches!(value, Data::Int(value) if *value == usual),
            FieldDefault::Str(usual) => matches!(value, Data::Str(value) if **value == *usual),
            _ => false,
        };
        self.is_exact() && is_empty && field.available != Availability::ALWAYS
    }

    /// An object of a type that only the host knows: as files have it where the type is declared.
    fn open<S: Serializer>(self, serializer: S, record: &'a OpenRecord) -> Result<S::Ok, S::Error> {
        let declared = BINDINGS.type_id(&record.type_name).and_then(|id| BINDINGS.get(id));
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry(TYPE, &record.type_name)?;
        for (key, value) in record.fields.iter().filter(|(key, _)| *key != TYPE) {
            match declared.and_then(|declared| declared.field(key)) {
                Some(field) if field.fixed || self.is_left_out(field, value) => {}
                Some(field) => {
                    out.serialize_entry(key, &Typed { value: self.inner(value), ty: field.ty })?;
                }
                None => out.serialize_entry(key, &self.inner(value))?,
            }
        }
        out.end()
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.check_depth()?;
        match self.data {
            Data::Absent | Data::None => serializer.serialize_unit(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            Data::Int(value) => serializer.serialize_i64(*value),
            Data::BigInt(value) => match u64::try_from(&**value) {
                Ok(value) => serializer.serialize_u64(value),
                Err(_) => tagged(serializer, "int", &value.to_string()),
            },
            Data::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            Data::Float(value) if value.is_nan() => tagged(serializer, "float", "nan"),
            Data::Float(value) => {
                tagged(serializer, "float", if value.is_sign_negative() { "-inf" } else { "inf" })
            }
            Data::Str(text) => serializer.serialize_str(text),
            Data::Bytes(bytes) => tagged(serializer, "bytes", &base64(bytes)),
            Data::List(items) => self.items(items).serialize(serializer),
            Data::Tuple(items) => self.sequence(serializer, "tuple", items),
            Data::Set(items) => self.sequence(serializer, "set", items),
            Data::Map(map) => self.map(serializer, map),
            Data::Dict(entries) => tagged(serializer, "dict", &Entries { entries, outer: *self }),
            Data::Record(record) => self.record(serializer, record),
            Data::Open(record) => self.open(serializer, record),
            Data::Opaque { kind, repr } => opaque(serializer, kind, repr),
            Data::Foreign(foreign) => described(serializer, foreign, self.form),
            other => opaque(serializer, "object", &crate::repr(other).to_string()),
        }
    }
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Names of types whose values request files can hold too.
const READ_BACK: &[&str] = &["uuid", "ip", "date", "datetime"];

/// Zones by name, and zones of addresses, are not read back: for those who do, the value is kept by what it shows.
pub(super) fn is_read_back(found: &Described) -> bool {
    !found.text.ends_with(']') && !found.text.contains('%')
}

fn described<S: Serializer>(serializer: S, foreign: &Foreign, form: Form) -> Result<S::Ok, S::Error> {
    match foreign.described() {
        None => opaque(serializer, foreign.class.name, &format!("<{} object>", foreign.class.name)),
        Some(found) if READ_BACK.contains(&found.name) && (form == Form::Plain || is_read_back(&found)) => {
            tagged(serializer, found.name, &found.text)
        }
        Some(found) => match seconds(&found) {
            Some(seconds) => tagged(serializer, found.name, &seconds),
            None => opaque(serializer, foreign.class.name, &found.repr),
        },
    }
}

/// Seconds of a span.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Seconds {
    Whole(i64),
    Parts(f64),
}

/// The seconds of a span, when a number holds them to the microsecond.
pub(super) fn seconds(found: &Described) -> Option<Seconds> {
    const MICROSECONDS: i64 = 1_000_000;
    let microseconds: i64 = found.text.parse().ok().filter(|_| found.name == "timedelta")?;
    if microseconds.checked_rem(MICROSECONDS)? == 0 {
        return microseconds.checked_div(MICROSECONDS).map(Seconds::Whole);
    }
    let exact = microseconds.unsigned_abs() < 1 << 50;
    exact.then_some(Seconds::Parts(microseconds as f64 / 1e6))
}

fn opaque<S: Serializer>(serializer: S, class: &str, repr: &str) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(Some(3))?;
    out.serialize_entry(TYPE, "opaque")?;
    out.serialize_entry("class", class)?;
    out.serialize_entry("repr", repr)?;
    out.end()
}

fn tagged<S: Serializer>(
    serializer: S,
    name: &'static str,
    value: &(impl Serialize + ?Sized),
) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(Some(2))?;
    out.serialize_entry(TYPE, name)?;
    out.serialize_entry("value", value)?;
    out.end()
}

/// A list.
struct Items<'a> {
    items: &'a [Data],
    outer: Json<'a>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(Some(self.items.len()))?;
        for item in self.items {
            out.serialize_element(&self.outer.inner(item))?;
        }
        out.end()
    }
}

/// A dict as a list of pairs.
struct Entries<'a> {
    entries: &'a [(Data, Data)],
    outer: Json<'a>,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(Some(self.entries.len()))?;
        for (key, value) in self.entries {
            out.serialize_element(&(self.outer.inner(key), self.outer.inner(value)))?;
        }
        out.end()
    }
}

/// A dict that is written as an object, whatever its keys: arguments and attributes too.
pub(super) struct Object<'a> {
    map: &'a Map,
    outer: Json<'a>,
}

impl<'a> Object<'a> {
    pub(super) fn new(map: &'a Map, form: Form) -> Self {
        static NOTHING: Data = Data::None;
        Self { map, outer: Json::new(&NOTHING, form) }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(self.map.len()))?;
        for (key, value) in self.map.iter() {
            out.serialize_entry(key, &self.outer.inner(value))?;
        }
        out.end()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::json::to_string;
    use num_bigint::BigInt;

    fn big(text: &str) -> Data {
        Data::BigInt(Box::new(text.parse::<BigInt>().unwrap()))
    }

    #[test]
    fn writes_what_json_has_as_itself() {
        let map: Map = [
            ("a", Data::None),
            ("b", Data::Bool(true)),
            ("c", Data::Int(i64::MIN)),
            ("d", big("18446744073709551615")),
            ("e", Data::Float(1e16)),
            ("f", Data::Float(-0.0)),
            ("g", Data::from("é\n\u{1}")),
            ("h", Data::List(vec![Data::List(Vec::new())])),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            to_string(&Data::Map(map), Form::Exact).unwrap(),
            r#"{"a":null,"b":true,"c":-9223372036854775808,"d":18446744073709551615,"e":1e+16,"f":-0.0,"g":"é\n\u0001","h":[[]]}"#
        );
    }

    #[test]
    fn names_the_type_of_what_json_lacks() {
        let value = Data::Dict(vec![
            (Data::Int(1), big("-18446744073709551616")),
            (Data::Tuple(vec![Data::None]), Data::Bytes((*b"\x00\xff").into())),
            (Data::from("x"), Data::Float(f64::NEG_INFINITY)),
            (Data::Bool(false), Data::Opaque { kind: "function".into(), repr: "<function f>".into() }),
        ]);
        assert_eq!(
            to_string(&value, Form::Exact).unwrap(),
            concat!(
                r#"{"$type":"dict","value":[[1,{"$type":"int","value":"-18446744073709551616"}],"#,
                r#"[{"$type":"tuple","value":[null]},{"$type":"bytes","value":"AP8="}],"#,
                r#"["x",{"$type":"float","value":"-inf"}],"#,
                r#"[false,{"$type":"opaque","class":"function","repr":"<function f>"}]]}"#
            )
        );
        let map: Map = [("$type", "User")].into_iter().collect();
        assert_eq!(
            to_string(&Data::Map(map), Form::Plain).unwrap(),
            r#"{"$type":"dict","value":{"$type":"User"}}"#
        );
    }

    #[test]
    fn refuses_what_is_nested_too_deep() {
        let mut value = Data::None;
        for _ in 0..1_000 {
            value = Data::List(vec![value]);
        }
        let error = to_string(&value, Form::Plain).unwrap_err();
        assert_eq!(error.to_string(), "nested more than 200 levels deep");
    }
}
