//! Methods of users and groups.

use crate::bindings::access;
use crate::bindings::tables::{field, id};
use crate::query::{groups, set};
use hognose_eval::arg::Nullable;
use hognose_eval::row::{Member, Row, Signature, optional, required};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, method, ops};

/// Methods of `User`.
pub(super) static USER: &[Row] = &[
    method!("all_groups", Signature::python(&[]), "The user's groups and all their ancestors.", all_groups, 1)
        .called("User.all_groups"),
    method!(
        "group_attributes",
        Signature::python(&[optional("request")]),
        "Attributes of the brand (with a request), of all groups by name, then the user's own, merged deeply.",
        group_attributes,
        2
    )
    .called("User.group_attributes"),
    method!(
        "locale",
        Signature::python(&[optional("request")]),
        "Language: the request's, else that of the attributes, else nothing.",
        locale,
        2
    )
    .called("User.locale"),
    method!("get_username", Signature::python(&[]), "The user name.", get_username, 1)
        .called("AbstractBaseUser.get_username"),
];

/// Methods of `AnonymousUser`.
pub(super) static ANONYMOUS: &[Row] = &[Row::new(
    "get_username",
    Signature::python(&[]),
    "Always \"\".",
    Member::Method(|cx, _| cx.wrap_str("")),
)
.called("AnonymousUser.get_username")];

/// Methods of `Group`.
pub(super) static GROUP: &[Row] = &[method!(
    "is_member",
    Signature::python(&[required("user")]),
    "Whether the user is in this group or one below it.",
    is_member,
    2
)
.called("Group.is_member")];

fn all_groups<'h>(cx: &Context<'h>, user: &'h Object<'h>) -> R<'h> {
    let found = groups::all_of(cx, user)?;
    set::over(cx, id::GROUP, found)
}

fn group_attributes<'h>(
    cx: &Context<'h>,
    user: &'h Object<'h>,
    request: Option<Nullable<Value<'h>>>,
) -> R<'h> {
    let request = request.and_then(|Nullable(request)| request).unwrap_or(Value::None);
    groups::attributes(cx, user, request)
}

fn locale<'h>(cx: &Context<'h>, user: &'h Object<'h>, request: Option<Nullable<Value<'h>>>) -> R<'h> {
    if let Some(Nullable(Some(Value::Object(request)))) = request
        && std::ptr::eq(request.class, super::class_of(id::HTTP_REQUEST))
        && let code @ Value::Str(_) =
            access::read(cx, Value::Object(request), field::http_request::LANGUAGE_CODE)?
        && ops::truth(cx, code)?
    {
        return Ok(code);
    }
    if let Value::Dict(attributes) = access::read(cx, Value::Object(user), field::user::ATTRIBUTES)?
        && let Some(Value::Dict(settings)) = attributes.get_text(cx, "settings")?
        && let Some(locale) = settings.get_text(cx, "locale")?
    {
        return Ok(locale);
    }
    cx.wrap_str("")
}

fn get_username<'h>(cx: &Context<'h>, user: &'h Object<'h>) -> R<'h> {
    access::read(cx, Value::Object(user), field::user::USERNAME)
}

fn is_member<'h>(cx: &Context<'h>, group: Value<'h>, user: Value<'h>) -> R<'h> {
    Ok(Value::bool(groups::is_member(cx, group, user)?))
}
