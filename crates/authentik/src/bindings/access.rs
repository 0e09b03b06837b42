//! Reading, writing out and comparing declared objects.

use super::classes::{class, declared};
use super::compute;
use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, Fatal, R, Value, input};
use hognose_schema::binding::{FieldDecl, FieldDefault, Repr, TextPart, TypeDecl, TypeExpr, TypeId};
use hognose_syntax::tree::CompareOp;
use std::any::Any;
use std::cell::Cell;

/// The register that holds the request of an evaluation.
pub const REQUEST: usize = 0;

/// Slots of objects that are compared by identity.
pub(super) const OBJECT: Slots = Slots {
    repr: Some(repr),
    str: Some(str),
    export: Some(super::record::export),
    set_attribute: Some(crate::objects::assign),
    ..Slots::NONE
};

/// Slots of objects that are compared by class and key.
pub(super) const MODEL: Slots = Slots { compare: Some(compare), hash: Some(hash), ..OBJECT };

/// A field of a declared object: what the request gives, else what the declaration says of a field that is not given.
///
/// # Errors
/// Limits; the end of the evaluation when the request would have to give the field.
pub fn read<'h>(cx: &Context<'h>, this: Value<'h>, number: u16) -> R<'h> {
    let Value::Object(object) = this else { return Ok(Value::Unbound) };
    let given = input::field(cx, object, number)?;
    if given.is_bound() {
        return Ok(given);
    }
    let Some(field) = declared(object.class).and_then(|decl| decl.fields.get(usize::from(number))) else {
        return Ok(Value::Unbound);
    };
    let value = missing(cx, object, field)?;
    if value.is_bound() {
        input::set_field(cx, object, number, value)?;
    }
    Ok(value)
}

fn missing<'h>(cx: &Context<'h>, object: &'h Object<'h>, field: &'static FieldDecl) -> R<'h> {
    match field.default {
        FieldDefault::Unset => Err(cx.heap().fatal(Fatal::HostUnavailable(field.name))),
        FieldDefault::Computed(how) => compute::value(cx, object, field, how),
        FieldDefault::New(id) => fresh(cx, id),
        plain => default(cx, plain, field.ty),
    }
}

/// The value of a plain default; unbound for the others.
fn default<'h>(cx: &Context<'h>, default: FieldDefault, ty: TypeExpr) -> R<'h> {
    Ok(match default {
        FieldDefault::None => Value::None,
        FieldDefault::Bool(value) => Value::bool(value),
        FieldDefault::Int(value) => Value::Int(value),
        FieldDefault::Float(value) => Value::float(value),
        FieldDefault::Str(text) => cx.wrap_str(text)?,
        FieldDefault::EmptyDict => Value::Dict(Dict::new(cx.heap())?),
        FieldDefault::Empty if matches!(ty, TypeExpr::Tuple(_)) => cx.tuple(&[])?,
        FieldDefault::Empty => Value::List(List::new(cx.heap())?),
        FieldDefault::Unset | FieldDefault::Absent | FieldDefault::New(_) | FieldDefault::Computed(_) => {
            Value::Unbound
        }
    })
}

/// A new object with all its defaults.
///
/// # Errors
/// Limits.
pub fn fresh<'h>(cx: &Context<'h>, id: TypeId) -> R<'h> {
    let Some(class) = class(id) else { return Err(cx.internal("a new object of no class")) };
    let fields = declared(class).map_or(&[] as &[FieldDecl], |decl| decl.fields);
    cx.burn(fields.len() as u64)?;
    let cells = cx.heap().cells(fields.len(), |_| Value::Unbound)?;
    for (cell, field) in cells.iter().zip(fields) {
        cell.set(default(cx, field.default, field.ty)?);
    }
    let data: &'h dyn Any = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields: Cell::new(cells) })?))
}

/// A field that can be used as a value: `None` where it is not there.
fn shown<'h>(cx: &Context<'h>, object: &'h Object<'h>, number: u16) -> R<'h> {
    Ok(read(cx, Value::Object(object), number)?.bound().unwrap_or(Value::None))
}

fn str<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let Some(decl) = declared(object.class) else { return out.push(object.class.name) };
    if decl.text.is_empty() {
        return repr(cx, object, out);
    }
    'cases: for case in decl.text {
        for number in case.when {
            if !ops::truth(cx, shown(cx, object, *number)?)? {
                continue 'cases;
            }
        }
        return cx.nested(|| case.parts.iter().try_for_each(|part| write_part(cx, object, part, out)));
    }
    Ok(())
}

fn write_part<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    part: &TextPart,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    let numbers = match part {
        TextPart::Text(text) => return out.push(text),
        TextPart::Field(numbers) => *numbers,
    };
    let mut value = Value::None;
    for number in numbers {
        value = shown(cx, object, *number)?;
        if ops::truth(cx, value)? {
            break;
        }
    }
    ops::text::write_str(cx, value, out)
}

fn repr<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let name = object.class.name;
    let Some(decl) = declared(object.class) else { return out.push(name) };
    match decl.repr {
        Repr::Object => {
            out.push("<")?;
            out.push(name)?;
            out.push(" object>")
        }
        Repr::Str => str(cx, object, out),
        Repr::Model => {
            out.push("<")?;
            out.push(name)?;
            out.push(": ")?;
            str(cx, object, out)?;
            out.push(">")
        }
        Repr::Fields => cx.nested(|| write_fields(cx, object, decl, out)),
    }
}

/// As a dataclass: `Name(field=…, …)`, without properties.
fn write_fields<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    decl: &TypeDecl,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    out.push(decl.name)?;
    out.push("(")?;
    let mut separator = "";
    for (number, field) in (0_u16..).zip(decl.fields) {
        if field.hidden || field.property {
            continue;
        }
        out.push(separator)?;
        separator = ", ";
        out.push(field.name)?;
        out.push("=")?;
        ops::text::write_repr(cx, shown(cx, object, number)?, out)?;
    }
    out.push(")")
}

/// The first field of the key that the object has a value in.
fn key<'h>(cx: &Context<'h>, object: &'h Object<'h>, decl: &TypeDecl) -> R<'h, Option<(u16, Value<'h>)>> {
    for number in decl.key {
        // Not given is no error here: objects without a key are compared by identity.
        let value = input::field(cx, object, *number)?;
        if value.is_bound() && !value.is_none() {
            return Ok(Some((*number, value)));
        }
    }
    Ok(None)
}

fn is_same<'h>(cx: &Context<'h>, left: &'h Object<'h>, right: &'h Object<'h>) -> R<'h, bool> {
    if std::ptr::eq(left, right) {
        return Ok(true);
    }
    if !std::ptr::eq(left.class, right.class) {
        return Ok(false);
    }
    let Some(decl) = declared(left.class) else { return Ok(false) };
    for number in decl.key {
        let (left, right) = (input::field(cx, left, *number)?, input::field(cx, right, *number)?);
        let have = |value: Value<'h>| value.is_bound() && !value.is_none();
        if have(left) && have(right) {
            return cx.nested(|| ops::equal(cx, left, right));
        }
    }
    Ok(false)
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Value::Object(other) = other else { return Ok(Value::NotImplemented) };
    match op {
        CompareOp::Eq => Ok(Value::bool(is_same(cx, object, other)?)),
        CompareOp::Ne => Ok(Value::bool(!is_same(cx, object, other)?)),
        _ => Ok(Value::NotImplemented),
    }
}

fn hash<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, u64> {
    let Some(decl) = declared(object.class) else { return Err(cx.internal("a hash of no class")) };
    match key(cx, object, decl)? {
        Some((_, value)) => cx.nested(|| ops::hash(cx, value)),
        None => Err(cx.type_error("Model instances without primary key value are unhashable")),
    }
}
