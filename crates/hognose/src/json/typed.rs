//! Values where a declaration says their type: files write them there without naming it.

use super::data::{Json, is_read_back, seconds};
use hognose_authentik::bindings::tables::BINDINGS;
use hognose_eval::data::Data;
use hognose_schema::binding::{TypeDecl, TypeExpr, TypeId};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

/// A value of a declared type.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) value: Json<'a>,
    pub(super) ty: TypeExpr,
}

impl<'a> Typed<'a> {
    fn inner(self, data: &'a Data, ty: TypeExpr) -> Self {
        Self { value: self.value.inner(data), ty }
    }

    fn items<S: Serializer>(self, serializer: S, items: &'a [Data], ty: TypeExpr) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(Some(items.len()))?;
        for item in items {
            out.serialize_element(&self.inner(item, ty))?;
        }
        out.end()
    }
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.check_depth()?;
        let data = self.value.data();
        match (data, self.ty) {
            (_, TypeExpr::Optional(inner)) => Typed { value: self.value, ty: *inner }.serialize(serializer),
            (_, TypeExpr::Union(members)) => {
                let ty = members.iter().find(|member| fits(data, **member)).unwrap_or(&TypeExpr::Json);
                Typed { value: self.value, ty: *ty }.serialize(serializer)
            }
            (Data::List(items), TypeExpr::List(ty) | TypeExpr::Relation(ty) | TypeExpr::Query(ty))
            | (Data::Set(items), TypeExpr::Set(ty))
            | (Data::Tuple(items), TypeExpr::Tuple(ty)) => self.items(serializer, items, *ty),
            (Data::Map(map), TypeExpr::Dict(ty)) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    out.serialize_entry(key, &self.inner(value, *ty))?;
                }
                out.end()
            }
            (Data::Map(map), TypeExpr::Object(id) | TypeExpr::Named(id)) => {
                let shape = BINDINGS.get(id);
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    out.serialize_entry(key, &self.inner(value, field_type(shape, key)))?;
                }
                out.end()
            }
            (Data::Bytes(bytes), TypeExpr::Bytes) => serializer.serialize_str(&super::data::base64(bytes)),
            (Data::Foreign(foreign), ty) if is_scalar(ty) => match foreign.described() {
                Some(found) => match seconds(&found) {
                    Some(seconds) => seconds.serialize(serializer),
                    None if self.value.is_exact() && !is_read_back(&found) => {
                        self.value.serialize(serializer)
                    }
                    None => serializer.serialize_str(&found.text),
                },
                None => self.value.serialize(serializer),
            },
            _ => self.value.serialize(serializer),
        }
    }
}

/// The type of a key of a shape; any value for keys it does not know.
fn field_type(shape: Option<&TypeDecl>, key: &str) -> TypeExpr {
    shape.and_then(|shape| shape.field(key)).map_or(TypeExpr::Json, |field| field.ty)
}

fn is_scalar(ty: TypeExpr) -> bool {
    use TypeExpr as T;
    matches!(ty, T::Datetime | T::Date | T::Time | T::Timedelta | T::Uuid | T::Ip)
}

/// Whether a value can be of a member of a union.
fn fits(data: &Data, ty: TypeExpr) -> bool {
    use TypeExpr as T;
    match ty {
        T::Optional(inner) => data.is_none() || fits(data, *inner),
        T::Union(members) => members.iter().any(|member| fits(data, *member)),
        T::List(_) | T::Relation(_) | T::Query(_) => matches!(data, Data::List(_)),
        T::Set(_) => matches!(data, Data::Set(_)),
        T::Tuple(_) => matches!(data, Data::Tuple(_)),
        T::Dict(_) => matches!(data, Data::Map(_)),
        T::Object(id) | T::Named(id) => match data {
            Data::Map(_) => is_shape(id),
            Data::Record(_) | Data::Open(_) => !is_shape(id),
            _ => false,
        },
        T::Bytes => matches!(data, Data::Bytes(_)),
        ty if is_scalar(ty) => matches!(data, Data::Foreign(_)),
        _ => false,
    }
}

fn is_shape(id: TypeId) -> bool {
    BINDINGS.get(id).is_some_and(|decl| decl.kind == hognose_schema::binding::TypeKind::Shape)
}
