//! Methods that all objects of the database have, and those of applications, sources and flow plans.

use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::bindings::tables::{field, id};
use crate::{effects, objects, sanitize};
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{self, text};
use hognose_eval::row::{Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Stop, Value, export, method};
use hognose_syntax::tree::BinaryOp;

/// Methods of `Model`.
pub(super) static MODEL: &[Row] = &[
    method!(
        "save",
        Signature::python(&[
            optional("force_insert"),
            optional("force_update"),
            optional("using"),
            optional("update_fields")
        ]),
        "Write to the database.",
        save,
        5
    )
    .called("Model.save"),
    method!("delete", Signature::python(&[]), "Delete from the database.", delete, 1).called("Model.delete"),
    method!(
        "refresh_from_db",
        Signature::python(&[optional("using"), optional("fields")]),
        "Forget what was assigned.",
        refresh,
        1
    )
    .called("Model.refresh_from_db"),
];

type Given<'h> = Option<Value<'h>>;

fn save<'h>(
    cx: &Context<'h>,
    this: Value<'h>,
    _: Given<'h>,
    _: Given<'h>,
    _: Given<'h>,
    fields: Given<'h>,
) -> R<'h> {
    objects::save(cx, this, fields.unwrap_or(Value::None))
}

fn delete<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    objects::delete(cx, this)
}

fn refresh<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    objects::refresh(cx, this)
}

/// Methods of `Application`.
pub(super) static APPLICATION: &[Row] = &[
    method!("get_provider", Signature::python(&[]), "The provider, if there is one.", get_provider, 1)
        .called("Application.get_provider"),
    method!(
        "get_launch_url",
        Signature::python(&[optional("user")]),
        "Where the application opens, with the user's fields put in.",
        get_launch_url,
        2
    )
    .called("Application.get_launch_url"),
];

fn get_provider<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    access::read(cx, this, field::application::PROVIDER)
}

/// A user's fields by name, for `%(username)s`.
const IN_URLS: &[&str] = &[
    "pk",
    "username",
    "name",
    "is_active",
    "last_login",
    "is_superuser",
    "email",
    "attributes",
    "uid",
    "path",
    "type",
    "uuid",
];

fn get_launch_url<'h>(cx: &Context<'h>, this: Value<'h>, user: Given<'h>) -> R<'h> {
    let mut url = access::read(cx, this, field::application::META_LAUNCH_URL)?;
    if !ops::truth(cx, url)? {
        let provider = get_provider(cx, this)?;
        url = match provider {
            Value::Object(_) => access::read(cx, provider, field::provider::LAUNCH_URL)?,
            _ => Value::None,
        };
    }
    let Some(Value::Object(user)) = user else { return Ok(url) };
    if !matches!(url, Value::Str(_)) {
        return Ok(url);
    }
    let fields = Dict::new(cx.heap())?;
    let decl = declared(user.class);
    for name in IN_URLS {
        let Some(number) = decl.and_then(|decl| decl.field_number(name)) else { continue };
        let value = hognose_eval::input::field(cx, user, number)?;
        if value.is_bound() {
            fields.set_text(cx, name, value)?;
        }
    }
    match ops::arith::binary(cx, BinaryOp::Mod, url, Value::Dict(fields)) {
        // What cannot be put in stays as it is.
        Err(Stop::Raise(_)) => Ok(url),
        other => other,
    }
}

/// Methods of `Source`.
pub(super) static SOURCE: &[Row] = &[method!(
    "get_user_path",
    Signature::python(&[]),
    "Path of the users that come from it.",
    get_user_path,
    1
)
.called("Source.get_user_path")];

fn get_user_path<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let template = access::read(cx, this, field::source::USER_PATH_TEMPLATE)?;
    let fields = Dict::new(cx.heap())?;
    fields.set_text(cx, "slug", access::read(cx, this, field::source::SLUG)?)?;
    match ops::arith::binary(cx, BinaryOp::Mod, template, Value::Dict(fields)) {
        Err(Stop::Raise(_)) => cx.wrap_str("users"),
        other => other,
    }
}

/// Methods of `FlowPlan`.
pub(super) static FLOW_PLAN: &[Row] = &[
    Row::new(
        "redirect",
        Signature::python(&[required("destination")]),
        "Make a redirect the next stage of the flow.",
        Member::Method(|cx, call| redirect(cx, call.get(cx, 1)?)),
    )
    .called("FlowPlan.redirect"),
    method!(
        "insert_stage",
        Signature::python(&[required("stage"), optional("marker"), optional("index")]),
        "Insert a stage: next, unless told otherwise.",
        insert_stage,
        4
    )
    .called("FlowPlan.insert_stage"),
    method!(
        "append_stage",
        Signature::python(&[required("stage"), optional("marker")]),
        "Put a stage at the end.",
        append_stage,
        3
    )
    .called("FlowPlan.append_stage"),
    method!(
        "append",
        Signature::python(&[required("binding"), optional("marker")]),
        "Put a stage with its binding at the end.",
        append,
        3
    )
    .called("FlowPlan.append"),
];

const FLOW: &str = "flow.write";

fn redirect<'h>(cx: &Context<'h>, destination: &'h str) -> R<'h> {
    super::require(cx, FLOW)?;
    cx.charge(destination.len())?;
    let mut arguments = Map::new();
    arguments.insert("destination", Data::from(destination));
    effects::add(cx, "flow.redirect", arguments, destination.len().saturating_add(64))?;
    Ok(Value::None)
}

fn insert<'h>(cx: &Context<'h>, stage: Value<'h>, index: Data) -> R<'h> {
    super::require(cx, FLOW)?;
    let stage = match stage {
        Value::Object(object) if declared(object.class).is_some() => sanitize::reference(cx, object)?,
        other => export::data(cx, other)?,
    };
    let arguments = Map::from_iter([("stage", stage), ("index", index)]);
    effects::add(cx, "flow.insert", arguments, 256)?;
    Ok(Value::None)
}

fn insert_stage<'h>(
    cx: &Context<'h>,
    _: Value<'h>,
    stage: Value<'h>,
    _: Given<'h>,
    index: Given<'h>,
) -> R<'h> {
    let index = match index {
        None => Data::Int(1),
        Some(index) => export::data(cx, index)?,
    };
    insert(cx, stage, index)
}

fn append_stage<'h>(cx: &Context<'h>, _: Value<'h>, stage: Value<'h>, _: Given<'h>) -> R<'h> {
    insert(cx, stage, Data::None)
}

fn append<'h>(cx: &Context<'h>, _: Value<'h>, binding: Value<'h>, _: Given<'h>) -> R<'h> {
    let stage = match binding {
        Value::Object(object)
            if declared(object.class).is_some_and(|decl| decl.is_a(id::FLOW_STAGE_BINDING)) =>
        {
            access::read(cx, binding, field::flow_stage_binding::STAGE)?
        }
        other => ops::attribute::get(cx, other, "stage")?,
    };
    insert(cx, stage, Data::None)
}

/// Methods of `PolicyRequest`.
pub(super) static POLICY_REQUEST: &[Row] = &[method!(
    "set_http_request",
    Signature::python(&[required("request")]),
    "Set `http_request`.",
    set_http_request,
    2
)
.called("PolicyRequest.set_http_request")];

fn set_http_request<'h>(cx: &Context<'h>, this: Value<'h>, request: Value<'h>) -> R<'h> {
    super::require(cx, "context.write")?;
    if let Value::Object(this) = this {
        hognose_eval::input::set_field(cx, this, field::policy_request::HTTP_REQUEST, request)?;
    }
    Ok(Value::None)
}

/// Methods of `HttpRequest`.
pub(super) static HTTP_REQUEST: &[Row] = &[
    method!(
        "get_full_path",
        Signature::python(&[optional("force_append_slash")]),
        "Path with the query string.",
        get_full_path,
        2
    )
    .called("HttpRequest.get_full_path"),
    method!("get_host", Signature::python(&[]), "Host name of the request, with its port.", get_host, 1)
        .called("HttpRequest.get_host"),
    method!("get_port", Signature::python(&[]), "Port of the request.", get_port, 1)
        .called("HttpRequest.get_port"),
    method!("is_secure", Signature::python(&[]), "Whether the scheme is https.", is_secure, 1)
        .called("HttpRequest.is_secure"),
    method!(
        "build_absolute_uri",
        Signature::python(&[optional("location")]),
        "Absolute URL of the request, or of a place on the same host.",
        build_absolute_uri,
        2
    )
    .called("HttpRequest.build_absolute_uri"),
];

/// Text from META.
fn meta<'h>(cx: &Context<'h>, this: Value<'h>, key: &str) -> R<'h, Option<String>> {
    let Value::Dict(meta) = access::read(cx, this, field::http_request::META)? else { return Ok(None) };
    match meta.get_text(cx, key)? {
        Some(value) => text::str_string(cx, value).map(Some),
        None => Ok(None),
    }
}

fn full_path<'h>(cx: &Context<'h>, this: Value<'h>, slash: bool) -> R<'h, String> {
    let mut path = text::str_string(cx, access::read(cx, this, field::http_request::PATH)?)?;
    if slash && !path.ends_with('/') {
        path.push('/');
    }
    if let Some(query) = meta(cx, this, "QUERY_STRING")?.filter(|query| !query.is_empty()) {
        path.push('?');
        path.push_str(&query);
    }
    cx.charge(path.len())?;
    Ok(path)
}

fn get_full_path<'h>(cx: &Context<'h>, this: Value<'h>, slash: Given<'h>) -> R<'h> {
    let slash = match slash {
        Some(slash) => ops::truth(cx, slash)?,
        None => false,
    };
    cx.str(&full_path(cx, this, slash)?)
}

fn scheme<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, String> {
    text::str_string(cx, access::read(cx, this, field::http_request::SCHEME)?)
}

fn host<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, String> {
    for key in ["HTTP_X_FORWARDED_HOST", "HTTP_HOST"] {
        if let Some(host) = meta(cx, this, key)? {
            return Ok(host);
        }
    }
    let Some(name) = meta(cx, this, "SERVER_NAME")? else {
        return Err(cx.key_error(cx.wrap_str("SERVER_NAME")?));
    };
    let port = meta(cx, this, "SERVER_PORT")?.unwrap_or_default();
    let usual = if scheme(cx, this)? == "https" { "443" } else { "80" };
    Ok(if port.is_empty() || port == usual { name } else { format!("{name}:{port}") })
}

fn get_host<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    cx.str(&host(cx, this)?)
}

fn get_port<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    match meta(cx, this, "SERVER_PORT")? {
        Some(port) => cx.str(&port),
        None => Err(cx.key_error(cx.wrap_str("SERVER_PORT")?)),
    }
}

fn is_secure<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    Ok(Value::bool(scheme(cx, this)? == "https"))
}

fn build_absolute_uri<'h>(cx: &Context<'h>, this: Value<'h>, location: Given<'h>) -> R<'h> {
    let here = format!("{}://{}{}", scheme(cx, this)?, host(cx, this)?, full_path(cx, this, false)?);
    let location = match location {
        None | Some(Value::None) => return cx.str(&here),
        Some(location) => location,
    };
    let row =
        cx.table().module("urllib.parse").and_then(|module| cx.table().module_member(module, "urljoin"));
    let Some(row) = row else { return Err(cx.internal("no urljoin")) };
    let base = cx.str(&here)?;
    cx.call_row(row, None, &hognose_eval::row::Args::positional(&[base, location]))
}
