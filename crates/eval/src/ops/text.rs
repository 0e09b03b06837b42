//! `repr`, `str`, `ascii`, `format`.

use crate::class;
use crate::context::Context;
use crate::format::{self, Spec};
use crate::number;
use crate::ops::convert::{self, checked, number_error};
use crate::ops::own_type_name;
use crate::stop::R;
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
    if let Value::Str(_) = value {
        return Ok(value);
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
    let text = repr_string(cx, value)?;
    if text.is_ascii() {
        return cx.str(&text);
    }
    cx.charge(text.len().saturating_mul(5))?;
    let mut escaped = String::new();
    format::repr::write_escaped(&mut escaped, &text);
    cx.str(&escaped)
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
        Value::Bool(value) => out.push(if value { "True" } else { "False" }),
        Value::Int(value) => out.display(value),
        Value::Float(value) => out.push(&format::float_repr(value)),
        Value::Big(big) => {
            let number = big.to_owned();
            cx.burn((big.limbs() as u64).saturating_mul(big.limbs() as u64).wrapping_shr(4))?;
            let text = checked(cx, number::decimal_text((&number).into()))?;
            out.push(&text)
        }
        Value::Str(text) => write_text_repr(cx, text, out),
        Value::Bytes(bytes) => {
            cx.burn_bytes(bytes.data().len())?;
            let mut text = String::new();
            cx.heap().charge(format::repr::bytes_repr_len(bytes.data()))?;
            format::repr::write_bytes_repr(&mut text, bytes.data());
            out.push(&text)
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
    cx.heap().charge(format::repr::str_repr_len(text, false))?;
    let mut quoted = String::new();
    format::repr::write_str_repr(&mut quoted, text);
    out.push(&quoted)
}

/// Write a container unless it is being written already.
fn guarded<'h>(
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

fn write_dict<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let derived = dict.class().slots.repr_dict;
    guarded(cx, std::ptr::from_ref(dict).cast(), derived.map_or("{...}", |_| "..."), out, |out| match derived
    {
        Some(write) => write(cx, dict, out),
        None => write_dict_entries(cx, dict, out),
    })
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
        Value::Native(row) => {
            out.push(if row.message_name().contains('.') { "<method '" } else { "<built-in function " })?;
            match row.message_name().split_once('.') {
                Some((owner, name)) => {
                    out.push(name)?;
                    out.push("' of '")?;
                    out.push(owner)?;
                    out.push("' objects>")
                }
                None => {
                    out.push(row.name)?;
                    out.push(">")
                }
            }
        }
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
        Some(slot) => guarded(cx, std::ptr::from_ref(object).cast(), "...", out, |out| slot(cx, object, out)),
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
    match exception.args.get().items() {
        [] => Ok(()),
        // A key may be any text, so it is shown quoted.
        [key] if exception.class.is_subclass(&class::KEY_ERROR) => write_repr(cx, *key, out),
        [number, text] if exception.class.is_subclass(&class::OS_ERROR) => {
            out.push("[Errno ")?;
            cx.nested(|| write_str(cx, *number, out))?;
            out.push("] ")?;
            cx.nested(|| write_str(cx, *text, out))
        }
        [only] => cx.nested(|| write_str(cx, *only, out)),
        items => {
            out.push("(")?;
            cx.nested(|| write_items(cx, items.iter().copied(), out))?;
            out.push(")")
        }
    }
}

/// `format(x, spec)`.
///
/// # Errors
/// `ValueError` for a wrong specification, `TypeError` for a type that takes none; limits.
pub fn format<'h>(cx: &Context<'h>, value: Value<'h>, spec: &'h str) -> R<'h> {
    let parse = |type_name: &str| checked(cx, Spec::parse(spec, type_name));
    let mut out = String::new();
    match value {
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            let spec = parse("str")?;
            cx.charge(format::str_len(text, &spec))?;
            checked(cx, format::format_str(&mut out, text, &spec))?;
        }
        Value::Bool(value) => {
            let spec = parse("bool")?;
            cx.charge(format::int_len(number::IntRef::Small(1), &spec))?;
            checked(cx, format::format_bool(&mut out, value, &spec))?;
        }
        Value::Int(_) | Value::Big(_) => {
            let Some(int) = convert::to_int(value) else { return Err(cx.internal("int")) };
            let spec = parse("int")?;
            cx.charge(format::int_len(int.as_ref(), &spec))?;
            checked(cx, format::format_int(&mut out, int.as_ref(), &spec, "int"))?;
        }
        Value::Float(value) => {
            let spec = parse("float")?;
            cx.charge(format::float_len(value, &spec))?;
            checked(cx, format::format_float(&mut out, value, &spec))?;
        }
        Value::Object(object) if object.class.slot(|slots| slots.format).is_some() && !spec.is_empty() => {
            return match object.class.slot(|slots| slots.format) {
                Some(slot) => cx.nested(|| slot(cx, object, spec)),
                None => Err(cx.internal("slot vanished")),
            };
        }
        _ if spec.is_empty() => return str(cx, value),
        _ => {
            return Err(cx.type_error(format_args!(
                "unsupported format string passed to {}.__format__",
                own_type_name(value)
            )));
        }
    }
    cx.str(&out)
}

/// A formatting error as a stop.
pub(crate) fn format_error<'h>(cx: &Context<'h>, error: number::NumberError) -> crate::stop::Stop<'h> {
    number_error(cx, error)
}

/// `format % values` of text.
///
/// # Errors
/// CPython's complaints about formats and values; limits.
pub fn percent<'h>(cx: &Context<'h>, _: &'h Str<'h>, _: Value<'h>) -> R<'h> {
    Err(cx.internal("percent"))
}

/// `format % values` of bytes.
///
/// # Errors
/// As [`percent`].
pub fn percent_bytes<'h>(cx: &Context<'h>, _: &'h crate::value::bytes::Bytes<'h>, _: Value<'h>) -> R<'h> {
    Err(cx.internal("percent"))
}
