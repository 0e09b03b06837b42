//! Fields that are found from others when the request does not give them.

use super::access::{REQUEST, read};
use super::classes::declared;
use super::tables::field;
use hognose_eval::ops;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Fatal, R, Value};
use hognose_modules::clock;
use hognose_schema::binding::FieldDecl;
use hognose_syntax::tree::CompareOp;

/// The value of a field that `[compute]` describes under the name `how`.
///
/// # Errors
/// Limits; the end of the evaluation when only the host could know.
pub(super) fn value<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    field: &'static FieldDecl,
    how: &str,
) -> R<'h> {
    let this = Value::Object(object);
    match how {
        "superuser" => superuser(cx, this),
        "actor" | "owner" => user_of_request(cx),
        "client_ip" => client_ip(cx, this),
        "should_cache" => should_cache(cx, this),
        "stages_left" => Ok(Value::bool(ops::truth(cx, named(cx, object, "bindings")?)?)),
        "is_hashed" => is_hashed(cx, object),
        "locale" => locale(cx, object),
        "related_pk" => related_pk(cx, object, field),
        "headers" => headers(cx, this),
        "expired" => expired(cx, object),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(field.name))),
    }
}

/// Whether the time is past that at which it ends. The clock is the host's.
fn expired<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let end = named(cx, object, "expires")?;
    if end.is_none() || !ops::truth(cx, named(cx, object, "expiring")?)? {
        return Ok(Value::bool(false));
    }
    crate::methods::require(cx, clock::CAPABILITY.0)?;
    let now = crate::helpers::django::now(cx)?;
    Ok(Value::bool(ops::compare::order(cx, CompareOp::Gt, now, end)?))
}

/// A field by name; `None` where it is not there.
fn named<'h>(cx: &Context<'h>, object: &'h Object<'h>, name: &str) -> R<'h> {
    let Some(number) = declared(object.class).and_then(|decl| decl.field_number(name)) else {
        return Ok(Value::None);
    };
    Ok(read(cx, Value::Object(object), number)?.bound().unwrap_or(Value::None))
}

/// The field of an attribute of an object that may be anything.
fn attribute<'h>(cx: &Context<'h>, value: Value<'h>, name: &str) -> R<'h> {
    match value {
        Value::Object(object) => named(cx, object, name),
        _ => Ok(Value::None),
    }
}

fn user_of_request<'h>(cx: &Context<'h>) -> R<'h> {
    let request = cx.registers.get(REQUEST).map_or(Value::Unbound, std::cell::Cell::get);
    if !request.is_bound() {
        return Err(cx.heap().fatal(Fatal::HostUnavailable("request.user")));
    }
    read(cx, request, field::policy_request::USER)
}

fn should_cache<'h>(cx: &Context<'h>, request: Value<'h>) -> R<'h> {
    let user = read(cx, request, field::policy_request::USER)?;
    let is_authenticated = ops::truth(cx, attribute(cx, user, "is_authenticated")?)?;
    let is_test = ops::truth(cx, read(cx, request, field::policy_request::DEBUG)?)?;
    Ok(Value::bool(is_authenticated && !is_test))
}

/// Whether a group of the user, or an ancestor of one, makes superusers.
fn superuser<'h>(cx: &Context<'h>, user: Value<'h>) -> R<'h> {
    for group in crate::query::groups::all_of(cx, object_of(cx, user)?)?.to_vec() {
        cx.burn(1)?;
        if ops::truth(cx, read(cx, group, field::group::IS_SUPERUSER)?)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

fn object_of<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h Object<'h>> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(cx.internal("a field of no object")),
    }
}

/// A text under a key of a dict.
fn text<'h>(cx: &Context<'h>, dict: Value<'h>, key: &str) -> R<'h, Option<&'h str>> {
    let Value::Dict(dict) = dict else { return Ok(None) };
    match dict.get_text(cx, key)? {
        Some(Value::Str(text)) => Ok(Some(text.text(cx.heap())?)),
        _ => Ok(None),
    }
}

fn client_ip<'h>(cx: &Context<'h>, request: Value<'h>) -> R<'h> {
    const UNKNOWN: &str = "255.255.255.255";
    let meta = read(cx, request, field::http_request::META)?;
    let forwarded = text(cx, meta, "HTTP_X_FORWARDED_FOR")?.and_then(|list| list.split(',').next());
    let address = match forwarded {
        Some(first) => Some(first),
        None => text(cx, meta, "REMOTE_ADDR")?,
    };
    let address = address.map(str::trim).filter(|address| address.parse::<std::net::IpAddr>().is_ok());
    cx.wrap_str(address.unwrap_or(UNKNOWN))
}

fn is_hashed<'h>(cx: &Context<'h>, device: &'h Object<'h>) -> R<'h> {
    Ok(Value::bool(match named(cx, device, "phone_number")? {
        Value::Str(number) => number.text(cx.heap())?.starts_with("hash:"),
        _ => false,
    }))
}

fn locale<'h>(cx: &Context<'h>, brand: &'h Object<'h>) -> R<'h> {
    if let Value::Dict(attributes) = named(cx, brand, "attributes")?
        && let Some(Value::Dict(settings)) = attributes.get_text(cx, "settings")?
        && let Some(locale) = settings.get_text(cx, "locale")?
    {
        return Ok(locale);
    }
    cx.wrap_str("")
}

fn related_pk<'h>(cx: &Context<'h>, object: &'h Object<'h>, field: &'static FieldDecl) -> R<'h> {
    let related = named(cx, object, field.name.strip_suffix("_id").unwrap_or_default())?;
    attribute(cx, related, "pk")
}

/// `HTTP_ACCEPT_LANGUAGE` is the header `Accept-Language`.
fn headers<'h>(cx: &Context<'h>, request: Value<'h>) -> R<'h> {
    let headers = super::access::fresh(cx, super::tables::id::HEADERS)?;
    let found = Dict::new(cx.heap())?;
    if let Value::Dict(meta) = read(cx, request, field::http_request::META)? {
        let table = meta.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            cx.burn(1)?;
            let Value::Str(key) = key else { continue };
            if let Some(name) = header_name(key.text(cx.heap())?) {
                cx.charge(name.len())?;
                found.set_text(cx, &name, value)?;
            }
        }
    }
    hognose_eval::input::set_field(cx, object_of(cx, headers)?, field::headers::DATA, Value::Dict(found))?;
    Ok(headers)
}

fn header_name(key: &str) -> Option<String> {
    let name = match key {
        "CONTENT_TYPE" | "CONTENT_LENGTH" => key,
        _ => key.strip_prefix("HTTP_")?,
    };
    let words = name.split('_').map(|word| {
        let lower = word.to_ascii_lowercase();
        let mut chars = lower.chars();
        chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
    });
    Some(words.collect::<Vec<_>>().join("-"))
}
