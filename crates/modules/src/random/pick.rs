//! `choice`, `choices`, `sample` and `shuffle`.

use std::collections::BTreeSet;

use hognose_eval::class::INDEX_ERROR;
use hognose_eval::number::truncated;
use hognose_eval::ops::{self, arith, compare, convert, index, text};
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::CompareOp;

use super::source::{Generator, of};
use crate::math;

fn argument<'h>(args: &[Value<'h>], index: usize) -> Value<'h> {
    args.get(index).copied().unwrap_or(Value::Unbound)
}

fn item<'h>(cx: &Context<'h>, sequence: Value<'h>, position: u64) -> R<'h> {
    index::get_item(cx, sequence, Value::Int(i64::try_from(position).unwrap_or(i64::MAX)))
}

fn length<'h>(cx: &Context<'h>, sequence: Value<'h>) -> R<'h, u64> {
    Ok(ops::len(cx, sequence)? as u64)
}

pub(super) fn choice<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let sequence = argument(args, 0);
    let count = length(cx, sequence)?;
    if count == 0 {
        return Err(cx.raise(&INDEX_ERROR, "Cannot choose from an empty sequence"));
    }
    item(cx, sequence, of(cx, this)?.below(cx, count)?)
}

pub(super) fn shuffle<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let (generator, sequence) = (of(cx, this)?, argument(args, 0));
    for last in (1..length(cx, sequence)?).rev() {
        let other = generator.below(cx, last.saturating_add(1))?;
        let (a, b) = (item(cx, sequence, last)?, item(cx, sequence, other)?);
        let place = |at: u64| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
        index::set_item(cx, sequence, place(last), b)?;
        index::set_item(cx, sequence, place(other), a)?;
    }
    Ok(Value::None)
}

fn is_sequence(value: Value<'_>) -> bool {
    match value {
        Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) | Value::Range(_) => true,
        Value::Object(object) => object.class.slots.is_sequence,
        _ => false,
    }
}

pub(super) fn sample<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let (population, wanted, counts) = (argument(args, 0), argument(args, 1), argument(args, 2));
    if !is_sequence(population) {
        return Err(cx.type_error("Population must be a sequence.  For dicts or sets, use sorted(d)."));
    }
    let count = length(cx, population)?;
    let list = List::new(cx.heap())?;
    if matches!(counts, Value::Unbound | Value::None) {
        for position in positions(cx, generator, count, wanted)? {
            list.push(cx.heap(), item(cx, population, position)?)?;
        }
        return Ok(Value::List(list));
    }
    let sums = running_sums(cx, counts)?;
    if sums.len() as u64 != count {
        return Err(cx.value_error("The number of counts does not match the population"));
    }
    let Some(total) = sums.pop() else { return Err(cx.raise(&INDEX_ERROR, "pop from empty list")) };
    let total = match total {
        Value::Int(total) => total,
        Value::Bool(total) => i64::from(total),
        Value::Big(total) if total.is_negative() => 0,
        Value::Big(_) => return Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
        _ => return Err(cx.type_error("Counts must be integers")),
    };
    let Some(total) = u64::try_from(total).ok().filter(|total| *total > 0) else {
        return Err(cx.value_error("Total of counts must be greater than zero"));
    };
    for position in positions(cx, generator, total, wanted)? {
        let drawn = Value::Int(i64::try_from(position).unwrap_or(i64::MAX));
        let place = bisect(cx, Value::List(sums), drawn, sums.len() as u64)?;
        list.push(cx.heap(), item(cx, population, place)?)?;
    }
    Ok(Value::List(list))
}

/// How many are to be drawn of so many.
fn drawn<'h>(cx: &Context<'h>, count: u64, wanted: Value<'h>) -> R<'h, u64> {
    let bounds = Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let within = compare::order(cx, CompareOp::Le, Value::Int(0), wanted)?
        && compare::order(cx, CompareOp::Le, wanted, bounds)?;
    if !within {
        return Err(cx.value_error("Sample larger than population or is negative"));
    }
    match wanted {
        Value::Int(wanted) => Ok(wanted.unsigned_abs()),
        Value::Bool(wanted) => Ok(u64::from(wanted)),
        other => Err(cx.type_error(format_args!(
            "can't multiply sequence by non-int of type '{}'",
            ops::own_type_name(other)
        ))),
    }
}

/// Different positions below `count`, in the order they are drawn.
fn positions<'h>(cx: &Context<'h>, generator: &Generator, count: u64, wanted: Value<'h>) -> R<'h, Vec<u64>> {
    /// What a position takes in a tree or a list.
    const PLACE: usize = 16;
    let wanted = drawn(cx, count, wanted)?;
    let size = usize::try_from(wanted).unwrap_or(usize::MAX);
    cx.burn(wanted)?;
    cx.heap().charge(size.saturating_mul(PLACE))?;
    let mut found = Vec::with_capacity(size);
    if count <= table_size(wanted) {
        let size = usize::try_from(count).unwrap_or(usize::MAX);
        cx.burn(count)?;
        cx.heap().charge(size.saturating_mul(PLACE))?;
        let mut pool: Vec<u64> = (0..count).collect();
        for left in (0..=count).rev().take(usize::try_from(wanted).unwrap_or(usize::MAX)) {
            let place = usize::try_from(generator.below(cx, left)?).unwrap_or(usize::MAX);
            // The last one takes the place of what was drawn.
            pool.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            if place < pool.len() {
                found.push(pool.swap_remove(place));
            }
        }
        return Ok(found);
    }
    let mut seen = BTreeSet::new();
    cx.heap().charge(size.saturating_mul(PLACE))?;
    while (found.len() as u64) < wanted {
        let place = generator.below(cx, count)?;
        if seen.insert(place) {
            found.push(place);
        }
    }
    Ok(found)
}

/// Up to how many items all of them are listed, when so many are drawn.
fn table_size(wanted: u64) -> u64 {
    const SMALL: u64 = 21;
    if wanted <= 5 {
        return SMALL;
    }
    #[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
    let tripled = wanted.saturating_mul(3) as f64;
    let power = (math::elementary::log(tripled) / math::elementary::log(4.0)).ceil();
    let power = truncated(power).and_then(|power| u32::try_from(power).ok()).unwrap_or(u32::MAX);
    SMALL.saturating_add(4_u64.saturating_pow(power))
}

/// `list(itertools.accumulate(values))`.
fn running_sums<'h>(cx: &Context<'h>, values: Value<'h>) -> R<'h, &'h List<'h>> {
    let sums = List::new(cx.heap())?;
    let mut cursor = ops::iterate(cx, values)?;
    let mut sum = Value::Unbound;
    while let Some(value) = cursor.next(cx)? {
        cx.burn(1)?;
        sum = if sum.is_bound() { arith::add(cx, sum, value)? } else { value };
        sums.push(cx.heap(), sum)?;
    }
    Ok(sums)
}

/// `bisect.bisect(sequence, value, 0, end)`.
fn bisect<'h>(cx: &Context<'h>, sequence: Value<'h>, value: Value<'h>, end: u64) -> R<'h, u64> {
    let (mut low, mut high) = (0, end);
    while low < high {
        cx.burn(3)?;
        let middle = low.midpoint(high);
        if compare::order(cx, CompareOp::Lt, value, item(cx, sequence, middle)?)? {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Ok(low)
}

pub(super) fn choices<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let (population, weights) = (argument(args, 0), argument(args, 1));
    let (sums, times) = (argument(args, 2), argument(args, 3));
    let count = length(cx, population)?;
    let absent = |value: Value<'h>| matches!(value, Value::Unbound | Value::None);
    let times = |cx: &Context<'h>| match times {
        Value::Unbound => Ok(1),
        times => convert::index_clipped(cx, times).map(|times| u64::try_from(times).unwrap_or(0)),
    };
    let list = List::new(cx.heap())?;
    let sums = match (absent(sums), absent(weights)) {
        (true, true) => {
            #[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
            let count = count as f64;
            for _ in 0..times(cx)? {
                let place = truncated(generator.random(cx)? * count).unwrap_or_default();
                list.push(cx.heap(), item(cx, population, place.unsigned_abs())?)?;
            }
            return Ok(Value::List(list));
        }
        (true, false) => match weights {
            Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
                let shown = text::repr_string(cx, weights)?;
                return Err(cx.type_error(format_args!(
                    "The number of choices must be a keyword argument: k={shown}"
                )));
            }
            weights => Value::List(running_sums(cx, weights)?),
        },
        (false, true) => sums,
        (false, false) => {
            return Err(cx.type_error("Cannot specify both weights and cumulative weights"));
        }
    };
    if length(cx, sums)? != count {
        return Err(cx.value_error("The number of weights does not match the population"));
    }
    let last = index::get_item(cx, sums, Value::Int(-1))?;
    let total = arith::add(cx, last, Value::float(0.0))?;
    if compare::order(cx, CompareOp::Le, total, Value::float(0.0))? {
        return Err(cx.value_error("Total of weights must be greater than zero"));
    }
    let total = arith::to_float(cx, total)?;
    if !total.is_finite() {
        return Err(cx.value_error("Total of weights must be finite"));
    }
    for _ in 0..times(cx)? {
        let drawn = Value::float(generator.random(cx)? * total);
        let place = bisect(cx, sums, drawn, count.saturating_sub(1))?;
        list.push(cx.heap(), item(cx, population, place)?)?;
    }
    Ok(Value::List(list))
}
