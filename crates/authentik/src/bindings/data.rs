//! Makes the evaluator's owned values.

use super::build::{Build, Scalar};
use super::classes::class;
use super::tables::BINDINGS;
use hognose_eval::data::{Data, Map, OpenRecord, Record};
use hognose_schema::binding::TypeId;
use num_bigint::BigInt;
use std::sync::Arc;

/// Makes [`Data`]. Dates, ids and addresses belong to Python modules, so those who have the modules say how they are made.
#[derive(Debug, Clone, Copy)]
pub struct DataBuilder {
    scalar: fn(Scalar) -> Data,
    takes_opaque: bool,
}

impl DataBuilder {
    /// With a function that makes dates, ids and addresses.
    #[must_use]
    pub fn new(scalar: fn(Scalar) -> Data) -> Self {
        Self { scalar, takes_opaque: false }
    }

    /// The same for journals, where values can stand of which only the `repr` is known.
    #[must_use]
    pub fn of_journal(self) -> Self {
        Self { takes_opaque: true, ..self }
    }
}

impl Build for DataBuilder {
    type Value = Data;

    fn none(&self) -> Data {
        Data::None
    }

    fn bool(&self, value: bool) -> Data {
        Data::Bool(value)
    }

    fn int(&self, value: i64) -> Data {
        Data::Int(value)
    }

    fn big_int(&self, value: BigInt) -> Data {
        Data::BigInt(Box::new(value))
    }

    fn float(&self, value: f64) -> Data {
        Data::Float(value)
    }

    fn str(&self, text: Box<str>) -> Data {
        Data::Str(text)
    }

    fn bytes(&self, bytes: Vec<u8>) -> Data {
        Data::Bytes(bytes.into())
    }

    fn scalar(&self, scalar: Scalar) -> Data {
        (self.scalar)(scalar)
    }

    fn list(&self, items: Vec<Data>) -> Data {
        Data::List(items)
    }

    fn tuple(&self, items: Vec<Data>) -> Data {
        Data::Tuple(items)
    }

    fn set(&self, items: Vec<Data>) -> Data {
        Data::Set(items)
    }

    fn dict(&self, entries: Vec<(Box<str>, Data)>) -> Data {
        Data::Map(entries.into_iter().collect())
    }

    fn opaque(&self, kind: &str, repr: &str) -> Option<Data> {
        self.takes_opaque.then(|| Data::Opaque { kind: kind.into(), repr: repr.into() })
    }

    fn pairs(&self, entries: Vec<(Data, Data)>) -> Data {
        if entries.iter().all(|(key, _)| matches!(key, Data::Str(_))) {
            let text = |(key, value)| Data::into_text(key).map(|key| (key, value));
            return Data::Map(entries.into_iter().filter_map(text).collect());
        }
        Data::Dict(entries)
    }

    fn record(&self, id: TypeId, fields: Vec<Option<Data>>) -> Data {
        let Some(class) = class(id) else {
            // A shape: the decoder never makes a record of one.
            return Data::Map(named(id, fields).collect());
        };
        let fields = fields.into_iter().map(|field| field.unwrap_or(Data::Absent)).collect();
        Data::Record(Arc::new(Record { class, fields }))
    }

    fn open_record(&self, id: TypeId, attributes: Vec<(Box<str>, Data)>) -> Data {
        let type_name = BINDINGS.get(id).map_or("object", |decl| decl.name);
        Data::Open(Arc::new(OpenRecord {
            type_name: type_name.into(),
            fields: attributes.into_iter().collect::<Map>(),
        }))
    }
}

fn named(id: TypeId, fields: Vec<Option<Data>>) -> impl Iterator<Item = (Box<str>, Data)> {
    let names = BINDINGS.get(id).map_or(&[] as &[_], |decl| decl.fields);
    names.iter().zip(fields).filter_map(|(field, value)| Some((field.name.into(), value?)))
}
