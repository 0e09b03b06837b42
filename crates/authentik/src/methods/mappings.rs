//! Objects that are read like dicts: parameters, headers, the session.

use super::written::{copy, kept, pop, setdefault, update, urlencode};
use crate::bindings::tables::field;
use hognose_eval::class::{Class, KEY_ERROR, Slots};
use hognose_eval::ops;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, input, method};

/// `MultiValueDictKeyError`.
pub(crate) static MULTI_VALUE_DICT_KEY_ERROR: Class = Class {
    name: "MultiValueDictKeyError",
    module: "django.utils.datastructures",
    message_name: "MultiValueDictKeyError",
    base: Some(&KEY_ERROR),
    ..Class::EMPTY
};

/// What operators do with a `QueryDict`.
pub(super) const fn query_dict(base: Slots) -> Slots {
    Slots {
        contains: Some(|cx, object, key| parameters(cx, object)?.contains(cx, key)),
        len: Some(|cx, object| Ok(parameters(cx, object)?.len())),
        iter: Some(|cx, object| keys(cx, parameters(cx, object)?)),
        get_item: Some(|cx, object, key| match parameters(cx, object)?.get(cx, key)? {
            Some(values) => last(cx, values),
            None => Err(cx.raise_args(&MULTI_VALUE_DICT_KEY_ERROR, &[key])),
        }),
        ..base
    }
}

/// What operators do with a `Session`.
pub(super) const fn session(base: Slots) -> Slots {
    Slots {
        contains: Some(|cx, object, key| stored(cx, object)?.contains(cx, key)),
        get_item: Some(|cx, object, key| match stored(cx, object)?.get(cx, key)? {
            Some(value) => Ok(value),
            None => Err(cx.key_error(key)),
        }),
        ..base
    }
}

/// What operators do with `Headers`.
pub(super) const fn headers(base: Slots) -> Slots {
    Slots {
        contains: Some(|cx, object, key| Ok(header(cx, object, key)?.is_some())),
        len: Some(|cx, object| Ok(named(cx, object)?.len())),
        iter: Some(|cx, object| keys(cx, named(cx, object)?)),
        get_item: Some(|cx, object, key| match header(cx, object, key)? {
            Some(value) => Ok(value),
            None => {
                let lower = ops::text::str_string(cx, key)?.to_lowercase().replace('_', "-");
                cx.charge(lower.len())?;
                Err(cx.key_error(cx.str(&lower)?))
            }
        }),
        ..base
    }
}

/// Methods of `QueryDict`.
pub(super) static QUERY_DICT: &[Row] = &[
    method!(
        "get",
        Signature::python(&[required("key"), optional("default")]),
        "Last value, or the default.",
        last_or,
        3
    )
    .called("MultiValueDict.get"),
    method!("getlist", Signature::python(&[required("key"), optional("default")]), "All values.", all_or, 3)
        .called("MultiValueDict.getlist"),
    method!("keys", Signature::NONE, "Names.", names, 1).called("dict.keys"),
    method!("values", Signature::python(&[]), "Last value of each name.", last_values, 1)
        .called("MultiValueDict.values"),
    method!("items", Signature::python(&[]), "Names with their last values.", items, 1)
        .called("MultiValueDict.items"),
    method!("lists", Signature::python(&[]), "Names with all their values.", lists, 1)
        .called("MultiValueDict.lists"),
    method!("dict", Signature::python(&[]), "A dict of names and last values.", as_dict, 1)
        .called("MultiValueDict.dict"),
    method!("copy", Signature::python(&[]), "A copy.", copy, 1).called("QueryDict.copy"),
    method!("urlencode", Signature::python(&[optional("safe")]), "The query string.", urlencode, 2)
        .called("QueryDict.urlencode"),
];

/// Methods of `Session`.
pub(super) static SESSION: &[Row] = &[
    method!(
        "get",
        Signature::python(&[required("key"), optional("default")]),
        "Value of a key, or the default.",
        session_get,
        3
    )
    .called("SessionBase.get"),
    method!("has_key", Signature::python(&[required("key")]), "Whether the key is there.", has_key, 2)
        .called("SessionBase.has_key"),
    method!("keys", Signature::python(&[]), "Keys.", session_keys, 1).called("SessionBase.keys"),
    method!("values", Signature::python(&[]), "Values.", session_values, 1).called("SessionBase.values"),
    method!("items", Signature::python(&[]), "Keys with values.", session_items, 1)
        .called("SessionBase.items"),
    method!("pop", Signature::python(&[required("key"), optional("default")]), "Take a key out.", pop, 3)
        .called("SessionBase.pop"),
    method!(
        "setdefault",
        Signature::python(&[required("key"), required("value")]),
        "Value of a key, which is set if it is not there.",
        setdefault,
        3
    )
    .called("SessionBase.setdefault"),
    method!("update", Signature::python(&[required("dict_")]), "Set keys.", update, 2)
        .called("SessionBase.update"),
    method!(
        "save",
        Signature::python(&[optional("must_create")]),
        "Nothing: the host keeps the session.",
        kept,
        1
    )
    .called("SessionStore.save"),
];

/// Methods of `Headers`.
pub(super) static HEADERS: &[Row] = &[
    method!(
        "get",
        Signature::python(&[required("key"), optional("default")]),
        "Value of a header, or the default.",
        header_or,
        3
    )
    .called("Mapping.get"),
    method!("keys", Signature::python(&[]), "Names.", header_keys, 1).called("Mapping.keys"),
    method!("values", Signature::python(&[]), "Values.", header_values, 1).called("Mapping.values"),
    method!("items", Signature::python(&[]), "Names with values.", header_items, 1).called("Mapping.items"),
];

pub(super) fn dict_at<'h>(cx: &Context<'h>, object: &'h Object<'h>, number: u16) -> R<'h, &'h Dict<'h>> {
    match input::field(cx, object, number)? {
        Value::Dict(dict) => Ok(dict),
        _ => Dict::new(cx.heap()),
    }
}

pub(super) fn parameters<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    dict_at(cx, object, field::query_dict::DATA)
}

pub(super) fn stored<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    // What is in the session can be written inside.
    crate::objects::touch(cx, object)?;
    dict_at(cx, object, field::session::DATA)
}

fn named<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    dict_at(cx, object, field::headers::DATA)
}

fn keys<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    Ok(Value::List(ops::iterate::to_list(cx, Value::Dict(dict))?))
}

/// The last of several values; a bare value is the only one.
fn last<'h>(cx: &Context<'h>, values: Value<'h>) -> R<'h> {
    match values {
        Value::List(list) => match list.get(list.len().wrapping_sub(1)) {
            Some(value) => Ok(value),
            None => cx.list(&[]),
        },
        value => Ok(value),
    }
}

fn last_or<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    let default = default.unwrap_or(Value::None);
    match parameters(cx, object)?.get(cx, key)? {
        Some(Value::List(list)) if list.is_empty() => Ok(default),
        Some(values) => last(cx, values),
        None => Ok(default),
    }
}

pub(super) fn several<'h>(cx: &Context<'h>, values: Value<'h>) -> R<'h> {
    match values {
        Value::List(_) => Ok(Value::List(ops::iterate::to_list(cx, values)?)),
        value => cx.list(&[value]),
    }
}

fn all_or<'h>(cx: &Context<'h>, object: &'h Object<'h>, key: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    match (parameters(cx, object)?.get(cx, key)?, default) {
        (Some(values), _) => several(cx, values),
        (None, None | Some(Value::None)) => cx.list(&[]),
        (None, Some(default)) => Ok(default),
    }
}

/// A list made of the entries of a dict.
fn each<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, make: impl Fn(Value<'h>, Value<'h>) -> R<'h>) -> R<'h> {
    let list = List::new(cx.heap())?;
    let table = dict.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        list.push(cx.heap(), make(key, value)?)?;
    }
    Ok(Value::List(list))
}

fn names<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    keys(cx, parameters(cx, object)?)
}

fn last_values<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, parameters(cx, object)?, |_, values| last(cx, values))
}

fn items<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, parameters(cx, object)?, |key, values| cx.tuple(&[key, last(cx, values)?]))
}

fn lists<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, parameters(cx, object)?, |key, values| cx.tuple(&[key, several(cx, values)?]))
}

fn as_dict<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let dict = Dict::new(cx.heap())?;
    each(cx, parameters(cx, object)?, |key, values| {
        dict.set(cx, key, last(cx, values)?)?;
        Ok(Value::None)
    })?;
    Ok(Value::Dict(dict))
}

fn session_get<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    Ok(stored(cx, object)?.get(cx, key)?.or(default).unwrap_or(Value::None))
}

fn has_key<'h>(cx: &Context<'h>, object: &'h Object<'h>, key: Value<'h>) -> R<'h> {
    Ok(Value::bool(stored(cx, object)?.contains(cx, key)?))
}

fn session_keys<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    keys(cx, stored(cx, object)?)
}

fn session_values<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, stored(cx, object)?, |_, value| Ok(value))
}

fn session_items<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, stored(cx, object)?, |key, value| cx.tuple(&[key, value]))
}

/// A header in any case, with `_` for `-`.
fn header<'h>(cx: &Context<'h>, object: &'h Object<'h>, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
    let Value::Str(key) = key else { return Ok(None) };
    let key = key.text(cx.heap())?;
    let headers = named(cx, object)?;
    let table = headers.table(cx)?;
    let mut position = 0;
    while let Some((next, name, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        let Value::Str(name) = name else { continue };
        let name = name.text(cx.heap())?;
        let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        if name.len() == key.len() && name.bytes().map(plain).eq(key.bytes().map(plain)) {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn header_or<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    Ok(header(cx, object, key)?.or(default).unwrap_or(Value::None))
}

fn header_keys<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    keys(cx, named(cx, object)?)
}

fn header_values<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, named(cx, object)?, |_, value| Ok(value))
}

fn header_items<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    each(cx, named(cx, object)?, |key, value| cx.tuple(&[key, value]))
}
