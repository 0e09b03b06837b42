//! `combinations`, `combinations_with_replacement`, `permutations`, `product`: positions in pools, counted on.

use hognose_eval::ops::convert;
use hognose_eval::row::{Args, Member, Row, Signature, keyword_only, optional, required, rest};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function};

use super::{Next, counted, is_set, items, iterator, list, made, pool};

iterator! {
    /// `combinations`: field 0 the pool, field 1 the positions, field 2 whether it has ended, field 3 whether it has begun.
    pub(super) COMBINATIONS "combinations" Some(&COMBINATIONS_NEW), next_combination
}

iterator! {
    /// `combinations_with_replacement`: as `combinations`.
    pub(super) WITH_REPLACEMENT "combinations_with_replacement" Some(&REPLACEMENT_NEW), next_replaced
}

iterator! {
    /// `permutations`: as `combinations`, with field 4 the cycles.
    pub(super) PERMUTATIONS "permutations" Some(&PERMUTATIONS_NEW), next_permutation
}

iterator! {
    /// `product`: as `combinations`, with a tuple of pools, taken in turn.
    pub(super) PRODUCT "product" Some(&PRODUCT_NEW), next_product
}

static COMBINATIONS_NEW: Row = function!(
    "combinations",
    Signature::keywords(&[required("iterable"), required("r")]),
    "All choices of so many items, in order.",
    new_combinations,
    2
);

static REPLACEMENT_NEW: Row = function!(
    "combinations_with_replacement",
    Signature::keywords(&[required("iterable"), required("r")]),
    "All choices of so many items, each of which may come again.",
    new_replacement,
    2
);

static PERMUTATIONS_NEW: Row = function!(
    "permutations",
    Signature::keywords(&[required("iterable"), optional("r")]),
    "All arrangements of so many items.",
    new_permutations,
    2
);

static PRODUCT_NEW: Row = Row::new(
    "product",
    Signature::keywords(&[rest("iterables"), keyword_only("repeat")]),
    "All choices of one item from each iterable.",
    Member::RawFunction(new_product),
);

/// A list of so many positions.
fn positions<'h>(cx: &Context<'h>, length: usize, at: impl Fn(usize) -> usize) -> R<'h> {
    cx.burn(length as u64)?;
    let cells = cx.heap().cells(length, |index| counted(at(index)))?;
    Ok(Value::List(List::from_cells(cx.heap(), cells)?))
}

/// The position at an index.
fn position(positions: &List<'_>, index: usize) -> usize {
    match positions.get(index) {
        Some(Value::Int(position)) => usize::try_from(position).unwrap_or(0),
        _ => 0,
    }
}

/// An iterator over choices from a pool, none when there are no such choices.
fn choices<'h>(
    cx: &Context<'h>,
    class: &'static hognose_eval::class::Class,
    pool: Value<'h>,
    chosen: Option<Value<'h>>,
    cycles: Value<'h>,
) -> R<'h> {
    let state =
        [pool, chosen.unwrap_or(Value::None), Value::bool(chosen.is_none()), Value::bool(false), cycles];
    made(cx, class, &state)
}

fn checked_size<'h>(cx: &Context<'h>, size: i64) -> R<'h, usize> {
    usize::try_from(size).map_err(|_| cx.value_error("r must be non-negative"))
}

fn length(pool: Value<'_>) -> usize {
    match pool {
        Value::Tuple(tuple) => tuple.len(),
        _ => 0,
    }
}

fn new_combinations<'h>(cx: &Context<'h>, iterable: Value<'h>, size: i64) -> R<'h> {
    let pool = pool(cx, iterable)?;
    let size = checked_size(cx, size)?;
    let chosen = if size > length(pool) { None } else { Some(positions(cx, size, |index| index)?) };
    choices(cx, &COMBINATIONS, pool, chosen, Value::Unbound)
}

fn new_replacement<'h>(cx: &Context<'h>, iterable: Value<'h>, size: i64) -> R<'h> {
    let pool = pool(cx, iterable)?;
    let size = checked_size(cx, size)?;
    let chosen = if length(pool) == 0 && size > 0 { None } else { Some(positions(cx, size, |_| 0)?) };
    choices(cx, &WITH_REPLACEMENT, pool, chosen, Value::Unbound)
}

fn new_permutations<'h>(cx: &Context<'h>, iterable: Value<'h>, size: Option<Value<'h>>) -> R<'h> {
    let pool = pool(cx, iterable)?;
    let length = length(pool);
    let size = match size.unwrap_or(Value::None) {
        Value::None => length,
        size @ (Value::Int(_) | Value::Bool(_) | Value::Big(_)) => {
            checked_size(cx, convert::index_i64(cx, size)?)?
        }
        _ => return Err(cx.type_error("Expected int as r")),
    };
    if size > length {
        return choices(cx, &PERMUTATIONS, pool, None, Value::Unbound);
    }
    let chosen = positions(cx, length, |index| index)?;
    let cycles = positions(cx, size, |index| length.saturating_sub(index))?;
    choices(cx, &PERMUTATIONS, pool, Some(chosen), cycles)
}

fn new_product<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let repeat = match args.keywords {
        [] => 1,
        [("repeat", repeat)] => convert::index_i64(cx, *repeat)?,
        [(name, _)] => {
            return Err(
                cx.type_error(format_args!("{}() got an unexpected keyword argument '{name}'", row.name))
            );
        }
        more => {
            return Err(cx.type_error(format_args!(
                "{}() takes at most 1 keyword argument ({} given)",
                row.name,
                more.len()
            )));
        }
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(cx.value_error("repeat argument cannot be negative"));
    };
    let iterables = if repeat == 0 { &[] } else { args.positional };
    // CPython's bound, in numbers of 64 bits.
    let most = (i64::MAX as u64).checked_div(8).and_then(|most| most.checked_div((repeat as u64).max(1)));
    if most.is_none_or(|most| iterables.len() as u64 > most) {
        return Err(cx.overflow_error("repeat argument too large"));
    }
    cx.burn(iterables.len() as u64)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(iterables.len()))?;
    let mut pools = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        pools.push(pool(cx, *iterable)?);
    }
    let is_empty = pools.iter().any(|pool| length(*pool) == 0);
    let total = pools.len().saturating_mul(repeat);
    let chosen = if is_empty { None } else { Some(positions(cx, total, |_| 0)?) };
    choices(cx, &PRODUCT, cx.tuple(&pools)?, chosen, Value::Unbound)
}

/// The items at the first so many positions, from the pool that each is in.
fn chosen<'h>(
    cx: &Context<'h>,
    positions: &List<'h>,
    count: usize,
    pool: impl Fn(usize) -> &'h [Value<'h>],
) -> Next<'h> {
    cx.burn(count as u64)?;
    let mut items = Vec::with_capacity(count);
    for index in 0..count {
        items.push(pool(index).get(position(positions, index)).copied().unwrap_or(Value::None));
    }
    cx.tuple(&items).map(Some)
}

/// Whether to count on: not the first time, and not behind the end.
fn has_begun(this: &Object<'_>) -> bool {
    let begun = is_set(this, 3);
    this.set_field(3, Value::bool(true));
    begun
}

fn ended<'h>(this: &Object<'h>) -> Next<'h> {
    this.set_field(2, Value::bool(true));
    Ok(None)
}

fn next_combination<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if is_set(this, 2) {
        return Ok(None);
    }
    let (pool, at) = (items(this, 0), list(cx, this, 1)?);
    let size = at.len();
    cx.burn(size as u64)?;
    if has_begun(this) {
        // The last position that is not as far back as it may be.
        let slack = pool.len().saturating_sub(size);
        let Some(last) = (0..size).rev().find(|index| position(at, *index) != index.saturating_add(slack))
        else {
            return ended(this);
        };
        let first = position(at, last).saturating_add(1);
        for (offset, index) in (last..size).enumerate() {
            at.set(index, counted(first.saturating_add(offset)));
        }
    }
    chosen(cx, at, size, |_| pool)
}

fn next_replaced<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if is_set(this, 2) {
        return Ok(None);
    }
    let (pool, at) = (items(this, 0), list(cx, this, 1)?);
    let size = at.len();
    cx.burn(size as u64)?;
    if has_begun(this) {
        let end = pool.len().saturating_sub(1);
        let Some(last) = (0..size).rev().find(|index| position(at, *index) != end) else {
            return ended(this);
        };
        let next = position(at, last).saturating_add(1);
        for index in last..size {
            at.set(index, counted(next));
        }
    }
    chosen(cx, at, size, |_| pool)
}

fn next_permutation<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if is_set(this, 2) {
        return Ok(None);
    }
    let (pool, at, cycles) = (items(this, 0), list(cx, this, 1)?, list(cx, this, 4)?);
    let (length, size) = (at.len(), cycles.len());
    if has_begun(this) {
        let mut found = false;
        for index in (0..size).rev() {
            let left = position(cycles, index).saturating_sub(1);
            if left > 0 {
                cycles.set(index, counted(left));
                exchange(at, index, length.saturating_sub(left));
                found = true;
                break;
            }
            // The item here goes to the end.
            cx.burn(length.saturating_sub(index) as u64)?;
            let moved = at.get(index).unwrap_or(Value::Int(0));
            for place in index..length.saturating_sub(1) {
                at.set(place, at.get(place.saturating_add(1)).unwrap_or(Value::Int(0)));
            }
            at.set(length.saturating_sub(1), moved);
            cycles.set(index, counted(length.saturating_sub(index)));
        }
        if !found {
            return ended(this);
        }
    }
    chosen(cx, at, size, |_| pool)
}

fn exchange(list: &List<'_>, a: usize, b: usize) {
    if let (Some(x), Some(y)) = (list.get(a), list.get(b)) {
        list.set(a, y);
        list.set(b, x);
    }
}

fn next_product<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if is_set(this, 2) {
        return Ok(None);
    }
    let (pools, at) = (items(this, 0), list(cx, this, 1)?);
    let pool_of = |index: usize| match index.checked_rem(pools.len()).and_then(|index| pools.get(index)) {
        Some(Value::Tuple(pool)) => pool.items(),
        _ => &[],
    };
    let size = at.len();
    cx.burn(size as u64)?;
    if has_begun(this) {
        let mut found = false;
        for index in (0..size).rev() {
            let next = position(at, index).saturating_add(1);
            if next < pool_of(index).len() {
                at.set(index, counted(next));
                found = true;
                break;
            }
            at.set(index, Value::Int(0));
        }
        if !found {
            return ended(this);
        }
    }
    chosen(cx, at, size, pool_of)
}
