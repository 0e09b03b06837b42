//! Methods of `dict`.

use super::{Dict, View, ViewKind};
use crate::context::Context;
use crate::method;
use crate::ops::{self, convert};
use crate::row::{Args, Member, Row, Signature, keywords, p_only, p_only_optional};
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::table::Table;

/// Methods.
pub static ROWS: &[Row] = &[
    method!("clear", Signature::NONE, "Remove all entries.", clear, 1).called("dict.clear"),
    method!("copy", Signature::NONE, "A new dict of the same entries.", copy, 1).called("dict.copy"),
    crate::function!(
        "fromkeys",
        Signature::positional(&[p_only("iterable"), p_only_optional("value")]),
        "A dict with keys of an iterable, all with one value.",
        from_keys,
        2
    )
    .called("dict.fromkeys"),
    method!(
        "get",
        Signature::positional(&[p_only("key"), p_only_optional("default")]),
        "The value of a key, or a default.",
        get,
        3
    )
    .called("dict.get"),
    method!("items", Signature::NONE, "A view of the pairs of key and value.", items, 1).called("dict.items"),
    method!("keys", Signature::NONE, "A view of the keys.", keys, 1).called("dict.keys"),
    method!(
        "pop",
        Signature::positional(&[p_only("key"), p_only_optional("default")]),
        "Remove a key and return its value, or a default.",
        pop,
        3
    )
    .called("dict.pop"),
    method!("popitem", Signature::NONE, "Remove and return the last pair of key and value.", pop_item, 1)
        .called("dict.popitem"),
    method!(
        "setdefault",
        Signature::positional(&[p_only("key"), p_only_optional("default")]),
        "The value of a key, which gets a default when it is not there.",
        set_default,
        3
    )
    .called("dict.setdefault"),
    Row::new(
        "update",
        Signature::positional(&[p_only_optional("mapping"), keywords("entries")]),
        "Set entries from a mapping or pairs, and from keyword arguments.",
        Member::RawMethod(update),
    )
    .called("dict.update"),
    method!("values", Signature::NONE, "A view of the values.", values, 1).called("dict.values"),
];

/// Constructor.
pub static NEW: Row = Row::new(
    "dict",
    Signature::positional(&[p_only_optional("mapping"), keywords("entries")]),
    "A dict of the entries of a mapping or of pairs, and of keyword arguments.",
    Member::RawFunction(|cx, _, args| {
        let dict = Dict::new(cx.heap())?;
        fill(cx, dict, "dict", args)?;
        Ok(Value::Dict(dict))
    }),
);

/// Set entries as the arguments of `dict()` and `update()` say.
///
/// # Errors
/// CPython's complaints about arguments; what iterating them raises; limits.
pub fn fill<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h, ()> {
    match args.positional {
        [] => {}
        [from] => convert::update_dict(cx, dict, *from)?,
        more => {
            return Err(cx.type_error(format_args!("{name} expected at most 1 argument, got {}", more.len())));
        }
    }
    for (name, value) in args.keywords {
        cx.burn(1)?;
        dict.set_text(cx, name, *value)?;
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
    let dict = Dict::new(cx.heap())?;
    let mut cursor = ops::iterate(cx, iterable)?;
    while let Some(key) = cursor.next(cx)? {
        cx.burn(1)?;
        dict.set(cx, key, value.unwrap_or(Value::None))?;
    }
    Ok(Value::Dict(dict))
}

fn get<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, key: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    Ok(dict.get(cx, key)?.or(default).unwrap_or(Value::None))
}

fn pop<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, key: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    // An empty dict does not even hash the key.
    let found = if dict.is_empty() { None } else { dict.remove(cx, key)? };
    found.or(default).ok_or_else(|| cx.key_error(key))
}

fn pop_item<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    match dict.table(cx)?.pop() {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => Err(cx.raise(&crate::class::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn set_default<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    let hash = ops::hash(cx, key)?;
    let table: &Table<'h> = dict.table(cx)?;
    if let Some(value) = table.get(cx, hash, key)? {
        return Ok(value);
    }
    let value = default.unwrap_or(Value::None);
    table.insert(cx, hash, key, value)?;
    Ok(value)
}

fn update<'h>(cx: &Context<'h>, _: &'static Row, receiver: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let Value::Dict(dict) = receiver else { return Err(cx.internal("update of something else")) };
    fill(cx, dict, "update", args)?;
    Ok(Value::None)
}

fn view<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, kind: ViewKind) -> R<'h> {
    Ok(Value::View(cx.heap().alloc(View { dict, kind })?))
}

fn keys<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Keys)
}

fn values<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Values)
}

fn items<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    view(cx, dict, ViewKind::Items)
}
