//! Arguments as CPython's C code takes them: converted one after the other, each with its own complaint.

use hognose_eval::ops::{convert, own_type_name, unexpected_keyword};
use hognose_eval::row::Args;
use hognose_eval::{Context, R, Stop, Value};

use super::object;
use crate::glue::OrStop;
use crate::raised::Raised;

/// The parameters of a function: a letter for each, as CPython has them.
#[derive(Clone, Copy)]
pub(super) struct Params<'n> {
    /// Its name in complaints.
    pub(super) function: Option<&'static str>,
    /// Names, in order.
    pub(super) names: &'n [&'static str],
    /// `i` and `I` for an int of 32 bits (in the words of older and newer functions), `O` for anything, `U` for text, `C`
    /// for a character, `d`, `t` and `s` for a `date`, `time` and `timedelta` (a span); `|` before those that may be left
    /// out and `$` before those that are given by name only.
    pub(super) format: &'static str,
}

impl Params<'_> {
    /// The function in a complaint.
    fn called(&self) -> String {
        self.function.map_or_else(|| "function".to_owned(), |name| format!("{name}()"))
    }

    /// How many parameters go by position.
    fn positional(&self) -> usize {
        let before = self.format.split('$').next().unwrap_or_default();
        before.chars().filter(|letter| *letter != '|').count()
    }
}

/// The values of the parameters, unbound where nothing was given.
pub(super) fn bind<'h, const N: usize>(
    cx: &Context<'h>,
    params: &Params<'_>,
    args: &Args<'_, 'h>,
) -> R<'h, [Value<'h>; N]> {
    let mut values = [Value::Unbound; N];
    let positional = params.positional();
    let mut required = true;
    let mut letters = params.format.chars().filter(|letter| *letter != '$');
    let (given, all) = (args.positional.len(), args.positional.len().saturating_add(args.keywords.len()));
    if all > N {
        return Err(too_many(cx, params, (N, positional), (given, all)));
    }
    for (index, (name, slot)) in params.names.iter().zip(values.iter_mut()).enumerate() {
        // CPython looks at the arguments before the limit first.
        if index == positional && given > positional {
            return Err(too_many(cx, params, (N, positional), (given, all)));
        }
        let mut kind = letters.next();
        if kind == Some('|') {
            required = false;
            kind = letters.next();
        }
        let by_position = args.positional.get(index);
        let by_name = args.keywords.iter().find(|(key, _)| key == name);
        let place = index.saturating_add(1);
        let value = match (by_position, by_name) {
            (Some(value), _) | (None, Some((_, value))) => *value,
            (None, None) if required => {
                return Err(cx.type_error(format_args!(
                    "{} missing required argument '{name}' (pos {place})",
                    params.called()
                )));
            }
            (None, None) => continue,
        };
        *slot = match kind {
            Some('i') => Value::Int(c_int(cx, value)?),
            Some('I') => Value::Int(new_int(cx, value)?),
            _ => value,
        };
        if let Some(wanted) = lacking(cx, kind, value)? {
            return Err(wrong_type(cx, params, place, wanted, value));
        }
    }
    for (key, _) in args.keywords {
        match params.names.iter().position(|name| name == key) {
            Some(index) if index < given => {
                return Err(cx.type_error(format_args!(
                    "argument for {} given by name ('{key}') and position ({})",
                    params.called(),
                    index.saturating_add(1)
                )));
            }
            Some(_) => {}
            None => {
                let this = if params.function.is_none() { "this " } else { "" };
                let called = params.called();
                return Err(unexpected_keyword(cx, format_args!("{this}{called}"), key, params.names));
            }
        }
    }
    Ok(values)
}

/// What a value should have been and is not.
fn lacking<'h>(cx: &Context<'h>, kind: Option<char>, value: Value<'h>) -> R<'h, Option<&'static str>> {
    let (is, wanted) = match kind {
        Some('U') => (matches!(value, Value::Str(_)), "str"),
        Some('C') => {
            let Value::Str(text) = value else { return Ok(Some("a unicode character")) };
            let mut chars = text.text(cx.heap())?.chars();
            (chars.next().is_some() && chars.next().is_none(), "a unicode character")
        }
        Some('d') => (object::date(value).is_some(), "datetime.date"),
        Some('t') => (object::time(cx, value).is_some(), "datetime.time"),
        Some('s') => (object::delta(value).is_some(), "datetime.timedelta"),
        _ => (true, ""),
    };
    Ok(if is { None } else { Some(wanted) })
}

/// An int of 32 bits, where CPython is newer.
fn new_int<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    match convert::index(cx, value)? {
        Value::Int(number) if i32::try_from(number).is_ok() => Ok(number),
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

#[cold]
fn too_many<'h>(
    cx: &Context<'h>,
    params: &Params<'_>,
    (most, positional): (usize, usize),
    (given, all): (usize, usize),
) -> Stop<'h> {
    let called = params.called();
    let s = |count: usize| if count == 1 { "" } else { "s" };
    if all > most {
        let keyword = if given == 0 { "keyword " } else { "" };
        return cx.type_error(format_args!(
            "{called} takes at most {most} {keyword}argument{} ({all} given)",
            s(most)
        ));
    }
    if positional == 0 {
        return cx.type_error(format_args!("{called} takes no positional arguments"));
    }
    let least = params.format.find('|').unwrap_or(positional);
    let amount = if least < positional { "at most" } else { "exactly" };
    cx.type_error(format_args!(
        "{called} takes {amount} {positional} positional argument{} ({given} given)",
        s(positional)
    ))
}

/// "replace() argument 1 must be str, not int".
#[cold]
pub(super) fn wrong_type<'h>(
    cx: &Context<'h>,
    params: &Params<'_>,
    place: usize,
    wanted: &str,
    value: Value<'h>,
) -> Stop<'h> {
    let name = match value {
        Value::None => "None",
        other => own_type_name(other),
    };
    cx.type_error(format_args!("{} argument {place} must be {wanted}, not {name}", params.called()))
}

/// An int of 32 bits.
pub(super) fn c_int<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    match convert::index(cx, value)? {
        Value::Int(number) => match i32::try_from(number) {
            Ok(_) => Ok(number),
            Err(_) if number > 0 => Err(cx.overflow_error("signed integer is greater than maximum")),
            Err(_) => Err(cx.overflow_error("signed integer is less than minimum")),
        },
        _ => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// The number given, or another one where none was.
pub(super) fn or<'h>(value: Value<'h>, otherwise: impl Into<i64>) -> i64 {
    match value {
        Value::Int(number) => number,
        _ => otherwise.into(),
    }
}

/// The text given.
pub(super) fn text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h str> {
    match value {
        Value::Str(text) => {
            cx.burn_bytes(text.byte_len())?;
            text.text(cx.heap())
        }
        _ => Err(cx.internal("a text that is none")),
    }
}

/// A result of the module's own functions.
pub(super) fn got<'h, T>(cx: &Context<'h>, result: Result<T, Raised>) -> R<'h, T> {
    result.or_stop(cx)
}
