//! Calling exception types.

use crate::class::{self, Class};
use crate::context::Context;
use crate::ops::{own_type_name, unexpected_keyword};
use crate::row::Args;
use crate::stop::R;
use crate::value::Value;

/// The keyword arguments a type takes.
fn keywords(class: &'static Class) -> &'static [&'static str] {
    if class.is_subclass(&class::ATTRIBUTE_ERROR) {
        &["name", "obj"]
    } else if class.is_subclass(&class::NAME_ERROR) {
        &["name"]
    } else if class.is_subclass(&class::IMPORT_ERROR) {
        &["name", "path", "name_from"]
    } else {
        &[]
    }
}

/// Call an exception type.
///
/// # Errors
/// CPython's complaints about arguments; the memory limit.
pub(crate) fn construct<'h>(cx: &Context<'h>, class: &'static Class, args: &Args<'_, 'h>) -> R<'h> {
    let known = keywords(class);
    if let Some((name, _)) = args.keywords.iter().find(|(name, _)| !known.contains(name)) {
        return Err(if known.is_empty() {
            cx.type_error(format_args!("{}() takes no keyword arguments", class.name))
        } else {
            unexpected_keyword(cx, format_args!("{}()", class.name), name, known)
        });
    }
    if class.is_subclass(&class::OS_ERROR) {
        return system_error(cx, class, args.positional);
    }
    check_unicode(cx, class, args.positional)?;
    let exception = cx.exception(class, args.positional)?;
    if !args.keywords.is_empty() {
        let value_of = |wanted: &&str| {
            args.keywords.iter().find(|(name, _)| name == wanted).map_or(Value::None, |(_, value)| *value)
        };
        let mut kept = [Value::None; 3];
        for (place, name) in kept.iter_mut().zip(known) {
            *place = value_of(name);
        }
        exception.extra.set(cx.tuple(&kept)?);
    }
    Ok(Value::Exception(exception))
}

/// `OSError` and those derived from it: two to five arguments are number, text and files.
fn system_error<'h>(cx: &Context<'h>, mut class: &'static Class, args: &[Value<'h>]) -> R<'h> {
    if !(2..=5).contains(&args.len()) {
        return Ok(Value::Exception(cx.exception(class, args)?));
    }
    let get = |index: usize| args.get(index).copied().unwrap_or(Value::None);
    if std::ptr::eq(class, &class::OS_ERROR) {
        class = match get(0) {
            Value::Int(number) => of_number(number),
            Value::Bool(number) => of_number(i64::from(number.get())),
            _ => class,
        };
    }
    // The third argument is the file, the fifth another one; the fourth is for another system.
    let shown = if get(2).is_none() { args } else { args.get(..2).unwrap_or(args) };
    let exception = cx.exception(class, shown)?;
    exception.extra.set(cx.tuple(&[get(0), get(1), get(2), get(4)])?);
    Ok(Value::Exception(exception))
}

/// The type for the number of a system's error.
fn of_number(number: i64) -> &'static Class {
    match number {
        1 | 13 => &class::PERMISSION_ERROR,
        2 => &class::FILE_NOT_FOUND_ERROR,
        3 => &class::PROCESS_LOOKUP_ERROR,
        4 => &class::INTERRUPTED_ERROR,
        10 => &class::CHILD_PROCESS_ERROR,
        11 | 114 | 115 => &class::BLOCKING_IO_ERROR,
        17 => &class::FILE_EXISTS_ERROR,
        20 => &class::NOT_A_DIRECTORY_ERROR,
        21 => &class::IS_A_DIRECTORY_ERROR,
        32 | 108 => &class::BROKEN_PIPE_ERROR,
        103 => &class::CONNECTION_ABORTED_ERROR,
        104 => &class::CONNECTION_RESET_ERROR,
        110 => &class::TIMEOUT_ERROR,
        111 => &class::CONNECTION_REFUSED_ERROR,
        _ => &class::OS_ERROR,
    }
}

/// What one argument must be.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Bytes,
    Int,
}

fn check_unicode<'h>(cx: &Context<'h>, class: &'static Class, args: &[Value<'h>]) -> R<'h, ()> {
    let wanted: &[Wanted] = if class.is_subclass(&class::UNICODE_DECODE_ERROR) {
        &[Wanted::Text, Wanted::Bytes, Wanted::Int, Wanted::Int, Wanted::Text]
    } else if class.is_subclass(&class::UNICODE_ENCODE_ERROR) {
        &[Wanted::Text, Wanted::Text, Wanted::Int, Wanted::Int, Wanted::Text]
    } else if class.is_subclass(&class::UNICODE_TRANSLATE_ERROR) {
        &[Wanted::Text, Wanted::Int, Wanted::Int, Wanted::Text]
    } else {
        return Ok(());
    };
    if args.len() != wanted.len() {
        return Err(cx.type_error(format_args!(
            "function takes exactly {} arguments ({} given)",
            wanted.len(),
            args.len()
        )));
    }
    for (index, (value, wanted)) in args.iter().zip(wanted).enumerate() {
        let name = own_type_name(*value);
        let number = index.saturating_add(1);
        match (wanted, value) {
            (Wanted::Text, Value::Str(_)) | (Wanted::Bytes, Value::Bytes(_)) => {}
            (Wanted::Int, Value::Int(_) | Value::Bool(_)) => {}
            (Wanted::Text, _) => {
                return Err(cx.type_error(format_args!("argument {number} must be str, not {name}")));
            }
            (Wanted::Bytes, _) => {
                return Err(cx.type_error(format_args!("a bytes-like object is required, not '{name}'")));
            }
            (Wanted::Int, _) => {
                return Err(
                    cx.type_error(format_args!("'{name}' object cannot be interpreted as an integer"))
                );
            }
        }
    }
    Ok(())
}
