//! Attributes: the one resolver behind `x.name`, `getattr`, format fields and patterns.

use crate::class;
use crate::context::Context;
use crate::data::OpenRecord;
use crate::input;
use crate::ops::own_type_name;
use crate::row::{Member, Row};
use crate::stop::{R, Stop};
use crate::table::{self, Candidate};
use crate::value::Value;
use crate::value::function::Bound;
use crate::value::made;

/// `x.name`.
///
/// # Errors
/// `AttributeError` for a name the table does not have.
pub fn get<'h>(cx: &Context<'h>, object: Value<'h>, name: &str) -> R<'h> {
    get_resolved(cx, object, name, cx.table().named(name))
}

/// `x.name`, with the rows that bear the name at hand.
///
/// # Errors
/// As [`get`].
#[inline]
pub(crate) fn get_resolved<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    name: &str,
    candidates: &[Candidate],
) -> R<'h> {
    match lookup(cx, object, name, candidates)? {
        Value::Unbound => Err(no_attribute(cx, object, name)),
        value => Ok(value),
    }
}

/// The row that `x.name` means, when `x` is not a module or type.
#[inline]
pub(crate) fn row_of(object: Value<'_>, candidates: &[Candidate]) -> Option<&'static Row> {
    // Fields of named tuples come before methods.
    if let Value::Tuple(tuple) = object
        && let Some(shape) = tuple.shape
        && let Some(first) = candidates.first()
        && shape.fields.contains(&first.row.name)
    {
        return None;
    }
    table::member(candidates, object.class())
}

/// The attribute, or unbound when there is none.
///
/// # Errors
/// What computing it raises.
#[inline]
pub(crate) fn lookup<'h>(cx: &Context<'h>, object: Value<'h>, name: &str, candidates: &[Candidate]) -> R<'h> {
    if let Value::Object(inner) = object {
        if std::ptr::eq(inner.class, &class::OPEN_RECORD) {
            return input::open_attribute(cx, inner, name, None);
        }
        if let Some(row) = table::member(candidates, inner.class)
            && let Member::Field(index) = row.member
        {
            return input::field(cx, inner, index);
        }
    }
    lookup_slow(cx, object, name, candidates)
}

#[inline(never)]
fn lookup_slow<'h>(cx: &Context<'h>, object: Value<'h>, name: &str, candidates: &[Candidate]) -> R<'h> {
    match object {
        Value::Module(module) => {
            return match table::module_member(candidates, module) {
                Some(row) => row_value(cx, row, object),
                None => Ok(Value::Unbound),
            };
        }
        Value::Type(class) => {
            return match table::member(candidates, class) {
                // Methods are unbound functions here; class methods and constants are themselves.
                Some(row) if !matches!(row.member, Member::Property(_) | Member::Field(_)) => {
                    row_value(cx, row, Value::Unbound)
                }
                _ => match table::member(candidates, &class::TYPE) {
                    Some(row) => row_value(cx, row, object),
                    None => Ok(Value::Unbound),
                },
            };
        }
        Value::Tuple(tuple) => {
            if let Some(shape) = tuple.shape
                && let Some(index) = shape.fields.iter().position(|field| *field == name)
            {
                return Ok(tuple.items().get(index).copied().unwrap_or(Value::Unbound));
            }
        }
        _ => {}
    }
    if let Some(row) = table::member(candidates, object.class()) {
        return row_value(cx, row, object);
    }
    if let Value::Object(inner) = object {
        if let Some(slot) = inner.class.slot(|slots| slots.get_attribute) {
            return slot(cx, inner, name);
        }
        if std::ptr::eq(inner.class, &class::GENERIC_ALIAS) {
            // A type with parameters passes on to the type.
            return lookup(cx, inner.field(0), name, candidates);
        }
    }
    Ok(Value::Unbound)
}

/// What a row is as a value, bound to its object.
fn row_value<'h>(cx: &Context<'h>, row: &'static Row, object: Value<'h>) -> R<'h> {
    match row.member {
        Member::Function(_) | Member::RawFunction(_) => Ok(Value::Native(row)),
        Member::Method(_) | Member::RawMethod(_) if object.is_bound() => {
            Ok(Value::Bound(cx.heap().alloc(Bound { receiver: object, row })?))
        }
        Member::Method(_) | Member::RawMethod(_) => Ok(Value::Native(row)),
        Member::Property(get) => {
            cx.permit(row)?;
            get(cx, object)
        }
        Member::Field(index) => match object {
            Value::Object(inner) => input::field(cx, inner, index),
            _ => Ok(Value::Unbound),
        },
        Member::Constant(get) => get(cx),
        Member::Type(class) => Ok(Value::Type(class)),
        Member::Module(module) => Ok(Value::Module(module)),
    }
}

/// What a global row is as a value.
///
/// # Errors
/// Limits.
pub(crate) fn global_value<'h>(cx: &Context<'h>, row: &'static Row) -> R<'h> {
    row_value(cx, row, Value::Unbound)
}

/// `AttributeError` for a name that is not there.
#[cold]
pub(crate) fn no_attribute<'h>(cx: &Context<'h>, object: Value<'h>, name: &str) -> Stop<'h> {
    let class = &class::ATTRIBUTE_ERROR;
    match object {
        Value::Module(module) => {
            cx.raise(class, format_args!("module '{}' has no attribute '{name}'", module.name))
        }
        Value::Type(class_) => {
            cx.raise(class, format_args!("type object '{}' has no attribute '{name}'", class_.message_name))
        }
        Value::Object(alias) if std::ptr::eq(alias.class, &class::GENERIC_ALIAS) => {
            no_attribute(cx, alias.field(0), name)
        }
        Value::Object(inner) if let Ok(Some(type_name)) = made::type_name(cx, inner) => {
            cx.raise(class, format_args!("type object '{type_name}' has no attribute '{name}'"))
        }
        _ => cx.raise(class, format_args!("'{}' object has no attribute '{name}'", own_type_name(object))),
    }
}

/// `x.name = value`.
///
/// # Errors
/// `AttributeError` for what cannot be set.
pub fn set<'h>(cx: &Context<'h>, object: Value<'h>, name: &str, value: Value<'h>) -> R<'h, ()> {
    if let Value::Object(inner) = object
        && let Some(slot) = inner.class.slot(|slots| slots.set_attribute)
        && slot(cx, inner, name, value)?
    {
        return Ok(());
    }
    let class = &class::ATTRIBUTE_ERROR;
    match object {
        Value::Dict(dict) if name == "default_factory" && dict.factory.get().is_bound() => {
            dict.factory.set(value.bound().unwrap_or(Value::None));
            return Ok(());
        }
        Value::Tuple(tuple)
            if let Some(shape) = tuple.shape
                && shape.made.is_some()
                && shape.fields.contains(&name) =>
        {
            let what = if value.is_bound() { "set" } else { "delete" };
            return Err(cx.raise(class, format_args!("can't {what} attribute")));
        }
        _ => {}
    }
    let exists = lookup(cx, object, name, cx.table().named(name))?.is_bound();
    Err(match object {
        Value::Type(type_) => cx.type_error(format_args!(
            "cannot set '{name}' attribute of immutable type '{}'",
            type_.message_name
        )),
        Value::Function(_) => cx.raise(class, format_args!("function attributes cannot be set: '{name}'")),
        _ if exists => cx
            .raise(class, format_args!("'{}' object attribute '{name}' is read-only", own_type_name(object))),
        Value::Object(inner) if inner.data::<OpenRecord>().is_some() => cx
            .raise(class, format_args!("'{}' object attribute '{name}' is read-only", own_type_name(object))),
        _ => cx.raise(
            class,
            format_args!(
                "'{}' object has no attribute '{name}' and no __dict__ for setting new attributes",
                own_type_name(object)
            ),
        ),
    })
}

/// `del x.name`.
///
/// # Errors
/// `AttributeError`: attributes cannot be deleted.
pub fn delete<'h>(cx: &Context<'h>, object: Value<'h>, name: &str) -> R<'h, ()> {
    if let Value::Object(inner) = object
        && let Some(slot) = inner.class.slot(|slots| slots.set_attribute)
        && slot(cx, inner, name, Value::Unbound)?
    {
        return Ok(());
    }
    set(cx, object, name, Value::Unbound)
}
