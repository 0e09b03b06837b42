//! Builders of the declared objects, for hosts that have no request file.
//!
//! ```
//! use hognose_authentik::bindings::builders::{Context, Group, PolicyRequest, TOTPDevice, User};
//! use hognose_eval::data::Data;
//!
//! let marie = User::new().pk(7).username("marie").email("marie@example.org").groups(["staff"]);
//! let request: Data = PolicyRequest::new()
//!     .user(marie)
//!     .obj(Group::new().name("operators").parents(["staff"]))
//!     .context(Context::new().auth_method("auth_mfa").with("example.org/seen", true))
//!     .into();
//! assert!(matches!(request, Data::Record(_)));
//! # let _ = TOTPDevice::new();
//! ```
//!
//! What is not set is as if a request file did not give it.

use super::build::{Build, default};
use super::data::DataBuilder;
use super::tables::BINDINGS;
use hognose_eval::data::{Data, Map};
use hognose_schema::binding::{FieldDecl, TypeId};

include!(concat!(env!("OUT_DIR"), "/builders.rs"));

/// No builder makes dates of its own: they are given as data.
fn values() -> DataBuilder {
    DataBuilder::new(|_| Data::None)
}

fn declared(id: TypeId) -> &'static [FieldDecl] {
    BINDINGS.get(id).map_or(&[], |decl| decl.fields)
}

/// The fields of a class by number.
#[derive(Debug, Clone)]
struct Fields {
    id: TypeId,
    values: Vec<Option<Data>>,
}

impl Fields {
    fn new(id: TypeId) -> Self {
        Self { id, values: vec![None; declared(id).len()] }
    }

    fn set(&mut self, number: usize, value: Data) {
        if let Some(slot) = self.values.get_mut(number) {
            *slot = Some(value);
        }
    }

    fn build(self) -> Data {
        let build = values();
        let given = self.values.into_iter().zip(declared(self.id));
        let fields = given.map(|(value, field)| value.or_else(|| default(&build, field))).collect();
        build.record(self.id, fields)
    }
}

/// The attributes of a class that keeps more than it declares; of equal names the last counts.
#[derive(Debug, Clone)]
struct Attributes {
    id: TypeId,
    values: Vec<(Box<str>, Data)>,
}

impl Attributes {
    fn new(id: TypeId) -> Self {
        Self { id, values: Vec::new() }
    }

    fn set(&mut self, name: Box<str>, value: Data) {
        self.values.push((name, value));
    }

    fn build(mut self) -> Data {
        let build = values();
        for field in declared(self.id) {
            if self.values.iter().all(|(name, _)| **name != *field.name)
                && let Some(value) = default(&build, field)
            {
                self.values.push((field.name.into(), value));
            }
        }
        build.open_record(self.id, self.values)
    }
}

/// The keys of a shape.
#[derive(Debug, Clone, Default)]
struct Keys(Map);

impl Keys {
    fn set(&mut self, name: Box<str>, value: Data) {
        self.0.insert(name, value);
    }

    fn build(self) -> Data {
        Data::Map(self.0)
    }
}
