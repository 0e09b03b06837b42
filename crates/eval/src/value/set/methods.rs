//! Methods of `set` and `frozenset`.

use super::Set;
use crate::context::Context;
use crate::ops::arith::{collect_set, set_operator};
use crate::ops::compare::subset;
use crate::ops::{self, iterate};
use crate::row::{Row, Signature, p_only, p_only_optional, rest};
use crate::stop::R;
use crate::value::Value;
use crate::value::tuple::Tuple;
use crate::{class, function, method};
use hognose_syntax::tree::BinaryOp;

/// The methods both types have; the name of the type stands in complaints.
macro_rules! shared_rows {
    ($type:literal) => {
        &[
            method!("copy", Signature::NONE, "A new set of the same elements.", copy, 1)
                .called(concat!($type, ".copy")),
            method!(
                "difference",
                Signature::positional(&[rest("others")]),
                "The elements that are in no other iterable.",
                difference,
                2
            )
            .called(concat!($type, ".difference")),
            method!(
                "intersection",
                Signature::positional(&[rest("others")]),
                "The elements that are in all other iterables.",
                intersection,
                2
            )
            .called(concat!($type, ".intersection")),
            method!(
                "isdisjoint",
                Signature::one(&[p_only("other")]),
                "Whether no element is in another iterable.",
                is_disjoint,
                2
            )
            .called(concat!($type, ".isdisjoint")),
            method!(
                "issubset",
                Signature::one(&[p_only("other")]),
                "Whether all elements are in another iterable.",
                is_subset,
                2
            )
            .called(concat!($type, ".issubset")),
            method!(
                "issuperset",
                Signature::one(&[p_only("other")]),
                "Whether all items of another iterable are elements.",
                is_superset,
                2
            )
            .called(concat!($type, ".issuperset")),
            method!(
                "symmetric_difference",
                Signature::one(&[p_only("other")]),
                "The elements that are either here or in another iterable.",
                symmetric_difference,
                2
            )
            .called(concat!($type, ".symmetric_difference")),
            method!(
                "union",
                Signature::positional(&[rest("others")]),
                "The elements of this and all other iterables.",
                union,
                2
            )
            .called(concat!($type, ".union")),
        ]
    };
}

/// Methods of `set`, by file.
pub static SET_ROWS: &[&[Row]] = &[shared_rows!("set"), CHANGES];
/// Methods of `frozenset`, by file.
pub static FROZENSET_ROWS: &[&[Row]] = &[shared_rows!("frozenset")];

static CHANGES: &[Row] = &[
    method!("add", Signature::one(&[p_only("object")]), "Add an element.", add, 2).called("set.add"),
    method!("clear", Signature::NONE, "Remove all elements.", clear, 1).called("set.clear"),
    method!(
        "difference_update",
        Signature::positional(&[rest("others")]),
        "Remove the elements that are in another iterable.",
        difference_update,
        2
    )
    .called("set.difference_update"),
    method!("discard", Signature::one(&[p_only("object")]), "Remove an element if it is there.", discard, 2)
        .called("set.discard"),
    method!(
        "intersection_update",
        Signature::positional(&[rest("others")]),
        "Keep only the elements that are in all other iterables.",
        intersection_update,
        2
    )
    .called("set.intersection_update"),
    method!("pop", Signature::NONE, "Remove and return the first element.", pop, 1).called("set.pop"),
    method!("remove", Signature::one(&[p_only("object")]), "Remove an element.", remove, 2)
        .called("set.remove"),
    method!(
        "symmetric_difference_update",
        Signature::one(&[p_only("other")]),
        "Keep the elements that are either here or in another iterable.",
        symmetric_difference_update,
        2
    )
    .called("set.symmetric_difference_update"),
    method!(
        "update",
        Signature::positional(&[rest("others")]),
        "Add the items of other iterables.",
        update,
        2
    )
    .called("set.update"),
];

/// Constructor.
pub static SET_NEW: Row = function!(
    "set",
    Signature::positional(&[p_only_optional("iterable")]),
    "A set of the items of an iterable.",
    new_set,
    1
);
/// Constructor.
pub static FROZENSET_NEW: Row = function!(
    "frozenset",
    Signature::positional(&[p_only_optional("iterable")]),
    "A frozenset of the items of an iterable.",
    new_frozenset,
    1
);

fn new_set<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>) -> R<'h> {
    let set = Set::new(cx.heap(), false)?;
    if let Some(iterable) = iterable {
        add_all(cx, set, iterable)?;
    }
    Ok(Value::Set(set))
}

fn new_frozenset<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>) -> R<'h> {
    if let Some(Value::Set(set)) = iterable
        && set.frozen
    {
        return Ok(Value::Set(set));
    }
    let set = Set::new(cx.heap(), true)?;
    if let Some(iterable) = iterable {
        add_all(cx, set, iterable)?;
    }
    Ok(Value::Set(set))
}

/// Add the items of an iterable.
fn add_all<'h>(cx: &Context<'h>, set: &'h Set<'h>, iterable: Value<'h>) -> R<'h, ()> {
    if let Value::Set(other) = iterable {
        cx.burn(other.table.span())?;
        if set.is_empty() {
            return set.table.copy_from(cx.heap(), &other.table);
        }
        let mut position = 0;
        while let Some((next, element, _)) = other.table.next_from(position) {
            let hash = other.table.hash_at(next.saturating_sub(1));
            position = next;
            if set.table.find(cx, hash, element)?.is_none() {
                set.table.push_new(cx.heap(), hash, element, Value::None)?;
            }
        }
        return Ok(());
    }
    let mut cursor = ops::iterate(cx, iterable)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        set.add(cx, item)?;
    }
    Ok(())
}

/// Another iterable as a set.
fn to_set<'h>(cx: &Context<'h>, other: Value<'h>) -> R<'h, &'h Set<'h>> {
    match other {
        Value::Set(set) => Ok(set),
        _ => collect_set(cx, other),
    }
}

fn copied<'h>(cx: &Context<'h>, set: &'h Set<'h>) -> R<'h, &'h Set<'h>> {
    let made = Set::new(cx.heap(), set.frozen)?;
    cx.burn(set.table.span())?;
    made.table.copy_from(cx.heap(), &set.table)?;
    Ok(made)
}

/// Remove an element; whether it was there. A set is looked up as the frozenset of its elements.
fn take<'h>(cx: &Context<'h>, set: &'h Set<'h>, element: Value<'h>) -> R<'h, bool> {
    let element = iterate::frozen(cx, element)?;
    let hash = ops::hash(cx, element)?;
    let found = set.table.find(cx, hash, element)?;
    Ok(found.and_then(|position| set.table.remove_at(position)).is_some())
}

fn copy<'h>(cx: &Context<'h>, set: &'h Set<'h>) -> R<'h> {
    if set.frozen { Ok(Value::Set(set)) } else { copied(cx, set).map(Value::Set) }
}

fn add<'h>(cx: &Context<'h>, set: &'h Set<'h>, element: Value<'h>) -> R<'h> {
    set.add(cx, element)?;
    Ok(Value::None)
}

fn clear<'h>(_: &Context<'h>, set: &'h Set<'h>) -> R<'h> {
    set.table.clear();
    Ok(Value::None)
}

fn discard<'h>(cx: &Context<'h>, set: &'h Set<'h>, element: Value<'h>) -> R<'h> {
    take(cx, set, element)?;
    Ok(Value::None)
}

fn remove<'h>(cx: &Context<'h>, set: &'h Set<'h>, element: Value<'h>) -> R<'h> {
    if take(cx, set, element)? { Ok(Value::None) } else { Err(cx.key_error(element)) }
}

fn pop<'h>(cx: &Context<'h>, set: &'h Set<'h>) -> R<'h> {
    let first = set.table.next_from(0).and_then(|(next, ..)| set.table.remove_at(next.saturating_sub(1)));
    match first {
        Some((element, _)) => Ok(element),
        None => Err(cx.raise(&class::KEY_ERROR, "pop from an empty set")),
    }
}

fn union<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    let made = copied(cx, set)?;
    for other in others.items() {
        add_all(cx, made, *other)?;
    }
    Ok(Value::Set(made))
}

fn update<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    for other in others.items() {
        add_all(cx, set, *other)?;
    }
    Ok(Value::None)
}

fn intersect<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h, &'h Set<'h>> {
    let mut result = set;
    for other in others.items() {
        result = match other {
            Value::Set(other) => set_operator(cx, BinaryOp::BitAnd, result, other, set.frozen)?,
            other => {
                let made = Set::new(cx.heap(), set.frozen)?;
                let mut cursor = ops::iterate(cx, *other)?;
                while let Some(item) = cursor.next(cx)? {
                    cx.burn(1)?;
                    if result.contains(cx, item)? {
                        made.add(cx, item)?;
                        // All is found: the rest is not asked for.
                        if made.len() >= result.len() {
                            break;
                        }
                    }
                }
                made
            }
        };
    }
    if others.is_empty() { copied(cx, set) } else { Ok(result) }
}

fn intersection<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    intersect(cx, set, others).map(Value::Set)
}

fn intersection_update<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    let result = intersect(cx, set, others)?;
    set.table.copy_from(cx.heap(), &result.table)?;
    Ok(Value::None)
}

/// Remove the items of an iterable.
fn subtract<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h, ()> {
    if matches!(other, Value::Set(other) if std::ptr::eq(other, set)) {
        set.table.clear();
        return Ok(());
    }
    let mut cursor = ops::iterate(cx, other)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        let hash = ops::hash(cx, item)?;
        if let Some(position) = set.table.find(cx, hash, item)? {
            set.table.remove_at(position);
        }
    }
    Ok(())
}

fn difference<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    let made = copied(cx, set)?;
    for other in others.items() {
        subtract(cx, made, *other)?;
    }
    Ok(Value::Set(made))
}

fn difference_update<'h>(cx: &Context<'h>, set: &'h Set<'h>, others: &'h Tuple<'h>) -> R<'h> {
    for other in others.items() {
        subtract(cx, set, *other)?;
    }
    Ok(Value::None)
}

fn symmetric_difference<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h> {
    let other = to_set(cx, other)?;
    set_operator(cx, BinaryOp::BitXor, set, other, set.frozen).map(Value::Set)
}

fn symmetric_difference_update<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h> {
    let other = to_set(cx, other)?;
    let result = set_operator(cx, BinaryOp::BitXor, set, other, false)?;
    set.table.copy_from(cx.heap(), &result.table)?;
    Ok(Value::None)
}

fn is_subset<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h> {
    let Value::Set(other) = other else {
        let others = Tuple::from_slice(cx.heap(), &[other])?;
        return Ok(Value::bool(intersect(cx, set, others)?.len() == set.len()));
    };
    Ok(Value::bool(set.len() <= other.len() && subset(cx, set, other)?))
}

fn is_superset<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h> {
    if let Value::Set(other) = other {
        return Ok(Value::bool(other.len() <= set.len() && subset(cx, other, set)?));
    }
    let mut cursor = ops::iterate(cx, other)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if !set.contains(cx, item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn is_disjoint<'h>(cx: &Context<'h>, set: &'h Set<'h>, other: Value<'h>) -> R<'h> {
    let (set, other) = match other {
        Value::Set(larger) if larger.len() > set.len() => (larger, Value::Set(set)),
        other => (set, other),
    };
    let mut cursor = ops::iterate(cx, other)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if set.contains(cx, item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}
