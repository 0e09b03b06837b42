//! Constructors of `int` and `bool`.

use crate::arg::Truth;
use crate::context::Context;
use crate::number::{self, cost};
use crate::ops::convert::{self, checked, from_int};
use crate::ops::{own_type_name, unexpected_keyword};
use crate::row::{Args, Member, Row, Signature, optional, p_only_optional};
use crate::stop::R;
use crate::value::Value;

/// Constructor.
pub static INT_NEW: Row = Row::new(
    "int",
    Signature::positional(&[p_only_optional("x"), optional("base")]),
    "An int from a number or from text in a base.",
    Member::RawFunction(new_int),
);
/// Constructor.
pub static BOOL_NEW: Row = crate::function!(
    "bool",
    Signature::positional(&[p_only_optional("x")]),
    "The truth of a value.",
    new_bool,
    1
);

fn new_bool<'h>(_: &Context<'h>, value: Option<Truth>) -> R<'h> {
    Ok(Value::bool(value.is_some_and(|value| value.0)))
}

fn new_int<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let (value, base) = match (args.positional, args.keywords) {
        ([], []) => return Ok(Value::Int(0)),
        ([value], []) => return to_int(cx, *value),
        ([value, base], []) => (Some(*value), *base),
        (more, []) => {
            return Err(cx.type_error(format_args!("int expected at most 2 arguments, got {}", more.len())));
        }
        (positional, keywords) => {
            let given = positional.len().saturating_add(keywords.len());
            if given > 2 {
                let sort = if positional.is_empty() { "keyword " } else { "" };
                return Err(
                    cx.type_error(format_args!("int() takes at most 2 {sort}arguments ({given} given)"))
                );
            }
            let base = keywords.iter().find(|(name, _)| *name == "base").map(|(_, base)| *base);
            let (Some(base), [_]) = (base, keywords) else {
                let unknown = keywords.iter().find(|(name, _)| *name != "base").map_or("", |(name, _)| name);
                return Err(unexpected_keyword(cx, format_args!("int()"), unknown, &["base"]));
            };
            (positional.first().copied(), base)
        }
    };
    let Some(value) = value else { return Err(cx.type_error("int() missing string argument")) };
    let base = convert::index_clipped(cx, base)?;
    in_base(cx, value, base)
}

fn in_base<'h>(cx: &Context<'h>, value: Value<'h>, base: i64) -> R<'h> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(cx.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    match value {
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            cx.burn_bytes(text.len())?;
            cx.burn(cost::parse(text.len()))?;
            from_int(cx, checked(cx, number::int_from_text(text, base))?)
        }
        Value::Bytes(bytes) => {
            cx.burn_bytes(bytes.data().len())?;
            cx.burn(cost::parse(bytes.data().len()))?;
            from_int(cx, checked(cx, number::int_from_bytes(bytes.data(), base))?)
        }
        _ => Err(cx.type_error("int() can't convert non-string with explicit base")),
    }
}

/// `int(value)`.
///
/// # Errors
/// `TypeError`, `ValueError`, `OverflowError`; limits.
pub fn to_int<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Int(_) | Value::Big(_) => Ok(value),
        Value::Bool(value) => Ok(Value::Int(i64::from(value))),
        Value::Float(number) => from_int(cx, checked(cx, number::int_from_float(number.get()))?),
        Value::Str(_) | Value::Bytes(_) => in_base(cx, value, 10),
        Value::Object(object) if let Some(slot) = object.class.slot(|slots| slots.int.or(slots.index)) => {
            slot(cx, object)
        }
        _ => Err(cx.type_error(format_args!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            own_type_name(value)
        ))),
    }
}
