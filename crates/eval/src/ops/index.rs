//! Subscripts: reading, writing, deleting, slicing.

use crate::context::Context;
use crate::ops::convert::index_i64;
pub(crate) use crate::ops::convert::is_index;
use crate::ops::own_type_name;
use crate::stop::{R, Stop};
use crate::text::range::Slice;
use crate::value::Value;
use crate::value::bytes::Bytes;
use crate::value::list::List;
use crate::value::range::{Range, SliceObject};
use crate::value::str::Str;
use num_traits::ToPrimitive;

/// `x[key]`.
///
/// # Errors
/// `KeyError`, `IndexError`, `TypeError`; limits.
#[inline]
pub fn get_item<'h>(cx: &Context<'h>, object: Value<'h>, key: Value<'h>) -> R<'h> {
    match (object, key) {
        (Value::Dict(dict), _) => match dict.get(cx, key)? {
            Some(value) => Ok(value),
            None => missing(cx, dict, key),
        },
        (Value::List(list), Value::Int(index)) => {
            let position = if index < 0 { index.wrapping_add_unsigned(list.len() as u64) } else { index };
            match usize::try_from(position).ok().and_then(|position| list.get(position)) {
                Some(item) => Ok(item),
                None => Err(cx.index_error("list index out of range")),
            }
        }
        (Value::Str(text), Value::Int(index)) => match text_item(cx, text, index)? {
            Some(item) => Ok(item),
            None => Err(cx.index_error("string index out of range")),
        },
        _ => get_item_slow(cx, object, key),
    }
}

/// A character of a text.
fn text_item<'h>(cx: &Context<'h>, text: &'h Str<'h>, index: i64) -> R<'h, Option<Value<'h>>> {
    let Some(at) = position(index, text.chars(cx)?) else { return Ok(None) };
    if text.is_ascii(cx)? {
        let part = text.text(cx.heap())?.get(at..at.saturating_add(1)).unwrap_or_default();
        return cx.character(part).map(Some);
    }
    let view = text.view(cx)?;
    // At most this much is walked; large texts have an index.
    cx.burn_bytes(view.as_str().len().min(512))?;
    cx.character(view.part(at, at.saturating_add(1))).map(Some)
}

/// A key that is not there: `KeyError`, unless the dict makes a value.
#[cold]
fn missing<'h>(cx: &Context<'h>, dict: &'h crate::value::dict::Dict<'h>, key: Value<'h>) -> R<'h> {
    match dict.factory.get() {
        Value::Unbound | Value::None => match dict.class().slot(|slots| slots.missing) {
            Some(missing) => missing(cx, dict, key),
            None => Err(cx.key_error(key)),
        },
        factory => {
            let value = cx.nested(|| cx.call(factory, &[]))?;
            dict.set(cx, key, value)?;
            Ok(value)
        }
    }
}

/// A position within a length, counted from the end when negative; none outside.
#[must_use]
pub fn position(index: i64, length: usize) -> Option<usize> {
    if index < 0 {
        usize::try_from(index.unsigned_abs()).ok().and_then(|back| length.checked_sub(back))
    } else {
        usize::try_from(index).ok().filter(|index| *index < length)
    }
}

fn get_item_slow<'h>(cx: &Context<'h>, object: Value<'h>, key: Value<'h>) -> R<'h> {
    if let (Value::Object(inner), _) = (object, key)
        && let Some(slot) = inner.class.slot(|slots| slots.get_item)
    {
        return cx.nested(|| slot(cx, inner, key));
    }
    let (name, length) = match object {
        Value::List(list) => ("list", list.len()),
        Value::Tuple(tuple) => ("tuple", tuple.len()),
        Value::Str(text) => ("string", text.chars(cx)?),
        Value::Bytes(bytes) => ("byte", bytes.data().len()),
        Value::Range(range) => return range_item(cx, range, key),
        Value::Type(_) => return crate::ops::call::generic_alias(cx, object, key),
        Value::Object(inner)
            if std::ptr::eq(inner.class, &crate::class::UNION)
                || std::ptr::eq(inner.class, &crate::class::GENERIC_ALIAS) =>
        {
            let shown = super::text::repr_string(cx, object)?;
            return Err(cx.type_error(format_args!("{shown} is not a generic class")));
        }
        _ => {
            return Err(
                cx.type_error(format_args!("'{}' object is not subscriptable", own_type_name(object)))
            );
        }
    };
    if let Value::Slice(slice) = key {
        return get_slice(cx, object, slice, length);
    }
    if !is_index(key) {
        return Err(bad_index(cx, name, key));
    }
    let index = sized_index(cx, key)?;
    let item = match (object, position(index, length)) {
        (_, None) => None,
        (Value::List(list), Some(at)) => list.get(at),
        (Value::Tuple(tuple), Some(at)) => tuple.items().get(at).copied(),
        (Value::Bytes(bytes), Some(at)) => bytes.data().get(at).map(|byte| Value::Int(i64::from(*byte))),
        (Value::Str(text), Some(_)) => text_item(cx, text, index)?,
        _ => None,
    };
    item.ok_or_else(|| {
        let name = if name == "byte" { "" } else { name };
        cx.index_error(format_args!("{name}{}index out of range", if name.is_empty() { "" } else { " " }))
    })
}

/// Whether CPython asks a value's type for the methods of sequences.
fn is_sequence(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Str(_)
            | Value::Bytes(_)
            | Value::Tuple(_)
            | Value::Range(_)
            | Value::Set(_)
            | Value::View(_)
            | Value::List(_)
    )
}

/// An index of 64 bits.
fn sized_index<'h>(cx: &Context<'h>, key: Value<'h>) -> R<'h, i64> {
    match index_i64(cx, key) {
        Err(stop) if cx.is_raise_of(stop, &crate::class::OVERFLOW_ERROR) => {
            Err(cx
                .index_error(format_args!("cannot fit '{}' into an index-sized integer", own_type_name(key))))
        }
        index => index,
    }
}

#[cold]
fn bad_index<'h>(cx: &Context<'h>, name: &str, key: Value<'h>) -> Stop<'h> {
    if name == "string" {
        return cx.type_error(format_args!("string indices must be integers, not '{}'", own_type_name(key)));
    }
    cx.type_error(format_args!("{name} indices must be integers or slices, not {}", own_type_name(key)))
}

fn range_item<'h>(cx: &Context<'h>, range: &'h Range<'h>, key: Value<'h>) -> R<'h> {
    let length = range.len();
    if let Value::Slice(slice) = key {
        let bounds = Bounds::of_i128(cx, slice, length)?;
        let at = |index: i128| range.start.saturating_add(range.step.saturating_mul(index));
        let sliced = Range::new(at(bounds.0), at(bounds.1), range.step.saturating_mul(bounds.2));
        return Ok(Value::Range(cx.heap().alloc(sliced)?));
    }
    if !is_index(key) {
        return Err(bad_index(cx, "range", key));
    }
    let index = match super::convert::index(cx, key)? {
        Value::Int(number) => i128::from(number),
        Value::Big(big) => big.to_owned().to_i128().unwrap_or(i128::MAX),
        _ => return Err(cx.internal("an index that is no int")),
    };
    let index = if index < 0 { index.saturating_add(length) } else { index };
    if index < 0 || index >= length {
        return Err(cx.index_error("range object index out of range"));
    }
    range.at(cx.heap(), index)
}

/// The positions a slice selects: start, step and count.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// First position.
    pub start: i64,
    /// Position behind the last, in the direction of the step.
    pub stop: i64,
    /// Step, not zero.
    pub step: i64,
    /// Number of positions.
    pub count: usize,
}

impl Bounds {
    /// The bounds of a slice of something of this length.
    ///
    /// # Errors
    /// `ValueError` for a zero step, `TypeError` for what is no index.
    pub fn of<'h>(cx: &Context<'h>, slice: &SliceObject<'h>, length: usize) -> R<'h, Bounds> {
        let small = |value: Value<'h>| match value {
            Value::None => Some(None),
            Value::Int(number) => Some(Some(number)),
            _ => None,
        };
        if let (Some(start), Some(stop), Some(step)) =
            (small(slice.start), small(slice.stop), small(slice.step))
            && let Some(Slice { start, stop, step, count }) = Slice::new(length, start, stop, step)
        {
            return Ok(Bounds { start, stop, step, count });
        }
        let (start, stop, step) = Self::of_i128(cx, slice, i128::try_from(length).unwrap_or(i128::MAX))?;
        let span = if step > 0 { stop.saturating_sub(start) } else { start.saturating_sub(stop) };
        let count = if span <= 0 {
            0
        } else {
            span.saturating_sub(1).checked_div(step.saturating_abs()).unwrap_or(0).saturating_add(1)
        };
        let narrow = |n: i128| i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX });
        Ok(Bounds {
            start: narrow(start),
            stop: narrow(stop),
            step: narrow(step),
            count: usize::try_from(count).unwrap_or(0),
        })
    }

    /// Start, stop and step of a slice of something of this length.
    ///
    /// # Errors
    /// As [`Bounds::of`].
    pub fn of_i128<'h>(cx: &Context<'h>, slice: &SliceObject<'h>, length: i128) -> R<'h, (i128, i128, i128)> {
        let part = |value: Value<'h>| -> R<'h, Option<i128>> {
            if value.is_none() {
                return Ok(None);
            }
            if !is_index(value) {
                return Err(
                    cx.type_error("slice indices must be integers or None or have an __index__ method")
                );
            }
            Ok(Some(match super::convert::index(cx, value)? {
                Value::Int(number) => i128::from(number),
                Value::Big(big) => big
                    .to_owned()
                    .to_i128()
                    .map_or(if big.is_negative() { -WIDEST } else { WIDEST }, |number| {
                        number.clamp(-WIDEST, WIDEST)
                    }),
                _ => return Err(cx.internal("an index that is no int")),
            }))
        };
        let step = part(slice.step)?.unwrap_or(1);
        if step == 0 {
            return Err(cx.value_error("slice step cannot be zero"));
        }
        let (low, high) = if step > 0 { (0, length) } else { (-1, length.saturating_sub(1)) };
        let place = |value: Option<i128>, default: i128| match value {
            None => default,
            Some(index) if index < 0 => index.saturating_add(length).max(low),
            Some(index) => index.min(high),
        };
        let (first, last) = if step > 0 { (low, high) } else { (high, low) };
        let start = place(part(slice.start)?, first);
        let stop = place(part(slice.stop)?, last);
        Ok((start, stop, step))
    }

    /// The selected positions in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |i| {
            let offset = i64::try_from(i).unwrap_or(0).wrapping_mul(self.step);
            usize::try_from(self.start.wrapping_add(offset)).unwrap_or(usize::MAX)
        })
    }
}

/// The largest number in ranges and slices of them: sums and products of two such never overflow 128 bits.
const WIDEST: i128 = 1 << 100;

/// A value as a bound of a range.
///
/// # Errors
/// `TypeError` for what is no int, `OverflowError` beyond 100 bits.
pub fn wide_index<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i128> {
    match super::convert::index(cx, value)? {
        Value::Int(number) => Ok(i128::from(number)),
        Value::Big(big) => big
            .to_owned()
            .to_i128()
            .filter(|number| number.unsigned_abs() <= WIDEST.unsigned_abs())
            .ok_or_else(|| cx.overflow_error("range bounds of more than 100 bits are not supported")),
        _ => Err(cx.internal("an index that is no int")),
    }
}

fn get_slice<'h>(cx: &Context<'h>, object: Value<'h>, slice: &SliceObject<'h>, length: usize) -> R<'h> {
    let bounds = Bounds::of(cx, slice, length)?;
    match object {
        Value::List(list) => {
            cx.burn(bounds.count as u64)?;
            let result = List::new(cx.heap())?;
            result.reserve(cx.heap(), bounds.count)?;
            for at in bounds.positions() {
                result.push(cx.heap(), list.get(at).unwrap_or(Value::None))?;
            }
            Ok(Value::List(result))
        }
        Value::Tuple(tuple) => {
            if bounds.step == 1 {
                let start = usize::try_from(bounds.start).unwrap_or(0);
                if bounds.count == tuple.len() && tuple.shape.is_none() {
                    return Ok(object);
                }
                let items = tuple.items().get(start..start.saturating_add(bounds.count)).unwrap_or(&[]);
                return Ok(Value::Tuple(cx.heap().alloc(crate::value::tuple::Tuple::new(items))?));
            }
            cx.burn(bounds.count as u64)?;
            cx.heap().charge(size_of::<Value<'_>>().saturating_mul(bounds.count))?;
            let items: Vec<Value<'h>> =
                bounds.positions().filter_map(|at| tuple.items().get(at).copied()).collect();
            cx.tuple(&items)
        }
        Value::Bytes(bytes) => slice_bytes(cx, bytes, bounds),
        Value::Str(text) => slice_text(cx, text, bounds),
        _ => Err(cx.internal("slice of something else")),
    }
}

fn slice_bytes<'h>(cx: &Context<'h>, whole: &'h Bytes<'h>, bounds: Bounds) -> R<'h> {
    let data = whole.data();
    if bounds.step == 1 {
        let start = usize::try_from(bounds.start).unwrap_or(0);
        if bounds.count == data.len() {
            return Ok(Value::Bytes(whole));
        }
        let part = data.get(start..start.saturating_add(bounds.count)).unwrap_or_default();
        return crate::value::bytes::wrap(cx, part);
    }
    cx.burn_chars(bounds.count)?;
    let part = cx.heap().fill_bytes(bounds.count, |fill| {
        for at in bounds.positions() {
            fill.push(&[data.get(at).copied().unwrap_or_default()]);
        }
        Ok(())
    })?;
    crate::value::bytes::wrap(cx, part)
}

fn slice_text<'h>(cx: &Context<'h>, whole: &'h Str<'h>, bounds: Bounds) -> R<'h> {
    if bounds.count == 0 {
        return cx.wrap_str("");
    }
    let view = whole.view(cx)?;
    let start = usize::try_from(bounds.start).unwrap_or(0);
    if bounds.count == 1 {
        return cx.character(view.part(start, start.saturating_add(1)));
    }
    if bounds.step == 1 {
        if bounds.count == view.len() {
            return Ok(Value::Str(whole));
        }
        let part = view.part(start, start.saturating_add(bounds.count));
        return Ok(Value::Str(cx.heap().alloc(Str::counted(part, bounds.count))?));
    }
    let text = if view.is_ascii() {
        cx.burn_chars(bounds.count)?;
        let bytes = view.as_str().as_bytes();
        cx.heap().fill_text(bounds.count, |fill| {
            for at in bounds.positions() {
                fill.push(&[bytes.get(at).copied().unwrap_or_default()]);
            }
            Ok(())
        })?
    } else {
        cx.burn_chars(view.as_str().len())?;
        let slice = Slice { start: bounds.start, stop: bounds.stop, step: bounds.step, count: bounds.count };
        let steps = view.steps(slice);
        let size = steps.clone().map(char::len_utf8).fold(0, usize::saturating_add);
        cx.heap().fill_text(size, |fill| {
            for char in steps {
                fill.push(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Ok(())
        })?
    };
    Ok(Value::Str(cx.heap().alloc(Str::counted(text, bounds.count))?))
}

/// `x[key] = value`.
///
/// # Errors
/// `IndexError`, `TypeError`; limits.
pub fn set_item<'h>(cx: &Context<'h>, object: Value<'h>, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
    match (object, key) {
        (Value::Dict(dict), _) => dict.set(cx, key, value),
        (Value::List(list), Value::Slice(slice)) => set_slice(cx, list, slice, value),
        (Value::List(list), _) if is_index(key) => {
            let index = sized_index(cx, key)?;
            match position(index, list.len()) {
                Some(at) if list.set(at, value) => Ok(()),
                _ => Err(cx.index_error("list assignment index out of range")),
            }
        }
        (Value::List(_), _) => Err(bad_index(cx, "list", key)),
        (Value::Object(inner), _) if inner.class.slot(|slots| slots.set_item).is_some() => {
            match inner.class.slot(|slots| slots.set_item) {
                Some(slot) => cx.nested(|| slot(cx, inner, key, value)),
                None => Ok(()),
            }
        }
        _ => {
            if is_sequence(object) && is_index(key) {
                sized_index(cx, key)?;
            }
            Err(cx.type_error(format_args!(
                "'{}' object does not support item assignment",
                own_type_name(object)
            )))
        }
    }
}

fn set_slice<'h>(
    cx: &Context<'h>,
    list: &'h List<'h>,
    slice: &SliceObject<'h>,
    value: Value<'h>,
) -> R<'h, ()> {
    // Positions are read before the value is, and applied to what the list is then.
    Bounds::of(cx, slice, list.len())?;
    if !super::iterate::is_iterable(value) {
        return Err(cx.type_error("must assign iterable to extended slice"));
    }
    let items = super::iterate::to_list(cx, value)?.to_vec();
    let bounds = Bounds::of(cx, slice, list.len())?;
    cx.burn((list.len() as u64).saturating_add(items.len() as u64))?;
    if bounds.step == 1 {
        let start = usize::try_from(bounds.start).unwrap_or(0);
        return list.splice(cx.heap(), start, start.saturating_add(bounds.count), &items);
    }
    if items.len() != bounds.count {
        return Err(cx.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            bounds.count
        )));
    }
    for (at, item) in bounds.positions().zip(items) {
        list.set(at, item);
    }
    Ok(())
}

/// `del x[key]`.
///
/// # Errors
/// `KeyError`, `IndexError`, `TypeError`; limits.
pub fn delete_item<'h>(cx: &Context<'h>, object: Value<'h>, key: Value<'h>) -> R<'h, ()> {
    match (object, key) {
        (Value::Dict(dict), _) => match dict.remove(cx, key)? {
            Some(_) => Ok(()),
            None if dict.class().slots.forgives_deletion => Ok(()),
            None => Err(cx.key_error(key)),
        },
        (Value::List(list), Value::Slice(slice)) => {
            let bounds = Bounds::of(cx, slice, list.len())?;
            cx.burn(list.len() as u64)?;
            let mut gone: Vec<usize> = bounds.positions().collect();
            gone.sort_unstable();
            let mut skip = gone.iter().peekable();
            let mut kept = Vec::with_capacity(list.len().saturating_sub(bounds.count));
            for (at, cell) in list.cells().iter().enumerate() {
                if skip.next_if_eq(&&at).is_none() {
                    kept.push(cell.get());
                }
            }
            list.replace_all(cx.heap(), &kept)
        }
        (Value::List(list), _) if is_index(key) => {
            let index = sized_index(cx, key)?;
            cx.burn(list.len() as u64 >> 3)?;
            match position(index, list.len()).and_then(|at| list.remove(at)) {
                Some(_) => Ok(()),
                None => Err(cx.index_error("list assignment index out of range")),
            }
        }
        (Value::List(_), _) => Err(bad_index(cx, "list", key)),
        (Value::Object(inner), _) if inner.class.slot(|slots| slots.set_item).is_some() => {
            match inner.class.slot(|slots| slots.set_item) {
                Some(slot) => cx.nested(|| slot(cx, inner, key, Value::Unbound)),
                None => Ok(()),
            }
        }
        _ if is_sequence(object) && is_index(key) => {
            sized_index(cx, key)?;
            Err(cx
                .type_error(format_args!("'{}' object doesn't support item deletion", own_type_name(object))))
        }
        _ => Err(
            cx.type_error(format_args!("'{}' object does not support item deletion", own_type_name(object)))
        ),
    }
}
