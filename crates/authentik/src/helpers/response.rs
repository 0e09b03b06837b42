//! Answers to HTTP requests.

use super::http::HTTP_ERROR;
use crate::bindings::access;
use crate::bindings::tables::{field, id};
use crate::held;
use hognose_eval::class::Slots;
use hognose_eval::data::{Data, Map};
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, keywords};
use hognose_eval::{Context, Fatal, R, Value, input, method};

/// Methods of `Response`.
pub(crate) static RESPONSE: &[Row] = &[
    Row::new(
        "json",
        Signature::python(&[keywords("kwargs")]),
        "Body read as JSON.",
        Member::Method(|cx, call| json(cx, call.value(0))),
    )
    .called("Response.json"),
    method!(
        "raise_for_status",
        Signature::python(&[]),
        "HTTPError if the status is 400 or above.",
        raise_for_status,
        1
    )
    .called("Response.raise_for_status"),
    Row::property("is_redirect", "Whether it sends on.", |cx, this| {
        let status = access::read(cx, this, field::response::STATUS_CODE)?;
        Ok(Value::bool(matches!(status, Value::Int(301 | 302 | 303 | 307 | 308))))
    }),
];

/// A response is true when its status is below 400.
pub(crate) const fn slots(base: Slots) -> Slots {
    Slots {
        truth: Some(|cx, object| {
            ops::truth(cx, access::read(cx, Value::Object(object), field::response::OK)?)
        }),
        ..base
    }
}

/// The host's answer: `status`, `reason`, `url`, `headers`, `body`.
///
/// # Errors
/// Limits; an answer that is none.
pub(super) fn made<'h>(cx: &Context<'h>, answer: &Map) -> R<'h> {
    let unusable = || cx.heap().fatal(Fatal::HostUnavailable(super::http::SEND));
    let Some(Data::Int(status)) = answer.get("status") else { return Err(unusable()) };
    let text_of = |key: &str| answer.get(key).and_then(Data::as_str).unwrap_or_default();
    let body: &[u8] = match answer.get("body") {
        Some(Data::Bytes(bytes)) => bytes,
        Some(Data::Str(text)) => text.as_bytes(),
        None | Some(Data::None) => &[],
        Some(_) => return Err(unusable()),
    };
    let headers = match answer.get("headers") {
        Some(Data::Map(headers)) => headers.clone(),
        _ => Map::new(),
    };
    let charset = charset(&headers);
    let response = access::fresh(cx, id::RESPONSE)?;
    let Value::Object(object) = response else { return Err(unusable()) };
    let shown = access::fresh(cx, id::HEADERS)?;
    if let Value::Object(shown) = shown {
        let headers = held::value(cx, Data::Map(headers))?;
        input::set_field(cx, shown, field::headers::DATA, headers)?;
    }
    let set = |number: u16, value: Value<'h>| input::set_field(cx, object, number, value);
    set(field::response::STATUS_CODE, Value::Int(*status))?;
    set(field::response::OK, Value::bool(*status < 400))?;
    set(field::response::REASON, cx.str(text_of("reason"))?)?;
    set(field::response::URL, cx.str(text_of("url"))?)?;
    set(field::response::HEADERS, shown)?;
    set(field::response::CONTENT, cx.bytes(body)?)?;
    cx.charge(body.len().saturating_mul(2))?;
    set(field::response::TEXT, cx.str(&decoded(body, &charset))?)?;
    Ok(response)
}

/// The encoding that the answer says, as requests understands it.
fn charset(headers: &Map) -> String {
    let kind = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let kind = kind.and_then(|(_, kind)| kind.as_str()).unwrap_or_default().to_ascii_lowercase();
    let named = kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="));
    match named {
        Some(named) => named.trim_matches(['"', '\'', ' ']).to_owned(),
        None if kind.contains("text") => "iso-8859-1".to_owned(),
        None => "utf-8".to_owned(),
    }
}

fn decoded(body: &[u8], charset: &str) -> String {
    match charset {
        "iso-8859-1" | "latin-1" | "latin1" => body.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}

fn json<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let row = cx.table().module("json").and_then(|module| cx.table().module_member(module, "loads"));
    let Some(row) = row else { return Err(cx.internal("no json")) };
    // JSON is UTF-8, whatever the header says.
    let body = access::read(cx, this, field::response::CONTENT)?;
    let is_utf8 = matches!(body, Value::Bytes(bytes) if std::str::from_utf8(bytes.data()).is_ok());
    let text = if is_utf8 { body } else { access::read(cx, this, field::response::TEXT)? };
    cx.call_row(row, None, &Args::positional(&[text]))
}

fn raise_for_status<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let Value::Int(status) = access::read(cx, this, field::response::STATUS_CODE)? else {
        return Ok(Value::None);
    };
    let whose = match status {
        400..500 => "Client",
        500..600 => "Server",
        _ => return Ok(Value::None),
    };
    let reason = ops::text::str_string(cx, access::read(cx, this, field::response::REASON)?)?;
    let url = ops::text::str_string(cx, access::read(cx, this, field::response::URL)?)?;
    Err(cx.raise(&HTTP_ERROR, format_args!("{status} {whose} Error: {reason} for url: {url}")))
}
