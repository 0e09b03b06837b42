//! `repr`, `str`, `ascii`, `format`.

mod format;
mod percent;
mod template;

pub use format::{format, write_format};
pub use percent::{percent, percent_bytes};
pub(crate) use template::{Given, fill};

use crate::class;
use crate::context::Context;
use crate::number;
use crate::ops::convert::checked;
use crate::ops::own_type_name;
use crate::row::Member;
use crate::stop::R;
use crate::text::quote;
use crate::value::Value;
use crate::value::dict::{Dict, ViewKind};
use crate::value::exception::Exception;
use crate::value::iter::{Cursor, Lazy};
use crate::value::object::Object;
use crate::value::set::Set;
use crate::value::str::Str;
use crate::write::Writer;

/// `repr(x)`.
///
/// # Errors
/// Limits, and what the classes of objects raise.
pub fn repr<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let mut out = Writer::new(cx);
    write_repr(cx, value, &mut out)?;
    out.finish()
}

/// `repr(x)` as owned text.
///
/// # Errors
/// As [`repr`].
pub fn repr_string<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, String> {
    let mut out = Writer::new(cx);
    write_repr(cx, value, &mut out)?;
    Ok(out.into_string())
}

/// `str(x)`.
///
/// # Errors
/// As [`repr`].
pub fn str<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Str(_) => return Ok(value),
        Value::Int(value) => return cx.str(crate::write::int_text(value, &mut [0; 20])),
        _ => {}
    }
    let mut out = Writer::new(cx);
    write_str(cx, value, &mut out)?;
    out.finish()
}

/// `str(x)` as owned text.
///
/// # Errors
/// As [`repr`].
pub fn str_string<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, String> {
    let mut out = Writer::new(cx);
    write_str(cx, value, &mut out)?;
    Ok(out.into_string())
}

/// `ascii(x)`.
///
/// # Errors
/// As [`repr`].
pub fn ascii<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let mut out = Writer::new(cx);
    write_ascii(cx, value, &mut out)?;
    out.finish()
}

/// Write `ascii(x)`.
///
/// # Errors
/// As [`repr`].
pub fn write_ascii<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    if let Value::Str(text) = value {
        let text = text.text(cx.heap())?;
        cx.burn_bytes(text.len())?;
        return quote::ascii(text, out);
    }
    let mut shown = Writer::new(cx);
    write_repr(cx, value, &mut shown)?;
    let text = shown.as_str();
    if text.is_ascii() {
        return out.push(text);
    }
    text.chars().try_for_each(|char| match hognose_syntax::surrogate::code_of(char) {
        _ if char.is_ascii() => out.push_char(char),
        code @ 0..=0xFF => out.display(format_args!("\\x{code:02x}")),
        code @ 0x100..=0xFFFF => out.display(format_args!("\\u{code:04x}")),
        code => out.display(format_args!("\\U{code:08x}")),
    })
}

/// Write `str(x)`.
///
/// # Errors
/// As [`repr`].
pub fn write_str<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match value {
        Value::Str(text) => out.push(text.text(cx.heap())?),
        Value::Exception(exception) => write_exception_str(cx, exception, out),
        Value::Object(object) => match object.class.slot(|slots| slots.str) {
            Some(slot) => cx.nested(|| slot(cx, object, out)),
            None => write_repr(cx, value, out),
        },
        _ => write_repr(cx, value, out),
    }
}

/// Write `repr(x)`.
///
/// # Errors
/// As [`repr`].
pub fn write_repr<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    cx.burn(1)?;
    match value {
        Value::Unbound | Value::None => out.push("None"),
        Value::Ellipsis => out.push("Ellipsis"),
        Value::NotImplemented => out.push("NotImplemented"),
        Value::Bool(value) => out.push(if value.get() { "True" } else { "False" }),
        Value::Int(value) => out.push_int(value),
        Value::Float(value) => write_float(value.get(), out),
        Value::Big(big) => {
            cx.burn(number::cost::decimal((big.limbs() as u64).saturating_mul(32)))?;
            let number = big.to_owned();
            let text = checked(cx, number::decimal_text((&number).into()))?;
            out.push(&text)
        }
        Value::Str(text) => write_text_repr(cx, text, out),
        Value::Bytes(bytes) => {
            cx.burn_bytes(bytes.data().len())?;
            quote::repr_bytes(bytes.data(), out)
        }
        Value::List(list) => guarded(cx, std::ptr::from_ref(list).cast(), "[...]", out, |out| {
            out.push("[")?;
            let mut index = 0_usize;
            while let Some(item) = list.get(index) {
                if index > 0 {
                    out.push(", ")?;
                }
                write_repr(cx, item, out)?;
                index = index.saturating_add(1);
            }
            out.push("]")
        }),
        // Of these CPython sees cycles only where they pass through another container.
        Value::Tuple(tuple) if let Some(shape) = tuple.shape.filter(|shape| shape.made.is_some()) => {
            cx.nested(|| write_named(cx, shape, tuple.items(), out))
        }
        Value::Tuple(tuple) => guarded(cx, std::ptr::from_ref(tuple).cast(), "(...)", out, |out| {
            if let Some(shape) = tuple.shape {
                return write_named(cx, shape, tuple.items(), out);
            }
            out.push("(")?;
            write_items(cx, tuple.items().iter().copied(), out)?;
            out.push(if tuple.len() == 1 { ",)" } else { ")" })
        }),
        Value::Dict(dict) => write_dict(cx, dict, out),
        Value::Set(set) => write_set(cx, set, out),
        _ => write_other(cx, value, out),
    }
}

fn write_text_repr<'h>(cx: &Context<'h>, text: &'h Str<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let text = text.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    quote::repr(text, out)
}

/// Write `repr` of a float.
fn write_float<'h>(value: f64, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    /// No float's shortest digits take more.
    const MOST: usize = 32;
    let mut buffer = ryu::Buffer::new();
    if value.is_finite() {
        let text = buffer.format_finite(value);
        // Without an exponent the layout is Python's, but for one size, where Python has an exponent.
        if !text.contains('e') && !text.trim_start_matches('-').starts_with("0.0000") {
            return out.push(text);
        }
    }
    crate::format::write_float_repr(out.room(MOST)?, value);
    Ok(())
}

/// Write a container unless it is being written already: then `cycle` stands for it.
///
/// # Errors
/// What writing raises; the native depth limit.
pub fn guarded<'h>(
    cx: &Context<'h>,
    identity: *const (),
    cycle: &str,
    out: &mut Writer<'_, 'h>,
    write: impl FnOnce(&mut Writer<'_, 'h>) -> R<'h, ()>,
) -> R<'h, ()> {
    if out.open.contains(&identity) {
        return out.push(cycle);
    }
    cx.enter()?;
    out.open.push(identity);
    let result = write(out);
    out.open.pop();
    cx.leave();
    result
}

/// Write `repr`s with commas between them.
///
/// # Errors
/// As [`repr`].
pub fn write_items<'h>(
    cx: &Context<'h>,
    items: impl Iterator<Item = Value<'h>>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(", ")?;
        }
        write_repr(cx, item, out)?;
    }
    Ok(())
}

fn write_named<'h>(
    cx: &Context<'h>,
    shape: &crate::value::tuple::Shape<'h>,
    items: &'h [Value<'h>],
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    out.push(shape.name)?;
    out.push("(")?;
    for (index, (name, item)) in shape.fields.iter().zip(items).enumerate() {
        if index > 0 {
            out.push(", ")?;
        }
        out.push(name)?;
        out.push("=")?;
        write_repr(cx, *item, out)?;
    }
    out.push(")")
}

/// Write the entries of a dict in braces.
///
/// # Errors
/// As [`repr`].
pub fn write_dict_entries<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("{")?;
    let table = dict.table(cx)?;
    let mut position = 0;
    let mut first = true;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        if !first {
            out.push(", ")?;
        }
        first = false;
        write_repr(cx, key, out)?;
        out.push(": ")?;
        write_repr(cx, value, out)?;
    }
    out.push("}")
}

/// Write a dict as one of the type `dict`.
///
/// # Errors
/// As [`repr`].
pub fn write_plain_dict<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    guarded(cx, std::ptr::from_ref(dict).cast(), "{...}", out, |out| write_dict_entries(cx, dict, out))
}

fn write_dict<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match dict.slot(|slots| slots.repr_dict) {
        Some(write) => cx.nested(|| write(cx, dict, out)),
        None => write_plain_dict(cx, dict, out),
    }
}

fn write_set<'h>(cx: &Context<'h>, set: &'h Set<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    if set.is_empty() {
        return out.push(if set.frozen { "frozenset()" } else { "set()" });
    }
    let cycle = if set.frozen { "frozenset(...)" } else { "set(...)" };
    guarded(cx, std::ptr::from_ref(set).cast(), cycle, out, |out| {
        out.push(if set.frozen { "frozenset({" } else { "{" })?;
        let mut position = 0;
        let mut first = true;
        while let Some((next, item, _)) = set.table.next_from(position) {
            position = next;
            if !first {
                out.push(", ")?;
            }
            first = false;
            write_repr(cx, item, out)?;
        }
        out.push(if set.frozen { "})" } else { "}" })
    })
}

#[inline(never)]
fn write_other<'h>(cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match value {
        Value::View(view) => guarded(cx, std::ptr::from_ref(view).cast(), "...", out, |out| {
            out.push(view.class().name)?;
            out.push("([")?;
            let table = view.dict.table(cx)?;
            let mut position = 0;
            let mut first = true;
            while let Some((next, key, value)) = table.next_from(position) {
                position = next;
                if !first {
                    out.push(", ")?;
                }
                first = false;
                match view.kind {
                    ViewKind::Keys => write_repr(cx, key, out)?,
                    ViewKind::Values => write_repr(cx, value, out)?,
                    ViewKind::Items => {
                        out.push("(")?;
                        write_items(cx, [key, value].into_iter(), out)?;
                        out.push(")")?;
                    }
                }
            }
            out.push("])")
        }),
        Value::Range(range) => {
            out.push("range(")?;
            out.display(range.start)?;
            out.push(", ")?;
            out.display(range.stop)?;
            if range.step != 1 {
                out.push(", ")?;
                out.display(range.step)?;
            }
            out.push(")")
        }
        Value::Slice(slice) => cx.nested(|| {
            out.push("slice(")?;
            write_items(cx, [slice.start, slice.stop, slice.step].into_iter(), out)?;
            out.push(")")
        }),
        // CPython adds addresses to these, which no sandbox should show.
        Value::Function(function) => {
            out.push("<function ")?;
            out.push(function.qualname())?;
            out.push(">")
        }
        Value::Native(row) => match (row.message_name().split_once('.'), row.member) {
            (Some((owner, name)), Member::Method(_) | Member::RawMethod(_)) => {
                out.push("<method '")?;
                out.push(name)?;
                out.push("' of '")?;
                out.push(owner)?;
                out.push("' objects>")
            }
            (Some((owner, _)), _) if !owner.starts_with('_') && cx.table().module(owner).is_none() => {
                out.push("<built-in method ")?;
                out.push(row.name)?;
                out.push(" of type object>")
            }
            _ => {
                out.push("<built-in function ")?;
                out.push(row.name)?;
                out.push(">")
            }
        },
        Value::Bound(bound) => {
            out.push("<built-in method ")?;
            out.push(bound.row.name)?;
            out.push(" of ")?;
            out.push(own_type_name(bound.receiver))?;
            out.push(" object>")
        }
        Value::Type(class) => {
            out.push("<class '")?;
            if class.module != "builtins" {
                out.push(class.module)?;
                out.push(".")?;
            }
            out.push(class.name)?;
            out.push("'>")
        }
        Value::Module(module) => {
            out.push("<module '")?;
            out.push(module.name)?;
            out.push("'>")
        }
        Value::Exception(exception) => write_exception_repr(cx, exception, out),
        Value::Iter(iter) => match iter.cursor.get() {
            Cursor::Generator(generator) => {
                out.push("<generator object ")?;
                out.push(&generator.code.qualname)?;
                out.push(">")
            }
            Cursor::Lazy(Lazy::Calls(..)) => out.push("<callable_iterator object>"),
            _ => {
                out.push("<")?;
                out.push(iter.class().name)?;
                out.push(" object>")
            }
        },
        Value::Object(object) => write_object(cx, object, out),
        _ => out.push("<cell>"),
    }
}

fn write_object<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match object.class.slot(|slots| slots.repr) {
        Some(slot) => {
            let cycle = object.class.slots.repr_cycle.unwrap_or("...");
            guarded(cx, std::ptr::from_ref(object).cast(), cycle, out, |out| slot(cx, object, out))
        }
        None => {
            out.push("<")?;
            out.push(own_type_name(Value::Object(object)))?;
            out.push(" object>")
        }
    }
}

fn write_exception_repr<'h>(
    cx: &Context<'h>,
    exception: &'h Exception<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    guarded(cx, std::ptr::from_ref(exception).cast(), "...", out, |out| {
        out.push(exception.class.name)?;
        out.push("(")?;
        write_items(cx, exception.args.get().items().iter().copied(), out)?;
        out.push(")")
    })
}

/// Write `str(exception)`.
///
/// # Errors
/// As [`repr`].
pub fn write_exception_str<'h>(
    cx: &Context<'h>,
    exception: &'h Exception<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    if let Some(write) = exception.class.slot(|slots| slots.str_exception) {
        return cx.nested(|| write(cx, exception, out));
    }
    write_plain_exception(cx, exception, out)
}

/// Write the arguments of an exception as its text.
///
/// # Errors
/// As [`repr`].
pub(crate) fn write_plain_exception<'h>(
    cx: &Context<'h>,
    exception: &'h Exception<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    match exception.args.get().items() {
        [] => Ok(()),
        // A key may be any text, so it is shown quoted.
        [key] if exception.class.is_subclass(&class::KEY_ERROR) => write_repr(cx, *key, out),
        [only] => cx.nested(|| write_str(cx, *only, out)),
        items => {
            out.push("(")?;
            cx.nested(|| write_items(cx, items.iter().copied(), out))?;
            out.push(")")
        }
    }
}
