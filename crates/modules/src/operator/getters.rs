//! `itemgetter`, `attrgetter`, `methodcaller`: attributes go through the evaluator's one resolver.

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::{self, attribute, index};
use hognose_eval::row::{Args, Member, Row, Signature, p_only, rest};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};
use std::cell::Cell;

/// The types.
pub(super) static CLASSES: &[&Class] = &[&ITEM_GETTER, &ATTRIBUTE_GETTER, &METHOD_CALLER];

static ITEM_GETTER: Class = Class {
    name: "itemgetter",
    module: "operator",
    message_name: "operator.itemgetter",
    constructor: Some(&ITEM_NEW),
    slots: Slots { call: Some(call_item), repr: Some(repr), ..Slots::NONE },
    ..Class::EMPTY
};

static ATTRIBUTE_GETTER: Class = Class {
    name: "attrgetter",
    module: "operator",
    message_name: "operator.attrgetter",
    constructor: Some(&ATTRIBUTE_NEW),
    slots: Slots { call: Some(call_attribute), repr: Some(repr), ..Slots::NONE },
    ..Class::EMPTY
};

static METHOD_CALLER: Class = Class {
    name: "methodcaller",
    module: "operator",
    message_name: "operator.methodcaller",
    constructor: Some(&METHOD_NEW),
    slots: Slots { call: Some(call_method), repr: Some(repr), ..Slots::NONE },
    ..Class::EMPTY
};

pub(super) static ROWS: &[Row] = &[
    Row::class(&ITEM_GETTER, "A function that gets items."),
    Row::class(&ATTRIBUTE_GETTER, "A function that gets attributes."),
    Row::class(&METHOD_CALLER, "A function that calls a method."),
];

static ITEM_NEW: Row = Row::new(
    "itemgetter",
    Signature::positional(&[p_only("item"), rest("items")]),
    "A function that gets items.",
    Member::RawFunction(|cx, _, args| {
        no_keywords(cx, "itemgetter", args)?;
        if args.positional.is_empty() {
            return Err(cx.type_error("itemgetter expected 1 argument, got 0"));
        }
        make(cx, &ITEM_GETTER, args)
    }),
);

static ATTRIBUTE_NEW: Row = Row::new(
    "attrgetter",
    Signature::positional(&[p_only("attr"), rest("attrs")]),
    "A function that gets attributes.",
    Member::RawFunction(|cx, _, args| {
        no_keywords(cx, "attrgetter", args)?;
        if args.positional.is_empty() {
            return Err(cx.type_error("attrgetter expected 1 argument, got 0"));
        }
        if !args.positional.iter().all(|name| matches!(name, Value::Str(_))) {
            return Err(cx.type_error("attribute name must be a string"));
        }
        make(cx, &ATTRIBUTE_GETTER, args)
    }),
);

static METHOD_NEW: Row = Row::new(
    "methodcaller",
    Signature::positional(&[p_only("name"), rest("args")]),
    "A function that calls a method.",
    Member::RawFunction(|cx, _, args| {
        match args.positional.first() {
            None => return Err(cx.type_error("methodcaller needs at least one argument, the method name")),
            Some(Value::Str(_)) => {}
            Some(_) => return Err(cx.type_error("method name must be a string")),
        }
        make(cx, &METHOD_CALLER, args)
    }),
);

fn no_keywords<'h>(cx: &Context<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h, ()> {
    if args.keywords.is_empty() {
        return Ok(());
    }
    Err(cx.type_error(format_args!("{name}() takes no keyword arguments")))
}

/// Field 0 holds the arguments, field 1 the keyword arguments as pairs.
fn make<'h>(cx: &Context<'h>, class: &'static Class, args: &Args<'_, 'h>) -> R<'h> {
    let mut pairs = Vec::new();
    for (name, value) in args.keywords {
        cx.burn(1)?;
        pairs.push(cx.tuple(&[cx.wrap_str(name)?, *value])?);
    }
    let values = [cx.tuple(args.positional)?, cx.tuple(&pairs)?];
    let fields = cx.heap().values(&values, values.len())?;
    let data = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields: Cell::new(fields) })?))
}

fn parts<'h>(object: &'h Object<'h>, index: usize) -> &'h [Value<'h>] {
    match object.field(index) {
        Value::Tuple(tuple) => tuple.items(),
        _ => &[],
    }
}

fn subject<'h>(cx: &Context<'h>, object: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    no_keywords(cx, object.class.name, args)?;
    match args.positional {
        [subject] => Ok(*subject),
        others => Err(cx.type_error(format_args!(
            "{} expected 1 argument, got {}",
            object.class.name,
            others.len()
        ))),
    }
}

fn each<'h>(cx: &Context<'h>, object: &'h Object<'h>, get: impl Fn(Value<'h>) -> R<'h>) -> R<'h> {
    match parts(object, 0) {
        [only] => get(*only),
        several => {
            let mut found = Vec::with_capacity(several.len().min(64));
            for part in several {
                cx.burn(1)?;
                found.push(get(*part)?);
            }
            cx.tuple(&found)
        }
    }
}

fn call_item<'h>(cx: &Context<'h>, object: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let subject = subject(cx, object, args)?;
    each(cx, object, |key| index::get_item(cx, subject, key))
}

fn call_attribute<'h>(cx: &Context<'h>, object: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let subject = subject(cx, object, args)?;
    each(cx, object, |name| {
        let Value::Str(name) = name else { return Err(cx.internal("an attribute name that is no text")) };
        let mut found = subject;
        for step in name.text(cx.heap())?.split('.') {
            cx.burn(1)?;
            found = get_public(cx, found, step)?;
        }
        Ok(found)
    })
}

/// An attribute whose name does not start with an underscore: those do not exist.
fn get_public<'h>(cx: &Context<'h>, object: Value<'h>, name: &str) -> R<'h> {
    if name.starts_with('_') {
        return Err(cx.raise(
            &hognose_eval::class::ATTRIBUTE_ERROR,
            format_args!("'{}' object has no attribute '{name}'", ops::own_type_name(object)),
        ));
    }
    attribute::get(cx, object, name)
}

fn call_method<'h>(cx: &Context<'h>, object: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let subject = subject(cx, object, args)?;
    let Some((Value::Str(name), positional)) = parts(object, 0).split_first() else {
        return Err(cx.internal("a method name that is no text"));
    };
    let method = get_public(cx, subject, name.text(cx.heap())?)?;
    let mut keywords = Vec::new();
    for pair in parts(object, 1) {
        if let Value::Tuple(pair) = pair
            && let [Value::Str(name), value] = pair.items()
        {
            keywords.push((name.text(cx.heap())?, *value));
        }
    }
    cx.call_with(method, &Args { positional, keywords: &keywords })
}

fn repr<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    out: &mut hognose_eval::write::Writer<'_, 'h>,
) -> R<'h, ()> {
    out.push(object.class.message_name)?;
    out.push("(")?;
    ops::text::write_items(cx, parts(object, 0).iter().copied(), out)?;
    for pair in parts(object, 1) {
        if let Value::Tuple(pair) = pair
            && let [Value::Str(name), value] = pair.items()
        {
            out.push(", ")?;
            out.push(name.text(cx.heap())?)?;
            out.push("=")?;
            ops::text::write_repr(cx, *value, out)?;
        }
    }
    out.push(")")
}
