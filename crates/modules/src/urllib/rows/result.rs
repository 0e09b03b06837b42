//! The results: named tuples of text or of bytes.

use hognose_eval::class::{Class, TUPLE};
use hognose_eval::row::{Args, Member, Row, Signature, optional, required};
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value, method};

use super::super::{Url, netloc};
use super::{coerced, resulting};
use crate::glue::OrStop;
use crate::named_tuple;

const fn class(name: &'static str, rows: &'static [&'static [Row]], new: &'static Row) -> Class {
    Class {
        name,
        module: "urllib.parse",
        message_name: name,
        base: Some(&TUPLE),
        rows,
        constructor: Some(new),
        ..Class::EMPTY
    }
}

macro_rules! results {
    ($($class:ident $bytes_class:ident $shape:ident $bytes_shape:ident $name:literal $bytes_name:literal
       [$($field:literal)*] $rows:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub(super) static $class: Class = class($name, $rows, &Row {
                ..new_row(concat!($name, ".__new__"), &[$(required($field)),*], |cx, call| made(cx, &$shape, call.args))
            });
            #[doc = concat!("`", $bytes_name, "`.")]
            pub(super) static $bytes_class: Class = class($bytes_name, $rows, &Row {
                ..new_row(concat!($bytes_name, ".__new__"), &[$(required($field)),*], |cx, call| made(cx, &$bytes_shape, call.args))
            });
            static $shape: Shape<'static> = Shape { class: &$class, name: $name, fields: &[$($field),*], made: None };
            static $bytes_shape: Shape<'static> =
                Shape { class: &$bytes_class, name: $bytes_name, fields: &[$($field),*], made: None };
        )*
        /// The types of results.
        pub static CLASSES: &[&Class] = &[$(&$class, &$bytes_class),*];
        pub(super) static ROWS: &[Row] = &[
            $(Row::class(&$class, "Parts of an address."), Row::class(&$bytes_class, "Parts of an address.")),*
        ];
    };
}

const fn new_row(
    name: &'static str,
    parameters: &'static [hognose_eval::row::Parameter],
    new: hognose_eval::row::NativeFn,
) -> Row {
    Row::new("__new__", Signature::python(parameters), "Parts of an address.", Member::Function(new))
        .called(name)
}

results! {
    DEFRAG DEFRAG_BYTES DEFRAG_SHAPE DEFRAG_BYTES_SHAPE "DefragResult" "DefragResultBytes"
        ["url" "fragment"] &[COMMON, named_tuple::ROWS];
    SPLIT SPLIT_BYTES SPLIT_SHAPE SPLIT_BYTES_SHAPE "SplitResult" "SplitResultBytes"
        ["scheme" "netloc" "path" "query" "fragment"] &[COMMON, NETLOC, named_tuple::ROWS];
    PARSE PARSE_BYTES PARSE_SHAPE PARSE_BYTES_SHAPE "ParseResult" "ParseResultBytes"
        ["scheme" "netloc" "path" "params" "query" "fragment"] &[COMMON, NETLOC, named_tuple::ROWS];
}

fn made<'h>(cx: &Context<'h>, shape: &'static Shape<'static>, items: &[Value<'h>]) -> R<'h> {
    Ok(Value::Tuple(Tuple::named(cx.heap(), items, shape)?))
}

fn of_texts<'h, const N: usize>(
    cx: &Context<'h>,
    shapes: (&'static Shape<'static>, &'static Shape<'static>),
    texts: [&str; N],
    bytes: bool,
) -> R<'h> {
    let mut items = [Value::None; N];
    for (item, text) in items.iter_mut().zip(texts) {
        *item = resulting(cx, text, bytes)?;
    }
    made(cx, if bytes { shapes.1 } else { shapes.0 }, &items)
}

/// A `ParseResult`.
pub(super) fn parsed<'h>(cx: &Context<'h>, url: &Url<'_>, bytes: bool) -> R<'h> {
    let texts = [&*url.scheme, &*url.netloc, &*url.path, &*url.params, &*url.query, &*url.fragment];
    of_texts(cx, (&PARSE_SHAPE, &PARSE_BYTES_SHAPE), texts, bytes)
}

/// A `SplitResult`.
pub(super) fn split<'h>(cx: &Context<'h>, url: &Url<'_>, bytes: bool) -> R<'h> {
    let texts = [&*url.scheme, &*url.netloc, &*url.path, &*url.query, &*url.fragment];
    of_texts(cx, (&SPLIT_SHAPE, &SPLIT_BYTES_SHAPE), texts, bytes)
}

/// A `DefragResult`.
pub(super) fn defragged<'h>(cx: &Context<'h>, url: &str, fragment: &str, bytes: bool) -> R<'h> {
    of_texts(cx, (&DEFRAG_SHAPE, &DEFRAG_BYTES_SHAPE), [url, fragment], bytes)
}

/// The items of a receiver.
fn items<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h [Value<'h>]> {
    match value {
        Value::Tuple(tuple) => Ok(tuple.items()),
        _ => Err(cx.internal("a result that is no tuple")),
    }
}

/// The host part of a receiver, and whether it is of bytes.
fn host_part<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, (&'h str, bool)> {
    let netloc = items(cx, value)?.get(1).copied().unwrap_or(Value::None);
    let found = coerced(cx, [netloc])?;
    let [text] = found.texts;
    Ok((text, found.bytes))
}

fn optional_part<'h>(cx: &Context<'h>, part: Option<&str>, bytes: bool) -> R<'h> {
    part.map_or(Ok(Value::None), |part| resulting(cx, part, bytes))
}

fn username<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (netloc, bytes) = host_part(cx, value)?;
    optional_part(cx, netloc::username(netloc), bytes)
}

fn password<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (netloc, bytes) = host_part(cx, value)?;
    optional_part(cx, netloc::password(netloc), bytes)
}

fn hostname<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (netloc, bytes) = host_part(cx, value)?;
    optional_part(cx, netloc::hostname(netloc).as_deref(), bytes)
}

fn port<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (netloc, bytes) = host_part(cx, value)?;
    let port = netloc::port(netloc).map_err(|mut raised| {
        // The message shows the port as it is kept.
        if bytes {
            raised.message = raised.message.replacen(" as '", " as b'", 1);
        }
        raised
    });
    Ok(port.or_stop(cx)?.map_or(Value::None, |port| Value::Int(port.into())))
}

fn geturl<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match *items(cx, value)? {
        [url, fragment] => {
            let found = coerced(cx, [url, fragment])?;
            let [url, fragment] = found.texts;
            cx.charge(url.len().saturating_add(fragment.len()))?;
            let sign = if fragment.is_empty() { "" } else { "#" };
            resulting(cx, &format!("{url}{sign}{fragment}"), found.bytes)
        }
        [scheme, netloc, path, query, fragment] => {
            super::parts::unsplit(cx, [scheme, netloc, path, query, fragment])
        }
        [scheme, netloc, path, params, query, fragment] => {
            super::parts::unparse(cx, [scheme, netloc, path, params, query, fragment])
        }
        _ => Err(cx.internal("a result of another length")),
    }
}

/// `result.encode()` and `result.decode()`: every part, as the other type.
fn converted<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    how: &str,
    encoding: Option<Value<'h>>,
    errors: Option<Value<'h>>,
) -> R<'h> {
    let arguments =
        [encoding.map_or_else(|| cx.str("ascii"), Ok)?, errors.map_or_else(|| cx.str("strict"), Ok)?];
    let items = items(cx, value)?;
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(cx.call_method(*item, how, &arguments)?);
    }
    let shape = match (how, parts.len()) {
        ("encode", 2) => &DEFRAG_BYTES_SHAPE,
        ("encode", 5) => &SPLIT_BYTES_SHAPE,
        ("encode", _) => &PARSE_BYTES_SHAPE,
        (_, 2) => &DEFRAG_SHAPE,
        (_, 5) => &SPLIT_SHAPE,
        _ => &PARSE_SHAPE,
    };
    made(cx, shape, &parts)
}

fn encode<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    recode(cx, value, args, "encode")
}

fn decode<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    recode(cx, value, args, "decode")
}

/// Only results of text can be encoded, and only those of bytes decoded.
fn recode<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>, how: &str) -> R<'h> {
    let name = hognose_eval::ops::own_type_name(value);
    if name.ends_with("Bytes") == (how == "encode") {
        return Err(cx.raise(
            &hognose_eval::class::ATTRIBUTE_ERROR,
            format_args!("'{name}' object has no attribute '{how}'"),
        ));
    }
    let argument = |index: usize, name: &str| {
        let named = args.keywords.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        args.positional.get(index).copied().or(named)
    };
    converted(cx, value, how, argument(0, "encoding"), argument(1, "errors"))
}

static COMMON: &[Row] = &[
    method!("geturl", Signature::python(&[]), "The address put together again.", geturl, 1),
    Row::new(
        "encode",
        Signature::python(&[optional("encoding"), optional("errors")]),
        "The parts as bytes.",
        Member::RawMethod(|cx, _, value, args| encode(cx, value, args)),
    ),
    Row::new(
        "decode",
        Signature::python(&[optional("encoding"), optional("errors")]),
        "The parts as text.",
        Member::RawMethod(|cx, _, value, args| decode(cx, value, args)),
    ),
];

static NETLOC: &[Row] = &[
    Row::property("username", "The user before `@`.", username),
    Row::property("password", "The password before `@`.", password),
    Row::property("hostname", "The host in small letters.", hostname),
    Row::property("port", "The port as a number.", port),
];
