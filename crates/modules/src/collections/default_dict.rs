//! `defaultdict`.

use hognose_eval::class::{Class, DICT, Slots};
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, keywords, p_only, p_only_optional};
use hognose_eval::value::dict::{Dict, methods};
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::BinaryOp;

/// `defaultdict`. The evaluator calls the factory when a key is missing.
pub(super) static DEFAULT_DICT: Class = Class {
    name: "defaultdict",
    module: "collections",
    message_name: "collections.defaultdict",
    base: Some(&DICT),
    rows: &[ROWS],
    constructor: Some(&NEW),
    slots: Slots { repr_dict: Some(repr), binary_dict: Some(binary), ..Slots::NONE },
};

static NEW: Row = Row::new(
    "defaultdict",
    Signature::positional(&[
        p_only_optional("default_factory"),
        p_only_optional("mapping"),
        keywords("entries"),
    ]),
    "A dict that calls a function for the values it lacks.",
    Member::RawFunction(|cx, _, args| {
        let (factory, positional) = match args.positional.split_first() {
            Some((factory, rest)) => (*factory, rest),
            None => (Value::None, args.positional),
        };
        if !factory.is_none() && !ops::is_callable(factory) {
            return Err(cx.type_error("first argument must be callable or None"));
        }
        let dict = of(cx, factory)?;
        methods::fill(cx, dict, "dict", &Args { positional, keywords: args.keywords })?;
        Ok(Value::Dict(dict))
    }),
);

static ROWS: &[Row] = &[
    method!("copy", Signature::NONE, "A new dict of the same entries and the same factory.", copy, 1)
        .called("defaultdict.copy"),
    Row::property("default_factory", "What is called for a value that is not there.", |_, value| {
        Ok(match value {
            Value::Dict(dict) => dict.factory.get(),
            _ => Value::Unbound,
        })
    }),
    function!(
        "fromkeys",
        Signature::positional(&[p_only("iterable"), p_only_optional("value")]),
        "A dict with keys of an iterable, all with one value, and no factory.",
        from_keys,
        2
    )
    .called("defaultdict.fromkeys"),
];

fn of<'h>(cx: &Context<'h>, factory: Value<'h>) -> R<'h, &'h Dict<'h>> {
    let dict = Dict::of_class(cx.heap(), &DEFAULT_DICT)?;
    dict.factory.set(factory);
    Ok(dict)
}

fn copy<'h>(cx: &Context<'h>, dict: &'h Dict<'h>) -> R<'h> {
    dict.copy(cx).map(Value::Dict)
}

fn from_keys<'h>(cx: &Context<'h>, iterable: Value<'h>, value: Option<Value<'h>>) -> R<'h> {
    let dict = of(cx, Value::None)?;
    let mut cursor = ops::iterate(cx, iterable)?;
    while let Some(key) = cursor.next(cx)? {
        cx.burn(1)?;
        dict.set(cx, key, value.unwrap_or(Value::None))?;
    }
    Ok(Value::Dict(dict))
}

fn repr<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("defaultdict(")?;
    ops::text::write_repr(cx, dict.factory.get(), out)?;
    out.push(", ")?;
    ops::text::write_plain_dict(cx, dict, out)?;
    out.push(")")
}

/// `|`: a `defaultdict` with the factory of the left one of them.
fn binary<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let (BinaryOp::BitOr, Value::Dict(left), Value::Dict(right)) = (op, a, b) else {
        return Ok(Value::NotImplemented);
    };
    let from = if std::ptr::eq(left.class(), &DEFAULT_DICT) { left } else { right };
    let made = of(cx, from.factory.get())?;
    ops::arith::merge(cx, made, left)?;
    ops::arith::merge(cx, made, right)?;
    Ok(Value::Dict(made))
}
