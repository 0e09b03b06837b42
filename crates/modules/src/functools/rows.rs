//! What a policy sees of `functools`.

use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, optional, p_only, p_only_optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function};
use hognose_syntax::tree::CompareOp;
use std::cell::Cell;

use super::cache::{self, CACHE_INFO, CACHED, DECORATOR};
use super::dispatch;

/// The module.
pub static MODULE: Module = Module { name: "functools", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[
    &PARTIAL,
    &KEY,
    &KEY_FUNCTION,
    &CACHED,
    &DECORATOR,
    &CACHE_INFO,
    &dispatch::DISPATCHER,
    &dispatch::REGISTRAR,
];

static ROWS: &[Row] = &[
    function!(
        "reduce",
        Signature::positional(&[p_only("function"), p_only("iterable"), p_only_optional("initial")]),
        "Apply a function of two arguments to the items, from left to right.",
        reduce,
        3
    ),
    Row::class(&PARTIAL, "A function with some arguments given already."),
    function!(
        "cmp_to_key",
        Signature::keywords(&[required("mycmp")]),
        "A key function made of a comparison.",
        cmp_to_key,
        1
    ),
    function!(
        "cache",
        Signature::python(&[required("user_function")]),
        "The function, remembering its results while the evaluation lasts.",
        cache::unbounded,
        1
    ),
    function!(
        "lru_cache",
        Signature::python(&[optional("maxsize"), optional("typed")]),
        "A decorator: the function, remembering its results while the evaluation lasts.",
        cache::bounded,
        2
    ),
    function!(
        "singledispatch",
        Signature::python(&[required("func")]),
        "A decorator: a function that others stand in for by the type of the first argument.",
        dispatch::singledispatch,
        1
    ),
    Row::new(
        "wraps",
        Signature::python(&[required("wrapped"), optional("assigned"), optional("updated")]),
        "A decorator that changes nothing: functions have no attributes to copy here.",
        Member::Function(|cx, _| cache::unchanged(cx)),
    ),
];

static PARTIAL: Class = Class {
    name: "partial",
    module: "functools",
    message_name: "functools.partial",
    rows: &[PARTIAL_ROWS],
    constructor: Some(&PARTIAL_NEW),
    slots: Slots { call: Some(call_partial), repr: Some(repr_partial), ..Slots::NONE },
    ..Class::EMPTY
};

static PARTIAL_ROWS: &[Row] = &[
    Row::property("func", "The function.", |_, value| Ok(field(value, 0))),
    Row::property("args", "The arguments given already.", |_, value| Ok(field(value, 1))),
    Row::property("keywords", "The keyword arguments given already.", |_, value| Ok(field(value, 2))),
];

static PARTIAL_NEW: Row = Row::new(
    "partial",
    Signature::positional(&[p_only("func")]),
    "A function with some arguments given already.",
    Member::RawFunction(new_partial),
);

/// What `cmp_to_key` makes of an item: field 0 the comparison, field 1 the item.
static KEY: Class = Class {
    name: "KeyWrapper",
    module: "functools",
    message_name: "functools.KeyWrapper",
    rows: &[KEY_ROWS],
    slots: Slots { compare: Some(compare_keys), ..Slots::NONE },
    ..Class::EMPTY
};

static KEY_ROWS: &[Row] = &[Row::property("obj", "The item.", |_, value| Ok(field(value, 1)))];

/// What `cmp_to_key` gives: field 0 the comparison.
static KEY_FUNCTION: Class = Class {
    name: "KeyWrapper",
    module: "functools",
    message_name: "functools.KeyWrapper",
    slots: Slots { call: Some(call_key), ..Slots::NONE },
    ..Class::EMPTY
};

fn object<'h>(cx: &Context<'h>, class: &'static Class, values: &[Value<'h>]) -> R<'h> {
    let fields = cx.heap().values(values, values.len())?;
    let data = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields: Cell::new(fields) })?))
}

fn field<'h>(value: Value<'h>, index: usize) -> Value<'h> {
    match value {
        Value::Object(object) => object.field(index),
        _ => Value::Unbound,
    }
}

fn reduce<'h>(cx: &Context<'h>, function: Value<'h>, items: Value<'h>, initial: Value<'h>) -> R<'h> {
    let mut cursor = ops::iterate(cx, items).map_err(|stop| {
        if cx.is_raise_of(stop, &hognose_eval::class::TYPE_ERROR) {
            return cx.type_error("reduce() arg 2 must support iteration");
        }
        stop
    })?;
    let mut total = initial;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        total = if total.is_bound() { cx.nested(|| cx.call(function, &[total, item]))? } else { item };
    }
    if total.is_bound() {
        return Ok(total);
    }
    Err(cx.type_error("reduce() of empty iterable with no initial value"))
}

fn new_partial<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let Some((function, rest)) = args.positional.split_first() else {
        return Err(cx.type_error("type 'partial' takes at least one argument"));
    };
    if !ops::is_callable(*function) {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let keywords = Dict::new(cx.heap())?;
    let mut positional = Vec::new();
    let mut function = *function;
    // A partial of a partial is one.
    if let Value::Object(inner) = function
        && std::ptr::eq(inner.class, &PARTIAL)
    {
        if let (Value::Tuple(items), Value::Dict(known)) = (inner.field(1), inner.field(2)) {
            positional.extend_from_slice(items.items());
            ops::arith::merge(cx, keywords, known)?;
        }
        function = inner.field(0);
    }
    cx.burn((rest.len() as u64).saturating_add(positional.len() as u64))?;
    cx.heap().charge(size_of_val(rest).saturating_add(size_of_val(positional.as_slice())))?;
    positional.extend_from_slice(rest);
    for (name, value) in args.keywords {
        keywords.set_text(cx, name, *value)?;
    }
    object(cx, &PARTIAL, &[function, cx.tuple(&positional)?, Value::Dict(keywords)])
}

fn call_partial<'h>(cx: &Context<'h>, partial: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (Value::Tuple(given), Value::Dict(known)) = (partial.field(1), partial.field(2)) else {
        return Err(cx.internal("a partial without arguments"));
    };
    let total = given.len().saturating_add(args.positional.len());
    cx.burn(total as u64)?;
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(total))?;
    let mut positional = given.items().to_vec();
    positional.extend_from_slice(args.positional);
    let merged = Dict::new(cx.heap())?;
    ops::arith::merge(cx, merged, known)?;
    for (name, value) in args.keywords {
        merged.set_text(cx, name, *value)?;
    }
    let mut keywords = Vec::new();
    let table = merged.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        if let Value::Str(name) = key {
            keywords.push((name.text(cx.heap())?, value));
        }
    }
    cx.call_with(partial.field(0), &Args { positional: &positional, keywords: &keywords })
}

fn repr_partial<'h>(cx: &Context<'h>, partial: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("functools.partial(")?;
    ops::text::write_repr(cx, partial.field(0), out)?;
    if let Value::Tuple(given) = partial.field(1) {
        for value in given.items() {
            out.push(", ")?;
            ops::text::write_repr(cx, *value, out)?;
        }
    }
    if let Value::Dict(known) = partial.field(2) {
        let table = known.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            out.push(", ")?;
            ops::text::write_str(cx, key, out)?;
            out.push("=")?;
            ops::text::write_repr(cx, value, out)?;
        }
    }
    out.push(")")
}

fn cmp_to_key<'h>(cx: &Context<'h>, compare: Value<'h>) -> R<'h> {
    object(cx, &KEY_FUNCTION, &[compare])
}

fn call_key<'h>(cx: &Context<'h>, function: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    match args.positional {
        [item] => object(cx, &KEY, &[function.field(0), *item]),
        _ => Err(cx.type_error("K() missing required argument 'obj' (pos 1)")),
    }
}

fn compare_keys<'h>(cx: &Context<'h>, op: CompareOp, key: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Value::Object(other) = other else {
        return Err(cx.type_error("other argument must be K instance"));
    };
    if !std::ptr::eq(other.class, &KEY) {
        return Err(cx.type_error("other argument must be K instance"));
    }
    let order = cx.call(key.field(0), &[key.field(1), other.field(1)])?;
    ops::compare::compare(cx, op, order, Value::Int(0))
}
