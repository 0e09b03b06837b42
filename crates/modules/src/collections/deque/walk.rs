//! Iterators over deques: they end when it changes.

use hognose_eval::class::{Class, RUNTIME_ERROR, Slots};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

use super::Deque;
use crate::glue;

/// `iter(deque)`: field 0 the deque, field 1 how many items are to come, field 2 the stamp it must have.
pub(in super::super) static ITERATOR: Class = Class {
    name: "_deque_iterator",
    module: "collections",
    message_name: "collections._deque_iterator",
    slots: Slots { next: Some(|cx, this| next(cx, this, false)), ..Slots::NONE },
    ..Class::EMPTY
};

/// `reversed(deque)`.
pub(in super::super) static REVERSED: Class = Class {
    name: "_deque_reverse_iterator",
    module: "collections",
    message_name: "collections._deque_reverse_iterator",
    slots: Slots { next: Some(|cx, this| next(cx, this, true)), ..Slots::NONE },
    ..Class::EMPTY
};

pub(super) fn forward<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    walk(cx, this, &ITERATOR)
}

pub(super) fn backward<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    walk(cx, this, &REVERSED)
}

fn walk<'h>(cx: &Context<'h>, this: &'h Object<'h>, class: &'static Class) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let left = i64::try_from(deque.len()).unwrap_or(i64::MAX);
    glue::object_with(cx, class, (), &[deque.value(), Value::Int(left), Value::Int(deque.stamp().into())])
}

fn next<'h>(cx: &Context<'h>, this: &'h Object<'h>, backward: bool) -> R<'h, Option<Value<'h>>> {
    cx.burn(1)?;
    let (Value::Object(object), Value::Int(left), Value::Int(stamp)) =
        (this.field(0), this.field(1), this.field(2))
    else {
        return Err(cx.internal("an iterator without its deque"));
    };
    let deque = Deque::of(cx, object)?;
    if stamp != i64::from(deque.stamp()) {
        this.set_field(1, Value::Int(0));
        return Err(cx.raise(&RUNTIME_ERROR, "deque mutated during iteration"));
    }
    let Some(rest) = usize::try_from(left).ok().and_then(|left| left.checked_sub(1)) else {
        return Ok(None);
    };
    this.set_field(1, Value::Int(left.saturating_sub(1)));
    Ok(deque.get(if backward { rest } else { deque.len().saturating_sub(rest).saturating_sub(1) }))
}
