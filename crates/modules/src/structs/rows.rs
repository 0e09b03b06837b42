//! What a policy sees of `struct`.

use std::cell::Cell;

use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Args, Call, Member, Row, Signature, optional, p_only, required};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};

use super::layout::Layout;
use super::{ERROR, error, pack_all, unpack_all};
use crate::glue;

/// The module.
pub static MODULE: Module = Module { name: "struct", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&ERROR, &STRUCT, &ITERATOR];

static ROWS: &[Row] = &[
    Row::class(&ERROR, "What cannot be packed or unpacked."),
    Row::class(&STRUCT, "A format."),
    function!("calcsize", Signature::one(&[p_only("format")]), "Bytes that a format takes.", size, 1)
        .called("_struct.calcsize"),
    Row::new(
        "pack",
        Signature::positional(&[p_only("format")]),
        "Values as bytes.",
        Member::RawFunction(|cx, _, args| {
            no_keywords(cx, "_struct.pack", args)?;
            match args.positional.split_first() {
                Some((format, values)) => pack_all(cx, &layout(cx, *format)?, values),
                None => Err(cx.type_error("missing format argument")),
            }
        }),
    )
    .called("_struct.pack"),
    function!(
        "unpack",
        Signature::positional(&[p_only("format"), p_only("buffer")]),
        "The values in bytes.",
        unpack,
        2
    )
    .called("_struct.unpack"),
    Row::new(
        "unpack_from",
        Signature::keywords(&[p_only("format"), required("buffer"), optional("offset")]),
        "The values in bytes from a place on.",
        Member::Function(|cx, call| {
            let layout = layout(cx, call.value(0))?;
            unpack_from(cx, &layout, call, 1)
        }),
    ),
    function!(
        "iter_unpack",
        Signature::positional(&[p_only("format"), p_only("buffer")]),
        "The values in bytes, again and again until their end.",
        iter_unpack,
        2
    )
    .called("_struct.iter_unpack"),
];

/// `Struct`. Field 0 is the format.
static STRUCT: Class = Class {
    name: "Struct",
    module: "_struct",
    message_name: "_struct.Struct",
    rows: &[METHODS],
    constructor: Some(&STRUCT_NEW),
    slots: Slots {
        repr: Some(|cx, object, out| {
            out.push("Struct(")?;
            hognose_eval::ops::text::write_repr(cx, object.field(0), out)?;
            out.push(")")
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static STRUCT_NEW: Row =
    function!("Struct", Signature::keywords(&[required("format")]), "A format.", make, 1);

static METHODS: &[Row] = &[
    Row::property("format", "The format.", |cx, this| Ok(receiver(cx, this)?.field(0))),
    Row::property("size", "Bytes that it takes.", |cx, this| size(cx, receiver(cx, this)?.field(0))),
    Row::new(
        "pack",
        Signature::positional(&[]),
        "Values as bytes.",
        Member::RawMethod(|cx, _, this, args| {
            no_keywords(cx, "Struct.pack", args)?;
            pack_all(cx, &layout(cx, receiver(cx, this)?.field(0))?, args.positional)
        }),
    )
    .called("Struct.pack"),
    method!("unpack", Signature::one(&[p_only("buffer")]), "The values in bytes.", unpack_this, 2)
        .called("Struct.unpack"),
    Row::new(
        "unpack_from",
        Signature::keywords(&[required("buffer"), optional("offset")]),
        "The values in bytes from a place on.",
        Member::Method(|cx, call| {
            let layout = layout(cx, receiver(cx, call.value(0))?.field(0))?;
            unpack_from(cx, &layout, call, 1)
        }),
    ),
    method!(
        "iter_unpack",
        Signature::one(&[p_only("buffer")]),
        "The values in bytes, again and again until their end.",
        iter_this,
        2
    )
    .called("Struct.iter_unpack"),
];

/// What `iter_unpack` gives. Field 0 is the format, field 1 the bytes.
static ITERATOR: Class = Class {
    name: "unpack_iterator",
    module: "_struct",
    message_name: "_struct.unpack_iterator",
    slots: Slots { next: Some(next), ..Slots::NONE },
    ..Class::EMPTY
};

fn no_keywords<'h>(cx: &Context<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h, ()> {
    if args.keywords.is_empty() {
        return Ok(());
    }
    Err(cx.type_error(format_args!("{name}() takes no keyword arguments")))
}

fn receiver<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, &'h Object<'h>> {
    match this {
        Value::Object(object) => Ok(object),
        _ => Err(cx.internal("a receiver that is no object")),
    }
}

/// A format as bytes.
fn format_of<'h>(cx: &Context<'h>, format: Value<'h>) -> R<'h, &'h [u8]> {
    let bytes = match format {
        Value::Str(_) => cx.call_method(format, "encode", &[cx.wrap_str("ascii")?])?,
        other => other,
    };
    match bytes {
        Value::Bytes(bytes) => Ok(bytes.data()),
        other => {
            let name = own_type_name(other);
            Err(cx.type_error(format_args!("Struct() argument 1 must be a str or bytes object, not {name}")))
        }
    }
}

fn layout<'h>(cx: &Context<'h>, format: Value<'h>) -> R<'h, Layout> {
    let format = match format {
        Value::Object(object) if std::ptr::eq(object.class, &STRUCT) => object.field(0),
        Value::Str(_) | Value::Bytes(_) => format,
        other => {
            // CPython looks for it in its cache first.
            hognose_eval::ops::hash(cx, other)?;
            other
        }
    };
    let format = format_of(cx, format)?;
    cx.burn(format.len() as u64)?;
    cx.charge(format.len().saturating_mul(size_of::<super::layout::Entry>()))?;
    Layout::read(format).map_err(|message| error(cx, message))
}

fn size<'h>(cx: &Context<'h>, format: Value<'h>) -> R<'h> {
    Ok(Value::Int(i64::try_from(layout(cx, format)?.size).unwrap_or(i64::MAX)))
}

fn make<'h>(cx: &Context<'h>, format: Value<'h>) -> R<'h> {
    format_of(cx, format)?;
    layout(cx, format)?;
    let text = match format {
        Value::Bytes(_) => cx.call_method(format, "decode", &[cx.wrap_str("latin-1")?])?,
        text => text,
    };
    glue::object_with(cx, &STRUCT, (), &[text])
}

fn unpack<'h>(cx: &Context<'h>, format: Value<'h>, data: Value<'h>) -> R<'h> {
    let layout = layout(cx, format)?;
    let data = buffer(cx, data)?;
    if data.len() != layout.size {
        return Err(error(cx, format_args!("unpack requires a buffer of {} bytes", layout.size)));
    }
    unpack_all(cx, &layout, data)
}

fn unpack_this<'h>(cx: &Context<'h>, this: Value<'h>, data: Value<'h>) -> R<'h> {
    unpack(cx, receiver(cx, this)?.field(0), data)
}

fn buffer<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h [u8]> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data()),
        other => {
            let name = own_type_name(other);
            Err(cx.type_error(format_args!("a bytes-like object is required, not '{name}'")))
        }
    }
}

/// The buffer and the offset are the arguments from `first` on.
fn unpack_from<'h>(cx: &Context<'h>, layout: &Layout, call: &Call<'_, 'h>, first: usize) -> R<'h> {
    let data = buffer(cx, call.value(first))?;
    let offset: i64 = call.get::<Option<i64>>(cx, first.saturating_add(1))?.unwrap_or(0);
    let (wanted, length) = (layout.size, data.len());
    let mut start = usize::try_from(offset);
    if offset < 0 {
        let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        if back < wanted {
            return Err(error(
                cx,
                format_args!("not enough data to unpack {wanted} bytes at offset {offset}"),
            ));
        }
        let Some(at) = length.checked_sub(back) else {
            return Err(error(cx, format_args!("offset {offset} out of range for {length}-byte buffer")));
        };
        start = Ok(at);
    }
    let start = start.unwrap_or(usize::MAX);
    let end = start.saturating_add(wanted);
    match data.get(start..end) {
        Some(part) => unpack_all(cx, layout, part),
        None => Err(error(
            cx,
            format_args!(
                "unpack_from requires a buffer of at least {end} bytes for unpacking {wanted} bytes at offset \
                 {start} (actual buffer size is {length})"
            ),
        )),
    }
}

fn iter_unpack<'h>(cx: &Context<'h>, format: Value<'h>, data: Value<'h>) -> R<'h> {
    let layout = layout(cx, format)?;
    if layout.size == 0 {
        return Err(error(cx, "cannot iteratively unpack with a struct of length 0"));
    }
    let length = buffer(cx, data)?.len();
    if length.checked_rem(layout.size) != Some(0) {
        return Err(error(
            cx,
            format_args!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size),
        ));
    }
    glue::object_with(cx, &ITERATOR, Cell::new(0_usize), &[format, data])
}

fn iter_this<'h>(cx: &Context<'h>, this: Value<'h>, data: Value<'h>) -> R<'h> {
    iter_unpack(cx, receiver(cx, this)?.field(0), data)
}

fn next<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<Value<'h>>> {
    let Some(at) = object.data::<Cell<usize>>() else { return Ok(None) };
    let layout = layout(cx, object.field(0))?;
    let data = buffer(cx, object.field(1))?;
    let end = at.get().saturating_add(layout.size);
    let Some(part) = data.get(at.get()..end) else { return Ok(None) };
    at.set(end);
    unpack_all(cx, &layout, part).map(Some)
}
