//! Methods of `int`.

use crate::arg::Truth;
use crate::class;
use crate::context::Context;
use crate::method;
use crate::number::{self, ByteOrder};
use crate::ops::convert::{checked, from_int, index_i64, to_int};
use crate::ops::{self, own_type_name};
use crate::row::{Row, Signature, keyword_only, optional, required};
use crate::stop::{R, Stop};
use crate::value::Value;

/// Methods.
pub static ROWS: &[Row] = &[
    method!("as_integer_ratio", Signature::NONE, "The number and 1.", as_integer_ratio, 1)
        .called("int.as_integer_ratio"),
    method!("bit_count", Signature::NONE, "The ones of the absolute value in binary.", bit_count, 1)
        .called("int.bit_count"),
    method!("bit_length", Signature::NONE, "The length of the absolute value in binary.", bit_length, 1)
        .called("int.bit_length"),
    method!("conjugate", Signature::NONE, "The number itself.", itself, 1).called("int.conjugate"),
    Row::property("denominator", "1.", |_, _| Ok(Value::Int(1))),
    crate::function!(
        "from_bytes",
        Signature::keywords(&[required("bytes"), optional("byteorder"), keyword_only("signed")]),
        "The number that bytes stand for.",
        from_bytes,
        3
    )
    .called("int.from_bytes"),
    Row::property("imag", "0.", |_, _| Ok(Value::Int(0))),
    method!("is_integer", Signature::NONE, "True.", is_integer, 1).called("int.is_integer"),
    Row::property("numerator", "The number itself.", itself),
    Row::property("real", "The number itself.", itself),
    method!(
        "to_bytes",
        Signature::keywords(&[optional("length"), optional("byteorder"), keyword_only("signed")]),
        "The number as bytes.",
        to_bytes,
        4
    )
    .called("int.to_bytes"),
];

/// Methods that make bools of `bool`.
pub static BOOL_ROWS: &[Row] = &[crate::function!(
    "from_bytes",
    Signature::keywords(&[required("bytes"), optional("byteorder"), keyword_only("signed")]),
    "Whether the number that bytes stand for is not 0.",
    bool_from_bytes,
    3
)
.called("bool.from_bytes")];

fn bool_from_bytes<'h>(
    cx: &Context<'h>,
    source: Value<'h>,
    order: Option<&'h str>,
    signed: Option<Truth>,
) -> R<'h> {
    let number = from_bytes(cx, source, order, signed)?;
    ops::truth(cx, number).map(Value::from)
}

/// The number as an int: bools are none.
fn itself<'h>(_: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(match value {
        Value::Bool(value) => Value::Int(i64::from(value)),
        value => value,
    })
}

fn as_integer_ratio<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    cx.tuple(&[itself(cx, value)?, Value::Int(1)])
}

fn is_integer<'h>(_: &Context<'h>, _: Value<'h>) -> R<'h> {
    Ok(Value::bool(true))
}

fn bit_length<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let Some(int) = to_int(value) else { return Err(cx.internal("bit_length of something else")) };
    Ok(Value::Int(i64::try_from(int.as_ref().bits()).unwrap_or(i64::MAX)))
}

fn bit_count<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let Some(int) = to_int(value) else { return Err(cx.internal("bit_count of something else")) };
    cx.burn(number::cost::sum(int.as_ref(), int.as_ref()))?;
    Ok(Value::Int(i64::try_from(number::bit_count(int.as_ref())).unwrap_or(i64::MAX)))
}

fn byte_order<'h>(cx: &Context<'h>, given: Option<&'h str>) -> R<'h, ByteOrder> {
    checked(cx, ByteOrder::from_text(given.unwrap_or("big")))
}

fn to_bytes<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    length: Option<i64>,
    order: Option<&'h str>,
    signed: Option<Truth>,
) -> R<'h> {
    let order = byte_order(cx, order)?;
    let length = length.unwrap_or(1);
    let Some(int) = to_int(value) else { return Err(cx.internal("to_bytes of something else")) };
    cx.charge(usize::try_from(length).unwrap_or(0))?;
    let signed = signed.is_some_and(|signed| signed.0);
    cx.bytes(&checked(cx, number::to_bytes(int.as_ref(), length, order, signed))?)
}

fn from_bytes<'h>(
    cx: &Context<'h>,
    source: Value<'h>,
    order: Option<&'h str>,
    signed: Option<Truth>,
) -> R<'h> {
    let order = byte_order(cx, order)?;
    let signed = signed.is_some_and(|signed| signed.0);
    let mut collected = Vec::new();
    let bytes = match source {
        Value::Bytes(bytes) => bytes.data(),
        Value::Str(_) => return Err(no_bytes(cx, source)),
        _ => {
            let mut cursor = match ops::iterate(cx, source) {
                Err(stop) if cx.is_raise_of(stop, &class::TYPE_ERROR) => return Err(no_bytes(cx, source)),
                cursor => cursor?,
            };
            while let Some(item) = cursor.next(cx)? {
                cx.burn(1)?;
                cx.heap().charge(1)?;
                let byte = index_i64(cx, item).ok().map(u8::try_from);
                match byte {
                    Some(Ok(byte)) => collected.push(byte),
                    Some(Err(_)) => return Err(cx.value_error("bytes must be in range(0, 256)")),
                    None => return Err(bad_byte(cx, item)),
                }
            }
            &collected
        }
    };
    cx.burn_bytes(bytes.len())?;
    from_int(cx, checked(cx, number::from_bytes(bytes, order, signed))?)
}

#[cold]
fn no_bytes<'h>(cx: &Context<'h>, source: Value<'h>) -> Stop<'h> {
    cx.type_error(format_args!("cannot convert '{}' object to bytes", own_type_name(source)))
}

#[cold]
fn bad_byte<'h>(cx: &Context<'h>, item: Value<'h>) -> Stop<'h> {
    match index_i64(cx, item) {
        Err(stop) if !cx.is_raise_of(stop, &class::OVERFLOW_ERROR) => stop,
        _ => cx.value_error("bytes must be in range(0, 256)"),
    }
}
