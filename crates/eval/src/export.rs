//! Values leaving an evaluation as owned data.

use crate::context::Context;
use crate::data::{Data, Map, OpenRecord};
use crate::input;
use crate::ops;
use crate::stop::R;
use crate::value::Value;
use crate::value::object::Object;

/// A value as owned data; charged, and bounded in depth.
///
/// # Errors
/// Limits.
pub fn data<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    Ok(match value {
        Value::Unbound | Value::None => Data::None,
        Value::Bool(value) => Data::Bool(value.get()),
        Value::Int(value) => Data::Int(value),
        Value::Float(value) => Data::Float(value.get()),
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            cx.charge(text.len())?;
            Data::Str(text.into())
        }
        _ => return container(cx, value),
    })
}

fn container<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    cx.charge(size_of::<Data>())?;
    Ok(match value {
        Value::Big(big) => Data::BigInt(Box::new(big.to_owned())),
        Value::Bytes(bytes) => {
            cx.charge(bytes.data().len())?;
            Data::Bytes(bytes.data().into())
        }
        Value::List(list) => Data::List(items(cx, list.cells().iter().map(std::cell::Cell::get))?),
        Value::Tuple(tuple) => Data::Tuple(items(cx, tuple.items().iter().copied())?),
        Value::Set(set) => {
            let mut found = Vec::new();
            let mut position = 0;
            while let Some((next, item, _)) = set.table.next_from(position) {
                position = next;
                found.push(item);
            }
            Data::Set(items(cx, found.into_iter())?)
        }
        Value::Dict(dict) => {
            let table = dict.table(cx)?;
            let mut entries = Vec::with_capacity(table.len().min(1_024));
            let mut all_text = true;
            let mut position = 0;
            while let Some((next, key, value)) = table.next_from(position) {
                position = next;
                cx.burn(1)?;
                cx.heap().charge(size_of::<Data>().saturating_mul(2))?;
                all_text &= matches!(key, Value::Str(_));
                let pair = cx.nested(|| Ok((data(cx, key)?, data(cx, value)?)))?;
                entries.push(pair);
            }
            if all_text {
                let keyed = entries.into_iter().filter_map(|(key, value)| Some((key.into_text()?, value)));
                Data::Map(Map::from_distinct(keyed.collect()))
            } else {
                Data::Dict(entries)
            }
        }
        Value::Object(object) if object.class.slot(|slots| slots.export).is_some() => {
            match object.class.slot(|slots| slots.export) {
                Some(slot) => cx.nested(|| slot(cx, object))?,
                None => Data::None,
            }
        }
        Value::Object(object) if std::ptr::eq(object.class, &crate::class::OPEN_RECORD) => {
            cx.nested(|| open(cx, object))?
        }
        _ => Data::Opaque {
            kind: ops::own_type_name(value).into(),
            repr: ops::text::repr_string(cx, value)?.into_boxed_str(),
        },
    })
}

fn items<'h>(cx: &Context<'h>, items: impl Iterator<Item = Value<'h>>) -> R<'h, Vec<Data>> {
    cx.nested(|| {
        let mut result = Vec::with_capacity(items.size_hint().0.min(1_024));
        for item in items {
            cx.burn(1)?;
            cx.heap().charge(size_of::<Data>())?;
            result.push(data(cx, item)?);
        }
        Ok(result)
    })
}

/// An object of a type that only the host knows, as it is now.
fn open<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    let fields;
    let type_name = match object.data::<OpenRecord>() {
        Some(record) => {
            let mut found = Map::new();
            for (name, _) in record.fields.iter() {
                cx.charge(name.len())?;
                found.insert(name, data(cx, input::open_attribute(cx, object, name, None)?)?);
            }
            fields = found;
            record.type_name.clone()
        }
        // Copied whole.
        None => {
            fields = data(cx, object.field(0))?.into_map().unwrap_or_default();
            ops::own_type_name(Value::Object(object)).into()
        }
    };
    Ok(Data::from(OpenRecord { type_name, fields }))
}
