//! Views of mappings that are no dicts: field 0 is the mapping. Their types are those of `collections.abc`.

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::compare::{self, same_or_equal};
use hognose_eval::ops::{self, arith, index, iterate};
use hognose_eval::value::object::Object;
use hognose_eval::value::set::Set;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::super::abc::{ITEMS_VIEW, KEYS_VIEW, VALUES_VIEW};
use crate::glue;

/// What all of them do.
const COMMON: Slots =
    Slots { repr: Some(repr), len: Some(|cx, this| ops::len(cx, this.field(0))), ..Slots::NONE };

/// What views of keys do.
pub(in super::super) const KEYS_SLOTS: Slots = Slots {
    iter: Some(|cx, this| iterate::iterator_value(cx, this.field(0))),
    contains: Some(|cx, this, key| ops::contains(cx, this.field(0), key)),
    binary: Some(binary),
    compare: Some(compare_sets),
    ..COMMON
};

/// What views of items do.
pub(in super::super) const ITEMS_SLOTS: Slots = Slots {
    iter: Some(walk),
    contains: Some(contains_item),
    binary: Some(binary),
    compare: Some(compare_sets),
    ..COMMON
};

/// What views of values do.
pub(in super::super) const VALUES_SLOTS: Slots = Slots { iter: Some(walk), ..COMMON };

/// The items or values one after the other: field 0 the keys, field 1 the mapping, field 2 whether with keys.
pub(in super::super) static ITEMS_ITERATOR: Class = Class {
    name: "generator",
    message_name: "generator",
    slots: Slots {
        next: Some(|cx, this| {
            let Some(key) = cx.nested(|| iterate::next(cx, this.field(0)))? else { return Ok(None) };
            let value = index::get_item(cx, this.field(1), key)?;
            if matches!(this.field(2), Value::Bool(with_keys) if with_keys.get()) {
                return cx.tuple(&[key, value]).map(Some);
            }
            Ok(Some(value))
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// A view of a mapping.
pub(super) fn view<'h>(cx: &Context<'h>, class: &'static Class, mapping: &'h Object<'h>) -> R<'h> {
    glue::object_with(cx, class, (), &[Value::Object(mapping)])
}

fn repr<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push(this.class.name)?;
    out.push("(")?;
    ops::text::write_repr(cx, this.field(0), out)?;
    out.push(")")
}

fn walk<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let mapping = this.field(0);
    let with_keys = Value::bool(!std::ptr::eq(this.class, &VALUES_VIEW));
    glue::object_with(cx, &ITEMS_ITERATOR, (), &[iterate::iterator_value(cx, mapping)?, mapping, with_keys])
}

fn contains_item<'h>(cx: &Context<'h>, this: &'h Object<'h>, item: Value<'h>) -> R<'h, bool> {
    let (key, value) = super::unpacked(cx, item)?;
    let mapping = this.field(0);
    if !ops::contains(cx, mapping, key)? {
        return Ok(false);
    }
    same_or_equal(cx, index::get_item(cx, mapping, key)?, value)
}

/// The elements of a view, set or, when asked, of any iterable.
fn elements<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<&'h Set<'h>>> {
    match value {
        Value::Object(object)
            if std::ptr::eq(object.class, &KEYS_VIEW) || std::ptr::eq(object.class, &ITEMS_VIEW) =>
        {
            arith::collect_set(cx, value).map(Some)
        }
        other => compare::as_set(cx, other),
    }
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    this: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let known = matches!(op, BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor | BinaryOp::Sub);
    if !known || !iterate::is_iterable(other) {
        return Ok(Value::NotImplemented);
    }
    let own = arith::collect_set(cx, Value::Object(this))?;
    let other = match elements(cx, other)? {
        Some(set) => set,
        None => arith::collect_set(cx, other)?,
    };
    let (left, right) = if reflected { (other, own) } else { (own, other) };
    arith::set_operator(cx, op, left, right, false).map(Value::Set)
}

fn compare_sets<'h>(cx: &Context<'h>, op: CompareOp, this: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(other) = elements(cx, other)? else { return Ok(Value::NotImplemented) };
    let own = Value::Object(this);
    let length = ops::len(cx, own)?;
    // What is searched in a view must look like what is in it.
    let includes = |outer: Value<'h>, inner: Value<'h>| -> R<'h, bool> {
        let mut cursor = ops::iterate(cx, inner)?;
        while let Some(element) = cursor.next(cx)? {
            cx.burn(1)?;
            if !ops::contains(cx, outer, element)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let set = Value::Set(other);
    Ok(Value::bool(match op {
        CompareOp::Eq => length == other.len() && includes(set, own)?,
        CompareOp::Lt => length < other.len() && includes(set, own)?,
        CompareOp::Le => length <= other.len() && includes(set, own)?,
        CompareOp::Gt => length > other.len() && includes(own, set)?,
        CompareOp::Ge => length >= other.len() && includes(own, set)?,
        _ => return Ok(Value::NotImplemented),
    }))
}
