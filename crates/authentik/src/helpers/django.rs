//! What expressions import from Django.

use super::text::slugify;
use crate::bindings::access;
use crate::bindings::tables::{field, id};
use crate::query::errors;
use hognose_eval::arg::Truth;
use hognose_eval::class::Module;
use hognose_eval::ops::{self, attribute};
use hognose_eval::row::{Args, Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Stop, Value, function, input};
use hognose_modules::clock;
use hognose_modules::datetime::rows::{DATETIME, TIMEDELTA, TIMEZONE};
use hognose_modules::html;

/// All modules.
pub(crate) static MODULES: &[&Module] =
    &[&DJANGO, &CORE, &HTTP, &UTILS, &UTILS_HTML, &UTILS_TEXT, &UTILS_TIMEZONE, &UTILS_TRANSLATION];

const fn submodule(name: &'static str, module: &'static Module) -> Row {
    Row::new(name, Signature::NONE, "A module.", Member::Module(module))
}

static DJANGO: Module = Module {
    name: "django",
    rows: &[&[submodule("core", &CORE), submodule("http", &HTTP), submodule("utils", &UTILS)]],
};

static CORE: Module = Module { name: "django.core", rows: &[&[submodule("exceptions", &errors::MODULE)]] };

static UTILS: Module = Module {
    name: "django.utils",
    rows: &[&[
        submodule("html", &UTILS_HTML),
        submodule("text", &UTILS_TEXT),
        submodule("timezone", &UTILS_TIMEZONE),
        submodule("translation", &UTILS_TRANSLATION),
    ]],
};

static HTTP: Module = Module {
    name: "django.http",
    rows: &[&[function!(
        "QueryDict",
        Signature::python(&[optional("query_string"), optional("mutable"), optional("encoding")]),
        "Parameters by name, from a query string.",
        query_dict,
        3
    )
    .called("QueryDict.__init__")]],
};

static UTILS_HTML: Module = Module {
    name: "django.utils.html",
    rows: &[&[function!(
        "escape",
        Signature::python(&[required("text")]),
        "Text with &, <, > and quotes as references.",
        escape,
        1
    )]],
};

static UTILS_TEXT: Module = Module {
    name: "django.utils.text",
    rows: &[&[function!(
        "slugify",
        Signature::python(&[required("value"), optional("allow_unicode")]),
        "Text as it can stand in a URL.",
        slugify,
        2
    )]],
};

static UTILS_TIMEZONE: Module = Module {
    name: "django.utils.timezone",
    rows: &[&[
        function!("now", Signature::python(&[]), "The present moment in UTC.", now, 0)
            .needs(clock::CAPABILITY),
        function!(
            "is_aware",
            Signature::python(&[required("value")]),
            "Whether a moment has a zone.",
            is_aware,
            1
        ),
        function!(
            "is_naive",
            Signature::python(&[required("value")]),
            "Whether a moment has no zone.",
            is_naive,
            1
        ),
        Row::class(&DATETIME, "A day and a time."),
        Row::class(&TIMEDELTA, "A span of time."),
        Row::class(&TIMEZONE, "A time zone of one offset."),
    ]],
};

static UTILS_TRANSLATION: Module = Module {
    name: "django.utils.translation",
    rows: &[&[
        function!("gettext", Signature::python(&[required("message")]), "The message.", gettext, 1),
        function!("gettext_lazy", Signature::python(&[required("message")]), "The message.", gettext, 1),
        function!(
            "pgettext",
            Signature::python(&[required("context"), required("message")]),
            "The message.",
            pgettext,
            2
        ),
        function!(
            "ngettext",
            Signature::python(&[required("singular"), required("plural"), required("number")]),
            "The message for one, or that for several.",
            ngettext,
            3
        ),
    ]],
};

/// The text of a value with references for what has a meaning in HTML. Django marks it as safe, which nothing here asks.
fn escape<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let text = ops::text::str_string(cx, value)?;
    let escaped = text.bytes().filter(|byte| b"&<>\"'".contains(byte)).count();
    cx.charge(text.len().saturating_add(escaped.saturating_mul(5)))?;
    cx.str(&html::escape(&text, true))
}

/// A message without translation, for which Django makes all ends of lines alike.
fn gettext<'h>(cx: &Context<'h>, message: Value<'h>) -> R<'h> {
    let pair = |from: &'static str| Ok([cx.wrap_str(from)?, cx.wrap_str("\n")?]);
    let message = cx.call_method(message, "replace", &pair("\r\n")?)?;
    cx.call_method(message, "replace", &pair("\r")?)
}

fn pgettext<'h>(cx: &Context<'h>, _: Value<'h>, message: Value<'h>) -> R<'h> {
    gettext(cx, message)
}

fn ngettext<'h>(cx: &Context<'h>, singular: Value<'h>, plural: Value<'h>, number: Value<'h>) -> R<'h> {
    Ok(if ops::equal(cx, number, Value::Int(1))? { singular } else { plural })
}

/// The time with its zone, UTC.
pub(crate) fn now<'h>(cx: &Context<'h>) -> R<'h> {
    let utc = attribute::get(cx, Value::Type(&TIMEZONE), "utc")?;
    match cx.table().member(&DATETIME, "now") {
        Some(row) => cx.call_row(row, None, &Args::positional(&[utc])),
        None => Err(cx.internal("no `now`")),
    }
}

fn is_aware<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(Value::bool(!cx.call_method(value, "utcoffset", &[])?.is_none()))
}

fn is_naive<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(Value::bool(cx.call_method(value, "utcoffset", &[])?.is_none()))
}

/// A query string's parameters, read as `urllib.parse` reads them; blank values stay.
fn query_dict<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    _mutable: Option<Truth>,
    encoding: Option<Value<'h>>,
) -> R<'h> {
    let encoding =
        encoding.filter(|encoding| !encoding.is_none()).map_or_else(|| cx.wrap_str("utf-8"), Ok)?;
    let query = match query {
        Value::Unbound | Value::None => cx.wrap_str("")?,
        Value::Bytes(_) => decoded(cx, query, encoding)?,
        other => other,
    };
    let module = cx.table().module("urllib.parse");
    let Some(row) = module.and_then(|module| cx.table().module_member(module, "parse_qsl")) else {
        return Err(cx.internal("no `parse_qsl`"));
    };
    let keywords = [("keep_blank_values", Value::bool(true)), ("encoding", encoding)];
    let pairs = cx.call_row(row, None, &Args { positional: &[query], keywords: &keywords })?;
    let parameters = Dict::new(cx.heap())?;
    let mut cursor = ops::iterate(cx, pairs)?;
    while let Some(pair) = cursor.next(cx)? {
        cx.burn(1)?;
        let Value::Tuple(pair) = pair else { return Err(cx.internal("a pair that is none")) };
        let [name, value] = pair.items() else { return Err(cx.internal("a pair of another size")) };
        match parameters.get(cx, *name)? {
            Some(Value::List(values)) => values.push(cx.heap(), *value)?,
            _ => parameters.set(cx, *name, cx.list(&[*value])?)?,
        }
    }
    let made = access::fresh(cx, id::QUERY_DICT)?;
    if let Value::Object(made) = made {
        input::set_field(cx, made, field::query_dict::DATA, Value::Dict(parameters))?;
    }
    Ok(made)
}

/// Bytes as text; what is not of the encoding is read as Latin-1.
fn decoded<'h>(cx: &Context<'h>, query: Value<'h>, encoding: Value<'h>) -> R<'h> {
    let wrong = |stop: &Stop<'h>| cx.is_raise_of(*stop, &hognose_eval::class::UNICODE_DECODE_ERROR);
    match cx.call_method(query, "decode", &[encoding]) {
        Err(stop) if wrong(&stop) => cx.call_method(query, "decode", &[cx.wrap_str("iso-8859-1")?]),
        other => other,
    }
}
