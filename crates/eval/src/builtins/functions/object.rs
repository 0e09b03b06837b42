//! Functions of any object: `callable`, `getattr`, `hasattr`, `type`; the types `object` and `type`.

use crate::class;
use crate::context::Context;
use crate::function;
use crate::ops::{self, attribute, own_type_name};
use crate::row::{Member, Row, Signature, optional, p_only, p_only_optional, required};
use crate::stop::R;
use crate::value::Value;
use crate::value::iter::Cursor;
use crate::value::object::Object;
use std::any::Any;
use std::cell::Cell;

/// Rows.
pub(super) static ROWS: &[Row] = &[
    function!("callable", Signature::one(&[p_only("object")]), "Whether a value can be called.", callable, 1),
    function!(
        "getattr",
        Signature::positional(&[p_only("object"), p_only("name"), p_only_optional("default")]),
        "An attribute by its name, or a default.",
        get_attribute,
        3
    ),
    function!(
        "hasattr",
        Signature::positional(&[p_only("object"), p_only("name")]),
        "Whether there is an attribute of this name.",
        has_attribute,
        2
    ),
];

/// Methods of types.
pub static TYPE_ROWS: &[Row] = &[Row::property("__name__", "Its name.", |cx, value| match value {
    Value::Type(class) => cx.wrap_str(class.name),
    _ => Ok(Value::Unbound),
})];

/// Attributes of functions.
pub static FUNCTION_ROWS: &[Row] = &[Row::property("__name__", "Its name.", |cx, value| match value {
    Value::Function(function) => cx.wrap_str(function.name()),
    Value::Native(row) => cx.wrap_str(row.name),
    Value::Bound(bound) => cx.wrap_str(bound.row.name),
    Value::Iter(iter) => match iter.cursor.get() {
        Cursor::Generator(generator) => cx.wrap_str(&generator.code.name),
        _ => Ok(Value::Unbound),
    },
    _ => Ok(Value::Unbound),
})];

/// The type of functions: it makes them of code, and no value is code.
pub static FUNCTION_NEW: Row = function!(
    "function",
    Signature::keywords(&[
        required("code"),
        required("globals"),
        optional("name"),
        optional("argdefs"),
        optional("closure"),
        optional("kwdefaults"),
    ]),
    "There is no code to make functions of.",
    new_function,
    1
);

fn new_function<'h>(cx: &Context<'h>, code: Value<'h>) -> R<'h> {
    let given = if code.is_none() { "None" } else { own_type_name(code) };
    Err(cx.type_error(format_args!("function() argument 'code' must be code, not {given}")))
}

/// `type(x)`.
pub static TYPE_NEW: Row = Row::new(
    "type",
    Signature::positional(&[p_only("object")]),
    "The type of a value.",
    Member::RawFunction(|cx, _, args| match (args.positional, args.keywords) {
        ([value], []) => Ok(crate::value::made::type_of(cx, *value)),
        ([_], _) => Err(cx.type_error("type() takes no keyword arguments")),
        (parts @ [_, _, _], _) => {
            let wanted: [(&str, &'static class::Class); 3] =
                [("str", &class::STR), ("tuple", &class::TUPLE), ("dict", &class::DICT)];
            for (index, (part, (name, class))) in parts.iter().zip(wanted).enumerate() {
                if !part.class().is_subclass(class) {
                    let given = if part.is_none() { "None" } else { ops::own_type_name(*part) };
                    return Err(cx.type_error(format_args!(
                        "type.__new__() argument {} must be {name}, not {given}",
                        index.saturating_add(1)
                    )));
                }
            }
            Err(cx.type_error("classes cannot be made"))
        }
        _ => Err(cx.type_error("type() takes 1 or 3 arguments")),
    }),
);

/// The constructor of a type with one value.
macro_rules! single {
    ($ident:ident, $name:literal, $value:expr) => {
        #[doc = concat!("`", $name, "()`.")]
        pub static $ident: Row = Row::new(
            $name,
            Signature::NONE,
            "The only value of the type.",
            Member::RawFunction(|cx, _, args| {
                if args.positional.is_empty() && args.keywords.is_empty() {
                    Ok($value)
                } else {
                    Err(cx.type_error(concat!($name, " takes no arguments")))
                }
            }),
        );
    };
}

single!(NONE_NEW, "NoneType", Value::None);
single!(ELLIPSIS_NEW, "EllipsisType", Value::Ellipsis);
single!(NOT_IMPLEMENTED_NEW, "NotImplementedType", Value::NotImplemented);

/// `object()`.
pub static OBJECT_NEW: Row = Row::new(
    "object",
    Signature::NONE,
    "A value that equals nothing else.",
    Member::RawFunction(|cx, _, args| {
        if !args.positional.is_empty() || !args.keywords.is_empty() {
            return Err(cx.type_error("object() takes no arguments"));
        }
        let data: &'static dyn Any = &();
        Ok(Value::Object(cx.heap().alloc(Object { class: &class::OBJECT, data, fields: Cell::new(&[]) })?))
    }),
);

fn callable<'h>(_: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(Value::bool(ops::is_callable(value)))
}

/// The attribute, or unbound. Of names that start with an underscore only those of the table exist.
fn lookup<'h>(cx: &Context<'h>, object: Value<'h>, name: Value<'h>) -> R<'h, (Value<'h>, &'h str)> {
    let Value::Str(text) = name else {
        return Err(
            cx.type_error(format_args!("attribute name must be string, not '{}'", own_type_name(name)))
        );
    };
    let text = text.text(cx.heap())?;
    if text.starts_with('_') && cx.table().named(text).is_empty() {
        return Ok((Value::Unbound, text));
    }
    Ok((attribute::lookup(cx, object, text, cx.table().named(text))?, text))
}

fn get_attribute<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    name: Value<'h>,
    default: Option<Value<'h>>,
) -> R<'h> {
    match (lookup(cx, object, name), default) {
        (Ok((Value::Unbound, name)), None) => Err(attribute::no_attribute(cx, object, name)),
        (Ok((Value::Unbound, _)), Some(default)) => Ok(default),
        (Ok((value, _)), _) => Ok(value),
        (Err(stop), Some(default)) if cx.is_raise_of(stop, &class::ATTRIBUTE_ERROR) => Ok(default),
        (Err(stop), _) => Err(stop),
    }
}

fn has_attribute<'h>(cx: &Context<'h>, object: Value<'h>, name: Value<'h>) -> R<'h> {
    match lookup(cx, object, name) {
        Ok((value, _)) => Ok(Value::bool(value.is_bound())),
        Err(stop) if cx.is_raise_of(stop, &class::ATTRIBUTE_ERROR) => Ok(Value::bool(false)),
        Err(stop) => Err(stop),
    }
}
