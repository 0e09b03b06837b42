//! `accumulate`, `chain`, `count`, `cycle`, `repeat`.

use hognose_eval::ops::{self, arith, iterate};
use hognose_eval::row::{Args, Member, Row, Signature, keyword_only, optional, p_only, required, rest};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function};

use super::{Next, advance, call, count, counted, iterator, list, made, number};

iterator! {
    /// `accumulate`: field 0 the iterator, field 1 the function, field 2 the total, field 3 the first total.
    pub(super) ACCUMULATE "accumulate" Some(&ACCUMULATE_NEW), next_total
}

iterator! {
    /// `chain`: field 0 an iterator over iterables, field 1 the iterator over one of them.
    pub(super) CHAIN "chain" Some(&CHAIN_NEW), next_of_chain, rows [CHAIN_ROWS]
}

iterator! {
    /// `count`: field 0 the next number, field 1 the step.
    pub(super) COUNT "count" Some(&COUNT_NEW), next_number, repr = Some(repr_count)
}

iterator! {
    /// `cycle`: field 0 the iterator, field 1 its items so far, field 2 the position in them.
    pub(super) CYCLE "cycle" Some(&CYCLE_NEW), next_of_cycle
}

iterator! {
    /// `repeat`: field 0 the value, field 1 how many times it is to come; none when for ever.
    pub(super) REPEAT "repeat" Some(&REPEAT_NEW), next_repeated, repr = Some(repr_repeat)
}

static ACCUMULATE_NEW: Row = function!(
    "accumulate",
    Signature::keywords(&[required("iterable"), optional("func"), keyword_only("initial")]),
    "Running totals.",
    new_accumulate,
    3
);

static CHAIN_NEW: Row = Row::new(
    "chain",
    Signature::positional(&[rest("iterables")]),
    "The items of one iterable after those of the other.",
    Member::RawFunction(new_chain),
);

static CHAIN_ROWS: &[Row] = &[function!(
    "from_iterable",
    Signature::one(&[p_only("iterable")]),
    "The items of the iterables that another iterable gives.",
    chain_of,
    1
)
.called("chain.from_iterable")];

static COUNT_NEW: Row = function!(
    "count",
    Signature::keywords(&[optional("start"), optional("step")]),
    "Numbers from a start on, without end.",
    new_count,
    2
);

static CYCLE_NEW: Row = function!(
    "cycle",
    Signature::positional(&[p_only("iterable")]),
    "The items over and over, without end.",
    new_cycle,
    1
);

static REPEAT_NEW: Row = function!(
    "repeat",
    Signature::keywords(&[required("object"), optional("times")]),
    "One value over and over.",
    new_repeat,
    2
);

fn new_accumulate<'h>(
    cx: &Context<'h>,
    iterable: Value<'h>,
    function: Option<Value<'h>>,
    initial: Option<Value<'h>>,
) -> R<'h> {
    let initial = initial.filter(|value| !value.is_none()).unwrap_or(Value::Unbound);
    let state =
        [iterate::iterator_value(cx, iterable)?, function.unwrap_or(Value::None), Value::Unbound, initial];
    made(cx, &ACCUMULATE, &state)
}

fn next_total<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let initial = this.field(3);
    if initial.is_bound() {
        this.set_field(2, initial);
        this.set_field(3, Value::Unbound);
        return Ok(Some(initial));
    }
    let Some(item) = advance(cx, this.field(0))? else { return Ok(None) };
    let total = match (this.field(2), this.field(1)) {
        (Value::Unbound, _) => item,
        (total, Value::None) => arith::add(cx, total, item)?,
        (total, function) => call(cx, function, &[total, item])?,
    };
    this.set_field(2, total);
    Ok(Some(total))
}

fn new_chain<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return Err(cx.type_error("chain() takes no keyword arguments"));
    }
    cx.burn(args.positional.len() as u64)?;
    chain_of(cx, cx.tuple(args.positional)?)
}

/// A chain over the iterables that an iterable gives.
pub(crate) fn chain_of<'h>(cx: &Context<'h>, iterables: Value<'h>) -> R<'h> {
    made(cx, &CHAIN, &[iterate::iterator_value(cx, iterables)?, Value::Unbound])
}

fn next_of_chain<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    loop {
        let source = this.field(0);
        if !source.is_bound() {
            return Ok(None);
        }
        let mut current = this.field(1);
        if !current.is_bound() {
            let started = match advance(cx, source) {
                Ok(Some(iterable)) => iterate::iterator_value(cx, iterable).map(Some),
                other => other,
            };
            let Ok(Some(iterator)) = started else {
                this.set_field(0, Value::Unbound);
                return started;
            };
            this.set_field(1, iterator);
            current = iterator;
        }
        if let Some(item) = super::ending(cx, advance(cx, current))? {
            return Ok(Some(item));
        }
        this.set_field(1, Value::Unbound);
    }
}

fn is_number(value: Value<'_>) -> bool {
    match value {
        Value::Float(_) => true,
        Value::Object(object) => {
            object.class.slot(|slots| slots.int).is_some() || ops::convert::is_index(value)
        }
        _ => ops::convert::is_index(value),
    }
}

fn new_count<'h>(cx: &Context<'h>, start: Option<Value<'h>>, step: Option<Value<'h>>) -> R<'h> {
    let (start, step) = (start.unwrap_or(Value::Int(0)), step.unwrap_or(Value::Int(1)));
    if !is_number(start) || !is_number(step) {
        return Err(cx.type_error("a number is required"));
    }
    // Counting by one from an int gives ints, also when the first one is a bool.
    let start = match start {
        Value::Bool(value) if is_one(step) => Value::Int(i64::from(value)),
        start => start,
    };
    made(cx, &COUNT, &[start, step])
}

fn is_one(step: Value<'_>) -> bool {
    match step {
        Value::Int(step) => step == 1,
        Value::Bool(step) => step.get(),
        _ => false,
    }
}

fn next_number<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    cx.burn(1)?;
    let number = this.field(0);
    this.set_field(0, arith::add(cx, number, this.field(1))?);
    Ok(Some(number))
}

fn repr_count<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("count(")?;
    ops::text::write_repr(cx, this.field(0), out)?;
    if !is_one(this.field(1)) {
        out.push(", ")?;
        ops::text::write_repr(cx, this.field(1), out)?;
    }
    out.push(")")
}

fn new_cycle<'h>(cx: &Context<'h>, iterable: Value<'h>) -> R<'h> {
    let saved = Value::List(List::new(cx.heap())?);
    made(cx, &CYCLE, &[iterate::iterator_value(cx, iterable)?, saved, Value::Int(0)])
}

fn next_of_cycle<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let saved = list(cx, this, 1)?;
    let iterator = this.field(0);
    if iterator.is_bound() {
        if let Some(item) = super::ending(cx, advance(cx, iterator))? {
            saved.push(cx.heap(), item)?;
            return Ok(Some(item));
        }
        this.set_field(0, Value::Unbound);
    }
    cx.burn(1)?;
    let position = count(this, 2);
    let next = position.saturating_add(1);
    this.set_field(2, counted(if next < saved.len() { next } else { 0 }));
    Ok(saved.get(position))
}

fn new_repeat<'h>(cx: &Context<'h>, value: Value<'h>, times: Option<i64>) -> R<'h> {
    let times = times.map_or(Value::None, |times| Value::Int(times.max(0)));
    repeated(cx, value, times)
}

/// A value a number of times; for ever when the number is `None`.
fn repeated<'h>(cx: &Context<'h>, value: Value<'h>, times: Value<'h>) -> R<'h> {
    made(cx, &REPEAT, &[value, times])
}

fn next_repeated<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    cx.burn(1)?;
    if this.field(1).is_none() {
        return Ok(Some(this.field(0)));
    }
    match number(this, 1) {
        0 => Ok(None),
        left => {
            this.set_field(1, Value::Int(left.saturating_sub(1)));
            Ok(Some(this.field(0)))
        }
    }
}

fn repr_repeat<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("repeat(")?;
    ops::text::write_repr(cx, this.field(0), out)?;
    if !this.field(1).is_none() {
        out.push(", ")?;
        out.push_int(number(this, 1))?;
    }
    out.push(")")
}
