//! What a policy sees of `urllib.parse`.

mod escape;
mod parts;
mod query;
mod result;

pub use result::CLASSES;

use hognose_eval::class::Module;
use hognose_eval::ops::{self, attribute, own_type_name};
use hognose_eval::row::{Member, Row, Signature};
use hognose_eval::{Context, R, Stop, Value};

/// The module.
pub static MODULE: Module =
    Module { name: "urllib.parse", rows: &[parts::ROWS, escape::ROWS, query::ROWS, result::ROWS] };

/// The package it is in.
pub static PACKAGE: Module = Module {
    name: "urllib",
    rows: &[&[Row::new("parse", Signature::NONE, "Addresses of the web.", Member::Module(&MODULE))]],
};

/// What CPython's own code fails with on values of other types: it reads an attribute they do not have.
#[cold]
fn no_attribute<'h>(cx: &Context<'h>, value: Value<'h>, name: &str) -> Stop<'h> {
    match attribute::get(cx, value, name) {
        Err(stop) => stop,
        Ok(_) => cx.type_error(format_args!("'{}' object is not text", own_type_name(value))),
    }
}

/// Arguments that are all text, or all bytes and here decoded.
struct Coerced<'h, const N: usize> {
    texts: [&'h str; N],
    bytes: bool,
}

/// Takes the arguments of a function for text; bytes are decoded, and the result is to be encoded again.
fn coerced<'h, const N: usize>(cx: &Context<'h>, values: [Value<'h>; N]) -> R<'h, Coerced<'h, N>> {
    let first = values.first().copied().unwrap_or(Value::None);
    let bytes = !matches!(first, Value::Str(_));
    for value in values.iter().skip(1) {
        if matches!(value, Value::Str(_)) == bytes && ops::truth(cx, *value)? {
            return Err(cx.type_error("Cannot mix str and non-str arguments"));
        }
    }
    let mut texts = [""; N];
    for (value, text) in values.iter().zip(texts.iter_mut()) {
        let value = if bytes && ops::truth(cx, *value)? { decoded(cx, *value)? } else { *value };
        if let Value::Str(found) = value {
            *text = found.text(cx.heap())?;
            cx.burn_bytes(text.len())?;
        }
    }
    Ok(Coerced { texts, bytes })
}

/// Bytes as text of ASCII.
fn decoded<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let arguments = [cx.str("ascii")?, cx.str("strict")?];
    cx.call_method(value, "decode", &arguments)
}

/// Text as bytes of ASCII.
fn encoded<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let arguments = [cx.str("ascii")?, cx.str("strict")?];
    cx.call_method(value, "encode", &arguments)
}

/// A text as a result: text, or bytes where the arguments were bytes.
fn resulting<'h>(cx: &Context<'h>, text: &str, bytes: bool) -> R<'h> {
    let text = cx.str(text)?;
    if bytes { encoded(cx, text) } else { Ok(text) }
}
