//! Any bytes as the source of a policy: a tree or findings, and both can be dropped.

#![no_main]

use hognose::{Engine, Surface};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

fuzz_target!(|data: &[u8]| {
    let source = String::from_utf8_lossy(data);
    for surface in [Surface::custom(&["request"]), Surface::by_name("stage-binding").unwrap()] {
        if let Err(error) = ENGINE.compile("fuzz", &surface, &source) {
            assert!(!error.diagnostics().is_empty());
        }
    }
});
