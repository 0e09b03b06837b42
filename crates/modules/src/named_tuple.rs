//! What named tuples have beyond tuples: `_fields`, `_asdict` and `_replace`.

use hognose_eval::row::{Args, Member, Row, Signature};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value};

/// Rows for the class of a named tuple.
pub(crate) static ROWS: &[Row] = &[
    Row::property("_fields", "The names of its fields.", fields),
    Row::new(
        "_asdict",
        Signature::python(&[]),
        "Its fields as a dict.",
        Member::RawMethod(|cx, _, value, args| {
            if args.positional.is_empty() && args.keywords.is_empty() {
                return asdict(cx, value);
            }
            let (_, shape) = this(cx, value)?;
            let given = args.positional.len().saturating_add(1);
            Err(match args.keywords {
                [] => cx.type_error(format_args!(
                    "{}._asdict() takes 1 positional argument but {given} were given",
                    shape.name
                )),
                [(name, _), ..] => cx.type_error(format_args!(
                    "{}._asdict() got an unexpected keyword argument '{name}'",
                    shape.name
                )),
            })
        }),
    ),
    Row::new(
        "_replace",
        Signature::NONE,
        "The tuple with other values in some fields.",
        Member::RawMethod(|cx, _, value, args| replace(cx, value, args)),
    ),
];

fn this<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, (&'h Tuple<'h>, &'h Shape<'h>)> {
    match value {
        Value::Tuple(tuple) => {
            tuple.shape.map(|shape| (tuple, shape)).ok_or_else(|| cx.internal("a named tuple without names"))
        }
        _ => Err(cx.internal("a named tuple that is none")),
    }
}

fn fields<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (_, shape) = this(cx, value)?;
    let mut names = Vec::with_capacity(shape.fields.len());
    for name in shape.fields {
        names.push(cx.str(name)?);
    }
    cx.tuple(&names)
}

fn asdict<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (tuple, shape) = this(cx, value)?;
    let dict = Dict::new(cx.heap())?;
    for (name, item) in shape.fields.iter().zip(tuple.items()) {
        cx.burn(1)?;
        dict.set(cx, cx.str(name)?, *item)?;
    }
    Ok(Value::Dict(dict))
}

fn replace<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (tuple, shape) = this(cx, value)?;
    if !args.positional.is_empty() {
        let given = args.positional.len().saturating_add(1);
        return Err(cx.type_error(format_args!(
            "{}._replace() takes 1 positional argument but {given} were given",
            shape.name
        )));
    }
    cx.charge(size_of_val(tuple.items()))?;
    let mut items = tuple.items().to_vec();
    let mut unknown = Vec::new();
    for (name, value) in args.keywords {
        match shape.fields.iter().position(|field| field == name).and_then(|index| items.get_mut(index)) {
            Some(item) => *item = *value,
            None => unknown.push(cx.str(name)?),
        }
    }
    if !unknown.is_empty() {
        let names = hognose_eval::ops::text::repr_string(cx, cx.list(&unknown)?)?;
        return Err(cx.type_error(format_args!("Got unexpected field names: {names}")));
    }
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items, shape)?))
}
