//! Searching: `find`, `count`, `startswith`, `partition`, `removeprefix`, …

use super::{Bytes, required, wrap};
use crate::arg::Edge;
use crate::context::Context;
use crate::method;
use crate::ops::{convert, own_type_name};
use crate::row::{Parameter, Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::text::range::window;
use crate::text::search;
use crate::value::Value;

const SUB: &[Parameter] = &[p_only("sub"), p_only_optional("start"), p_only_optional("end")];
const PREFIX: &[Parameter] = &[p_only("prefix"), p_only_optional("start"), p_only_optional("end")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("find", Signature::positional(SUB), "Position of the first occurrence, or -1.", find, 4)
        .called("bytes.find"),
    method!("rfind", Signature::positional(SUB), "Position of the last occurrence, or -1.", rfind, 4)
        .called("bytes.rfind"),
    method!("index", Signature::positional(SUB), "Position of the first occurrence.", index, 4)
        .called("bytes.index"),
    method!("rindex", Signature::positional(SUB), "Position of the last occurrence.", rindex, 4)
        .called("bytes.rindex"),
    method!("count", Signature::positional(SUB), "Number of occurrences that do not overlap.", count, 4)
        .called("bytes.count"),
    method!(
        "startswith",
        Signature::positional(PREFIX),
        "Whether it begins with bytes, or one of a tuple.",
        startswith,
        4
    )
    .called("bytes.startswith"),
    method!(
        "endswith",
        Signature::positional(PREFIX),
        "Whether it ends with bytes, or one of a tuple.",
        endswith,
        4
    )
    .called("bytes.endswith"),
    method!(
        "partition",
        Signature::one(&[p_only("sep")]),
        "Split at the first occurrence: before, separator, after.",
        partition,
        2
    )
    .called("bytes.partition"),
    method!(
        "rpartition",
        Signature::one(&[p_only("sep")]),
        "Split at the last occurrence: before, separator, after.",
        rpartition,
        2
    )
    .called("bytes.rpartition"),
    method!(
        "removeprefix",
        Signature::one(&[p_only("prefix")]),
        "Without a prefix, if it is there.",
        removeprefix,
        2
    )
    .called("bytes.removeprefix"),
    method!(
        "removesuffix",
        Signature::one(&[p_only("suffix")]),
        "Without a suffix, if it is there.",
        removesuffix,
        2
    )
    .called("bytes.removesuffix"),
];

/// What is looked for: bytes, or one byte as an int.
#[derive(Clone, Copy)]
enum Needle<'h> {
    Bytes(&'h [u8]),
    Byte([u8; 1]),
}

impl Needle<'_> {
    fn data(&self) -> &[u8] {
        match self {
            Needle::Bytes(data) => data,
            Needle::Byte(byte) => byte,
        }
    }
}

impl<'h> Needle<'h> {
    /// Converted after the bounds, as CPython does.
    fn of(cx: &Context<'h>, value: Value<'h>) -> R<'h, Self> {
        match value {
            Value::Bytes(bytes) => Ok(Needle::Bytes(bytes.data())),
            _ if crate::ops::index::is_index(value) => {
                match u8::try_from(convert::index_clipped(cx, value)?) {
                    Ok(byte) => Ok(Needle::Byte([byte])),
                    Err(_) => Err(cx.value_error("byte must be in range(0, 256)")),
                }
            }
            _ => Err(cx.type_error(format_args!(
                "argument should be integer or bytes-like object, not '{}'",
                own_type_name(value)
            ))),
        }
    }
}

/// The part between two bounds, and where it begins; none where nothing can be found.
fn part<'h>(this: &Bytes<'h>, start: Edge, end: Edge) -> Option<(usize, &'h [u8])> {
    let (from, to) = window(this.data().len(), start.0, end.0)?;
    Some((from, this.data().get(from..to)?))
}

/// A position found.
fn found<'h>(
    cx: &Context<'h>,
    this: &Bytes<'h>,
    sub: Value<'h>,
    (start, end): (Edge, Edge),
    back: bool,
) -> R<'h, Option<i64>> {
    let sub = Needle::of(cx, sub)?;
    let Some((base, part)) = part(this, start, end) else { return Ok(None) };
    crate::value::str::prepare_search(cx, part.len(), sub.data().len(), back)?;
    let at = if back { search::rfind(part, sub.data()) } else { search::find(part, sub.data()) };
    Ok(at.and_then(|at| i64::try_from(at.saturating_add(base)).ok()))
}

fn find<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sub: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    Ok(Value::Int(found(cx, this, sub, (start, end), false)?.unwrap_or(-1)))
}

fn rfind<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sub: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    Ok(Value::Int(found(cx, this, sub, (start, end), true)?.unwrap_or(-1)))
}

fn index<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sub: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    match found(cx, this, sub, (start, end), false)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(cx.value_error("subsection not found")),
    }
}

fn rindex<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sub: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    match found(cx, this, sub, (start, end), true)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(cx.value_error("subsection not found")),
    }
}

fn count<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sub: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    let sub = Needle::of(cx, sub)?;
    let Some((_, part)) = part(this, start, end) else { return Ok(Value::Int(0)) };
    crate::value::str::prepare_count(cx, part.len(), sub.data().len())?;
    let count = search::count(part, part.len(), sub.data());
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn startswith<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, prefix: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    affix(cx, this, prefix, (start, end), "startswith", <[u8]>::starts_with)
}

fn endswith<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, suffix: Value<'h>, start: Edge, end: Edge) -> R<'h> {
    affix(cx, this, suffix, (start, end), "endswith", <[u8]>::ends_with)
}

fn affix<'h>(
    cx: &Context<'h>,
    this: &'h Bytes<'h>,
    given: Value<'h>,
    (start, end): (Edge, Edge),
    name: &str,
    has: fn(&[u8], &[u8]) -> bool,
) -> R<'h> {
    let part = part(this, start, end).map(|(_, part)| part);
    let test = |affix: &[u8]| -> R<'h, bool> {
        cx.burn_bytes(affix.len())?;
        Ok(part.is_some_and(|part| has(part, affix)))
    };
    match given {
        Value::Bytes(affix) => Ok(Value::bool(test(affix.data())?)),
        Value::Tuple(affixes) => {
            for affix in affixes.items() {
                cx.burn(1)?;
                if test(required(cx, *affix)?)? {
                    return Ok(Value::bool(true));
                }
            }
            Ok(Value::bool(false))
        }
        _ => Err(cx.type_error(format_args!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            own_type_name(given)
        ))),
    }
}

/// The separator of `partition` and `rpartition`.
fn separator<'h>(cx: &Context<'h>, separator: Value<'h>) -> R<'h, &'h [u8]> {
    let data = required(cx, separator)?;
    if data.is_empty() { Err(cx.value_error("empty separator")) } else { Ok(data) }
}

fn partition<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sep: Value<'h>) -> R<'h> {
    let separator = separator(cx, sep)?;
    cx.burn_bytes(this.data().len())?;
    match search::partition(this.data(), separator) {
        Some((before, after)) => cx.tuple(&[wrap(cx, before)?, sep, wrap(cx, after)?]),
        None => {
            let empty = wrap(cx, &[])?;
            cx.tuple(&[Value::Bytes(this), empty, empty])
        }
    }
}

fn rpartition<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, sep: Value<'h>) -> R<'h> {
    let separator = separator(cx, sep)?;
    cx.burn_bytes(this.data().len())?;
    match search::rpartition(this.data(), separator) {
        Some((before, after)) => cx.tuple(&[wrap(cx, before)?, sep, wrap(cx, after)?]),
        None => {
            let empty = wrap(cx, &[])?;
            cx.tuple(&[empty, empty, Value::Bytes(this)])
        }
    }
}

fn removeprefix<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, prefix: &'h [u8]) -> R<'h> {
    cx.burn_bytes(prefix.len())?;
    wrap(cx, search::remove_prefix(this.data(), prefix))
}

fn removesuffix<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, suffix: &'h [u8]) -> R<'h> {
    cx.burn_bytes(suffix.len())?;
    wrap(cx, search::remove_suffix(this.data(), suffix))
}
