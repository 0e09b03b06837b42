//! Taking apart: `split`, `splitlines`, `strip`, …

use super::{Bytes, required, wrap};
use crate::arg::Truth;
use crate::context::Context;
use crate::method;
use crate::row::{Parameter, Row, Signature, optional, p_only_optional};
use crate::stop::R;
use crate::text::strip::Ends;
use crate::text::{lines, split as parts, strip as ends};
use crate::value::Value;
use crate::value::list::{self, Collector, List};

const SPLIT: &[Parameter] = &[optional("sep"), optional("maxsplit")];
const STRIP: &[Parameter] = &[p_only_optional("bytes")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("split", Signature::keywords(SPLIT), "Parts between separators, or words.", split, 3)
        .called("bytes.split"),
    method!(
        "rsplit",
        Signature::keywords(SPLIT),
        "Parts between separators, split from the right.",
        rsplit,
        3
    )
    .called("bytes.rsplit"),
    method!("splitlines", Signature::keywords(&[optional("keepends")]), "The lines.", splitlines, 2)
        .called("bytes.splitlines"),
    method!(
        "strip",
        Signature::positional(STRIP),
        "Without white space, or bytes of a set, at both ends.",
        strip,
        2
    )
    .called("bytes.strip"),
    method!(
        "lstrip",
        Signature::positional(STRIP),
        "Without white space, or bytes of a set, at the start.",
        lstrip,
        2
    )
    .called("bytes.lstrip"),
    method!(
        "rstrip",
        Signature::positional(STRIP),
        "Without white space, or bytes of a set, at the end.",
        rstrip,
        2
    )
    .called("bytes.rstrip"),
];

/// The separator: none for white space.
fn separator<'h>(cx: &Context<'h>, separator: Value<'h>) -> R<'h, Option<&'h [u8]>> {
    if matches!(separator, Value::Unbound | Value::None) {
        return Ok(None);
    }
    let data = required(cx, separator)?;
    if data.is_empty() { Err(cx.value_error("empty separator")) } else { Ok(Some(data)) }
}

/// A list of bytes.
fn collect<'h>(cx: &Context<'h>, parts: impl Iterator<Item = &'h [u8]>) -> R<'h, &'h List<'h>> {
    let mut collector = Collector::new();
    for part in parts {
        cx.burn(1)?;
        collector.push(cx.heap(), wrap(cx, part)?)?;
    }
    collector.finish(cx.heap())
}

fn split<'h>(cx: &Context<'h>, data: &'h [u8], sep: Value<'h>, maxsplit: Option<i64>) -> R<'h> {
    let most = maxsplit.unwrap_or(-1);
    let separator = separator(cx, sep)?;
    cx.burn_bytes(data.len())?;
    Ok(Value::List(match separator {
        Some(separator) => collect(cx, parts::split(data, separator, most))?,
        None => collect(cx, parts::words(data, most))?,
    }))
}

fn rsplit<'h>(cx: &Context<'h>, data: &'h [u8], sep: Value<'h>, maxsplit: Option<i64>) -> R<'h> {
    let most = maxsplit.unwrap_or(-1);
    let separator = separator(cx, sep)?;
    cx.burn_bytes(data.len())?;
    let parts = match separator {
        Some(separator) => collect(cx, parts::split_back(data, separator, most))?,
        None => collect(cx, parts::words_back(data, most))?,
    };
    cx.burn(parts.len() as u64)?;
    list::reverse(parts);
    Ok(Value::List(parts))
}

fn splitlines<'h>(cx: &Context<'h>, data: &'h [u8], keepends: Truth) -> R<'h> {
    cx.burn_bytes(data.len())?;
    Ok(Value::List(collect(cx, lines::byte_lines(data, keepends.0))?))
}

fn strip<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, set: Value<'h>) -> R<'h> {
    stripped(cx, this, set, Ends::Both)
}

fn lstrip<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, set: Value<'h>) -> R<'h> {
    stripped(cx, this, set, Ends::Left)
}

fn rstrip<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, set: Value<'h>) -> R<'h> {
    stripped(cx, this, set, Ends::Right)
}

fn stripped<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, set: Value<'h>, which: Ends) -> R<'h> {
    let data = this.data();
    let rest = match set {
        Value::Unbound | Value::None => {
            cx.burn_bytes(data.len())?;
            ends::strip(data, which)
        }
        _ => {
            let set = required(cx, set)?;
            cx.burn_bytes(data.len().saturating_add(set.len()))?;
            ends::byte_strip(data, set, which)
        }
    };
    if rest.len() == data.len() { Ok(Value::Bytes(this)) } else { wrap(cx, rest) }
}
