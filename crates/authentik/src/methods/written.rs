//! Writing to sessions and RADIUS packets; copies of parameters.

use super::mappings::{dict_at, parameters, several, stored};
use super::require;
use crate::bindings::access;
use crate::bindings::tables::{field, id};
use crate::objects;
use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::row::{Args, Row};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, input};

/// What needs a grant.
const SESSION: &str = "session.write";
const PACKET_WRITE: &str = "context.write";

/// A session's dict, kept with it so that writing to it lasts.
fn writable<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    require(cx, SESSION)?;
    let dict = stored(cx, object)?;
    input::set_field(cx, object, field::session::DATA, Value::Dict(dict))?;
    Ok(dict)
}

/// `session[key] = value` and `del session[key]`.
pub(super) const fn session(base: Slots) -> Slots {
    Slots {
        set_item: Some(|cx, object, key, value| {
            let dict = writable(cx, object)?;
            set_or_remove(cx, dict, key, value)
        }),
        ..base
    }
}

fn set_or_remove<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
    if value.is_bound() {
        return dict.set(cx, key, value);
    }
    match dict.remove(cx, key)? {
        Some(_) => Ok(()),
        None => Err(cx.key_error(key)),
    }
}

pub(super) fn pop<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    key: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    match (writable(cx, object)?.remove(cx, key)?, default) {
        (Some(value), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(cx.key_error(key)),
    }
}

pub(super) fn setdefault<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    key: Value<'h>,
    value: Value<'h>,
) -> R<'h> {
    let dict = writable(cx, object)?;
    if let Some(known) = dict.get(cx, key)? {
        return Ok(known);
    }
    dict.set(cx, key, value)?;
    Ok(value)
}

pub(super) fn update<'h>(cx: &Context<'h>, object: &'h Object<'h>, more: Value<'h>) -> R<'h> {
    let dict = writable(cx, object)?;
    cx.call_method(Value::Dict(dict), "update", &[more])
}

pub(super) fn kept<'h>(cx: &Context<'h>, _: &'h Object<'h>) -> R<'h> {
    require(cx, SESSION)?;
    Ok(Value::None)
}

/// `packet[name] = value`.
pub(super) const fn packet(base: Slots) -> Slots {
    Slots {
        set_item: Some(|cx, object, key, value| {
            require(cx, PACKET_WRITE)?;
            let dict = attributes(cx, object)?;
            set_or_remove(cx, dict, key, value)
        }),
        get_item: Some(|cx, object, key| match attributes(cx, object)?.get(cx, key)? {
            Some(value) => Ok(value),
            None => Err(cx.key_error(key)),
        }),
        contains: Some(|cx, object, key| attributes(cx, object)?.contains(cx, key)),
        len: Some(|cx, object| Ok(attributes(cx, object)?.len())),
        ..base
    }
}

/// Methods of `RadiusPacket`: none besides what it is read and written by.
pub(super) static PACKET: &[Row] = &[];

fn attributes<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Dict<'h>> {
    objects::touch(cx, object)?;
    let dict = dict_at(cx, object, field::radius_packet::DATA)?;
    input::set_field(cx, object, field::radius_packet::DATA, Value::Dict(dict))?;
    Ok(dict)
}

/// `QueryDict.copy()`.
pub(super) fn copy<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let made = access::fresh(cx, id::QUERY_DICT)?;
    let copied = Dict::new(cx.heap())?;
    let given = parameters(cx, object)?;
    let table = given.table(cx)?;
    let mut position = 0;
    while let Some((next, key, values)) = table.next_from(position) {
        position = next;
        copied.set(cx, key, several(cx, values)?)?;
    }
    if let Value::Object(made) = made {
        input::set_field(cx, made, field::query_dict::DATA, Value::Dict(copied))?;
    }
    Ok(made)
}

/// `QueryDict.urlencode(safe=None)`.
pub(super) fn urlencode<'h>(cx: &Context<'h>, object: &'h Object<'h>, safe: Option<Value<'h>>) -> R<'h> {
    let pairs = List::new(cx.heap())?;
    let given = parameters(cx, object)?;
    let table = given.table(cx)?;
    let mut position = 0;
    while let Some((next, key, values)) = table.next_from(position) {
        position = next;
        let values = ops::iterate::to_list(cx, several(cx, values)?)?;
        for value in values.to_vec() {
            cx.burn(1)?;
            pairs.push(cx.heap(), cx.tuple(&[key, value])?)?;
        }
    }
    let row =
        cx.table().module("urllib.parse").and_then(|module| cx.table().module_member(module, "urlencode"));
    let Some(row) = row else { return Err(cx.internal("no urlencode")) };
    let pairs = [Value::List(pairs)];
    match safe {
        // With characters that stay as they are, spaces become `%20`.
        Some(safe) if ops::truth(cx, safe)? => {
            let quote = cx
                .table()
                .module("urllib.parse")
                .and_then(|module| cx.table().module_member(module, "quote"));
            let Some(quote) = quote else { return Err(cx.internal("no quote")) };
            let keywords = [("safe", safe), ("quote_via", Value::Native(quote))];
            cx.call_row(row, None, &Args { positional: &pairs, keywords: &keywords })
        }
        _ => cx.call_row(row, None, &Args::positional(&pairs)),
    }
}
