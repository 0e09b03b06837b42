//! `contextlib`: things for `with`.

mod generated;
pub mod rows;
mod stack;

use hognose_eval::ops::own_type_name;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

/// Whether a value has what `with` asks for when it ends.
fn can_exit(value: Value<'_>) -> Option<&Object<'_>> {
    match value {
        Value::Object(object) if object.class.slot(|slots| slots.exit).is_some() => Some(object),
        _ => None,
    }
}

fn enter<'h>(cx: &Context<'h>, manager: Value<'h>) -> R<'h> {
    if let Some(object) = can_exit(manager)
        && let Some(enter) = object.class.slot(|slots| slots.enter)
    {
        return cx.nested(|| enter(cx, object));
    }
    let module = manager.class().module;
    Err(cx.type_error(format_args!(
        "'{module}.{}' object does not support the context manager protocol",
        own_type_name(manager)
    )))
}

fn exit<'h>(cx: &Context<'h>, manager: &'h Object<'h>, exception: Option<Value<'h>>) -> R<'h, bool> {
    match manager.class.slot(|slots| slots.exit) {
        Some(exit) => cx.nested(|| exit(cx, manager, exception)),
        None => Err(cx.internal("a manager without an exit")),
    }
}
