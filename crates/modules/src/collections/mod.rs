//! `collections`: dicts of other kinds, `deque`, `namedtuple`, `ChainMap`; and `collections.abc`.

mod abc;
mod chain_map;
mod counter;
mod counter_operators;
mod default_dict;
mod deque;
mod made_tuple;
mod ordered_dict;
pub mod rows;

use hognose_eval::ops::convert;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::dict::ViewKind;
use hognose_eval::value::iter::{Cursor, Place};
use hognose_eval::{Context, R, Value};

/// Whether a value is a mapping in the sense of `collections.abc`.
fn is_mapping(value: Value<'_>) -> bool {
    value.class().is_subclass(&abc::MAPPING)
}

/// A mapping as a dict: itself when it is one, else its entries now.
fn entries<'h>(cx: &Context<'h>, mapping: Value<'h>) -> R<'h, &'h Dict<'h>> {
    if let Value::Dict(dict) = mapping {
        return Ok(dict);
    }
    let dict = Dict::new(cx.heap())?;
    convert::update_dict(cx, dict, mapping)?;
    Ok(dict)
}

/// Do something with each key of a dict and its value; the dict's values may change meanwhile.
fn each_entry<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    mut with: impl FnMut(Value<'h>, Value<'h>) -> R<'h, ()>,
) -> R<'h, ()> {
    dict.table(cx)?;
    let mut cursor = Cursor::Dict(dict, ViewKind::Keys, Place::in_dict(0, dict));
    while let Some(key) = cursor.next(cx)? {
        cx.burn(2)?;
        if let Some(value) = dict.get(cx, key)? {
            with(key, value)?;
        }
    }
    Ok(())
}
