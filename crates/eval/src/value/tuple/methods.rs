//! Methods of `tuple`.

use super::Tuple;
use crate::arg::SliceIndex;
use crate::context::Context;
use crate::method;
use crate::ops::compare::same_or_equal;
use crate::ops::iterate;
use crate::row::{Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::value::Value;

/// Methods.
pub static ROWS: &[Row] = &[
    method!("count", Signature::one(&[p_only("value")]), "How many items equal a value.", count, 2)
        .called("tuple.count"),
    method!(
        "index",
        Signature::positional(&[p_only("value"), p_only_optional("start"), p_only_optional("stop")]),
        "The first position of a value.",
        index,
        4
    )
    .called("tuple.index"),
];

/// Constructor.
pub static NEW: Row = crate::function!(
    "tuple",
    Signature::positional(&[p_only_optional("iterable")]),
    "A tuple of the items of an iterable.",
    new,
    1
);

fn new<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>) -> R<'h> {
    match iterable {
        Some(Value::Tuple(tuple)) if tuple.shape.is_none() => Ok(Value::Tuple(tuple)),
        Some(iterable) => {
            let list = iterate::to_list(cx, iterable)?;
            cx.heap().charge(size_of::<Value<'h>>().saturating_mul(list.len()))?;
            cx.tuple(&list.to_vec())
        }
        None => cx.tuple(&[]),
    }
}

fn count<'h>(cx: &Context<'h>, tuple: &'h Tuple<'h>, value: Value<'h>) -> R<'h> {
    let mut found = 0_i64;
    for item in tuple.items() {
        if same_or_equal(cx, *item, value)? {
            found = found.saturating_add(1);
        }
    }
    Ok(Value::Int(found))
}

fn index<'h>(
    cx: &Context<'h>,
    tuple: &'h Tuple<'h>,
    value: Value<'h>,
    start: Option<SliceIndex>,
    stop: Option<SliceIndex>,
) -> R<'h> {
    let length = tuple.len();
    let start = start.map_or(0, |start| start.within(length));
    let stop = stop.map_or(length, |stop| stop.within(length).min(length));
    for at in start..stop {
        if let Some(item) = tuple.items().get(at)
            && same_or_equal(cx, *item, value)?
        {
            return Ok(Value::Int(i64::try_from(at).unwrap_or(i64::MAX)));
        }
    }
    Err(cx.value_error("tuple.index(x): x not in tuple"))
}
