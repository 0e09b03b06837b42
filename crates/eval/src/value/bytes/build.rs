//! Putting together: `join`, `replace`, `center`, `translate`, …

use super::{Bytes, required, wrap};
use crate::arg::CInt;
use crate::class;
use crate::context::Context;
use crate::function;
use crate::method;
use crate::ops::{self, own_type_name};
use crate::row::{Parameter, Row, Signature, optional, p_only, p_only_optional};
use crate::stop::R;
use crate::text::build::{self, Align};
use crate::text::bytes as algorithms;
use crate::value::Value;
use crate::value::str::collected;
use std::cell::Cell;

const PAD: &[Parameter] = &[p_only("width"), p_only_optional("fillchar")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("join", Signature::one(&[p_only("iterable")]), "Bytes joined with these between them.", join, 2)
        .called("bytes.join"),
    method!(
        "replace",
        Signature::positional(&[p_only("old"), p_only("new"), p_only_optional("count")]),
        "With occurrences replaced.",
        replace,
        4
    )
    .called("bytes.replace"),
    method!("center", Signature::positional(PAD), "Padded on both sides.", center, 3).called("bytes.center"),
    method!("ljust", Signature::positional(PAD), "Padded behind.", ljust, 3).called("bytes.ljust"),
    method!("rjust", Signature::positional(PAD), "Padded in front.", rjust, 3).called("bytes.rjust"),
    method!("zfill", Signature::one(&[p_only("width")]), "Padded with zeros behind the sign.", zfill, 2)
        .called("bytes.zfill"),
    method!(
        "expandtabs",
        Signature::keywords(&[optional("tabsize")]),
        "With spaces for tabs.",
        expandtabs,
        2
    )
    .called("bytes.expandtabs"),
    method!(
        "translate",
        Signature::keywords(&[p_only("table"), optional("delete")]),
        "With each byte looked up in a table, and some left out.",
        translate,
        3
    )
    .called("bytes.translate"),
    function!(
        "maketrans",
        Signature::positional(&[p_only("frm"), p_only("to")]),
        "A table for `translate`.",
        maketrans,
        2
    )
    .called("bytes.maketrans"),
];

fn join<'h>(cx: &Context<'h>, separator: &'h [u8], parts: Value<'h>) -> R<'h> {
    match parts {
        Value::List(list) => join_parts(cx, separator, list.cells().iter().map(Cell::get)),
        Value::Tuple(tuple) => join_parts(cx, separator, tuple.items().iter().copied()),
        _ => {
            let cursor = match ops::iterate(cx, parts) {
                Err(stop) if cx.is_raise_of(stop, &class::TYPE_ERROR) => {
                    return Err(cx.type_error("can only join an iterable"));
                }
                other => other?,
            };
            let list = collected(cx, cursor)?;
            join_parts(cx, separator, list.cells().iter().map(Cell::get))
        }
    }
}

fn join_parts<'h>(
    cx: &Context<'h>,
    separator: &'h [u8],
    parts: impl ExactSizeIterator<Item = Value<'h>> + Clone,
) -> R<'h> {
    let count = parts.len();
    cx.burn(count as u64)?;
    let mut size = separator.len().saturating_mul(count.saturating_sub(1));
    for (index, part) in parts.clone().enumerate() {
        let Value::Bytes(part) = part else {
            return Err(cx.type_error(format_args!(
                "sequence item {index}: expected a bytes-like object, {} found",
                own_type_name(part)
            )));
        };
        size = size.saturating_add(part.data().len());
    }
    if count == 1
        && let Some(only) = parts.clone().next()
    {
        return Ok(only);
    }
    cx.burn_bytes(size)?;
    let joined = cx.heap().fill_bytes(size, |fill| {
        for (index, part) in parts.enumerate() {
            if index > 0 {
                fill.push_short(separator);
            }
            if let Value::Bytes(part) = part {
                fill.push(part.data());
            }
        }
        Ok(())
    })?;
    wrap(cx, joined)
}

fn replace<'h>(cx: &Context<'h>, data: &'h [u8], old: &'h [u8], new: &'h [u8], count: Option<i64>) -> R<'h> {
    let most = count.unwrap_or(-1);
    cx.burn_bytes(data.len())?;
    cx.burn(crate::value::str::occurrences(data, old, most))?;
    made!(cx, |sink| build::replace(data, old, new, most, sink))
}

fn pad<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, width: i64, given: Value<'h>, align: Align) -> R<'h> {
    let fill = match given {
        Value::Unbound => b" ".as_slice(),
        Value::Bytes(fill) if fill.data().len() == 1 => fill.data(),
        _ => {
            let name = match align {
                Align::Left => "ljust",
                Align::Right => "rjust",
                Align::Center => "center",
            };
            let what = if given.is_none() { "None" } else { own_type_name(given) };
            return Err(cx.type_error(format_args!(
                "{name}() argument 2 must be a byte string of length 1, not {what}"
            )));
        }
    };
    let data = this.data();
    made!(cx, |sink| build::pad(data, data.len(), width, fill, align, sink))
}

fn center<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Center)
}

fn ljust<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Left)
}

fn rjust<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, width: i64, fill: Value<'h>) -> R<'h> {
    pad(cx, this, width, fill, Align::Right)
}

fn zfill<'h>(cx: &Context<'h>, data: &'h [u8], width: i64) -> R<'h> {
    made!(cx, |sink| build::zfill(data, data.len(), width, b"0".as_slice(), sink))
}

fn expandtabs<'h>(cx: &Context<'h>, data: &'h [u8], size: Option<CInt>) -> R<'h> {
    let size = i64::from(size.map_or(8, |size| size.0));
    cx.burn_bytes(data.len())?;
    made!(cx, |sink| build::byte_expand_tabs(data, size, sink))
}

fn translate<'h>(cx: &Context<'h>, data: &'h [u8], table: Value<'h>, delete: Value<'h>) -> R<'h> {
    let table: Option<&[u8; 256]> = match table {
        Value::None => None,
        _ => match <&[u8; 256]>::try_from(required(cx, table)?) {
            Ok(table) => Some(table),
            Err(_) => return Err(cx.value_error("translation table must be 256 characters long")),
        },
    };
    let delete = if delete.is_bound() { required(cx, delete)? } else { &[] };
    cx.burn_bytes(data.len().saturating_add(delete.len()))?;
    made!(cx, |sink| algorithms::translate(data, table, delete, sink))
}

fn maketrans<'h>(cx: &Context<'h>, from: &'h [u8], to: &'h [u8]) -> R<'h> {
    if from.len() != to.len() {
        return Err(cx.value_error("maketrans arguments must have same length"));
    }
    cx.burn_bytes(from.len())?;
    let mut table = [0_u8; 256];
    for (place, byte) in table.iter_mut().zip(0..=u8::MAX) {
        *place = byte;
    }
    for (from, to) in from.iter().zip(to) {
        if let Some(place) = table.get_mut(usize::from(*from)) {
            *place = *to;
        }
    }
    cx.bytes(&table)
}
