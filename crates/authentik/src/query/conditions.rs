//! Keyword arguments of `filter` and `exclude` as tests.

use super::errors::{FIELD_ERROR, VALIDATION_ERROR};
use super::plan::{self, Clause, Lookup, Path, Test, inner, is_json, object_of};
use crate::bindings::classes::declared;
use crate::bindings::tables::{BINDINGS, field, id};
use hognose_eval::data::Data;
use hognose_eval::ops::{self, iterate, text};
use hognose_eval::row::Args;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, export, input};
use hognose_schema::binding::{TypeExpr, TypeId};

/// The clause of a call's arguments.
///
/// # Errors
/// `FieldError`, and what Django raises for values that a field cannot have.
pub(super) fn clause<'h>(
    cx: &Context<'h>,
    model: TypeId,
    args: &Args<'_, 'h>,
    negated: bool,
) -> R<'h, Clause> {
    if let Some(first) = args.positional.first() {
        return Err(
            cx.type_error(format_args!("cannot unpack non-iterable {} object", ops::own_type_name(*first)))
        );
    }
    let mut tests = Vec::with_capacity(args.keywords.len());
    for (name, value) in args.keywords {
        cx.burn(4)?;
        tests.push(test(cx, model, name, *value)?);
    }
    Ok(Clause { negated, tests })
}

/// The path and lookup of a name such as `attributes__dept__icontains`.
///
/// # Errors
/// `FieldError`.
pub(super) fn resolve<'h>(cx: &Context<'h>, model: TypeId, name: &str) -> R<'h, (Path, Lookup)> {
    cx.charge(name.len())?;
    let names: Vec<&str> = name.split("__").collect();
    cx.burn(names.len() as u64)?;
    let release = crate::surroundings::release(cx);
    plan::resolve(model, &names, Some(release))
        .map_err(|error| cx.raise(&FIELD_ERROR, error.message(release)))
}

fn test<'h>(cx: &Context<'h>, model: TypeId, name: &str, value: Value<'h>) -> R<'h, Test> {
    let (mut path, mut lookup) = resolve(cx, model, name)?;
    let value = match lookup {
        Lookup::IsNull => match value {
            Value::Bool(value) => Data::Bool(value.get()),
            _ => {
                return Err(cx.value_error("The QuerySet value for an isnull lookup must be True or False."));
            }
        },
        Lookup::Exact | Lookup::IExact if value.is_none() => {
            if is_json(path.ty) && lookup == Lookup::Exact {
                Data::None
            } else {
                lookup = Lookup::IsNull;
                Data::Bool(true)
            }
        }
        _ if value.is_none() => return Err(cx.value_error("Cannot use None as a query value")),
        Lookup::In | Lookup::Range => {
            let items = iterate::to_list(cx, value)?.to_vec();
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                cx.burn(1)?;
                cx.heap().charge(size_of::<Data>())?;
                if !item.is_none() {
                    found.push(scalar(cx, &path, lookup, item)?);
                }
            }
            Data::List(found)
        }
        _ => match by_name(cx, &path, value)? {
            Some((short, name)) => {
                path.fields.push(short);
                path.ty = TypeExpr::Str;
                name
            }
            None => scalar(cx, &path, lookup, value)?,
        },
    };
    Ok(Test { path, lookup, value })
}

/// For an object that has a name but no primary key: the number of the field, and the name.
fn by_name<'h>(cx: &Context<'h>, path: &Path, value: Value<'h>) -> R<'h, Option<(u16, Data)>> {
    let Value::Object(object) = value else { return Ok(None) };
    let Some(decl) = declared(object.class) else { return Ok(None) };
    if object_of(path.ty).is_none() || !decl.is_a(id::MODEL) {
        return Ok(None);
    }
    let (key, Some(short)) = (input::field(cx, object, field::model::PK)?, decl.short) else {
        return Ok(None);
    };
    if key.is_bound() {
        return Ok(None);
    }
    match input::field(cx, object, short)? {
        name @ Value::Str(_) => Ok(Some((short, export::data(cx, name)?))),
        _ => Ok(None),
    }
}

/// One value as the field takes it.
fn scalar<'h>(cx: &Context<'h>, path: &Path, lookup: Lookup, value: Value<'h>) -> R<'h, Data> {
    if let Value::Object(object) = value
        && let Some(decl) = declared(object.class)
    {
        if decl.is_a(id::MODEL) {
            return key(cx, path, object);
        }
        if object_of(path.ty).is_some() {
            return Err(cx.type_error(format_args!(
                "Field 'id' expected a number but got {}.",
                text::repr_string(cx, value)?
            )));
        }
    }
    let is_text = !matches!(
        lookup,
        Lookup::Exact | Lookup::In | Lookup::Range | Lookup::Gt | Lookup::Gte | Lookup::Lt | Lookup::Lte
    );
    if is_json(path.ty) {
        return export::data(cx, value);
    }
    match inner(path.ty) {
        _ if is_text => as_text(cx, value),
        TypeExpr::Str => as_text(cx, value),
        TypeExpr::Bool => as_bool(cx, value),
        TypeExpr::Int => as_int(cx, path, value),
        TypeExpr::Uuid => as_uuid(cx, value),
        TypeExpr::Datetime => super::moments::moment(cx, value),
        _ => export::data(cx, value),
    }
}

/// The primary key of an object that a value is compared with.
fn key<'h>(cx: &Context<'h>, path: &Path, object: &'h Object<'h>) -> R<'h, Data> {
    if let Some(class) = object_of(path.ty)
        && let Some(wanted) = BINDINGS.get(class)
        && !declared(object.class)
            .is_some_and(|decl| decl.is_a(class) || wanted.lineage.contains(&id_of(decl)))
    {
        return Err(cx.value_error(format_args!(
            "Cannot query \"{}\": Must be \"{}\" instance.",
            text::str_string(cx, Value::Object(object))?,
            wanted.name
        )));
    }
    match input::field(cx, object, field::model::PK)? {
        Value::None | Value::Unbound => {
            Err(cx.value_error("Model instances passed to related filters must be saved."))
        }
        key => export::data(cx, key),
    }
}

fn id_of(decl: &hognose_schema::binding::TypeDecl) -> TypeId {
    decl.lineage.first().copied().unwrap_or(id::MODEL)
}

fn as_text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    match value {
        Value::Str(_) => export::data(cx, value),
        _ => {
            let text = text::str_string(cx, value)?;
            cx.charge(text.len())?;
            Ok(Data::from(text))
        }
    }
}

fn as_bool<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    let found = match value {
        Value::Bool(value) => Some(value.get()),
        Value::Int(0) => Some(false),
        Value::Int(1) => Some(true),
        Value::Str(text) => match text.text(cx.heap())? {
            "t" | "True" | "1" => Some(true),
            "f" | "False" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    match found {
        Some(found) => Ok(Data::Bool(found)),
        None => invalid(cx, value, "value must be either True or False."),
    }
}

fn as_int<'h>(cx: &Context<'h>, path: &Path, value: Value<'h>) -> R<'h, Data> {
    match value {
        Value::Int(_) | Value::Big(_) | Value::Float(_) => return export::data(cx, value),
        Value::Bool(value) => return Ok(Data::Int(i64::from(value.get()))),
        Value::Str(text) => {
            if let Ok(number) = text.text(cx.heap())?.trim().parse::<i64>() {
                return Ok(Data::Int(number));
            }
        }
        _ => {}
    }
    let is_key = path.fields.last() == Some(&field::model::PK);
    let message = format!(
        "Field '{}' expected a number but got {}.",
        if is_key { "id" } else { "number" },
        text::repr_string(cx, value)?
    );
    Err(if matches!(value, Value::Str(_)) { cx.value_error(message) } else { cx.type_error(message) })
}

fn as_uuid<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    if let Value::Str(text) = value {
        let text = text.text(cx.heap())?;
        let digits = text.chars().filter(char::is_ascii_hexdigit).count();
        let is_uuid =
            digits == 32 && text.chars().all(|char| char.is_ascii_hexdigit() || "-{}".contains(char));
        if !is_uuid {
            return invalid(cx, value, "is not a valid UUID.");
        }
    }
    export::data(cx, value)
}

/// `ValidationError`, whose text is that of a list.
fn invalid<'h>(cx: &Context<'h>, value: Value<'h>, what: &str) -> R<'h, Data> {
    let text = text::str_string(cx, value)?;
    Err(cx.raise(&VALIDATION_ERROR, format_args!("['“{text}” {what}']")))
}
