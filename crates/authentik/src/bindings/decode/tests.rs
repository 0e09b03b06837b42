#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::bindings::build::Scalar;
use crate::bindings::tree::{Tree, Trees};

fn read_as(surface: &str, text: &str, options: &Options) -> Result<Tree, DecodeError> {
    let mut json = serde_json::Deserializer::from_str(text);
    request(&mut json, BINDINGS.surface(surface).unwrap(), &Trees, options)
}

fn read(text: &str) -> Result<Tree, DecodeError> {
    read_as("policy", text, &Options::default())
}

fn at(tree: &Tree, path: &str) -> Option<Tree> {
    let mut here = tree.clone();
    for step in path.split('/') {
        let next = step.parse().map_or_else(|_| here.get(step).cloned(), |index| here.item(index).cloned());
        here = next?;
    }
    Some(here)
}

fn text(text: &str) -> Option<Tree> {
    Some(Tree::Str(text.into()))
}

#[test]
fn an_empty_request_has_defaults() {
    let request = read("{}").unwrap();
    assert_eq!(at(&request, "http_request"), Some(Tree::None));
    assert_eq!(at(&request, "obj"), Some(Tree::None));
    assert_eq!(at(&request, "context"), Some(Tree::Dict(Vec::new())));
    assert_eq!(at(&request, "debug"), Some(Tree::Bool(false)));
    assert_eq!(at(&request, "user"), None);
}

#[test]
fn users_have_the_fields_that_are_given_and_plain_defaults() {
    let request = read(
        r#"{"user": {"id": 7, "username": "marie", "groups": ["staff", {"name": "ops", "parents": ["staff"]}],
        "attributes": {"a": [1, 2.5, null, {"b": true}]}, "last_login": "2026-01-31T12:30:00+01:00"}}"#,
    );
    let request = request.unwrap();
    assert_eq!(at(&request, "user/pk"), Some(Tree::Int(7)));
    assert_eq!(at(&request, "user/email"), text(""));
    assert_eq!(at(&request, "user/path"), text("users"));
    assert_eq!(at(&request, "user/backend"), None);
    assert_eq!(at(&request, "user/uuid"), None);
    assert_eq!(at(&request, "user/groups/0/name"), text("staff"));
    assert_eq!(at(&request, "user/ak_groups/1/parents/0/name"), text("staff"));
    assert_eq!(at(&request, "user/attributes/a/3/b"), Some(Tree::Bool(true)));
    assert!(
        matches!(at(&request, "user/last_login"), Some(Tree::Scalar(Scalar::Datetime(_, time))) if time.offset == Some(3600))
    );
}

#[test]
fn classes_are_named() {
    let request = read(
        r#"{"user": {"$type": "AnonymousUser"}, "obj": {"$type": "Application", "slug": "wiki"},
        "context": {"source": {"$type": "OAuthSource", "provider_type": "github"}, "pending_user": {},
        "auth_method": "auth_mfa", "auth_method_args": {"mfa_devices": [{"name": "phone", "type": "totp", "pk": 1},
            {"$type": "SMSDevice", "type": "sms", "user": "marie"}]},
        "extra": [{"$type": "Group", "name": "staff"}, {"$type": "set", "value": ["a"]}, {"$type": "date", "value": "2026-02-01"},
            {"$type": "dict", "value": {"a": 1, "$type": "no class"}}]}}"#,
    );
    let request = request.unwrap();
    let is = |path: &str, name: &str| {
        let class = BINDINGS.type_id(name).unwrap();
        let found = at(&request, path);
        assert!(matches!(found, Some(Tree::Record(found, _)) if found == class), "{path}: {found:?}");
    };
    is("user", "AnonymousUser");
    is("obj", "Application");
    is("context/source", "OAuthSource");
    is("context/pending_user", "User");
    is("context/auth_method_args/mfa_devices/0", "TOTPDevice");
    is("context/auth_method_args/mfa_devices/1", "SMSDevice");
    is("context/auth_method_args/mfa_devices/1/user", "User");
    is("context/extra/0", "Group");
    assert_eq!(at(&request, "context/auth_method_args/mfa_devices/0/name"), text("phone"));
    assert!(matches!(at(&request, "context/extra/1"), Some(Tree::Set(_))));
    assert!(matches!(at(&request, "context/extra/2"), Some(Tree::Scalar(Scalar::Date(_)))));
    assert!(matches!(at(&request, "context/extra/3"), Some(Tree::Dict(_))));
}

#[test]
fn what_json_lacks_has_a_form() {
    let request = read(
        r#"{"context": {"x": [{"$type": "int", "value": "-170141183460469231731687303715884105728"},
            {"$type": "int", "value": "7"}, {"$type": "float", "value": "-inf"},
            {"$type": "dict", "value": [[1, "a"], [{"$type": "tuple", "value": [2]}, null]]}]}}"#,
    );
    let request = request.unwrap();
    assert_eq!(at(&request, "context/x/0"), Some(Tree::Int(i128::MIN)));
    assert_eq!(at(&request, "context/x/1"), Some(Tree::Int(7)));
    assert_eq!(at(&request, "context/x/2"), Some(Tree::Float(f64::NEG_INFINITY)));
    let pairs = vec![(Tree::Int(1), Tree::Str("a".into())), (Tree::Tuple(vec![Tree::Int(2)]), Tree::None)];
    assert_eq!(at(&request, "context/x/3"), Some(Tree::Pairs(pairs)));
}

#[test]
fn mappings_and_open_classes_take_what_comes() {
    let request = read(
        r#"{"http_request": {"GET": {"next": "/", "tag": ["a", "b"]}, "META": {"REMOTE_ADDR": "192.0.2.1"},
            "session": {"session_key": null, "data": {"authentik/flows/get": {"x": 1}}}},
        "context": {"device": {"name": "mac", "manufacturer": "Acme", "cached_facts": {"data": {}}},
            "oauth_scopes": ["openid", "email"], "flow_plan": {"context": {"prompt_data": {"n": 3}}}}}"#,
    );
    let request = request.unwrap();
    assert_eq!(at(&request, "http_request/GET/data/tag/1"), text("b"));
    assert_eq!(at(&request, "http_request/session/data/authentik"), None);
    assert_eq!(at(&request, "context/device/manufacturer"), text("Acme"));
    assert_eq!(at(&request, "context/device/identifier"), text(""));
    assert!(matches!(at(&request, "context/oauth_scopes"), Some(Tree::Set(_))));
    assert_eq!(at(&request, "context/flow_plan/context/prompt_data/n"), Some(Tree::Int(3)));
}

#[test]
fn the_last_of_equal_keys_counts() {
    let request =
        read(r#"{"user": {"username": "a", "username": "b"}, "context": {"x": 1, "y": 2, "x": 3}}"#).unwrap();
    assert_eq!(at(&request, "user/username"), text("b"));
    assert_eq!(
        at(&request, "context"),
        Some(Tree::Dict(vec![("x".into(), Tree::Int(3)), ("y".into(), Tree::Int(2))]))
    );
}

#[test]
fn numbers_keep_their_size() {
    let request =
        read(r#"{"context": {"a": -9223372036854775808, "b": 18446744073709551615, "c": 1e400, "d": 0.1}}"#);
    assert!(request.unwrap_err().to_string().starts_with("$.context.c: number out of range"));
    let request =
        read(r#"{"context": {"a": -9223372036854775808, "b": 18446744073709551615, "d": 0.1}}"#).unwrap();
    assert_eq!(at(&request, "context/a"), Some(Tree::Int(i128::from(i64::MIN))));
    assert_eq!(at(&request, "context/b"), Some(Tree::Int(i128::from(u64::MAX))));
    assert_eq!(at(&request, "context/d"), Some(Tree::Float(0.1)));
}

/// Wrong requests and what is said of them.
const WRONG: &[(&str, &str)] = &[
    ("3", "$: expected an object (PolicyRequest), found a number"),
    ("{", "$: EOF while parsing an object at line 1 column 1"),
    (r#"{"user": {"groups": 3}}"#, "$.user.groups: expected a list of Group, found a number"),
    (
        r#"{"context": {"pending_user": {"groups": 3}}}"#,
        "$.context.pending_user.groups: expected a list of Group, found a number",
    ),
    (
        r#"{"user": {"groups": [1]}}"#,
        "$.user.groups[0]: expected an object (Group) or its name, found a number",
    ),
    (r#"{"user": {"usernam": "x"}}"#, "$.user.usernam: unknown field of User; did you mean `username`?"),
    (r#"{"user": {"shoe_size": 42}}"#, "$.user.shoe_size: unknown field of User"),
    (r#"{"users": {}}"#, "$.users: unknown field of PolicyRequest; did you mean `user`?"),
    (
        r#"{"user": "marie"}"#,
        "$.user: expected an object (User) or an object (AnonymousUser), found a string",
    ),
    (r#"{"user": {"name": null}}"#, "$.user.name: expected a string, found null"),
    (r#"{"user": {"pk": 1.5}}"#, "$.user.pk: expected an integer or null, found a number with a fraction"),
    (r#"{"user": {"pk": true}}"#, "$.user.pk: expected an integer or null, found a boolean"),
    (r#"{"user": {"attributes": []}}"#, "$.user.attributes: expected an object, found a list"),
    (
        r#"{"user": {"type": "extern"}}"#,
        "$.user.type: expected one of \"internal\", \"external\", \"service_account\", \"internal_service_account\", found \"extern\"; did you mean `external`?",
    ),
    (r#"{"user": {"uuid": "12"}}"#, "$.user.uuid: expected a UUID, found \"12\""),
    (
        r#"{"user": {"date_joined": "yesterday"}}"#,
        "$.user.date_joined: expected a date and time such as \"2026-01-31T12:30:00Z\", found \"yesterday\"",
    ),
    (
        r#"{"user": {"is_authenticated": true}}"#,
        "$.user.is_authenticated: it cannot be given, it is always the same",
    ),
    (
        r#"{"user": {"$type": "Usr"}}"#,
        "$.user[\"$type\"]: \"Usr\" is no kind of User or AnonymousUser; did you mean `User`?",
    ),
    (
        r#"{"user": {"name": "x", "$type": "AnonymousUser"}}"#,
        "$.user[\"$type\"]: its class is User already; `$type` has to be the first key",
    ),
    (
        r#"{"obj": {"slug": "x"}}"#,
        "$.obj: expected the key `$type` to name its class: Tenant, Brand, User, Group, Role, Flow, Stage, CaptchaStage, …",
    ),
    (
        r#"{"obj": {"slug": "x", "$type": "Aplication"}}"#,
        "$.obj[\"$type\"]: \"Aplication\" is no kind of Model; did you mean `Application`?",
    ),
    (r#"{"obj": {"slug": 3, "$type": "Application"}}"#, "$.obj.slug: expected a string, found a number"),
    (
        r#"{"http_request": {"GET": {"a": [1]}}}"#,
        "$.http_request.GET.a[0]: expected a string, found a number",
    ),
    (
        r#"{"http_request": {"GET": {"a": 1}}}"#,
        "$.http_request.GET.a: expected a string or a list of strings, found a number",
    ),
    (
        r#"{"context": {"geoip": {"contry": "CH"}}}"#,
        "$.context.geoip.contry: unknown field of GeoIP; did you mean `country`?",
    ),
    (
        r#"{"context": {"geoip": {"lat": "north"}}}"#,
        "$.context.geoip.lat: expected a number or null, found a string",
    ),
    (r#"{"context": {"auth_method": 3}}"#, "$.context.auth_method: expected a string, found a number"),
    (
        r#"{"context": {"auth_method_args": {"mfa_devices": "totp"}}}"#,
        "$.context.auth_method_args.mfa_devices: expected a list of Device, found a string",
    ),
    (
        r#"{"context": {"auth_method_args": {"mfa_device": []}}}"#,
        "$.context.auth_method_args.mfa_device: unknown field of AuthMethodArgs; did you mean `mfa_devices`?",
    ),
    (
        r#"{"context": {"auth_method": "auth_mfa", "auth_method_args": {"mfa_devices": [{"name": "x"}]}}}"#,
        "$.context.auth_method_args.mfa_devices[0]: expected the key `type` to name its class: totp, static, duo, webauthn, sms, email, endpoint",
    ),
    (
        r#"{"context": {"auth_method_args": {"mfa_devices": [{"type": "topt"}]}}}"#,
        "$.context.auth_method_args.mfa_devices[0].type: \"topt\" is no kind of Device; did you mean `totp`?",
    ),
    (
        r#"{"context": {"auth_method_args": {"token": "x"}, "auth_method": "token"}}"#,
        "$.context.auth_method_args.token: expected an object (ModelRef), found a string",
    ),
    (
        r#"{"context": {"auth_method_args": {"token": {}}, "auth_method": "password"}}"#,
        "$.context.auth_method_args.token: the method `password` does not set it",
    ),
    (
        r#"{"context": {"flow_plan": {"context": {"auth_method": "ldap", "auth_method_args": {"token": {}}}}}}"#,
        "$.context.flow_plan.context.auth_method_args.token: the method `ldap` does not set it",
    ),
    (
        r#"{"context": {"flow_plan": {"contxt": {}}}}"#,
        "$.context.flow_plan.contxt: unknown field of FlowPlan; did you mean `context`?",
    ),
    (
        r#"{"context": {"x": {"$type": "Grup"}}}"#,
        "$.context.x[\"$type\"]: there is no class \"Grup\"; did you mean `Group`?",
    ),
    (
        r#"{"context": {"x": {"a": 1, "$type": "Group"}}}"#,
        "$.context.x[\"$type\"]: it has to be the first key of its object",
    ),
    (
        r#"{"context": {"x": {"$type": "RequestsSession"}}}"#,
        "$.context.x[\"$type\"]: there is no class \"RequestsSession\"",
    ),
    (
        r#"{"context": {"x": {"$type": "set", "values": []}}}"#,
        "$.context.x.values: expected the key `value` only",
    ),
    (r#"{"context": {"x": {"$type": "set"}}}"#, "$.context.x: it has no `value`"),
    (
        r#"{"context": {"x": {"$type": "bytes", "value": "*"}}}"#,
        "$.context.x.value: expected bytes in base64",
    ),
    (
        r#"{"context": {"x": {"$type": "int", "value": "1e3"}}}"#,
        "$.context.x.value: expected at most 20000 digits, found \"1e3\"",
    ),
    (
        r#"{"context": {"x": {"$type": "float", "value": "NaN"}}}"#,
        "$.context.x.value: expected \"nan\", \"inf\" or \"-inf\", found \"NaN\"; did you mean `nan`?",
    ),
    (
        r#"{"context": {"x": {"$type": "dict", "value": [[1, 2], [3]]}}}"#,
        "$.context.x.value[1]: expected a key and its value",
    ),
    (
        r#"{"context": {"x": {"$type": "dict", "value": [["a", {"$type": "set"}]]}}}"#,
        "$.context.x.value[0][1]: it has no `value`",
    ),
    (
        r#"{"context": {"a b": {"$type": "User", "pk": []}}}"#,
        "$.context[\"a b\"].pk: expected an integer or null, found a list",
    ),
];

#[test]
fn wrong_requests_say_where_and_why() {
    for (text, wanted) in WRONG {
        assert_eq!(read(text).unwrap_err().to_string(), *wanted, "{text}");
    }
}

#[test]
fn methods_have_their_arguments() {
    for right in [
        r#"{"auth_method": "password", "auth_method_args": {"mfa_devices": [], "known_device": true}}"#,
        r#"{"auth_method_args": {"source": {"name": "ldap"}}, "auth_method": "ldap"}"#,
        r#"{"auth_method_args": {"anything": 3}, "auth_method": "my-own"}"#,
        r#"{"auth_method_args": {"token": {}}, "flow_plan": {"context": {"auth_method": "password"}}, "auth_method": "token"}"#,
    ] {
        read(&format!("{{\"context\": {right}}}")).unwrap();
    }
}

#[test]
fn surfaces_type_the_context() {
    let options = Options::default();
    let request = read_as(
        "oauth2-scope",
        r#"{"context": {"provider": {"$type": "OAuth2Provider", "client_id": "x"}}}"#,
        &options,
    );
    assert_eq!(at(&request.unwrap(), "context/provider/client_id"), text("x"));
    let request = read_as(
        "application-access",
        r#"{"obj": {"slug": "wiki"}, "context": {"oauth_scopes": []}}"#,
        &options,
    )
    .unwrap();
    assert_eq!(at(&request, "obj/slug"), text("wiki"));
    let wrong = read_as("application-access", r#"{"obj": {"$type": "Flow"}}"#, &options).unwrap_err();
    assert_eq!(wrong.to_string(), "$.obj[\"$type\"]: \"Flow\" is no kind of Application");
    read_as("application-access", r#"{"obj": null, "context": {"pending_user": 3}}"#, &options).unwrap();
}

#[test]
fn releases_bound_what_there_is() {
    let older = Options { release: Some(Release { year: 2025, month: 10 }), ..Options::default() };
    let wrong = read_as("policy", r#"{"obj": {"$type": "Group", "parents": []}}"#, &older).unwrap_err();
    assert_eq!(wrong.to_string(), "$.obj.parents: Group has it since 2025.12, this is 2025.10");
    for name in ["ak_groups", "groups"] {
        let right = read_as("policy", &format!(r#"{{"user": {{"{name}": ["staff"]}}}}"#), &older).unwrap();
        assert_eq!(at(&right, "user/groups/0/name"), super::tests::text("staff"));
    }
    let wrong = read(r#"{"obj": {"$type": "Group", "parent": "x"}}"#).unwrap_err();
    assert_eq!(wrong.to_string(), "$.obj.parent: Group has it no more since 2025.12, this is 2026.8");
}

#[test]
fn dicts_with_a_type_are_wrapped_wherever_dicts_stand() {
    let wrapped =
        read(r#"{"user": {"attributes": {"$type": "dict", "value": {"$type": "dict", "value": 3}}}}"#)
            .unwrap();
    assert_eq!(at(&wrapped, "user/attributes/$type"), super::tests::text("dict"));
    let plain = read(r#"{"user": {"attributes": {"$type": "x", "value": 3}}}"#).unwrap();
    assert_eq!(at(&plain, "user/attributes/$type"), super::tests::text("x"));
    for (wrong, reason) in [
        (r#"{"$type": "dict"}"#, "[\"$type\"]: the type `dict` needs a `value`"),
        (r#"{"$type": "dict", "a": 1}"#, "[\"$type\"]: the type `dict` needs a `value`"),
        (r#"{"$type": "dict", "value": []}"#, ".value: expected an object"),
        (r#"{"$type": "dict", "value": {}, "a": 1}"#, ".a: nothing may stand behind the value"),
    ] {
        let error = read(&format!(r#"{{"user": {{"attributes": {wrong}}}}}"#)).unwrap_err();
        assert_eq!(error.to_string(), format!("$.user.attributes{reason}"));
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let deep =
        |levels: usize| format!("{{\"context\": {{\"x\": {}{}}}}}", "[".repeat(levels), "]".repeat(levels));
    read(&deep(98)).unwrap();
    assert!(read(&deep(99)).unwrap_err().to_string().ends_with("nested more than 100 levels deep"));
    assert!(read(&deep(100_000)).is_err());
    let small = Options { size: 1_000, ..Options::default() };
    let long = format!("{{\"context\": {{\"x\": \"{}\"}}}}", "x".repeat(1_000));
    assert_eq!(
        read_as("policy", &long, &small).unwrap_err().to_string(),
        "$.context.x: larger than 1000 bytes"
    );
    let many = format!("{{\"context\": {{\"x\": [{}1]}}}}", "1,".repeat(100));
    assert!(read_as("policy", &many, &small).is_err());
    let waiting = format!("{{\"obj\": {{\"x\": {}{}}}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&waiting).is_err());
}

#[test]
fn directories_hold_users_groups_and_devices() {
    let text = r#"{"groups": [{"name": "staff"}, {"name": "ops", "parents": ["staff"]}],
        "users": [{"pk": 7, "username": "marie", "groups": ["ops"]}],
        "devices": [{"user": "marie", "type": "webauthn", "name": "blue key"}],
        "objects": [{"$type": "Application", "slug": "wiki"}]}"#;
    let tree = directory(&mut serde_json::Deserializer::from_str(text), &Trees, &Options::default()).unwrap();
    assert_eq!(at(&tree, "devices/0/user/username"), super::tests::text("marie"));
    assert_eq!(at(&tree, "users/0/groups/0/name"), super::tests::text("ops"));
    let wrong = r#"{"user": []}"#;
    let wrong =
        directory(&mut serde_json::Deserializer::from_str(wrong), &Trees, &Options::default()).unwrap_err();
    assert_eq!(wrong.to_string(), "$.user: unknown field of Directory; did you mean `users`?");
}
