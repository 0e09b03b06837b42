//! What a policy sees of `copy`.

use std::cell::Cell;

use hognose_eval::class::{Class, EXCEPTION, Module};
use hognose_eval::ops::attribute;
use hognose_eval::row::{Args, Row, Signature, keywords, optional, p_only, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value, function};

use super::deep::{Memo, deep, exception_copy};
use super::{Way, iterators, no_copy, rebuilt, way};

/// The module.
pub static MODULE: Module = Module { name: "copy", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&ERROR];

/// `copy.Error`.
static ERROR: Class =
    Class { name: "Error", module: "copy", message_name: "Error", base: Some(&EXCEPTION), ..Class::EMPTY };

static ROWS: &[Row] = &[
    function!("copy", Signature::python(&[required("x")]), "The value with the same items.", copy, 1),
    function!(
        "deepcopy",
        Signature::python(&[required("x"), optional("memo"), optional("_nil")]),
        "The value with copies of its items. What is shared within it stays shared.",
        deepcopy,
        2
    ),
    function!(
        "replace",
        Signature::python(&[p_only("obj"), keywords("changes")]),
        "A value of the same type with other values in some fields.",
        replace,
        2
    ),
    Row::class(&ERROR, "Raised by no function here."),
    Row::constant("error", "Raised by no function here.", |_| Ok(Value::Type(&ERROR))),
];

fn copy<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::List(_) | Value::Dict(_) => cx.call_method(value, "copy", &[]),
        Value::Set(set) if !set.frozen => cx.call_method(value, "copy", &[]),
        Value::Tuple(tuple) => match tuple.shape {
            Some(shape) => Ok(Value::Tuple(Tuple::named(cx.heap(), tuple.items(), shape)?)),
            None => Ok(value),
        },
        Value::Exception(exception) => exception_copy(cx, exception, Ok),
        Value::Iter(iter) => iterators::copy(cx, iter, Ok),
        Value::View(_) | Value::Module(_) | Value::Cell(_) => Err(no_copy(cx, value)),
        Value::Object(object) => match way(object.class) {
            Way::Same => Ok(value),
            Way::Method => cx.call_method(value, "copy", &[]),
            Way::None => Err(no_copy(cx, value)),
            Way::Parts => {
                let fields: Vec<Value<'h>> = object.fields.get().iter().map(Cell::get).collect();
                rebuilt(cx, object, &fields)
            }
        },
        _ => Ok(value),
    }
}

/// A memo that the caller brings knows values by their addresses, which a policy never sees: it stays as it is.
fn deepcopy<'h>(cx: &Context<'h>, value: Value<'h>, memo: Value<'h>) -> R<'h> {
    if !matches!(memo, Value::Unbound | Value::None) {
        attribute::get(cx, memo, "get")?;
    }
    deep(cx, &Memo::default(), value)
}

fn replace<'h>(cx: &Context<'h>, value: Value<'h>, changes: &'h Dict<'h>) -> R<'h> {
    let class = value.class();
    let method = match value {
        Value::Tuple(tuple) if tuple.shape.is_some() => "_replace",
        Value::Object(_) if class.module == "datetime" => "replace",
        _ => "",
    };
    if cx.table().member(class, method).is_none() {
        return Err(cx.type_error(format_args!("replace() does not support {} objects", class.name)));
    }
    let mut keywords = Vec::new();
    let table = changes.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        if let Value::Str(name) = key {
            keywords.push((name.text(cx.heap())?, value));
        }
    }
    let method = attribute::get(cx, value, method)?;
    cx.call_with(method, &Args { positional: &[], keywords: &keywords })
}
