//! Iterator types: their constructors, and the methods of generators.

use super::{Cursor, Iter, Lazy, Place};
use crate::class;
use crate::context::Context;
use crate::ops::{self, convert, iterate, own_type_name};
use crate::row::{
    Args, Member, Row, Signature, keyword_only, optional, p_only, p_only_optional, required, rest,
};
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::ViewKind;
use crate::walk::Resume;
use crate::walk::generator::Generator;
use crate::{function, method};

/// Methods.
pub static GENERATOR_ROWS: &[Row] = &[
    method!("close", Signature::NONE, "Raise GeneratorExit where it is suspended.", close, 1)
        .called("generator.close"),
    method!("send", Signature::one(&[p_only("value")]), "Go on with a value as that of yield.", send, 2)
        .called("generator.send"),
    method!(
        "throw",
        Signature::positional(&[p_only("type"), p_only_optional("value"), p_only_optional("traceback")]),
        "Raise an exception where it is suspended.",
        throw,
        4
    )
    .called("generator.throw"),
];
/// Constructor.
pub static ENUMERATE_NEW: Row = Row::new(
    "enumerate",
    Signature::keywords(&[required("iterable"), optional("start")]),
    "Pairs of a count and an item.",
    Member::RawFunction(new_enumerate),
);
/// Constructor.
pub static ZIP_NEW: Row = Row::new(
    "zip",
    Signature::keywords(&[rest("iterables"), keyword_only("strict")]),
    "Items of several iterables side by side.",
    Member::RawFunction(new_zip),
);
/// Constructor.
pub static MAP_NEW: Row = Row::new(
    "map",
    Signature::positional(&[p_only("function"), p_only("iterable"), rest("iterables")]),
    "A function applied to each item.",
    Member::RawFunction(new_map),
);
/// Constructor.
pub static FILTER_NEW: Row = function!(
    "filter",
    Signature::positional(&[p_only("function"), p_only("iterable")]),
    "The items for which a function is true, or that are true themselves.",
    new_filter,
    2
);
/// Constructor.
pub static REVERSED_NEW: Row = function!(
    "reversed",
    Signature::positional(&[p_only("sequence")]),
    "The items in reverse order.",
    reversed,
    1
);

fn lazy<'h>(cx: &Context<'h>, lazy: Lazy<'h>) -> R<'h> {
    let lazy = cx.heap().alloc(lazy)?;
    Ok(Value::Iter(Iter::new(cx, Cursor::Lazy(lazy))?))
}

fn new_enumerate<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let invalid =
        |name: &str| cx.type_error(format_args!("'{name}' is an invalid keyword argument for enumerate()"));
    let (iterable, start) = match (args.positional, args.keywords) {
        ([iterable], []) | ([], [("iterable", iterable)]) => (*iterable, None),
        ([iterable, start], [])
        | ([iterable], [("start", start)])
        | ([], [("iterable", iterable), ("start", start)] | [("start", start), ("iterable", iterable)]) => {
            (*iterable, Some(*start))
        }
        ([], [(name, _)] | [("iterable" | "start", _), (name, _)] | [(name, _), _]) | ([_], [(name, _)]) => {
            return Err(invalid(name));
        }
        ([], _) => return Err(cx.type_error("enumerate() missing required argument 'iterable'")),
        (positional, keywords) => {
            return Err(cx.type_error(format_args!(
                "enumerate() takes at most 2 arguments ({} given)",
                positional.len().saturating_add(keywords.len())
            )));
        }
    };
    let start = match start {
        Some(start) => convert::index(cx, start)?,
        None => Value::Int(0),
    };
    let iter = iterate::iterator(cx, iterable)?;
    lazy(cx, Lazy::Enumerate(iter, std::cell::Cell::new(start)))
}

/// Iterators of several iterables.
fn iterators<'h>(cx: &Context<'h>, iterables: &[Value<'h>]) -> R<'h, &'h [&'h Iter<'h>]> {
    cx.burn(iterables.len() as u64)?;
    let mut iters = Vec::with_capacity(iterables.len().min(64));
    for iterable in iterables {
        iters.push(iterate::iterator(cx, *iterable)?);
    }
    cx.heap().slice(&iters)
}

fn new_zip<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let strict = match args.keywords {
        [] => false,
        [("strict", strict)] => ops::truth(cx, *strict)?,
        [(name, _)] => {
            return Err(ops::unexpected_keyword(cx, format_args!("zip()"), name, &["strict"]));
        }
        more => {
            return Err(
                cx.type_error(format_args!("zip() takes at most 1 keyword argument ({} given)", more.len()))
            );
        }
    };
    lazy(cx, Lazy::Zip(iterators(cx, args.positional)?, strict))
}

fn new_map<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return Err(cx.type_error("map() takes no keyword arguments"));
    }
    match args.positional {
        [] | [_] => Err(cx.type_error("map() must have at least two arguments.")),
        [function, iterables @ ..] => lazy(cx, Lazy::Map(*function, iterators(cx, iterables)?)),
    }
}

fn new_filter<'h>(cx: &Context<'h>, function: Value<'h>, iterable: Value<'h>) -> R<'h> {
    lazy(cx, Lazy::Filter(function, iterate::iterator(cx, iterable)?, false))
}

fn reversed<'h>(cx: &Context<'h>, sequence: Value<'h>) -> R<'h> {
    let cursor = match sequence {
        Value::List(list) => Cursor::ListReversed(list, list.len()),
        Value::Tuple(tuple) => Cursor::ItemsReversed(tuple.items()),
        Value::Str(text) => Cursor::CharsReversed(text.text(cx.heap())?),
        Value::Bytes(bytes) => Cursor::BytesReversed(bytes.data()),
        Value::Range(range) => ops::iterate(cx, Value::Range(cx.heap().alloc(range.reversed())?))?,
        Value::Dict(dict) => {
            let positions = dict.table(cx)?.positions();
            Cursor::DictReversed(dict, ViewKind::Keys, Place::in_dict(positions, dict))
        }
        Value::View(view) => {
            let positions = view.dict.table(cx)?.positions();
            Cursor::DictReversed(view.dict, view.kind, Place::in_dict(positions, view.dict))
        }
        Value::Object(object) if let Some(slot) = object.class.slot(|slots| slots.reversed) => {
            return cx.nested(|| slot(cx, object));
        }
        _ => {
            return Err(cx.type_error(format_args!("'{}' object is not reversible", own_type_name(sequence))));
        }
    };
    Ok(Value::Iter(Iter::new(cx, cursor)?))
}

fn generator_of<'h>(cx: &Context<'h>, iter: &'h Iter<'h>) -> R<'h, &'h Generator<'h>> {
    match iter.cursor.get() {
        Cursor::Generator(generator) => Ok(generator),
        _ => Err(cx.internal("a generator's method on something else")),
    }
}

fn advance<'h>(cx: &Context<'h>, iter: &'h Iter<'h>, with: Resume<'h>) -> R<'h> {
    match generator_of(cx, iter)?.advance(cx, with)? {
        Some(value) => Ok(value),
        None => Err(iterate::exhausted(cx, Value::Iter(iter))),
    }
}

fn send<'h>(cx: &Context<'h>, iter: &'h Iter<'h>, value: Value<'h>) -> R<'h> {
    advance(cx, iter, Resume::Send(value))
}

fn close<'h>(cx: &Context<'h>, iter: &'h Iter<'h>) -> R<'h> {
    generator_of(cx, iter)?.close(cx)
}

fn throw<'h>(
    cx: &Context<'h>,
    iter: &'h Iter<'h>,
    kind: Value<'h>,
    value: Option<Value<'h>>,
    traceback: Option<Value<'h>>,
) -> R<'h> {
    if traceback.is_some_and(|traceback| !traceback.is_none()) {
        return Err(cx.type_error("throw() third argument must be a traceback object"));
    }
    let value = value.filter(|value| !value.is_none());
    let exception = match (kind, value) {
        (Value::Type(class), None) if class.is_subclass(&class::BASE_EXCEPTION) => cx.call(kind, &[])?,
        (Value::Type(class), Some(value)) if class.is_subclass(&class::BASE_EXCEPTION) => match value {
            Value::Exception(given) if given.class.is_subclass(class) => value,
            Value::Tuple(tuple) => cx.call(kind, tuple.items())?,
            other => cx.call(kind, &[other])?,
        },
        (Value::Exception(_), None) => kind,
        (Value::Exception(_), Some(_)) => {
            return Err(cx.type_error("instance exception may not have a separate value"));
        }
        _ => {
            return Err(cx.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                own_type_name(kind)
            )));
        }
    };
    match exception {
        Value::Exception(exception) => advance(cx, iter, Resume::Throw(Stop::Raise(exception))),
        _ => Err(cx.internal("an exception type made something else")),
    }
}
