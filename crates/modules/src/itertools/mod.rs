//! `itertools`: lazy iterators. Each is an object whose values are its state; what it iterates is asked one item at a time,
//! a level of nested values further in, so that no chain of iterators is deeper than the limit.

mod chained;
mod combined;
mod grouped;
mod picked;
pub mod rows;
mod tupled;

pub(crate) use chained::chain_of;
pub(crate) use picked::repeats;

use hognose_eval::class::{Class, STOP_ITERATION};
use hognose_eval::ops::iterate;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

use crate::glue;

/// What asking an iterator gives: an item, or none at the end.
type Next<'h> = R<'h, Option<Value<'h>>>;

/// A type of iterators.
macro_rules! iterator {
    ($(#[$doc:meta])* $vis:vis $class:ident $name:literal $new:expr, $next:path $(, $slot:ident = $value:expr)*) => {
        iterator!($(#[$doc])* $vis $class $name $new, $next, rows [] $(, $slot = $value)*);
    };
    (
        $(#[$doc:meta])* $vis:vis $class:ident $name:literal $new:expr, $next:path, rows [$($rows:expr),*]
        $(, $slot:ident = $value:expr)*
    ) => {
        $(#[$doc])*
        $vis static $class: hognose_eval::class::Class = hognose_eval::class::Class {
            name: $name,
            module: "itertools",
            message_name: concat!("itertools.", $name),
            rows: &[$($rows),*],
            constructor: $new,
            slots: hognose_eval::class::Slots {
                next: Some(|cx, this| $crate::itertools::ending(cx, $next(cx, this))),
                $($slot: $value,)*
                ..hognose_eval::class::Slots::NONE
            },
            ..hognose_eval::class::Class::EMPTY
        };
    };
}
use iterator;

/// Whatever raises `StopIteration` while an iterator is asked ends it.
fn ending<'h>(cx: &Context<'h>, next: Next<'h>) -> Next<'h> {
    match next {
        Err(stop) if cx.is_raise_of(stop, &STOP_ITERATION) => Ok(None),
        next => next,
    }
}

/// The next item of an iterator inside another.
fn advance<'h>(cx: &Context<'h>, iterator: Value<'h>) -> Next<'h> {
    cx.burn(1)?;
    cx.nested(|| iterate::next(cx, iterator))
}

/// The next item of the iterator in a field, which forgets it at its end or when it fails.
fn advance_once<'h>(cx: &Context<'h>, this: &'h Object<'h>, field: usize) -> Next<'h> {
    let iterator = this.field(field);
    if !iterator.is_bound() {
        return Ok(None);
    }
    let next = advance(cx, iterator);
    if !matches!(next, Ok(Some(_))) {
        this.set_field(field, Value::Unbound);
    }
    next
}

/// Call a function inside an iterator.
fn call<'h>(cx: &Context<'h>, function: Value<'h>, arguments: &[Value<'h>]) -> R<'h> {
    cx.nested(|| cx.call(function, arguments))
}

/// An iterator object with these values as its state.
fn made<'h>(cx: &Context<'h>, class: &'static Class, state: &[Value<'h>]) -> R<'h> {
    glue::object_with(cx, class, (), state)
}

/// The number in a field; 0 when there is none.
fn number(this: &Object<'_>, field: usize) -> i64 {
    match this.field(field) {
        Value::Int(number) => number,
        _ => 0,
    }
}

/// A position or count in a field.
fn count(this: &Object<'_>, field: usize) -> usize {
    usize::try_from(number(this, field)).unwrap_or(0)
}

/// A position or count as a value.
fn counted<'h>(count: usize) -> Value<'h> {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Whether the flag in a field is set.
fn is_set(this: &Object<'_>, field: usize) -> bool {
    matches!(this.field(field), Value::Bool(value) if value.get())
}

/// The tuple in a field.
fn items<'h>(this: &'h Object<'h>, field: usize) -> &'h [Value<'h>] {
    match this.field(field) {
        Value::Tuple(tuple) => tuple.items(),
        _ => &[],
    }
}

/// The list in a field.
fn list<'h>(cx: &Context<'h>, this: &'h Object<'h>, field: usize) -> R<'h, &'h List<'h>> {
    match this.field(field) {
        Value::List(list) => Ok(list),
        _ => Err(cx.internal("an iterator without its list")),
    }
}

/// The items of an iterable as a tuple.
fn pool<'h>(cx: &Context<'h>, iterable: Value<'h>) -> R<'h> {
    match iterable {
        Value::Tuple(tuple) if tuple.shape.is_none() => Ok(iterable),
        _ => {
            let items = iterate::to_list(cx, iterable)?;
            cx.burn(items.len() as u64)?;
            cx.heap().charge(size_of::<Value<'_>>().saturating_mul(items.len()))?;
            cx.tuple(&items.to_vec())
        }
    }
}
