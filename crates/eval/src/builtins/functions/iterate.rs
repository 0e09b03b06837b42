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
    at_most_two(cx, name, args)?;
    for (keyword, value) in args.keywords {
        match *keyword {
            "key" => key = *value,
            "default" => default = Some(*value),
            _ => {
                return Err(ops::unexpected_keyword(
                    cx,
                    format_args!("{name}()"),
                    keyword,
                    &["key", "default"],
                ));
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
    let mut extreme = Extreme::new(op == CompareOp::Gt);
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        let rank = if key.is_none() { item } else { cx.nested(|| cx.call(key, &[item]))? };
        extreme.add(cx, item, rank)?;
    }
    extreme.finish(cx, default)
}

/// Both functions that sort or compare by a key take one more argument by name.
fn at_most_two<'h>(cx: &Context<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h, ()> {
    let given = args.keywords.len();
    if given > 2 {
        return Err(cx.type_error(format_args!("{name}() takes at most 2 keyword arguments ({given} given)")));
    }
    Ok(())
}

/// The largest or smallest of items that come one by one.
pub(crate) struct Extreme<'h> {
    is_max: bool,
    /// The best so far, and what it was compared by.
    best: Option<(Value<'h>, Value<'h>)>,
}

impl<'h> Extreme<'h> {
    /// Of no items so far.
    pub(crate) fn new(is_max: bool) -> Self {
        Self { is_max, best: None }
    }

    /// Look at one more item; items are compared by their ranks.
    ///
    /// # Errors
    /// What comparing raises.
    pub(crate) fn add(&mut self, cx: &Context<'h>, item: Value<'h>, rank: Value<'h>) -> R<'h, ()> {
        let op = if self.is_max { CompareOp::Gt } else { CompareOp::Lt };
        let better = match self.best {
            Some((_, best)) => compare::order(cx, op, rank, best)?,
            None => true,
        };
        if better {
            self.best = Some((item, rank));
        }
        Ok(())
    }

    /// The item, or a default when there was none.
    ///
    /// # Errors
    /// `ValueError` when there was none, nor a default.
    pub(crate) fn finish(self, cx: &Context<'h>, default: Option<Value<'h>>) -> R<'h> {
        let name = if self.is_max { "max" } else { "min" };
        match (self.best, default) {
            (Some((item, _)), _) => Ok(item),
            (None, Some(default)) => Ok(default),
            (None, None) => Err(cx.value_error(format_args!("{name}() iterable argument is empty"))),
        }
    }
}

fn sorted<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let [iterable] = args.positional else {
        return Err(cx.type_error(format_args!("sorted expected 1 argument, got {}", args.positional.len())));
    };
    let list = iterate::to_list(cx, *iterable)?;
    at_most_two(cx, "sort", args)?;
    let (mut key, mut reverse) = (Value::None, false);
    for (keyword, value) in args.keywords {
        match *keyword {
            "key" => key = *value,
            "reverse" => reverse = ops::truth(cx, *value)?,
            _ => {
                return Err(ops::unexpected_keyword(
                    cx,
                    format_args!("sort()"),
                    keyword,
                    &["key", "reverse"],
                ));
            }
        }
    }
    sort_list(cx, list, Some(key).filter(|key| !key.is_none()), reverse)?;
    Ok(Value::List(list))
}

fn sum<'h>(cx: &Context<'h>, iterable: Value<'h>, start: Option<Value<'h>>) -> R<'h> {
    let mut cursor = ops::iterate(cx, iterable)?;
    let start = start.unwrap_or(Value::Int(0));
    match start {
        Value::Str(_) => return Err(cx.type_error("sum() can't sum strings [use ''.join(seq) instead]")),
        Value::Bytes(_) => return Err(cx.type_error("sum() can't sum bytes [use b''.join(seq) instead]")),
        _ => {}
    }
    let mut sum = Sum::new(start);
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        sum.add(cx, item)?;
    }
    Ok(sum.total())
}

/// A running sum: ints first, then floats with their rounding errors kept apart, then whatever comes.
#[derive(Clone, Copy)]
pub(crate) enum Sum<'h> {
    Ints(i64),
    Floats(FloatSum),
    Any(Value<'h>),
}

impl<'h> Sum<'h> {
    /// Start at a value.
    pub(crate) fn new(start: Value<'h>) -> Self {
        match start {
            Value::Int(start) => Sum::Ints(start),
            Value::Float(start) => Sum::Floats(FloatSum::new(start.get())),
            start => Sum::Any(start),
        }
    }

    /// Add an item.
    ///
    /// # Errors
    /// As `+`.
    #[inline]
    pub(crate) fn add(&mut self, cx: &Context<'h>, item: Value<'h>) -> R<'h, ()> {
        match (&mut *self, item) {
            (Sum::Ints(sum), Value::Int(number)) if let Some(total) = sum.checked_add(number) => *sum = total,
            (Sum::Ints(sum), Value::Bool(value)) if let Some(total) = sum.checked_add(i64::from(value)) => {
                *sum = total;
            }
            (Sum::Floats(sum), Value::Float(number)) => sum.add(number.get()),
            (Sum::Floats(sum), Value::Int(number)) => sum.add_plain(number as f64),
            (Sum::Floats(sum), Value::Bool(value)) => sum.add_plain(f64::from(u8::from(value.get()))),
            _ => return self.add_any(cx, item),
        }
        Ok(())
    }

    #[inline(never)]
    fn add_any(&mut self, cx: &Context<'h>, item: Value<'h>) -> R<'h, ()> {
        let total = arith::add(cx, self.total(), item)?;
        *self = match (&*self, total) {
            // Only a sum of ints goes on as a sum of floats.
            (Sum::Ints(_), Value::Float(total)) => Sum::Floats(FloatSum::new(total.get())),
            _ => Sum::Any(total),
        };
        Ok(())
    }

    /// The sum so far.
    pub(crate) fn total(&self) -> Value<'h> {
        match self {
            Sum::Ints(sum) => Value::Int(*sum),
            Sum::Floats(sum) => Value::float(sum.total()),
            Sum::Any(sum) => *sum,
        }
    }
}
