//! Putting together: `join`, `replace`, `center`, `translate`, …

use super::Str;
use crate::arg::CInt;
use crate::class;
use crate::context::Context;
use crate::function;
use crate::method;
use crate::ops::{self, own_type_name};
use crate::row::{Parameter, Row, Signature, optional, p_only, p_only_optional};
use crate::stop::R;
use crate::text::Sequence;
use crate::text::build::{self, Align, Translation};
use crate::text::search;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::write::Writer;
use hognose_syntax::surrogate::{char_of, code_of};
use std::cell::Cell;

const PAD: &[Parameter] = &[p_only("width"), p_only_optional("fillchar")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!(
        "join",
        Signature::one(&[p_only("iterable")]),
        "Texts joined with this one between them.",
        join,
        2
    )
    .called("str.join"),
    method!(
        "replace",
        Signature::keywords(&[p_only("old"), p_only("new"), optional("count")]),
        "With occurrences replaced.",
        replace,
        4
    )
    .called("str.replace"),
    method!("center", Signature::positional(PAD), "Padded on both sides.", center, 3).called("str.center"),
    method!("ljust", Signature::positional(PAD), "Padded behind.", ljust, 3).called("str.ljust"),
    method!("rjust", Signature::positional(PAD), "Padded in front.", rjust, 3).called("str.rjust"),
    method!("zfill", Signature::one(&[p_only("width")]), "Padded with zeros behind the sign.", zfill, 2)
        .called("str.zfill"),
    method!(
        "expandtabs",
        Signature::keywords(&[optional("tabsize")]),
        "With spaces for tabs.",
        expandtabs,
        2
    )
    .called("str.expandtabs"),
    method!(
        "translate",
        Signature::one(&[p_only("table")]),
        "With each character looked up in a table.",
        translate,
        2
    )
    .called("str.translate"),
    function!(
        "maketrans",
        Signature::positional(&[p_only("x"), p_only_optional("y"), p_only_optional("z")]),
        "A table for `translate`.",
        maketrans,
        3
    )
    .called("str.maketrans"),
];

fn join<'h>(cx: &Context<'h>, this: &'h Str<'h>, parts: Value<'h>) -> R<'h> {
    let separator = this.text(cx.heap())?;
    match parts {
        // Flattening is all that can happen to these meanwhile, so that they may be looked at twice.
        Value::List(list) => join_parts(cx, separator, list.cells().iter().map(Cell::get)),
        Value::Tuple(tuple) => join_parts(cx, separator, tuple.items().iter().copied()),
        _ => {
            let cursor = match ops::iterate(cx, parts) {
                Err(stop) if cx.is_raise_of(stop, &class::TYPE_ERROR) => {
                    return Err(cx.type_error("can only join an iterable"));
                }
                other => other?,
            };
            let list = super::collected(cx, cursor)?;
            join_parts(cx, separator, list.cells().iter().map(Cell::get))
        }
    }
}

fn join_parts<'h>(
    cx: &Context<'h>,
    separator: &'h str,
    parts: impl ExactSizeIterator<Item = Value<'h>> + Clone,
) -> R<'h> {
    let count = parts.len();
    cx.burn(count as u64)?;
    let mut size = separator.len().saturating_mul(count.saturating_sub(1));
    for (index, part) in parts.clone().enumerate() {
        let Value::Str(part) = part else {
            return Err(cx.type_error(format_args!(
                "sequence item {index}: expected str instance, {} found",
                own_type_name(part)
            )));
        };
        part.text(cx.heap())?;
        size = size.saturating_add(part.byte_len());
    }
    if count == 1
        && let Some(only) = parts.clone().next()
    {
        return Ok(only);
    }
    cx.burn_bytes(size)?;
    let joined = cx.heap().fill_text(size, |fill| {
        for (index, part) in parts.enumerate() {
            if index > 0 {
                fill.push_short(separator.as_bytes());
            }
            if let Value::Str(part) = part
                && let Ok(text) = part.text(cx.heap())
            {
                fill.push(text.as_bytes());
            }
        }
        Ok(())
    })?;
    cx.wrap_str(joined)
}

/// How often something is replaced, for its fuel: a step for each.
pub(in crate::value) fn occurrences<T: Sequence + ?Sized>(text: &T, old: &T, most: i64) -> u64 {
    let size = text.bytes().len();
    let count = if old.bytes().is_empty() { size } else { search::count(text, size, old) };
    (count as u64).min(u64::try_from(most).unwrap_or(u64::MAX))
}

fn replace<'h>(cx: &Context<'h>, this: &'h Str<'h>, old: &'h str, new: &'h str, count: Option<i64>) -> R<'h> {
    let text = this.text(cx.heap())?;
    let most = count.unwrap_or(-1);
    cx.burn_bytes(text.len())?;
    if most == 0 || old == new || (!old.is_empty() && !text.contains(old)) {
        return Ok(Value::Str(this));
    }
    cx.burn(occurrences(text, old, most))?;
    made!(cx, |sink| build::replace(text, old, new, most, sink))
}

/// The character to pad with.
fn fill<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h, &'h str> {
    match given {
        Value::Unbound => Ok(" "),
        Value::Str(fill) => {
            if fill.chars(cx)? != 1 {
                return Err(cx.type_error("The fill character must be exactly one character long"));
            }
            fill.text(cx.heap())
        }
        _ => Err(cx.type_error(format_args!(
            "The fill character must be a unicode character, not {}",
            own_type_name(given)
        ))),
    }
}

fn pad<'h>(cx: &Context<'h>, this: &'h Str<'h>, width: i64, given: Value<'h>, align: Align) -> R<'h> {
    let fill = fill(cx, given)?;
    let length = this.chars(cx)?;
    if usize::try_from(width).unwrap_or(0) <= length {
        return Ok(Value::Str(this));
    }
    let text = this.text(cx.heap())?;
    made!(cx, |sink| build::pad(text, length, width, fill, align, sink))
}

fn center<'h>(cx: &Context<'h>, this: &'h Str<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Center)
}

fn ljust<'h>(cx: &Context<'h>, this: &'h Str<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Left)
}

fn rjust<'h>(cx: &Context<'h>, this: &'h Str<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Right)
}

fn zfill<'h>(cx: &Context<'h>, this: &'h Str<'h>, width: i64) -> R<'h> {
    let length = this.chars(cx)?;
    if usize::try_from(width).unwrap_or(0) <= length {
        return Ok(Value::Str(this));
    }
    let text = this.text(cx.heap())?;
    made!(cx, |sink| build::zfill(text, length, width, "0", sink))
}

fn expandtabs<'h>(cx: &Context<'h>, text: &'h str, size: Option<CInt>) -> R<'h> {
    let size = i64::from(size.map_or(8, |size| size.0));
    cx.burn_bytes(text.len())?;
    made!(cx, |sink| build::expand_tabs(text, size, sink))
}

/// What a table says about a character.
fn look_up<'h>(cx: &Context<'h>, table: Value<'h>, char: char) -> R<'h, Translation<'h>> {
    cx.burn(1)?;
    let key = Value::Int(i64::from(code_of(char)));
    let found = match table {
        Value::Dict(dict) if std::ptr::eq(dict.class(), &class::DICT) => match dict.get(cx, key)? {
            Some(found) => found,
            None => return Ok(Translation::Keep),
        },
        _ => match ops::index::get_item(cx, table, key) {
            Err(stop) if cx.is_raise_of(stop, &class::LOOKUP_ERROR) => return Ok(Translation::Keep),
            other => other?,
        },
    };
    match found {
        Value::None => Ok(Translation::Delete),
        Value::Str(text) => text.text(cx.heap()).map(Translation::Text),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            let code = u32::try_from(ops::convert::index_clipped(cx, found)?).ok().and_then(char_of);
            match code {
                Some(char) => Ok(Translation::Char(char)),
                None => Err(cx.value_error("character mapping must be in range(0x110000)")),
            }
        }
        _ => Err(cx.type_error("character mapping must return integer, None or str")),
    }
}

fn translate<'h>(cx: &Context<'h>, text: &'h str, table: Value<'h>) -> R<'h> {
    let mut out = Writer::new(cx);
    build::translate(text, |char| look_up(cx, table, char), &mut out)?;
    out.finish()
}

fn maketrans<'h>(
    cx: &Context<'h>,
    from: Value<'h>,
    to: Option<&'h Str<'h>>,
    delete: Option<&'h str>,
) -> R<'h> {
    let table = Dict::new(cx.heap())?;
    let key = |char: char| Value::Int(i64::from(code_of(char)));
    let Some(to) = to else {
        maketrans_of_dict(cx, from, table)?;
        return Ok(Value::Dict(table));
    };
    let Value::Str(from) = from else {
        return Err(cx.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if from.chars(cx)? != to.chars(cx)? {
        return Err(cx.value_error("the first two maketrans arguments must have equal length"));
    }
    let (from, to) = (from.text(cx.heap())?, to.text(cx.heap())?);
    for (from, to) in from.chars().zip(to.chars()) {
        cx.burn(1)?;
        table.set(cx, key(from), key(to))?;
    }
    for char in delete.unwrap_or_default().chars() {
        cx.burn(1)?;
        table.set(cx, key(char), Value::None)?;
    }
    Ok(Value::Dict(table))
}

/// `str.maketrans(dict)`.
fn maketrans_of_dict<'h>(cx: &Context<'h>, from: Value<'h>, table: &'h Dict<'h>) -> R<'h, ()> {
    let Value::Dict(from) = from else {
        return Err(cx.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    let entries = from.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = entries.next_from(position) {
        position = next;
        cx.burn(1)?;
        let key = match key {
            Value::Str(text) => {
                if text.chars(cx)? != 1 {
                    return Err(cx.value_error("string keys in translate table must be of length 1"));
                }
                let char = text.text(cx.heap())?.chars().next().unwrap_or_default();
                Value::Int(i64::from(code_of(char)))
            }
            Value::Int(_) | Value::Bool(_) | Value::Big(_) => key,
            _ => return Err(cx.type_error("keys in translate table must be strings or integers")),
        };
        table.set(cx, key, value)?;
    }
    Ok(())
}
