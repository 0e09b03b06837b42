//! `singledispatch`: functions chosen by the type of their first argument.

use hognose_eval::class::{ATTRIBUTE_ERROR, Class, GENERIC_ALIAS, NONE, OBJECT, RUNTIME_ERROR, Slots, UNION};
use hognose_eval::ops::{self, text::repr_string};
use hognose_eval::row::{Args, Row, Signature, optional, required};
use hognose_eval::value::list::List;
use hognose_eval::value::made::{class_of, type_of};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value, method};

use crate::glue::object_with;

/// Field 0 is the function for everything else, field 1 the types, field 2 their functions.
pub(super) static DISPATCHER: Class = Class {
    name: "function",
    message_name: "function",
    rows: &[ROWS],
    slots: Slots {
        repr: Some(|cx, object, out| match object.field(0) {
            function @ (Value::Function(_) | Value::Native(_)) => ops::text::write_repr(cx, function, out),
            _ => out.push("<function singledispatch.<locals>.wrapper>"),
        }),
        call: Some(call),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static ROWS: &[Row] = &[
    method!(
        "register",
        Signature::python(&[required("cls"), optional("func")]),
        "Have a function for a type; without it, a decorator.",
        register,
        3
    )
    .called("singledispatch.<locals>.register"),
    method!("dispatch", Signature::python(&[required("cls")]), "The function for a type.", dispatch, 2)
        .called("singledispatch.<locals>.dispatch"),
    Row::property("__name__", "The name of the function.", |cx, this| match this {
        Value::Object(object) => ops::attribute::get(cx, object.field(0), "__name__"),
        _ => Err(cx.internal("a receiver that is no object")),
    }),
];

/// What `register(type)` gives. Field 0 is the dispatcher, field 1 the type.
pub(super) static REGISTRAR: Class = Class {
    name: "function",
    message_name: "function",
    slots: Slots {
        call: Some(|cx, registrar, args| {
            match args.positional {
            [function] => register(cx, registrar.field(0), registrar.field(1), *function),
            _ => Err(cx.type_error(
                "singledispatch.<locals>.register.<locals>.<lambda>() missing 1 required positional argument: 'f'",
            )),
        }
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

pub(super) fn singledispatch<'h>(cx: &Context<'h>, function: Value<'h>) -> R<'h> {
    let types = List::from_slice(cx.heap(), &[Value::Type(&OBJECT)])?;
    let functions = List::from_slice(cx.heap(), &[function])?;
    object_with(cx, &DISPATCHER, (), &[function, Value::List(types), Value::List(functions)])
}

/// The types of a dispatcher and their functions.
fn registry<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, (&'h List<'h>, &'h List<'h>)> {
    if let Value::Object(object) = this
        && let (Value::List(types), Value::List(functions)) = (object.field(1), object.field(2))
    {
        return Ok((types, functions));
    }
    Err(cx.internal("a dispatcher without its types"))
}

/// The members of a union of types.
fn members<'h>(value: Value<'h>) -> Option<&'h [Value<'h>]> {
    match value {
        Value::Object(object) if std::ptr::eq(object.class, &UNION) => match object.field(0) {
            Value::Tuple(members) => Some(members.items()),
            _ => None,
        },
        _ => None,
    }
}

/// The type that a member of a union stands for.
fn member<'h>(value: Value<'h>) -> Value<'h> {
    if value.is_none() { Value::Type(&NONE) } else { value }
}

fn is_type(value: Value<'_>) -> bool {
    let is_alias = matches!(value, Value::Object(object) if std::ptr::eq(object.class, &GENERIC_ALIAS));
    class_of(value).is_some() && !is_alias
}

fn is_valid(value: Value<'_>) -> bool {
    match members(value) {
        Some(members) => members.iter().all(|each| is_type(member(*each))),
        None => is_type(value),
    }
}

fn register<'h>(cx: &Context<'h>, this: Value<'h>, class: Value<'h>, function: Value<'h>) -> R<'h> {
    let function = function.bound().filter(|function| !function.is_none());
    if !is_valid(class) {
        let shown = repr_string(cx, class)?;
        return Err(match function {
            Some(_) => cx.type_error(format_args!(
                "Invalid first argument to `register()`. {shown} is not a class or union type."
            )),
            None => cx.type_error(format_args!(
                "Invalid first argument to `register()`: {shown}. Use either `@register(some_class)` or plain \
                 `@register` on an annotated function."
            )),
        });
    }
    let Some(function) = function else {
        return object_with(cx, &REGISTRAR, (), &[this, class]);
    };
    match members(class) {
        Some(members) => {
            for each in members {
                keep(cx, this, member(*each), function)?;
            }
        }
        None => keep(cx, this, class, function)?,
    }
    Ok(function)
}

fn keep<'h>(cx: &Context<'h>, this: Value<'h>, class: Value<'h>, function: Value<'h>) -> R<'h, ()> {
    let (types, functions) = registry(cx, this)?;
    match position(cx, types, class)? {
        Some(index) => {
            functions.set(index, function);
        }
        None => {
            types.push(cx.heap(), class)?;
            functions.push(cx.heap(), function)?;
        }
    }
    Ok(())
}

fn position<'h>(cx: &Context<'h>, types: &List<'h>, class: Value<'h>) -> R<'h, Option<usize>> {
    cx.burn(types.len() as u64)?;
    Ok((0..types.len()).find(|index| types.get(*index).is_some_and(|known| known.is(class))))
}

/// The function for a type: that of the nearest type it derives from. An abstract type that counts a type as derived from
/// it is nearest where it does so for the first time.
fn found<'h>(cx: &Context<'h>, this: Value<'h>, class: Value<'h>) -> R<'h> {
    let (types, functions) = registry(cx, this)?;
    if let Some(index) = position(cx, types, class)? {
        return Ok(functions.get(index).unwrap_or(Value::None));
    }
    let mut next = class_of(class);
    while let Some(class) = next {
        if let Some(index) = position(cx, types, Value::Type(class))? {
            return Ok(functions.get(index).unwrap_or(Value::None));
        }
        if let Some(index) = abstractly(cx, types, class)? {
            return Ok(functions.get(index).unwrap_or(Value::None));
        }
        next = class.base;
    }
    Ok(functions.get(0).unwrap_or(Value::None))
}

/// The abstract type among those registered that a type derives from, and none that it derives from does.
fn abstractly<'h>(cx: &Context<'h>, types: &List<'h>, class: &'static Class) -> R<'h, Option<usize>> {
    cx.burn(types.len() as u64)?;
    let mut nearest: Option<(usize, &'static Class)> = None;
    let mut other: Option<&'static Class> = None;
    for index in 0..types.len() {
        let Some(Value::Type(candidate)) = types.get(index) else { continue };
        let fits = |class: &'static Class| candidate.slots.includes.is_some_and(|includes| includes(class));
        if !fits(class) || class.base.is_some_and(fits) {
            continue;
        }
        match nearest {
            Some((_, known)) if known.is_subclass(candidate) => {}
            Some((_, known)) if !candidate.is_subclass(known) => other = Some(candidate),
            _ => nearest = Some((index, candidate)),
        }
    }
    match (nearest, other) {
        (Some((_, one)), Some(other)) if !one.is_subclass(other) => Err(ambiguous(cx, one, other)),
        (nearest, _) => Ok(nearest.map(|(index, _)| index)),
    }
}

#[cold]
fn ambiguous<'h>(cx: &Context<'h>, one: &'static Class, other: &'static Class) -> Stop<'h> {
    match (repr_string(cx, Value::Type(one)), repr_string(cx, Value::Type(other))) {
        (Ok(one), Ok(other)) => {
            cx.raise(&RUNTIME_ERROR, format_args!("Ambiguous dispatch: {one} or {other}"))
        }
        (Err(stop), _) | (_, Err(stop)) => stop,
    }
}

fn dispatch<'h>(cx: &Context<'h>, this: Value<'h>, class: Value<'h>) -> R<'h> {
    // `typing.Any` is a type there.
    if !is_type(class) && ops::own_type_name(class) != "_SpecialForm" {
        return Err(no_type(cx, class));
    }
    found(cx, this, class)
}

/// The types besides functions whose values CPython can refer to weakly.
const WEAKLY_HELD: [&str; 29] = [
    "Counter",
    "ExitStack",
    "IPv4Address",
    "IPv4Interface",
    "IPv4Network",
    "IPv6Address",
    "IPv6Interface",
    "IPv6Network",
    "JSONDecodeError",
    "Logger",
    "PatternError",
    "StatisticsError",
    "Template",
    "TextWrapper",
    "UUID",
    "ZoneInfoNotFoundError",
    "_io.StringIO",
    "collections.OrderedDict",
    "collections.deque",
    "frozenset",
    "functools._lru_cache_wrapper",
    "functools.partial",
    "generator",
    "itertools._tee",
    "nullcontext",
    "re.Pattern",
    "set",
    "suppress",
    "zoneinfo.ZoneInfo",
];

/// What becomes of something that is no type: CPython keeps what it found in a dict with weak keys, and then asks the
/// type for its bases.
#[cold]
fn no_type<'h>(cx: &Context<'h>, class: Value<'h>) -> Stop<'h> {
    let name = ops::own_type_name(class);
    let is_function = matches!(name, "function" | "builtin_function_or_method" | "method");
    match class {
        Value::Module(module) => {
            cx.raise(&ATTRIBUTE_ERROR, format_args!("module '{}' has no attribute '__mro__'", module.name))
        }
        Value::Object(object) if std::ptr::eq(object.class, &GENERIC_ALIAS) => {
            cx.raise(&ATTRIBUTE_ERROR, "'types.GenericAlias' object has no attribute '__bases__'")
        }
        _ if class.class().module == "typing" && name.ends_with("Alias") => {
            cx.raise(&ATTRIBUTE_ERROR, "__mro__")
        }
        _ if is_function || WEAKLY_HELD.contains(&name) => match ops::hash(cx, class) {
            Ok(_) => cx.raise(&ATTRIBUTE_ERROR, format_args!("'{name}' object has no attribute '__mro__'")),
            Err(stop) => stop,
        },
        _ => cx.type_error(format_args!("cannot create weak reference to '{name}' object")),
    }
}

fn call<'h>(cx: &Context<'h>, this: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let Some(first) = args.positional.first() else {
        let name = match ops::attribute::get(cx, this.field(0), "__name__") {
            Ok(Value::Str(name)) => name.text(cx.heap())?,
            _ => "singledispatch function",
        };
        return Err(cx.type_error(format_args!("{name} requires at least 1 positional argument")));
    };
    let function = found(cx, Value::Object(this), type_of(cx, *first))?;
    cx.call_with(function, args)
}
