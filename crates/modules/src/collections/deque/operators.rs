//! Operators of deques.

use hognose_eval::ops::compare::{self, same_or_equal};
use hognose_eval::ops::{convert, own_type_name};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::Deque;

/// As sequences compare: by the first items that differ, then by length.
pub(super) fn compare<'h>(cx: &Context<'h>, op: CompareOp, this: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let Some(other) = Deque::within(other) else { return Ok(Value::NotImplemented) };
    if op == CompareOp::Eq && deque.len() != other.len() {
        return Ok(Value::bool(false));
    }
    let mut index = 0_usize;
    while let (Some(a), Some(b)) = (deque.get(index), other.get(index)) {
        if !same_or_equal(cx, a, b)? {
            return if op == CompareOp::Eq { Ok(Value::bool(false)) } else { compare::compare(cx, op, a, b) };
        }
        index = index.saturating_add(1);
    }
    let length = |deque: Deque<'h>| Value::Int(i64::try_from(deque.len()).unwrap_or(i64::MAX));
    compare::compare(cx, op, length(deque), length(other))
}

/// `deque + deque`, `deque * number`, `number * deque`.
pub(super) fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    this: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    match op {
        BinaryOp::Add if !reflected => {
            if Deque::within(other).is_none() {
                return Err(cx.type_error(format_args!(
                    "can only concatenate deque (not \"{}\") to deque",
                    own_type_name(other)
                )));
            }
            let joined = deque.copy(cx)?;
            joined.extend(cx, other)?;
            Ok(joined.value())
        }
        BinaryOp::Mul if !reflected || !is_sequence(other) => {
            let times = times(cx, other)?;
            let made = deque.copy(cx)?;
            repeat(cx, made, times)?;
            Ok(made.value())
        }
        _ => Ok(Value::NotImplemented),
    }
}

/// `deque += iterable`, `deque *= number`.
pub(super) fn in_place<'h>(cx: &Context<'h>, op: BinaryOp, this: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    match op {
        BinaryOp::Add => deque.extend(cx, other)?,
        BinaryOp::Mul => {
            let times = times(cx, other)?;
            repeat(cx, deque, times)?;
        }
        _ => return Ok(Value::NotImplemented),
    }
    Ok(deque.value())
}

/// Sequences on the left complain in their own words.
fn is_sequence(value: Value<'_>) -> bool {
    matches!(value, Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_))
}

fn times<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    if !convert::is_index(value) {
        return Err(cx.type_error(format_args!(
            "can't multiply sequence by non-int of type '{}'",
            own_type_name(value)
        )));
    }
    match convert::index(cx, value)? {
        Value::Int(times) => Ok(times),
        _ => Err(cx.overflow_error(format_args!(
            "cannot fit '{}' into an index-sized integer",
            own_type_name(value)
        ))),
    }
}

/// Repeat the items; with a bound only as often as can be seen.
fn repeat<'h>(cx: &Context<'h>, deque: Deque<'h>, times: i64) -> R<'h, ()> {
    let size = deque.len();
    let Some(more) = usize::try_from(times).ok().and_then(|times| times.checked_sub(1)) else {
        deque.clear();
        return Ok(());
    };
    if size == 0 {
        return Ok(());
    }
    let more = match deque.ring.most {
        Some(most) => more.min(most.div_ceil(size)),
        None => more,
    };
    let total = size.saturating_mul(more);
    cx.burn(total as u64)?;
    let mut items = Vec::with_capacity(size);
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(size))?;
    items.extend((0..size).filter_map(|index| deque.get(index)));
    for _ in 0..more {
        for item in &items {
            deque.push_back(cx, *item)?;
        }
    }
    Ok(())
}
