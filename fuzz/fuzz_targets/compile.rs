//! Any bytes as the source of a policy: a tree, or findings that can be shown.

#![no_main]

use hognose::{Engine, Surface};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

fuzz_target!(|data: &[u8]| {
    let decoded = hognose::decode(data);
    let lossy = String::from_utf8_lossy(data);
    let source = decoded.unwrap_or(&lossy);
    for surface in [Surface::custom(&["request"]), hognose_fuzz::MARIE.0.clone()] {
        hognose_fuzz::within(64 << 20, || {
            if let Err(error) = ENGINE.compile("fuzz", &surface, source) {
                assert!(!error.diagnostics().is_empty());
                assert!(!error.to_string().is_empty() && !error.to_json().is_empty());
                let size = source.len();
                for found in error.diagnostics() {
                    assert!(found.span.start <= found.span.end && found.span.end as usize <= size + 1);
                }
            }
        });
    }
});
