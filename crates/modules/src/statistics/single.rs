//! Averages, and values in the middle.

use hognose_eval::arg::Nullable;
use hognose_eval::class;
use hognose_eval::ops::{self, arith, compare, convert, index, iterate, text, truth};
use hognose_eval::row::Args;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Stop, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::rows::{STATISTICS_ERROR, add, count_of, floats, refuse, sorted, sums, value};
use super::{Number, Sums};
use crate::glue::OrStop;
use crate::math::{self, Base, ExactSum, Unary};

pub(super) fn mean<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let sums = sums(cx, data)?;
    if sums.count == 0 {
        return Err(refuse(cx, "mean requires at least one data point"));
    }
    value(cx, &sums.divided_by(sums.count).or_stop(cx)?)
}

/// The sum of floats, rounded once.
pub(super) fn exact_sum<'h>(cx: &Context<'h>, floats: &[f64]) -> R<'h, f64> {
    cx.burn(floats.len() as u64)?;
    let mut sum = ExactSum::default();
    floats.iter().try_for_each(|float| sum.add(*float)).or_stop(cx)?;
    sum.total().or_stop(cx)
}

pub(super) fn fmean<'h>(cx: &Context<'h>, data: Value<'h>, weights: Nullable<Value<'h>>) -> R<'h> {
    let Some(weights) = weights.0 else {
        let data = floats(cx, data)?;
        let total = exact_sum(cx, &data)?;
        if data.is_empty() {
            return Err(refuse(cx, "fmean requires at least one data point"));
        }
        return Ok(Value::float(total / count_of(data.len())));
    };
    let weights = Value::List(convert::collect(cx, weights)?);
    let products = math::sumprod(cx, data, weights).map_err(|stop| {
        if cx.is_raise_of(stop, &class::VALUE_ERROR) {
            return refuse(cx, "data and weights must be the same length");
        }
        stop
    })?;
    let weights = floats(cx, weights)?;
    let total = exact_sum(cx, &weights)?;
    if total == 0.0 {
        return Err(refuse(cx, "sum of weights must be non-zero"));
    }
    arith::binary(cx, BinaryOp::Div, products, Value::float(total))
}

pub(super) fn geometric_mean<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let mut sum = ExactSum::default();
    let (mut count, mut zero) = (0_usize, false);
    let mut items = iterate::iterate(cx, data)?;
    while let Some(item) = items.next(cx)? {
        cx.burn(2)?;
        count = count.saturating_add(1);
        // What is no number fails in this comparison.
        compare::compare(cx, CompareOp::Gt, item, Value::float(0.0))?;
        let number = arith::to_float(cx, item)?;
        if number > 0.0 || number.is_nan() {
            sum.add(math::log(number, Base::E).or_stop(cx)?).or_stop(cx)?;
        } else if number == 0.0 {
            zero = true;
        } else {
            let text = cx.str("No negative inputs allowed")?;
            return Err(cx.raise_args(&STATISTICS_ERROR, &[text, item]));
        }
    }
    let total = sum.total().or_stop(cx)?;
    if count == 0 {
        return Err(refuse(cx, "Must have a non-empty dataset"));
    }
    let mean = match (total.is_nan(), zero) {
        (true, _) => f64::NAN,
        (false, true) if total == f64::INFINITY => f64::NAN,
        (false, true) => 0.0,
        (false, false) => Unary::Exp.apply(total / count_of(count)).or_stop(cx)?,
    };
    Ok(Value::float(mean))
}

/// What an iterator has left, as a list; other data as they are.
fn held<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    if iterate::iterator_value(cx, data)?.is(data) {
        return convert::collect(cx, data).map(Value::List);
    }
    Ok(data)
}

const NEGATIVE: &str = "harmonic mean does not support negative values";

fn is_negative<'h>(cx: &Context<'h>, number: Value<'h>) -> R<'h, bool> {
    let below = compare::compare(cx, CompareOp::Lt, number, Value::Int(0))?;
    truth(cx, below)
}

pub(super) fn harmonic_mean<'h>(cx: &Context<'h>, data: Value<'h>, weights: Nullable<Value<'h>>) -> R<'h> {
    let data = held(cx, data)?;
    let count = ops::len(cx, data)?;
    if count == 0 {
        return Err(refuse(cx, "harmonic_mean requires at least one data point"));
    }
    if let (1, None) = (count, weights.0) {
        return match index::get_item(cx, data, Value::Int(0))? {
            only @ (Value::Int(_) | Value::Big(_) | Value::Float(_) | Value::Bool(_)) => {
                if is_negative(cx, only)? { Err(refuse(cx, NEGATIVE)) } else { Ok(only) }
            }
            _ => Err(cx.type_error("unsupported type")),
        };
    }
    let weights = weights.0.map(|weights| held(cx, weights)).transpose()?;
    let weights = match weights {
        Some(weights) if ops::len(cx, weights)? != count => {
            return Err(refuse(cx, "Number of weights does not match data size"));
        }
        Some(weights) => Some(convert::collect(cx, weights)?),
        None => None,
    };
    let data = convert::collect(cx, data)?;
    let weight_sum = match weights {
        None => None,
        Some(weights) => {
            let mut total = Sums::default();
            for weight in weights.to_vec() {
                if is_negative(cx, weight)? {
                    return Err(refuse(cx, NEGATIVE));
                }
                add(cx, &mut total, weight)?;
            }
            Some(total)
        }
    };
    let mut total = Sums::default();
    for (at, number) in data.to_vec().into_iter().enumerate() {
        if is_negative(cx, number)? {
            return Err(refuse(cx, NEGATIVE));
        }
        let weight = weights.and_then(|weights| weights.get(at)).unwrap_or(Value::Int(1));
        if !truth(cx, weight)? {
            add(cx, &mut total, Value::Int(0))?;
            continue;
        }
        if !truth(cx, number)? {
            return Ok(Value::Int(0));
        }
        add(cx, &mut total, arith::binary(cx, BinaryOp::Div, weight, number)?)?;
    }
    let mean = match &weight_sum {
        Some(weights) => total.divides_sum(weights),
        None => total.divides(&Number::Int(count.into())),
    };
    let mean = mean.or_stop(cx)?;
    match mean {
        Some(mean) => value(cx, &mean),
        None => Err(refuse(cx, "Weighted sum must be positive")),
    }
}

/// The values in order, and how many; there must be some.
fn in_order<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, (&'h List<'h>, usize)> {
    let data = sorted(cx, data)?;
    match data.len() {
        0 => Err(refuse(cx, "no median for empty data")),
        count => Ok((data, count)),
    }
}

fn at<'h>(cx: &Context<'h>, data: &'h List<'h>, place: usize) -> R<'h> {
    data.get(place).ok_or_else(|| cx.index_error("list index out of range"))
}

pub(super) fn median<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let (data, count) = in_order(cx, data)?;
    let high = at(cx, data, count / 2)?;
    if count % 2 == 1 {
        return Ok(high);
    }
    let low = at(cx, data, (count / 2).saturating_sub(1))?;
    let sum = arith::add(cx, low, high)?;
    arith::binary(cx, BinaryOp::Div, sum, Value::Int(2))
}

pub(super) fn median_low<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let (data, count) = in_order(cx, data)?;
    at(cx, data, count.saturating_sub(1) / 2)
}

pub(super) fn median_high<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let (data, count) = in_order(cx, data)?;
    at(cx, data, count / 2)
}

/// Where a value could stand in values in order: before its equals, or behind them and a place where it is.
fn bisect<'h>(cx: &Context<'h>, data: &'h List<'h>, value: Value<'h>, from: Option<usize>) -> R<'h, usize> {
    let (mut low, mut high, behind) = (from.unwrap_or(0), data.len(), from.is_some());
    while low < high {
        cx.burn(1)?;
        let middle = low.midpoint(high);
        let other = at(cx, data, middle)?;
        let right = if behind {
            !compare::order(cx, CompareOp::Lt, value, other)?
        } else {
            compare::order(cx, CompareOp::Lt, other, value)?
        };
        if right {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn as_float<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, f64> {
    match cx.instantiate(&class::FLOAT, &Args::positional(&[value])) {
        Ok(float) => arith::to_float(cx, float),
        Err(stop) if cx.is_raise_of(stop, &class::VALUE_ERROR) => {
            Err(cx.type_error("Value cannot be converted to a float"))
        }
        Err(stop) => Err(stop),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of values are far below 2**53")]
pub(super) fn median_grouped<'h>(cx: &Context<'h>, data: Value<'h>, interval: Option<Value<'h>>) -> R<'h> {
    let (data, count) = in_order(cx, data)?;
    let middle = at(cx, data, count / 2)?;
    let before = bisect(cx, data, middle, None)?;
    let behind = bisect(cx, data, middle, Some(before))?;
    let interval = as_float(cx, interval.unwrap_or(Value::float(1.0)))?;
    let low = as_float(cx, middle)? - interval / 2.0;
    let equals = behind.saturating_sub(before) as f64;
    Ok(Value::float(low + interval * (count as f64 / 2.0 - before as f64) / equals))
}

/// How often each value occurs, and the largest number of times.
fn counted<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, (&'h Dict<'h>, i64)> {
    let counts = Dict::new(cx.heap())?;
    let mut most = 0;
    let mut items = iterate::iterate(cx, data)?;
    while let Some(item) = items.next(cx)? {
        cx.burn(2)?;
        let count = match counts.get(cx, item)? {
            Some(Value::Int(count)) => count.saturating_add(1),
            _ => 1,
        };
        counts.set(cx, item, Value::Int(count))?;
        most = most.max(count);
    }
    Ok((counts, most))
}

fn modes<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, &'h List<'h>> {
    let (counts, most) = counted(cx, data)?;
    let modes = List::new(cx.heap())?;
    let table = counts.table(cx)?;
    let mut place = 0;
    while let Some((next, item, count)) = table.next_from(place) {
        place = next;
        cx.burn(1)?;
        if matches!(count, Value::Int(count) if count == most) {
            modes.push(cx.heap(), item)?;
        }
    }
    Ok(modes)
}

pub(super) fn mode<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let first = modes(cx, data)?.get(0);
    first.ok_or_else(|| refuse(cx, "no mode for empty data"))
}

pub(super) fn multimode<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    modes(cx, data).map(Value::List)
}

/// A point between two values: so many parts of the one and of the other.
fn between<'h>(cx: &Context<'h>, data: &'h List<'h>, low: usize, part: usize, parts: usize) -> R<'h> {
    let int = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let rest = int(parts.saturating_sub(part));
    let first = arith::binary(cx, BinaryOp::Mul, at(cx, data, low)?, rest)?;
    let second = arith::binary(cx, BinaryOp::Mul, at(cx, data, low.saturating_add(1))?, int(part))?;
    let sum = arith::add(cx, first, second)?;
    arith::binary(cx, BinaryOp::Div, sum, int(parts))
}

/// What groups of a number that is not whole fail with, which CPython finds when it counts them.
#[cold]
fn not_whole<'h>(
    cx: &Context<'h>,
    data: Value<'h>,
    groups: Value<'h>,
    method: Option<Value<'h>>,
) -> Stop<'h> {
    let is_known = |method: Value<'h>| match method {
        Value::Str(name) => Ok(matches!(name.text(cx.heap())?, "exclusive" | "inclusive")),
        _ => Ok(false),
    };
    let refusal = || -> R<'h, Stop<'h>> {
        if compare::order(cx, CompareOp::Lt, groups, Value::Int(1))? {
            return Ok(refuse(cx, "n must be at least 1"));
        }
        let count = sorted(cx, data)?.len();
        if count > 1
            && let Some(method) = method
            && !is_known(method)?
        {
            let shown = text::repr_string(cx, method)?;
            return Ok(cx.value_error(format_args!("Unknown method: {shown}")));
        }
        let name = ops::own_type_name(groups);
        Ok(match count {
            0 => refuse(cx, "must have at least one data point"),
            1 => cx.type_error(format_args!("can't multiply sequence by non-int of type '{name}'")),
            _ => cx.type_error(format_args!("'{name}' object cannot be interpreted as an integer")),
        })
    };
    match refusal() {
        Ok(stop) | Err(stop) => stop,
    }
}

pub(super) fn quantiles<'h>(
    cx: &Context<'h>,
    data: Value<'h>,
    groups: Option<Value<'h>>,
    method: Option<Value<'h>>,
) -> R<'h> {
    let groups = match groups {
        None => 4,
        Some(groups) if convert::is_index(groups) => convert::index_clipped(cx, groups)?,
        Some(other) => return Err(not_whole(cx, data, other, method)),
    };
    let groups = usize::try_from(groups).unwrap_or(0);
    if groups == 0 {
        return Err(refuse(cx, "n must be at least 1"));
    }
    let data = sorted(cx, data)?;
    let count = data.len();
    let result = List::new(cx.heap())?;
    if count < 2 {
        let Some(only) = data.get(0) else {
            return Err(refuse(cx, "must have at least one data point"));
        };
        for _ in 1..groups {
            cx.burn(1)?;
            result.push(cx.heap(), only)?;
        }
        return Ok(Value::List(result));
    }
    let given = method.unwrap_or(Value::None);
    let method = match method {
        None => "exclusive",
        Some(Value::Str(name)) => name.text(cx.heap())?,
        Some(_) => "",
    };
    for group in 1..groups {
        cx.burn(4)?;
        let (low, part) = match method {
            "inclusive" => {
                let place = group.saturating_mul(count.saturating_sub(1));
                (place.checked_div(groups).unwrap_or(0), place.checked_rem(groups).unwrap_or(0))
            }
            "exclusive" => {
                let place = group.saturating_mul(count.saturating_add(1));
                let high = place.checked_div(groups).unwrap_or(0).clamp(1, count.saturating_sub(1));
                // The rest may be negative or more than whole at the ends: the line goes on there.
                let product = |a: usize, b: usize| i128::try_from(a.saturating_mul(b)).unwrap_or(i128::MAX);
                let rest = product(place, 1).saturating_sub(product(high, groups));
                result.push(cx.heap(), beyond(cx, data, high, rest, groups)?)?;
                continue;
            }
            _ => break,
        };
        result.push(cx.heap(), between(cx, data, low, part, groups)?)?;
    }
    if matches!(method, "inclusive" | "exclusive") {
        return Ok(Value::List(result));
    }
    let shown = text::repr_string(cx, given)?;
    Err(cx.value_error(format_args!("Unknown method: {shown}")))
}

/// A point on the line through two neighbouring values, also beyond them.
fn beyond<'h>(cx: &Context<'h>, data: &'h List<'h>, high: usize, rest: i128, parts: usize) -> R<'h> {
    let int = |number: i128| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let parts = i128::try_from(parts).unwrap_or(i128::MAX);
    let low = at(cx, data, high.saturating_sub(1))?;
    let first = arith::binary(cx, BinaryOp::Mul, low, int(parts.saturating_sub(rest)))?;
    let second = arith::binary(cx, BinaryOp::Mul, at(cx, data, high)?, int(rest))?;
    let sum = arith::add(cx, first, second)?;
    arith::binary(cx, BinaryOp::Div, sum, int(parts))
}
