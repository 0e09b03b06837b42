//! Methods of `range` and `slice`.

use super::{Range, SliceObject};
use crate::context::Context;
use crate::ops::index::{Bounds, wide_index};
use crate::ops::{compare, iterate, text};
use crate::row::{Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::value::{Value, int};
use crate::{function, method};

/// Methods.
pub static ROWS: &[Row] = &[
    method!("count", Signature::one(&[p_only("value")]), "How many numbers equal a value.", count, 2)
        .called("range.count"),
    method!("index", Signature::one(&[p_only("value")]), "The position of a number.", index, 2)
        .called("range.index"),
    Row::property("start", "The first number.", |cx, value| bound(cx, value, |range| range.start)),
    Row::property("step", "The difference of two neighbours.", |cx, value| {
        bound(cx, value, |range| range.step)
    }),
    Row::property("stop", "The bound, not contained.", |cx, value| bound(cx, value, |range| range.stop)),
];
/// Methods.
pub static SLICE_ROWS: &[Row] = &[
    method!(
        "indices",
        Signature::one(&[p_only("length")]),
        "Start, stop and step within something of a length.",
        indices,
        2
    )
    .called("slice.indices"),
    Row::property("start", "The first index, or None.", |_, value| part(value, |slice| slice.start)),
    Row::property("step", "The step, or None.", |_, value| part(value, |slice| slice.step)),
    Row::property("stop", "The bound, or None.", |_, value| part(value, |slice| slice.stop)),
];
/// Constructor.
pub static RANGE_NEW: Row = function!(
    "range",
    Signature::positional(&[p_only("start"), p_only_optional("stop"), p_only_optional("step")]),
    "The numbers from a start (0) to a stop, which is left out, by a step (1).",
    new_range,
    3
);
/// Constructor.
pub static SLICE_NEW: Row = function!(
    "slice",
    Signature::positional(&[p_only("start"), p_only_optional("stop"), p_only_optional("step")]),
    "A slice object.",
    new_slice,
    3
);

fn new_range<'h>(
    cx: &Context<'h>,
    first: Value<'h>,
    second: Option<Value<'h>>,
    step: Option<Value<'h>>,
) -> R<'h> {
    let first = wide_index(cx, first)?;
    let (start, stop) = match second {
        Some(stop) => (first, wide_index(cx, stop)?),
        None => (0, first),
    };
    let step = match step {
        Some(step) => wide_index(cx, step)?,
        None => 1,
    };
    if step == 0 {
        return Err(cx.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(cx.heap().alloc(Range::new(start, stop, step))?))
}

fn new_slice<'h>(
    cx: &Context<'h>,
    first: Value<'h>,
    second: Option<Value<'h>>,
    step: Option<Value<'h>>,
) -> R<'h> {
    let (start, stop) = match second {
        Some(stop) => (first, stop),
        None => (Value::None, first),
    };
    let step = step.unwrap_or(Value::None);
    Ok(Value::Slice(cx.heap().alloc(SliceObject { start, stop, step })?))
}

fn bound<'h>(cx: &Context<'h>, value: Value<'h>, pick: impl Fn(&Range<'h>) -> i128) -> R<'h> {
    match value {
        Value::Range(range) => int::from_i128(cx.heap(), pick(range)),
        _ => Ok(Value::Unbound),
    }
}

fn part<'h>(value: Value<'h>, pick: impl Fn(&SliceObject<'h>) -> Value<'h>) -> R<'h> {
    match value {
        Value::Slice(slice) => Ok(pick(slice)),
        _ => Ok(Value::Unbound),
    }
}

fn count<'h>(cx: &Context<'h>, range: &'h Range<'h>, value: Value<'h>) -> R<'h> {
    if let Some(position) = range.position(value) {
        return Ok(Value::Int(i64::from(position.is_some())));
    }
    let mut found = 0_i64;
    let mut cursor = crate::ops::iterate(cx, Value::Range(range))?;
    while let Some(item) = cursor.next(cx)? {
        found = found.saturating_add(i64::from(compare::same_or_equal(cx, item, value)?));
    }
    Ok(Value::Int(found))
}

fn index<'h>(cx: &Context<'h>, range: &'h Range<'h>, value: Value<'h>) -> R<'h> {
    match range.position(value) {
        Some(Some(position)) => return int::from_i128(cx.heap(), position),
        Some(None) => {
            let shown = text::repr_string(cx, value)?;
            return Err(cx.value_error(format_args!("{shown} is not in range")));
        }
        None => {}
    }
    let mut cursor = iterate::iterate(cx, Value::Range(range))?;
    let mut position = 0_i64;
    while let Some(item) = cursor.next(cx)? {
        if compare::same_or_equal(cx, item, value)? {
            return Ok(Value::Int(position));
        }
        position = position.saturating_add(1);
    }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}

fn indices<'h>(cx: &Context<'h>, slice: &'h SliceObject<'h>, length: Value<'h>) -> R<'h> {
    let length = wide_index(cx, length)?;
    if length < 0 {
        return Err(cx.value_error("length should not be negative"));
    }
    let (start, stop, step) = Bounds::of_i128(cx, slice, length)?;
    let heap = cx.heap();
    cx.tuple(&[int::from_i128(heap, start)?, int::from_i128(heap, stop)?, int::from_i128(heap, step)?])
}
