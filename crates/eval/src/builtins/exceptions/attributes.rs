//! Attributes of exceptions, and the texts of those that are more than their arguments.

use crate::class::{self, Slots};
use crate::context::Context;
use crate::ops::{own_type_name, text};
use crate::row::{Member, Row, Signature, p_only};
use crate::stop::R;
use crate::value::Value;
use crate::value::exception::Exception;
use crate::write::Writer;

/// A property of exceptions.
const fn property(
    name: &'static str,
    doc: &'static str,
    get: for<'h> fn(&Context<'h>, Value<'h>) -> R<'h>,
) -> Row {
    Row::property(name, doc, get)
}

/// An argument of an exception; `None` where there are fewer.
fn argument<'h>(value: Value<'h>, index: usize) -> R<'h> {
    match value {
        Value::Exception(exception) => {
            Ok(exception.args.get().items().get(index).copied().unwrap_or(Value::None))
        }
        _ => Ok(Value::Unbound),
    }
}

/// What an exception keeps beside its arguments; `None` where there is less.
fn kept<'h>(value: Value<'h>, index: usize) -> R<'h> {
    match value {
        Value::Exception(exception) => Ok(match exception.extra.get() {
            Value::Tuple(tuple) => tuple.items().get(index).copied().unwrap_or(Value::None),
            _ => Value::None,
        }),
        _ => Ok(Value::Unbound),
    }
}

fn linked<'h>(value: Value<'h>, pick: impl Fn(&Exception<'h>) -> Option<&'h Exception<'h>>) -> R<'h> {
    match value {
        Value::Exception(exception) => Ok(pick(exception).map_or(Value::None, Value::Exception)),
        _ => Ok(Value::Unbound),
    }
}

pub(super) static BASE_ROWS: &[Row] = &[
    property("__cause__", "What it was raised from, or None.", |_, value| {
        linked(value, |exception| exception.cause.get())
    }),
    property("__context__", "What was handled when it was raised, or None.", |_, value| {
        linked(value, |exception| exception.context.get())
    }),
    property("__suppress_context__", "Whether it was raised from something.", |_, value| match value {
        Value::Exception(exception) => Ok(Value::from(exception.suppress_context.get())),
        _ => Ok(Value::Unbound),
    }),
    property("args", "The arguments it was made with.", |_, value| match value {
        Value::Exception(exception) => Ok(Value::Tuple(exception.args.get())),
        _ => Ok(Value::Unbound),
    }),
    Row::new(
        "add_note",
        Signature::one(&[p_only("note")]),
        "Keep a note; notes show in tracebacks only.",
        Member::Method(|cx, call| match call.value(1) {
            Value::Str(_) => Ok(Value::None),
            other => Err(cx.type_error(format_args!("note must be a str, not '{}'", own_type_name(other)))),
        }),
    )
    .called("BaseException.add_note"),
    Row::new(
        "with_traceback",
        Signature::one(&[p_only("tb")]),
        "The exception itself; tracebacks are the engine's.",
        Member::Method(|cx, call| match call.value(1) {
            Value::None => Ok(call.value(0)),
            _ => Err(cx.type_error("__traceback__ must be a traceback or None")),
        }),
    )
    .called("BaseException.with_traceback"),
];

pub(super) static STOP_ITERATION_ROWS: &[Row] =
    &[property("value", "What the generator returned.", |_, value| argument(value, 0))];

pub(super) static EXIT_ROWS: &[Row] = &[property("code", "The exit status.", |_, value| match value {
    Value::Exception(exception) if exception.args.get().len() > 1 => Ok(Value::Tuple(exception.args.get())),
    _ => argument(value, 0),
})];

/// Of `AttributeError` and `NameError`.
pub(super) static NAMED_ROWS: &[Row] = &[
    property("name", "The name that is not there.", |_, value| kept(value, 0)),
    property("obj", "What the attribute was asked of.", |_, value| match value {
        Value::Exception(exception) if !exception.class.is_subclass(&class::ATTRIBUTE_ERROR) => {
            Ok(Value::Unbound)
        }
        _ => kept(value, 1),
    }),
];

pub(super) static IMPORT_ROWS: &[Row] = &[
    property("msg", "The message.", |_, value| match value {
        Value::Exception(exception) if exception.args.get().len() != 1 => Ok(Value::None),
        _ => argument(value, 0),
    }),
    property("name", "The module's name.", |_, value| kept(value, 0)),
    property("path", "The module's path.", |_, value| kept(value, 1)),
];

pub(super) static OS_ROWS: &[Row] = &[
    property("errno", "The number of the error.", |_, value| kept(value, 0)),
    property("strerror", "The text of the error.", |_, value| kept(value, 1)),
    property("filename", "The file.", |_, value| kept(value, 2)),
    property("filename2", "The other file.", |_, value| kept(value, 3)),
];

pub(super) static BLOCKING_ROWS: &[Row] =
    &[property("characters_written", "How much was written.", |cx, value| match kept(value, 2)? {
        number @ Value::Int(_) => Ok(number),
        _ => Err(cx.raise(&class::ATTRIBUTE_ERROR, "characters_written")),
    })];

pub(super) static SYNTAX_ROWS: &[Row] = &[
    property("msg", "The message.", |_, value| argument(value, 0)),
    property("filename", "The file.", |_, value| place(value, 0)),
    property("lineno", "The line.", |_, value| place(value, 1)),
    property("offset", "The column.", |_, value| place(value, 2)),
    property("text", "The text of the line.", |_, value| place(value, 3)),
    property("end_lineno", "The last line.", |_, value| place(value, 4)),
    property("end_offset", "The last column.", |_, value| place(value, 5)),
];

/// A part of the place that a `SyntaxError` was made with.
fn place<'h>(value: Value<'h>, index: usize) -> R<'h> {
    Ok(match argument(value, 1)? {
        Value::Tuple(tuple) => tuple.items().get(index).copied().unwrap_or(Value::None),
        _ => Value::None,
    })
}

pub(super) static UNICODE_ROWS: &[Row] = &[
    property("encoding", "The encoding.", |_, value| argument(value, 0)),
    property("object", "What was to be converted.", |_, value| argument(value, 1)),
    property("start", "First offending position.", |_, value| argument(value, 2)),
    property("end", "Position behind the last offending one.", |_, value| argument(value, 3)),
    property("reason", "Why.", |_, value| argument(value, 4)),
];

pub(super) static TRANSLATE_ROWS: &[Row] = &[
    property("encoding", "None.", |_, _| Ok(Value::None)),
    property("object", "What was to be translated.", |_, value| argument(value, 0)),
    property("start", "First offending position.", |_, value| argument(value, 1)),
    property("end", "Position behind the last offending one.", |_, value| argument(value, 2)),
    property("reason", "Why.", |_, value| argument(value, 3)),
];

pub(super) const UNICODE_SLOTS: Slots = Slots { str_exception: Some(unicode_str), ..Slots::NONE };
pub(super) const OS_SLOTS: Slots = Slots { str_exception: Some(os_str), ..Slots::NONE };
pub(super) const SYNTAX_SLOTS: Slots = Slots { str_exception: Some(syntax_str), ..Slots::NONE };

/// "[Errno 2] No such file or directory: 'name'".
fn os_str<'h>(cx: &Context<'h>, exception: &'h Exception<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let kept = match exception.extra.get() {
        Value::Tuple(tuple) => tuple.items(),
        _ => return text::write_plain_exception(cx, exception, out),
    };
    let (Some(number), Some(message)) = (kept.first(), kept.get(1)) else { return Ok(()) };
    out.push("[Errno ")?;
    text::write_str(cx, *number, out)?;
    out.push("] ")?;
    text::write_str(cx, *message, out)?;
    let name = |index: usize| kept.get(index).filter(|name| !name.is_none());
    if let Some(first) = name(2).filter(|_| !exception.class.is_subclass(&class::BLOCKING_IO_ERROR)) {
        out.push(": ")?;
        text::write_repr(cx, *first, out)?;
        if let Some(second) = name(3) {
            out.push(" -> ")?;
            text::write_repr(cx, *second, out)?;
        }
    }
    Ok(())
}

/// "invalid syntax (file, line 1)".
fn syntax_str<'h>(cx: &Context<'h>, exception: &'h Exception<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let this = Value::Exception(exception);
    text::write_str(cx, argument(this, 0)?, out)?;
    let (file, line) = (place(this, 0)?, place(this, 1)?);
    match (file, line) {
        (Value::Str(file), Value::Int(line)) => {
            let file = file.text(cx.heap())?;
            let file = file.rsplit('/').next().unwrap_or(file);
            out.display(format_args!(" ({file}, line {line})"))
        }
        (Value::Str(file), _) => {
            let file = file.text(cx.heap())?;
            let file = file.rsplit('/').next().unwrap_or(file);
            out.display(format_args!(" ({file})"))
        }
        (_, Value::Int(line)) => out.display(format_args!(" (line {line})")),
        _ => Ok(()),
    }
}

/// "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte".
fn unicode_str<'h>(cx: &Context<'h>, exception: &'h Exception<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let (encoding, [object, Value::Int(start), Value::Int(end), reason]) = (match exception.args.get().items()
    {
        [Value::Str(encoding), rest @ ..] if rest.len() == 4 => (Some(encoding.text(cx.heap())?), rest),
        rest => (None, rest),
    }) else {
        return Ok(());
    };
    let reason = text::str_string(cx, *reason)?;
    let (first, last) = (*start, end.saturating_sub(1));
    let at = usize::try_from(first).unwrap_or(usize::MAX);
    let what = match object {
        Value::Bytes(bytes) if first == last => bytes.data().get(at).map(|byte| format!("byte {byte:#04x}")),
        Value::Str(text) if first == last => text.text(cx.heap())?.chars().nth(at).map(|char| {
            let code = hognose_syntax::surrogate::code_of(char);
            let escape = match code {
                0..=0xFF => format!("\\x{code:02x}"),
                0x100..=0xFFFF => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            format!("character '{escape}'")
        }),
        _ => None,
    };
    let what = match (what, object) {
        (Some(what), _) => format!("{what} in position {first}"),
        (None, Value::Bytes(_)) => format!("bytes in position {first}-{last}"),
        (None, _) => format!("characters in position {first}-{last}"),
    };
    match (encoding, object) {
        (Some(encoding), Value::Bytes(_)) => {
            out.display(format_args!("'{encoding}' codec can't decode {what}: {reason}"))
        }
        (Some(encoding), _) => out.display(format_args!("'{encoding}' codec can't encode {what}: {reason}")),
        (None, _) => out.display(format_args!("can't translate {what}: {reason}")),
    }
}
