//! `merge`: a generator in CPython, which does nothing before its first step.

use std::cell::Cell;

use hognose_eval::arg::Truth;
use hognose_eval::class::{Class, STOP_ITERATION, Slots};
use hognose_eval::ops;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value};

use super::Front;
use crate::glue;

/// The type of what `merge` gives. Field 0: the iterables, 1: the key function or `None`, 2: a heap of lists, one for each
/// iterator that has more: what is compared, its number, the item, the iterator.
pub(super) static MERGE: Class = Class {
    name: "generator",
    message_name: "generator",
    slots: Slots {
        repr: Some(|_, _, out| out.push("<generator object merge>")),
        next: Some(next),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// The item at the front was given out.
    Given,
    /// One iterator is left.
    Single,
    Done,
}

#[derive(Debug)]
struct State {
    front: Front,
    stage: Cell<Stage>,
}

pub(super) fn start<'h>(
    cx: &Context<'h>,
    iterables: &'h Tuple<'h>,
    key: Value<'h>,
    reverse: Option<Truth>,
) -> R<'h> {
    let front = if reverse.is_some_and(|truth| truth.0) { Front::Greatest } else { Front::Least };
    let state = State { front, stage: Cell::new(Stage::Fresh) };
    let key = key.bound().unwrap_or(Value::None);
    let heap = Value::List(List::new(cx.heap())?);
    glue::object_with(cx, &MERGE, state, &[Value::Tuple(iterables), key, heap])
}

fn next<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<Value<'h>>> {
    let (Some(state), Value::List(heap)) = (object.data::<State>(), object.field(2)) else {
        return Err(cx.internal("a merge without its heap"));
    };
    cx.burn(1)?;
    let stage = state.stage.replace(Stage::Done);
    match stage {
        Stage::Done => return Ok(None),
        Stage::Fresh => collect(cx, object, state, heap)?,
        Stage::Given => {
            if let Some(entry) = front(heap) {
                if advance(cx, object, entry)? {
                    state.front.replace(cx, heap, Value::List(entry))?;
                } else {
                    state.front.pop(cx, heap)?;
                }
            }
        }
        Stage::Single => {
            let Some(iterator) = front(heap).and_then(|entry| entry.get(3)) else { return Ok(None) };
            let item = cx.nested(|| ops::iterate::next(cx, iterator))?;
            state.stage.set(if item.is_some() { Stage::Single } else { Stage::Done });
            return Ok(item);
        }
    }
    state.stage.set(match heap.len() {
        0 => return Ok(None),
        1 => Stage::Single,
        _ => Stage::Given,
    });
    Ok(front(heap).and_then(|entry| entry.get(2)))
}

fn front<'h>(heap: &'h List<'h>) -> Option<&'h List<'h>> {
    match heap.get(0) {
        Some(Value::List(entry)) => Some(entry),
        _ => None,
    }
}

/// A heap of the first items.
fn collect<'h>(cx: &Context<'h>, object: &'h Object<'h>, state: &State, heap: &'h List<'h>) -> R<'h, ()> {
    let Value::Tuple(iterables) = object.field(0) else { return Ok(()) };
    for (number, iterable) in iterables.items().iter().enumerate() {
        cx.burn(1)?;
        let iterator = ops::iterate::iterator_value(cx, *iterable)?;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let number = if state.front == Front::Greatest { number.saturating_neg() } else { number };
        let entry = List::from_slice(cx.heap(), &[Value::None, Value::Int(number), Value::None, iterator])?;
        if advance(cx, object, entry)? {
            heap.push(cx.heap(), Value::List(entry))?;
        }
    }
    state.front.heapify(cx, heap)
}

/// Put the next item of its iterator into an entry; false when there is none.
fn advance<'h>(cx: &Context<'h>, object: &'h Object<'h>, entry: &'h List<'h>) -> R<'h, bool> {
    let iterator = entry.get(3).unwrap_or(Value::None);
    let Some(item) = cx.nested(|| ops::iterate::next(cx, iterator))? else { return Ok(false) };
    let key = object.field(1);
    let compared = if key.is_none() {
        item
    } else {
        match cx.nested(|| cx.call(key, &[item])) {
            Err(stop) if cx.is_raise_of(stop, &STOP_ITERATION) => return Ok(false),
            made => made?,
        }
    };
    entry.set(0, compared);
    entry.set(2, item);
    Ok(true)
}
