#![expect(clippy::unwrap_used, reason = "tests")]

use super::access::REQUEST;
use super::build::Scalar;
use super::builders::{
    AuthMethodArgs, Context as Keys, EndpointsDevice, Flow, PolicyRequest, TOTPDevice, User,
};
use super::classes::CLASSES;
use super::data::DataBuilder;
use super::decode;
use super::tables::BINDINGS;
use hognose_eval::data::Data;
use hognose_eval::host::NoHost;
use hognose_eval::ledger::Ledger;
use hognose_eval::link::link;
use hognose_eval::run::{End, Hooks, Setting, evaluate_repr};
use hognose_eval::table::Builder;
use hognose_eval::{Context, Limits, R, Region, Value};
use std::sync::Arc;

struct KeepRequest;

impl Hooks for KeepRequest {
    fn start<'h>(&self, cx: &Context<'h>, arguments: &mut [Value<'h>]) -> R<'h, ()> {
        if let (Some(register), Some(request)) = (cx.registers.get(REQUEST), arguments.first()) {
            register.set(*request);
        }
        Ok(())
    }
}

fn in_seconds(scalar: Scalar) -> Data {
    match scalar {
        Scalar::Timedelta(microseconds) => Data::Int(microseconds),
        other => Data::Str(format!("{other:?}").into()),
    }
}

/// `repr` of an expression over a request file, or what went wrong.
fn answer(request: &str, expression: &str) -> String {
    let surface = BINDINGS.surface("policy").unwrap();
    let mut json = serde_json::Deserializer::from_str(request);
    let request =
        decode::request(&mut json, surface, &DataBuilder::new(in_seconds), &decode::Options::default())
            .unwrap();
    answer_for(&request, expression)
}

/// The same over a request.
fn answer_for(request: &Data, expression: &str) -> String {
    let options = hognose_syntax::Options { parameters: &["request"], ..hognose_syntax::Options::default() };
    let tree = hognose_syntax::parse(&format!("return {expression}"), &options).unwrap();
    let program = link(tree, Arc::new(Builder::new().classes(&CLASSES).build()), &[]).unwrap();
    let limits = Limits::default();
    let setting = Setting {
        arguments: &[(0, request)],
        limits: &limits,
        host: &NoHost,
        extension: None,
        watch: None,
        reads: false,
        discard_value: false,
        hooks: Some(&KeepRequest),
    };
    let (finished, repr) = evaluate_repr(&program, &Region::new(), &setting, &Ledger::default());
    match finished.end {
        End::Value { .. } => repr.unwrap(),
        End::Raised(raised) => format!("{}: {}", raised.kind, raised.message),
        End::Fatal(fatal) => format!("{:?}", fatal.0),
    }
}

const MARIE: &str = r#"{"user": {"pk": 7, "username": "marie", "name": "Marie Lefèvre", "attributes": {"dept": "lab"},
    "groups": ["staff", {"name": "on-site", "parents": [{"name": "operators", "is_superuser": true}]}]},
    "obj": {"$type": "Flow", "name": "Login", "slug": "login"},
    "http_request": {"path": "/x", "META": {"HTTP_X_FORWARDED_FOR": " 203.0.113.7, 10.0.0.1", "HTTP_ACCEPT_LANGUAGE": "fr"}},
    "context": {"pending_user": {"id": 7, "username": "other"}, "new": {"$type": "User"}, "source": {"name": "a", "slug": "b"},
        "list": [{"$type": "TOTPDevice", "name": "phone", "user": "marie"}, {"$type": "SMSDevice", "phone_number": "hash:1", "user_id": 3}],
        "is_restored": {"$type": "FlowToken", "identifier": "t", "expiring": false}}}"#;

const ANSWERS: &[(&str, &str)] = &[
    ("request.user.username", "'marie'"),
    ("request.user.email", "''"),
    ("request.user.attributes['dept']", "'lab'"),
    ("request.user.id", "7"),
    ("request.user.first_name", "AttributeError: 'User' object has no attribute 'first_name'"),
    ("request.user.backend", "AttributeError: 'User' object has no attribute 'backend'"),
    ("request.user.uuid", "HostUnavailable(\"uuid\")"),
    ("request.user.is_superuser", "True"),
    ("request.user.is_authenticated", "True"),
    ("f\"{request.user}\"", "'marie'"),
    ("f\"{request.user!r}\"", "'<User: marie>'"),
    ("f\"{request.obj}\"", "'Flow Login (login)'"),
    (
        "f\"{request}\"",
        "\"<PolicyRequest user=marie obj=Flow Login (login) http_request=<WSGIRequest: GET '/x'>>\"",
    ),
    ("request.should_cache", "True"),
    ("request.user == request.context['pending_user']", "True"),
    ("request.user != request.context['pending_user']", "False"),
    ("request.user is request.user", "True"),
    ("request.user == request.context['new']", "False"),
    ("request.context['new'] == request.context['new']", "True"),
    ("{request.user: 1}[request.context['pending_user']]", "1"),
    ("{request.context['new']: 1}", "TypeError: Model instances without primary key value are unhashable"),
    ("request.user == 'marie'", "False"),
    ("request.user < request.user", "TypeError: '<' not supported between instances of 'User' and 'User'"),
    ("request.http_request.client_ip", "'203.0.113.7'"),
    ("request.http_request.scheme", "'https'"),
    ("request.http_request.user.username", "'marie'"),
    ("request.http_request.user is request.user", "True"),
    ("request.http_request.tenant.default_user_change_email", "False"),
    ("request.http_request.brand is request.http_request.brand", "True"),
    ("[request.http_request.brand.locale, f\"{request.http_request.brand}\"]", "['', 'Default brand']"),
    ("f\"{request.context['list'][0]}\"", "'phone (marie)'"),
    ("[request.context['list'][1].is_hashed, f\"{request.context['list'][1]}\"]", "[True, '3']"),
    ("f\"{request.context['is_restored']}\"", "'Flow Token t'"),
    ("request.context['is_restored'].is_expired", "False"),
    ("f\"{request.context['source']!r}\"", "'<Source: a>'"),
    ("request.tenant", "AttributeError: 'PolicyRequest' object has no attribute 'tenant'"),
];

#[test]
fn objects_answer_as_declared() {
    for (expression, wanted) in ANSWERS {
        assert_eq!(answer(MARIE, expression), *wanted, "{expression}");
    }
}

#[test]
fn nobody_answers_as_django_has_it() {
    let nobody = r#"{"user": {"$type": "AnonymousUser"}}"#;
    let fields = "[request.user.pk, request.user.username, request.user.is_active, request.user.is_anonymous, f\"{request.user}\"]";
    assert_eq!(answer(nobody, fields), "[None, '', False, True, 'AnonymousUser']");
    assert_eq!(
        answer(nobody, "request.user.email"),
        "AttributeError: 'AnonymousUser' object has no attribute 'email'"
    );
    assert_eq!(answer("{}", "f\"{request.user}\""), "'AnonymousUser'");
    assert_eq!(answer("{}", "request.should_cache"), "False");
}

#[test]
fn builders_make_what_files_make() {
    let marie = User::new().pk(7).username("marie").name("Marie Lefèvre").groups(["staff"]);
    let device = TOTPDevice::new().name("phone").user("marie");
    let args = AuthMethodArgs::new().mfa_devices([device]).known_device(true);
    let machine = EndpointsDevice::new().name("mac").with("maker", "Acme");
    let context = Keys::new().auth_method("auth_mfa").auth_method_args(args).device(machine).with("x", 3);
    let built = PolicyRequest::new().user(marie).obj(Flow::new().slug("login")).context(context).into();
    for (expression, wanted) in [
        ("[request.user.pk, request.user.email, request.user.type]", "[7, '', 'internal']"),
        ("f\"{request.user} {request.obj}\"", "'marie Flow  (login)'"),
        ("request.http_request", "None"),
        ("request.user.backend", "AttributeError: 'User' object has no attribute 'backend'"),
        ("f\"{request.context['auth_method_args']['mfa_devices'][0]}\"", "'phone (marie)'"),
        (
            "[request.context['device'].maker, request.context['device'].identifier, request.context['x']]",
            "['Acme', '', 3]",
        ),
    ] {
        assert_eq!(answer_for(&built, expression), wanted, "{expression}");
    }
}
