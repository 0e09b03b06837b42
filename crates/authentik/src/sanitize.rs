//! What goes into an event of the audit log: everything as JSON, secrets masked.

use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::bindings::tables::{field, id};
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{iterate, text};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, export, input};
use hognose_schema::binding::{FieldDefault, JsonForm, TypeDecl};

/// A dict's entries, each as JSON; what an event cannot hold is left out.
///
/// # Errors
/// Limits.
pub(crate) fn entries<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, into: &mut Map) -> R<'h, ()> {
    let table = dict.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        let Some(value) = item(cx, value)? else { continue };
        let key = match key {
            Value::Str(key) => key.text(cx.heap())?.to_owned(),
            other => text::str_string(cx, other)?,
        };
        cx.charge(key.len().saturating_add(size_of::<Data>()))?;
        into.insert(key, value);
    }
    Ok(())
}

/// A value as JSON; none for what an event cannot hold.
///
/// # Errors
/// Limits.
pub(crate) fn item<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<Data>> {
    cx.burn(1)?;
    Ok(Some(match value {
        Value::None | Value::Unbound => Data::None,
        Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Float(_) => export::data(cx, value)?,
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            cx.charge(text.len())?;
            Data::from(text.replace('\0', ""))
        }
        Value::Dict(dict) => {
            let mut map = Map::new();
            cx.nested(|| entries(cx, dict, &mut map))?;
            Data::Map(map)
        }
        Value::List(list) => items(cx, &list.to_vec())?,
        Value::Tuple(tuple) => items(cx, tuple.items())?,
        Value::Set(set) if !std::ptr::eq(set.class(), &hognose_eval::class::FROZENSET) => {
            items(cx, &iterate::to_list(cx, value)?.to_vec())?
        }
        Value::Iter(iter) if std::ptr::eq(iter.class(), &hognose_eval::class::GENERATOR) => {
            items(cx, &iterate::to_list(cx, value)?.to_vec())?
        }
        Value::Type(class) => described("type", class.name, Some(class.module)),
        Value::Function(function) => described("callable", function.name(), None),
        Value::Native(row) => described("callable", row.name, Some("builtins")),
        Value::Bound(bound) => described("callable", bound.row.name, None),
        Value::Object(object) => return self::object(cx, object),
        _ => said(cx, value)?,
    }))
}

/// What `str` says.
fn said<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    let text = text::str_string(cx, value)?;
    cx.charge(text.len())?;
    Ok(Data::from(text))
}

/// What becomes of types and functions.
pub(crate) fn described(what: &str, name: &str, module: Option<&str>) -> Data {
    let module = module.map_or(Data::None, Data::from);
    match what {
        "type" => Data::Map(Map::from_iter([("type", Data::from(name)), ("module", module)])),
        _ => Data::Map(Map::from_iter([
            ("type", Data::from(what)),
            ("name", Data::from(name)),
            ("module", module),
        ])),
    }
}

/// Items of a list: those that are empty or nought are left out.
fn items<'h>(cx: &Context<'h>, values: &[Value<'h>]) -> R<'h, Data> {
    let mut found = Vec::new();
    cx.nested(|| {
        for value in values {
            cx.heap().charge(size_of::<Data>())?;
            if let Some(data) = item(cx, *value)?
                && is_truthy(&data)
            {
                found.push(data);
            }
        }
        Ok(())
    })?;
    Ok(Data::List(found))
}

fn is_truthy(data: &Data) -> bool {
    match data {
        Data::None | Data::Absent | Data::Bool(false) | Data::Int(0) => false,
        Data::Float(number) => *number != 0.0,
        Data::Str(text) => !text.is_empty(),
        Data::List(items) => !items.is_empty(),
        Data::Map(map) => !map.is_empty(),
        _ => true,
    }
}

fn object<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<Data>> {
    let value = Value::Object(object);
    let Some(decl) = declared(object.class) else { return plain(cx, value).map(Some) };
    if decl.is_a(id::QUERY_DICT) {
        let dict = cx.call_method(value, "dict", &[])?;
        return item(cx, dict);
    }
    cx.nested(|| match decl.json {
        JsonForm::Drop => Ok(None),
        JsonForm::Str => said(cx, value).map(Some),
        JsonForm::Model => reference(cx, object).map(Some),
        JsonForm::User => user(cx, object, decl).map(Some),
        JsonForm::Fields => fields(cx, object, decl).map(Some),
    })
}

/// Objects of modules: dates, ids, addresses.
fn plain<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    let known = match &export::data(cx, value)? {
        Data::Foreign(foreign) => foreign.described(),
        Data::Open(_) => None,
        _ => return said(cx, value),
    };
    Ok(match known {
        Some(found) if found.name == "uuid" => Data::from(found.text.replace('-', "")),
        Some(found) if found.name == "timedelta" => {
            let seconds = cx.call_method(value, "total_seconds", &[])?;
            said(cx, seconds)?
        }
        Some(found) if matches!(found.name, "datetime" | "date" | "time") => {
            let written = cx.call_method(value, "isoformat", &[])?;
            let written = text::str_string(cx, written)?;
            Data::from(match written.strip_suffix("+00:00").filter(|_| found.name == "datetime") {
                Some(local) => format!("{local}Z"),
                None => written,
            })
        }
        _ => said(cx, value)?,
    })
}

/// A field as it is; `None` where nothing is known of it.
fn known<'h>(cx: &Context<'h>, object: &'h Object<'h>, number: u16) -> R<'h> {
    let given = input::field(cx, object, number)?;
    if given.is_bound() {
        return Ok(given);
    }
    let field = declared(object.class).and_then(|decl| decl.fields.get(usize::from(number)));
    match field.map(|field| field.default) {
        None | Some(FieldDefault::Unset | FieldDefault::Absent) => Ok(Value::None),
        Some(_) => Ok(access::read(cx, Value::Object(object), number)?.bound().unwrap_or(Value::None)),
    }
}

/// `{app, model_name, pk, name}` of an object of the database.
///
/// # Errors
/// Limits.
pub(crate) fn reference<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    let Some(decl) = declared(object.class) else { return said(cx, Value::Object(object)) };
    let name = match decl.field_number("name") {
        Some(number) => item(cx, known(cx, object, number)?)?,
        None => Some(said(cx, Value::Object(object))?),
    };
    let key = item(cx, known(cx, object, field::model::PK)?)?;
    Ok(Data::Map(Map::from_iter([
        ("app", Data::from(decl.app)),
        ("model_name", Data::from(decl.model)),
        ("pk", key.unwrap_or(Data::None)),
        ("name", name.unwrap_or(Data::None)),
    ])))
}

/// The name that the database has for nobody.
const NOBODY: &str = "AnonymousUser";

fn user<'h>(cx: &Context<'h>, object: &'h Object<'h>, decl: &TypeDecl) -> R<'h, Data> {
    if !decl.is_a(id::USER) {
        return Ok(Data::Map(Map::from_iter([
            ("username", Data::from(NOBODY)),
            ("pk", Data::None),
            ("email", Data::from("")),
            ("is_anonymous", Data::Bool(true)),
        ])));
    }
    let mut map = Map::new();
    for (name, number) in
        [("username", field::user::USERNAME), ("pk", field::model::PK), ("email", field::user::EMAIL)]
    {
        map.insert(name, item(cx, known(cx, object, number)?)?.unwrap_or(Data::None));
    }
    if map.get("username").and_then(Data::as_str) == Some(NOBODY) {
        map.insert("is_anonymous", true);
    }
    Ok(Data::Map(map))
}

/// As a dataclass: its fields by name. A request goes without the HTTP request.
fn fields<'h>(cx: &Context<'h>, object: &'h Object<'h>, decl: &TypeDecl) -> R<'h, Data> {
    let mut map = Map::new();
    for (number, field) in (0_u16..).zip(decl.fields) {
        if field.hidden || field.property {
            continue;
        }
        let is_http = decl.is_a(id::POLICY_REQUEST) && number == field::policy_request::HTTP_REQUEST;
        let value = if is_http { Value::None } else { known(cx, object, number)? };
        if let Some(value) = item(cx, value)? {
            cx.heap().charge(size_of::<Data>())?;
            map.insert(field.name, value);
        }
    }
    Ok(Data::Map(map))
}

/// What stands in place of a secret.
const MASK: &str = "********************";

/// Mask what stands under keys that sound like secrets.
pub(crate) fn cleanse(map: &Map) -> Map {
    let mut clean = Map::with_capacity(map.len());
    for (key, value) in map.iter() {
        clean.insert(key, cleansed(key, value));
    }
    clean
}

/// Depth is bounded by how deep [`item`] goes.
fn cleansed(key: &str, value: &Data) -> Data {
    match value {
        Data::Map(map) => Data::Map(cleanse(map)),
        Data::List(items) => Data::List(items.iter().map(|item| cleansed(key, item)).collect()),
        _ if is_secret(key) => Data::from(MASK),
        other => other.clone(),
    }
}

/// Django's list of what sounds like a secret, without what authentik knows to be none.
fn is_secret(key: &str) -> bool {
    const SECRET: &[&str] = &["api", "auth", "token", "key", "secret", "pass", "signature", "http_cookie"];
    const HARMLESS: &[&str] = &["passing", "password_change_date"];
    // In any case, as regular expressions see it.
    let key: String = key
        .chars()
        .map(|char| match char {
            'ſ' => 's',
            'K' => 'k',
            'İ' | 'ı' => 'i',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let whole = key.strip_suffix('\n').unwrap_or(&key);
    SECRET.iter().any(|word| key.contains(word))
        && !HARMLESS.iter().any(|word| key.contains(word))
        && !matches!(whole, "auth_method" | "auth_method_args")
}
