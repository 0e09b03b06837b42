//! Functions over iterables: `all`, `any`, `iter`, `len`, `max`, `min`, `next`, `sorted`, `sum`.

use crate::class;
use crate::context::Context;
use crate::number::FloatSum;
use crate::ops::{self, arith, compare, iterate};
use crate::row::{Args, Member, Row, Signature, keyword_only, optional, p_only, p_only_optional, rest};
use crate::stop::R;
use crate::value::Value;
use crate::value::iter::{Cursor, Iter, Lazy};
use crate::value::list::sort::sort_list;
use crate::{function, native};
use hognose_syntax::tree::CompareOp;

/// Rows.
pub(super) static ROWS: &[Row] = &[
    function!("all", Signature::one(&[p_only("iterable")]), "Whether no item is false.", all, 1),
    function!("any", Signature::one(&[p_only("iterable")]), "Whether an item is true.", any, 1),
    function!(
        "iter",
        Signature::positional(&[p_only("iterable"), p_only_optional("sentinel")]),
        "An iterator over an iterable, or over what a function returns until it returns a value.",
        iter,
        2
    ),
    function!("len", Signature::one(&[p_only("object")]), "The number of items.", len, 1),
    Row::new(
        "max",
        Signature::keywords(&[rest("items"), keyword_only("default"), keyword_only("key")]),
        "The largest item of an iterable, or the largest argument.",
        Member::RawFunction(|cx, _, args| extreme(cx, "max", CompareOp::Gt, args)),
    ),
    Row::new(
        "min",
        Signature::keywords(&[rest("items"), keyword_only("default"), keyword_only("key")]),
        "The smallest item of an iterable, or the smallest argument.",
        Member::RawFunction(|cx, _, args| extreme(cx, "min", CompareOp::Lt, args)),
    ),
    function!(
        "next",
        Signature::positional(&[p_only("iterator"), p_only_optional("default")]),
        "The next item of an iterator.",
        next,
        2
    ),
    Row::new(
        "sorted",
        Signature::positional(&[p_only("iterable"), keyword_only("key"), keyword_only("reverse")]),
        "A sorted list of the items of an iterable.",
        Member::RawFunction(sorted),
    ),
    Row::new(
        "sum",
        Signature::keywords(&[p_only("iterable"), optional("start")]),
        "The sum of a start (0) and the items of an iterable.",
        Member::Function(native!(sum, 2)),
    ),
];

fn all<'h>(cx: &Context<'h>, mut cursor: Cursor<'h>) -> R<'h> {
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if !ops::truth(cx, item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn any<'h>(cx: &Context<'h>, mut cursor: Cursor<'h>) -> R<'h> {
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if ops::truth(cx, item)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

fn iter<'h>(cx: &Context<'h>, iterable: Value<'h>, sentinel: Option<Value<'h>>) -> R<'h> {
    let Some(sentinel) = sentinel else { return iterate::iterator_value(cx, iterable) };
    if !ops::is_callable(iterable) {
        return Err(cx.type_error("iter(v, w): v must be callable"));
    }
    let lazy = cx.heap().alloc(Lazy::Calls(iterable, sentinel))?;
    Ok(Value::Iter(Iter::new(cx, Cursor::Lazy(lazy))?))
}

fn len<'h>(cx: &Context<'h>, object: Value<'h>) -> R<'h> {
    Ok(Value::Int(i64::try_from(ops::len(cx, object)?).unwrap_or(i64::MAX)))
}

fn next<'h>(cx: &Context<'h>, iterator: Value<'h>, default: Option<Value<'h>>) -> R<'h> {
    match (iterate::next(cx, iterator), default) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default),
        (Ok(None), None) => Err(iterate::exhausted(cx, iterator)),
        (Err(stop), Some(default)) if cx.is_raise_of(stop, &class::STOP_ITERATION) => Ok(default),
        (Err(stop), _) => Err(stop),
    }
}

/// `max` and `min`.
fn extreme<'h>(cx: &Context<'h>, name: &str, op: CompareOp, args: &Args<'_, 'h>) -> R<'h> {
    let (mut key, mut default) = (Value::None, None);
    if args.positional.is_empty() {
        return Err(cx.type_error(format_args!("{name} expected at least 1 argument, got 0")));
    }
    for (keyword, value) in args.keywords {
        match *keyword {
            "key" => key = *value,
            "default" => default = Some(*value),
            _ => {
                return Err(
                    cx.type_error(format_args!("{name}() got an unexpected keyword argument '{keyword}'"))
                );
            }
        }
    }
    let mut cursor = match args.positional {
        [iterable] => ops::iterate(cx, *iterable)?,
        _ if default.is_some() => {
            return Err(cx.type_error(format_args!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        items => ops::iterate(cx, cx.tuple(items)?)?,
    };
    let mut best: Option<(Value<'h>, Value<'h>)> = None;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        let rank = if key.is_none() { item } else { cx.nested(|| cx.call(key, &[item]))? };
        let better = match best {
            Some((_, best)) => compare::order(cx, op, rank, best)?,
            None => true,
        };
        if better {
            best = Some((item, rank));
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(cx.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}

fn sorted<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let [iterable] = args.positional else {
        return Err(cx.type_error(format_args!("sorted expected 1 argument, got {}", args.positional.len())));
    };
    let list = iterate::to_list(cx, *iterable)?;
    let (mut key, mut reverse) = (Value::None, false);
    for (keyword, value) in args.keywords {
        match *keyword {
            "key" => key = *value,
            "reverse" => reverse = ops::truth(cx, *value)?,
            _ => {
                return Err(
                    cx.type_error(format_args!("sort() got an unexpected keyword argument '{keyword}'"))
                );
            }
        }
    }
    sort_list(cx, list, Some(key).filter(|key| !key.is_none()), reverse)?;
    Ok(Value::List(list))
}

fn sum<'h>(cx: &Context<'h>, iterable: Value<'h>, start: Option<Value<'h>>) -> R<'h> {
    let mut cursor = ops::iterate(cx, iterable)?;
    let mut total = start.unwrap_or(Value::Int(0));
    match total {
        Value::Str(_) => return Err(cx.type_error("sum() can't sum strings [use ''.join(seq) instead]")),
        Value::Bytes(_) => return Err(cx.type_error("sum() can't sum bytes [use b''.join(seq) instead]")),
        _ => {}
    }
    // Ints first, then floats with their rounding errors kept apart, then whatever comes.
    while let Value::Int(so_far) = total {
        let Some(item) = cursor.next(cx)? else { return Ok(total) };
        cx.burn(1)?;
        let number = match item {
            Value::Int(number) => Some(number),
            Value::Bool(value) => Some(i64::from(value)),
            _ => None,
        };
        match number.and_then(|number| so_far.checked_add(number)) {
            Some(sum) => total = Value::Int(sum),
            None => {
                total = arith::add(cx, total, item)?;
                break;
            }
        }
    }
    if let Value::Float(start) = total {
        let mut floats = FloatSum::new(start.get());
        loop {
            let Some(item) = cursor.next(cx)? else { return Ok(Value::float(floats.total())) };
            cx.burn(1)?;
            match item {
                Value::Float(number) => floats.add(number.get()),
                Value::Int(number) => floats.add_plain(number as f64),
                Value::Bool(value) => floats.add_plain(f64::from(u8::from(value))),
                other => {
                    total = arith::add(cx, Value::float(floats.total()), other)?;
                    break;
                }
            }
        }
    }
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        total = arith::add(cx, total, item)?;
    }
    Ok(total)
}
