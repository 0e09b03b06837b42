//! Searching: `find`, `count`, `startswith`, `partition`, `removeprefix`, …

use super::Str;
use crate::arg::Edge;
use crate::context::Context;
use crate::method;
use crate::ops::own_type_name;
use crate::row::{Parameter, Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::text::search;
use crate::value::Value;

const SUB: &[Parameter] = &[p_only("sub"), p_only_optional("start"), p_only_optional("end")];
const PREFIX: &[Parameter] = &[p_only("prefix"), p_only_optional("start"), p_only_optional("end")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("find", Signature::positional(SUB), "Position of the first occurrence, or -1.", find, 4)
        .called("str.find"),
    method!("rfind", Signature::positional(SUB), "Position of the last occurrence, or -1.", rfind, 4)
        .called("str.rfind"),
    method!("index", Signature::positional(SUB), "Position of the first occurrence.", index, 4)
        .called("str.index"),
    method!("rindex", Signature::positional(SUB), "Position of the last occurrence.", rindex, 4)
        .called("str.rindex"),
    method!("count", Signature::positional(SUB), "Number of occurrences that do not overlap.", count, 4)
        .called("str.count"),
    method!(
        "startswith",
        Signature::positional(PREFIX),
        "Whether it begins with a text, or one of a tuple.",
        startswith,
        4
    )
    .called("str.startswith"),
    method!(
        "endswith",
        Signature::positional(PREFIX),
        "Whether it ends with a text, or one of a tuple.",
        endswith,
        4
    )
    .called("str.endswith"),
    method!(
        "partition",
        Signature::one(&[p_only("sep")]),
        "Split at the first occurrence: before, separator, after.",
        partition,
        2
    )
    .called("str.partition"),
    method!(
        "rpartition",
        Signature::one(&[p_only("sep")]),
        "Split at the last occurrence: before, separator, after.",
        rpartition,
        2
    )
    .called("str.rpartition"),
    method!(
        "removeprefix",
        Signature::one(&[p_only("prefix")]),
        "Without a prefix, if it is there.",
        removeprefix,
        2
    )
    .called("str.removeprefix"),
    method!(
        "removesuffix",
        Signature::one(&[p_only("suffix")]),
        "Without a suffix, if it is there.",
        removesuffix,
        2
    )
    .called("str.removesuffix"),
];

/// Pays for a search: the text is run through, backwards in smaller steps, and what is looked for is taken apart first, unless it
/// is longer than the text.
pub(in crate::value) fn prepare_search<'h>(
    cx: &Context<'h>,
    text: usize,
    sub: usize,
    back: bool,
) -> R<'h, ()> {
    cx.burn((text as u64) >> if back { 4 } else { 6 })?;
    cx.burn_chars(if sub > text { 0 } else { sub })
}

/// Pays for counting: a search, and a quarter of a step for as many as can be there. Single bytes are counted many at once.
pub(in crate::value) fn prepare_count<'h>(cx: &Context<'h>, text: usize, sub: usize) -> R<'h, ()> {
    prepare_search(cx, text, sub, false)?;
    let most = if sub > 1 { text.checked_div(sub).unwrap_or(0) } else { 0 };
    cx.burn((most as u64) >> 2)
}

/// A position found.
fn found<'h>(
    cx: &Context<'h>,
    this: &'h Str<'h>,
    sub: &'h str,
    (start, end): (Edge, Edge),
    back: bool,
) -> R<'h, Option<i64>> {
    let view = this.view(cx)?;
    prepare_search(cx, this.byte_len(), sub.len(), back)?;
    let search = if back { search::str_rfind } else { search::str_find };
    Ok(search(view, sub, start.0, end.0).and_then(|at| i64::try_from(at).ok()))
}

fn find<'h>(cx: &Context<'h>, this: &'h Str<'h>, sub: &'h str, start: Edge, end: Edge) -> R<'h> {
    Ok(Value::Int(found(cx, this, sub, (start, end), false)?.unwrap_or(-1)))
}

fn rfind<'h>(cx: &Context<'h>, this: &'h Str<'h>, sub: &'h str, start: Edge, end: Edge) -> R<'h> {
    Ok(Value::Int(found(cx, this, sub, (start, end), true)?.unwrap_or(-1)))
}

fn index<'h>(cx: &Context<'h>, this: &'h Str<'h>, sub: &'h str, start: Edge, end: Edge) -> R<'h> {
    match found(cx, this, sub, (start, end), false)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(cx.value_error("substring not found")),
    }
}

fn rindex<'h>(cx: &Context<'h>, this: &'h Str<'h>, sub: &'h str, start: Edge, end: Edge) -> R<'h> {
    match found(cx, this, sub, (start, end), true)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(cx.value_error("substring not found")),
    }
}

fn count<'h>(cx: &Context<'h>, this: &'h Str<'h>, sub: &'h str, start: Edge, end: Edge) -> R<'h> {
    let view = this.view(cx)?;
    prepare_count(cx, this.byte_len(), sub.len())?;
    let count = search::str_count(view, sub, start.0, end.0);
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Which end of a text is compared.
#[derive(Clone, Copy)]
enum End {
    Start,
    Finish,
}

impl End {
    const fn name(self) -> &'static str {
        match self {
            End::Start => "startswith",
            End::Finish => "endswith",
        }
    }
}

fn startswith<'h>(cx: &Context<'h>, this: &'h Str<'h>, part: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    affix(cx, this, part, (start, end), End::Start)
}

fn endswith<'h>(cx: &Context<'h>, this: &'h Str<'h>, part: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    affix(cx, this, part, (start, end), End::Finish)
}

#[inline]
fn affix<'h>(cx: &Context<'h>, this: &'h Str<'h>, part: Value<'h>, edges: (Edge, Edge), at: End) -> R<'h> {
    match part {
        Value::Str(part) => Ok(Value::bool(has_affix(cx, this, part, edges, at)?)),
        Value::Tuple(parts) => {
            for part in parts.items() {
                let Value::Str(part) = part else {
                    return Err(cx.type_error(format_args!(
                        "tuple for {} must only contain str, not {}",
                        at.name(),
                        own_type_name(*part)
                    )));
                };
                cx.burn(1)?;
                if has_affix(cx, this, part, edges, at)? {
                    return Ok(Value::bool(true));
                }
            }
            Ok(Value::bool(false))
        }
        _ => Err(cx.type_error(format_args!(
            "{} first arg must be str or a tuple of str, not {}",
            at.name(),
            own_type_name(part)
        ))),
    }
}

#[inline]
fn has_affix<'h>(
    cx: &Context<'h>,
    this: &'h Str<'h>,
    part: &'h Str<'h>,
    (start, end): (Edge, Edge),
    at: End,
) -> R<'h, bool> {
    cx.burn_bytes(part.byte_len())?;
    if start.0.is_none() && end.0.is_none() {
        let (text, part) = (this.text(cx.heap())?, part.text(cx.heap())?);
        return Ok(match at {
            End::Start => text.as_bytes().starts_with(part.as_bytes()),
            End::Finish => text.as_bytes().ends_with(part.as_bytes()),
        });
    }
    let (view, part) = (this.view(cx)?, part.text(cx.heap())?);
    Ok(match at {
        End::Start => search::str_starts(view, part, start.0, end.0),
        End::Finish => search::str_ends(view, part, start.0, end.0),
    })
}

/// The separator of `partition` and `rpartition`.
fn separator<'h>(cx: &Context<'h>, separator: Value<'h>) -> R<'h, &'h str> {
    let Value::Str(separator) = separator else {
        return Err(cx.type_error(format_args!("must be str, not {}", own_type_name(separator))));
    };
    if separator.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    separator.text(cx.heap())
}

/// A part of a text as a value.
fn part_of<'h>(cx: &Context<'h>, whole: &Str<'h>, part: &'h str) -> R<'h> {
    let part = if whole.known_ascii() { Str::counted(part, part.len()) } else { Str::new(part) };
    Ok(Value::Str(cx.heap().alloc(part)?))
}

fn partition<'h>(cx: &Context<'h>, this: &'h Str<'h>, sep: Value<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    let part = separator(cx, sep)?;
    cx.burn_bytes(text.len())?;
    match search::partition(text, part) {
        Some((before, after)) => cx.tuple(&[part_of(cx, this, before)?, sep, part_of(cx, this, after)?]),
        None => {
            let empty = cx.wrap_str("")?;
            cx.tuple(&[Value::Str(this), empty, empty])
        }
    }
}

fn rpartition<'h>(cx: &Context<'h>, this: &'h Str<'h>, sep: Value<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    let part = separator(cx, sep)?;
    cx.burn_bytes(text.len())?;
    match search::rpartition(text, part) {
        Some((before, after)) => cx.tuple(&[part_of(cx, this, before)?, sep, part_of(cx, this, after)?]),
        None => {
            let empty = cx.wrap_str("")?;
            cx.tuple(&[empty, empty, Value::Str(this)])
        }
    }
}

fn removeprefix<'h>(cx: &Context<'h>, this: &'h Str<'h>, prefix: &'h str) -> R<'h> {
    cx.burn_bytes(prefix.len())?;
    match this.text(cx.heap())?.strip_prefix(prefix) {
        Some(rest) if !prefix.is_empty() => part_of(cx, this, rest),
        _ => Ok(Value::Str(this)),
    }
}

fn removesuffix<'h>(cx: &Context<'h>, this: &'h Str<'h>, suffix: &'h str) -> R<'h> {
    cx.burn_bytes(suffix.len())?;
    match this.text(cx.heap())?.strip_suffix(suffix) {
        Some(rest) if !suffix.is_empty() => part_of(cx, this, rest),
        _ => Ok(Value::Str(this)),
    }
}
