//! Python's `copy`.

mod deep;
mod iterators;
pub mod rows;

use hognose_eval::class::Class;
use hognose_eval::ops::own_type_name;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value};
use std::cell::Cell;

/// What a copy of an object is.
enum Way {
    /// The object itself: it cannot change, there is one of it only, or it belongs to the host.
    Same,
    /// A new object of the same data, with copies of its values.
    Parts,
    /// What its method `copy` gives.
    Method,
    /// There is none.
    None,
}

fn way(class: &'static Class) -> Way {
    match (class.module, class.name) {
        ("_hashlib" | "_blake2" | "hmac" | "_io" | "contextlib", _) => Way::None,
        ("collections", "_deque_iterator" | "_deque_reverse_iterator") => Way::Parts,
        ("functools", "_lru_cache_wrapper") | ("datetime", "timezone") => Way::Same,
        (_, "generator") => Way::None,
        ("collections", _) if class.slot(|slots| slots.deep_copy).is_some() => Way::Method,
        // These count on in lists of their own.
        ("itertools", "combinations" | "combinations_with_replacement" | "permutations" | "product") => {
            Way::Same
        }
        ("itertools", _) => Way::Parts,
        ("builtins" | "datetime" | "functools" | "ipaddress" | "operator" | "types" | "uuid", _) => {
            if class.slot(|slots| slots.next).is_some() { Way::None } else { Way::Parts }
        }
        _ => Way::Same,
    }
}

/// "cannot pickle 'generator' object": there is no way to copy.
#[cold]
fn no_copy<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    cx.type_error(format_args!("cannot pickle '{}' object", own_type_name(value)))
}

/// An object of the same class and data with these fields.
fn rebuilt<'h>(cx: &Context<'h>, object: &'h Object<'h>, fields: &[Value<'h>]) -> R<'h> {
    let fields = Cell::new(cx.heap().values(fields, fields.len())?);
    Ok(Value::Object(cx.heap().alloc(Object { class: object.class, data: object.data, fields })?))
}
