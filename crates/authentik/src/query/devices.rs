//! MFA devices of users.

use super::ask::{self, Source};
use super::plan::{Clause, Lookup, Query, Test, resolve};
use crate::bindings::tables::{BINDINGS, field, id};
use hognose_eval::data::Data;
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value, export, input};
use hognose_schema::binding::TypeId;

/// The class of devices of a kind, such as `totp`.
pub(crate) fn of_kind(kind: &str) -> Option<TypeId> {
    let family = BINDINGS.get(id::DEVICE)?.family;
    family.iter().copied().find(|class| BINDINGS.get(*class).and_then(|decl| decl.word) == Some(kind))
}

fn test<'h>(cx: &Context<'h>, class: TypeId, names: &[&str], value: Data) -> R<'h, Test> {
    match resolve(class, names, None) {
        Ok((path, _)) => Ok(Test { path, lookup: Lookup::Exact, value }),
        Err(_) => Err(cx.internal("a device without its fields")),
    }
}

/// The query for a user's devices of a class, and where it looks; none for a user who has no devices anyway.
fn query<'h>(
    cx: &Context<'h>,
    user: Value<'h>,
    class: TypeId,
    confirmed: Option<bool>,
) -> R<'h, Option<(Query, Source<'h>)>> {
    let Value::Object(object) = user else { return Ok(None) };
    if !super::groups::is_user(object) {
        return Ok(None);
    }
    let mut query = Query::all(class);
    let mut tests = Vec::new();
    if let Some(confirmed) = confirmed {
        tests.push(test(cx, class, &["confirmed"], Data::Bool(confirmed))?);
    }
    let source = match input::field(cx, object, field::user::DEVICES)? {
        Value::List(given) if !given.is_empty() => Source::Local(of_class(cx, given, class)?),
        _ => {
            let key = input::field(cx, object, field::model::PK)?;
            if key.is_none() || !key.is_bound() {
                return Err(cx.value_error("Model instances passed to related filters must be saved."));
            }
            tests.push(test(cx, class, &["user", "pk"], export::data(cx, key)?)?);
            Source::Host
        }
    };
    query.clauses.push(Clause { negated: false, tests });
    Ok(Some((query, source)))
}

fn of_class<'h>(cx: &Context<'h>, devices: &'h List<'h>, class: TypeId) -> R<'h, &'h List<'h>> {
    let list = List::new(cx.heap())?;
    for device in devices.to_vec() {
        cx.burn(1)?;
        if let Value::Object(object) = device
            && crate::bindings::classes::declared(object.class).is_some_and(|decl| decl.is_a(class))
        {
            list.push(cx.heap(), device)?;
        }
    }
    Ok(list)
}

/// Whether a user has a confirmed device of a class.
pub(crate) fn has<'h>(cx: &Context<'h>, user: Value<'h>, class: TypeId) -> R<'h, bool> {
    match query(cx, user, class, Some(true))? {
        Some((query, source)) => ask::exists(cx, &query, source),
        None => Ok(false),
    }
}

/// A user's devices.
pub(crate) fn of<'h>(cx: &Context<'h>, user: Value<'h>, confirmed: Option<bool>) -> R<'h, &'h List<'h>> {
    match query(cx, user, id::DEVICE, confirmed)? {
        Some((query, source)) => ask::list(cx, &query, source),
        None => List::new(cx.heap()),
    }
}
