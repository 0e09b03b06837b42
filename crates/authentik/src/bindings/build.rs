//! What the decoder makes values with.

use hognose_schema::binding::{FieldDecl, FieldDefault, TypeExpr, TypeId};
use num_bigint::BigInt;
use std::net::IpAddr;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year, from 1 to 9999.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Hour, up to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
    /// Microsecond.
    pub microsecond: u32,
    /// Seconds east of UTC, if a zone is given.
    pub offset: Option<i32>,
}

/// A value that JSON has no form of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// `datetime.date`.
    Date(Date),
    /// `datetime.time`.
    Time(Time),
    /// `datetime.datetime`.
    Datetime(Date, Time),
    /// `datetime.timedelta`, in microseconds.
    Timedelta(i64),
    /// `uuid.UUID`.
    Uuid(u128),
    /// `ipaddress.IPv4Address` or `IPv6Address`.
    Ip(IpAddr),
}

/// Makes values out of what the decoder reads. The decoder has checked everything before.
pub trait Build {
    /// What is made.
    type Value;

    /// `None`.
    fn none(&self) -> Self::Value;
    /// A bool.
    fn bool(&self, value: bool) -> Self::Value;
    /// An int of 64 bits.
    fn int(&self, value: i64) -> Self::Value;
    /// An int of more than 64 bits.
    fn big_int(&self, value: BigInt) -> Self::Value;
    /// A float.
    fn float(&self, value: f64) -> Self::Value;
    /// Text.
    fn str(&self, text: Box<str>) -> Self::Value;
    /// Bytes.
    fn bytes(&self, bytes: Vec<u8>) -> Self::Value;
    /// A date, id, address or the like.
    fn scalar(&self, scalar: Scalar) -> Self::Value;
    /// A list.
    fn list(&self, items: Vec<Self::Value>) -> Self::Value;
    /// A tuple.
    fn tuple(&self, items: Vec<Self::Value>) -> Self::Value;
    /// A set; items may be equal.
    fn set(&self, items: Vec<Self::Value>) -> Self::Value;
    /// A dict; of entries with the same key the last counts, in the place of the first.
    fn dict(&self, entries: Vec<(Box<str>, Self::Value)>) -> Self::Value;
    /// A dict with keys of any type, as `dict`.
    fn pairs(&self, entries: Vec<(Self::Value, Self::Value)>) -> Self::Value;
    /// An object of a class. `fields` has an item for every field of the class, in order: none where the file does not
    /// give it and its default is no plain value.
    fn record(&self, class: TypeId, fields: Vec<Option<Self::Value>>) -> Self::Value;
    /// An object of a class that keeps attributes it does not declare.
    fn open_record(&self, class: TypeId, attributes: Vec<(Box<str>, Self::Value)>) -> Self::Value;
    /// Something of which only the type and the `repr` are known; none where no such thing can stand.
    fn opaque(&self, kind: &str, repr: &str) -> Option<Self::Value> {
        let _ = (kind, repr);
        None
    }
}

/// The value of a field that is not given, if its default is a plain value.
pub fn default<B: Build>(build: &B, field: &FieldDecl) -> Option<B::Value> {
    Some(match field.default {
        FieldDefault::None => build.none(),
        FieldDefault::Bool(value) => build.bool(value),
        FieldDefault::Int(value) => build.int(value),
        FieldDefault::Float(value) => build.float(value),
        FieldDefault::Str(text) => build.str(text.into()),
        FieldDefault::EmptyDict => build.dict(Vec::new()),
        FieldDefault::Empty => match field.ty {
            TypeExpr::Set(_) => build.set(Vec::new()),
            TypeExpr::Tuple(_) => build.tuple(Vec::new()),
            _ => build.list(Vec::new()),
        },
        FieldDefault::Unset | FieldDefault::Absent | FieldDefault::New(_) | FieldDefault::Computed(_) => {
            return None;
        }
    })
}
