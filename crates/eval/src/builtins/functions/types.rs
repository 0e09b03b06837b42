//! `isinstance`, `issubclass`, `type`, unions of types and types with parameters.

use crate::class::{self, Class};
use crate::context::Context;
use crate::function;
use crate::ops;
use crate::row::{Args, Row, Signature, p_only};
use crate::stop::{R, Stop};
use crate::value::made::{class_of, type_of};
use crate::value::object::Object;
use crate::value::{Value, made};
use crate::write::Writer;
use hognose_syntax::tree::CompareOp;

/// Rows.
pub(super) static ROWS: &[Row] = &[
    function!(
        "isinstance",
        Signature::positional(&[p_only("object"), p_only("class_or_tuple")]),
        "Whether a value is of a type, or of one of several.",
        is_instance,
        2
    ),
    function!(
        "issubclass",
        Signature::positional(&[p_only("class"), p_only("class_or_tuple")]),
        "Whether a type derives from a type, or from one of several.",
        is_subclass,
        2
    ),
];

fn is_instance<'h>(cx: &Context<'h>, value: Value<'h>, types: Value<'h>) -> R<'h> {
    matches(cx, "isinstance", type_of(cx, value), types).map(Value::bool)
}

fn is_subclass<'h>(cx: &Context<'h>, class: Value<'h>, types: Value<'h>) -> R<'h> {
    match (class, types) {
        (class, _) if class_of(class).is_some() => matches(cx, "issubclass", class, types).map(Value::from),
        // What is no type derives from none of no types.
        (_, Value::Tuple(tuple)) => cx.nested(|| {
            for wanted in tuple.items() {
                cx.burn(1)?;
                is_subclass(cx, class, *wanted)?;
            }
            Ok(Value::from(false))
        }),
        (_, Value::Object(object)) if std::ptr::eq(object.class, &class::GENERIC_ALIAS) => {
            Err(not_a_type(cx, "issubclass", types))
        }
        _ => Err(cx.type_error("issubclass() arg 1 must be a class")),
    }
}

/// Whether a type derives from a type, one of a tuple of types, or one of a union.
fn matches<'h>(cx: &Context<'h>, name: &str, of: Value<'h>, types: Value<'h>) -> R<'h, bool> {
    cx.burn(1)?;
    let class: &'static Class = class_of(of).unwrap_or(&class::OBJECT);
    let members = match types {
        Value::Type(wanted) => return Ok(class.is_subclass(wanted)),
        Value::Object(object) if made::is_type(object) => return Ok(of.is(types)),
        Value::Tuple(tuple) => {
            return cx.nested(|| {
                for wanted in tuple.items() {
                    if matches(cx, name, of, *wanted)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            });
        }
        Value::Object(object) if std::ptr::eq(object.class, &class::UNION) => object.field(0),
        _ => return Err(not_a_type(cx, name, types)),
    };
    let Value::Tuple(members) = members else { return Ok(false) };
    for wanted in members.items() {
        let found = match wanted {
            Value::None => std::ptr::eq(class, &class::NONE),
            Value::Type(wanted) => class.is_subclass(wanted),
            Value::Object(object) if made::is_type(object) => of.is(*wanted),
            other => return Err(not_a_type(cx, name, *other)),
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cold]
fn not_a_type<'h>(cx: &Context<'h>, name: &str, given: Value<'h>) -> Stop<'h> {
    if matches!(given, Value::Object(object) if std::ptr::eq(object.class, &class::GENERIC_ALIAS)) {
        return cx.type_error(format_args!("{name}() argument 2 cannot be a parameterized generic"));
    }
    cx.type_error(match name {
        "isinstance" => "isinstance() arg 2 must be a type, a tuple of types, or a union",
        _ => "issubclass() arg 2 must be a class, a tuple of classes, or a union",
    })
}

fn type_text<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match value {
        Value::None => out.push("None"),
        Value::Ellipsis => out.push("..."),
        Value::Native(row) => out.push(row.message_name()),
        Value::Function(function) => {
            out.push("__main__.")?;
            out.push(function.qualname())
        }
        Value::Type(class) => {
            if class.module != "builtins" {
                out.push(class.module)?;
                out.push(".")?;
            }
            out.push(class.name)
        }
        Value::Object(object) if let Some(name) = made::type_name(cx, object)? => {
            crate::ops::text::write_str(cx, object.field(2), out)?;
            out.push(".")?;
            out.push(name)
        }
        other => crate::ops::text::write_repr(cx, other, out),
    }
}

/// `int | None`.
pub(crate) fn union_repr<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    let Value::Tuple(members) = object.field(0) else { return Ok(()) };
    for (index, member) in members.items().iter().enumerate() {
        if index > 0 {
            out.push(" | ")?;
        }
        type_text(cx, *member, out)?;
    }
    Ok(())
}

/// Unions are equal when they have the same members, in any order.
pub(crate) fn union_compare<'h>(
    cx: &Context<'h>,
    op: CompareOp,
    object: &'h Object<'h>,
    other: Value<'h>,
) -> R<'h> {
    let (Value::Tuple(a), Value::Object(other), CompareOp::Eq) = (object.field(0), other, op) else {
        return Ok(Value::NotImplemented);
    };
    let Value::Tuple(b) = other.field(0) else { return Ok(Value::NotImplemented) };
    for (inner, outer) in [(a, b), (b, a)] {
        for member in inner.items() {
            if !ops::contains(cx, Value::Tuple(outer), *member)? {
                return Ok(Value::bool(false));
            }
        }
    }
    Ok(Value::bool(true))
}

/// The hash of a union: that of its members, in any order.
pub(crate) fn union_hash<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, u64> {
    let Value::Tuple(members) = object.field(0) else { return Ok(1) };
    let mut sum = 1_u64;
    for member in members.items() {
        sum = sum.wrapping_add(crate::ops::hash(cx, *member)?);
    }
    Ok(sum)
}

/// The hash of a type with parameters.
pub(crate) fn alias_hash<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, u64> {
    let (origin, parameters) = (object.field(0), object.field(1));
    Ok(crate::ops::hash(cx, origin)?.wrapping_mul(3).wrapping_add(crate::ops::hash(cx, parameters)?))
}

/// Types with parameters are equal when both parts are.
pub(crate) fn alias_compare<'h>(
    cx: &Context<'h>,
    op: CompareOp,
    object: &'h Object<'h>,
    other: Value<'h>,
) -> R<'h> {
    match (op, other) {
        (CompareOp::Eq, Value::Object(other)) if std::ptr::eq(other.class, object.class) => {
            let same =
                object.field(0).is(other.field(0)) && crate::ops::equal(cx, object.field(1), other.field(1))?;
            Ok(Value::from(same))
        }
        _ => Ok(Value::NotImplemented),
    }
}

/// `list[int]`.
pub(crate) fn alias_repr<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    type_text(cx, object.field(0), out)?;
    out.push("[")?;
    match object.field(1) {
        Value::Tuple(items) => {
            for (index, item) in items.items().iter().enumerate() {
                if index > 0 {
                    out.push(", ")?;
                }
                type_text(cx, *item, out)?;
            }
        }
        item => type_text(cx, item, out)?,
    }
    out.push("]")
}

/// `list[int]()` makes a list.
pub(crate) fn alias_call<'h>(cx: &Context<'h>, object: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    cx.call_with(object.field(0), args)
}
