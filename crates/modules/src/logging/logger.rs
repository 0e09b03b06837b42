//! Loggers: one a name, kept for the evaluation.

use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

use super::level;
use super::rows::{LOGGER, ROOT};
use crate::glue::object_with;

/// The register that keeps the loggers.
const REGISTER: usize = 3;

/// Fields of a logger.
const NAME: usize = 0;
const LEVEL: usize = 1;
/// Whether the policy has set the level.
const SET: usize = 2;
/// Fields of the root logger only: other loggers by name, what `disable` has set, whether something is configured.
const OTHERS: usize = 3;
const DISABLED: usize = 4;
const CONFIGURED: usize = 5;

/// The level of the root logger in CPython.
const DEFAULT: i64 = 30;

/// The root logger.
pub(super) fn root<'h>(cx: &Context<'h>) -> R<'h, &'h Object<'h>> {
    let Some(register) = cx.registers.get(REGISTER) else { return Err(cx.internal("too few registers")) };
    if !register.get().is_bound() {
        let fields = [
            cx.wrap_str("root")?,
            Value::Int(DEFAULT),
            Value::bool(false),
            Value::Dict(Dict::new(cx.heap())?),
            Value::Int(i64::MIN),
            Value::bool(false),
        ];
        register.set(object_with(cx, &ROOT, (), &fields)?);
    }
    match register.get() {
        Value::Object(root) => Ok(root),
        _ => Err(cx.internal("a root logger that is none")),
    }
}

fn others<'h>(cx: &Context<'h>) -> R<'h, &'h Dict<'h>> {
    match root(cx)?.field(OTHERS) {
        Value::Dict(others) => Ok(others),
        _ => Err(cx.internal("a root logger without loggers")),
    }
}

/// `getLogger(name)`.
pub(super) fn get<'h>(cx: &Context<'h>, name: &str) -> R<'h> {
    if matches!(name, "" | "root") {
        return root(cx).map(Value::Object);
    }
    let others = others(cx)?;
    if let Some(known) = others.get_text(cx, name)? {
        return Ok(known);
    }
    let name = cx.str(name)?;
    let made = object_with(cx, &LOGGER, (), &[name, Value::Int(0), Value::bool(false)])?;
    others.set(cx, name, made)?;
    Ok(made)
}

pub(super) fn name<'h>(cx: &Context<'h>, logger: &'h Object<'h>) -> R<'h, &'h str> {
    match logger.field(NAME) {
        Value::Str(name) => name.text(cx.heap()),
        _ => Err(cx.internal("a logger without name")),
    }
}

pub(super) fn is_root(logger: &Object<'_>) -> bool {
    std::ptr::eq(logger.class, &ROOT)
}

pub(super) fn level<'h>(logger: &'h Object<'h>) -> Value<'h> {
    logger.field(LEVEL)
}

pub(super) fn set_level<'h>(cx: &Context<'h>, logger: &'h Object<'h>, value: Value<'h>) -> R<'h, ()> {
    logger.set_field(LEVEL, level::given(cx, value)?);
    logger.set_field(SET, Value::bool(true));
    Ok(())
}

/// The nearest logger above; none for the root.
pub(super) fn parent<'h>(cx: &Context<'h>, logger: &'h Object<'h>) -> R<'h, Option<&'h Object<'h>>> {
    if is_root(logger) {
        return Ok(None);
    }
    let mut name = name(cx, logger)?;
    while let Some((above, _)) = name.rsplit_once('.') {
        cx.burn(1)?;
        cx.burn_bytes(above.len())?;
        if let Some(Value::Object(found)) = others(cx)?.get_text(cx, above)? {
            return Ok(Some(found));
        }
        name = above;
    }
    root(cx).map(Some)
}

/// The logger itself or the nearest one above it that has a level.
fn deciding<'h>(cx: &Context<'h>, logger: &'h Object<'h>) -> R<'h, &'h Object<'h>> {
    let mut logger = logger;
    while level::as_number(level(logger)) == 0 {
        match parent(cx, logger)? {
            Some(above) => logger = above,
            None => break,
        }
    }
    Ok(logger)
}

/// `logger.getEffectiveLevel()`.
pub(super) fn effective_level<'h>(cx: &Context<'h>, logger: &'h Object<'h>) -> R<'h> {
    Ok(level(deciding(cx, logger)?))
}

fn disabled<'h>(cx: &Context<'h>, number: i64) -> R<'h, bool> {
    Ok(level::as_number(root(cx)?.field(DISABLED)) >= number)
}

/// `logger.isEnabledFor(number)`.
pub(super) fn is_enabled<'h>(cx: &Context<'h>, logger: &'h Object<'h>, number: i64) -> R<'h, bool> {
    Ok(!disabled(cx, number)? && number >= level::as_number(effective_level(cx, logger)?))
}

/// Whether a record goes to the log: the level that the root logger has by default holds none back.
pub(super) fn keeps<'h>(cx: &Context<'h>, logger: &'h Object<'h>, number: i64) -> R<'h, bool> {
    if disabled(cx, number)? {
        return Ok(false);
    }
    let deciding = deciding(cx, logger)?;
    let set = matches!(deciding.field(SET), Value::Bool(set) if set.get());
    Ok(!set || number >= level::as_number(level(deciding)))
}

/// `logging.disable(level)`.
pub(super) fn disable<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, ()> {
    let number = level::given(cx, value)?;
    root(cx)?.set_field(DISABLED, number);
    Ok(())
}

/// Whether something was configured before; from now on it is.
pub(super) fn configure<'h>(cx: &Context<'h>) -> R<'h, bool> {
    let root = root(cx)?;
    let before = matches!(root.field(CONFIGURED), Value::Bool(flag) if flag.get());
    root.set_field(CONFIGURED, Value::bool(true));
    Ok(before)
}
