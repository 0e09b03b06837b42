//! Queries: `User.objects.filter(…)`, relations of objects, and what answers them.
//!
//! A query is plain data ([`plan`]) that is checked against the declarations as it is built: an unknown field is a `FieldError` at
//! once. A terminal operation is one host call ([`wire`]), or a look at objects that the request gave; both use [`matching`].

mod ask;
mod changes;
mod conditions;
pub(crate) mod devices;
pub mod errors;
pub mod groups;
pub mod jsonb;
pub mod matching;
pub mod modules;
mod moments;
pub mod plan;
pub mod set;
pub mod wire;

use hognose_eval::class::Class;
use hognose_eval::row::Args;
use hognose_eval::{Context, R, Stop, Value};
use hognose_schema::binding::TypeId;

/// Types of queries.
pub(crate) static CLASSES: &[&Class] = &[&set::MANAGER, &set::RELATED, &set::QUERY_SET];

/// The first object of a class that meets conditions, by primary key; `None` if there is none.
pub(crate) fn first_by<'h>(cx: &Context<'h>, model: TypeId, conditions: &Args<'_, 'h>) -> R<'h> {
    let mut query = plan::Query::all(model);
    query.clauses.push(conditions::clause(cx, model, conditions, false)?);
    query.order.push(plan::Order { path: matching::primary_key(), descending: false });
    query.limit = Some(1);
    Ok(ask::list(cx, &query, ask::Source::Host)?.get(0).unwrap_or(Value::None))
}

/// Whether one of these objects meets conditions.
pub(crate) fn any_of<'h>(
    cx: &Context<'h>,
    model: TypeId,
    objects: &'h hognose_eval::value::list::List<'h>,
    conditions: &Args<'_, 'h>,
) -> R<'h, bool> {
    let mut query = plan::Query::all(model);
    query.clauses.push(conditions::clause(cx, model, conditions, false)?);
    ask::exists(cx, &query, ask::Source::Local(objects))
}

/// Whether an exception says that a field does not exist.
pub(crate) fn is_field_error(stop: &Stop<'_>) -> bool {
    matches!(stop, Stop::Raise(exception) if exception.class.is_subclass(&errors::FIELD_ERROR))
}
