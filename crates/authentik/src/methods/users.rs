//! Methods of users and groups.

use crate::bindings::access;
use crate::bindings::tables::{field, id};
use crate::query::{groups, set};
use hognose_eval::arg::Nullable;
use hognose_eval::data::{Data, Map};
use hognose_eval::host::HostCall;
use hognose_eval::row::{Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Fatal, R, Value, export, input, method, ops};

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
    method!("all_roles", Signature::python(&[]), "Roles of the user and of all groups.", all_roles, 1)
        .called("User.all_roles"),
    method!(
        "app_entitlements",
        Signature::python(&[required("app")]),
        "What the user may do in an application, by name.",
        app_entitlements,
        2
    )
    .called("User.app_entitlements"),
    method!(
        "app_entitlements_attributes",
        Signature::python(&[required("app")]),
        "Attributes of these, merged deeply.",
        app_entitlements_attributes,
        2
    )
    .called("User.app_entitlements_attributes"),
    method!(
        "has_usable_password",
        Signature::python(&[]),
        "Whether the user can log in with a password.",
        has_usable_password,
        1
    )
    .called("AbstractBaseUser.has_usable_password"),
    method!(
        "check_password",
        Signature::python(&[required("raw_password")]),
        "Whether this is the password.",
        check_password,
        2
    )
    .called("User.check_password"),
    method!(
        "set_password",
        Signature::python(&[
            required("raw_password"),
            optional("signal"),
            optional("sender"),
            optional("request")
        ]),
        "Set the password; kept only if the user is saved.",
        set_password,
        2
    )
    .called("User.set_password"),
    method!(
        "has_perm",
        Signature::python(&[required("perm"), optional("obj")]),
        "Whether the user has a permission.",
        has_perm,
        3
    )
    .called("PermissionsMixin.has_perm"),
];

/// Methods of `AnonymousUser`.
pub(super) static ANONYMOUS: &[Row] = &[
    Row::new("get_username", Signature::python(&[]), "Always \"\".", Member::Method(|cx, _| cx.wrap_str("")))
        .called("AnonymousUser.get_username"),
    method!(
        "has_perm",
        Signature::python(&[required("perm"), optional("obj")]),
        "Whether everybody has a permission.",
        anybody_has_perm,
        3
    )
    .called("AnonymousUser.has_perm"),
];

/// Methods of `Group`.
pub(super) static GROUP: &[Row] = &[
    method!(
        "is_member",
        Signature::python(&[required("user")]),
        "Whether the user is in this group or one below it.",
        is_member,
        2
    )
    .called("Group.is_member"),
    method!("all_roles", Signature::python(&[]), "Roles of the group and its ancestors.", group_roles, 1)
        .called("Group.all_roles"),
];

/// Roles of an object and of groups, each once.
fn roles_of<'h>(cx: &Context<'h>, own: Option<(Value<'h>, u16)>, groups: &'h List<'h>) -> R<'h> {
    let found = List::new(cx.heap())?;
    let mut owners: Vec<(Value<'h>, u16)> = own.into_iter().collect();
    owners.extend(groups.to_vec().into_iter().map(|group| (group, field::group::ROLES)));
    for (owner, number) in owners {
        let Value::List(roles) = access::read(cx, owner, number)? else { continue };
        for role in roles.to_vec() {
            if !ops::iterate::contains(cx, Value::List(found), role)? {
                found.push(cx.heap(), role)?;
            }
        }
    }
    set::over(cx, id::ROLE, found)
}

fn all_roles<'h>(cx: &Context<'h>, user: &'h Object<'h>) -> R<'h> {
    let all = groups::all_of(cx, user)?;
    roles_of(cx, Some((Value::Object(user), field::user::ROLES)), all)
}

fn group_roles<'h>(cx: &Context<'h>, group: Value<'h>) -> R<'h> {
    let all = groups::with_ancestors(cx, List::from_slice(cx.heap(), &[group])?)?;
    roles_of(cx, None, all)
}

/// Entitlements for an application; none for no application.
fn entitlements<'h>(cx: &Context<'h>, user: &'h Object<'h>, app: Value<'h>) -> R<'h, Option<&'h List<'h>>> {
    if !ops::truth(cx, app)? {
        return Ok(None);
    }
    if !matches!(app, Value::Object(app) if std::ptr::eq(app.class, super::class_of(id::APPLICATION))) {
        ops::attribute::get(cx, app, "applicationentitlement_set")?;
    }
    let mut found = Vec::new();
    let given = match input::field(cx, user, field::user::ENTITLEMENTS)? {
        // A database does not say.
        Value::Unbound => return Err(cx.heap().fatal(Fatal::HostUnavailable("app_entitlements"))),
        given => given,
    };
    if let Value::List(given) = given {
        for entitlement in given.to_vec() {
            cx.burn(1)?;
            let Value::Object(object) = entitlement else { continue };
            let of = input::field(cx, object, field::application_entitlement::APP)?;
            if !of.is_bound() || of.is_none() || ops::equal(cx, of, app)? {
                let name = access::read(cx, entitlement, field::application_entitlement::NAME)?;
                let name = ops::text::str_string(cx, name)?;
                cx.charge(name.len())?;
                found.push((name, entitlement));
            }
        }
    }
    cx.burn((found.len() as u64).saturating_mul(8))?;
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let values: Vec<Value<'h>> = found.into_iter().map(|(_, entitlement)| entitlement).collect();
    List::from_slice(cx.heap(), &values).map(Some)
}

fn app_entitlements<'h>(cx: &Context<'h>, user: &'h Object<'h>, app: Value<'h>) -> R<'h> {
    match entitlements(cx, user, app)? {
        Some(found) => set::over(cx, id::APPLICATION_ENTITLEMENT, found),
        None => cx.list(&[]),
    }
}

fn app_entitlements_attributes<'h>(cx: &Context<'h>, user: &'h Object<'h>, app: Value<'h>) -> R<'h> {
    let Some(found) = entitlements(cx, user, app)? else {
        return Err(
            cx.raise(&hognose_eval::class::ATTRIBUTE_ERROR, "'list' object has no attribute 'values_list'")
        );
    };
    let merged = Dict::new(cx.heap())?;
    for entitlement in found.to_vec() {
        let attributes = access::read(cx, entitlement, field::application_entitlement::ATTRIBUTES)?;
        if let Value::Dict(attributes) = attributes {
            groups::merge(cx, merged, attributes)?;
        }
    }
    Ok(Value::Dict(merged))
}

fn has_usable_password<'h>(cx: &Context<'h>, user: Value<'h>) -> R<'h> {
    Ok(Value::bool(match access::read(cx, user, field::user::PASSWORD)? {
        Value::Str(password) => !password.text(cx.heap())?.starts_with('!'),
        _ => true,
    }))
}

/// What only the host can tell of a user, or of nobody.
fn asked<'h>(
    cx: &Context<'h>,
    operation: &'static str,
    mut arguments: Map,
    user: Option<&'h Object<'h>>,
) -> R<'h> {
    super::require(cx, "directory.read")?;
    let user = match user {
        Some(user) => crate::objects::identity(cx, user)?,
        None => Data::None,
    };
    arguments.insert("user", user);
    match cx.host_call(HostCall { operation, arguments })? {
        Data::Bool(answer) => Ok(Value::bool(answer)),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(operation))),
    }
}

fn check_password<'h>(cx: &Context<'h>, user: &'h Object<'h>, password: Value<'h>) -> R<'h> {
    if password.is_none() || !ops::truth(cx, has_usable_password(cx, Value::Object(user))?)? {
        return Ok(Value::bool(false));
    }
    let password = export::data(cx, password)?;
    asked(cx, "directory.check_password", Map::from_iter([("password", password)]), Some(user))
}

fn set_password<'h>(cx: &Context<'h>, user: &'h Object<'h>, password: Value<'h>) -> R<'h> {
    super::require(cx, "user.write")?;
    let mut arguments = Map::new();
    arguments.insert("user", crate::objects::identity(cx, user)?);
    arguments.insert("password", export::data(cx, password)?);
    let bytes = crate::held::weight(&Data::Map(arguments.clone()));
    crate::effects::add(cx, "user.password", arguments, bytes)?;
    Ok(Value::None)
}

fn has_perm<'h>(cx: &Context<'h>, user: &'h Object<'h>, perm: Value<'h>, of: Option<Value<'h>>) -> R<'h> {
    let this = Value::Object(user);
    let is_active = ops::truth(cx, access::read(cx, this, field::user::IS_ACTIVE)?)?;
    if is_active && ops::truth(cx, access::read(cx, this, field::user::IS_SUPERUSER)?)? {
        return Ok(Value::bool(true));
    }
    if !is_active {
        return Ok(Value::bool(false));
    }
    permitted(cx, Some(user), perm, of)
}

fn anybody_has_perm<'h>(cx: &Context<'h>, _: Value<'h>, perm: Value<'h>, of: Option<Value<'h>>) -> R<'h> {
    permitted(cx, None, perm, of)
}

fn permitted<'h>(
    cx: &Context<'h>,
    user: Option<&'h Object<'h>>,
    perm: Value<'h>,
    of: Option<Value<'h>>,
) -> R<'h> {
    let object = match of {
        Some(Value::Object(object)) => crate::sanitize::reference(cx, object)?,
        _ => Data::None,
    };
    let perm = export::data(cx, perm)?;
    asked(cx, "directory.has_perm", Map::from_iter([("perm", perm), ("object", object)]), user)
}

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
