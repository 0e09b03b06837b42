//! `Counter`.

use hognose_eval::class::{Class, DICT, NOT_IMPLEMENTED_ERROR, Slots, TYPE_ERROR};
use hognose_eval::ops::{self, arith, compare, convert, index};
use hognose_eval::row::{Row, Signature, keywords, optional, p_only, p_only_optional, required};
use hognose_eval::value::dict::{Dict, View, ViewKind};
use hognose_eval::value::list::List;
use hognose_eval::value::list::sort::sort_list;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::CompareOp;

use super::counter_operators::{binary, compare_counters, in_place, unary};
use super::{each_entry, entries, is_mapping};
use crate::itertools;

/// `Counter`.
pub(super) static COUNTER: Class = Class {
    name: "Counter",
    module: "collections",
    message_name: "Counter",
    base: Some(&DICT),
    rows: &[ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr_dict: Some(repr),
        missing: Some(|_, _, _| Ok(Value::Int(0))),
        compare_dict: Some(compare_counters),
        binary_dict: Some(binary),
        in_place_dict: Some(in_place),
        unary_dict: Some(unary),
        forgives_deletion: true,
        ..Slots::NONE
    },
};

static NEW: Row = function!(
    "Counter",
    Signature::python(&[p_only_optional("iterable"), keywords("kwds")]),
    "A dict that counts the items of an iterable.",
    new,
    2
)
.called("Counter.__init__");

static ROWS: &[Row] = &[
    method!("copy", Signature::python(&[]), "A counter of the same counts.", copy, 1).called("Counter.copy"),
    method!("elements", Signature::python(&[]), "Each key as often as it counts.", elements, 1)
        .called("Counter.elements"),
    function!(
        "fromkeys",
        Signature::bound(&[required("iterable"), optional("v")]),
        "There is none for counters.",
        from_keys,
        2
    )
    .called("Counter.fromkeys"),
    method!(
        "most_common",
        Signature::python(&[optional("n")]),
        "Pairs of key and count, the largest counts first.",
        most_common,
        2
    )
    .called("Counter.most_common"),
    method!(
        "subtract",
        Signature::python(&[p_only_optional("iterable"), keywords("kwds")]),
        "Count down.",
        subtract,
        3
    )
    .called("Counter.subtract"),
    method!("total", Signature::python(&[]), "The sum of the counts.", total, 1).called("Counter.total"),
    method!(
        "update",
        Signature::python(&[p_only_optional("iterable"), keywords("kwds")]),
        "Count on.",
        update,
        3
    )
    .called("Counter.update"),
];

/// An empty counter.
pub(super) fn empty<'h>(cx: &Context<'h>) -> R<'h, &'h Dict<'h>> {
    Dict::of_class(cx.heap(), &COUNTER)
}

/// The count of a key.
pub(super) fn count_of<'h>(cx: &Context<'h>, counter: &'h Dict<'h>, key: Value<'h>) -> R<'h> {
    Ok(counter.get(cx, key)?.unwrap_or(Value::Int(0)))
}

fn new<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>, named: &'h Dict<'h>) -> R<'h> {
    let counter = empty(cx)?;
    update(cx, counter, iterable, named)?;
    Ok(Value::Dict(counter))
}

fn update<'h>(
    cx: &Context<'h>,
    counter: &'h Dict<'h>,
    iterable: Option<Value<'h>>,
    named: &'h Dict<'h>,
) -> R<'h> {
    match iterable {
        None | Some(Value::None) => {}
        Some(mapping) if is_mapping(mapping) => count_entries(cx, counter, entries(cx, mapping)?)?,
        Some(iterable) => {
            let mut cursor = ops::iterate(cx, iterable)?;
            while let Some(key) = cursor.next(cx)? {
                cx.burn(1)?;
                let count = count_of(cx, counter, key)?;
                counter.set(cx, key, arith::add(cx, count, Value::Int(1))?)?;
            }
        }
    }
    count_entries(cx, counter, named)?;
    Ok(Value::None)
}

/// Add the counts of a dict; an empty counter takes them as they are.
fn count_entries<'h>(cx: &Context<'h>, counter: &'h Dict<'h>, from: &'h Dict<'h>) -> R<'h, ()> {
    if counter.is_empty() {
        return arith::merge(cx, counter, from);
    }
    each_entry(cx, from, |key, count| {
        let known = count_of(cx, counter, key)?;
        counter.set(cx, key, arith::add(cx, count, known)?)
    })
}

fn subtract<'h>(
    cx: &Context<'h>,
    counter: &'h Dict<'h>,
    iterable: Option<Value<'h>>,
    named: &'h Dict<'h>,
) -> R<'h> {
    let take = |key: Value<'h>, count: Value<'h>| {
        let known = count_of(cx, counter, key)?;
        counter.set(cx, key, arith::subtract(cx, known, count)?)
    };
    match iterable {
        None | Some(Value::None) => {}
        Some(mapping) if is_mapping(mapping) => each_entry(cx, entries(cx, mapping)?, take)?,
        Some(iterable) => {
            let mut cursor = ops::iterate(cx, iterable)?;
            while let Some(key) = cursor.next(cx)? {
                cx.burn(1)?;
                take(key, Value::Int(1))?;
            }
        }
    }
    each_entry(cx, named, take)?;
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h> {
    counter.copy(cx).map(Value::Dict)
}

fn items<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h> {
    Ok(Value::View(cx.heap().alloc(View { dict: counter, kind: ViewKind::Items })?))
}

fn elements<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h> {
    itertools::chain_of(cx, itertools::repeats(cx, items(cx, counter)?)?)
}

fn total<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h> {
    let mut sum = Value::Int(0);
    each_entry(cx, counter, |_, count| {
        sum = arith::add(cx, sum, count)?;
        Ok(())
    })?;
    Ok(sum)
}

fn from_keys<'h>(cx: &Context<'h>, _: Value<'h>, _: Option<Value<'h>>) -> R<'h> {
    Err(cx.raise(&NOT_IMPLEMENTED_ERROR, "Counter.fromkeys() is undefined.  Use Counter(iterable) instead."))
}

/// The count in a pair, as a key function.
static COUNT_OF_PAIR: Row =
    function!("itemgetter", Signature::one(&[p_only("pair")]), "The count in a pair.", second, 1);

fn second<'h>(_: &Context<'h>, pair: Value<'h>) -> R<'h> {
    Ok(match pair {
        Value::Tuple(pair) => pair.items().get(1).copied().unwrap_or(Value::None),
        _ => Value::None,
    })
}

/// All pairs, the largest counts first.
fn ranked<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h, &'h List<'h>> {
    let pairs = convert::collect(cx, items(cx, counter)?)?;
    sort_list(cx, pairs, Some(Value::Native(&COUNT_OF_PAIR)), true)?;
    Ok(pairs)
}

fn most_common<'h>(cx: &Context<'h>, counter: &'h Dict<'h>, n: Option<Value<'h>>) -> R<'h> {
    let Some(n) = n.filter(|n| !n.is_none()) else {
        return ranked(cx, counter).map(Value::List);
    };
    if ops::equal(cx, n, Value::Int(1))? {
        return most_common_one(cx, counter);
    }
    let size = Value::Int(i64::try_from(counter.len()).unwrap_or(i64::MAX));
    let all = compare::order(cx, CompareOp::Ge, n, size)?;
    let wanted = if all { n } else { Value::Int(convert::index_i64(cx, n)?) };
    if matches!(wanted, Value::Int(wanted) if wanted <= 0) {
        return cx.list(&[]);
    }
    let slice =
        hognose_eval::value::range::SliceObject { start: Value::None, stop: wanted, step: Value::None };
    let pairs = Value::List(ranked(cx, counter)?);
    index::get_item(cx, pairs, Value::Slice(cx.heap().alloc(slice)?))
}

/// The first pair with the largest count.
fn most_common_one<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h> {
    let mut best: Option<(Value<'h>, Value<'h>)> = None;
    each_entry(cx, counter, |key, count| {
        let better = match best {
            Some((_, most)) => compare::order(cx, CompareOp::Gt, count, most)?,
            None => true,
        };
        if better {
            best = Some((key, count));
        }
        Ok(())
    })?;
    match best {
        Some((key, count)) => cx.list(&[cx.tuple(&[key, count])?]),
        None => cx.list(&[]),
    }
}

fn repr<'h>(cx: &Context<'h>, counter: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    if counter.is_empty() {
        return out.push("Counter()");
    }
    ops::text::guarded(cx, std::ptr::from_ref(counter).cast(), "...", out, |out| {
        let shown = match ranked(cx, counter) {
            Ok(pairs) => {
                let dict = Dict::new(cx.heap())?;
                convert::update_dict(cx, dict, Value::List(pairs))?;
                dict
            }
            // Counts that cannot be ordered stay in the order they have.
            Err(stop) if cx.is_raise_of(stop, &TYPE_ERROR) => counter,
            Err(stop) => return Err(stop),
        };
        out.push("Counter(")?;
        ops::text::write_dict_entries(cx, shown, out)?;
        out.push(")")
    })
}
