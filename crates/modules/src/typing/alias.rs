//! Forms with something in brackets: `Optional[int]`.

use hognose_eval::class::{self, Class, NONE};
use hognose_eval::ops::{self, text};
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};

use super::form::{Form, Takes, UNION};
use super::rows::{ALIAS, FORM, FORWARD, GENERIC, UNION_ALIAS};
use crate::glue::object_with;

/// The form of an object of this module.
pub(super) fn form_of(object: &Object<'_>) -> Option<&'static Form> {
    object.data::<&'static Form>().copied()
}

/// The form and the arguments of an alias.
pub(super) fn parts<'h>(value: Value<'h>) -> Option<(&'static Form, &'h [Value<'h>])> {
    match value {
        Value::Object(object) => match (form_of(object), object.field(0)) {
            (Some(form), Value::Tuple(args)) => Some((form, args.items())),
            _ => None,
        },
        _ => None,
    }
}

fn alias<'h>(cx: &Context<'h>, form: &'static Form, args: &[Value<'h>]) -> R<'h> {
    let class: &'static Class = if form.takes == Takes::Union { &UNION_ALIAS } else { &ALIAS };
    object_with(cx, class, form, &[cx.tuple(args)?])
}

/// `form[parameters]`.
pub(super) fn subscript<'h>(cx: &Context<'h>, object: &'h Object<'h>, parameters: Value<'h>) -> R<'h> {
    let Some(form) = form_of(object) else { return Err(cx.internal("a form without its data")) };
    if object.field(0).is_bound() {
        let shown = text::repr_string(cx, Value::Object(object))?;
        return Err(cx.type_error(format_args!("{shown} is not a generic class")));
    }
    let given = match parameters {
        Value::Tuple(tuple) if tuple.shape.is_none() => tuple.items(),
        _ => std::slice::from_ref(&parameters),
    };
    cx.burn(given.len() as u64)?;
    let name = form.name;
    match form.takes {
        Takes::Nothing => Err(cx.type_error(format_args!("typing.{name} is not subscriptable"))),
        Takes::NothingAsType => Err(cx.type_error(format_args!("type '{name}' is not subscriptable"))),
        Takes::Optional => match parameters {
            Value::Tuple(_) => Err(one_only(cx, "typing.Optional requires a single type.", parameters)?),
            one => union(cx, &[one, Value::None]),
        },
        Takes::One => match parameters {
            Value::Tuple(_) => {
                Err(one_only(cx, &format!("typing.{name} accepts only single type."), parameters)?)
            }
            one => alias(cx, form, &[converted(cx, one)?]),
        },
        Takes::Union if given.is_empty() => Err(cx.type_error("Cannot take a Union of no types.")),
        Takes::Union => union(cx, given),
        Takes::Literal => literal(cx, form, given),
        Takes::Annotated => match given {
            [only, meta @ ..] if !meta.is_empty() => {
                let args: Vec<Value<'h>> = std::iter::once(converted(cx, *only))
                    .chain(meta.iter().copied().map(Ok))
                    .collect::<R<'h, _>>()?;
                alias(cx, form, &args)
            }
            _ => Err(cx.type_error(
                "Annotated[...] should be used with at least two arguments (a type and an annotation).",
            )),
        },
        Takes::Callable => callable(cx, form, given),
        Takes::Tuple => alias(cx, form, &all_converted(cx, given)?),
        Takes::Types(_, 0, _) => Err(cx.type_error(format_args!("typing.{name} is not a generic class"))),
        Takes::Types(least, most, _) => {
            let (count, few) = (given.len(), given.len() < usize::from(least));
            if few || count > usize::from(most) {
                let (amount, sort, wanted) =
                    if few { ("few", least != most, least) } else { ("many", least != most, most) };
                let bound = match (sort, few) {
                    (true, true) => "at least ",
                    (true, false) => "at most ",
                    _ => "",
                };
                return Err(cx.type_error(format_args!(
                    "Too {amount} arguments for typing.{name}; actual {count}, expected {bound}{wanted}"
                )));
            }
            let mut args = all_converted(cx, given)?;
            args.resize(usize::from(most), Value::Type(&NONE));
            alias(cx, form, &args)
        }
    }
}

fn one_only<'h>(cx: &Context<'h>, complaint: &str, given: Value<'h>) -> R<'h, hognose_eval::Stop<'h>> {
    let shown = text::repr_string(cx, given)?;
    let shown: String = shown.chars().take(100).collect();
    Ok(cx.type_error(format_args!("{complaint} Got {shown}.")))
}

/// An argument as it is kept: `None` is its type, text refers to a type of that name.
fn converted<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::None => Ok(Value::Type(&NONE)),
        Value::Str(_) => object_with(cx, &FORWARD, (), &[value]),
        Value::Object(object) if std::ptr::eq(object.class, &FORM) => match form_of(object) {
            Some(form) if !matches!(form.takes, Takes::Nothing | Takes::NothingAsType) => {
                Err(cx.type_error(format_args!("Plain typing.{} is not valid as type argument", form.name)))
            }
            _ => Ok(value),
        },
        _ => Ok(value),
    }
}

fn all_converted<'h>(cx: &Context<'h>, values: &[Value<'h>]) -> R<'h, Vec<Value<'h>>> {
    cx.heap().charge(size_of_val(values))?;
    values.iter().map(|value| converted(cx, *value)).collect()
}

/// `Union[…]`: nested ones are one, each type is there once, and one type is itself.
pub(super) fn union<'h>(cx: &Context<'h>, given: &[Value<'h>]) -> R<'h> {
    let mut flat: Vec<Value<'h>> = Vec::new();
    for value in given {
        let inner = match (*value, parts(*value)) {
            (_, Some((form, args))) if form.takes == Takes::Union => args,
            (Value::Object(object), _) if std::ptr::eq(object.class, &class::UNION) => {
                match object.field(0) {
                    Value::Tuple(members) => members.items(),
                    _ => &[],
                }
            }
            _ => std::slice::from_ref(value),
        };
        for value in inner {
            cx.charge(size_of::<Value<'_>>())?;
            let value = converted(cx, *value)?;
            cx.burn(flat.len() as u64)?;
            let mut known = false;
            for other in &flat {
                known = known || ops::equal(cx, *other, value)?;
            }
            if !known {
                flat.push(value);
            }
        }
    }
    match flat.as_slice() {
        [only] => Ok(*only),
        _ => alias(cx, &UNION, &flat),
    }
}

/// `Literal[…]`: equal values of one type are there once.
fn literal<'h>(cx: &Context<'h>, form: &'static Form, given: &[Value<'h>]) -> R<'h> {
    let mut values: Vec<Value<'h>> = Vec::new();
    for value in given {
        let inner = match parts(*value) {
            Some((form, args)) if form.takes == Takes::Literal => args,
            _ => std::slice::from_ref(value),
        };
        for value in inner {
            cx.charge(size_of::<Value<'_>>())?;
            cx.burn(values.len() as u64)?;
            let mut known = false;
            for other in &values {
                let same_type = std::ptr::eq(other.class(), value.class());
                known = known || (same_type && ops::equal(cx, *other, *value)?);
            }
            if !known {
                values.push(*value);
            }
        }
    }
    alias(cx, form, &values)
}

/// `Callable[[…], result]`: kept as the arguments with the result behind them.
fn callable<'h>(cx: &Context<'h>, form: &'static Form, given: &[Value<'h>]) -> R<'h> {
    let [arguments, result] = given else {
        return Err(cx.type_error("Callable must be used as Callable[[arg, ...], result]."));
    };
    let mut args = match arguments {
        Value::List(list) => {
            cx.charge(size_of::<Value<'_>>().saturating_mul(list.len()))?;
            all_converted(cx, &list.to_vec())?
        }
        other => vec![converted(cx, *other)?],
    };
    args.push(converted(cx, *result)?);
    alias(cx, form, &args)
}

/// `repr` of forms, with or without brackets.
pub(super) fn write<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let Some(form) = form_of(object) else { return Err(cx.internal("a form without its data")) };
    out.push("typing.")?;
    let Value::Tuple(args) = object.field(0) else { return out.push(form.name) };
    cx.nested(|| {
        let items = args.items();
        let is_none = |value: &Value<'h>| matches!(value, Value::Type(class) if std::ptr::eq(*class, &NONE));
        if let (Takes::Union, [a, b]) = (form.takes, items)
            && (is_none(a) || is_none(b))
        {
            out.push("Optional[")?;
            write_type(cx, if is_none(a) { *b } else { *a }, out)?;
            return out.push("]");
        }
        out.push(form.name)?;
        out.push("[")?;
        match (form.takes, items) {
            (Takes::Literal, []) | (Takes::Tuple, []) => out.push("()")?,
            (Takes::Literal, _) => text::write_items(cx, items.iter().copied(), out)?,
            (Takes::Annotated, [first, meta @ ..]) => {
                write_type(cx, *first, out)?;
                for value in meta {
                    out.push(", ")?;
                    text::write_repr(cx, *value, out)?;
                }
            }
            (Takes::Callable, [Value::Ellipsis, _]) => {
                write_types(cx, items, out)?;
            }
            (Takes::Callable, [arguments @ .., result]) => {
                out.push("[")?;
                write_types(cx, arguments, out)?;
                out.push("], ")?;
                write_type(cx, *result, out)?;
            }
            _ => write_types(cx, items, out)?,
        }
        out.push("]")
    })
}

fn write_types<'h>(cx: &Context<'h>, values: &[Value<'h>], out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(", ")?;
        }
        write_type(cx, *value, out)?;
    }
    Ok(())
}

/// A type as it stands in brackets.
fn write_type<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    cx.burn(1)?;
    match value {
        Value::Ellipsis => out.push("..."),
        Value::Type(class) => {
            if class.module != "builtins" {
                out.push(class.module)?;
                out.push(".")?;
            }
            out.push(class.name)
        }
        Value::Native(row) => out.push(row.name),
        Value::Function(function) => out.push(function.name()),
        other => text::write_repr(cx, other, out),
    }
}

/// Forms are equal when they have the same name and arguments; those of unions in any order.
pub(super) fn equal<'h>(cx: &Context<'h>, object: &'h Object<'h>, other: Value<'h>) -> R<'h, bool> {
    let Value::Object(other) = other else { return Ok(false) };
    let (Some(a), Some(b)) = (form_of(object), form_of(other)) else { return Ok(false) };
    if !std::ptr::eq(a, b) {
        return Ok(false);
    }
    match (object.field(0), other.field(0)) {
        (Value::Tuple(x), Value::Tuple(y)) if a.takes == Takes::Union => {
            Ok(within(cx, x.items(), y.items())? && within(cx, y.items(), x.items())?)
        }
        (x @ Value::Tuple(_), y @ Value::Tuple(_)) => ops::equal(cx, x, y),
        (x, y) => Ok(x.is_bound() == y.is_bound()),
    }
}

fn within<'h>(cx: &Context<'h>, a: &[Value<'h>], b: &[Value<'h>]) -> R<'h, bool> {
    for x in a {
        let mut found = false;
        for y in b {
            cx.burn(1)?;
            found = found || ops::equal(cx, *x, *y)?;
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A hash that equal forms share.
pub(super) fn hash<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, u64> {
    let Some(form) = form_of(object) else { return Ok(1) };
    let mut sum = cx.hash_text(form.name);
    if let Value::Tuple(args) = object.field(0) {
        for value in args.items() {
            sum = sum.wrapping_add(ops::hash(cx, *value)?);
        }
    }
    Ok(sum)
}

/// Calling a form makes nothing.
pub(super) fn refuse_call<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let Some(form) = form_of(object) else { return Err(cx.internal("a form without its data")) };
    let name = form.name;
    Err(match (form.takes, form.instead()) {
        (Takes::NothingAsType, _) => cx.type_error(format_args!("{name} cannot be instantiated")),
        (_, Some(instead)) => {
            cx.type_error(format_args!("Type {name} cannot be instantiated; use {instead}() instead"))
        }
        _ => cx.type_error(format_args!("Cannot instantiate typing.{name}")),
    })
}

/// A form by itself.
pub(super) fn bare<'h>(cx: &Context<'h>, form: &'static Form) -> R<'h> {
    let class: &'static Class = if form.is_generic() { &GENERIC } else { &FORM };
    object_with(cx, class, form, &[])
}
