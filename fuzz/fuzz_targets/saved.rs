//! Any bytes as a saved policy: refused, or evaluated within small limits. The checksum is put right, or nothing would get past it.

#![no_main]

use hognose::saved::{SEAL, sealed};
use hognose::{Engine, Limits, NoHost, Policy, Request, Surface};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let limits = Limits { fuel: 20_000, memory: 1 << 20, ..Limits::default() };
    Engine::builder().limits(limits).build()
});

/// Bytes of saved policies depend on the version: with `SEEDS=FROM:TO` the sources in one folder are saved into another first.
fn seeds() {
    let Ok(folders) = std::env::var("SEEDS") else { return };
    let (from, to) = folders.split_once(':').unwrap();
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let Ok(source) = std::fs::read_to_string(entry.path()) else { continue };
        let Ok(policy) = ENGINE.compile("fuzz", &Surface::custom(&["request"]), &source) else { continue };
        let bytes = policy.to_bytes().unwrap();
        if bytes.len() <= 4096 {
            std::fs::write(std::path::Path::new(to).join(entry.file_name()), &bytes[SEAL..]).unwrap();
        }
    }
}

fuzz_target!(init: seeds(), |body: &[u8]| {
    let Ok(policy) = Policy::from_bytes(&ENGINE, &sealed(body)) else { return };
    let request = Request::custom([("request", "marie")]);
    let decision = policy.evaluate(&request, &NoHost);
    assert!(decision.usage.fuel <= 20_000);
    drop(policy.to_bytes());
});
