//! `nlargest` and `nsmallest`: a heap of those found so far, the worst of them at its front.

use hognose_eval::class::TYPE_ERROR;
use hognose_eval::ops::{self, arith, compare, convert};
use hognose_eval::row::Args;
use hognose_eval::value::list::List;
use hognose_eval::value::list::sort::sort_list;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{CompareOp, UnaryOp};

use super::Front;

/// The first items in sorted order; `front` says of which.
pub(super) fn pick<'h>(
    cx: &Context<'h>,
    front: Front,
    count: Value<'h>,
    items: Value<'h>,
    key: Value<'h>,
) -> R<'h> {
    let key = key.bound().filter(|key| !key.is_none());
    if ops::equal(cx, count, Value::Int(1))? {
        return one(cx, front, items, key);
    }
    match ops::len(cx, items) {
        Ok(length) => {
            let length = Value::Int(i64::try_from(length).unwrap_or(i64::MAX));
            if compare::order(cx, CompareOp::Ge, count, length)? {
                let list = convert::collect(cx, items)?;
                sort_list(cx, list, key, front == Front::Greatest)?;
                if !convert::is_index(count) {
                    return Err(
                        cx.type_error("slice indices must be integers or None or have an __index__ method")
                    );
                }
                return Ok(Value::List(list));
            }
        }
        Err(stop) if cx.is_raise_of(stop, &TYPE_ERROR) => {}
        Err(stop) => return Err(stop),
    }
    several(cx, front, count, items, key)
}

/// `min` or `max` in a list, or an empty one.
fn one<'h>(cx: &Context<'h>, front: Front, items: Value<'h>, key: Option<Value<'h>>) -> R<'h> {
    let name = if front == Front::Least { "min" } else { "max" };
    let Some(row) = cx.table().global(name) else { return Err(cx.internal("no min or max")) };
    let nothing = cx.list(&[])?;
    let keywords = [("default", nothing), ("key", key.unwrap_or(Value::None))];
    let found = cx.call_row(row, None, &Args { positional: &[items], keywords: &keywords })?;
    if found.is(nothing) { cx.list(&[]) } else { cx.list(&[found]) }
}

fn several<'h>(
    cx: &Context<'h>,
    front: Front,
    count: Value<'h>,
    items: Value<'h>,
    key: Option<Value<'h>>,
) -> R<'h> {
    let mut cursor = ops::iterate(cx, items)?;
    // CPython counts downwards for the largest ones.
    let most = match front {
        Front::Least => convert::index_clipped(cx, count)?,
        Front::Greatest => {
            convert::index_clipped(cx, arith::unary(cx, UnaryOp::Negate, count)?)?.saturating_neg()
        }
    };
    // The worst of the best is at the front, and the later one of two equal ones is worse.
    let (worst, step) = match front {
        Front::Least => (Front::Greatest, 1),
        Front::Greatest => (Front::Least, -1_i64),
    };
    let entry = |number: i64, item: Value<'h>| -> R<'h> {
        cx.burn(1)?;
        match key {
            None => cx.tuple(&[item, Value::Int(number)]),
            Some(key) => {
                let made = cx.nested(|| cx.call(key, &[item]))?;
                cx.tuple(&[made, Value::Int(number), item])
            }
        }
    };
    let best = List::new(cx.heap())?;
    let mut number = 0_i64;
    while i64::try_from(best.len()).is_ok_and(|length| length < most) {
        let Some(item) = cursor.next(cx)? else { break };
        best.push(cx.heap(), entry(number, item)?)?;
        number = number.saturating_add(step);
    }
    if best.is_empty() {
        return Ok(Value::List(best));
    }
    worst.heapify(cx, best)?;
    while let Some(item) = cursor.next(cx)? {
        let found = entry(number, item)?;
        if front.before(cx, part(found, 0), part(best.get(0).unwrap_or(Value::None), 0))? {
            worst.replace(cx, best, found)?;
            number = number.saturating_add(step);
        }
    }
    sort_list(cx, best, None, front == Front::Greatest)?;
    let place = if key.is_some() { 2 } else { 0 };
    let picked = List::new(cx.heap())?;
    for index in 0..best.len() {
        cx.burn(1)?;
        if let Some(found) = best.get(index) {
            picked.push(cx.heap(), part(found, place))?;
        }
    }
    Ok(Value::List(picked))
}

fn part<'h>(entry: Value<'h>, index: usize) -> Value<'h> {
    match entry {
        Value::Tuple(parts) => parts.items().get(index).copied().unwrap_or(Value::None),
        _ => Value::None,
    }
}
