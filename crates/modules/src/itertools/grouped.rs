//! `groupby` and `tee`: iterators that share a source.

use hognose_eval::class::RUNTIME_ERROR;
use hognose_eval::ops::compare::same_or_equal;
use hognose_eval::ops::iterate;
use hognose_eval::row::{Row, Signature, optional, p_only, required};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function};

use super::{Next, advance, call, count, counted, is_set, iterator, list, made};

iterator! {
    /// `groupby`: field 0 the items, field 1 the key function, field 2 the key wanted, field 3 the key of the item at
    /// hand, field 4 the item at hand, field 5 the group that may go on.
    pub(super) GROUP_BY "groupby" Some(&GROUP_NEW), next_group
}

iterator! {
    /// A group of `groupby`: field 0 the `groupby`, field 1 the key.
    pub(super) GROUP "_grouper" Some(&INNER_NEW), next_of_group
}

iterator! {
    /// What `tee` gives: field 0 what all of them share, field 1 the position.
    pub(super) TEE "_tee" Some(&TEE_NEW), next_of_tee
}

static GROUP_NEW: Row = function!(
    "groupby",
    Signature::keywords(&[required("iterable"), optional("key")]),
    "Pairs of a key and the neighbouring items that have it.",
    new_group,
    2
);

static INNER_NEW: Row = function!(
    "_grouper",
    Signature::positional(&[p_only("parent"), p_only("tgtkey")]),
    "A group of a `groupby`.",
    new_inner,
    2
);

static TEE_NEW: Row = function!(
    "_tee",
    Signature::positional(&[p_only("iterable")]),
    "An iterator that can be copied.",
    new_tee,
    1
);

fn new_group<'h>(cx: &Context<'h>, iterable: Value<'h>, key: Option<Value<'h>>) -> R<'h> {
    let none = Value::Unbound;
    let state = [iterate::iterator_value(cx, iterable)?, key.unwrap_or(Value::None), none, none, none, none];
    made(cx, &GROUP_BY, &state)
}

/// Take the next item and its key; false at the end.
fn step<'h>(cx: &Context<'h>, groups: &'h Object<'h>) -> R<'h, bool> {
    let Some(item) = advance(cx, groups.field(0))? else { return Ok(false) };
    let key = match groups.field(1) {
        Value::None => item,
        function => call(cx, function, &[item])?,
    };
    groups.set_field(4, item);
    groups.set_field(3, key);
    Ok(true)
}

fn next_group<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    this.set_field(5, Value::Unbound);
    loop {
        let (wanted, current) = (this.field(2), this.field(3));
        if current.is_bound() && (!wanted.is_bound() || !same_or_equal(cx, wanted, current)?) {
            break;
        }
        if !step(cx, this)? {
            return Ok(None);
        }
    }
    let key = this.field(3);
    this.set_field(2, key);
    let group = made(cx, &GROUP, &[Value::Object(this), key])?;
    this.set_field(5, group);
    cx.tuple(&[key, group]).map(Some)
}

fn new_inner<'h>(cx: &Context<'h>, parent: Value<'h>, key: Value<'h>) -> R<'h> {
    match parent {
        Value::Object(groups) if std::ptr::eq(groups.class, &GROUP_BY) => {
            let group = made(cx, &GROUP, &[parent, key])?;
            groups.set_field(5, group);
            Ok(group)
        }
        other => Err(cx.type_error(format_args!(
            "_grouper() argument 1 must be itertools.groupby, not {}",
            hognose_eval::ops::own_type_name(other)
        ))),
    }
}

fn next_of_group<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let Value::Object(groups) = this.field(0) else { return Err(cx.internal("a group of nothing")) };
    if !groups.field(5).is(Value::Object(this)) {
        return Ok(None);
    }
    if !groups.field(4).is_bound() && !step(cx, groups)? {
        return Ok(None);
    }
    if !same_or_equal(cx, this.field(1), groups.field(3))? {
        return Ok(None);
    }
    let item = groups.field(4);
    groups.set_field(3, Value::Unbound);
    groups.set_field(4, Value::Unbound);
    Ok(Some(item))
}

/// Several iterators over the same items.
pub(super) fn tee<'h>(cx: &Context<'h>, iterable: Value<'h>, number: Option<i64>) -> R<'h> {
    let Ok(number) = usize::try_from(number.unwrap_or(2)) else {
        return Err(cx.value_error("n must be >= 0"));
    };
    if number == 0 {
        return cx.tuple(&[]);
    }
    let first = iterate::iterator_value(cx, iterable)?;
    let first = new_tee_of(cx, first)?;
    cx.burn(number as u64)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(number))?;
    let mut tees = vec![first];
    while tees.len() < number {
        tees.push(copied(cx, first)?);
    }
    cx.tuple(&tees)
}

fn new_tee<'h>(cx: &Context<'h>, iterable: Value<'h>) -> R<'h> {
    let iterator = iterate::iterator_value(cx, iterable)?;
    match iterator {
        Value::Object(object) if std::ptr::eq(object.class, &TEE) => copied(cx, iterator),
        _ => new_tee_of(cx, iterator),
    }
}

/// An iterator that can be copied; what is one already stays itself.
fn new_tee_of<'h>(cx: &Context<'h>, iterator: Value<'h>) -> R<'h> {
    if matches!(iterator, Value::Object(object) if std::ptr::eq(object.class, &TEE)) {
        return Ok(iterator);
    }
    let items = Value::List(List::new(cx.heap())?);
    made(cx, &TEE, &[made(cx, &SHARED, &[iterator, items, Value::bool(false)])?, Value::Int(0)])
}

fn copied<'h>(cx: &Context<'h>, tee: Value<'h>) -> R<'h> {
    match tee {
        Value::Object(tee) => made(cx, &TEE, &[tee.field(0), tee.field(1)]),
        _ => Err(cx.internal("a copy of something else")),
    }
}

/// What the iterators of a `tee` share, which no policy sees: field 0 the source, field 1 its items so far, field 2 whether
/// it is being asked.
static SHARED: hognose_eval::class::Class =
    hognose_eval::class::Class { name: "_tee_dataobject", ..hognose_eval::class::Class::EMPTY };

fn next_of_tee<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> Next<'h> {
    let Value::Object(shared) = this.field(0) else { return Err(cx.internal("a tee of nothing")) };
    let items = list(cx, shared, 1)?;
    let position = count(this, 1);
    let item = match items.get(position) {
        Some(item) => {
            cx.burn(1)?;
            item
        }
        None => {
            if is_set(shared, 2) {
                return Err(cx.raise(&RUNTIME_ERROR, "cannot re-enter the tee iterator"));
            }
            shared.set_field(2, Value::bool(true));
            let next = advance(cx, shared.field(0));
            shared.set_field(2, Value::bool(false));
            let Some(item) = next? else { return Ok(None) };
            items.push(cx.heap(), item)?;
            item
        }
    };
    this.set_field(1, counted(position.saturating_add(1)));
    Ok(Some(item))
}
