//! What an HTTP request says: URL, headers, body.

use super::http::{Given, INVALID_SCHEMA, INVALID_URL, MISSING_SCHEMA};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hognose_eval::arg::Nullable;
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{self, text};
use hognose_eval::row::Args;
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Value};

/// Call a function of a module of Python.
fn module<'h>(cx: &Context<'h>, module: &str, name: &str, args: &Args<'_, 'h>) -> R<'h> {
    let row = cx.table().module(module).and_then(|module| cx.table().module_member(module, name));
    match row {
        Some(row) => cx.call_row(row, None, args),
        None => Err(cx.internal("a module that is not there")),
    }
}

/// Parameters as `a=1&b=2`; keys whose value is None are left out.
fn encoded<'h>(cx: &Context<'h>, parameters: Value<'h>) -> R<'h, String> {
    let parameters = match parameters {
        Value::Str(_) | Value::Bytes(_) => return text::str_string(cx, parameters),
        Value::Dict(given) => {
            let kept = Dict::new(cx.heap())?;
            let table = given.table(cx)?;
            let mut position = 0;
            while let Some((next, key, value)) = table.next_from(position) {
                position = next;
                cx.burn(1)?;
                if !value.is_none() {
                    kept.set(cx, key, value)?;
                }
            }
            Value::Dict(kept)
        }
        other => other,
    };
    let args = Args { positional: &[parameters], keywords: &[("doseq", Value::bool(true))] };
    text::str_string(cx, module(cx, "urllib.parse", "urlencode", &args)?)
}

/// The URL with its parameters.
///
/// # Errors
/// Those of requests for what is no URL.
pub(super) fn url<'h>(cx: &Context<'h>, url: Value<'h>, params: Value<'h>) -> R<'h, String> {
    let given = text::str_string(cx, url)?;
    cx.charge(given.len())?;
    let url = given.trim_start();
    let lower = url.to_ascii_lowercase();
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme);
    match scheme {
        Some("http" | "https") => {}
        Some(other) if !other.contains(['/', '.', '?']) && lower.contains("://") => {
            return Err(
                cx.raise(&INVALID_SCHEMA, format_args!("No connection adapters were found for '{given}'"))
            );
        }
        _ => {
            return Err(cx.raise(
                &MISSING_SCHEMA,
                format_args!("Invalid URL '{given}': No scheme supplied. Perhaps you meant https://{given}?"),
            ));
        }
    }
    let host =
        lower.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
    if host.is_empty() {
        return Err(cx.raise(&INVALID_URL, format_args!("Invalid URL '{given}': No host supplied")));
    }
    if !ops::truth(cx, params)? {
        return Ok(url.to_owned());
    }
    let query = encoded(cx, params)?;
    let (before, fragment) = url.split_once('#').map_or((url, None), |(before, after)| (before, Some(after)));
    let mut whole = before.to_owned();
    if !query.is_empty() {
        whole.push(if before.contains('?') { '&' } else { '?' });
        whole.push_str(&query);
    }
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    cx.charge(whole.len())?;
    Ok(whole)
}

/// Set a header unless it is there in any case.
fn default(headers: &mut Map, name: &str, value: String) {
    let is_there = headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    if !is_there {
        headers.insert(name, value);
    }
}

/// The headers, with those of `auth` and `cookies`.
///
/// # Errors
/// Limits; what is no dict.
pub(super) fn headers<'h>(cx: &Context<'h>, given: &Given<'h>) -> R<'h, Map> {
    let mut headers = Map::new();
    match given.get("headers") {
        Value::None => {}
        Value::Dict(dict) => {
            let table = dict.table(cx)?;
            let mut position = 0;
            while let Some((next, key, value)) = table.next_from(position) {
                position = next;
                cx.burn(1)?;
                // A header that is None is left out.
                if !value.is_none() {
                    headers.insert(header_text(cx, key)?, header_text(cx, value)?);
                }
            }
        }
        other => {
            ops::attribute::get(cx, other, "items")?;
            return Err(cx.type_error("headers must be a dict"));
        }
    }
    if let Value::Dict(cookies) = given.get("cookies")
        && !cookies.is_empty()
    {
        let mut pairs = Vec::new();
        let table = cookies.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            pairs.push(format!("{}={}", header_text(cx, key)?, header_text(cx, value)?));
        }
        default(&mut headers, "Cookie", pairs.join("; "));
    }
    if let Value::Tuple(pair) = given.get("auth")
        && let [name, password] = pair.items()
    {
        let pair = format!("{}:{}", text::str_string(cx, *name)?, text::str_string(cx, *password)?);
        headers.remove("Authorization");
        default(&mut headers, "Authorization", format!("Basic {}", STANDARD.encode(pair)));
    }
    Ok(headers)
}

/// Text of a header: no line breaks.
fn header_text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, String> {
    let found = match value {
        Value::Str(found) => found.text(cx.heap())?.to_owned(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        other => text::str_string(cx, other)?,
    };
    cx.charge(found.len())?;
    if found.contains(['\r', '\n']) {
        return Err(cx.raise(
            &INVALID_URL,
            "Invalid leading whitespace, reserved character(s), or return character(s) in header value",
        ));
    }
    Ok(found)
}

/// The body, and the header that says what it is.
///
/// # Errors
/// Limits; what cannot be JSON.
pub(super) fn body<'h>(cx: &Context<'h>, given: &Given<'h>, headers: &mut Map) -> R<'h, Data> {
    let data = given.get("data");
    if !ops::truth(cx, data)? {
        let json = given.get("json");
        if json.is_none() {
            return Ok(Data::None);
        }
        let written = module(cx, "json", "dumps", &Args::positional(&[json]))?;
        let written = text::str_string(cx, written)?;
        cx.charge(written.len())?;
        default(headers, "Content-Type", "application/json".to_owned());
        return Ok(Data::Bytes(written.into_bytes().into()));
    }
    let form = "application/x-www-form-urlencoded";
    Ok(match data {
        Value::Bytes(bytes) => {
            cx.charge(bytes.data().len())?;
            Data::Bytes(bytes.data().into())
        }
        Value::Str(found) => {
            let found = found.text(cx.heap())?;
            cx.charge(found.len())?;
            default(headers, "Content-Type", form.to_owned());
            Data::Bytes(found.as_bytes().into())
        }
        parameters => {
            let written = encoded(cx, parameters)?;
            cx.charge(written.len())?;
            default(headers, "Content-Type", form.to_owned());
            Data::Bytes(written.into_bytes().into())
        }
    })
}

/// The header of a token: `Bearer …`, or what the token says of itself.
///
/// # Errors
/// Limits.
pub(super) fn bearer<'h>(cx: &Context<'h>, token: Value<'h>) -> R<'h, Nullable<Value<'h>>> {
    let Value::Dict(token) = token else { return Ok(Nullable(None)) };
    let Some(access) = token.get_text(cx, "access_token")? else { return Ok(Nullable(None)) };
    let sort = match token.get_text(cx, "token_type")? {
        Some(sort) if ops::truth(cx, sort)? => text::str_string(cx, sort)?,
        _ => "Bearer".to_owned(),
    };
    let access = text::str_string(cx, access)?;
    Ok(Nullable(Some(cx.str(&format!("{sort} {access}"))?)))
}

/// Headers with one more.
///
/// # Errors
/// Limits.
pub(super) fn with_header<'h>(cx: &Context<'h>, headers: Value<'h>, name: &str, value: Value<'h>) -> R<'h> {
    let all = Dict::new(cx.heap())?;
    if let Value::Dict(given) = headers {
        let table = given.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            all.set(cx, key, value)?;
        }
    }
    all.set_text(cx, name, value)?;
    Ok(Value::Dict(all))
}
