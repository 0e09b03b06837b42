//! Numbers beyond the fast path, and conversions between values.

use crate::class;
use crate::context::Context;
use crate::number::{self, Int, NumberError};
use crate::ops::arith::unsupported;
use crate::ops::own_type_name;
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::list::List;
use hognose_syntax::tree::BinaryOp;

/// A number's error as what it is for the policy: an exception, or the limit on the bits of an int.
#[cold]
pub fn number_error<'h>(cx: &Context<'h>, error: NumberError) -> Stop<'h> {
    match error {
        NumberError::Exception { kind, message } => {
            let class = match kind {
                number::Kind::Index => &class::INDEX_ERROR,
                number::Kind::Key => &class::KEY_ERROR,
                number::Kind::Overflow if message == "Numerical result out of range" => {
                    let Ok(text) = cx.str(&message) else { return Stop::Fatal };
                    return cx.raise_args(&class::OVERFLOW_ERROR, &[Value::Int(34), text]);
                }
                number::Kind::Overflow => &class::OVERFLOW_ERROR,
                number::Kind::Value => &class::VALUE_ERROR,
                number::Kind::ZeroDivision => &class::ZERO_DIVISION_ERROR,
                _ => &class::TYPE_ERROR,
            };
            cx.raise(class, message)
        }
        _ => cx.int_too_large(),
    }
}

/// The result of a function of [`number`] with its error turned into a stop.
///
/// # Errors
/// The function's error.
pub fn checked<'h, T>(cx: &Context<'h>, result: number::Result<T>) -> R<'h, T> {
    result.map_err(|error| number_error(cx, error))
}

/// An int of [`number`] as a value.
///
/// # Errors
/// Limits.
pub fn from_int<'h>(cx: &Context<'h>, int: Int) -> R<'h> {
    match int {
        Int::Small(small) => Ok(Value::Int(small)),
        Int::Big(big) => cx.int(&big),
    }
}

/// A value as an int of [`number`]: ints and bools only.
#[must_use]
pub fn to_int(value: Value<'_>) -> Option<Int> {
    match value {
        Value::Int(number) => Some(Int::Small(number)),
        Value::Bool(value) => Some(Int::Small(i64::from(value))),
        Value::Big(big) => Some(Int::Big(big.to_owned())),
        _ => None,
    }
}

/// An operator on ints.
///
/// # Errors
/// `ZeroDivisionError`, `ValueError`, `TypeError`; limits.
pub fn big_operator<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    x: &Int,
    y: &Int,
    given: (Value<'h>, Value<'h>),
) -> R<'h> {
    let (x, y) = (x.as_ref(), y.as_ref());
    cx.burn(match op {
        BinaryOp::Pow => number::cost::power(x, y),
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod => number::cost::product(x, y),
        _ => number::cost::sum(x, y),
    })?;
    let result = match op {
        BinaryOp::Add => number::add(x, y),
        BinaryOp::Sub => number::subtract(x, y),
        BinaryOp::Mul => number::multiply(x, y),
        BinaryOp::BitAnd => Ok(number::and(x, y)),
        BinaryOp::BitOr => Ok(number::or(x, y)),
        BinaryOp::BitXor => Ok(number::xor(x, y)),
        BinaryOp::FloorDiv => number::floor_divide(x, y),
        BinaryOp::Mod => number::modulo(x, y),
        BinaryOp::LShift => number::left_shift(x, y),
        BinaryOp::RShift => number::right_shift(x, y),
        BinaryOp::Div => return checked(cx, number::true_divide(x, y)).map(Value::float),
        BinaryOp::Pow => {
            return match checked(cx, number::power(x, y))? {
                number::Power::Int(int) => from_int(cx, int),
                number::Power::Float(float) => Ok(cx.float(float)),
            };
        }
        BinaryOp::MatMul => return Err(unsupported(cx, op, given.0, given.1)),
    };
    from_int(cx, checked(cx, result)?)
}

/// `/`, `//`, `%` or `**` of floats.
///
/// # Errors
/// `ZeroDivisionError`, `OverflowError`.
pub fn float_operator<'h>(cx: &Context<'h>, op: BinaryOp, x: f64, y: f64) -> R<'h> {
    let result = match op {
        BinaryOp::Pow => number::float_power(x, y),
        BinaryOp::Mod => number::float_modulo(x, y),
        BinaryOp::Div => number::float_divide(x, y),
        _ => number::float_floor_divide(x, y),
    };
    checked(cx, result).map(|value| cx.float(value))
}

/// Whether a value can be used as an index or count.
#[must_use]
pub fn is_index(value: Value<'_>) -> bool {
    match value {
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => true,
        Value::Object(object) => object.class.slot(|slots| slots.index).is_some(),
        _ => false,
    }
}

/// A value used as an index or count: an int or bool, clipped to 64 bits by the caller's choice.
///
/// # Errors
/// `TypeError` for anything else.
pub fn index<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Int(_) | Value::Big(_) => Ok(value),
        Value::Bool(value) => Ok(Value::Int(i64::from(value))),
        Value::Object(object) if object.class.slot(|slots| slots.index).is_some() => {
            match object.class.slot(|slots| slots.index) {
                Some(index) => index(cx, object),
                None => Err(cx.internal("slot vanished")),
            }
        }
        _ => Err(cx.type_error(format_args!(
            "'{}' object cannot be interpreted as an integer",
            own_type_name(value)
        ))),
    }
}

/// A value as an index of 64 bits.
///
/// # Errors
/// `TypeError`, and `OverflowError` beyond 64 bits.
pub fn index_i64<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    match index(cx, value)? {
        Value::Int(number) => Ok(number),
        _ => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A value as an index of 64 bits, clipped instead of refused when it is larger.
///
/// # Errors
/// `TypeError`.
pub fn index_clipped<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    match index(cx, value)? {
        Value::Int(number) => Ok(number),
        Value::Big(big) if big.is_negative() => Ok(i64::MIN),
        _ => Ok(i64::MAX),
    }
}

/// `dict.update` with a mapping or an iterable of pairs.
///
/// # Errors
/// CPython's complaints about elements that are not pairs; limits.
pub fn update_dict<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, from: Value<'h>) -> R<'h, ()> {
    if let Value::Dict(other) = from {
        return crate::ops::arith::merge(cx, dict, other);
    }
    if let Some(keys) = mapping_keys(cx, from)? {
        let mut cursor = crate::ops::iterate(cx, keys)?;
        while let Some(key) = cursor.next(cx)? {
            cx.burn(1)?;
            let value = crate::ops::index::get_item(cx, from, key)?;
            dict.set(cx, key, value)?;
        }
        return Ok(());
    }
    let mut cursor = crate::ops::iterate(cx, from)?;
    let mut position = 0_usize;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        let pair = match crate::ops::iterate::to_list(cx, item) {
            Ok(pair) => pair,
            Err(stop) if cx.is_raise_of(stop, &class::TYPE_ERROR) => {
                return Err(cx.type_error(format_args!(
                    "cannot convert dictionary update sequence element #{position} to a sequence"
                )));
            }
            Err(stop) => return Err(stop),
        };
        match (pair.len(), pair.get(0), pair.get(1)) {
            (2, Some(key), Some(value)) => dict.set(cx, key, value)?,
            (len, ..) => {
                return Err(cx.value_error(format_args!(
                    "dictionary update sequence element #{position} has length {len}; 2 is required"
                )));
            }
        }
        position = position.saturating_add(1);
    }
    Ok(())
}

/// What `keys()` of a mapping that is not a dict gives; none for what is no mapping.
///
/// # Errors
/// What the method raises.
pub fn mapping_keys<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<Value<'h>>> {
    let object = match value {
        Value::Object(object) => object,
        // A type with `keys` passes for a mapping, until they are asked for.
        Value::Type(class) if cx.table().member(class, "keys").is_some() => {
            return Err(
                cx.type_error(format_args!("unbound method {}.keys() needs an argument", class.message_name))
            );
        }
        _ => return Ok(None),
    };
    if object.class.slot(|slots| slots.get_item).is_none() {
        return Ok(None);
    }
    match cx.table().member(object.class, "keys") {
        Some(_) => cx.call_method(value, "keys", &[]).map(Some),
        None => Ok(None),
    }
}

/// The items of an iterable as a new list.
///
/// # Errors
/// What iterating raises; limits.
pub fn collect<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h List<'h>> {
    crate::ops::iterate::to_list(cx, value)
}
