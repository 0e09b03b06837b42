//! `float`.

use crate::context::Context;
use crate::number;
use crate::ops::convert::{self, checked, from_int};
use crate::ops::{arith, own_type_name};
use crate::row::{Row, Signature, p_only, p_only_optional};
use crate::stop::R;
use crate::value::Value;
use crate::{function, method};

/// Methods.
pub static ROWS: &[Row] = &[
    method!("as_integer_ratio", Signature::NONE, "Two ints whose quotient it is.", as_integer_ratio, 1)
        .called("float.as_integer_ratio"),
    method!("conjugate", Signature::NONE, "The number itself.", itself, 1).called("float.conjugate"),
    function!("fromhex", Signature::one(&[p_only("string")]), "A float from hexadecimal text.", from_hex, 1)
        .called("float.fromhex"),
    method!("hex", Signature::NONE, "The number as hexadecimal text.", hex, 1).called("float.hex"),
    Row::property("imag", "0.0.", |_, _| Ok(Value::float(0.0))),
    method!("is_integer", Signature::NONE, "Whether it is a whole number.", is_integer, 1)
        .called("float.is_integer"),
    Row::property("real", "The number itself.", |_, value| Ok(value)),
];
/// `float(x)`.
pub static NEW: Row = function!(
    "float",
    Signature::positional(&[p_only_optional("x")]),
    "A float from a number or from text.",
    new,
    1
);

fn new<'h>(cx: &Context<'h>, value: Option<Value<'h>>) -> R<'h> {
    match value {
        None => Ok(Value::float(0.0)),
        Some(value @ Value::Float(_)) => Ok(value),
        Some(Value::Str(text)) => {
            let text = text.text(cx.heap())?;
            cx.burn_bytes(text.len())?;
            checked(cx, number::float_from_text(text)).map(|value| cx.float(value))
        }
        Some(Value::Bytes(bytes)) => {
            cx.burn_bytes(bytes.data().len())?;
            checked(cx, number::float_from_bytes(bytes.data())).map(|value| cx.float(value))
        }
        Some(value) if convert::is_index(value) => {
            let index = convert::index(cx, value)?;
            arith::to_float(cx, index).map(Value::float)
        }
        Some(value) => Err(cx.type_error(format_args!(
            "float() argument must be a string or a real number, not '{}'",
            own_type_name(value)
        ))),
    }
}

fn itself<'h>(_: &Context<'h>, value: f64) -> R<'h> {
    Ok(Value::float(value))
}

fn as_integer_ratio<'h>(cx: &Context<'h>, value: f64) -> R<'h> {
    let (numerator, denominator) = checked(cx, number::float_ratio(value))?;
    cx.tuple(&[from_int(cx, numerator)?, from_int(cx, denominator)?])
}

fn is_integer<'h>(_: &Context<'h>, value: f64) -> R<'h> {
    Ok(Value::bool(number::float_is_integer(value)))
}

fn hex<'h>(cx: &Context<'h>, value: f64) -> R<'h> {
    let mut text = String::new();
    number::write_float_hex(&mut text, value);
    cx.str(&text)
}

fn from_hex<'h>(cx: &Context<'h>, text: Value<'h>) -> R<'h> {
    let Value::Str(text) = text else {
        return Err(cx.type_error("bad argument type for built-in operation"));
    };
    let text = text.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    checked(cx, number::float_from_hex(text)).map(|value| cx.float(value))
}
