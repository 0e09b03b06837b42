//! `format(x, spec)`.

use super::write_str;
use crate::context::Context;
use crate::format::{self, Spec};
use crate::number::{self, IntRef};
use crate::ops::convert::{self, checked, number_error};
use crate::ops::own_type_name;
use crate::stop::R;
use crate::value::Value;
use crate::write::Writer;

/// `format(x, spec)`.
///
/// # Errors
/// `ValueError` for a wrong specification, `TypeError` for a type that takes none; limits.
pub fn format<'h>(cx: &Context<'h>, value: Value<'h>, spec: &'h str) -> R<'h> {
    match value {
        Value::Str(_) if spec.is_empty() => Ok(value),
        Value::Object(object) if !spec.is_empty() => match object.class.slot(|slots| slots.format) {
            Some(slot) => cx.nested(|| slot(cx, object, spec)),
            None => Err(unsupported(cx, value)),
        },
        _ => {
            let mut out = Writer::new(cx);
            write_format(cx, value, spec, &mut out)?;
            out.finish()
        }
    }
}

/// Write `format(x, spec)`.
///
/// # Errors
/// As [`format`].
pub fn write_format<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    spec: &'h str,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    if spec.is_empty() {
        return write_str(cx, value, out);
    }
    cx.burn_bytes(spec.len())?;
    let parse = |type_name: &str| checked(cx, Spec::parse(spec, type_name));
    match value {
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            let spec = parse("str")?;
            cx.burn_bytes(text.len())?;
            let room = out.room(format::str_len(text, &spec))?;
            checked(cx, format::format_str(room, text, &spec))
        }
        Value::Bool(_) => write_int(cx, value, &parse("bool")?, "bool", out),
        Value::Int(_) | Value::Big(_) => write_int(cx, value, &parse("int")?, "int", out),
        Value::Float(value) => {
            let spec = parse("float")?;
            let room = out.room(format::float_len(value.get(), &spec))?;
            checked(cx, format::format_float(room, value.get(), &spec))
        }
        Value::Object(object) => match object.class.slot(|slots| slots.format) {
            Some(slot) => match cx.nested(|| slot(cx, object, spec))? {
                Value::Str(text) => out.push(text.text(cx.heap())?),
                other => Err(
                    cx.type_error(format_args!("__format__ must return a str, not {}", own_type_name(other)))
                ),
            },
            None => Err(unsupported(cx, value)),
        },
        _ => Err(unsupported(cx, value)),
    }
}

fn write_int<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    spec: &Spec,
    type_name: &str,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    let Some(int) = convert::to_int(value) else { return Err(cx.internal("a number that is none")) };
    let int: IntRef<'_> = int.as_ref();
    if matches!(spec.kind, None | Some('d' | 'n')) {
        cx.burn(number::cost::decimal(int.bits()))?;
    }
    let room = out.room(format::int_len(int, spec))?;
    checked(cx, format::format_int(room, int, spec, type_name))
}

#[cold]
fn unsupported<'h>(cx: &Context<'h>, value: Value<'h>) -> crate::stop::Stop<'h> {
    number_error(cx, format::unsupported(own_type_name(value)))
}
