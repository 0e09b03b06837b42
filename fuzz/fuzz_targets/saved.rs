//! Any bytes as a saved policy: refused, or evaluated within small limits. The checksum is put right, or nothing would get past it.

#![no_main]

use hognose::saved::sealed;
use hognose::{Engine, Limits, NoHost, Policy, Request};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let limits = Limits { fuel: 20_000, memory: 1 << 20, ..Limits::default() };
    Engine::builder().limits(limits).build()
});

fuzz_target!(|body: &[u8]| {
    let Ok(policy) = Policy::from_bytes(&ENGINE, &sealed(body)) else { return };
    let request = Request::custom([("request", "marie")]);
    let decision = policy.evaluate(&request, &NoHost);
    assert!(decision.usage.fuel <= 20_000);
    drop(policy.to_bytes());
});
