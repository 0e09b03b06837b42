//! What operators do, type by type.

pub mod arith;
pub mod attribute;
mod bind;
pub mod call;
pub mod compare;
pub mod convert;
pub mod index;
pub mod iterate;
pub(crate) mod suggest;
pub mod text;

use crate::class;
use crate::context::Context;
use crate::stop::R;
use crate::value::Value;
pub use bind::{missing_arguments, unexpected_keyword};
pub use compare::{equal, hash};
pub use iterate::{contains, iterate};

/// `bool(x)`.
///
/// # Errors
/// What the object's class raises.
#[inline]
pub fn truth<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, bool> {
    Ok(match value {
        Value::Bool(value) => value.get(),
        Value::None | Value::Unbound => false,
        Value::Int(value) => value != 0,
        Value::Str(text) => !text.is_empty(),
        Value::List(list) => !list.is_empty(),
        Value::Dict(dict) => !dict.is_empty(),
        _ => return truth_slow(cx, value),
    })
}

#[inline(never)]
fn truth_slow<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, bool> {
    Ok(match value {
        Value::Float(value) => value.get() != 0.0,
        Value::Bytes(bytes) => !bytes.data().is_empty(),
        Value::Tuple(tuple) => !tuple.is_empty(),
        Value::Set(set) => !set.is_empty(),
        Value::View(view) => !view.dict.is_empty(),
        Value::Range(range) => !range.is_empty(),
        Value::Object(object) => {
            if let Some(truth) = object.class.slot(|slots| slots.truth) {
                return cx.nested(|| truth(cx, object));
            }
            match object.class.slot(|slots| slots.len) {
                Some(len) => cx.nested(|| len(cx, object))? != 0,
                None => true,
            }
        }
        _ => true,
    })
}

/// `len(x)`.
///
/// # Errors
/// `TypeError` for what has no length.
pub fn len<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, usize> {
    Ok(match value {
        Value::Str(text) => text.chars(cx)?,
        Value::Bytes(bytes) => bytes.data().len(),
        Value::List(list) => list.len(),
        Value::Tuple(tuple) => tuple.len(),
        Value::Dict(dict) => dict.len(),
        Value::Set(set) => set.len(),
        Value::View(view) => view.dict.len(),
        Value::Range(range) => usize::try_from(range.len())
            .ok()
            .filter(|len| i64::try_from(*len).is_ok())
            .ok_or_else(|| cx.overflow_error("Python int too large to convert to C ssize_t"))?,
        Value::Object(object) if object.class.slot(|slots| slots.len).is_some() => {
            match object.class.slot(|slots| slots.len) {
                Some(len) => cx.nested(|| len(cx, object))?,
                None => 0,
            }
        }
        _ => {
            return Err(cx.type_error(format_args!("object of type '{}' has no len()", type_name(value))));
        }
    })
}

/// What C-level messages call the value's type.
#[must_use]
pub fn type_name(value: Value<'_>) -> &'static str {
    value.class().message_name
}

/// What messages call the value's type, named tuples and open records by their own names.
#[must_use]
pub fn own_type_name<'h>(value: Value<'h>) -> &'h str {
    match value {
        Value::Tuple(tuple) => tuple.shape.map_or("tuple", |shape| shape.name),
        Value::Object(object) if std::ptr::eq(object.class, &class::OPEN_RECORD) => {
            match object.data::<crate::data::OpenRecord>() {
                Some(record) => &record.type_name,
                None => "object",
            }
        }
        _ => type_name(value),
    }
}

/// Whether values of this type can be called.
#[must_use]
pub fn is_callable(value: Value<'_>) -> bool {
    match value {
        Value::Function(_) | Value::Native(_) | Value::Bound(_) | Value::Type(_) => true,
        Value::Object(object) => object.class.slot(|slots| slots.call).is_some(),
        _ => false,
    }
}
