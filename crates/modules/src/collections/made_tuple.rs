//! `namedtuple`: types made while evaluating. Field 0 of such a type is its name, field 1 the class of its values, field 2
//! the module it says it is from, field 3 a tuple of its defaults that has its shape.

use hognose_eval::arg::Truth;
use hognose_eval::class::{Class, Slots, TUPLE, TYPE};
use hognose_eval::ops::{self, attribute, convert, missing_arguments, unexpected_keyword};
use hognose_eval::row::{Args, Member, Row, Signature};
use hognose_eval::text::class::str_is_identifier;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::made;
use hognose_eval::value::object::Object;
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};

use crate::{glue, named_tuple};

/// The values of types that `namedtuple` makes.
pub(super) static NAMED: Class = Class {
    name: "tuple",
    message_name: "tuple",
    base: Some(&TUPLE),
    rows: &[named_tuple::ROWS, NAMED_ROWS],
    ..Class::EMPTY
};

/// The types that `namedtuple` makes.
pub(super) static NAMED_TYPE: Class = Class {
    name: "type",
    message_name: "type",
    base: Some(&TYPE),
    rows: &[TYPE_ROWS],
    slots: Slots {
        repr: Some(repr),
        call: Some(|cx, this, args| {
            let (defaults, shape) = pattern(cx, this)?;
            made_of(cx, &bound(cx, shape, defaults.items(), args)?, shape)
        }),
        // Methods of its values are functions here.
        get_attribute: Some(|cx, this, name| {
            let (_, shape) = pattern(cx, this)?;
            if let Some(index) = shape.fields.iter().position(|field| *field == name) {
                return glue::object(cx, &GETTER, index);
            }
            Ok(match cx.table().member(&NAMED, name) {
                Some(row) if matches!(row.member, Member::Method(_) | Member::RawMethod(_)) => {
                    Value::Native(row)
                }
                _ => Value::Unbound,
            })
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// A field of a type: its number.
pub(super) static GETTER: Class = Class {
    name: "_tuplegetter",
    module: "collections",
    message_name: "collections._tuplegetter",
    slots: Slots {
        repr: Some(|cx, this, out| match this.data::<usize>() {
            Some(index) => {
                out.display(format_args!("_tuplegetter({index}, 'Alias for field number {index}')"))
            }
            None => Err(cx.internal("a field without its number")),
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NAMED_ROWS: &[Row] = &[
    Row::property("_field_defaults", "The defaults of its fields.", |cx, value| {
        match made::type_of(cx, value) {
            Value::Object(this) => field_defaults(cx, this),
            _ => Ok(Value::Unbound),
        }
    }),
    Row::new(
        "_make",
        Signature::NONE,
        "A tuple of the items of an iterable.",
        Member::RawMethod(|cx, _, value, args| match made::type_of(cx, value) {
            Value::Object(this) => make(cx, this, args),
            _ => Err(cx.internal("a named tuple without its type")),
        }),
    ),
];

static TYPE_ROWS: &[Row] = &[
    Row::property("__name__", "Its name.", |_, value| match value {
        Value::Object(this) => Ok(this.field(0)),
        _ => Ok(Value::Unbound),
    }),
    Row::property("_field_defaults", "The defaults of its fields.", |cx, value| match value {
        Value::Object(this) => field_defaults(cx, this),
        _ => Ok(Value::Unbound),
    }),
    Row::property("_fields", "The names of its fields.", |cx, value| match value {
        Value::Object(this) => {
            let (defaults, _) = pattern(cx, this)?;
            attribute::get(cx, Value::Tuple(defaults), "_fields")
        }
        _ => Ok(Value::Unbound),
    }),
    Row::new(
        "_make",
        Signature::NONE,
        "A tuple of the items of an iterable.",
        Member::RawMethod(|cx, _, value, args| match value {
            Value::Object(this) => make(cx, this, args),
            _ => Err(cx.internal("a type that is none")),
        }),
    ),
];

/// The defaults and the shape of a type.
fn pattern<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h, (&'h Tuple<'h>, &'h Shape<'h>)> {
    match this.field(3) {
        Value::Tuple(defaults) if let Some(shape) = defaults.shape => Ok((defaults, shape)),
        _ => Err(cx.internal("a type without a shape")),
    }
}

fn made_of<'h>(cx: &Context<'h>, items: &[Value<'h>], shape: &'h Shape<'h>) -> R<'h> {
    cx.burn(items.len() as u64)?;
    Ok(Value::Tuple(Tuple::named(cx.heap(), items, shape)?))
}

fn field_defaults<'h>(cx: &Context<'h>, this: &'h Object<'h>) -> R<'h> {
    let (defaults, shape) = pattern(cx, this)?;
    let dict = Dict::new(cx.heap())?;
    let without = shape.fields.len().saturating_sub(defaults.len());
    for (name, value) in shape.fields.iter().skip(without).zip(defaults.items()) {
        cx.burn(1)?;
        dict.set_text(cx, name, *value)?;
    }
    Ok(Value::Dict(dict))
}

fn repr<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    out.push("<class '")?;
    ops::text::write_str(cx, this.field(2), out)?;
    out.push(".")?;
    ops::text::write_str(cx, this.field(0), out)?;
    out.push("'>")
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The arguments of `Point(…)` in the order of the fields.
fn bound<'h>(
    cx: &Context<'h>,
    shape: &'h Shape<'h>,
    defaults: &[Value<'h>],
    args: &Args<'_, 'h>,
) -> R<'h, Vec<Value<'h>>> {
    let (name, count, given) = (shape.name, shape.fields.len(), args.positional.len());
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(count))?;
    let mut items = vec![Value::Unbound; count];
    for (item, value) in items.iter_mut().zip(args.positional) {
        *item = *value;
    }
    for (key, value) in args.keywords {
        cx.burn((count as u64) >> 3)?;
        match shape.fields.iter().position(|field| field == key).and_then(|at| items.get_mut(at)) {
            Some(item) if item.is_bound() => {
                return Err(
                    cx.type_error(format_args!("{name}.__new__() got multiple values for argument '{key}'"))
                );
            }
            Some(item) => *item = *value,
            None => {
                return Err(unexpected_keyword(cx, format_args!("{name}.__new__()"), key, shape.fields));
            }
        }
    }
    let without = count.saturating_sub(defaults.len());
    if given > count {
        let most = count.saturating_add(1);
        let range = if defaults.is_empty() {
            format!("{most}")
        } else {
            format!("from {} to {most}", without.saturating_add(1))
        };
        let ending = if defaults.is_empty() { plural(most) } else { "s" };
        return Err(cx.type_error(format_args!(
            "{name}.__new__() takes {range} positional argument{ending} but {} were given",
            given.saturating_add(1)
        )));
    }
    for (item, default) in items.iter_mut().skip(without).zip(defaults) {
        if !item.is_bound() {
            *item = *default;
        }
    }
    let absent: Vec<&str> = shape
        .fields
        .iter()
        .zip(&items)
        .filter(|(_, item)| !item.is_bound())
        .map(|(field, _)| *field)
        .collect();
    if absent.is_empty() {
        return Ok(items);
    }
    Err(missing_arguments(cx, &format!("{name}.__new__"), "positional", &absent))
}

fn make<'h>(cx: &Context<'h>, this: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (_, shape) = pattern(cx, this)?;
    let name = shape.name;
    let iterable = match (args.positional, args.keywords) {
        ([iterable], []) | ([], [("iterable", iterable)]) => *iterable,
        ([], []) => return Err(missing_arguments(cx, &format!("{name}._make"), "positional", &["iterable"])),
        ([_], [("iterable", _), ..]) => {
            return Err(
                cx.type_error(format_args!("{name}._make() got multiple values for argument 'iterable'"))
            );
        }
        (_, [(key, _), ..]) if *key != "iterable" => {
            return Err(
                cx.type_error(format_args!("{name}._make() got an unexpected keyword argument '{key}'"))
            );
        }
        (positional, _) => {
            return Err(cx.type_error(format_args!(
                "{name}._make() takes 2 positional arguments but {} were given",
                positional.len().saturating_add(1)
            )));
        }
    };
    let items = convert::collect(cx, iterable)?;
    if items.len() != shape.fields.len() {
        return Err(cx.type_error(format_args!(
            "Expected {} arguments, got {}",
            shape.fields.len(),
            items.len()
        )));
    }
    cx.heap().charge(size_of::<Value<'_>>().saturating_mul(items.len()))?;
    made_of(cx, &items.to_vec(), shape)
}

/// Words that are no names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// `str(x)` as text in the region.
fn text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h str> {
    match ops::text::str(cx, value)? {
        Value::Str(text) => text.text(cx.heap()),
        _ => Err(cx.internal("text that is none")),
    }
}

/// The names of fields as they are given: in one text, or as an iterable.
fn given_names<'h>(cx: &Context<'h>, names: Value<'h>) -> R<'h, Vec<&'h str>> {
    let mut found = Vec::new();
    if let Value::Str(joined) = names {
        let joined = joined.text(cx.heap())?;
        cx.charge(joined.len())?;
        let spaced = cx.heap().text(&joined.replace(',', " "))?;
        for name in hognose_eval::text::split::words(spaced, -1) {
            cx.burn(1)?;
            cx.heap().charge(size_of::<&str>())?;
            found.push(name);
        }
        return Ok(found);
    }
    let mut cursor = ops::iterate(cx, names)?;
    while let Some(name) = cursor.next(cx)? {
        cx.burn(1)?;
        cx.heap().charge(size_of::<&str>())?;
        found.push(text(cx, name)?);
    }
    Ok(found)
}

fn is_name(name: &str) -> bool {
    str_is_identifier(name) && KEYWORDS.binary_search(&name).is_err()
}

/// Put numbered names in the place of those that will not do.
fn renamed<'h>(cx: &Context<'h>, names: &mut [&'h str]) -> R<'h, ()> {
    let mut seen = std::collections::HashSet::new();
    for (index, name) in names.iter_mut().enumerate() {
        cx.burn_bytes(name.len())?;
        let given = *name;
        if !is_name(given) || given.starts_with('_') || seen.contains(given) {
            *name = cx.heap().text(&format!("_{index}"))?;
        }
        cx.heap().charge(size_of::<&str>().saturating_mul(2))?;
        seen.insert(given);
    }
    Ok(())
}

fn check_names<'h>(cx: &Context<'h>, type_name: &str, names: &[&str], rename: bool) -> R<'h, ()> {
    let quoted = |name: &str| cx.str(name).and_then(|name| ops::text::repr_string(cx, name));
    for name in std::iter::once(&type_name).chain(names) {
        cx.burn_bytes(name.len())?;
        if !str_is_identifier(name) {
            let shown = quoted(name)?;
            return Err(
                cx.value_error(format_args!("Type names and field names must be valid identifiers: {shown}"))
            );
        }
        if KEYWORDS.binary_search(name).is_ok() {
            let shown = quoted(name)?;
            return Err(
                cx.value_error(format_args!("Type names and field names cannot be a keyword: {shown}"))
            );
        }
    }
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if name.starts_with('_') && !rename {
            let shown = quoted(name)?;
            return Err(cx.value_error(format_args!("Field names cannot start with an underscore: {shown}")));
        }
        cx.heap().charge(size_of::<&str>().saturating_mul(2))?;
        if !seen.insert(*name) {
            let shown = quoted(name)?;
            return Err(cx.value_error(format_args!("Encountered duplicate field name: {shown}")));
        }
    }
    Ok(())
}

/// `namedtuple(…)`.
pub(super) fn named_tuple<'h>(
    cx: &Context<'h>,
    type_name: Value<'h>,
    names: Value<'h>,
    rename: Option<Truth>,
    defaults: Option<Value<'h>>,
    module: Option<Value<'h>>,
) -> R<'h> {
    let mut names = given_names(cx, names)?;
    let type_name = text(cx, type_name)?;
    let rename = rename.is_some_and(|rename| rename.0);
    if rename {
        renamed(cx, &mut names)?;
    }
    check_names(cx, type_name, &names, rename)?;
    let defaults = match defaults.filter(|defaults| !defaults.is_none()) {
        Some(defaults) => convert::collect(cx, defaults)?.to_vec(),
        None => Vec::new(),
    };
    if defaults.len() > names.len() {
        return Err(cx.type_error("Got more default values than field names"));
    }
    let fields = cx.heap().slice(&names)?;
    let shape = cx.heap().alloc(Shape { class: &NAMED, name: type_name, fields, made: cx.next_type()? })?;
    let module = match module.filter(|module| !module.is_none()) {
        Some(module) => module,
        None => cx.str("__main__")?,
    };
    let values = [
        cx.wrap_str(type_name)?,
        Value::Type(&NAMED),
        module,
        Value::Tuple(Tuple::named(cx.heap(), &defaults, shape)?),
    ];
    let made = glue::object_with(cx, &NAMED_TYPE, (), &values)?;
    cx.keep_type(made)?;
    Ok(made)
}
