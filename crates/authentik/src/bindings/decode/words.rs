//! What types and values are called in messages.

use super::scalar;
use crate::bindings::tables::BINDINGS;
use hognose_schema::binding::{TypeExpr, TypeId};

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Int,
    Float,
    Str,
    Seq,
    Map,
}

impl Kind {
    /// As it is found where something else was expected.
    pub(super) fn found(self, expected: TypeExpr) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Float if takes(expected, Kind::Int) => "a number with a fraction",
            Kind::Int | Kind::Float => "a number",
            Kind::Str => "a string",
            Kind::Seq => "a list",
            Kind::Map => "an object",
        }
    }
}

/// Whether a type has values of this kind.
pub(super) fn takes(ty: TypeExpr, kind: Kind) -> bool {
    use TypeExpr as T;
    match ty {
        T::Any | T::Json => true,
        T::None => kind == Kind::Null,
        T::Bool => kind == Kind::Bool,
        T::Int => kind == Kind::Int,
        T::Float | T::Number | T::Timedelta => matches!(kind, Kind::Int | Kind::Float),
        T::Str | T::Bytes | T::Datetime | T::Date | T::Time | T::Uuid | T::Ip => kind == Kind::Str,
        T::List(_) | T::Set(_) | T::Tuple(_) | T::Relation(_) | T::Query(_) => kind == Kind::Seq,
        T::Dict(_) | T::Object(_) => kind == Kind::Map,
        T::Named(_) => matches!(kind, Kind::Map | Kind::Str),
        T::Optional(inner) => kind == Kind::Null || takes(*inner, kind),
        T::Union(members) => members.iter().any(|member| takes(*member, kind)),
        T::Function => false,
    }
}

/// The part of a type that has values of this kind; the first one of a union.
pub(super) fn part(ty: TypeExpr, kind: Kind) -> Option<TypeExpr> {
    match ty {
        TypeExpr::Optional(_) if kind == Kind::Null => Some(TypeExpr::None),
        TypeExpr::Optional(inner) => part(*inner, kind),
        TypeExpr::Union(members) => members.iter().find_map(|member| part(*member, kind)),
        ty => takes(ty, kind).then_some(ty),
    }
}

/// The objects a type names, not those inside lists and dicts.
pub(super) fn objects(ty: TypeExpr) -> Vec<TypeId> {
    match ty {
        TypeExpr::Object(id) | TypeExpr::Named(id) => vec![id],
        TypeExpr::Optional(inner) => objects(*inner),
        TypeExpr::Union(members) => members.iter().flat_map(|member| objects(*member)).collect(),
        _ => Vec::new(),
    }
}

/// The name of a type.
pub(super) fn name(id: TypeId) -> &'static str {
    BINDINGS.get(id).map_or("object", |decl| decl.name)
}

/// What is expected where a type stands.
pub(super) fn describe(ty: TypeExpr) -> String {
    use TypeExpr as T;
    match ty {
        T::Any | T::Json => "any JSON value".to_owned(),
        T::None => "null".to_owned(),
        T::Bool => "true or false".to_owned(),
        T::Int => "an integer".to_owned(),
        T::Float | T::Number => "a number".to_owned(),
        T::Str => "a string".to_owned(),
        T::List(inner) | T::Set(inner) | T::Tuple(inner) | T::Relation(inner) | T::Query(inner) => {
            many(*inner).map_or_else(|| "a list".to_owned(), |items| format!("a list of {items}"))
        }
        T::Dict(inner) => {
            many(*inner).map_or_else(|| "an object".to_owned(), |items| format!("an object of {items}"))
        }
        T::Object(id) => format!("an object ({})", name(id)),
        T::Named(id) => format!("an object ({}) or its name", name(id)),
        T::Optional(inner) => format!("{} or null", describe(*inner)),
        T::Union(members) => members.iter().map(|member| describe(*member)).collect::<Vec<_>>().join(" or "),
        T::Function => "nothing: a function cannot stand in a file".to_owned(),
        other => scalar::form(other).unwrap_or("a value").to_owned(),
    }
}

/// Several values of a type; none if there is nothing to say of them.
fn many(ty: TypeExpr) -> Option<String> {
    use TypeExpr as T;
    Some(match ty {
        T::Any | T::Json => return None,
        T::Str => "strings".to_owned(),
        T::Int => "integers".to_owned(),
        T::Float | T::Number => "numbers".to_owned(),
        T::Dict(_) => "objects".to_owned(),
        T::Object(id) | T::Named(id) => name(id).to_owned(),
        T::Union(members) => {
            members.iter().filter_map(|member| many(*member)).collect::<Vec<_>>().join(" or ")
        }
        other => describe(other),
    })
}
