//! What a policy sees of `logging`.

use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::ops::{compare, text};
use hognose_eval::row::{Args, Call, FromArg, Member, Row, Signature, keyword_only, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::CompareOp;

use super::{level, logger, record};

/// The module.
pub static MODULE: Module = Module { name: "logging", rows: &[ROWS, LEVELS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&LOGGER, &ROOT];

const SLOTS: Slots = Slots { repr: Some(write_logger), ..Slots::NONE };

/// `logging.Logger`.
pub(super) static LOGGER: Class = Class {
    name: "Logger",
    module: "logging",
    message_name: "Logger",
    rows: &[METHODS],
    slots: SLOTS,
    ..Class::EMPTY
};

/// `logging.RootLogger`.
pub(super) static ROOT: Class =
    Class { name: "RootLogger", message_name: "RootLogger", base: Some(&LOGGER), rows: &[], ..LOGGER };

macro_rules! levels {
    ($($name:literal)*) => {
        static LEVELS: &[Row] = &[$(Row::constant($name, "A level.", |_| {
            Ok(Value::Int(level::number($name).unwrap_or_default()))
        })),*];
    };
}

levels!("CRITICAL" "FATAL" "ERROR" "WARNING" "WARN" "INFO" "DEBUG" "NOTSET");

static ROWS: &[Row] = &[
    function!("getLogger", Signature::python(&[optional("name")]), "The logger of a name.", get_logger, 1),
    function!(
        "getLevelName",
        Signature::python(&[required("level")]),
        "The name of a level.",
        level::shown,
        1
    ),
    function!("getLevelNamesMapping", Signature::python(&[]), "Levels by their names.", level_names, 0),
    function!(
        "disable",
        Signature::python(&[optional("level")]),
        "Keep nothing up to that level.",
        disable,
        1
    ),
    Row::new(
        "basicConfig",
        Signature::python(&[keyword_only("level"), keyword_only("force")]),
        "Set the level. Where the log goes is the host's to decide.",
        Member::RawFunction(|cx, _, args| basic_config(cx, args)),
    ),
    at_root("debug", "Log at level debug."),
    at_root("info", "Log at level info."),
    at_root("warning", "Log at level warning."),
    at_root("warn", "Log at level warning."),
    at_root("error", "Log at level error."),
    at_root("critical", "Log at level critical."),
    at_root("fatal", "Log at level critical."),
    at_root("exception", "Log at level error, with the exception being handled."),
    at_root("log", "Log at a level."),
    Row::constant("root", "The root logger.", |cx| logger::root(cx).map(Value::Object)),
    Row::class(&LOGGER, "What `getLogger` gives."),
];

static METHODS: &[Row] = &[
    Row::property("name", "Its name.", |cx, value| cx.wrap_str(logger::name(cx, this(cx, value)?)?)),
    Row::property("level", "The level it was given.", |cx, value| Ok(logger::level(this(cx, value)?))),
    Row::property("parent", "The logger above it.", |cx, value| {
        Ok(logger::parent(cx, this(cx, value)?)?.map_or(Value::None, Value::Object))
    }),
    Row::property("propagate", "True.", |_, _| Ok(Value::bool(true))),
    Row::property("disabled", "False.", |_, _| Ok(Value::bool(false))),
    method!("setLevel", Signature::python(&[required("level")]), "Keep nothing below a level.", set_level, 2)
        .called("Logger.setLevel"),
    method!(
        "getEffectiveLevel",
        Signature::python(&[]),
        "Its level, or that of a logger above it.",
        effective_level,
        1
    )
    .called("Logger.getEffectiveLevel"),
    method!(
        "isEnabledFor",
        Signature::python(&[required("level")]),
        "Whether a level is kept.",
        is_enabled,
        2
    )
    .called("Logger.isEnabledFor"),
    method!("getChild", Signature::python(&[required("suffix")]), "A logger below it.", child, 2)
        .called("Logger.getChild"),
    of_logger("debug", "Log at level debug."),
    of_logger("info", "Log at level info."),
    of_logger("warning", "Log at level warning."),
    of_logger("warn", "Log at level warning."),
    of_logger("error", "Log at level error."),
    of_logger("critical", "Log at level critical."),
    of_logger("fatal", "Log at level critical."),
    of_logger("exception", "Log at level error, with the exception being handled."),
    of_logger("log", "Log at a level."),
];

const fn at_root(name: &'static str, doc: &'static str) -> Row {
    Row::new(
        name,
        Signature::python(&[]),
        doc,
        Member::RawFunction(|cx, row, args| {
            logger::configure(cx)?;
            emit(cx, row, logger::root(cx)?, args, "")
        }),
    )
}

const fn of_logger(name: &'static str, doc: &'static str) -> Row {
    Row::new(
        name,
        Signature::python(&[]),
        doc,
        Member::RawMethod(|cx, row, value, args| emit(cx, row, this(cx, value)?, args, "Logger.")),
    )
}

fn this<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h Object<'h>> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(cx.internal("a logger that is none")),
    }
}

struct This<'h>(&'h Object<'h>);

impl<'h> FromArg<'h> for This<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        this(cx, call.value(index)).map(Self)
    }
}

/// A call of one of the functions or methods that log.
fn emit<'h>(
    cx: &Context<'h>,
    row: &'static Row,
    source: &'h Object<'h>,
    args: &Args<'_, 'h>,
    owner: &str,
) -> R<'h> {
    let has_level = row.name == "log";
    let wanted: &[&str] = if has_level { &["level", "msg"] } else { &["msg"] };
    let mut found = [Value::Unbound; 2];
    let by_name =
        |name: &str| args.keywords.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut missing = Vec::new();
    for (index, (place, name)) in found.iter_mut().zip(wanted).enumerate() {
        match args.positional.get(index).copied().or_else(|| by_name(name)) {
            Some(value) => *place = value,
            None => missing.push(format!("'{name}'")),
        }
    }
    if !missing.is_empty() {
        let plural = if missing.len() == 1 { "" } else { "s" };
        return Err(cx.type_error(format_args!(
            "{owner}{}() missing {} required positional argument{plural}: {}",
            row.name,
            missing.len(),
            missing.join(" and ")
        )));
    }
    let keywords: Vec<_> = args.keywords.iter().copied().filter(|(name, _)| !wanted.contains(name)).collect();
    let rest = args.positional.get(wanted.len()..).unwrap_or_default();
    let args = Args { positional: rest, keywords: &keywords };
    let [first, second] = found;
    let (number, message) = match row.name {
        "log" => match first {
            Value::Int(_) | Value::Bool(_) | Value::Big(_) => (level::as_number(first), second),
            _ => return Err(cx.type_error("level must be an integer")),
        },
        "debug" => (10, first),
        "info" => (20, first),
        "warning" | "warn" => (30, first),
        "error" | "exception" => (40, first),
        _ => (50, first),
    };
    record::write(cx, source, number, message, &args, row.name == "exception")?;
    Ok(Value::None)
}

fn get_logger<'h>(cx: &Context<'h>, name: Value<'h>) -> R<'h> {
    match name {
        Value::Unbound | Value::None => logger::get(cx, ""),
        Value::Str(name) => logger::get(cx, name.text(cx.heap())?),
        other if !hognose_eval::ops::truth(cx, other)? => logger::get(cx, ""),
        _ => Err(cx.type_error("A logger name must be a string")),
    }
}

fn level_names<'h>(cx: &Context<'h>) -> R<'h> {
    let names = Dict::new(cx.heap())?;
    for (name, number) in level::NAMES {
        names.set_text(cx, name, Value::Int(number))?;
    }
    Ok(Value::Dict(names))
}

fn disable<'h>(cx: &Context<'h>, level: Value<'h>) -> R<'h> {
    logger::disable(cx, level.bound().unwrap_or(Value::Int(50)))?;
    Ok(Value::None)
}

/// Handlers, files and formats belong to the host; what is left is the level.
fn basic_config<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const KNOWN: [&str; 11] = [
        "level", "force", "encoding", "errors", "handlers", "stream", "filename", "filemode", "format",
        "datefmt", "style",
    ];
    if !args.positional.is_empty() {
        let given = args.positional.len();
        let verb = if given == 1 { "was" } else { "were" };
        return Err(cx.type_error(format_args!(
            "basicConfig() takes 0 positional arguments but {given} {verb} given"
        )));
    }
    let value = |name: &str| {
        args.keywords.iter().find(|(known, _)| *known == name).map_or(Value::None, |(_, value)| *value)
    };
    let forced = hognose_eval::ops::truth(cx, value("force"))?;
    if logger::configure(cx)? && !forced {
        return Ok(Value::None);
    }
    if !value("level").is_none() {
        logger::set_level(cx, logger::root(cx)?, value("level"))?;
    }
    let unknown: Vec<&str> =
        args.keywords.iter().map(|(name, _)| *name).filter(|name| !KNOWN.contains(name)).collect();
    if !unknown.is_empty() {
        return Err(cx.value_error(format_args!("Unrecognised argument(s): {}", unknown.join(", "))));
    }
    Ok(Value::None)
}

fn set_level<'h>(cx: &Context<'h>, this: This<'h>, level: Value<'h>) -> R<'h> {
    logger::set_level(cx, this.0, level)?;
    Ok(Value::None)
}

fn effective_level<'h>(cx: &Context<'h>, this: This<'h>) -> R<'h> {
    logger::effective_level(cx, this.0)
}

fn is_enabled<'h>(cx: &Context<'h>, this: This<'h>, wanted: Value<'h>) -> R<'h> {
    if !matches!(wanted, Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        return compare::compare(cx, CompareOp::Ge, Value::Int(0), wanted);
    }
    logger::is_enabled(cx, this.0, level::as_number(wanted)).map(Value::bool)
}

fn child<'h>(cx: &Context<'h>, this: This<'h>, suffix: Value<'h>) -> R<'h> {
    let suffix = text::str_string(cx, suffix)?;
    if logger::is_root(this.0) {
        return logger::get(cx, &suffix);
    }
    let name = logger::name(cx, this.0)?;
    cx.charge(name.len().saturating_add(suffix.len()))?;
    logger::get(cx, &format!("{name}.{suffix}"))
}

fn write_logger<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    out: &mut hognose_eval::write::Writer<'_, 'h>,
) -> R<'h, ()> {
    let level = level::shown(cx, logger::effective_level(cx, object)?)?;
    out.push("<")?;
    out.push(object.class.name)?;
    out.push(" ")?;
    out.push(logger::name(cx, object)?)?;
    out.push(" (")?;
    text::write_str(cx, level, out)?;
    out.push(")>")
}
