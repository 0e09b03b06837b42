//! `ak_message` and `ak_logger`.

use crate::bindings::tables::id;
use hognose_eval::class::Class;
use hognose_eval::data::{Data, Map};
use hognose_eval::output::Log;
use hognose_eval::row::{Args, Member, Row, Signature, p_only, required};
use hognose_eval::{Context, R, Value, export, function, ops};

/// Rows.
pub static ROWS: &[Row] = &[
    function!(
        "ak_message",
        Signature::bound(&[required("message")]),
        "Show a message with the decision. Returns None, so `return ak_message(…)` fails.",
        message,
        1
    )
    .called("PolicyEvaluator.expr_func_message"),
    Row::new("SkipObject", Signature::NONE, "Leaves the object out.", Member::Type(&SKIP_OBJECT)),
    Row::constant("ak_logger", "The policy's logger.", |cx| crate::bindings::access::fresh(cx, id::LOGGER)),
];

/// `SkipObject`: leaves the object out.
pub static SKIP_OBJECT: Class = Class {
    name: "SkipObjectException",
    module: "authentik.core.expression.exceptions",
    message_name: "SkipObjectException",
    base: Some(&hognose_eval::class::EXCEPTION),
    ..Class::EMPTY
};

/// Methods of the logger.
pub static LOGGER: &[Row] = &[
    level("debug", "Log at level debug."),
    level("info", "Log at level info."),
    level("warning", "Log at level warning."),
    level("warn", "Log at level warning."),
    level("error", "Log at level error."),
    level("critical", "Log at level critical."),
    level("exception", "Log at level error, with the exception being handled."),
];

static EVENT: &[hognose_schema::Parameter] = &[p_only("event")];

const fn level(name: &'static str, doc: &'static str) -> Row {
    Row::new(name, Signature::python(EVENT), doc, Member::RawMethod(log))
}

/// `ak_message(anything)`: kept as it is, not made text.
fn message<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let before = cx.heap().used();
    let data = export::data(cx, value)?;
    let bytes = cx.heap().used().saturating_sub(before);
    cx.with_outputs(|outputs| outputs.message(cx.limits(), data, bytes))?;
    Ok(Value::None)
}

/// `ak_logger.info(event, *args, **attributes)`: positional arguments are %-formatted into the event.
fn log<'h>(cx: &Context<'h>, row: &'static Row, _: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let Some((event, rest)) = args.positional.split_first() else {
        return Err(
            cx.type_error(format_args!("{}() missing 1 required positional argument: 'event'", row.name))
        );
    };
    let before = cx.heap().used();
    let event = match (event, rest) {
        (Value::Str(format), [_, ..]) => {
            let values = cx.tuple(rest)?;
            let text =
                ops::arith::binary(cx, hognose_syntax::tree::BinaryOp::Mod, Value::Str(format), values)?;
            ops::text::str_string(cx, text)?
        }
        (event, _) => ops::text::str_string(cx, *event)?,
    };
    let mut attributes = Map::new();
    for (key, value) in args.keywords {
        attributes.insert(*key, logged(cx, *value)?);
    }
    let level = match row.name {
        "warn" => "warning",
        "exception" => "error",
        name => name,
    };
    let bytes = cx.heap().used().saturating_sub(before);
    cx.with_outputs(|outputs| outputs.log(cx.limits(), Log { level, event, attributes }, bytes))?;
    Ok(Value::None)
}

/// Plain data stay what they are; objects are logged as their text.
fn logged<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    match value {
        Value::Object(_) | Value::Exception(_) => Ok(Data::from(ops::text::str_string(cx, value)?)),
        _ => export::data(cx, value),
    }
}
