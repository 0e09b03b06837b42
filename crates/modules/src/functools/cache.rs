//! `cache` and `lru_cache`: functions that remember their results while the evaluation lasts.

use hognose_eval::class::{Class, Slots, TUPLE};
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value};

use crate::glue::object_with;
use crate::named_tuple;

/// Fields of a remembering function.
const FUNCTION: usize = 0;
const RESULTS: usize = 1;
const MOST: usize = 2;
const TYPED: usize = 3;
const HITS: usize = 4;
const MISSES: usize = 5;

/// How many results `lru_cache` keeps when it is not told.
const DEFAULT: i64 = 128;

/// A remembering function.
pub(super) static CACHED: Class = Class {
    name: "_lru_cache_wrapper",
    module: "functools",
    message_name: "functools._lru_cache_wrapper",
    rows: &[ROWS],
    slots: Slots { call: Some(call), ..Slots::NONE },
    ..Class::EMPTY
};

/// What `lru_cache(maxsize)` and `wraps` give: fields 0 and 1 are `maxsize` and `typed`; without them it leaves the function
/// as it is.
pub(super) static DECORATOR: Class = Class {
    name: "partial",
    module: "functools",
    message_name: "functools.partial",
    slots: Slots {
        repr: Some(|_, decorator, out| {
            out.push(if decorator.field(0).is_bound() {
                "<function lru_cache.<locals>.decorating_function>"
            } else {
                "<functools.partial object>"
            })
        }),
        call: Some(decorate),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// What `cache_info` gives.
pub(super) static CACHE_INFO: Class = Class {
    name: "CacheInfo",
    module: "functools",
    message_name: "CacheInfo",
    base: Some(&TUPLE),
    rows: &[named_tuple::ROWS],
    ..Class::EMPTY
};

static INFO_SHAPE: Shape<'static> = Shape {
    class: &CACHE_INFO,
    name: "CacheInfo",
    fields: &["hits", "misses", "maxsize", "currsize"],
    made: None,
};

/// Stands between positional and keyword arguments in keys; no policy can reach it.
static MARK: Row = Row::new("", Signature::NONE, "", Member::Function(|_, _| Ok(Value::None)));

static ROWS: &[Row] = &[
    Row::property("__name__", "The name of the function.", |cx, value| match field(value, FUNCTION) {
        Value::Function(function) => cx.wrap_str(function.name()),
        other => ops::attribute::get(cx, other, "__name__"),
    }),
    Row::new(
        "cache_info",
        Signature::NONE,
        "How many results were known, how many were not, and how many are kept.",
        Member::Method(|cx, call| {
            let this = call.value(0);
            let kept = Value::Int(i64::try_from(results(cx, this)?.len()).unwrap_or(i64::MAX));
            let most = match field(this, MOST) {
                Value::Bool(most) => Value::Int(most.get().into()),
                most => most,
            };
            let items = [field(this, HITS), field(this, MISSES), most, kept];
            Ok(Value::Tuple(Tuple::named(cx.heap(), &items, &INFO_SHAPE)?))
        }),
    )
    .called("_lru_cache_wrapper.cache_info"),
    Row::new(
        "cache_parameters",
        Signature::NONE,
        "What `lru_cache` was told.",
        Member::Method(|cx, call| {
            let dict = Dict::new(cx.heap())?;
            dict.set_text(cx, "maxsize", field(call.value(0), MOST))?;
            dict.set_text(cx, "typed", field(call.value(0), TYPED))?;
            Ok(Value::Dict(dict))
        }),
    )
    .called("_lru_cache_wrapper.cache_parameters"),
    Row::new(
        "cache_clear",
        Signature::NONE,
        "Forget all results.",
        Member::Method(|cx, call| {
            results(cx, call.value(0))?.table(cx)?.clear();
            if let Value::Object(this) = call.value(0) {
                this.set_field(HITS, Value::Int(0));
                this.set_field(MISSES, Value::Int(0));
            }
            Ok(Value::None)
        }),
    )
    .called("_lru_cache_wrapper.cache_clear"),
];

fn field<'h>(value: Value<'h>, index: usize) -> Value<'h> {
    match value {
        Value::Object(object) => object.field(index),
        _ => Value::Unbound,
    }
}

fn results<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, &'h Dict<'h>> {
    match field(this, RESULTS) {
        Value::Dict(results) => Ok(results),
        _ => Err(cx.internal("a remembering function without results")),
    }
}

fn made<'h>(cx: &Context<'h>, function: Value<'h>, most: Value<'h>, typed: Value<'h>) -> R<'h> {
    if !ops::is_callable(function) {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let results = Value::Dict(Dict::new(cx.heap())?);
    object_with(cx, &CACHED, (), &[function, results, most, typed, Value::Int(0), Value::Int(0)])
}

/// `cache(function)`.
pub(super) fn unbounded<'h>(cx: &Context<'h>, function: Value<'h>) -> R<'h> {
    made(cx, function, Value::None, Value::bool(false))
}

/// `lru_cache(maxsize=128, typed=False)`, or `lru_cache(function)`.
pub(super) fn bounded<'h>(cx: &Context<'h>, most: Value<'h>, typed: Value<'h>) -> R<'h> {
    let flag = typed.bound().unwrap_or(Value::bool(false));
    let most = match most {
        Value::Unbound => Value::Int(DEFAULT),
        Value::Int(number) => Value::Int(number.max(0)),
        Value::Bool(_) | Value::Big(_) | Value::None => most,
        function if ops::is_callable(function) && matches!(flag, Value::Bool(_)) => {
            return made(cx, function, Value::Int(DEFAULT), flag);
        }
        _ => return Err(cx.type_error("Expected first argument to be an integer, a callable, or None")),
    };
    object_with(cx, &DECORATOR, (), &[most, flag])
}

/// `wraps(function)`.
pub(super) fn unchanged<'h>(cx: &Context<'h>) -> R<'h> {
    object_with(cx, &DECORATOR, (), &[])
}

fn decorate<'h>(cx: &Context<'h>, decorator: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let [function] = args.positional else {
        return Err(cx.type_error(
            "lru_cache.<locals>.decorating_function() missing 1 required positional argument: 'user_function'",
        ));
    };
    match decorator.field(0) {
        Value::Unbound => Ok(*function),
        Value::Big(_) => Err(cx.overflow_error("cannot fit 'int' into an index-sized integer")),
        most => made(cx, *function, most, decorator.field(1)),
    }
}

/// What tells calls apart.
fn key<'h>(cx: &Context<'h>, args: &Args<'_, 'h>, typed: bool) -> R<'h> {
    // One int or text stands for itself, as in CPython: so `f(1)` is not `f(1.0)`.
    if let ([only @ (Value::Int(_) | Value::Big(_) | Value::Str(_))], [], false) =
        (args.positional, args.keywords, typed)
    {
        return Ok(*only);
    }
    let count = args.positional.len().saturating_add(args.keywords.len().saturating_mul(2));
    cx.burn(count as u64)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(count.saturating_mul(2)))?;
    let mut parts = args.positional.to_vec();
    if !args.keywords.is_empty() {
        parts.push(Value::Native(&MARK));
    }
    for (name, value) in args.keywords {
        parts.push(cx.wrap_str(name)?);
        parts.push(*value);
    }
    if typed {
        let values = args.positional.iter().chain(args.keywords.iter().map(|(_, value)| value));
        parts.extend(values.map(|value| Value::Type(value.class())));
    }
    cx.tuple(&parts)
}

fn count<'h>(this: &'h Object<'h>, which: usize) {
    if let Value::Int(number) = this.field(which) {
        this.set_field(which, Value::Int(number.saturating_add(1)));
    }
}

fn call<'h>(cx: &Context<'h>, this: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let results = results(cx, Value::Object(this))?;
    let function = this.field(FUNCTION);
    // More than there can ever be is as good as no bound.
    let most = match this.field(MOST) {
        Value::Int(number) => Some(usize::try_from(number).unwrap_or(0)),
        Value::Bool(flag) => Some(usize::from(flag.get())),
        _ => None,
    };
    if most == Some(0) {
        count(this, MISSES);
        return cx.call_with(function, args);
    }
    let typed = matches!(this.field(TYPED), Value::Bool(typed) if typed.get());
    let key = key(cx, args, typed)?;
    if let Some(known) = results.get(cx, key)? {
        count(this, HITS);
        if most.is_some() {
            // What was used last is forgotten last.
            results.remove(cx, key)?;
            results.set(cx, key, known)?;
        }
        return Ok(known);
    }
    count(this, MISSES);
    let result = cx.call_with(function, args)?;
    if let Some(most) = most {
        if results.contains(cx, key)? {
            return Ok(result);
        }
        if results.len() >= most
            && let Some((_, oldest, _)) = results.table(cx)?.next_from(0)
        {
            results.remove(cx, oldest)?;
        }
    }
    results.set(cx, key, result)?;
    Ok(result)
}
