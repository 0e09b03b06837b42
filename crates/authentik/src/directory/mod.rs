//! A directory in memory: objects of a directory file, and answers to queries over them.

mod names;

use crate::bindings::data::DataBuilder;
use crate::bindings::decode::{self, DecodeError};
use crate::bindings::tables::{field, id};
use crate::query::matching::{self, Reader, Slot};
use crate::query::plan::{Column, Query, Shape, Want, object_of};
use crate::query::wire;
use hognose_eval::data::{Data, Record};
use hognose_eval::host::{HostCall, Reply};
use hognose_schema::binding::Release;
use hognose_schema::binding::TypeId;
use names::{Names, declared};
use serde::Deserializer;
use std::borrow::Cow;
use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

/// Users, groups, devices and other objects.
#[derive(Clone, Debug, Default)]
pub struct Store {
    objects: Vec<Arc<Record>>,
}

/// A directory file that is none.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// Something in it is wrong.
    Decode(DecodeError),
    /// Objects are too deep inside each other.
    Deep(String),
}

impl From<DecodeError> for StoreError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl Store {
    /// A directory from any serde format.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Self, StoreError> {
        Self::deserialize_for(crate::releases::default(), reader)
    }

    /// The same for a release: what it does not have, or has no more, is an error.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn deserialize_for<'de, D: Deserializer<'de>>(
        release: Release,
        reader: D,
    ) -> Result<Self, StoreError> {
        let build = DataBuilder::new(crate::scalar);
        let options = decode::Options { release: Some(release), ..decode::Options::default() };
        let data = decode::directory(reader, &build, &options)?;
        Self::new(data, &build).map_err(StoreError::Deep)
    }

    fn new(mut data: Data, build: &DataBuilder) -> Result<Self, String> {
        let Data::Map(sections) = &mut data else { return Ok(Self::default()) };
        let mut given: Vec<Arc<Record>> = Vec::new();
        for name in ["groups", "users", "devices", "objects"] {
            if let Some(items) = sections.remove(name).and_then(Data::into_list) {
                given.extend(items.into_iter().filter_map(record));
            }
        }
        // A user's devices and connections are objects of their own too.
        let mut nested = Vec::new();
        for user in given.iter().filter(|object| is(object, id::USER)) {
            for number in [field::user::DEVICES, field::user::CONNECTIONS] {
                let Some(Data::List(items)) = user.fields.get(usize::from(number)) else { continue };
                nested.extend(items.iter().cloned().filter_map(record).map(|object| owned_by(object, user)));
            }
        }
        given.extend(nested);
        Ok(Self { objects: Names::new(&given, build).all()? })
    }

    /// All objects.
    pub fn objects(&self) -> impl Iterator<Item = &Record> {
        self.objects.iter().map(|object| &**object)
    }

    /// Answer a host call; none when it is no question to a directory.
    #[must_use]
    pub fn answer(&self, call: &HostCall) -> Option<Reply> {
        if call.operation != wire::OPERATION {
            return None;
        }
        let Some((query, want)) = wire::decode(&call.arguments) else { return Some(Reply::Denied) };
        Some(Reply::Value(self.find(&query, want)))
    }

    fn find(&self, query: &Query, want: Want) -> Data {
        let model = query.model;
        let candidates = self.objects.iter().filter(|object| is(object, model)).map(|object| &**object);
        let columns = match &query.shape {
            Shape::Objects => None,
            Shape::Dicts(columns) | Shape::Tuples(columns) => Some(columns.as_slice()),
            Shape::Bare(column) => Some(std::slice::from_ref(column)),
        };
        let rows: Vec<Data> = match columns {
            Some(columns) if query.distinct => {
                // Equal rows are one before any are counted off.
                let whole = Query { offset: 0, limit: None, ..query.clone() };
                let Ok(found) = matching::select(&self, candidates, &whole);
                let mut seen = HashSet::new();
                let rows = found.into_iter().map(|object| self.row(object, columns));
                let rows = rows.filter(|row| seen.insert(format!("{row:?}"))).skip(query.offset);
                rows.take(query.limit.unwrap_or(usize::MAX)).collect()
            }
            Some(columns) => {
                let Ok(found) = matching::select(&self, candidates, query);
                found.into_iter().map(|object| self.row(object, columns)).collect()
            }
            None => {
                let Ok(found) = matching::select(&self, candidates, query);
                let whole =
                    |object: &Record| self.objects.iter().find(|known| std::ptr::eq(&***known, object));
                found.into_iter().filter_map(whole).map(|object| Data::Record(Arc::clone(object))).collect()
            }
        };
        match want {
            Want::Exists => Data::Bool(!rows.is_empty()),
            Want::Count => Data::Int(i64::try_from(rows.len()).unwrap_or(i64::MAX)),
            Want::List => Data::List(rows),
        }
    }

    fn row<'s>(&'s self, object: &'s Record, columns: &[Column]) -> Data {
        Data::List(columns.iter().map(|column| self.first(object, &column.path)).collect())
    }

    fn first<'s>(&'s self, object: &'s Record, path: &crate::query::plan::Path) -> Data {
        let Ok(values) = matching::values(&self, object, path);
        match values.into_iter().next().map(Cow::into_owned) {
            None | Some(Data::Absent) => Data::None,
            Some(value) => value,
        }
    }

    /// Objects of a class with a field that leads to an object.
    fn leading_to<'s>(&'s self, class: TypeId, number: u16, object: &'s Record) -> Vec<&'s Record> {
        let leads = |candidate: &&Record| match candidate.fields.get(usize::from(number)) {
            Some(Data::List(items)) => items.iter().any(|item| match item {
                Data::Record(item) => is_same(item, object),
                _ => false,
            }),
            _ => false,
        };
        self.objects.iter().map(|object| &**object).filter(|object| is(object, class)).filter(leads).collect()
    }
}

impl<'s> Reader<'s> for &'s Store {
    type Object = &'s Record;
    type Error = Infallible;

    fn field(&self, object: &'s Record, number: u16) -> Result<Slot<'s, &'s Record>, Infallible> {
        static ABSENT: Data = Data::Absent;
        let data = object.fields.get(usize::from(number)).unwrap_or(&ABSENT);
        let field = declared(object).and_then(|decl| decl.fields.get(usize::from(number)));
        let leads = field.is_some_and(|field| object_of(field.ty).is_some());
        Ok(match data {
            Data::List(items) if leads && items.is_empty() && is(object, id::GROUP) => {
                Slot::Objects(match number {
                    field::group::USERS => self.leading_to(id::USER, field::user::GROUPS, object),
                    field::group::CHILDREN => self.leading_to(id::GROUP, field::group::PARENTS, object),
                    _ => Vec::new(),
                })
            }
            Data::List(items) if leads => Slot::Objects(
                items
                    .iter()
                    .filter_map(|item| if let Data::Record(item) = item { Some(&**item) } else { None })
                    .collect(),
            ),
            Data::Record(related) if leads => Slot::Objects(vec![&**related]),
            data => Slot::Data(Cow::Borrowed(data)),
        })
    }

    fn key(&self, object: &'s Record) -> Result<Cow<'s, Data>, Infallible> {
        static ABSENT: Data = Data::Absent;
        Ok(Cow::Borrowed(object.fields.get(usize::from(field::model::PK)).unwrap_or(&ABSENT)))
    }

    fn work(&self, _: usize) -> Result<(), Infallible> {
        Ok(())
    }
}

/// A record among data.
fn record(data: Data) -> Option<Arc<Record>> {
    if let Data::Record(record) = &data { Some(Arc::clone(record)) } else { None }
}

/// Whether an object is of a class or of one derived from it.
fn is(object: &Record, class: TypeId) -> bool {
    declared(object).is_some_and(|decl| decl.is_a(class))
}

/// An object of a user's, with the user as its owner.
fn owned_by(object: Arc<Record>, user: &Arc<Record>) -> Arc<Record> {
    let owner = declared(&object).and_then(|decl| decl.field_number("user")).map(usize::from);
    let mut object = object;
    if let Some(place) = owner.and_then(|owner| Arc::make_mut(&mut object).fields.get_mut(owner))
        && place.is_none()
    {
        *place = Data::Record(Arc::clone(user));
    }
    object
}

/// Whether two records are the same object: by the first field of the key that both have.
fn is_same(a: &Record, b: &Record) -> bool {
    if !std::ptr::eq(a.class, b.class) {
        return false;
    }
    let Some(decl) = declared(a) else { return false };
    for number in decl.key {
        let at =
            |object: &'_ Record| object.fields.get(usize::from(*number)).cloned().unwrap_or(Data::Absent);
        let (a, b) = (at(a), at(b));
        if !a.is_none() && !b.is_none() {
            return matching::is_equal(&a, &b);
        }
    }
    false
}
