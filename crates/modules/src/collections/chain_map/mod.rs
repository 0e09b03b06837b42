//! `ChainMap`: field 0 is the list of mappings.

mod methods;
mod views;

pub(super) use views::{ITEMS_ITERATOR, ITEMS_SLOTS, KEYS_SLOTS, VALUES_SLOTS};

use hognose_eval::class::{Class, KEY_ERROR, Slots};
use hognose_eval::ops::{self, arith, compare, convert, index, iterate};
use hognose_eval::row::{Args, Member, Row, Signature, rest};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::is_mapping;
use crate::glue;

/// `ChainMap`.
pub(super) static CHAIN_MAP: Class = Class {
    name: "ChainMap",
    module: "collections",
    message_name: "ChainMap",
    rows: &[methods::ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        len: Some(|cx, this| Ok(merged(cx, this)?.len())),
        truth: Some(|cx, this| {
            let maps = maps(cx, this)?;
            let mut index = 0;
            while let Some(map) = maps.get(index) {
                if ops::truth(cx, map)? {
                    return Ok(true);
                }
                index = index.saturating_add(1);
            }
            Ok(false)
        }),
        iter: Some(|cx, this| iterate::iterator_value(cx, Value::Dict(merged(cx, this)?))),
        get_item: Some(|cx, this, key| match look_up(cx, this, key)? {
            Some(value) => Ok(value),
            None => Err(cx.key_error(key)),
        }),
        set_item: Some(set_item),
        contains: Some(contains),
        is_mapping: true,
        compare: Some(compare_mappings),
        binary: Some(binary),
        in_place: Some(|cx, op, this, other| match op {
            BinaryOp::BitOr => {
                update_map(cx, first(cx, this)?, other)?;
                Ok(Value::Object(this))
            }
            // CPython takes it for a sequence that cannot be repeated, and does not ask the other one.
            BinaryOp::Mul => Err(cx.type_error(format_args!(
                "unsupported operand type(s) for *=: 'ChainMap' and '{}'",
                ops::own_type_name(other)
            ))),
            _ => Ok(Value::NotImplemented),
        }),
        deep_copy: Some(|cx, this, copy| glue::object_with(cx, &CHAIN_MAP, (), &[copy(cx, this.field(0))?])),
        set_attribute: Some(|_, this, name, value| {
            Ok(name == "maps" && value.is_bound() && this.set_field(0, value))
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NEW: Row = Row::new(
    "ChainMap",
    Signature::python(&[rest("maps")]),
    "Several mappings looked up one after the other.",
    Member::RawFunction(|cx, _, args| {
        if let Some((name, _)) = args.keywords.first() {
            return Err(cx.type_error(format_args!(
                "ChainMap.__init__() got an unexpected keyword argument '{name}'"
            )));
        }
        of(cx, args.positional)
    }),
);

/// A `ChainMap` of these mappings; of an empty dict when there are none.
fn of<'h>(cx: &Context<'h>, maps: &[Value<'h>]) -> R<'h> {
    cx.burn(maps.len() as u64)?;
    let maps = match maps {
        [] => List::from_slice(cx.heap(), &[Value::Dict(Dict::new(cx.heap())?)])?,
        maps => List::from_slice(cx.heap(), maps)?,
    };
    glue::object_with(cx, &CHAIN_MAP, (), &[Value::List(maps)])
}

/// Its mappings.
fn maps<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h, &'h List<'h>> {
    match this.field(0) {
        Value::List(maps) => Ok(maps),
        other => convert::collect(cx, other),
    }
}

/// Its first mapping, which changes go to.
fn first<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    index::get_item(cx, Value::List(maps(cx, this)?), Value::Int(0))
}

/// The value of a key in the first mapping that has it.
fn look_up<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
    let maps = maps(cx, this)?;
    let mut at = 0;
    while let Some(map) = maps.get(at) {
        cx.burn(1)?;
        match cx.nested(|| index::get_item(cx, map, key)) {
            Ok(value) => return Ok(Some(value)),
            Err(stop) if cx.is_raise_of(stop, &KEY_ERROR) => {}
            Err(stop) => return Err(stop),
        }
        at = at.saturating_add(1);
    }
    Ok(None)
}

fn contains<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>) -> R<'h, bool> {
    let maps = maps(cx, this)?;
    let mut at = 0;
    while let Some(map) = maps.get(at) {
        cx.burn(1)?;
        if ops::contains(cx, map, key)? {
            return Ok(true);
        }
        at = at.saturating_add(1);
    }
    Ok(false)
}

/// All keys, in the order of the last mapping first.
fn merged<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    let maps = maps(cx, this)?;
    let keys = Dict::new(cx.heap())?;
    for at in (0..maps.len()).rev() {
        let Some(map) = maps.get(at) else { continue };
        let mut cursor = cx.nested(|| ops::iterate(cx, map))?;
        while let Some(key) = cursor.next(cx)? {
            cx.burn(1)?;
            keys.set(cx, key, Value::None)?;
        }
    }
    Ok(keys)
}

/// `mapping.update(other)`.
fn update_map<'h>(cx: &Context<'h>, map: Value<'h>, other: Value<'h>) -> R<'h, ()> {
    let update = ops::attribute::get(cx, map, "update")?;
    cx.nested(|| cx.call(update, &[other])).map(|_| ())
}

/// `KeyError` of the first mapping in the words of `ChainMap`.
fn in_first<'h>(cx: &Context<'h>, key: Value<'h>, result: R<'h>) -> R<'h> {
    match result {
        Err(stop) if cx.is_raise_of(stop, &KEY_ERROR) => {
            let shown = ops::text::repr_string(cx, key)?;
            Err(cx.raise(&KEY_ERROR, format_args!("Key not found in the first mapping: {shown}")))
        }
        result => result,
    }
}

fn set_item<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
    let map = first(cx, this)?;
    if value.is_bound() {
        return index::set_item(cx, map, key, value);
    }
    in_first(cx, key, index::delete_item(cx, map, key).map(|()| Value::None)).map(|_| ())
}

fn repr<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let maps = maps(cx, this)?;
    out.push("ChainMap(")?;
    ops::text::write_items(cx, (0..maps.len()).filter_map(|at| maps.get(at)), out)?;
    out.push(")")
}

/// The entries of a mapping.
fn as_dict<'h>(cx: &Context<'h>, mapping: Value<'h>) -> R<'h> {
    super::entries(cx, mapping).map(Value::Dict)
}

/// Mappings are equal when their entries are.
fn compare_mappings<'h>(cx: &Context<'h>, op: CompareOp, this: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    if op != CompareOp::Eq || !is_mapping(other) {
        return Ok(Value::NotImplemented);
    }
    let plain = |mapping: Value<'h>| -> R<'h> {
        let dict = Dict::new(cx.heap())?;
        convert::update_dict(cx, dict, mapping)?;
        Ok(Value::Dict(dict))
    };
    compare::equal(cx, plain(Value::Object(this))?, plain(other)?).map(Value::bool)
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    this: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    if op != BinaryOp::BitOr || !is_mapping(other) {
        return Ok(Value::NotImplemented);
    }
    if !reflected {
        let Value::Object(copy) = methods::copied(cx, this)? else {
            return Err(cx.internal("a copy of another kind"));
        };
        update_map(cx, first(cx, copy)?, other)?;
        return Ok(Value::Object(copy));
    }
    let made = Dict::new(cx.heap())?;
    convert::update_dict(cx, made, other)?;
    let maps = maps(cx, this)?;
    for at in (0..maps.len()).rev() {
        if let Some(map) = maps.get(at) {
            convert::update_dict(cx, made, map)?;
        }
    }
    of(cx, &[Value::Dict(made)])
}

/// `update` of mappings that are no dicts.
fn update<'h>(cx: &Context<'h>, this: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h, ()> {
    if let Some(other) = args.positional.first() {
        let entries = if is_mapping(*other) || convert::mapping_keys(cx, *other)?.is_some() {
            let dict = as_dict(cx, *other)?;
            ops::attribute::get(cx, dict, "items").and_then(|items| cx.call(items, &[]))?
        } else {
            *other
        };
        let mut cursor = ops::iterate(cx, entries)?;
        while let Some(entry) = cursor.next(cx)? {
            cx.burn(1)?;
            let (key, value) = unpacked(cx, entry)?;
            set_item(cx, this, key, value)?;
        }
    }
    for (name, value) in args.keywords {
        cx.burn(1)?;
        set_item(cx, this, cx.str(name)?, *value)?;
    }
    Ok(())
}

/// `key, value = pair`.
fn unpacked<'h>(cx: &Context<'h>, pair: Value<'h>) -> R<'h, (Value<'h>, Value<'h>)> {
    if !iterate::is_iterable(pair) {
        return Err(
            cx.type_error(format_args!("cannot unpack non-iterable {} object", ops::own_type_name(pair)))
        );
    }
    let parts = convert::collect(cx, pair)?;
    match (parts.len(), parts.get(0), parts.get(1)) {
        (2, Some(key), Some(value)) => Ok((key, value)),
        (given @ (0 | 1), ..) => {
            Err(cx.value_error(format_args!("not enough values to unpack (expected 2, got {given})")))
        }
        _ => Err(cx.value_error("too many values to unpack (expected 2)")),
    }
}

/// `a | b` of a dict, for rows that copy.
fn shallow<'h>(cx: &Context<'h>, map: Value<'h>) -> R<'h> {
    match map {
        Value::Dict(dict) => dict.copy(cx).map(Value::Dict),
        other => {
            let copy = ops::attribute::get(cx, other, "copy")?;
            cx.nested(|| cx.call(copy, &[]))
        }
    }
}

/// What `merge` does for keyword arguments of `new_child`.
fn add_named<'h>(cx: &Context<'h>, map: Value<'h>, named: &'h Dict<'h>) -> R<'h, ()> {
    match map {
        Value::Dict(dict) => arith::merge(cx, dict, named),
        other => update_map(cx, other, Value::Dict(named)),
    }
}
