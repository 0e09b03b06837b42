//! Any text as a journal: it is refused, or replayed by a policy that asks its host.

#![no_main]

use hognose::{Engine, Journal, NoHost, Options, Policy, Request, Scratch, Surface};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static POLICY: LazyLock<(Policy, Request)> = LazyLock::new(|| {
    let surface = Surface::by_name("stage-binding").unwrap();
    let engine = hognose::capabilities()
        .fold(Engine::builder(), |builder, (capability, _)| builder.grant(capability))
        .build();
    let source = "user = ak_user_by(username='marie')\nreturn user is not None and user.email";
    let policy = engine.compile("fuzz", &surface, source).unwrap();
    (policy, Request::from_json(&surface, "{}").unwrap())
});

fuzz_target!(|text: &str| {
    let Ok(journal) = Journal::from_json(text) else { return };
    let (policy, request) = &*POLICY;
    // The header is checked first; the entries must do no harm even where it is not.
    let checked = journal.replay(policy, request).map(<[_]>::len);
    assert!(checked.is_err() || checked.is_ok_and(|count| count == journal.entries().len()));
    let options = Options { journal: journal.entries(), ..Options::default() };
    let decision = policy.evaluate_in(&mut Scratch::new(), request, &NoHost, options);
    if let Some(failure) = decision.failure {
        assert!(!failure.message.contains("internal error"), "{}", failure.message);
    }
});
