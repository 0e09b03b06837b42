//! Built-in functions.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// Methods.
pub static TYPE_ROWS: &[Row] = &[];
/// Constructor.
pub static TYPE_NEW: Row = Row::new(
    "type",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);

use crate::context::Context;
use crate::row::Args;
use crate::stop::R;
use crate::value::Value;
use crate::value::object::Object;
use crate::write::Writer;
use hognose_syntax::tree::CompareOp;

fn type_text<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match value {
        Value::None => out.push("None"),
        Value::Type(class) => {
            if class.module != "builtins" {
                out.push(class.module)?;
                out.push(".")?;
            }
            out.push(class.name)
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
    _: &Context<'h>,
    op: CompareOp,
    object: &'h Object<'h>,
    other: Value<'h>,
) -> R<'h> {
    let (Value::Tuple(a), Value::Object(other), CompareOp::Eq) = (object.field(0), other, op) else {
        return Ok(Value::NotImplemented);
    };
    let Value::Tuple(b) = other.field(0) else { return Ok(Value::NotImplemented) };
    let within = |a: &[Value<'h>], b: &[Value<'h>]| a.iter().all(|x| b.iter().any(|y| x.is(*y)));
    Ok(Value::Bool(within(a.items(), b.items()) && within(b.items(), a.items())))
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
