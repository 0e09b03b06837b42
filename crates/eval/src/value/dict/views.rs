//! Methods of dict views, and the read-only mapping behind them.

use super::{View, ViewKind};
use crate::class::{self, Class, Slots};
use crate::context::Context;
use crate::ops::{self, compare, index};
use crate::row::{Member, Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::value::Value;
use crate::value::object::Object;
use crate::value::set::Set;
use hognose_syntax::tree::{BinaryOp, CompareOp};
use std::any::Any;
use std::cell::Cell;

/// Methods of keys.
pub static KEY_ROWS: &[Row] = &[
    MAPPING,
    Row::new(
        "isdisjoint",
        Signature::one(&[p_only("other")]),
        "Whether no key is in another iterable.",
        Member::Method(crate::native!(is_disjoint, 2)),
    )
    .called("dict_keys.isdisjoint"),
];
/// Methods of items.
pub static ITEM_ROWS: &[Row] = &[
    MAPPING,
    Row::new(
        "isdisjoint",
        Signature::one(&[p_only("other")]),
        "Whether no item is in another iterable.",
        Member::Method(crate::native!(is_disjoint, 2)),
    )
    .called("dict_items.isdisjoint"),
];
/// Methods of values.
pub static VALUE_ROWS: &[Row] = &[MAPPING];

const MAPPING: Row = Row::property("mapping", "The dict, to be read only.", |cx, view| match view {
    Value::View(view) => {
        let data: &'static dyn Any = &();
        let fields = cx.heap().cells(1, |_| Value::Dict(view.dict))?;
        Ok(Value::Object(cx.heap().alloc(Object {
            class: &class::MAPPING_PROXY,
            data,
            fields: Cell::new(fields),
        })?))
    }
    _ => Ok(Value::Unbound),
});

fn is_disjoint<'h>(cx: &Context<'h>, view: &'h View<'h>, other: Value<'h>) -> R<'h> {
    let this = Value::View(view);
    let length = match other {
        Value::Set(set) => Some(set.len()),
        Value::View(other) if other.kind != ViewKind::Values => Some(other.dict.len()),
        _ => None,
    };
    let (walked, searched) =
        if length.is_some_and(|length| length > view.dict.len()) { (this, other) } else { (other, this) };
    let mut cursor = ops::iterate(cx, walked)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if ops::contains(cx, searched, item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

/// `view & other`: what an iterable gives is looked up as it comes, and only what is found must be hashable.
///
/// # Errors
/// What iterating and looking up raise; limits.
pub(crate) fn intersection<'h>(cx: &Context<'h>, view: &'h View<'h>, other: Value<'h>) -> R<'h> {
    let this = Value::View(view);
    let length = view.dict.len();
    let (walked, searched) = match other {
        Value::Set(set) if !set.frozen && length <= set.len() => (this, other),
        Value::View(bigger) if bigger.kind != ViewKind::Values && bigger.dict.len() > length => (this, other),
        _ => (other, this),
    };
    let result = Set::new(cx.heap(), false)?;
    let mut cursor = ops::iterate(cx, walked)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if ops::contains(cx, searched, item)? {
            result.add(cx, item)?;
        }
    }
    Ok(Value::Set(result))
}

/// `a.items() ^ b.items()`: entries that both have need not be hashable.
///
/// # Errors
/// `TypeError` when an entry that only one has is not hashable; limits.
pub(crate) fn difference_of_items<'h>(cx: &Context<'h>, a: &'h View<'h>, b: &'h View<'h>) -> R<'h> {
    let result = Set::new(cx.heap(), false)?;
    // As in CPython, that of the larger one first.
    let (a, b) = if a.dict.len() > b.dict.len() { (a, b) } else { (b, a) };
    for (one, other) in [(a, b), (b, a)] {
        let mut cursor = ops::iterate(cx, Value::View(one))?;
        while let Some(item) = cursor.next(cx)? {
            cx.burn(1)?;
            if !ops::contains(cx, Value::View(other), item)? {
                result.add(cx, item)?;
            }
        }
    }
    Ok(Value::Set(result))
}

fn dict_of<'h>(proxy: &'h Object<'h>) -> Value<'h> {
    proxy.field(0)
}

/// `mappingproxy`: passes on to the dict what does not change it.
pub static PROXY: Class = Class {
    slots: Slots {
        repr: Some(|cx, proxy, out| {
            out.push("mappingproxy(")?;
            ops::text::write_repr(cx, dict_of(proxy), out)?;
            out.push(")")
        }),
        len: Some(|cx, proxy| ops::len(cx, dict_of(proxy))),
        iter: Some(|cx, proxy| ops::iterate::iterator_value(cx, dict_of(proxy))),
        get_item: Some(|cx, proxy, key| index::get_item(cx, dict_of(proxy), key)),
        is_mapping: true,
        contains: Some(|cx, proxy, key| ops::contains(cx, dict_of(proxy), key)),
        compare: Some(|cx, op, proxy, other| match op {
            CompareOp::Eq => compare::equal(cx, dict_of(proxy), dict_within(other)).map(Value::bool),
            _ => Ok(Value::NotImplemented),
        }),
        binary: Some(|cx, op, proxy, other, reflected| {
            if op != BinaryOp::BitOr {
                return Ok(Value::NotImplemented);
            }
            let (this, other) = (dict_of(proxy), dict_within(other));
            let (a, b) = if reflected { (other, this) } else { (this, other) };
            ops::arith::binary(cx, op, a, b)
        }),
        ..Slots::NONE
    },
    ..Class::builtin("mappingproxy", &[PROXY_ROWS], None)
};

/// What a proxy stands for; other values stand for themselves.
fn dict_within(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Object(object) if std::ptr::eq(object.class, &PROXY) => dict_of(object),
        other => other,
    }
}

/// A method of `dict` called on the dict behind a proxy.
macro_rules! passed_on {
    ($name:literal, $signature:expr, $doc:literal) => {
        Row::new(
            $name,
            $signature,
            $doc,
            Member::RawMethod(|cx, _, proxy, args| {
                let method = ops::attribute::get(cx, dict_within(proxy), $name)?;
                cx.call_with(method, args)
            }),
        )
        .called(concat!("mappingproxy.", $name))
    };
}

static PROXY_ROWS: &[Row] = &[
    passed_on!("copy", Signature::NONE, "A new dict of the same entries."),
    passed_on!(
        "get",
        Signature::positional(&[p_only("key"), p_only_optional("default")]),
        "The value of a key, or a default."
    ),
    passed_on!("items", Signature::NONE, "A view of the pairs of key and value."),
    passed_on!("keys", Signature::NONE, "A view of the keys."),
    passed_on!("values", Signature::NONE, "A view of the values."),
];
