//! `ak_create_jwt` and `ak_create_jwt_raw`: the host signs.

use super::span;
use crate::bindings::access::{self, REQUEST};
use crate::bindings::classes::declared;
use crate::bindings::tables::{field, id};
use crate::sanitize;
use hognose_eval::data::{Data, Map};
use hognose_eval::host::HostCall;
use hognose_eval::row::{Call, Capability, Member, Row, Signature, keywords, optional, required};
use hognose_eval::{Context, Fatal, R, Value, export};

/// Issues an access token.
pub const ISSUE: &str = "jwt.issue";
/// Signs claims.
pub const ENCODE: &str = "jwt.encode";

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "ak_create_jwt",
        Signature::bound(&[required("user"), required("provider"), required("scopes"), optional("validity")]),
        "An access token for a user; None without an HTTP request.",
        Member::Function(create),
    )
    .called("BaseEvaluator.expr_create_jwt")
    .needs(Capability("jwt.issue")),
    Row::new(
        "ak_create_jwt_raw",
        Signature::bound(&[required("provider"), optional("validity"), keywords("claims")]),
        "A token with these claims, `exp` and `aud`.",
        Member::Function(create_raw),
    )
    .called("BaseEvaluator.expr_create_jwt_raw")
    .needs(Capability("jwt.issue")),
];

fn create<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let request = cx.registers.get(REQUEST).map_or(Value::Unbound, std::cell::Cell::get);
    if !request.is_bound() || access::read(cx, request, field::policy_request::HTTP_REQUEST)?.is_none() {
        return Ok(Value::None);
    }
    let user = match call.value(0) {
        Value::Object(user) if declared(user.class).is_some_and(|decl| decl.is_a(id::USER)) => {
            sanitize::reference(cx, user)?
        }
        _ => {
            return Err(cx.value_error(
                "Cannot assign \"AccessToken.user\": \"AccessToken.user\" must be a \"User\" instance.",
            ));
        }
    };
    let mut arguments = Map::new();
    arguments.insert("user", user);
    arguments.insert("provider", provider(cx, call.value(1))?);
    arguments.insert("scopes", export::data(cx, call.value(2))?);
    arguments.insert("validity", validity(cx, call.value(3))?);
    signed(cx, ISSUE, arguments)
}

fn create_raw<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let mut arguments = Map::new();
    arguments.insert("provider", provider(cx, call.value(0))?);
    let mut claims = export::data(cx, call.value(2))?.into_map().unwrap_or_default();
    // The host sets both.
    claims.remove("exp");
    claims.remove("aud");
    arguments.insert("claims", Data::Map(claims));
    arguments.insert("validity", validity(cx, call.value(1))?);
    signed(cx, ENCODE, arguments)
}

/// An OAuth2 provider, or the name of one.
fn provider<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    match value {
        Value::Object(object)
            if declared(object.class).is_some_and(|decl| decl.is_a(id::OAUTH2_PROVIDER)) =>
        {
            sanitize::reference(cx, object)
        }
        Value::Object(object) if declared(object.class).is_some_and(|decl| decl.is_a(id::PROVIDER)) => {
            sanitize::reference(cx, object)
        }
        name => export::data(cx, name),
    }
}

fn validity<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h, Data> {
    match given {
        Value::Unbound => Ok(Data::Float(60.0)),
        text => Ok(Data::Float(span::seconds(cx, text)?)),
    }
}

fn signed<'h>(cx: &Context<'h>, operation: &'static str, arguments: Map) -> R<'h> {
    match &cx.host_call(HostCall { operation, arguments })? {
        Data::Str(token) => cx.str(token),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(operation))),
    }
}
