//! Owned data seen from inside an evaluation: borrowed where it can be, made into values when read.

use crate::context::Context;
use crate::data::{Data, Foreign, OpenRecord, Record};
use crate::stop::R;
use crate::value::Value;
use crate::value::bytes::Bytes;
use crate::value::dict::Dict;
use crate::value::int;
use crate::value::list::List;
use crate::value::object::Object;
use crate::value::set::Set;
use crate::value::str::Str;
use crate::value::tuple::Tuple;
use std::any::Any;
use std::cell::Cell;

/// Whether reading the data twice must give the same object.
pub(crate) fn has_identity(data: &Data) -> bool {
    !matches!(
        data,
        Data::Absent
            | Data::None
            | Data::Bool(_)
            | Data::Int(_)
            | Data::BigInt(_)
            | Data::Float(_)
            | Data::Str(_)
            | Data::Bytes(_)
    )
}

/// [`value`] of data that has an identity: most is a dict or an object that only the host knows.
#[inline]
pub(crate) fn identified<'h>(cx: &Context<'h>, data: &'h Data) -> R<'h> {
    match data {
        Data::Map(map) => Ok(Value::Dict(Dict::from_input(cx.heap(), map)?)),
        Data::Open(record) => open(cx, record),
        _ => other(cx, data),
    }
}

/// Data that outlives the evaluation as a value; text and dicts are borrowed.
///
/// # Errors
/// Limits.
#[inline]
pub fn value<'h>(cx: &Context<'h>, data: &'h Data) -> R<'h> {
    match data {
        Data::Str(text) => Ok(Value::Str(cx.heap().alloc(Str::new(text))?)),
        Data::Bool(value) => Ok(Value::bool(*value)),
        Data::Int(value) => Ok(Value::Int(*value)),
        _ => other(cx, data),
    }
}

fn other<'h>(cx: &Context<'h>, data: &'h Data) -> R<'h> {
    Ok(match data {
        Data::Absent => Value::Unbound,
        Data::None => Value::None,
        Data::Bool(value) => Value::bool(*value),
        Data::Int(value) => Value::Int(*value),
        Data::BigInt(number) => int::from_big(cx.heap(), number)?,
        Data::Float(value) => Value::float(*value),
        Data::Str(text) => Value::Str(cx.heap().alloc(Str::new(text))?),
        Data::Bytes(data) => Value::Bytes(cx.heap().alloc(Bytes::new(data))?),
        Data::Map(map) => Value::Dict(Dict::from_input(cx.heap(), map)?),
        Data::Record(record) => self::record(cx, record)?,
        Data::Open(record) => open(cx, record)?,
        Data::Foreign(Foreign { class, data }) => match class.slot(|slots| slots.import) {
            Some(import) => import(cx, class, &**data)?,
            None => object(cx, class, &**data)?,
        },
        Data::Opaque { repr, .. } => Value::Str(cx.heap().alloc(Str::new(repr))?),
        Data::List(items) => {
            let list = List::new(cx.heap())?;
            each(cx, items, |item| list.push(cx.heap(), item))?;
            Value::List(list)
        }
        Data::Tuple(items) => {
            let list = List::new(cx.heap())?;
            each(cx, items, |item| list.push(cx.heap(), item))?;
            Value::Tuple(Tuple::from_slice(cx.heap(), &list.to_vec())?)
        }
        Data::Set(items) => {
            let set = Set::new(cx.heap(), false)?;
            each(cx, items, |item| set.add(cx, item).map(|_| ()))?;
            Value::Set(set)
        }
        Data::Dict(items) => {
            let dict = Dict::new(cx.heap())?;
            cx.nested(|| {
                for (key, item) in items {
                    cx.burn(1)?;
                    dict.set(cx, value(cx, key)?, value(cx, item)?)?;
                }
                Ok(())
            })?;
            Value::Dict(dict)
        }
    })
}

fn each<'h>(cx: &Context<'h>, items: &'h [Data], mut take: impl FnMut(Value<'h>) -> R<'h, ()>) -> R<'h, ()> {
    cx.burn(items.len() as u64)?;
    cx.nested(|| {
        for item in items {
            take(value(cx, item)?)?;
        }
        Ok(())
    })
}

fn record<'h>(cx: &Context<'h>, record: &'h Record) -> R<'h> {
    Ok(Value::Object(cx.heap().alloc(Object {
        class: record.class,
        data: record,
        fields: Cell::new(&[]),
    })?))
}

#[inline]
fn open<'h>(cx: &Context<'h>, record: &'h OpenRecord) -> R<'h> {
    let data: &'h dyn Any = record;
    Ok(Value::Object(cx.heap().alloc(Object {
        class: &crate::class::OPEN_RECORD,
        data,
        fields: Cell::new(&[]),
    })?))
}

/// An attribute of an open record; unbound when there is none. Containers keep their identity.
///
/// # Errors
/// Limits.
pub(crate) fn open_attribute<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    name: &str,
    site: Option<u32>,
) -> R<'h> {
    let Some(record) = object.data::<OpenRecord>() else {
        // Copied whole: field 0 holds the attributes.
        return match object.field(0) {
            Value::Dict(fields) => Ok(fields.get_text(cx, name)?.unwrap_or(Value::Unbound)),
            _ => Ok(Value::Unbound),
        };
    };
    let found = match site {
        Some(site) => cx.find_at(site, &record.fields, name),
        None => record.fields.index_of(name),
    };
    let Some(index) = found else { return Ok(Value::Unbound) };
    let Some((_, data)) = record.fields.get_index(index) else { return Ok(Value::Unbound) };
    match data {
        Data::Str(text) => Ok(Value::Str(cx.heap().alloc(Str::new(text))?)),
        Data::Bool(value) => Ok(Value::bool(*value)),
        Data::Int(value) => Ok(Value::Int(*value)),
        _ => made_attribute(cx, object, record, index, data),
    }
}

/// An attribute that keeps its identity when it has one.
#[inline(never)]
fn made_attribute<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    record: &'h OpenRecord,
    index: usize,
    data: &'h Data,
) -> R<'h> {
    if !has_identity(data) {
        return other(cx, data);
    }
    if object.fields.get().is_empty() {
        object.fields.set(cx.heap().cells(record.fields.len(), |_| Value::Unbound)?);
    }
    let made = object.field(index);
    if made.is_bound() {
        return Ok(made);
    }
    let made = identified(cx, data)?;
    object.set_field(index, made);
    Ok(made)
}

fn object<'h>(
    cx: &Context<'h>,
    class: &'static crate::class::Class,
    data: &'h (dyn Any + Send + Sync),
) -> R<'h> {
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields: Cell::new(&[]) })?))
}

/// The value of field `index` of a record; containers keep their identity.
///
/// # Errors
/// Limits.
#[inline]
pub fn field<'h>(cx: &Context<'h>, object: &'h Object<'h>, index: u16) -> R<'h> {
    let made = object.field(usize::from(index));
    if made.is_bound() {
        return Ok(made);
    }
    let Some(record) = object.data::<Record>() else { return Ok(Value::Unbound) };
    let Some(data) = record.fields.get(usize::from(index)) else { return Ok(Value::Unbound) };
    let value = value(cx, data)?;
    if has_identity(data) {
        set_field(cx, object, index, value)?;
    }
    Ok(value)
}

/// Set field `index` of a record, for this evaluation.
///
/// # Errors
/// The memory limit.
pub fn set_field<'h>(cx: &Context<'h>, object: &'h Object<'h>, index: u16, value: Value<'h>) -> R<'h, ()> {
    if object.fields.get().is_empty() {
        let count = object.data::<Record>().map_or(0, |record| record.fields.len());
        object.fields.set(cx.heap().cells(count, |_| Value::Unbound)?);
    }
    object.set_field(usize::from(index), value);
    Ok(())
}

/// Data that does not outlive the evaluation as a value: copied whole.
///
/// # Errors
/// Limits.
pub fn copied<'h>(cx: &Context<'h>, data: &Data) -> R<'h> {
    cx.burn(1)?;
    Ok(match data {
        Data::Absent => Value::Unbound,
        Data::None => Value::None,
        Data::Bool(value) => Value::bool(*value),
        Data::Int(value) => Value::Int(*value),
        Data::BigInt(number) => cx.int(number)?,
        Data::Float(value) => Value::float(*value),
        Data::Str(text) => cx.str(text)?,
        Data::Bytes(data) => cx.bytes(data)?,
        Data::List(items) => {
            let list = List::new(cx.heap())?;
            cx.nested(|| items.iter().try_for_each(|item| list.push(cx.heap(), copied(cx, item)?)))?;
            Value::List(list)
        }
        Data::Tuple(items) => {
            let list = List::new(cx.heap())?;
            cx.nested(|| items.iter().try_for_each(|item| list.push(cx.heap(), copied(cx, item)?)))?;
            cx.tuple(&list.to_vec())?
        }
        Data::Set(items) => {
            let set = Set::new(cx.heap(), false)?;
            cx.nested(|| items.iter().try_for_each(|item| set.add(cx, copied(cx, item)?).map(|_| ())))?;
            Value::Set(set)
        }
        Data::Map(map) => {
            let dict = Dict::new(cx.heap())?;
            cx.nested(|| map.iter().try_for_each(|(key, item)| dict.set_text(cx, key, copied(cx, item)?)))?;
            Value::Dict(dict)
        }
        Data::Dict(items) => {
            let dict = Dict::new(cx.heap())?;
            cx.nested(|| {
                items.iter().try_for_each(|(key, item)| dict.set(cx, copied(cx, key)?, copied(cx, item)?))
            })?;
            Value::Dict(dict)
        }
        // Shared ownership keeps these alive as long as the evaluation.
        Data::Record(record) => keep_record(cx, record)?,
        Data::Open(_) | Data::Foreign(_) | Data::Opaque { .. } => kept_other(cx, data)?,
    })
}

fn keep_record<'h>(cx: &Context<'h>, record: &Record) -> R<'h> {
    let fields = cx.heap().values(&[], record.fields.len())?;
    cx.nested(|| {
        for (cell, data) in fields.iter().zip(&record.fields) {
            cell.set(copied(cx, data)?);
        }
        Ok(())
    })?;
    let data: &'h dyn Any = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object { class: record.class, data, fields: Cell::new(fields) })?))
}

fn kept_other<'h>(cx: &Context<'h>, data: &Data) -> R<'h> {
    match data {
        Data::Open(record) => {
            let dict = Dict::new(cx.heap())?;
            cx.nested(|| {
                record.fields.iter().try_for_each(|(key, item)| dict.set_text(cx, key, copied(cx, item)?))
            })?;
            let fields = cx.heap().values(&[Value::Dict(dict), cx.str(&record.type_name)?], 2)?;
            let data: &'h dyn Any = cx.heap().alloc(())?;
            Ok(Value::Object(cx.heap().alloc(Object {
                class: &crate::class::OPEN_RECORD,
                data,
                fields: Cell::new(fields),
            })?))
        }
        Data::Foreign(Foreign { class, data }) => match class.slot(|slots| slots.import) {
            Some(import) => import(cx, class, &**data),
            None => {
                Err(cx.type_error(format_args!("'{}' object cannot come from the host here", class.name)))
            }
        },
        Data::Opaque { repr, .. } => cx.str(repr),
        _ => Err(cx.internal("not a kept value")),
    }
}
