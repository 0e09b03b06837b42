//! Groups of users: the directory's, where the request gives only their names; ancestors; merged attributes.

use super::ask::{self, Source};
use super::plan::{Clause, Lookup, Path, Query, Test};
use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::bindings::tables::{field, id};
use hognose_eval::data::{Data, Record};
use hognose_eval::ops;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Capability, Context, R, Value, input};
use hognose_schema::binding::TypeExpr;

/// The register that holds groups of the directory by name.
const KNOWN: usize = 1;

/// Whether an object is a group of which the request gives the name only.
fn is_bare(object: &Object<'_>) -> bool {
    if !std::ptr::eq(object.class, crate::methods::class_of(id::GROUP)) {
        return false;
    }
    let Some(record) = object.data::<Record>() else { return false };
    let at = |number: u16| record.fields.get(usize::from(number));
    let is_empty = |number| match at(number) {
        Some(Data::List(items)) => items.is_empty(),
        Some(Data::Map(map)) => map.is_empty(),
        _ => true,
    };
    at(field::model::PK).is_none_or(Data::is_none)
        && is_empty(field::group::PARENTS)
        && is_empty(field::group::ATTRIBUTES)
        && at(field::group::PARENT).is_none_or(Data::is_none)
        && !matches!(at(field::group::IS_SUPERUSER), Some(Data::Bool(true)))
}

/// Objects, with groups that are mere names replaced by those of the directory: asked once, where queries are granted.
pub(super) fn known<'h>(cx: &Context<'h>, objects: &'h List<'h>) -> R<'h, &'h List<'h>> {
    let items = objects.to_vec();
    cx.burn(items.len() as u64)?;
    let bare = |value: &Value<'h>| matches!(value, Value::Object(object) if is_bare(object));
    if !items.iter().any(bare) || !cx.table().grants(Capability("directory.read")) {
        return Ok(objects);
    }
    let Some(register) = cx.registers.get(KNOWN) else { return Ok(objects) };
    let table = match register.get() {
        Value::Dict(table) => table,
        _ => {
            let table = Dict::new(cx.heap())?;
            register.set(Value::Dict(table));
            table
        }
    };
    let mut unknown = Vec::new();
    for group in items.iter().filter(|value| bare(value)) {
        let name = access::read(cx, *group, field::group::NAME)?;
        if table.get(cx, name)?.is_none() {
            unknown.push(hognose_eval::export::data(cx, name)?);
            // Not in the directory: what the request gives is all there is.
            table.set(cx, name, *group)?;
        }
    }
    if !unknown.is_empty() {
        let mut query = Query::all(id::GROUP);
        let path = Path { fields: vec![field::group::NAME], keys: Vec::new(), ty: TypeExpr::Str };
        let test = Test { path, lookup: Lookup::In, value: Data::List(unknown) };
        query.clauses.push(Clause { negated: false, tests: vec![test] });
        for group in ask::list(cx, &query, Source::Host)?.to_vec() {
            table.set(cx, access::read(cx, group, field::group::NAME)?, group)?;
        }
    }
    let list = List::new(cx.heap())?;
    for item in items {
        let item = if bare(&item) {
            table.get(cx, access::read(cx, item, field::group::NAME)?)?.unwrap_or(item)
        } else {
            item
        };
        list.push(cx.heap(), item)?;
    }
    Ok(list)
}

/// The groups of a user and all their ancestors, each once.
///
/// # Errors
/// Limits, and what the host answers.
pub fn all_of<'h>(cx: &Context<'h>, user: &'h Object<'h>) -> R<'h, &'h List<'h>> {
    match input::field(cx, user, field::user::GROUPS)? {
        Value::List(direct) => with_ancestors(cx, direct),
        _ => List::new(cx.heap()),
    }
}

/// Groups and all their ancestors, each once.
///
/// # Errors
/// Limits, and what the host answers.
pub(crate) fn with_ancestors<'h>(cx: &Context<'h>, direct: &'h List<'h>) -> R<'h, &'h List<'h>> {
    let found = List::new(cx.heap())?;
    let mut level = known(cx, direct)?;
    while !level.is_empty() {
        let above = List::new(cx.heap())?;
        for group in level.to_vec() {
            cx.burn(1)?;
            let Value::Object(object) = group else { continue };
            if ops::iterate::contains(cx, Value::List(found), group)? {
                continue;
            }
            found.push(cx.heap(), group)?;
            if let Value::List(parents) = input::field(cx, object, field::group::PARENTS)? {
                ops::iterate::extend(cx, above, Value::List(parents))?;
            }
            if let parent @ Value::Object(_) = input::field(cx, object, field::group::PARENT)? {
                above.push(cx.heap(), parent)?;
            }
        }
        level = known(cx, above)?;
    }
    Ok(found)
}

/// Whether a user is in a group or in one below it.
///
/// # Errors
/// Limits, and what the host answers.
pub(crate) fn is_member<'h>(cx: &Context<'h>, group: Value<'h>, user: Value<'h>) -> R<'h, bool> {
    match user {
        Value::Object(object) if std::ptr::eq(object.class, crate::methods::class_of(id::USER)) => {
            ops::iterate::contains(cx, Value::List(all_of(cx, object)?), group)
        }
        _ => Err(ops::attribute::get(cx, user, "all_groups")
            .err()
            .unwrap_or_else(|| cx.internal("a user that is none"))),
    }
}

/// Attributes of the brand, of all groups by name, then the user's own, merged deeply.
///
/// # Errors
/// Limits, and what the host answers.
pub(crate) fn attributes<'h>(cx: &Context<'h>, user: &'h Object<'h>, request: Value<'h>) -> R<'h> {
    let merged = Dict::new(cx.heap())?;
    if !request.is_none() && request.is_bound() {
        let brand = ops::attribute::get(cx, request, "brand")?;
        if let Value::Dict(dict) = ops::attribute::get(cx, brand, "attributes")? {
            merge(cx, merged, dict)?;
        }
    }
    let mut groups = Vec::new();
    for group in all_of(cx, user)?.to_vec() {
        let name = ops::text::str_string(cx, access::read(cx, group, field::group::NAME)?)?;
        cx.charge(name.len())?;
        groups.push((name, group));
    }
    cx.burn((groups.len() as u64).saturating_mul(8))?;
    groups.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, group) in groups {
        if let Value::Dict(dict) = access::read(cx, group, field::group::ATTRIBUTES)? {
            merge(cx, merged, dict)?;
        }
    }
    if let Value::Dict(own) = access::read(cx, Value::Object(user), field::user::ATTRIBUTES)? {
        merge(cx, merged, own)?;
    }
    Ok(Value::Dict(merged))
}

/// Merge a dict into another: dicts deeply, lists one after the other, anything else replaced. What is new comes by reference.
pub(crate) fn merge<'h>(cx: &Context<'h>, base: &'h Dict<'h>, next: &'h Dict<'h>) -> R<'h, ()> {
    if std::ptr::eq(base, next) {
        return Ok(());
    }
    let table = next.table(cx)?;
    let mut position = 0;
    while let Some((after, key, value)) = table.next_from(position) {
        position = after;
        cx.burn(1)?;
        match (base.get(cx, key)?, value) {
            (Some(Value::Dict(inner)), Value::Dict(value)) => cx.nested(|| merge(cx, inner, value))?,
            (Some(Value::List(before)), Value::List(value)) => {
                let joined = ops::iterate::to_list(cx, Value::List(before))?;
                ops::iterate::extend(cx, joined, Value::List(value))?;
                base.set(cx, key, Value::List(joined))?;
            }
            _ => base.set(cx, key, value)?,
        }
    }
    Ok(())
}

/// Whether a class is that of users.
pub(crate) fn is_user(object: &Object<'_>) -> bool {
    declared(object.class).is_some_and(|decl| decl.is_a(id::USER))
}
