//! Makes the evaluator's owned values.

use super::build::{Build, Scalar};
use super::classes::class;
use super::tables::BINDINGS;
use hognose_eval::data::{Data, Map, OpenRecord, Record};
use hognose_schema::binding::TypeId;
use num_bigint::{BigInt, Sign};
use std::sync::Arc;

/// Makes [`Data`]. Dates, ids and addresses belong to Python modules, so those who have the modules say how they are made.
#[derive(Debug, Clone, Copy)]
pub struct DataBuilder {
    scalar: fn(Scalar) -> Data,
}

impl DataBuilder {
    /// With a function that makes dates, ids and addresses.
    #[must_use]
    pub fn new(scalar: fn(Scalar) -> Data) -> Self {
        Self { scalar }
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

    fn wide_int(&self, is_negative: bool, magnitude: u128) -> Data {
        let sign = if is_negative { Sign::Minus } else { Sign::Plus };
        Data::BigInt(Box::new(BigInt::from_biguint(sign, magnitude.into())))
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
