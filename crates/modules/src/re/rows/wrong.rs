//! `re.PatternError`, and the other exceptions of patterns.

use hognose_eval::class::{self, Class};
use hognose_eval::ops::compare;
use hognose_eval::row::{Member, Row, Signature, optional, required};
use hognose_eval::{Context, Fatal, R, Stop, Value};

use super::name_of;
use crate::re::error::{CompileError, LimitReached, MatchError, PatternError};

/// `re.PatternError`, also known as `re.error`.
pub static PATTERN_ERROR: Class = Class {
    name: "PatternError",
    module: "re",
    message_name: "re.PatternError",
    base: Some(&class::EXCEPTION),
    rows: &[ROWS],
    constructor: Some(&NEW),
    ..Class::EMPTY
};

static NEW: Row = Row::new(
    "PatternError",
    Signature::python(&[required("msg"), optional("pattern"), optional("pos")]),
    "An error with a message and, maybe, a pattern and a position in it.",
    Member::Function(|cx, call| {
        let given = |index: usize| call.value(index).bound().unwrap_or(Value::None);
        made(cx, given(0), given(1), given(2))
    }),
)
.called("PatternError.__init__");

macro_rules! attribute {
    ($name:literal, $index:literal, $doc:literal) => {
        Row::property($name, $doc, |_, value| {
            let Value::Exception(exception) = value else { return Ok(Value::Unbound) };
            let Value::Tuple(kept) = exception.extra.get() else { return Ok(Value::Unbound) };
            Ok(kept.items().get($index).copied().unwrap_or(Value::Unbound))
        })
    };
}

static ROWS: &[Row] = &[
    attribute!("msg", 0, "What is wrong."),
    attribute!("pattern", 1, "The pattern."),
    attribute!("pos", 2, "Where in the pattern."),
    attribute!("lineno", 3, "The line of that place."),
    attribute!("colno", 4, "The column of that place."),
];

/// The error that `re.error(msg, pattern, pos)` makes.
fn made<'h>(cx: &Context<'h>, message: Value<'h>, pattern: Value<'h>, position: Value<'h>) -> R<'h> {
    let chars = match pattern {
        Value::Str(text) => Some(text.text(cx.heap())?.chars().collect::<Vec<_>>()),
        Value::Bytes(bytes) => Some(bytes.data().iter().copied().map(char::from).collect()),
        _ => None,
    };
    let (Some(chars), Value::Int(at)) = (chars, position) else {
        let exception = cx.exception(&PATTERN_ERROR, &[message])?;
        exception.extra.set(cx.tuple(&[message, pattern, position, Value::None, Value::None])?);
        return Ok(Value::Exception(exception));
    };
    cx.charge(chars.len().saturating_mul(size_of::<char>()))?;
    let text = hognose_eval::ops::text::str_string(cx, message)?;
    let error = PatternError::at(text, &chars, usize::try_from(at).unwrap_or_default());
    match pattern_error(cx, &error, pattern) {
        Stop::Raise(exception) => Ok(Value::Exception(exception)),
        stop => Err(stop),
    }
}

/// An error of a pattern or template, which is `source`.
#[cold]
pub(super) fn pattern_error<'h>(cx: &Context<'h>, error: &PatternError, source: Value<'h>) -> Stop<'h> {
    match raised(cx, error, source) {
        Ok(stop) | Err(stop) => stop,
    }
}

fn raised<'h>(cx: &Context<'h>, error: &PatternError, source: Value<'h>) -> R<'h, Stop<'h>> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let message = cx.str(error.message())?;
    let whole = cx.str(&error.to_string())?;
    let position = error.position().map_or(Value::None, number);
    let source = if error.position().is_some() { source } else { Value::None };
    let (line, column) = error
        .line_and_column()
        .map_or((Value::None, Value::None), |(line, column)| (number(line), number(column)));
    let exception = cx.exception(&PATTERN_ERROR, &[whole])?;
    exception.extra.set(cx.tuple(&[message, source, position, line, column])?);
    Ok(Stop::Raise(exception))
}

/// Why a pattern does not compile.
#[cold]
pub(super) fn compile_error<'h>(cx: &Context<'h>, error: &CompileError, source: Value<'h>) -> Stop<'h> {
    match error {
        CompileError::Pattern(error) => pattern_error(cx, error, source),
        CompileError::Overflow(message) => cx.overflow_error(message),
        CompileError::Value(message) => cx.value_error(message),
        CompileError::Limit(limit) => limit_reached(cx, *limit),
    }
}

/// Why a match was given up.
#[cold]
pub(super) fn match_error<'h>(cx: &Context<'h>, error: MatchError<Stop<'h>>) -> Stop<'h> {
    match error {
        MatchError::Limit(limit) => limit_reached(cx, limit),
        MatchError::Meter(stop) => stop,
    }
}

fn limit_reached<'h>(cx: &Context<'h>, limit: LimitReached) -> Stop<'h> {
    cx.heap().fatal(Fatal::Regex { what: limit.what(), limit: limit.limit() })
}

/// The complaint about setting an attribute that there is; false for others.
pub(super) fn read_only<'h>(cx: &Context<'h>, rows: &[Row], name: &str) -> R<'h, bool> {
    let property = |row: &&Row| row.name == name && matches!(row.member, Member::Property(_));
    if rows.iter().any(|row| property(&row)) {
        return Err(cx.raise(&class::ATTRIBUTE_ERROR, "readonly attribute"));
    }
    Ok(false)
}

/// What CPython says where it makes text of what should be bytes.
#[cold]
pub(super) fn no_text<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    let name = name_of(value);
    cx.type_error(format_args!("decoding to str: need a bytes-like object, {name} found"))
}

/// The complaint about something that is no pattern.
#[cold]
pub(super) fn no_pattern<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    // It would be the key of a cache.
    match compare::hash(cx, value) {
        Ok(_) => cx.type_error("first argument must be string or compiled pattern"),
        Err(stop) => stop,
    }
}
