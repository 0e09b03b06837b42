//! `mappingproxy`: the read-only dict that `Pattern.groupindex` is.

use std::cell::Cell;

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::{self, compare, index, iterate};
use hognose_eval::row::{Member, Row, Signature};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

/// `mappingproxy`; its field is the dict.
pub(super) static MAPPING_PROXY: Class = Class {
    slots: Slots {
        repr: Some(|cx, object, out| {
            out.push("mappingproxy(")?;
            ops::text::write_repr(cx, object.field(0), out)?;
            out.push(")")
        }),
        compare: Some(|cx, op, object, other| {
            let other = match other {
                Value::Object(inner) if std::ptr::eq(inner.class, &MAPPING_PROXY) => inner.field(0),
                other => other,
            };
            compare::compare(cx, op, object.field(0), other)
        }),
        len: Some(|cx, object| ops::len(cx, object.field(0))),
        iter: Some(|cx, object| iterate::iterator_value(cx, object.field(0))),
        contains: Some(|cx, object, key| iterate::contains(cx, object.field(0), key)),
        get_item: Some(|cx, object, key| index::get_item(cx, object.field(0), key)),
        ..Slots::NONE
    },
    ..Class::builtin("mappingproxy", &[ROWS], None)
};

macro_rules! forward {
    ($name:literal, $signature:expr, $doc:literal) => {
        Row::new(
            $name,
            $signature,
            $doc,
            Member::RawMethod(|cx, row, receiver, args| {
                let Value::Object(object) = receiver else { return Err(cx.internal("no proxy")) };
                if !args.keywords.is_empty() {
                    return Err(
                        cx.type_error(format_args!("mappingproxy.{}() takes no keyword arguments", row.name))
                    );
                }
                cx.call_method(object.field(0), row.name, args.positional)
            }),
        )
    };
}

static ROWS: &[Row] = &[
    forward!("get", Signature::positional(&[]), "The value of a key, or something else."),
    forward!("keys", Signature::NONE, "The keys."),
    forward!("values", Signature::NONE, "The values."),
    forward!("items", Signature::NONE, "Keys with their values."),
    forward!("copy", Signature::NONE, "A copy."),
];

/// A read-only view of a dict.
pub(super) fn proxy<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    let fields = Cell::new(cx.heap().values(&[Value::Dict(dict)], 1)?);
    Ok(Value::Object(cx.heap().alloc(Object { class: &MAPPING_PROXY, data: &(), fields })?))
}
