//! `batched`, `pairwise`, `zip_longest`.

use hognose_eval::arg::Truth;
use hognose_eval::ops::iterate;
use hognose_eval::row::{Args, Member, Row, Signature, keyword_only, p_only, required, rest};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function};

use super::{Next, advance, advance_once, count, counted, ending, is_set, iterator, list, made};

iterator! {
    /// `batched`: field 0 the items, field 1 how many make a batch, field 2 whether the last one must be whole.
    pub(super) BATCHED "batched" Some(&BATCHED_NEW), next_batch
}

iterator! {
    /// `pairwise`: field 0 the items, field 1 the item before.
    pub(super) PAIRWISE "pairwise" Some(&PAIRWISE_NEW), next_pair
}

iterator! {
    /// `zip_longest`: field 0 the iterators, `None` where they ended, field 1 what fills, field 2 how many have not ended.
    pub(super) ZIP_LONGEST "zip_longest" Some(&ZIP_NEW), next_row
}

static BATCHED_NEW: Row = function!(
    "batched",
    Signature::keywords(&[required("iterable"), required("n"), keyword_only("strict")]),
    "Tuples of so many items each.",
    new_batched,
    3
);

static PAIRWISE_NEW: Row = function!(
    "pairwise",
    Signature::positional(&[p_only("iterable")]),
    "Pairs of neighbours.",
    new_pairwise,
    1
);

static ZIP_NEW: Row = Row::new(
    "zip_longest",
    Signature::keywords(&[rest("iterables"), keyword_only("fillvalue")]),
    "Items side by side until the longest iterable ends.",
    Member::RawFunction(new_zip),
);

fn new_batched<'h>(cx: &Context<'h>, iterable: Value<'h>, size: i64, strict: Option<Truth>) -> R<'h> {
    if size < 1 {
        return Err(cx.value_error("n must be at least one"));
    }
    let strict = Value::bool(strict.is_some_and(|strict| strict.0));
    made(cx, &BATCHED, &[iterate::iterator_value(cx, iterable)?, Value::Int(size), strict])
}

fn next_batch<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let iterator = this.field(0);
    if !iterator.is_bound() {
        return Ok(None);
    }
    let size = count(this, 1);
    let mut items = Vec::with_capacity(size.min(16));
    while items.len() < size {
        match ending(cx, advance(cx, iterator)) {
            Ok(Some(item)) => {
                cx.heap().charge(size_of::<Value<'_>>())?;
                items.push(item);
            }
            Ok(None) => break,
            Err(stop) => {
                this.set_field(0, Value::Unbound);
                return Err(stop);
            }
        }
    }
    let is_short = items.len() < size && is_set(this, 2);
    if items.is_empty() || is_short {
        this.set_field(0, Value::Unbound);
    }
    match items.as_slice() {
        [] => Ok(None),
        _ if is_short => Err(cx.value_error("batched(): incomplete batch")),
        items => cx.tuple(items).map(Some),
    }
}

fn new_pairwise<'h>(cx: &Context<'h>, iterable: Value<'h>) -> R<'h> {
    made(cx, &PAIRWISE, &[iterate::iterator_value(cx, iterable)?, Value::Unbound])
}

fn next_pair<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    if !this.field(0).is_bound() {
        return Ok(None);
    }
    if !this.field(1).is_bound() {
        let Some(first) = advance_once(cx, this, 0)? else { return Ok(None) };
        this.set_field(1, first);
    }
    let before = this.field(1);
    let next = advance_once(cx, this, 0);
    let Ok(Some(item)) = next else {
        this.set_field(1, Value::Unbound);
        return next;
    };
    this.set_field(1, item);
    cx.tuple(&[before, item]).map(Some)
}

fn new_zip<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let fill = match args.keywords {
        [] => Value::None,
        [("fillvalue", fill)] => *fill,
        _ => return Err(cx.type_error("zip_longest() got an unexpected keyword argument")),
    };
    let total = args.positional.len();
    cx.burn(total as u64)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(total))?;
    let mut iterators = Vec::with_capacity(total);
    for iterable in args.positional {
        iterators.push(iterate::iterator_value(cx, *iterable)?);
    }
    made(cx, &ZIP_LONGEST, &[cx.list(&iterators)?, fill, counted(total)])
}

fn next_row<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let iterators = list(cx, this, 0)?;
    if count(this, 2) == 0 {
        return Ok(None);
    }
    cx.burn(iterators.len() as u64)?;
    let mut row = Vec::with_capacity(iterators.len().min(64));
    for index in 0..iterators.len() {
        let iterator = iterators.get(index).unwrap_or(Value::None);
        let next = if iterator.is_none() { Ok(None) } else { advance(cx, iterator) };
        let item = match next {
            Ok(Some(item)) => item,
            Ok(None) if iterator.is_none() => this.field(1),
            Ok(None) => {
                let left = count(this, 2).saturating_sub(1);
                this.set_field(2, counted(left));
                if left == 0 {
                    return Ok(None);
                }
                iterators.set(index, Value::None);
                this.field(1)
            }
            Err(stop) => {
                this.set_field(2, Value::Int(0));
                return Err(stop);
            }
        };
        row.push(item);
    }
    cx.tuple(&row).map(Some)
}
