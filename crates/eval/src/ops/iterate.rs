//! Iterating, `in`, unpacking.

use crate::class;
use crate::context::Context;
use crate::ops::compare::same_or_equal;
use crate::ops::own_type_name;
use crate::stop::{R, Stop};
use crate::text::same::same;
use crate::value::Value;
use crate::value::dict::ViewKind;
use crate::value::iter::{Cursor, Iter, Place};
use crate::value::list::List;
use crate::value::str::Str;

/// A cursor over an iterable.
///
/// # Errors
/// `TypeError` for what cannot be iterated.
#[inline]
pub fn iterate<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Cursor<'h>> {
    match value {
        Value::List(list) => Ok(Cursor::List(list, 0)),
        Value::Tuple(tuple) => Ok(Cursor::Items(tuple.items())),
        Value::Str(text) => Ok(Cursor::Chars(text.text(cx.heap())?)),
        _ => iterate_slow(cx, value),
    }
}

#[inline(never)]
fn iterate_slow<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Cursor<'h>> {
    Ok(match value {
        Value::Range(range) => {
            let length = range.len();
            match (
                i64::try_from(range.start),
                i64::try_from(range.step),
                i64::try_from(range.stop),
                u64::try_from(length),
            ) {
                (Ok(start), Ok(step), Ok(_), Ok(left)) => Cursor::Range(start, step, left),
                _ => Cursor::WideRange(range, 0, length),
            }
        }
        Value::Dict(dict) => {
            dict.table(cx)?;
            Cursor::Dict(dict, ViewKind::Keys, Place::in_dict(0, dict))
        }
        Value::View(view) => {
            view.dict.table(cx)?;
            Cursor::Dict(view.dict, view.kind, Place::in_dict(0, view.dict))
        }
        Value::Set(set) => Cursor::Set(set, Place::new(0, set.len())),
        Value::Bytes(bytes) => Cursor::Bytes(bytes.data()),
        Value::Iter(iter) => Cursor::Shared(iter),
        Value::Object(object) => {
            if let Some(iter) = object.class.slot(|slots| slots.iter) {
                return match cx.nested(|| iter(cx, object))? {
                    Value::Object(inner) if std::ptr::eq(inner, object) => Ok(Cursor::Object(object)),
                    other => cx.nested(|| iterate(cx, other)),
                };
            }
            if object.class.slot(|slots| slots.next).is_some() {
                return Ok(Cursor::Object(object));
            }
            return Err(not_iterable(cx, value));
        }
        _ => return Err(not_iterable(cx, value)),
    })
}

/// Whether a value's type can be iterated at all.
#[must_use]
pub fn is_iterable(value: Value<'_>) -> bool {
    match value {
        Value::List(_)
        | Value::Tuple(_)
        | Value::Str(_)
        | Value::Bytes(_)
        | Value::Dict(_)
        | Value::Set(_)
        | Value::View(_)
        | Value::Range(_)
        | Value::Iter(_) => true,
        Value::Object(object) => {
            object.class.slot(|slots| slots.iter).is_some() || object.class.slot(|slots| slots.next).is_some()
        }
        _ => false,
    }
}

#[cold]
fn not_iterable<'h>(cx: &Context<'h>, value: Value<'h>) -> crate::stop::Stop<'h> {
    cx.type_error(format_args!("'{}' object is not iterable", own_type_name(value)))
}

/// `iter(x)` as an object: iterators are their own.
///
/// # Errors
/// As [`iterate`].
pub fn iterator<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h Iter<'h>> {
    if let Value::Iter(iter) = value {
        return Ok(iter);
    }
    let cursor = iterate(cx, value)?;
    match cursor {
        Cursor::Shared(iter) => Ok(iter),
        cursor => Iter::new(cx, cursor),
    }
}

/// `iter(x)`: iterators are their own.
///
/// # Errors
/// As [`iterate`].
pub fn iterator_value<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    if let Value::Object(object) = value {
        if let Some(iter) = object.class.slot(|slots| slots.iter) {
            return match cx.nested(|| iter(cx, object))? {
                made @ (Value::Object(_) | Value::Iter(_)) => Ok(made),
                other => iterator(cx, other).map(Value::Iter),
            };
        }
        if object.class.slot(|slots| slots.next).is_some() {
            return Ok(value);
        }
    }
    iterator(cx, value).map(Value::Iter)
}

/// The `StopIteration` of an iterator that has no next item: with what a generator returned.
#[cold]
pub fn exhausted<'h>(cx: &Context<'h>, iterator: Value<'h>) -> Stop<'h> {
    if let Value::Iter(iter) = iterator
        && let Cursor::Generator(generator) = iter.cursor.get()
        && !generator.returned.get().is_none()
    {
        return cx.raise_args(&class::STOP_ITERATION, &[generator.returned.get()]);
    }
    cx.raise_args(&class::STOP_ITERATION, &[])
}

/// The items of an iterable as a new list.
///
/// # Errors
/// What iterating raises; limits.
pub fn to_list<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h List<'h>> {
    let list = List::new(cx.heap())?;
    extend(cx, list, value)?;
    Ok(list)
}

/// `list.extend`.
///
/// # Errors
/// What iterating raises; limits.
pub fn extend<'h>(cx: &Context<'h>, list: &'h List<'h>, value: Value<'h>) -> R<'h, ()> {
    match value {
        // A list extended by itself must stop at the old end.
        Value::List(other) => {
            let count = other.len();
            cx.burn(count as u64)?;
            list.reserve(cx.heap(), count)?;
            for index in 0..count {
                list.push(cx.heap(), other.get(index).unwrap_or(Value::None))?;
            }
        }
        Value::Tuple(tuple) => {
            cx.burn(tuple.len() as u64)?;
            list.reserve(cx.heap(), tuple.len())?;
            for item in tuple.items() {
                list.push(cx.heap(), *item)?;
            }
        }
        _ => {
            let mut cursor = iterate(cx, value)?;
            while let Some(item) = cursor.next(cx)? {
                cx.burn(1)?;
                list.push(cx.heap(), item)?;
            }
        }
    }
    Ok(())
}

/// `item in container`.
///
/// # Errors
/// `TypeError` for what cannot be searched; what comparing raises.
pub fn contains<'h>(cx: &Context<'h>, container: Value<'h>, item: Value<'h>) -> R<'h, bool> {
    match container {
        Value::Dict(dict) => dict.contains(cx, item),
        Value::Str(text) => {
            let Value::Str(part) = item else {
                return Err(cx.type_error(format_args!(
                    "'in <string>' requires string as left operand, not {}",
                    own_type_name(item)
                )));
            };
            cx.burn_bytes(text.byte_len())?;
            Ok(crate::text::search::contains(text.text(cx.heap())?, part.text(cx.heap())?))
        }
        Value::List(list) => {
            let mut index = 0;
            if let Value::Str(text) = item {
                let (found, searched) =
                    leading_texts(cx, list.cells().iter().map(std::cell::Cell::get), text)?;
                if found {
                    return Ok(true);
                }
                index = searched;
            }
            while let Some(other) = list.get(index) {
                if same_or_equal(cx, other, item)? {
                    return Ok(true);
                }
                index = index.saturating_add(1);
            }
            Ok(false)
        }
        Value::Tuple(tuple) => {
            let mut index = 0;
            if let Value::Str(text) = item {
                let (found, searched) = leading_texts(cx, tuple.items().iter().copied(), text)?;
                if found {
                    return Ok(true);
                }
                index = searched;
            }
            for other in tuple.items().iter().skip(index) {
                if same_or_equal(cx, *other, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::Set(set) => set.contains(cx, frozen(cx, item)?),
        _ => contains_slow(cx, container, item),
    }
}

/// Look for a text among the texts that come first: whether it is there, and how many were looked at.
fn leading_texts<'h>(
    cx: &Context<'h>,
    items: impl Iterator<Item = Value<'h>>,
    wanted: &'h Str<'h>,
) -> R<'h, (bool, usize)> {
    /// Items searched between two charges.
    const CHUNK: usize = 1 << 10;
    let text = wanted.text(cx.heap())?.as_bytes();
    let (mut searched, mut found, mut bytes) = (0_usize, false, 0_usize);
    for item in items {
        let Value::Str(other) = item else { break };
        searched = searched.wrapping_add(1);
        if searched.is_multiple_of(CHUNK) {
            cx.burn(CHUNK as u64)?;
        }
        if other.byte_len() == text.len() {
            bytes = bytes.saturating_add(text.len());
            // Long texts are charged before they are compared.
            if bytes >= 1 << 12 {
                cx.burn_bytes(bytes)?;
                bytes = 0;
            }
            found = same(other.text(cx.heap())?.as_bytes(), text);
            if found {
                break;
            }
        }
    }
    cx.burn((searched % CHUNK) as u64)?;
    Ok((found, searched))
}

/// What looking up an element means: a set stands for the frozenset of its elements.
///
/// # Errors
/// Limits.
pub fn frozen<'h>(cx: &Context<'h>, element: Value<'h>) -> R<'h> {
    let Value::Set(set) = element else { return Ok(element) };
    if set.frozen {
        return Ok(element);
    }
    let made = crate::value::set::Set::new(cx.heap(), true)?;
    cx.burn(set.table.span())?;
    made.table.copy_from(cx.heap(), &set.table)?;
    Ok(Value::Set(made))
}

fn contains_slow<'h>(cx: &Context<'h>, container: Value<'h>, item: Value<'h>) -> R<'h, bool> {
    match container {
        Value::Bytes(bytes) => match item {
            Value::Bytes(part) => {
                cx.burn_bytes(bytes.data().len())?;
                Ok(part.data().is_empty() || find_bytes(bytes.data(), part.data()))
            }
            Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
                match u8::try_from(crate::ops::convert::index_clipped(cx, item)?) {
                    Ok(byte) => {
                        cx.burn_bytes(bytes.data().len())?;
                        Ok(bytes.data().contains(&byte))
                    }
                    Err(_) => Err(cx.value_error("byte must be in range(0, 256)")),
                }
            }
            _ => Err(
                cx.type_error(format_args!("a bytes-like object is required, not '{}'", own_type_name(item)))
            ),
        },
        Value::Range(range) => match range.position(item) {
            Some(position) => Ok(position.is_some()),
            None => search(cx, container, item),
        },
        Value::View(view) => match view.kind {
            ViewKind::Keys => view.dict.contains(cx, item),
            ViewKind::Values => search(cx, container, item),
            ViewKind::Items => match item {
                Value::Tuple(pair) if pair.len() == 2 => {
                    let (Some(key), Some(value)) = (pair.items().first(), pair.items().get(1)) else {
                        return Ok(false);
                    };
                    match view.dict.get(cx, *key)? {
                        Some(found) => same_or_equal(cx, found, *value),
                        None => Ok(false),
                    }
                }
                _ => Ok(false),
            },
        },
        Value::Object(object) if object.class.slot(|slots| slots.contains).is_some() => {
            match object.class.slot(|slots| slots.contains) {
                Some(slot) => cx.nested(|| slot(cx, object, item)),
                None => Ok(false),
            }
        }
        Value::Iter(_) => search(cx, container, item),
        Value::Object(object)
            if object.class.slot(|slots| slots.iter).is_some()
                || object.class.slot(|slots| slots.next).is_some() =>
        {
            search(cx, container, item)
        }
        _ => {
            Err(cx
                .type_error(format_args!("argument of type '{}' is not iterable", own_type_name(container))))
        }
    }
}

/// Search by iterating.
fn search<'h>(cx: &Context<'h>, container: Value<'h>, item: Value<'h>) -> R<'h, bool> {
    let mut cursor = iterate(cx, container)?;
    while let Some(other) = cursor.next(cx)? {
        if same_or_equal(cx, other, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn find_bytes(data: &[u8], part: &[u8]) -> bool {
    crate::text::search::contains(data, part)
}

/// `next(iterator)` of a value that is an iterator.
///
/// # Errors
/// `TypeError` for what is no iterator.
pub fn next<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<Value<'h>>> {
    match value {
        Value::Iter(iter) => iter.next(cx),
        Value::Object(object) if object.class.slot(|slots| slots.next).is_some() => {
            Cursor::Object(object).next(cx)
        }
        _ => Err(cx
            .raise(&class::TYPE_ERROR, format_args!("'{}' object is not an iterator", own_type_name(value)))),
    }
}
