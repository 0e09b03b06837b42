//! What needs a capability is refused with all others granted, however it is reached, and works with that one alone.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{
    Data, Decision, DiagnosticKind, Engine, FailureKind, Fatal, Host, HostCall, Reply, Request, Surface,
    capabilities,
};

/// Answers every question with nothing.
struct Nothing;

impl Host for Nothing {
    fn call(&self, _: &HostCall) -> Reply {
        Reply::Value(Data::None)
    }
}

const REQUEST: &str = r#"{"user": {"pk": 7, "username": "marie", "attributes": {"a": 1}},
    "http_request": {"session": {"session_key": "s", "data": {"a": 1}}},
    "context": {"group": {"$type": "Group", "pk": "12345678-1234-5678-1234-567812345678", "name": "staff"},
        "flow_plan": {"flow_pk": "f"}}}"#;

/// Sources, with the capability that each needs.
const CASES: &[(&str, &str)] = &[
    ("session.write", "request.http_request.session['b'] = 1\nrequest.http_request.session.save()"),
    ("session.write", "request.http_request.session.pop('a')"),
    ("session.write", "request.http_request.session.setdefault('b', 1)"),
    ("session.write", "request.http_request.session.update({'b': 1})"),
    ("session.write", "request.http_request.session['b'] = 1"),
    ("session.write", "for x in [{}, request.http_request.session]:\n    x.update({'b': 1})"),
    ("session.write", "f = request.http_request.session.update\nf({'b': 1})"),
    ("session.write", "list(map(request.http_request.session.update, [{'b': 1}]))"),
    ("user.write", "request.user.save()"),
    ("user.write", "request.user.delete()"),
    ("user.write", "request.user.set_password('x')"),
    ("user.write", "request.user.name = 'x'"),
    ("user.write", "request.user.attributes['b'] = 1\nrequest.user.save()"),
    ("user.write", "getattr(request.user, 'save')()"),
    ("directory.write", "context['group'].save()"),
    ("directory.write", "context['group'].delete()"),
    ("flow.write", "context['flow_plan'].redirect('/x')"),
    ("event.create", "ak_create_event('x')"),
    ("event.create", "list(map(ak_create_event, ['x']))"),
];

/// Whether it was refused for want of the capability, when it was compiled or when it was evaluated.
fn decided(granted: impl Fn(&str) -> bool, source: &str, wanted: &str) -> Result<Decision, bool> {
    let builder = capabilities().fold(Engine::builder(), |builder, (capability, _)| {
        if granted(capability.0) { builder.grant(capability) } else { builder }
    });
    let surface = Surface::by_name("stage-binding").unwrap();
    let policy = match builder.build().compile("p", &surface, source) {
        Ok(policy) => policy,
        Err(error) => {
            let is_named = |message: &str| message.contains(&format!("`{wanted}`"));
            let found = error.diagnostics();
            return Err(found.iter().all(|d| d.kind == DiagnosticKind::NotGranted && is_named(&d.message)));
        }
    };
    let decision = policy.evaluate(&Request::from_json(&surface, REQUEST).unwrap(), &Nothing);
    match decision.failure.as_ref().map(|failure| &failure.kind) {
        Some(FailureKind::Fatal(Fatal::Denied(name))) => Err(*name == wanted),
        _ => Ok(decision),
    }
}

#[test]
fn each_needs_its_own_capability_and_no_other() {
    let mut wrong = Vec::new();
    for (needed, source) in CASES {
        match decided(|capability| capability != *needed, source, needed) {
            Err(true) => {}
            other => wrong.push(format!("without {needed}: {source}: {:?}", other.map(|d| d.effects))),
        }
        match decided(|capability| capability == *needed, source, needed) {
            Ok(decision) if decision.failure.is_none() && !decision.effects.is_empty() => {}
            other => wrong
                .push(format!("with {needed} alone: {source}: {:?}", other.map(|d| (d.failure, d.effects)))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
