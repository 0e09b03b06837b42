//! Any text as a policy that may ask its host anything: it ends, and its journal gives the same decision again.

#![no_main]

use hognose::{Engine, Journal, NoHost, Options, Outcome, Scratch};
use hognose_fuzz::{Answers, MARIE, check, granting, small, told};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<(Engine, Answers)> = LazyLock::new(|| (granting(small()), Answers::default()));

fuzz_target!(|source: &str| {
    let (engine, host) = &*ENGINE;
    let (surface, request) = &*MARIE;
    let Ok(policy) = engine.compile("fuzz", surface, source) else { return };
    let first = policy.evaluate(request, host);
    check(&first);
    let text = Journal::of(&policy, request, &first).and_then(|journal| journal.to_json());
    let Ok(text) = text else { return };
    let journal = Journal::from_json(&text).unwrap();
    let options = Options { journal: journal.replay(&policy, request).unwrap(), ..Options::default() };
    let second = policy.evaluate_in(&mut Scratch::new(), request, &NoHost, options);
    if first.outcome == Outcome::Pending {
        // The missing reply is asked for again, and refused by a host that refuses everything.
        assert_eq!(second.outcome, Outcome::Error);
    } else {
        assert_eq!(told(&first), told(&second));
    }
});
