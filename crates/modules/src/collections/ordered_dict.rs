//! `OrderedDict`.

use hognose_eval::arg::Truth;
use hognose_eval::class::{Class, DICT, KEY_ERROR, Slots};
use hognose_eval::ops::compare::{equal_entries, same_or_equal};
use hognose_eval::ops::{self, convert};
use hognose_eval::row::{Args, Member, Row, Signature, keywords, optional, p_only_optional, required};
use hognose_eval::value::dict::{Dict, View, ViewKind};
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Stop, Value, function, method};
use hognose_syntax::tree::{BinaryOp, CompareOp};

/// `OrderedDict`.
pub(super) static ORDERED_DICT: Class = Class {
    name: "OrderedDict",
    module: "collections",
    message_name: "collections.OrderedDict",
    base: Some(&DICT),
    rows: &[ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr_dict: Some(repr),
        compare_dict: Some(compare),
        binary_dict: Some(binary),
        in_place_dict: Some(in_place),
        is_ordered_dict: true,
        ..Slots::NONE
    },
};

static NEW: Row = Row::new(
    "OrderedDict",
    Signature::positional(&[p_only_optional("mapping"), keywords("entries")]),
    "A dict of the entries of a mapping or of pairs, and of keyword arguments.",
    Member::RawFunction(|cx, _, args| {
        if args.positional.len() > 1 {
            let given = args.positional.len();
            return Err(cx.type_error(format_args!("expected at most 1 arguments, got {given}")));
        }
        let dict = Dict::of_class(cx.heap(), &ORDERED_DICT)?;
        fill(cx, dict, args)?;
        Ok(Value::Dict(dict))
    }),
);

static ROWS: &[Row] = &[
    method!("clear", Signature::NONE, "Remove all entries.", clear, 1).called("OrderedDict.clear"),
    method!("copy", Signature::NONE, "A new dict of the same entries.", copy, 1).called("OrderedDict.copy"),
    function!(
        "fromkeys",
        Signature::keywords(&[required("iterable"), optional("value")]),
        "A dict with keys of an iterable, all with one value.",
        from_keys,
        2
    )
    .called("OrderedDict.fromkeys"),
    method!("items", Signature::NONE, "A view of the pairs of key and value.", items, 1)
        .called("OrderedDict.items"),
    method!("keys", Signature::NONE, "A view of the keys.", keys, 1).called("OrderedDict.keys"),
    method!(
        "move_to_end",
        Signature::keywords(&[required("key"), optional("last")]),
        "Move a key to the end, or to the beginning.",
        move_to_end,
        3
    )
    .called("OrderedDict.move_to_end"),
    method!(
        "pop",
        Signature::keywords(&[required("key"), optional("default")]),
        "Remove a key and return its value, or a default.",
        pop,
        3
    )
    .called("OrderedDict.pop"),
    method!(
        "popitem",
        Signature::keywords(&[optional("last")]),
        "Remove and return the last pair of key and value, or the first.",
        pop_item,
        2
    )
    .called("OrderedDict.popitem"),
    method!(
        "setdefault",
        Signature::keywords(&[required("key"), optional("default")]),
        "The value of a key, which gets a default when it is not there.",
        set_default,
        3
    )
    .called("OrderedDict.setdefault"),
    Row::new(
        "update",
        Signature::positional(&[p_only_optional("mapping"), keywords("entries")]),
        "Set entries from a mapping or pairs, and from keyword arguments.",
        Member::RawMethod(|cx, _, receiver, args| {
            let Value::Dict(dict) = receiver else { return Err(cx.internal("update of something else")) };
            if args.positional.len() > 1 {
                let given = args.positional.len();
                return Err(cx.type_error(format_args!(
                    "update() takes at most 1 positional argument ({given} given)"
                )));
            }
            fill(cx, dict, args)?;
            Ok(Value::None)
        }),
    )
    .called("OrderedDict.update"),
    method!("values", Signature::NONE, "A view of the values.", values, 1).called("OrderedDict.values"),
];

fn view<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, kind: ViewKind) -> R<'h> {
    Ok(Value::View(cx.heap().alloc(View { dict, kind })?))
}

fn items<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Items)
}

fn keys<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Keys)
}

fn values<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Values)
}

fn fill<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, args: &Args<'_, 'h>) -> R<'h, ()> {
    if let Some(from) = args.positional.first() {
        update(cx, dict, *from)?;
    }
    for (name, value) in args.keywords {
        cx.burn(1)?;
        dict.set_text(cx, name, *value)?;
    }
    Ok(())
}

/// Set entries from a mapping or from pairs, with the complaints of `OrderedDict`.
fn update<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, from: Value<'h>) -> R<'h, ()> {
    if let Value::Dict(_) = from {
        return convert::update_dict(cx, dict, from);
    }
    if let Some(keys) = convert::mapping_keys(cx, from)? {
        let mut cursor = ops::iterate(cx, keys)?;
        while let Some(key) = cursor.next(cx)? {
            cx.burn(1)?;
            dict.set(cx, key, ops::index::get_item(cx, from, key)?)?;
        }
        return Ok(());
    }
    let mut pairs = ops::iterate(cx, from)?;
    while let Some(pair) = pairs.next(cx)? {
        cx.burn(1)?;
        let mut parts = ops::iterate(cx, pair)?;
        let Some(key) = parts.next(cx)? else {
            return Err(cx.value_error("need more than 0 values to unpack"));
        };
        let Some(value) = parts.next(cx)? else {
            return Err(cx.value_error("need more than 1 value to unpack"));
        };
        if parts.next(cx)?.is_some() {
            return Err(cx.value_error("too many values to unpack (expected 2)"));
        }
        dict.set(cx, key, value)?;
    }
    Ok(())
}

fn clear<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    dict.table(cx)?.clear();
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    dict.copy(cx).map(Value::Dict)
}

fn from_keys<'h>(cx: &Context<'h>, iterable: Value<'h>, value: Option<Value<'h>>) -> R<'h> {
    let dict = Dict::of_class(cx.heap(), &ORDERED_DICT)?;
    let mut cursor = ops::iterate(cx, iterable)?;
    while let Some(key) = cursor.next(cx)? {
        cx.burn(1)?;
        dict.set(cx, key, value.unwrap_or(Value::None))?;
    }
    Ok(Value::Dict(dict))
}

fn move_to_end<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, key: Value<'h>, last: Option<Truth>) -> R<'h> {
    if dict.is_empty() {
        return Err(not_there(cx, key));
    }
    let hash = ops::hash(cx, key)?;
    let table = dict.table(cx)?;
    let Some(position) = table.find(cx, hash, key)? else { return Err(not_there(cx, key)) };
    let first = table.next_from(0).map(|(behind, ..)| behind.saturating_sub(1));
    if last.is_none_or(|last| last.0) {
        if table.previous_from(table.positions()).is_none_or(|(at, ..)| at != position) {
            table.move_last(cx.heap(), position)?;
        }
    } else if first != Some(position) {
        // All entries before it move, and are looked up anew.
        cx.burn(table.span())?;
        table.move_first(position);
    }
    Ok(Value::None)
}

fn pop<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, key: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    dict.remove(cx, key)?.or(default).ok_or_else(|| not_there(cx, key))
}

/// `KeyError` made of the key as CPython makes exceptions of values: of none, or of the items of a tuple.
#[cold]
fn not_there<'h>(cx: &Context<'h>, key: Value<'h>) -> Stop<'h> {
    match key {
        Value::None => cx.raise_args(&KEY_ERROR, &[]),
        Value::Tuple(tuple) => cx.raise_args(&KEY_ERROR, tuple.items()),
        key => cx.key_error(key),
    }
}

fn pop_item<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, last: Option<Truth>) -> R<'h> {
    let table = dict.table(cx)?;
    let found = if last.is_none_or(|last| last.0) {
        table.pop()
    } else {
        table.next_from(0).and_then(|(behind, ..)| table.remove_at(behind.saturating_sub(1)))
    };
    match found {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => Err(cx.raise(&KEY_ERROR, "dictionary is empty")),
    }
}

fn set_default<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    if let Some(value) = dict.get(cx, key)? {
        return Ok(value);
    }
    let value = default.unwrap_or(Value::None);
    dict.set(cx, key, value)?;
    Ok(value)
}

fn repr<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    if dict.is_empty() {
        return out.push("OrderedDict()");
    }
    ops::text::guarded(cx, std::ptr::from_ref(dict).cast(), "...", out, |out| {
        out.push("OrderedDict(")?;
        ops::text::write_dict_entries(cx, dict, out)?;
        out.push(")")
    })
}

/// Two of them are equal when their keys are in the same order too.
fn compare<'h>(cx: &Context<'h>, op: CompareOp, a: &'h Dict<'h>, b: &'h Dict<'h>) -> R<'h> {
    if op != CompareOp::Eq || !a.is_ordered() || !b.is_ordered() {
        return Ok(Value::NotImplemented);
    }
    if !equal_entries(cx, a, b)? {
        return Ok(Value::bool(false));
    }
    let (left, right) = (a.table(cx)?, b.table(cx)?);
    cx.burn(left.span().saturating_add(right.span()))?;
    let (mut at, mut other_at) = (0, 0);
    while let (Some((next, key, _)), Some((other_next, other, _))) =
        (left.next_from(at), right.next_from(other_at))
    {
        if !same_or_equal(cx, key, other)? {
            return Ok(Value::bool(false));
        }
        (at, other_at) = (next, other_next);
    }
    Ok(Value::bool(true))
}

fn binary<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let (BinaryOp::BitOr, Value::Dict(left), Value::Dict(right)) = (op, a, b) else {
        return Ok(Value::NotImplemented);
    };
    let made = Dict::of_class(cx.heap(), &ORDERED_DICT)?;
    ops::arith::merge(cx, made, left)?;
    ops::arith::merge(cx, made, right)?;
    Ok(Value::Dict(made))
}

fn in_place<'h>(cx: &Context<'h>, op: BinaryOp, dict: &'h Dict<'h>, other: Value<'h>) -> R<'h> {
    if op != BinaryOp::BitOr {
        return Ok(Value::NotImplemented);
    }
    update(cx, dict, other)?;
    Ok(Value::Dict(dict))
}
