//! Writes to objects: their fields, and what is inside these.
//!
//! Who reads a field that may be changed inside, or assigns one, is noted. At the end, and when an object is saved, the noted
//! objects are compared with what the request or the host gave.

use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::bindings::tables::{field, id};
use crate::effects::{self, Root};
use crate::methods::require;
use crate::sanitize;
use hognose_eval::class::ATTRIBUTE_ERROR;
use hognose_eval::data::{Data, Map, Record};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Fatal, R, Value, export, input};
use hognose_schema::binding::{FieldDecl, FieldDefault, TypeDecl, TypeExpr};
use std::collections::HashSet;

/// The register that holds the objects that may have been written to.
const TOUCHED: usize = 2;

/// How many of the noted objects are looked through for one that is noted again.
const RECENT: usize = 8;

/// Note an object: it may be written to from now on.
///
/// # Errors
/// Limits.
pub(crate) fn touch<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, ()> {
    let Some(register) = cx.registers.get(TOUCHED) else { return Ok(()) };
    let list = match register.get() {
        Value::List(list) => list,
        _ => {
            let list = List::new(cx.heap())?;
            register.set(Value::List(list));
            list
        }
    };
    // Those noted last are the ones that are read again and again; others may be noted twice.
    let is_known = list
        .cells()
        .iter()
        .rev()
        .take(RECENT)
        .any(|cell| matches!(cell.get(), Value::Object(known) if std::ptr::eq(known, object)));
    if is_known { Ok(()) } else { list.push(cx.heap(), Value::Object(object)) }
}

/// A field that may be changed inside.
///
/// # Errors
/// As [`access::read`].
pub(crate) fn read<'h>(cx: &Context<'h>, this: Value<'h>, number: u16) -> R<'h> {
    if let Value::Object(object) = this {
        touch(cx, object)?;
    }
    access::read(cx, this, number)
}

/// `object.name = value`: false when there is no such field, or nobody may write it.
pub(crate) fn assign<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    name: &str,
    value: Value<'h>,
) -> R<'h, bool> {
    let Some(decl) = declared(object.class) else { return Ok(false) };
    let Some(number) = decl.field_number(name) else { return Ok(false) };
    let Some(field) = decl.fields.get(usize::from(number)) else { return Ok(false) };
    if !value.is_bound() || field.hidden {
        return Ok(false);
    }
    if field.is_relation() {
        return Err(cx.type_error(format_args!(
            "Direct assignment to the forward side of a many-to-many set is prohibited. Use {name}.set() instead."
        )));
    }
    let Some(capability) = field.write else { return Ok(false) };
    if decl.is_a(id::FLOW_PLAN) {
        return Err(cx.raise(
            &ATTRIBUTE_ERROR,
            format_args!("'{}' object attribute '{name}' is read-only", decl.name),
        ));
    }
    require(cx, capability)?;
    touch(cx, object)?;
    input::set_field(cx, object, number, value)?;
    Ok(true)
}

/// Effects for all that was written to objects.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn collect<'h>(cx: &Context<'h>) -> R<'h, ()> {
    let Some(Value::List(touched)) = cx.registers.get(TOUCHED).map(std::cell::Cell::get) else {
        return Ok(());
    };
    let mut seen: HashSet<*const Object<'h>> = HashSet::new();
    for object in touched.to_vec() {
        cx.burn(1)?;
        if let Value::Object(object) = object
            && seen.insert(std::ptr::from_ref(object))
        {
            written(cx, object)?;
        }
    }
    Ok(())
}

/// Effects for what was written to one object.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn written<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, ()> {
    let Some(decl) = declared(object.class) else { return Ok(()) };
    if decl.is_a(id::SESSION) {
        return inside(cx, object, field::session::DATA, &Root::SESSION, &mut Vec::new());
    }
    if decl.is_a(id::RADIUS_PACKET) {
        let mut path = vec![Data::from("packet")];
        return inside(cx, object, field::radius_packet::DATA, &Root::CONTEXT, &mut path);
    }
    for (number, field) in (0_u16..).zip(decl.fields) {
        let now = object.field(usize::from(number));
        let (Some(capability), true, false) = (field.write, now.is_bound(), field.is_relation()) else {
            continue;
        };
        cx.burn(1)?;
        let before = given(cx, object, number, field)?;
        let is_pristine = matches!((before, now), (Data::Map(before), Value::Dict(dict))
            if dict.origin().is_some_and(|(origin, _)| std::ptr::eq(origin, before)));
        if !is_pristine && effects::is_same(cx, before, now)? {
            continue;
        }
        let root = root_of(cx, object, decl, capability)?;
        let mut path = vec![Data::from(field.name)];
        match now {
            Value::Dict(dict) if is_pristine => {
                effects::changes(cx, dict, &root, &mut path, &mut effects::Seen::default())?
            }
            _ => effects::emit(cx, &root, &path, Some(now))?,
        }
    }
    Ok(())
}

/// What a field was at first.
fn given<'h>(cx: &Context<'h>, object: &'h Object<'h>, number: u16, field: &FieldDecl) -> R<'h, &'h Data> {
    let before = object.data::<Record>().and_then(|record| record.fields.get(usize::from(number)));
    match before {
        Some(before) if !matches!(before, Data::Absent) => Ok(before),
        _ => cx.keep(match field.default {
            FieldDefault::Bool(value) => Data::Bool(value),
            FieldDefault::Int(value) => Data::Int(value),
            FieldDefault::Float(value) => Data::Float(value),
            FieldDefault::Str(text) => Data::from(text),
            FieldDefault::EmptyDict => Data::Map(Map::new()),
            FieldDefault::Empty if matches!(field.ty, TypeExpr::Tuple(_)) => Data::Tuple(Vec::new()),
            FieldDefault::Empty => Data::List(Vec::new()),
            _ => Data::None,
        }),
    }
}

/// Effects for what was written into a dict that is a whole object.
fn inside<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    number: u16,
    root: &Root<'h>,
    path: &mut Vec<Data>,
) -> R<'h, ()> {
    let Value::Dict(dict) = object.field(usize::from(number)) else { return Ok(()) };
    if dict.origin().is_some() {
        return effects::changes(cx, dict, root, path, &mut effects::Seen::default());
    }
    let table = dict.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        path.push(export::data(cx, key)?);
        effects::emit(cx, root, path, Some(value))?;
        path.pop();
    }
    Ok(())
}

fn root_of<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    decl: &TypeDecl,
    capability: &'static str,
) -> R<'h, Root<'h>> {
    let is_user = decl.is_a(id::USER);
    let (name, set, delete) =
        if is_user { ("user", "user.set", "user.unset") } else { ("object", "object.set", "object.unset") };
    Ok(Root { shared: None, subject: Some((name, identity(cx, object)?)), set, delete, capability })
}

/// Which object: as it was given, whatever was assigned since.
///
/// # Errors
/// Limits.
pub(crate) fn identity<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    let Some(decl) = declared(object.class) else { return sanitize::reference(cx, object) };
    let Some(record) = object.data::<Record>() else { return sanitize::reference(cx, object) };
    let at = |name: &str| -> Data {
        let number = decl.field_number(name).map(usize::from);
        match number.and_then(|number| record.fields.get(number)) {
            None | Some(Data::Absent) => Data::None,
            Some(data) => data.clone(),
        }
    };
    cx.charge(256)?;
    if decl.is_a(id::USER) {
        return Ok(Data::Map(Map::from_iter([
            ("pk", at("pk")),
            ("username", at("username")),
            ("email", at("email")),
        ])));
    }
    let name =
        decl.short.and_then(|short| decl.fields.get(usize::from(short))).map_or("name", |field| field.name);
    Ok(Data::Map(Map::from_iter([
        ("app", Data::from(decl.app)),
        ("model_name", Data::from(decl.model)),
        ("pk", at("pk")),
        ("name", at(name)),
    ])))
}

/// `object.save(update_fields=None)`.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn save<'h>(cx: &Context<'h>, this: Value<'h>, fields: Value<'h>) -> R<'h> {
    let (object, is_user) = model(cx, this)?;
    require(cx, if is_user { "user.write" } else { "directory.write" })?;
    written(cx, object)?;
    let fields = match fields {
        Value::Unbound | Value::None => Data::None,
        names => export::data(cx, Value::List(hognose_eval::ops::iterate::to_list(cx, names)?))?,
    };
    let mut arguments = Map::new();
    arguments.insert(if is_user { "user" } else { "object" }, identity(cx, object)?);
    arguments.insert("fields", fields);
    effects::add(cx, if is_user { "user.save" } else { "object.save" }, arguments, 256)?;
    Ok(Value::None)
}

/// `object.delete()`: how many, and how many of which model.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn delete<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let (object, is_user) = model(cx, this)?;
    require(cx, if is_user { "user.write" } else { "directory.write" })?;
    let mut arguments = Map::new();
    arguments.insert(if is_user { "user" } else { "object" }, identity(cx, object)?);
    effects::add(cx, if is_user { "user.delete" } else { "object.delete" }, arguments, 256)?;
    let label = declared(object.class).map_or(String::new(), |decl| format!("{}.{}", decl.app, decl.name));
    deleted(cx, &label, 1)
}

/// What deleting returns.
///
/// # Errors
/// Limits.
pub(crate) fn deleted<'h>(cx: &Context<'h>, label: &str, count: i64) -> R<'h> {
    let counts = hognose_eval::value::dict::Dict::new(cx.heap())?;
    if count > 0 {
        counts.set_text(cx, label, Value::Int(count))?;
    }
    cx.tuple(&[Value::Int(count), Value::Dict(counts)])
}

/// `object.refresh_from_db()`: forget what was assigned.
///
/// # Errors
/// Limits.
pub(crate) fn refresh<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let (object, _) = model(cx, this)?;
    require(cx, "directory.read")?;
    if object.data::<Record>().is_none() {
        return Err(cx.heap().fatal(Fatal::HostUnavailable("refresh_from_db")));
    }
    let fields = declared(object.class).map_or(&[] as &[FieldDecl], |decl| decl.fields);
    for (number, field) in fields.iter().enumerate() {
        cx.burn(1)?;
        if field.write.is_some() {
            object.set_field(number, Value::Unbound);
        }
    }
    Ok(Value::None)
}

/// An object of the database, and whether it is a user.
fn model<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, (&'h Object<'h>, bool)> {
    match this {
        Value::Object(object) => Ok((object, declared(object.class).is_some_and(|decl| decl.is_a(id::USER)))),
        _ => Err(cx.internal("an object that is none")),
    }
}
