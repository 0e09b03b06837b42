//! `copy.deepcopy`: shared and cyclic values stay so in the copy.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::from_ref;

use hognose_eval::value::dict::Dict;
use hognose_eval::value::exception::Exception;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::value::range::SliceObject;
use hognose_eval::value::set::Set;
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value};

use super::{Way, iterators, no_copy, rebuilt, way};

/// What was copied so far, by the address of the original. Addresses are never seen: nothing is moved or given back while
/// an evaluation lasts, so they only tell values apart.
#[derive(Default)]
pub(super) struct Memo<'h> {
    known: RefCell<BTreeMap<usize, Value<'h>>>,
}

impl<'h> Memo<'h> {
    fn get(&self, key: usize) -> Option<Value<'h>> {
        self.known.try_borrow().ok().and_then(|known| known.get(&key).copied())
    }

    fn set(&self, cx: &Context<'h>, key: usize, copy: Value<'h>) -> R<'h, ()> {
        /// What an entry takes: key, value and its share of the tree.
        const ENTRY: usize = 48;
        cx.heap().charge(ENTRY)?;
        if let Ok(mut known) = self.known.try_borrow_mut() {
            known.insert(key, copy);
        }
        Ok(())
    }
}

/// The address of what a value points to, where copies differ from originals.
fn address(value: Value<'_>) -> Option<usize> {
    let pointer: *const () = match value {
        Value::List(list) => from_ref(list).cast(),
        Value::Tuple(tuple) => from_ref(tuple).cast(),
        Value::Dict(dict) => from_ref(dict).cast(),
        Value::Set(set) => from_ref(set).cast(),
        Value::Slice(slice) => from_ref(slice).cast(),
        Value::Exception(exception) => from_ref(exception).cast(),
        Value::Iter(iter) => from_ref(iter).cast(),
        Value::Object(object) => from_ref(object).cast(),
        _ => return None,
    };
    Some(pointer.addr())
}

/// A deep copy.
///
/// # Errors
/// `TypeError` for what cannot be copied; limits.
pub(super) fn deep<'h>(cx: &Context<'h>, memo: &Memo<'h>, value: Value<'h>) -> R<'h> {
    cx.burn(1)?;
    let Some(key) = address(value) else {
        return match value {
            Value::View(_) | Value::Module(_) | Value::Cell(_) => Err(no_copy(cx, value)),
            _ => Ok(value),
        };
    };
    if let Some(known) = memo.get(key) {
        return Ok(known);
    }
    let copy = cx.nested(|| container(cx, memo, value, key))?;
    memo.set(cx, key, copy)?;
    Ok(copy)
}

fn container<'h>(cx: &Context<'h>, memo: &Memo<'h>, value: Value<'h>, key: usize) -> R<'h> {
    match value {
        Value::List(list) => {
            let copy = List::new(cx.heap())?;
            memo.set(cx, key, Value::List(copy))?;
            let mut index = 0_usize;
            while let Some(item) = list.get(index) {
                copy.push(cx.heap(), deep(cx, memo, item)?)?;
                index = index.saturating_add(1);
            }
            Ok(Value::List(copy))
        }
        Value::Tuple(tuple) => {
            let (items, changed) = items(cx, memo, tuple.items())?;
            // A tuple within itself, through a list: it is copied by now.
            if let Some(known) = memo.get(key) {
                return Ok(known);
            }
            match tuple.shape {
                Some(shape) => Ok(Value::Tuple(Tuple::named(cx.heap(), &items, shape)?)),
                None if changed => cx.tuple(&items),
                None => Ok(value),
            }
        }
        Value::Dict(dict) => dict_copy(cx, memo, dict, key),
        Value::Set(set) => set_copy(cx, memo, set),
        Value::Slice(slice) => Ok(Value::Slice(cx.heap().alloc(SliceObject {
            start: deep(cx, memo, slice.start)?,
            stop: deep(cx, memo, slice.stop)?,
            step: deep(cx, memo, slice.step)?,
        })?)),
        Value::Exception(exception) => exception_copy(cx, exception, |value| deep(cx, memo, value)),
        Value::Iter(iter) => iterators::copy(cx, iter, |value| deep(cx, memo, value)),
        Value::Object(object) => object_copy(cx, memo, object),
        _ => Ok(value),
    }
}

/// Copies of items, and whether any of them is another object.
fn items<'h>(cx: &Context<'h>, memo: &Memo<'h>, items: &[Value<'h>]) -> R<'h, (Vec<Value<'h>>, bool)> {
    cx.heap().charge(size_of_val(items))?;
    let mut copies = Vec::with_capacity(items.len());
    let mut changed = false;
    for item in items {
        let copy = deep(cx, memo, *item)?;
        changed |= !copy.is(*item);
        copies.push(copy);
    }
    Ok((copies, changed))
}

fn dict_copy<'h>(cx: &Context<'h>, memo: &Memo<'h>, dict: &'h Dict<'h>, key: usize) -> R<'h> {
    let copy = Dict::of_class(cx.heap(), dict.class())?;
    copy.factory.set(dict.factory.get());
    memo.set(cx, key, Value::Dict(copy))?;
    let table = dict.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        copy.set(cx, deep(cx, memo, key)?, deep(cx, memo, value)?)?;
    }
    Ok(Value::Dict(copy))
}

fn set_copy<'h>(cx: &Context<'h>, memo: &Memo<'h>, set: &'h Set<'h>) -> R<'h> {
    let copy = Set::new(cx.heap(), set.frozen)?;
    let mut position = 0;
    while let Some((next, item, _)) = set.table.next_from(position) {
        position = next;
        copy.add(cx, deep(cx, memo, item)?)?;
    }
    Ok(Value::Set(copy))
}

/// An exception of the same type, with what `copy` makes of its arguments. It was raised nowhere.
pub(super) fn exception_copy<'h>(
    cx: &Context<'h>,
    exception: &'h Exception<'h>,
    copy: impl Fn(Value<'h>) -> R<'h>,
) -> R<'h> {
    let mut args = Vec::new();
    for argument in exception.args.get().items() {
        cx.charge(size_of::<Value<'_>>())?;
        args.push(copy(*argument)?);
    }
    let made = cx.exception(exception.class, &args)?;
    if exception.extra.get().is_bound() {
        made.extra.set(copy(exception.extra.get())?);
    }
    Ok(Value::Exception(made))
}

fn object_copy<'h>(cx: &Context<'h>, memo: &Memo<'h>, object: &'h Object<'h>) -> R<'h> {
    if let Some(slot) = object.class.slot(|slots| slots.deep_copy) {
        return slot(cx, object, &|cx, value| deep(cx, memo, value));
    }
    match way(object.class) {
        Way::Same | Way::Method => Ok(Value::Object(object)),
        Way::None => Err(no_copy(cx, Value::Object(object))),
        Way::Parts => {
            let fields: Vec<Value<'h>> = object.fields.get().iter().map(Cell::get).collect();
            let (fields, _) = items(cx, memo, &fields)?;
            rebuilt(cx, object, &fields)
        }
    }
}
