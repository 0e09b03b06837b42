//! Methods of `deque`.

use hognose_eval::arg::SliceIndex;
use hognose_eval::class::{INDEX_ERROR, RUNTIME_ERROR};
use hognose_eval::ops::compare::same_or_equal;
use hognose_eval::ops::text;
use hognose_eval::row::{Row, Signature, p_only, p_only_optional};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value, method};

use super::Deque;

pub(super) static ROWS: &[Row] = &[
    method!("append", Signature::one(&[p_only("item")]), "Add at the end.", append, 2).called("deque.append"),
    method!("appendleft", Signature::one(&[p_only("item")]), "Add at the beginning.", append_left, 2)
        .called("deque.appendleft"),
    method!("clear", Signature::NONE, "Remove all items.", clear, 1).called("deque.clear"),
    method!("copy", Signature::NONE, "A deque of the same items.", copy, 1).called("deque.copy"),
    method!("count", Signature::one(&[p_only("value")]), "How many items equal a value.", count, 2)
        .called("deque.count"),
    method!(
        "extend",
        Signature::one(&[p_only("iterable")]),
        "Add the items of an iterable at the end.",
        extend,
        2
    )
    .called("deque.extend"),
    method!(
        "extendleft",
        Signature::one(&[p_only("iterable")]),
        "Add the items of an iterable at the beginning, one before the other.",
        extend_left,
        2
    )
    .called("deque.extendleft"),
    method!(
        "index",
        Signature::positional(&[p_only("value"), p_only_optional("start"), p_only_optional("stop")]),
        "The first position of a value.",
        index,
        4
    )
    .called("deque.index"),
    method!(
        "insert",
        Signature::positional(&[p_only("index"), p_only("value")]),
        "Put an item before a position.",
        insert,
        3
    )
    .called("deque.insert"),
    Row::property("maxlen", "The most items it holds, or None.", |_, value| {
        let most = Deque::within(value).and_then(|deque| deque.ring.most);
        Ok(most.map_or(Value::None, |most| Value::Int(i64::try_from(most).unwrap_or(i64::MAX))))
    }),
    method!("pop", Signature::NONE, "Remove and return the last item.", pop, 1).called("deque.pop"),
    method!("popleft", Signature::NONE, "Remove and return the first item.", pop_left, 1)
        .called("deque.popleft"),
    method!("remove", Signature::one(&[p_only("value")]), "Remove the first item of a value.", remove, 2)
        .called("deque.remove"),
    method!("reverse", Signature::NONE, "Turn the order round.", reverse, 1).called("deque.reverse"),
    method!(
        "rotate",
        Signature::positional(&[p_only_optional("n")]),
        "Move the items so many places, round the end.",
        rotate,
        2
    )
    .called("deque.rotate"),
];

fn append<'h>(cx: &Context<'h>, this: &'h Object<'h>, item: Value<'h>) -> R<'h> {
    Deque::of(cx, this)?.push_back(cx, item)?;
    Ok(Value::None)
}

fn append_left<'h>(cx: &Context<'h>, this: &'h Object<'h>, item: Value<'h>) -> R<'h> {
    Deque::of(cx, this)?.push_front(cx, item)?;
    Ok(Value::None)
}

fn clear<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    Deque::of(cx, this)?.clear();
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    Ok(Deque::of(cx, this)?.copy(cx)?.value())
}

fn extend<'h>(cx: &Context<'h>, this: &'h Object<'h>, iterable: Value<'h>) -> R<'h> {
    Deque::of(cx, this)?.extend(cx, iterable)?;
    Ok(Value::None)
}

fn extend_left<'h>(cx: &Context<'h>, this: &'h Object<'h>, iterable: Value<'h>) -> R<'h> {
    Deque::of(cx, this)?.extend_front(cx, iterable)?;
    Ok(Value::None)
}

#[cold]
fn mutated<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.raise(&RUNTIME_ERROR, "deque mutated during iteration")
}

fn count<'h>(cx: &Context<'h>, this: &'h Object<'h>, value: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let stamp = deque.stamp();
    let mut found = 0_i64;
    for index in 0..deque.len() {
        let Some(item) = deque.get(index) else { break };
        if same_or_equal(cx, item, value)? {
            found = found.saturating_add(1);
        }
        if deque.stamp() != stamp {
            return Err(mutated(cx));
        }
    }
    Ok(Value::Int(found))
}

/// The first position of a value between two; comparing may change the deque, which ends the search.
fn find<'h>(
    cx: &Context<'h>,
    deque: Deque<'h>,
    value: Value<'h>,
    (start, stop): (usize, usize),
) -> R<'h, Option<usize>> {
    let stamp = deque.stamp();
    for index in start..stop {
        let Some(item) = deque.get(index) else { break };
        let same = same_or_equal(cx, item, value)?;
        if deque.stamp() != stamp {
            return Err(mutated(cx));
        }
        if same {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

pub(super) fn contains<'h>(cx: &Context<'h>, this: &'h Object<'h>, value: Value<'h>) -> R<'h, bool> {
    let deque = Deque::of(cx, this)?;
    Ok(find(cx, deque, value, (0, deque.len()))?.is_some())
}

#[cold]
fn not_there<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    match text::repr_string(cx, value) {
        Ok(shown) => cx.value_error(format_args!("{shown} is not in deque")),
        Err(stop) => stop,
    }
}

fn index<'h>(
    cx: &Context<'h>,
    this: &'h Object<'h>,
    value: Value<'h>,
    start: Option<SliceIndex>,
    stop: Option<SliceIndex>,
) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len();
    let start = start.map_or(0, |start| start.within(length));
    let stop = stop.map_or(length, |stop| stop.within(length).min(length));
    match find(cx, deque, value, (start, stop))? {
        Some(index) => Ok(Value::Int(i64::try_from(index).unwrap_or(i64::MAX))),
        None => Err(not_there(cx, value)),
    }
}

fn remove<'h>(cx: &Context<'h>, this: &'h Object<'h>, value: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    match find(cx, deque, value, (0, deque.len()))? {
        Some(index) => deque.remove(cx, index)?,
        None => return Err(not_there(cx, value)),
    }
    Ok(Value::None)
}

fn insert<'h>(cx: &Context<'h>, this: &'h Object<'h>, index: i64, value: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len();
    if Some(length) == deque.ring.most {
        return Err(cx.raise(&INDEX_ERROR, "deque already at its maximum size"));
    }
    let place = SliceIndex(index).within(length).min(length);
    cx.burn(length.saturating_sub(place) as u64)?;
    deque.push_back(cx, value)?;
    for at in (place..length).rev() {
        if let Some(item) = deque.get(at) {
            deque.set(at.saturating_add(1), item);
        }
    }
    deque.set(place, value);
    Ok(Value::None)
}

fn pop<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    Deque::of(cx, this)?.pop_back().ok_or_else(|| cx.raise(&INDEX_ERROR, "pop from an empty deque"))
}

fn pop_left<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    Deque::of(cx, this)?.pop_front().ok_or_else(|| cx.raise(&INDEX_ERROR, "pop from an empty deque"))
}

fn reverse<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len();
    cx.burn(length as u64)?;
    for (front, back) in (0..length >> 1).zip((0..length).rev()) {
        if let (Some(a), Some(b)) = (deque.get(front), deque.get(back)) {
            deque.set(front, b);
            deque.set(back, a);
        }
    }
    Ok(Value::None)
}

fn rotate<'h>(cx: &Context<'h>, this: &'h Object<'h>, places: Option<i64>) -> R<'h> {
    Deque::of(cx, this)?.rotate(cx, places.unwrap_or(1))?;
    Ok(Value::None)
}
