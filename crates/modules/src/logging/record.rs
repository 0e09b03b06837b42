//! Records: what a call of a logger writes to the log.

use hognose_eval::class::{EXCEPTION, KEY_ERROR};
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{self, text};
use hognose_eval::output::Log;
use hognose_eval::row::Args;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, export};
use hognose_syntax::tree::BinaryOp;

use super::{level, logger};

/// Attributes of records that `extra` must leave alone.
const TAKEN: [&str; 23] = [
    "message",
    "asctime",
    "name",
    "msg",
    "args",
    "levelname",
    "levelno",
    "pathname",
    "filename",
    "module",
    "exc_info",
    "exc_text",
    "stack_info",
    "lineno",
    "funcName",
    "created",
    "msecs",
    "relativeCreated",
    "thread",
    "threadName",
    "processName",
    "process",
    "taskName",
];

/// What CPython's function behind all levels takes.
const PARAMETERS: [&str; 8] =
    ["self", "level", "msg", "args", "exc_info", "extra", "stack_info", "stacklevel"];

/// Log `message % values` at a level.
pub(super) fn write<'h>(
    cx: &Context<'h>,
    source: &'h Object<'h>,
    number: i64,
    message: Value<'h>,
    args: &Args<'_, 'h>,
    with_exception: bool,
) -> R<'h, ()> {
    if !logger::keeps(cx, source, number)? {
        return Ok(());
    }
    let before = cx.heap().used();
    let mut attributes = Map::new();
    if !logger::is_root(source) {
        let name = logger::name(cx, source)?;
        cx.charge(name.len())?;
        attributes.insert("logger", Data::Str(name.into()));
    }
    let mut exception = if with_exception { Value::bool(true) } else { Value::None };
    let mut extra = Value::None;
    for (name, value) in args.keywords {
        match *name {
            "exc_info" => exception = *value,
            "extra" => extra = *value,
            "stack_info" | "stacklevel" => {}
            _ => {
                return Err(ops::unexpected_keyword(cx, format_args!("Logger._log()"), name, &PARAMETERS));
            }
        }
    }
    if ops::truth(cx, exception)? {
        let raised = match exception {
            Value::Exception(given) => Some(given),
            _ => cx.handled(),
        };
        if let Some(raised) = raised {
            let shown = text::str_string(cx, Value::Exception(raised))?;
            let name = raised.class.name;
            let shown = if shown.is_empty() { name.to_owned() } else { format!("{name}: {shown}") };
            cx.charge(shown.len())?;
            attributes.insert("exception", Data::from(shown));
        }
    }
    add_extra(cx, extra, &mut attributes)?;
    let event = event(cx, message, args.positional, &mut attributes)?;
    let bytes = cx.heap().used().saturating_sub(before);
    let log = Log { level: level::of_log(number), event, attributes };
    cx.with_outputs(|outputs| outputs.log(cx.limits(), log, bytes))
}

/// The text of a record. Where the values do not fit the text, CPython writes a complaint and goes on: so the text stays as
/// it is, with the complaint beside it.
fn event<'h>(
    cx: &Context<'h>,
    message: Value<'h>,
    values: &[Value<'h>],
    attributes: &mut Map,
) -> R<'h, String> {
    let plain = text::str(cx, message)?;
    if values.is_empty() {
        return text::str_string(cx, plain);
    }
    let values = match values {
        [Value::Dict(named)] if !named.is_empty() => Value::Dict(named),
        values => cx.tuple(values)?,
    };
    match ops::arith::binary(cx, BinaryOp::Mod, plain, values) {
        Ok(filled) => text::str_string(cx, filled),
        Err(stop) if cx.is_raise_of(stop, &EXCEPTION) => {
            if let hognose_eval::Stop::Raise(raised) = stop {
                let shown = text::str_string(cx, Value::Exception(raised))?;
                cx.charge(shown.len())?;
                attributes.insert("logging_error", Data::from(format!("{}: {shown}", raised.class.name)));
            }
            text::str_string(cx, plain)
        }
        Err(stop) => Err(stop),
    }
}

fn add_extra<'h>(cx: &Context<'h>, extra: Value<'h>, attributes: &mut Map) -> R<'h, ()> {
    let Value::Dict(extra) = extra else {
        if !extra.is_none() {
            ops::iterate(cx, extra)?;
        }
        return Ok(());
    };
    let table = extra.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        let name = text::str_string(cx, key)?;
        if TAKEN.contains(&name.as_str()) {
            let message = cx.str(&format!("Attempt to overwrite '{name}' in LogRecord"))?;
            return Err(cx.raise_args(&KEY_ERROR, &[message]));
        }
        let value = match value {
            Value::Object(_) | Value::Exception(_) => Data::from(text::str_string(cx, value)?),
            _ => export::data(cx, value)?,
        };
        attributes.insert(name.as_str(), value);
    }
    Ok(())
}
