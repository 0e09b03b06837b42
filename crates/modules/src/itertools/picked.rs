//! `compress`, `dropwhile`, `filterfalse`, `islice`, `starmap`, `takewhile`.

use hognose_eval::class::BOOL;
use hognose_eval::ops::{self, convert, iterate};
use hognose_eval::row::{Args, Member, Row, Signature, p_only, p_only_optional, required};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value, function};

use super::{Next, advance, advance_once, call, is_set, iterator, made, number, pool};

iterator! {
    /// `compress`: field 0 the items, field 1 the selectors.
    pub(super) COMPRESS "compress" Some(&COMPRESS_NEW), next_selected
}

iterator! {
    /// `dropwhile`: field 0 the items, field 1 the function, field 2 whether it was false.
    pub(super) DROP_WHILE "dropwhile" Some(&DROP_NEW), next_after
}

iterator! {
    /// `filterfalse`: field 0 the items, field 1 the function.
    pub(super) FILTER_FALSE "filterfalse" Some(&FILTER_NEW), next_false
}

iterator! {
    /// `islice`: field 0 the items, field 1 the position, field 2 the next position that is wanted, field 3 the end or
    /// `None`, field 4 the step.
    pub(super) SLICE "islice" Some(&SLICE_NEW), next_of_slice
}

iterator! {
    /// `starmap`: field 0 the arguments, field 1 the function.
    pub(super) STAR_MAP "starmap" Some(&STAR_NEW), next_result
}

iterator! {
    /// `takewhile`: field 0 the items, field 1 the function, field 2 whether it was false.
    pub(super) TAKE_WHILE "takewhile" Some(&TAKE_NEW), next_before
}

static COMPRESS_NEW: Row = function!(
    "compress",
    Signature::keywords(&[required("data"), required("selectors")]),
    "The items whose selector is true.",
    new_compress,
    2
);

static DROP_NEW: Row = function!(
    "dropwhile",
    Signature::positional(&[p_only("predicate"), p_only("iterable")]),
    "The items from the first on for which a function is false.",
    new_drop,
    2
);

static FILTER_NEW: Row = function!(
    "filterfalse",
    Signature::positional(&[p_only("function"), p_only("iterable")]),
    "The items for which a function is false.",
    new_filter,
    2
);

static SLICE_NEW: Row = Row::new(
    "islice",
    Signature::positional(&[
        p_only("iterable"),
        p_only("start"),
        p_only_optional("stop"),
        p_only_optional("step"),
    ]),
    "Some of the items, by their positions.",
    Member::RawFunction(new_slice),
);

static STAR_NEW: Row = function!(
    "starmap",
    Signature::positional(&[p_only("function"), p_only("iterable")]),
    "A function applied to arguments that come as tuples.",
    new_star,
    2
);

static TAKE_NEW: Row = function!(
    "takewhile",
    Signature::positional(&[p_only("predicate"), p_only("iterable")]),
    "The items before the first for which a function is false.",
    new_take,
    2
);

fn new_compress<'h>(cx: &Context<'h>, data: Value<'h>, selectors: Value<'h>) -> R<'h> {
    let state = [iterate::iterator_value(cx, data)?, iterate::iterator_value(cx, selectors)?];
    made(cx, &COMPRESS, &state)
}

fn next_selected<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    loop {
        let Some(item) = advance(cx, this.field(0))? else { return Ok(None) };
        let Some(selector) = advance(cx, this.field(1))? else { return Ok(None) };
        if ops::truth(cx, selector)? {
            return Ok(Some(item));
        }
    }
}

fn new_drop<'h>(cx: &Context<'h>, function: Value<'h>, iterable: Value<'h>) -> R<'h> {
    made(cx, &DROP_WHILE, &[iterate::iterator_value(cx, iterable)?, function, Value::bool(false)])
}

fn next_after<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    loop {
        let Some(item) = advance(cx, this.field(0))? else { return Ok(None) };
        if is_set(this, 2) {
            return Ok(Some(item));
        }
        let verdict = call(cx, this.field(1), &[item])?;
        if !ops::truth(cx, verdict)? {
            this.set_field(2, Value::bool(true));
            return Ok(Some(item));
        }
    }
}

fn new_take<'h>(cx: &Context<'h>, function: Value<'h>, iterable: Value<'h>) -> R<'h> {
    made(cx, &TAKE_WHILE, &[iterate::iterator_value(cx, iterable)?, function, Value::bool(false)])
}

fn next_before<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if is_set(this, 2) {
        return Ok(None);
    }
    let Some(item) = advance(cx, this.field(0))? else { return Ok(None) };
    let verdict = call(cx, this.field(1), &[item])?;
    if ops::truth(cx, verdict)? {
        return Ok(Some(item));
    }
    this.set_field(2, Value::bool(true));
    Ok(None)
}

fn new_filter<'h>(cx: &Context<'h>, function: Value<'h>, iterable: Value<'h>) -> R<'h> {
    made(cx, &FILTER_FALSE, &[iterate::iterator_value(cx, iterable)?, function])
}

fn next_false<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    loop {
        let Some(item) = advance(cx, this.field(0))? else { return Ok(None) };
        let verdict = match this.field(1) {
            Value::None => item,
            Value::Type(class) if std::ptr::eq(class, &BOOL) => item,
            function => call(cx, function, &[item])?,
        };
        if !ops::truth(cx, verdict)? {
            return Ok(Some(item));
        }
    }
}

fn new_star<'h>(cx: &Context<'h>, function: Value<'h>, iterable: Value<'h>) -> R<'h> {
    made(cx, &STAR_MAP, &[iterate::iterator_value(cx, iterable)?, function])
}

fn next_result<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let Some(arguments) = advance(cx, this.field(0))? else { return Ok(None) };
    let Value::Tuple(arguments) = pool(cx, arguments)? else {
        return Err(cx.internal("a pool that is no tuple"));
    };
    cx.burn(arguments.len() as u64)?;
    call(cx, this.field(1), arguments.items()).map(Some)
}

fn new_slice<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP: &str = "Step for islice() must be a positive integer or None.";
    if !args.keywords.is_empty() {
        return Err(cx.type_error("islice() takes no keyword arguments"));
    }
    let (iterable, start, stop, step) = match args.positional {
        [iterable, stop] => (*iterable, Value::None, *stop, Value::None),
        [iterable, start, stop] => (*iterable, *start, *stop, Value::None),
        [iterable, start, stop, step] => (*iterable, *start, *stop, *step),
        [] | [_] => {
            let given = args.positional.len();
            return Err(cx.type_error(format_args!("islice expected at least 2 arguments, got {given}")));
        }
        more => {
            return Err(
                cx.type_error(format_args!("islice expected at most 4 arguments, got {}", more.len()))
            );
        }
    };
    // Whatever is wrong with a number, -1 stands for it.
    let size = |value: Value<'h>, default: i64| match value {
        Value::None => Ok(default),
        value if convert::is_index(value) => match convert::index_i64(cx, value) {
            Err(Stop::Raise(_)) => Ok(-1),
            size => size,
        },
        _ => Ok(-1),
    };
    let end = size(stop, 0)?;
    if end == -1 {
        return Err(cx.value_error(STOP));
    }
    let start = size(start, 0)?;
    if start < 0 || end < 0 {
        return Err(cx.value_error(INDICES));
    }
    let step = size(step, 1)?;
    if step < 1 {
        return Err(cx.value_error(STEP));
    }
    let end = if stop.is_none() { Value::None } else { Value::Int(end) };
    let state =
        [iterate::iterator_value(cx, iterable)?, Value::Int(0), Value::Int(start), end, Value::Int(step)];
    made(cx, &SLICE, &state)
}

fn next_of_slice<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let (mut position, wanted) = (number(this, 1), number(this, 2));
    while position < wanted {
        if advance_once(cx, this, 0)?.is_none() {
            return Ok(None);
        }
        position = position.saturating_add(1);
        this.set_field(1, Value::Int(position));
    }
    let end = match this.field(3) {
        Value::Int(end) => end,
        _ => i64::MAX,
    };
    if position >= end {
        this.set_field(0, Value::Unbound);
        return Ok(None);
    }
    let Some(item) = advance_once(cx, this, 0)? else { return Ok(None) };
    this.set_field(1, Value::Int(position.saturating_add(1)));
    this.set_field(2, Value::Int(wanted.saturating_add(number(this, 4)).min(end)));
    Ok(Some(item))
}

/// An iterator over `repeat(value, times)` for each pair that an iterable gives.
pub(crate) fn repeats<'h>(cx: &Context<'h>, pairs: Value<'h>) -> R<'h> {
    new_star(cx, Value::Type(&super::chained::REPEAT), pairs)
}
