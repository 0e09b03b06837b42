//! Any text as a policy that is evaluated, twice: small limits end it, and both decisions are the same.

#![no_main]

use hognose::{Engine, Limits, NoHost, Request, Surface};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let limits = Limits { fuel: 20_000, memory: 1 << 20, ..Limits::default() };
    Engine::builder().limits(limits).build()
});

fuzz_target!(|source: &str| {
    let Ok(policy) = ENGINE.compile("fuzz", &Surface::custom(&["request"]), source) else { return };
    let request = Request::custom([("request", "marie")]);
    let first = policy.evaluate(&request, &NoHost);
    let second = policy.evaluate(&request, &NoHost);
    assert_eq!(first.outcome, second.outcome);
    assert_eq!((first.usage.fuel, first.usage.memory), (second.usage.fuel, second.usage.memory));
    assert!(first.usage.fuel <= 20_000);
    if let Some(failure) = first.failure {
        assert!(!failure.message.contains("internal error"), "{}", failure.message);
    }
});
