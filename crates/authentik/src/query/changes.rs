//! What changes the directory: effects, which later queries do not see.

use super::ask;
use super::conditions;
use super::matching::primary_key;
use super::plan::{Column, Query, Shape};
use super::set::{OWNER, RELATION, parts};
use crate::bindings::build::{Build, default};
use crate::bindings::classes::declared;
use crate::bindings::data::DataBuilder;
use crate::bindings::tables::{BINDINGS, field, id};
use crate::effects;
use crate::methods::require;
use crate::objects;
use crate::sanitize;
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{self, iterate, text};
use hognose_eval::row::{Args, Capability, Member, Row, Signature};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, export, input};
use hognose_schema::binding::{TypeDecl, TypeId};

const WRITE: &str = "directory.write";

const fn row(name: &'static str, doc: &'static str, f: hognose_eval::row::RawMethodFn) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawMethod(f))
}

/// Methods of managers and queries.
pub(super) static MAKING: &[Row] = &[
    row("create", "Make an object.", |cx, _, this, args| {
        no_positions(cx, "create", args)?;
        let (query, _) = parts(cx, this)?;
        create(cx, query.model, args.keywords)
    }),
    row(
        "get_or_create",
        "The only one that meets the conditions, or a new one; and whether it is new.",
        get_or_create,
    )
    .needs(Capability(WRITE)),
    row(
        "update_or_create",
        "The only one that meets the conditions, changed, or a new one; and whether it is new.",
        |cx, _, this, args| update_or_create(cx, this, args),
    )
    .needs(Capability(WRITE)),
    row("update", "Set fields of all; how many there are.", update),
    row("delete", "Delete all; how many, and of which class.", |cx, _, this, _| delete(cx, this)),
];

/// Methods of relations.
pub(super) static RELATING: &[Row] = &[
    row("add", "Relate to these too.", |cx, _, this, args| relate(cx, this, "add", args.positional.to_vec())),
    row("remove", "Relate no more to these.", |cx, _, this, args| {
        relate(cx, this, "remove", args.positional.to_vec())
    }),
    row("clear", "Relate to none.", |cx, _, this, _| relate(cx, this, "clear", Vec::new())),
    row("set", "Relate to these and no others.", |cx, _, this, args| {
        let Some(objects) = args.positional.first().copied() else {
            return Err(
                cx.type_error("ManyRelatedManager.set() missing 1 required positional argument: 'objs'")
            );
        };
        relate(cx, this, "set", iterate::to_list(cx, objects)?.to_vec())
    }),
];

fn no_positions<'h>(cx: &Context<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h, ()> {
    if args.positional.is_empty() {
        return Ok(());
    }
    Err(cx.type_error(format_args!(
        "QuerySet.{name}() takes 1 positional argument but {} were given",
        args.positional.len().saturating_add(1)
    )))
}

fn model_of(model: TypeId) -> Option<&'static TypeDecl> {
    BINDINGS.get(model)
}

fn label(model: TypeId) -> String {
    model_of(model).map_or(String::new(), |decl| format!("{}.{}", decl.app, decl.name))
}

/// What may be changed by queries: users need their own grant.
fn need<'h>(cx: &Context<'h>, model: TypeId) -> R<'h, ()> {
    let is_user = model_of(model).is_some_and(|decl| decl.is_a(id::USER));
    require(cx, if is_user { "user.write" } else { WRITE })
}

/// Values for fields, as data. The names must be fields of the class.
fn values<'h>(cx: &Context<'h>, model: TypeId, given: &[(&'h str, Value<'h>)]) -> R<'h, Map> {
    let mut values = Map::new();
    for (name, value) in given {
        cx.burn(1)?;
        let known = model_of(model).and_then(|decl| decl.field(name));
        if !known.is_some_and(|field| field.is_column()) {
            let model = model_of(model).map_or("Model", |decl| decl.name);
            return Err(cx.type_error(format_args!("{model}() got unexpected keyword arguments: '{name}'")));
        }
        values.insert(*name, plain(cx, *value)?);
    }
    Ok(values)
}

/// A value in an effect: objects by what says which they are.
fn plain<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    match value {
        Value::Object(object) if declared(object.class).is_some_and(|decl| decl.is_a(id::MODEL)) => {
            objects::identity(cx, object)
        }
        other => export::data(cx, other),
    }
}

fn create<'h>(cx: &Context<'h>, model: TypeId, given: &[(&'h str, Value<'h>)]) -> R<'h> {
    need(cx, model)?;
    let before = cx.heap().used();
    let values = values(cx, model, given)?;
    let made = with_values(cx, model, given)?;
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(128);
    let arguments = Map::from_iter([("model", Data::from(label(model))), ("values", Data::Map(values))]);
    effects::add(cx, "object.create", arguments, bytes)?;
    Ok(made)
}

/// A new object with these values: they are what it is given.
fn with_values<'h>(cx: &Context<'h>, model: TypeId, given: &[(&'h str, Value<'h>)]) -> R<'h> {
    let Some(decl) = model_of(model) else { return Err(cx.internal("an object of no class")) };
    let build = DataBuilder::new(crate::scalar);
    let mut fields: Vec<Option<Data>> = decl.fields.iter().map(|field| default(&build, field)).collect();
    for (name, value) in given {
        let place = decl.field_number(name).and_then(|number| fields.get_mut(usize::from(number)));
        if let Some(place) = place {
            *place = Some(export::data(cx, *value)?);
        }
    }
    crate::held::value(cx, build.record(model, fields))
}

/// The conditions without `defaults`, and the values that the defaults and plain conditions give a new object.
type Split<'h> = (Vec<(&'h str, Value<'h>)>, Vec<(&'h str, Value<'h>)>);

fn split<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, Split<'h>> {
    let mut conditions = Vec::new();
    let mut fresh = Vec::new();
    let mut defaults = args.positional.first().copied();
    for (name, value) in args.keywords {
        if *name == "defaults" {
            defaults = Some(*value);
            continue;
        }
        conditions.push((*name, *value));
        if !name.contains("__") {
            fresh.push((*name, *value));
        }
    }
    if let Some(Value::Dict(defaults)) = defaults {
        let table = defaults.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            cx.burn(1)?;
            let Value::Str(key) = key else { return Err(cx.type_error("keywords must be strings")) };
            let key = key.text(cx.heap())?;
            fresh.retain(|(known, _)| *known != key);
            let value = if ops::is_callable(value) { cx.call(value, &[])? } else { value };
            fresh.push((key, value));
        }
    }
    Ok((conditions, fresh))
}

/// The only object that meets conditions; none if there is none.
fn find<'h>(
    cx: &Context<'h>,
    this: Value<'h>,
    conditions: &[(&'h str, Value<'h>)],
) -> R<'h, Option<Value<'h>>> {
    let (mut query, source) = parts(cx, this)?;
    let args = Args { positional: &[], keywords: conditions };
    query.clauses.push(conditions::clause(cx, query.model, &args, false)?);
    let mut some = query.clone();
    some.limit = Some(21);
    match ask::list(cx, &some, source)?.to_vec().as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => Err(super::errors::several(cx, query.model, several.len())),
    }
}

fn get_or_create<'h>(cx: &Context<'h>, _: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (conditions, fresh) = split(cx, args)?;
    if let Some(found) = find(cx, this, &conditions)? {
        return cx.tuple(&[found, Value::bool(false)]);
    }
    let (query, _) = parts(cx, this)?;
    let made = create(cx, query.model, &fresh)?;
    cx.tuple(&[made, Value::bool(true)])
}

fn update_or_create<'h>(cx: &Context<'h>, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (conditions, fresh) = split(cx, args)?;
    let Some(found) = find(cx, this, &conditions)? else {
        let (query, _) = parts(cx, this)?;
        let made = create(cx, query.model, &fresh)?;
        return cx.tuple(&[made, Value::bool(true)]);
    };
    let (query, _) = parts(cx, this)?;
    let changed: Vec<(&'h str, Value<'h>)> = fresh
        .iter()
        .copied()
        .filter(|(name, _)| !conditions.iter().any(|(known, _)| known == name))
        .collect();
    if let Value::Object(object) = found {
        let key = export::data(cx, input::field(cx, object, field::model::PK)?)?;
        updated(cx, query.model, vec![key], &changed)?;
        for (name, value) in &changed {
            if let Some(number) = model_of(query.model).and_then(|decl| decl.field_number(name)) {
                input::set_field(cx, object, number, *value)?;
            }
        }
    }
    cx.tuple(&[found, Value::bool(false)])
}

/// The primary keys of what a query finds: one host call.
fn keys<'h>(cx: &Context<'h>, this: Value<'h>, what: &str) -> R<'h, (Query, Vec<Data>)> {
    let (mut query, source) = parts(cx, this)?;
    if query.is_sliced() {
        let message = match what {
            "delete" => "Cannot use 'limit' or 'offset' with delete().",
            _ => "Cannot update a query once a slice has been taken.",
        };
        return Err(cx.type_error(message));
    }
    query.shape = Shape::Bare(Column { name: "pk".into(), path: primary_key() });
    let found = ask::list(cx, &query, source)?.to_vec();
    let keys: Result<Vec<Data>, _> = found.into_iter().map(|key| export::data(cx, key)).collect();
    Ok((query, keys?))
}

fn updated<'h>(
    cx: &Context<'h>,
    model: TypeId,
    keys: Vec<Data>,
    given: &[(&'h str, Value<'h>)],
) -> R<'h, ()> {
    need(cx, model)?;
    let before = cx.heap().used();
    let mut values = Map::new();
    for (name, value) in given {
        let known = model_of(model).and_then(|decl| decl.field(name));
        if !known.is_some_and(|field| field.is_column()) {
            conditions::resolve(cx, model, name)?;
        }
        values.insert(*name, plain(cx, *value)?);
    }
    let arguments = Map::from_iter([
        ("model", Data::from(label(model))),
        ("keys", Data::List(keys)),
        ("values", Data::Map(values)),
    ]);
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(128);
    effects::add(cx, "object.update", arguments, bytes)
}

fn update<'h>(cx: &Context<'h>, _: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    no_positions(cx, "update", args)?;
    let (model, _) = parts(cx, this).map(|(query, source)| (query.model, source))?;
    need(cx, model)?;
    let (query, keys) = keys(cx, this, "update")?;
    let count = i64::try_from(keys.len()).unwrap_or(i64::MAX);
    updated(cx, query.model, keys, args.keywords)?;
    Ok(Value::Int(count))
}

fn delete<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let (query, source) = parts(cx, this)?;
    need(cx, query.model)?;
    if query.is_sliced() {
        return Err(cx.type_error("Cannot use 'limit' or 'offset' with delete()."));
    }
    let found = ask::list(cx, &query, source)?.to_vec();
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    for object in found {
        objects::delete(cx, object)?;
    }
    objects::deleted(cx, &label(query.model), count)
}

/// Change which objects an object is related to.
fn relate<'h>(cx: &Context<'h>, this: Value<'h>, change: &'static str, others: Vec<Value<'h>>) -> R<'h> {
    let Value::Object(manager) = this else { return Err(cx.internal("a relation that is none")) };
    let (Value::Object(owner), Value::Int(number)) = (manager.field(OWNER), manager.field(RELATION)) else {
        return Err(cx.internal("a relation of nothing"));
    };
    let (query, _) = parts(cx, this)?;
    let number = u16::try_from(number).unwrap_or(u16::MAX);
    let is_user = declared(owner.class).is_some_and(|decl| decl.is_a(id::USER));
    let is_groups = is_user && number == field::user::GROUPS;
    require(cx, if is_user { "user.write" } else { WRITE })?;
    let before = cx.heap().used();
    let mut objects = Vec::with_capacity(others.len());
    for other in others {
        cx.burn(1)?;
        objects.push(related(cx, query.model, other)?);
    }
    let mut arguments = Map::new();
    arguments.insert(if is_groups { "user" } else { "object" }, objects::identity(cx, owner)?);
    if !is_groups {
        let name = declared(owner.class).and_then(|decl| decl.fields.get(usize::from(number)));
        arguments.insert("relation", name.map_or("", |field| field.name));
    }
    arguments.insert("change", change);
    arguments.insert(if is_groups { "groups" } else { "objects" }, objects);
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(128);
    effects::add(cx, if is_groups { "user.groups" } else { "object.relation" }, arguments, bytes)?;
    Ok(Value::None)
}

/// An object on the other side, or its primary key.
fn related<'h>(cx: &Context<'h>, model: TypeId, other: Value<'h>) -> R<'h, Data> {
    let wanted = model_of(model);
    match other {
        Value::Object(object) if declared(object.class).is_some_and(|decl| decl.is_a(id::MODEL)) => {
            if !is_of(object, model) {
                return Err(cx.type_error(format_args!(
                    "'{}' instance expected, got {}",
                    wanted.map_or("Model", |decl| decl.name),
                    text::repr_string(cx, other)?
                )));
            }
            sanitize::reference(cx, object)
        }
        key => export::data(cx, key),
    }
}

fn is_of(object: &Object<'_>, model: TypeId) -> bool {
    declared(object.class).is_some_and(|decl| decl.is_a(model))
}
