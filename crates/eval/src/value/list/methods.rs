//! Methods of `list`.

use super::List;
use super::sort;
use crate::arg::{Nullable, SliceIndex, Truth};
use crate::context::Context;
use crate::method;
use crate::ops::compare::same_or_equal;
use crate::ops::index::position;
use crate::ops::{iterate, text};
use crate::row::{Row, Signature, keyword_only, p_only, p_only_optional};
use crate::stop::R;
use crate::value::Value;

/// Methods.
pub static ROWS: &[Row] = &[
    method!("append", Signature::one(&[p_only("object")]), "Add an item at the end.", append, 2)
        .called("list.append"),
    method!("clear", Signature::NONE, "Remove all items.", clear, 1).called("list.clear"),
    method!("copy", Signature::NONE, "A new list of the same items.", copy, 1).called("list.copy"),
    method!("count", Signature::one(&[p_only("value")]), "How many items equal a value.", count, 2)
        .called("list.count"),
    method!("extend", Signature::one(&[p_only("iterable")]), "Add all items of an iterable.", extend, 2)
        .called("list.extend"),
    method!(
        "index",
        Signature::positional(&[p_only("value"), p_only_optional("start"), p_only_optional("stop")]),
        "The first position of a value.",
        index,
        4
    )
    .called("list.index"),
    method!(
        "insert",
        Signature::positional(&[p_only("index"), p_only("object")]),
        "Put an item before a position.",
        insert,
        3
    )
    .called("list.insert"),
    method!(
        "pop",
        Signature::positional(&[p_only_optional("index")]),
        "Remove and return an item, the last one by default.",
        pop,
        2
    )
    .called("list.pop"),
    method!(
        "remove",
        Signature::one(&[p_only("value")]),
        "Remove the first item that equals a value.",
        remove,
        2
    )
    .called("list.remove"),
    method!("reverse", Signature::NONE, "Reverse the items in place.", reverse, 1).called("list.reverse"),
    method!(
        "sort",
        Signature::keywords(&[keyword_only("key"), keyword_only("reverse")]),
        "Sort the items in place, keeping the order of equal ones.",
        sort_method,
        3
    )
    .called("list.sort"),
];

/// Constructor.
pub static NEW: Row = crate::function!(
    "list",
    Signature::positional(&[p_only_optional("iterable")]),
    "A list of the items of an iterable.",
    new,
    1
);

/// Items that moving costs one unit of fuel: 64 bytes of them.
const MOVED: u32 = 2;

fn new<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>) -> R<'h> {
    match iterable {
        Some(iterable) => iterate::to_list(cx, iterable).map(Value::List),
        None => List::new(cx.heap()).map(Value::List),
    }
}

fn append<'h>(cx: &Context<'h>, list: &'h List<'h>, item: Value<'h>) -> R<'h> {
    list.push(cx.heap(), item)?;
    Ok(Value::None)
}

fn clear<'h>(_: &Context<'h>, list: &'h List<'h>) -> R<'h> {
    list.clear();
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, list: &'h List<'h>) -> R<'h> {
    iterate::to_list(cx, Value::List(list)).map(Value::List)
}

fn count<'h>(cx: &Context<'h>, list: &'h List<'h>, value: Value<'h>) -> R<'h> {
    let mut found = 0_i64;
    let mut at = 0_usize;
    while let Some(item) = list.get(at) {
        if same_or_equal(cx, item, value)? {
            found = found.saturating_add(1);
        }
        at = at.saturating_add(1);
    }
    Ok(Value::Int(found))
}

fn extend<'h>(cx: &Context<'h>, list: &'h List<'h>, iterable: Value<'h>) -> R<'h> {
    iterate::extend(cx, list, iterable)?;
    Ok(Value::None)
}

fn index<'h>(
    cx: &Context<'h>,
    list: &'h List<'h>,
    value: Value<'h>,
    start: Option<SliceIndex>,
    stop: Option<SliceIndex>,
) -> R<'h> {
    let length = list.len();
    let stop = stop.map_or(usize::MAX, |stop| stop.within(length));
    let mut at = start.map_or(0, |start| start.within(length));
    while at < stop
        && let Some(item) = list.get(at)
    {
        if same_or_equal(cx, item, value)? {
            return Ok(Value::Int(i64::try_from(at).unwrap_or(i64::MAX)));
        }
        at = at.saturating_add(1);
    }
    let shown = text::repr_string(cx, value)?;
    Err(cx.value_error(format_args!("{shown} is not in list")))
}

fn insert<'h>(cx: &Context<'h>, list: &'h List<'h>, index: i64, item: Value<'h>) -> R<'h> {
    let at = SliceIndex(index).within(list.len()).min(list.len());
    cx.burn((list.len().saturating_sub(at) as u64) >> MOVED)?;
    list.splice(cx.heap(), at, at, &[item])?;
    Ok(Value::None)
}

fn pop<'h>(cx: &Context<'h>, list: &'h List<'h>, index: Option<i64>) -> R<'h> {
    if list.is_empty() {
        return Err(cx.index_error("pop from empty list"));
    }
    let Some(at) = position(index.unwrap_or(-1), list.len()) else {
        return Err(cx.index_error("pop index out of range"));
    };
    cx.burn((list.len().saturating_sub(at) as u64) >> MOVED)?;
    list.remove(at).ok_or_else(|| cx.index_error("pop index out of range"))
}

fn remove<'h>(cx: &Context<'h>, list: &'h List<'h>, value: Value<'h>) -> R<'h> {
    let mut at = 0_usize;
    while let Some(item) = list.get(at) {
        if same_or_equal(cx, item, value)? {
            cx.burn((list.len().saturating_sub(at) as u64) >> MOVED)?;
            list.remove(at);
            return Ok(Value::None);
        }
        at = at.saturating_add(1);
    }
    Err(cx.value_error("list.remove(x): x not in list"))
}

fn reverse<'h>(cx: &Context<'h>, list: &'h List<'h>) -> R<'h> {
    let cells = list.cells();
    cx.burn((cells.len() as u64) >> MOVED)?;
    let mut back = cells.iter().rev();
    for front in cells.iter().take(cells.len().wrapping_div(2)) {
        if let Some(back) = back.next() {
            front.swap(back);
        }
    }
    Ok(Value::None)
}

fn sort_method<'h>(
    cx: &Context<'h>,
    list: &'h List<'h>,
    key: Nullable<Value<'h>>,
    reverse: Option<Truth>,
) -> R<'h> {
    sort::sort_list(cx, list, key.0, reverse.is_some_and(|reverse| reverse.0))?;
    Ok(Value::None)
}
