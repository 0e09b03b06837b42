//! Methods of `ChainMap`.

use hognose_eval::class::KEY_ERROR;
use hognose_eval::ops;
use hognose_eval::row::{
    Member, Row, Signature, keywords, optional, p_only, p_only_optional, required, rest,
};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value, function, method};

use super::{add_named, contains, first, in_first, look_up, maps, of, set_item, shallow, views};

pub(super) static ROWS: &[Row] = &[
    method!("clear", Signature::python(&[]), "Remove all entries of the first mapping.", clear, 1)
        .called("ChainMap.clear"),
    method!("copy", Signature::python(&[]), "With a copy of the first mapping.", copied, 1)
        .called("ChainMap.copy"),
    function!(
        "fromkeys",
        Signature::bound(&[p_only("iterable"), p_only_optional("value")]),
        "With a dict of keys of an iterable, all with one value.",
        from_keys,
        2
    )
    .called("ChainMap.fromkeys"),
    method!(
        "get",
        Signature::python(&[required("key"), optional("default")]),
        "The value of a key, or a default.",
        get,
        3
    )
    .called("ChainMap.get"),
    method!("items", Signature::python(&[]), "A view of the pairs of key and value.", items, 1)
        .called("Mapping.items"),
    method!("keys", Signature::python(&[]), "A view of the keys.", keys, 1).called("Mapping.keys"),
    Row::property("maps", "The mappings.", |_, value| {
        Ok(match value {
            Value::Object(this) => this.field(0),
            _ => Value::Unbound,
        })
    }),
    method!(
        "new_child",
        Signature::python(&[optional("m"), keywords("kwargs")]),
        "With one more mapping before the others.",
        new_child,
        3
    )
    .called("ChainMap.new_child"),
    Row::property("parents", "Without the first mapping.", |cx, value| match value {
        Value::Object(this) => of(cx, maps(cx, this)?.to_vec().get(1..).unwrap_or_default()),
        _ => Ok(Value::Unbound),
    }),
    method!(
        "pop",
        Signature::python(&[required("key"), rest("args")]),
        "Remove a key of the first mapping and return its value, or a default.",
        pop,
        3
    )
    .called("ChainMap.pop"),
    method!("popitem", Signature::python(&[]), "Remove and return a pair of the first mapping.", pop_item, 1)
        .called("ChainMap.popitem"),
    method!(
        "setdefault",
        Signature::python(&[required("key"), optional("default")]),
        "The value of a key, which gets a default when it is not there.",
        set_default,
        3
    )
    .called("MutableMapping.setdefault"),
    Row::new(
        "update",
        Signature::python(&[p_only_optional("other"), keywords("kwds")]),
        "Set entries in the first mapping.",
        Member::RawMethod(|cx, _, receiver, args| {
            let Value::Object(this) = receiver else { return Err(cx.internal("update of something else")) };
            if args.positional.len() > 1 {
                let given = args.positional.len().saturating_add(1);
                return Err(cx.type_error(format_args!(
                    "MutableMapping.update() takes from 1 to 2 positional arguments but {given} were given"
                )));
            }
            super::update(cx, this, args)?;
            Ok(Value::None)
        }),
    )
    .called("MutableMapping.update"),
    method!("values", Signature::python(&[]), "A view of the values.", values, 1).called("Mapping.values"),
];

fn clear<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let clear = ops::attribute::get(cx, first(cx, this)?, "clear")?;
    cx.nested(|| cx.call(clear, &[]))?;
    Ok(Value::None)
}

/// A `ChainMap` with a copy of the first mapping.
pub(super) fn copied<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let mut all = maps(cx, this)?.to_vec();
    let copy = shallow(cx, first(cx, this)?)?;
    if let Some(place) = all.first_mut() {
        *place = copy;
    }
    of(cx, &all)
}

fn from_keys<'h>(cx: &Context<'h>, iterable: Value<'h>, value: Option<Value<'h>>) -> R<'h> {
    let dict = Dict::new(cx.heap())?;
    let mut cursor = ops::iterate(cx, iterable)?;
    while let Some(key) = cursor.next(cx)? {
        cx.burn(1)?;
        dict.set(cx, key, value.unwrap_or(Value::None))?;
    }
    of(cx, &[Value::Dict(dict)])
}

fn get<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    if contains(cx, this, key)?
        && let Some(value) = look_up(cx, this, key)?
    {
        return Ok(value);
    }
    Ok(default.unwrap_or(Value::None))
}

fn keys<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    views::view(cx, &super::super::abc::KEYS_VIEW, this)
}

fn values<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    views::view(cx, &super::super::abc::VALUES_VIEW, this)
}

fn items<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    views::view(cx, &super::super::abc::ITEMS_VIEW, this)
}

fn new_child<'h>(
    cx: &Context<'h>,
    this: &'h Object<'h>,
    map: Option<Value<'h>>,
    named: &'h Dict<'h>,
) -> R<'h> {
    let map = match map.filter(|map| !map.is_none()) {
        None => Value::Dict(named),
        Some(map) => {
            if !named.is_empty() {
                add_named(cx, map, named)?;
            }
            map
        }
    };
    let old = maps(cx, this)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(old.len()))?;
    let mut all = vec![map];
    all.extend(old.to_vec());
    of(cx, &all)
}

fn pop<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>, more: &'h Tuple<'h>) -> R<'h> {
    let pop = ops::attribute::get(cx, first(cx, this)?, "pop")?;
    let mut arguments = vec![key];
    arguments.extend_from_slice(more.items());
    in_first(cx, key, cx.nested(|| cx.call(pop, &arguments)))
}

fn pop_item<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let pop = ops::attribute::get(cx, first(cx, this)?, "popitem")?;
    match cx.nested(|| cx.call(pop, &[])) {
        Err(stop) if cx.is_raise_of(stop, &KEY_ERROR) => {
            Err(cx.raise(&KEY_ERROR, "No keys found in the first mapping."))
        }
        result => result,
    }
}

fn set_default<'h>(
    cx: &Context<'h>,
    this: &'h Object<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    if let Some(value) = look_up(cx, this, key)? {
        return Ok(value);
    }
    let value = default.unwrap_or(Value::None);
    set_item(cx, this, key, value)?;
    Ok(value)
}
