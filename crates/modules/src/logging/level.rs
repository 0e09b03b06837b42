//! Levels and their names.

use hognose_eval::ops::text;
use hognose_eval::{Context, R, Value};

/// Names and numbers, in the order of `getLevelNamesMapping`.
pub(super) const NAMES: [(&str, i64); 8] = [
    ("CRITICAL", 50),
    ("FATAL", 50),
    ("ERROR", 40),
    ("WARN", 30),
    ("WARNING", 30),
    ("INFO", 20),
    ("DEBUG", 10),
    ("NOTSET", 0),
];

pub(super) fn number(name: &str) -> Option<i64> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

pub(super) fn name(number: i64) -> Option<&'static str> {
    // Of two names for a level, the one that CPython shows.
    let shown = |name: &str| name != "FATAL" && name != "WARN";
    NAMES.iter().find(|(name, known)| *known == number && shown(name)).map(|(name, _)| *name)
}

/// The level of the log for a number.
pub(super) fn of_log(number: i64) -> &'static str {
    match number {
        50.. => "critical",
        40.. => "error",
        30.. => "warning",
        20.. => "info",
        _ => "debug",
    }
}

/// A level given as a number or by its name.
pub(super) fn given<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Value<'h>> {
    match value {
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => Ok(value),
        Value::Str(text) => match number(text.text(cx.heap())?) {
            Some(number) => Ok(Value::Int(number)),
            None => {
                let shown = text::repr_string(cx, value)?;
                Err(cx.value_error(format_args!("Unknown level: {shown}")))
            }
        },
        _ => {
            let shown = text::repr_string(cx, value)?;
            Err(cx.type_error(format_args!("Level not an integer or a valid string: {shown}")))
        }
    }
}

/// A level as a number; those beyond 64 bits are as high or low as can be.
pub(super) fn as_number(value: Value<'_>) -> i64 {
    match value {
        Value::Int(number) => number,
        Value::Bool(flag) => i64::from(flag),
        Value::Big(big) if big.is_negative() => i64::MIN,
        Value::Big(_) => i64::MAX,
        _ => 0,
    }
}

/// `getLevelName(level)`: a name of a number, a number of a name.
pub(super) fn shown<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let known = match value {
        Value::Int(_) | Value::Bool(_) => name(as_number(value)).map(|name| cx.wrap_str(name)),
        Value::Float(float) => {
            let float = float.get();
            #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "levels are small")]
            let found =
                NAMES.iter().find(|(_, known)| *known as f64 == float).and_then(|found| name(found.1));
            found.map(|name| cx.wrap_str(name))
        }
        Value::Str(text) => number(text.text(cx.heap())?).map(|number| Ok(Value::Int(number))),
        _ => None,
    };
    match known {
        Some(known) => known,
        None => {
            let shown = text::str_string(cx, value)?;
            cx.str(&format!("Level {shown}"))
        }
    }
}
